"""What a kind of file comes to: counts, days and digests. What a name or a title was is gone."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from ssi_core.linkedin_export.digests import Digest

type Days = Mapping[int, int]
"""Day → how many rows."""


class Facts(NamedTuple):
    """What every kind of file comes to.

    `days`: rows by day. `undated`: rows whose date is no date. `counts`: by name, as its reader says. `detail`: what only this kind has.
    `others`: days on which nothing happened that counts, which only tell how far the archive goes.
    """

    rows: int
    days: Days
    undated: int
    counts: Mapping[str, int]
    detail: object = None
    others: Days = MappingProxyType({})


class Network(NamedTuple):
    """Of Connections.csv: by address and by name, the last day on which somebody connected, 0 where none has a date; and how many work
    for whom."""

    people: Mapping[Digest, int]
    employers: Mapping[Digest, int]


class Invitation(NamedTuple):
    """One that the member sent. `person`: the digests of the other's address and name."""

    day: int | None
    person: tuple[Digest | None, Digest | None]


class Invitations(NamedTuple):
    """Of Invitations.csv: what the member sent, and the digests of the member's own name and address."""

    sent: tuple[Invitation, ...]
    member: frozenset[Digest]


class Sender(NamedTuple):
    """Of messages.csv: one sender, by name and address, and on which days."""

    name: Digest | None
    address: Digest | None
    days: set[int]


class Conversation(NamedTuple):
    """Of messages.csv: who wrote in it, as places in the list of senders; `subjects`: those who wrote with a subject, and when first."""

    senders: set[int]
    subjects: dict[int, int | None]


class Messages(NamedTuple):
    """Of messages.csv: everybody who wrote, and every conversation with a subject."""

    senders: tuple[Sender, ...]
    conversations: tuple[Conversation, ...]
