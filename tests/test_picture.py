"""The result as a picture: made in the browser, in the page's words and colours, as SVG and as PNG."""

import re
from collections import Counter
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ssi_core.model import MODEL
from tests.quiz_page import SOME, TYPICAL, expect_score, keep, kept, points, visit

ROOT = Path(__file__).parent.parent
TODAY = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
SVG = "{http://www.w3.org/2000/svg}"


def saved(page: Page, ending: str, folder: Path) -> Path:
    """The picture that the button gives."""
    with page.expect_download() as download:
        page.locator(f'[data-share="{ending}"]').click()
    expect(page.locator("[data-share-state]")).not_to_be_empty()
    file = folder / download.value.suggested_filename
    assert re.fullmatch(rf"ssi-\d{{4}}-\d\d-\d\d\.{ending}", file.name)
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
    keep(page, kept(TYPICAL, step="result"))
    visit(page, site_url, language)
    score = expect_score(page, language, TYPICAL)
    today = date.today()
    day = f"{today.day} {TODAY[language].split()[today.month - 1]} {today.year}"

    svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
    texts = ["".join(each.itertext()) for each in svg.iter(f"{SVG}text")]
    shown = [score["total"], *score["range"], *(pillar["points"] for pillar in score["pillars"].values())]
    for wanted in (day, *(points(language, value) for value in shown)):
        assert any(wanted in text for text in texts), wanted
    for name in page.locator("[data-bar] a").all_inner_texts():
        assert name in texts
    assert sum("LinkedIn" in text for text in texts) == 1, "an estimate, and whose it is not"
    assert any("ssi.example" in text for text in texts)
    assert points(language, score["total"]) in svg.findtext(f"{SVG}title", "")
    assert not [each.tag for each in svg.iter() if each.tag.removeprefix(SVG) not in ("svg", "title", "path", "text")]

    png = Image.open(saved(page, "png", tmp_path))
    width, height = (int(svg.attrib[name]) for name in ("width", "height"))
    assert png.size == (2 * width, 2 * height)
    drawn = Counter(png.convert("RGB").get_flattened_data())
    for name, colour in light_colours().items():
        assert drawn[colour] > 500, name
    # The total is drawn in words, not only as an arc: ink where the SVG has it.
    (total,) = [each for each in svg.iter(f"{SVG}text") if each.text == points(language, score["total"])]
    middle = (2 * float(total.attrib["x"]), 2 * (float(total.attrib["y"]) - 60))
    around = png.convert("RGB").crop((int(middle[0]) - 200, int(middle[1]) - 60, int(middle[0]) + 200, int(middle[1]) + 60))
    assert light_colours()["ink"] in set(around.get_flattened_data())


def test_with_few_answers_a_picture_shows_the_range_and_no_number(page: Page, site_url: str, tmp_path: Path) -> None:
    keep(page, kept(SOME, step="result"))
    visit(page, site_url)
    score = expect_score(page, "en", SOME)
    svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
    texts = ["".join(each.itertext()) for each in svg.iter() if each.text]
    assert not [text for text in texts if points("en", score["total"]) in text]
    assert sum(f"{int(score['range'][0])} to" in text for text in texts) == 2, "in the picture and in its title"


def test_a_picture_that_cannot_be_made_says_so(page: Page, site_url: str) -> None:
    page.add_init_script("HTMLCanvasElement.prototype.toBlob = function (act) { act(null); }")
    keep(page, kept(SOME, step="result"))
    visit(page, site_url)
    expect_score(page, "en", SOME)
    page.locator('[data-share="png"]').click()
    expect(page.locator("[data-share-state]")).not_to_be_empty()
    page.route("**/quiz_extras.js*", lambda route: route.abort())
    page.reload()
    expect_score(page, "en", SOME)
    page.locator('[data-share="svg"]').click()
    expect(page.locator("[data-share-state]")).not_to_be_empty()
