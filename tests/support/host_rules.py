"""The rules of `_headers`, and the recipe for nginx in docs/publish.md that says the same. tests/hosts runs it."""

import http.client
import re
import socket
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# What a server says of security, and nothing else does.
SECURITY = ("Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options")
Rules = dict[str, dict[str, str]]
"""Address → name → value."""


def recipe(server: str = "nginx") -> str:
    """The lines of docs/publish.md for a server's configuration."""
    text = (ROOT / "docs" / "publish.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^```{server}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(block)


def read_rules(dist: Path) -> Rules:
    """Read the rules of `_headers`."""
    return parse_rules((dist / "_headers").read_text(encoding="utf-8"))


def parse_rules(text: str) -> Rules:
    """The rules of a file `_headers`."""
    made: Rules = {}
    for block in text.strip().split("\n\n"):
        address, *lines = block.split("\n")
        assert address not in made
        made[address] = dict(line.removeprefix("  ").split(": ", 1) for line in lines)
    return made


def join_headers(rules: Rules, address: str) -> list[tuple[str, str]]:
    """Join the headers of all rules that fit one address."""
    fitting = (held for rule, held in rules.items() if address == rule or (rule.endswith("*") and address.startswith(rule[:-1])))
    return [pair for held in fitting for pair in held.items()]


def find_port() -> int:
    """Find a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def configure_nginx(dist: Path, folder: Path, port: int) -> Path:
    """Write the recipe as a whole configuration into `folder`; only its address and its folder are others."""
    text, places = re.subn(r"listen [^;]+;", f"listen 127.0.0.1:{port};", recipe())
    text, roots = re.subn(r"root [^;]+;", f"root {dist};", text)
    assert (places, roots) == (1, 1)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    user = "user root;\n" if Path("/root").exists() and _is_root() else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"{user}daemon off;\npid {folder / 'pid'};\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\n"
        f"default_type application/octet-stream;\naccess_log off;\n{own}{text}}}\n",
        encoding="utf-8",
    )
    return configuration


def _is_root() -> bool:
    return Path("/proc/self").exists() and Path("/proc/self").stat().st_uid == 0


def request_file(host: http.client.HTTPConnection, address: str, encoding: str = "identity") -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters, content."""
    host.request("GET", address, headers={"Accept-Encoding": encoding})
    answer = host.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def check_files(dist: Path, host: http.client.HTTPConnection) -> Iterator[tuple[str, bool]]:
    """Each requirement, and whether it is met."""
    known = read_rules(dist)
    for file in sorted(path for path in dist.rglob("*") if path.is_file() and not path.name.startswith((".", "_"))):
        address = f"/{file.relative_to(dist).as_posix()}"
        if file.suffix in (".gz", ".br"):
            continue
        status, headers, body = request_file(host, address)
        wanted = {"Cache-Control": "no-cache", **dict(join_headers(known, address))}
        yield f"{address} is sent as it is", (status, body) == (200, file.read_bytes())
        for name in ("Cache-Control", *SECURITY):
            yield f"{address} has the {name} of _headers", headers.get(name.lower()) == wanted.get(name)
        packed = file.with_name(f"{file.name}.gz")
        if packed.exists():
            _, headers, body = request_file(host, address, "gzip")
            yield f"{address} is sent compressed", (headers.get("content-encoding"), body) == ("gzip", packed.read_bytes())
    for pattern, kind in (
        ("*.wasm", "application/wasm"),
        ("*.webmanifest", "application/manifest+json"),
        ("*.js", "javascript"),
        ("*.svg", "svg"),
    ):
        for file in sorted(dist.rglob(pattern)):
            _, headers, _ = request_file(host, f"/{file.relative_to(dist).as_posix()}")
            yield f"{file.name} has the type {kind}", kind in headers.get("content-type", "")
    status, missing, body = request_file(host, "/nothing/here")
    yield "what is missing gets the page that says so", (status, body) == (404, (dist / "404.html").read_bytes())
    status, root, body = request_file(host, "/")
    yield "the root offers the languages", (status, body) == (200, (dist / "index.html").read_bytes())
    for headers in (missing, root):
        yield "both stand in no frame", headers.get("content-security-policy") == "frame-ancestors 'none'"
