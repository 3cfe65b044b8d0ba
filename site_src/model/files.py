"""Files as bytes: those that are read, and those that are written."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple

BROWSER = "site_src/browser"
"""What runs when somebody visits. In it a folder for each place where it runs:"""
SCRIPTS = ("page", "worker")
"""in a page, and in the worker that it starts;"""
SERVICE = "service"
"""between the site and the network;"""
FILE = "file"
"""in the quiz as one file."""
SERVICE_WORKER = PurePosixPath("sw.js")
"""Where the service worker stands in `dist/`: it may answer for its own folder and what is below it, nothing above."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file, as bytes: not decoded, not judged."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True)
class Output:
    """One file of `dist/`."""

    path: PurePosixPath
    data: bytes

    @cached_property
    def sha256(self) -> bytes:
        """The digest of its content. Several hops ask for it, and the engine's ten megabytes are hashed once."""
        return hashlib.sha256(self.data).digest()

    @property
    def digest(self) -> str:
        """The same in base64, as browsers read it."""
        return base64.b64encode(self.sha256).decode()


class Sources(NamedTuple):
    """Everything that is read, and by its place what becomes of it."""

    content: tuple[Source, ...]
    templates: tuple[Source, ...]
    browser: tuple[Source, ...]
    licences: tuple[Source, ...]

    @property
    def all(self) -> tuple[Source, ...]:
        """All of it."""
        return (*self.content, *self.templates, *self.browser, *self.licences)

    @property
    def pictures(self) -> tuple[Source, ...]:
        """What the authors put beside their texts."""
        return tuple(source for source in self.content if source.path.suffix.lower() not in (".md", ".yaml"))

    @property
    def sheet(self) -> Source:
        """The style sheet that holds the site's colours."""
        path = PurePosixPath(BROWSER, "css", "site.css")
        return next((source for source in self.browser if source.path == path), Source(path, b""))

    @property
    def service(self) -> tuple[Source, ...]:
        """What becomes the service worker."""
        return tuple(source for source in self.browser if source.path.parent == PurePosixPath(BROWSER, SERVICE))

    @property
    def served(self) -> tuple[Source, ...]:
        """What pages ask for by its own address."""
        return tuple(source for source in self.browser if source.path.parent.name not in (SERVICE, FILE))
