"""The page of your own SSI in a real browser, with the real engine: read, compared, saved over time, exported, and erased."""

import json
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ssi_core.history.points import MOST_POINTS
from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.keyboard import tab_to
from tests.support.looks import Looker, look_at
from tests.support.quiz_page import (
    LANGUAGES,
    TYPICAL,
    choose_role,
    expect_stored,
    points,
    radio,
    read_stored,
    save_before_load,
    score_in_cpython,
    visit,
)
from tests.support.wire import ask_ok
from tests.support.your_ssi_page import ESTIMATE, PILLARS, REAL, YOURS, dump_points, message, rows, type_real, wait_for_engine, your_ssi

PAGES = {
    "en": """Top 37% Industry SSI rank
Top 24% Network SSI rank
33 out of 100
13.118 | Establish your professional brand
4.8 | Find the right people
2.05 | Engage with insights
13.5 | Build relationships
People in your network have an average SSI of 31""",
    "nl": """Top 37% SSI-rangorde in branche
Top 24% SSI-rangorde in netwerk
33 van 100
13,118 | Bouw je professionele merk op
4,8 | Vind de juiste mensen
2,05 | Wissel inzichten uit
13,5 | Bouw relaties op
Mensen in je netwerk hebben een gemiddelde SSI van 31""",
}
FOUND = {"total": 33, **PILLARS, "industry.rank": 37, "network.rank": 24, "network.average": 31}
ABSENT = "industry.average"
# Words of one drawing that stand in each other's way; two pixels are air above and below the letters.
OVERLAPS = """svg => {
  const words = [...svg.querySelectorAll("text")].map(text => [text.textContent, text.getBoundingClientRect()]);
  return words.flatMap(([one, a], at) => words.slice(at + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 2 < b.bottom && b.top + 2 < a.bottom)
    .map(([other]) => `${one} and ${other}`));
}"""


def typed(language: str, value: float) -> str:
    return f"{value:g}".replace(".", "," if language == "nl" else ".")


LOOKS: list[tuple[str, Literal["light", "dark"], int]] = [("en", "light", 1440), ("nl", "dark", 390)]


@pytest.fixture
def looked(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Looker]:
    """A page in one of the looks."""
    _, scheme, width = request.param
    tapped = "main .button, main input, main textarea, .yours-nav a, main .tick"
    with look_at(browser, scheme, width, tapped, timezone="Europe/Amsterdam") as look:
        yield look


def save_nothing(looked: Looker) -> None:
    """Saving nothing names every field that needs something, and goes to the first."""
    page = looked.page
    form = page.locator("[data-real]")
    form.locator("[data-save-real]").click()
    expect(form.locator("[data-wrong]:visible")).to_have_count(len(PILLARS))
    expect(form.locator("[name=brand]")).to_be_focused()
    expect(form.locator("[name=brand]")).to_have_accessible_description(
        re.compile(re.escape(form.locator('[data-field="brand"] [data-wrong]').inner_text()))
    )
    looked("faults")


def paste_page(page: Page, language: str) -> None:
    """Paste the text of LinkedIn's own page: its numbers are read into the form."""
    form = page.locator("[data-real]")
    form.locator("[name=text]").fill(PAGES[language])
    for name, value in FOUND.items():
        expect(form.locator(f'[name="{name}"]')).to_have_value(typed(language, value))
    expect(form.locator("[data-wrong]:visible")).to_have_count(0)
    expect(form.locator("[data-absent]:visible")).to_have_count(1)
    expect(form.locator(f'[data-field="{ABSENT}"] [data-absent]')).to_be_visible()
    label = form.locator(f'[data-field="{ABSENT}"] label').inner_text()
    expect(page.locator("[data-read-words]")).to_contain_text(label)
    expect(page.locator("[data-announce]")).to_contain_text(label)
    # What was read can be saved right there.
    expect(page.locator("[data-read-numbers]")).to_contain_text(typed(language, PILLARS["brand"]))
    expect(page.locator("[data-read-save] [type=submit]")).to_be_in_viewport()


