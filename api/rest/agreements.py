"""Agreements: made, changed, and kept or not."""

from enum import StrEnum
from typing import Annotated

from fastapi import Path
from pydantic import Field

from api.identity.rights import Right
from api.rest.recording import Recorded, Recording, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import AgreementRef, ConversationRef, Day, Posted, Sent, Worded, Words, example
from domain.decisions import contact
from domain.decisions.contact import Promise
from domain.events.contact import Side
from domain.values import Persons

routes = Routes("/municipalities/{code}/agreements", tag="Agreements")

Agreement = Annotated[AgreementRef, Path(description="the id of the agreement", examples=["agreement-1"])]


class Promised(Sent):
    """What one side promises by a day, that day included; with a number of persons where it has one."""

    agreement: AgreementRef | None = Field(default=None, description="its id, when you choose it")
    what: Words
    owed_by: Side = Side.MUNICIPALITY
    due: Day
    persons: Persons | None = None

    def promise(self, sent: Worded, at: Recording, number: int = 0) -> Promise:
        """The promise as a decision takes it; ``number`` tells it from others in the same body."""
        return Promise(
            agreement=at.new("agreement", self.agreement, number=number),
            owed_by=self.owed_by,
            what=sent.sealed(self.what),
            due=self.due,
            persons=self.persons,
        )


class AgreementSent(Promised, Worded):
    """An agreement, made in a conversation or by letter."""

    model_config = example(what="twintig woningen aanwijzen", due="2024-09-30", persons=20)

    conversation: ConversationRef | None = None


class ChangeSent(Worded):
    """How both sides changed an agreement: what is left out stays as it was."""

    model_config = example(due="2024-12-31", reason="De bouw begon later dan gedacht.")

    reason: Words
    what: Words | None = None
    due: Day | None = None
    persons: Persons | None = None


class Settled(StrEnum):
    """What came of an agreement."""

    KEPT = "kept"
    NOT_KEPT = "not-kept"


class OutcomeSent(Worded):
    """What came of an agreement; it happened on the day on which that was established."""

    model_config = example(outcome="kept", note="De twintigste woning is toegewezen.")

    outcome: Settled
    note: Words | None = None


class AgreementRecorded(Recorded):
    """An agreement that was made."""

    agreement: str


@routes.write("", Right.RECORD_FACTS)
def make_agreement(code: Code, sent: Posted[AgreementSent], at: Writing) -> AgreementRecorded:
    """Record an agreement, made in a conversation or by letter."""
    promise = sent.promise(sent, at)
    answer = at.record(contact.make_agreement, code, sent, promise=promise, conversation=sent.conversation)
    return AgreementRecorded.of(answer, agreement=promise.agreement)


@routes.write("/{agreement}/changes", Right.RECORD_FACTS)
def change_agreement(code: Code, agreement: Agreement, sent: Posted[ChangeSent], at: Writing) -> Recorded:
    """Record that both sides changed an open agreement."""
    return Recorded.of(at.record(contact.change_agreement, code, sent, agreement=agreement, **sent.said()))


@routes.write("/{agreement}/outcomes", Right.RECORD_FACTS)
def settle_agreement(code: Code, agreement: Agreement, sent: Posted[OutcomeSent], at: Writing) -> Recorded:
    """Record that an agreement was kept, or was not."""
    decision = contact.keep_agreement if sent.outcome is Settled.KEPT else contact.break_agreement
    return Recorded.of(at.record(decision, code, sent, agreement=agreement, **sent.said("outcome")))
