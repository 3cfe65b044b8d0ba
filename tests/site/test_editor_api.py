"""The editor's requests to `make serve`, made to a server that runs; hostile ones too."""

import base64
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from site_src.commands.editor.fixes import find_edit
from site_src.messages import cite
from site_src.model import Fix, Problem
from tests.site.test_images import saved
from tests.support.served import Served, start_serving, until
from tests.support.small_site import SmallSite

FILE = "content/en/method.md"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def fields(self) -> Any:
        return json.loads(self.body)


class Client:
    """Asks a served site, as the editor's page does unless a test says otherwise."""

    def __init__(self, served: Served) -> None:
        self.served, self.site = served, served.site
        self.host = served.url.removeprefix("http://").rstrip("/")
        found = re.search(r'data-token="([^"]+)"', self.ask("GET", "/.serve/edit").body.decode())
        assert found
        self.token = found[1]

    def ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str | None] | None = None) -> Answer:
        connection = http.client.HTTPConnection(self.host, timeout=20)
        sent = {name: value for name, value in (headers or {}).items() if value is not None}
        connection.request(method, path, body, sent)
        answer = connection.getresponse()
        result = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return result

    def own_headers(self) -> dict[str, str | None]:
        return {"Content-Type": "application/json", "Origin": f"http://{self.host}", "X-Serve-Token": self.token}

    def post(self, name: str, /, **fields: object) -> Answer:
        return self.ask("POST", f"/.serve/api/{name}", json.dumps(fields).encode(), self.own_headers())

    def do(self, name: str, /, **fields: object) -> Any:
        answer = self.post(name, **fields)
        assert answer.status == 200, answer.body
        return answer.fields


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    processes: list[subprocess.Popen[str]] = []
    yield Client(start_serving(tmp_path_factory.mktemp("editor"), lambda site: None, processes.append))
    for process in processes:
        process.send_signal(signal.SIGKILL)
        process.wait()


def read(client: Client, file: str = FILE) -> bytes:
    return (client.site.root / file).read_bytes()


def test_a_text_is_opened_checked_and_saved_and_the_page_follows(client: Client) -> None:
    opened = client.do("open", file=FILE)
    assert (opened["file"], opened["kind"], opened["language"], opened["newline"], opened["bom"]) == (FILE, "page", "en", "\n", False)
    assert opened["text"].encode() == read(client)
    assert opened["problems"] == []
    wrong = opened["text"] + "\nSee [this](quizz.md).\n\nOn Linkedin.\n"
    fault, warning = client.do("check", file=FILE, text=wrong)["problems"]
    line = wrong.count("\n") - 2
    assert fault == {
        "file": FILE, "line": line, "what": "the link “quizz.md” leads to no file", "remedy": "Did you mean “quiz.md”?", "level": "fault",
        "fix": {"label": "Write: quiz.md", "line": line, "old": "quizz.md", "new": "quiz.md"},
    }  # fmt: skip
    assert (warning["line"], warning["level"]) == (line + 2, "warning")
    assert warning["what"].startswith("LinkedIn misspelt")
    assert read(client) == opened["text"].encode(), "a check wrote the file"
    right = opened["text"] + "\nSaved in the editor.\n"
    saved = client.do("save", file=FILE, text=right, hash=opened["hash"])
    assert saved == {"hash": client.do("open", file=FILE)["hash"], "saved": True}
    assert read(client).decode() == right
    until(lambda: "Saved in the editor." in client.served.get("en/method-en.html")[2], "the saved text was not built")


def test_front_matter_and_other_files_are_checked_while_typing(client: Client) -> None:
    text = client.do("open", file=FILE)["text"]
    found = client.do("check", file=FILE, text=text.replace("checked: 2026-01-03", "checked: yesterday"))["problems"]
    assert [(each["line"], each["what"]) for each in found] == [(7, "“checked” must be a date, and is “yesterday”")]
    found = client.do("check", file=FILE, text=text.replace("slug: method-en", "slug: index"))["problems"]
    assert [each["what"] for each in found] == ["the address “index” is reserved"]
    texts = "content/en/texts/site.yaml"
    found = client.do("check", file=texts, text=client.do("open", file=texts)["text"].replace("step:", "stap:"))["problems"]
    assert {each["file"] for each in found} == {texts}
    assert any("stap" in each["what"] for each in found)
    found = client.do("check", file=FILE, text="no front matter")["problems"]
    assert [each["what"] for each in found] == ["no dashes at the top"]


