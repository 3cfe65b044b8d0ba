"""The numbers of a trainer's group come out: in words, as dots, as tables, for the room, on paper and for a spreadsheet."""

import csv
import io
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Locator, Page, expect

from ssi_core.answers import Answers
from ssi_core.group import CodedScore, make_code
from ssi_core.group.members import MOST_MEMBERS
from ssi_core.model import MODEL, TOTAL
from ssi_core.personas import PERSONAS
from ssi_core.share_code import pack
from tests.support.group_page import DAY, open_group, put, say
from tests.support.keyboard import tab_to
from tests.support.looks import Looker, look_at
from tests.support.pdf import read as read_pdf
from tests.support.wire import ask_ok

CONTENT = Path(__file__).parent.parent.parent / "content"
LOOKS = [("en", "light", 1440), ("nl", "dark", 390)]
KEYS = (TOTAL, *MODEL.pillars)
FORMULA = '=HYPERLINK("https://evil.example"; "x")'
RADIUS = 1.5
"""The smallest dot."""


def draw_codes(count: int, seed: int, kind: str = "estimate", spread: float = 1) -> list[str]:
    """Make the codes of so many people, whose scores are spread around those of real pages."""
    random = Random(seed)
    middles = (115, 45, 20, 130)
    return [
        make_code(
            CodedScore(
                kind,
                tuple(min(max(round(random.gauss(middle, spread * middle / 3)), 0), 250) for middle in middles),
                DAY,
                random=random.randrange(1 << 20),
                role="sales",
            )
        )
        for _ in range(count)
    ]


def link_answers(count: int) -> list[str]:
    """Make the links of so many people, who all differ in one answer from a persona."""
    given = dict(PERSONAS[1].answers.given)
    factors = [factor for factor in MODEL.factors if factor.key in given]
    changed = [given | {factor.key: factor.levels[0 if given[factor.key] != factor.levels[0].key else 1].key} for factor in factors]
    return [f"https://ssi.example/en/quiz.html#code={pack(Answers(tuple(each.items()), 'sales'))}" for each in changed[:count]]


BEFORE, AFTER, LAST = draw_codes(12, 1), [*link_answers(9), *draw_codes(5, 2)], draw_codes(11, 3, "real")


def tenths(language: str, value: float) -> str:
    """Write a number as the page does: in tenths, half up."""
    rounded = Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(rounded).replace(".", "," if language == "nl" else ".")


def summarise(**rounds: list[str]) -> list[dict[str, Any]]:
    """Summarise rounds, each with its codes, as the command line would."""
    found: list[dict[str, Any]] = ask_ok("group", rounds=[{"name": name, "text": "\n".join(codes)} for name, codes in rounds.items()])[
        "rounds"
    ]
    return found


def fill(page: Page, codes: list[str]) -> None:
    """Put codes into the round that is being filled, and wait until they are counted."""
    put(page, "\n".join(codes))
    expect(page.locator("[data-group-count]")).to_have_attribute("data-value", str(len(codes)))


def fill_next(page: Page, name: str, codes: list[str]) -> None:
    """Put codes into the round after the one that is being filled; where there is none, add it."""
    options = page.locator("[data-round-choice] input")
    at = options.evaluate_all("all => all.findIndex((each) => each.checked)") + 1
    edit = page.locator("[data-round-edit]")
    edit.evaluate("each => { each.open = true; }")
    if at < options.count():
        options.nth(at).check()
    else:
        page.locator("[data-round-add]").click()
    page.locator("[data-round-name]").fill(name)
    page.locator("[data-round-name]").blur()
    expect(options.nth(at)).to_have_value(name)
    edit.evaluate("each => { each.open = false; }")
    fill(page, codes)


