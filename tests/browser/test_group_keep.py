"""The codes of a group afterwards: gone with the page, kept on the device if the trainer wants that, shared between tabs, and erased."""

import json

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from ssi_core.group import CodedScore, make_code
from ssi_core.group.members import MOST_MEMBERS
from tests.support.device import EMPTY, FILL
from tests.support.group_page import (
    CODES,
    DAY,
    LINK,
    STRANGE,
    choice,
    dump_group,
    expect_read,
    expect_text,
    make_codes,
    open_group,
    put,
    read_saved_group,
    say,
)
from tests.support.your_ssi_page import expect_undone, your_ssi

NOTE_LONGEST = """() => {
  const { setItem } = Storage.prototype;
  globalThis.longest = 0;
  Storage.prototype.setItem = function (name, text) {
    if (name === "ssi-group") globalThis.longest = Math.max(longest, JSON.parse(text).rounds[0].codes.length);
    setItem.call(this, name, text);
  };
}"""
"""Note how many codes the first round of a saved group has at most."""


def state(page: Page, name: str) -> None:
    """Expect that the page says this of what it keeps, and no more; "" for nothing."""
    expect(page.locator("[data-kept]:visible")).to_have_count(1 if name else 0)
    if name:
        expect(page.locator(f"[data-kept={name}]")).to_be_visible()


def leave(page: Page, site_url: str) -> bool:
    """Go to another page. Return whether the browser asked first."""
    asked = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.goto(f"{site_url}404.html")
    page.remove_listener("dialog", accept)
    return asked == ["beforeunload"]


def test_nothing_is_kept_until_the_trainer_says_so(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    expect(page.locator("[data-keep]")).not_to_be_checked()
    put(page, f"Sanne {CODES[0]}\nno code\n{CODES[1]}")
    expect_read(page, 2)
    assert read_saved_group(page) is None
    # A new version of the site replaces the page, and takes along what it had.
    page.evaluate("text => history.replaceState({ ...history.state, 'ssi-group': text }, '')", dump_group({"Spring": [CODES[3]]}))
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("[data-round-choice] label")).to_have_text(["Spring"])
    expect_text(page, CODES[3])
    expect_read(page, 1)
    page.evaluate("text => history.replaceState({ 'ssi-group': text }, '')", STRANGE)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect_text(page)
    put(page, CODES[0])
    expect_read(page, 1)
    assert leave(page, site_url), "codes were lost without a word"
    open_group(page, site_url)
    expect_text(page)
    put(page, "nothing to lose")
    expect(page.locator("[data-unread]")).to_have_count(1)
    assert not leave(page, site_url)


def test_only_the_codes_are_kept_and_erased_and_brought_back(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, f"Sanne {CODES[0]}\nno code\n{CODES[1]}")
    choice(page, "After").check()
    put(page, CODES[2])
    page.locator("[data-keep]").check()
    expect_read(page, 1)
    state(page, "kept")
    expect(page.locator("[data-read]")).not_to_have_text("")
    assert read_saved_group(page) == json.loads(dump_group({"Before": list(CODES[:2]), "After": [CODES[2]]}, filling="After"))
    assert not leave(page, site_url)
    open_group(page, site_url)
    state(page, "kept")
    expect(page.locator("[data-keep]")).to_be_checked()
    expect(choice(page, "After")).to_be_checked()
    expect_text(page, CODES[2])
    expect_read(page, 1)
    choice(page, "Before").check()
    expect_text(page, *CODES[:2])

    page.locator("[data-keep]").uncheck()
    state(page, "")
    assert read_saved_group(page) is None
    expect_text(page, *CODES[:2])
    page.locator("[data-keep]").check()
    state(page, "kept")
    # Erased with one button, and brought back with one.
    page.locator("[data-erase]").click()
    expect(page.locator("[data-erased]")).to_be_focused()
    expect_text(page)
    assert read_saved_group(page) is None
    state(page, "")
    page.locator("[data-erased] [data-undo]").click()
    expect_undone(page, "[data-erased]", "undo.done")
    state(page, "kept")
    expect_text(page, *CODES[:2])
    expect_read(page, 2)
    # It is on the list of what this device holds.
    your_ssi(page, site_url)
    expect(page.locator("[data-device-list]")).to_contain_text(say(page, "device.group"))
    page.locator("[data-erase]").click()
    page.locator("[data-erase-confirm]").click()
    expect(page.locator("[data-erased-list]")).to_contain_text(say(page, "device.group"))
    assert read_saved_group(page) is None


def test_tabs_that_keep_a_group_share_it(context: BrowserContext, page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, CODES[0])
    page.locator("[data-keep]").check()
    expect_read(page, 1)
    state(page, "kept")
    other = context.new_page()
    open_group(other, site_url)
    expect_text(other, CODES[0])
    # A phone opens a tab for every code that it scans.
    other.evaluate("address => { location.hash = address; }", f"code={CODES[1]}")
    expect(other.locator("[data-link-words]")).to_have_text(say(other, "link.offer"))
    other.locator("[data-link-add]").click()
    expect_text(page, *CODES[:2])
    expect_read(page, 2)
    choice(page, "After").check()
    put(page, CODES[2])
    expect_read(page, 1)
    choice(other, "After").check()
    expect_text(other, CODES[2])
    # What is removed in one is removed in the other.
    put(other, "")
    expect(page.locator("[data-codes]")).to_have_value("")
    other.locator("[data-round-edit] summary").click()
    other.locator("[data-round-remove]").click()
    expect(page.locator("[data-round-choice] label")).to_have_text(["Before"])
    expect_text(page, *CODES[:2])
    other.locator("[data-erase]").click()
    expect_text(page)
    state(page, "")
    other.locator("[data-erased] [data-undo]").click()
    expect_text(page, *CODES[:2])
    state(page, "kept")
    assert len(read_saved_group(page)["rounds"]) == 1
    # A tab with a group of its own, which is not to be kept, goes its own way.
    third = context.new_page()
    open_group(third, site_url)
    third.locator("[data-keep]").uncheck()
    expect_text(page)
    put(third, CODES[5])
    expect_read(third, 1)
    put(page, CODES[0])
    page.locator("[data-keep]").check()
    expect_read(page, 1)
    expect(third.locator("[data-keep]")).not_to_be_checked()
    expect(third.locator("[data-codes]")).to_have_value(CODES[5])
    assert CODES[5] not in json.dumps(read_saved_group(page))
    third.close(run_before_unload=False)
    # And what Your SSI erases.
    your_ssi(other, site_url)
    other.locator("[data-erase]").click()
    other.locator("[data-erase-confirm]").click()
    expect_text(page)
    other.close()


