"""What is selected → measured answers with their evidence, and for every other factor the reason why not."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple, cast

from ssi_core.linkedin_export.dates import iso
from ssi_core.linkedin_export.evidence import COUNTED, PROXY, WEAK, Evidence, Finding, NotMeasured, evidence, finding
from ssi_core.linkedin_export.facts import Days, Facts, Messages
from ssi_core.linkedin_export.levels import NEVER_MEASURED, level_of
from ssi_core.linkedin_export.messages import inmail_response, own_senders
from ssi_core.linkedin_export.names import ARTICLES, COMPLETE_ONLY, WORKBOOK
from ssi_core.linkedin_export.network import colleague_connections, invitation_acceptance, new_connections, of_titles
from ssi_core.linkedin_export.reading import Reading
from ssi_core.linkedin_export.selection import Selection
from ssi_core.linkedin_export.titles import JUNIOR, SENIOR
from ssi_core.linkedin_export.workbook import Workbook
from ssi_core.model import MODEL, WINDOW_DAYS

FEW_DAYS_MISSING = 5
"""A workbook may lack so many days of the window and still cover it."""


class Measured(NamedTuple):
    """Every factor is in one of the two, in the model's order: `evidence`, or `not_measured` with the key of a reason."""

    evidence: tuple[tuple[str, Evidence], ...]
    not_measured: tuple[tuple[str, str], ...]


def measure(reading: Reading) -> Measured:
    """Measure every factor."""
    selection = Selection(reading)
    measured: list[tuple[str, Evidence]] = []
    not_measured: list[tuple[str, str]] = []
    for factor in MODEL.factors:
        try:
            measured.append((factor.key, evidence(factor.key, _MEASURES[factor.key](selection))))
        except NotMeasured as reason:
            not_measured.append((factor.key, str(reason)))
    return Measured(tuple(measured), tuple(not_measured))


def _profile_completeness(selection: Selection) -> Finding:
    profile = selection.facts("profile").counts
    summary = profile.get("summary", 0) or ("profile_summary" in selection and selection.facts("profile_summary").rows)
    parts = [bool(profile.get("headline")), bool(summary), bool(profile.get("industry")), bool(profile.get("location"))]
    absent = 0
    for kind, tests in _PARTS.items():
        if kind in selection:
            parts += [test(selection.facts(kind)) for test in tests]
        else:
            absent += len(tests)
    # A part whose file is absent may be empty, or may not have been asked for.
    value = sum(parts)
    lowest, highest = (level_of("profile_completeness", number) for number in (value, value + absent))
    levels = [level.key for level in MODEL.factor("profile_completeness").levels]
    if levels.index(highest) > levels.index(lowest) + 1:
        raise NotMeasured("parts_absent")
    kinds = [kind for kind in ("profile", "profile_summary", *_PARTS) if kind in selection]
    sure = COUNTED if lowest == highest else PROXY
    return finding(value, kinds, sure, selection.period("profile", start=False), parts=len(parts) + absent, absent=absent)


_PARTS: dict[str, tuple[Callable[[Facts], bool], ...]] = {
    "positions": (lambda facts: facts.counts.get("described", 0) > 0, lambda facts: facts.counts.get("past", 0) >= 2),
    "education": (lambda facts: facts.rows > 0,),
    "skills": (lambda facts: facts.rows >= 5,),
    "connections": (lambda facts: facts.rows >= 50,),
}


def _total(kind: str, confidence: str, count: str | None = None, *others: str) -> Callable[[Selection], Finding]:
    """A factor that is one number of one file: its rows, or one of its counts. `others`: counts that are told as well."""

    def measure(selection: Selection) -> Finding:
        facts = selection.facts(kind)
        counts = {name: facts.counts.get(name, 0) for name in others}
        value = facts.rows if count is None else facts.counts.get(count, 0)
        return finding(value, (kind,), confidence, selection.period(kind, start=False), rows=facts.rows, **counts)

    return measure


def _in_window(kinds: tuple[str, ...], confidence: str, by_day: bool) -> Callable[[Selection], Finding]:
    """A factor that is the number of rows in the window. `by_day`: its level is about how often, so it comes from the number of days."""

    def measure(selection: Selection) -> Finding:
        there = selection.dated(*kinds)
        found: Counter[int] = Counter()
        for kind in there:
            found.update(selection.within(selection.facts(kind).days, kind))
        sure = PROXY if selection.incomplete(*kinds) else confidence
        undated = sum(selection.facts(kind).undated for kind in there)
        number = len(found) if by_day else None
        return finding(found.total(), there, sure, selection.period(there[0]), number=number, days=len(found), undated=undated)

    return measure


def _from_workbook(series: Callable[[Workbook], Days], confidence: str) -> Callable[[Selection], Finding]:
    """A factor that is a sum in the workbook. One that covers fewer days gives a lower bound."""

    def measure(selection: Selection) -> Finding:
        days = selection.workbook(series)
        end = max(days)
        inside = {day: number for day, number in days.items() if day > end - WINDOW_DAYS}
        sure = confidence if len(inside) >= WINDOW_DAYS - FEW_DAYS_MISSING else PROXY
        return finding(sum(inside.values()), (WORKBOOK,), sure, (iso(min(inside)), iso(end)), days=len(inside))

    return measure


def _active_days(selection: Selection) -> Finding:
    found: set[int] = set()
    own = own_senders(selection)
    kinds = (*COMPLETE_ONLY, "invitations", *(["messages"] if own else []))
    if not any(kind in selection for kind in kinds):
        raise selection.reason(*COMPLETE_ONLY)
    used = selection.dated(*kinds)
    # Messages and invitations alone are a poor sign of somebody who mostly reads and reacts.
    sure = PROXY if {*used} & {*COMPLETE_ONLY} else WEAK
    for kind in used:
        if kind != "messages":
            found.update(selection.within(selection.facts(kind).days, kind))
            continue
        for number, sender in enumerate(cast(Messages, selection.facts("messages").detail).senders):
            if number in own:
                found.update(selection.within(dict.fromkeys(sender.days, 1), "messages"))
    return finding(len(found), used, sure, selection.period(used[0]))


def _never(selection: Selection) -> Finding:
    raise NotMeasured("never_in_archive")


_MEASURES: dict[str, Callable[[Selection], Finding]] = {
    **dict.fromkeys(NEVER_MEASURED, _never),
    "profile_completeness": _profile_completeness,
    "rich_media": _total("rich_media", WEAK, "profile"),
    "endorsements": _total("endorsements", COUNTED, "accepted", "skills"),
    "recommendations": _total("recommendations", COUNTED, "visible"),
    "articles": _in_window((ARTICLES,), COUNTED, by_day=False),
    "new_followers": _from_workbook(lambda workbook: workbook.followers, COUNTED),
    "active_days": _active_days,
    "people_search": _in_window(("searches",), PROXY, by_day=True),
    "sharing": _in_window(("shares", "reposts"), COUNTED, by_day=False),
    "interactions_given": _in_window(("reactions", "comments", "votes"), COUNTED, by_day=True),
    "interactions_received": _from_workbook(lambda workbook: workbook.engagements, COUNTED),
    "groups": _total("ad_targeting", PROXY, "groups"),
    "company_pages": _total("company_follows", COUNTED),
    "inmail_response": inmail_response,
    "connections": _total("connections", COUNTED, None, "hidden"),
    "new_connections": new_connections,
    "senior_connections": of_titles(SENIOR),
    "junior_connections": of_titles(JUNIOR),
    "colleague_connections": colleague_connections,
    "invitation_acceptance": invitation_acceptance,
}