@pytest.mark.parametrize(
    ("before", "typed", "after"),
    [
        pytest.param("één\r\ntwee\r\n", "één\ndrie\n", "één\r\ndrie\r\n", id="Windows"),
        pytest.param("\ufeffone\r\ntwo\r\n", "one\ntwo\nthree", "\ufeffone\r\ntwo\r\nthree", id="BOM"),
        pytest.param("one\rtwo\r", "one\ntwo\nthree\n", "one\rtwo\rthree\r", id="old Mac"),
        pytest.param("a\r\nb\nc\r\nd\r\n", "a\nb\nnew\nc\nd\n", "a\r\nb\nnew\r\nc\r\nd\r\n", id="mixed: each line keeps its own"),
        pytest.param("one", "one\ntwo", "one\ntwo", id="one line"),
    ],
)
def test_ends_of_lines_and_the_mark_before_them_stay(client: Client, before: str, typed: str, after: str) -> None:
    file = "content/en/words.txt"
    client.site.write(file, before.encode())
    opened = client.do("open", file=file)
    assert opened["text"] == before.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert (opened["bom"], opened["newline"]) == (before.startswith("\ufeff"), "\r\n" if "\r\n" in before else "\n")
    # Nothing typed, nothing changed.
    assert client.do("save", file=file, text=opened["text"], hash=opened["hash"])["hash"] == opened["hash"]
    assert read(client, file) == before.encode()
    client.do("save", file=file, text=typed, hash=opened["hash"])
    assert read(client, file) == after.encode()


def test_a_file_that_changed_meanwhile_is_shown_and_not_overwritten(client: Client) -> None:
    file = "content/en/404.md"
    opened = client.do("open", file=file)
    client.site.append(file, "From another program.\n")
    refused = client.post("save", file=file, text="mine", hash=opened["hash"])
    assert refused.status == 409
    assert refused.fields["error"].startswith(f"{file} was changed by another program since you opened it: ")
    assert refused.fields["text"] == read(client, file).decode() == opened["text"] + "From another program.\n"
    # With the hash that it was told, or by force, the author's text wins.
    client.do("save", file=file, text=opened["text"] + "Both.\n", hash=refused.fields["hash"])
    assert read(client, file).decode() == opened["text"] + "Both.\n"
    client.do("save", file=file, text=opened["text"], hash="", force=True)
    assert read(client, file).decode() == opened["text"]
    # One that was removed is written again only by force.
    client.site.remove(file)
    gone = client.post("save", file=file, text=opened["text"], hash=opened["hash"])
    assert (gone.status, gone.fields["text"], gone.fields["hash"]) == (409, "", "")
    assert not (client.site.root / file).exists()
    client.do("save", file=file, text=opened["text"], hash="", force=True)
    assert read(client, file).decode() == opened["text"]


def test_a_save_that_fails_leaves_the_old_text_and_nothing_else(client: Client) -> None:
    folder = client.site.root / "content/nl/pillars"
    file = "content/nl/pillars/find.md"
    opened = client.do("open", file=file)
    before = sorted(path.name for path in folder.iterdir())
    # An interrupted save leaves its beginning beside the file; the next one is not stopped by it.
    (folder / ".find.md.new").write_text("half a te")
    client.do("save", file=file, text=opened["text"], hash=opened["hash"])
    client.do("save", file=file, text=opened["text"] + "More.\n", hash=opened["hash"])
    assert sorted(path.name for path in folder.iterdir()) == before
    # A limit of the server's own process stands for a full disk: no file may grow beyond it, its log neither.
    import resource

    limit = resource.prlimit(client.served.process.pid, resource.RLIMIT_FSIZE, (200, resource.RLIM_INFINITY))
    try:
        now = client.do("open", file=file)
        refused = client.post("save", file=file, text=now["text"] + "x" * 5000, hash=now["hash"])
    finally:
        resource.prlimit(client.served.process.pid, resource.RLIMIT_FSIZE, limit)
    assert refused.status == 507
    assert refused.fields["error"] == (
        f"{file} cannot be written: File too large. Your text is still in this page; make room or give permission, then save again."
    )
    assert read(client, file).decode() == now["text"]
    assert sorted(path.name for path in folder.iterdir()) == before
    client.do("save", file=file, text=opened["text"], hash=now["hash"])


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
    assert read(client).decode() == opened["text"]


