"""Mutants that count, and a list of survivors in step with the code.

`make mutants` makes and judges the mutants.
"""

import pytest

from benchmarks.mutants import ROOT, TESTS, changes_behaviour, find_path, find_spans, read_survivors

SOURCE = "def first(words: list[str] | None, *, most: int = 3) -> int | None:\n    return 1 if words else None\n"


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ("return 1", "return 2", True),
        ("most: int = 3", "most: int = 4", True),
        ("list[str] | None", "list[str] + None", False),
        ("int | None", "int - None", False),
        ("*, most", "/, most", False),
        ("*, most", "+, most", False),
        ("return 1 if", "return  1 if", False),
    ],
)
def test_a_mutant_is_python_that_does_something_else(old: str, new: str, counts: bool) -> None:
    assert old in SOURCE
    assert changes_behaviour(SOURCE, SOURCE.replace(old, new)) is counts


def test_every_module_and_each_of_its_test_files_is_there() -> None:
    for module, tests in TESTS.items():
        assert find_path(module).exists()
        assert all((ROOT / "tests" / "core" / f"test_{test}.py").exists() for test in tests)


def test_every_survivor_in_the_list_stands_in_its_module() -> None:
    lines = {module: {line.strip() for line in find_path(module).read_text(encoding="utf-8").splitlines()} for module in TESTS}
    assert [(module, line) for module, line, _ in read_survivors() if line not in lines[module]] == []
    assert all(line != changed for _, line, changed in read_survivors())


def test_code_in_a_table_may_hold_a_bar() -> None:
    assert find_spans("`a \\| b`, `c`") == ["a | b", "c"]
