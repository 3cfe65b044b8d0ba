"""What the tests share: the real site, built once a session with the real command, served on this machine only, and a real Chromium."""

import fcntl
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect, sync_playwright

from tests import browser as installed
from tests.host import UNDER, Host
from tests.markup import Markup, read
from tests.server import serve

ROOT = Path(__file__).parent.parent
# A machine that has other work to do starts the engine in more than Playwright's five seconds. Nobody waits for what comes sooner.
expect.set_options(timeout=20_000)

# What is tried is whether values are right. How long one takes says more about what else the machine does.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

# Which test files are about the site: those that look at its machinery, its pages or a browser.
OF_THE_SITE = re.compile(r"^(import build|from (site_src|playwright|tests\.(markup|prose)))\b", re.MULTILINE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only what is about `ssi_core` counts how much of it is tested. Counting makes all Python slow, whatever file it runs through."""
    of_the_site = {path: OF_THE_SITE.search(path.read_text(encoding="utf-8")) for path in {item.path for item in items}}
    for item in items:
        if of_the_site[item.path]:
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the site, built from the repository's own content, once for all processes of this run. No test changes it."""
    # What pytest calls the base is one folder for each process, all in the folder of the run.
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "site" / "dist"
    folder.parent.mkdir(exist_ok=True)
    with (folder.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            done = subprocess.run(
                [sys.executable, "build.py", "build", "--no-compress", "--output", str(folder)],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="session")
def pages(dist: Path) -> dict[str, Markup]:
    """Every page of the site by its path. The quiz as one file is no page but a download; test_single_file.py reads it. What stands at an
    address that a page used to have is none either; test_redirects.py reads that."""
    files = [path for path in sorted(dist.rglob("*.html")) if not path.name.startswith("ssi-quiz-")]
    made = {path.relative_to(dist).as_posix(): read(path) for path in files}
    return {name: markup for name, markup in made.items() if not markup.all("meta", **{"http-equiv": "refresh"})}


@pytest.fixture(scope="session")
def site_url(dist: Path) -> Iterator[str]:
    """The address of the served site, ending in a slash. It lies under a sub-path, as a project site does: every link must be relative."""
    with serve(dist, under="/some/path/") as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for the session."""
    chromium = installed.launch(playwright, installed.FLEETING)
    assert chromium is not None, installed.ADVICE
    yield chromium
    chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor. When the test ends, nothing may have been asked of any other host, whatever the test was about."""
    # The service worker would fetch the whole site for every fresh visitor; it has tests of its own, the quiz under it included.
    # A transition between pages that a busy machine breaks off is an error in the page that no script can catch: so without motion.
    context = browser.new_context(locale="en-GB", service_workers="block", reduced_motion="reduce")
    context.set_default_timeout(20_000)
    asked: list[str] = []

    def record(request: Request) -> None:
        asked.append(request.url)

    context.on("request", record)
    yield context
    context.close()
    strangers = [url for url in asked if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).hostname != "127.0.0.1"]
    assert not strangers, f"asked of another host: {strangers}"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A fresh page. An error that no script of ours caught fails the test."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    # The browser's own: it gives up fading from one page to the next where the machine is too busy.
    errors = [error for error in errors if not error.startswith("Transition was ")]
    assert not errors, f"uncaught errors in the page: {errors}"


@pytest.fixture
def host(dist: Path) -> Iterator[Host]:
    host = Host({UNDER: dist})
    host.start()
    yield host
    host.stop()


@pytest.fixture
def url(host: Host) -> str:
    return host.origin + UNDER


@pytest.fixture
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with service workers, at its first visit. An error that no script of ours caught fails the test."""
    context = browser.new_context(locale="en-GB", viewport={"width": 390, "height": 844}, service_workers="allow")
    context.set_default_timeout(15_000)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    # Chromium's own words where one page leads straight on to the next while it fades in.
    errors = [error for error in errors if not error.startswith("Transition was ")]
    assert not errors, f"uncaught errors: {errors}"
