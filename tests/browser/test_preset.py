"""A trainer's link: it fills in what is still open, names the group, and does nothing else."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.quiz_page import CODE, SOME, TYPICAL, dump_answers, read_stored, save_before_load, visit

LINK = f"#role=sales&target=60&group={quote('Team Noord & co')}"
FIRST = MODEL.factors[0].key
ROLE = {"sales": 'input[name=role][value="sales"]', "hr": 'input[name=role][value="hr"]'}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page without an engine: a link is followed without one, and a test is done sooner."""
    page.route("**/runtime/**", lambda route: route.abort())
    yield page
    page.unroute_all(behavior="ignoreErrors")


def notice(page: Page) -> Locator:
    return page.locator("section[data-preset]")


def expect_preset(page: Page, role: str, target: str) -> None:
    expect(page.locator(ROLE[role])).to_be_checked()
    expect(page.locator("#target")).to_have_value(target)


@pytest.mark.parametrize(("language", "width"), [("nl", 390), ("en", 320)])
def test_it_fills_in_what_is_open_and_names_the_group_on_every_part_and_in_both_languages(
    page: Page, site_url: str, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    visit(page, site_url, language, LINK)
    title = notice(page).get_by_role("heading")
    expect(title).to_contain_text("Team Noord & co")
    expect(notice(page).locator("[data-preset-set]")).to_contain_text("60")
    expect(notice(page).locator("[data-preset-differs]")).to_be_hidden()
    expect_preset(page, "sales", "60")
    more = notice(page).locator("[data-preset-more]")
    expect(more).to_be_visible()
    assert (read_stored(page)["role"], read_stored(page)["target"]) == ("sales", 60)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert violations(page) == []
    page.locator('[data-part-link="part-2"]').click()
    expect(page.locator('[data-part="part-2"]')).to_be_visible()
    expect(title).to_contain_text("Team Noord & co")
    # Whoever goes on has read the rest, and needs the screen for the questions.
    expect(more).to_be_hidden()
    expect(notice(page).locator("[data-preset-set]")).to_be_hidden()
    page.reload()
    expect(page.locator('[data-part="part-2"]')).to_be_visible()
    expect(title).to_contain_text("Team Noord & co")
    expect_preset(page, "sales", "60")
    page.locator("a[data-language]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en" if language == "nl" else "nl")
    expect(title).to_contain_text("Team Noord & co")
    expect_preset(page, "sales", "60")
    # What the visitor empties stays empty.
    page.locator('[data-part-link="result"]').click()
    page.locator("#target").evaluate("each => { each.value = ''; each.dispatchEvent(new Event('input', { bubbles: true })); }")
    page.reload()
    expect(title).to_contain_text("Team Noord & co")
    expect(page.locator("#target")).to_have_value("")
    notice(page).locator("[data-preset-close]").click()
    expect(notice(page)).to_be_hidden()
    page.reload()
    expect(page.locator("html[data-quiz-started]")).to_be_attached()
    assert page.evaluate("sessionStorage.getItem('ssi-preset')") is None
    assert not [each for each in asked if "Team" in each or not each.startswith("GET ")], "nothing goes back"


def test_it_never_changes_what_the_visitor_chose_unless_they_say_so(page: Page, site_url: str) -> None:
    save_before_load(page, dump_answers(SOME, "hr", "part-1", 45))
    visit(page, site_url, "en", LINK)
    differs = notice(page).locator("[data-preset-differs]")
    expect(differs).to_contain_text("60")
    expect(notice(page).locator("[data-preset-set]")).to_be_hidden()
    expect_preset(page, "hr", "45")
    assert (read_stored(page)["role"], read_stored(page)["target"], read_stored(page)["answers"]) == ("hr", 45, SOME)
    notice(page).locator("[data-preset-use]").click()
    expect_preset(page, "sales", "60")
    expect(differs).to_be_hidden()
    expect(notice(page).get_by_role("heading")).to_be_focused()
    assert (read_stored(page)["role"], read_stored(page)["target"], read_stored(page)["answers"]) == ("sales", 60, SOME)
    page.locator("[data-changed] [data-undo]").click()
    expect_preset(page, "hr", "45")
    assert (read_stored(page)["role"], read_stored(page)["target"]) == ("hr", 45)


def test_of_a_hostile_link_text_is_left_at_most(page: Page, site_url: str) -> None:
    hostile = [
        "role=",
        "role=seller",
        "role=%22%5D",
        "target=-1&role=__proto__",
        "target=1e3",
        "target=101",
        "group=%00%E2%80%AE%20",
        "group=%E2%81%A6",
    ]
    visit(page, site_url)
    for each in hostile:
        page.evaluate("hash => { location.hash = hash; }", each)
    # The last one is sound, and is followed after those before it.
    name = "<img src=x onerror=alert(1)>\u202eevil\u0000\u2066 " + "x" * 100
    page.evaluate("hash => { location.hash = hash; }", f"target=12,5&group={quote(name)}&role=%ff")
    title = notice(page).get_by_role("heading")
    expect(title).to_contain_text("<img src=x onerror=alert(1)> evil xxx")
    text = title.inner_text()
    assert "x" * 26 in text
    assert "x" * 27 not in text, "60 characters of a name"
    assert not set(text) & {"\u202e", "\u2066", "\u0000"}
    assert page.locator("section[data-preset] img").count() == 0
    expect(page.locator("#target")).to_have_value("12.5")
    expect(page.locator("input[name=role]:checked")).to_have_count(0)
    page.evaluate("hash => { location.hash = hash; }", "target=60&" + "a" * 2000 + "&role=hr")
    expect(notice(page).locator("[data-preset-differs]")).to_contain_text("60")
    expect(page.locator("input[name=role]:checked")).to_have_count(0)


def test_with_somebodys_answers_it_only_names_the_group(context: BrowserContext, site_url: str) -> None:
    page = context.new_page()
    save_before_load(page, dump_answers(SOME, "", "part-1"))
    visit(page, site_url, "en", f"#code={CODE}&role=hr&target=10&group=North")
    expect(notice(page).get_by_role("heading")).to_contain_text("North")
    expect(page.locator("form[data-guest]")).to_be_attached()
    expect(notice(page).locator("[data-preset-set]")).to_be_hidden()
    expect(notice(page).locator("[data-preset-differs]")).to_be_hidden()
    expect_preset(page, "sales", "60")
    assert (read_stored(page)["role"], read_stored(page)["target"], read_stored(page)["answers"]) == ("", None, SOME)


WITHOUT_STORAGE = "".join(
    f"Object.defineProperty(window, '{name}', {{ get() {{ throw new DOMException('no', 'SecurityError'); }} }});"
    for name in ("localStorage", "sessionStorage")
)


def test_where_nothing_is_saved_it_goes_along_to_the_other_language(context: BrowserContext, site_url: str) -> None:
    page = context.new_page()
    page.add_init_script(WITHOUT_STORAGE)
    visit(page, site_url, "en", "#target=60&group=North")
    expect(notice(page).get_by_role("heading")).to_contain_text("North")
    answer = page.locator(f'input[name="{FIRST}"][value="{TYPICAL[FIRST]}"]')
    page.locator("label").filter(has=answer).click()
    expect(page.locator("a[data-language]").first).to_have_attribute("href", re.compile("#own=.*group=North"))
    page.locator("a[data-language]").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "nl")
    expect(notice(page).get_by_role("heading")).to_contain_text("North")
    expect(answer).to_be_checked()
    expect(page.locator("#target")).to_have_value("60")


def test_the_frame_follows_it_too(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}en/embed.html{LINK}")
    expect(notice(page).get_by_role("heading")).to_contain_text("Team Noord & co")
    expect_preset(page, "sales", "60")
    assert json.loads(page.evaluate("localStorage.getItem('ssi')"))["role"] == "sales"
