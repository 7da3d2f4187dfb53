"""What a fact cannot say: its day, its numbers, who took part."""

from dataclasses import dataclass
from datetime import date

from domain.refusals.refusal import CALENDAR, POLICY, RECORD, Refusal
from domain.values import Period


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
class InTheFuture(Refusal):
    """{what} {day} lies after today, {today}; what has not happened cannot be recorded as a fact."""

    SOURCE = CALENDAR
    what: str
    day: date
    today: date


@dataclass(eq=False)
class NoNumbers(Refusal):
    """A statement of figures for {period} holds at least one number."""

    SOURCE = "uitgangspunt: realisatiecijfers noemen ten minste één getal"
    period: Period


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
