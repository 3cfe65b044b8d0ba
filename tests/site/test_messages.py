"""Messages in every language: each has a translation, with the same values, and everything that authors read has one."""

import ast
import json
import pickle
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import build
from site_src import messages
from site_src.messages import SOURCE, choose_language, list_languages, say, speak, tell
from site_src.model import Problem
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
CODE = (ROOT / "build.py", *sorted((ROOT / "site_src").rglob("*.py")))
CATALOGUES = [language for language in list_languages() if language != SOURCE]
SLOT = re.compile(r"\{(\w+)\}")
TEMPLATES = {"say": slice(0, 1), "say_number": slice(1, 3)}
"""By function, which of its arguments are messages."""
TOLD = ("print", "input")
"""Functions that show a text to an author."""
JARGON = re.compile(r"YAML|[Ff]ront matter|\b[Kk]eys?\b|\b[Aa]nchor|\b(?:id|ID)s?\b|regular expression|shortcode|boolean")
FOR_PROGRAMMERS = ("assets", "publish", "render", "runtime")
"""Folders whose messages are about templates and programs."""


class Call:
    """A call that makes a message: its place, its templates, and the names of its values."""

    def __init__(self, path: Path, node: ast.Call, function: str) -> None:
        self.path, self.place = path, f"{path.relative_to(ROOT)}:{node.lineno}"
        self.arguments = node.args[TEMPLATES[function]]
        self.templates = [each.value for each in self.arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        self.names = {keyword.arg for keyword in node.keywords if keyword.arg}
        self.is_open = any(keyword.arg is None for keyword in node.keywords)


def find_calls() -> Iterator[Call]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TEMPLATES:
                yield Call(path, node, node.func.id)


CALLS = [call for call in find_calls() if call.path != ROOT / "site_src/messages/__init__.py" or call.templates]
USED = {template for call in CALLS for template in call.templates}


def read_catalogue(language: str) -> dict[str, str]:
    return tomllib.loads((ROOT / f"site_src/messages/{language}.toml").read_text(encoding="utf-8"))


def test_there_is_a_catalogue() -> None:
    assert "nl" in CATALOGUES
    assert len(USED) > 400


def test_each_message_stands_in_the_code_as_it_is() -> None:
    assert not [call.place for call in CALLS if len(call.templates) != len(call.arguments)]


@pytest.mark.parametrize("language", CATALOGUES)
def test_each_message_has_a_translation_and_nothing_else_has(language: str) -> None:
    catalogue = read_catalogue(language)
    assert sorted(USED - catalogue.keys()) == []
    assert sorted(catalogue.keys() - USED) == []
    assert not [english for english, words in catalogue.items() if not words.strip()]


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_has_the_values_of_the_message(language: str) -> None:
    different = [english for english, words in read_catalogue(language).items() if set(SLOT.findall(english)) != set(SLOT.findall(words))]
    assert different == []


def test_each_value_has_its_place_in_the_message() -> None:
    for call in CALLS:
        slots = {name for template in call.templates for name in SLOT.findall(template)}
        assert call.names <= slots | {"number"}, call.place


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_remedy_stays_a_sentence_and_a_fault_stays_none(language: str) -> None:
    catalogue = read_catalogue(language)
    assert not [english for english, words in catalogue.items() if english.endswith((".", "?")) != words.endswith((".", "?"))]


def test_dutch_has_single_quotation_marks() -> None:
    assert not [words for words in read_catalogue("nl").values() if re.search("[“”]", words.replace("“…”", ""))]


def test_authors_read_the_words_of_the_guide() -> None:
    for call in CALLS:
        if call.path.relative_to(ROOT).parts[1] not in FOR_PROGRAMMERS:
            for template in call.templates:
                assert not JARGON.search(SLOT.sub("", template).replace("“id”", "")), f"{call.place}: {template}"


def is_message(node: ast.expr) -> bool:
    """Return whether an argument of `print` is told, or holds no words."""
    if isinstance(node, ast.JoinedStr):
        return not re.search(r"[^\W\d_]{2,}", "".join(str(each.value) for each in node.values if isinstance(each, ast.Constant)))
    return not (isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[^\W\d_]{2,}", node.value))


def test_what_is_printed_is_told() -> None:
    """That every Problem is made of messages is checked by mypy: its fields are of that type."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TOLD:
                assert all(map(is_message, node.args)), f"{path.relative_to(ROOT)}:{node.lineno}"
    assert {Problem.__annotations__[field].__name__ for field in ("what", "remedy")} == {"Message"}


@pytest.mark.parametrize(
    ("environment", "settings", "language"),
    [
        ({}, "", "en"),
        ({"LANG": "nl_NL.UTF-8"}, "", "nl"),
        ({"LANG": "nl_NL.UTF-8", "LC_ALL": "C.UTF-8"}, "", "en"),
        ({"LANG": "C", "LC_MESSAGES": "nl_BE"}, "", "nl"),
        ({"LANG": "fr_FR.UTF-8"}, "", "en"),
        ({"LANG": "C"}, "messages: nl\n", "nl"),
        ({"LANG": "nl_NL"}, 'messages: "en"\n', "en"),
        ({"LANG": "C"}, "messages: xx\n", "en"),
        ({"LANG": "nl_NL"}, "# messages: en\n", "nl"),
        ({"SSI_LANGUAGE": "nl", "LANG": "C"}, "messages: en\n", "nl"),
        ({"SSI_LANGUAGE": "xx", "LANG": "C"}, "messages: nl\n", "nl"),
    ],
)
def test_who_chooses_the_language(tmp_path: Path, environment: dict[str, str], settings: str, language: str) -> None:
    """The author, else the site, else the system."""
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_text(f"base_url: https://ssi.example/\n{settings}")
    assert choose_language(tmp_path, environment) == language


def test_a_folder_without_settings_speaks_the_systems_language(tmp_path: Path) -> None:
    assert choose_language(tmp_path, {"LANG": "nl_NL.UTF-8"}) == "nl"


def test_a_third_language_is_a_third_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "_FOLDER", tmp_path)
    (tmp_path / "fy.toml").write_text('"is missing" = "is der net"\n')
    assert list_languages() == ("en", "fy")
    assert choose_language(tmp_path, {"LANG": "fy_NL.UTF-8"}) == "fy"
    assert tell(say("is missing"), "fy") == "is der net"
    assert tell(say("Remove it."), "fy") == "Remove it."


def test_a_message_is_told_after_it_was_cached() -> None:
    problem = Problem("a.md", 1, say("the line “{key}” is missing", key="title"), say("Add it between the dashes."))
    later = pickle.loads(pickle.dumps(problem))
    assert later == problem
    assert tell(later.what, "nl") == "de regel ‘title’ ontbreekt"
    assert str(later) == "a.md:1: the line “title” is missing. Add it between the dashes."


def test_what_an_author_wrote_is_no_place_for_a_value() -> None:
    assert say("unknown text “{key}”", key="{name}") == "unknown text “{name}”"
    assert (
        tell(say("the text “{key}” has no placeholder {{name}}", key="{name}", name="n"), "nl")
        == "de tekst ‘{name}’ heeft geen invulplek {n}"
    )


def test_a_message_in_a_message_is_told_too() -> None:
    kind = say("a picture of the kind {kind}", kind="PNG")
    assert tell(say("{kind} with another kind's ending", kind=kind), "nl").startswith("een afbeelding van de soort PNG met")


@pytest.fixture
def dutch_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallSite]:
    site = SmallSite(tmp_path)
    site.append("content/site.yaml", "messages: nl\n")
    monkeypatch.setattr(build, "ROOT", site.root)
    monkeypatch.chdir(site.root)
    monkeypatch.delenv("SSI_LANGUAGE")
    yield site
    speak(SOURCE)


def test_the_commands_speak_the_language_of_the_settings(dutch_site: SmallSite, capsys: pytest.CaptureFixture[str]) -> None:
    site = dutch_site
    assert build.main(["new", "page", "tips"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert (
        said[-1]
        == "Schrijf de woorden waar ‘TODO’ staat: ‘make check’ noemt wat er nog te doen is, ‘make serve’ laat zien hoe het eruitziet."
    )
    assert "# Eén zin voor zoekmachines, van hoogstens 160 tekens." in (site.root / "content/nl/tips.md").read_text(encoding="utf-8")
    assert build.main(["new", "pagina"]) == 2
    assert capsys.readouterr().err.startswith("‘pagina’ kan niet worden gemaakt: typ make new WHAT=page")
    assert build.main(["rename", "nl/tips.md", "nl/advies.md"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "content/en/tips.md heet nu content/en/advies.md",
        "content/nl/tips.md heet nu content/nl/advies.md",
        "2 bestanden geschreven: content/en/advies.md, content/nl/advies.md",
    ]
    assert build.main(["rename", "nl/tips.md"]) == 2
    assert capsys.readouterr().err.startswith("Er zijn twee namen nodig: typ make rename")
    assert build.main(["check", "--port", "0"]) == 2
    assert capsys.readouterr().err == "--port moet een getal van 1 tot 65535 zijn\n"
    assert build.main(["translated", "content/nl/method.md"]) == 0
    assert capsys.readouterr().out == "2 bestanden gemarkeerd\n"
    assert build.main(["translated", "content/nl/weg.md"]) == 1
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "content/nl/weg.md: is geen pagina en geen vraag van de quiz. Noem een bestand zoals content/nl/method.md."
    assert build.main(["links"]) == 0
    assert capsys.readouterr().out.startswith("Pagina’s elders: 0; 0 werken, 0 verhuisd, 0 verdwenen, 0 zonder antwoord;")
    site.append("content/nl/method.md", "\n[x](weg.md) en een  spatie.\n")
    assert build.main(["check"]) == 1
    said = capsys.readouterr().err.splitlines()
    fault = "content/nl/method.md:18: de link ‘weg.md’ gaat naar geen enkel bestand."
    assert said[0].startswith(fault)
    assert said[2] == "1 fout; er is niets geschreven"
    assert "Let op: content/nl/method.md:18: twee spaties achter elkaar, bij ‘[x… en een  spatie.’. Laat er één staan." in said
    assert build.main(["check", "--format", "json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)["faults"]
    assert f"{told['file']}:{told['line']}: {told['what']}." == fault
    assert build.main(["check", "--format", "github"]) == 1
    assert "title=de link ‘weg.md’ gaat naar geen enkel bestand::" in capsys.readouterr().out


def test_a_language_without_messages_is_a_fault(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    site.append("content/site.yaml", "messages: ln\n")
    assert site.faults() == ["content/site.yaml:3: there are no messages in the language “ln”. Known: en, nl."]
