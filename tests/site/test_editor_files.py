"""The editor's files: its colours are the site's, and its words are complete in both languages."""

import re
from pathlib import Path

SOURCES = Path(__file__).parent.parent.parent / "site_src" / "browser"


def test_the_editor_has_the_colours_of_the_site() -> None:
    def read_colours(sheet: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, colour in re.findall(r"--([\w-]+): (#\w+);", (SOURCES / sheet).read_text(encoding="utf-8")):
            found.setdefault(name, []).append(colour)
        return found

    site, own = read_colours("css/site.css"), read_colours("editor/editor.css")
    # The light one and the dark one; the site has some for paper, too.
    same = {name: site[{"good": "find", "warn": "brand"}.get(name, name)][:2] for name in own if not name.endswith("-tint")}
    assert {"paper", "ink", "accent", "danger", "good", "warn"} <= same.keys()
    assert {name: own[name] for name in same} == same


def test_every_word_of_the_editor_is_used_and_none_is_missing() -> None:
    folder = SOURCES / "editor"
    words = {
        path.stem: set(re.findall(r'^  "([\w.]+)":', path.read_text(encoding="utf-8"), re.MULTILINE))
        for path in (folder / "words").iterdir()
    }
    assert words["nl"] == words["en"]
    used = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.*"))
    # A name that is put together, such as by a level, ends in a placeholder.
    starts = tuple(re.findall(r"`([a-z]+\.[a-z_]*)\$\{", used))
    assert [key for key in sorted(words["nl"]) if f'"{key.removesuffix("_one")}"' not in used and not key.startswith(starts)] == []
