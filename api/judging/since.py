"""What changed since something was proposed: the advice of then beside that of now, and whether it can be adopted."""

from dataclasses import dataclass
from datetime import date

from api.frameworks import Frameworks
from domain.events.base import Actor
from domain.events.judging import AssessmentDrawn
from domain.ledger.application import Ledger
from domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Since:
    """The assessment by which it was proposed, the one that comes out now, and what changed, in Dutch sentences.

    ``then`` is None when it was proposed without an assessment, ``now`` when none comes out. ``why_not``: what the
    decision would be refused for, by a person when one is named; None when it may be adopted.
    """

    then: AssessmentDrawn | None
    now: AssessmentDrawn | None
    changed: tuple[str, ...]
    why_not: Refusal | None

    @property
    def may_adopt(self) -> bool:
        """Whether the proposal can be adopted as it is."""
        return self.why_not is None


def since_proposal(
    ledger: Ledger, frameworks: Frameworks, code: str, proposal: int, *, on: date, by: Actor | None = None
) -> Since:
    """What changed since a proposal was made, as on a day; whether ``by`` may adopt it, or somebody with the mandate.

    Raises NotOnRecord for a proposal that is not there, and NoFrameworkError.
    """
    raise NotImplementedError(ledger, frameworks, code, proposal, on, by)
