"""Pages that a host or a network changed on their way, and offline use: what is kept, what is not, why, and how often it is asked for."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.support.axe import violations
from tests.support.changed_pages import ALTERED, FOREIGN, HARMLESS, OLDER
from tests.support.host import UNDER, Host
from tests.support.old_page import wait_for

SUFFIX = ".html"
DAY_LATER = """async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (!request.url.endsWith("?left-out")) continue;
      const leftOut = await (await cache.match(request)).json();
      await cache.put(request, new Response(JSON.stringify({ ...leftOut, at: leftOut.at - 24 * 60 * 60 * 1000 - 1 })));
    }
  }
}"""


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    return visitor.new_page()


def read_list(dist: Path) -> dict[str, list[object]]:
    """The service worker's list of the site's files."""
    script = (dist / "sw.js").read_text(encoding="utf-8")
    files: dict[str, list[object]] = json.loads(script.split("const PRECACHE = ")[1].split(";\n\n")[0])["site"]
    return files


def read_pages(dist: Path) -> list[str]:
    return [path for path, about in read_list(dist).items() if len(about) > 2]


def visit(page: Page, url: str, state: str) -> None:
    page.goto(url)
    expect(page.locator("html")).to_have_attribute("data-offline", state)


def serve_changed(host: Host, dist: Path, changes: dict[str, Callable[[str], str]]) -> None:
    """Serve these pages changed, by path."""
    changed = {f"{UNDER}{path}": change((dist / path).read_text(encoding="utf-8")).encode() for path, change in changes.items()}
    host.spoil = changed.get


def test_every_page_has_a_mark_of_its_own(dist: Path) -> None:
    files = read_list(dist)
    pages = read_pages(dist)
    assert {path for path in files if path.endswith(SUFFIX)} == set(pages)
    # Hosts that read `_redirects` answer with another page at an address that a page used to have.
    assert not [line for line in (dist / "_redirects").read_text(encoding="utf-8").splitlines() if line.split()[0][1:] in files]
    assert len({str(files[path][2]) for path in pages}) == len(pages) > 50
    for path in pages:
        assert f' data-page="{files[path][2]}"' in (dist / path).read_text(encoding="utf-8")


def test_pages_that_hosts_and_networks_change_are_kept_as_they_came(page: Page, host: Host, url: str, dist: Path) -> None:
    pages = read_pages(dist)
    changes = {path: HARMLESS[at % len(HARMLESS)] for at, path in enumerate(pages)}
    for path, change in changes.items():
        text = (dist / path).read_text(encoding="utf-8")
        assert change(text) != text, (path, change)
    serve_changed(host, dist, changes)
    visit(page, f"{url}en/index.html", "pages")
    # The page itself was in the browser's cache already; each other file was fetched once.
    twice = {path for path in host.asked if host.asked.count(path) > 1}
    assert not twice
    asked = set(host.asked)
    assert {f"{UNDER}{path}" for path in read_list(dist)} <= asked
    host.asked.clear()
    for path in ("en/index.html", "nl/methode.html"):
        visit(page, f"{url}{path}", "pages")
    # The host's own script for hidden mail addresses stands outside the site, and is no concern of its service worker.
    assert {path for path in host.asked if path.startswith(UNDER)} <= {f"{UNDER}sw.js"}
    page.goto(f"{url}en/offline.html")
    state = page.locator("[data-copy-state]")
    expect(state).to_contain_text(f"{len(pages)} of the {len(pages)} pages")
    expect(page.locator("[data-copy-rest]")).to_be_hidden()
    host.stop()
    for path in pages[3 : 3 + len(HARMLESS)]:
        answer = page.goto(f"{url}{path}")
        assert answer
        assert answer.status == 200
        expect(page.locator("h1").first).to_be_visible()
        assert page.locator("body").evaluate("body => getComputedStyle(body).display") == "grid", path
    # Links that a host shortened lead somewhere offline, too, and so do addresses that a page used to have.
    page.goto(f"{url}en/method")
    expect(page.locator("h1")).to_be_visible()
    for old in ("en/embedding.html", "en/embedding"):
        page.goto(f"{url}{old}?from=mail#frame")
        page.wait_for_url(f"{url}en/trainers.html?from=mail#frame")


def fetch_the_rest(page: Page) -> None:
    """Have the page about offline use fetch what was left out, and expect that all of it came."""
    page.locator("[data-copy-rest] [data-offline-keep]").click()
    expect(page.locator("[data-copy-rest]")).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-offline", "pages")
    expect(page.locator("[data-offline-copy]")).to_be_focused()


def expect_harmless(page: Page, address: str) -> None:
    """Expect a page whose headers lead nowhere else."""
    answer = page.goto(address)
    assert answer
    assert answer.status == 200
    assert not {"refresh", "link"} & {*answer.headers}


def expect_title(page: Page, items: Locator, url: str, path: str) -> None:
    """Expect that the list names a file by its title, where the menu has it."""
    title = page.locator(f'.site-footer nav a[href="{path.removeprefix("en/")}"]').inner_text()
    expect(items.filter(has=page.locator(f'a[href="{url}{path}"]'))).to_contain_text(title)


def test_what_is_not_this_sites_page_costs_only_itself(page: Page, host: Host, url: str, dist: Path) -> None:
    free = [path for path in read_pages(dist) if path.startswith("en/") and path not in ("en/index.html", "en/offline.html")]
    faults: dict[str, str] = {}
    changes: dict[str, Callable[[str], str]] = {}
    for fault, kinds in (("altered", ALTERED), ("foreign", FOREIGN), ("version", OLDER)):
        for change in kinds.values():
            path = free.pop()
            faults[path], changes[path] = fault, change
    serve_changed(host, dist, changes)
    changed = host.spoil
    missing, home, away = free.pop(), free.pop(), free.pop()
    icon = next(path for path in read_list(dist) if path.endswith(".png"))
    elsewhere = {
        f"{UNDER}{missing}": 404, f"{UNDER}{home}": f"{UNDER}en/index.html", f"{UNDER}{away}": "http://127.0.0.2:9/login",
        f"{UNDER}{icon}": b"smaller",
    }  # fmt: skip
    host.spoil = lambda path: elsewhere.get(path) or changed(path)
    faults |= {missing: "foreign", home: "foreign", away: "foreign", icon: "altered"}
    visit(page, f"{url}en/index.html", "some")
    host.asked.clear()
    visit(page, f"{url}en/offline.html", "some")
    items = page.locator("[data-copy-rest] li")
    expect(items).to_have_count(len(faults))
    expect(page.locator("[data-copy-state]")).to_contain_text(f"{len(read_pages(dist)) - len(faults) + 1} of the")
    for path, fault in faults.items():
        item = items.filter(has=page.locator(f'a[href="{url}{path}"]'))
        expect(item).to_contain_text(page.locator(f'template[data-message="copy.{fault}"]').evaluate("each => each.content.textContent"))
    assert violations(page) == []
    unhurried = [path for path in faults if path.endswith(SUFFIX) and b"data-runtime" not in (dist / path).read_bytes()]
    named = next(path for path in unhurried if page.locator(f'.site-footer nav a[href="{path.removeprefix("en/")}"]').count())
    expect_title(page, items, url, named)
    visit(page, f"{url}nl/index.html", "some")
    assert not [path for path in host.asked if path != f"{UNDER}sw.js"]
    # A day later they are asked for once.
    page.evaluate(DAY_LATER)
    host.asked.clear()
    for _ in range(2):
        visit(page, f"{url}nl/index.html", "some")
    led_to = {f"{UNDER}sw.js", f"{UNDER}en/index.html"}
    assert set(host.asked) - led_to == {f"{UNDER}{path}" for path in faults}
    assert host.asked.count(f"{UNDER}{missing}") == 1
    # Online, a page that was left out is what the network sends, for whoever opens it; it is kept once it is right.
    host.asked.clear()
    page.goto(f"{url}{named}")
    host.spoil = lambda path: None
    visit(page, f"{url}{named}", "some")
    assert host.asked.count(f"{UNDER}{named}") == 2
    visit(page, f"{url}{named}", "some")
    assert host.asked.count(f"{UNDER}{named}") == 2
    page.goto(f"{url}en/offline.html")
    expect(items).to_have_count(len(faults) - 1)
    host.asked.clear()
    leading = [("Refresh", "0; url=http://127.0.0.2:9/"), ("Link", "</x.css>; rel=preload; as=style")]
    host.headers = lambda path: leading if path == f"{UNDER}{missing}" else []
    fetch_the_rest(page)
    assert sorted(host.asked) == sorted({f"{UNDER}{path}" for path in faults if path != named} | {f"{UNDER}sw.js"} & set(host.asked))
    host.stop()
    for path in (missing, away):
        expect_harmless(page, f"{url}{path}")


def test_pages_of_an_older_version_do_not_mix_with_newer_scripts(
    visitor: BrowserContext, host: Host, url: str, dist: Path, second: Path
) -> None:
    page = visitor.new_page()
    visit(page, f"{url}en/index.html", "pages")
    # A host that still sends one page of before: the version that is whole stays.
    old = (dist / "en/method.html").read_bytes()
    host.folders[UNDER] = second
    host.spoil = lambda path: old if path == f"{UNDER}en/method.html" else None
    host.asked.clear()
    visit(page, f"{url}en/index.html", "pages")
    wait_for(lambda: f"{UNDER}en/method.html" in host.asked, page, "no update")
    ended = "navigator.serviceWorker.getRegistration().then((one) => !one.installing && !one.waiting)"
    wait_for(lambda: page.evaluate(ended), page, "never ends")
    assert page.locator("html").get_attribute("data-second-version") is None
    host.spoil = lambda path: None
    page.reload()
    page.locator("[data-update-accept]").click()
    expect(page.locator("html[data-second-version]")).to_be_attached()
    expect(page.locator("html")).to_have_attribute("data-offline", "pages")
    host.stop()
    page.goto(f"{url}en/method.html")
    expect(page.locator("html[data-second-version]")).to_be_attached()


def test_a_script_that_was_changed_is_not_kept(page: Page, host: Host, url: str, dist: Path) -> None:
    script = next(path for path in read_list(dist) if path.endswith("page/plans.js"))
    host.spoil = lambda path: b"changed()" if path == f"{UNDER}{script}" else None
    page.goto(f"{url}en/index.html")
    wait_for(lambda: host.asked.count(f"{UNDER}{script}") == 2, page, "no installation")
    wait_for(lambda: page.evaluate("navigator.serviceWorker.getRegistration().then((one) => !one?.installing)"), page, "never ends")
    assert page.evaluate("caches.keys()") == []
