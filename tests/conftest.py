"""Fixtures that tests share: the real site, built once a session with the real command and served here, and a real Chromium."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect, sync_playwright

from tests.support import browser as installed
from tests.support import engines
from tests.support.engine_site import Site, serve_site
from tests.support.host import UNDER, Host
from tests.support.markup import Markup, read
from tests.support.next_version import build_next
from tests.support.run_folder import make_once
from tests.support.server import serve

ROOT = Path(__file__).parent.parent
# On a busy machine the engine takes longer to start than Playwright's five seconds. A longer limit delays no test that passes.
expect.set_options(timeout=20_000)

# These tests are about values. How long one example takes depends on the machine's other work.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage only in tests of `ssi_core`: measuring makes all Python slow. Run a failed browser test again, twice at most.

    A browser on a busy machine fails where nothing is wrong, once in some ten thousand tests. The run's summary names every test that was
    run again. Tests that drive no browser never are.
    """
    for item in items:
        if is_in_browser(item):
            item.add_marker(pytest.mark.flaky(reruns=2))
        if not item.path.is_relative_to(ROOT / "tests" / "core") and not item.path.is_relative_to(ROOT / "ssi_core"):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Exempt the collected tests from garbage collection.

    Else it walks over all of them, again and again, within tests that make many objects: in these it took a third of the time.
    """
    gc.collect()
    gc.freeze()


def is_in_browser(item: pytest.Item) -> bool:
    """Return whether a test drives a browser, Playwright's or one of `engines`."""
    return item.path.is_relative_to(ROOT / "tests" / "browser") or "playwright" in getattr(item, "fixturenames", ())


def pytest_sessionfinish() -> None:
    """End the browsers of `engines.visit`, which all tests of a process share."""
    engines.end_all()


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the site, built from the repository's own content, once for all processes of this run. No test changes it."""
    return make_once(tmp_path_factory, worker_id, "site", _build) / "dist"


def _build(folder: Path) -> None:
    # In surroundings that nothing may depend on: test_reproducible.py compares the result with that of quite others.
    surroundings = os.environ | {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "2"}
    command = [sys.executable, "build.py", "build", "--no-compress", "--output", str(folder / "dist")]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, umask=0o002, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the site with another script, and with a core that needs other functions of Python, one of them late."""
    edits = {
        "site_src/browser/page/ui/messages.js": lambda text: f'{text}\ndocument.documentElement.dataset.secondVersion = "";\n',
        "ssi_core/json_text.py": lambda text: (
            f"{text}\nimport colorsys\nimport fractions\n_SECOND = (colorsys.rgb_to_hsv(0.1, 0.2, 0.3), fractions.Fraction(1, 3))\n"
            "\n\ndef seldom() -> object:\n    from wave import Error\n\n    return Error\n"
        ),
    }
    return make_once(tmp_path_factory, worker_id, "second", lambda folder: build_next(folder, edits)) / "dist"


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
    """Start Playwright, which drives the browsers."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def find_chromium(playwright: Playwright) -> Iterator[Callable[[], Browser]]:
    """One Chromium for the session, or another after it has crashed, which must not fail all tests that follow."""
    started: list[Browser] = []

    def find() -> Browser:
        if not started or not started[-1].is_connected():
            chromium = installed.launch(playwright, installed.FLEETING, shell=True)
            assert chromium is not None, installed.ADVICE
            started.append(chromium)
        return started[-1]

    yield find
    for chromium in started:
        chromium.close()


@pytest.fixture
def browser(find_chromium: Callable[[], Browser]) -> Browser:
    return find_chromium()


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """One whole Chromium for the session: it lets frames of other sites store nothing, and the headless shell does."""
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
def context_without_engine(context: BrowserContext) -> BrowserContext:
    """A visitor whose engine never comes: for tests of saved data, and not of the score."""
    context.route("**/runtime/**", lambda route: route.abort())
    return context


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


@pytest.fixture(scope="module")
def served(dist: Path) -> Iterator[Site]:
    """The site behind a server that can be told to misbehave, once for the tests of a file."""
    with serve_site(dist) as site:
        yield site


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    """The site behind that server, which behaves again when the test is over."""
    served.stood_still.clear()
    served.over.clear()
    yield served
    served.spoiled.clear()
    served.policies.clear()
    served.before.clear()
    served.cacheable = False
    served.over.set()


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