def expect_comparison(page: Page, language: str) -> None:
    """Expect the comparison of the scores that were read, before they are saved."""
    compared = page.locator('[data-compare-state="compared"]')
    expect(compared).to_be_visible()
    twins = ask_ok("compare", answers=TYPICAL, real={"total": 33, **PILLARS})
    for name, twin in twins.items():
        row = page.locator(f'[data-twin-row="{name}"]')
        expect(row.locator("[data-cell=estimate]")).to_have_text(points(language, twin["estimate"]))
        for bound in twin["range"]:
            expect(row.locator("[data-cell=range]")).to_contain_text(points(language, bound))
        difference = typed(language, round(abs(twin["difference"]), 2))
        expect(row.locator("[data-cell=difference]")).to_have_text(f"{'+' if twin['difference'] > 0 else '−'}{difference}")
    inside = [name for name, twin in twins.items() if twin["within"] and name in PILLARS]
    assert 0 < len(inside) < len(PILLARS), "this should show both"
    for name in PILLARS:
        expect(page.locator(f'[data-twin="{name}"] [data-twin-check]')).to_be_visible(visible=name not in inside)


def correct_and_save(looked: Looker) -> None:
    """A number corrected by hand is what is saved, on the day that is chosen."""
    page = looked.page
    form, said = page.locator("[data-real]"), page.locator("[data-real-said]")
    form.locator('[name="industry.average"]').fill("36")
    form.locator("[name=total]").fill("40")
    # One fault, where it is: at the total.
    expect(form.locator("[data-wrong]:visible")).to_have_count(1)
    expect(form.locator('[data-field="total"] [data-wrong]')).to_contain_text("40")
    expect(form.locator("[data-sum]:visible")).to_have_count(0)
    expect(page.locator("[data-read-save]")).to_be_hidden()
    form.locator("[name=total]").fill("")
    expect(form.locator("[data-sum]")).to_have_text(message(page, "real.added").replace("{sum}", "33"))
    expect(page.locator("[data-read-numbers]")).to_contain_text("33")
    form.locator("[name=day]").fill("2026-01-05")
    looked("read")
    form.locator("[data-save-real]").click()
    expect(said).to_contain_text("33")
    expect(form.locator("[name=brand]")).to_have_value("")
    expect(form.locator("[name=text]")).to_have_value("")
    (point,) = read_stored(page)["history"]
    assert point["date"] == "2026-01-05T12:00:00Z", "the whole day, in every time zone"
    assert (point["kind"], point["total"], point["pillars"]) == ("real", 33, PILLARS)
    assert (point["industry"], point["network"]) == ({"rank": 37, "average": 36}, {"rank": 24, "average": 31})
    expect(page.locator("[data-compare-which]")).to_contain_text("2026")


def save_again(page: Page, language: str) -> None:
    """The same again is saved once; another one later shows what changed."""
    form, said = page.locator("[data-real]"), page.locator("[data-real-done]")
    form.locator("[name=text]").fill(PAGES[language])
    expect(form.locator("[name=brand]")).to_have_value(typed(language, PILLARS["brand"]))
    form.locator('[name="industry.average"]').fill("36")
    form.locator("[name=day]").fill("2026-01-05")
    form.locator("[data-read-save] [type=submit]").click()
    expect(said).to_be_focused()
    assert len(read_stored(page)["history"]) == 1
    type_real(page, "2026-03-02", find=6.1, total=35)
    newest = page.locator("tbody.point").first
    expect(newest.locator('[data-point-value="find"] small')).to_have_text(f"+{points(language, 1.3)}")
    expect(newest.locator('[data-point-value="total"] small')).to_have_text("+2")
    expect(page.locator("[data-latest=real]")).to_contain_text("35")
    expect(page.locator("[data-latest=real]")).to_contain_text("2")


