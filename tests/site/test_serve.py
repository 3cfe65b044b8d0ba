"""The development server: a real one, with real changes to files, seen over HTTP and in a real browser."""

import http.client
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from site_src.commands.build_worker import BuildWorker
from site_src.commands.dev_server import VSCODE, Editor
from tests.site.test_images import saved
from tests.support.dev_server import PORT, ServedSite, start_serving, until
from tests.support.small_site import SmallSite, files

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., ServedSite]]:
    processes: list[subprocess.Popen[str]] = []

    def starting(change: Callable[[SmallSite], None] = lambda site: None) -> ServedSite:
        return start_serving(tmp_path, change, processes.append)

    yield starting
    for process in processes:
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_pages_scripts_and_missing_addresses(start: Callable[[], ServedSite]) -> None:
    served = start()
    status, kind, text = served.get("en/quiz.html")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert '<script src="/livereload.js" defer></script></head>' in text
    assert "serve-faults" not in text
    script = re.search(r'src="\.\./(assets/[^"]*\.js)"', text)
    assert script
    assert served.get(script[1])[:2] == (200, "text/javascript; charset=utf-8")
    assert served.get("en/")[2] == served.get("en/index.html")[2] == served.get("en")[2]
    assert served.get("runtime/manifest.json")[:2] == (200, "application/json")
    assert served.get("no/such/page")[0] == 404
    assert "Niets." in served.get("no/such/page")[2]
    for secret in ("../site/content/site.yaml", "%2e%2e/site/content/site.yaml", ".gitignore", "en/%00"):
        assert served.get(secret)[0] == 404
    assert served.get("livereload.js")[0] == 200
    # The page for a missing address asks like this where the site's root is.
    for path, expected in (("sitemap.xml", 200), ("no/sitemap.xml", 404)):
        connection = http.client.HTTPConnection(served.url.removeprefix("http://").rstrip("/"), timeout=10)
        connection.request("HEAD", f"/{path}")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (expected, b"")
        connection.close()


