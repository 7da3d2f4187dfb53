"""What the figures come to, period by period: what is in force, what follows, the pace, and the series behind it."""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, LiteralString

from domain.events.figures import TargetExchanged
from domain.ledger.reading import Reading
from domain.policy.numbers import expected, forecast
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.period import BORDER, Pace, PeriodFigures, chain, is_over, pace
from domain.values import Period
from projections.engine.known import Knowing, ask
from projections.figures.in_force import COUNTS, Kinds, counting, in_force_of
from projections.figures.model import FIGURES, OF_A_YEAR, day_of_rank, period_of, until
from projections.figures.stated import exchanges_known

PERIODS: LiteralString = (
    "SELECT DISTINCT s.year, s.half FROM {statements} AS s"
    " WHERE s.municipality = %(code)s AND s.rank <= %(until)s AND {known_s}"
)
POINTS: LiteralString = (
    "SELECT s.rank, s.entry, s.realised FROM {statements} AS s"  # noqa: S608 - only literals
    " WHERE s.municipality = %(code)s AND s.year = %(year)s AND s.half = %(half)s"
    " AND s.rank BETWEEN %(first)s AND least(%(last)s, %(until)s) AND s.rank %% 100 > 0"
    " AND s.realised IS NOT NULL AND {known_s}" + COUNTS + " ORDER BY s.rank, s.entry"
)
"""What was realised by the end of each day of a period: the statements of which the day is known."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """Part of a target that went to another municipality, or came from it. The net target is as sources state it."""

    entry: int
    fact: TargetExchanged


@dataclass(frozen=True, slots=True)
class PeriodLine:
    """A period: its numbers, its pace (of half years), the forecast while it runs, and exchanges of its target."""

    figures: PeriodFigures
    pace: Pace | None
    forecast: Fraction | None
    exchanges: tuple[Exchange, ...]

    @property
    def period(self) -> Period:
        """Which period it is."""
        return self.figures.period


@dataclass(frozen=True, slots=True)
class Point:
    """How many persons were housed by the end of a day, as the entry in force for that day states."""

    day: date
    realised: int
    entry: int


@dataclass(frozen=True, slots=True)
class Series:
    """What was realised in a period, day by day, and the bends of the line of what should have been."""

    period: Period
    points: tuple[Point, ...]
    expected: tuple[tuple[date, Fraction], ...]


def periods(
    reading: Reading, knowing: Knowing, code: str, *, kinds: Kinds = OFFICIAL_KINDS, border: Fraction = BORDER
) -> tuple[PeriodLine, ...]:
    """The periods of a municipality of which anything is stated, in order, as known and as at a day.

    Args:
        reading: the record.
        knowing: the knowledge and the day.
        code: the municipality.
        kinds: the kinds of sources whose measured statements count; None when all statements do, measured or not.
        border: the part of the corrected target beyond which a municipality is behind, not somewhat behind.

    Raises:
        NotBuiltError: the read model is not there yet.
    """
    asked = _Asked(reading, knowing, code, kinds)
    return tuple(asked.lines(asked.figures(), border))


def figures_of_period(
    reading: Reading,
    knowing: Knowing,
    code: str,
    period: Period,
    *,
    kinds: Kinds = OFFICIAL_KINDS,
    border: Fraction = BORDER,
) -> PeriodLine | None:
    """One period of a municipality as ``periods`` tells it; None when nothing is stated of it."""
    asked = _Asked(reading, knowing, code, kinds)
    return next(asked.lines((each for each in asked.figures() if each.period == period), border), None)


def series(reading: Reading, knowing: Knowing, code: str, period: Period, *, kinds: Kinds = OFFICIAL_KINDS) -> Series:
    """What was realised day by day in a period, with the line of what should have been; raises NotBuiltError.

    The line is there for half years of which the corrected target is known.
    """
    asked = _Asked(reading, knowing, code, kinds)
    figures = next((each for each in asked.figures() if each.period == period), None)
    if figures is None:
        return Series(period, (), ())
    corrected = figures.corrected_target
    return Series(period, asked.points(figures), expected_line(period, corrected.value) if corrected else ())


def expected_line(period: Period, corrected: int) -> tuple[tuple[date, Fraction], ...]:
    """The bends of the line of what should be realised: the eve of a half year and its month ends; () for a year."""
    if period.half is None:
        return ()
    months = range(period.first_day.month, period.last_day.month + 1)
    ends = [date(period.year, month, calendar.monthrange(period.year, month)[1]) for month in months]
    return tuple((day, expected(corrected, period, day)) for day in (period.first_day - timedelta(days=1), *ends))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A municipality that is asked about, and whose statements count."""

    reading: Reading
    knowing: Knowing
    code: str
    kinds: Kinds

    def figures(self) -> Iterator[PeriodFigures]:
        """The figures of every period of which anything is stated, in order."""
        rows = self._ask(PERIODS)
        known = [period_of(row["year"], row["half"]) for row in rows]
        stated = in_force_of(self.reading, self.knowing, [self.code], known, kinds=self.kinds)
        return chain({period: stated.get((self.code, period), {}) for period in known}, self.knowing.day)

    def lines(self, told: Iterable[PeriodFigures], border: Fraction) -> Iterator[PeriodLine]:
        """What is told of these periods."""
        day, exchanges = self.knowing.day, exchanges_known(self.reading, self.knowing, self.code)
        for figures in told:
            period = figures.period
            points = self.points(figures) if day in period and not is_over(period, day) else ()
            yield PeriodLine(
                figures=figures,
                pace=pace(figures, day, border),
                forecast=forecast(period, [(point.day, point.realised) for point in points]),
                exchanges=tuple(Exchange(entry, fact) for entry, fact in exchanges.get(period, ())),
            )

    def points(self, figures: PeriodFigures) -> tuple[Point, ...]:
        """One point a day: of the statements of one day the one that a person chose, else the latest recorded."""
        period, stated = figures.period, figures.realised.stated if figures.realised else None
        rows = self._ask(
            POINTS,
            year=period.year,
            half=period.half or OF_A_YEAR,
            first=until(period.first_day),
            last=until(period.last_day),
            kinds=counting(self.kinds),
        )
        chosen = stated.statement.version if stated and stated.chosen else None
        by_day = {row["rank"]: row for row in rows}
        by_day |= {row["rank"]: row for row in rows if row["entry"] == chosen}
        return tuple(Point(day_of_rank(rank), row["realised"], row["entry"]) for rank, row in by_day.items())

    def _ask(self, query: LiteralString, **parameters: object) -> list[dict[str, Any]]:
        today = {"code": self.code, "until": until(self.knowing.day)}
        return ask(self.reading, FIGURES, query, self.knowing, **today, **parameters)
