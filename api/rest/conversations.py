"""Conversations: planned, cancelled, held, with the agreements that were made in them."""

from datetime import date
from typing import Annotated, Any, Self

from fastapi import Depends, Path, Query
from pydantic import Field

from api.identity.rights import Right
from api.rest.agreements import Promised
from api.rest.asking import Reading
from api.rest.paging import Listed, Listing
from api.rest.problems import ProblemError
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import (
    ConversationRef,
    Day,
    DocumentRef,
    Name,
    Occurrence,
    PartialDay,
    PersonRef,
    Posted,
    Sent,
    Told,
    Worded,
    Words,
    example,
)
from domain.decisions import contact
from domain.events.contact import Channel, ConversationKind, Level, Participant, Purpose, Side
from projections.conversations import ConversationLine, ConversationState, ParticipantLine, conversations

routes = Routes("/municipalities/{code}", tag="Conversations")
everywhere = Routes("/conversations", tag="Conversations")

MOST = 200

Conversation = Annotated[ConversationRef, Path(description="the id of the conversation", examples=["conversation-1"])]


class ParticipantSent(Sent):
    """Somebody who took part: by office, by person, or both."""

    side: Side = Side.MUNICIPALITY
    office: Name | None = None
    person: PersonRef | None = None


class ConversationSent(Worded):
    """A conversation that took place, planned or not."""

    model_config = example(
        kind="official-supervision",
        happened_on="2024-06-03",
        purposes=["progress"],
        participants=[{"side": "municipality", "office": "wethouder"}],
        summary="In het voorjaar komen 20 woningen vrij.",
        agreements=[{"what": "twintig woningen aanwijzen", "due": "2024-09-30", "persons": 20}],
    )

    conversation: ConversationRef | None = Field(
        default=None, description="its id: of a planned conversation, or one that you choose"
    )
    kind: ConversationKind
    purposes: tuple[Purpose, ...] = Field(default=(), max_length=len(Purpose))
    channel: Channel = Channel.IN_PERSON
    province_level: Level = Level.OFFICIAL
    municipality_level: Level = Level.OFFICIAL
    participants: tuple[ParticipantSent, ...] = Field(default=(), max_length=MOST)
    summary: Words | None = None
    counts_because: Words | None = Field(
        default=None, description="why a multi-party meeting is supervisory contact too; of that kind only"
    )
    agreements: tuple[Promised, ...] = Field(default=(), max_length=MOST)
    documents: tuple[DocumentRef, ...] = Field(default=(), max_length=MOST)


class PlannedSent(Occurrence):
    """A conversation that is planned."""

    model_config = example(kind="progress", planned_for="2024-06-20")

    conversation: ConversationRef | None = Field(default=None, description="its id, when you choose it")
    kind: ConversationKind
    planned_for: Day


class CancellationSent(Worded):
    """Why a planned conversation will not take place."""

    model_config = example(reason="De wethouder is ziek.")

    reason: Words


class ConversationRecorded(Recorded):
    """A conversation, with the ids of the agreements made in it, in their order."""

    conversation: str
    agreements: tuple[str, ...] = ()


class ParticipantTold(Told):
    """Somebody who took part: by office, by person, or both."""

    side: Side
    office: str | None
    person: str | None
    name: str | None = Field(description="of the person, where one is named")

    @classmethod
    def of(cls, line: ParticipantLine) -> Self:
        """The participant."""
        who = line.participant
        return cls(side=who.side, office=who.office, person=who.person, name=line.name)


