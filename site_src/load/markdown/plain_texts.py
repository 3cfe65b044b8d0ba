"""A step of Python-Markdown that spares texts without signs the search for each sign."""

import re
from xml.etree.ElementTree import Element

from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_SIGN = re.compile("[`\\\\\\[<&*_\x02]")
"""The signs that inline patterns start with, and Python-Markdown's own mark."""
_LINE_BREAK = "  \n"


class SkipPlainTexts(Treeprocessor):
    """Marks each text without a sign as one that inline patterns leave alone."""

    def run(self, root: Element) -> None:
        """Mark the texts of all elements."""
        for element in root.iter():
            text = element.text
            if text and not _SIGN.search(text) and _LINE_BREAK not in text:
                element.text = AtomicString(text)
