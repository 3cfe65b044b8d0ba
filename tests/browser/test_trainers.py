"""The page for trainers: the link for a group with its QR code, the handout, and who offers it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal
from unicodedata import category, normalize
from urllib.parse import parse_qsl, quote, urlsplit
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from tests.support.keyboard import tab_to
from tests.support.logos import GREEN, TALLEST, encode, hostile, photo, picture
from tests.support.looks import look_at
from tests.support.markup import markup
from tests.support.pdf import read
from tests.support.qr import read_qr_codes
from tests.support.quiz_page import LANGUAGES

HANDOUTS = {"nl": "hand-out", "en": "handout"}
OLD = {"nl": "insluiten", "en": "embedding"}
OLD_ANCHORS = ("link", "file", "shared", "package", "frame", "height", "score", "answers", "trouble")
MOST_LETTERS = 60
MOST_ADDRESS = 9000
TAPPED = "[data-maker] :is(button, a, input, select, summary)"
NAMES = (
    "Verkoop Noord & Zuid, maart (3)",
    'A+B=100% #1 ? "x" <y> \\ /',
    "قسم المبيعات",
    "מחלקת השיווק",
    "営業部 👩🏽‍💻 نیم‌فاصله",
    "Ends in a stop.",
    "_not_ *bold* ~here~",
)
# Text that would turn or cover what is around it, or is too long, and what is left of it.
TAMED = {
    "a\u202egnp.exe\u2066\u0000\nb": "a gnp.exe b",
    "Z" + "\u0310" * 50: "Z" + "\u0310" * 4,
    "x" * 90: "x" * MOST_LETTERS,
    " \u200b ": "",
}
MARKUP = ("<img src=x onerror=alert(1)><script>alert(2)</script>", '"><svg onload=alert(3)>', "javascript:alert(4)")
COLOURS = ("red;background:url(https://example.com)", "javascript:alert(5)", "url(x)", "0a5}", "#0a5", "0a5a", "var(--paper)")
WORST = f"#role=digital_media&target=100&group={quote('W' * 30 + ' ' + '組' * 29)}&by={quote('M' * 60)}&colour=0a5&logo="
PIXEL = "canvas => [...canvas.getContext('2d').getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data.slice(0, 3)]"


def open_page(page: Page, site_url: str, language: str = "en") -> None:
    page.goto(f"{site_url}{language}/trainers.html")
    expect(page.locator("[data-maker]")).to_be_visible()


def link_of(page: Page) -> str:
    return page.locator("#group-link").inner_text()


def fragment(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).fragment, keep_blank_values=True, strict_parsing=True))


def handout_of(page: Page) -> str:
    return str(page.locator("[data-handout-link]").evaluate("link => link.href"))


def expect_qr_codes(page: Page, link: str) -> None:
    """Expect the QR code of a link on the page, and in the files that the keyboard saves."""
    assert read_qr_codes(page.locator("[data-qr] svg").screenshot()) == [link]
    tab_to(page, "[data-qr-save=png]", 2)
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert read_qr_codes(Path(saved.value.path()).read_bytes()) == [link]
    tab_to(page, "[data-qr-save=svg]", 1)
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    assert saved.value.suggested_filename == "ssi-qr.svg"
    parts = [element.tag.rpartition("}")[2] for element in ElementTree.parse(saved.value.path()).iter()]
    assert parts == ["svg", "rect", "path"]


@pytest.mark.parametrize(("language", "scheme", "width"), [("nl", "dark", 320), ("en", "light", 1440)])
def test_the_link_by_keyboard(browser: Browser, site_url: str, language: str, scheme: Literal["light", "dark"], width: int) -> None:
    with look_at(browser, scheme, width, TAPPED) as look:
        page = look.page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        open_page(page, site_url, language)
        quiz = f"{site_url}{language}/quiz.html"
        assert link_of(page) == quiz
        page.locator("#maker-group").focus()
        page.keyboard.type(NAMES[0])
        tab_to(page, "#maker-role", 1)
        page.keyboard.type("HR")
        tab_to(page, "#maker-target", 1)
        page.keyboard.type("62,5")
        link = f"{quiz}#role=hr&target=62.5&group=Verkoop%20Noord%20%26%20Zuid%2C%20maart%20%283%29"
        expect(page.locator("#group-link")).to_have_text(link)
        # The texts to send have it too.
        assert page.locator(".example [data-group-link]").all_inner_texts() == [link] * 3
        # A target that is none is left out, and the page says so.
        page.keyboard.type("x")
        expect(page.locator("[data-target-wrong]")).to_be_visible()
        assert "target" not in fragment(link_of(page))
        page.keyboard.press("Backspace")
        expect(page.locator("[data-target-wrong]")).to_be_hidden()
        tab_to(page, "input[name=language]", 1)
        other = "nl" if language == "en" else "en"
        page.keyboard.press("ArrowUp" if other == "nl" else "ArrowDown")
        link = link.replace(f"/{language}/quiz", f"/{other}/quiz")
        expect(page.locator("#group-link")).to_have_text(link)
        tab_to(page, ".maker-offer summary", 1)
        page.keyboard.press("Enter")
        tab_to(page, "#maker-by", 1)
        page.keyboard.type("Bureau Jansen")
        expect(page.locator("[data-maker] [data-offer]")).to_be_visible()
        look("with a name")
        tab_to(page, "[data-copy=group-link]", 8)
        page.keyboard.press("Enter")
        expect(page.locator("#group-link + .example-foot [role=status]")).not_to_be_empty()
        assert page.evaluate("navigator.clipboard.readText()") == link
        expect_qr_codes(page, link)
        # The frame's code is copied whole, as HTML.
        page.locator("[data-copy=frame-code]").press("Enter")
        expect(page.locator("#frame-code + .example-foot [role=status]")).not_to_be_empty()
        (frame,) = markup(page.evaluate("navigator.clipboard.readText()")).all("iframe")
        assert frame["src"] == f"{link.replace('quiz.html', 'embed.html')}&by=Bureau%20Jansen"
        # The handout has it all.
        page.locator("[data-handout-link]").press("Enter")
        page.wait_for_url(re.compile(f"{other}/{HANDOUTS[other]}"))
        expect(page.locator("[data-group-name]")).to_have_text(NAMES[0])
        expect(page.locator("[data-offer-by]")).to_have_text("Bureau Jansen")
        expect(page.locator("[data-qr] svg")).to_be_visible()
        assert read_qr_codes(page.locator("[data-qr] svg").screenshot()) == [link]
        look("handout")


def test_a_name_in_any_script_arrives_as_it_was(page: Page, site_url: str) -> None:
    open_page(page, site_url)
    page.locator(".maker-offer summary").click()
    for name in (*NAMES, *TAMED):
        page.locator("#maker-group").evaluate("(field, name) => { field.value = name; }", name)
        page.locator("#maker-by").evaluate(
            "(field, name) => { field.value = name; field.dispatchEvent(new Event('input', { bubbles: true })); }", name
        )
        wanted = normalize("NFC", TAMED.get(name, name))
        for address in (link_of(page), handout_of(page)):
            assert fragment(address).get("group", "") == wanted
            # Programs that make links of addresses leave out some signs at the end.
            assert re.search(r"[\w]$", address)
        assert fragment(handout_of(page)).get("by", "") == wanted
        frame = page.locator("[data-frame-link]").inner_text()
        assert "&amp;by=" in frame or not wanted
        assert frame.replace("&amp;", "&").partition("#")[2] == handout_of(page).partition("#")[2]


def test_a_logo_becomes_small_enough_for_an_address(page: Page, site_url: str, tmp_path: Path) -> None:
    open_page(page, site_url)
    page.locator(".maker-offer summary").click()
    page.locator("#maker-by").fill("Bureau Jansen")
    state, field, logo = page.locator("[data-logo-state]"), page.locator("#maker-logo"), page.locator("[data-maker] canvas")
    files = {"small.png": picture("PNG"), "wide.webp": picture("WEBP", (1200, 100)), "photo.jpg": photo()}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        field.set_input_files(tmp_path / name)
        expect(page.locator("[data-logo-remove]")).to_be_visible()
        expect(logo).to_be_visible()
        width, height = logo.evaluate("canvas => [canvas.width, canvas.height]")
        assert width <= TALLEST[0]
        assert height <= TALLEST[1]
        assert len(handout_of(page)) < MOST_ADDRESS
        if name != "photo.jpg":
            assert all(abs(seen - wanted) < 4 for seen, wanted in zip(logo.evaluate(PIXEL), GREEN, strict=True))
        # Between two files, so that the next message is another's.
        page.locator("[data-logo-remove]").click()
        expect(page.locator("[data-logo-remove]")).to_be_hidden()
        expect(state).to_be_empty()
        assert "logo" not in handout_of(page)
    # What is no picture is refused with a word.
    for name in ("drawing.svg", "not.png"):
        (tmp_path / name).write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
        field.set_input_files(tmp_path / name)
        expect(state).to_contain_text("PNG, JPEG or WebP")
        assert "logo" not in handout_of(page)
        field.set_input_files([])
        expect(state).to_be_empty()
    # The address is enough to draw it anew.
    field.set_input_files(tmp_path / "small.png")
    expect(logo).to_be_visible()
    address = handout_of(page)
    page.goto(address)
    drawn = page.locator("canvas[data-offer-logo]")
    expect(drawn).to_be_visible()
    assert tuple(drawn.evaluate(PIXEL)) == GREEN


def expect_harmless(page: Page, by: str) -> None:
    """Expect the site's own words beside somebody else's, which are text and a line."""
    offer = page.locator("[data-offer]")
    expect(offer.locator("[data-offer-by]")).to_have_text(by)
    assert offer.locator("*").evaluate_all("all => all.map((each) => each.localName)") == ["canvas", "p", "bdi", "br", "span"]
    assert re.fullmatch(r"(--offer: ?#[0-9a-f]{3,6};)?", offer.get_attribute("style") or "", re.IGNORECASE)
    expect(offer.locator("canvas")).to_have_js_property("hidden", True)
    expect(offer.locator(".muted")).to_be_visible()
    expect(page.locator("footer").last).to_contain_text("LinkedIn has never published")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.fixture
def dialogs(page: Page) -> Iterator[None]:
    """Somebody else's words may open no dialog; the fixture of the page sees to requests and errors."""
    said: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.set_viewport_size({"width": 320, "height": 800})
    yield
    assert said == []