def test_requests_of_others_are_refused_before_they_are_read(client: Client) -> None:
    own, path = client.own_headers(), "/.serve/api/save"
    before = read(client)
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
    assert read(client) == before


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


def test_every_file_is_listed_with_its_translations(client: Client) -> None:
    files = {each["file"]: each for each in client.do("files")["files"]}
    assert files[FILE] == {
        "file": FILE, "kind": "page", "language": "en", "title": "method", "twins": ["content/nl/method.md"], "problems": 0,
    }  # fmt: skip
    kinds = {"content/en/factors/groups.md": "factor", "content/nl/texts/site.yaml": "texts", "content/site.yaml": "settings"}
    assert {file: files[file]["kind"] for file in kinds} == kinds
    assert files["content/site.yaml"]["language"] is None
    addresses = {
        FILE: "/en/method-en.html",
        "content/nl/404.md": "/404.html",
        "content/en/factors/groups.md": "/en/pillars/engage-en.html#groups",
        "content/en/texts/quiz.yaml": "/en/quiz.html",
        "content/site.yaml": None,
        "content/nl/texts/roles.yaml": None,
    }
    client.site.write("content/en/texts/quiz.yaml", "unused: x\n")
    try:
        assert {file: client.do("open", file=file)["address"] for file in addresses} == addresses
    finally:
        client.site.remove("content/en/texts/quiz.yaml")


def test_front_matter_is_a_form_and_one_value_is_written_at_a_time(client: Client) -> None:
    opened = client.do("open", file=FILE)
    fields = {field["key"]: field for field in opened["fields"]}
    assert fields["title"] == {
        "key": "title", "label": "Title", "type": "text", "value": "method", "choices": [], "help": "Also shown on the browser’s tab.",
        "required": True,
    }  # fmt: skip
    types = {"description": "long", "menu": "number", "draft": "flag", "written": "date", "redirects": "list"}
    assert {key: fields[key]["type"] for key in types} == types
    assert (fields["menu"]["value"], fields["draft"]["value"], fields["redirects"]["value"]) == (2, False, [])
    assert "twins" not in fields
    assert opened["text"].split("\n")[opened["body_line"] - 2] == "---"
    text = opened["text"]

    def put(key: str, value: object) -> None:
        nonlocal text
        text = client.do("set_field", file=FILE, text=text, key=key, value=value)["text"]

    put("title", "  Drie: hoe\nen “waarom”? ")
    put("description", "Plain")
    put("draft", True)
    put("redirects", ["old", " older ", "\u2029"])
    put("menu", None)
    assert text.split("---\n")[1] == (
        'title: "Drie: hoe en “waarom”?"\ndescription: Plain\nslug: method-en\ndraft: true\n'
        "written: 2026-01-02\nchecked: 2026-01-03\nredirects: [old, older]\n"
    )
    put("draft", False)
    put("redirects", [])
    put("menu", 2)
    put("title", "method")
    put("description", fields["description"]["value"])
    assert text.replace('"method"', "method").replace('"Waar', "Waar").replace('het en"', "het en") == opened["text"]
    after = {field["key"]: field["value"] for field in client.do("fields", file=FILE, text=text)["fields"]}
    assert after == {key: field["value"] for key, field in fields.items()}
    for key, value, status, sentence in (
        ("nothing", "x", 404, f"{FILE} has no field “nothing”: choose one of its form."),
        ("title", ["x"], 400, "The field “value” is missing or of another kind: send a text."),
        ("menu", True, 400, "The field “value” is missing or of another kind: send a whole number or null."),
        ("redirects", [1], 400, "The field “value” is missing or of another kind: send a list of texts."),
    ):
        refused = client.post("set_field", file=FILE, text=text, key=key, value=value)
        assert (refused.status, refused.fields["error"]) == (status, sentence)
    assert client.do("fields", file=FILE, text="---\na: [\n---\n")["fields"] == []


