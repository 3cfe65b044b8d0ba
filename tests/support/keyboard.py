"""The keyboard, as somebody without a mouse uses it."""

from playwright.sync_api import Page

# The row of a choice shows it in the place of its input.
HAS_RING = "each => [each, each.closest('label')].some((box) => box && getComputedStyle(box).outlineStyle !== 'none')"


def tab_to(page: Page, selector: str, most: int = 200) -> None:
    """Press Tab until an element has the focus, and assert that it shows.

    `selector`: finds the element. `most`: times to press Tab.
    """
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            assert page.locator(":focus").evaluate(HAS_RING), f"no visible focus on {selector}"
            return
    raise AssertionError(f"Tab does not lead to {selector}")
