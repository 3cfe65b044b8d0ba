"""The reminder to measure again: a calendar file that a real browser downloads, read by an independent parser."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import violations
from tests.support.calendar_file import parse
from tests.support.keyboard import tab_to
from tests.support.quiz_page import CODE, LANGUAGES, TYPICAL, expect_stored, save_before_load, score_in_cpython, scroll_to_end, visit
from tests.support.your_ssi_page import YOURS, dump_points, message, wait_for_engine, your_ssi

NAMES = {"en": "measure-my-ssi-again", "nl": "mijn-ssi-opnieuw-meten"}
TITLES = {"en": "Measure my SSI again", "nl": "Mijn SSI opnieuw meten"}


def save(page: Page, act: Callable[[], None] | None = None) -> tuple[str, Any]:
    """Download the file; return its name, and its event."""
    with page.expect_download() as download:
        (act or page.locator("[data-remind-save]").click)()
    return download.value.suggested_filename, parse(Path(download.value.path()).read_bytes())


def open_result(page: Page, site_url: str, language: str, **saved: Any) -> None:
    document = {"version": 2, "answers": TYPICAL, "role": "hr", "target": None, "step": "result", "done": {}, "measured": {}, "history": []}
    save_before_load(page, json.dumps(document | saved))
    visit(page, site_url, language)
    expect(page.locator("[data-remind]")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_keyboard_from_the_plan(page: Page, site_url: str, language: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    open_result(page, site_url, language)
    # The other offer at the foot of the result.
    expect(page.locator(".result a[href$='trainers.html']")).to_be_visible()
    plan = score_in_cpython(TYPICAL, role="hr")["plan"]
    first, second = (step["factor"] for step in plan["steps"][:2])
    page.locator("[data-plan-title]").focus()
    for factor in (first, second):
        tab_to(page, f'[data-plan] input[data-tick="{factor}"]')
        page.keyboard.press("Space")
    tab_to(page, "[data-remind-weeks]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[data-remind-monthly]", 1)
    page.keyboard.press("Space")
    tab_to(page, "[data-remind-save]", 1)
    name, event = save(page, lambda: page.keyboard.press("Enter"))
    day = date.fromisoformat(page.evaluate("new Date(Date.now() + 13 * 7 * 86400000).toLocaleDateString('sv')"))
    assert name == f"{NAMES[language]}-{day}.ics"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (day, day + timedelta(days=1))
    assert event["SUMMARY"] == TITLES[language]
    assert event["RRULE"]["FREQ"] == ["MONTHLY"]
    assert event["URL"] == f"{site_url}{language}/{YOURS[language]}.html"
    text = event["DESCRIPTION"]
    assert f"{site_url}{language}/{YOURS[language]}.html" in text
    assert f"{site_url}{language}/quiz.html" in text
    items = {step["factor"]: page.locator(f'[data-plan] [data-step="{step["factor"]}"]') for step in plan["steps"]}
    for factor, item in items.items():
        described = f"- {item.locator('[data-name]').text_content()}: {item.locator('[data-change]').inner_text()}"
        assert (described in text) == (factor in (first, second)), factor
    assert "{" not in text
    expect(page.locator("[data-remind-save]")).to_be_focused()
    expect(page.locator("[data-remind-state]")).to_contain_text(name)
    scroll_to_end(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    # Nothing of it is taken for an answer, or saved.
    expect_stored(page, TYPICAL, part="answers")


def test_without_a_tick_the_whole_plan_goes_along(page: Page, site_url: str) -> None:
    open_result(page, site_url, "en")
    steps = page.locator("[data-plan-list] > li")
    expect(steps.first).to_be_visible()
    name, event = save(page)
    assert event["DESCRIPTION"].count("\n- ") == steps.count()
    assert message(page, "reminder.plan") in event["DESCRIPTION"]
    assert "RRULE" not in event
    # In the same file again, but for its name, its moment and its text.
    page.locator("input[name=target]").fill("0")
    expect(steps).to_have_count(0)
    again, bare = save(page)
    assert (again, bare["DTSTART"].dt) == (name, event["DTSTART"].dt)
    assert bare["UID"] != event["UID"]
    assert bare["DESCRIPTION"].splitlines()[-1].startswith("3. ")
    # While a target is wrong there is no plan.
    page.locator("input[name=target]").fill("")
    expect(steps.first).to_be_visible()
    page.locator("input[name=target]").fill("many")
    assert "\n- " not in save(page)[1]["DESCRIPTION"]
    # Somebody else's steps are not for this calendar.
    page.evaluate("code => { location.hash = `code=${code}` }", CODE)
    expect(page.locator("form[data-guest]")).to_be_attached()
    expect(page.locator("[data-remind]")).to_be_hidden()


def test_strange_words_arrive_as_they_are(page: Page, site_url: str) -> None:
    open_result(page, site_url, "en")
    strange = 'a;b,c:d\\n\\" \r\nEND:VEVENT\r\nBEGIN:VEVENT 👩🏽‍💻 ' + "é" * 300
    place = page.locator("[data-plan-list] > li [data-name]").first
    place.evaluate("(each, text) => { each.textContent = text; }", strange)
    assert f"- {strange}".replace("\r\n", "\n") in save(page)[1]["DESCRIPTION"]


CLOCKS = [
    # A quarter to midnight, where UTC has another day, and the night in which the clock goes back.
    ("Europe/Amsterdam", "2026-10-24T21:45:00Z", date(2026, 10, 24)),
    ("Europe/Amsterdam", "2026-10-24T22:15:00Z", date(2026, 10, 25)),
    ("Pacific/Auckland", "2026-09-26T11:30:00Z", date(2026, 9, 26)),
    ("America/Los_Angeles", "2027-01-31T07:59:00Z", date(2027, 1, 30)),
    ("Pacific/Kiritimati", "2027-02-28T10:00:00Z", date(2027, 3, 1)),
]


@pytest.mark.parametrize(("zone", "now", "today"), CLOCKS, ids=[f"{zone} {now}" for zone, now, _ in CLOCKS])
def test_the_day_is_the_visitors_own(browser: Browser, site_url: str, zone: str, now: str, today: date) -> None:
    context = browser.new_context(timezone_id=zone, service_workers="block", reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.clock.set_fixed_time(now)
    # The steps that were ticked off in the quiz; what this page does not know is left out.
    done = {"articles": "two", "groups": "every second", "__proto__": "one", "<b>": "two"}
    save_before_load(page, json.dumps({"version": 2, "answers": {}, "role": "", "target": None, "step": "", "history": [], "done": done}))
    your_ssi(page, site_url, "nl")
    wait_for_engine(page)
    for weeks in (4, 13):
        page.locator("[data-remind-weeks]").select_option(str(weeks))
        name, event = save(page)
        day = today + timedelta(weeks=weeks)
        assert event["DTSTART"].dt == day
        assert name == f"mijn-ssi-opnieuw-meten-{day}.ics"
        assert event["DTSTAMP"].dt.strftime("%Y-%m-%dT%H:%M:%SZ") == now
        expect(page.locator("[data-remind-state]")).to_contain_text(str(day.day))
    assert [line for line in event["DESCRIPTION"].splitlines() if line.startswith("- ")] == ["- Artikelen: naar ‘Twee’"]
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_by_keyboard_on_your_own_ssi(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points([]))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    tab_to(page, ".yours-nav a[href='#measure']")
    page.keyboard.press("Enter")
    tab_to(page, "[data-remind-weeks]", 2)
    tab_to(page, "[data-remind-monthly]", 1)
    page.keyboard.press("Space")
    tab_to(page, "[data-remind-save]", 1)
    _, event = save(page, lambda: page.keyboard.press("Enter"))
    assert event["SUMMARY"] == TITLES[language]
    assert "RRULE" in event
    assert "\n- " not in event["DESCRIPTION"], "nothing was ticked off"


def test_without_the_engine_it_says_so(page: Page, site_url: str) -> None:
    page.route("**/*.wasm", lambda route: route.abort())
    your_ssi(page, site_url)
    expect(page.locator("[data-engine-state=failed]")).to_be_visible()
    page.locator("[data-remind-save]").click()
    expect(page.locator("[data-remind-state]")).to_have_text(message(page, "reminder.failed"))


def test_where_its_words_cannot_be_fetched_the_next_visit_to_the_result_tries_again(page: Page, site_url: str) -> None:
    page.route(f"**/{YOURS['en']}.html", lambda route: route.abort())
    save_before_load(page, json.dumps({"version": 1, "answers": TYPICAL, "role": "hr", "target": None, "step": "result"}))
    with page.expect_request(f"**/{YOURS['en']}.html"):
        visit(page, site_url)
    expect(page.locator("[data-remind]")).to_have_count(0)
    page.unroute(f"**/{YOURS['en']}.html")
    page.locator('[data-part-link="part-1"]').click()
    page.locator('[data-part-link="result"]').click()
    expect(page.locator("[data-remind]")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_quiz_as_one_file_on_a_disk(browser: Browser, dist: Path, language: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(30_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    save_before_load(page, json.dumps({"version": 1, "answers": TYPICAL, "role": "hr", "target": None, "step": "result"}))
    page.goto((dist / language / f"ssi-quiz-{language}.html").as_uri())
    expect(page.locator("[data-remind]")).to_be_visible(timeout=60_000)
    name, event = save(page)
    assert name.startswith(NAMES[language])
    # The pages on the site, because the file has no address that a calendar could open.
    assert event["URL"] == f"https://ssi.example/{language}/{YOURS[language]}.html"
    assert f"https://ssi.example/{language}/quiz.html" in event["DESCRIPTION"]
    context.close()
    assert not errors
