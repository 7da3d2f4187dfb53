"""Why a decision can be refused: one class per rule, with the data a person needs to put it right, and its source.

A refusal records nothing. The sentence is for the log; screens have a Dutch sentence per class
(``api/refusals.py``).
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar

from domain.values import Period, Rung

POLICY = "Aanvullend beleidskader IBT huisvesting vergunninghouders"
RECORD = "uitgangspunt: wat is vastgelegd, wordt nooit overschreven"
CALENDAR = "uitgangspunt: een feit heeft een dag, en die is geweest"
EXAMPLES = "uitgangspunt: voorbeeldgegevens en echte gegevens staan nooit bij elkaar"


class Refusal(Exception):  # noqa: N818 - a refusal is an answer of the domain, not an error of the program
    """A decision that the domain refuses. ``SOURCE`` names the act, policy or principle behind the rule."""

    SOURCE: ClassVar[str]

    def __str__(self) -> str:
        """The rule in words, with the data it was judged on."""
        return (type(self).__doc__ or type(self).__name__).format(**self.data)

    @property
    def data(self) -> dict[str, object]:
        """What the rule was judged on, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]  # every refusal is a dataclass


def require(condition: bool, refusal: Refusal) -> None:  # noqa: FBT001 - reads as a sentence: require(this, or that refusal)
    """Raise the refusal unless the condition holds."""
    if not condition:
        raise refusal


@dataclass(eq=False)
class SupervisionAlreadyOpen(Refusal):
    """Supervision of {code} is open already."""

    SOURCE = RECORD
    code: str


@dataclass(eq=False)
class SupervisionNotOpen(Refusal):
    """{code} is not under supervision, so the province cannot place it or close its case."""

    SOURCE = RECORD
    code: str


@dataclass(eq=False)
class AlreadyOnRecord(Refusal):
    """There is a {what} {id} already; correct that entry instead."""

    SOURCE = RECORD
    what: str
    id: str


@dataclass(eq=False)
class NotOnRecord(Refusal):
    """There is no {what} {id} that stands, so nothing can follow up on it."""

    SOURCE = RECORD
    what: str
    id: str


@dataclass(eq=False)
class AlreadySettled(Refusal):
    """The {what} {id} is settled already; correct the entry that settled it instead."""

    SOURCE = RECORD
    what: str
    id: str


@dataclass(eq=False)
class ChangedSince(Refusal):
    """Since you looked (version {seen}), entry {changed_by} changed this {what}; look again and decide anew."""

    SOURCE = RECORD
    what: str
    seen: int
    changed_by: int


@dataclass(eq=False)
class NoNumbers(Refusal):
    """A statement of figures for {period} holds at least one number."""

    SOURCE = "uitgangspunt: realisatiecijfers noemen ten minste één getal"
    period: Period


@dataclass(eq=False)
class TooEarly(Refusal):
    """{what} {day} lies before {bound}."""

    SOURCE = CALENDAR
    what: str
    day: date
    bound: date


@dataclass(eq=False)
class DayNeeded(Refusal):
    """The {what} is known to the day, not as '{given}'."""

    SOURCE = CALENDAR
    what: str
    given: str


@dataclass(eq=False)
class NotAMultiPartyMeeting(Refusal):
    """Only a multi-party meeting is marked as supervisory contact too; a {kind} counts by itself."""

    SOURCE = POLICY
    kind: str


@dataclass(eq=False)
class TooFewParties(Refusal):
    """Connecting parties takes at least two of them; {parties} given."""

    SOURCE = POLICY
    parties: int


@dataclass(eq=False)
class ExchangeWithItself(Refusal):
    """{code} cannot exchange part of its target with itself, nor exchange nobody."""

    SOURCE = "Huisvestingswet 2014 art. 28-29"
    code: str


@dataclass(eq=False)
class NumberNotStated(Refusal):
    """Entry {statement} does not state the {number} of {period}, so it cannot be preferred for it."""

    SOURCE = RECORD
    statement: int
    number: str
    period: Period


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
    """Rung {to_rung} needs an announcement whose term passed, views and a decision; these cannot be recorded yet."""

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
class HalfYearNeeded(Refusal):
    """A period is closed and judged by half years, such as 2024-1, not {period}."""

    SOURCE = POLICY
    period: Period


@dataclass(eq=False)
class PeriodNotOver(Refusal):
    """{period} is not over before the end of {last_day}, so it cannot be closed yet."""

    SOURCE = CALENDAR
    period: Period
    last_day: date


@dataclass(eq=False)
class FiguresMissing(Refusal):
    """{period} cannot be closed: no official measured statement tells its closing backlog, nor what it is made of."""

    SOURCE = "uitgangspunt: alleen officiële, gemeten cijfers tellen"
    period: Period


