"""The quiz as one file: opened from disk in three engines, it scores as CPython does, and nothing leaves it."""

import json
import re
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from site_src.cache.build_cache import BuildCache
from site_src.commands.console import BuildClock
from site_src.model import Assets, Output
from site_src.pipeline import BuildOptions, build_site
from site_src.publish.single_file.inline import inline_page
from ssi_core.answers import read_answers
from ssi_core.model import MODEL, UNKNOWN
from ssi_core.share_code import pack
from tests.support.axe import violations
from tests.support.engines import ENGINES, visit
from tests.support.markup import Markup, read
from tests.support.server import run_server
from tests.support.wire import ask_ok

ROOT = Path(__file__).parent.parent.parent
BASE = yaml.safe_load((ROOT / "content/site.yaml").read_text(encoding="utf-8"))["base_url"]
LANGUAGES = ("nl", "en")

# The second level of every factor, one not known and one open: a score with a range.
ANSWERS = {factor.key: factor.levels[1].key for factor in MODEL.factors[2:]} | {MODEL.factors[0].key: UNKNOWN}
EXPECTED = ask_ok("score", answers=ANSWERS, role="sales")
CODE = pack(read_answers({"answers": ANSWERS, "role": "sales"}))
SCORES = {"total": EXPECTED["total"], **{key: pillar["points"] for key, pillar in EXPECTED["pillars"].items()}}

TAKE = """async () => {
  const until = async (test) => { for (let i = 0; i < 1200 && !test(); i += 1) await new Promise((go) => setTimeout(go, 25)); };
  const root = document.documentElement;
  const scores = () => Object.fromEntries(
    [...document.querySelectorAll("[data-score]")].map(({ dataset }) => [dataset.score, Number(dataset.value)]));
  await until(() => root.dataset.engine === "ready" || root.dataset.engine === "failed");
  const readyMs = Math.round(performance.now());
  for (const [name, value] of Object.entries(ANSWERS)) document.querySelector(`input[name="${name}"][value="${value}"]`).click();
  document.querySelector("input[name=role][value=sales]").click();
  if (root.dataset.engine === "ready") await until(() => scores().total === TOTAL);
  // What it hands on: pictures, which this keeps from the browser's downloads, and a link.
  const made = [];
  const { createObjectURL } = URL;
  URL.createObjectURL = (blob) => { made.push({ type: blob.type, size: blob.size }); return createObjectURL.call(URL, blob); };
  HTMLAnchorElement.prototype.click = () => {};
  for (const ending of ["svg", "png"]) {
    document.querySelector(`[data-share="${ending}"]`).click();
    // One is saved, and one shown in the page.
    await until(() => made.filter(({ type }) => type.startsWith(`image/${ending}`)).length === 2);
  }
  URL.createObjectURL = createObjectURL;
  const field = document.querySelector("[data-share-field]");
  document.querySelector('[data-share="copy"]').click();
  await until(() => field.value !== "");
  return {
    engine: root.dataset.engine, readyMs, scores: scores(), language: root.lang, made, link: field.value,
    shown: document.querySelector('[data-score="total"]').textContent,
    loaded: performance.getEntriesByType("resource").map(({ name }) => name.slice(0, name.indexOf(":"))),
  };
}""".replace("ANSWERS", json.dumps(ANSWERS)).replace("TOTAL", json.dumps(EXPECTED["total"]))

