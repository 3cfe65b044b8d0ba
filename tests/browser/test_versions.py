"""A new version is published while pages are open: they keep working, or lead to the new version with everything that was typed.

Two versions are really built, and the second is served where the first was: its scripts and its runtime have other addresses, and what was
at the old ones is gone.
"""

import json
import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.axe import violations
from tests.support.engines import visit as visit_in
from tests.support.host import UNDER, Host
from tests.support.old_page import (
    CRASH,
    EXTRAS,
    KEPT,
    SECOND,
    accept,
    offer,
    open_page,
    open_quiz,
    press_button,
    press_every_button,
    remember,
)
from tests.support.quiz_page import CODE, SENT, SOME, TYPICAL, choose, expect_score, read_stored, score_in_cpython
from tests.support.your_ssi_page import unfold

ROOT = Path(__file__).parent.parent.parent

REST = re.compile(r"/runtime/pyodide_rest\.\w+\.wasm$")
EXAMPLE = re.compile(r"/assets/Complete-LinkedInDataExport[^/]*\.zip$")
CALCULATING = {"nl": ("quiz", "jouw-ssi", "gebruik-je-archief"), "en": ("quiz", "your-ssi", "use-your-archive", "group")}
CODE_ENDINGS = (".js", ".json", ".wasm", ".zip")


def test_two_versions_share_no_address_of_a_script_or_an_engines_file(dist: Path, second: Path) -> None:
    for role in ("manifest", "pyodide_rest", "stdlib", "ssi_core"):
        (one,), (other,) = (list((folder / "runtime").glob(f"{role}.*")) for folder in (dist, second))
        assert one.name != other.name
    assert not {each.name for each in dist.glob("assets/js-*")} & {each.name for each in second.glob("assets/js-*")}


def failure(page: Page, button: str) -> Locator:
    """The notice that this did not work."""
    places = {"save": "[data-saved=failed]", "why": "[data-advice-list] [data-why-failed]", "link": "[data-link-failed]"}
    return page.locator(places.get(button, "[data-share-state]:not(:empty)")).first


def test_an_open_page_holds_what_it_needs(page: Page, host: Host, url: str, second: Path) -> None:
    remember(page, url)
    open_quiz(page, url, EXTRAS, REST)
    host.folders[UNDER] = second
    host.asked.clear()
    press_every_button(page)
    # What it asks for is the browser's icon, and the page with the words behind a step, whose address stays.
    assert [path for path in host.asked if path.endswith(CODE_ENDINGS)] == []


