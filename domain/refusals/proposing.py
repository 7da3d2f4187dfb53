"""Why something cannot be proposed, or not decided on: four eyes."""

from dataclasses import dataclass

from domain.refusals.refusal import POLICY, Refusal
from domain.values import Rung


@dataclass(eq=False)
class NotWithThisMove(Refusal):
    """A proposal for {move} has no {what}."""

    SOURCE = POLICY
    move: str
    what: str


@dataclass(eq=False)
class ProposalOpen(Refusal):
    """Proposal {proposal} still waits for a decision: adopt, reject or withdraw it first."""

    SOURCE = "uitgangspunt: vier ogen"
    proposal: int


@dataclass(eq=False)
class NotAsProposed(Refusal):
    """This is not what proposal {proposal} proposes; adopt it as it is, or reject it."""

    SOURCE = "uitgangspunt: vier ogen"
    proposal: int


@dataclass(eq=False)
class ProposalOvertaken(Refusal):
    """Proposal {proposal} starts from rung {from_rung}, but that is rung {rung} by now: reject it and propose anew."""

    SOURCE = "uitgangspunt: een besluit rust op wat op die dag bekend is (vgl. Awb 3:2)"
    proposal: int
    from_rung: Rung
    rung: Rung


@dataclass(eq=False)
class OwnProposal(Refusal):
    """Proposal {proposal} is decided on by somebody else than who made it, or for whom it was made."""

    SOURCE = "uitgangspunt: vier ogen (vgl. Awb 10:3)"
    proposal: int


@dataclass(eq=False)
class MandateLacking(Refusal):
    """About rung {rung} decides who has the role '{role}'."""

    SOURCE = "mandaat in het beleidskader (Awb 10:3)"
    rung: Rung
    role: str
