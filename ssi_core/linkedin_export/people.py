"""Readers of files about other people: connections, invitations, messages. Each name and address becomes a digest at once."""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable

from ssi_core.linkedin_export.cells import decode_cell, is_filled
from ssi_core.linkedin_export.digests import Digest, make_digest, make_employer_digest, make_profile_digest, shorten_cell
from ssi_core.linkedin_export.facts import Facts, InMail, Invitation, Invitations, Messages, Network, Sender
from ssi_core.linkedin_export.rows import Row
from ssi_core.linkedin_export.tally import MOST_KNOWN, Tally, keep_first
from ssi_core.linkedin_export.titles import classify_seniority

HIDDEN = "hidden"


class ConnectionReader(Tally):
    """Reads Connections.csv.

    Counts `hidden`: members who hide themselves, rows with a date only; those who are `employed` or `titled`, whose company or title is
    given; `senior`, `junior`.
    """

    cost = 3

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._levels: dict[bytes, str | None] = {}
        self._companies: dict[bytes, Digest | None] = {}
        self._people: dict[Digest, int] = {}
        self._earlier: defaultdict[Digest, set[int]] = defaultdict(set)
        self._employers: Counter[Digest] = Counter()
        # Arrays, because hardly any two connections share an employer and a day.
        self._employed = array("Q"), array("I")
        self._kinds: defaultdict[tuple[bool, bool, str | None], Counter[int]] = defaultdict(Counter)

    def add(self, rows: list[Row]) -> None:
        """Add rows: (connected on, first name, last name, url, company, position)."""
        for date, first, last, url, company, position in rows:
            if not (date or first or last or url):
                continue
            day = self.count_row(date) or 0
            if not any(map(is_filled, (first, last, url, company, position))):
                self._kinds[False, False, HIDDEN][day] += 1
                continue
            for digest in (make_profile_digest(decode_cell(url)), make_digest(f"{decode_cell(first)} {decode_cell(last)}")):
                if digest:
                    self._add_person(digest, day)
            is_employed, is_titled = is_filled(company), is_filled(position)
            if is_employed:
                employer = self._look_up(self._companies, company, make_employer_digest)
                if employer is not None:
                    self._employers[employer] += 1
                    self._employed[0].frombytes(employer)
                    self._employed[1].append(day)
            level = self._look_up(self._levels, position, classify_seniority) if is_titled else None
            self._kinds[is_employed, is_titled, level][day] += 1

    def _add_person(self, digest: Digest, day: int) -> None:
        known = self._people.setdefault(digest, day)
        if day != known:
            self._people[digest] = max(day, known)
            self._earlier[digest].add(min(day, known))

    @staticmethod
    def _look_up[Value](known: dict[bytes, Value], cell: bytes, function: Callable[[str], Value]) -> Value:
        if cell in known:
            return known[cell]
        if len(known) >= MOST_KNOWN:
            known.clear()
        value = known[shorten_cell(cell)] = function(decode_cell(cell))
        return value

    def make_facts(self) -> Facts:
        """Return counts, days, a `Network`."""
        for (is_employed, is_titled, level), days in self._kinds.items():
            for name in ("employed" if is_employed else None, "titled" if is_titled else None, level):
                if name:
                    self.counts[name] += days.total()
                    self.dated[name].update(days)
        return super().make_facts()._replace(detail=Network(self._people, self._earlier, self._employers, self._employed))


class InvitationReader(Tally):
    """Reads Invitations.csv. Counts `outgoing` and `incoming`; `days` are those of outgoing ones."""

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._sent: list[Invitation] = []
        self._received: list[Invitation] = []
        self._member: dict[Digest, int] = {}

    def add(self, rows: list[Row]) -> None:
        """Add rows: (sent at, direction, from, to, inviter's url, invitee's url)."""
        for date, direction, sender, to, inviter_url, invitee_url in rows:
            way = decode_cell(direction).upper()
            if way == "OUTGOING":
                own, other = (inviter_url, sender), (invitee_url, to)
                day = self.count_row(date)
                self._sent.append(Invitation(day, self._digest_person(*other)))
            elif way == "INCOMING":
                own, other = (invitee_url, to), (inviter_url, sender)
                day = self.note_day(date)
                self._received.append(Invitation(day, self._digest_person(*other)))
            else:
                continue
            self.count(way.lower(), day)
            for digest in self._digest_person(*own):
                if digest:
                    keep_first(self._member, digest, day or 0)

    @staticmethod
    def _digest_person(url: bytes, name: bytes) -> tuple[Digest | None, Digest | None]:
        return make_profile_digest(decode_cell(url)), make_digest(decode_cell(name))

    def make_facts(self) -> Facts:
        """Return counts, days, `Invitations`."""
        return super().make_facts()._replace(detail=Invitations(self._sent, self._received, self._member))


