"""Proposals about the rung: made by one person, adopted or rejected by another."""

from typing import Annotated, Self

from fastapi import Path, Query
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.identity.rights import Right, deciding_on
from api.judging.proposing import adopt, propose, reject
from api.judging.since import since_proposal
from api.rest.asking import Asking, Reading
from api.rest.closing_schemas import HALF_YEAR
from api.rest.described import TAGGED
from api.rest.law_schemas import AnnouncingSent, DecidingSent
from api.rest.paging import Listed
from api.rest.placements import DepartureSent
from api.rest.proposal_schemas import ProposalSinceTold, ProposalTold, SinceTold
from api.rest.recording import Guarded, Recorded, Recording, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Day, DocumentRef, Occurrence, PeriodName, Posted, Worded, Words, example
from domain.decisions.proposing import Proposed
from domain.events.judging import ProposedMove
from domain.refusals import NotOnRecord
from domain.values import Period, Rung
from projections.judging import Outcome, ProposalLine, proposals, shaken

routes = Routes("/municipalities/{code}/proposals", tag="Judging")
everywhere = Routes("/proposals", tag="Judging")

Proposal = Annotated[int, Path(ge=1, le=2**31 - 1, description="the entry that made the proposal", examples=[12])]

OfPeriod = Annotated[str | None, Query(alias="period", pattern=HALF_YEAR, description="judged by this half year")]
Waiting = Annotated[bool, Query(alias="open", description="only those that nobody has decided on")]

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
    until: Day | None = Field(default=None, description="the last day that it is meant to hold")
    period: PeriodName | None = Field(
        default=None, description="the closed half year that was looked at: the last one, also when left out"
    )
    interim: bool = Field(default=False, description="judged by the interim verdict of the day, on rungs 4 to 6")
    grounds: Words | None = Field(default=None, description="why; without grounds the domain refuses")
    departure: DepartureSent | None = Field(default=None, description="needed where it departs from the advice")
    excusable: Words | None = Field(default=None, description="why a shortfall can be excused, with a hold")
    urgent: Words | None = Field(default=None, description="why views, or the term of rung 6, cannot be waited for")
    announcing: AnnouncingSent | None = Field(default=None, description="with rung 4: what the letter would announce")
    deciding: DecidingSent | None = Field(default=None, description="with rung 5: what the decision would say")
    document: DocumentRef | None = None

    @model_validator(mode="after")
    def _names_the_new_rung(self) -> Self:
        if (self.to_rung is None) is (self.move in MOVING):
            raise PydanticCustomError("in_dutch", TO_RUNG)
        return self

    def proposed(self, at: Recording) -> Proposed:
        """The proposal as a decision takes it."""
        read = {
            "departure": self.departure.read(self) if self.departure else None,
            "announcing": self.announcing.read(at) if self.announcing else None,
            "deciding": self.deciding.read(at) if self.deciding else None,
        }
        return Proposed(**self.said() | read)


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


@routes.read("")
def list_proposals(code: Code, at: Reading, *, waiting: Waiting = False) -> Listed[ProposalTold]:
    """List the proposals about a municipality up to the day, the latest first. There is one page."""
    return _listed(at, proposals(at.reader, at.knowing, code=at.municipality(code), open_only=waiting))


@everywhere.read("")
def list_all_proposals(at: Reading, period: OfPeriod = None, *, waiting: Waiting = False) -> Listed[ProposalTold]:
    """List the proposals about all municipalities up to the day, the latest first. There is one page."""
    of = Period.parse(period) if period else None
    return _listed(at, proposals(at.reader, at.knowing, period=of, open_only=waiting))


@routes.read("/{proposal}", responses=TAGGED)
def show_proposal(code: Code, proposal: Proposal, at: Reading) -> ProposalSinceTold:
    """Tell of one proposal, with what changed since it was made, and whether you may adopt it.

    Its ETag is the version of the municipality: what an If-Match about the proposal names.
    """
    for line in proposals(at.reader, at.knowing, code=at.municipality(code)):
        if line.entry == proposal:
            at.tagged(code)
            changed = shaken(at.ledger, at.knowing, [code]).get(code, {})
            return ProposalSinceTold.of(line, changed.get(proposal), since=_since(at, line))
    raise NotOnRecord("proposal", str(proposal))


@routes.write("", Right.PROPOSE_PLACEMENTS, guarded=True)
def propose_placement(code: Code, sent: Posted[ProposalSent], at: Guarded) -> ProposalRecorded:
    """Propose what to decide about the rung; another person with the mandate decides on it.

    It is judged by the assessment of the period, which is drawn anew first when it is outdated.
    """
    running = at.running
    answer = propose(running.ledger, running.frameworks, code, sent.proposed(at), at.asked(sent, code))
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


def _listed(at: Asking, lines: tuple[ProposalLine, ...]) -> Listed[ProposalTold]:
    changed = shaken(at.ledger, at.knowing, {line.code for line in lines}) if lines else {}
    told = tuple(ProposalTold.of(line, changed.get(line.code, {}).get(line.entry)) for line in lines)
    return Listed[ProposalTold](items=told, total=len(told), next=None)


def _since(at: Asking, line: ProposalLine) -> SinceTold | None:
    """What changed by now, of a proposal that waits for a decision."""
    running, today = at.running, at.running.today()
    stands = line.entry in running.ledger.municipality(line.code).judging.proposals  # it can be withdrawn meanwhile
    if line.outcome is not Outcome.OPEN or not stands or running.frameworks.found_in_force(today) is None:
        return None
    by = at.caller.actor()
    return SinceTold.of(since_proposal(running.ledger, running.frameworks, line.code, line.entry, on=today, by=by))


def _require_mandate(at: Recording, code: str, proposal: int) -> None:
    """The right to decide about the higher of the rungs that a proposal is about."""
    found = at.state(code).judging.proposals.get(proposal)
    if found is None:
        raise NotOnRecord("proposal", str(proposal))
    at.require(deciding_on(max(found.proposed.from_rung, found.proposed.to_rung)))
