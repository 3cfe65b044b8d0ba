"""The commands that compare the estimate with real scores."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ssi_core.evaluation import LEAST_PAIRS
from ssi_core.evaluation.errors import evaluate
from ssi_core.evaluation.fit import TODAY, fit
from ssi_core.evaluation.pairs import LARGEST
from tests.core.test_evaluation_pairs import WIDE
from tests.support.command import Run, make_runner
from tests.support.real_scores import hide_parameters, make_pairs, write_codes

FEW = "pairs: {} are too few to mean anything; collect 30 or more\n"
LEAVE = "fit: nothing here shows that these numbers are better than today's on other people; leave the model as it is\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return make_runner(capsys)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "pairs.csv"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_evaluate_as_a_command(run: Run, file: Callable[[str], str]) -> None:
    pairs = make_pairs(LEAST_PAIRS, hide_parameters(1, levels=False), seed=1)
    code, out, err = run("evaluate", file(write_codes(pairs)))
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(json.dumps(evaluate(pairs)))
    code, out, err = run("evaluate", file(write_codes(pairs[1:])))
    assert (code, err, json.loads(out)["too_few"]) == (0, FEW.format(29), True)
    path = file("Naam," + "Anna,".join(write_codes(pairs).splitlines(keepends=True)))
    assert run("evaluate", path) == (0, json.dumps(evaluate(pairs), indent=2) + "\n", f'"{path}": columns that do not count: "Naam"\n')


# Measuring what runs makes a fit several times as slow; the test below runs all of it.
@pytest.mark.no_cover
def test_fit_as_a_command(run: Run, file: Callable[[str], str]) -> None:
    pairs = make_pairs(40, hide_parameters(1, levels=False), seed=1)
    path = file(write_codes(pairs))
    code, out, err = run("fit", path)
    assert (code, err) == (0, "")
    assert json.loads(out) == json.loads(json.dumps(fit(pairs)))
    assert run("fit", path) == (code, out, err)
    code, out, err = run("fit", path, "--levels")
    assert (code, err) == (0, "")
    assert json.loads(out)["shares"]["articles"]["one"]["today"] == 40
    code, out, err = run("fit", file(write_codes(make_pairs(40, TODAY, noise=2))))
    assert (code, err, json.loads(out)["better"]) == (0, LEAVE, False)


def test_a_fit_that_shows_nothing_says_so(run: Run, file: Callable[[str], str]) -> None:
    code, out, err = run("fit", file(write_codes(make_pairs(5, TODAY))))
    assert (code, err, json.loads(out)["better"]) == (0, FEW.format(5) + LEAVE, False)


def test_what_is_wrong_with_a_command(run: Run, file: Callable[[str], str]) -> None:
    pairs = write_codes(make_pairs(4, TODAY))
    path = file(pairs)
    assert run("fit", path) == (2, "", "4 pairs, and to fit anything takes 5\n")
    assert run("fit") == (2, "", "fit needs one file, or - for standard input\n")
    assert run("fit", path, "--level") == (2, "", '"--level" is not an option; there is --levels, --help\n')
    assert run("evaluate", path, "--levels") == (2, "", '"--levels" is not an option; there is --help\n')
    assert run("evaluate", file(pairs + "x,1,2,3,4\nx,1,2,3,4,5\n")) == (
        2,
        "",
        f'row 6: code: "x" is not a code\nrow 7: {WIDE.format(6)}\n',
    )
    path = file(pairs + "\n" * LARGEST)
    assert run("evaluate", path) == (2, "", f'"{path}": more than {LARGEST} bytes\n')
