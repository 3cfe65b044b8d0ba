"""Measures: selected facts → answers with evidence, or the reason why not."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import partial
from typing import NamedTuple, cast

from ssi_core.linkedin_export.dates import format_day
from ssi_core.linkedin_export.evidence import COUNTED, PROXY, WEAK, Evidence, Finding, NoEvidence, make_evidence, make_finding
from ssi_core.linkedin_export.facts import Days, Facts, Messages
from ssi_core.linkedin_export.levels import NEVER_MEASURED, find_level
from ssi_core.linkedin_export.messages import find_own_senders, measure_inmail_response
from ssi_core.linkedin_export.names import ARTICLES, COMPLETE_ONLY, WORKBOOK
from ssi_core.linkedin_export.network import (
    collect_new_connections,
    count_titles,
    measure_colleague_connections,
    measure_invitation_acceptance,
    measure_new_connections,
)
from ssi_core.linkedin_export.reading import ArchiveFacts
from ssi_core.linkedin_export.selection import Selection
from ssi_core.linkedin_export.titles import JUNIOR, SENIOR
from ssi_core.linkedin_export.workbook import Workbook
from ssi_core.model import MODEL, WINDOW_DAYS

FEW_DAYS_MISSING = 5
"""Days of the window that a workbook may lack and still cover it."""


class Measurements(NamedTuple):
    """Measured and unmeasured factors, each in the model's order. Every factor is in one of the two.

    `evidence`: by factor. `not_measured`: by factor, the key of a reason.
    """

    evidence: tuple[tuple[str, Evidence], ...]
    not_measured: tuple[tuple[str, str], ...]


def measure_factors(reading: ArchiveFacts) -> Measurements:
    """Measure every factor."""
    selection = Selection(reading)
    measured: list[tuple[str, Evidence]] = []
    not_measured: list[tuple[str, str]] = []
    for factor in MODEL.factors:
        try:
            measured.append((factor.key, make_evidence(factor.key, _MEASURES[factor.key](selection))))
        except NoEvidence as reason:
            not_measured.append((factor.key, str(reason)))
    return Measurements(tuple(measured), tuple(not_measured))


def measure_day(reading: ArchiveFacts, day: int) -> dict[str, str]:
    """Measure the factors whose files have dates, as of a day: level by factor.

    `reading`: the facts of the archive cut at that day. Every window ends on it. A factor that cannot be measured is absent.
    """
    selection = Selection(reading, day)
    answers: dict[str, str] = {}
    for factor in DATED:
        with suppress(NoEvidence):
            answers[factor] = _MEASURES[factor](selection).find_level(factor)
    return answers


def _measure_profile_completeness(selection: Selection) -> Finding:
    profile = selection.find_facts("profile").counts
    summary = profile.get("summary", 0) or ("profile_summary" in selection and selection.find_facts("profile_summary").rows)
    # The photo, the eighth part, is in no file.
    parts = [bool(profile.get("headline")), bool(summary), bool(profile.get("industry") and profile.get("location"))]
    absent = 0
    for kind, tests in _PARTS.items():
        if kind in selection:
            parts += [test(selection.find_facts(kind)) for test in tests]
        else:
            absent += len(tests)
    # A part whose file is absent may be empty, or the member may not have asked for it.
    value = sum(parts)
    lowest, highest = (find_level("profile_completeness", number) for number in (value, value + absent))
    levels = [level.key for level in MODEL.find_factor("profile_completeness").levels]
    if levels.index(highest) > levels.index(lowest) + 1:
        raise NoEvidence("parts_absent")
    kinds = [kind for kind in ("profile", "profile_summary", *_PARTS) if kind in selection]
    sure = COUNTED if lowest == highest else PROXY
    return make_finding(value, kinds, sure, selection.make_period("profile", start=False), parts=len(parts) + absent, absent=absent)


_PARTS: dict[str, tuple[Callable[[Facts], bool], ...]] = {
    "positions": (lambda facts: facts.counts.get("described", 0) > 0, lambda facts: facts.counts.get("past", 0) > 0),
    "education": (lambda facts: facts.rows > 0,),
    "skills": (lambda facts: facts.rows >= 5,),
}


def _count_total(kind: str, confidence: str, count: str | None = None, *others: str) -> Callable[[Selection], Finding]:
    """Return the measure of one number of one file: its rows, or a count. `others`: counts that the evidence adds."""

    def measure(selection: Selection) -> Finding:
        facts = selection.find_facts(kind)
        counts = {name: facts.counts.get(name, 0) for name in others}
        value = facts.rows if count is None else facts.counts.get(count, 0)
        return make_finding(value, (kind,), confidence, selection.make_period(kind, start=False), rows=facts.rows, **counts)

    return measure


def _count_in_window(kinds: tuple[str, ...], confidence: str, by_day: bool) -> Callable[[Selection], Finding]:
    """Return the measure of the rows in the window. `by_day`: the level is about how often, so the number of days decides it."""

    def measure(selection: Selection) -> Finding:
        there = selection.find_dated(*kinds)
        found = _collect_rows(selection, there)
        sure = PROXY if selection.is_incomplete(*kinds) else confidence
        undated = sum(selection.find_facts(kind).undated for kind in there)
        number = len(found) if by_day else None
        counts = {"days": len(found), "undated": undated}
        if "searches" in there:
            counts["alerts"] = sum(selection.filter_window(selection.count_alert_runs(), "searches").values())
        return make_finding(found.total(), there, sure, selection.make_period(there[0]), number=number, **counts)

    return measure


def _collect_rows(selection: Selection, kinds: Iterable[str]) -> Counter[int]:
    """Collect the rows of these kinds that are in their windows, by day."""
    found: Counter[int] = Counter()
    for kind in kinds:
        found.update(selection.filter_window(selection.find_days(kind), kind))
    return found


def _collect_dated(selection: Selection, kinds: Collection[str]) -> Days:
    return _collect_rows(selection, selection.find_dated(*kinds))


def _sum_workbook(series: Callable[[Workbook], Days], confidence: str) -> Callable[[Selection], Finding]:
    """Return the measure of a sum in the workbook. A workbook of fewer days gives a lower bound."""

    def measure(selection: Selection) -> Finding:
        inside = _collect_counts(selection, series)
        end = max(inside)
        sure = confidence if len(inside) >= WINDOW_DAYS - FEW_DAYS_MISSING else PROXY
        return make_finding(sum(inside.values()), (WORKBOOK,), sure, (format_day(min(inside)), format_day(end)), days=len(inside))

    return measure


def _collect_counts(selection: Selection, series: Callable[[Workbook], Days]) -> Days:
    """Collect the numbers of the workbook's own window, by day."""
    days = selection.find_counts(series)
    end = max(days)
    return {day: number for day, number in days.items() if day > end - WINDOW_DAYS}