def add_estimate(looked: Looker, language: str) -> None:
    """An estimate from the quiz joins them, with marks of its own."""
    page = looked.page
    page.evaluate(
        "point => { const all = JSON.parse(localStorage.ssi); all.history.push(point); localStorage.ssi = JSON.stringify(all); }", ESTIMATE
    )
    page.reload()
    wait_for_engine(page)
    expect(page.locator("tbody.point")).to_have_count(3)
    assert rows(page) == (["2 Mar 2026", "20 Jan 2026", "5 Jan 2026"] if language == "en" else ["2 mrt 2026", "20 jan 2026", "5 jan 2026"])
    for name in ("total", *PILLARS):
        chart = page.locator(f'[data-lines="{name}"] svg')
        expect(chart.locator("g.real circle")).to_have_count(2)
        expect(chart.locator("g.estimate .diamond")).to_have_count(1)
        expect(chart.locator("g.real polyline")).to_have_count(1)
    expect(page.locator('[data-lines="total"] svg')).to_have_attribute("aria-label", re.compile("35.*30[.,]1"))
    looked("history")


def change_points(looked: Looker, language: str) -> None:
    """Change the day of an estimate, and the numbers too of a real score."""
    page = looked.page
    newest = page.locator("tbody.point").first
    newest.locator("[data-change]").click()
    dialog = page.locator("[data-change-dialog]")
    expect(dialog.locator("[name=find]")).to_have_value(typed(language, 6.1))
    dialog.locator("[name=find]").fill("26")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[data-wrong]:visible")).to_have_count(1)
    looked("changing")
    dialog.locator("[name=find]").fill("7,1")
    dialog.locator("[name=day]").fill("2026-03-03")
    dialog.locator("[type=submit]").click()
    expect(newest.locator('[data-point-value="find"] small')).to_have_text(f"+{points(language, 2.3)}")
    expect(page.locator("tbody.point time").first).to_have_text(re.compile("^3 "))
    expect(newest.locator("[data-change]")).to_be_focused()
    page.locator("tbody.point").nth(1).locator("[data-change]").click()
    expect(dialog.locator("[name=find]")).to_be_hidden()
    # Close to the newest score and to the bottom of a drawing, where its number would stand in the dates.
    dialog.locator("[name=day]").fill("2026-02-27")
    dialog.locator("[type=submit]").click()
    expect(page.locator("tbody.point time").nth(1)).to_have_text(re.compile("^27 "))
    for drawing in page.locator("[data-drawing]").all():
        assert drawing.evaluate(OVERLAPS) == []


def remove_and_undo(looked: Looker) -> None:
    page = looked.page
    page.locator("tbody.point [data-remove]").first.click()
    expect(page.locator("tbody.point")).to_have_count(2)
    expect(page.locator("[data-points-done] [data-undo]")).to_be_focused()
    looked("removed")
    page.keyboard.press("Enter")
    expect(page.locator("tbody.point")).to_have_count(3)
    expect(page.locator("[data-points-done]")).to_be_focused()
    expect(page.locator("[data-undone-words]:visible")).to_have_text(message(page, "undo.done"))
    expect(page.locator("[data-undo]:visible")).to_have_count(0)
    looked("put back")


def expect_other_media(page: Page) -> None:
    """On paper stand the scores alone, and in forced colours the marks differ."""
    page.emulate_media(media="print")
    for part, shown in (("#compare", True), ("#history", True), ("#real", False), ("#device", False)):
        expect(page.locator(part)).to_be_visible(visible=shown)
    page.emulate_media(media="screen", forced_colors="active")
    drawn = "each => [getComputedStyle(each).fill, getComputedStyle(each).stroke]"
    disc, diamond = (page.locator(f'[data-lines="total"] {mark}').first.evaluate(drawn) for mark in ("circle", ".diamond"))
    assert disc[0] != diamond[0], "in forced colours one cannot be told from the other"


