"""What Netlify and Cloudflare Pages say with each file: what the site needs, and nothing twice."""

import re
from pathlib import Path, PurePosixPath

import pytest

from site_src.headers import FOR_EVER


@pytest.fixture(scope="module")
def rules(dist: Path) -> dict[str, dict[str, str]]:
    """Address → name → value."""
    made: dict[str, dict[str, str]] = {}
    for block in (dist / "_headers").read_text(encoding="utf-8").strip().split("\n\n"):
        address, *lines = block.split("\n")
        assert address not in made
        made[address] = dict(line.removeprefix("  ").split(": ", 1) for line in lines)
    return made


def said(rules: dict[str, dict[str, str]], address: str) -> list[tuple[str, str]]:
    """What goes with one address, of all rules that fit it."""
    fitting = (held for rule, held in rules.items() if address == rule or (rule.endswith("*") and address.startswith(rule[:-1])))
    return [pair for held in fitting for pair in held.items()]


def test_only_what_never_changes_is_kept_for_ever(dist: Path, rules: dict[str, dict[str, str]]) -> None:
    files = [PurePosixPath("/", path.relative_to(dist).as_posix()) for path in dist.rglob("*") if path.is_file()]
    for file in files:
        kept = "immutable" in dict(said(rules, str(file))).get("Cache-Control", "")
        assert kept == (file.parts[1] in FOR_EVER), file
        assert not kept or re.search(r"[.-][0-9a-f]{12,}(\.|/)", str(file)), f"{file} has no hash in its name"
    assert dict(said(rules, "/sw.js"))["Cache-Control"] == "no-cache"


def test_no_header_is_said_twice(dist: Path, rules: dict[str, dict[str, str]]) -> None:
    for path in dist.rglob("*"):
        names = [name for name, _ in said(rules, f"/{path.relative_to(dist).as_posix()}")]
        assert len(names) == len(set(names)), path


def test_types_that_servers_may_not_know(dist: Path, rules: dict[str, dict[str, str]]) -> None:
    engine = [path.name for path in dist.glob("runtime/*.wasm")]
    assert len(engine) == 2
    assert {dict(said(rules, f"/runtime/{name}"))["Content-Type"] for name in engine} == {"application/wasm"}
    assert dict(said(rules, "/nl/manifest.webmanifest"))["Content-Type"] == "application/manifest+json"


def test_pages_with_answers_in_them_stand_in_no_frame_elsewhere_and_the_embedded_one_may(rules: dict[str, dict[str, str]]) -> None:
    for address in ("/en/quiz.html", "/en/quiz", "/nl/quiz.html"):
        assert dict(said(rules, address))["Content-Security-Policy"] == "frame-ancestors 'self'"
    embedded = [address for address in rules if "embed" in address]
    assert not embedded


def test_the_file_is_within_what_cloudflare_reads(rules: dict[str, dict[str, str]]) -> None:
    assert len(rules) <= 100
    assert all(len(f"{name}: {value}") <= 2000 for held in rules.values() for name, value in held.items())
