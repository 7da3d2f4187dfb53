"""Agreements: made, changed, and kept or not; of one municipality and of all."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from fastapi import Depends, Path, Query
from pydantic import Field

from api.identity.rights import Right
from api.judging.promises import ByFigures
from api.rest.asking import Reading
from api.rest.figures_schemas import JudgedTold
from api.rest.paging import Listed, Listing
from api.rest.problems import ProblemError
from api.rest.recording import Recorded, Recording, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import (
    AgreementRef,
    ConversationRef,
    Day,
    PartialDay,
    Posted,
    Sent,
    Told,
    Worded,
    Words,
    example,
)
from domain.decisions import contact
from domain.decisions.contact import Promise
from domain.events.contact import Side
from domain.municipality.contact import Outcome
from domain.values import Persons
from projections.agreements import AgreementLine, agreements

routes = Routes("/municipalities/{code}/agreements", tag="Agreements")
everywhere = Routes("/agreements", tag="Agreements")

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


class ChangeTold(Told):
    """How both sides changed an agreement; null for what stayed as it was."""

    entry: int
    on: PartialDay | None
    what: str | None
    due: date | None
    persons: int | None
    reason: str


class AgreementTold(Told):
    """An agreement as it stands on the day, as both sides last put it, with its changes and what came of it."""

    municipality: str = Field(validation_alias="code", description="by its code")
    agreement: str
    entry: int = Field(description="the entry that made it")
    conversation: str | None = Field(description="the conversation in which it was made")
    made_on: PartialDay | None
    owed_by: Side
    what: str
    due: date = Field(description="by this day, that day included")
    persons: int | None = Field(description="the number of persons that it is about, where it is about one")
    outcome: Outcome
    overdue: bool = Field(description="whether it is open although the day it was due has passed")
    settled_on: PartialDay | None = Field(description="the day on which it was established that it was kept, or not")
    settled_in: int | None = Field(description="the entry that says so")
    note: str | None
    changes: tuple[ChangeTold, ...]


class AgreementByFigures(AgreementTold):
    """An agreement of a municipality."""

    by_figures: JudgedTold | None = Field(
        description="of an open one with a number of persons, whether the official figures say that it is kept"
    )

    @classmethod
    def of(cls, line: AgreementLine, judge: ByFigures) -> Self:
        """The agreement, with what the figures say of it while nobody has settled it."""
        open_ = line.owed_by is Side.MUNICIPALITY and line.outcome is Outcome.OPEN
        found = judge.agreement(line.persons, line.due, line.made_on) if open_ else None
        return cls(**dict(AgreementTold.model_validate(line)), by_figures=JudgedTold.of(found))


def asked(
    owed_by: Annotated[Side | None, Query(alias="owedBy", description="owed by this side only")] = None,
    outcome: Annotated[Outcome | None, Query(description="of which this came only; open is what must be kept")] = None,
    due_before: Annotated[Day | None, Query(alias="dueBefore", description="due before this day only")] = None,
) -> dict[str, Any]:
    """Which agreements are asked for."""
    return {"owed_by": owed_by, "outcome": outcome, "due_before": due_before}


Asked = Annotated[dict[str, Any], Depends(asked)]
MadeIn = Annotated[ConversationRef | None, Query(description="made in this conversation only")]


@everywhere.read("")
def list_all_agreements(at: Listing, which: Asked) -> Listed[AgreementByFigures]:
    """List the agreements of all municipalities, the first that is due first."""
    page = agreements(at.reader, at.knowing, **which, after=at.after, limit=at.limit)
    judges = {code: at.by_figures(code) for code in {line.code for line in page.lines}}
    return at.listed(page, lambda line: AgreementByFigures.of(line, judges[line.code]))


@routes.read("")
def list_agreements(code: Code, at: Listing, which: Asked, conversation: MadeIn = None) -> Listed[AgreementByFigures]:
    """List the agreements of a municipality, the first that is due first."""
    which |= {"code": at.municipality(code), "conversation": conversation}
    page, judge = agreements(at.reader, at.knowing, **which, after=at.after, limit=at.limit), at.by_figures(code)
    return at.listed(page, lambda line: AgreementByFigures.of(line, judge))


@routes.read("/{agreement}")
def show_agreement(code: Code, agreement: Agreement, at: Reading) -> AgreementByFigures:
    """Tell of one agreement."""
    for line in agreements(at.reader, at.knowing, code=at.municipality(code), agreement=agreement).lines:
        return AgreementByFigures.of(line, at.by_figures(code))
    raise ProblemError(404)


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
