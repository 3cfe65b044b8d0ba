"""Files as bytes: the build's input and output."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

BROWSER = "site_src/browser"
"""The folder of everything that runs in a visitor's browser, with a subfolder for each execution context."""
SCRIPTS = ("page", "worker")
"""The subfolders with scripts for a page and for the worker that it starts."""
SERVICE = "service"
"""The subfolder of the service worker."""
FILE = "file"
"""The subfolder with scripts for the single-file quiz."""
EDITOR = "editor"
"""The subfolder of the editor in `serve`; it is not published."""
_TYPES = "tsconfig"
"""The subfolder that says how the scripts are type-checked; it is not published."""
PLANS = PurePosixPath("content/plans.yaml")
"""The file with the steps of each week plan."""
WORDS = "words.txt"
"""The name of the authors' own list of words, in the folder of their language."""
NAMES = PurePosixPath("content", WORDS)
"""The authors' own list of names, which are right in every language."""
SERVICE_WORKER = PurePosixPath("sw.js")
"""The service worker's path in `dist/`: at the top, because it may only answer for its folder and the folders below."""

IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg")
"""The endings of pictures that browsers show."""
ATTACHMENTS = (*IMAGES, ".pdf")
"""The endings of files that may stand beside the authors' texts."""
NOT_IN_BROWSERS = (".heic", ".heif", ".bmp", ".tif", ".tiff")
"""The endings of pictures that browsers do not show."""


@dataclass(frozen=True, slots=True)
class Source:
    """One input file as bytes, neither decoded nor checked."""

    path: PurePosixPath
    data: bytes


def index_browser(sources: Iterable[Source]) -> dict[str, Source]:
    """Index files of `browser/` by their paths in there, by which pages request them."""
    return {str(source.path.relative_to(BROWSER)): source for source in sources}


@dataclass(frozen=True)
class Output:
    """One file of `dist/`."""

    path: PurePosixPath
    data: bytes

    @cached_property
    def sha256(self) -> bytes:
        """The SHA-256 of the content; cached, because several stages use it and the engine is ten megabytes."""
        return hashlib.sha256(self.data).digest()

    @property
    def digest(self) -> str:
        """The SHA-256 in base64, as browsers read it."""
        return base64.b64encode(self.sha256).decode()


class Sources(NamedTuple):
    """The input files, by role. `unreadable`: the paths that could not be read."""

    content: tuple[Source, ...]
    templates: tuple[Source, ...]
    browser: tuple[Source, ...]
    licences: tuple[Source, ...]
    unreadable: tuple[PurePosixPath, ...] = ()

    @property
    def lacks_machinery(self) -> bool:
        """Whether templates, scripts or all of `content/` could not be read.

        If so, the build stops: the rest would seem faulty without them.
        """
        return any(path.parts[0] != "content" or path == PurePosixPath("content") for path in self.unreadable)

    @property
    def all(self) -> tuple[Source, ...]:
        """The files of every role."""
        return (*self.content, *self.templates, *self.browser, *self.licences)

    @property
    def images(self) -> tuple[Source, ...]:
        """The images and other files beside the authors' texts."""
        return tuple(source for source in self.content if source.path.suffix.lower() not in (".md", ".yaml", ".txt"))

    @property
    def texts(self) -> tuple[Source, ...]:
        """The files with words for readers, each in the folder of its language."""
        return tuple(source for source in self.content if len(source.path.parts) > 2 and source.path.suffix in (".md", ".yaml"))

    @property
    def sheet(self) -> Source:
        """The style sheet with the site's design tokens; empty if it is missing."""
        path = PurePosixPath(BROWSER, "css", "site.css")
        return next((source for source in self.browser if source.path == path), Source(path, b""))

    @property
    def service(self) -> tuple[Source, ...]:
        """The source files of the service worker."""
        return tuple(source for source in self.browser if source.path.parent == PurePosixPath(BROWSER, SERVICE))

    @property
    def served(self) -> tuple[Source, ...]:
        """The files that pages request by their addresses."""
        folder = len(PurePosixPath(BROWSER).parts)
        return tuple(source for source in self.browser if source.path.parts[folder] not in (SERVICE, FILE, EDITOR, _TYPES))
