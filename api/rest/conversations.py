"""Conversations: planned, cancelled, held, with the agreements that were made in them."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from api.identity.rights import Right
from api.rest.agreements import Promised
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import (
    ConversationRef,
    Day,
    DocumentRef,
    Name,
    Occurrence,
    PersonRef,
    Posted,
    Sent,
    Worded,
    Words,
    example,
)
from domain.decisions import contact
from domain.events.contact import Channel, ConversationKind, Level, Participant, Purpose, Side

routes = Routes("/municipalities/{code}", tag="Conversations")

MOST = 200

Planned = Annotated[ConversationRef, Path(description="the id of the conversation", examples=["conversation-1"])]


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
def cancel_conversation(code: Code, planned: Planned, sent: Posted[CancellationSent], at: Writing) -> Recorded:
    """Record that a planned conversation will not take place."""
    return Recorded.of(at.record(contact.cancel_conversation, code, sent, conversation=planned, **sent.said()))
