"""The invented example of the method page, and what the program says about it."""

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest

from ssi_core.evaluation.errors import evaluate
from ssi_core.evaluation.pairs import read_pairs
from ssi_core.model import TOTAL

CONTENT = Path(__file__).parents[2] / "content"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_shows_what_the_command_prints(language: str) -> None:
    blocks = re.findall(r"(?:^    .*\n)+", (CONTENT / language / "method.md").read_text(encoding="utf-8"), re.MULTILINE)
    file, command, printed, *_ = (dedent(block) for block in blocks)
    assert command == "python -m ssi_core evaluate pairs.csv\n"
    pairs, left_out = read_pairs(file.encode())
    assert left_out == ()
    assert json.loads("{" + printed + "}") == evaluate(pairs)["scores"][TOTAL]
