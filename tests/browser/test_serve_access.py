"""Whom `make serve` answers: this machine and the site's own pages. Asked with raw sockets, and by a website in a real browser."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.support.dev_server import PORT, ROOT, until
from tests.support.server import serve

SERVE = """
import sys
from pathlib import Path
from site_src.commands.serve import serve
sys.exit(serve(lambda: {"faults": [], "warnings": [], "log": []}, Path(sys.argv[1]), [], int(sys.argv[2])))
"""
PAGE = "<!doctype html><html><head><title>Draft</title></head><body><h1>Secret draft</h1></body></html>"


@contextmanager
def serving(dist: Path, log: Path) -> Iterator[int]:
    """The port at which a folder is served; nothing is built."""
    with log.open("w") as output:
        command = [sys.executable, "-c", SERVE, str(dist), str(PORT)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        until(lambda: "http://" in log.read_text(), "no address was printed")
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text())
        assert found
        port = int(found[1])
        until(lambda: _is_open(port), "no answer")
        yield port
    finally:
        process.kill()
        process.wait()


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def ask(port: int, start: str, *headers: str) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of the answer to exactly these lines."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall("\r\n".join((start, *headers, "", "")).encode("latin-1"))
        answer = b""
        while b"\r\n\r\n" not in answer and (more := connection.recv(65536)):
            answer += more
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        said = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        length = 0 if start.startswith("HEAD ") else int(said.get("content-length", 0))
        while len(body) < length and (more := connection.recv(65536)):
            body += more
    return int(first.split()[1]) if first else 0, said, body.decode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with all that somebody might put into it, and a secret beside it."""
    base = tmp_path_factory.mktemp("served")
    (base / "secret.html").write_text("The author's own", encoding="utf-8")
    (base / "secrets").mkdir()
    (base / "secrets" / "index.html").write_text("The author's own", encoding="utf-8")
    dist = base / "dist"
    (dist / "en").mkdir(parents=True)
    (dist / "old").mkdir()
    (dist / ".git").mkdir()
    (dist / ".git" / "config").write_text("The author's own", encoding="utf-8")
    for name in ("index.html", "en/index.html", "en/page.html"):
        (dist / name).write_text(PAGE, encoding="utf-8")
    (dist / "en" / "script.js").write_text("window.stolen = 'draft';\n", encoding="utf-8")
    links = {
        "404.html": "../secret.html",
        "out.html": "../secret.html",
        "folder": "../secrets",
        "absolute.html": str(base / "secret.html"),
        "hidden.html": ".git/config",
        "loop.html": "loop.html",
        "gone.html": "nowhere.html",
        "inside.html": "en/page.html",
        "old/index.html": "../../secret.html",
        "chain.html": "folder/index.html",
    }
    for name, target in links.items():
        (dist / name).symlink_to(target)
    os.mkfifo(dist / "pipe.html")
    return dist


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    with serving(folder, folder.parent / "log") as port:
        yield port


HANDSHAKE = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==", "Sec-WebSocket-Version: 13")
ADDRESSES = ("/", "/en/page.html", "/sw.js", "/no/such", "/livereload", "/livereload.js", "/forcereload")


def test_only_a_name_of_this_machine_is_answered(port: int) -> None:
    wrong: tuple[str, ...] = (
        "evil.example",
        f"evil.example:{port}",
        f"127.0.0.1.evil.example:{port}",
        f"127.0.0.1:{port + 1}",
        "127.0.0.1",
        "localhost",
        "",
    )
    wrong += (f"0.0.0.0:{port}", f"127.1:{port}", f"2130706433:{port}", f"localhost.:{port}", f"localhost:0{port}")
    got = {(host, path): ask(port, f"GET {path} HTTP/1.1", f"Host: {host}", *HANDSHAKE)[0] for host in wrong for path in ADDRESSES}
    assert {asked: status for asked, status in got.items() if status != 421} == {}
    _, headers, body = ask(port, "GET / HTTP/1.1", "Host: evil.example")
    assert body == f"Open http://127.0.0.1:{port}/ or http://localhost:{port}/: this server has no other address.\n"
    assert headers["content-type"] == "text/plain; charset=utf-8"
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"LocalHost:{port}", f"[::1]:{port}"):
        assert ask(port, "GET /en/page.html HTTP/1.1", f"Host: {host}")[0] == 200, host
    # Not as HTTP has it: never the site.
    for start, *said in (
        ("GET / HTTP/1.1",),
        ("GET / HTTP/1.0",),
        ("GET / HTTP/1.1", "Host: evil.example", f"Host: 127.0.0.1:{port}"),
        ("GET / HTTP/1.1", f"Host: 127.0.0.1:{port}", "Host: evil.example"),
        ("GET / HTTP/1.1", f"Host: evil.example, 127.0.0.1:{port}"),
        ("GET / HTTP/1.1", f"Host: 127.0.0.1:{port}@evil.example"),
        (f"GET http://evil.example:{port}/en/page.html HTTP/1.1", f"Host: 127.0.0.1:{port}"),
        ("GET /", f"Host: 127.0.0.1:{port}"),
    ):
        assert "Secret draft" not in ask(port, start, *said)[2], (start, said)


