"""The score over time in a real browser: from an archive to a line, saved only when asked, taken along, explained, and erased."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from ssi_core.answers import Answers
from ssi_core.attribution import attribute
from ssi_core.history.backup import LONGEST
from ssi_core.history.over_time import MOST_DAYS, read_over_time
from ssi_core.linkedin_export.measures import WINDOWS
from ssi_core.linkedin_export.over_time import UNSEEN
from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.cases import OVER_TIME
from tests.support.import_page import GIVEN, IMPORT, make_report
from tests.support.keyboard import tab_to
from tests.support.looks import Looker, look_at
from tests.support.over_time_page import (
    DAY_FIELDS,
    OLDER,
    THERE,
    follow_link,
    read_archive,
    read_held,
    wait_for_explanation,
)
from tests.support.quiz_page import LANGUAGES, TYPICAL, expect_stored, points, read_stored, save_before_load
from tests.support.wire import ask_ok
from tests.support.your_ssi_page import ESTIMATE, REAL, dump_points, message, wait_for_engine, your_ssi

CONTENT = Path(__file__).parent.parent.parent / "content"
LOOKS = [("en", "light", 1440), ("nl", "dark", 390)]

STRANGE = '"><img src=x onerror=alert(1)>'
SCRIPT = re.compile(r"/page/history_extras\.js")
REFUSE = """Storage.prototype.setItem = ((set) => function (...all) {
  if (REFUSED) throw new DOMException("", "QuotaExceededError");
  set.apply(this, all);
})(Storage.prototype.setItem);"""


def keep_over_time(over_time: Any, history: list[dict[str, Any]] | None = None) -> str:
    return json.dumps(json.loads(dump_points(history or [])) | {"over_time": over_time})


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_all_that_leaves_and_all_that_cannot_be_seen(language: str) -> None:
    words = yaml.safe_load((CONTENT / language / "texts" / "over_time.yaml").read_text(encoding="utf-8"))
    assert {*words["leaving"]} == {*WINDOWS}
    assert {*words["unseen"]} == {*UNSEEN}


@pytest.fixture
def looked(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Looker]:
    """A page in one of the looks."""
    _, scheme, width = request.param
    with look_at(browser, scheme, width, "#over-time .button, #over-time summary, #over-time .tick, #why select, #why summary") as look:
        yield look


def expect_figures(page: Page, report: dict[str, Any], language: str) -> None:
    """The table, the drawing, the headline and the forecast say what the report says."""
    days = report["over_time"]
    rows = page.locator("[data-month-rows] tr")
    expect(rows).to_have_count(len(days))
    for row, day in zip((rows.first, rows.last), (days[-1], days[0]), strict=True):
        expect(row.locator("time")).to_have_attribute("datetime", day["day"])
        expect(row.locator("[data-month-value=total]")).to_have_text(points(language, day["total"]))
        for bound in day["range"]:
            expect(row.locator("[data-month-value=range]")).to_contain_text(points(language, bound))
        for pillar in MODEL.pillars:
            expect(row.locator(f"[data-month-value={pillar}]")).to_have_text(points(language, day["pillars"][pillar]["points"]))
    headline = page.locator("[data-over-time-headline]")
    for value in (days[-1]["total"], *days[-1]["range"], report["forecast"][-1]["total"]):
        expect(headline).to_contain_text(points(language, value))
    for name in ("total", *MODEL.pillars):
        drawing = page.locator(f'#over-time [data-months="{name}"] svg')
        expect(drawing.locator("g.months polyline")).to_have_count(1)
        assert len((drawing.locator("g.months polygon").get_attribute("points") or "").split()) == 2 * len(days)
        expect(drawing.locator("g.real circle")).to_have_count(1)
    items = page.locator("[data-forecast-list] > li")
    for item, forecast in zip(items.all(), report["forecast"], strict=True):
        expect(item.locator("[data-forecast-score]")).to_contain_text(points(language, forecast["total"]))
        costing = [each for each in forecast["leaving"] if each["points"] < 0]
        said = item.locator("[data-forecast-leaving] li").all_inner_texts()
        losses = [float(line.rpartition("−")[2].replace(",", ".")) for line in said]
        assert losses == [-each["points"] for each in costing]
        assert round(-sum(losses), 2) == forecast["change"]


def expect_explanation(page: Page, before: dict[str, str], after: dict[str, str]) -> None:
    """The largest five stand in words, all of them in the table, and they add up."""
    wait_for_explanation(page)
    change = attribute(Answers(tuple(before.items())), Answers(tuple(after.items())))
    shown = [each.replace("−", "-").replace(",", ".") for each in page.locator("[data-why-rows] [data-cell=points]").all_text_contents()]
    assert [*map(float, shown)] == [each.points for each in change.factors]
    assert round(sum(map(float, shown)), 2) == change.total
    total = page.locator("[data-why-total]").text_content() or ""
    assert float(total.replace("−", "-").replace(",", ".")) == change.total
    expect(page.locator("[data-why-largest] > li")).to_have_count(min(5, len(change.factors)))


@pytest.mark.parametrize(("looked", "language"), [(look, look[0]) for look in LOOKS], indirect=["looked"], ids=["en", "nl"])
def test_from_an_archive_to_a_line_that_is_saved_taken_along_erased_and_brought_back(
    looked: Looker, site_url: str, language: str, tmp_path: Path
) -> None:
    page, report = looked.page, make_report(GIVEN, over_time=True)
    save_before_load(page, dump_points([REAL]))
    read_archive(page, site_url, language)
    looked("the link beside the review")
    page.click("[data-accept]")
    expect(page.locator("[data-done] [data-see-over-time]")).to_be_visible()
    page.click("[data-done] [data-see-over-time] a")
    expect(page.locator(THERE)).to_be_visible()
    expect_figures(page, report, language)
    days = {day["day"]: day["answers"] | day["assumed"] for day in report["over_time"]}
    expect_explanation(page, days["2025-05-31"], days["2026-06-10"])
    expect(page.locator("[data-why-model]")).to_be_hidden()
    for summary in page.locator("#over-time summary, #why summary").all():
        summary.click()
    expect(page.locator("[data-unseen]:visible")).to_have_count(len(UNSEEN))
    looked("in this tab")

    # Nothing is saved before it is asked for.
    assert "over_time" not in read_stored(page)
    expect(page.locator("[data-over-time-where]")).to_have_text(message(page, "over_time.where_new"))
    held = read_held(page)["over_time"]
    assert [{field: day[field] for field in DAY_FIELDS} for day in held["days"]] == [
        {
            **day,
            "range": list(day["range"]),
            "pillars": {key: {"points": each["points"], "range": list(each["range"])} for key, each in day["pillars"].items()},
        }
        for day in report["over_time"]
    ]
    assert read_over_time(held)[1] == []
    page.locator("[data-over-time-act=save]:visible").click()
    expect(page.locator("[data-over-time-done]")).to_be_focused()
    assert (read_stored(page)["over_time"], read_held(page)) == (held, None)
    looked("saved")
    page.reload()
    expect(page.locator("[data-over-time-act=remove]:visible")).to_have_count(1)
    expect(page.locator("[data-device-list]")).to_contain_text(message(page, "device.over_time"))

    wait_for_engine(page)
    with page.expect_download() as download:
        page.locator("[data-export=json]").click()
    file = tmp_path / "ssi.json"
    download.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8"))["over_time"] == held
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-over-time-state=none]")).to_be_visible()
    expect(page.locator("[data-erased-list]")).to_contain_text(message(page, "device.over_time"))
    expect(page.locator("#why")).to_be_hidden()
    expect_stored(page, None)
    looked("nothing")
    for expected in ("added", "same"):
        page.locator("[data-import]").set_input_files(file)
        words = message(page, f"files.over_time_{expected}").partition("{day}")[0]
        expect(page.locator("[data-imported-list]")).to_contain_text(words)
    expect(page.locator(THERE)).to_be_visible()
    expect_stored(page, held, part="over_time")


def test_by_keyboard_alone(page: Page, site_url: str) -> None:
    read_archive(page, site_url)
    expect(page.locator("#review-title")).to_be_focused()
    tab_to(page, "[data-see-over-time] a", 2)
    page.keyboard.press("Enter")
    expect(page.locator(THERE)).to_be_visible()
    wait_for_explanation(page)
    page.focus("#over-time")
    tab_to(page, "[data-over-time-act=save]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-over-time-done]")).to_be_focused()
    expect(page.locator("[data-announce]")).to_have_text(message(page, "over_time.saved"))
    assert read_stored(page)["over_time"]
    tab_to(page, "[data-over-time-undo]", 1)
    page.keyboard.press("Enter")
    expect(page.locator("[data-announce]")).to_have_text(message(page, "over_time.undone"))
    expect_stored(page, None)
    expect(page.locator("[data-over-time-where]")).to_have_text(message(page, "over_time.where_new"))
    tab_to(page, "[data-over-time-act=save]")
    page.keyboard.press("Enter")
    tab_to(page, "[data-over-time-act=remove]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-over-time-state=none]")).to_be_visible()
    tab_to(page, "[data-over-time-undo]", 1)
    page.keyboard.press("Enter")
    expect(page.locator(THERE)).to_be_visible()
    tab_to(page, "[data-over-time-switch]")
    page.keyboard.press("Space")
    expect(page.locator("#over-time g.months polygon")).to_have_count(0)
    expect(page.locator("[data-over-time-months]")).to_be_hidden()
    page.keyboard.press("Space")
    expect(page.locator('#over-time [data-months="total"] g.months polygon')).to_have_count(1)
    tab_to(page, "[data-why-from]")
    before = page.locator("[data-why-from]").input_value()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-why-from]")).not_to_have_value(before)
    expect(page.locator("[data-announce]")).to_have_text(re.compile(r"between 30 Apr 2025 and 10 Jun 2026: \+\d"))
    # The same day twice: nothing changed.
    page.locator("[data-why-from]").select_option("month 2026-06-10")
    expect(page.locator("[data-why-sum]")).to_contain_text("nothing changed")
    expect(page.locator("[data-why-rest]")).to_be_hidden()


def test_the_example_is_a_demonstration_and_nobodys_own(page: Page, site_url: str) -> None:
    page.goto(site_url + IMPORT["nl"])
    page.wait_for_selector("html[data-engine=ready]")
    page.click("[data-example]")
    expect(page.locator("[data-review] [data-see-whose=example]")).to_be_visible(timeout=60_000)
    follow_link(page, "nl")
    expect(page.locator("[data-over-time-where]")).to_have_text(message(page, "over_time.where_example"))
    expect(page.locator("[data-over-time-act=save]:visible")).to_have_count(0)
    assert violations(page) == []
    page.locator("[data-over-time-act=close]").click()
    expect(page.locator("[data-over-time-state=none]")).to_be_visible()
    assert (read_stored(page), read_held(page)) == (None, None)


def test_a_newer_archive_replaces_the_saved_one_when_the_visitor_says_so(page: Page, site_url: str) -> None:
    read_archive(page, site_url, "en", OLDER)
    follow_link(page)
    page.locator("[data-over-time-act=save]:visible").click()
    older = read_stored(page)["over_time"]
    read_archive(page, site_url)
    follow_link(page)
    where = page.locator("[data-over-time-where]")
    expect(where).to_contain_text("up to 10 June 2026")
    expect(where).to_contain_text("up to 10 June 2025")
    page.locator("[data-over-time-act=back]").click()
    expect(where).to_contain_text("10 June 2025")
    assert (read_stored(page)["over_time"], read_held(page)) == (older, None)
    page.locator("[data-over-time-undo]").click()
    expect(where).to_contain_text("up to 10 June 2026")
    page.locator("[data-over-time-act=save]:visible").click()
    newer = read_stored(page)["over_time"]
    assert newer["days"][-1]["day"] == "2026-06-10"
    page.locator("[data-over-time-undo]").click()
    expect_stored(page, older, part="over_time")
    # Another tab saves the same one that this tab holds: then it is simply the saved one.
    other = page.context.new_page()
    your_ssi(other, site_url)
    expect(other.locator("[data-over-time-where]")).to_contain_text("10 June 2025")
    page.locator("[data-over-time-act=save]:visible").click()
    expect(other.locator("[data-over-time-where]")).to_contain_text("10 June 2026")
    other.locator("[data-over-time-act=remove]:visible").click()
    expect(page.locator("[data-over-time-state=none]")).to_be_visible()
    # What another tab changed is not this one's to undo.
    expect(page.locator("[data-over-time-undo]")).to_be_hidden()
    other.locator("[data-over-time-undo]").click()
    expect(page.locator(THERE)).to_be_visible()
    expect_stored(page, newer, part="over_time")


def test_what_is_not_saved_ends_with_the_tab(page: Page, context: BrowserContext, site_url: str) -> None:
    read_archive(page, site_url)
    follow_link(page)
    page.locator("header a[hreflang=nl]").click()
    page.wait_for_url("**/nl/**")
    expect(page.locator(THERE)).to_be_visible()
    expect(page.locator("[data-device-list]")).to_contain_text(message(page, "device.over_time_held"))
    other = context.new_page()
    scripts: list[str] = []
    other.on("request", lambda request: scripts.append(request.url) if SCRIPT.search(request.url) else None)
    page.close()
    your_ssi(other, site_url)
    wait_for_engine(other)
    expect(other.locator("[data-over-time-state=none]")).to_be_visible()
    assert (read_stored(other), scripts) == (None, []), "without a line its script is not fetched"
    assert [link.get_attribute("href") for link in other.locator("[data-over-time-state=none] a").all()] == [
        "use-your-archive.html",
        "linkedin-archive.html#ask",
    ]


@pytest.mark.parametrize("refused", ["localStorage", "everything"])
def test_a_full_device_says_so_and_loses_nothing(page: Page, site_url: str, refused: str) -> None:
    page.add_init_script(REFUSE.replace("REFUSED", "true" if refused == "everything" else "this === localStorage"))
    read_archive(page, site_url)
    follow_link(page)
    rows = page.locator("[data-month-rows] tr").count()
    assert rows > 12
    page.locator("[data-over-time-act=save]:visible").click()
    expect(page.locator("[data-over-time-said]")).to_have_text(message(page, "over_time.not_kept"))
    expect(page.locator("[data-month-rows] tr")).to_have_count(rows)
    expect(page.locator("[data-storage=not-kept]")).to_be_visible()
    if refused == "localStorage":
        page.reload()
        expect(page.locator("[data-month-rows] tr")).to_have_count(rows)


def test_a_hostile_file_brings_nothing_and_a_damaged_one_can_be_removed(page: Page, site_url: str, tmp_path: Path) -> None:
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("dialog", lambda dialog: dialogs.append(dialog.message))
    save_before_load(page, keep_over_time(OVER_TIME))
    your_ssi(page, site_url)
    wait_for_engine(page)
    expect(page.locator("[data-month-rows] tr")).to_have_count(3)
    day = OVER_TIME["days"][0]
    forecast = OVER_TIME["forecast"][0]
    hostile = {
        "names": {**OVER_TIME, "version": STRANGE, "unseen": [STRANGE]},
        "answers": {**OVER_TIME, "days": [{**day, "answers": {STRANGE: STRANGE}}]},
        "pillars": {**OVER_TIME, "days": [{**day, "pillars": {STRANGE: 1}}]},
        "many": {**OVER_TIME, "days": [day] * (MOST_DAYS + 1)},
        "huge": {**OVER_TIME, "unseen": ["a" * 60] * 50_000},
        "later": {**OVER_TIME, "days": [{**day, "day": "9999-12-31"}]},
        "never": {**OVER_TIME, "days": [{**day, "day": "2026-02-31"}]},
        "backwards": {**OVER_TIME, "days": OVER_TIME["days"][::-1]},
        "infinite": {**OVER_TIME, "days": [{**day, "total": 1e300}]},
        "gain": {**OVER_TIME, "forecast": [{**forecast, "change": 5}]},
        "list": [OVER_TIME],
    }
    for name, over_time in hostile.items():
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps({"format": "ssi-history", "version": 2, "over_time": over_time}), encoding="utf-8")
        assert file.stat().st_size < LONGEST
        page.locator("[data-imported]").evaluate("box => (box.hidden = true)")
        page.locator("[data-import]").set_input_files(file)
        expect(page.locator("[data-imported-list]")).to_contain_text("over_time", timeout=60_000)
        if name == "backwards":
            words = message(page, "fault.out_of_order").replace("{value}", OVER_TIME["days"][0]["day"])
            expect(page.locator("[data-imported-list]")).to_contain_text(words)
        expect_stored(page, OVER_TIME, part="over_time")
    # A factor and a reason that this version has no words for are left out of the words, and a name is no markup.
    leaving = {**forecast["leaving"][0], "factor": "carrier_pigeons"}
    newer = {**OVER_TIME, "forecast": [{**forecast, "leaving": [leaving]}], "unseen": ["pigeons"]}
    page.evaluate("text => localStorage.setItem('ssi', text)", keep_over_time(newer))
    page.reload()
    expect(page.locator(THERE)).to_be_visible()
    expect(page.locator("[data-forecast-leaving] li")).to_have_count(0)
    for damaged in ({}, {**OVER_TIME, "days": []}, {**OVER_TIME, "days": [{**day, "day": STRANGE}]}, {**OVER_TIME, "forecast": [STRANGE]}):
        page.evaluate("text => localStorage.setItem('ssi', text)", keep_over_time(damaged, [ESTIMATE]))
        page.reload()
        expect(page.locator("[data-over-time-state=unreadable]")).to_be_visible()
        expect(page.locator("tbody.point")).to_have_count(1)
    wait_for_engine(page)
    # The rest can be taken along all the same.
    with page.expect_download() as download:
        page.locator("[data-export=json]").click()
    assert [point["id"] for point in json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["points"]] == ["e1"]
    page.locator("[data-over-time-state=unreadable] button").click()
    expect(page.locator("[data-over-time-state=none]")).to_be_visible()
    assert "over_time" not in read_stored(page)
    assert dialogs == []
    assert page.locator("main img").count() == 0


def test_saved_estimates_are_explained_without_an_archive(page: Page, site_url: str) -> None:
    answers = TYPICAL | {"articles": "two", "groups": "weekly_in_one"}
    later = ESTIMATE | {"id": "e2", "date": "2026-03-20T10:00:00Z", "answers": answers}
    third = later | {"id": "e3", "date": "2026-04-20T10:00:00Z", "total": 40, "answers": TYPICAL | {"articles": STRANGE, STRANGE: "one"}}
    broken = True
    page.route(SCRIPT, lambda route: route.abort() if broken else route.continue_())
    page.route(re.compile(r"/export\.\w+\.zip$"), lambda route: route.abort() if broken else route.continue_())
    save_before_load(page, dump_points([ESTIMATE, later, REAL]))
    your_ssi(page, site_url)
    expect(page.locator("[data-over-time-state=failed]")).to_be_visible()
    page.unroute(SCRIPT)
    page.locator("[data-over-time-retry]").click()
    expect(page.locator("[data-over-time-state=none]")).to_be_visible()
    # Without the code that works it out the page says so, and tries again.
    expect(page.locator("[data-why-state=failed]")).to_be_visible(timeout=60_000)
    broken = False
    page.locator("[data-why-retry]").click()
    expect_explanation(page, TYPICAL, answers)
    found = ask_ok("score", answers=answers)["total"] - ask_ok("score", answers=TYPICAL)["total"]
    expect(page.locator("[data-why-total]")).to_have_text(f"{found:+.2f}".replace("-", "−"))
    expect(page.locator("[data-why-from] option")).to_have_count(2)
    # An answer that this model does not know is left out.
    page.evaluate("text => localStorage.setItem('ssi', text)", dump_points([ESTIMATE, third]))
    page.reload()
    wait_for_explanation(page)
    expect(page.locator("[data-why-model]")).to_be_visible()
    assert violations(page) == []


def test_on_paper_and_in_forced_colours_the_line_stands_in_its_band(page: Page, site_url: str) -> None:
    save_before_load(page, keep_over_time(OVER_TIME, [REAL]))
    your_ssi(page, site_url)
    band = page.locator('#over-time [data-months="total"] g.months polygon')
    expect(band).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#over-time svg").first).to_be_visible()
    expect(page.locator("[data-forecast-list]")).to_be_visible()
    for hidden in ("[data-over-time-where]", "[data-over-time-when=saved]", "[data-why-from]"):
        expect(page.locator(hidden)).to_be_hidden()
    page.emulate_media(media="screen", forced_colors="active")
    # It is drawn anew once the forecast is there, so each look finds it again.
    expect(band).to_have_css("fill", "none")
    expect(band).not_to_have_css("stroke", "none")
    page.set_viewport_size({"width": 320, "height": 700})
    page.emulate_media(forced_colors="none")
    for summary in page.locator("#over-time summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
