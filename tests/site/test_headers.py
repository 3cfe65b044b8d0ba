"""Netlify and Cloudflare Pages send every header that the site needs, once."""

import re
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import cast

import pytest

from site_src.model import Output, Site
from site_src.publish.headers import FOR_EVER, make_headers
from tests.support.host_rules import SECURITY, Rules, join_headers, parse_rules, read_rules, recipe


@pytest.fixture(scope="module")
def rules(dist: Path) -> Rules:
    return read_rules(dist)


def test_only_what_never_changes_is_kept_for_ever(dist: Path, rules: Rules) -> None:
    files = [PurePosixPath("/", path.relative_to(dist).as_posix()) for path in dist.rglob("*") if path.is_file()]
    for file in files:
        immutable = "immutable" in dict(join_headers(rules, str(file))).get("Cache-Control", "")
        assert immutable == (file.parts[1] in FOR_EVER), file
        assert not immutable or re.search(r"[.-][0-9a-f]{12,}(\.|/)", str(file)), f"{file} has no hash in its name"
    assert dict(join_headers(rules, "/sw.js"))["Cache-Control"] == "no-cache"


def test_no_header_is_said_twice(dist: Path, rules: Rules) -> None:
    for path in dist.rglob("*"):
        names = [name for name, _ in join_headers(rules, f"/{path.relative_to(dist).as_posix()}")]
        assert len(names) == len(set(names)), path


def test_types_that_servers_may_not_know(dist: Path, rules: Rules) -> None:
    engine = [path.name for path in dist.glob("runtime/*.wasm")]
    assert len(engine) == 2
    assert {dict(join_headers(rules, f"/runtime/{name}"))["Content-Type"] for name in engine} == {"application/wasm"}
    assert dict(join_headers(rules, "/nl/manifest.webmanifest"))["Content-Type"] == "application/manifest+json"


def test_no_other_site_shows_a_page_in_a_frame_but_the_one_that_is_made_for_it(dist: Path, rules: Rules) -> None:
    pages = [path.relative_to(dist) for path in dist.rglob("*.html")]
    framed = {Path(language, "embed.html") for language in ("nl", "en")}
    assert framed <= set(pages)
    for page in pages:
        # Some hosts show a page without its ending, and an index at its folder.
        addresses = {f"/{page}", f"/{page.with_suffix('')}"} | (
            {f"/{page.parent}/".replace("/./", "/")} if page.name == "index.html" else set()
        )
        for address in addresses:
            policy = dict(join_headers(rules, address)).get("Content-Security-Policy")
            assert policy == (None if page in framed else "frame-ancestors 'none'"), address


def test_only_the_page_for_a_group_may_ask_for_the_camera(dist: Path, rules: Rules) -> None:
    opened = {Path("nl/groep.html"), Path("en/group.html")}
    pages = {path.relative_to(dist) for path in dist.rglob("*.html")}
    assert opened <= pages
    for page in pages:
        for address in (f"/{page}", f"/{page.with_suffix('')}"):
            policy = dict(join_headers(rules, address))["Permissions-Policy"]
            assert policy == f"camera=({'self' * (page in opened)}), geolocation=(), microphone=(), payment=(), usb=()", address


def test_a_page_whose_name_begins_as_a_framed_ones_is_told_apart() -> None:
    addresses = {"e.html": False, "em.html": False, "embed.html": True, "embedding.html": False, "embed-more/index.html": False}
    pages = {name: SimpleNamespace(address=PurePosixPath("as", name), framed=framed, camera=False) for name, framed in addresses.items()}
    site = cast(Site, SimpleNamespace(editions=[SimpleNamespace(pages=pages)]))
    outputs = [Output(page.address, b"") for page in pages.values()] + [
        Output(PurePosixPath(name), b"") for name in ("assets/drawing.svg", "as/each.xml")
    ]
    made = {rule: held for rule, held in parse_rules(make_headers(site, outputs).data.decode()).items() if rule != "/*"}
    for name, framed in addresses.items():
        for address in (f"/as/{name}", f"/as/{name.removesuffix('.html')}"):
            policy = dict(join_headers(made, address)).get("Content-Security-Policy")
            assert policy == (None if framed else "frame-ancestors 'none'"), address
    assert len(join_headers(made, "/assets/drawing.svg")) == 2
    assert not join_headers(made, "/as/each.xml")
    assert dict(join_headers(made, "/sw.js"))["Cache-Control"] == "no-cache"


def test_what_a_worker_could_be_started_from_has_a_policy(rules: Rules) -> None:
    for address in ("/assets/js-1/worker/worker.js", "/sw.js"):
        policy = dict(join_headers(rules, address))["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "connect-src 'self'" in policy


def value(variable: str, uri: str) -> str:
    """Value of a variable in the recipe for an address.

    nginx takes a literal name before patterns, and those in their order.
    """
    (block,) = re.findall(rf"^map \$uri \{variable} {{\n(.*?)^}}$", recipe(), re.MULTILINE | re.DOTALL)
    held = dict(re.findall(r'^ +(\S+) +"(.*)";$', block, re.MULTILINE))
    fitting = (value for name, value in held.items() if name.startswith("~") and re.search(name[1:], uri))
    return str(held[uri] if uri in held else next(fitting, held["default"]))


def test_the_recipe_for_nginx_says_the_same_of_every_file(dist: Path, rules: Rules) -> None:
    lines = re.findall(r'^ +add_header (\S+) "?(.*?)"? always;$', recipe(), re.MULTILINE)
    assert {name for name, _ in lines} == {"Cache-Control", *SECURITY}
    for path in (path for path in dist.rglob("*") if path.is_file() and path.name not in ("_headers", "_redirects")):
        uri = f"/{path.relative_to(dist).as_posix()}"
        # What says nothing nginx leaves out.
        sent = {name: text for name, text in ((name, value(text, uri) if text.startswith("$") else text) for name, text in lines) if text}
        wanted = {name: text for name, text in join_headers(rules, uri) if name != "Content-Type"}
        assert sent == {"Cache-Control": "no-cache", **wanted}, uri


def test_the_file_is_within_what_cloudflare_reads(rules: Rules) -> None:
    assert len(rules) <= 100
    assert all(len(f"{name}: {value}") <= 2000 for held in rules.values() for name, value in held.items())
