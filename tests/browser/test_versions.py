"""A new version is published while pages are open: they keep working, or lead to the new version with everything that was typed.

Two versions are really built, and the second is served where the first was: its scripts and its runtime have other addresses, and what was
at the old ones is gone.
"""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.axe import violations
from tests.support.engines import visit as visit_in
from tests.support.host import UNDER, Host
from tests.support.quiz_page import CODE, SENT, SOME, TYPICAL, choose, expect_score, scored, share, stored
from tests.support.your_ssi_page import REAL, unfold

EXTRAS = re.compile(r"/page/quiz_extras\.js$")
REST = re.compile(r"/runtime/pyodide_rest\.\w+\.wasm$")
EXAMPLE = re.compile(r"/assets/Complete-LinkedInDataExport[^/]*\.zip$")
SECOND = "html[data-second-version]"
KEPT = {"version": 2, **SENT, "step": "result", "done": {}, "measured": {}, "history": [REAL]}
CALCULATING = {"nl": ("quiz", "jouw-ssi", "gebruik-je-archief"), "en": ("quiz", "your-ssi", "use-your-archive", "group")}
CODE_ENDINGS = (".js", ".json", ".wasm", ".zip")
CRASH = "setTimeout(() => { throw new Error('gone') })"


@pytest.fixture(scope="module", autouse=True)
def check_addresses(dist: Path, second: Path) -> None:
    """Check that the two versions share no address of a script or an engine's file."""
    for role in ("manifest", "pyodide_rest", "stdlib", "ssi_core"):
        (one,), (other,) = (list((folder / "runtime").glob(f"{role}.*")) for folder in (dist, second))
        assert one.name != other.name
    assert not {each.name for each in dist.glob("assets/js-*")} & {each.name for each in second.glob("assets/js-*")}


def remember(page: Page, url: str, document: object = KEPT) -> None:
    """Have the device remember this from an earlier visit."""
    page.goto(f"{url}robots.txt")
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps(document))


def wait_for(true: Callable[[], bool], page: Page, what: str) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        page.wait_for_timeout(50)


def open_page(page: Page, address: str, *awaited: re.Pattern[str]) -> None:
    """A page whose engine is ready, when these files have come that it fetches at leisure."""
    came: list[str] = []
    page.on("requestfinished", lambda request: came.append(request.url))
    page.goto(address)
    page.wait_for_selector("html[data-engine=ready]")
    wait_for(lambda: all(any(each.search(one) for one in came) for each in awaited), page, "what is fetched at leisure never came")
    page.wait_for_timeout(300)


def open_quiz(page: Page, url: str, *awaited: re.Pattern[str], language: str = "en") -> None:
    open_page(page, f"{url}{language}/quiz.html", *awaited)
    expect_score(page, language, TYPICAL, role="sales", target=60)


def press(page: Page, button: str) -> None:
    if button == "link":
        page.evaluate("code => { location.hash = `code=${code}` }", CODE)
    elif button == "why":
        why = page.locator("[data-advice-list] [data-why]").first
        if why.get_attribute("open") is not None:
            why.locator("summary").click()
        why.locator("summary").click()
    else:
        share(page, button).click() if button in ("copy", "svg", "png") else page.locator(f"[data-{button}]").click()


def failure(page: Page, button: str) -> Locator:
    """The notice that this did not work."""
    places = {"save": "[data-saved=failed]", "why": "[data-advice-list] [data-why-failed]", "link": "[data-link-failed]"}
    return page.locator(places.get(button, "[data-share-state]:not(:empty)")).first


def press_every_button(page: Page) -> None:
    """Press every button whose script the quiz fetches lazily, and expect its effect."""
    failed = page.locator('template[data-message="share.failed"]').evaluate("each => each.content.textContent")
    state = page.locator("[data-share-state]")
    for way in ("copy", "svg", "png"):
        press(page, way)
        expect(state).not_to_be_empty()
        assert state.inner_text() != failed
    press(page, "save")
    expect(page.locator("[data-saved=kept]")).to_be_visible()
    press(page, "why")
    expect(page.locator('[data-advice-list] [data-why-words="full"]').first).to_be_attached()
    # These are the visitor's own answers; those below are somebody else's.
    press(page, "link")
    expect(page).to_have_url(re.compile("#result$"))
    mine = page.evaluate("localStorage.getItem('ssi')")
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps({"version": 2, "answers": SOME}))
    press(page, "link")
    expect(page.locator('[data-preview-state="open"]').first).to_be_visible()
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    page.evaluate("text => localStorage.setItem('ssi', text)", mine)
    page.locator("[data-preview-leave]:visible").click()
    expect(page).to_have_url(re.compile("#result$"))


