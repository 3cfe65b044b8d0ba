"""The page for a group, looked at: by axe, on the narrowest phone, with large letters, on a desk, light and dark."""

from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, expect

from tests.support.group_page import CODES, STRANGE, TYPO, dump_group, open_group, put, say
from tests.support.looks import look_at

TAPPED = "main :is(button, summary, input:not([type=file]), textarea, .button)"
LARGE = 20
"""The size of letters in pixels, of somebody who has set them a quarter larger."""

OVERLAPS = """() => [...document.querySelectorAll(".strip")].filter((strip) => {
    const [name, median] = [".strip-name", ".strip-median"].map((part) => {
        const range = document.createRange();
        range.selectNodeContents(strip.querySelector(part));
        return range.getBoundingClientRect();
    });
    return name.right > median.left && name.bottom > median.top && name.top < median.bottom;
}).length"""
"""How many names stand in their medians: a word that is too long sticks out of its place."""


@pytest.mark.parametrize(("scheme", "width", "language"), [("light", 320, "nl"), ("dark", 1440, "en")])
def test_every_state_is_accessible(browser: Browser, site_url: str, scheme: Literal["light", "dark"], width: int, language: str) -> None:
    with look_at(browser, scheme, width, TAPPED) as look:
        page = look.page
        open_group(page, site_url, language, f"#code={CODES[0]}")
        expect(page.locator("[data-link-code]")).to_be_visible()
        look("a code came with the link")
        page.locator("[data-link-add]").click()
        put(page, f"{'\n'.join(CODES[:6])}\n{CODES[0]}\n{TYPO}\nhttps://ssi.example/{STRANGE}{'x' * 80}\n{CODES[1][:-3]}")
        expect(page.locator("[data-unread-faulty] [data-unread]")).to_have_count(2)
        page.locator("[data-codes-unread] details summary").click()
        page.locator("[data-round-edit] summary").click()
        page.locator("[data-round-name]").fill("")
        look("what was not read, and a round without a name")
        page.locator("[data-round-name]").fill("W" * 40)
        page.locator("[data-round-add]").click()
        page.locator("[data-round-remove]").click()
        look("a round was removed")
        files = {
            "group.json": dump_group({"W" * 40: list(CODES[8:10])}),
            f"{'long-' * 20}.csv": f"{TYPO}\n{CODES[11]}",
            "none.txt": "nothing",
        }
        uploads: list[Any] = [{"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in files.items()]
        page.locator("[data-files]").set_input_files(uploads)
        expect(page.locator("[data-file-words]")).to_contain_text(say(page, "file.no_codes", name="none.txt"))
        expect(page.locator("[data-read]")).to_contain_text(say(page, "codes.read", 9))
        look("files were read")
        expect(page.locator(".strip:visible")).to_have_count(5)
        assert page.evaluate(OVERLAPS) == 0
        page.locator("[data-camera-start]").click()
        expect(page.locator("[data-camera-wrong]")).to_be_visible()
        page.locator("[data-keep]").check()
        page.locator("[data-save-file]").click()
        expect(page.locator("[data-saved-file]")).to_be_visible()
        look("kept and saved")
        page.locator("[data-erase]").click()
        expect(page.locator("[data-erased]")).to_be_focused()
        look("erased")
        # What no script brings about here.
        for each in page.locator("[data-camera], [data-unloaded], [data-kept], [data-drop], [data-link-tip]").all():
            each.evaluate("each => { each.hidden = false; }")
        look("everything at once")
        if width == 320:
            page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": LARGE}})
            look("with large letters")
        # Once there are codes from a file, the page no longer says that the group is erased.
        page.locator("[data-files]").set_input_files(uploads[:1])
        expect(page.locator("[data-read]")).to_have_text(say(page, "codes.read", 2))
        expect(page.locator("[data-erased]")).to_be_hidden()
