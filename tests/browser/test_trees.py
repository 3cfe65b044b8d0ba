"""The check and three browsers see the same in HTML: Chromium, Firefox and WebKitGTK, with the same texts."""

import json
import random
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pytest

from site_src.load.markdown.convert import Body
from site_src.load.markdown.html import Walk
from site_src.load.markdown.location import Place
from site_src.load.markdown.tokens import END_TAGS, Text, Token, read, walk_tree
from site_src.model import Document, Problem
from tests.support.engines import ENGINES, visit
from tests.support.invented_html import CLASSICS, invented_html, invented_markdown

# A page in standards mode, as those of the site are, where scripts may run, so that <noscript> is read as visitors' browsers read it.
PAGE = "data:text/html,<!doctype html><title>Trees</title>"
NOBODY = "127.0.0.1:9"
WALK = """(parent) => {
  const said = [];
  const walk = (parent) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
      else if (node.nodeType !== Node.ELEMENT_NODE) said.push(["!", {}, false]);
      else {
        said.push([node.localName, Object.fromEntries(Array.from(node.attributes, (one) => [one.name, one.value])), false]);
        walk(node);
        if (!["br", "col", "hr", "img", "wbr"].includes(node.localName)) said.push([node.localName, {}, true]);
      }
    }
  };
  walk(parent);
  return said;
}"""
INSIDE = """() => {
  const walk = %s;
  return %s.map((text) => {
    const place = document.createElement("main");
    place.innerHTML = text;
    return walk(place);
  });
}"""
FRAMED = """() => {
  const walk = %s;
  return %s.map((text) => {
    const page = new DOMParser().parseFromString(
      `<!doctype html><body><ul><li><dl><dd><section id="place">${text}</section></dd></dl></li></ul><p id="after">x</p>`, "text/html");
    const after = page.querySelector("#after");
    return [walk(page.querySelector("#place")), after.parentNode.localName, page.body.childNodes.length, after.innerHTML];
  });
}"""
COUNT = 350


class Written(NamedTuple):
    """A text that is no fault to publish: as its author wrote it, and as it is published."""

    text: str
    published: str


def document(text: str) -> Document:
    return Document("page", "en", "a", PurePosixPath("content/en/a.md"), {}, {}, text)


@cache
def texts() -> Sequence[str]:
    chance = random.Random(31)
    # Chromium's short cut for innerHTML takes “&copy=” in a value for a sign; its parser of pages does not, and none is published.
    return [text.replace("&copy=", "&copy;=").replace("&notit;'>", "'>") for text in CLASSICS] + [
        invented_html(chance) for _ in range(COUNT)
    ]


@cache
def published() -> Sequence[Written]:
    chance = random.Random(17)
    sound: list[Written] = []
    for text in (*CLASSICS, *(invented_html(chance) for _ in range(COUNT)), *(invented_markdown(chance) for _ in range(COUNT))):
        body = Body(document(text))
        if not body.place.problems:
            sound.append(Written(text, "".join(piece for piece in body.cut(body.tokens) if isinstance(piece, str))))
    return sound


def faults(markup: str) -> list[Problem]:
    place = Place(document(markup))
    Walk(read(markup), markup, place, ())
    return place.problems


def events(tokens: Iterable[Token]) -> list[Any]:
    return [token.words if isinstance(token, Text) else [token.name, dict(token.attributes), token.closing] for token in tokens]


@pytest.mark.parametrize("engine", ENGINES)
def test_browsers_build_the_tree_that_the_check_sees(engine: str) -> None:
    # With what the check puts behind each text, to see whether it is swallowed.
    ended = [text + "".join(tag.source for tag in END_TAGS) for text in texts()]
    ((*trees,),) = visit(engine, [(PAGE, INSIDE % (WALK, json.dumps(ended)))], NOBODY)
    assert len(trees) == len(ended)
    different = [text for text, tree in zip(ended, trees, strict=True) if events(walk_tree(text)) != tree]
    # What may stand in a <select> has just been changed, and not every browser knows. Whatever it is, it must be refused.
    assert len(different) < len(ended) / 25, different
    assert [text for text in different if not faults(text)] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_browsers_see_in_a_page_what_is_published_and_nothing_else(engine: str) -> None:
    assert len(published()) > COUNT // 3
    ((*answers,),) = visit(engine, [(PAGE, FRAMED % (WALK, json.dumps([one.published for one in published()])))], NOBODY)
    for (text, markup), (tree, around, count, after) in zip(published(), answers, strict=True):
        reading = read(markup)
        assert reading.complete, text
        assert tree == events(walk_tree(markup)), text
        assert (around, count, after) == ("body", 2, "x"), text
