"""Pages in large letters, with space around them, as a reader may want them."""

from collections.abc import Iterator

from playwright.sync_api import CDPSession, Page

USUAL = 16
LETTERS = (20, 24, 32)
"""Pixels. The last are twice as large as usual."""
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }"""
"""The space around letters, words, lines and paragraphs that a reader may set, by WCAG 1.4.12."""

# A drawing may stick out of its box without making the page wider, and then its words are cut off at the window's edge.
_FAULTS = """() => {
    const width = document.documentElement.clientWidth;
    const faults = [document.documentElement, ...document.querySelectorAll("dialog[open]")]
        .filter((each) => each.scrollWidth > each.clientWidth)
        .map((each) => `${each.localName} is ${each.scrollWidth - each.clientWidth} px wider than its room`);
    for (const words of document.querySelectorAll("svg text")) {
        const box = words.getBoundingClientRect();
        if (box.width > 0 && (box.left < -1 || box.right > width + 1)) {
            faults.push(`“${words.textContent.trim()}” is drawn outside, ${Math.round(box.left)} to ${Math.round(box.right)} px`);
        }
    }
    return faults;
}"""


def look_with_large_letters(page: Page, letters: CDPSession) -> Iterator[str]:
    """Say what is wider than the window or drawn outside it.

    Each size of letters is looked at twice, without and with space around them. `letters`: a session of the page, which sets the
    browser's own size.
    """
    for spacing in ("", SPACING):
        page.evaluate(
            "(rules) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); document.adoptedStyleSheets = [sheet]; }", spacing
        )
        for size in (USUAL, *LETTERS):
            letters.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
            for fault in page.evaluate(_FAULTS):
                yield f"letters of {size} px{' and WCAG’s text spacing' if spacing else ''}: {fault}"
    letters.send("Page.setFontSizes", {"fontSizes": {"standard": USUAL}})
