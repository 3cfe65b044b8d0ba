"""Finds the passages of a file that readers see, by language, and their words.

The file is read as its author wrote it: whatever is no word for readers is blanked, so that every line stays where it is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from site_src.model import Source, substitute


class Passage(NamedTuple):
    """Words for readers in one language, apostrophes made straight. `first`: the line of its start."""

    text: str
    language: str
    first: int


class Word(NamedTuple):
    """A word for readers, apostrophes made straight."""

    text: str
    language: str
    line: int


_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*$", re.DOTALL | re.MULTILINE)
# Values of these keys are no words: names, addresses, dates and numbers.
_NO_WORDS = "slug|template|section|redirects|twins|draft|toc|menu|written|checked|locale|decimal"
_NOT_IN_HEAD = re.compile(
    rf"""
    ^(?:{_NO_WORDS}):.*(?:\n[ \t-]+.*)*     # a key without words, and the lines of its list
    | ^[ \t]*(?:-[ ]+)?[\w-]+:(?=\s|$)      # a key
    | (?:^|(?<=\s))\#.*                     # a remark
    | \{{\w+\}}                             # a placeholder
    """,
    re.VERBOSE | re.MULTILINE,
)
_NOT_IN_BODY = re.compile(
    r"""
    ^(?P<fence>```|~~~).*?^(?P=fence)[^\n]*$                         # a block of code
    | (?<=\n\n)(?:(?:[ ]{4}|\t)[^\n]*\n)+                            # an indented one
    | (?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)               # code in a line
    | <(?P<code>code|kbd|samp|pre)\b.*?</(?P=code)>
    | <!--.*?-->
    | \[\^[^\]\n]+\]                                                 # a footnote's name
    | \]\([^()\s]*(?:\([^()]*\)[^()\s]*)*(?=[\s)])                   # the address of a link
    | \]\[[^\]\n]*\]                                                 # the name of a link
    | ^[ ]{0,3}\[[^\]^][^\]]*\]:[^\n]*$                              # a link's name and its address
    | <[a-z]+\s[^<>]*?\b(?:alt|title)=" | "(?:\s[^<>"]*)?>           # a tag around words that it shows
    | <[^<>\n]*>                                                     # another tag, or an address between angle brackets
    | \{[:\#.]?[^{}\n]*[=\#.:][^{}\n]*\}                             # attributes
    | \{\{[^{}\n]*\}\}                                               # a shortcode
    | &\#?\w+;
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_NOT_IN_BODY_START = re.compile(r'`|~|<|\[|\]|"|\{|&|\n(?=[ \t])')
_OTHER_LANGUAGE = re.compile(
    r"""
    <(?P<tag>\w+)\b[^<>]*\blang=["']?(?P<html>\w+)[^<>]*>(?P<inside>.*?)</(?P=tag)>
    | (?P<sign>\*{1,3}|_{1,3})(?P<marked>[^*_\n]+)(?P=sign)\{[^{}\n]*\blang=["']?(?P<attribute>\w+)[^{}\n]*\}
    | \[(?P<linked>[^\[\]\n]+)\]\([^()\n]*\)\{[^{}\n]*\blang=["']?(?P<link>\w+)[^{}\n]*\}
    | ^(?P<block>\S(?:[^\n]|\n(?!\n))*)\n\{:[^{}\n]*\blang=["']?(?P<list>\w+)[^{}\n]*\}
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_ADDRESS = re.compile(r"\b(?:https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?)\b", re.IGNORECASE)
# “1e”, “3rd” and “Q3” are numbers; “2-weekly” is a word with a number before it. Names with digits or “_” are no words.
_WORD = re.compile(r"(?<!\w)[^\W\d_]++(?:['.-][^\W\d_]++)*+(?![\d_])")


def list_passages(source: Source) -> Iterator[Passage]:
    """Yield the passages of one file: its front matter, its body without words in other languages, and each of those."""
    language = source.path.parts[1]
    text = source.data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("’", "'")
    for hyphen in ("\u00ad", "&shy;", "<wbr>"):
        text = text.replace(hyphen, "")
    if source.path.suffix == ".yaml":
        yield Passage(_NOT_IN_HEAD.sub(_blank, text), language, 1)
        return
    front = _FRONT.match(text)
    if front:
        yield Passage(_NOT_IN_HEAD.sub(_blank, front[1]), language, 2)
        text = "\n" * text.count("\n", 0, front.end()) + text[front.end() :]
    others: list[tuple[str, str, int]] = []

    def set_apart(found: re.Match[str]) -> str:
        inside = next(found[name] for name in ("inside", "marked", "linked", "block") if found[name])
        other = next(found[name] for name in ("html", "attribute", "link", "list") if found[name])
        others.append((inside, other, 1 + text.count("\n", 0, found.start())))
        return _blank(found)

    yield Passage(_blank_marks(_OTHER_LANGUAGE.sub(set_apart, text) if "lang=" in text else text), language, 1)
    for inside, other, line in others:
        yield Passage(_blank_marks(inside), other, line)


def list_words(passage: Passage) -> Iterator[Word]:
    """Yield the words of a passage, in their order."""
    for number, line in enumerate(passage.text.split("\n"), passage.first):
        for word in split_words(line):
            yield Word(word, passage.language, number)


def split_words(text: str) -> Sequence[str]:
    """Split a text into its words, apostrophes made straight. No word crosses a space, so a text may be split at spaces before."""
    words: list[str] = _WORD.findall(_ADDRESS.sub(" ", text.replace("’", "'")))
    return words


def _blank_marks(body: str) -> str:
    return substitute(_NOT_IN_BODY, _NOT_IN_BODY_START, _blank, body)


def _blank(found: re.Match[str]) -> str:
    return " " + "\n" * found[0].count("\n")
