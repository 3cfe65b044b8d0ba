"""A third language is a copy of a folder and one line of the settings: all that the site has in two, it has in three.

No code is touched. Nothing of the copy is translated yet: that is one warning, and stops nobody from seeing the whole site.
"""

import re
import shutil
from pathlib import Path, PurePosixPath

import pytest

from site_src.cache.build_cache import BuildCache
from site_src.commands.console import BuildClock
from site_src.pipeline import BuildOptions, build_site
from ssi_core.model import MODEL
from tests.support.markup import Markup, markup

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site with a folder `de` beside `nl` and `en`."""
    root = tmp_path_factory.mktemp("three")
    shutil.copytree(ROOT / "content", root / "content")
    for name in ("templates", "site_src", "node_modules", "ssi_core", "package.json", ".cache"):
        (root / name).symlink_to(ROOT / name)
    shutil.copytree(root / "content" / "en", root / "content" / "de")
    settings = root / "content/site.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[nl, en]", "[nl, en, de]"), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def outputs(root: Path) -> dict[str, bytes]:
    made = build_site(BuildOptions(root), BuildClock(), BuildCache())
    assert made.problems == ()
    (warning,) = (str(warning) for warning in made.warnings if warning.file.startswith("content/de"))
    assert re.match(r"content/de/: (\d+) of \1 files with sentences still say what content/en/ says\. Translate them: ", warning)
    return {str(output.path): output.data for output in made.outputs}


@pytest.fixture(scope="module")
def pages(outputs: dict[str, bytes]) -> dict[str, Markup]:
    return {name: markup(data.decode()) for name, data in outputs.items() if name.endswith(".html") and "ssi-quiz-" not in name}


def test_every_kind_of_file_is_there_in_the_third_language_too(outputs: dict[str, bytes]) -> None:
    def kinds(code: str) -> set[str]:
        return {name.replace(f"{code}/", "", 1).replace(f"-{code}", "") for name in outputs if name.startswith(f"{code}/")}

    assert kinds("de") == kinds("en")
    assert len([name for name in outputs if "/de" in name or name.startswith("de/")]) > len(kinds("en")) / 2
    assert "de/ssi-quiz-de.html" in outputs
    worker = outputs["sw.js"].decode()
    assert all(
        f'"{name}"' in worker
        for name in outputs
        if name.startswith("de/") and name.endswith(".html") and "ssi-quiz" not in name and "embed" not in name
    )
    assert "https://ssi.example/de/" in outputs["sitemap.xml"].decode()


def test_the_quiz_asks_all_it_asks_in_the_language_it_was_copied_from(pages: dict[str, Markup]) -> None:
    def asked(code: str) -> list[tuple[str, str]]:
        found = pages[f"{code}/quiz.html"]
        assert [form for form in found.all("form") if "data-quiz" in form]
        return [(radio["name"], radio["value"]) for radio in found.all("input", type="radio")]

    assert asked("de") == asked("en")
    assert {factor.key for factor in MODEL.factors} <= {name for name, _ in asked("de")}


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
        # An address that a page used to have has no menu.
        if name.startswith("de/") and not found.all("meta", **{"http-equiv": "refresh"}):
            assert found.all("html")[0]["lang"] == "de"
            assert name in ("de/embed.html", "de/ssi-quiz-de.html") or found.all("nav"), name
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
    original = path.read_bytes()
    path.unlink()
    try:
        problems = [str(problem) for problem in build_site(BuildOptions(root, engine=False), BuildClock(), BuildCache()).problems]
    finally:
        path.write_bytes(original)
    assert problems == [f"content/de/{file}: is missing, and content/nl/{file} is there. Translate that, under this same name."]
