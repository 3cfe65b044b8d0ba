"""The pages to act on: texts to copy, and the checklist on one sheet."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.engines import visit
from tests.support.pdf import read

TEXTS = {"nl": "teksten-om-te-kopieren", "en": "texts-to-copy"}
CHECKLISTS = {"nl": "checklist-30-dagen", "en": "30-day-checklist"}
SELECTED = "String(window.getSelection())"
BOX = """each => {
  const box = getComputedStyle(each, "::before");
  const left = each.getBoundingClientRect().left + parseFloat(box.left);
  return [left, parseFloat(box.inlineSize), box.borderTopStyle, getComputedStyle(each).listStyleType];
}"""
PRESS = """async () => {
  const button = document.querySelector("[data-copy=post-second]");
  const state = document.querySelector("#post-second + .example-foot [role=status]");
  while (button.hidden) await new Promise((done) => setTimeout(done, 50));
  button.click();
  while (!state.textContent) await new Promise((done) => setTimeout(done, 50));
  return [state.textContent, String(window.getSelection()), document.querySelector("#post-second").textContent];
}"""


@pytest.mark.parametrize("language", TEXTS)
def test_every_button_copies_the_text_beside_it(page: Page, site_url: str, language: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}{language}/{TEXTS[language]}.html")
    examples = page.locator(".example")
    expect(examples).to_have_count(12)
    for example in examples.all():
        # The name tells the twelve buttons apart for those who hear them.
        name = f"{example.get_by_role('button').inner_text()} {example.locator('figcaption').inner_text()}"
        example.get_by_role("button", name=name, exact=True).click()
        expect(example.get_by_role("status")).not_to_be_empty()
        assert page.evaluate("navigator.clipboard.readText()") == example.locator(".example-text").text_content()
    # One message at a time, so that nobody wonders which text it is about.
    assert [words for words in page.locator(".example [role=status]").all_inner_texts() if words] == [
        "Gekopieerd." if language == "nl" else "Copied."
    ]


def test_a_copied_text_keeps_its_paragraphs_when_it_is_pasted(page: Page, site_url: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site_url}en/{TEXTS['en']}.html")
    page.locator("[data-copy=about-first]").click()
    expect(page.locator("#about-first + .example-foot [role=status]")).not_to_be_empty()
    page.evaluate("document.querySelector('main').replaceChildren(document.createElement('textarea'))")
    page.locator("textarea").press("ControlOrMeta+V")
    pasted = page.locator("textarea").input_value()
    assert pasted.startswith("Installers do good work")
    assert pasted.count("\n\n") == 2


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_that_may_not_be_copied_is_selected_and_the_page_says_so(page: Page, site_url: str, language: str) -> None:
    # Without permission the browser itself refuses: nothing here is replaced.
    page.context.clear_permissions()
    session = page.context.new_cdp_session(page)
    session.send("Browser.setPermission", {"permission": {"name": "clipboard-write"}, "setting": "denied"})
    page.goto(f"{site_url}{language}/{TEXTS[language]}.html")
    page.locator("[data-copy=post-second]").click()
    expect(page.locator("#post-second + .example-foot [role=status]")).to_contain_text("Ctrl+C")
    assert page.evaluate(SELECTED).split() == (page.locator("#post-second").text_content() or "").split()


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
def test_other_browsers_copy_or_select_the_text(site_url: str, engine: str) -> None:
    (found,) = visit(engine, [(f"{site_url}nl/{TEXTS['nl']}.html", PRESS)])
    state, selected, text = found
    if state == "Gekopieerd.":
        assert selected == ""
    else:  # Whoever presses no key or button, as this script does, may not use the clipboard.
        assert "Ctrl+C" in state
        assert selected.split() == text.split()
        assert selected.count("\n") == text.count("\n")


def test_the_buttons_stay_away_without_scripts(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}en/{TEXTS['en']}.html")
    expect(page.locator("#post-first")).to_be_visible()
    expect(page.locator("[data-copy]").locator("visible=true")).to_have_count(0)
    page.goto(f"{site_url}en/{CHECKLISTS['en']}.html")
    expect(page.locator("[data-print]")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("language", CHECKLISTS)
def test_the_checklist_is_one_sheet(page: Page, site_url: str, language: str) -> None:
    page.goto(f"{site_url}{language}/{CHECKLISTS[language]}.html")
    (sheet,) = read(page.pdf(format="A4", prefer_css_page_size=True, print_background=True)).pages
    for words in page.locator("main :is(h1, h2, li)").all_inner_texts():
        assert "".join(words.split()) in sheet, words
    expect(page.locator("main h2")).to_have_count(6)


@pytest.mark.parametrize("language", CHECKLISTS)
def test_the_checklist_has_boxes_on_the_screen_too(page: Page, site_url: str, language: str) -> None:
    page.goto(f"{site_url}{language}/{CHECKLISTS[language]}.html")
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        edge = page.locator("main .prose > ul").first.evaluate("list => list.getBoundingClientRect().x")
        boxes = page.locator("main .prose > ul > li").evaluate_all(f"all => all.map({BOX})")
        assert len(boxes) > 15
        for left, size, style, marker in boxes:
            assert size > 12
            assert left >= edge - 0.5, "a column on paper cuts off what hangs out"
            assert (style, marker) == ("solid", "none")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_its_button_prints(page: Page, site_url: str) -> None:
    page.add_init_script("window.print = () => { window.asked = true; }")
    page.goto(f"{site_url}en/{CHECKLISTS['en']}.html")
    page.locator("[data-print]").click()
    assert page.evaluate("window.asked")


def test_an_address_opens_its_week_plan_and_paper_has_them_all(page: Page, site_url: str) -> None:
    page.goto(f"{site_url}en/week-plans.html#sales")
    weeks = page.locator(".plans .prose > p + details")
    expect(weeks).to_have_count(6)
    opened = page.locator(".plans .prose > p + details[open]")
    expect(opened).to_have_count(1)
    expect(page.locator("#sales + p + details table")).to_be_visible()
    page.locator(".contents a[href='#hr']").click()
    expect(page.locator("#hr + p + details table")).to_be_visible()
    expect(opened).to_have_count(2)
    page.locator(".contents a[href='#next']").click()
    expect(page.locator("#next")).to_be_in_viewport()
    expect(opened).to_have_count(2)
    expect(weeks.locator("table:visible")).to_have_count(2)
    page.emulate_media(media="print")
    expect(weeks.locator("table:visible")).to_have_count(6)


def test_without_script_an_address_leads_to_a_week_plan_that_can_be_opened(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}nl/weekplannen.html#hr")
    week = page.locator("#hr + p + details")
    expect(week.locator("summary")).to_be_in_viewport()
    expect(week.locator("table")).to_be_hidden()
    week.locator("summary").click()
    expect(week.locator("table")).to_be_visible()
    context.close()
