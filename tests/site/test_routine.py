"""The page with the weekly routine says what the model makes of it."""

from pathlib import Path

import pytest

from ssi_core.answers import read_answers
from ssi_core.model import MODEL
from ssi_core.personas import PERSONAS
from ssi_core.scoring import score

ROOT = Path(__file__).parent.parent.parent
HABITS = {
    "people": {
        "people_search": "weekly",
        "advanced_search": "weekly",
        "network_views": "5_to_14_a_week",
        "prospect_views": "5_to_14_a_week",
    },
    "comments": {"interactions_given": "several_a_week"},
    "post": {"sharing": "weekly"},
    "invitations": {"new_connections": "51_or_more"},
    "days": {"active_days": "5_or_6_days"},
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_routine_page_says_what_the_model_makes_of_it(language: str) -> None:
    typical = dict(next(persona for persona in PERSONAS if persona.key == "typical").answers.given)
    for levels in HABITS.values():
        for key, level in levels.items():
            order = [one.key for one in MODEL.find_factor(key).levels]
            assert order.index(typical[key]) < order.index(level), key
    before = score(read_answers({"answers": typical}))
    every_habit = {key: level for levels in HABITS.values() for key, level in levels.items()}
    after = score(read_answers({"answers": typical | every_habit}))
    gains = [score(read_answers({"answers": typical | levels})).total - before.total for levels in HABITS.values()]

    said = (ROOT / "content" / language / "routine.md").read_text(encoding="utf-8")
    numbers = [f"{number:.1f}" for number in (before.total, after.total, *after.range)] + [f"| +{gain:.1f} |" for gain in gains]
    for number in numbers:
        assert (number.replace(".", ",") if language == "nl" else number) in said, number
    # The home page says the same in whole points.
    home = (ROOT / "content" / language / "index.md").read_text(encoding="utf-8")
    words = {"nl": "van {} naar {} punten", "en": "from {} to {} points"}[language]
    assert words.format(round(before.total), round(after.total)) in home