def test_questions_and_interface_texts_are_forms_too(client: Client) -> None:
    factor = "content/nl/factors/groups.md"
    opened = client.do("open", file=factor)
    fields = {field["key"]: field for field in opened["fields"]}
    levels = [key for key in fields if key.startswith("levels.")]
    assert (fields["question"]["label"], fields["question"]["type"], fields["question"]["value"]) == ("Question", "long", "groups?")
    assert fields[levels[1]]["label"] == f"Answer 2 of {len(levels)}"
    text = client.do("set_field", file=factor, text=opened["text"], key=levels[1], value="# Eén of “twee”")["text"]
    changed = [(old, new) for old, new in zip(opened["text"].split("\n"), text.split("\n"), strict=True) if old != new]
    name = levels[1].removeprefix("levels.")
    assert changed == [(f"  {name}: nl {name}", f'  {name}: "# Eén of “twee”"')]
    texts = "content/nl/texts/site.yaml"
    opened = client.do("open", file=texts)
    assert opened["body_line"] == 0
    step = next(field for field in opened["fields"] if field["key"] == "step")
    assert (step["value"], step["help"]) == ("Step {n} nl", "Leave {n} as it is: a number or a word takes its place.")
    text = client.do("set_field", file=texts, text=opened["text"], key="step", value="Stap {n}\u2028van de quiz")["text"]
    assert text == "name: Site nl\nstep: |\n  Stap {n}\n  van de quiz\n"


def test_that_two_texts_say_the_same_is_noted(client: Client) -> None:
    file, twin = "content/nl/index.md", "content/en/index.md"
    before = read(client, file), read(client, twin)
    assert client.do("open", file=file)["in_step"] is None
    assert client.do("translated", file=file) == {"done": True}
    assert re.search(rb'^twins: \{en: "[0-9a-f]{8}"\}$', read(client, file), re.MULTILINE)
    opened = client.do("open", file=file)
    assert opened["in_step"] is True
    assert opened["twins"] == [{"file": twin, "language": "en"}]
    client.do("save", file=file, text=opened["text"] + "Meer.\n", hash=opened["hash"])
    opened = client.do("open", file=twin)
    assert opened["in_step"] is False
    assert any("has changed since it said the same as this file" in problem["what"] for problem in opened["problems"])
    client.site.write(twin, opened["text"].replace("checked: 2026-01-03", "checked: nooit").encode())
    refused = client.post("translated", file=file)
    assert (refused.status, refused.fields["error"]) == (
        422,
        f"{twin}:7: “checked” must be a date, and is “nooit”. Write year-month-day, such as 2026-11-22. Mend that first.",
    )
    client.site.write(file, before[0])
    client.site.write(twin, before[1])
    assert client.post("translated", file="content/site.yaml").status == 422


def test_the_state_of_the_build_is_told(client: Client) -> None:
    def state() -> Any:
        return json.loads(client.ask("GET", "/.serve/state").body)

    before = state()
    opened = client.do("open", file=FILE)
    client.do("save", file=FILE, text=opened["text"] + "\n[x](quizz.md)\n\nOn Linkedin.\n", hash=opened["hash"])
    until(lambda: state()["count"] > before["count"] and not state()["building"], "no build was made")
    until(lambda: len(state()["faults"]) == 1, "the fault was not told")
    (fault,) = state()["faults"]
    assert (fault["file"], fault["what"], fault["level"]) == (FILE, "the link “quizz.md” leads to no file", "fault")
    assert [warning["file"] for warning in state()["warnings"]] == [FILE]
    assert next(each for each in client.do("files")["files"] if each["file"] == FILE)["problems"] == 2
    client.do("save", file=FILE, text=opened["text"], hash=client.do("open", file=FILE)["hash"])
    until(lambda: not state()["faults"] and not state()["warnings"], "the mended text was not built")
    assert client.ask("GET", "/.serve/state", None, {"Origin": "https://evil.example"}).status == 403


def corner(client: Client, path: str, **headers: str | None) -> str:
    page = client.ask("GET", f"/{path}", None, headers).body.decode()
    found = re.search(r'<nav class="serve-corner".*?</nav>', page)
    return found[0] if found else ""


