"""A client of the editor's requests to `make serve`."""

import http.client
import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.support.dev_server import ServedSite, start_serving

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

    def __init__(self, served: ServedSite) -> None:
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

    def find_corner(self, path: str, **headers: str | None) -> str:
        page = self.ask("GET", f"/{path}", None, headers).body.decode()
        found = re.search(r'<nav class="serve-corner".*?</nav>', page)
        return found[0] if found else ""

    def read(self, file: str = FILE) -> bytes:
        return (self.site.root / file).read_bytes()


@contextmanager
def run_client(folder: Path) -> Iterator[Client]:
    """Serve a small site in `folder` while the block runs."""
    processes: list[subprocess.Popen[str]] = []
    try:
        yield Client(start_serving(folder, lambda site: None, processes.append))
    finally:
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