@pytest.mark.parametrize(("looked", "language"), [(look, look[0]) for look in LOOKS], indirect=["looked"], ids=LANGUAGES[::-1])
def test_from_nothing_to_a_history(looked: Looker, site_url: str, language: str) -> None:
    page = looked.page
    save_before_load(page, dump_points([], TYPICAL))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    expect(page.locator("[data-points-empty]")).to_be_visible()
    expect(page.locator('[data-compare-state="none"] [data-needs]:visible')).to_have_attribute("data-needs", "real")
    looked("nothing kept")
    save_nothing(looked)
    paste_page(page, language)
    expect_comparison(page, language)
    correct_and_save(looked)
    save_again(page, language)
    add_estimate(looked, language)
    change_points(looked, language)
    remove_and_undo(looked)
    expect_other_media(page)


def test_a_pillar_that_is_known_nowhere_has_no_chart(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([REAL | {"pillars": PILLARS | {"brand": None, "find": None}}]))
    your_ssi(page, site_url)
    wait_for_engine(page)
    for name in ("total", *PILLARS):
        expect(page.locator(f'[data-lines="{name}"]')).to_be_visible(visible=name not in {"brand", "find"})
    # Once it is known, its chart is drawn as wide as the others.
    page.locator("tbody.point [data-change]").click()
    page.locator("[data-change-dialog] [name=brand]").fill("13.118")
    page.locator("[data-change-dialog] [type=submit]").click()
    expect(page.locator('[data-lines="brand"] g.real circle')).to_have_count(1)
    widths = page.locator(':is([data-lines="brand"], [data-lines="engage"]) [data-drawing]').evaluate_all(
        "all => all.map((each) => each.clientWidth)"
    )
    assert widths[0] == widths[1] > 0
    expect(page.locator('[data-lines="find"]')).to_be_hidden()


def test_by_keyboard_alone(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([], TYPICAL))
    your_ssi(page, site_url)
    wait_for_engine(page)

    tab_to(page, "[data-real] textarea")
    page.keyboard.insert_text(PAGES["en"])
    expect(page.locator("[data-real] [name=brand]")).to_have_value("13.118")
    tab_to(page, "[data-real] [name=brand]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("12,5")
    tab_to(page, "[data-save-real]")
    page.keyboard.press("Enter")
    expect(page.locator("tbody.point")).to_have_count(1)
    assert read_stored(page)["history"][0]["pillars"]["brand"] == 12.5
    tab_to(page, "tbody.point [data-change]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-change-dialog] [name=day]")).to_be_focused()
    tab_to(page, "[data-change-dialog] [name=find]")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    # The total is not their sum any more, and says so.
    expect(page.locator("[data-change-dialog] [name=total]")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Enter")
    expect(page.locator("[data-point-value=find]").last).to_contain_text("9.0")
    expect(page.locator("tbody.point [data-change]")).to_be_focused()
    tab_to(page, "tbody.point [data-remove]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-points-done] [data-undo]")).to_be_focused()
    # With the only real score the comparison above goes, a screen high.
    expect(page.locator("[data-points-done] [data-undo]")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("tbody.point")).to_have_count(1)

    tab_to(page, "[data-erase]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-erase-cancel]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-erase]")).to_be_focused()
    assert read_stored(page)["history"]
    page.keyboard.press("Enter")
    tab_to(page, "[data-erase-confirm]", 3)
    page.keyboard.press("Enter")
    expect(page.locator("[data-erased]")).to_be_focused()
    left = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((key) => key.startsWith('ssi'))")
    assert left == []


