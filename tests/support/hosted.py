"""The recipe for nginx in docs/publish.md, run as it stands by the installed nginx: `make hosted`.

A command of its own and no part of `make test`: it needs a web server, which nothing else does. Debian and Ubuntu: apt install nginx-light.
"""

import http.client
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
_WHERE = ("nginx", "/usr/sbin/nginx", "/usr/local/sbin/nginx")
# What a server says of security, and nothing else does.
SECURITY = ("Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Content-Type-Options")
Rules = dict[str, dict[str, str]]
"""Address → name → value."""


def recipe() -> str:
    """The lines for nginx's configuration."""
    (block,) = re.findall(r"^```nginx\n(.*?)^```$", (ROOT / "docs" / "publish.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
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


def said(rules: Rules, address: str) -> list[tuple[str, str]]:
    """Join the headers of all rules that fit one address."""
    fitting = (held for rule, held in rules.items() if address == rule or (rule.endswith("*") and address.startswith(rule[:-1])))
    return [pair for held in fitting for pair in held.items()]


@contextmanager
def served(dist: Path, nginx: str) -> Iterator[http.client.HTTPConnection]:
    """The folder, served as the recipe says; only its address and its folder are others."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text, places = re.subn(r"listen [^;]+;", f"listen 127.0.0.1:{port};", recipe())
        text, roots = re.subn(r"root [^;]+;", f"root {dist};", text)
        assert (places, roots) == (1, 1)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        own = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
        user = "user root;\n" if Path("/root").exists() and _is_root() else ""
        (folder / "nginx.conf").write_text(
            f"{user}daemon off;\npid {folder / 'pid'};\nevents {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\n"
            f"default_type application/octet-stream;\naccess_log off;\n{own}{text}}}\n",
            encoding="utf-8",
        )
        process = subprocess.Popen([nginx, "-e", "stderr", "-c", str(folder / "nginx.conf"), "-p", str(folder)])
        try:
            for _ in range(100):
                with socket.socket() as trial:
                    if process.poll() is None and trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            else:
                raise SystemExit("nginx did not start: see its message above")
            yield http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        finally:
            process.terminate()
            process.wait()


def _is_root() -> bool:
    return Path("/proc/self").exists() and Path("/proc/self").stat().st_uid == 0


def asked(host: http.client.HTTPConnection, address: str, encoding: str = "identity") -> tuple[int, dict[str, str], bytes]:
    """Status, headers in small letters, content."""
    host.request("GET", address, headers={"Accept-Encoding": encoding})
    answer = host.getresponse()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def tried(dist: Path, host: http.client.HTTPConnection) -> Iterator[tuple[str, bool]]:
    """Each requirement, and whether it is met."""
    known = read_rules(dist)
    for file in sorted(path for path in dist.rglob("*") if path.is_file() and not path.name.startswith((".", "_"))):
        address = f"/{file.relative_to(dist).as_posix()}"
        if file.suffix in (".gz", ".br"):
            continue
        status, headers, body = asked(host, address)
        wanted = {"Cache-Control": "no-cache", **dict(said(known, address))}
        yield f"{address} is sent as it is", (status, body) == (200, file.read_bytes())
        for name in ("Cache-Control", *SECURITY):
            yield f"{address} has the {name} of _headers", headers.get(name.lower()) == wanted.get(name)
        packed = file.with_name(f"{file.name}.gz")
        if packed.exists():
            _, headers, body = asked(host, address, "gzip")
            yield f"{address} is sent compressed", (headers.get("content-encoding"), body) == ("gzip", packed.read_bytes())
    for pattern, kind in (
        ("*.wasm", "application/wasm"),
        ("*.webmanifest", "application/manifest+json"),
        ("*.js", "javascript"),
        ("*.svg", "svg"),
    ):
        for file in sorted(dist.rglob(pattern)):
            _, headers, _ = asked(host, f"/{file.relative_to(dist).as_posix()}")
            yield f"{file.name} has the type {kind}", kind in headers["content-type"]
    status, missing, body = asked(host, "/nothing/here")
    yield "what is missing gets the page that says so", (status, body) == (404, (dist / "404.html").read_bytes())
    status, root, body = asked(host, "/")
    yield "the root offers the languages", (status, body) == (200, (dist / "index.html").read_bytes())
    for headers in (missing, root):
        yield "both stand in no frame", headers.get("content-security-policy") == "frame-ancestors 'none'"


def main() -> int:
    """Builds the site, serves it and tries it."""
    nginx = next((found for name in _WHERE if (found := shutil.which(name))), None)
    if not nginx:
        print("There is no nginx here. Debian, Ubuntu: apt install nginx-light; macOS: brew install nginx.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        dist = Path(name, "dist")
        subprocess.run([sys.executable, "build.py", "build", "--compress", "--output", str(dist)], cwd=ROOT, check=True)
        with served(dist, nginx) as host:
            results = list(tried(dist, host))
    wrong = [what for what, right in results if not right]
    for what in wrong:
        print(f"Not so: {what}", file=sys.stderr)
    version = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr.strip().removeprefix("nginx version: ")
    print(f"{version}: {len(results) - len(wrong)} of {len(results)} are so")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
