"""The result as a picture: made in the browser, in the page's words and colours, as SVG and as PNG."""

import base64
import re
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from ssi_core.model import MODEL
from tests.support.quiz_page import SOME, TYPICAL, dump_answers, expect_score, open_share, points, save_before_load, visit

ROOT = Path(__file__).parent.parent.parent
TODAY = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Page, way: str, folder: Path) -> Path:
    """The picture that the button gives."""
    with page.expect_download() as download:
        open_share(page, way).click()
    expect(page.locator("[data-share-state]")).not_to_be_empty()
    file = folder / way / download.value.suggested_filename
    assert re.fullmatch(rf"ssi-\d{{4}}-\d\d-\d\d\.{'svg' if way == 'svg' else 'png'}", file.name)
    download.value.save_as(file)
    return file


def light_colours() -> dict[str, tuple[int, ...]]:
    """The light page's own, from its style sheet."""
    sheet = (ROOT / "site_src/browser/css/site.css").read_text(encoding="utf-8")
    found = dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", sheet[: sheet.index("prefers-color-scheme: dark")]))
    return {name: tuple(bytes.fromhex(found[name][1:])) for name in ("paper", "ink", "muted", "line", *MODEL.pillars)}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_picture_says_what_the_page_says(page: Page, site_url: str, tmp_path: Path, language: str) -> None:
    # What is dark on the screen is light in a picture, which is for others too.
    page.emulate_media(color_scheme="dark")
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url, language)
    score = expect_score(page, language, TYPICAL)
    today = date.today()
    day = f"{today.day} {TODAY[language].split()[today.month - 1]} {today.year}"

    svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
    texts = ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")]
    verdict = score["verdict"]
    shown = [
        *map(str, (verdict["total"], *verdict["range"])),
        *(points(language, pillar["points"]) for pillar in score["pillars"].values()),
    ]
    for wanted in (day, *shown):
        assert any(wanted in text for text in texts), wanted
    for name in page.locator("[data-bar] .bar-name a").all_inner_texts():
        assert name in texts
    assert sum("LinkedIn" in text for text in texts) == 1, "an estimate, and whose it is not"
    assert any("2026" in text and "SSI" in text for text in texts), "what the brackets are"
    assert any("ssi.example" in text for text in texts)
    assert str(verdict["total"]) in svg.findtext(f"{SVG}title", "")
    assert not [each.tag for each in svg.iter() if each.tag.removeprefix(SVG) not in ("svg", "style", "title", "path", "text")]

    for way, size in (("png", (1200, 1200)), ("wide", (1200, 630))):
        png = Image.open(saved(page, way, tmp_path)).convert("RGB")
        assert png.size == size
        drawn = Counter(png.get_flattened_data())
        for name, colour in light_colours().items():
            assert drawn[colour] > 100, (way, name)
    # The total is drawn in words, not only as an arc: ink where the SVG has it.
    (total,) = [each for each in svg.iter(f"{SVG}text") if each.text == str(verdict["total"])]
    middle = (float(total.attrib["x"]), float(total.attrib["y"]) - 30)
    around = png.crop((int(middle[0]) - 80, int(middle[1]) - 30, int(middle[0]) + 80, int(middle[1]) + 30))
    assert light_colours()["ink"] in set(around.get_flattened_data())


def test_a_picture_brings_its_own_letters(browser: Browser, page: Page, site_url: str, tmp_path: Path) -> None:
    save_before_load(page, dump_answers(TYPICAL, step="result"))
    visit(page, site_url)
    expect_score(page, "en", TYPICAL)
    svg = saved(page, "svg", tmp_path)
    style = ElementTree.parse(svg).getroot().findtext(f"{SVG}style", "")
    (data,) = re.findall(r"src:url\(data:font/woff2;base64,([A-Za-z0-9+/=]+)\)", style)
    assert base64.b64decode(data) == (ROOT / "site_src/browser/fonts/newsreader-600.woff2").read_bytes()
    # Opened on its own, far from the site, it uses them.
    page = browser.new_page()
    page.goto(svg.as_uri())
    page.wait_for_function("document.fonts.size === 1 && [...document.fonts][0].status === 'loaded'")
    # Two words of one length in letters are as long in the bitmap as in the drawing, and in the system's serif they are not.
    width = "([text, font]) => { const c = document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas').getContext('2d');"
    width += " c.font = `600 40px ${font}`; return c.measureText(text).width; }"
    title = page.locator("text").first
    drawn = title.evaluate("each => each.getComputedTextLength() * 40 / parseFloat(each.getAttribute('font-size'))")
    assert drawn == pytest.approx(page.evaluate(width, [title.text_content(), "Newsreader"]), rel=0.01)
    assert drawn != pytest.approx(page.evaluate(width, [title.text_content(), "serif"]), rel=0.01)
    page.close()


def test_with_few_answers_a_picture_shows_the_range_and_no_number(page: Page, site_url: str, tmp_path: Path) -> None:
    save_before_load(page, dump_answers(SOME, step="result"))
    visit(page, site_url)
    score = expect_score(page, "en", SOME)
    svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
    texts = ["".join(each.itertext()) for each in svg.iter() if each.text]
    assert not [text for text in texts if points("en", score["total"]) in text]
    low, high = score["verdict"]["range"]
    (title,) = [each.text or "" for each in svg.iter(f"{SVG}title")]
    assert title.endswith(f"{low} to {high}")
    assert [text for text in texts if text.endswith(f"{low} to {high}")] == [title, f"{low} to {high}"]
    assert "range" in texts, "the key says only what the line is"
    # A pillar of which enough is known is drawn as on the page, and of the others no bar: only the range, in the page's tenths.
    fills = {each.attrib.get("fill") for each in svg.iter(f"{SVG}path")} | {each.attrib.get("stroke") for each in svg.iter(f"{SVG}path")}
    for key, pillar in score["pillars"].items():
        sure = key in score["verdict"]["sure"]
        ends = " to ".join(points("en", end) for end in pillar["range"])
        assert (ends in texts, points("en", pillar["points"]) in texts) == (not sure, sure), key
        colour = "#" + bytes(light_colours()[key]).hex()
        assert (colour in fills) == sure, key
    assert {key for key in score["pillars"] if key in score["verdict"]["sure"]} == {"brand"}


def test_a_picture_that_cannot_be_made_says_so(page: Page, site_url: str) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.toBlob = function (act) { act(null); }")
    save_before_load(page, dump_answers(SOME, step="result"))
    visit(page, site_url)
    expect_score(page, "en", SOME)
    open_share(page, "png").click()
    expect(page.locator("[data-share-state]")).not_to_be_empty()
    page.route("**/quiz_extras.js*", lambda route: route.abort())
    page.reload()
    expect_score(page, "en", SOME)
    open_share(page, "svg").click()
    expect(page.locator("[data-share-state]")).not_to_be_empty()
