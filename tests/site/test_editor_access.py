"""The editor's requests to `make serve` that others may make, or that ask for more than is theirs: refused, and nothing changes."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.support.dev_server import until
from tests.support.editor_client import FILE, Client, run_client
from tests.support.small_site import SmallSite


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    with run_client(tmp_path_factory.mktemp("editor")) as client:
        yield client


def test_only_files_that_a_build_reads_are_opened_or_saved(client: Client, tmp_path: Path) -> None:
    root = client.site.root
    outside = tmp_path / "outside.md"
    outside.write_text("secret")
    (root / "content/en/link.md").symlink_to(outside)
    (root / "content/en/folder").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(root / "content/en/pipe.md")
    (root / "content/en/dir.md").mkdir()
    (root / "content/en/.hidden.md").write_text("secret")
    refused = (
        *("", "content", "content/", "/etc/passwd", "content/../build.py", "content/en/../../templates/page.html", "content/en/./index.md"),
        *("templates/page.html", "site_src/browser/css/site.css", "content/en/.hidden.md", "content/.git/config", "content/en//index.md"),
        *("content/en/index.md~", "content/en/index.md\0.txt", "content\\en\\index.md", "content/en/index.md/", "./content/en/index.md"),
        *("content/en/pipe.md", "content/en/dir.md", "content/en/link.md", "content/en/folder/outside.md", "content/en/icons.svg"),
        *("content/en/" + "x" * 300 + ".md", "content/en/\ud800.md", "content/en/index.MD", "content/README.md", "content/en/index.md\n"),
    )
    try:
        for file in refused:
            for request in ({}, {"text": "mine", "hash": "", "force": True}):
                answer = client.post("save" if request else "open", file=file, **request)
                assert answer.status in (403, 404), (file, answer)
                sentence = answer.fields["error"]
                assert sentence.endswith("choose a page, a question, a text or a setting below “content”.") or "symbolic link" in sentence
        assert outside.read_text() == "secret"
        assert client.post("open", file="content/en/gone.md").fields["error"] == (
            "content/en/gone.md is not there any more: choose another file."
        )
    finally:
        for name in ("link.md", "folder", "pipe.md", ".hidden.md"):
            (root / "content/en" / name).unlink()
        (root / "content/en/dir.md").rmdir()


WITHOUT_FLAGS = """
import os, sys
from pathlib import Path, PurePosixPath

del os.O_NOFOLLOW, os.O_NONBLOCK
from site_src.commands.editor.documents import open_file
from site_src.commands.editor.messages import Refusal

for name in ("page.md", "link.md", "gone.md"):
    try:
        print(open_file(Path(sys.argv[1]), PurePosixPath(name)).text)
    except Refusal as refusal:
        print(refusal.sentence)
