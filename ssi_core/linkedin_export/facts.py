"""The facts that each kind of file gives: counts, days and digests. Names and titles are gone."""

from array import array
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ssi_core.linkedin_export.digests import Digest

type Days = Mapping[int, int]
"""Day → number of rows."""

ROWS = "rows"
"""The key of the rows in `Facts.dated`."""


class Facts(NamedTuple):
    """The facts that every kind of file gives.

    `days`: rows by day. `undated`: rows whose date is no date. `counts`: by name, as its reader defines. `detail`: facts of only this kind.
    `others`: days without anything that counts, which only show how far the archive goes. `dated`: the part of each count, and of `ROWS`,
    that has a date, by day; the rest was there on every day.
    """

    rows: int
    days: Days
    undated: int
    counts: Mapping[str, int]
    detail: object = None
    others: Days = MappingProxyType({})
    dated: Mapping[str, Days] = MappingProxyType({})


class Network(NamedTuple):
    """The people of Connections.csv, and their employers.

    `people`: by address and by name, the last day on which somebody connected, 0 where none has a date. `earlier`: the days before it, for
    those who stand there on several. `employers`: how many work for each. `employed`: of each of these connections the employer's digest
    as a number, and the day, 0 for none.
    """

    people: Mapping[Digest, int]
    earlier: Mapping[Digest, Collection[int]]
    employers: Mapping[Digest, int]
    employed: "tuple[array[int], array[int]]"

    def find_last_day(self, person: Digest) -> int | None:
        """Return the last day on which somebody connected, 0 where it has no date; None for somebody else."""
        return self.people.get(person)


class Invitation(NamedTuple):
    """One invitation. `person`: the digests of the other's address and name."""

    day: int | None
    person: tuple[Digest | None, Digest | None]


class Invitations(NamedTuple):
    """The invitations that the member sent and received, from Invitations.csv.

    `member`: the digests of the member's own name and address, with the first day of each, 0 for a row without a date.
    """

    sent: Sequence[Invitation]
    received: Sequence[Invitation]
    member: Mapping[Digest, int]


class Sender(NamedTuple):
    """One sender in messages.csv, by name and address, with the days of the messages; 0 stands for those without a date."""

    name: Digest | None
    address: Digest | None
    days: Collection[int]


class InMail(NamedTuple):
    """One conversation in messages.csv that began with a subject.

    `day`: of its first message. `sender`: of that message. `senders`: all of them, with the first day of each, 0 for a message without a
    date. Senders are keys of `Messages.senders`.
    """

    day: int
    sender: int
    senders: Mapping[int, int]


class Messages(NamedTuple):
    """The senders in messages.csv, and every conversation that began with a subject.

    `receivers`: the digests of the names and addresses to which every message was sent.
    """

    senders: Mapping[int, Sender]
    inmails: Sequence[InMail]
    receivers: frozenset[Digest]
