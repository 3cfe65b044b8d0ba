"""The week plans say what the model makes of their steps, and the texts to copy can be sent as they stand."""

import re
from pathlib import Path

import pytest
import yaml

from ssi_core.answers import read_answers
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score
from tests.support.markup import markup

ROOT = Path(__file__).parent.parent.parent
ADDRESSES = {"nl": "nl/weekplannen.html", "en": "en/week-plans.html"}
PLANS: dict[str, dict[str, str]] = yaml.safe_load((ROOT / "content/plans.yaml").read_text(encoding="utf-8"))
TYPICAL = dict(next(persona for persona in PERSONAS if persona.key == "typical").answers.given)
LIMITS = {"headline": 220, "about": 2600, "invitation": 200, "comment": 1250, "post": 3000}


def in_language(language: str, value: float, decimals: int = 1) -> str:
    return f"{value:.{decimals}f}".replace(".", "," if language == "nl" else ".")


@pytest.mark.parametrize("language", ADDRESSES)
@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_says_what_its_steps_add_to_the_typical_member(dist: Path, language: str, plan: str) -> None:
    before, after = (score(read_answers({"answers": answers})) for answers in (TYPICAL, TYPICAL | PLANS[plan]))
    page = (dist / ADDRESSES[language]).read_text(encoding="utf-8")
    part = page.split(f'data-plan-gain="{plan}"')[1].split("</details>")[0]
    said = markup(part).text
    for total in (before.total, after.total, *after.range):
        assert re.search(rf"\b{total + 1e-9:.0f}\b", said), total
    steps = re.findall(
        r'<tr><th scope="row"><a href="[^"]*#(\w+)">.*?</a></th><td>(.*?)</td><td class="number">\+([\d.,]+)</td></tr>', part
    )
    assert {factor for factor, _, _ in steps} == set(PLANS[plan])
    gains = [float(points.replace(",", ".")) for _, _, points in steps]
    assert gains == sorted(gains, reverse=True)
    assert sum(gains) == pytest.approx(after.total - before.total, abs=0.05 * len(gains))
    assert f"+{in_language(language, after.total - before.total)}" in said
    for role in (role for role in MODEL.roles if role.key == plan):
        assert (f"{role.low}–{role.high}" if role.low < role.high else f"{role.low}.") in said


@pytest.mark.parametrize("language", ADDRESSES)
def test_the_minutes_of_a_plan_add_up(language: str) -> None:
    words = (ROOT / "content" / language / "plans.md").read_text(encoding="utf-8")
    parts = [part for part in words.split("\n## ") if "{{ plan " in part]
    assert len(parts) == len(PLANS)
    totals = []
    for part in parts:
        (total,) = re.findall(r"(?:Samen|That makes) (\d+) min", part)
        days = re.findall(r"^\| \w+, (\d+)&nbsp;min", part, re.MULTILINE)
        assert len(days) == 5
        assert sum(map(int, days)) == int(total)
        # What is folded says so too.
        assert re.findall(r"<summary>.*?(\d+) min", part) == [total]
        totals.append(int(total))
    # The first sentence says between what and what.
    assert re.findall(r"\d+", words.split("---\n")[2].split(".")[1])[:2] == [str(min(totals)), str(max(totals))]


@pytest.mark.parametrize("language", ADDRESSES)
def test_every_text_to_copy_fits_and_leaves_nothing_to_fill_in(language: str) -> None:
    texts = yaml.safe_load((ROOT / "content" / language / "texts/examples.yaml").read_text(encoding="utf-8"))
    groups = {name: group for name, group in texts.items() if isinstance(group, dict)}
    assert set(groups) == {*LIMITS, "recommendation"}
    for name, group in groups.items():
        assert len(group) == 2
        for example in group.values():
            assert 20 < len(example["text"].strip()) <= LIMITS.get(name, 8000), name
            assert not re.search(r"[\[\]{}<>_]", example["text"]), name


@pytest.mark.parametrize(
    ("language", "page", "wanted"),
    [
        ("en", "90-minutes-a-week", ("week-plans", "30-day-checklist", "texts-to-copy")),
        ("nl", "90-minuten-per-week", ("weekplannen", "checklist-30-dagen", "teksten-om-te-kopieren")),
        ("en", "what-is-the-ssi", ("why-your-ssi-changed",)),
        ("nl", "wat-is-de-ssi", ("waarom-veranderd",)),
        ("en", "questions", ("why-your-ssi-changed",)),
        ("nl", "veelgestelde-vragen", ("waarom-veranderd",)),
    ],
)
def test_the_new_pages_are_linked_where_readers_look(dist: Path, language: str, page: str, wanted: tuple[str, ...]) -> None:
    text = (dist / language / f"{page}.html").read_text(encoding="utf-8").split('<div class="prose')[1].split("</article>")[0]
    for name in wanted:
        assert f'href="{name}.html' in text, name