def test_a_round_that_two_tabs_fill_stays_one_that_can_be_read(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, CODES[0])
    page.locator("[data-keep]").check()
    expect_read(page, 1)
    state(page, "kept")
    page.evaluate(NOTE_LONGEST)
    # Another tab wrote, and this one has not heard of it yet.
    room = make_codes(MOST_MEMBERS)
    newcomer = make_code(CodedScore("real", (1, 2, 3, 4), DAY, random=1))
    page.evaluate("text => localStorage.setItem('ssi-group', text)", dump_group({"Before": [f"{CODES[0]} {LINK}", *room[1:]]}))
    put(page, f"{CODES[0]}\n{newcomer}")
    expect(page.locator("[data-read]")).to_contain_text(say(page, "codes.read", MOST_MEMBERS))
    state(page, "kept")
    assert read_saved_group(page)["rounds"][0]["codes"] == [f"{CODES[0]} {LINK}", newcomer, *room[1:-1]]
    assert page.evaluate("longest") == MOST_MEMBERS, "other tabs would take it for damaged"


def test_what_another_tab_erased_while_this_one_saved_stays_erased(page: Page, site_url: str) -> None:
    open_group(page, site_url)
    put(page, CODES[0])
    page.locator("[data-keep]").check()
    expect_read(page, 1)
    state(page, "kept")
    page.evaluate("localStorage.removeItem('ssi-group')")
    put(page, "\n".join(CODES[:2]))
    expect_read(page, 2)
    state(page, "kept")
    assert read_saved_group(page)
    # The browser tells this tab only now.
    page.evaluate("dispatchEvent(new StorageEvent('storage', { key: 'ssi-group', newValue: null }))")
    expect_text(page)
    state(page, "")
    assert read_saved_group(page) is None


def test_what_cannot_be_read_is_set_aside_and_what_is_newer_stays(page: Page, site_url: str) -> None:
    newer = dump_group({"Before": [CODES[0]]}, version=2)
    page.goto(f"{site_url}404.html")
    page.evaluate("text => localStorage.setItem('ssi-group', text)", newer)
    open_group(page, site_url)
    state(page, "newer")
    expect(page.locator("[data-keep]")).to_be_disabled()
    put(page, CODES[1])
    expect_read(page, 1)
    assert page.evaluate("localStorage.getItem('ssi-group')") == newer
    for damaged in ("{", json.dumps([STRANGE]), dump_group({"Before": [STRANGE]})):
        page.evaluate("localStorage.clear()")
        page.evaluate("text => localStorage.setItem('ssi-group', text)", damaged)
        leave(page, site_url)
        open_group(page, site_url)
        state(page, "damaged")
        expect_text(page)
        assert page.evaluate("localStorage.getItem('ssi-damaged')") == damaged
        put(page, CODES[1])
        page.locator("[data-keep]").check()
        expect_read(page, 1)
        state(page, "kept")
    assert page.evaluate("localStorage.getItem('ssi-damaged')") == damaged
    page.locator("[data-kept=damaged] a").evaluate("each => { if (!each.href.includes('#device')) throw new Error(each.href); }")


def test_a_full_device_says_so_and_keeps_it_once_there_is_room(page: Page, site_url: str) -> None:
    open_group(page, site_url, "nl")
    put(page, CODES[0])
    expect_read(page, 1)
    page.evaluate(FILL)
    page.locator("[data-keep]").check()
    state(page, "not-kept")
    expect(page.locator("[data-keep]")).to_be_checked()
    # Whoever comes back to the page still wants it kept.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    state(page, "not-kept")
    expect(page.locator("[data-keep]")).to_be_checked()
    page.evaluate(EMPTY)
    put(page, "\n".join(CODES[:2]))
    expect_read(page, 2)
    state(page, "kept")
    assert read_saved_group(page)["rounds"][0]["codes"] == list(CODES[:2])
    assert not leave(page, site_url)


@pytest.mark.parametrize("refusal", ["setItem", "getItem"])
def test_a_browser_that_keeps_nothing_says_so(page: Page, site_url: str, refusal: str) -> None:
    page.add_init_script(f"Storage.prototype.{refusal} = () => {{ throw new DOMException('', 'SecurityError'); }};")
    open_group(page, site_url)
    put(page, CODES[0])
    expect_read(page, 1)
    if refusal == "setItem":
        page.locator("[data-keep]").check()
        state(page, "not-kept")
    with page.expect_download():
        page.locator("[data-save-file]").click()
    assert not leave(page, site_url), "a file holds all of it"