def test_a_python_that_went_on_from_an_earlier_visit_holds_the_rest_too(page: Page, host: Host, url: str, second: Path) -> None:
    remember(page, url)
    open_quiz(page, url, REST)
    page.wait_for_function("async () => (await caches.keys()).some((name) => name.endsWith(' started'))")
    open_page(page, f"{url}en/your-ssi.html", REST)
    host.folders[UNDER] = second
    host.asked.clear()
    with page.expect_download() as download:
        page.locator("[data-export=json]").click()
    page.set_input_files(
        "[data-import]", {"name": "ssi.json", "mimeType": "application/json", "buffer": download.value.path().read_bytes()}
    )
    expect(page.locator("[data-imported-list] li").first).to_be_visible()
    unfold(page)
    page.locator("textarea[name=text]").fill("Your Social Selling Index 33 out of 100. Establish your professional brand 13.1")
    expect(page.locator("[data-read-words]")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-engine", "ready")
    assert [path for path in host.asked if path.endswith(CODE_ENDINGS)] == []


@pytest.mark.parametrize("button", ["copy", "png", "save", "why", "link"])
def test_what_a_page_could_not_fetch_in_time_is_in_the_new_version(page: Page, host: Host, url: str, second: Path, button: str) -> None:
    host.spoil = lambda path: 503 if EXTRAS.search(path) else None
    remember(page, url, KEPT | {"history": []})
    open_quiz(page, url)
    # As long as it is the same version, there is none to offer.
    press_button(page, button)
    expect(failure(page, button)).to_be_visible()
    expect(offer(page)).to_have_count(0)
    host.folders[UNDER], host.spoil = second, lambda path: None
    page.evaluate("location.hash = 'result'")
    press_button(page, button)
    expect(offer(page)).to_be_in_viewport()
    expect(failure(page, button)).to_be_hidden()
    accept(page, look=button == "link")
    expect_score(page, "en", TYPICAL, role="sales", target=60)
    assert {name: read_stored(page)[name] for name in SENT} == SENT
    # The link is of the visitor's own answers, and that is what the new page makes of it.
    expect(page).to_have_url(re.compile("#result$"))


def test_trying_again_really_does(page: Page, host: Host, url: str) -> None:
    host.spoil = lambda path: "none" if EXTRAS.search(path) else None
    remember(page, url)
    open_quiz(page, url)
    for button in ("copy", "save", "why", "link"):
        press_button(page, button)
        expect(failure(page, button)).to_be_visible()
    host.spoil = lambda path: None
    page.locator("[data-link-again]").click()
    expect(page).to_have_url(re.compile("#result$"))
    expect(page.locator("[data-link-failed]")).to_be_hidden()
    press_every_button(page)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_link_that_comes_with_the_page_waits_for_a_network(page: Page, host: Host, url: str, language: str) -> None:
    host.spoil = lambda path: "none" if EXTRAS.search(path) else None
    page.goto(f"{url}{language}/quiz.html#code={CODE}")
    expect(page.locator("[data-link-failed]")).to_be_in_viewport()
    expect(page.locator("[data-announce]")).to_have_text(page.locator("[data-link-failed] p").first.inner_text())
    assert violations(page) == []
    page.locator("[data-link-again]").click()
    page.wait_for_timeout(300)
    expect(page.locator("[data-link-failed]")).to_be_visible()
    host.spoil = lambda path: None
    page.locator("[data-link-again]").click()
    expect(page.locator('[data-preview-state="open"]').first).to_be_visible()
    expect_score(page, language, TYPICAL, role="sales", target=60)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_engine_that_crashes_in_an_old_page(page: Page, host: Host, url: str, second: Path, language: str) -> None:
    remember(page, url)
    open_quiz(page, url, language=language)
    host.folders[UNDER] = second
    page.workers[-1].evaluate(CRASH)
    page.wait_for_selector("html[data-engine=failed]")
    page.locator("form .quiz-failed [data-retry]").click()
    accept(page, look=True)
    expect_score(page, language, TYPICAL, role="sales", target=60)


def test_what_was_typed_on_the_page_of_your_own_ssi_comes_along(page: Page, host: Host, url: str, second: Path) -> None:
    open_page(page, f"{url}en/your-ssi.html")
    unfold(page)
    page.locator("#real-brand").fill("12.5")
    host.folders[UNDER] = second
    page.workers[-1].evaluate(CRASH)
    page.locator("[data-retry]").click()
    accept(page, look=True)
    expect(page.locator("#real-brand")).to_have_value("12.5")


def test_where_the_browser_keeps_nothing_the_answers_come_along(page: Page, host: Host, url: str, second: Path) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } });")
    host.spoil = lambda path: 503 if EXTRAS.search(path) else None
    open_page(page, f"{url}en/quiz.html")
    some = dict(list(SOME.items())[:3])
    choose(page, some)
    page.locator("[data-part-link=result]").click()
    host.folders[UNDER], host.spoil = second, lambda path: None
    press_button(page, "copy")
    accept(page)
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(some))
    # The tab holds them, too.
    page.reload()
    expect(page.locator("html[data-quiz-started]")).to_be_attached()
    expect(page.locator("[data-factor] input:checked")).to_have_count(len(some))


def test_a_frame_keeps_working_and_offers_the_new_version(
    visitor: BrowserContext, host: Host, url: str, second: Path, tmp_path: Path
) -> None:
    page = visitor.new_page()
    frame_of = f'<!doctype html><title>A page</title><iframe src="{url}en/embed.html" width="900" height="3000"></iframe>'
    (tmp_path / "index.html").write_text(frame_of, encoding="utf-8")
    host.folders["/outside/"] = tmp_path
    with page.expect_request_finished(lambda request: bool(EXTRAS.search(request.url))):
        page.goto(f"{host.origin.replace('127.0.0.1', 'localhost')}/outside/index.html")
    frame = page.frames[1]
    page.wait_for_timeout(300)
    frame.evaluate(
        "all => Object.entries(all).forEach(([name, value]) => document.querySelector(`input[name=${name}][value='${value}']`).click())",
        TYPICAL,
    )
    frame.locator("[data-part-link=result]").click()
    host.folders[UNDER] = second
    frame.locator('[data-share="copy"]').evaluate("each => each.click()")
    expect(frame.locator("[data-share-field]")).to_have_value(re.compile("#code="))
    page.workers[-1].evaluate(CRASH)
    frame.locator("form .quiz-failed [data-retry]").click()
    frame.locator("[data-renewal-box] button").click()
    frame.wait_for_selector(SECOND, state="attached")
    expect(frame.locator('[data-score="total"]')).to_have_text(str(score_in_cpython(TYPICAL)["verdict"]["total"]))


