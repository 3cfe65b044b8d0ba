"""axe-core in the tests' browser: what it finds wrong in the page as it stands, by the tags of WCAG 2.2 AA."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from playwright.sync_api import Frame, Page

ROOT = Path(__file__).parent.parent.parent
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""The rules that look at colours and boxes."""
# Only the number of passed checks is returned: to describe each of their elements takes axe as long as to check it.
_RUN = """async (only) => {
  const found = await axe.run(document, { runOnly: only, resultTypes: ["violations"] });
  return { passes: found.passes.length, violations: found.violations };
}"""


@cache
def script() -> str:
    """Return axe's source. For many pages in one tab, have the browser start them with it."""
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(page: Page | Frame, rules: Sequence[str] = ()) -> list[str]:
    """One line per fault: the rule, where, and why. Playwright evaluates outside the page's policy, so axe needs no exception in it.

    `rules`: those to apply, instead of all.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())
    found = page.evaluate(_RUN, {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS})
    assert found["passes"], "axe looked at nothing"
    return [
        f"{violation['id']}: {node['target']}: {node['failureSummary']}" for violation in found["violations"] for node in violation["nodes"]
    ]
