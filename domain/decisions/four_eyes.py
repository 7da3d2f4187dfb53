"""Four eyes: nobody decides on their own proposal, nor on one they made for someone else or had made for them."""

from datetime import date

from domain.decisions.guards import require_known
from domain.decisions.occasion import Occasion
from domain.events.judging import PlacementProposed, ProposedMove
from domain.events.ladder import Placement, RungHeld, RungLowered, RungRaised
from domain.municipality import Municipality
from domain.municipality.judging import Proposal, reference
from domain.policy.framework import Framework
from domain.refusals import (
    AlreadySettled,
    FrameworkNotInForce,
    MandateLacking,
    NotAsProposed,
    OwnProposal,
    ProposalOpen,
    require,
)
from domain.values import EntryRef, Rung

PLACES = {RungRaised: ProposedMove.RAISE, RungLowered: ProposedMove.LOWER, RungHeld: ProposedMove.HOLD}
AS_PROPOSED = ("from_rung", "to_rung", "effective_on", "until")
"""What a placement has of the proposal that it adopts."""


def require_other_eyes(municipality: Municipality, placement: Placement, on: Occasion) -> None:
    """A placement decides on the proposal that it cites, as it is; while one is open, none is made beside it."""
    cited = placement.proposal
    if cited is None:
        require_no_proposal(municipality)
        return
    proposed = require_other_proposal(municipality, cited.version, on).proposed
    require(_is_of(municipality, cited), NotAsProposed(cited.version))
    same = all(getattr(placement, name) == getattr(proposed, name) for name in AS_PROPOSED)
    require(PLACES[type(placement)] is proposed.move and same, NotAsProposed(cited.version))


def require_no_proposal(municipality: Municipality) -> None:
    """No proposal waits for a decision."""
    for proposal in municipality.judging.open_proposals:
        raise ProposalOpen(proposal.version)


def require_other_proposal(municipality: Municipality, version: int, on: Occasion) -> Proposal:
    """The proposal that was recorded as this version: it is open, and somebody else made it."""
    proposal = municipality.judging.proposals.get(version)
    require_known("proposal", str(version), proposal)
    assert proposal is not None  # noqa: S101 - require_known has just said so
    require(proposal.settled_by is None, AlreadySettled("proposal", str(version)))
    deciding = {person for person in (on.by.person, on.by.acted_for) if person}
    require(not deciding & proposal.by, OwnProposal(version))
    return proposal


def require_mandate(framework: Framework, proposed: PlacementProposed, on: Occasion) -> None:
    """Who decides has the role that the framework asks for the highest rung that the proposal is about."""
    rung = highest(proposed)
    role = framework.mandate(rung).role
    require(role in on.by.roles, MandateLacking(rung, role.value))


def highest(proposed: PlacementProposed) -> Rung:
    """The higher of the rungs it is about: who may not decide on rung 4 does not take a municipality off it either."""
    return max(proposed.from_rung, proposed.to_rung)


def require_in_force(framework: Framework, day: date) -> None:
    """The framework of the day on which is judged or decided is the one that counts."""
    require(day in framework.validity, FrameworkNotInForce(f"{framework.ref.name} {framework.ref.version}", day))


def _is_of(municipality: Municipality, cited: EntryRef) -> bool:
    """Whether an entry of this municipality is cited as it is recorded."""
    return reference(municipality.entries[cited.version]) == cited
