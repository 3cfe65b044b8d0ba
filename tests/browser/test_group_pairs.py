"""Pairs of answers and real scores, from the page for a group to the command that measures the estimate."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ssi_core.evaluation.pairs import read_pairs
from ssi_core.group.code import read_code
from ssi_core.model import MODEL
from ssi_core.share_code import unpack
from tests.support.axe import violations
from tests.support.command import make_runner
from tests.support.group import write_pair

PAIRS = [write_pair(number) for number in range(7)]
GROUP = {"en": "group", "nl": "groep"}


def paste(page: Page, *lines: str) -> None:
    page.locator("textarea[data-codes]").fill("\n".join(lines))


@pytest.fixture
def evaluate(capsys: pytest.CaptureFixture[str]) -> Callable[[Path], tuple[int, str, str]]:
    run = make_runner(capsys)
    return lambda path: run("evaluate", str(path))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pairs_that_all_agreed_to_are_measured(
    page: Page, site_url: str, language: str, tmp_path: Path, evaluate: Callable[[Path], tuple[int, str, str]]
) -> None:
    page.goto(f"{site_url}{language}/{GROUP[language]}.html")
    part, count = page.locator("[data-pairs]"), page.locator("[data-pairs-count]")
    agreed, save, saved = part.get_by_role("checkbox"), part.get_by_role("button"), page.locator("[data-pairs-saved]")
    expect(part).to_be_hidden()
    paste(page, PAIRS[0].split()[2])
    expect(count).to_have_text({"nl": "Er zijn nog geen paren.", "en": "There are no pairs yet."}[language])
    expect(page.locator("[data-pairs-how]")).to_be_visible()
    # Whoever sends the code again, with a link, gives the answers then.
    paste(page, PAIRS[0].split()[2], PAIRS[0])
    expect(count).to_contain_text({"nl": "Er is 1 paar.", "en": "There is 1 pair."}[language])
    paste(page, *PAIRS[:4])
    expect(count).to_contain_text({"nl": "Er zijn 4 paren.", "en": "There are 4 pairs."}[language])
    expect(agreed).to_be_hidden()
    paste(page, *reversed(PAIRS[:6]))
    expect(agreed).to_be_visible()
    expect(page.locator("[data-pairs-how]")).to_be_hidden()
    expect(save).to_be_disabled()
    agreed.press("Space")
    expect(save).to_be_enabled()
    # Who comes in later has not agreed yet.
    paste(page, *PAIRS)
    expect(count).to_have_text({"nl": "Er zijn 7 paren.", "en": "There are 7 pairs."}[language])
    expect(agreed).not_to_be_checked()
    expect(save).to_be_disabled()
    expect(saved).to_be_hidden()
    agreed.press("Space")
    with page.expect_download() as download:
        save.press("Enter")
    expect(saved).to_contain_text("python -m ssi_core evaluate pairs.csv")
    assert violations(page) == []
    assert download.value.suggested_filename == "pairs.csv"
    path = tmp_path / "pairs.csv"
    download.value.save_as(path)

    expected = []
    for line in PAIRS:
        _, _, code, link = line.split()
        real = [tenths / 10 for tenths in read_code(code).pillars]
        expected.append((unpack(link.rpartition("=")[2]).given, dict(zip(MODEL.pillars, real, strict=True))))
    found = read_pairs(path.read_bytes()).pairs
    assert sorted((pair.answers.given, sorted(pair.real.items())) for pair in found) == sorted(
        (given, sorted(real.items())) for given, real in expected
    )
    assert all(pair.answers[1:] == (None, None) for pair in found)
    status, out, err = evaluate(path)
    assert (status, json.loads(out)["pairs"], json.loads(out)["too_few"]) == (0, 7, True)
    assert err == "pairs: 7 are too few to mean anything; collect 30 or more\n"
    text = path.read_text()
    assert all(part not in text for part in ("Anna", "S2", "sales", "2026", "ssi.example"))
