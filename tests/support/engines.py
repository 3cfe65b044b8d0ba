"""Pages in three browser engines: open an address, run a function in the page, give back what it returns.

    Chromium     by Playwright
    Firefox      by puppeteer-core over WebDriver BiDi (firefox.mjs), for the Firefox that the machine has
    WebKitGTK    by Selenium and WebKitWebDriver, on a screen of its own (Xvfb)

Where a machine has no such Firefox or WebKit, Playwright's own builds of them do. A browser runs in a process of its own, and serves all
visits of its test process, because starting one costs more than most visits: `python -m tests.support.engines DRIVER` reads one order a
line, {"proxy", "visits": [[address, function]…]}, and prints one line for each, the list of what the functions returned. It ends with its
standard input. The function is JavaScript, without parameters, and may be async. In the place of an address, ">" and a selector is a real
click in the open page, as of a mouse, after which the function runs. All traffic over HTTP goes to the proxy, if there is one.

Each order has storage of its own in Chromium and Firefox. WebKit has it anew for each proxy; otherwise orders share it, so that only the
port of its server tells one test's origin from another's.
"""

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple, NoReturn

from playwright.sync_api import Error, sync_playwright
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.proxy import Proxy, ProxyType
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from site_src.toolchain import find_node
from tests.support import browser

ROOT = Path(__file__).parent.parent.parent
ENGINES = {"chromium": ("chromium",), "firefox": ("firefox", "playwright-firefox"), "webkit": ("webkitgtk", "playwright-webkit")}
"""By engine, what can drive it, the browser that people use first."""

CANNOT_START = 3
CLICK = ">"
TIME_LIMIT_SECONDS = 90
Visit = tuple[str, str]
Run = Callable[[str, Sequence[Visit]], list[Any]]
"""Makes the visits through the proxy, and returns what the functions returned."""


class NoBrowserError(Exception):
    """No browser of this engine starts here. The message says what each of them said."""


class Driver(NamedTuple):
    """A process with a browser, and the file that holds its standard error."""

    process: subprocess.Popen[str]
    errors: IO[str]

    @classmethod
    def start(cls, name: str) -> "Driver":
        errors = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        command = [sys.executable, "-m", "tests.support.engines", name]
        pipe = subprocess.PIPE
        # In a group of its own, so that a browser that hangs is ended with its driver.
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=errors, encoding="utf-8", bufsize=1, start_new_session=True
        )
        return cls(process, errors)

    def ask(self, order: str) -> str:
        """Send one order and return the answer, "" where the process ended instead. Raises TimeoutError."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write(order + "\n")
        except BrokenPipeError:
            return ""
        # An answer is one line, and nothing is asked before it came: the stream's own buffer is empty here.
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(TIME_LIMIT_SECONDS):
                raise TimeoutError(f"no answer in {TIME_LIMIT_SECONDS} seconds: {order[:200]}")
        return self.process.stdout.readline()

    def end(self) -> tuple[int, str]:
        """End the process and its browser; return its code and what it wrote to standard error."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        try:
            code = self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            code = self.process.wait()
        self.process.stdout.close()
        with self.errors as errors:
            errors.seek(0)
            return code, errors.read().strip()


_running: dict[str, Driver] = {}


def visit(engine: str, visits: Sequence[Visit], proxy: str = "") -> list[Any]:
    """Open each address in turn, in one browser, and return what the functions returned. `proxy`: "host:port", or none."""
    said = []
    for name in ENGINES[engine]:
        driver = _running[name] = _running.get(name) or Driver.start(name)
        try:
            answer = driver.ask(json.dumps({"proxy": proxy, "visits": visits}))
        except TimeoutError:
            os.killpg(driver.process.pid, signal.SIGKILL)
            _running.pop(name).end()
            raise
        if answer:
            results: list[Any] = json.loads(answer)
            return results
        code, errors = _running.pop(name).end()
        assert code == CANNOT_START, f"{name}: {errors}"
        said.append(f"{name}: {errors}")
    raise NoBrowserError("\n".join(said))


def end_all() -> None:
    """End the browsers that run, all at once."""
    for driver in _running.values():
        assert driver.process.stdin
        driver.process.stdin.close()
    while _running:
        _running.popitem()[1].end()


def firefox() -> str | None:
    """A Firefox of the machine. The extended support release first: it is the older one."""
    named = [
        os.environ.get("FIREFOX"),
        shutil.which("firefox-esr"),
        shutil.which("firefox"),
        "/Applications/Firefox.app/Contents/MacOS/firefox",
    ]
    return next((path for path in named if path and Path(path).exists()), None)


