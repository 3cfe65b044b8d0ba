"""The editor of `make serve`: its page, driven in a real browser, with files on a real disk."""

import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, expect

from tests.support import axe
from tests.support.clipboards import ALL, Clipboard
from tests.support.dev_server import ServedSite, start_serving, until
from tests.support.editor_page import PASTE, Editor
from tests.support.keyboard import tab_to
from tests.support.small_site import SmallSite

ROOT = Path(__file__).parent.parent.parent
PICTURE = ROOT / ".github" / "screenshot.png"
DUTCH = "messages: nl"
PAGES = ("saved", "fields", "drafts", "conflict", "pasted", "picture", "moved", "keys", "gone", "marked")
"""A page for each test that writes, so that none sees what another wrote."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    processes: list[subprocess.Popen[str]] = []
    yield _serve(tmp_path_factory.mktemp("editor"), processes)
    for process in processes:
        process.send_signal(signal.SIGKILL)
        process.wait()


def _serve(folder: Path, processes: list[subprocess.Popen[str]]) -> ServedSite:
    """Serve a site whose settings name the authors' language."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SSI_LANGUAGE")
        return start_serving(folder, _add_pages, processes.append)


def _add_pages(site: SmallSite) -> None:
    site.append("content/site.yaml", f"{DUTCH}\n")
    for name in PAGES:
        _write_page(site, name)


def _write_page(site: SmallSite, name: str) -> None:
    """Write a page as it is before its test, which may run twice."""
    for language in ("nl", "en"):
        head = f"title: {name.capitalize()} {language}\ndescription: Over {name}, {language}\nslug: {name}-{language}\n"
        head += f"menu: {PAGES.index(name) + 10}\nwritten: 2026-01-02\nchecked: 2026-01-03\n"
        site.write(f"content/{language}/{name}.md", f"---\n{head}---\nEen begin.\n\n## Een kop {{#kop}}\n\nOnder de kop.\n")


@pytest.fixture
def edit(context: BrowserContext, served: ServedSite) -> Callable[[str], Editor]:
    """Open the editor for a page, by its name, in the language of the author."""

    def open_editor(name: str) -> Editor:
        _write_page(served.site, name)
        page = context.new_page()
        page.set_viewport_size({"width": 1440, "height": 900})
        return Editor(page, served, f"content/nl/{name}.md").open()

    return open_editor


def test_a_text_is_checked_while_typing_and_saved_and_its_page_follows(edit: Callable[[str], Editor]) -> None:
    editor = edit("saved")
    expect(editor.page.get_by_role("heading", level=1)).to_have_text("Saved nl")
    expect(editor.state).to_have_text("Opgeslagen")
    expect(editor.pane("content/en/saved.md").locator("h2")).to_have_text("Engels")
    expect(editor.preview.locator("main")).to_contain_text("Een begin.")
    assert editor.page.locator("iframe").get_attribute("sandbox") == "allow-same-origin"
    editor.write("\nZie [de quiz](quizz.md).")
    expect(editor.state).to_have_text("Nog niet opgeslagen")
    problems = editor.pane().locator("[data-problems]")
    expect(problems.locator("summary")).to_have_text("1 fout")
    expect(problems.locator("li")).to_contain_text("quizz.md")
    # The place leads to the line, and its mark is in the text.
    expect(editor.text().locator(".cm-lintRange-error")).to_contain_text("quizz.md")
    editor.text().press("Control+Home")
    problems.locator("li .place").click()
    expect(editor.text()).to_be_focused()
    expect(editor.text().locator(".cm-activeLine")).to_contain_text("quizz.md")
    problems.get_by_role("button", name="Schrijf: ").click()
    expect(editor.text()).to_contain_text("(quiz.md)")
    expect(editor.text()).to_be_focused()
    expect(problems.locator("summary")).to_have_text("Niets op aan te merken")
    editor.save()
    assert editor.read().endswith("\nZie [de quiz](quiz.md).")
    expect(editor.preview.locator("main")).to_contain_text("Zie de quiz.")
    # The keys work in the page beside the text as well.
    editor.write(" Slot.")
    editor.preview.locator("main a").first.focus()
    editor.save()
    assert editor.read().endswith("Slot.")
    # What another program writes is shown too, as long as nothing here is unsaved.
    editor.served.site.replace(editor.file, "Een begin.", "Een ander begin.")
    expect(editor.text()).to_contain_text("Een ander begin.")
    expect(editor.preview.locator("main")).to_contain_text("Een ander begin.")
    expect(editor.state).to_have_text("Opgeslagen")


