"""Conversations: planned, held or cancelled, with what was said and what they count for."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import LiteralString

from domain.events.contact import (
    ConversationCancelled,
    ConversationHeld,
    ConversationKind,
    ConversationPlanned,
    Participant,
)
from domain.ledger.reading import Reading
from domain.municipality import Municipality
from domain.policy.contact import counts_as_contact, is_supervision_conversation
from domain.values import PartialDate
from projections.engine.known import Knowing, ask
from projections.engine.schema import Row, Table
from projections.engine.told import Told
from projections.paging import Cursor, Order, Page
from projections.reading import Opened, Reader
from projections.standing import SPAN, VALID, Span, Things, last_of, page_told, remembered


class ConversationState(StrEnum):
    """What became of a conversation so far."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


TALKS = Table(
    "conversations",
    columns=(
        ("conversation", "text"),
        *SPAN,
        ("entry", "int"),  # that held it, else that planned it
        ("day", "date"),  # held on or else planned for: the first day it can be, 0001-01-01 when nobody knows
        ("kind", "text"),
        ("state", "text"),
        ("planned_for", "date"),
        ("held_on", "text"),  # as written: NULL when it was not held, or nobody knows when
        ("counts", "boolean"),  # held, and supervisory contact
        ("supervision", "boolean"),  # held, and a supervision conversation
    ),
    key=("conversation", "valid_from"),
    indexes=("(day, municipality, conversation)", "(municipality, day, entry)"),
)
ORDER = Order((("day", date), ("municipality", str), ("conversation", str)), descending=True)


class Conversations(Things):
    """A row for each span in the life of each conversation."""

    name, version, tables, handles = (
        "conversations",
        2,
        (TALKS,),
        frozenset({ConversationPlanned, ConversationHeld, ConversationCancelled}),
    )

    def about(self, fact: ConversationPlanned | ConversationHeld | ConversationCancelled) -> tuple[str]:
        """The conversation that a fact is about."""
        return (fact.conversation,)

    def row(self, span: Span) -> Row | None:
        """The row of a span."""
        talk = Talk.of(span.told)
        if talk is None:
            return None
        return TALKS.row(
            conversation=span.subject,
            **span.columns,
            entry=talk.entry,
            day=talk.day or date.min,
            kind=talk.kind.value,
            state=talk.state.value,
            planned_for=talk.planned_for,
            held_on=talk.held_on.value if talk.held_on else None,
            counts=talk.counts,
            supervision=talk.supervision,
        )


CONVERSATIONS = Conversations()


@dataclass(frozen=True, slots=True)
class Talk:
    """What the facts about one conversation come to; ``held`` and ``cancelled`` when that is its state."""

    entry: int
    kind: ConversationKind
    planned_for: date | None
    held_on: PartialDate | None
    held: ConversationHeld | None
    cancelled_on: PartialDate | None
    cancelled: ConversationCancelled | None

    @classmethod
    def of(cls, told: Sequence[Told]) -> "Talk | None":
        """What these come to; None when it was neither planned nor held."""
        for known in remembered(told).contact.conversations.values():
            cancelled = last_of(told, ConversationCancelled) if known.cancelled else None
            held = last_of(told, ConversationHeld) if known.held_on and not cancelled else None
            return cls(
                entry=known.version,
                kind=known.kind,
                planned_for=known.planned_for,
                held_on=held[0].on if held else None,
                held=held[1] if held else None,
                cancelled_on=cancelled[0].on if cancelled else None,
                cancelled=cancelled[1] if cancelled else None,
            )
        return None

    @property
    def state(self) -> ConversationState:
        """What became of it so far."""
        if self.cancelled:
            return ConversationState.CANCELLED
        return ConversationState.HELD if self.held else ConversationState.PLANNED

    @property
    def day(self) -> date | None:
        """The first day on which it can have been held; else the day for which it is, or was, planned."""
        return self.held_on.first_day if self.held_on else self.planned_for

    @property
    def counts(self) -> bool:
        """Whether it was held and is the supervisory contact of its period."""
        return self.held is not None and counts_as_contact(self.held)

    @property
    def supervision(self) -> bool:
        """Whether it was held and is a supervision conversation."""
        return self.held is not None and is_supervision_conversation(self.kind)


