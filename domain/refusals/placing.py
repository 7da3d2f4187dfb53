"""What the province cannot decide about a rung."""

from dataclasses import dataclass
from datetime import date

from domain.refusals.refusal import POLICY, Refusal
from domain.values import Rung


@dataclass(eq=False)
class GroundsMissing(Refusal):
    """A placement is decided with grounds: say why."""

    SOURCE = "uitgangspunt: elke inschaling heeft gronden (vgl. Awb 3:46)"


@dataclass(eq=False)
class WrongDirection(Refusal):
    """Going from rung {from_rung} to rung {to_rung} is not a matter of {verb}."""

    SOURCE = POLICY
    verb: str
    from_rung: Rung
    to_rung: Rung


@dataclass(eq=False)
class RungSkipped(Refusal):
    """From rung {from_rung} the next rung up is one higher, not {to_rung}, unless a departure says why."""

    SOURCE = POLICY
    from_rung: Rung
    to_rung: Rung


@dataclass(eq=False)
class SubstitutionNeedsItsLaw(Refusal):
    """Rung {to_rung} is reached by a decision with its law, not by a correction: withdraw this and decide anew."""

    SOURCE = "Gemeentewet art. 124; Awb 4:8"
    to_rung: Rung


@dataclass(eq=False)
class DecidedByGsOnly(Refusal):
    """Only GS decide to place a municipality on rung {to_rung}; '{body}' does not."""

    SOURCE = POLICY
    to_rung: Rung
    body: str


@dataclass(eq=False)
class MandateMissing(Refusal):
    """Who decides under mandate names the mandate."""

    SOURCE = "Awb 10:10"


@dataclass(eq=False)
class DepartureMissing(Refusal):
    """The framework advises rung {advice}; placing on rung {to_rung} needs a departure that says from what and why."""

    SOURCE = POLICY
    advice: Rung
    to_rung: Rung


@dataclass(eq=False)
class AlreadyFrozen(Refusal):
    """The rung of {code} is frozen already on {day}."""

    SOURCE = POLICY
    code: str
    day: date


@dataclass(eq=False)
class NotFrozen(Refusal):
    """The rung of {code} is not frozen on {day}."""

    SOURCE = POLICY
    code: str
    day: date
