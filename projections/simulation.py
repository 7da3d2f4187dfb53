"""What if: gathers what is recorded of all municipalities, and tells where they would stand under another framework.

A handful of questions to the database, however many municipalities and half years there are; nothing is recorded.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, LiteralString

from domain.events.figures import Number
from domain.events.ladder import Placement
from domain.events.periods import PeriodNumbers
from domain.ledger.reading import Reading
from domain.policy.closing import told_too_early
from domain.policy.framework import Framework
from domain.policy.period import Figure, PeriodFigures, Stated, figures_of
from domain.policy.simulation import Course, Simulation, looks_back, moments, simulate
from domain.values import Period, Rung
from projections.dutch.words import alphabetical
from projections.engine.known import Knowing, ask
from projections.figures import figures_of_many
from projections.judging import ClosingRow, closings, frozen_on
from projections.ladder import LADDER
from projections.ladder.stays import SPANS
from projections.standing import fetched

DECIDED: LiteralString = """
    SELECT municipality, told, decided_on FROM {steps}
    WHERE {known} AND way = 'placed' AND decided_on BETWEEN %(first)s AND %(day)s AND municipality = ANY(%(codes)s)
"""
"""The placements that were decided on from a day on, whichever day they take effect."""

Moments = Mapping[Period, date]
"""The day on which rungs are compared, by the half year before it."""
Closings = Mapping[Period, ClosingRow]


@dataclass(frozen=True, slots=True)
class Decided:
    """What was really decided in the half year after one: how often, how often by a departure, and of whom that was."""

    decisions: int
    departures: int
    departed: frozenset[str]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The recorded history under another framework, beside what was really decided.

    ``compared_on`` is the day of which the recorded rung is compared, after each half year. ``closed`` is of how many
    municipalities the half year is closed: their numbers are those of the close, those of others the official ones.
    ``unchanged`` is the same under the framework as it was before somebody tried other values, and ``by_change`` names
    who would stand elsewhere by these values in the end; None where there are none.
    """

    simulation: Simulation
    unchanged: Simulation | None
    by_change: frozenset[str] | None
    compared_on: Moments
    decided: Mapping[Period, Decided]
    closed: Mapping[Period, int]


def what_if(
    reading: Reading,
    knowing: Knowing,
    framework: Framework,
    periods: Sequence[Period],
    *,
    unchanged: Framework | None = None,
    province: str | None = None,
) -> WhatIf:
    """Where every municipality would stand under a framework, as known and as at a day.

    Args:
        reading: the record.
        knowing: the knowledge and the day; the half years are over by then.
        framework: one that gives advice.
        periods: half years that follow each other, the earliest first; at least one.
        unchanged: the framework before somebody tried other values, if they did.
        province: the code of the only province that is meant, if any.

    Raises:
        NotBuiltError: one of the read models is not there yet.
    """
    compared = moments(framework, periods, knowing.day)
    stays = [each for each in _stays(reading, knowing, province) if each.rungs(compared)]
    codes = [each.code for each in stays]
    needed = _needed(max(looks_back(each) for each in (framework, unchanged) if each), periods)
    closed = closings(reading, knowing, codes, [*_before(needed[0]), *needed])
    figures = figures_of_many(reading, knowing, codes, needed, kinds=framework.official)
    frozen = frozen_on(reading, knowing, compared.values())
    courses = [
        Course(
            code=each.code,
            name=each.name,
            numbers=dict(_numbers(figures[each.code].values(), closed.get(each.code, {}), knowing.day)),
            recorded=each.rungs(compared),
            frozen=frozenset(period for period, day in compared.items() if each.code in frozen[day]),
        )
        for each in stays
    ]
    simulation = simulate(framework, courses, periods)
    before = simulate(unchanged, courses, periods) if unchanged else None
    return WhatIf(
        simulation=simulation,
        unchanged=before,
        by_change=simulation.unlike(before, periods[-1]) if before else None,
        compared_on={period: compared[period] for period in periods},
        decided=_decided(reading, knowing, periods, codes),
        closed={period: sum(period in of_one for of_one in closed.values()) for period in periods},
    )


