"""QR codes as the pages draw them: read by another decoder from the screen, in both colour schemes."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.support.qr import read_qr_codes

TEXTS = ("https://ssi.example/nl/groep.html#code=S2FDX-EAR53-KBYYZ-FQRJ5", "één regel, “aanhalingen” & <tekens>", "x" * 400)
DRAW = """async ([script, texts]) => {
    const { drawQr } = await import(script);
    document.body.replaceChildren(...texts.map((text) => drawQr(text, `QR: ${text}`)));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_code_on_the_screen_is_read_as_its_text(page: Page, dist: Path, site_url: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{site_url}en/index.html")
    (script,) = dist.glob("assets/js-*/page/ui/qr.js")
    page.evaluate(DRAW, [f"{site_url}{script.relative_to(dist).as_posix()}", TEXTS])
    for text in TEXTS:
        code = page.get_by_role("img", name=f"QR: {text}", exact=True)
        expect(code).to_be_visible()
        assert read_qr_codes(code.screenshot()) == [text]