def offer(page: Page) -> Locator:
    return page.locator("[data-renewal-box]:visible")


def accept(page: Page, *, look: bool = False) -> None:
    """Take the new version where it is offered, and arrive in it. `look`: see whether the offer is accessible."""
    expect(offer(page)).to_have_count(1)
    expect(page.locator("[data-announce]")).to_have_text(offer(page).locator("p").first.inner_text())
    if look:
        assert violations(page) == []
    offer(page).get_by_role("button").click()
    expect(page.locator(SECOND)).to_be_attached()


# Without a service worker.


def test_an_open_page_holds_what_it_needs(page: Page, host: Host, url: str, second: Path) -> None:
    remember(page, url)
    open_quiz(page, url, EXTRAS, REST)
    host.folders[UNDER] = second
    host.asked.clear()
    press_every_button(page)
    # What it asks for is the browser's icon, and the page with the words behind a step, whose address stays.
    assert [path for path in host.asked if path.endswith(CODE_ENDINGS)] == []


def test_a_python_that_went_on_from_an_earlier_visit_holds_the_rest_too(page: Page, host: Host, url: str, second: Path) -> None:
    remember(page, url)
    open_quiz(page, url, REST)
    page.wait_for_function("async () => (await caches.keys()).some((name) => name.endsWith(' started'))")
    open_page(page, f"{url}en/your-ssi.html", REST)
    host.folders[UNDER] = second
    host.asked.clear()
    with page.expect_download() as download:
        page.locator("[data-export=json]").click()
    page.set_input_files(
        "[data-import]", {"name": "ssi.json", "mimeType": "application/json", "buffer": download.value.path().read_bytes()}
    )
    expect(page.locator("[data-imported-list] li").first).to_be_visible()
    unfold(page)
    page.locator("textarea[name=text]").fill("Your Social Selling Index 33 out of 100. Establish your professional brand 13.1")
    expect(page.locator("[data-read-words]")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    assert [path for path in host.asked if path.endswith(CODE_ENDINGS)] == []


@pytest.mark.parametrize("button", ["copy", "png", "save", "why", "link"])
def test_what_a_page_could_not_fetch_in_time_is_in_the_new_version(page: Page, host: Host, url: str, second: Path, button: str) -> None:
    host.spoil = lambda path: 503 if EXTRAS.search(path) else None
    remember(page, url, KEPT | {"history": []})
    open_quiz(page, url)
    # As long as it is the same version, there is none to offer.
    press(page, button)
    expect(failure(page, button)).to_be_visible()
    expect(offer(page)).to_have_count(0)
    host.folders[UNDER], host.spoil = second, lambda path: None
    page.evaluate("location.hash = 'result'")
    press(page, button)
    expect(offer(page)).to_be_in_viewport()
    expect(failure(page, button)).to_be_hidden()
    accept(page, look=button == "link")
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    assert {name: stored(page)[name] for name in SENT} == SENT
    # The link is of the visitor's own answers, and that is what the new page makes of it.
    expect(page).to_have_url(re.compile("#result$"))


def test_trying_again_really_does(page: Page, host: Host, url: str) -> None:
    host.spoil = lambda path: "none" if EXTRAS.search(path) else None
    remember(page, url)
    open_quiz(page, url)
    for button in ("copy", "save", "why", "link"):
        press(page, button)
        expect(failure(page, button)).to_be_visible()
    host.spoil = lambda path: None
    page.locator("[data-link-again]").click()
    expect(page).to_have_url(re.compile("#result$"))
    expect(page.locator("[data-link-failed]")).to_be_hidden()
    press_every_button(page)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_link_that_comes_with_the_page_waits_for_a_network(page: Page, host: Host, url: str, language: str) -> None:
    host.spoil = lambda path: "none" if EXTRAS.search(path) else None
    page.goto(f"{url}{language}/quiz.html#code={CODE}")
    expect(page.locator("[data-link-failed]")).to_be_in_viewport()
    expect(page.locator("[data-announce]")).to_have_text(page.locator("[data-link-failed] p").first.inner_text())
    assert violations(page) == []
    page.locator("[data-link-again]").click()
    page.wait_for_timeout(300)
    expect(page.locator("[data-link-failed]")).to_be_visible()
    host.spoil = lambda path: None
    page.locator("[data-link-again]").click()
    expect(page.locator('[data-preview-state="open"]').first).to_be_visible()
    expect_score(page, language, TYPICAL, role="sales", target=60)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_engine_that_crashes_in_an_old_page(page: Page, host: Host, url: str, second: Path, language: str) -> None:
    remember(page, url)
    open_quiz(page, url, language=language)
    host.folders[UNDER] = second
    page.workers[-1].evaluate(CRASH)
    page.wait_for_selector("html[data-engine=failed]")
    page.locator("form .quiz-failed [data-retry]").click()
    accept(page, look=True)
    expect_score(page, language, TYPICAL, role="sales", target=60)


def test_what_was_typed_on_the_page_of_your_own_ssi_comes_along(page: Page, host: Host, url: str, second: Path) -> None:
    open_page(page, f"{url}en/your-ssi.html")
    unfold(page)
    page.locator("#real-brand").fill("12.5")
    host.folders[UNDER] = second
    page.workers[-1].evaluate(CRASH)
    page.locator("[data-retry]").click()
    accept(page, look=True)
    expect(page.locator("#real-brand")).to_have_value("12.5")


def test_where_the_browser_keeps_nothing_the_answers_come_along(page: Page, host: Host, url: str, second: Path) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } });")
    host.spoil = lambda path: 503 if EXTRAS.search(path) else None
    open_page(page, f"{url}en/quiz.html")
    some = dict(list(SOME.items())[:3])
    choose(page, some)
    page.locator("[data-part-link=result]").click()
    host.folders[UNDER], host.spoil = second, lambda path: None
    press(page, "copy")
    accept(page)
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(some))
    # The tab holds them, too.
    page.reload()
    expect(page.locator("html[data-quiz-started]")).to_be_attached()
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(some))