@dataclass(frozen=True, slots=True)
class _Stays:
    """A municipality, and its spans of days on a rung."""

    code: str
    name: str
    spans: tuple[Mapping[str, Any], ...]

    def rungs(self, compared: Moments) -> dict[Period, Rung]:
        """On which rung it stood at each of these moments, while it was under supervision."""
        return {
            period: Rung(span["rung"]) for period, day in compared.items() for span in self.spans if _lies_in(day, span)
        }


def _stays(reading: Reading, knowing: Knowing, province: str | None) -> list[_Stays]:
    """Everybody who was ever under supervision, in alphabetical order."""
    rows = ask(reading, LADDER, SPANS, knowing, code=None, province=province)
    by_code = [(code, tuple(spans)) for code, spans in groupby(rows, key=lambda row: str(row["municipality"]))]
    stays = [_Stays(code, spans[0]["name"], spans) for code, spans in by_code]
    return sorted(stays, key=lambda each: (alphabetical(each.name), each.code))


def _lies_in(day: date, span: Mapping[str, Any]) -> bool:
    return span["effective_from"] <= day and (span["effective_to"] is None or day < span["effective_to"])


def _before(period: Period) -> list[Period]:
    return [] if period.is_first else [period.previous]


def _needed(further_back: int, periods: Sequence[Period]) -> list[Period]:
    """The half years of which the verdict counts, so many before these included, the earliest first."""
    needed = list(periods)
    for _ in range(further_back):
        needed = [*_before(needed[0]), *needed]
    return needed


def _numbers(figures: Iterable[PeriodFigures], closed: Closings, day: date) -> Iterator[tuple[Period, PeriodNumbers]]:
    """The numbers of half years as they were closed, or else as official sources tell them by now.

    What was closed before holds against what was stated later. Without a closing backlog, or with one that follows from
    what was realised long before the end, there is nothing to judge.
    """
    before: PeriodFigures | None = None
    for told in figures:
        period = told.period
        if not period.is_first and period.previous in closed:
            before = _fixed(closed[period.previous].numbers)
        now = figures_of(period, _stated(told), before, day) if before else told
        if period in closed:
            yield period, closed[period].numbers
        elif now.closing_backlog and not told_too_early(now):
            yield period, _as_numbers(now, now.closing_backlog)
        before = now if before else None


def _fixed(numbers: PeriodNumbers) -> PeriodFigures:
    """A half year as the next one rests on it: of it only the closing backlog matters."""
    closing = Figure(numbers.closing_backlog, ())
    return PeriodFigures(numbers.period, None, None, None, None, closing_backlog=closing)


def _stated(figures: PeriodFigures) -> Stated:
    """What statements give of these figures."""
    told = ((number, figures[number]) for number in Number)
    return {number: figure.stated for number, figure in told if figure and figure.stated}


def _as_numbers(figures: PeriodFigures, closing: Figure) -> PeriodNumbers:
    """What closing the half year would fix of these figures."""
    told = ((number, figures[number]) for number in Number if number is not Number.CLOSING_BACKLOG)
    known = {number.value: figure.value for number, figure in told if figure}
    return PeriodNumbers(period=figures.period, closing_backlog=closing.value, **known)


def _decided(
    reading: Reading, knowing: Knowing, periods: Sequence[Period], codes: Collection[str]
) -> dict[Period, Decided]:
    """What was decided in the half year after each of these."""
    first = periods[0].next.first_day
    rows = ask(reading, LADDER, DECIDED, knowing, first=first, codes=list(codes))
    placed: dict[Period, list[tuple[str, bool]]] = {period: [] for period in periods}
    for row, (told,) in zip(rows, fetched(reading, rows), strict=True):
        period = Period.half_year(row["decided_on"]).previous
        if period in placed and isinstance(told.fact, Placement):
            placed[period].append((row["municipality"], told.fact.departure is not None))
    return {
        period: Decided(
            decisions=len(them),
            departures=sum(departs for _, departs in them),
            departed=frozenset(code for code, departs in them if departs),
        )
        for period, them in placed.items()
    }