def test_a_result_of_the_quiz_is_saved_in_the_history(page: Page, site_url: str) -> None:
    save_before_load(page, json.dumps({"version": 2, "answers": TYPICAL, "role": "sales", "target": None, "step": "result"}))
    # How it is saved could not be fetched: without a network it says so, and the next try finds one.
    page.route("**/quiz_extras.js*", lambda route: route.abort())
    visit(page, site_url, "nl")
    button = page.locator("[data-save]")
    button.click()
    expect(page.locator("[data-saved]:visible")).to_have_attribute("data-saved", "failed")
    page.unroute("**/quiz_extras.js*")
    button.click()
    expect(page.locator("[data-saved]:visible")).to_have_attribute("data-saved", "kept")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    score = score_in_cpython(TYPICAL, role="sales")
    (point,) = read_stored(page)["history"]
    assert ask_ok("history", points=[point])["faults"] == [], "ssi_core would refuse it"
    assert (point["kind"], point["total"], point["range"], point["role"]) == ("estimate", score["total"], score["range"], "sales")
    assert point["pillars"] == {key: pillar["points"] for key, pillar in score["pillars"].items()}
    assert (point["answers"], point["version"]) == (TYPICAL, MODEL.version)
    # Another answer is another result.
    choose_role(page, "hr")
    expect(page.locator("[data-saved]:visible")).to_have_count(0)
    # With the same score in the same second it would be the same point.
    page.wait_for_function("saved => new Date().toISOString().slice(0, 19) > saved.slice(0, 19)", arg=point["date"])
    button.click()
    page.locator("[data-save-how=both]").click()
    link = page.locator("[data-saved=kept] a")
    link.click()
    page.wait_for_url(f"**/{YOURS['nl']}.html#history")
    expect(page.locator("tbody.point")).to_have_count(2)
    expect(page.locator("tbody.point").first.locator("[data-point-value=total]")).to_contain_text(points("nl", score["total"]))
    # Two of one day stand side by side in the middle, above that day.
    chart = page.locator('[data-lines="total"] svg')
    width = chart.evaluate("svg => svg.clientWidth")
    places = chart.locator(".diamond").evaluate_all("all => all.map((each) => each.getBBox().x + each.getBBox().width / 2)")
    assert len(places) == 2
    assert width / 4 < places[0] < places[1] - 12 < 3 * width / 4
    expect(chart.locator('.axis[text-anchor="middle"]')).to_have_count(1)
    page.go_back()
    expect(page.locator("[data-part=result]")).to_be_visible()
    expect(radio(page, "articles", TYPICAL["articles"])).to_be_checked()

    # A full history takes no more points, and says so; one that lacks a point takes it.
    choose_role(page, "sales")
    for there, state in ((MOST_POINTS, "full"), (MOST_POINTS - 1, "kept")):
        page.evaluate("history => localStorage.setItem('ssi', JSON.stringify({...JSON.parse(localStorage.ssi), history}))", [point] * there)
        button.click()
        page.locator("[data-save-how=both]").click()
        expect(page.locator("[data-saved]:visible")).to_have_attribute("data-saved", state)
        assert len(read_stored(page)["history"]) == MOST_POINTS


def test_the_language_changes_and_everything_stays(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([ESTIMATE], TYPICAL))
    your_ssi(page, site_url, "en", "#history")
    wait_for_engine(page)
    form = page.locator("[data-real]")
    form.locator("[name=text]").fill("nothing much")
    form.locator("[name=brand]").fill("12.5")
    form.locator("[name=day]").fill("2026-02-03")
    for other in ("nl", "en"):
        page.locator(f"header a[hreflang={other}]").click()
        page.wait_for_url(f"**/{other}/{YOURS[other]}.html*")
        expect(form.locator("[name=brand]")).to_have_value("12.5")
        expect(form.locator("[name=text]")).to_have_value("nothing much")
        expect(form.locator("[name=day]")).to_have_value("2026-02-03")
        expect(page.locator("tbody.point [data-point-value=total]")).to_contain_text(points(other, 30.1))
        expect_stored(page, TYPICAL, part="answers")
    page.goto(f"{site_url}en/method.html")
    page.go_back()
    expect(form.locator("[name=brand]")).to_have_value("12.5")
    form.locator("[data-clear]").click()
    expect(form.locator("[name=day]")).to_have_value(page.evaluate("new Date().toLocaleDateString('sv')"))
    page.reload()
    expect(form.locator("[name=brand]")).to_have_value("")