def expect_nothing(page: Page, count: int) -> None:
    """No number is shown but how many there are."""
    expect(page.locator("[data-group-count]")).to_have_attribute("data-value", str(count))
    expect(page.locator("[data-group-shown]")).to_be_hidden()
    for key in KEYS:
        expect(page.locator(f'[data-group-median="{key}"]')).to_have_attribute("data-value", "")
        expect(page.locator(f'[data-group-median="{key}"]')).to_have_text("")


def expect_numbers(page: Page, language: str, round_: dict[str, Any]) -> None:
    """The medians, the dots, the table and the words say what ssi_core says."""
    numbers = round_["numbers"]
    expect(page.locator("[data-group-withheld]")).to_be_hidden()
    for key in KEYS:
        score = numbers["scores"][key]
        median = page.locator(f'[data-group-median="{key}"]')
        expect(median).to_have_text(tenths(language, score["median"]))
        assert float(median.get_attribute("data-value") or "") == score["median"]
        strip = page.locator(f'[data-strip="{key}"]')
        expect(strip.locator(".dots circle")).to_have_count(len(score["points"]))
        label = strip.locator("svg[data-drawing]").get_attribute("aria-label") or ""
        for value in (score["points"][0], score["points"][-1], score["low"], score["median"], score["high"]):
            assert tenths(language, value) in label
    row = page.locator("[data-quartiles] tr").first
    for cell in ("low", "median", "high"):
        expect(row.locator(f"[data-cell={cell}]")).to_have_text(tenths(language, numbers["scores"][TOTAL][cell]))
    verdict = page.locator("[data-group-total]")
    for value in ("low", "high"):
        whole = Decimal(repr(numbers["scores"][TOTAL][value])).quantize(Decimal(1), ROUND_HALF_UP)
        expect(verdict).to_contain_text(str(whole))
    expect(page.locator("[data-group-weakest]")).to_contain_text(say(page, f"group.name_{numbers['weakest']}"))
    expect(page.locator("[data-weakest-link]:visible")).to_have_count(1)


@pytest.fixture
def looked(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Looker]:
    """A page in one of the looks."""
    _, scheme, width = request.param
    with look_at(browser, scheme, width, "#numbers .button, #numbers summary, #numbers .round") as look:
        yield look


@pytest.mark.parametrize(("looked", "language"), [(look, look[0]) for look in LOOKS], indirect=["looked"], ids=["en", "nl"])
def test_from_nobody_to_three_rounds(looked: Looker, site_url: str, language: str) -> None:
    page = looked.page
    open_group(page, site_url, language)
    expect_nothing(page, 0)
    expect(page.locator("[data-group-withheld]")).to_have_text(say(page, "group.nobody"))
    fill(page, BEFORE[:4])
    expect(page.locator("[data-group-withheld]")).to_have_text(say(page, "group.few", 1))
    expect_nothing(page, 4)
    looked("four people")
    fill(page, BEFORE[:5])
    expect_numbers(page, language, summarise(before=BEFORE[:5])[0])
    # It is told once the typing has stopped.
    expect(page.locator("[data-results-said]")).to_have_text(page.locator("[data-group-total]").inner_text())
    fill(page, BEFORE[:3])
    expect(page.locator("[data-group-withheld]")).to_have_text(say(page, "group.few", 2))
    expect_nothing(page, 3)

    fill(page, BEFORE)
    before, after, last = summarise(before=BEFORE, after=AFTER, last=LAST)
    expect_numbers(page, language, before)
    expect(page.locator("[data-group-guideline]")).to_contain_text("75")
    expect(page.locator("[data-answered]")).to_have_text(say(page, "group.no_answers"))
    expect(page.locator("[data-group-change]")).to_be_hidden()
    page.locator("#numbers details").evaluate_all("all => { for (const each of all) each.open = true; }")
    looked("one round")
    expect_paper(page, language, before)

    fill_next(page, FORMULA, AFTER)
    expect_numbers(page, language, after)
    expect_change(page, language, [before, after])
    expect_answers(page, language, after["numbers"])
    expect(page.locator("[data-change-unlike]")).to_be_hidden()
    page.locator("#numbers details").evaluate_all("all => { for (const each of all) each.open = true; }")
    looked("two rounds")
    # The choice stays where it is while codes come into another round.
    shown = page.locator("[data-shown-rounds] input")
    shown.first.check()
    expect(page.locator("[data-group-count]")).to_have_attribute("data-value", str(len(BEFORE)))
    expect_numbers(page, language, before)
    shown.last.check()
    expect_numbers(page, language, after)

    # The trainer's choice would stay; this is another visit.
    page.reload()
    expect(page.locator("[data-group][data-started]")).to_be_attached()
    for name, codes in ((None, BEFORE), (FORMULA, AFTER), ("3", LAST)):
        if name is None:
            fill(page, codes)
        else:
            fill_next(page, name, codes)
    expect_numbers(page, language, last)
    expect_change(page, language, [before, after, last])
    expect(page.locator("[data-change-unlike]")).to_have_text(say(page, "group.unlike_kinds"))
    expect_paper(page, language, last)
    expect_csv(page, language, [before, after, last])
    # The codes of one round in another would single people out.
    put(page, "\n".join(BEFORE[1:]))
    expect(page.locator("[data-group-withheld]")).to_have_text(say(page, "group.overlap"))
    expect_nothing(page, len(BEFORE) - 1)