@pytest.mark.usefixtures("dialogs")
def test_a_hostile_address_does_nothing_to_the_handout(page: Page, site_url: str) -> None:
    def change(fragment: str) -> None:
        page.evaluate("fragment => { location.hash = fragment; }", fragment)

    page.goto(f"{site_url}en/handout.html")
    logos = list(hostile().values())
    for turn in range(max(len(COLOURS), len(MARKUP), len(logos))):
        name, colour, logo = (each[turn % len(each)] for each in (MARKUP, COLOURS, logos))
        change(f"by={quote(f'{turn} {name}')}&colour={quote(colour)}&logo={quote(logo)}&__proto__=1&by=two")
        expect_harmless(page, f"{turn} {name}")
    for name, shown in TAMED.items():
        change(f"colour=fff&by=1{quote(name)}%FF%&group={quote(name)}&role={quote(name)}&target=1e9")
        expect(page.locator("[data-offer-by]")).to_have_text(re.compile(f"^{re.escape(f'1{shown}'[:MOST_LETTERS])}"))
        for words in page.locator("[data-offer-by], [data-group-name]").all_text_contents():
            assert not [letter for letter in words if category(letter) in {"Cc", "Cf"}]
            assert len(words) <= MOST_LETTERS
        assert fragment(page.locator("[data-quiz-link]").evaluate("link => link.href")).keys() <= {"group"}
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    # Without a name that is seen there is no colour and no logo.
    for name in ("", "\u00ad", "\u200d\u034f", "\u0301\ufe0f"):
        change("by=A&group=A")
        expect(page.locator("[data-offer]")).to_be_visible()
        change(f"by={quote(name)}&group={quote(name)}&colour=0a5&logo={encode(picture('PNG'))}")
        expect(page.locator("[data-offer]")).to_be_hidden()
        expect(page.locator("[data-group]")).to_be_hidden()


