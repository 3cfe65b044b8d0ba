"""Every script that ships is written in a syntax that the oldest browsers of the README can parse.

esbuild prints each script twice, once for those browsers and once for the newest: where the two differ, it had to rewrite something. It
knows the syntax of JavaScript and of its regular expressions; of what browsers bring besides, only the names listed here are looked for.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from site_src.assets.scripts.esbuild import OLDEST_BROWSERS
from site_src.toolchain import find_esbuild

ROOT = Path(__file__).parent.parent.parent
FLOOR = ",".join(name + version for name, version in OLDEST_BROWSERS.items())
NEWER = re.compile(
    r"\.(?:toSorted|toReversed|toSpliced|findLast|findLastIndex|isWellFormed|toWellFormed|isDisjointFrom|isSubsetOf)\("
    r"|\b(?:Array\.fromAsync|Object\.groupBy|Map\.groupBy|Promise\.withResolvers|Promise\.try|AbortSignal\.any|URL\.canParse|RegExp\.escape)\b"
)
"""Methods that came after the oldest browsers. Those that a script looks for before it calls them are no fault, and there are none."""
INLINE = re.compile(r'<script(?: type="module")?>(.*?)</script>', re.DOTALL)


def scripts(dist: Path) -> Iterator[tuple[str, str]]:
    """Yield every script that ships, with its name: files, and what stands in a page."""
    for file in sorted(dist.rglob("*")):
        name = file.relative_to(dist).as_posix()
        if file.suffix in (".js", ".mjs"):
            yield name, file.read_text(encoding="utf-8")
        elif file.suffix == ".html":
            yield from ((name, text) for text in INLINE.findall(file.read_text(encoding="utf-8")))


def print_for(target: str, script: str) -> str:
    command = [str(find_esbuild()), "--loader=js", f"--target={target}", "--charset=utf8", "--log-level=error"]
    return subprocess.run(command, input=script, capture_output=True, encoding="utf-8", check=True).stdout


def find_newer(script: str) -> list[str]:
    """Find what is newer than the oldest browsers."""
    for_old, for_new = (print_for(target, script).split("\n") for target in (FLOOR, "esnext"))
    return [line for line in for_new if line not in for_old] + NEWER.findall(script)


@pytest.mark.parametrize(
    ("script", "newer"),
    [
        ("class A { static #a = 1; static { this.b = #a in this; } }", False),
        ("x ??= y?.z.at(-1); const a = /(?<=a)b/d;", False),
        ("const a = /[a-z--[b]]/v;", True),
        ("import a from './a.json' with { type: 'json' };", True),
        ("{ using a = b(); }", True),
        ("a.toSorted();", True),
    ],
)
def test_what_is_newer_than_the_oldest_browsers_is_seen(script: str, newer: bool) -> None:
    assert bool(find_newer(script)) == newer


def test_what_ships_is_no_newer_than_the_oldest_browsers(dist: Path) -> None:
    # Pages share most of their scripts.
    different = {text: name for name, text in scripts(dist)}
    assert {"sw.js", "index.html", "en/ssi-quiz-en.html"} <= {name for name, _ in scripts(dist)}
    found = {name: newer for text, name in different.items() if (newer := find_newer(text))}
    # Pyodide calls it only where it is there.
    assert {re.sub(r"\.[0-9a-f]+\.", ".", name): set(newer) for name, newer in found.items()} == {"runtime/pyodide.js": {"AbortSignal.any"}}


def test_the_readme_names_the_oldest_browsers() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    oldest = OLDEST_BROWSERS
    assert oldest["chrome"] == oldest["edge"]
    assert f"Chrome and Edge {oldest['chrome']}, Firefox {oldest['firefox']}, and Safari {oldest['safari']}" in readme
