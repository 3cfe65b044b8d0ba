"""The command `links`: a server on this machine that answers in every way, and what is asked of it and reported."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar

import pytest

from site_src.commands import outside
from site_src.commands.links import Answer, Manners, read_cached_answers, run_links
from tests.support.server import run_server
from tests.support.small_site import SmallSite

EN = "content/en/method.md"
HASTY = Manners(pause=0, limit=20)
WAYS = ("/ok", "/ok#part", "/nohead", "/moved", "/fornow", "/twice", "/gone", "/loop", "/file", "/locked", "/drop", "/a b", "/zwölf?q=ß")


class Elsewhere(BaseHTTPRequestHandler):
    """A site that answers each path in its own way, and notes what it is asked."""

    asked: ClassVar[list[tuple[str, str]]] = []
    agents: ClassVar[set[str]] = set()
    at_once: ClassVar[list[int]] = []
    running: ClassVar[int] = 0
    hang: ClassVar[threading.Event] = threading.Event()

    def do_HEAD(self) -> None:
        type(self).running += 1
        self.asked.append((self.command, self.path))
        self.agents.add(self.headers["User-Agent"])
        # Another request could come meanwhile.
        self.hang.wait(20 if self.path == "/slow" else 0.02)
        self.at_once.append(type(self).running)
        type(self).running -= 1
        self._answer()

    def do_GET(self) -> None:
        self.do_HEAD()

    def _answer(self) -> None:
        there = {"/moved": "/ok", "/fornow": "/ok", "/twice": "/moved", "/loop": "/loop", "/file": "file:///etc/passwd"}
        status = {"/gone": 404, "/locked": 403, "/moved": 301, "/twice": 308, "/busy": 429}.get(
            self.path, 302 if self.path in there else 200
        )
        if self.path == "/nohead" and self.command == "HEAD":
            status = 405
        if self.path in ("/drop", "/slow"):
            self.close_connection = True
            return
        self.send_response(status)
        if self.path in there:
            self.send_header("Location", there[self.path])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    Elsewhere.asked.clear()
    Elsewhere.at_once.clear()
    Elsewhere.hang.clear()
    with run_server(Elsewhere) as origin:
        yield origin
        Elsewhere.hang.set()


def test_each_way_to_answer_is_told_at_its_line(tmp_path: Path, elsewhere: str, capsys: pytest.CaptureFixture[str]) -> None:
    site = SmallSite(tmp_path)
    site.append(EN, "".join(f"\n[x](<{elsewhere}{way}>)\n" for way in WAYS) + "\n[mail](mailto:a@example.org)\n")
    site.append("content/nl/method.md", f"\n[x]({elsewhere}/gone)\n")
    site.append("content/nl/texts/site.yaml", f'see: "Kijk op {elsewhere}/gone."\n')
    assert run_links(tmp_path, HASTY) == 1
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "Asking 1 site for 12 pages, one at a time from each…"
    moved = f"has moved. Write {elsewhere}/ok if that is the page you mean."
    gone = "is gone: the site answers 404. Link to another page, or leave the link out."
    unknown = "could not be asked: {}. Open it yourself."
    assert lines == [
        f"{EN}:23: {elsewhere}/moved {moved}",
        f"{EN}:27: {elsewhere}/twice {moved}",
        f"{EN}:29: {elsewhere}/gone {gone}",
        f"{EN}:31: {elsewhere}/loop {unknown.format('it leads from one address to the next without end')}",
        f"{EN}:33: {elsewhere}/file {unknown.format('it leads to no page on the web')}",
        f"{EN}:35: {elsewhere}/locked {unknown.format('the site answers 403')}",
        f"{EN}:37: {elsewhere}/drop {unknown.format('the site breaks off the connection')}",
        f"content/nl/method.md:17: {elsewhere}/gone {gone}",
        f"content/nl/texts/site.yaml:3: {elsewhere}/gone {gone}",
        "Pages elsewhere: 12; 5 working, 2 moved, 1 gone, 4 without an answer; 0 answered less than a week ago",
    ]
    # One page at a time, HEAD first, and as somebody who says who asks.
    assert set(Elsewhere.at_once) == {1}
    assert Elsewhere.asked.count(("HEAD", "/ok")) == 4
    assert ("GET", "/ok") not in Elsewhere.asked
    assert [ask for ask in Elsewhere.asked if ask[1] == "/nohead"] == [("HEAD", "/nohead"), ("GET", "/nohead")]
    assert {("HEAD", "/a%20b"), ("HEAD", "/zw%C3%B6lf?q=%C3%9F")} <= set(Elsewhere.asked)
    assert Elsewhere.agents == {"ssi-link-check/1.0 (asks whether a link on our site still works)"}
    # What works or has moved is not asked again within a week.
    Elsewhere.asked.clear()
    assert run_links(tmp_path, HASTY) == 1
    assert {path for _, path in Elsewhere.asked} == {"/gone", "/loop", "/file", "/locked", "/drop"}
    assert capsys.readouterr().out.splitlines()[1:-1] == lines[:-1]
    kept = json.loads((tmp_path / ".cache" / "links.json").read_text())
    assert {address.removeprefix(elsewhere) for address in kept} == {"/ok", "/nohead", "/moved", "/fornow", "/twice", "/a b", "/zwölf?q=ß"}


def test_a_site_that_asks_for_a_rest_gets_it(tmp_path: Path, elsewhere: str, capsys: pytest.CaptureFixture[str]) -> None:
    SmallSite(tmp_path).append(EN, f"\n[x]({elsewhere}/busy) [y]({elsewhere}/ok)\n")
    assert run_links(tmp_path, HASTY) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        f"{EN}:17: {elsewhere}/busy could not be asked: the site answers 429. Open it yourself.",
        f"{EN}:17: {elsewhere}/ok could not be asked: the site asks for fewer requests. Open it yourself.",
        "Pages elsewhere: 2; 0 working, 0 moved, 0 gone, 2 without an answer; 0 answered less than a week ago",
    ]
    assert Elsewhere.asked == [("HEAD", "/busy")]


def test_a_site_that_does_not_answer_is_left(elsewhere: str) -> None:
    answers = dict(outside.ask_all([f"{elsewhere}/slow"], Manners(pause=0, limit=0.5)))
    assert answers == {f"{elsewhere}/slow": Answer("unknown", "no answer within 0.5 seconds")}


@pytest.mark.parametrize("there", ["http://192.168.1.1/off", "http://localhost:8080/", "http://[::1]/", "ftp://a.example/"])
def test_no_page_elsewhere_leads_into_the_authors_network(monkeypatch: pytest.MonkeyPatch, there: str) -> None:
    asked: list[str] = []

    def lead(address: str, *_: object) -> tuple[int, str]:
        asked.append(address)
        return 302, there

    monkeypatch.setattr(outside, "_request", lead)
    with pytest.raises(ValueError, match="no page on the web"):
        outside.ask("https://a.example/", HASTY)
    assert asked == ["https://a.example/"]


def test_an_answer_is_kept_for_a_week_and_a_damaged_memory_is_none(tmp_path: Path) -> None:
    file = tmp_path / "links.json"
    now = time.time()
    day = 86_400
    works = ["works", ""]
    file.write_text(
        json.dumps({"a": [now - 6 * day, works], "b": [now - 8 * day, works], "c": [now + day, works], "d": [now, ["gone", ""]]})
    )
    assert read_cached_answers(file, now) == {"a": (now - 6 * day, Answer("works"))}
    for text in ("", "[]", '{"a": 3}', '{"a": ["x", ["works", ""]]}', '{"a": [1, ["works"]]}', "[" * 100_000):
        file.write_text(text)
        assert read_cached_answers(file, now) == {}
    assert read_cached_answers(tmp_path / "none", now) == {}
