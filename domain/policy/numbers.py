"""The numbers of a period: pure arithmetic on whole persons, exact fractions inside.

Formulas from the policy's monitoring rule: after k of the six months, k/6 of the corrected target should be realised.
All results are :class:`~fractions.Fraction` or int; :func:`rounded` is how a screen shows them.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import floor

from domain.municipality.figures import Statement
from domain.values import Period

MONTHS = 6
DAYS_IN_YEAR = 366
FORECAST_FROM_DAY = 30
"""The first day of a period (counted from 1) with a forecast; set by the province, not published."""
FORECAST_POINTS = 5
"""The fewest points a forecast rests on; set by the province, not published."""


def corrected_target(net_target: int, opening_backlog: int) -> int:
    """Gecorrigeerde taakstelling, in persons: a backlog (> 0) adds to it, a lead (< 0) lowers it, even to ≤ 0."""
    return net_target + opening_backlog


def closing_backlog(corrected: int, realised: int) -> int:
    """What is still to be housed after ``realised``, in persons; negative is a lead."""
    return corrected - realised


@lru_cache(maxsize=1_000)  # on the ladder most municipalities ask for the same day
def share(period: Period, day: date) -> Fraction:
    """The part of a half year that has passed at the end of a day: exactly k/6 at the end of the k-th month.

    0 before the period and 1 after it. Raises ValueError for a whole year, for which no such rule was published.
    """
    if period.half is None:
        raise ValueError(f"the share of the target that should be realised is defined for half years, not for {period}")
    if day < period.first_day:
        return Fraction(0)
    if day > period.last_day:
        return Fraction(1)
    whole_months = day.month - period.first_day.month
    days_in_month = calendar.monthrange(day.year, day.month)[1]
    return (whole_months + Fraction(day.day, days_in_month)) / MONTHS


def expected(corrected: int, period: Period, day: date) -> Fraction:
    """The persons that should be housed at the end of a day to be on schedule; never negative."""
    return max(corrected, 0) * share(period, day)


def pace_gap(corrected: int, realised: int, period: Period, day: date) -> Fraction:
    """How many persons behind (positive) or ahead of (negative) the schedule at the end of a day."""
    return expected(corrected, period, day) - realised


def running_backlog(opening_backlog: int, net_target: int, realised: int, period: Period, day: date) -> Fraction:
    """Lopende achterstand at the end of a day: the opening backlog at the start, the closing backlog at the end."""
    return opening_backlog + net_target * share(period, day) - realised


class Band(StrEnum):
    """How a municipality keeps to the schedule."""

    ON_SCHEDULE = "on-schedule"
    SOMEWHAT_BEHIND = "somewhat-behind"
    BEHIND = "behind"


def band(gap: Fraction, corrected: int, border: Fraction) -> Band:
    """The band of a pace gap; ``border`` is the part of the corrected target (0 to 1) beyond which it is behind."""
    if gap <= 0:
        return Band.ON_SCHEDULE
    return Band.SOMEWHAT_BEHIND if gap <= border * max(corrected, 0) else Band.BEHIND


def percentage(realised: int, corrected: int) -> Fraction | None:
    """Realised as a percentage of the corrected target; None where that target is zero or less."""
    return Fraction(100 * realised, corrected) if corrected > 0 else None


def forecast(
    period: Period,
    series: Sequence[tuple[date, int]],
    *,
    from_day: int = FORECAST_FROM_DAY,
    points: int = FORECAST_POINTS,
) -> Fraction | None:
    """Persons realised at the end of the period at the present pace ('doorrekening bij huidig tempo').

    The Theil-Sen slope (the median of the slopes of all pairs) of this period's cumulative series, from its last
    point;
    never fewer than are housed already, and never negative. None before day ``from_day`` of the period or with fewer
    than ``points`` different days in it. It is never a ground for a placement.
    """
    known = sorted({day: realised for day, realised in series if day in period}.items())
    if len(known) < points:
        return None
    last_day, last = known[-1]
    if (last_day - period.first_day).days + 1 < from_day:
        return None
    slope = theil_sen([(day.toordinal(), realised) for day, realised in known])
    return last + max(slope, Fraction(0)) * (period.last_day - last_day).days


def theil_sen(points: Sequence[tuple[int, int]]) -> Fraction:
    """The median of the slopes of all pairs of points, per day. The points are on different days of one year.

    Slopes are compared as floating-point numbers. That is exact: they are fractions of whole persons by less than a
    year, so different ones differ far more than the rounding, and the fraction that was meant is the one nearby.
    """
    slopes = sorted(
        (realised - before) / (day - earlier) for (earlier, before), (day, realised) in combinations(points, 2)
    )
    middle = slopes[(len(slopes) - 1) // 2], slopes[len(slopes) // 2]
    return sum((Fraction(slope).limit_denominator(DAYS_IN_YEAR) for slope in middle), Fraction(0)) / 2


def rounded(number: Fraction | int) -> int:
    """Rounded half up, as screens show it: 2.5 becomes 3 and -2.5 becomes -2."""
    return floor(number + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Completed:
    """The five numbers of a statement with those that follow from the others by arithmetic; ``derived`` names these."""

    net_target: int | None
    opening_backlog: int | None
    corrected_target: int | None
    realised: int | None
    closing_backlog: int | None
    derived: tuple[str, ...]


def completed(statement: Statement) -> Completed:
    """What a statement says with what follows: net + opening = corrected, and corrected - realised = closing.

    Nothing follows from numbers that contradict each other, and no negative number of persons does.
    """
    net, opening, corrected, realised, closing = statement.numbers
    corrected = _corrected_target_of(statement) if corrected is None else corrected
    if corrected is not None:
        net = _difference(corrected, opening) if net is None else net
        opening = corrected - net if opening is None and net is not None else opening
        realised = _difference(corrected, closing) if realised is None else realised
        closing = closing_backlog(corrected, realised) if closing is None and realised is not None else closing
    numbers = {
        "net_target": net,
        "opening_backlog": opening,
        "corrected_target": corrected,
        "realised": realised,
        "closing_backlog": closing,
    }
    stated = dict(zip(numbers, statement.numbers, strict=True))
    derived = tuple(name for name, number in numbers.items() if number is not None and stated[name] is None)
    return Completed(**numbers, derived=derived)


def _corrected_target_of(statement: Statement) -> int | None:
    """The corrected target by the one formula or the other; None where neither tells, or where they disagree."""
    net, opening, _, realised, closing = statement.numbers
    told = set()
    if net is not None and opening is not None:
        told.add(corrected_target(net, opening))
    if realised is not None and closing is not None:
        told.add(closing + realised)
    return told.pop() if len(told) == 1 else None


def _difference(corrected: int, backlog: int | None) -> int | None:
    return corrected - backlog if backlog is not None and backlog <= corrected else None