def test_a_frame_keeps_working_and_offers_the_new_version(
    visitor: BrowserContext, host: Host, url: str, second: Path, tmp_path: Path
) -> None:
    page = visitor.new_page()
    frame_of = f'<!doctype html><title>A page</title><iframe src="{url}en/embed.html" width="900" height="3000"></iframe>'
    (tmp_path / "index.html").write_text(frame_of, encoding="utf-8")
    host.folders["/outside/"] = tmp_path
    with page.expect_request_finished(lambda request: bool(EXTRAS.search(request.url))):
        page.goto(f"{host.origin.replace('127.0.0.1', 'localhost')}/outside/index.html")
    frame = page.frames[1]
    page.wait_for_timeout(300)
    frame.evaluate(
        "all => Object.entries(all).forEach(([name, value]) => document.querySelector(`input[name=${name}][value='${value}']`).click())",
        TYPICAL,
    )
    frame.locator("[data-part-link=result]").click()
    host.folders[UNDER] = second
    frame.locator('[data-share="copy"]').evaluate("each => each.click()")
    expect(frame.locator("[data-share-field]")).to_have_value(re.compile("#code="))
    page.workers[-1].evaluate(CRASH)
    frame.locator("form .quiz-failed [data-retry]").click()
    frame.locator("[data-renewal-box] button").click()
    frame.wait_for_selector(SECOND, state="attached")
    expect(frame.locator('[data-score="total"]')).to_have_text(str(scored(TYPICAL)["verdict"]["total"]))


def test_the_page_that_reads_archives(page: Page, host: Host, url: str, second: Path) -> None:
    open_page(page, f"{url}en/use-your-archive.html", EXAMPLE, REST)
    host.folders[UNDER] = second
    host.asked.clear()
    page.locator("[data-example]").click()
    expect(page.locator("[data-review]")).to_be_visible()
    assert [path for path in host.asked if path.endswith(CODE_ENDINGS)] == []
    page.workers[-1].evaluate(CRASH)
    page.locator("[data-retry]").click()
    accept(page, look=True)


