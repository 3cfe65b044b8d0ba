"""A static web server for the tests: this machine only, a free port, gone when the block ends."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Handler(SimpleHTTPRequestHandler):
    """Serves one folder under a sub-path; what is missing gets the folder's own 404 page, as static hosts do it."""

    folder: Path
    under: str
    # The standard library reads the machine's own table, which may lack these two.
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".mjs": "text/javascript", ".wasm": "application/wasm"}  # noqa: RUF012

    def translate_path(self, path: str) -> str:
        """The file for an address; outside the sub-path there is nothing."""
        bare = path.split("?")[0].split("#")[0]
        if not bare.startswith(self.under):
            return str(self.folder / "no such file")
        self.directory = str(self.folder)
        return super().translate_path("/" + bare.removeprefix(self.under))

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A missing file answers with 404.html."""
        page = self.folder / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""


class Server(ThreadingHTTPServer):
    """Threads end with the test run; a browser that hangs up half-way is no news."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet."""


def start_server(handler: type[BaseHTTPRequestHandler], port: int = 0) -> Server:
    """Start a server in a thread; its caller stops it. `port`: 0 for a free one."""
    server = Server(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@contextmanager
def run_server(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a server while the block runs; gives its origin."""
    server = start_server(handler)
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def serve(folder: Path, under: str = "/") -> Iterator[str]:
    """Serve `folder` while the block runs; gives its address, ending in `under`."""
    with run_server(type("FolderHandler", (Handler,), {"folder": folder, "under": under})) as origin:
        yield f"{origin}{under}"