def test_what_is_kept_is_shown_without_the_engine(page: Page, site_url: str) -> None:
    broken = True
    page.route("**/*.wasm", lambda route: route.abort() if broken else route.continue_())
    later = REAL | {"id": "r2", "date": "2026-05-02T12:00:00Z", "total": 36}
    save_before_load(page, dump_points([later, REAL], TYPICAL))
    your_ssi(page, site_url)
    failed = page.locator("[data-engine-state=failed]")
    expect(failed).to_be_visible()
    # Told are the words, and not the button below them.
    expect(page.locator("[data-announce]")).to_have_text(" ".join(failed.locator("p:visible").all_inner_texts()[:-1]))
    assert rows(page) == ["2 May 2026", "2 Mar 2026"]
    expect(page.locator('[data-lines="total"] circle')).to_have_count(2)
    page.locator("[data-real] [name=text]").fill(PAGES["en"])
    expect(page.locator("[data-read-words]")).to_have_text(message(page, "real.unread"))
    page.locator("[data-export=json]").click()
    expect(page.locator("[data-exported]")).to_have_text(message(page, "files.not_now"))
    assert violations(page) == []
    broken = False
    failed.locator("[data-retry]").click()
    wait_for_engine(page)
    # Everything that waited is made good.
    expect(page.locator("tbody.point").first.locator("[data-point-value=total] small")).to_have_text("+3")
    expect(page.locator("[data-real] [name=brand]")).to_have_value("13.118")
    expect(page.locator('[data-compare-state="compared"]')).to_be_visible()
    expect(failed).to_be_hidden()

    # Of a long history the newest are shown, and the others when they are asked for.
    long = [REAL | {"id": f"r{number}", "date": f"2025-{1 + number // 20:02}-{1 + number % 20:02}T12:00:00Z"} for number in range(102)]
    page.evaluate("text => localStorage.setItem('ssi', text)", dump_points(long))
    page.reload()
    wait_for_engine(page)
    expect(page.locator("tbody.point")).to_have_count(100)
    page.locator("[data-older]").click()
    expect(page.locator("tbody.point")).to_have_count(102)
    expect(page.locator("[data-points]")).to_be_focused()


def test_offline_and_then_erased_with_the_copy(browser: Browser, site_url: str) -> None:
    context: BrowserContext = browser.new_context(service_workers="allow")
    page = context.new_page()
    context.set_default_timeout(30_000)
    your_ssi(page, site_url)
    wait_for_engine(page)
    page.evaluate("caches.open('another site')")
    page.evaluate("localStorage.setItem('another site', '1')")
    expect(page.locator("html[data-offline=kept]")).to_be_attached(timeout=60_000)
    context.set_offline(True)
    page.reload()
    wait_for_engine(page)
    type_real(page)
    expect(page.locator("tbody.point")).to_have_count(1)
    page.locator("[data-erase-copy]").check()
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-erased-list] li")).to_have_count(2)
    assert page.evaluate("caches.keys()") == ["another site"]
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert page.evaluate("Object.keys(localStorage)") == ["another site"]
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_twice_the_size_fit_a_phone(page: Page, site_url: str, language: str) -> None:
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    save_before_load(page, dump_points([REAL], TYPICAL))
    your_ssi(page, site_url, language)
    wait_for_engine(page)
    expect(page.locator('[data-compare-state="compared"]')).to_be_visible()
    expect(page.locator('[data-suggest-state="known"]')).to_be_visible()
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