def test_an_example_that_did_not_come(page: Page, host: Host, url: str, second: Path) -> None:
    host.spoil = lambda path: 503 if EXAMPLE.search(path) else None
    open_page(page, f"{url}en/use-your-archive.html", REST)
    page.locator("[data-example]").click()
    expect(page.locator("[data-no-example]")).to_be_visible()
    expect(offer(page)).to_have_count(0)
    host.folders[UNDER], host.spoil = second, lambda path: None
    # The example itself has not changed. It might have.
    host.spoil = lambda path: 404 if EXAMPLE.search(path) else None
    page.locator("[data-example]").click()
    expect(page.locator("[data-no-example]")).to_be_hidden()
    host.spoil = lambda path: None
    accept(page)
    page.locator("[data-example]").click()
    expect(page.locator("[data-review]")).to_be_visible()


TAKE = """async () => {
  const find = (name) => document.querySelector(name);
  const until = async (look) => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(String(look));
  };
  const came = (name) => performance.getEntriesByType("resource").some((each) => each.name.includes(name));
  await until(() => document.documentElement.dataset.engine === "ready");
  for (const [name, value] of Object.entries(ANSWERS)) find(`input[name=${name}][value="${value}"]`).click();
  location.hash = "result";
  await until(() => find('[data-score="total"]').dataset.value);
  await until(() => came("/quiz_extras.js"));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const offered = () => find("[data-renewal-box] p")?.textContent;
  const told = () => find("[data-share-state]").textContent || offered();
  const said = { service: "serviceWorker" in navigator };
  find('[data-share="svg"]').click();
  said.first = await until(told);
  await fetch("/next");
  find('[data-share="svg"]').click();
  said.second = await until(told);
  location.hash = "code=" + CODE;
  const isOffered = () => find("[data-link-failed] + [data-renewal-box]") && "offered";
  said.link = await until(() => isOffered() || (find("form[data-guest]") && "open"));
  return said;
}"""


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
@pytest.mark.parametrize("fate", ["held", "healed", "gone"])
def test_in_other_browsers(engine: str, fate: str, host: Host, second: Path, dist: Path) -> None:
    """The address is not on this machine, where browsers would have a service worker without https."""

    def spoil(path: str) -> object:
        if path == "/next":
            host.spoil = lambda path: None
            if fate != "healed":
                host.folders[UNDER] = second
            return 404
        return 503 if EXTRAS.search(path) and fate != "held" else None

    host.spoil = spoil
    function = TAKE.replace("ANSWERS", json.dumps(TYPICAL)).replace("CODE", json.dumps(CODE))
    (said,) = visit_in(engine, [(f"http://ssi.test{UNDER}en/quiz.html", function)], host.origin.removeprefix("http://"))
    quiz = (dist / "en/quiz.html").read_text(encoding="utf-8")
    saved, failed = (re.findall(f'data-message="share.{key}">(.*?)<', quiz)[0] for key in ("saved", "failed"))
    offered = re.findall(r"data-renewal-box[^>]*>\s*<p>(.*?)</p>", quiz)[0]
    assert said == {
        "service": False,
        "first": saved if fate == "held" else failed,
        "second": offered if fate == "gone" else saved,
        "link": "offered" if fate == "gone" else "open",
    }


# With a service worker.


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


# While the upload is under way.


@pytest.mark.parametrize("missing", ["/assets/", "/assets/js-"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_whose_files_are_not_there_yet(page: Page, host: Host, url: str, language: str, missing: str) -> None:
    host.spoil = lambda path: 404 if missing in path else None
    for address in CALCULATING[language]:
        page.goto(f"{url}{language}/{address}.html")
        expect(page.locator('[data-halted-by="missing"]')).to_be_visible()
    host.spoil = lambda path: None
    page.reload()
    expect(page.locator("[data-started]")).to_have_count(1)
    expect(page.locator("[data-halted-by]:visible")).to_have_count(0)


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
