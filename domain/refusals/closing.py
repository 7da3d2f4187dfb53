"""Why a period cannot be closed, or not again."""

from dataclasses import dataclass
from datetime import date

from domain.refusals.refusal import CALENDAR, POLICY, RECORD, Refusal
from domain.values import Period


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
