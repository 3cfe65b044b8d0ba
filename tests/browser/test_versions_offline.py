"""A new version while the service worker holds the earlier one: each tab keeps its own until its last page is gone."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.host import UNDER, Host
from tests.support.old_page import (
    CRASH,
    KEPT,
    SECOND,
    accept,
    offer,
    open_quiz,
    press_every_button,
    remember,
    wait_for,
)
from tests.support.quiz_page import TYPICAL, choose, expect_score


def expect_kept(page: Page, state: str = "kept") -> None:
    expect(page.locator("html")).to_have_attribute("data-offline", state)


def caches(page: Page) -> set[str]:
    """The names of the files in all caches. What the engine's worker keeps has an address with a query."""
    found: list[str] = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const all = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
          return all.flat();
        }"""
    )
    return {name.rpartition("/")[2] for name in found if "?" not in name}


def update(page: Page) -> None:
    """Take the new version where the bar offers it."""
    page.locator("[data-update-accept]").click()
    expect(page.locator(SECOND)).to_be_attached()


def test_two_tabs_of_which_one_takes_the_new_version(visitor: BrowserContext, host: Host, url: str, second: Path) -> None:
    # The old tab fetches nothing at leisure: whatever it presses has to come from the service worker.
    old, new = visitor.new_page(), visitor.new_page()
    remember(old, url)
    open_quiz(old, url)
    expect_kept(old)
    old.add_init_script("const later = setTimeout; window.setTimeout = (act, ms) => (ms === 1000 ? 0 : later(act, ms));")
    old.reload()
    expect_score(old, "en", TYPICAL, role="sales", target=60)
    olds = {name for name in caches(old) if name.startswith(("manifest.", "ssi_core.", "stdlib."))} - {"manifest.webmanifest"}
    assert len(olds) == 3
    host.folders[UNDER] = second
    new.goto(f"{url}en/index.html")
    update(new)
    expect_kept(new)
    new.goto(f"{url}en/quiz.html")
    expect(new.locator(SECOND)).to_be_attached()
    expect_score(new, "en", TYPICAL, role="sales", target=60)
    expect_kept(new)
    assert olds <= caches(new)
    # In the middle of the quiz, with the engine running.
    for level in ("3_or_more", TYPICAL["articles"]):
        old.locator('[data-part-link="part-1"]').click()
        choose(old, {"articles": level})
        old.locator('[data-part-link="result"]').click()
        expect_score(old, "en", TYPICAL | {"articles": level}, role="sales", target=60)
    assert not old.locator(SECOND).count()
    host.asked.clear()
    press_every_button(old)
    # And with an engine that crashes.
    old.workers[-1].evaluate(CRASH)
    old.locator("form .quiz-failed [data-retry]").click()
    old.wait_for_selector("html[data-engine=ready]")
    expect(offer(old)).to_have_count(0)
    assert not [path for path in host.asked if "/runtime/" in path or "/assets/js" in path]
    # When the last page of the old version is gone, so are its files.
    old.close()
    new.reload()
    expect_kept(new)
    wait_for(lambda: not olds & caches(new), new, "what the earlier version kept stays")
    host.stop()
    new.reload()
    expect_score(new, "en", TYPICAL, role="sales", target=60)


def test_an_old_tab_keeps_the_quiz_of_the_new_version(visitor: BrowserContext, host: Host, url: str, second: Path) -> None:
    """The old page asks the service worker of today, not one that is gone."""
    old, new = visitor.new_page(), visitor.new_page()
    old.goto(f"{url}en/index.html")
    expect_kept(old, "pages")
    host.folders[UNDER] = second
    new.goto(f"{url}nl/index.html")
    update(new)
    expect_kept(new, "pages")
    old.locator("[data-offline-keep]:visible").click()
    expect_kept(old)
    assert {each.name for each in second.glob("runtime/manifest*")} <= caches(new)


def test_a_first_visit_is_served_by_the_service_worker_too(visitor: BrowserContext, host: Host, url: str, second: Path) -> None:
    page = visitor.new_page()
    remember(page, url)
    page.add_init_script("const later = setTimeout; window.setTimeout = (act, ms) => (ms === 1000 ? 0 : later(act, ms));")
    open_quiz(page, url)
    expect_kept(page)
    host.folders[UNDER] = second
    press_every_button(page)


def test_who_comes_back_after_a_release_gets_a_quiz_that_works(visitor: BrowserContext, host: Host, url: str, second: Path) -> None:
    """The device cached the pages and not the engine: the cached quiz requests an engine that is gone."""
    page = visitor.new_page()
    page.goto(f"{url}en/index.html")
    expect_kept(page, "pages")
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps(KEPT))
    host.folders[UNDER] = second
    page.goto(f"{url}en/quiz.html")
    page.wait_for_selector("html[data-engine=failed]")
    accept(page)
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    expect_kept(page)


def test_a_new_version_for_which_there_is_no_room_is_shown_all_the_same(
    visitor: BrowserContext, host: Host, url: str, second: Path
) -> None:
    page = visitor.new_page()
    page.goto(f"{url}en/index.html")
    expect_kept(page, "pages")
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps(KEPT))
    developer = visitor.new_cdp_session(page)
    developer.send("Storage.overrideQuotaForOrigin", {"origin": host.origin, "quotaSize": 1_000_000})
    host.folders[UNDER] = second
    page.goto(f"{url}en/quiz.html")
    page.wait_for_selector("html[data-engine=failed]")
    accept(page)
    expect_score(page, "en", TYPICAL, role="sales", target=60)


@pytest.mark.parametrize("half", ["new-pages", "new-files"])
def test_a_service_worker_refuses_half_a_version_and_recovers(
    visitor: BrowserContext, host: Host, url: str, dist: Path, second: Path, tmp_path: Path, half: str
) -> None:
    pages, files = (second, dist) if half == "new-pages" else (dist, second)
    for each in pages.iterdir():
        (tmp_path / each.name).symlink_to((files if each.name in ("assets", "runtime") else pages) / each.name)
    # A first visit finds nothing saved.
    page = visitor.new_page()
    host.folders[UNDER] = tmp_path
    page.goto(f"{url}en/index.html")
    page.wait_for_timeout(500)
    assert caches(page) == set()
    host.folders[UNDER] = dist
    remember(page, url)
    open_quiz(page, url)
    expect_kept(page)
    # A visitor who was here before goes on as before.
    host.folders[UNDER] = tmp_path
    host.asked.clear()
    page.goto(f"{url}en/index.html")
    wait_for(lambda: f"{UNDER}sw.js" in host.asked, page, "nobody looked for a new version")
    wait_for(
        lambda: page.evaluate("navigator.serviceWorker.getRegistration().then((one) => !one.installing && !one.waiting)"),
        page,
        "never ends",
    )
    open_quiz(page, url)
    expect_kept(page)
    assert not page.locator(SECOND).count()
    press_every_button(page)
    host.folders[UNDER] = second
    page.goto(f"{url}en/index.html")
    update(page)
    open_quiz(page, url)
    expect(page.locator(SECOND)).to_be_attached()
