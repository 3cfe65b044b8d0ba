"""The page of your own SSI starts with the history where there is one, asks for one field, and shows a total rise."""

import pytest
from playwright.sync_api import Page, expect

from ssi_core.model import MODEL, TOTAL
from tests.support.axe import violations
from tests.support.keyboard import tab_to
from tests.support.quiz_page import LANGUAGES, open_other_tab, save_before_load, save_in
from tests.support.your_ssi_page import ESTIMATE, REAL, YOURS, dump_points, message, rows, wait_for_engine

UNKNOWN = dict.fromkeys(("brand", "find", "engage", "relate"))
TOTALS = [
    REAL | {"id": f"t{number}", "date": f"2026-0{number}-02T12:00:00Z", "total": total, "pillars": UNKNOWN}
    for number, total in ((1, 33), (2, 37), (3, 42))
]
SEEN = next(seen for seen in MODEL.observed if seen.key == TOTAL)


def opened(page: Page, site_url: str, language: str = "en", anchor: str = "") -> None:
    """Open the page as visitors find it, with what is folded folded."""
    page.goto(f"{site_url}{language}/{YOURS[language]}.html{anchor}")
    expect(page.locator("[data-history][data-started]")).to_be_attached()


def parts(page: Page) -> list[str]:
    ids: list[str] = page.locator(".yours-part:visible").evaluate_all("all => all.map(({ id }) => id)")
    return ids