def test_the_lines_between_the_dashes_are_a_form(edit: Callable[[str], Editor]) -> None:
    editor = edit("fields")
    pane = editor.pane()
    expect(editor.text()).not_to_contain_text("---")
    pane.locator("details[data-about] > summary").click()
    expect(editor.field("written")).to_have_attribute("type", "date")
    expect(editor.field("written")).to_have_value("2026-01-02")
    expect(editor.field("toc")).to_have_attribute("type", "checkbox")
    editor.field("title").fill("")
    problem = pane.locator('[data-field="title"] .field-problem')
    expect(problem).to_be_visible()
    expect(editor.field("title")).to_have_attribute("aria-invalid", "true")
    expect(problem).to_have_css("color", "rgb(163, 18, 43)")
    pane.locator("[data-problems] li .place").first.click()
    expect(editor.field("title")).to_be_focused()
    # A warning looks like one: the value may be saved.
    editor.field("title").fill("Tijd op Linkedin")
    expect(problem).to_have_css("color", "rgb(133, 84, 0)")
    expect(editor.field("title")).to_have_css("border-left", "4px dashed rgb(133, 84, 0)")
    expect(editor.field("title")).not_to_have_attribute("aria-invalid", "true")
    editor.field("title").fill("Tijd: “nu” en later")
    expect(problem).to_be_hidden()
    editor.field("toc").check()
    editor.field("redirects").fill("oud\nouder")
    editor.field("written").fill("2026-01-01")
    editor.save()
    expect(editor.page.get_by_role("heading", level=1)).to_have_text("Tijd: “nu” en later")
    head = editor.read().split("---")[1]
    assert "title: 'Tijd: “nu” en later'" in head or 'title: "Tijd: “nu” en later"' in head
    assert "toc: true" in head
    assert "written: 2026-01-01" in head
    assert re.search(r"redirects: \[oud, ouder\]", head)
    # As text, for whoever knows YAML, and back.
    pane.locator("[data-as-text]").click()
    expect(editor.text()).to_contain_text("toc: true")
    pane.locator("[data-as-form]").click()
    expect(editor.text()).not_to_contain_text("toc: true")
    expect(editor.field("toc")).to_be_checked()
    expect(editor.state).to_have_text("Opgeslagen")


def test_what_was_typed_survives_a_crash(edit: Callable[[str], Editor]) -> None:
    editor = edit("drafts")
    before = editor.read()
    pane = editor.pane()
    editor.write("\nNooit kwijt.")
    pane.locator("details[data-about] > summary").click()
    # Nothing is waited for: the last keystroke counts as well.
    editor.field("title").fill("Net getypt")
    editor.page.on("dialog", lambda dialog: dialog.accept())
    editor.open()
    notice = pane.locator("[data-notice]")
    expect(notice).to_contain_text("nog niet opsloeg")
    expect(editor.text()).to_contain_text("Nooit kwijt.")
    pane.locator("details[data-about] > summary").click()
    expect(editor.field("title")).to_have_value("Net getypt")
    expect(editor.state).to_have_text("Nog niet opgeslagen")
    assert editor.read() == before
    notice.get_by_role("button", name="Terug naar het bestand").click()
    expect(editor.text()).not_to_contain_text("Nooit kwijt.")
    expect(editor.state).to_have_text("Opgeslagen")
    expect(editor.field("title")).to_have_value("Drafts nl")
    notice.get_by_role("button", name="Toch mijn tekst").click()
    expect(editor.text()).to_contain_text("Nooit kwijt.")
    editor.save()
    assert editor.read().endswith("Nooit kwijt.")
    assert "title: Net getypt" in editor.read()
    editor.open()
    expect(notice).to_be_hidden()
    # What others left here is no reason not to open a file.
    left = '{"hash": "", "text": "x", "fields": {}, "time": 1e300}'
    editor.page.evaluate("([file, left]) => localStorage.setItem(`editor-draft:${file}`, left)", [editor.file, left])
    editor.open()
    expect(editor.text()).to_contain_text("Nooit kwijt.")
    # The same file in another tab waits, because its keystrokes would replace those that are kept here.
    other = Editor(editor.page.context.new_page(), editor.served, editor.file)
    other.page.goto(editor.page.url)
    expect(other.page.get_by_role("alert")).to_contain_text("ander tabblad")
    editor.page.close()
    expect(other.text()).to_contain_text("Nooit kwijt.")
    expect(other.page.locator("[data-alert]")).to_be_hidden()