def test_only_pages_of_the_site_are_answered(port: int) -> None:
    own = f"Host: 127.0.0.1:{port}"
    origins: tuple[str, ...] = (
        "http://evil.example",
        "null",
        "",
        f"https://127.0.0.1:{port}",
        f"http://127.0.0.1:{port + 1}",
        "http://127.0.0.1",
    )
    origins += (f"http://localhost:{port}", f"http://evil.example:{port}", f"http://127.0.0.1:{port}.evil.example", "file://")
    got = {
        (origin, path): ask(port, f"GET {path} HTTP/1.1", own, f"Origin: {origin}", *HANDSHAKE)[0]
        for origin in origins
        for path in ADDRESSES
    }
    assert {asked: status for asked, status in got.items() if status != 403} == {}
    assert ask(port, "GET / HTTP/1.1", own, f"Origin: http://127.0.0.1:{port}", "Origin: http://evil.example")[0] == 403
    # Scripts, pictures and the like come without an origin; browsers say all the same whether it is a page of the site that asks.
    for site in ("cross-site", "same-site"):
        for path in ADDRESSES:
            assert ask(port, f"GET {path} HTTP/1.1", own, f"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: no-cors")[0] == 403, path
        assert ask(port, "GET /forcereload HTTP/1.1", own, f"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: navigate")[0] == 403
        assert ask(port, "GET / HTTP/1.1", own, f"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: navigate")[0] == 200, "a link leads here"
    for said in (
        (),
        (f"Origin: http://127.0.0.1:{port}",),
        ("Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"),
        ("Sec-Fetch-Site: none",),
    ):
        assert ask(port, "GET /en/page.html HTTP/1.1", own, *said)[0] == 200, said
        assert ask(port, "GET /livereload.js HTTP/1.1", own, *said)[0] == 200, said
        assert ask(port, "GET /forcereload HTTP/1.1", own, *said)[0] == 200, said
        assert ask(port, "GET /livereload HTTP/1.1", own, *said, *HANDSHAKE)[0] == 101, said
    assert ask(port, "GET /en/page.html HTTP/1.1", own)[1]["cross-origin-resource-policy"] == "same-origin"


def test_only_reading_is_answered(port: int) -> None:
    own = f"Host: 127.0.0.1:{port}"
    for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
        for path in ADDRESSES:
            status, headers, _ = ask(port, f"{method} {path} HTTP/1.1", own, "Content-Length: 0")
            assert (status, headers.get("allow")) == (405, "GET, HEAD"), (method, path)
    for method in ("TRACE", "CONNECT", "PROPFIND", "get"):
        assert ask(port, f"{method} / HTTP/1.1", own)[0] in (400, 405), method
    assert ask(port, "POST / HTTP/1.1", "Host: evil.example", "Content-Length: 0")[0] == 421
    status, headers, body = ask(port, "HEAD /en/page.html HTTP/1.1", own)
    whole = ask(port, "GET /en/page.html HTTP/1.1", own)
    assert (status, body, headers["content-length"]) == (200, "", str(len(whole[2].encode())))
    assert ask(port, "GET /en/page.html HTTP/1.1", own, f"If-None-Match: {whole[1]['etag']}")[0] == 304
    # A part is no right; who asks for one gets the whole.
    assert ask(port, "GET /en/page.html HTTP/1.1", own, "Range: bytes=0-9")[::2] == whole[::2]


def test_a_very_long_address_is_refused_and_a_long_name_is_not_there(port: int) -> None:
    own = f"Host: 127.0.0.1:{port}"
    for path in ("/" + "a" * 2_000, "/" + "a/" * 5_000, "/?" + "a" * 10_000, "/livereload.js?" + "a" * 3_000, "/" + "%2e" * 30_000):
        assert ask(port, f"GET {path} HTTP/1.1", own)[0] == 414, path[:20]
    assert ask(port, "GET /" + "a" * 500_000 + " HTTP/1.1", own)[0] == 414
    assert ask(port, "GET /" + "a" * 300 + " HTTP/1.1", own)[0] == 404
    assert ask(port, "GET /en/page.html?" + "a" * 1_000 + " HTTP/1.1", own)[0] == 200