def test_the_page_that_reads_archives(page: Page, host: Host, url: str, second: Path) -> None:
    open_page(page, f"{url}en/use-your-archive.html", EXAMPLE, REST)
    host.folders[UNDER] = second
    host.asked.clear()
    page.locator("[data-example]").click()
    expect(page.locator("[data-review]")).to_be_visible()
    assert [path for path in host.asked if path.endswith(CODE_ENDINGS)] == []
    page.workers[-1].evaluate(CRASH)
    page.locator("[data-retry]").click()
    accept(page, look=True)


def test_an_example_that_did_not_come(page: Page, host: Host, url: str, second: Path) -> None:
    host.spoil = lambda path: 503 if EXAMPLE.search(path) else None
    open_page(page, f"{url}en/use-your-archive.html", REST)
    page.locator("[data-example]").click()
    expect(page.locator("[data-no-example]")).to_be_visible()
    expect(offer(page)).to_have_count(0)
    host.folders[UNDER], host.spoil = second, lambda path: None
    # The example itself has not changed. It might have.
    host.spoil = lambda path: 404 if EXAMPLE.search(path) else None
    page.locator("[data-example]").click()
    expect(page.locator("[data-no-example]")).to_be_hidden()
    host.spoil = lambda path: None
    accept(page)
    page.locator("[data-example]").click()
    expect(page.locator("[data-review]")).to_be_visible()


TAKE = """async () => {
  const find = (name) => document.querySelector(name);
  const until = async (look) => {
    for (let tries = 0; tries < 400; tries += 1) {
      const found = look();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(String(look));
  };
  const came = (name) => performance.getEntriesByType("resource").some((each) => each.name.includes(name));
  await until(() => document.documentElement.dataset.engine === "ready");
  for (const [name, value] of Object.entries(ANSWERS)) find(`input[name=${name}][value="${value}"]`).click();
  location.hash = "result";
  await until(() => find('[data-score="total"]').dataset.value);
  await until(() => came("/quiz_extras.js"));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const offered = () => find("[data-renewal-box] p")?.textContent;
  const told = () => find("[data-share-state]").textContent || offered();
  const said = { service: "serviceWorker" in navigator };
  find('[data-share="svg"]').click();
  said.first = await until(told);
  await fetch("/next");
  find('[data-share="svg"]').click();
  said.second = await until(told);
  location.hash = "code=" + CODE;
  const isOffered = () => find("[data-link-failed] + [data-renewal-box]") && "offered";
  said.link = await until(() => isOffered() || (find("form[data-guest]") && "open"));
  return said;
}"""


@pytest.mark.parametrize("engine", ["firefox", "webkit"])
@pytest.mark.parametrize("fate", ["held", "healed", "gone"])
def test_in_other_browsers(engine: str, fate: str, host: Host, second: Path, dist: Path) -> None:
    """The address is not on this machine, where browsers would have a service worker without https."""

    def spoil(path: str) -> object:
        if path == "/next":
            host.spoil = lambda path: None
            if fate != "healed":
                host.folders[UNDER] = second
            return 404
        return 503 if EXTRAS.search(path) and fate != "held" else None

    host.spoil = spoil
    function = TAKE.replace("ANSWERS", json.dumps(TYPICAL)).replace("CODE", json.dumps(CODE))
    (said,) = visit_in(engine, [(f"http://ssi.test{UNDER}en/quiz.html", function)], host.origin.removeprefix("http://"))
    quiz = (dist / "en/quiz.html").read_text(encoding="utf-8")
    words = yaml.safe_load((ROOT / "content/en/texts/share.yaml").read_text(encoding="utf-8"))
    saved, failed = words["saved"], words["failed"]
    offered = re.findall(r"data-renewal-box[^>]*>\s*<p>(.*?)</p>", quiz)[0]
    assert said == {
        "service": False,
        "first": saved if fate == "held" else failed,
        "second": offered if fate == "gone" else saved,
        "link": "offered" if fate == "gone" else "open",
    }


# While the upload is under way.


@pytest.mark.parametrize("missing", ["/assets/", "/assets/js-"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_whose_files_are_not_there_yet(page: Page, host: Host, url: str, language: str, missing: str) -> None:
    host.spoil = lambda path: 404 if missing in path else None
    for address in CALCULATING[language]:
        page.goto(f"{url}{language}/{address}.html")
        expect(page.locator('[data-halted-by="missing"]')).to_be_visible()
    host.spoil = lambda path: None
    page.reload()
    expect(page.locator("[data-started]")).to_have_count(1)
    expect(page.locator("[data-halted-by]:visible")).to_have_count(0)