def test_a_file_that_changed_elsewhere_is_shown_beside_the_own_text(edit: Callable[[str], Editor]) -> None:
    editor = edit("conflict")
    editor.write("\nVan mij.")
    editor.served.site.replace(editor.file, "Een begin.", "Van een ander.")
    theirs = editor.read()
    dialog = editor.page.get_by_role("dialog")
    editor.page.keyboard.press("Control+s")
    expect(dialog).to_contain_text("intussen ergens anders veranderd")
    expect(dialog.get_by_role("textbox", name="Het bestand")).to_contain_text("Van een ander.")
    expect(dialog.get_by_role("textbox", name="Jouw tekst")).to_contain_text("Van mij.")
    editor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(editor.state).to_have_text("Nog niet opgeslagen")
    assert editor.read() == theirs
    editor.page.keyboard.press("Control+s")
    dialog.get_by_role("button", name="Neem dit stuk over").first.click()
    expect(dialog.get_by_role("textbox", name="Jouw tekst")).to_contain_text("Van een ander.")
    # It may change once more while the author chooses.
    editor.served.site.replace(editor.file, "Een kop", "Een betere kop")
    dialog.get_by_role("button", name="Sla jouw tekst op").click()
    expect(dialog.get_by_role("textbox", name="Het bestand")).to_contain_text("Een betere kop")
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_role("button", name="Sla jouw tekst op").click()
    expect(dialog).to_be_hidden()
    expect(editor.state).to_have_text("Opgeslagen")
    assert editor.read().endswith("Van een ander.\n\n## Een kop {#kop}\n\nOnder de kop.\n\nVan mij.")
    expect(editor.text()).to_contain_text("Van een ander.")
    # Or the file as it is, with a way back.
    editor.write(" Nog iets.")
    editor.served.site.replace(editor.file, "Van een ander.", "Weer anders.")
    editor.page.keyboard.press("Control+s")
    dialog.get_by_role("button", name="Gebruik het bestand").click()
    expect(editor.text()).to_contain_text("Weer anders.")
    expect(editor.text()).not_to_contain_text("Nog iets.")
    editor.pane().get_by_role("button", name="Toch mijn tekst").click()
    expect(editor.text()).to_contain_text("Nog iets.")