def expect_change(page: Page, language: str, rounds: list[dict[str, Any]]) -> None:
    """The picture and the table have the median of each round, and the change that their difference is."""
    rows = page.locator("[data-round-rows] tr")
    expect(rows).to_have_count(len(rounds))
    medians = [[Decimal(tenths("en", each["numbers"]["scores"][key]["median"])) for key in KEYS] for each in rounds]
    for at, row in enumerate(rows.all()):
        for key, now, before in zip(KEYS, medians[at], medians[at - 1] if at else [None] * len(KEYS), strict=True):
            cell = row.locator(f'[data-round-value="{key}"]')
            expect(cell).to_contain_text(tenths(language, float(now)))
            if before is None:
                expect(cell.locator("small")).to_have_count(0)
            else:
                expect(cell.locator("small")).to_have_text(format_change(language, now - before))
    for key, first, final in zip(KEYS, medians[0], medians[-1], strict=True):
        strip = page.locator(f'[data-change="{key}"]')
        expect(strip.locator("svg[data-drawing] circle")).to_have_count(len(rounds))
        expect(strip.locator("[data-change-values] b")).to_have_text(format_change(language, final - first))
    expect(page.locator("[data-change-order]")).to_be_visible(visible=len(rounds) > 2)


def format_change(language: str, change: Decimal) -> str:
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{tenths(language, float(abs(change)))}"


def expect_answers(page: Page, language: str, numbers: dict[str, Any]) -> None:
    """The steps and the weakest factors stand in order, in the words of the factors."""
    texts = {
        key: yaml.safe_load((CONTENT / language / "factors" / f"{key}.md").read_text(encoding="utf-8").split("---\n")[1])
        for key in {each["factor"] for each in (*numbers["factors"], *numbers["steps"])}
    }
    assert numbers["steps"]
    steps = page.locator("[data-steps] > li")
    assert steps.locator("[data-name]").all_text_contents() == [texts[each["factor"]]["name"] for each in numbers["steps"]]
    assert steps.locator("[data-advice]").all_text_contents() == [texts[each["factor"]]["advice"][each["to"]] for each in numbers["steps"]]
    names = page.locator("[data-factors] > li [data-name]")
    assert names.all_text_contents() == [texts[each["factor"]]["name"] for each in numbers["factors"]]
    for place in names.all()[:3]:
        address = place.get_attribute("href") or ""
        assert address.partition("#")[2] == next(
            each["factor"] for each in numbers["factors"] if texts[each["factor"]]["name"] == place.text_content()
        )


