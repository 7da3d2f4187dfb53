"""Proposals about the rung: made by one person, adopted or rejected by another."""

from typing import Annotated, Self

from fastapi import Path
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.identity.rights import Right, deciding_on
from api.judging.proposing import adopt, propose, reject
from api.rest.placements import DepartureSent
from api.rest.recording import Guarded, Recorded, Recording, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Day, DocumentRef, Occurrence, PeriodName, Posted, Worded, Words, example
from domain.decisions.proposing import Proposed
from domain.events.judging import ProposedMove
from domain.refusals import NotOnRecord
from domain.values import Rung

routes = Routes("/municipalities/{code}/proposals", tag="Judging")
everywhere = Routes("/proposals", tag="Judging")

Proposal = Annotated[int, Path(ge=1, le=2**31 - 1, description="the entry that made the proposal", examples=[12])]

TO_RUNG = "noem bij opschalen en afschalen de nieuwe trede (toRung), bij de rest juist niet"
MOVING = {ProposedMove.RAISE, ProposedMove.LOWER}


class ProposalSent(Worded):
    """What somebody proposes to decide about the rung, on the day it happens."""

    model_config = example(
        move="hold",
        effective_on="2024-07-01",
        grounds="De achterstand loopt terug, maar is nog niet weg.",
    )

    move: ProposedMove
    to_rung: Rung | None = Field(default=None, description="the new rung, to raise or lower")
    effective_on: Day
    until: Day | None = Field(default=None, description="the last day of a hold or a freeze")
    period: PeriodName | None = Field(
        default=None, description="the closed half year by whose assessment it is proposed; the latest when left out"
    )
    grounds: Words | None = Field(default=None, description="why; without grounds the domain refuses")
    departure: DepartureSent | None = Field(default=None, description="needed where it departs from the advice")
    excusable: Words | None = Field(default=None, description="why a shortfall can be excused, with a hold")
    document: DocumentRef | None = None

    @model_validator(mode="after")
    def _names_the_new_rung(self) -> Self:
        if (self.to_rung is None) is (self.move in MOVING):
            raise PydanticCustomError("in_dutch", TO_RUNG)
        return self

    def proposed(self) -> Proposed:
        """The proposal as a decision takes it."""
        departure = self.departure.read(self) if self.departure else None
        return Proposed(**self.said("departure"), departure=departure)


class AdoptionSent(Occurrence):
    """That what was proposed is decided, on the day it happens."""

    model_config = example(informed_on="2024-06-03")

    document: DocumentRef | None = Field(default=None, description="the decision, where it is not that of the proposal")
    informed_on: Day | None = Field(default=None, description="the day on which the municipality was told")


class ProposalRejectionSent(Worded):
    """Why what was proposed is not decided."""

    model_config = example(reason="Wacht eerst het gesprek van volgende week af.")

    reason: Words


class ProposalRecorded(Recorded):
    """A proposal that was made; ``proposal`` is by what it is called."""

    proposal: int


@routes.write("", Right.PROPOSE_PLACEMENTS, guarded=True)
def propose_placement(code: Code, sent: Posted[ProposalSent], at: Guarded) -> ProposalRecorded:
    """Propose what to decide about the rung; another person with the mandate decides on it.

    It is judged by the assessment of the period, which is drawn anew first when it is outdated.
    """
    running = at.running
    answer = propose(running.ledger, running.frameworks, code, sent.proposed(), at.asked(sent, code))
    return ProposalRecorded.of(at.told(answer), proposal=answer.entries[-1].version)


@routes.write("/{proposal}/adoption", Right.DECIDE_PLACEMENTS, guarded=True)
def adopt_proposal(code: Code, proposal: Proposal, sent: Posted[AdoptionSent], at: Guarded) -> Recorded:
    """Decide what another person proposed, by the assessment of today.

    When that was outdated it is drawn anew, and the answer is 412: look again at what changed, and decide then. From
    rung 4 on, and off it, it asks for the right to decide substitution.
    """
    _require_mandate(at, code, proposal)
    running, request = at.running, at.asked(sent, code)
    answer = adopt(running.ledger, running.frameworks, code, proposal, request, **sent.said())
    return Recorded.of(at.told(answer))


@routes.write("/{proposal}/rejection", Right.DECIDE_PLACEMENTS)
def reject_proposal(code: Code, proposal: Proposal, sent: Posted[ProposalRejectionSent], at: Writing) -> Recorded:
    """Reject what another person proposed, with a reason. It asks for the same rights as adopting it."""
    _require_mandate(at, code, proposal)
    running, reason = at.running, sent.sealed(sent.reason)
    answer = reject(running.ledger, running.frameworks, code, proposal, reason, at.asked(sent, code))
    return Recorded.of(at.told(answer))


def _require_mandate(at: Recording, code: str, proposal: int) -> None:
    """The right to decide about the higher of the rungs that a proposal is about."""
    found = at.state(code).judging.proposals.get(proposal)
    if found is None:
        raise NotOnRecord("proposal", str(proposal))
    at.require(deciding_on(max(found.proposed.from_rung, found.proposed.to_rung)))
