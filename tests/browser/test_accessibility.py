"""Every page, light and dark, wide and narrow: axe finds nothing, and no page has to be scrolled sideways.

axe takes half a second a page. So each page is looked at in two of the four settings, and its twin in the other two: what differs between
the twins is their words, and between the settings colours and widths. The second setting finds the page open and axe warm, and only the
rules about colours and boxes are applied in it. Of a page and its twin one is wide at first and the other narrow, so that all rules are
applied to what either width shows.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from site_src.load.markdown.convert import convert
from site_src.render.tables import add_scroll_boxes
from tests.support.axe import LOOKS, script, violations
from tests.support.group_page import CODES, TYPO, dump_group, open_group, put
from tests.support.import_page import GIVEN, REVIEW
from tests.support.large_letters import look_with_large_letters
from tests.support.markup import Markup
from tests.support.over_time_page import OLDER, follow_link, read_archive, wait_for_explanation
from tests.support.quiz_page import LANGUAGES, TYPICAL, dump_answers, save_before_load, visit
from tests.support.your_ssi_page import ESTIMATE, REAL, dump_points, wait_for_engine


class Setting(NamedTuple):
    scheme: Literal["light", "dark"]
    width: int


PAIRS = ((Setting("light", 1440), Setting("dark", 390)), (Setting("light", 320), Setting("dark", 1440)))
NARROWEST = Setting("light", 320)
TEXT_FIELDS = "input:not([type=radio], [type=checkbox], [type=file], [type=hidden], [type=color]), select, textarea"


def twins(pages: dict[str, Markup]) -> dict[str, int]:
    """The pages, with a number that a page and its twin share. Not the one at the root, which leads on at once: see the test below."""
    keys = {}
    for name, markup in pages.items():
        shared = [link["href"] for link in markup.all("link", hreflang="x-default")]
        keys[name] = shared[0] if shared else name.rpartition("/")[2]
    order = sorted(set(keys.values()))
    return {name: order.index(key) for name, key in keys.items() if name != "index.html"}


@pytest.mark.parametrize("pair", PAIRS, ids=["light-to-dark", "dark-to-light"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_accessible(
    browser: Browser, site_url: str, pages: dict[str, Markup], language: str, pair: tuple[Setting, Setting]
) -> None:
    # A colour on its way to another one is not what a reader gets.
    context = browser.new_context(service_workers="block", reduced_motion="reduce")
    page = context.new_page()
    page.add_init_script(script=script())
    letters = context.new_cdp_session(page)
    faults = []
    english = language == "en"
    for name, number in twins(pages).items():
        if name.startswith("en/") != english or (number + english) % 2 != PAIRS.index(pair):
            continue
        for at, setting in enumerate((*pair, NARROWEST)):
            page.emulate_media(color_scheme=setting.scheme)
            page.set_viewport_size({"width": setting.width, "height": 900})
            if at == 0:
                page.goto(site_url + name, wait_until="load")
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            faults += [f"{name}, {setting}: {wider} px wider than the window"] * (wider > 0)
            if at < len(pair):
                faults += [f"{name}, {setting}: {fault}" for fault in violations(page, LOOKS if at else ())]
        # Phones zoom in on a field with smaller letters, and do not zoom out again.
        small = page.locator(TEXT_FIELDS).evaluate_all(
            "(all) => all.filter((each) => parseFloat(getComputedStyle(each).fontSize) < 16).length"
        )
        faults += [f"{name}: {small} fields with letters below 16 px"] * (small > 0)
        faults += [f"{name}, {NARROWEST.width} px, {fault}" for fault in look_with_large_letters(page, letters)]
    context.close()
    assert not faults, "\n".join(faults)


def test_the_choice_of_language_is_accessible_without_script(browser: Browser, site_url: str) -> None:
    # axe itself is a script, so the page's own are taken out instead of switching scripts off.
    context = browser.new_context()
    context.route(
        site_url, lambda route: route.fulfill(body=re.sub(r"<script\b.*?</script>", "", route.fetch().text()), content_type="text/html")
    )
    page = context.new_page()
    page.goto(site_url)
    assert [link.get_attribute("hreflang") for link in page.locator("main a[hreflang]").all()] == ["nl", "en"]
    assert violations(page) == []
    context.close()


def open_result(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(TYPICAL, role="sales", step="result", target=60))
    page.goto(f"{site_url}nl/quiz.html")
    # What comes late is there.
    expect(page.locator("template[data-message='share.saved']")).to_be_attached()


def open_your_ssi(page: Page, site_url: str) -> None:
    points = [REAL, REAL | {"id": "r2", "date": "2026-05-02T12:00:00Z", "total": 36}, ESTIMATE]
    save_before_load(page, dump_points(points, TYPICAL))
    page.goto(f"{site_url}nl/jouw-ssi.html")
    expect(page.locator("[data-points] tbody.point").first).to_be_attached()


def open_filled_group(page: Page, site_url: str) -> None:
    open_group(page, site_url, "nl")
    put(page, "\n".join((*CODES[:9], TYPO)))
    expect(page.locator(".strip:visible")).to_have_count(5)


def open_group_in_two_rounds(page: Page, site_url: str) -> None:
    save_before_load(page, dump_group({"Voor de training": list(CODES[:8]), "Na drie maanden": list(CODES[8:16])}), "ssi-group")
    open_group(page, site_url, "nl")
    expect(page.locator(".strip:visible")).to_have_count(10)


def open_read_archive(page: Page, site_url: str) -> None:
    read_archive(page, site_url, "nl")
    expect(page.locator(REVIEW)).to_be_visible()


def open_score_over_time(page: Page, site_url: str) -> None:
    read_archive(page, site_url, "nl", GIVEN | OLDER)
    follow_link(page, "nl")
    wait_for_explanation(page)


def open_questions_that_an_archive_answers(page: Page, site_url: str) -> None:
    document = json.loads(dump_answers(TYPICAL, step="part-1")) | {"version": 2, "measured": TYPICAL, "done": {}, "history": []}
    save_before_load(page, json.dumps(document))
    visit(page, site_url, "nl")
    expect(page.locator("[data-measured-part]")).to_be_visible()


def open_answer_on_home_page(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}nl/index.html")
    page.locator("form[data-known-ssi] input").fill("42")
    expect(page.locator("[data-known-answer]")).to_be_visible()


@pytest.mark.parametrize(
    "fill",
    [
        open_result,
        open_your_ssi,
        open_filled_group,
        open_group_in_two_rounds,
        open_read_archive,
        open_score_over_time,
        open_questions_that_an_archive_answers,
        open_answer_on_home_page,
    ],
)
def test_what_visitors_fill_fits_a_small_screen_with_large_letters(
    browser: Browser, site_url: str, fill: Callable[[Page, str], None]
) -> None:
    # In Dutch, whose words are the longest.
    context = browser.new_context(viewport={"width": NARROWEST.width, "height": 800}, service_workers="block", reduced_motion="reduce")
    page = context.new_page()
    fill(page, site_url)
    if fill != open_answer_on_home_page:
        wait_for_engine(page)
    page.locator("details").evaluate_all("(all) => all.forEach((each) => { each.open = true; })")
    letters = context.new_cdp_session(page)
    faults = list(look_with_large_letters(page, letters))
    for dialog in page.locator("dialog.dialog").all():
        dialog.evaluate("each => each.showModal()")
        faults += look_with_large_letters(page, letters)
        dialog.evaluate("each => each.close()")
    context.close()
    assert not faults, "\n".join(faults)


HEADS = (
    "Verbindingsverzoeken",
    "Waargenomen in 2026",
    "Doorsnee lid",
    "Bedrijfspagina’s",
    "Onderschrijvingen",
    "Zoeken",
    "Relaties",
    "Bron",
)
TABLES = "\n\n".join(
    f"""## Tabel met {columns} kolommen