def test_what_office_programs_put_on_the_clipboard_becomes_markdown(edit: Callable[[str], Editor]) -> None:
    editor = edit("pasted")
    text = editor.text()
    broken: list[str] = []

    def record(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            broken.append(message.text)

    editor.page.on("console", record)
    for name, clipboard in ALL.items():
        text.press("Control+a")
        text.press("Delete")
        text.evaluate(PASTE, [clipboard.html, clipboard.plain])
        assert _read_lines(text) == clipboard.markdown, name
        # One key takes back what was converted.
        text.press("Control+z")
        expect(text).to_have_text("")
    # Nothing that was pasted is run or styled, not even while it is read.
    assert broken == []
    text.evaluate(PASTE, ["<p>Zet <b>hier</b> &lt;naam&gt; of &lt;!--; 1 &lt; 2</p>", ""])
    assert _read_lines(text) == "Zet **hier** &lt;naam> of &lt;!--; 1 < 2"
    text.press("Control+z")
    text.evaluate(PASTE, [ALL["Excel"].html, ""])
    expect(editor.pane().locator("[data-notice]")).to_contain_text("Omgezet uit een spreadsheet")
    # In a sentence, a table stands apart from the words around it.
    text.press("Control+a")
    editor.page.keyboard.type("Voor na")
    for _ in " na":
        text.press("ArrowLeft")
    table = Clipboard("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "", "")
    text.evaluate(PASTE, [table.html, table.plain])
    assert _read_lines(text) == "Voor\n\n| a   | b   |\n| --- | --- |\n| c   | d   |\n\n na"


def _read_lines(text: Locator) -> str:
    return "\n".join(line.strip("\n") for line in text.locator(".cm-line").all_inner_texts())


def test_a_picture_asks_what_it_shows_and_serves_both_languages(edit: Callable[[str], Editor]) -> None:
    editor = edit("picture")
    editor.text().press("Control+End")
    editor.pane().get_by_role("button", name="Afbeelding").click()
    dialog = editor.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Voeg toe").click()
    expect(dialog.get_by_role("alert")).to_have_text("Kies eerst een afbeelding.")
    dialog.get_by_label("Kies een afbeelding").set_input_files(
        {"name": "Mijn Foto É.PNG", "mimeType": "image/png", "buffer": PICTURE.read_bytes()}
    )
    expect(dialog.get_by_label("Naam van het bestand")).to_have_value("mijn-foto-e.png")
    dialog.get_by_role("button", name="Voeg toe").click()
    expect(dialog.get_by_role("alert")).to_have_text("Schrijf in één zin wat erop te zien is.")
    dialog.get_by_label("Wat is erop te zien?").fill("De uitslag van de quiz")
    dialog.get_by_label("Ook in de vertaling").fill("The result of the quiz")
    dialog.get_by_role("button", name="Voeg toe").click()
    expect(dialog).to_be_hidden()
    expect(editor.text()).to_contain_text("![De uitslag van de quiz](mijn-foto-e.png)")
    expect(editor.text("content/en/picture.md")).to_contain_text("![The result of the quiz](../nl/mijn-foto-e.png)")
    editor.save()
    assert (editor.served.site.root / "content/nl/mijn-foto-e.png").exists()
    expect(editor.preview.get_by_alt_text("De uitslag van de quiz")).to_be_visible()
    # Dropped beside the text, a picture that is none is told as what it is.
    editor.page.locator("header.bar").evaluate(
        """(element) => {
          const data = new DataTransfer();
          data.items.add(new File(["no picture"], "vals.png", { type: "image/png" }));
          element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    dialog.get_by_label("Wat is erop te zien?").fill("Niets")
    dialog.get_by_role("button", name="Voeg toe").click()
    expect(dialog.get_by_role("alert")).to_contain_text("vals.png")
    editor.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_pages_are_made_named_anew_and_marked_as_the_same(edit: Callable[[str], Editor]) -> None:
    editor = edit("moved")
    page, content = editor.page, editor.served.site.root / "content"
    for left in (*content.glob("*/verhuisd.md"), *content.glob("*/drie-tips.md")):
        left.unlink()
    editor.write("\nBij het hernoemen bewaard.")
    page.get_by_role("button", name="Andere naam").click()
    name = page.get_by_role("dialog").get_by_label("Nieuwe naam")
    expect(name).to_have_value("nl/moved.md")
    name.fill("nl/saved.md")
    name.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("saved.md")
    name.fill("nl/verhuisd.md")
    name.press("Enter")
    expect(page).to_have_url(re.compile(r"file=content(%2F|/)nl(%2F|/)verhuisd\.md"))
    moved = Editor(page, editor.served, "content/nl/verhuisd.md")
    expect(moved.text()).to_contain_text("Bij het hernoemen bewaard.")
    expect(moved.text("content/en/verhuisd.md")).to_be_visible()
    assert not (content / "nl/moved.md").exists()
    # Both languages were changed, so that they match again.
    moved.write("\nNieuw.")
    moved.write("\nNew.", "content/en/verhuisd.md")
    page.get_by_role("button", name="Deze zeggen nu hetzelfde").click()
    expect(page.locator("[data-step-state]")).to_have_text("De talen lopen gelijk.")
    assert "twins: {en:" in moved.read()
    expect(moved.state).to_have_text("Opgeslagen")
    page.get_by_role("button", name="Nieuwe pagina").click()
    name = page.get_by_role("dialog").get_by_label("Naam van het bestand")
    name.fill("Drie Tips")
    name.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    name.fill("drie-tips")
    name.press("Enter")
    made = Editor(page, editor.served, "content/nl/drie-tips.md")
    expect(made.text()).to_be_visible()
    expect(made.text("content/en/drie-tips.md")).to_be_visible()
    # Its first words are those of the form, which is open, and its page appears once it is built.
    expect(made.field("title")).to_have_value("TODO")
    expect(made.field("title")).to_be_visible()
    expect(made.preview.locator("main")).to_contain_text("TODO")
    expect(made.pane().locator("[data-problems] summary")).to_contain_text("waarschuwing")


def test_everything_is_found_in_the_list(edit: Callable[[str], Editor]) -> None:
    editor = edit("saved")
    page = editor.page
    page.get_by_role("link", name="Ander bestand").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat wil je bewerken?")
    for heading in ("Pagina’s", "Vragen van de quiz", "Knoppen, kopjes en meldingen", "Instellingen"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    page.get_by_label("Zoek op titel").fill("endorse")
    expect(page.locator("li:visible")).to_have_count(1)
    assert axe.violations(page) == []
    page.get_by_label("Zoek op titel").fill("zzz")
    expect(page.locator("[data-nothing]")).to_have_text("Geen bestand met ‘zzz’.")
    page.get_by_label("Zoek op titel").fill("endorse")
    page.locator("li:visible a").click()
    factor = Editor(page, editor.served, "content/nl/factors/endorsements.md")
    expect(factor.field("question")).to_have_value("endorsements?")
    expect(factor.field("levels.none")).to_be_visible()
    # Interface texts are a form, too, or a text for whoever likes that better.
    words = Editor(page, factor.served, "content/nl/texts/site.yaml").open()
    expect(words.field("step")).to_have_value("Step {n} nl")
    words.pane().get_by_role("button", name="Als tekst bewerken").click()
    expect(words.text()).to_contain_text("step: Step {n} nl")
    # From a file that is not there, the list is one step away.
    page.goto(f"{words.served.url}.serve/edit?file=content/nl/nergens.md")
    expect(page.get_by_role("alert")).to_contain_text("content/nl/nergens.md")
    page.get_by_role("link", name="Ander bestand").click()
    expect(page.get_by_label("Zoek op titel")).to_be_visible()


def test_the_keyboard_is_enough_and_never_caught(edit: Callable[[str], Editor]) -> None:
    editor = edit("keys")
    page = editor.page
    tab_to(page, "section.pane:first-child .cm-content")
    page.keyboard.type("Getypt. ")
    expect(editor.text()).to_contain_text("Getypt. ")
    page.keyboard.press("Tab")
    expect(editor.text()).not_to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor.text()).to_be_focused()
    page.keyboard.press("Control+b")
    page.keyboard.type("vet")
    expect(editor.text()).to_contain_text("**vet**")
    tab_to(page, "section.pane:first-child + section .cm-content")
    tab_to(page, "[data-save]")
    page.keyboard.press("Enter")
    expect(editor.state).to_have_text("Opgeslagen")
    assert "Getypt. " in editor.read()
    tab_to(page, '[data-view="twin"]')
    page.keyboard.press("Enter")
    expect(editor.pane("content/en/keys.md")).to_be_hidden()


def test_nothing_is_lost_when_the_server_stops(tmp_path: Path, context: BrowserContext) -> None:
    processes: list[subprocess.Popen[str]] = []
    served = _serve(tmp_path, processes)
    try:
        editor = Editor(context.new_page(), served, "content/nl/gone.md").open()
        editor.write("\nVóór de storing.")
    finally:
        processes[0].kill()
        processes[0].wait()
    editor.page.keyboard.press("Control+s")
    expect(editor.page.locator("[data-alert]")).to_contain_text("blijft bewaard in deze browser")
    expect(editor.state).to_have_text("Niet opgeslagen")
    kept = editor.page.evaluate("localStorage.getItem('editor-draft:content/nl/gone.md')")
    assert "Vóór de storing." in kept
    # Otherwise the browser asks whether to leave, and the test's end waits for an answer.
    editor.page.on("dialog", lambda dialog: dialog.accept())


def test_every_look_is_accessible_in_both_languages(edit: Callable[[str], Editor]) -> None:
    editor = edit("marked")
    page = editor.page
    page.on("dialog", lambda dialog: dialog.accept())
    editor.write("\nZie [hier](quizz.md).")
    expect(editor.pane().locator("[data-problems] li")).not_to_have_count(0)
    editor.pane().locator("details[data-about] > summary").click()
    for width in (1440, 1024, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            assert axe.violations(page, () if width == 1440 else axe.LOOKS) == [], (width, scheme)
    dialog = page.get_by_role("dialog")
    for button in ("Nieuwe pagina", "Andere naam", "Afbeelding"):
        page.get_by_role("button", name=button).first.click()
        expect(dialog.get_by_role("heading")).to_be_visible()
        assert axe.violations(page) == [], button
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    # An author whose settings say so reads English.
    settings = editor.served.site.root / "content/site.yaml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before.replace(DUTCH, "messages: en"), encoding="utf-8")
    try:
        until(lambda: 'lang="en"' in editor.served.get(".serve/edit")[2], "the language stayed")
        editor.open()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(editor.state).to_have_text("Not saved yet")
        expect(editor.pane().locator("[data-notice]")).to_contain_text("have not saved yet")
        expect(editor.pane().locator("h2")).to_have_text("Dutch")
        assert axe.violations(page) == []
    finally:
        settings.write_text(before, encoding="utf-8")
