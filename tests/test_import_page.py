"""The page that reads LinkedIn's archive, in a real browser: the same answers as CPython, nothing sent, nothing changed without a yes."""

import base64
import json
import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from ssi_core.linkedin_export.archive import Given
from ssi_core.linkedin_export.levels import NEVER_MEASURED
from ssi_core.linkedin_export.problems import MESSAGES, REASONS
from ssi_core.linkedin_export.report import read_export
from ssi_core.model import MODEL
from tests.axe import violations
from tests.frames import WATCH
from tests.hostile_archives import ATTACKS, make_attack
from tests.linkedin_archive import EXAMPLE, MEMBER, files, messages, workbook, zipped

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
PAGES = {"en": "en/use-your-archive.html", "nl": "nl/gebruik-je-archief.html"}
GIVEN = {"archive.zip": zipped(files()), "analytics.xlsx": workbook(), "photo.jpg": b"\xff\xd8"}
REVIEW = "[data-review]:not([hidden])"
IN_THE_BROWSER = (
    "4,000 × Profile.csv",
    "49,000 × ../a",
    "6,000 folders with a Votes.csv",
    "300 entries over the same data",
    "64 MB of <c/>",
    "one attribute of 64 MB",
    "2,000,000 attributes",
    "XML five million deep",
    "2,800,000 shared strings",
    "a hundred billion laughs",
    "a megabyte that a quote opens",
)


