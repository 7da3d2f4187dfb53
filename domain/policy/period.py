"""The figures of a period: the numbers in force of it and of the periods before it, and what follows from them.

Statements give numbers; this tells what they come to. The opening backlog is the previous closing backlog unless a
statement gives another, the corrected target is net target plus opening backlog, the closing backlog is what of it was
not realised when the period was over. A corrected target or a closing backlog that is stated holds against this
arithmetic, until one of the numbers it is made of is stated for a later day. The difference is told either way.

Which statements count is the choice of who asks: official ones alone, or all of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from domain.events.figures import Number
from domain.municipality.figures import Statement
from domain.policy.numbers import (
    Band,
    band,
    closing_backlog,
    corrected_target,
    expected,
    pace_gap,
    percentage,
    running_backlog,
    share,
)
from domain.policy.statements import InForce, effective_day, rank
from domain.values import Period, Precision

BORDER = Fraction(1, 10)
"""The part of the corrected target beyond which a municipality is behind, not somewhat behind.

Set by the province, not published.
"""

Stated = Mapping[Number, InForce]
"""The numbers of a period that statements give, as they are in force."""


class Figure(NamedTuple):
    """One number of a period, in persons.

    ``stated`` is the value in force that a statement gives, if any does. ``derived`` says that the value follows from
    other numbers; where it is stated as well, they are of a later day. ``difference`` is how much more is stated than
    the arithmetic gives; None where only one of the two is known. ``rests_on`` are the statements that the value comes
    from in the end, also those of earlier periods.
    """

    value: int
    rests_on: tuple[Statement, ...]
    stated: InForce | None = None
    derived: bool = False
    difference: int | None = None


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """The five numbers of a period as at a day; None where neither a statement nor arithmetic tells.

    The closing backlog is known from the last day of the period on.
    """

    period: Period
    net_target: Figure | None
    opening_backlog: Figure | None
    corrected_target: Figure | None
    realised: Figure | None
    closing_backlog: Figure | None

    @property
    def percentage(self) -> Fraction | None:
        """Realised as a percentage of the corrected target; None where that is unknown, zero or less."""
        if self.realised is None or self.corrected_target is None:
            return None
        return percentage(self.realised.value, self.corrected_target.value)

    def __getitem__(self, number: Number) -> Figure | None:
        figure: Figure | None = getattr(self, number.value)
        return figure


@dataclass(frozen=True, slots=True)
class Pace:
    """How a half year goes, measured on a day; None where the numbers for it are unknown.

    The day is the one that the realised number is of, where that is known: what was reported on the first of the month
    is held against what should have been realised by then. Once the period is over, it is its last day.
    """

    on: date
    share: Fraction
    expected: Fraction | None
    gap: Fraction | None
    running_backlog: Fraction | None
    band: Band | None


def is_over(period: Period, day: date) -> bool:
    """Whether a period is over at the end of a day."""
    return period.last_day <= day


def chain(stated: Mapping[Period, Stated], day: date) -> Iterator[PeriodFigures]:
    """The figures of these periods as at a day, in order: each rests on the one right before it, if that is among them.

    Half years follow half years, and years follow years.
    """
    found: dict[Period, PeriodFigures] = {}
    for period in sorted(stated):
        previous = None if period.is_first else found.get(period.previous)
        found[period] = figures_of(period, stated[period], previous, day)
        yield found[period]


def figures_of(period: Period, stated: Stated, previous: PeriodFigures | None, day: date) -> PeriodFigures:
    """The figures of a period as at a day, from the numbers in force and from the figures of the period before it."""
    closed = previous.closing_backlog if previous else None
    opening = _opening(stated.get(Number.OPENING_BACKLOG), closed)
    net, corrected = _stated(stated, Number.NET_TARGET), _stated(stated, Number.CORRECTED_TARGET)
    if net and opening:
        made = _Derived(corrected_target(net.value, opening.value), (net, opening))
        corrected = _settled(stated.get(Number.CORRECTED_TARGET), made)
    elif corrected and opening:
        net = _left(corrected, opening)
    elif corrected and net:
        opening = _figure(_Derived(corrected.value - net.value, (corrected, net)))
    realised, closing = _stated(stated, Number.REALISED), None
    if is_over(period, day):
        closing = _stated(stated, Number.CLOSING_BACKLOG)
        if corrected and realised:
            made = _Derived(closing_backlog(corrected.value, realised.value), (corrected, realised))
            closing = _settled(stated.get(Number.CLOSING_BACKLOG), made)
        elif corrected and closing:
            realised = _left(corrected, closing)
    return PeriodFigures(period, net, opening, corrected, realised, closing)


def pace(figures: PeriodFigures, day: date, border: Fraction = BORDER) -> Pace | None:
    """How a period goes as at a day; None for a whole year, for which no share of the target was published.

    Args:
        figures: those of the period, as at the day.
        day: the day.
        border: the part of the corrected target beyond which it is behind.
    """
    period = figures.period
    if period.half is None:
        return None
    on = measured_on(figures, day)
    net, opening, corrected = figures.net_target, figures.opening_backlog, figures.corrected_target
    realised = figures.realised
    gap = pace_gap(corrected.value, realised.value, period, on) if corrected and realised else None
    return Pace(
        on=on,
        share=share(period, on),
        expected=expected(corrected.value, period, on) if corrected else None,
        gap=gap,
        running_backlog=(
            running_backlog(opening.value, net.value, realised.value, period, on)
            if opening and net and realised
            else None
        ),
        band=band(gap, corrected.value, border) if corrected and gap is not None else None,
    )


def measured_on(figures: PeriodFigures, day: date) -> date:
    """The day on which the pace of a period is measured, as at a day: see :class:`Pace`."""
    if is_over(figures.period, day):
        return figures.period.last_day
    stated = figures.realised.stated if figures.realised else None
    reported = effective_day(stated.statement) if stated else None
    if reported and reported.precision is Precision.DAY and reported.first_day and reported.first_day <= day:
        return max(reported.first_day, figures.period.first_day)
    return day


class _Derived(NamedTuple):
    """What a number comes to by arithmetic, and the numbers it is made of."""

    value: int
    made_of: tuple[Figure, ...]


def _stated(stated: Stated, number: Number) -> Figure | None:
    found = stated.get(number)
    return Figure(found.value, (found.statement,), found) if found else None


def _opening(stated: InForce | None, closed: Figure | None) -> Figure | None:
    """The previous closing backlog, unless another opening backlog is stated."""
    if stated is None:
        return Figure(closed.value, closed.rests_on, derived=True) if closed else None
    difference = stated.value - closed.value if closed else None
    return Figure(stated.value, (stated.statement,), stated, difference=difference)


def _figure(derived: _Derived) -> Figure:
    return Figure(derived.value, _statements(derived), derived=True)


def _left(corrected: Figure, backlog: Figure) -> Figure | None:
    """What a corrected target leaves when a backlog is taken from it; nothing when that would be less than nobody."""
    left = corrected.value - backlog.value
    return _figure(_Derived(left, (corrected, backlog))) if left >= 0 else None


def _settled(stated: InForce | None, derived: _Derived) -> Figure:
    """A number that follows from others, and may be stated as well."""
    if stated is None:
        return _figure(derived)
    difference = stated.value - derived.value
    if _is_overtaken(stated, derived):
        return Figure(derived.value, _statements(derived), stated, derived=True, difference=difference)
    return Figure(stated.value, (stated.statement,), stated, difference=difference)


def _is_overtaken(stated: InForce, derived: _Derived) -> bool:
    """Whether nobody chose what is stated, and some of what the number is made of is stated for a later day."""
    if stated.chosen:
        return False
    own = stated.statement
    others = [each for each in _statements(derived) if each is not own]
    return bool(others) and max(map(_day, others)) > _day(own)


def _statements(derived: _Derived) -> tuple[Statement, ...]:
    """The statements that a number comes from in the end, each once."""
    first, *others = (part.rests_on for part in derived.made_of)
    if all(each == first for each in others):  # mostly one statement gives all
        return first
    of_all = (each for rests_on in (first, *others) for each in rests_on)
    return tuple({(each.period, each.version): each for each in of_all}.values())


def _day(statement: Statement) -> tuple[int, int, int]:
    return rank(statement)[:3]
