"""A test that fails is run again in browsers only, and never unnoticed."""

from pathlib import Path

import pytest

BROWSER = Path(__file__).parent.parent / "browser"


def test_only_browser_tests_are_run_again_and_twice_at_most(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        again = item.get_closest_marker("flaky")
        is_in_browser = item.path.is_relative_to(BROWSER) or "playwright" in getattr(item, "fixturenames", ())
        assert (again and again.kwargs) == ({"reruns": 2} if is_in_browser else None), item.nodeid


def test_the_summary_names_every_test_that_was_run_again(pytestconfig: pytest.Config) -> None:
    assert "R" in pytestconfig.getoption("reportchars")
    assert pytestconfig.getoption("rerun_show_tracebacks")