def test_each_page_says_in_its_corner_which_files_make_it(client: Client) -> None:
    method = corner(client, "en/method-en.html")
    assert method.startswith(
        f'<nav class="serve-corner" lang="en" aria-label="Edit this page"><p><code>en/method.md</code> · '
        '<a href="/nl/method-nl.html" title="content/nl/method.md">Translation: nl</a> · '
        f'<a class="serve-edit" href="/.serve/edit?file={FILE}">Edit</a></p>'
    )
    assert '<a href="/.serve/edit">All files</a>' in method
    # The questions are the factors' own, and a page for no address has a text in each language.
    assert '<a href="/.serve/edit?file=content/nl/factors/groups.md">' in corner(client, "nl/quiz.html")
    assert '<a href="/.serve/edit?file=content/nl/factors/groups.md">' in corner(client, "nl/pillars/engage-nl.html")
    for path in ("404.html", "no/such/page.html"):
        missing = corner(client, path)
        assert "<code>en/404.md</code>" in missing
        assert '<a href="/.serve/edit?file=content/nl/404.md" title="Edit content/nl/404.md">nl</a>' in missing
    # The editor shows the page in a frame, beside all this.
    assert corner(client, "en/method-en.html", **{"Sec-Fetch-Dest": "iframe", "Sec-Fetch-Site": "same-origin"}) == ""


def test_the_corner_counts_the_pages_own_faults_and_warnings(client: Client) -> None:
    opened = client.do("open", file=FILE)
    client.do("save", file=FILE, text=opened["text"] + "\n[x](quizz.md)\n\nOn Linkedin.\n\nOn LinkedIN.\n", hash=opened["hash"])
    edit = f'<a href="/.serve/edit?file={FILE}" title="Edit {FILE}">'
    until(lambda: f"{edit}1 fault</a> · {edit}2 warnings</a>" in corner(client, "en/method-en.html"), "the problems were not counted")
    other = corner(client, "nl/method-nl.html")
    assert "1 fault" not in other
    assert f"<p>Other files with faults or warnings</p><ul><li>{edit.partition(' title')[0]}>en/method.md</a></li></ul>" in other
    client.do("save", file=FILE, text=opened["text"], hash=client.do("open", file=FILE)["hash"])
    until(lambda: "fault" not in corner(client, "en/method-en.html"), "the fault stayed")


def test_the_name_of_a_file_is_text_in_the_corner(client: Client) -> None:
    file = 'content/en/a"><b>&c.md'
    client.site.write(file, read(client).replace(b"slug: method-en", b"slug: hostile"))
    until(lambda: "hostile" in client.ask("GET", "/.serve/state").body.decode() or file in str(client.do("files")), "it was not seen")
    until(lambda: "a&quot;&gt;&lt;b&gt;&amp;c.md" in corner(client, "en/method-en.html"), "the corner does not list it")
    assert "<b>" not in corner(client, "en/method-en.html")
    client.site.remove(file)
    until(lambda: "a&quot;" not in corner(client, "en/method-en.html"), "it stayed")


