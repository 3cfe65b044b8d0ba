"""What the templates ask for, and what `ssi_core` does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Use(NamedTuple):
    """What a template asks for by a constant: `t("quiz.next")`, `asset("css/site.css")`, `href("method", "range")`.

    `names`: the call's keyword arguments.
    """

    kind: str
    value: str
    file: str
    line: int
    names: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the templates ask for, found without rendering any. `anchors`: the constant ids of each template, with those it includes.

    `printing`: the templates that print a page's own text.
    """

    uses: tuple[Use, ...]
    templates: frozenset[str]
    anchors: Mapping[str, frozenset[str]]
    printing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The keys `ssi_core` knows, which are the authority for the words. `factors`: key → (pillar, level keys, optional).

    `keyed` are the sections of texts with a word for each key of the model: section → the keys it must hold, no more and no fewer.
    """

    pillars: tuple[str, ...]
    factors: Mapping[str, tuple[str, tuple[str, ...], bool]]
    keyed: Mapping[str, tuple[str, ...]]
