"""The requirements of the templates and of `ssi_core`, for the check stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Requirement(NamedTuple):
    """A template's call with a constant: `t("quiz.next")`, `asset("css/site.css")`, `href("method", "range")`.

    `kind`: the function's name. `value`: its first argument. `anchor`: the second argument of `href`. `names`: the keyword arguments.
    `file` and `line`: the place of the call.
    """

    kind: str
    value: str
    file: str
    line: int
    names: tuple[str, ...] = ()
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class TemplateUsage:
    """The requirements of all templates, found without rendering.

    `templates`: their names. `anchors`: by template, its constant ids and those of the templates it includes.
    `printing`: the templates that print a page's body.
    """

    uses: tuple[Requirement, ...]
    templates: frozenset[str]
    anchors: Mapping[str, frozenset[str]]
    printing: frozenset[str]

    @property
    def files(self) -> frozenset[str]:
        """The files of `browser/` that templates link to or print inline."""
        return frozenset(use.value for use in self.uses if use.kind in ("asset", "inline"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The keys of `ssi_core`, the authority for the words in `content/`.

    `factors`: key → (pillar, level keys from worst to best, whether it is optional).
    `keyed`: the sections of texts with a text for each key of the model: section → exactly the keys it must hold.
    `typical`: the answers of the typical member, from which week plans start.
    """

    pillars: tuple[str, ...]
    factors: Mapping[str, tuple[str, tuple[str, ...], bool]]
    keyed: Mapping[str, tuple[str, ...]]
    typical: Mapping[str, str]
