"""Saved data on the device, in a real browser: across versions, damaged, of two tabs at once, and where nothing can be saved.

These are about the document and not about the score, so most of them do without the engine: its files do not come.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Playwright, Route, expect

from tests.support import browser as installed
from tests.support.device import EMPTY, EVERYTHING, FILL
from tests.support.engines import visit as visit_in
from tests.support.quiz_page import SOME, choose, expect_part, expect_score, expect_stored, radio, save_before_load, stored, visit
from tests.support.server import serve
from tests.support.your_ssi_page import type_real, your_ssi


@pytest.fixture
def quiet(context: BrowserContext) -> BrowserContext:
    """A visitor whose engine never comes."""
    context.route("**/runtime/**", lambda route: route.abort())
    return context


def asides(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('ssi-damaged')))"
    )
    return found


def test_the_first_versions_document_is_taken_over(quiet: BrowserContext, page: Page, site_url: str) -> None:
    old = {"version": 1, "answers": SOME, "role": "hr", "target": 60, "step": "part-2"}
    save_before_load(page, json.dumps(old))
    visit(page, site_url)
    expect(page.locator("[data-storage=damaged]")).to_be_hidden()
    choose(page, {"active_days": "7_days"})
    new: dict[str, Any] = {"done": {}, "measured": {}, "history": []}
    expect_stored(page, old | {"version": 2, "answers": SOME | {"active_days": "7_days"}} | new)
    assert asides(page) == {}


def test_starting_over_keeps_the_history(quiet: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    visit(page, site_url)
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    expect_stored(page, EVERYTHING | {"answers": {}, "role": "", "target": None, "step": "", "done": {}, "measured": {}})


SPOILED = {
    "not JSON": ('{"version":2,"answers":{"connections":"500_or', {}),
    "another shape": ('["connections"]', {}),
    "a part of another shape": (
        json.dumps(EVERYTHING | {"history": "<img src=x onerror=alert(1)>", "role": ["hr"], "step": "part-1"}),
        SOME,
    ),
}


def test_what_cannot_be_read_is_set_aside_and_can_be_had_back(quiet: BrowserContext, page: Page, site_url: str) -> None:
    visit(page, site_url)
    for text, answers in SPOILED.values():
        page.evaluate("text => localStorage.setItem('ssi', text)", text)
        page.reload()
        expect(page.locator("[data-storage=damaged]")).to_be_visible()
        expect(page.locator("[data-factor] input:checked")).to_have_count(len(answers))
        if not answers:
            assert page.evaluate("localStorage.getItem('ssi')") == text, "touched before there was anything to write"
        choose(page, {"articles": "two"})
        expect_stored(page, answers | {"articles": "two"}, part="answers")
    wanted = [text for text, _ in SPOILED.values()]
    assert list(dict(sorted(asides(page).items())).values()) == wanted, "one drove out another"

    your_ssi(page, site_url)
    box = page.locator("[data-aside]")
    expect(box.locator("li")).to_have_count(len(wanted))
    expect(box.locator("[data-aside-words]").first).to_contain_text(re.compile(r"\b0\.[0-9]*[1-9] kB"))
    texts = []
    for item in box.locator("li").all():
        with page.expect_download() as download:
            item.locator("[data-aside-save]").click()
        texts.append(Path(download.value.path()).read_text(encoding="utf-8"))
    assert sorted(texts) == sorted(wanted)
    for _ in wanted:
        box.locator("[data-aside-remove]").first.click()
    expect(box).to_be_hidden()
    assert asides(page) == {}


def test_what_a_newer_version_wrote_is_left_alone(quiet: BrowserContext, page: Page, site_url: str) -> None:
    text = json.dumps(EVERYTHING | {"version": 3, "answers": "packed otherwise"})
    save_before_load(page, text)
    visit(page, site_url, "nl")
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "newer")
    choose(page, {"articles": "two"})
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "newer")
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    your_ssi(page, site_url, "nl")
    type_real(page)
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "newer")
    assert page.evaluate("localStorage.getItem('ssi')") == text
    assert asides(page) == {}


def test_two_tabs_lose_neither_answers_nor_scores(quiet: BrowserContext, page: Page, site_url: str) -> None:
    visit(page, site_url)
    other, third = quiet.new_page(), quiet.new_page()
    your_ssi(other, site_url, "nl")
    your_ssi(third, site_url)
    choose(page, {"articles": "two"})
    type_real(other, "2026-02-01", find=5)
    choose(page, {"rich_media": "one"})
    type_real(third, "2026-03-01", find=6)
    type_real(other, "2026-04-01", find=7)
    for tab in (other, third):
        expect(tab.locator("tbody.point")).to_have_count(3)
    # Of the tab that wrote last: what another sees of it may come a moment later.
    kept = stored(other)
    assert kept["answers"] == {"articles": "two", "rich_media": "one"}
    assert [point["pillars"]["find"] for point in kept["history"]] == [5, 6, 7]
    expect(other.locator("[data-device-list]")).to_contain_text("2")

    # What one tab removes is gone in the other, which goes on with the rest.
    third.locator("tbody.point").first.locator("[data-remove]").click()
    expect(other.locator("tbody.point")).to_have_count(2)
    type_real(other, "2026-05-01", find=8)
    expect(third.locator("tbody.point")).to_have_count(3)
    third.locator("[data-points-done] [data-undo]").click()
    expect(other.locator("tbody.point")).to_have_count(4)
    expect_stored(page, {"articles": "two", "rich_media": "one"}, part="answers")

    other.locator("[data-erase]").click()
    other.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
    expect(third.locator("tbody.point")).to_have_count(0)
    expect_stored(page, None)
    for tab in (other, third):
        tab.close()


# Each of another day: a second score of a day is asked about.
APPEND = """async (who) => {
    const form = document.querySelector("[data-real]");
    for (let n = 0; n < 20; n += 1) {
        const values = { brand: n / 10, find: who, engage: 1, relate: 1, day: `2026-0${3 + who}-${10 + n}` };
        for (const [name, value] of Object.entries(values)) form.elements[name].value = String(value);
        form.requestSubmit();
        // Without a timer, which browsers hold back in a tab that nobody sees.
        await new Promise((go) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = go; port2.postMessage(0); });
    }
}"""


def test_two_tabs_that_save_at_the_same_time_lose_nothing(quiet: BrowserContext, site_url: str) -> None:
    tabs = [quiet.new_page(), quiet.new_page()]
    for tab in tabs:
        your_ssi(tab, site_url)
    for who, tab in enumerate(tabs):
        tab.evaluate(f"who => {{ void ({APPEND})(who).then(() => (document.body.dataset.over = '')); }}", who)
    for tab in tabs:
        tab.wait_for_selector("body[data-over]", timeout=120_000)
    for tab in tabs:
        expect(tab.locator("[data-device-list]")).to_contain_text("40 dated scores", timeout=60_000)
        history = stored(tab)["history"]
        assert len({(point["pillars"]["brand"], point["pillars"]["find"]) for point in history}) == len(history) == 40


SCRIPTS = Path(__file__).parent.parent.parent / "site_src" / "browser" / "page"
RACE = """<!doctype html><title>A tab</title><body><script type="module">
import * as store from "./storage/store.js";
self.answer = (key, level) => store.update(({ answers }) => ({ answers: { ...answers, [key]: level } }));
self.startOver = store.startOver;
self.answers = () => store.load().answers;
store.onExternalChange(() => (document.body.dataset.kept = store.load().history.length));
const channel = new BroadcastChannel("race");
self.append = async (who) => {
    for (let n = 0; n < 200; n += 1) {
        store.update(({ history }) => ({ history: [...history, { id: `${who}${n}` }] }));
        await new Promise((go) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = go; port2.postMessage(0); });
    }
};
if (location.hash === "#second") {
    channel.onmessage = () => append("second").then(() => channel.postMessage("over"));
    channel.postMessage("here");
}
</script>"""
BOTH = """async () => {
    const channel = new BroadcastChannel("race");
    const hear = (what) => new Promise((go) => channel.addEventListener("message", ({ data }) => data === what && go()));
    const here = hear("here");
    open("race.html#second", "_blank", "noopener");
    await here;
    const over = hear("over");
    channel.postMessage("go");
    await append("first");
    await over;
    await new Promise((go) => setTimeout(go, 1000));
    return JSON.parse(localStorage.ssi).history.length;
}"""


@pytest.fixture
def race(tmp_path: Path) -> Iterator[str]:
    """The address of a page with nothing but what keeps the document."""
    shutil.copytree(SCRIPTS, tmp_path, dirs_exist_ok=True)
    (tmp_path / "race.html").write_text(RACE, encoding="utf-8")
    with serve(tmp_path) as url:
        yield f"{url}race.html"


@pytest.mark.parametrize("locks", [True, False])
def test_four_hundred_changes_of_two_tabs_are_four_hundred(context: BrowserContext, race: str, locks: bool) -> None:
    if not locks:
        context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    # A page each, and so a process each.
    tabs = [context.new_page(), context.new_page()]
    for tab in tabs:
        tab.goto(race)
    start = tabs[0].evaluate("Date.now() + 1500")
    for who, tab in enumerate(tabs):
        tab.evaluate(
            """([who, start]) => { setTimeout(() => append(who).then(() => (document.body.dataset.over = "")), start - Date.now()); }""",
            [who, start],
        )
    for tab in tabs:
        tab.wait_for_selector("body[data-over]", state="attached", timeout=60_000)
    tabs[0].wait_for_selector('body[data-kept="400"]', state="attached")
    # It may hold all and still have to write them, where the other tab wrote over some of them last.
    tabs[0].wait_for_function("new Set(JSON.parse(localStorage.ssi).history.map(({ id }) => id)).size === 400")
    assert len(stored(tabs[0])["history"]) == 400


@pytest.mark.parametrize("name", ["constructor", "__proto__", "toString"])
def test_a_part_that_is_named_like_one_of_every_object_stays(page: Page, race: str, name: str) -> None:
    saved = {"version": 2, "answers": {"q1": "a"}, name: {"a": 1}}
    page.goto(race)
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps(saved))
    page.reload()
    page.evaluate("answer('q2', 'b')")
    expect_stored(page, {"q1": "a", "q2": "b"}, part="answers")
    assert stored(page)[name] == {"a": 1}


def test_two_tabs_of_another_browser_lose_nothing_either(race: str) -> None:
    assert visit_in("firefox", [(race, BOTH)], urlsplit(race).netloc) == [400]


def test_a_page_that_is_shown_again_knows_what_the_pages_in_between_could_not_keep(playwright: Playwright, site_url: str) -> None:
    # Playwright has its browsers forget a page that is left; nobody else's do.
    browser = installed.launch(playwright, installed.FLEETING, fewer=["--disable-back-forward-cache"])
    assert browser is not None, installed.ADVICE
    context = browser.new_context(locale="en-GB", service_workers="block", reduced_motion="reduce")
    context.add_init_script(
        "Storage.prototype.setItem = ((set) => function (...all) { "
        "if (this === localStorage) throw new DOMException('', 'QuotaExceededError'); set.apply(this, all); })(Storage.prototype.setItem);"
    )
    page = context.new_page()
    visit(page, site_url)
    page.evaluate("window.isTheSame = true")
    page.locator('[data-part-link="part-1"]').click()
    choose(page, {"articles": "two"})
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html[lang=nl]")).to_be_attached()
    expect(radio(page, "articles", "two")).to_be_checked()
    choose(page, {"rich_media": "2_to_4"})
    page.evaluate("() => { setTimeout(() => history.back()); }")
    expect(page.locator("html[lang=en]")).to_be_attached()
    assert page.evaluate("window.isTheSame"), "the browser kept the page"
    expect(radio(page, "rich_media", "2_to_4")).to_be_checked()
    expect(radio(page, "articles", "two")).to_be_checked()
    browser.close()


# Whether what the page holds and what the device holds are these answers.
SAME = """wanted => [answers(), JSON.parse(localStorage.ssi).answers]
    .every((each) => JSON.stringify(Object.entries(each).sort()) === wanted)"""
# Meanwhile the other tab hears nothing.
BUSY = "() => { setTimeout(() => { const end = Date.now() + 1500; while (Date.now() < end); document.body.dataset.free = ''; }, 50); }"


def test_what_one_tab_erased_or_changed_often_is_not_brought_back_by_one_that_was_busy(context: BrowserContext, race: str) -> None:
    one, busy = context.new_page(), context.new_page()
    for tab in (one, busy):
        tab.goto(race)
    for changes, kept in (
        ("startOver(); answer('q2', 'b')", {"q2": "b"}),
        ("for (let n = 0; n < 60; n += 1) answer('q1', `c${n}`)", {"q1": "c59", "q2": "b"}),
    ):
        busy.evaluate("answer('q1', 'a')")
        one.wait_for_function("JSON.parse(localStorage.ssi ?? '{}').answers?.q1 === 'a'")
        busy.evaluate(BUSY)
        one.wait_for_timeout(200)
        one.evaluate(f"() => {{ {changes} }}")
        busy.wait_for_selector("body[data-free]", state="attached")
        busy.evaluate("delete document.body.dataset.free")
        # Whatever would bring it back comes at once.
        one.wait_for_timeout(500)
        for tab in (one, busy):
            tab.wait_for_function(SAME, arg=json.dumps(sorted(kept.items()), separators=(",", ":")))


def test_a_later_change_stays_after_a_full_device_refused_another_tabs(context: BrowserContext, race: str) -> None:
    one, other = context.new_page(), context.new_page()
    for tab in (one, other):
        tab.goto(race)
    one.evaluate("answer('q0', 'z')")
    other.wait_for_function("answers().q0 === 'z'")
    other.evaluate("answer('q1', 'a')")
    one.wait_for_function("answers().q1 === 'a'")
    one.evaluate("localStorage.setItem('little', 'x'.repeat(40))")
    one.evaluate(FILL)
    # Room for the marks of a write, and not for what is written.
    one.evaluate("localStorage.removeItem('little')")
    # Browsers tell the other tab's process in a moment.
    other.wait_for_function(
        "names => Object.keys(localStorage).sort().join() === names", arg=one.evaluate("Object.keys(localStorage).sort().join()")
    )
    assert other.evaluate("answer('q2', 'x'.repeat(500))") is False
    one.evaluate(EMPTY)
    one.evaluate("answer('q1', 'c')")
    one.wait_for_timeout(500)
    for tab in (one, other):
        tab.wait_for_function("answers().q1 === 'c' && JSON.parse(localStorage.ssi).answers.q1 === 'c'")


def test_what_a_full_device_refused_is_joined_with_what_another_tab_kept_since(quiet: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    visit(page, site_url)
    page.locator('[data-part-link="part-1"]').click()
    page.evaluate(FILL)
    choose(page, {"articles": "two", "rich_media": "2_to_4"})
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    other = quiet.new_page()
    visit(other, site_url, "nl")
    other.evaluate(EMPTY)
    other.locator('[data-part-link="part-1"]').click()
    # Changed here later, and here alone.
    choose(other, {"rich_media": "5_or_more"})
    your_ssi(other, site_url)
    type_real(other, "2026-04-01", find=6)
    expect(other.locator("tbody.point")).to_have_count(2)
    expect(page.locator("[data-storage=kept]")).to_be_visible()
    expect(radio(page, "rich_media", "5_or_more")).to_be_checked()
    choose(page, {"articles": "3_or_more"})
    now = stored(page)
    assert now["answers"] == SOME | {"articles": "3_or_more", "rich_media": "5_or_more"}
    assert [point["date"][:10] for point in now["history"]] == ["2026-03-02", "2026-04-01"]
    other.close()


def test_what_is_cleared_meanwhile_is_kept_again_as_a_whole(quiet: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    visit(page, site_url)
    page.locator('[data-part-link="part-1"]').click()
    expect(page.locator("[data-storage=kept]")).to_be_visible()
    origin = page.evaluate("location.origin")
    quiet.new_cdp_session(page).send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    expect_stored(page, None)
    choose(page, {"articles": "two"})
    expect_stored(page, EVERYTHING | {"answers": SOME | {"articles": "two"}, "step": "part-1"})
    expect(page.locator("[data-storage=kept]")).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(SOME | {"articles": "two"}))


def test_what_a_full_device_refuses_goes_along_to_the_other_language(quiet: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    your_ssi(page, site_url)
    page.evaluate(FILL)
    type_real(page, "2026-04-01", find=6)
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("tbody.point")).to_have_count(2)
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    visit(page, site_url)
    page.locator('[data-part-link="part-1"]').click()
    choose(page, {"articles": "two"})
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(radio(page, "articles", "two")).to_be_checked()
    expect(page.locator("form[data-guest]")).to_have_count(0)
    expect_stored(page, EVERYTHING)
    page.evaluate(EMPTY)
    page.reload()
    expect(page.locator("[data-storage=kept]")).to_be_visible()
    now = stored(page)
    assert now["answers"]["articles"] == "two"
    assert [point["date"][:10] for point in now["history"]] == ["2026-03-02", "2026-04-01"]
    assert page.evaluate("sessionStorage.getItem('ssi-unkept')") is None


REFUSE = """for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, {
    get() { throw new DOMException("no", "SecurityError"); },
});"""


def test_where_nothing_can_be_kept_the_answers_go_along_in_the_address(context: BrowserContext, page: Page, site_url: str) -> None:
    context.add_init_script(REFUSE)
    visit(page, site_url)
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    choose(page, {"articles": "two", "rich_media": "one"})
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(radio(page, "articles", "two")).to_be_checked()
    expect(page.locator('[data-part="part-1"]')).to_be_visible()
    expect(page.locator("[data-preview-box]")).to_be_hidden()
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "nl", {"articles": "two", "rich_media": "one"})

    # The link itself carries them, so that it can be opened elsewhere.
    link = page.locator("header [data-language=en]")
    expect(link).to_have_attribute("href", re.compile(r"#own=\w+&result$"))
    with context.expect_page() as opened:
        link.click(modifiers=["Control"])
    expect_score(opened.value, "en", {"articles": "two", "rich_media": "one"})
    expect(opened.value.locator("[data-preview-box]")).to_be_hidden()
    opened.value.close()

    # Answers that are here are not replaced by any that come with an address.
    code = (link.get_attribute("href") or "").partition("#own=")[2].partition("&")[0]
    page.locator('[data-part-link="part-1"]').click()
    choose(page, {"articles": "one"})
    page.evaluate("code => { location.hash = `own=${code}`; }", code)
    expect(page.locator("form[data-guest]")).to_be_attached()
    page.locator("[data-preview-leave]:visible").click()
    expect(radio(page, "articles", "one")).to_be_checked()


@pytest.mark.parametrize("comes", [True, False])
def test_the_other_language_waits_for_the_calculator_and_not_for_ever(
    context: BrowserContext, page: Page, site_url: str, comes: bool
) -> None:
    context.add_init_script(REFUSE)
    late: list[Route] = []
    waiting = True
    page.route("**/*.wasm", lambda route: late.append(route) if waiting else route.continue_())
    visit(page, site_url)
    choose(page, {"articles": "two"})
    page.locator("header [data-language=nl]").click(no_wait_after=True)
    page.wait_for_timeout(500)
    assert "/en/" in page.url
    waiting = False
    for route in late if comes else []:
        route.continue_()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(page.locator("html[data-engine=ready]")).to_be_attached()
    expect(page.locator("[data-factor] input:checked")).to_have_count(1 if comes else 0)


def test_where_nothing_can_be_kept_no_score_is_left_behind_unasked(context: BrowserContext, page: Page, site_url: str) -> None:
    context.add_init_script(REFUSE)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    your_ssi(page, site_url)
    type_real(page, "2026-02-01", find=5)
    expect(page.locator("tbody.point")).to_have_count(1)
    page.locator("header [data-language=nl]").click(no_wait_after=True)
    expect(page.locator("tbody.point")).to_have_count(1)
    page.wait_for_timeout(200)
    assert asked == ["beforeunload"]
    assert "/en/" in page.url
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    page.locator("header [data-language=nl]").click()
    page.wait_for_url("**/nl/**")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("refusal", ["get() { throw new DOMException('no', 'SecurityError'); }", "value: null"])
def test_without_storage_a_score_lives_as_long_as_the_page(page: Page, site_url: str, refusal: str) -> None:
    page.add_init_script(f"for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {{ {refusal} }})")
    your_ssi(page, site_url)
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "not-kept")
    type_real(page, "2026-02-01", find=5)
    type_real(page, "2026-03-01", find=6)
    said = page.locator("[data-real-said]")
    expect(said).to_be_visible()
    expect(said).to_contain_text("does not keep")
    expect(page.locator("tbody.point time")).to_have_text(["1 Mar 2026", "1 Feb 2026"])
    expect(page.locator('tbody.point:first-of-type [data-point-value="find"] small')).to_have_text("+1.0")
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-erased]")).to_be_visible()
    expect(page.locator("[data-points-empty]")).to_be_visible()


def test_a_full_device_says_so_and_keeps_again_when_there_is_room(quiet: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    your_ssi(page, site_url)
    # Browsers keep about five million letters for a site.
    page.evaluate(FILL)
    type_real(page, "2026-04-01", find=6)
    expect(page.locator("[data-storage]:visible")).to_have_attribute("data-storage", "not-kept")
    expect(page.locator("tbody.point")).to_have_count(2)
    expect_stored(page, EVERYTHING)
    page.evaluate(EMPTY)
    type_real(page, "2026-05-01", find=7)
    expect(page.locator("[data-storage]:visible")).to_have_count(0)
    assert [point["date"][:10] for point in stored(page)["history"]] == ["2026-03-02", "2026-04-01", "2026-05-01"]


def test_another_tabs_change_reaches_the_quiz(quiet: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    visit(page, site_url)
    page.locator('[data-part-link="part-1"]').click()
    other = quiet.new_page()
    visit(other, site_url, "nl")
    before = next(iter(SOME.items()))
    expect(radio(other, *before)).to_be_checked()
    other.locator('[data-part-link="part-1"]').click()
    choose(other, {"articles": "two"})
    expect(radio(page, "articles", "two")).to_be_checked()
    other.evaluate("text => localStorage.setItem('ssi', text)", "not JSON")
    expect(page.locator("[data-storage=damaged]")).to_be_visible()
    # That is no reason to empty the form.
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(SOME | {"articles": "two"}))
    expect(radio(page, *before)).to_be_checked()
    other.close()


DAMAGED = {
    "not JSON": '{"version":1,"answers":{"connections":"500_or',
    "a list": "[]",
    "nothing": "null",
    "no version of ours": '{"version":"2","answers":{"connections":"500_or_more"}}',
    "answers of another shape": '{"version":1,"answers":["connections"]}',
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_storage_breaks_nothing(quiet: BrowserContext, page: Page, site_url: str, text: str) -> None:
    save_before_load(page, text)
    visit(page, site_url)
    expect(page.locator('[data-storage="damaged"]')).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    expect_part(page, "part-2")
    assert page.evaluate("localStorage.getItem('ssi')") == text, "overwritten before anything new was answered"
    page.go_back()
    choose(page, {"articles": "two"})
    expect_stored(page, {"articles": "two"}, part="answers")
    expect(page.locator('[data-storage="damaged"]')).to_be_hidden()


def test_stored_answers_that_no_question_knows_are_left_out(page: Page, site_url: str) -> None:
    strange = {"connections": '"><img src=x onerror=alert(1)>', "nope": "one", "articles": 7, "__proto__": "x", "groups": "member_only"}
    save_before_load(page, json.dumps({"version": 1, "answers": strange, "role": ["sales"], "step": "part-9"}))
    visit(page, site_url)
    expect(page.locator('[data-part="part-1"]')).to_be_visible()
    expect(page.locator("[data-factor] input:checked")).to_have_count(1)
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", {"groups": "member_only"})


@pytest.mark.parametrize("refusal", ["get() { throw new DOMException('no', 'SecurityError'); }", "value: null"])
def test_without_storage_everything_works_and_says_that_nothing_is_kept(page: Page, site_url: str, refusal: str) -> None:
    page.add_init_script(f"Object.defineProperty(window, 'localStorage', {{ {refusal} }})")
    visit(page, site_url)
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    expect(page.locator('[data-storage="not-kept"]')).to_be_visible()
    choose(page, {"articles": "two"})
    page.locator('[data-part="part-1"] [data-go="part-2"]').click()
    expect_part(page, "part-2")
    choose(page, {"active_days": "7_days"})
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "en", {"articles": "two", "active_days": "7_days"})
    with page.context.expect_page() as opened:
        page.locator("header [data-language=nl]").click(modifiers=["Control"])
    opened.value.close()
    assert page.evaluate("window.name") == "", "this tab may go anywhere"
    page.locator("header [data-language=nl]").click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    page.locator('[data-part-link="result"]').click()
    expect_score(page, "nl", {"articles": "two", "active_days": "7_days"})
    assert page.evaluate("window.name") == "", "what was handed over stays on this site"
    page.locator("[data-restart]").click()
    page.locator("[data-restart-confirm]").click()
    expect_part(page, "part-1")
    expect(page.locator("[data-factor] input:checked")).to_have_count(0)
