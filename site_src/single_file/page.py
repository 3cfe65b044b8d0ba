"""A rendered page that asks for its parts → one that holds them, with links that lead from any disk to the site, and a policy under which
the browser itself lets nothing out.
"""

import base64
import html
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import urljoin

from site_src.model import TRUSTED_TYPES, Assets, Output, Problem, digest, policy_text

Joined = Callable[[tuple[str, ...], bool], str]
"""Scripts by name, and whether they are to be a module → one script."""

_FILE = "templates/quiz.html"
_TAG = re.compile(r"<(?:(?P<script>script)\b(?P<of_script>[^>]*)></script>|(?P<tag>link|a|img|form|meta)\b(?P<attributes>[^>]*)>)")
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_CSS_ADDRESS = re.compile(r'url\("([^"]+)"\)')
_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_PICTURES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".avif": "image/avif"}
_KEPT_LINKS = ("canonical", "alternate")
# Hints for browsers that fetch: here is nothing to fetch. And a page on disk cannot be installed.
_DROPPED_LINKS = ("modulepreload", "preload", "prefetch", "manifest", "apple-touch-icon")
_UNPACKER, _WORKER = "file/page.js", ("file/worker.js", "worker/worker.js")


def standing_alone(page: Output, assets: Assets, base_url: str, joined: Joined, inside: tuple[bytes, str]) -> tuple[bytes, list[Problem]]:
    """The page as a file of its own. `inside`: the packed runtime, and the licences of everything in the file."""
    alone = _Alone(page, assets, base_url)
    text = _TAG.sub(alone.replaced, page.data.decode())
    script = joined((_UNPACKER, *alone.scripts), True)
    worker = joined(_WORKER, False)
    style = "\n".join(alone.styles)
    for name, content in (("script", script), ("script", worker), ("script", inside[1]), ("style", style)):
        if "<!--" in content or f"</{name}" in content.lower():
            alone.fault(f"“</{name}” or “<!--” inside a <{name}>, which ends it or hides the rest", "Write it in two parts.")
    packed, licences = inside
    body = (
        f'<script type="text/plain" data-licences>\n{licences}</script>\n<script type="text/plain" data-worker-script>{worker}</script>\n'
    )
    before, _, after = text.rpartition("</body>")
    before = before.replace("</head>", f"<style>{style}</style>\n</head>", 1).replace(_Alone.POLICY, _policy(script, style), 1)
    last = f'\n<script type="module">{script}</script>\n</body>{after}'
    return b"".join(((before + body).encode(), packed, last.encode())), alone.problems


def _policy(script: str, style: str) -> str:
    """Data addresses are inside the file by nature, and the worker's is made by the page: nothing here has the name of a host."""
    return policy_text(
        {
            "default-src": (),
            "script-src": (_source(script), "'wasm-unsafe-eval'", "data:"),
            "style-src": (_source(style),),
            "img-src": ("data:",),
            "connect-src": ("data:",),
            "worker-src": ("blob:",),
            "base-uri": (),
            "form-action": (),
            "require-trusted-types-for": ("'script'",),
            "trusted-types": (TRUSTED_TYPES,),
        }
    )


def _with(tag: str, attribute: str, value: str) -> str:
    return re.sub(rf'(\s{attribute}=)"[^"]*"', lambda match: f'{match[1]}"{html.escape(value)}"', tag, count=1)


def _source(content: str) -> str:
    return f"'sha256-{digest(content.encode())}'"


class _Alone:
    """Replaces the tags of one page, and collects what they asked for."""

    POLICY = "\ue000policy\ue001"

    def __init__(self, page: Output, assets: Assets, base_url: str) -> None:
        self._page = page
        self._url = f"{base_url}{page.path}"
        self._base_url = base_url
        self._data = {str(output.path): output.data for output in assets.outputs}
        self._names = {str(path): name for name, path in assets.addresses.items()}
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.problems: list[Problem] = []

    def fault(self, what: str, remedy: str) -> None:
        """Something in the page cannot come along."""
        self.problems.append(Problem(_FILE, 0, f"in the quiz as one file: {what}", remedy))

    def replaced(self, match: re.Match[str]) -> str:
        """What stands in the file instead of a tag."""
        tag = match["script"] or match["tag"]
        raw = match["of_script"] if match["script"] else match["attributes"]
        attributes = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(raw)}
        make = {"script": self._script, "link": self._link, "a": self._anchor, "img": self._image, "form": self._form, "meta": self._meta}[
            tag
        ]
        return make(match[0], attributes)

    def _script(self, whole: str, attributes: dict[str, str]) -> str:
        path = self._path(attributes.get("src", ""))
        if path in self._names:
            self.scripts.append(self._names[path])
        else:
            self.fault(f"{whole} is not a script of this site", "Name it with asset(…).")
        return ""

    def _link(self, whole: str, attributes: dict[str, str]) -> str:
        rel, href = attributes.get("rel", ""), attributes.get("href", "")
        if rel in _KEPT_LINKS:
            return whole
        if rel in _DROPPED_LINKS:
            return ""
        if rel == "icon":
            return _with(whole, "href", self._as_data(href))
        if rel == "stylesheet":
            # Letters of its own would need a hole in the policy: a file on disk has the system's.
            sheet = _FACE.sub("", self._data.get(self._path(href), b"").decode())
            self.styles.append(
                _CSS_ADDRESS.sub(lambda match: f'url("{self._as_data(urljoin(urljoin(self._url, href), match[1]))}")', sheet).strip()
            )
            return ""
        self.fault(f"{whole} is of a kind that nobody thought of", "Say in site_src/single_file/page.py what becomes of it.")
        return whole

    def _anchor(self, whole: str, attributes: dict[str, str]) -> str:
        href = attributes.get("href", "#")
        return whole if href.startswith("#") else _with(whole, "href", urljoin(self._url, href))

    def _image(self, whole: str, attributes: dict[str, str]) -> str:
        return _with(whole, "src", self._as_data(attributes.get("src", "")))

    def _form(self, whole: str, _: dict[str, str]) -> str:
        """The addresses of the runtime and the worker are made when the file is opened."""
        return re.sub(r'(data-(?:runtime|worker)=)"[^"]*"', r'\1""', whole)

    def _meta(self, whole: str, attributes: dict[str, str]) -> str:
        if attributes.get("http-equiv") != "Content-Security-Policy":
            return whole
        return f'<meta http-equiv="Content-Security-Policy" content="{self.POLICY}">'

    def _path(self, href: str) -> str:
        """An address on the page as a path in `dist/`."""
        return urljoin(self._url, href).removeprefix(self._base_url)

    def _as_data(self, href: str) -> str:
        path = self._path(href)
        if path not in self._data:
            self.fault(f"“{href}” is not a file of this site", "Name it with asset(…).")
            return ""
        kind = _PICTURES.get(PurePosixPath(path).suffix, "application/octet-stream")
        return f"data:{kind};base64,{base64.b64encode(self._data[path]).decode()}"