| {" | ".join(HEADS[:columns])} |
|{"---|" * (columns - 1)}--:|
| {" | ".join(["Een gewone zin in een cel"] * (columns - 1))} | 12,5 |"""
    for columns in range(2, len(HEADS) + 1)
)


@pytest.mark.parametrize("width", [320, 390])
def test_a_wide_table_scrolls_in_its_own_box_by_the_keyboard_too(browser: Browser, site_url: str, dist: Path, width: int) -> None:
    name = "nl/methode.html"
    markup = add_scroll_boxes(convert(TABLES).replace(' align="right"', ' class="number"'), "Methode")
    body = re.sub(
        r'(<div class="prose[^>]*>).*(</div>)', lambda found: found[1] + markup + found[2], (dist / name).read_text(), flags=re.DOTALL
    )
    context = browser.new_context(viewport={"width": width, "height": 800}, service_workers="block")
    context.route(site_url + name, lambda route: route.fulfill(body=body, content_type="text/html"))
    page = context.new_page()
    page.goto(site_url + name)
    expect(page.locator("table")).to_have_count(len(HEADS) - 1)
    assert list(look_with_large_letters(page, context.new_cdp_session(page))) == []
    assert {head.evaluate("(head) => getComputedStyle(head).hyphens") for head in page.locator("thead th").all()} == {"auto"}
    assert violations(page, LOOKS) == []
    widest = page.get_by_role("region", name=f"Tabel met {len(HEADS)} kolommen")
    assert widest.evaluate("(box) => box.scrollWidth > box.clientWidth")
    widest.evaluate("(box) => box.addEventListener('scroll', () => { box.dataset.scrolled = String(box.scrollLeft > 0); })")
    widest.press("ArrowRight")
    expect(widest).to_have_attribute("data-scrolled", "true")
    context.close()