def test_the_history_comes_first_where_there_is_one(page: Page, site_url: str) -> None:
    opened(page, site_url)
    assert parts(page)[0] == "real"
    save_before_load(page, dump_points(TOTALS))
    opened(page, site_url)
    assert parts(page)[:2] == ["history", "real"]
    links = page.locator(".yours-nav a").evaluate_all("all => all.map((each) => each.hash.slice(1))")
    assert [link for link in links if link in parts(page)] == [part for part in parts(page) if part in links]
    assert violations(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_total_is_saved_by_keyboard_from_one_field(page: Page, site_url: str, language: str) -> None:
    opened(page, site_url, language)
    form = page.locator("[data-real]")
    expect(form.locator("input:visible, textarea:visible")).to_have_count(1)
    tab_to(page, "[data-real] [name=total]", 40)
    page.keyboard.type("42")
    page.keyboard.press("Enter")
    expect(page.locator("tbody.point [data-point-value=total]")).to_contain_text("42")
    assert len(rows(page)) == 1


def test_a_fault_in_what_is_folded_unfolds_it(page: Page, site_url: str) -> None:
    opened(page, site_url)
    more = page.locator("details[data-more]")
    more.locator("summary").click()
    page.locator("[data-real] [name=brand]").fill("99")
    more.locator("summary").click()
    expect(more).not_to_have_attribute("open", "")
    page.locator("[data-real] [name=total]").fill("42")
    page.locator("[data-save-real]").click()
    expect(page.locator("[data-real] [name=brand]")).to_be_focused()
    expect(page.locator('[data-real] [data-field="brand"] [data-wrong]')).to_be_visible()
    # What was typed there before stays in sight.
    page.reload()
    expect(page.locator("details[data-more]")).to_have_attribute("open", "")


def test_saving_nothing_asks_for_the_one_field(page: Page, site_url: str) -> None:
    opened(page, site_url)
    page.locator("[data-save-real]").click()
    expect(page.locator("[data-real] [data-wrong]:visible")).to_have_count(1)
    expect(page.locator('[data-real] [data-field="total"] [data-wrong]')).to_have_text(message(page, "fields.none"))
    expect(page.locator("[data-real] [name=total]")).to_be_focused()


def test_a_link_to_the_pillars_unfolds_them(page: Page, site_url: str) -> None:
    opened(page, site_url, anchor="#pillars")
    expect(page.locator("[data-real] [name=brand]")).to_be_visible()
    opened(page, site_url)
    page.locator("[data-real] [name=total]").fill("42")
    link = page.locator('[data-suggest-total="typed"] a')
    expect(page.locator("[data-real] [name=brand]")).to_be_hidden()
    link.click()
    expect(page.locator("[data-real] [name=brand]")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_with_totals_alone_a_rise_can_be_seen_beside_the_averages(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points(TOTALS))
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        opened(page, site_url, language)
        expect_rise(page, width)


def expect_rise(page: Page, width: int) -> None:
    chart = page.locator('[data-lines="total"] svg')
    expect(chart.locator("g.real circle")).to_have_count(3)
    first, _, last = chart.locator("g.real circle").evaluate_all("all => all.map((each) => each.cy.baseVal.value)")
    # Nine points are a quarter of the height at least; on an axis to 100 they were a twelfth.
    assert (first - last) / chart.evaluate("svg => svg.clientHeight") > 0.25
    axis = [int(text) for text in chart.locator(".axis").all_text_contents() if text.isdigit()]
    assert axis[0] < SEEN.low
    assert axis[-1] > 42
    assert max(axis) - min(axis) <= 30
    band = chart.locator("rect.observed")
    step = (axis[-1] - axis[0]) / (lines[0] - lines[-1]) if (lines := grid(page)) else 0
    assert float(band.get_attribute("height") or 0) * step == pytest.approx(SEEN.high - SEEN.low, abs=0.3)
    label = chart.get_attribute("aria-label") or ""
    assert message(page, "chart.averages").format(low=f"{SEEN.low:g}", high=f"{SEEN.high:g}") in label
    assert message(page, "chart.label").format(title="", min=axis[0], max=axis[-1]).strip(" ,.") in label
    expect(page.locator("[data-points-key]:visible")).to_have_count(1)
    # As wide as the page, and no column of a pillar that nobody knows.
    room = page.locator("#history").evaluate("part => part.clientWidth")
    assert chart.evaluate("svg => svg.clientWidth") == room
    expect(page.locator(".points [data-pillar]:visible, .small-charts .chart-box:visible")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def grid(page: Page) -> list[float]:
    """The heights of the lines of the total's axis, from the lowest value up."""
    places: list[float] = page.locator('[data-lines="total"] .grid').evaluate_all("all => all.map((each) => each.y1.baseVal.value)")
    return places


def test_far_apart_scores_have_a_wider_axis(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([TOTALS[0] | {"total": 3}, TOTALS[2] | {"total": 97}]))
    opened(page, site_url)
    texts = page.locator('[data-lines="total"] .axis').all_text_contents()
    assert [int(text) for text in texts if text.isdigit()] == [0, 20, 40, 60, 80, 100]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pillar_that_is_furthest_behind_is_named_below_the_fields(page: Page, site_url: str, language: str) -> None:
    opened(page, site_url, language, "#pillars")
    assert parts(page)[:2] == ["real", "advice"]
    # Of 13 where others have 11 or more nothing is behind; of 1 where they have 4 it is, and more so than 11 of 12.
    for find, key, pillar in (("4.8", "ahead", "engage"), ("1", "behind", "find")):
        for name, value in {"brand": "13", "find": find, "engage": "2", "relate": "11.5" if key == "behind" else "13"}.items():
            page.locator(f"[data-real] [name={name}]").fill(value)
        title = page.locator(f'[data-suggest-pillar="{pillar}"] h3').text_content() or ""
        words = page.locator("[data-suggest-behind]")
        expect(words).to_contain_text(title.strip())
        expect(words).to_contain_text(message(page, f"suggest.{key}").partition("{")[0])
        groups = page.locator("[data-suggest-pillar]")
        expect(groups.first).to_have_attribute("data-suggest-pillar", pillar)
        if key == "behind":
            # The two that are behind, then by room.
            for place, name in enumerate(("find", "relate", "engage", "brand")):
                expect(groups.nth(place)).to_have_attribute("data-suggest-pillar", name)
    # By keyboard, too, its advice comes first.
    page.locator("[data-suggest] a:visible").first.focus()
    tab_to(page, '[data-suggest-pillar="find"] h3 a', 2)
    # The next that gets the focus inside any group is that of a step in the same one.
    page.keyboard.press("Tab")
    expect(page.locator('[data-suggest-pillar="find"] .guess h4 a').first).to_be_focused()
    page.locator("[data-real] [name=find]").fill("")
    page.locator("[data-real] [name=total]").fill("30")
    expect(groups.last).to_have_attribute("data-suggest-pillar", "find")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_newest_real_score_is_called_good_or_not(page: Page, site_url: str, language: str) -> None:
    save_before_load(page, dump_points(TOTALS[:1]))
    opened(page, site_url, language)
    wait_for_engine(page)
    other = open_other_tab(page, site_url)
    words = page.locator('[data-latest="real"]')
    for total, verdict, average in ((20, "below", "below"), (33, "within", "within"), (42, "above", "above"), (80, "far", "above")):
        save_in(other, dump_points([TOTALS[0] | {"total": total}]))
        by = max(SEEN.low - total, total - SEEN.high)
        expect(words).to_contain_text(message(page, f"verdict.{verdict}").replace("{n}", f"{total}"))
        expect(words).to_contain_text(message(page, f"average.{average}").format(low=f"{SEEN.low:g}", high=f"{SEEN.high:g}", by=f"{by:g}"))
        # With one score there is no small number to explain.
        expect(page.locator("[data-change-note]")).to_be_hidden()
        expect(page.locator(".points small")).to_have_count(0)


def test_the_small_number_is_explained_where_there_is_one(page: Page, site_url: str) -> None:
    save_before_load(page, dump_points([TOTALS[0], ESTIMATE]))
    opened(page, site_url)
    wait_for_engine(page)
    expect(page.locator("[data-points] table .point")).to_have_count(2)
    expect(page.locator("[data-change-note]")).to_be_hidden()
    expect(page.locator('[data-latest="estimate"]')).not_to_contain_text(message(page, "verdict.within").replace("{n}", "30.1"))
    page.evaluate("text => localStorage.setItem('ssi', text)", dump_points(TOTALS[:2]))
    page.reload()
    expect(page.locator("[data-change-note]")).to_be_visible()
    expect(page.locator(".points small").first).to_be_visible()