def _puppeteer(path: str) -> NoReturn:
    # Node takes the place of this process, with its standard input.
    node = find_node()
    sys.stdout.flush()
    os.execv(node, [node, str(ROOT / "tests" / "support" / "firefox.mjs"), path])


@contextmanager
def _playwright(name: str) -> Iterator[Run]:
    with sync_playwright() as playwright:
        if name == "chromium":
            started = browser.launch(playwright)
        else:
            kind = playwright.firefox if name == "firefox" else playwright.webkit
            started = kind.launch() if Path(kind.executable_path).exists() else None
        if started is None:
            raise Error(f"there is no {name} of Playwright's")

        def run(proxy: str, visits: Sequence[Visit]) -> list[Any]:
            with started.new_context(proxy={"server": f"http://{proxy}"} if proxy else None) as context:
                context.set_default_timeout(1000 * TIME_LIMIT_SECONDS / 3)
                page = context.new_page()
                results = []
                for address, function in visits:
                    page.click(address[1:]) if address.startswith(CLICK) else page.goto(address)
                    results.append(page.evaluate(function))
            return results

        yield run
        started.close()


@contextmanager
def _selenium() -> Iterator[Run]:
    """WebKitGTK. A proxy belongs to a session, and a session to a browser: another proxy is another start."""
    # Where Debian and its kin, Fedora and Arch keep the browser that WebKitGTK brings for this.
    places = [
        path for pattern in ("lib/*/webkit2gtk-4*", "libexec/webkit2gtk-4*", "lib/webkit2gtk-4*") for path in Path("/usr").glob(pattern)
    ]
    found = sorted(path / "MiniBrowser" for path in places if (path / "MiniBrowser").exists())
    driver_path = shutil.which("WebKitWebDriver")
    if not found or not driver_path:
        raise WebDriverException("there is no WebKitWebDriver or no MiniBrowser")
    sessions: dict[str, webdriver.WebKitGTK] = {}

    def session(proxy: str) -> webdriver.WebKitGTK:
        if proxy not in sessions:
            end()
            options = Options()
            options.binary_location = str(found[-1])
            options.add_argument("--automation")
            manual = {"proxyType": ProxyType.MANUAL, "httpProxy": proxy, "sslProxy": proxy}
            options.proxy = Proxy(manual if proxy else {"proxyType": ProxyType.DIRECT})
            sessions[proxy] = webdriver.WebKitGTK(options=options, service=Service(driver_path))
            sessions[proxy].set_script_timeout(TIME_LIMIT_SECONDS / 3)
        return sessions[proxy]

    def end() -> None:
        while sessions:
            sessions.popitem()[1].quit()

    def run(proxy: str, visits: Sequence[Visit]) -> list[Any]:
        driver = session(proxy)
        results = []
        for address, function in visits:
            if address.startswith(CLICK):
                driver.find_element(By.CSS_SELECTOR, address[1:]).click()
            else:
                driver.get(address)
            call = f"Promise.resolve(({function})()).then(arguments[0], (error) => arguments[0](String(error)))"
            results.append(driver.execute_async_script(call))
        # Nothing of this test's page runs on beside the next test's.
        driver.get("about:blank")
        return results

    with _screen():
        try:
            yield run
        finally:
            end()


@contextmanager
def _screen() -> Iterator[None]:
    """A screen that nobody sees, for a browser that has to have one."""
    server = shutil.which("Xvfb")
    if server is None:
        raise WebDriverException("there is no Xvfb")
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(writing), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as number:
            os.environ["DISPLAY"] = f":{number.readline().strip()}"
        os.environ.pop("WAYLAND_DISPLAY", None)
        yield
    finally:
        process.terminate()
        process.wait()


def _cannot(why: str) -> int:
    print(why, file=sys.stderr)
    return CANNOT_START


def main(name: str) -> int:
    """Run one browser until standard input ends. Exits with 3 where it does not start; others can be tried."""
    if name == "firefox":
        path = firefox()
        return _puppeteer(path) if path else _cannot("there is no Firefox")
    try:
        with _selenium() if name == "webkitgtk" else _playwright(name.removeprefix("playwright-")) as run:
            for line in sys.stdin:
                order = json.loads(line)
                print(json.dumps(run(order["proxy"], order["visits"])), flush=True)
    except (Error, WebDriverException) as error:
        return _cannot(f"{type(error).__name__}: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
