"""The page that reads LinkedIn's archive as a visitor has it: its address, its texts, and files to hand over."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

from ssi_core.linkedin_export.archive import InputFile
from ssi_core.linkedin_export.report import read_export
from tests.support.linkedin_archive import make_files, make_workbook, pack_files

CONTENT = Path(__file__).parent.parent.parent / "content"
IMPORT = {"en": "en/use-your-archive.html", "nl": "nl/gebruik-je-archief.html"}
GIVEN = {"archive.zip": pack_files(make_files()), "analytics.xlsx": make_workbook()}
REVIEW = "[data-review]:not([hidden])"


def read_texts(language: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CONTENT / language / "texts" / "import.yaml").read_text(encoding="utf-8"))
    return found


def make_report(given: dict[str, bytes], *, over_time: bool = False) -> dict[str, Any]:
    """Return CPython's report on these files."""
    return read_export([InputFile(name, BytesIO(data)) for name, data in given.items()], over_time=over_time)


def make_uploads(given: dict[str, bytes]) -> list[Any]:
    """Make files that Playwright chooses."""
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in given.items()]


def open_import(page: Page, site_url: str, language: str = "en") -> None:
    """Open the page, until the engine and the part that reads archives are there."""
    with page.expect_response(re.compile(r"/export\.\w+\.zip$")):
        page.goto(site_url + IMPORT[language])
    page.wait_for_selector("html[data-engine=ready]")