class ConversationTold(Told):
    """A conversation as it stands on the day: planned, held or cancelled. What comes with holding it is null before."""

    municipality: str = Field(description="by its code")
    conversation: str
    entry: int = Field(description="the entry that held it, else that planned it")
    kind: ConversationKind
    state: ConversationState
    planned_for: date | None
    held_on: PartialDay | None = Field(description="null when it was not held, or nobody knows when")
    purposes: tuple[Purpose, ...]
    channel: Channel | None
    province_level: Level | None
    municipality_level: Level | None
    participants: tuple[ParticipantTold, ...]
    summary: str | None
    counts: bool = Field(description="whether it was held and is the supervisory contact of its period")
    counts_because: str | None = Field(description="why a multi-party meeting is that too")
    supervision: bool = Field(description="whether it was held and is a supervision conversation")
    documents: tuple[str, ...]
    cancelled_on: PartialDay | None
    cancelled_because: str | None

    @classmethod
    def of(cls, line: ConversationLine) -> Self:
        """The conversation."""
        talk, held = line.talk, line.talk.held
        return cls(
            municipality=line.code,
            conversation=line.conversation,
            entry=talk.entry,
            kind=talk.kind,
            state=talk.state,
            planned_for=talk.planned_for,
            held_on=talk.held_on,
            purposes=held.purposes if held else (),
            channel=held.channel if held else None,
            province_level=held.province_level if held else None,
            municipality_level=held.municipality_level if held else None,
            participants=tuple(map(ParticipantTold.of, line.participants)),
            summary=line.summary,
            counts=talk.counts,
            counts_because=line.counts_because,
            supervision=talk.supervision,
            documents=held.documents if held else (),
            cancelled_on=talk.cancelled_on,
            cancelled_because=line.cancelled_because,
        )


def asked(
    kind: Annotated[ConversationKind | None, Query(description="of this kind only")] = None,
    state: Annotated[ConversationState | None, Query(description="in this state only")] = None,
    counts: Annotated[bool | None, Query(description="whether held, and supervisory contact")] = None,
    since: Annotated[Day | None, Query(description="held or planned on this day or later")] = None,
    upto: Annotated[Day | None, Query(alias="upTo", description="held or planned on this day or earlier")] = None,
) -> dict[str, Any]:
    """Which conversations are asked for."""
    return {"kind": kind, "state": state, "counts": counts, "since": since, "upto": upto}


Asked = Annotated[dict[str, Any], Depends(asked)]


@everywhere.read("")
def list_all_conversations(at: Listing, which: Asked) -> Listed[ConversationTold]:
    """List the conversations with all municipalities, the latest first; last those of which nobody knows when."""
    page = conversations(at.reader, at.knowing, **which, after=at.after, limit=at.limit)
    return at.listed(page, ConversationTold.of)


@routes.read("/conversations")
def list_conversations(code: Code, at: Listing, which: Asked) -> Listed[ConversationTold]:
    """List the conversations with a municipality, the latest first; last those of which nobody knows when."""
    page = conversations(at.reader, at.knowing, code=at.municipality(code), **which, after=at.after, limit=at.limit)
    return at.listed(page, ConversationTold.of)


@routes.read("/conversations/{conversation}")
def show_conversation(code: Code, conversation: Conversation, at: Reading) -> ConversationTold:
    """Tell of one conversation."""
    for line in conversations(at.reader, at.knowing, code=at.municipality(code), conversation=conversation).lines:
        return ConversationTold.of(line)
    raise ProblemError(404)


@routes.write("/conversations", Right.RECORD_FACTS)
def hold_conversation(code: Code, sent: Posted[ConversationSent], at: Writing) -> ConversationRecorded:
    """Record a conversation that took place, with the agreements made in it."""
    persons = [(f"participants.{number}.person", each.person) for number, each in enumerate(sent.participants)]
    at.require_persons(*persons)
    conversation = at.new("conversation", sent.conversation)
    promises = [each.promise(sent, at, number) for number, each in enumerate(sent.agreements)]
    question = sent.said("conversation", "participants", "agreements")
    answer = at.record(
        contact.hold_conversation,
        code,
        sent,
        conversation=conversation,
        participants=tuple(Participant(**dict(each)) for each in sent.participants),
        agreements=tuple(promises),
        **question,
    )
    agreements = tuple(promise.agreement for promise in promises)
    return ConversationRecorded.of(answer, conversation=conversation, agreements=agreements)


@routes.write("/planned-conversations", Right.RECORD_FACTS)
def plan_conversation(code: Code, sent: Posted[PlannedSent], at: Writing) -> ConversationRecorded:
    """Record that a conversation was planned."""
    conversation = at.new("conversation", sent.conversation)
    answer = at.record(contact.plan_conversation, code, sent, conversation=conversation, **sent.said("conversation"))
    return ConversationRecorded.of(answer, conversation=conversation)


@routes.write("/planned-conversations/{planned}/cancellations", Right.RECORD_FACTS)
def cancel_conversation(code: Code, planned: Conversation, sent: Posted[CancellationSent], at: Writing) -> Recorded:
    """Record that a planned conversation will not take place."""
    return Recorded.of(at.record(contact.cancel_conversation, code, sent, conversation=planned, **sent.said()))