def test_a_picture_is_put_beside_its_page_as_what_it_is(client: Client) -> None:
    png, folder = saved("PNG", 40, 30), client.site.root / "content/en"

    def add(name: str, data: bytes | str, alt: str = "A [new] chart", file: str = FILE) -> Answer:
        sent = data if isinstance(data, str) else base64.b64encode(data).decode()
        return client.post("picture", file=file, name=name, data=sent, alt=alt)

    made = [
        folder / name
        for name in ("een-grafiek-van-ons.png", "een-grafiek-van-ons-2.png", "passwd.png", "picture.png", "picture-con.png", "a.svg")
    ]
    try:
        first = add("Eén grafiek (van ons).PNG", png).fields
        assert first == {"path": "content/en/een-grafiek-van-ons.png", "markdown": "![A \\[new\\] chart](een-grafiek-van-ons.png)"}
        assert made[0].read_bytes() == png
        # The same picture is there already; another one gets another name, whatever its ending says.
        assert add("één grafiek van ons.png", png).fields["path"] == first["path"]
        assert add("Een grafiek van ons.jpeg", saved("PNG", 41, 30)).fields["path"] == "content/en/een-grafiek-van-ons-2.png"
        assert made[0].read_bytes() == png
        # No name leads elsewhere, and none is hidden.
        assert add("../../../etc/passwd", png).fields["path"] == "content/en/passwd.png"
        assert add("CON.png", png).fields["path"] == "content/en/picture-con.png", "Windows could not open con.png"
        assert add("..\\..\\.\0\ud800", png).fields["path"] == "content/en/picture.png"
        assert add("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>').fields["path"] == "content/en/a.svg"
        before = sorted(client.site.root.rglob("*"))
        for name, data, said in (
            ("x.png", b"not a picture", "“x.png”: cannot be read as PNG. Save the picture again, or export it anew."),
            ("x.exe", b"MZ", "“x.exe”: cannot be read as PNG. Save the picture again, or export it anew."),
            ("x.heic", b"\0\0\0\x18ftypheic", "“x.heic”: a photo as a telephone saves it (HEIC) with another kind's ending. Save it"),
            ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "“x.svg”: "),
            ("x.png", "no base64!", "The field “data” is missing or of another kind: send the picture in base64."),
            ("x.pdf", b"%PDF-1.7", "“x.pdf”: a document (PDF) with another kind's ending. Let it end in .pdf and link to it"),
        ):  # fmt: skip
            refused = add(name, data)
            assert refused.status in (400, 422)
            assert refused.fields["error"].startswith(said)
        assert (
            add("x.png", png, alt=" \n ").fields["error"] == "The picture has no alt text: say what it shows, for people who cannot see it."
        )
        assert add("x.png", png, file="content/site.yaml").status == 422
        assert add("x.png", png, file="content/../x.md").status == 404
        assert sorted(client.site.root.rglob("*")) == before
    finally:
        for file in made:
            file.unlink(missing_ok=True)


def test_a_page_is_made_and_renamed_as_the_commands_do(client: Client) -> None:
    made = client.do("new", what="page", name="my-tips")
    assert made == {"files": ["content/nl/my-tips.md", "content/en/my-tips.md"]}
    opened = client.do("open", file="content/en/my-tips.md")
    assert [problem["what"] for problem in opened["problems"]] == ["words are still to come: “TODO”, also on lines 4 and 12"]
    try:
        refused = client.post("new", what="page", name="my-tips")
        assert (refused.status, refused.fields["error"]) == (
            422,
            "my-tips.md: is there already, in every language. Edit those files, or choose another name.",
        )
        for what, name in (
            ("page", "../x"),
            ("page", "A b"),
            ("virus", "x"),
            ("page", ""),
            ("factor-text", "nothing"),
            ("page", "texts/x"),
        ):
            assert client.post("new", what=what, name=name).status == 422, name
        changed = client.do("rename", old="nl/my-tips.md", new="nl/our-tips.md")["changed"]
        assert changed == ["content/en/our-tips.md", "content/nl/our-tips.md"]
        assert client.post("open", file="content/en/my-tips.md").status == 404
        for old, other in (
            ("nl/our-tips.md", "nl/../../x.md"),
            ("nl/our-tips.md", "/x.md"),
            ("../x.md", "nl/y.md"),
            ("nl/index.md", "nl/z.md"),
        ):
            refused = client.post("rename", old=old, new=other)
            assert refused.status == 422, (old, other)
            assert refused.fields["error"]
    finally:
        for file in ("my-tips", "our-tips"):
            for language in ("nl", "en"):
                (client.site.root / f"content/{language}/{file}.md").unlink(missing_ok=True)


def test_nothing_is_made_through_a_link(client: Client, tmp_path: Path) -> None:
    link = client.site.root / "content/en/linked"
    link.symlink_to(tmp_path, target_is_directory=True)
    try:
        assert client.post("new", what="page", name="linked/page").status == 422
        assert client.post("rename", old="nl/method.md", new="nl/linked/page.md").status == 422
        assert not list(tmp_path.iterdir())
    finally:
        link.unlink()


