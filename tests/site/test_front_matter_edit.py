"""One value of a front matter is written, and every other byte stays."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from site_src.load.front_matter.edit import UnreadableError, find_entries, remove_key, write_value
from site_src.load.front_matter.schema import SCHEMA

CONTENT = Path(__file__).parent.parent.parent / "content"
FRONT = """\
---
# A remark.
title: Hi
description:   "a: b"
redirects:
- a
- b
# Another, below a list.
long: |
  x

  y

plain: of
  two lines
empty:
levels:
  one: 'it''s 1'
  two: "2"

checked: 2026-01-01
---
title: body
"""
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Co"), exclude_characters="\ufffe\uffff\ufeff"), max_size=40)


@pytest.mark.parametrize(
    ("key", "value", "lines"),
    [
        ("title", "A “b”: c", {"title: Hi": 'title: "A “b”: c"'}),
        ("title", "# no remark", {"title: Hi": 'title: "# no remark"'}),
        ("title", 'a "b" \\ c: d', {"title: Hi": 'title: "a \\"b\\" \\\\ c: d"'}),
        ("title", "*", {"title: Hi": 'title: "*"'}),
        ("title", "", {"title: Hi": "title:"}),
        ("description", "plain", {'description:   "a: b"': 'description:   "plain"'}),
        ("redirects", ("c", "d, e"), {"redirects:\n- a\n- b": 'redirects: [c, "d, e"]'}),
        ("long", "z\nq", {"  x\n\n  y": "  z\n  q"}),
        ("long", "one line", {"  x\n\n  y": "  one line"}),
        ("plain", "one", {"plain: of\n  two lines": "plain: one"}),
        ("empty", "no more", {"empty:": "empty: no more"}),
        ("levels.one", "het’s '1'", {"'it''s 1'": "'het’s ''1'''"}),
        ("levels.three", "3", {'two: "2"\n': 'two: "2"\n  three: 3\n'}),
        ("slug", "new", {'"a: b"\n': '"a: b"\nslug: new\n'}),
        ("changes.2026-01-02", "New: all", {"2026-01-01\n---": '2026-01-01\nchanges:\n  2026-01-02: "New: all"\n---'}),
    ],
)
def test_a_value_is_written_as_yaml_wants_it(key: str, value: str | tuple[str, ...], lines: dict[str, str]) -> None:
    ((old, new),) = lines.items()
    assert FRONT.count(old) == 1
    assert write_value(FRONT, key, value, tuple(SCHEMA["page"])) == FRONT.replace(old, new)


@pytest.mark.parametrize("key", ["title", "redirects", "long", "plain", "empty", "levels", "levels.two", "checked"])
def test_a_key_is_removed_with_its_lines_and_no_others(key: str) -> None:
    after = remove_key(FRONT, key)
    assert key not in find_entries(after)
    assert all(line in FRONT.split("\n") for line in after.split("\n"))
    assert "# A remark.\n" in after
    assert "# Another, below a list.\n" in after
    assert after.endswith("---\ntitle: body\n")
    assert remove_key(FRONT, "nothing") == FRONT


@given(value=WORDS, key=st.sampled_from(["title", "description", "long", "plain", "empty", "levels.one", "levels.two", "slug"]))
def test_any_words_are_read_back_and_nothing_else_changes(value: str, key: str) -> None:
    after = write_value(FRONT, key, value, tuple(SCHEMA["page"]))
    values = {name: entry.value for name, entry in find_entries(FRONT).items()}
    assert {name: entry.value for name, entry in find_entries(after).items()} == values | {key: value.strip()}
    assert [line for line in after.split("\n") if line.startswith("#")] == ["# A remark.", "# Another, below a list."]
    assert after.endswith("\nchecked: 2026-01-01\n---\ntitle: body\n")


@given(items=st.lists(WORDS.map(str.strip).filter(bool), min_size=1, max_size=4))
def test_any_list_is_read_back(items: list[str]) -> None:
    assert find_entries(write_value(FRONT, "redirects", tuple(items)))["redirects"].value == tuple(items)


def test_what_stands_there_already_is_written_as_it_stands() -> None:
    files = [*CONTENT.glob("nl/*.md"), *CONTENT.glob("nl/factors/*.md"), *CONTENT.glob("nl/texts/*.yaml"), CONTENT / "site.yaml"]
    assert len(files) > 60
    for file in files:
        text = file.read_text(encoding="utf-8")
        values = [(key, entry.value) for key, entry in find_entries(text).items() if entry.value is not None]
        # Enough of a long file to meet each way of writing.
        for key, value in values[:: 1 + len(values) // 6]:
            assert write_value(text, key, value) == text, (file, key)


def test_lines_end_as_yaml_ends_them() -> None:
    for end in ("\x85", "\u2028", "\u2029", "\r", "\r\n"):
        text = f'---\ntitle: "a{end}b"\ndescription: c\nslug: d\n---\n'
        assert write_value(text, "slug", "e") == text.replace("d\n---", "e\n---"), end
        with suppress(UnreadableError):
            after = find_entries(write_value(text, "description", f"x{end}slug: y"))
            assert (after["description"].value, after["slug"].value) == (f"x{end}slug: y", "d")


@pytest.mark.parametrize(
    "text",
    [
        "---\n? x\n---\n",
        "a: &a\n  b: 1\nc: *a\n",
        "a: &a\n  b: *a\n",
        "title: \ud800\n",
        "---\ntitle: [\n---\n",
        "---\ntitle: x\n",
        "---\n- a\n---\n",
        "a: b: c\n",
        "---\n? [a]\n: b\n---\n",
    ],
)
def test_front_matter_that_is_none_is_left_alone(text: str) -> None:
    with pytest.raises(UnreadableError):
        find_entries(text)
    with pytest.raises(UnreadableError):
        write_value(text, "title", "x")


def test_a_group_is_no_value() -> None:
    with pytest.raises(UnreadableError):
        write_value(FRONT, "levels", "x")
    with pytest.raises(UnreadableError):
        write_value("a: {b: c}\n", "a.d", "x")
    assert re.sub(r"\s", "", write_value("", "a", "b")) == "a:b"