# Every way out that a page has; the proxy sees which of them lead anywhere.
ESCAPE = """async () => {
  const away = (way) => `http://${way}.FROM.example/`;
  const quietly = (act) => new Promise((over) => { setTimeout(over, 1500); Promise.resolve().then(act).then(over, over); });
  const image = new Image();
  const worker = (code) => new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })));
  const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: away("sheet") });
  await Promise.all([
    quietly(() => fetch(away("fetch"))),
    quietly(() => new Promise((over) => { image.onload = image.onerror = over; image.src = away("image"); })),
    quietly(() => new Promise((over) => { worker(`fetch("${away("worker")}").then(postMessage, postMessage)`).onmessage = over; })),
    quietly(() => new Promise((over) => { sheet.onload = sheet.onerror = over; document.head.append(sheet); })),
    quietly(() => new Promise((over) => { const script = Object.assign(document.createElement("script"), { src: away("script") });
      script.onload = script.onerror = over; document.head.append(script); })),
    quietly(() => new Promise((over) => { const form = document.createElement("form");
      Object.assign(form, { action: away("form"), method: "post", target: "form" });
      const frame = Object.assign(document.createElement("iframe"), { name: "form" });
      frame.onload = over; document.body.append(frame, form); form.submit(); })),
  ]);
}"""
WAYS_OUT = {"fetch", "image", "worker", "sheet", "script", "form"}


