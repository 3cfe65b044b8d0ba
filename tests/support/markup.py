"""A plain reading of a built page for the tests: what it links to, what it names, what it shows. Independent of the code that made it."""

from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

ADDRESS_ATTRIBUTES = {"href", "src", "action", "poster", "data-worker", "data-runtime"}


class Element(NamedTuple):
    """One start tag and its attributes; an attribute without a value holds the empty string."""

    tag: str
    attributes: dict[str, str]


class Markup(NamedTuple):
    """The elements of a page in order, and the text outside scripts and styles."""

    elements: tuple[Element, ...]
    text: str

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        """The attributes of every `tag` that carries the given ones."""
        return [
            element.attributes
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(name) == value for name, value in attributes.items())
        ]

    @property
    def ids(self) -> list[str]:
        """Every id, in order, doubles included."""
        return [element.attributes["id"] for element in self.elements if "id" in element.attributes]

    @property
    def addresses(self) -> list[str]:
        """Every address in the page, metadata with absolute addresses (canonical, hreflang) left out."""
        return [
            value
            for element in self.elements
            if not (element.tag == "link" and element.attributes.get("rel") in {"canonical", "alternate"})
            for name, value in element.attributes.items()
            if name in ADDRESS_ATTRIBUTES
        ]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.text: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        self.silent += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)


def read(path: Path) -> Markup:
    """The markup of one HTML file."""
    return markup(path.read_text(encoding="utf-8"))


def markup(text: str) -> Markup:
    """The markup of one page."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Markup(tuple(reader.elements), "".join(reader.text))
