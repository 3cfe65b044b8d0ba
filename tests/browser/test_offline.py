"""The site without a network, in a real browser: visited once, then the server is gone; updated, interrupted, damaged, with a full disk.

Nothing here is pretended but the server's behaviour: the service worker, the caches and the quota are Chromium's own.
"""

import base64
import hashlib
import json
import re
import shutil
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from ssi_core.model import MODEL
from tests.support.axe import violations
from tests.support.browser import FLAGS, list_candidates
from tests.support.group_page import CODES, expect_read, open_group, put, say
from tests.support.host import UNDER, Host
from tests.support.markup import read
from tests.support.next_version import build_next
from tests.support.quiz_page import TYPICAL, choose, expect_score
from tests.support.run_folder import make_once

HOME = Path(__file__).parent.parent.parent / "content" / "en" / "index.md"
OLD = HOME.read_text(encoding="utf-8").partition("title: ")[2].partition("\n")[0]
NEW = f"{OLD} Look"
PAPER = "rgb(250, 247, 241)"


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    return visitor.new_page()


@pytest.fixture(scope="module")
def updated(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The site as it is after somebody changed one page and published it."""
    title = f"title: {OLD}"
    edits = {"content/en/index.md": lambda text: text.replace(title, f"title: {NEW}")}
    return make_once(tmp_path_factory, worker_id, "update", lambda folder: build_next(folder, edits)) / "dist"


def visit(page: Page, url: str, state: str) -> None:
    """Open a page and wait until it says this of its offline use: kept, pages, failed, full."""
    page.goto(url)
    expect_state(page, state)


def expect_state(page: Page, state: str) -> None:
    expect(page.locator("html")).to_have_attribute("data-offline", state)
    expect(page.locator(f'p[data-offline-state="{state}"]')).to_be_visible()
    expect(page.locator("p[data-offline-state]:visible")).to_have_count(1)


def take_quiz(page: Page, url: str, language: str) -> None:
    """Answer every question as a person does, and expect CPython's scores."""
    page.goto(f"{url}{language}/quiz.html")
    for number, pillar in enumerate(MODEL.pillars, start=1):
        choose(page, {factor.key: TYPICAL[factor.key] for factor in MODEL.find_factors(pillar)})
        page.locator(f'[data-part="part-{number}"] .quiz-buttons .button:not(.quiet, .link)').click()
    expect_score(page, language, TYPICAL)


def return_to_quiz(page: Page, url: str, language: str) -> None:
    """Come back to a quiz that was answered earlier; the engine is needed for the scores all the same."""
    kept = json.dumps({"version": 1, "answers": TYPICAL, "role": "", "step": "result"})
    page.evaluate("text => localStorage.setItem('ssi', text)", kept)
    page.goto(f"{url}{language}/quiz.html")
    expect_score(page, language, TYPICAL)


def caches(page: Page) -> dict[str, list[str]]:
    """Every cache of this host, and the paths it holds."""
    found: dict[str, list[str]] = page.evaluate(
        """async () => {
          const found = {};
          for (const name of await caches.keys()) {
            found[name] = (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname);
          }
          return found;
        }"""
    )
    return found


def spoil_kept(page: Page, ending: str, same_size: bool) -> None:
    """Replace a cached file by another: cut short, or of the same length."""
    done = page.evaluate(
        """async ([ending, sameSize]) => {
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              if (!new URL(request.url).pathname.endsWith(ending)) continue;
              const kept = await cache.match(request);
              const bytes = new Uint8Array(await kept.arrayBuffer());
              const headers = { "content-type": kept.headers.get("content-type") };
              await cache.put(request, new Response(sameSize ? bytes.map((byte) => byte ^ 1) : bytes.slice(0, 100), { headers }));
              return true;
            }
          }
          return false;
        }""",
        [ending, same_size],
    )
    assert done, f"{ending} is not kept"


def kinds(page: Page) -> list[str]:
    """Names of the caches, without that of the started Python."""
    return sorted(name.split("/")[-1].split(" ")[1] for name in caches(page) if not name.endswith(" started"))


def bar(page: Page) -> Locator:
    return page.locator("[data-update]")


def soon(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def wait_for_started(page: Page, site: str) -> None:
    """The engine keeps the Python that it started, a moment later."""
    soon(lambda: f"{site} started" in caches(page), "the started Python is not kept")


def installed(page: Page) -> bool:
    """Whether a new version is waiting."""
    waiting: bool = page.evaluate("navigator.serviceWorker.getRegistration().then((one) => Boolean(one?.waiting))")
    return waiting


def test_visited_once_every_page_and_the_quiz_work_without_a_server(page: Page, host: Host, url: str, dist: Path) -> None:
    visit(page, f"{url}nl/quiz.html", "kept")
    host.stop()
    failed: list[str] = []
    # Aborted is what this test itself left before it was there.
    page.on("requestfailed", lambda request: failed.append(request.url) if request.failure != "net::ERR_ABORTED" else None)
    kept = listed(dist)
    # To open a page takes ten times as long as to fetch it, so one in four is opened.
    names = [name for name in sorted(kept) if name.endswith(".html") and "/" in name]
    texts = page.evaluate("names => Promise.all(names.map(async (name) => (await fetch(name)).text()))", [url + name for name in names])
    for name, text in zip(names, texts, strict=True):
        assert text == (dist / name).read_text(encoding="utf-8"), name
    for name in names[::4]:
        answer = page.goto(url + name)
        assert answer
        assert answer.status == 200, name
        title = re.search("<title>(.*?)</title>", (dist / name).read_text(encoding="utf-8"))
        assert title
        assert title[1] in page.title() or "/quiz" in name, name
        assert page.evaluate("getComputedStyle(document.body).display") == "grid", f"{name} has no style"
    for variant, leads_to in {
        "": "en/index.html",
        "index.html": "en/index.html",
        "en/": "en/",
        "en": "en/",
        "nl/index.html?utm_source=newsletter": "nl/index.html?utm_source=newsletter",
        "en/method": "en/method",
        "nl/methode.html#range": "nl/methode.html#range",
    }.items():
        page.goto(url + variant)
        page.wait_for_url(url + leads_to)
        expect(page.locator("h1")).to_be_visible()
    take_quiz(page, url, "nl")
    return_to_quiz(page, url, "en")
    # A trainer in a room without a network: codes are read, and QR codes can be.
    open_group(page, url, "nl")
    put(page, CODES[0])
    expect_read(page, 1)
    page.locator("[data-camera-start]").click()
    expect(page.locator("[data-camera-wrong]")).to_be_visible()
    expect(page.locator("[data-camera-wrong]")).not_to_have_text(say(page, "camera.not_fetched"))
    assert not failed


def test_the_pages_come_first_and_the_engine_when_asked(page: Page, host: Host, url: str) -> None:
    visit(page, f"{url}en/pillars/professional-brand.html", "pages")
    assert not host.engine_requests()
    assert violations(page) == []
    button = page.locator("[data-offline-keep]:visible")
    expect(button).to_contain_text("MB")
    host.spoil = lambda path: "half" if path.endswith(".wasm") else None
    button.click()
    expect_state(page, "failed")
    host.spoil = lambda path: None
    page.locator("[data-offline-keep]:visible").click()
    expect_state(page, "kept")
    expect(page.locator("[data-offline-announce]")).to_have_text(page.locator("p[data-offline-state=kept]").inner_text())
    expect(page.locator("[data-offline-box]")).to_be_focused()
    host.stop()
    return_to_quiz(page, url, "nl")


def test_a_missing_page_speaks_the_right_language(page: Page, host: Host, url: str) -> None:
    visit(page, f"{url}en/index.html", "pages")
    answer = page.goto(f"{url}nl/nergens.html")
    assert answer
    assert answer.status == 404
    expect(page.locator("h1:visible")).to_have_text("Deze pagina bestaat niet")
    host.stop()
    for path, title, leads_to in (
        ("nl/nergens.html", "Je bent offline", "nl"),
        ("en/no/where/at/all/", "You are offline", "en"),
        ("nowhere", "You are offline", "en"),
    ):
        page.goto(url + path)
        expect(page.locator("h1:visible")).to_have_text(title)
        page.locator("a:visible").first.click()
        page.wait_for_url(f"{url}{leads_to}/index.html")


def test_a_new_version_waits_and_asks(visitor: BrowserContext, page: Page, host: Host, url: str, updated: Path) -> None:
    visit(page, f"{url}en/quiz.html", "kept")
    host.folders[UNDER] = updated
    host.asked.clear()
    # A quiz is running: nothing is asked, here or in another tab.
    first = MODEL.factors[0].key
    choose(page, {first: TYPICAL[first]})
    other = visitor.new_page()
    visit(other, f"{url}en/index.html", "kept")
    expect(other.locator("h1")).to_have_text(OLD)
    soon(lambda: installed(other), "the new version never came")
    time.sleep(0.3)
    expect(bar(other)).to_be_hidden()
    expect(bar(page)).to_be_hidden()
    # It is over as soon as the result is looked at.
    page.locator("[data-go=result]:visible, [data-part-link=result]:visible").first.click()
    expect(bar(page)).to_be_visible()
    expect(bar(other)).to_be_visible()
    assert violations(other) == []
    page.locator("[data-update-later]").click()
    expect(bar(page)).to_be_hidden()
    other.locator("[data-update-accept]").click()
    expect(other.locator("h1")).to_have_text(NEW)
    expect_state(other, "kept")
    expect(bar(other)).to_be_hidden()
    assert not host.engine_requests()
    # Nobody needs the earlier version any more. What only saves time comes a second after the start.
    page.close()
    visit(other, f"{url}en/index.html", "kept")
    soon(lambda: kinds(other) == ["engine", "site"], "what the earlier version kept stays")
    # Whatever did not change was not fetched again either.
    assert not [path for path in host.asked if path.endswith("/nl/methode.html")]
    host.stop()
    return_to_quiz(other, url, "en")


def test_two_sites_on_one_host_leave_each_other_alone(page: Page, host: Host, dist: Path, updated: Path) -> None:
    outer, inner = host.origin + "/", host.origin + "/inner/"
    host.folders = {"/": dist, "/inner/": dist}
    for site in (outer, inner):
        visit(page, f"{site}en/quiz.html", "kept")
        wait_for_started(page, site)
    mine = {name: paths for name, paths in caches(page).items() if name.startswith(f"{inner} ")}
    assert len(mine) == 3
    host.folders["/"] = updated
    page.goto(f"{outer}en/index.html")
    page.locator("[data-update-accept]").click()
    expect(page.locator("h1")).to_have_text(NEW)
    expect_state(page, "kept")
    assert {name: paths for name, paths in caches(page).items() if name.startswith(f"{inner} ")} == mine
    soon(lambda: len(caches(page)) == 6, "what the earlier version kept stays")
    host.stop()
    page.goto(f"{inner}en/index.html")
    expect(page.locator("h1")).to_have_text(OLD)
    page.goto(f"{outer}en/index.html")
    expect(page.locator("h1")).to_have_text(NEW)


def test_a_server_that_dies_during_installation_changes_nothing(page: Page, host: Host, url: str, updated: Path) -> None:
    def dying() -> Callable[[str], object]:
        """Dies in the middle of the third page after the service worker itself."""
        pages: list[str] = []

        def spoil(path: str) -> object:
            if path.endswith("/sw.js") or (pages and path.endswith(".html")):
                pages.append(path)
            return None if len(pages) < 4 else "half" if len(pages) == 4 else "none"

        return spoil

    host.spoil = dying()
    page.goto(f"{url}en/index.html")
    soon(lambda: len([path for path in host.asked if path.endswith(".html")]) > 4, "no installation")
    soon(lambda: page.evaluate("navigator.serviceWorker.getRegistration().then((one) => !one?.installing)"), "it goes on for ever")
    assert caches(page) == {}
    expect_quiet(page)
    host.spoil = lambda path: None
    visit(page, f"{url}en/index.html", "pages")
    # The same with an update: the version that works stays whole.
    before = caches(page)
    host.folders[UNDER], host.spoil = updated, lambda path: 500 if path.endswith("/en/index.html") else None
    host.asked.clear()
    page.goto(f"{url}nl/index.html")
    soon(lambda: f"{UNDER}en/index.html" in host.asked, "no update")
    soon(lambda: page.evaluate("navigator.serviceWorker.getRegistration().then((one) => !one.installing && !one.waiting)"), "never ends")
    assert caches(page) == before
    host.stop()
    visit(page, f"{url}en/index.html", "pages")
    expect(page.locator("h1")).to_have_text(OLD)
    host.spoil = lambda path: None
    host.start()
    page.reload()
    expect(bar(page)).to_be_visible()


def expect_quiet(page: Page) -> None:
    """Expect no words about offline use."""
    expect(page.locator("[data-offline-box]")).to_have_text("", use_inner_text=True)


@pytest.mark.parametrize("same_size", [False, True])
def test_a_damaged_file_heals(page: Page, host: Host, url: str, same_size: bool) -> None:
    visit(page, f"{url}en/quiz.html", "kept")
    spoil_kept(page, "/en/index.html", same_size)
    visit(page, f"{url}en/index.html", "kept")
    expect(page.locator("h1")).to_have_text(OLD)
    for ending in (".wasm", "/stdlib", ".zip", "manifest"):
        name = next(path for path in caches(page)[f"{url} engine"] if ending in path)
        spoil_kept(page, name, same_size)
    return_to_quiz(page, url, "en")
    expect_state(page, "kept")
    host.stop()
    page.goto(f"{url}en/index.html")
    expect(page.locator("h1")).to_have_text(OLD)
    return_to_quiz(page, url, "nl")


def test_a_damaged_page_is_not_shown_without_a_server(page: Page, host: Host, url: str) -> None:
    host.browser_may = "no-store"
    visit(page, f"{url}en/index.html", "pages")
    spoil_kept(page, "/en/method.html", same_size=True)
    host.stop()
    page.goto(f"{url}en/method.html")
    expect(page.locator("h1:visible")).to_have_text("You are offline")


@contextmanager
def own_browser(playwright: Playwright, profile: Path) -> Iterator[Page]:
    """A page in a browser whose files stay in this folder."""
    path = next(path for path in list_candidates(playwright) if Path(path).exists())
    with playwright.chromium.launch_persistent_context(profile, executable_path=path, args=FLAGS, service_workers="allow") as context:
        yield context.new_page()


def test_files_that_a_damaged_disk_no_longer_gives_heal(playwright: Playwright, host: Host, url: str, tmp_path: Path) -> None:
    address = f"{url}en/method.html"
    with own_browser(playwright, tmp_path) as page:
        visit(page, address, "pages")
    # The browser has its own checksum of each file, and breaks off where that is wrong.
    kept = [file for file in tmp_path.glob("**/CacheStorage/**/*") if file.is_file()]
    damaged = [file for file in kept if re.search(rb"/en/method\.html|/assets/site\.", file.read_bytes()[:300])]
    assert len(damaged) == 2
    for file in damaged:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    with own_browser(playwright, tmp_path) as page:
        for with_server in (True, False):
            if not with_server:
                host.stop()
            visit(page, address, "pages")
            expect(page.locator("body")).to_have_css("background-color", PAPER)


def test_a_full_device_is_told(page: Page, host: Host, url: str) -> None:
    developer = page.context.new_cdp_session(page)

    def quota(size: int) -> None:
        developer.send("Storage.overrideQuotaForOrigin", {"origin": host.origin, "quotaSize": size})

    quota(300_000)
    visit(page, f"{url}en/index.html", "full")
    assert caches(page) == {}
    quota(4_000_000)
    visit(page, f"{url}en/index.html", "pages")
    page.locator("[data-offline-keep]:visible").click()
    expect_state(page, "full")
    expect(page.locator("[data-offline-announce]")).to_have_text(page.locator("p[data-offline-state=full]").inner_text())
    assert f"{url} engine" not in caches(page)
    quota(100_000_000)
    page.locator("[data-offline-keep]:visible").click()
    expect_state(page, "kept")
    # What only saves time at the next start makes way for the engine.
    visit(page, f"{url}en/quiz.html", "kept")
    wait_for_started(page, url)
    page.evaluate("name => caches.delete(name)", f"{url} engine")
    # The browser frees what a service worker has read only when that stops, by itself half a minute after its last work.
    developer.send("ServiceWorker.enable")
    developer.send("ServiceWorker.stopAllWorkers")
    quota(16_000_000)
    visit(page, f"{url}en/quiz.html", "kept")
    assert f"{url} engine" in caches(page)
    assert f"{url} started" not in caches(page)


def test_a_host_that_shortens_addresses_works_too(page: Page, host: Host, url: str, dist: Path, tmp_path: Path) -> None:
    """Some hosts send page.html on to page, and index.html to its folder."""
    shutil.copytree(dist, tmp_path / "dist")
    for file in (tmp_path / "dist").rglob("*.html"):
        if file.name != "index.html":
            shutil.copy(file, file.with_suffix(""))
    host.folders[UNDER] = tmp_path / "dist"
    host.spoil = lambda path: path.removesuffix("index.html").removesuffix(".html") if path.endswith(".html") else None
    visit(page, f"{url}en/", "pages")
    host.stop()
    for name in ("en/method.html", "en/method", "nl/", "nl/index.html"):
        answer = page.goto(url + name)
        assert answer
        assert answer.status == 200, name


@pytest.mark.parametrize("place", ["refused", "disk"])
def test_where_nothing_can_be_kept_nothing_is_said(browser: Browser, dist: Path, url: str, place: str) -> None:
    context = browser.new_context(service_workers="block" if place == "refused" else "allow")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{url}en/index.html" if place == "refused" else (dist / "en/index.html").as_uri(), wait_until="load")
    page.wait_for_timeout(200)
    expect(page.locator("h1")).to_have_text(OLD)
    expect_quiet(page)
    context.close()
    assert not errors


def listed(dist: Path) -> dict[str, tuple[int, str]]:
    """Read the service worker's list: by path, a file's size and hash."""
    script = (dist / "sw.js").read_text(encoding="utf-8")
    kept: dict[str, Any] = json.loads(script.split("const PRECACHE = ")[1].split(";\n")[0])
    return {name: (size, digest) for part in ("site", "engine") for name, (size, digest, *_) in kept[part].items()}


def test_the_list_is_what_the_site_holds(dist: Path) -> None:
    kept = listed(dist)
    for name, (size, digest) in kept.items():
        data = (dist / name).read_bytes()
        assert (size, digest) == (len(data), base64.b64encode(hashlib.sha256(data).digest()).decode()), name
    there = {path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file()}
    # The pictures for social networks are asked for by those networks and by nobody who reads.
    pages_ask = {name for name in there if name.startswith(("assets/", "runtime/")) and not name.startswith("assets/social/")}
    needed = {name for name in pages_ask if not name.endswith((".br", ".gz"))}
    assert needed <= kept.keys()
    for name, markup in {name: read(dist / name) for name in kept if name.endswith(".html")}.items():
        for link in markup.addresses:
            parts = urlsplit(link)
            if parts.path.endswith(".html") and not parts.scheme:
                target = (dist / name).parent.joinpath(parts.path).resolve().relative_to(dist.resolve()).as_posix()
                assert target in kept or (dist / target).stat().st_size > 2_000_000, f"{name} leads to {target}, which is not kept"
    # The offline page says so.
    assert sum(size for name, (size, _) in kept.items() if not name.startswith("runtime/")) < 3_000_000


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_site_can_be_installed(page: Page, host: Host, url: str, dist: Path, language: str) -> None:
    file = dist / language / "manifest.webmanifest"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    assert manifest["lang"].startswith(language)
    assert (file.parent / manifest["start_url"]).is_file()
    assert (file.parent / manifest["scope"]).resolve() == dist.resolve()
    for icon in manifest["icons"]:
        data = (file.parent / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", data[16:24])
            assert icon["sizes"] == f"{width}x{height}"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    colours = [meta["content"] for meta in read(dist / language / "index.html").all("meta", name="theme-color")]
    assert manifest["theme_color"] == manifest["background_color"] == colours[0]
    visit(page, f"{url}{language}/index.html", "pages")
    developer = page.context.new_cdp_session(page)
    manifest = developer.send("Page.getAppManifest")
    assert manifest["url"] == f"{url}{language}/manifest.webmanifest"
    assert not manifest["errors"]
    errors = {error["errorId"] for error in developer.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    # Playwright's visitors have a private window, in which nothing can be installed at all.
    assert errors <= {"in-incognito"}
