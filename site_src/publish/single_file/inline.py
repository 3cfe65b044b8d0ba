"""A rendered page that loads its parts → one file that holds them.

Its links are absolute, so that they lead from any disk to the site. Its policy makes the browser block every request.
"""

import base64
import html
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import urljoin

from site_src.messages import Message, say
from site_src.model import TRUSTED_TYPES, Assets, Output, Problem, format_policy, hash_source

BundleFunction = Callable[[tuple[str, ...], bool], str]
"""Bundles scripts by name, into a module if the second argument is true."""

_FILE = "templates/quiz.html"
_TAG = re.compile(r"<(?:(?P<script>script)\b(?P<of_script>[^>]*)></script>|(?P<tag>link|a|img|form|meta)\b(?P<attributes>[^>]*)>)")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_CSS_ADDRESS = re.compile(r'url\("([^"]+)"\)')
_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif"}
_UNCHANGED_LINKS = ("canonical", "alternate")
# The file has nothing to fetch, so hints for fetching go; and a page on disk cannot be installed.
_DROPPED_LINKS = ("modulepreload", "preload", "prefetch", "manifest", "apple-touch-icon")
# Stands in the page for its policy, which depends on the finished script and style.
_POLICY_SLOT = "\ue000policy\ue001"
_UNPACKER, _WORKER = "file/page.js", ("file/worker.js", "worker/worker.js")


def inline_page(
    page: Output, assets: Assets, base_url: str, bundle: BundleFunction, inside: tuple[bytes, str]
) -> tuple[bytes, list[Problem]]:
    """Turn a page into one file; return its bytes and problems.

    Each part of the page that cannot be included is a Problem.
    `base_url`: the site's address, for links. `inside`: the packed runtime, and the licences of everything in the file.
    """
    packed, licences = inside
    inliner = _Inliner(page, assets, base_url)
    text = _TAG.sub(inliner.replace, page.data.decode())
    script = bundle((_UNPACKER, *inliner.scripts), True)
    worker = bundle(_WORKER, False)
    style = "\n".join(inliner.styles)
    for name, content in (("script", script), ("script", worker), ("script", licences), ("style", style)):
        if "<!--" in content or f"</{name}" in content.lower():
            inliner.add_fault(
                say("“</{name}” or “<!--” inside a <{name}>, which ends it or hides the rest", name=name), say("Write it in two parts.")
            )
    body = (
        f'<script type="text/plain" data-licences>\n{licences}</script>\n<script type="text/plain" data-worker-script>{worker}</script>\n'
    )
    head, _, tail = text.rpartition("</body>")
    head = head.replace("</head>", f"<style>{style}</style>\n</head>", 1).replace(_POLICY_SLOT, _make_policy(script, style), 1)
    tail = f'\n<script type="module">{script}</script>\n</body>{tail}'
    return b"".join(((head + body).encode(), packed, tail.encode())), inliner.problems


def _make_policy(script: str, style: str) -> str:
    """Make a policy that allows no host.

    Its `data:` addresses are part of the file, and its `blob:` is the worker that the page makes.
    """
    return format_policy(
        {
            "default-src": (),
            "script-src": (hash_source(script), "'wasm-unsafe-eval'", "data:"),
            "style-src": (hash_source(style),),
            "img-src": ("data:", "blob:"),
            "connect-src": ("data:",),
            "worker-src": ("blob:",),
            "base-uri": (),
            "form-action": (),
            "require-trusted-types-for": ("'script'",),
            "trusted-types": (TRUSTED_TYPES,),
        }
    )


def _set_attribute(tag: str, attribute: str, value: str) -> str:
    return re.sub(rf'(\s{attribute}=)"[^"]*"', lambda match: f'{match[1]}"{html.escape(value)}"', tag, count=1)


class _Inliner:
    """Replaces the tags of one page, and collects its scripts, styles and faults."""

    def __init__(self, page: Output, assets: Assets, base_url: str) -> None:
        self._page = page
        self._url = f"{base_url}{page.path}"
        self._base_url = base_url
        self._data = {str(output.path): output.data for output in assets.outputs}
        self._names = {str(path): name for name, path in assets.addresses.items()}
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.problems: list[Problem] = []

    def add_fault(self, what: Message, remedy: Message) -> None:
        """Report a part of the page that cannot be included."""
        self.problems.append(Problem(_FILE, 0, say("in the quiz as one file: {what}", what=what), remedy))

    def replace(self, match: re.Match[str]) -> str:
        """Return the text that replaces a tag in the file."""
        tag = match["script"] or match["tag"]
        raw = match["of_script"] if match["script"] else match["attributes"]
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(raw)}
        replacements = {
            "script": self._replace_script,
            "link": self._replace_link,
            "a": self._replace_anchor,
            "img": self._replace_image,
            "form": self._replace_form,
            "meta": self._replace_meta,
        }
        return replacements[tag](match[0], attributes)

    def _replace_script(self, tag: str, attributes: dict[str, str]) -> str:
        path = self._find_path(attributes.get("src", ""))
        if path in self._names:
            self.scripts.append(self._names[path])
        else:
            self.add_fault(say("{tag} is not a script of this site", tag=tag), say("Name it with asset(…)."))
        return ""

    def _replace_link(self, tag: str, attributes: dict[str, str]) -> str:
        rel, href = attributes.get("rel", ""), attributes.get("href", "")
        if rel in _UNCHANGED_LINKS:
            return tag
        if rel in _DROPPED_LINKS:
            return ""
        if rel == "icon":
            return _set_attribute(tag, "href", self._make_data_url(href))
        if rel == "stylesheet":
            # The file uses the system's fonts: the policy allows no web fonts.
            sheet = _FACE.sub("", self._data.get(self._find_path(href), b"").decode())
            self.styles.append(
                _CSS_ADDRESS.sub(lambda match: f'url("{self._make_data_url(urljoin(urljoin(self._url, href), match[1]))}")', sheet).strip()
            )
            return ""
        self.add_fault(
            say("{tag} is of a kind that nobody thought of", tag=tag),
            say("Say in site_src/publish/single_file/inline.py what becomes of it."),
        )
        return tag

    def _replace_anchor(self, tag: str, attributes: dict[str, str]) -> str:
        href = attributes.get("href", "#")
        return tag if href.startswith("#") else _set_attribute(tag, "href", urljoin(self._url, href))

    def _replace_image(self, tag: str, attributes: dict[str, str]) -> str:
        return _set_attribute(tag, "src", self._make_data_url(attributes.get("src", "")))

    def _replace_form(self, tag: str, _: dict[str, str]) -> str:
        """Empty the addresses of the runtime and the worker.

        The file's script fills them in when it is opened.
        """
        return re.sub(r'(data-(?:runtime|worker)=)"[^"]*"', r'\1""', tag)

    def _replace_meta(self, tag: str, attributes: dict[str, str]) -> str:
        if attributes.get("http-equiv") != "Content-Security-Policy":
            return tag
        return f'<meta http-equiv="Content-Security-Policy" content="{_POLICY_SLOT}">'

    def _find_path(self, href: str) -> str:
        """Return the path in `dist/` that an address on the page leads to."""
        return urljoin(self._url, href).removeprefix(self._base_url)

    def _make_data_url(self, href: str) -> str:
        path = self._find_path(href)
        if path not in self._data:
            self.add_fault(say("“{href}” is not a file of this site", href=href), say("Name it with asset(…)."))
            return ""
        kind = _PICTURES.get(PurePosixPath(path).suffix, "application/octet-stream")
        return f"data:{kind};base64,{base64.b64encode(self._data[path]).decode()}"
