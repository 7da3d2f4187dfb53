"""Why a municipality cannot be judged, or not by this."""

from dataclasses import dataclass
from datetime import date

from domain.refusals.refusal import POLICY, Refusal
from domain.values import Period, Rung


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