@pytest.mark.usefixtures("dialogs")
def test_a_hostile_address_does_nothing_to_the_frame(page: Page, site_url: str) -> None:
    # It is over before the engine would be there.
    page.route("**/worker/worker.js", lambda route: route.abort())
    logos = hostile()
    for at, logo in enumerate(("a drawing that says it is a PNG", "more pixels than fit the memory")):
        page.goto("about:blank")
        page.goto(f"{site_url}en/embed.html#by={quote(MARKUP[at])}&colour={quote(COLOURS[at])}&logo={logos[logo]}")
        expect(page.locator("html[data-quiz-started]")).to_be_attached()
        expect_harmless(page, MARKUP[at])
    # The way through the quiz and a reload change nothing of it.
    page.locator("[data-part-link='part-2']").click()
    expect(page).to_have_url(re.compile("#part-2$"))
    page.reload()
    expect(page.locator("[data-part='part-2']")).to_be_visible()
    expect_harmless(page, MARKUP[1])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_handout_is_one_sheet_whatever_is_on_it(page: Page, site_url: str, language: str) -> None:
    page.add_init_script("window.print = () => { window.asked = true; }")
    for hash_ in ("", WORST + encode(picture("PNG", (120, 120)))):
        page.goto("about:blank")
        page.goto(f"{site_url}{language}/{HANDOUTS[language]}.html{hash_}")
        expect(page.locator("[data-qr] svg")).to_be_visible()
        (sheet,) = read(page.pdf(format="A4", prefer_css_page_size=True, print_background=True)).pages
        words = page.locator("main :is(h1, h2, .handout-scores th), .honest").all_inner_texts()
        assert len(words) > 10
        for each in (*words, f"{site_url}{language}/quiz.html", "linkedin.com/sales/ssi", *(["M" * 60, "W" * 30] if hash_ else [])):
            assert "".join(each.split()) in sheet, each
    page.locator("[data-print]").click()
    assert page.evaluate("window.asked")


