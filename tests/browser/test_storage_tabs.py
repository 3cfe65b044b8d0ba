"""Saved data that two tabs change: at the same time, after each other, and while one of them is busy."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.support.device import EMPTY, EVERYTHING, FILL
from tests.support.engines import visit as visit_in
from tests.support.quiz_page import SOME, choose, expect_stored, radio, read_stored, save_before_load, visit
from tests.support.server import serve
from tests.support.your_ssi_page import type_real, your_ssi


def test_two_tabs_lose_neither_answers_nor_scores(context_without_engine: BrowserContext, page: Page, site_url: str) -> None:
    visit(page, site_url)
    other, third = context_without_engine.new_page(), context_without_engine.new_page()
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
    kept = read_stored(other)
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


def test_two_tabs_that_save_at_the_same_time_lose_nothing(context_without_engine: BrowserContext, site_url: str) -> None:
    tabs = [context_without_engine.new_page(), context_without_engine.new_page()]
    for tab in tabs:
        your_ssi(tab, site_url)
    for who, tab in enumerate(tabs):
        tab.evaluate(f"who => {{ void ({APPEND})(who).then(() => (document.body.dataset.over = '')); }}", who)
    for tab in tabs:
        tab.wait_for_selector("body[data-over]", timeout=120_000)
    for tab in tabs:
        expect(tab.locator("[data-device-list]")).to_contain_text("40 dated scores", timeout=60_000)
        history = read_stored(tab)["history"]
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
    assert len(read_stored(tabs[0])["history"]) == 400


@pytest.mark.parametrize("name", ["constructor", "__proto__", "toString"])
def test_a_part_that_is_named_like_one_of_every_object_stays(page: Page, race: str, name: str) -> None:
    saved = {"version": 2, "answers": {"q1": "a"}, name: {"a": 1}}
    page.goto(race)
    page.evaluate("text => localStorage.setItem('ssi', text)", json.dumps(saved))
    page.reload()
    page.evaluate("answer('q2', 'b')")
    expect_stored(page, {"q1": "a", "q2": "b"}, part="answers")
    assert read_stored(page)[name] == {"a": 1}


def test_two_tabs_of_another_browser_lose_nothing_either(race: str) -> None:
    assert visit_in("firefox", [(race, BOTH)], urlsplit(race).netloc) == [400]


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


def test_another_tabs_change_reaches_the_quiz(context_without_engine: BrowserContext, page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps(EVERYTHING))
    visit(page, site_url)
    page.locator('[data-part-link="part-1"]').click()
    other = context_without_engine.new_page()
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
