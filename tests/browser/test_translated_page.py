"""A quiz that the browser translates while it is used, as Chrome does with Google Translate.

Chrome puts each text into two <font> elements, also those that come later, gives the page another language and a class, and translates
the attributes that people read. The words change; the scores, what is saved and the page's own notation of numbers and days do not.
"""

from pathlib import Path
from xml.etree import ElementTree

from playwright.sync_api import Browser, expect

from tests.support.quiz_page import STEPS, TYPICAL, choose, choose_role, expect_stored, open_share, points, score_in_cpython, visit

TRANSLATE = """() => {
  const root = document.documentElement;
  root.lang = "en";
  root.classList.add("translated-ltr");
  const translate = (words) => words.replaceAll(/[a-zé]{3,}/gi, (word) => `${word.slice(0, -1)}§`);
  const kept = "script, style, textarea, template, font, [translate=no], svg";
  const createFont = () => {
    const font = document.createElement("font");
    font.setAttribute("dir", "auto");
    font.style.verticalAlign = "inherit";
    return font;
  };
  const read = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (!node.data.trim() || !node.parentElement || node.parentElement.closest(kept)) return;
      const [outer, inner] = [createFont(), createFont()];
      inner.append(translate(node.data));
      outer.append(inner);
      node.replaceWith(outer);
    } else if (node.nodeType === Node.ELEMENT_NODE && !node.closest(kept)) {
      for (const name of ["title", "alt", "placeholder", "aria-label"])
        if (node.hasAttribute(name)) node.setAttribute(name, translate(node.getAttribute(name)));
      for (const each of [...node.childNodes]) read(each);
    }
  };
  read(document.body);
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) for (const each of type === "characterData" ? [target] : addedNodes) read(each);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def test_a_whole_quiz_under_translation(browser: Browser, site_url: str, tmp_path: Path) -> None:
    context = browser.new_context(locale="en-GB", service_workers="block", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    visit(page, site_url, "nl")
    page.evaluate(TRANSLATE)
    for number in range(1, STEPS + 1):
        page.locator(f'[data-part-link="part-{number}"]').click()
        expect(page.locator(f'[data-part="part-{number}"]')).to_be_visible()
        on_part = set(
            page.locator(f'[data-part="part-{number}"] [data-factor]').evaluate_all("(all) => all.map((each) => each.dataset.factor)")
        )
        choose(page, {factor: level for factor, level in TYPICAL.items() if factor in on_part})
    choose_role(page, "sales")
    score = score_in_cpython(TYPICAL, role="sales")
    for pillar, each in score["pillars"].items():
        slot = page.locator(f'[data-score="{pillar}"]')
        expect(slot).to_have_attribute("data-value", f"{each['points']:g}")
        expect(slot).to_have_text(points("nl", each["points"]))
    expect(page.locator('[data-score="total"]')).to_have_text(str(score["verdict"]["total"]))
    expect_stored(page, TYPICAL, part="answers")

    # A plan, a step done, a change of mind: all that is drawn anew.
    page.locator("[data-advice-list] [data-tick]").first.check()
    page.locator('[data-part-link="part-1"]').click()
    page.locator("label").filter(has=page.locator('input[name="articles"][value="two"]')).click()
    page.locator('[data-part-link="result"]').click()
    changed = score_in_cpython(TYPICAL | {"articles": "two"}, role="sales")
    expect(page.locator('[data-score="brand"]')).to_have_text(points("nl", changed["pillars"]["brand"]["points"]))

    # The scripts that come late keep the notation of the page, although its language is another one now.
    with page.expect_download() as download:
        open_share(page, "svg").click()
    download.value.save_as(tmp_path / "result.svg")
    texts = "\n".join(ElementTree.parse(tmp_path / "result.svg").getroot().itertext())
    for each in changed["pillars"].values():
        assert points("nl", each["points"]) in texts
        assert points("en", each["points"]) not in texts
    assert not errors
    context.close()
