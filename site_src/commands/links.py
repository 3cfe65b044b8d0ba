"""The command `links`: asks every outside link whether it still works, and reports by page and line.

One request at a time goes to a host, with a pause before the next. “Works” and “moved” are cached for a week.
"""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

from site_src.cache.build_cache import MEMORY, BuildCache
from site_src.cache.files import write_atomic
from site_src.commands.console import Report, list_faults, print_lines, print_report, report_cache_warnings
from site_src.messages import say, say_number, tell
from site_src.model import Content, Problem
from site_src.pipeline import load_content, read_sources

_WEEK_SECONDS = 7 * 86_400
_CACHED = ("works", "moved")


class Answer(NamedTuple):
    """The answer to one address.

    `outcome`: “works”, “moved”, “gone” or “unknown”. `more`: where it has moved to, or why it is gone or unknown.
    """

    outcome: str
    more: str = ""


class Manners(NamedTuple):
    """How patient requests are, in seconds: the pause between two to a host, and the limit for each."""

    pause: float = 1
    limit: float = 15


PATIENT = Manners()


def run_links(root: Path, manners: Manners = PATIENT) -> int:
    """Request every outside link, and print the report; return the exit code, 1 where a page is gone."""
    # Lazy: no other command needs the network.
    from site_src.commands.outside import ask_all

    sources, problems = read_sources(root)
    loaded, faults = load_content(sources, BuildCache(root / MEMORY))
    if problems or faults:
        return print_report(Report(list_faults((*problems, *faults), sources.content)))
    places = list_outside(loaded.content)
    memory = root / ".cache" / "links.json"
    cached = read_cached_answers(memory, time.time())
    answers = {address: answer for address, (_, answer) in cached.items() if address in places}
    wanted = [address for address in places if address not in answers]
    by_host = Counter(urlsplit(address).netloc for address in wanted)
    if wanted:
        sites = say_number(len(by_host), "1 site", "{number} sites")
        pages = say_number(len(wanted), "1 page", "{number} pages")
        print(tell(say("Asking {sites} for {pages}, one at a time from each…", sites=sites, pages=pages)), flush=True)
    try:
        for address, answer in ask_all(wanted, manners):
            answers[address] = answer
            _show_progress(len(wanted), len(answers) - len(places) + len(wanted))
    finally:
        now = time.time()
        new = {address: (now, answer) for address, answer in answers.items() if address not in cached and answer.outcome in _CACHED}
        with report_cache_warnings():
            write_atomic(memory, json.dumps(cached | new, indent=1).encode())
    print_lines(_report(places, answers, len(places) - len(wanted)))
    return 1 if any(answer.outcome == "gone" for answer in answers.values()) else 0


def _show_progress(number: int, done: int) -> None:
    if sys.stderr.isatty():
        print("\r" + tell(say("{done} of {all}", done=done, all=number)), end="" if done < number else "\r", file=sys.stderr, flush=True)


def list_outside(content: Content) -> Mapping[str, Sequence[tuple[str, int]]]:
    """List the outside pages that authors link to, each with its places."""
    found: dict[str, dict[tuple[str, int], None]] = {}
    for item in content.prose:
        for link in item.links:
            if link.target is None and re.match("https?://", link.href, re.IGNORECASE):
                found.setdefault(urldefrag(link.href).url, {})[str(item.source), link.line] = None
    for texts in content.texts:
        for key, words in texts.words.items():
            for address in re.findall(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)]", words):
                found.setdefault(urldefrag(address).url, {})[str(texts.source), texts.lines[key]] = None
    return {address: tuple(places) for address, places in found.items()}


def read_cached_answers(file: Path, now: float) -> dict[str, tuple[float, Answer]]:
    """Read the answers that are less than a week old; none from a file that cannot be read."""
    cached: dict[str, tuple[float, Answer]] = {}
    with suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
        for address, (asked, (outcome, more)) in json.loads(file.read_bytes()).items():
            if 0 <= now - asked < _WEEK_SECONDS and outcome in _CACHED and isinstance(more, str):
                cached[address] = asked, Answer(outcome, more)
    return cached


def _report(places: Mapping[str, Sequence[tuple[str, int]]], answers: Mapping[str, Answer], cached: int) -> Iterable[str]:
    """Yield a line for each link that does not simply work, then the totals."""
    for (file, line), address in sorted((place, address) for address, found in places.items() for place in found):
        outcome, more = answers[address]
        if outcome == "moved":
            what = say("{address} has moved", address=address)
            yield str(Problem(file, line, what, say("Write {address} if that is the page you mean.", address=more)))
        elif outcome == "gone":
            what = say("{address} is gone: {reason}", address=address, reason=more)
            yield str(Problem(file, line, what, say("Link to another page, or leave the link out.")))
        elif outcome == "unknown":
            what = say("{address} could not be asked: {reason}", address=address, reason=more)
            yield str(Problem(file, line, what, say("Open it yourself.")))
    counts = Counter(answer.outcome for answer in answers.values())
    total = say(
        "Pages elsewhere: {number}; {works} working, {moved} moved, {gone} gone, {unknown} without an answer; "
        "{cached} answered less than a week ago",
        number=len(places),
        cached=cached,
        **{outcome: counts[outcome] for outcome in ("works", "moved", "gone", "unknown")},
    )
    yield tell(total)
