"""A third language is a folder and one line of the settings: all that the site has in two, it has in three, and no code is touched."""

import re
import shutil
from pathlib import Path, PurePosixPath

import pytest

import build
from site_src.memory import Memory
from site_src.model import Output
from site_src.report import Clock
from tests.markup import Markup, markup

ROOT = Path(__file__).parent.parent
# What is no word: where a link leads, ids, HTML, placeholders, addresses, code; and every line of front matter but those with words.
NO_WORD = re.compile(r"\]\([^)]*\)|\{[^{}]*\}|<[^<>]*>|https?://\S+|`[^`]*`|\[\^\w+\]|&\w+;")
WORDY = re.compile(r"(?:title|description|menu_title|name|question|hint|advice|not_applicable| +[\w-]+): ")

STRANGE = str.maketrans("aeiou", "äëïöü")


def translated(text: str) -> str:
    """Words in no language at all, so that no sentence is left as it was."""
    parts, at = [], 0
    for kept in NO_WORD.finditer(text):
        parts += [text[at : kept.start()].translate(STRANGE), kept[0]]
        at = kept.end()
    return "".join((*parts, text[at:].translate(STRANGE)))


def page(text: str) -> str:
    """A Markdown file, translated; `twins` speak of other languages."""
    _, front, body = text.split("---\n", 2)
    lines = []
    for line in re.sub(r"(?m)^twins:.*\n(?:[ \t].*\n)*", "", front).splitlines():
        key = WORDY.match(line)
        lines.append(key[0] + translated(line[key.end() :])[:160] if key else line)
    return "---\n" + "\n".join(lines) + "\n---\n" + translated(body)


def texts(text: str) -> str:
    """A file of interface texts, translated."""
    made = []
    for line in text.splitlines():
        key = re.match(r"\s*[\w-]+:\s", line)
        made.append(key[0] + translated(line[key.end() :]) if key else line)
    return "\n".join(made) + "\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with a folder `de` beside `nl` and `en`."""
    root = tmp_path_factory.mktemp("three")
    shutil.copytree(ROOT / "content", root / "content")
    for name in ("templates", "site_src", "node_modules", "ssi_core", "package.json", ".cache"):
        (root / name).symlink_to(ROOT / name)
    for file in sorted((ROOT / "content" / "en").rglob("*")):
        here = root / "content" / "de" / file.relative_to(ROOT / "content" / "en")
        here.parent.mkdir(parents=True, exist_ok=True)
        if file.suffix == ".md":
            here.write_text(page(file.read_text(encoding="utf-8")), encoding="utf-8")
        elif file.suffix == ".yaml":
            here.write_text(texts(file.read_text(encoding="utf-8")), encoding="utf-8")
        elif file.is_file():
            shutil.copy(file, here)
    language = 'name: Deutsch\nlocale: de-DE\ndecimal: ","\nswitch: Auf Deutsch lesen\n'
    (root / "content/de/texts/language.yaml").write_text(language, encoding="utf-8")
    settings = root / "content/site.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[nl, en]", "[nl, en, de]"), encoding="utf-8")
    return root


def built(root: Path) -> tuple[tuple[Output, ...], list[str]]:
    made = build.site(root, "", Clock(), Memory(), engine=True)
    return made.outputs, [str(problem) for problem in made.problems]


@pytest.fixture(scope="module")
def outputs(root: Path) -> dict[str, bytes]:
    made, problems = built(root)
    assert problems == []
    return {str(output.path): output.data for output in made}


@pytest.fixture(scope="module")
def pages(outputs: dict[str, bytes]) -> dict[str, Markup]:
    return {name: markup(data.decode()) for name, data in outputs.items() if name.endswith(".html") and "ssi-quiz-" not in name}


def test_every_kind_of_file_is_there_in_the_third_language_too(outputs: dict[str, bytes]) -> None:
    def kinds(code: str) -> set[str]:
        return {name.replace(f"{code}/", "", 1).replace(f"-{code}", "") for name in outputs if name.startswith(f"{code}/")}

    assert kinds("de") == kinds("en")
    assert len([name for name in outputs if "/de" in name or name.startswith("de/")]) > len(kinds("en")) / 2
    assert "de/ssi-quiz-de.html" in outputs
    kept = outputs["sw.js"].decode()
    assert all(
        f'"{name}"' in kept
        for name in outputs
        if name.startswith("de/") and name.endswith(".html") and "ssi-quiz" not in name and "embed" not in name
    )
    assert "https://ssi.example/de/" in outputs["sitemap.xml"].decode()


def test_every_page_knows_its_twins_and_leads_to_them(pages: dict[str, Markup]) -> None:
    for name, found in pages.items():
        if name in ("404.html",) or found.all("meta", name="robots"):
            continue
        languages = {link["hreflang"] for link in found.all("link", rel="alternate") if "hreflang" in link}
        assert languages >= {"nl", "en", "de", "x-default"}, name
        led = {link["hreflang"] for link in found.all("a") if "hreflang" in link}
        here = name.split("/")[0]
        assert led | {here} >= {"nl", "en", "de"}, name


def test_the_page_for_all_languages_offers_three(pages: dict[str, Markup]) -> None:
    assert [link["href"] for link in pages["index.html"].all("a", **{"class": "button"})] == [
        "nl/index.html",
        "en/index.html",
        "de/index.html",
    ]
    assert {"nl", "en", "de"} <= {element.attributes.get("lang") for element in pages["404.html"].elements}


def test_links_and_menus_lead_to_pages_of_their_own_language(outputs: dict[str, bytes], pages: dict[str, Markup]) -> None:
    for name, found in pages.items():
        if name.startswith("de/"):
            assert found.all("html")[0]["lang"] == "de"
            for address in found.addresses:
                target = address.split("#")[0].split("?")[0]
                if target and "://" not in target and not target.startswith(("mailto:", "data:")):
                    path = PurePosixPath(name).parent
                    for part in target.split("/"):
                        path = path.parent if part == ".." else path if part == "." else path / part
                    assert str(path) in outputs, f"{name}: {address}"


@pytest.mark.parametrize("file", ["method.md", "texts/quiz.yaml", "factors/groups.md"])
def test_a_file_left_out_is_one_message(root: Path, file: str) -> None:
    path = root / "content/de" / file
    kept = path.read_bytes()
    path.unlink()
    try:
        problems = [str(problem) for problem in build.site(root, "", Clock(), Memory(), engine=False).problems]
    finally:
        path.write_bytes(kept)
    assert problems == [f"content/de/{file}: is missing; its twin is content/nl/{file}. Translate that, under this same name."]
