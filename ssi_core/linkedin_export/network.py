"""Measures of the network: connections, and the invitations that lead to them."""

from collections.abc import Callable
from typing import cast

from ssi_core.linkedin_export.dates import iso
from ssi_core.linkedin_export.digests import Digest
from ssi_core.linkedin_export.evidence import PROXY, Finding, NotMeasured, finding, percent
from ssi_core.linkedin_export.facts import Facts, Invitation, Invitations, Network
from ssi_core.linkedin_export.selection import Selection
from ssi_core.model import WINDOW_DAYS

ANSWER_DAYS = 30
"""An invitation that is younger may still be accepted."""
FEW_INVITATIONS = 5
"""With fewer than these in the window, older invitations count as well."""


def new_connections(selection: Selection) -> Finding:
    """How many people the member invited in the window; or came to know, where the list of invitations lacks those who accepted."""
    kinds = selection.dated("invitations", "connections")
    invited, connected = (
        sum(selection.within(selection.facts(kind).days, kind).values()) if kind in kinds else 0 for kind in ("invitations", "connections")
    )
    # A list that holds accepted invitations is whole. Else those who became connections are missing from it.
    value = invited if "invitations" in kinds and _accepted(selection) else max(invited, connected)
    return finding(value, kinds, PROXY, selection.period(kinds[0]), invited=invited, connected=connected)


def _accepted(selection: Selection) -> set[Invitation]:
    """The invitations of which the other has become a connection."""
    if "invitations" not in selection or "connections" not in selection:
        return set()
    people = cast(Network, selection.facts("connections").detail).people
    sent = cast(Invitations, selection.facts("invitations").detail).sent

    def accepted(each: Invitation) -> bool:
        address, name = each.person
        if address:
            return address in people
        # A name may be another's, who connected long before. A day too early is the time zone.
        connected = people.get(name, 0) if name else 0
        return each.day is not None and connected >= each.day - 1

    return {each for each in sent if accepted(each)}


def invitation_acceptance(selection: Selection) -> Finding:
    """Which part of the invitations that were sent has been accepted, in percent."""
    sent = cast(Invitations, selection.facts("invitations").detail).sent
    selection.facts("connections")  # Without these nobody knows who accepted.
    selection.dated("invitations")
    end = selection.end("invitations")
    if end is None:
        raise NotMeasured("no_dates")
    ripe = [each for each in sent if each.day is not None and each.day <= end - ANSWER_DAYS]
    if not ripe:
        raise NotMeasured("none_sent")
    accepted = _accepted(selection)
    if not accepted:
        # Nobody ever accepted, or the list holds only what is unanswered: nothing here tells which.
        raise NotMeasured("pending_only")
    recent = [each for each in ripe if each.day is not None and each.day > end - ANSWER_DAYS - WINDOW_DAYS]
    counted = recent if len(recent) >= FEW_INVITATIONS else ripe
    days = [each.day for each in counted if each.day is not None]
    yes = sum(each in accepted for each in counted)
    value = percent(yes, len(counted))
    period = iso(min(days)), iso(max(days))
    return finding(value, ("invitations", "connections"), PROXY, period, sent=len(counted), accepted=yes)


def colleague_connections(selection: Selection) -> Finding:
    """How many connections work for an employer of the member's."""
    employers = cast(frozenset[Digest], selection.facts("positions").detail)
    network = cast(Network, selection.facts("connections").detail)
    if not employers:
        raise NotMeasured("no_employer")
    _told(selection.facts("connections"), "employed")
    value = sum(network.employers.get(employer, 0) for employer in employers)
    period = selection.period("connections", start=False)
    return finding(value, ("connections", "positions"), PROXY, period, employers=len(employers))


def of_titles(level: str) -> Callable[[Selection], Finding]:
    """The measure of how many connections have a title of this level."""

    def measure(selection: Selection) -> Finding:
        facts = selection.facts("connections")
        _told(facts, "titled")
        counts = {name: facts.counts.get(name, 0) for name in (level, "titled")}
        period = selection.period("connections", start=False)
        return finding(counts[level], ("connections",), PROXY, period, rows=facts.rows, titled=counts["titled"])

    return measure


def _told(connections: Facts, count: str) -> None:
    """Raises NotMeasured where there are connections, and of none what counts is told."""
    if connections.rows and not connections.counts.get(count):
        raise NotMeasured("column_empty")
