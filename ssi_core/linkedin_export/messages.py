"""Measures of the member's own messages, which are known by digests only."""

from typing import cast

from ssi_core.linkedin_export.digests import Digest
from ssi_core.linkedin_export.evidence import WEAK, Finding, NoEvidence, compute_percent, make_finding
from ssi_core.linkedin_export.facts import Invitations, Messages
from ssi_core.linkedin_export.selection import Selection


def find_own_senders(selection: Selection) -> set[int]:
    """Find the senders of messages that are the member.

    They have the name in the profile, or the name or address in the invitations.
    """
    if "messages" not in selection:
        return set()
    digests = _find_own_digests(selection)
    senders = cast(Messages, selection.find_facts("messages").detail).senders
    return {number for number, sender in senders.items() if sender.name in digests or sender.address in digests}


def _find_own_digests(selection: Selection) -> set[Digest | None]:
    digests: set[Digest | None] = set()
    if "profile" in selection:
        digests.add(cast(Digest | None, selection.find_facts("profile").detail))
    if "invitations" in selection:
        digests |= {*cast(Invitations, selection.find_facts("invitations").detail).member}
    return digests - {None}


def measure_inmail_response(selection: Selection) -> Finding:
    """Measure the answered part of the member's InMail conversations, in percent.

    They are the conversations of which the first message is the member's and has a subject, which only InMail has. A reply to somebody
    else's InMail has that subject, too.
    """
    messages = cast(Messages, selection.find_facts("messages").detail)
    own = find_own_senders(selection)
    if not own:
        # Whoever receives every message is known, and wrote none.
        raise NoEvidence("none_sent" if messages.receivers & _find_own_digests(selection) else "owner_unknown")
    selection.find_dated("messages")
    sent = answered = 0
    for inmail in messages.inmails:
        if inmail.sender in own and selection.filter_window({inmail.day: 1}, "messages"):
            sent += 1
            answered += bool({*inmail.senders} - own)
    if not sent:
        raise NoEvidence("none_sent")
    receipts = [kind for kind in ("receipts", "receipts_v2") if kind in selection]
    paid = sum(selection.find_facts(kind).counts.get("paid_plan", 0) for kind in receipts)
    value = compute_percent(answered, sent)
    period = selection.make_period("messages")
    return make_finding(value, ("messages", *receipts), WEAK, period, sent=sent, answered=answered, receipts=paid)