def _measure_active_days(selection: Selection) -> Finding:
    used, found = _collect_active_days(selection)
    # Messages and invitations alone are a poor sign of somebody who mostly reads and reacts.
    sure = PROXY if {*used} & {*COMPLETE_ONLY} else WEAK
    return make_finding(len(found), used, sure, selection.make_period(used[0]))


def _collect_active_days(selection: Selection) -> tuple[list[str], Days]:
    """Collect the days of the window on which the member did something. Also returns the kinds of files that show it."""
    own = find_own_senders(selection)
    kinds = (*COMPLETE_ONLY, "invitations", *(["messages"] if own else []))
    if not any(kind in selection for kind in kinds):
        raise selection.explain_absence(*COMPLETE_ONLY)
    used = selection.find_dated(*kinds)
    found = {*_collect_rows(selection, [kind for kind in used if kind != "messages"])}
    if "messages" in used:
        senders = cast(Messages, selection.find_facts("messages").detail).senders
        for number in own:
            found.update(selection.filter_window(dict.fromkeys(senders[number].days, 1), "messages"))
    return used, dict.fromkeys(found, 1)


def _measure_rich_media(selection: Selection) -> Finding:
    facts = selection.find_facts("rich_media")
    if facts.rows and not facts.counts["known"]:
        raise NoEvidence("column_empty")
    return _count_total("rich_media", WEAK, "profile")(selection)


def _fail(selection: Selection) -> Finding:
    raise NoEvidence("never_in_archive")


_ROWS: dict[str, tuple[str, ...]] = {
    "articles": (ARTICLES,),
    "people_search": ("searches",),
    "sharing": ("shares", "reposts"),
    "interactions_given": ("reactions", "comments", "votes"),
}
"""The factors that count the rows of a window, and the kinds of files they count."""
SHEETS: dict[str, Callable[[Workbook], Days]] = {
    "new_followers": lambda workbook: workbook.followers,
    "interactions_received": lambda workbook: workbook.engagements,
}
"""The factors that add up a workbook's numbers."""

_MEASURES: dict[str, Callable[[Selection], Finding]] = {
    **dict.fromkeys(NEVER_MEASURED, _fail),
    "profile_completeness": _measure_profile_completeness,
    "rich_media": _measure_rich_media,
    "endorsements": _count_total("endorsements", PROXY, "top", "accepted", "skills"),
    "recommendations": _count_total("recommendations", COUNTED, "visible"),
    "articles": _count_in_window(_ROWS["articles"], COUNTED, by_day=False),
    "new_followers": _sum_workbook(SHEETS["new_followers"], COUNTED),
    "active_days": _measure_active_days,
    "people_search": _count_in_window(_ROWS["people_search"], PROXY, by_day=True),
    "sharing": _count_in_window(_ROWS["sharing"], COUNTED, by_day=False),
    "interactions_given": _count_in_window(_ROWS["interactions_given"], COUNTED, by_day=True),
    "interactions_received": _sum_workbook(SHEETS["interactions_received"], COUNTED),
    "groups": _count_total("ad_targeting", PROXY, "groups"),
    "company_pages": _count_total("company_follows", COUNTED),
    "inmail_response": measure_inmail_response,
    "connections": _count_total("connections", COUNTED, None, "hidden"),
    "new_connections": measure_new_connections,
    "senior_connections": count_titles(SENIOR),
    "junior_connections": count_titles(JUNIOR),
    "colleague_connections": measure_colleague_connections,
    "invitation_acceptance": measure_invitation_acceptance,
}

WINDOWS: dict[str, Callable[[Selection], Days]] = {
    **{factor: partial(_collect_dated, kinds=kinds) for factor, kinds in _ROWS.items()},
    **{factor: partial(_collect_counts, series=series) for factor, series in SHEETS.items()},
    "active_days": lambda selection: _collect_active_days(selection)[1],
    "new_connections": collect_new_connections,
}
"""The factors of which the window decides, with what is in it: the number by day. Each raises NoEvidence where nothing was measured."""
UNDATED = ("profile_completeness", "groups")
"""Factors of files without dates: they are known on the archive's last day only."""
DATED = tuple(factor for factor in (factor.key for factor in MODEL.factors) if factor not in (*UNDATED, *NEVER_MEASURED))
"""Factors that can be measured on any day. Of connections, title and employer are those of the archive's last day."""
