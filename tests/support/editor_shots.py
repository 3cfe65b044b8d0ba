"""Pictures of the editor: `python -m tests.support.editor_shots FOLDER`.

They show the repository's own content, in Dutch and in English, in the development server. Nothing is saved. Those called `fault` are in
the guide for authors, as `.github/editor.nl.png` and `.github/editor.en.png`.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from tests.support import browser as installed

ROOT = Path(__file__).parent.parent.parent
LANGUAGES = ("nl", "en")
EDIT = ".serve/edit?file=content/{}/"


def _show_fault(page: Page) -> None:
    """Type something that can be mended by a button."""
    page.locator(".cm-content").first.press("Control+Home")
    page.keyboard.type("Linkedin. ")
    expect(page.locator(".problems li").first).to_be_visible()


def _show_form(page: Page) -> None:
    page.locator("details[data-about] > summary").first.click()
    expect(page.locator("[data-field] input").first).to_be_visible()


def _show_picture(page: Page) -> None:
    page.locator('[data-tool="picture"]').first.click()
    page.locator("#picture-file").set_input_files(ROOT / ".github" / "screenshot.png")
    expect(page.locator("dialog[open] img")).to_be_visible()


VIEWS: dict[str, tuple[str, Callable[[Page], object]]] = {
    "list": (".serve/edit", lambda page: expect(page.locator("[data-list]")).to_be_visible()),
    "text": (f"{EDIT}routine.md", lambda page: expect(page.frame_locator("iframe").locator("h1")).to_be_visible()),
    "fault": (f"{EDIT}routine.md", _show_fault),
    "form": (f"{EDIT}routine.md", _show_form),
    "question": (f"{EDIT}factors/endorsements.md", lambda page: expect(page.locator("[data-field] textarea").first).to_be_visible()),
    "picture": (f"{EDIT}routine.md", _show_picture),
}
"""By name of a picture: the address, and what leads to what it shows."""


def main(arguments: Sequence[str]) -> int:
    """Take the pictures, and say where they are."""
    folder = Path(arguments[0] if arguments else ROOT / ".cache" / "shots" / "editor")
    folder.mkdir(parents=True, exist_ok=True)
    # The first page that is opened waits until all content has been read.
    expect.set_options(timeout=60_000)
    with sync_playwright() as playwright:
        browser = installed.launch(playwright)
        if browser is None:
            raise SystemExit(installed.ADVICE)
        for language in LANGUAGES:
            with _serve(language) as url:
                for name, (address, show) in VIEWS.items():
                    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale=language, reduced_motion="reduce")
                    page.goto(url + address.format(language))
                    show(page)
                    # A third of the bytes, and nothing to be seen of it.
                    picture = (
                        Image.open(BytesIO(page.screenshot()))
                        .convert("RGB")
                        .quantize(160, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
                    )
                    picture.save(folder / f"{name}.{language}.png", optimize=True)
                    page.close()
        browser.close()
    print(f"{len(VIEWS) * len(LANGUAGES)} pictures: {folder}")
    return 0


@contextmanager
def _serve(language: str) -> Iterator[str]:
    """Run the development server for an author who reads a language; gives its address."""
    command = [sys.executable, "build.py", "serve"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"SSI_LANGUAGE": language}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        try:
            found = next(filter(None, (re.search(r"http://127\.0\.0\.1:\d+/", line) for line in process.stdout)))
            yield found[0]
        finally:
            process.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
