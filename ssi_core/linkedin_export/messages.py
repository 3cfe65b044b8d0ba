"""Measures of the member's own messages. Which they are is known by digests only."""

from typing import cast

from ssi_core.linkedin_export.digests import Digest
from ssi_core.linkedin_export.evidence import WEAK, Finding, NotMeasured, finding, percent
from ssi_core.linkedin_export.facts import Invitations, Messages
from ssi_core.linkedin_export.selection import Selection


def own_senders(selection: Selection) -> set[int]:
    """Which senders of messages are the member, by the name in the profile, and by name and address in the invitations."""
    if "messages" not in selection:
        return set()
    digests: set[Digest | None] = set()
    if "profile" in selection:
        digests.add(cast(Digest | None, selection.facts("profile").detail))
    if "invitations" in selection:
        digests |= cast(Invitations, selection.facts("invitations").detail).member
    digests.discard(None)
    senders = cast(Messages, selection.facts("messages").detail).senders
    return {number for number, sender in enumerate(senders) if {sender.name, sender.address} & digests}


def inmail_response(selection: Selection) -> Finding:
    """Which part of the conversations that the member began with a subject, as only InMail has one, was answered, in percent."""
    messages = cast(Messages, selection.facts("messages").detail)
    own = own_senders(selection)
    if not own:
        raise NotMeasured("owner_unknown")
    selection.dated("messages")
    sent = answered = 0
    for conversation in messages.conversations:
        begun = {day for number, day in conversation.subjects.items() if number in own and day is not None}
        if begun and selection.within(dict.fromkeys(begun, 1), "messages"):
            sent += 1
            answered += bool(conversation.senders - own)
    if not sent:
        raise NotMeasured("none_sent")
    receipts = [kind for kind in ("receipts", "receipts_v2") if kind in selection]
    paid = sum(selection.facts(kind).counts.get("paid_plan", 0) for kind in receipts)
    value = percent(answered, sent)
    period = selection.period("messages")
    return finding(value, ("messages", *receipts), WEAK, period, sent=sent, answered=answered, receipts=paid)