@pytest.fixture(scope="session")
def stick(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files by language, alone in a folder whose name has a space and an accent."""
    folder = tmp_path_factory.mktemp("stick") / "mémoire vive"
    folder.mkdir()
    for language in LANGUAGES:
        shutil.copy(dist / language / f"ssi-quiz-{language}.html", folder)
    (folder / "control.html").write_text("<!doctype html><meta charset=utf-8><title>Control</title><body>", encoding="utf-8")
    return {language: folder / f"ssi-quiz-{language}.html" for language in LANGUAGES} | {"control": folder / "control.html"}


@pytest.fixture
def proxy() -> Iterator[tuple[str, set[str]]]:
    """A proxy that lets nothing through, and the hosts it was asked for."""
    asked: set[str] = set()

    class Refusing(BaseHTTPRequestHandler):
        def refuse(self) -> None:
            asked.add(urlsplit(self.path if "//" in self.path else f"//{self.path}").hostname or self.path)
            self.send_response(403)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST = do_CONNECT = do_HEAD = do_OPTIONS = refuse  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Quiet."""

    with run_server(Refusing) as origin:
        yield urlsplit(origin).netloc, asked


@pytest.mark.parametrize("engine", ENGINES)
def test_it_scores_as_cpython_does_and_nothing_leaves(
    engine: str, stick: dict[str, Path], proxy: tuple[str, set[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    address, asked = proxy
    visits = [
        (stick["control"].as_uri(), ESCAPE.replace("FROM", "control")),
        (stick["nl"].as_uri(), TAKE),
        (stick["en"].as_uri(), TAKE.replace("return {", f"await ({ESCAPE.replace('FROM', 'file')})(); return {{")),
    ]
    _, *results = visit(engine, visits, address)
    for language, result in zip(LANGUAGES, results, strict=True):
        assert result["engine"] == "ready"
        assert result["scores"] == SCORES
        assert result["shown"] == str(EXPECTED["verdict"]["total"])
        assert result["language"] == language
        assert [each["type"] for each in result["made"]] == ["image/svg+xml", "image/svg+xml", "image/png", "image/png"]
        assert min(each["size"] for each in result["made"]) > 3000
        assert result["link"] == f"{BASE}{language}/quiz.html#code={CODE}"
        with capsys.disabled():
            print(f"\n{engine}, {language}: ready after {result['readyMs']} ms", end="")
    assert set(results[0]["loaded"]) <= {"blob", "data"}
    # The browser may have called its maker. That this proxy sees every way out is shown by a page without a policy.
    hosts = {host for host in asked if host.endswith(".example")}
    assert hosts == {f"{way}.control.example" for way in WAYS_OUT}


@pytest.fixture
def alone(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor without a network."""
    context = browser.new_context(offline=True, locale="en-GB")
    context.set_default_timeout(20_000)
    yield context
    context.close()


def choose(page: Page) -> None:
    page.wait_for_selector("html[data-engine=ready]")
    page.locator(f'input[name="{MODEL.factors[0].key}"]').first.check()


def test_answers_are_kept_and_the_result_is_accessible(alone: BrowserContext, stick: dict[str, Path]) -> None:
    page = alone.new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(stick["en"].as_uri())
    choose(page)
    expect(page.locator('[data-storage="kept"]')).to_be_visible()
    page.reload()
    expect(page.locator(f'input[name="{MODEL.factors[0].key}"]').first).to_be_checked()
    page.goto(f"{stick['en'].as_uri()}#result")
    expect(page.locator('[data-score="total"]')).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not errors


def test_without_storage_it_works_and_says_that_nothing_is_kept(alone: BrowserContext, stick: dict[str, Path]) -> None:
    page = alone.new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })")
    page.goto(stick["nl"].as_uri())
    choose(page)
    expect(page.locator('[data-storage="not-kept"]')).to_be_visible()
    page.goto(f"{stick['nl'].as_uri()}#result")
    expect(page.locator('[data-score="total"]')).to_be_visible()


@pytest.mark.parametrize(("role", "damage"), [("wasm", "other"), ("glue", "other"), ("glue", "no base64"), ("core", "no base64")])
def test_a_damaged_file_says_so(alone: BrowserContext, stick: dict[str, Path], tmp_path: Path, role: str, damage: str) -> None:
    text = stick["en"].read_text(encoding="utf-8")
    start = text.index(">", text.index(f'data-role="{role}"')) + 20_000
    damaged = "AAAA" if damage == "other" else "~~~~"
    file = tmp_path / "damaged.html"
    file.write_text(text[:start] + damaged + text[start + 4 :], encoding="utf-8")
    page = alone.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-engine=failed]")
    expect(page.locator('[data-reason="truncated"]')).to_be_visible()
    page.get_by_role("link", name="Work it out on paper").click()
    expect(page.locator("#sheet table").first).to_be_visible()


def test_half_a_file_is_the_form_and_the_sheet(alone: BrowserContext, stick: dict[str, Path], tmp_path: Path) -> None:
    data = stick["en"].read_bytes()
    file = tmp_path / "half.html"
    file.write_bytes(data[: len(data) // 2])
    page = alone.new_page()
    page.goto(file.as_uri())
    expect(page.locator(".without-script")).to_be_visible()
    expect(page.locator("#sheet table").first).to_be_visible()


@pytest.fixture(scope="session")
def files(dist: Path) -> dict[str, Markup]:
    return {language: read(dist / language / f"ssi-quiz-{language}.html") for language in LANGUAGES}


def test_it_asks_for_nothing_and_its_links_lead_to_the_site(dist: Path, files: dict[str, Markup]) -> None:
    for language, markup in files.items():
        pages = {link for link in markup.addresses if link and not link.startswith(("#", "data:"))}
        assert pages
        for link in pages:
            parts = urlsplit(link)
            assert parts.scheme == "https", link
            if link.startswith(BASE):
                assert (dist / parts.path.lstrip("/")).is_file() or parts.path == "/", link
        assert not [element for element in markup.elements if element.tag == "script" and "src" in element.attributes]
        assert {link["rel"] for link in markup.all("link")} == {"canonical", "alternate", "icon"}
        (canonical,) = markup.all("link", rel="canonical")
        assert canonical["href"] == f"{BASE}{language}/quiz.html"
        assert not [element for element in markup.elements if "download" in element.attributes], "it offers itself"
        assert len(set(markup.ids)) == len(markup.ids)


def test_its_policy_names_no_host(files: dict[str, Markup]) -> None:
    for markup in files.values():
        (meta,) = markup.all("meta", **{"http-equiv": "Content-Security-Policy"})
        policy = re.sub(r"'sha256-[A-Za-z0-9+/]{43}='", "HASH", meta["content"])
        assert policy == (
            "default-src 'none'; script-src HASH 'wasm-unsafe-eval' data:; style-src HASH; img-src data: blob:; connect-src data:; "
            "worker-src blob:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types ssi"
        )


def test_the_quiz_offers_it_with_its_size(dist: Path) -> None:
    for language in LANGUAGES:
        quiz = read(dist / language / "quiz.html")
        links = [element.attributes for element in quiz.elements if "download" in element.attributes]
        assert {link["href"] for link in links} == {f"ssi-quiz-{language}.html"}
        size = f"{(dist / language / f'ssi-quiz-{language}.html').stat().st_size / 1e6:.1f} MB"
        assert quiz.text.count(size.replace(".", "," if language == "nl" else ".")) == len(links) == 2


def test_the_same_sources_make_the_same_bytes(dist: Path) -> None:
    outputs, problems, *_ = build_site(BuildOptions(ROOT), BuildClock(), BuildCache())
    assert not problems
    made = {output.path: output.data for output in outputs}
    for language in LANGUAGES:
        path = PurePosixPath(language, f"ssi-quiz-{language}.html")
        assert made[path] == (dist / path).read_bytes()


def test_licences_travel_with_what_they_are_of(dist: Path, files: dict[str, Markup]) -> None:
    licences = (dist / "licences.txt").read_text(encoding="utf-8")
    for words in (
        "Mozilla Public License Version 2.0",
        "PYTHON SOFTWARE FOUNDATION LICENSE VERSION 2",
        "Rich Felker",
        "Emscripten authors",
    ):
        assert words in licences
    for language, page in {"nl": "over-deze-site.html", "en": "about.html"}.items():
        about = read(dist / language / page)
        assert [link for link in about.all("a") if link["href"] == "../licences.txt"]
        assert "Pyodide" in about.text
        assert licences in (dist / language / f"ssi-quiz-{language}.html").read_text(encoding="utf-8")


SCRIPT = "assets/js-1/page/quiz.js"
SHEET = "assets/site.1.css"
ASSETS = Assets(
    (
        Output(PurePosixPath(SCRIPT), b"x()"),
        Output(PurePosixPath(SHEET), b'a { background: url("dot.svg") }'),
        Output(PurePosixPath("assets/dot.svg"), b"<svg/>"),
    ),
    {"page/quiz.js": PurePosixPath(SCRIPT), "css/site.css": PurePosixPath(SHEET), "icons/dot.svg": PurePosixPath("assets/dot.svg")},
)


def made_from(head: str, body: str = "", script: str = "run()") -> tuple[str, list[str]]:
    page = Output(PurePosixPath("en/quiz.html"), f"<html><head>{head}</head><body>{body}</body></html>".encode())
    data, problems = inline_page(page, ASSETS, "https://a.example/b/", lambda *_: script, (b"<script>packed</script>", "MIT"))
    return data.decode(), [str(problem) for problem in problems]


def test_what_a_page_asks_for_comes_inside() -> None:
    text, problems = made_from(
        f'<link rel="stylesheet" href="../{SHEET}"><link rel="icon" href="../assets/dot.svg">', '<img src="../assets/dot.svg">'
    )
    assert not problems
    assert '<style>a { background: url("data:image/svg+xml;base64,PHN2Zy8+") }</style>' in text
    assert text.count('="data:image/svg+xml;base64,PHN2Zy8+"') == 2
    assert 'href="https://a.example/b/nl/x.html#y"' in made_from("", '<a class="x" href="../nl/x.html#y">z</a>')[0]


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ('<link rel="search" href="x.xml">', "of a kind that nobody thought of"),
        ('<script src="https://b.example/x.js"></script>', "is not a script of this site"),
        ('<link rel="icon" href="gone.svg">', "“gone.svg” is not a file of this site"),
    ],
)
def test_what_cannot_come_along_is_a_fault(head: str, says: str) -> None:
    _, problems = made_from(head)
    assert len(problems) == 1
    assert says in problems[0]


def test_a_script_that_would_end_its_own_element_is_a_fault() -> None:
    _, problems = made_from("", script='"</SCRIPT>"')
    assert "which ends it" in problems[0]