def test_the_score_sheet_is_two_sheets(page: Page, site_url: str) -> None:
    page.add_init_script("window.print = () => {}")
    # Paper needs no engine.
    page.route("**/worker/worker.js", lambda route: route.abort())
    for language in LANGUAGES:
        page.goto(f"{site_url}{language}/trainers.html")
        page.locator(".prose a[href$='#sheet']").last.click()
        page.locator("[data-print-sheet]").click()
        expect(page.locator("link[data-result-sheet]")).to_have_js_property("disabled", False)
        first, second = read(page.pdf(format="A4", prefer_css_page_size=True)).pages
        assert "".join(page.locator(".sheet-question").first.inner_text().split()) in first
        assert "".join(page.locator(".sheet-total th").inner_text().split()) in second


@pytest.mark.parametrize(("language", "anchor"), [("nl", "score"), ("en", "package")])
def test_old_addresses_lead_to_the_same_place(page: Page, site_url: str, language: str, anchor: str) -> None:
    page.goto(f"{site_url}{language}/{OLD[language]}.html#{anchor}", wait_until="commit")
    page.wait_for_url(f"{site_url}{language}/trainers.html#{anchor}")
    expect(page.locator(f"main #{anchor}")).to_be_in_viewport()
    headings = page.locator("main :is(h2, h3)").evaluate_all("all => all.map((each) => each.id)")
    assert set(OLD_ANCHORS) <= set(headings)


def test_without_scripts_there_is_a_link_all_the_same(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site_url}en/trainers.html")
    expect(page.locator("[data-maker-absent] a")).to_be_visible()
    expect(page.locator("[data-maker], [data-copy]").locator("visible=true")).to_have_count(0)
    page.goto(f"{site_url}en/handout.html")
    expect(page.locator("[data-quiz-link]")).to_be_visible()
    expect(page.locator("[data-offer], [data-group]").locator("visible=true")).to_have_count(0)
    context.close()


def test_a_qr_code_that_does_not_arrive_takes_nothing_else_along(page: Page, site_url: str) -> None:
    page.route("**/ui/qr.js*", lambda route: route.abort())
    open_page(page, site_url)
    expect(page.locator("[data-qr-state]")).to_contain_text("The link works")
    page.unroute("**/ui/qr.js*")
    page.locator("#maker-target").fill("60")
    expect(page.locator("[data-qr] svg")).to_be_visible()
    expect(page.locator("[data-qr-state]")).to_be_empty()


def test_the_link_fills_in_the_quiz(page: Page, site_url: str) -> None:
    """From the form to the quiz, by one module for both: see page/ui/preset.js."""
    # What a link fills in needs no engine.
    page.route("**/worker/worker.js", lambda route: route.abort())
    open_page(page, site_url)
    page.locator("#maker-role").select_option("sales")
    page.locator("#maker-target").fill("62,5")
    links = {}
    for name in NAMES:
        page.locator("#maker-group").fill(name)
        links[name] = link_of(page)
    for name, link in links.items():
        page.goto("about:blank")
        page.goto(link)
        expect(page.locator("[data-preset-group]")).to_contain_text(normalize("NFC", name))
        expect(page.locator("input[name=role][value=sales]")).to_be_checked()
        expect(page.locator("input[name=target]")).to_have_value("62.5")