@dataclass(eq=False)
class FiguresTooEarly(Refusal):
    """{period} cannot be closed: the last official figures of what was realised are of {day}, before its last day."""

    SOURCE = "uitgangspunt: de eindstand is die van de laatste dag van de periode"
    period: Period
    day: date


@dataclass(eq=False)
class PeriodNotClosed(Refusal):
    """{period} is not closed, so it cannot be judged; close it first."""

    SOURCE = POLICY
    period: Period


@dataclass(eq=False)
class CloseUnchanged(Refusal):
    """The official statements give the numbers with which {period} was closed already."""

    SOURCE = RECORD
    period: Period


@dataclass(eq=False)
class FrameworkNotInForce(Refusal):
    """{framework} is not in force on {day}."""

    SOURCE = "uitgangspunt: het beleidskader van de dag van het besluit geldt"
    framework: str
    day: date


@dataclass(eq=False)
class FrameworkJudgesNot(Refusal):
    """{framework} gives no verdict and no advice, so nothing can be judged by it."""

    SOURCE = "uitgangspunt: het beleidskader van de dag van het besluit geldt"
    framework: str


@dataclass(eq=False)
class InterimTooLow(Refusal):
    """An interim verdict is drawn on rungs 4 to 6; {code} stands on rung {rung}."""

    SOURCE = POLICY
    code: str
    rung: Rung


@dataclass(eq=False)
class BacklogUnknown(Refusal):
    """The running backlog on {day} is not known from official figures, so no interim verdict can be drawn."""

    SOURCE = "uitgangspunt: alleen officiële, gemeten cijfers tellen"
    day: date


@dataclass(eq=False)
class AssessmentOutdated(Refusal):
    """The assessment of {period} rests on other figures, another rung or another framework; have it drawn anew."""

    SOURCE = "uitgangspunt: het beleidskader van de dag van het besluit geldt"
    period: Period


@dataclass(eq=False)
class InterimOutdated(Refusal):
    """There is no interim verdict of {day} by the figures, the rung and the framework of that day; have it drawn."""

    SOURCE = "uitgangspunt: het beleidskader van de dag van het besluit geldt"
    day: date


@dataclass(eq=False)
class LaterPeriodClosed(Refusal):
    """{later} is closed as well: what is decided now is judged by that period, not by {period}."""

    SOURCE = "uitgangspunt: een besluit rust op wat op die dag bekend is (vgl. Awb 3:2)"
    period: Period
    later: Period


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


@dataclass(eq=False)
class ComputedNotCorrected(Refusal):
    """Entry {entry} is a {recorded}: it is not corrected by hand. Withdraw it, or have it drawn anew."""

    SOURCE = RECORD
    entry: int
    recorded: str


@dataclass(eq=False)
class AnotherKindOfFact(Refusal):
    """Entry {entry} is a {recorded}; it cannot be corrected into a {replacement}. Withdraw it and record anew."""

    SOURCE = RECORD
    entry: int
    recorded: str
    replacement: str


@dataclass(eq=False)
class AnotherSubject(Refusal):
    """A correction keeps what entry {entry} is about: its {field} cannot change. Withdraw it and record anew."""

    SOURCE = RECORD
    entry: int
    field: str


@dataclass(eq=False)
class CannotBeWithdrawn(Refusal):
    """Entry {entry} cannot be withdrawn: it is a {recorded}."""

    SOURCE = RECORD
    entry: int
    recorded: str


@dataclass(eq=False)
class NothingToCorrect(Refusal):
    """Entry {entry} reads exactly so already."""

    SOURCE = RECORD
    entry: int


@dataclass(eq=False)
class InTheFuture(Refusal):
    """{what} {day} lies after today, {today}; what has not happened cannot be recorded as a fact."""

    SOURCE = CALENDAR
    what: str
    day: date
    today: date


@dataclass(eq=False)
class UnknownMunicipality(Refusal):
    """{code} is not in the record: its supervision was never opened."""

    SOURCE = RECORD
    code: str


@dataclass(eq=False)
class RealMunicipality(Refusal):
    """{code} can be a municipality that exists; a demo holds fictional ones only, GM9901 to GM9999."""

    SOURCE = EXAMPLES
    code: str


@dataclass(eq=False)
class FictionalMunicipality(Refusal):
    """{code} is a fictional municipality; such codes belong in a demo."""

    SOURCE = EXAMPLES
    code: str


@dataclass(eq=False)
class CommandReused(Refusal):
    """Command {command} was used before, for something else or by somebody else; a new question takes a new id."""

    SOURCE = RECORD
    command: str
