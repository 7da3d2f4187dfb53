"""A half year of a municipality as its page shows it: the chart, the same in a sentence, and the numbers by month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from api.web.charts import Forecast, HalfYear, Mark
from domain.policy.numbers import rounded
from domain.values import Period, Precision
from projections.dutch.telling import capital
from projections.dutch.words import day, number, period
from projections.figures import PeriodLine, Series
from projections.ladder import RungSpan

MONTH = timedelta(days=28)
"""The least between two reports that tell the pace of a month."""


@dataclass(frozen=True, slots=True)
class Reached:
    """How many persons were housed by a day, and how many should have been; None where it is unknown."""

    day: date
    realised: int | None
    expected: int | None


def chart_of(line: PeriodLine, found: Series, rungs: Iterable[RungSpan], *, upto: date) -> HalfYear:
    """What the chart of a half year shows as at a day; the marks are of rungs since a day in it that is known."""
    points = tuple((point.day, point.realised) for point in found.points)
    corrected = line.figures.corrected_target
    stays = {each.since_entry: each for each in rungs if each.since.precision is Precision.DAY}.values()
    begun = [Mark(first, each.rung) for each in stays if (first := each.since.first_day)]
    return HalfYear(
        period=line.period,
        points=points,
        expected=found.expected,
        target=corrected.value if corrected else None,
        forecast=_forecast(line, points),
        marks=tuple(mark for mark in begun if mark.day in line.period and mark.day <= upto),
    )


def in_words(chart: HalfYear) -> str:
    """What the chart shows, in a few sentences."""
    told = [f"{capital(period(chart.period))}."]
    if chart.points:
        last_day, last = chart.points[-1]
        told.append(f"Tot en met {day(last_day)} zijn {_persons(last)} gehuisvest.")
        if chart.target is not None and chart.target > 0:
            told.append(f"De taakstelling met achterstand is {number(chart.target)}.")
    else:
        told.append("Er is nog niets gerapporteerd.")
    if chart.forecast:
        low, middle, high = map(rounded, chart.forecast)
        told.append(f"Bij dit tempo worden het er {number(middle)} (tussen {number(low)} en {number(high)}).")
    told += [f"Sinds {day(each.day)} op trede {each.rung.value}." for each in chart.marks]
    return " ".join(told)


def by_month(chart: HalfYear) -> tuple[Reached, ...]:
    """The numbers behind the chart: at the end of each month, and on the last day that was reported."""
    expected = dict(chart.expected)
    ends = _month_ends(chart.period)
    if not chart.points:
        return tuple(Reached(end, None, _whole(expected.get(end))) for end in ends)
    last_day, last = chart.points[-1]
    rows = [
        Reached(end, _at(chart.points, end) if end <= last_day else None, _whole(expected.get(end))) for end in ends
    ]
    if last_day not in {row.day for row in rows}:
        rows.append(Reached(last_day, last, _between(chart.expected, last_day)))
    return tuple(sorted(rows, key=lambda row: row.day))


def _forecast(line: PeriodLine, points: Sequence[tuple[date, int]]) -> Forecast | None:
    """The forecast, between what the slowest and the fastest month so far would come to."""
    if line.forecast is None or not points:
        return None
    paces = list(_paces(points))
    (last_day, last), middle = points[-1], line.forecast
    left = (line.period.last_day - last_day).days
    ends = [last + max(pace, Fraction(0)) * left for pace in paces]
    return Forecast(min([middle, *ends]), middle, max([middle, *ends]))


def _paces(points: Sequence[tuple[date, int]]) -> Iterable[Fraction]:
    """Persons a day between each report and the first one that is a month later."""
    for place, (begin, before) in enumerate(points):
        later = next(((end, after) for end, after in points[place + 1 :] if end - begin >= MONTH), None)
        if later:
            yield Fraction(later[1] - before, (later[0] - begin).days)


def _at(points: Sequence[tuple[date, int]], end: date) -> int | None:
    return next((persons for reported, persons in reversed(points) if reported <= end), None)


def _between(bends: Sequence[tuple[date, Fraction]], on: date) -> int | None:
    """What should be realised at the end of a day, between two bends of the line."""
    for (begin, before), (end, after) in pairwise(bends):
        if begin <= on <= end:
            return rounded(before + (after - before) * Fraction((on - begin).days, (end - begin).days))
    return None


def _month_ends(of: Period) -> list[date]:
    months = range(of.first_day.month, of.last_day.month + 1)
    return [date(of.year + month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in months]


def _whole(persons: Fraction | None) -> int | None:
    return None if persons is None else rounded(persons)


def _persons(count: int) -> str:
    return "1 persoon" if count == 1 else f"{number(count)} personen"
