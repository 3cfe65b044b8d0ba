"""Measures of the network: connections, and the invitations that lead to them."""

from collections.abc import Callable, Collection, Sequence
from typing import cast

from ssi_core.linkedin_export.dates import format_day
from ssi_core.linkedin_export.digests import Digest
from ssi_core.linkedin_export.evidence import PROXY, Finding, NoEvidence, compute_percent, make_finding
from ssi_core.linkedin_export.facts import Days, Facts, Invitation, Invitations, Network
from ssi_core.linkedin_export.selection import Selection
from ssi_core.model import WINDOW_DAYS

ANSWER_DAYS = 30
"""An invitation younger than this may still be accepted."""
FEW_INVITATIONS = 5
"""With fewer than these in the window, older invitations count as well."""


def measure_new_connections(selection: Selection) -> Finding:
    """Measure how many people the member invited in the window.

    Where the list of invitations lacks accepted ones, new connections count if they are more.
    """
    kinds = selection.find_dated("invitations", "connections")
    invited, connected = (sum(_collect_window(selection, kind, kinds).values()) for kind in ("invitations", "connections"))
    value = sum(collect_new_connections(selection).values())
    return make_finding(value, kinds, PROXY, selection.make_period(kinds[0]), invited=invited, connected=connected)


def collect_new_connections(selection: Selection) -> Days:
    """Collect the people whom the member invited in the window, by day.

    Where the list of invitations lacks accepted ones, these are the new connections if they are more.
    """
    kinds = selection.find_dated("invitations", "connections")
    invited, connected = (_collect_window(selection, kind, kinds) for kind in ("invitations", "connections"))
    # A list with accepted invitations is complete. Else it lacks the people who became connections.
    is_complete = "invitations" in kinds and _has_accepted(selection)
    return invited if is_complete or sum(invited.values()) >= sum(connected.values()) else connected


def _collect_window(selection: Selection, kind: str, kinds: Collection[str]) -> Days:
    return selection.filter_window(selection.find_facts(kind).days, kind) if kind in kinds else {}


def _is_accepted(invitation: Invitation, network: Network) -> bool:
    """Return whether the receiver of an invitation has become a connection."""
    address, name = invitation.person
    if address:
        return network.find_last_day(address) is not None
    # Somebody of the same name may have connected long before. One day too early is the time zone.
    connected = network.find_last_day(name) if name else None
    return invitation.day is not None and connected is not None and connected >= invitation.day - 1


def _has_accepted(selection: Selection) -> bool:
    """Return whether any invitation in the list was accepted."""
    if "invitations" not in selection or "connections" not in selection:
        return False
    network = cast(Network, selection.find_facts("connections").detail)
    sent = cast(Invitations, selection.find_facts("invitations").detail).sent
    end = selection.find_end("invitations")
    # An invitation of a day to come is a row with a wrong year, and has been accepted by nobody yet.
    return any(_is_accepted(each, network) for each in sent if not each.day or not end or each.day <= end)


def measure_invitation_acceptance(selection: Selection) -> Finding:
    """Measure the accepted part of the invitations that were sent, in percent."""
    sent, received, _ = cast(Invitations, selection.find_facts("invitations").detail)
    network = cast(Network, selection.find_facts("connections").detail)
    selection.find_dated("invitations")
    end = selection.find_end("invitations")
    if end is None:
        raise NoEvidence("no_dates")
    if received and not sent and _has_invited_nobody(selection, received, network):
        period = selection.make_period("invitations")
        return make_finding(0, ("invitations", "connections"), PROXY, period, received=len(received))._replace(applies=False)
    ripe = [each for each in sent if each.day is not None and each.day <= end - ANSWER_DAYS]
    if not ripe:
        raise NoEvidence("none_sent")
    if not _has_accepted(selection):
        # Nobody ever accepted, or the list holds only unanswered invitations: the file does not show which.
        raise NoEvidence("pending_only")
    recent = [each for each in ripe if each.day is not None and each.day > end - ANSWER_DAYS - WINDOW_DAYS]
    counted = recent if len(recent) >= FEW_INVITATIONS else ripe
    days = [each.day for each in counted if each.day is not None]
    yes = sum(_is_accepted(each, network) for each in counted)
    value = compute_percent(yes, len(counted))
    period = format_day(min(days)), format_day(max(days))
    return make_finding(value, ("invitations", "connections"), PROXY, period, sent=len(counted), accepted=yes)


def _has_invited_nobody(selection: Selection, received: Sequence[Invitation], network: Network) -> bool:
    """Return whether everyone who connected in the window had invited the member.

    The list may lack invitations that were accepted. So without this, a list in which none was sent would not show that none was.
    """
    connections = selection.find_facts("connections")
    connected = selection.filter_window(connections.days, "connections")
    inviters = {person for _, person in received if network.find_last_day(person[0] or person[1] or b"") in connected}
    return not connections.undated and len(inviters) >= sum(connected.values())


def measure_colleague_connections(selection: Selection) -> Finding:
    """Measure how many connections work for an employer of the member's."""
    employers = cast(frozenset[Digest], selection.find_facts("positions").detail)
    network = cast(Network, selection.find_facts("connections").detail)
    if not employers:
        raise NoEvidence("no_employer")
    _require_count(selection.find_facts("connections"), "employed")
    value = sum(network.employers.get(employer, 0) for employer in employers)
    period = selection.make_period("connections", start=False)
    return make_finding(value, ("connections", "positions"), PROXY, period, employers=len(employers))


def count_titles(level: str) -> Callable[[Selection], Finding]:
    """Return the measure of the connections with a title of this level."""

    def measure(selection: Selection) -> Finding:
        facts = selection.find_facts("connections")
        _require_count(facts, "titled")
        counts = {name: facts.counts.get(name, 0) for name in (level, "titled")}
        period = selection.make_period("connections", start=False)
        return make_finding(counts[level], ("connections",), PROXY, period, rows=facts.rows, titled=counts["titled"])

    return measure


def _require_count(connections: Facts, count: str) -> None:
    """Raise NoEvidence where there are connections, and the column of this count is empty."""
    if connections.rows and not connections.counts.get(count):
        raise NoEvidence("column_empty")