def expect_paper(page: Page, language: str, round_: dict[str, Any]) -> None:
    """The paper is one page of A4, without what goes in."""
    (text,) = read_pdf(page.pdf(format="A4", prefer_css_page_size=True, print_background=True)).pages
    for words in page.locator("[data-group-total], [data-group-weakest], [data-steps=first] [data-advice]").all_text_contents():
        assert "".join(words.split()) in text
    for key in KEYS:
        assert tenths(language, round_["numbers"]["scores"][key]["median"]) in text
    assert str(DAY.year) in text
    assert BEFORE[0] not in text
    # Back on the screen, the strips have its width again.
    strip = page.locator("[data-strip=total] svg[data-drawing]")
    width = round(strip.evaluate("each => each.clientWidth"))
    expect(strip).to_have_attribute("viewBox", f"0 0 {width} {strip.get_attribute('height')}")


def expect_csv(page: Page, language: str, rounds: list[dict[str, Any]]) -> None:
    """The file holds the numbers that are shown, and a spreadsheet runs no name in it."""
    with page.expect_download() as download:
        page.locator("[data-csv-group]").click()
    assert download.value.suggested_filename.endswith(".csv")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text), delimiter=";" if language == "nl" else ",")
    assert len(header) == len(rows[0])
    assert len(rows) == len(KEYS) * len(rounds)
    for at, each in enumerate(rounds):
        for key, row in zip(KEYS, rows[len(KEYS) * at :][: len(KEYS)], strict=True):
            score = each["numbers"]["scores"][key]
            numbers = [float(cell.replace(",", ".")) for cell in row[3:7]]
            assert (row[1], numbers) == (str(each["members"]), [score["max"], score["low"], score["median"], score["high"]])
            change = each["change"] and each["change"]["scores"][key]["median"]
            assert (row[8] and float(row[8].replace(",", "."))) == ("" if change is None else change)
    assert rows[len(KEYS)][0] == f"'{FORMULA}"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@"))]


def places(strip: Locator) -> list[tuple[float, float, float]]:
    """The dots of a strip: across, down, and the radius, in pixels."""
    found: list[list[float]] = strip.locator(".dots circle").evaluate_all(
        "all => all.map((each) => ['cx', 'cy', 'r'].map((name) => Number(each.getAttribute(name))))"
    )
    return [(x, y, radius) for x, y, radius in found]


def test_five_hundred_people_are_all_seen(browser: Browser, site_url: str) -> None:
    with look_at(browser, "light", 390, "#numbers .button") as looked:
        page = looked.page
        open_group(page, site_url)
        for codes in (draw_codes(MOST_MEMBERS, 4), draw_codes(MOST_MEMBERS, 5, spread=0), draw_codes(30, 6)):
            fill(page, codes)
            (round_,) = summarise(all=codes)
            expect_numbers(page, "en", round_)
            is_moved = page.locator("[data-moved]").is_visible()
            for key in KEYS:
                strip, score = page.locator(f'[data-strip="{key}"]'), round_["numbers"]["scores"][key]
                width, height = (float(each) for each in (strip.locator("svg[data-drawing]").get_attribute("viewBox") or "").split()[2:])
                dots = places(strip)
                assert {radius for _, _, radius in dots} == {dots[0][2]}
                assert dots[0][2] >= 0.9 * RADIUS
                assert all(0 < y < height for _, y, _ in dots)
                # Written in tenths of a pixel.
                apart = min(((x - left) ** 2 + (y - top) ** 2) ** 0.5 for at, (x, y, _) in enumerate(dots) for left, top, _ in dots[:at])
                assert apart >= 2 * dots[0][2] - 0.2
                ends = (13, width - 13)
                exact = [ends[0] + (ends[1] - ends[0]) * points / score["max"] for points in score["points"]]
                off = max(abs(x - there) for (x, _, _), there in zip(dots, exact, strict=True))
                assert off < (30 if is_moved else 0.1)
        looked("many people")


