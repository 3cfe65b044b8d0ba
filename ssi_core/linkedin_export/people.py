"""Rows of the files about other people → facts: connections, invitations, messages. Each name and address becomes a digest at once."""

from collections import Counter
from collections.abc import Callable

from ssi_core.linkedin_export.cells import is_filled, text_of
from ssi_core.linkedin_export.digests import Digest, compact, digest_of, digest_of_employer, digest_of_profile
from ssi_core.linkedin_export.facts import Conversation, Facts, Invitation, Invitations, Messages, Network, Sender
from ssi_core.linkedin_export.rows import Row
from ssi_core.linkedin_export.tally import MOST_KNOWN, Tally
from ssi_core.linkedin_export.titles import JUNIOR, SENIOR, seniority


class ConnectionReader(Tally):
    """Connections.csv. Counts `hidden`: members who hide themselves, rows with a date only; those who are `employed` or
    `titled`, whose company or title is given; `senior`, `junior`."""

    cost = 3

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._levels: dict[bytes, str | None] = {}
        self._companies: dict[bytes, Digest | None] = {}
        self._people: dict[Digest, int] = {}
        self._employers: Counter[Digest] = Counter()

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (connected on, first name, last name, url, company, position)."""
        for date, first, last, url, company, position in rows:
            if not (date or first or last or url):
                continue
            day = self.count(date) or 0
            if not any(map(is_filled, (first, last, url, company, position))):
                self.counts["hidden"] += 1
                continue
            for digest in (digest_of_profile(text_of(url)), digest_of(f"{text_of(first)} {text_of(last)}")):
                if digest:
                    self._people[digest] = max(day, self._people.get(digest, 0))
            if is_filled(company):
                self.counts["employed"] += 1
                employer = self._kept(self._companies, company, digest_of_employer)
                if employer is not None:
                    self._employers[employer] += 1
            if is_filled(position):
                self.counts["titled"] += 1
                level = self._kept(self._levels, position, seniority)
                if level in (SENIOR, JUNIOR):
                    self.counts[level] += 1

    @staticmethod
    def _kept[Value](known: dict[bytes, Value], cell: bytes, function: Callable[[str], Value]) -> Value:
        if cell in known:
            return known[cell]
        if len(known) >= MOST_KNOWN:
            known.clear()
        value = known[compact(cell)] = function(text_of(cell))
        return value

    def facts(self) -> Facts:
        """Counts, days, a `Network`."""
        return super().facts()._replace(detail=Network(self._people, self._employers))


class InvitationReader(Tally):
    """Invitations.csv. Counts `outgoing` and `incoming`; `days` are those of outgoing ones."""

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._sent: list[Invitation] = []
        self._member: set[Digest] = set()

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (sent at, direction, from, to, inviter's url, invitee's url)."""
        for date, direction, sender, to, inviter_url, invitee_url in rows:
            way = text_of(direction).upper()
            if way == "OUTGOING":
                own, other = (inviter_url, sender), (invitee_url, to)
                self._sent.append(Invitation(self.count(date), self._person(*other)))
                self.counts["outgoing"] += 1
            elif way == "INCOMING":
                own = (invitee_url, to)
                self.note(date)
                self.counts["incoming"] += 1
            else:
                continue
            self._member.update(digest for digest in self._person(*own) if digest)

    @staticmethod
    def _person(url: bytes, name: bytes) -> tuple[Digest | None, Digest | None]:
        return digest_of_profile(text_of(url)), digest_of(text_of(name))

    def facts(self) -> Facts:
        """Counts, days, `Invitations`."""
        return super().facts()._replace(detail=Invitations(tuple(self._sent), frozenset(self._member)))


class MessageReader(Tally):
    """messages.csv: who, when, in which conversation, and whether there was a subject. A draft is no message."""

    cost = 2

    def __init__(self) -> None:
        """Begin."""
        super().__init__()
        self._numbers: dict[tuple[bytes, bytes], int] = {}
        self._senders: list[Sender] = []
        self._conversations: dict[bytes, Conversation] = {}

    def add(self, rows: list[Row]) -> None:
        """Take in some rows: (date, from, sender's url, conversation, subject, is a draft)."""
        for date, name, url, conversation, subject, draft in rows:
            if draft[:1] in (b"Y", b"y", b"T", b"t"):
                continue
            day = self.count(date)
            sender = self._numbers.get((name, url))
            if sender is None:
                sender = self._number(name, url)
            if day is not None:
                self._senders[sender].days.add(day)
            senders, subjects = self._conversations.get(conversation) or self._conversation(compact(conversation))
            senders.add(sender)
            # Without its conversation nobody knows what answers it.
            if is_filled(subject) and conversation:
                subjects.setdefault(sender, day)

    def _number(self, name: bytes, url: bytes) -> int:
        key = compact(name), compact(url)
        if key not in self._numbers:
            self._numbers[key] = len(self._senders)
            self._senders.append(Sender(digest_of(text_of(name)), digest_of_profile(text_of(url)), set()))
        return self._numbers[key]

    def _conversation(self, key: bytes) -> Conversation:
        return self._conversations.setdefault(key, Conversation(set(), {}))

    def facts(self) -> Facts:
        """Counts, days, `Messages`."""
        conversations = tuple([each for each in self._conversations.values() if each.subjects])
        return super().facts()._replace(detail=Messages(tuple(self._senders), conversations))
