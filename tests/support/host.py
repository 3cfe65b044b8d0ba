"""A web server that can be stopped, and that can send wrong answers."""

from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from tests.support.server import Handler, Server, start_server

UNDER = "/some/path/"
"""The path of the site on the host of the tests."""


class Host:
    """A web server with a folder for each path. It can stop, and start again at the same address.

    `spoil` is asked before each answer what to do instead: a status, an address to lead to, "half" for half the file, "none" for nothing at
    all, bytes for another page.
    """

    def __init__(self, folders: dict[str, Path]) -> None:
        self.folders = folders
        self.asked: list[str] = []
        # As most hosts have it: the browser asks again each time whether its own copy is still right.
        self.browser_may = "no-cache"
        self.spoil: Callable[[str], object] = lambda path: None
        # What it says with each answer besides.
        self.headers: Callable[[str], list[tuple[str, str]]] = lambda path: []
        self.port = 0
        self.server: Server | None = None

    def start(self) -> None:
        host = self

        class Counting(Handler):
            extensions_map = {**Handler.extensions_map, "": "text/html"}  # noqa: RUF012

            def do_GET(self) -> None:  # noqa: N802
                # A browser that takes this server for its proxy says the whole address.
                path = self.path = urlsplit(self.path).path
                host.asked.append(path)
                wrong = host.spoil(path)
                self.under = max((under for under in host.folders if path.startswith(under)), key=len, default="/nowhere/")
                self.folder = host.folders.get(self.under, Path("nowhere"))
                if isinstance(wrong, int):
                    self.send_error(wrong)
                elif isinstance(wrong, bytes):
                    self.send_response(HTTPStatus.OK)
                    self.send_header("Content-Type", "text/html")
                    self.send_header("Content-Length", str(len(wrong)))
                    self.end_headers()
                    self.wfile.write(wrong)
                elif isinstance(wrong, str) and wrong.startswith(("/", "http:")):
                    self.send_response(HTTPStatus.PERMANENT_REDIRECT)
                    self.send_header("Location", wrong)
                    self.end_headers()
                elif wrong == "half":
                    data = Path(self.translate_path(self.path)).read_bytes()
                    self.send_response(HTTPStatus.OK)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data[: len(data) // 2])
                elif wrong == "none":
                    self.close_connection = True
                else:
                    super().do_GET()

            def end_headers(self) -> None:
                for name, value in (("Cache-Control", host.browser_may), *host.headers(self.path.split("?")[0])):
                    self.send_header(name, value)
                super().end_headers()

        self.server = start_server(Counting, self.port)
        self.port = self.server.server_address[1]

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def engine_requests(self) -> list[str]:
        return [path for path in self.asked if "/runtime/" in path]