def test_nothing_outside_of_the_folder_is_shown(port: int, folder: Path) -> None:
    own = f"Host: 127.0.0.1:{port}"
    outside = ["/out.html", "/folder/index.html", "/folder/", "/folder", "/absolute.html", "/hidden.html", "/loop.html", "/gone.html"]
    outside += ["/old/", "/old/index.html", "/chain.html", "/pipe.html", "/.git/config", "/%2egit/config", "/en/../.git/config"]
    outside += [
        f"/{up}/secret.html" for up in ("..", "%2e%2e", "en/../..", "en/%2e%2e/%2E%2E", ".%2e", "%2e%2e%2f%2e%2e", "..%5c..", "..\\..")
    ]
    outside += [f"/{folder.parent}/secret.html", f"//{folder.parent}/secret.html", f"/%2f{folder.parent}/secret.html"]
    outside += [
        "/%00",
        "/en/page.html%00.js",
        "/en/page.html/",
        "/en/page.html/x",
        "/%252e%252e/secret.html",
        "/~root/",
        "/C:/",
        "/%0d%0aX: y",
    ]
    for path in outside:
        status, headers, body = ask(port, f"GET {path} HTTP/1.1", own)
        assert status == (400 if "%0d" in path else 404), path
        assert "author's own" not in body, path
        assert "x" not in headers
    assert ask(port, "GET /%ff HTTP/1.1", own)[0] in (400, 404)
    for path in (
        "/",
        "/en/",
        "/en/page.html",
        "/inside.html",
        "/en/../en/page.html",
        "//en/page.html",
        "/en/./page.html",
        "/%65n/page.html",
    ):
        status, _, body = ask(port, f"GET {path} HTTP/1.1", own)
        assert (status, "Secret draft" in body) == (200, True), path
    for path, location in (("/en", "/en/"), ("//en", "/en/"), (f"//{folder}/en", None), ("/en?x", "/en/")):
        assert ask(port, f"GET {path} HTTP/1.1", own)[1].get("location") == location, path


THEFT = """<!doctype html><title>A website</title>
<script src="{site}/en/script.js"></script>
<img id="picture" src="{site}/favicon.ico">
<iframe src="{site}/en/page.html"></iframe>
<script type="module">
const tried = {{ script: window.stolen ?? "" }};
const attempt = async (name, work) => {{ try {{ tried[name] = await work(); }} catch (error) {{ tried[name] = ""; }} }};
await attempt("fetch", async () => (await fetch("{site}/en/page.html")).text());
await attempt("opaque", async () => (await fetch("{site}/en/page.html", {{ mode: "no-cors" }})).text());
await attempt("post", async () => String((await fetch("{site}/en/page.html", {{ method: "POST", body: "x" }})).status));
await attempt("module", async () => String(Object.keys(await import("{site}/en/script.js"))));
await attempt("frame", async () => frames[0].document.body.textContent);
await attempt("socket", () => new Promise((resolve) => {{
  const socket = new WebSocket("{socket}/livereload");
  socket.onopen = () => resolve("open");
  socket.onclose = () => resolve("");
}}));
document.body.append(Object.assign(document.createElement("pre"), {{ id: "tried", textContent: JSON.stringify(tried) }}));
</script>
"""


def test_a_website_gets_nothing_in_a_real_browser_also_where_its_name_leads_here(port: int, tmp_path: Path, browser: Browser) -> None:
    page = browser.new_context().new_page()
    nothing = '{"script":"","fetch":"","opaque":"","post":"","module":"","frame":"","socket":""}'
    with serve(tmp_path) as address:
        # Browsers take every name that ends so for this machine, as they would a name that its owner has lead here.
        for evil in (address, address.replace("127.0.0.1", "evil.localhost")):
            for site in (f"127.0.0.1:{port}", f"localhost:{port}", f"rebound.localhost:{port}"):
                text = THEFT.format(site=f"http://{site}", socket=f"ws://{site}")
                (tmp_path / "index.html").write_text(text, encoding="utf-8")
                page.goto(f"{evil}index.html")
                expect(page.locator("#tried")).to_have_text(nothing)
    # A link that somebody follows leads to the page, and that is whole: its scripts and its socket are its own.
    page.add_init_script("document.addEventListener('LiveReloadConnect', () => { document.documentElement.dataset.connected = ''; });")
    for name in ("127.0.0.1", "localhost"):
        page.goto(f"http://{name}:{port}/en/page.html")
        page.wait_for_selector("html[data-connected]")
    page.goto(f"http://rebound.localhost:{port}/en/page.html")
    expect(page.locator("body")).to_have_text(
        f"Open http://127.0.0.1:{port}/ or http://localhost:{port}/: this server has no other address."
    )
    page.context.close()


def test_while_someone_edits_nothing_is_kept(dist: Path, tmp_path: Path) -> None:
    with serving(dist, tmp_path / "log") as port:
        own = f"Host: localhost:{port}"
        assert "data-service=" in (dist / "en/index.html").read_text(encoding="utf-8")
        assert "data-service=" not in ask(port, "GET /en/index.html HTTP/1.1", own)[2]
        worker = ask(port, "GET /sw.js HTTP/1.1", own)[2]
        assert "unregister" in worker
        assert worker != (dist / "sw.js").read_text(encoding="utf-8")