MISTAKES = {
    "Two  spaces , and a comma.": "Two spaces, and a comma.",
    'It\'s "said" here...': "It’s “said” here…",
    "In ’24 it's 's avonds 'quoted' -- so.": "In ’24 it’s ’s avonds ‘quoted’ – so.",
    "On Linkedin and Linked-In.": "On LinkedIn and LinkedIn.",
    "And the the e\ufb03cient wo\u200brd.": "And the efficient word.",
    "Write me@example.org soon.": "Write <me@example.org> soon.",
    "See https://example.org/a. `https://b` too.": "See <https://example.org/a>. `https://b` too.",
    "Read [it](quizz.md) and quizz.md.": "Read [it](quiz.md) and quizz.md.",
    "A [site](www.example.org) and [mail](me@example.org).": "A [site](https://www.example.org) and [mail](mailto:me@example.org).",
    "An [address](https://ssi.example/en/quiz.html).": "An [address](quiz.md).",
    "A [Capital](Quiz.md).": "A [Capital](quiz.md).",
}


def test_mechanical_remedies_are_buttons(client: Client) -> None:
    start = client.do("open", file=FILE)["text"].replace("description:", "descripton:")
    text = start + "".join(f"\n{wrong}\n" for wrong in MISTAKES)
    labels = []
    for _ in range(60):
        edits = [problem["fix"] for problem in client.do("check", file=FILE, text=text)["problems"] if problem["fix"]]
        if not edits:
            break
        edit = edits[0]
        labels.append(edit["label"])
        lines = text.split("\n")
        assert edit["old"] in lines[edit["line"] - 1]
        lines[edit["line"] - 1] = lines[edit["line"] - 1].replace(edit["old"], edit["new"], 1)
        text = "\n".join(lines)
    assert text == start.replace("descripton:", "description:") + "".join(f"\n{right}\n" for right in MISTAKES.values())
    assert labels[:2] == ["Write: description:", "Write: spaces,"]


@pytest.mark.parametrize(
    ("fix", "line", "edit"),
    [
        pytest.param(Fix("teh", "the"), "It is teh end", ("Write: the", 1, "teh", "the"), id="one place"),
        pytest.param(Fix("teh", "the"), "teh and tehran", None, id="no sure place"),
        pytest.param(Fix("a.md", "b.md"), "a.md [a.md](a.md)", ("Write: (b.md)", 1, "(a.md)", "(b.md)"), id="a link"),
        pytest.param(Fix("gone", "x"), "not here", None, id="not there"),
        pytest.param(Fix("  ", " ", "b", "c"), "a  b  c", ("Mend this", 1, "b  c", "b c"), id="words around it"),
        pytest.param(Fix("\ta", "a"), "\ta", ("Mend this", 1, "\ta", "a"), id="nothing to see"),
        pytest.param(None, "x", None, id="none"),
    ],
)
def test_an_edit_hits_only_what_it_means(fix: Fix | None, line: str, edit: tuple[str, int, str, str] | None) -> None:
    assert find_edit(Problem("a.md", 1, cite("wrong"), cite("Mend it."), fix), [line]) == edit
    assert find_edit(Problem("a.md", 2, cite("wrong"), cite("Mend it."), fix), [line]) is None
    assert find_edit(Problem("a.md", 0, cite("wrong"), cite("Mend it."), fix), [line]) is None


def test_of_two_saves_at_once_one_wins_and_the_other_is_told(client: Client) -> None:
    opened = client.do("open", file=FILE)
    with ThreadPoolExecutor(4) as threads:
        texts = [f"{opened['text']}\nNumber {number}.\n" for number in range(4)]
        answers = list(threads.map(lambda text: client.post("save", file=FILE, text=text, hash=opened["hash"]), texts))
    assert sorted(answer.status for answer in answers) == [200, 409, 409, 409]
    winner = next(text for text, answer in zip(texts, answers, strict=True) if answer.status == 200)
    assert read(client).decode() == winner
    assert {answer.fields["text"] for answer in answers if answer.status == 409} == {winner}
    client.do("save", file=FILE, text=opened["text"], hash="", force=True)


def test_the_servers_other_names_are_its_own_origins(client: Client) -> None:
    body = json.dumps({"file": FILE}).encode()
    other = client.host.replace("127.0.0.1", "localhost")
    own = client.own_headers() | {"Host": other, "Origin": f"http://{other}"}
    assert client.ask("POST", "/.serve/api/open", body, own).status == 200
    assert client.ask("POST", "/.serve/api/open", body, own | {"Origin": f"http://{client.host}"}).status == 403