"""


def test_no_link_is_followed_where_the_system_has_no_flag_for_that(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("Words.")
    (tmp_path / "link.md").symlink_to(tmp_path / "page.md")
    # As on Windows.
    done = subprocess.run([sys.executable, "-c", WITHOUT_FLAGS, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "Words.",
        "link.md is a symbolic link, which is not followed: put the file itself there.",
        "gone.md is not there any more: choose another file.",
    ]


def test_texts_that_no_file_can_hold_are_refused(client: Client) -> None:
    opened = client.do("open", file=FILE)
    for name in ("check", "save"):
        answer = client.post(name, file=FILE, text="half \ud83d", hash=opened["hash"])
        assert (answer.status, answer.fields["error"]) == (
            400,
            f"{FILE}: the text holds half a character, which no file can: type that word again.",
        )
        answer = client.post(name, file=FILE, text="é" * 1_000_001, hash=opened["hash"])
        assert (answer.status, answer.fields["error"]) == (
            413,
            f"{FILE} would hold a text of 2.0 MB, and 2 MB is the most: divide it over several files.",
        )
    for name, fields in (
        ("set_field", {"text": opened["text"], "key": "title", "value": "\ud83d"}),
        ("picture", {"name": "x.png", "data": "", "alt": "\ud83d"}),
    ):
        answer = client.post(name, file=FILE, **fields)
        assert (answer.status, "holds half a character" in answer.fields["error"]) == (400, True)
    client.site.write("content/en/words.txt", b"\xff\xfe")
    assert client.post("open", file="content/en/words.txt").fields["error"] == (
        "content/en/words.txt is not written in UTF-8: save the file again with the encoding UTF-8."
    )
    client.site.remove("content/en/words.txt")
    assert client.read().decode() == opened["text"]


def test_requests_of_others_are_refused_before_they_are_read(client: Client) -> None:
    own, path = client.own_headers(), "/.serve/api/save"
    before = client.read()
    body = json.dumps({"file": FILE, "text": "hostile", "hash": "", "force": True}).encode()
    sites = ("https://evil.example", "null", f"https://{client.host}", "http://127.0.0.1", f"http://{client.host}.evil.example", "")
    hostile: list[tuple[dict[str, Any], int]] = [
        *(({"Origin": origin}, 403) for origin in (*sites, None)),
        *(({"X-Serve-Token": token}, 403) for token in ("", "x", client.token[:-1], client.token + "x", "é", None)),
        ({"Host": "evil.example"}, 421),
        ({"Host": f"evil.example:{client.host.partition(':')[2]}", "Origin": "http://evil.example"}, 421),
        *(({"Sec-Fetch-Site": site}, 403) for site in ("cross-site", "same-site")),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document", "Origin": None}, 403),
        *(({"Content-Type": kind}, 415) for kind in ("text/plain", "application/x-www-form-urlencoded", "", None, "application/jsonx")),
    ]
    for change, status in hostile:
        headers = {name: value and value.encode().decode("latin-1") for name, value in (own | change).items()}
        answer = client.ask("POST", path, body, headers)
        assert answer.status == status, (change, answer)
        assert answer.fields["error"].count("\n") == 0
    for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"):
        answer = client.ask(method, path, None, own)
        assert (answer.status, answer.headers["allow"]) == (405, "POST")
    for method in ("POST", "PUT", "DELETE"):
        for other in ("/", "/en/quiz.html", "/.serve/edit", "/.serve/state", "/.serve/faults.js", "/livereload", "/.serve/api"):
            answer = client.ask(method, other, body, own)
            assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD"), (method, other)
    assert client.read() == before


def test_bodies_that_are_too_large_or_no_request_are_refused(client: Client) -> None:
    own = client.own_headers()
    large = client.ask("POST", "/.serve/api/check", b" " * 20_000_001, own)
    assert (large.status, large.fields["error"]) == (413, "This request is larger than 20 MB: send less at once, or a smaller picture.")
    # In chunks, nobody says beforehand how much there will be.
    with socket.create_connection(client.host.split(":"), timeout=20) as raw:  # type: ignore[arg-type]
        head = "".join(f"{name}: {value}\r\n" for name, value in own.items())
        raw.sendall(f"POST /.serve/api/check HTTP/1.1\r\nHost: {client.host}\r\n{head}Transfer-Encoding: chunked\r\n\r\n".encode())
        chunk = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
        try:
            for _ in range(25):
                raw.sendall(chunk)
            assert raw.recv(100).startswith(b"HTTP/1.1 400")
        except OSError:
            pass  # The server has closed the connection.
    for body in (b"", b"{", b"[]", b"1", b"null", b'"open"', b"\xff", b"[" * 200_000, b"{" * 200_000):
        answer = client.ask("POST", "/.serve/api/open", body, own)
        assert (answer.status, answer.fields["error"]) == (
            400,
            "This request is not JSON that can be read: send an object with the fields of the request.",
        ), body[:10]
    wrong: tuple[dict[str, object], ...] = ({}, {"file": 1}, {"file": None}, {"file": ["content/en/index.md"]}, {"file": {}})
    for fields in wrong:
        assert client.post("open", **fields).fields["error"] == "The field “file” is missing or of another kind: send a text."
    answer = client.post("save", file=FILE, text="x", hash="", force="yes")
    assert answer.fields["error"] == "The field “force” is missing or of another kind: send true or false."
    for name in ("answer", "_save", "nothing", "__init__"):
        assert client.post(name).status == 404, name
    assert client.do("open", file=FILE)["file"] == FILE


def test_the_editors_page_is_for_its_own_tab_only(client: Client) -> None:
    answer = client.ask("GET", '/.serve/edit?file=content/en/"><script>alert(1)</script>.md')
    page = answer.body.decode()
    assert answer.status == 200
    assert 'data-file="content/en/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;.md"' in page
    assert 'lang="en"' in page
    nonce = re.search(r'data-nonce="([\w-]{20,})"', page)
    assert nonce
    policy = answer.headers["content-security-policy"]
    assert policy == (
        f"default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce[1]}'; img-src 'self' data: blob:; "
        f"connect-src 'self' ws://{client.host}; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["cache-control"] == "no-store"
    assert "livereload.js" not in page
    assert nonce[1] not in client.ask("GET", "/.serve/edit").body.decode()
    # A script of another page cannot fetch it to read the token, nor can a frame show it.
    for destination in ("empty", "iframe", "script", "image"):
        refused = client.ask("GET", "/.serve/edit", None, {"Sec-Fetch-Dest": destination, "Sec-Fetch-Site": "same-origin"})
        assert (refused.status, refused.body.decode()) == (403, "This server answers only requests from its own pages.\n")
    assert client.token not in client.served.get("en/method-en.html")[2]
    assert client.token not in client.served.log.read_text()


def test_nothing_of_the_editor_is_in_a_build(tmp_path: Path) -> None:
    site = SmallSite(tmp_path)
    before, _ = site.build()
    for name in ("main.js", "editor.css", "index.html", "words/nl.js"):
        site.write(f"site_src/browser/editor/{name}", f"/* {name} */")
    after, faults = site.build()
    assert not faults
    assert after == before
    assert not [output.path for output in after if b".serve" in output.data]


def test_the_name_of_a_file_is_text_in_the_corner(client: Client) -> None:
    file = 'content/en/a"><b>&c.md'
    client.site.write(file, client.read().replace(b"slug: method-en", b"slug: hostile"))
    until(lambda: "hostile" in client.ask("GET", "/.serve/state").body.decode() or file in str(client.do("files")), "it was not seen")
    until(lambda: "a&quot;&gt;&lt;b&gt;&amp;c.md" in client.find_corner("en/method-en.html"), "the corner does not list it")
    assert "<b>" not in client.find_corner("en/method-en.html")
    client.site.remove(file)
    until(lambda: "a&quot;" not in client.find_corner("en/method-en.html"), "it stayed")


def test_nothing_is_made_through_a_link(client: Client, tmp_path: Path) -> None:
    link = client.site.root / "content/en/linked"
    link.symlink_to(tmp_path, target_is_directory=True)
    try:
        assert client.post("new", what="page", name="linked/page").status == 422
        assert client.post("rename", old="nl/method.md", new="nl/linked/page.md").status == 422
        assert not list(tmp_path.iterdir())
    finally:
        link.unlink()


def test_of_two_saves_at_once_one_wins_and_the_other_is_told(client: Client) -> None:
    opened = client.do("open", file=FILE)
    with ThreadPoolExecutor(4) as threads:
        texts = [f"{opened['text']}\nNumber {number}.\n" for number in range(4)]
        answers = list(threads.map(lambda text: client.post("save", file=FILE, text=text, hash=opened["hash"]), texts))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    winner = next(text for text, answer in zip(texts, answers, strict=True) if answer.status == 200)
    assert client.read().decode() == winner
    assert {answer.fields["text"] for answer in answers if answer.status == 409} == {winner}
    client.do("save", file=FILE, text=opened["text"], hash="", force=True)


def test_the_servers_other_names_are_its_own_origins(client: Client) -> None:
    body = json.dumps({"file": FILE}).encode()
    other = client.host.replace("127.0.0.1", "localhost")
    own = client.own_headers() | {"Host": other, "Origin": f"http://{other}"}
    assert client.ask("POST", "/.serve/api/open", body, own).status == 200
    assert client.ask("POST", "/.serve/api/open", body, own | {"Origin": f"http://{client.host}"}).status == 403