def texts(language: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((CONTENT / language / "texts" / "import.yaml").read_text(encoding="utf-8"))
    return found


def report(given: dict[str, bytes]) -> dict[str, Any]:
    return read_export([Given(name, BytesIO(data)) for name, data in given.items()])


def buffers(given: dict[str, bytes]) -> list[Any]:
    return [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in given.items()]


def kept(page: Page) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('ssi')") or "{}")
    return document


def ready(page: Page, address: str) -> None:
    """The engine, and the part that reads archives, are there."""
    with page.expect_response(re.compile(r"/export\.\w+\.zip$")):
        page.goto(address)
    page.wait_for_selector("html[data-engine=ready]")


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_reason_every_problem_and_all_evidence_has_words(language: str) -> None:
    words = texts(language)
    assert {*words["reasons"]} == {*REASONS}
    assert {*words["problems"]} == {*MESSAGES}
    assert {*words["evidence"]} == {factor.key for factor in MODEL.factors} - {*NEVER_MEASURED}
    for factor, evidence in report(GIVEN)["evidence"].items():
        assert {*re.findall(r"\{(\w+)\}", words["evidence"][factor])} <= {"value", *evidence["counts"]}, factor


def test_by_chooser_reviewed_accepted_in_part_and_the_quiz_asks_the_rest(context: BrowserContext, page: Page, site_url: str) -> None:
    ready(page, site_url + PAGES["en"])
    page.evaluate("""localStorage.setItem("ssi", JSON.stringify({version: 2, answers: {connections: "under_50", sharing: "weekly",
        network_views: "unknown"}, role: "sales", history: [{id: "a"}]}))""")
    with page.expect_response("**/runtime/pyodide_rest.*"):
        page.reload()
    page.wait_for_selector("html[data-engine=ready]")
    page.wait_for_timeout(200)
    before = kept(page)

    # From here on there is no network, and none is missed.
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.set_offline(True)
    page.set_input_files("[data-files]", buffers(GIVEN))
    page.wait_for_selector(REVIEW)
    assert asked == []
    assert kept(page) == before, "nothing is changed before the visitor says so"

    made = report(GIVEN)
    rows = page.locator("[data-confidence] [data-factor]")
    assert sorted(row.get_attribute("data-factor") or "" for row in rows.all()) == sorted(made["answers"])
    for confidence in ("counted", "proxy", "weak"):
        shown = page.locator(f"[data-confidence={confidence}] [data-factor]").all()
        assert [row.get_attribute("data-factor") for row in shown] == [
            factor for factor, evidence in made["evidence"].items() if evidence["confidence"] == confidence
        ]
        assert {row.locator("input").is_checked() for row in shown} == {confidence != "weak"}
    row = page.locator("[data-review] [data-factor=connections]")
    expect(row).to_contain_text("Answer: 500 or more")
    expect(row).to_contain_text("In the list: 612, hidden members included: 4.")
    expect(row).to_contain_text("From Connections.csv, up to 10 June 2026")
    expect(row).to_contain_text("Replaces your answer: Fewer than 50")
    expect(page.locator("[data-review] [data-factor=sharing]")).to_contain_text("You gave the same answer")
    expect(page.locator("[data-review] [data-factor=articles]")).to_contain_text("You have not answered this")
    expect(page.locator("[data-file-list] li").nth(2)).to_contain_text("not a file from LinkedIn’s archive")
    expect(page.locator("[data-not-measured-count]")).to_have_text("(4)")
    expect(page.locator("[data-summary]")).to_have_text("20 of 24 questions can be answered from your files.")

    # Accepted in part: all but two, and one of those that are not ticked by themselves.
    page.uncheck("[data-review] input[name=connections]")
    page.uncheck("[data-review] input[name=groups]")
    page.check("[data-review] input[name=rich_media]")
    expect(page.locator("[data-accept]")).to_have_text("Use 17 answers")
    ranges = page.locator("[data-range-now], [data-range-then]").all_inner_texts()
    (low, high), (new_low, new_high) = (map(float, re.findall(r"\d+\.\d", words)) for words in ranges)
    assert high - low > new_high - new_low > 0, "what is measured narrows the range"
    page.click("[data-accept]")
    page.wait_for_selector("[data-done]:not([hidden])")
    chosen = {factor: level for factor, level in made["answers"].items() if factor not in ("connections", "groups", "inmail_response")}
    after = kept(page)
    assert after["measured"] == chosen
    assert after["answers"] == before["answers"] | chosen
    assert (after["role"], after["history"]) == (before["role"], before["history"])
    expect(page.locator("[data-done]")).to_contain_text("17 answers used and marked as measured.")
    expect(page.locator("[data-done]")).to_contain_text("5 questions are still open.")
    assert asked == []

    context.set_offline(False)
    page.click("[data-done-link]")
    page.wait_for_selector("[data-open-only]")
    assert page.url.endswith("/quiz.html#advanced_search"), "the first that is open"
    assert sorted(page.locator("[data-measured]").evaluate_all("all => all.map(each => each.id)")) == sorted(chosen)
    shown = page.locator("[data-factor]:visible").evaluate_all("all => all.map(each => each.id)")
    assert shown == [key for key in ("advanced_search", "network_views", "prospect_views", "profile_popularity") if key not in chosen]
    page.click("a[href='#part-1']")
    expect(page.locator("[data-measured-part]")).to_be_visible()
    expect(page.locator("[data-measured-words]")).to_contain_text("17 answers come from your LinkedIn archive")

    # The result marks what was measured; a link to such a question shows it; changed there, it is the visitor's own.
    page.click("a[href='#result']")
    page.wait_for_selector("[data-result=scored]:not([hidden])")
    expect(page.locator("[data-measured-result]")).to_contain_text("17 of these answers were measured")
    page.click(".all-answers summary")
    marked = page.locator("[data-answer]:has(.measured-mark)").evaluate_all("all => all.map(each => each.dataset.answer)")
    assert sorted(marked) == sorted(chosen)
    page.click("[data-answer=sharing] a")
    assert page.evaluate("document.activeElement.name") == "sharing"
    page.check("input[name=sharing][value=none]")
    expect(page.locator("#sharing .measured-mark")).to_have_count(0)
    page.click("[data-measured-toggle]")
    expect(page.locator("#sharing")).to_be_visible()
    expect(page.locator("#interactions_given")).to_be_hidden()
    assert violations(page) == []
    # An address that was cut short leads nowhere, and opens nothing.
    page.evaluate("location.hash = '#100%'")
    page.reload()
    expect(page.locator("[data-open-only]")).to_be_attached()


DROP = """async ([names, data]) => {
  const transfer = new DataTransfer();
  names.forEach((name, at) => transfer.items.add(new File([Uint8Array.from(atob(data[at]), (each) => each.charCodeAt(0))], name)));
  for (const kind of ["dragover", "drop"]) {
    document.body.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    if (kind === "dragover" && document.querySelector("[data-drop]").hidden) throw new Error("nothing says that files may be dropped");
  }
}"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark", service_workers="block", has_touch=True)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def test_by_drop_on_a_phone_by_keyboard_in_dutch(phone: Page, site_url: str) -> None:
    page = phone
    ready(page, site_url + PAGES["nl"])
    given = {"archief.zip": zipped(files(complete=False)), "stuk.zip": b"PK\x03\x04kapot", "Reactions.csv": b"niets\n"}
    page.evaluate(DROP, [[*given], [base64.b64encode(data).decode() for data in given.values()]])
    page.wait_for_selector(REVIEW)
    expect(page.locator("[data-file-list]")).to_contain_text("Het ZIP-bestand is afgebroken")
    expect(page.locator("[data-file-list]")).to_contain_text("Reactions.csv De kolommen die LinkedIn dit bestand geeft, ontbreken.")
    expect(page.locator("[data-reasons]")).to_contain_text(texts("nl")["reasons"]["basic_archive"])
    expect(page.locator("[data-review] [data-factor=connections]")).to_contain_text("In de lijst: 612")
    expect(page.locator("[data-old]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page) == []

    # The browser's own words for choosing, in its own language, are never seen.
    page.focus("[data-files]")
    assert page.locator("[data-files]").bounding_box()["width"] <= 1  # type: ignore[index]
    page.focus("#review-title")

    # By keyboard: on from the heading, which has the focus; the first box; past the others to the button.
    assert page.evaluate("document.activeElement.id") == "review-title"
    page.keyboard.press("Tab")
    name = page.evaluate("document.activeElement.name")
    page.keyboard.press("Space")
    for _ in range(30):
        if page.evaluate("document.activeElement.matches('[data-accept]')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-done]:not([hidden])")
    made = report(given)
    sure = {
        factor: level for factor, level in made["answers"].items() if made["evidence"][factor]["confidence"] != "weak" and factor != name
    }
    assert kept(page)["measured"] == sure
    assert page.evaluate("document.activeElement.id") == "done-title"
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quiz.html#*")


WHILE_IT_READS = """(button) => new MutationObserver((_, watch) => {
    if (!/Reading: [1-9]/.test(document.querySelector("[data-file-list]").textContent)) return;
    watch.disconnect();
    document.querySelector(button).click();
}).observe(document.querySelector("[data-file-list]"), {subtree: true, childList: true})"""


def test_the_example_stopping_and_using_nothing(page: Page, site_url: str, tmp_path: Path) -> None:
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.route("**/Complete*.zip", lambda route: route.abort())
    ready(page, site_url + PAGES["en"])
    page.click("[data-example]")
    expect(page.locator("[data-no-example]")).to_be_visible()
    page.unroute("**/Complete*.zip")
    page.click("[data-example]")
    page.wait_for_selector(REVIEW)
    expect(page.locator("[data-no-example]")).to_be_hidden()
    example = report({"x.zip": EXAMPLE.read_bytes()})
    shown = page.locator("[data-confidence] [data-factor]").evaluate_all("all => all.map(each => each.dataset.factor)")
    assert sorted(shown) == sorted(example["answers"])
    page.click("[data-tick=none]")
    expect(page.locator("[data-accept]")).to_have_text("Use 0 answers")
    page.click("[data-tick=all]")
    expect(page.locator("[data-accept]")).to_have_text(f"Use {len(shown)} answers")
    page.click("[data-leave]")
    expect(page.locator("[data-review]")).to_be_hidden()
    assert kept(page) == {}

    # A long reading is stopped while it goes on, which a page that does not answer could not.
    header, *rows = messages(MEMBER).splitlines(keepends=True)
    long = tmp_path / "messages.csv"
    long.write_text(header + "".join(rows) * (20_000_000 // len("".join(rows))))
    page.evaluate(WHILE_IT_READS, "[data-stop]")
    page.set_input_files("[data-files]", str(long))
    expect(page.locator("[data-file-list]")).to_contain_text("Stopped")
    assert page.evaluate("document.activeElement.matches('[data-again]')")
    expect(page.locator("[data-review]")).to_be_hidden()
    # And taken away while it goes on: what the engine still tells of it is of no file any more.
    page.evaluate(WHILE_IT_READS, "[data-remove]")
    page.click("[data-again]")
    expect(page.locator("[data-reading]")).to_be_hidden()
    page.set_input_files("[data-files]", buffers({"Skills.csv": b"Name\nOne\n"}))
    page.wait_for_selector(REVIEW)
    expect(page.locator("[data-summary]")).to_contain_text("answer none of the questions")
    expect(page.locator("[data-review-end]")).to_be_hidden()
    assert errors == []


def test_where_nothing_is_kept_the_answers_travel_in_the_link(page: Page, site_url: str) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };")
    ready(page, site_url + PAGES["en"])
    page.set_input_files("[data-files]", buffers({"Company Follows.csv": files()["Company Follows.csv"]}))
    page.wait_for_selector(REVIEW)
    page.click("[data-accept]")
    page.wait_for_selector("[data-done-not-kept]:not([hidden])")
    assert re.search(r"quiz\.html#code=\w+", page.get_attribute("[data-done-link]", "href") or "")


def test_a_failed_download_and_a_file_that_is_gone_are_told_and_can_be_tried_again(page: Page, site_url: str, tmp_path: Path) -> None:
    page.route(re.compile(r"/export\.\w+\.zip$"), lambda route: route.abort())
    page.goto(site_url + PAGES["en"])
    page.wait_for_selector("html[data-engine=ready]")
    file = tmp_path / "Skills.csv"
    file.write_bytes(b"Name\nOne\n")
    stamp = (file.stat().st_atime_ns, file.stat().st_mtime_ns)
    page.set_input_files("[data-files]", str(file))
    expect(page.locator("[data-failed-by=network]")).to_be_visible()
    page.unroute_all()
    page.click("[data-again]")
    page.wait_for_selector(REVIEW)
    file.unlink()
    page.set_input_files("[data-files]", buffers({"Connections.csv": files()["Connections.csv"]}))
    expect(page.locator("[data-failed-by=unreadable]")).to_be_visible()
    # The list says which, the next attempt leaves it out, and whoever chooses it again has it read again.
    rows = page.locator("[data-file-list] > li")
    expect(rows.first.locator("[data-problems]")).to_have_text(texts("en")["files"]["halted"])
    page.click("[data-again]")
    page.wait_for_selector(REVIEW)
    expect(page.locator("[data-failed-by=unreadable]")).to_be_hidden()
    file.write_bytes(b"Name\nOne\n")
    os.utime(file, ns=stamp)
    page.set_input_files("[data-files]", str(file))
    expect(rows).to_have_count(2)
    expect(rows.nth(1).locator("[data-state]")).to_have_text("Done")
    expect(page.locator("[data-problems]:not([hidden])")).to_have_count(0)
    page.locator("[data-remove]").nth(1).click()
    page.wait_for_selector(REVIEW)

    # A folder, as Safari leaves a ZIP, cannot be read either; what is dropped beside it can.
    beside = tmp_path / "Languages.csv"
    beside.write_text("Name,Proficiency\nNederlands,x\n")
    session = page.context.new_cdp_session(page)
    files_dropped = {"items": [], "files": [str(tmp_path), str(beside)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 200, "data": files_dropped})
    expect(page.locator("[data-no-folder]")).to_be_visible()
    expect(page.locator("[data-file-list]")).to_contain_text(texts("en")["problems"]["not_needed"])
    expect(page.locator("[data-file-list] > li")).to_have_count(2)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_hostile_files_get_a_word_each_and_the_archive_beside_them_is_read(
    page: Page, site_url: str, tmp_path: Path, language: str
) -> None:
    attacks = [make_attack(what) for what in IN_THE_BROWSER]
    names = [attack.name.replace("hostile", f"hostile {at}") for at, attack in enumerate(attacks)]
    given = dict(zip(names, (attack.data for attack in attacks), strict=True)) | {"archive.zip": zipped(files())}
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    ready(page, site_url + PAGES[language])
    page.evaluate(WATCH)
    page.set_input_files("[data-files]", [tmp_path / name for name in given])
    page.wait_for_selector(REVIEW, timeout=60_000)
    words = texts(language)["problems"]
    for row, attack in zip(page.locator("[data-file-list] > li").all(), attacks, strict=False):
        said = row.locator("[data-problems] li").all_inner_texts()
        assert said, attack.name
        assert all(any(line.endswith(words[problem]) for problem in attack.problems) for line in said), said
    expect(page.locator("[data-file-list] > li").last.locator("[data-problems]")).to_be_hidden()
    expect(page.locator("[data-review] [data-factor=connections]")).to_contain_text("612")
    assert page.evaluate("window.longest") < 3000, "the page was there all the time"


def without_limits(page: Page, site_url: str) -> None:
    """Have the page read with a reader that takes all it is given, as if there were a way past its limits that nobody knows of."""
    reader: dict[str, bytes] = {}

    def lift(data: bytes) -> bytes:
        whole = BytesIO()
        with ZipFile(BytesIO(data)) as old, ZipFile(whole, "w") as new:
            for name in old.namelist():
                if not name.endswith("linkedin_export/limits.pyc"):
                    new.writestr(name, old.read(name))
            limits = (ROOT / "ssi_core" / "linkedin_export" / "limits.py").read_text(encoding="utf-8")
            new.writestr("ssi_core/linkedin_export/limits.py", limits + "\nCHUNK = FREE_BYTES = FREE_ROWS = ROWS_AT_ONCE = 1 << 30\n")
        return whole.getvalue()

    def manifest(route: Route) -> None:
        said = route.fetch().json()
        place = said["later"]["export"]
        reader["data"] = lift(page.request.get(urljoin(route.request.url, place["path"])).body())
        place["size"] = len(reader["data"])
        route.fulfill(json=said)

    page.route(re.compile(r"/manifest\.\w+\.json$"), manifest)
    page.route(re.compile(r"/export\.\w+\.zip$"), lambda route: route.fulfill(body=reader["data"], content_type="application/zip"))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_worker_that_stops_says_at_which_file_and_the_others_are_read_without_it(page: Page, site_url: str, language: str) -> None:
    without_limits(page, site_url)
    ready(page, site_url + PAGES[language])
    hostile = ATTACKS["60 MB of rows of two bytes"]()
    given = {"Skills.csv": b"Name\nOne\n", "hostile.zip": hostile.data, "archive.zip": zipped(files())}
    page.set_input_files("[data-files]", buffers(given))
    page.wait_for_selector("html[data-engine=failed]", timeout=60_000)
    rows = page.locator("[data-file-list] > li")
    halted = texts(language)["files"]["halted"]
    expect(rows.nth(1).locator("[data-problems] li")).to_have_text(f"Votes.csv {halted}")
    for place in (0, 2):
        expect(rows.nth(place).locator("[data-problems]")).to_be_hidden()
    expect(page.locator("[data-announce]")).to_have_text(f"hostile.zip: {halted}")
    assert violations(page) == []

    page.click("[data-retry]")
    page.wait_for_selector(REVIEW, timeout=60_000)
    expect(page.locator("[data-review] [data-factor=connections]")).to_contain_text("612")
    expect(rows.nth(1).locator("[data-problems] li")).to_have_text(f"Votes.csv {halted}")
