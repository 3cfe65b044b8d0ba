"""The page that reads LinkedIn's archive, in a real browser: the same answers as CPython, and a word for all that it cannot read."""

import base64
import os
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from ssi_core.linkedin_export.levels import NEVER_MEASURED
from ssi_core.linkedin_export.problems import MESSAGES, REASONS
from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.frames import WATCH
from tests.support.hostile_archives import ATTACKS, make_attack
from tests.support.import_page import GIVEN, IMPORT, REVIEW, make_report, make_uploads, open_import, read_texts
from tests.support.linkedin_archive import EXAMPLE, MEMBER, make_files, pack_files, write_messages
from tests.support.quiz_page import LANGUAGES, expect_stored

ROOT = Path(__file__).parent.parent.parent
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_every_problem_and_all_evidence_has_words(language: str) -> None:
    words = read_texts(language)
    assert {*words["reasons"]} == {*REASONS}
    assert {*words["problems"]} == {*MESSAGES}
    assert {*words["evidence"]} == {factor.key for factor in MODEL.factors} - {*NEVER_MEASURED}
    for factor, evidence in make_report(GIVEN)["evidence"].items():
        assert {*re.findall(r"\{(\w+)\}", words["evidence"][factor])} <= {"value", *evidence["counts"]}, factor


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
    open_import(page, site_url, "nl")
    given = {"archief.zip": pack_files(make_files(complete=False)), "stuk.zip": b"PK\x03\x04kapot", "Reactions.csv": b"niets\n"}
    page.evaluate(DROP, [[*given], [base64.b64encode(data).decode() for data in given.values()]])
    page.wait_for_selector(REVIEW)
    expect(page.locator("[data-file-list]")).to_contain_text("Het ZIP-bestand is afgebroken")
    expect(page.locator("[data-file-list]")).to_contain_text("Reactions.csv De kolommen die LinkedIn dit bestand geeft, ontbreken.")
    expect(page.locator("[data-reasons]")).to_contain_text(read_texts("nl")["reasons"]["basic_archive"])
    expect(page.locator("[data-review] [data-factor=connections]")).to_contain_text("In de lijst: 612")
    expect(page.locator("[data-old]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert violations(page) == []

    # The browser's own words for choosing, in its own language, are never seen.
    page.focus("[data-files]")
    assert page.locator("[data-files]").bounding_box()["width"] <= 1  # type: ignore[index]
    page.focus("#review-title")

    # By keyboard: on from the heading, which has the focus; past the link to what it shows; the first box; past the others to the button.
    assert page.evaluate("document.activeElement.id") == "review-title"
    page.keyboard.press("Tab")
    expect(page.locator("[data-review] [data-see-over-time] a")).to_be_focused()
    page.keyboard.press("Tab")
    name = page.evaluate("document.activeElement.name")
    page.keyboard.press("Space")
    for _ in range(30):
        if page.evaluate("document.activeElement.matches('[data-accept]')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-done]:not([hidden])")
    made = make_report(given)
    sure = {
        factor: level for factor, level in made["answers"].items() if made["evidence"][factor]["confidence"] != "weak" and factor != name
    }
    expect_stored(page, sure, part="measured")
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
    open_import(page, site_url)
    page.click("[data-example]")
    expect(page.locator("[data-no-example]")).to_be_visible()
    page.unroute("**/Complete*.zip")
    page.click("[data-example]")
    page.wait_for_selector(REVIEW)
    expect(page.locator("[data-no-example]")).to_be_hidden()
    example = make_report({"x.zip": EXAMPLE.read_bytes()})
    shown = page.locator("[data-confidence] [data-factor]").evaluate_all("all => all.map(each => each.dataset.factor)")
    assert sorted(shown) == sorted(example["answers"])
    page.click("[data-leave]")
    expect(page.locator("[data-review]")).to_be_hidden()
    expect_stored(page, None)
    page.set_input_files("[data-files]", make_uploads({"archive.zip": pack_files(make_files())}))
    page.wait_for_selector(REVIEW)
    shown = page.locator("[data-confidence] [data-factor]").all()
    page.click("[data-tick=none]")
    expect(page.locator("[data-accept]")).to_have_text("Use 0 answers")
    page.click("[data-tick=all]")
    expect(page.locator("[data-accept]")).to_have_text(f"Use {len(shown)} answers")
    page.click("[data-leave]")
    expect(page.locator("[data-review]")).to_be_hidden()
    expect_stored(page, None)

    # A long reading is stopped while it goes on, which a page that does not answer could not.
    header, *rows = write_messages(MEMBER).splitlines(keepends=True)
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
    page.set_input_files("[data-files]", make_uploads({"Skills.csv": b"Name\nOne\n"}))
    page.wait_for_selector(REVIEW)
    expect(page.locator("[data-summary]")).to_contain_text("answer none of the questions")
    expect(page.locator("[data-review-end]")).to_be_hidden()
    assert errors == []


def test_a_failed_download_and_a_file_that_is_gone_are_told_and_can_be_tried_again(page: Page, site_url: str, tmp_path: Path) -> None:
    page.route(re.compile(r"/export\.\w+\.zip$"), lambda route: route.abort())
    page.goto(site_url + IMPORT["en"])
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
    page.set_input_files("[data-files]", make_uploads({"Connections.csv": make_files()["Connections.csv"]}))
    expect(page.locator("[data-failed-by=unreadable]")).to_be_visible()
    # The list names the file; the next attempt leaves it out, and choosing it again reads it again.
    rows = page.locator("[data-file-list] > li")
    expect(rows.first.locator("[data-problems]")).to_have_text(read_texts("en")["files"]["halted"])
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
    expect(page.locator("[data-file-list]")).to_contain_text(read_texts("en")["problems"]["not_needed"])
    expect(page.locator("[data-file-list] > li")).to_have_count(2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_files_get_a_word_each_and_the_archive_beside_them_is_read(
    page: Page, site_url: str, tmp_path: Path, language: str
) -> None:
    attacks = [make_attack(what) for what in IN_THE_BROWSER]
    names = [attack.name.replace("hostile", f"hostile {at}") for at, attack in enumerate(attacks)]
    given = dict(zip(names, (attack.data for attack in attacks), strict=True)) | {"archive.zip": pack_files(make_files())}
    for name, data in given.items():
        (tmp_path / name).write_bytes(data)
    open_import(page, site_url, language)
    page.evaluate(WATCH)
    page.set_input_files("[data-files]", [tmp_path / name for name in given])
    page.wait_for_selector(REVIEW, timeout=60_000)
    words = read_texts(language)["problems"]
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_worker_that_stops_says_at_which_file_and_the_others_are_read_without_it(page: Page, site_url: str, language: str) -> None:
    without_limits(page, site_url)
    open_import(page, site_url, language)
    hostile = ATTACKS["60 MB of rows of two bytes"]()
    given = {"Skills.csv": b"Name\nOne\n", "hostile.zip": hostile.data, "archive.zip": pack_files(make_files())}
    page.set_input_files("[data-files]", make_uploads(given))
    page.wait_for_selector("html[data-engine=failed]", timeout=60_000)
    rows = page.locator("[data-file-list] > li")
    halted = read_texts(language)["files"]["halted"]
    expect(rows.nth(1).locator("[data-problems] li")).to_have_text(f"Votes.csv {halted}")
    for place in (0, 2):
        expect(rows.nth(place).locator("[data-problems]")).to_be_hidden()
    expect(page.locator("[data-announce]")).to_have_text(f"hostile.zip: {halted}")
    assert violations(page) == []

    page.click("[data-retry]")
    page.wait_for_selector(REVIEW, timeout=60_000)
    expect(page.locator("[data-review] [data-factor=connections]")).to_contain_text("612")
    expect(rows.nth(1).locator("[data-problems] li")).to_have_text(f"Votes.csv {halted}")