@dataclass(frozen=True, slots=True)
class ParticipantLine:
    """Somebody who took part, with their name when it is known who."""

    participant: Participant
    name: str | None


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A conversation as it stands on a day, with its texts; None for a text that there is not."""

    code: str
    conversation: str
    talk: Talk
    participants: tuple[ParticipantLine, ...]
    summary: str | None
    counts_because: str | None
    cancelled_because: str | None


def conversations(
    reader: Reader,
    knowing: Knowing,
    *,
    code: str | None = None,
    conversation: str | None = None,
    kind: ConversationKind | None = None,
    state: ConversationState | None = None,
    counts: bool | None = None,
    since: date | None = None,
    upto: date | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[ConversationLine]:
    """Conversations as they stand on the day, the latest first; last those of which nobody knows when.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: of this municipality; of all when None.
        conversation: this one.
        kind: of this kind.
        state: in this state.
        counts: whether they are supervisory contact.
        since: held or planned on this day or later.
        upto: held or planned on this day or earlier, as far as is known.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "conversation = %(conversation)s": conversation,
        "kind = %(kind)s": kind,
        "state = %(state)s": state,
        "counts = %(counts)s": counts,
        "day >= %(since)s": since,
        "day <= %(upto)s": upto,
    }
    return page_told(reader, CONVERSATIONS, knowing, asked, conversation_line, order=ORDER, after=after, limit=limit)


def held_by(municipality: Municipality, texts: Opened, *, day: date) -> tuple[ConversationLine, ...]:
    """The conversations that a municipality remembers to have been held by a day, the latest last."""
    told = (
        conversation_line(municipality.code, span.subject, span.told, texts)
        for span in CONVERSATIONS.as_at(municipality, day)
        if (talk := Talk.of(span.told)) and talk.held
    )
    return tuple(sorted(told, key=lambda line: (line.talk.day or date.min, line.talk.entry)))


def conversation_line(code: str, conversation: str, told: Sequence[Told], texts: Opened) -> ConversationLine:
    """What a reader sees of one conversation, by the facts about it."""
    talk = Talk.of(told)
    if talk is None:
        raise LookupError(f"{code}: nothing is told of conversation {conversation}")
    held = talk.held
    return ConversationLine(
        code=code,
        conversation=conversation,
        talk=talk,
        participants=tuple(
            ParticipantLine(each, texts.name(each.person) if each.person else None)
            for each in (held.participants if held else ())
        ),
        summary=texts.said(held.summary) if held else None,
        counts_because=texts.said(held.counts_because) if held else None,
        cancelled_because=texts.said(talk.cancelled.reason) if talk.cancelled else None,
    )


@dataclass(frozen=True, slots=True)
class LastContact:
    """The last conversation of a municipality that counts; ``held_on`` is the first day it can be, None unknown."""

    code: str
    conversation: str
    entry: int
    kind: ConversationKind
    held_on: date | None


LAST: LiteralString = """
    SELECT last.* FROM unnest(%(codes)s::text[]) AS code CROSS JOIN LATERAL (
        SELECT municipality, conversation, entry, kind, nullif(day, %(unknown)s) AS held_on FROM {conversations}
        WHERE municipality = code COLLATE "C" AND {known} AND
"""
FIRST: LiteralString = " ORDER BY day DESC, entry DESC LIMIT 1) AS last"


def last_contacts(
    reading: Reading, knowing: Knowing, codes: Collection[str], *, supervision: bool = False
) -> dict[str, LastContact]:
    """The last supervisory contact of each of these municipalities that had one by the day, by its code.

    Args:
        reading: the record.
        knowing: what was known, and the day.
        codes: of these municipalities.
        supervision: the last supervision conversation instead.
    """
    counting: LiteralString = "supervision" if supervision else "counts"
    query = LAST + VALID + " AND " + counting + FIRST
    return {
        row["municipality"]: LastContact(
            code=row["municipality"],
            conversation=row["conversation"],
            entry=row["entry"],
            kind=ConversationKind(row["kind"]),
            held_on=row["held_on"],
        )
        for row in ask(reading, CONVERSATIONS, query, knowing, unknown=date.min, codes=list(codes))
    }