# A subject such as "RE: Your talk" is somebody else's. The marks of the languages in which LinkedIn writes its mail.
_REPLY = re.compile(rb"\s*(?:re|aw|antw|sv|vs|vb|rv|res|rif|odp|ynt|r)\s*(?::|\xef\xbc\x9a)", re.IGNORECASE)
_TIME = re.compile(rb"(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*([ap])\.?m)?", re.IGNORECASE)


LONGEST_DATE = 60
"""Bytes of a date in which its time of day stands."""
LONGEST_RECEIVERS = 2000
"""Bytes of a list of receivers that are read."""


class _Conversation:
    """A conversation that is being read: its senders and its oldest message."""

    __slots__ = ("date", "day", "seconds", "sender", "senders", "subject")

    def __init__(self) -> None:
        self.senders: dict[int, int] = {}
        self.day: int | None = None
        self.date = b""
        self.seconds: int | None = None
        self.sender = -1
        self.subject = False

    def note(self, day: int, date: bytes, sender: int, subject: bytes) -> None:
        """Note a message, which may be the oldest yet. Of two at the same time the later row is older: the newest stands first."""
        seconds = None
        if day == self.day:
            # The time is read once, and only of messages on one day.
            if self.seconds is None:
                self.seconds = _read_seconds(self.date)
            seconds = _read_seconds(date)
            if seconds > self.seconds:
                return
        if self.day is None or day <= self.day:
            self.day, self.date, self.seconds, self.sender = day, date[:LONGEST_DATE], seconds, sender
            self.subject = bool(subject) and is_filled(subject) and not _REPLY.match(subject)


class MessageReader(Tally):
    """Reads messages.csv: sender, receivers, time, conversation, and whether there was a subject. A draft is no message."""

    cost = 2

    def __init__(self) -> None:
        """Begin without rows."""
        super().__init__()
        self._numbers: dict[tuple[bytes, bytes], int] = {}
        self._senders: dict[int, Sender] = {}
        self._days: list[set[int]] = []
        self._conversations: dict[bytes, _Conversation] = {}
        self._receivers: set[bytes] | None = None

    def add(self, rows: list[Row]) -> None:
        """Add rows: (date, from, sender's url, to, receivers' urls, conversation, subject, is a draft)."""
        for date, name, url, to, urls, key, subject, draft in rows:
            if draft[:1] in (b"Y", b"y", b"T", b"t"):
                continue
            day = self.count_row(date)
            sender = self._numbers.get((name, url))
            if sender is None:
                sender = self._find_sender(name, url)
            if self._receivers is None or self._receivers:
                self._note_receivers(to, urls)
            # Without its conversation no message can answer it.
            conversation = (self._conversations.get(key) or self._find_conversation(shorten_cell(key))) if key else None
            self._days[sender].add(day or 0)
            if conversation:
                keep_first(conversation.senders, sender, day or 0)
                if day is not None:
                    conversation.note(day, date, sender, subject)

    def _note_receivers(self, to: bytes, urls: bytes) -> None:
        """Forget those to whom this message was not sent. Several names stand in one cell, and a name may have a comma in it."""
        to, urls = to[:LONGEST_RECEIVERS].strip(), urls[:LONGEST_RECEIVERS]
        if to or urls:
            known = {to, *map(bytes.strip, to.split(b",")), *urls.split(b",")}
            self._receivers = known if self._receivers is None else self._receivers & known

    def _find_sender(self, name: bytes, url: bytes) -> int:
        key = shorten_cell(name), shorten_cell(url)
        if key not in self._numbers:
            self._numbers[key] = len(self._days)
            days: set[int] = set()
            self._senders[len(self._days)] = Sender(make_digest(decode_cell(name)), make_profile_digest(decode_cell(url)), days)
            self._days.append(days)
        return self._numbers[key]

    def _find_conversation(self, key: bytes) -> _Conversation:
        return self._conversations.setdefault(key, _Conversation())

    def make_facts(self) -> Facts:
        """Return counts, days, `Messages`."""
        inmails = [
            InMail(each.day, each.sender, each.senders) for each in self._conversations.values() if each.day is not None and each.subject
        ]
        names = [decode_cell(name) for name in self._receivers or ()]
        receivers = {digest for make in (make_digest, make_profile_digest) for name in names if (digest := make(name))}
        return super().make_facts()._replace(detail=Messages(self._senders, inmails, frozenset(receivers)))


def _read_seconds(cell: bytes) -> int:
    """Read the time of day in a cell, in seconds; 0 where there is none."""
    found = _TIME.search(cell[:LONGEST_DATE])
    if found is None:
        return 0
    hour, minute, second, half = found.groups()
    hours = int(hour) if not half else int(hour) % 12 + 12 * (half in b"pP")
    return 3600 * hours + 60 * int(minute) + int(second or 0)