PUT = "(each, text) => { each.value = text; each.dispatchEvent(new Event('input')); }"
"""Put a text into a field without the focus."""


def expect_readable(view: Locator, width: int) -> None:
    """Expect letters that are readable from afar, and no need to scroll."""
    # Letters of a fiftieth of the width are as large from ten metres as a newspaper's from arm's length, on a screen of two metres.
    sizes = view.evaluate("""view => [...view.querySelectorAll("h2, text, p:not([role], .group-buttons), [class^='projector'] p *")]
        .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
        .filter((each) => !each.closest(".button") && each.checkVisibility() && getComputedStyle(each).clipPath === 'none')
        .map((each) => parseFloat(getComputedStyle(each).fontSize))""")
    assert min(sizes) >= width / 50
    # All of it is on the screen at once.
    assert view.locator("[data-projector-screen]").evaluate("each => each.scrollHeight <= each.clientHeight")


def test_the_room_sees_few_things_in_large_letters_live(browser: Browser, site_url: str) -> None:
    with look_at(browser, "dark", 1280, "[data-projector] .button") as looked:
        page = looked.page
        page.set_viewport_size({"width": 1280, "height": 720})
        open_group(page, site_url, "nl")
        fill(page, BEFORE[:3])
        button, view = page.locator("[data-project]"), page.locator("dialog[data-projector]")
        button.press("Enter")
        expect(view).to_be_visible()
        count, missing = view.locator("[data-projector-count]"), view.locator("[data-projector-missing]")
        expect(count).to_have_text("3")
        expect(missing).to_have_text(say(page, "group.missing", 2))
        expect(view.locator("[data-projector-strips]")).to_be_hidden()
        assert view.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 720}
        looked("three people")

        def arrive(codes: list[str]) -> None:
            # Behind the view, as from the camera or another tab.
            page.locator("[data-codes]").evaluate(PUT, "\n".join(codes))
            expect(count).to_have_text(str(len(codes)))

        arrive(BEFORE[:4])
        expect(missing).to_have_text(say(page, "group.missing", 1))
        arrive(BEFORE)
        expect(missing).to_have_text("")
        (round_,) = summarise(all=BEFORE)
        for key in KEYS:
            expect(view.locator(f'[data-projector-strip="{key}"] .dots circle')).to_have_count(len(BEFORE))
            expect(view.locator(f'[data-projector-median="{key}"]')).to_have_text(tenths("nl", round_["numbers"]["scores"][key]["median"]))
        expect(view.locator("[data-projector-pillar]")).to_have_text(say(page, f"group.name_{round_['numbers']['weakest']}"))
        expect_readable(view, 1280)
        expect(view.locator("[data-projector-said]")).to_contain_text(str(len(BEFORE)))
        looked("twelve people")

        tab_to(page, "[data-only-count]")
        page.keyboard.press("Enter")
        expect(view.locator("[data-projector-strips]")).to_be_hidden()
        expect(count).to_have_text(str(len(BEFORE)))
        page.keyboard.press("Enter")
        expect(view.locator("[data-projector-strips]")).to_be_visible()
        assert page.evaluate("document.fullscreenElement?.matches('[data-projector-screen]')")
        page.keyboard.press("Escape")
        expect(view).to_be_hidden()
        expect(button).to_be_focused()
        assert page.evaluate("document.fullscreenElement") is None

        # Where a full screen is refused, as in a frame, the view fills the window.
        page.evaluate("() => { Element.prototype.requestFullscreen = () => Promise.reject(new TypeError()); }")
        page.set_viewport_size({"width": 390, "height": 844})
        button.press("Enter")
        expect(view.locator("[data-projector-strips]")).to_be_visible()
        assert view.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
        looked("on a phone")
        page.keyboard.press("Escape")
        expect(view).to_be_hidden()
        expect(button).to_be_focused()
        button.press("Enter")
        view.locator("[data-leave]").click()
        expect(view).to_be_hidden()
