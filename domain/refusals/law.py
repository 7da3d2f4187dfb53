"""What the law and the policy ask before GS announce, decide on, carry out or end a substitution."""

from dataclasses import dataclass
from datetime import date

from domain.refusals.refusal import POLICY, RECORD, Refusal
from domain.values import Period, Rung


@dataclass(eq=False)
class AnnouncementMissing(Refusal):
    """Rung {to_rung} follows on an announcement, and there is none; announce first, or depart from the framework."""

    SOURCE = POLICY
    to_rung: Rung


@dataclass(eq=False)
class AnnouncementTermRunning(Refusal):
    """The term of the announcement runs until {term_ends}; wait for it, or depart from the framework and say why."""

    SOURCE = POLICY
    term_ends: date
    day: date


@dataclass(eq=False)
class ViewsNotInvited(Refusal):
    """The municipality was not invited to give its views; announce with an invitation, or say why it is urgent."""

    SOURCE = "Awb 4:8"


@dataclass(eq=False)
class ViewsTermRunning(Refusal):
    """The municipality can give its views until {views_due}; wait for them, or say why it is urgent."""

    SOURCE = "Awb 4:8 (zie ook 4:11)"
    views_due: date
    day: date


@dataclass(eq=False)
class ViewsNotConsidered(Refusal):
    """The municipality gave its views on {announcement}, and they have not been considered; record that first."""

    SOURCE = "Awb 3:2 en 4:8"
    announcement: str


@dataclass(eq=False)
class NoViewsGiven(Refusal):
    """There are no views on {announcement} that have not been considered."""

    SOURCE = RECORD
    announcement: str


@dataclass(eq=False)
class DecisionContentMissing(Refusal):
    """Rung {to_rung} is reached by a decision that says which periods and persons it is about, and its term."""

    SOURCE = "Gemeentewet art. 124"
    to_rung: Rung


@dataclass(eq=False)
class TermMissing(Refusal):
    """The {what} names a term that is still to run, so that the municipality can comply; {term_ends} is not later."""

    SOURCE = "Gemeentewet art. 124 lid 2"
    what: str
    term_ends: date


@dataclass(eq=False)
class PeriodNotPast(Refusal):
    """A decision names past periods; {period} is not over by {day}."""

    SOURCE = "Gemeentewet art. 124 lid 1"
    period: Period
    day: date


@dataclass(eq=False)
class DecisionMissing(Refusal):
    """Rung {to_rung} carries out a substitution decision, and none is in force."""

    SOURCE = "Gemeentewet art. 124 lid 1"
    to_rung: Rung


@dataclass(eq=False)
class DecisionNotNotified(Refusal):
    """Decision {decision} has not been notified to the municipality, so it has no effect yet; record that first."""

    SOURCE = "Awb 3:40 en 3:41"
    decision: str


@dataclass(eq=False)
class DecisionTermRunning(Refusal):
    """The term in which the municipality can comply runs until {term_ends}; wait for it, or say why it is urgent."""

    SOURCE = "Gemeentewet art. 124 lid 2"
    term_ends: date
    day: date


@dataclass(eq=False)
class DecisionSuspended(Refusal):
    """Decision {decision} is suspended by the court (request {relief}), so it cannot be carried out."""

    SOURCE = "Awb 8:81"
    decision: str
    relief: str


@dataclass(eq=False)
class SubstitutionStands(Refusal):
    """Decision {decision} is in force; the municipality is lowered after it lapsed, was withdrawn or carried out."""

    SOURCE = POLICY
    decision: str


@dataclass(eq=False)
class NotInForce(Refusal):
    """Decision {decision} is not in force on {day}."""

    SOURCE = RECORD
    decision: str
    day: date


@dataclass(eq=False)
class NotCarriedOut(Refusal):
    """Decision {decision} is not being carried out; that begins when the municipality is placed on rung 6."""

    SOURCE = "Gemeentewet art. 124"
    decision: str


@dataclass(eq=False)
class NotHousedYet(Refusal):
    """Decision {decision} names {persons} persons; official figures tell of {housed} that were housed for it so far."""

    SOURCE = "uitgangspunt: wie wordt gehuisvest, telt voor de oudste periode die nog openstaat"
    decision: str
    persons: int
    housed: int


@dataclass(eq=False)
class NothingAmended(Refusal):
    """An amendment changes the periods, the persons, the term or the scope of decision {decision}."""

    SOURCE = RECORD
    decision: str


@dataclass(eq=False)
class TermNotLonger(Refusal):
    """The term ends on {term_ends} already; more time ends later than that, not on {given}."""

    SOURCE = POLICY
    term_ends: date
    given: date


@dataclass(eq=False)
class RungTooLow(Refusal):
    """The {what} belongs to rung {least} and up; {code} stands on rung {rung}."""

    SOURCE = POLICY
    what: str
    code: str
    rung: Rung
    least: Rung
