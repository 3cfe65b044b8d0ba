"""A visit to a served site in Chromium: the quiz, a new version, and the same without the server."""

from collections.abc import Callable, Iterator

from playwright.sync_api import BrowserContext, Page, expect

from tests.hosts.answers import Result
from tests.hosts.servers import RunningServer
from tests.support.quiz_page import TYPICAL, dump_answers, expect_score

_WAIT_MS = 60_000


def check_visit(context: BrowserContext, running: RunningServer, update: Callable[[], None], under: str) -> Iterator[Result]:
    """Visit the site; `update` puts the newer version in its place."""
    page = context.new_page()
    page.set_default_timeout(_WAIT_MS)
    url = f"{running.url}{under}"
    page.goto(f"{url}en/index.html")
    page.evaluate("text => localStorage.setItem('ssi', text)", dump_answers(TYPICAL, step="result"))
    yield from _try("the quiz scores", lambda: _score(page, url))
    yield from _try("everything is kept for offline use", lambda: _expect_kept(page))
    yield from _try("below a path the quiz scores", lambda: _score(page, f"{url}sub/path/"))
    yield from _try("below a path everything is kept, too", lambda: _expect_kept(page))
    update()
    yield from _try("a new version is offered, taken and kept", lambda: _take_update(page, url))
    running.stop()
    yield from _try("without the server a page opens", lambda: _open(page, f"{url}en/method.html"))
    yield from _try("without the server it opens at a host's own address for it", lambda: _open(page, f"{url}en/method"))
    yield from _try("without the server the quiz scores", lambda: _score(page, url))
    yield from _try("without the server the quiz below a path scores", lambda: _score(page, f"{url}sub/path/"))


def _try(what: str, act: Callable[[], object]) -> Iterator[Result]:
    try:
        act()
    except Exception as error:  # Whatever fails is a line of the report, and the others are tried all the same.
        yield f"{what}: {str(error).strip().splitlines()[0]}", False
    else:
        yield what, True


def _score(page: Page, url: str) -> None:
    page.goto(f"{url}en/quiz.html")
    expect_score(page, "en", TYPICAL)


def _expect_kept(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-offline", "kept", timeout=_WAIT_MS)


def _take_update(page: Page, url: str) -> None:
    page.goto(f"{url}en/index.html")
    page.locator("[data-update-accept]").click()
    expect(page.locator("html[data-second-version]")).to_be_attached(timeout=_WAIT_MS)
    _expect_kept(page)


def _open(page: Page, url: str) -> None:
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 200, f"status {answer.status}"
    expect(page.locator("html[data-second-version]")).to_be_attached(timeout=_WAIT_MS)
