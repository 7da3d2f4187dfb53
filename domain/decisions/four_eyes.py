"""Four eyes: nobody decides on their own proposal, nor on one they made for someone else or had made for them."""

from domain.decisions.guards import require_known
from domain.decisions.occasion import Occasion
from domain.municipality import Municipality
from domain.municipality.judging import Proposal
from domain.policy.framework import Framework
from domain.refusals import AlreadySettled, FrameworkNotInForce, MandateLacking, OwnProposal, ProposalOpen, require
from domain.values import EntryRef, Rung


def require_other_eyes(municipality: Municipality, cited: EntryRef | None, on: Occasion) -> None:
    """A placement decides on the proposal that it cites; while one is open, none is made beside it."""
    if cited is not None:
        require_other_proposal(municipality, cited.version, on)
        return
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


def require_mandate(framework: Framework, rung: Rung, on: Occasion) -> None:
    """Who decides has the role that the framework asks for that rung."""
    role = framework.mandate(rung).role
    require(role in on.by.roles, MandateLacking(rung, role.value))


def require_in_force(framework: Framework, on: Occasion) -> None:
    """The framework of the day on which is judged or decided is the one that counts."""
    day = on.happened_on.first_day or on.today
    require(day in framework.validity, FrameworkNotInForce(f"{framework.ref.name} {framework.ref.version}", day))
