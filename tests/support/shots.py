"""Pictures of every page, to look at after a change of look: both languages, light and dark, a phone and a wide screen.

`make shots` builds the site as it is and writes the pictures, and `index.html` with all of them side by side, into `.cache/shots/`.
Arguments choose pages by a part of their address: `make shots ARGS="method pillars"`.
"""

import argparse
import html
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.support import browser as installed
from tests.support.server import serve

ROOT = Path(__file__).parent.parent.parent
SHOTS = ROOT / ".cache" / "shots"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = {390: 844, 1440: 900}
SHEET = """<!DOCTYPE html>
<html lang="en"><meta charset="utf-8"><title>Shots</title>
<style>
body {{ font: 1rem/1.4 sans-serif; margin: 1rem; background: #888; }}
section {{ display: flex; gap: 1rem; align-items: start; overflow-x: auto; }}
figure {{ margin: 0; flex: none; }}
img {{ display: block; max-block-size: 40rem; }}
</style>
{}
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, take the pictures, and say where they are."""
    parser = argparse.ArgumentParser(prog="make shots", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", help="a part of a page's address; without any, all pages")
    parser.add_argument("--output", type=Path, default=SHOTS, metavar="FOLDER", help="where to; .cache/shots by default")
    asked = parser.parse_args(arguments)
    folder = asked.output.absolute()
    shutil.rmtree(folder, ignore_errors=True)
    with TemporaryDirectory() as name:
        dist = Path(name) / "dist"
        subprocess.run([sys.executable, "build.py", "build", "--no-compress", "--output", str(dist)], cwd=ROOT, check=True)
        with serve(dist) as url, sync_playwright() as playwright:
            browser = installed.launch(playwright)
            if browser is None:
                raise SystemExit(installed.ADVICE)
            chosen = [page for page in addresses(dist) if not asked.pages or any(part in page for part in asked.pages)]
            taken = [shot for page in chosen for shot in pictures(browser, url, page, folder)]
            browser.close()
    (folder / "index.html").write_text(SHEET.format("\n".join(sheet(chosen))), encoding="utf-8")
    print(f"{len(taken)} pictures of {len(chosen)} pages: {folder / 'index.html'}")
    return 0


def addresses(dist: Path) -> list[str]:
    """Every page, the two languages of one beside each other only by chance; the quiz as one file is no page."""
    return sorted(path.relative_to(dist).as_posix() for path in dist.rglob("*.html") if not path.name.startswith("ssi-quiz-"))


def pictures(browser: Browser, url: str, page: str, folder: Path) -> Iterator[Path]:
    """One page in every setting."""
    for scheme in SCHEMES:
        for width, height in WIDTHS.items():
            # Without its scripts the page at the root stays; everywhere else they are part of what is seen.
            context = browser.new_context(
                color_scheme=scheme,
                viewport={"width": width, "height": height},
                service_workers="block",
                java_script_enabled=page != "index.html",
                reduced_motion="reduce",
            )
            tab = context.new_page()
            tab.goto(url + page, wait_until="load")
            place = folder / shot(page, scheme, width)
            place.parent.mkdir(parents=True, exist_ok=True)
            tab.screenshot(path=place, full_page=True)
            context.close()
            yield place


def shot(page: str, scheme: str, width: int) -> str:
    """Name a picture in their folder."""
    return f"{page.removesuffix('.html').replace('/', '-')}.{width}.{scheme}.png"


def sheet(pages: Sequence[str]) -> Iterator[str]:
    """The pictures, a page a row."""
    for page in pages:
        yield f"<h2>{html.escape(page)}</h2>\n<section>"
        for scheme in SCHEMES:
            for width in WIDTHS:
                name = html.escape(shot(page, scheme, width))
                picture = f'<a href="{name}"><img src="{name}" alt="" loading="lazy"></a>'
                yield f"<figure>{picture}<figcaption>{width} px, {scheme}</figcaption></figure>"
        yield "</section>"


if __name__ == "__main__":
    sys.exit(main())