def test_serve_speaks_the_authors_language(start: Callable[..., ServedSite], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSI_LANGUAGE", "nl")
    served = start(lambda site: site.append("content/nl/method.md", "\n[x](weg.md)\n"))
    text = served.get("")[2]
    assert text.startswith('<!doctype html><html lang="nl">')
    assert "<p>Hier is nog niets.</p>" in text
    assert '<aside class="serve-faults" role="alert" lang="nl">' in text
    assert "1 fout: de site is niet opnieuw gemaakt; je ziet de laatste goede versie." in text
    assert "content/nl/method.md:17</a>: de link ‘weg.md’ gaat naar geen enkel bestand. Zet het bestand" in text
    assert "1 fout; er is niets geschreven" in served.log.read_text(encoding="utf-8")
    served.site.replace("content/nl/method.md", "weg.md", "404.md")
    until(lambda: "Nieuw: " in served.log.read_text(encoding="utf-8"), "no build")
    assert "Veranderd: " in served.log.read_text(encoding="utf-8")
    assert "serve-faults" not in served.get("")[2]


def test_only_this_machine_is_served(start: Callable[[], ServedSite]) -> None:
    port = start().url.rsplit(":", 1)[1].rstrip("/")
    others = {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1"}
    for address in others:
        with socket.socket() as probe:
            probe.settimeout(2)
            assert probe.connect_ex((address, int(port))) != 0


def test_a_change_is_built_a_fault_is_shown_in_the_page_and_gone_when_mended(start: Callable[[], ServedSite]) -> None:
    served = start()
    served.site.append("content/en/method.md", "\nA new paragraph.\n")
    until(lambda: "A new paragraph." in served.get("en/method-en.html")[2], "the change was not built")
    assert "serve-warnings" not in served.get("en/method-en.html")[2]
    served.site.append("content/en/method.md", "\n[x](quizz.md)\n\nAnother paragraph.\n\nOn Linkedin.\n\nTODO\n")
    until(lambda: "serve-faults" in served.get("en/method-en.html")[2], "the fault was not shown")
    page = served.get("en/method-en.html")[2]
    fault = "content/en/method.md:19: the link “quizz.md” leads to no file. Did you mean “quiz.md”?"
    assert f"<li>{linked(served, fault)}<code>[x](quizz.md)</code></li>" in page
    assert fault in served.log.read_text()
    assert "1 fault; nothing was written" in served.log.read_text()
    assert "nothing was written" not in page
    # The warnings stand beside the fault, in the page as in the terminal.
    slip = "content/en/method.md:23: LinkedIn misspelt, at “On Linkedin.”. Write LinkedIn."
    todo = "content/en/method.md:25: words are still to come: “TODO”. Write them, and remove the mark."
    folded = '<details class="serve-warnings" lang="en"><summary>{}</summary><ol>{}</ol></details>'
    assert folded.format("2 warnings", f"<li>{linked(served, slip)}</li><li>{linked(served, todo)}</li>") in page
    assert page.count(">content/") == 3
    assert f"nothing was written\nWarning: {slip}\nWarning: {todo}\n" in served.log.read_text()
    assert "<summary>1 fault: this build failed; the page you see is the last good one.</summary>" in page
    assert "A new paragraph." in page
    assert "Another paragraph." not in page
    assert "serve-faults" in served.get("no/such/page")[2]
    served.site.replace("content/en/method.md", "quizz.md", "quiz.md")
    until(lambda: "Another paragraph." in served.get("en/method-en.html")[2], "the mended page was not built")
    until(lambda: "serve-faults" not in served.get("en/method-en.html")[2], "the fault stayed")
    served.site.replace("content/en/method.md", "On Linkedin.", "On LinkedIn.")
    until(
        lambda: folded.format("1 warning", f"<li>{linked(served, todo)}</li>") in served.get("en/method-en.html")[2], "the warning stayed"
    )
    served.site.replace("content/en/method.md", "TODO", "Done.")
    until(lambda: "serve-warnings" not in served.get("en/method-en.html")[2], "the last warning stayed")
    # The terminal says each warning and reminder once, and how many stay; the first start says how far it is.
    log = served.log.read_text()
    assert log.startswith("Building… the templates… the texts… the scripts… the spelling… the check… ")
    assert (log.count(slip), log.count(todo), log.count("2 warnings as before"), log.count("1 warning as before")) == (1, 1, 1, 1)
    assert log.count("The base address is still the example") == 1


def linked(served: ServedSite, message: str) -> str:
    """Return a message as the page shows it: its place leads to the editor."""
    place, _, what = message.partition(": ")
    return f'<a href="vscode://file{served.site.root}/{place}">{place}</a>: {what}'


def test_the_address_of_the_editor(tmp_path: Path) -> None:
    (tmp_path / 'a "b" é.md').touch()
    assert Editor(tmp_path, VSCODE).find_address('a "b" é.md', 0) == f"vscode://file{tmp_path}/a%20%22b%22%20%C3%A9.md:1"
    assert Editor(tmp_path, "idea://open?file={path}&line={line}").find_address('a "b" é.md', 7).endswith("%C3%A9.md&line=7")
    assert Editor(tmp_path, VSCODE).find_address("gone.md", 3) == Editor(tmp_path, "").find_address('a "b" é.md', 3) == ""
    for pattern in ("javascript:alert('{path}')", "JavaScript:{path}", "data:text/html,{path}", "vscode://file", "{path}", "a b:{path}"):
        assert Editor(tmp_path, pattern).refusal.startswith("EDITOR_URL cannot be used"), pattern
    assert not Editor(tmp_path, VSCODE).refusal


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        (
            "ssi_core/model.py",
            "raise ValueError('the weights do not add up')",
            "ssi_core/model.py:1: ValueError: the weights do not add up",
        ),
        ("ssi_core/model.py", "\n\ndef x(:", "ssi_core/model.py:3: SyntaxError: invalid syntax"),
        ("site_src/pipeline.py", "import numpyy", "site_src/pipeline.py:1: ModuleNotFoundError: No module named 'numpyy'"),
        (
            "site_src/pipeline.py",
            "import json\njson.loads('{')",
            "site_src/pipeline.py:2: json.decoder.JSONDecodeError: Expecting property",
        ),
        ("site_src/commands/build_worker.py", "import nothing_like_it", "ModuleNotFoundError: No module named 'nothing_like_it'"),
    ],
)
def test_code_that_cannot_start_is_a_fault_and_starts_again_once_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str, fault: str
) -> None:
    for name in ("build.py", "site_src", "ssi_core"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    broken = tmp_path / file
    whole = broken.read_text(encoding="utf-8")
    broken.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    command = [sys.executable, "-P", "-m", "site_src.commands", str(tmp_path), str(tmp_path / "dist"), ""]
    worker = BuildWorker(command, [tmp_path / name for name in ("build.py", "site_src", "ssi_core")], {"PYTHONPATH": str(tmp_path)})
    try:
        (said,) = worker()["faults"]
        assert said.startswith(fault)
        broken.write_text(whole, encoding="utf-8")
        assert "content: there is no such folder. Run this from the project's own copy, with all its folders." in worker()["faults"]
    finally:
        worker.end()


def test_what_a_fault_says_is_text_and_not_html(start: Callable[[], ServedSite]) -> None:
    served = start()
    served.site.append("content/en/method.md", '\n[x](<script src="x">.md)\n')
    until(lambda: "serve-faults" in served.get("en/method-en.html")[2], "the fault was not shown")
    assert "&lt;script src=&quot;x&quot;&gt;" in served.get("en/method-en.html")[2]


def test_new_and_removed_files_are_noticed(start: Callable[[], ServedSite]) -> None:
    served = start()
    text = (served.site.root / "content/en/method.md").read_text()
    served.site.write("content/nl/extra.md", text.replace("method-en", "extra"))
    until(lambda: "content/en/extra.md: is missing" in served.get("en/quiz.html")[2], "the new file was not noticed")
    served.site.remove("content/nl/extra.md")
    until(lambda: "serve-faults" not in served.get("en/quiz.html")[2], "its removal was not noticed")


def test_a_site_that_never_built_shows_why(start: Callable[..., ServedSite]) -> None:
    served = start(lambda site: site.remove("content/en/404.md"))
    status, _, text = served.get("")
    assert status == 404
    assert "<li>content/en/404.md: is missing, and content/nl/404.md is there. Translate that, under this same name.</li>" in text
    served.site.write("content/en/404.md", files()["content/en/404.md"])
    until(lambda: served.get("")[0] == 200, "the mended site was not built")


def test_a_file_saved_while_the_first_build_runs_is_noticed(tmp_path: Path, start: Callable[..., ServedSite]) -> None:
    def save_soon(site: SmallSite) -> None:
        threading.Timer(0.3, site.append, ("content/en/method.md", "\nSaved early.\n")).start()

    served = start(save_soon)
    until(lambda: "Saved early." in served.get("en/method-en.html")[2], "the change was not noticed")


def test_a_link_in_the_content_is_told_and_not_followed(start: Callable[..., ServedSite]) -> None:
    served = start(lambda site: (site.root / "content/en/root").symlink_to("/", target_is_directory=True))
    assert "content/en/root: is a symbolic link, which is not followed." in served.get("")[2]
    (served.site.root / "content/en/root").unlink()
    until(lambda: served.get("")[0] == 200, "that it went was not noticed")


def test_a_picture_is_waited_for_while_it_is_copied(start: Callable[..., ServedSite]) -> None:
    served = start()
    data = saved("JPEG", 900, 600)
    with (served.site.root / "content/en/photo.jpg").open("wb") as file:
        for at in range(0, len(data), len(data) // 8):
            file.write(data[at : at + len(data) // 8])
            file.flush()
            time.sleep(0.05)
    until(lambda: "content/en/photo.jpg: no page shows it" in served.log.read_text(), "the picture was not seen")
    assert "cannot be read" not in served.log.read_text()


def test_a_taken_port_gives_the_next(start: Callable[[], ServedSite]) -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", PORT))
        taken.listen()
        assert start().url != f"http://127.0.0.1:{PORT}/"


def test_ctrl_c_ends_quietly(start: Callable[[], ServedSite]) -> None:
    served = start()
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(10) == 0
    assert "Traceback" not in served.log.read_text()


def expect_corners(page: Page, warnings: Locator) -> None:
    """Expect the warnings in one corner of the page and its file in another, by mouse and by keyboard."""
    # In sight, in a corner, as small as its words.
    corner = "element => element.getBoundingClientRect().bottom <= innerHeight && element.offsetHeight < 40"
    until(lambda: warnings.evaluate(corner), "the warnings are not in a corner")
    # In the other corner, the page's file and the way to edit it; the Tab key leads there, and the page stays where it is.
    line = page.locator(".serve-corner")
    expect(line.locator("code")).to_have_text("en/method.md")
    expect(line).to_have_css("display", "flex")
    page.evaluate("scrollTo({ top: 500, behavior: 'instant' })")
    line.get_by_role("link", name="Edit", exact=True).press("Shift+Tab")
    expect(line.get_by_role("link", name="1 warning")).to_be_focused()
    assert page.evaluate("scrollY") == 500


def test_the_browser_follows(start: Callable[[], ServedSite], page: Page) -> None:
    served = start()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.add_init_script("document.addEventListener('LiveReloadConnect', () => { window.connected = true; });")
    page.goto(served.url + "en/method-en.html")
    until(lambda: page.evaluate("Boolean(window.connected)"), "livereload did not start")
    served.site.append("content/en/method.md", "\nFirst change on Linkedin.\n" + "\nA line of many.\n" * 200)
    expect(page.locator("main").get_by_text("First change")).to_be_visible()
    warnings = page.locator(".serve-warnings")
    expect(warnings.locator("summary")).to_have_text("1 warning")
    expect(warnings.locator("li")).to_be_hidden()
    expect_corners(page, warnings)
    top = "document.querySelector('main').getBoundingClientRect().top + scrollY"
    before = page.evaluate(top)
    # A reload leaves the page where it was read.
    page.evaluate("scrollTo({ top: 1234, behavior: 'instant' })")
    served.site.append("content/en/method.md", "\n[x](quizz.md)\n")
    fault = page.get_by_role("alert").get_by_role("listitem")
    expect(fault).to_have_text(re.compile(r"content/en/method\.md:\d+: the link “quizz\.md” leads to no file\. Did you mean “quiz\.md”\?"))
    expect(fault.locator("code")).to_have_text("[x](quizz.md)")
    # Its style sheet may come a moment after it.
    expect(page.get_by_role("alert")).to_have_css("position", "sticky")
    expect(fault.get_by_role("link")).to_have_attribute("href", re.compile(r"^vscode://file/.*/content/en/method\.md:\d+$"))
    # At the end of the page, every word can be scrolled free of it.
    page.evaluate("scrollTo({ top: 1e6, behavior: 'instant' })")
    free = "alert => document.querySelector('main').getBoundingClientRect().bottom <= alert.getBoundingClientRect().top"
    assert page.get_by_role("alert").evaluate(free)
    # Folded, it stays so while it says the same; with another fault it opens. A page is used once it is whole.
    page.wait_for_load_state()
    page.get_by_role("alert").locator("summary").first.press("Enter")
    expect(fault).to_be_hidden()
    page.reload()
    expect(page.get_by_role("alert").locator("summary").first).to_be_visible()
    expect(fault).to_be_hidden()
    served.site.append("content/en/method.md", "\n[y](quizz.md)\n")
    expect(fault.first).to_be_visible()
    expect(fault).to_have_count(2)
    served.site.replace("content/en/method.md", "\n[y](quizz.md)\n", "")
    expect(page.locator(".serve-listed li")).to_have_count(1)
    page.wait_for_load_state()
    page.evaluate("scrollTo({ top: 1234, behavior: 'instant' })")
    until(lambda: page.evaluate("scrollY") == 1234, "the page did not stay where it was")
    served.site.replace("content/en/method.md", "quizz.md", "quiz.md")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_role("link", name="x", exact=True)).to_be_attached()
    until(lambda: page.evaluate("scrollY") == 1234, "the page did not stay where it was")
    served.site.replace("content/en/method.md", "on Linkedin", "on LinkedIn")
    expect(warnings).to_have_count(0)
    until(lambda: page.evaluate("scrollY") == 1234, "the page did not stay where it was")
    assert page.evaluate(top) == before, "what is read moved when the warning went"
    assert not refused, refused
