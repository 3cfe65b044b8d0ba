"""The page for a trainer's group as a trainer has it: opened, filled, and read."""

import json
from datetime import date
from typing import Any

from playwright.sync_api import Locator, Page, expect

from ssi_core.group import CodedScore, make_code
from ssi_core.personas import PERSONAS
from ssi_core.share_code import pack
from tests.support.your_ssi_page import message

GROUP = {"nl": "nl/groep.html", "en": "en/group.html"}
DAY = date(2026, 11, 29)


def make_codes(count: int) -> list[str]:
    """Make codes of so many people."""
    return [
        make_code(CodedScore("estimate", (100 + each % 100, 40, 20, 120), DAY, random=7 + 2053 * each, role="sales"))
        for each in range(count)
    ]


CODES = tuple(make_codes(20))
LINK = pack(PERSONAS[1].answers)
TYPO = f"{CODES[0][:8]}{'X' if CODES[0][8] != 'X' else 'Y'}{CODES[0][9:]}"
"""The first code with one wrong character in its second group."""
STRANGE = '"><img src=x onerror=alert(1)>{n}'


def open_group(page: Page, site_url: str, language: str = "en", fragment: str = "") -> None:
    page.goto(f"{site_url}{GROUP[language]}{fragment}")
    expect(page.locator("[data-group][data-started]")).to_be_attached()


def say(page: Page, key: str, count: int | None = None, **values: object) -> str:
    """Return a message of the page, filled in. `count`: of what it is about."""
    if count is None:
        text = message(page, key)
    else:
        plural = "one" if count == 1 else "other"
        text = page.locator(f'template[data-message="{key}"][data-plural={plural}]').evaluate("each => each.content.textContent")
    for name, value in ({"n": f"{count}"} | values if count is not None else values).items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


def choice(page: Page, name: str) -> Locator:
    """Find the radio button that has a round filled. The numbers have others, for the round that is shown."""
    return page.locator("[data-round-choice]").get_by_role("radio", name=name, exact=True)


def put(page: Page, text: str) -> None:
    """Put a text into the field, as a paste does."""
    page.locator("[data-codes]").fill(text)


def expect_read(page: Page, count: int) -> None:
    """Expect that so many codes were read in the field, each once."""
    expect(page.locator("[data-read]")).to_have_text(say(page, "codes.read", count))


def expect_text(page: Page, *lines: str) -> None:
    expect(page.locator("[data-codes]")).to_have_value("".join(f"{line}\n" for line in lines))


def read_saved_group(page: Page) -> Any:
    """Return the group that the device has."""
    text = page.evaluate("localStorage.getItem('ssi-group')")
    return text and json.loads(text)


def dump_group(rounds: dict[str, list[str]], **other: object) -> str:
    """Write a saved group."""
    saved = {
        "format": "ssi-group",
        "version": 1,
        "filling": next(iter(rounds)),
        "rounds": [{"name": name, "codes": codes} for name, codes in rounds.items()],
    }
    return json.dumps(saved | other)
