"""What closing a period would fix: its numbers from the official statements in force, its gaps and contradictions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from domain.events.figures import Number, TargetExchanged
from domain.municipality.figures import Figures, Statement
from domain.municipality.judging import Closed
from domain.policy.days_off import DECREE_DAYS, working_days
from domain.policy.official import is_official
from domain.policy.officially import ClosedPeriods, Officials, official_figures, official_numbers
from domain.policy.period import PeriodFigures, Stated
from domain.policy.statements import Contradiction, contradictions, effective_day, rank
from domain.values import Period


class Clash(NamedTuple):
    """A number in force that another official source contradicts, while nobody chose; ``contradiction`` has both."""

    number: Number
    statement: Statement
    contradiction: Contradiction


@dataclass(frozen=True, slots=True)
class Closable:
    """A half year as it would be closed.

    ``rests_on`` are the entries that its backlogs come from; ``first_target`` is the net target as first published.
    ``clashes``: numbers on which official sources contradict each other. ``exchanges``: those that no official net
    target takes account of yet.
    """

    figures: PeriodFigures
    first_target: int | None
    exchanged: int
    clashes: tuple[Clash, ...]
    contested: tuple[Number, ...]
    exchanges: tuple[TargetExchanged, ...]
    rests_on: tuple[int, ...]

    @property
    def gaps(self) -> tuple[Number, ...]:
        """The numbers that no official source gives, nor the others; without the closing backlog it stays open."""
        return tuple(number for number in Number if self.figures[number] is None)

    @property
    def differences(self) -> dict[Number, int]:
        """How much more a source states than the sum of the other numbers gives, in persons."""
        told = ((number, self.figures[number]) for number in Number)
        return {number: figure.difference for number, figure in told if figure and figure.difference}

    def value(self, number: Number) -> int | None:
        """One of the five numbers; None where it is not known."""
        figure = self.figures[number]
        return figure.value if figure else None


def closable(figures: Figures, closed: ClosedPeriods, period: Period, officials: Officials) -> Closable:
    """What closing a half year that is over would fix.

    Args:
        figures: every statement of the municipality.
        closed: the periods that are closed; what they fixed holds against what was stated later.
        period: the half year.
        officials: the kinds of sources that are official.
    """
    stated = official_numbers(figures, period, officials)
    found = official_figures(figures, closed, period, officials)
    clashes = tuple(_clashes(figures, stated, officials))
    first, exchanges = _first_target(figures, period, officials), figures.exchanges.get(period, ())
    counted = found.net_target is not None and found.net_target.value != first
    fixed = closed.get(period.previous) if not period.is_first else None
    return Closable(
        figures=found,
        first_target=first,
        exchanged=sum(fact.persons for _, fact in exchanges) if counted else 0,
        clashes=clashes,
        contested=_contested(found, {clash.number for clash in clashes}, fixed),
        exchanges=() if counted else tuple(fact for _, fact in exchanges),
        rests_on=_rests_on(found, fixed),
    )


def told_too_early(figures: PeriodFigures) -> date | None:
    """The day of what was realised, when the closing backlog follows from that and it is too early; else None.

    It is of the last day or later, or no working day was left to tell it. What has no day is taken to be of the whole
    period.
    """
    closing, realised, period = figures.closing_backlog, figures.realised, figures.period
    if not (closing and closing.derived and realised and realised.stated):
        return None
    told_until = effective_day(realised.stated.statement).last_day
    if told_until is None:
        return None
    since = max(told_until, period.first_day)
    return told_until if working_days(since, period.last_day, DECREE_DAYS) else None


def _clashes(figures: Figures, stated: Stated, officials: Officials) -> Iterator[Clash]:
    for number, given in stated.items():
        if not given.chosen:
            for each in contradictions(figures, given.statement):
                if each.number is number and is_official(each.other_statement, officials):
                    yield Clash(number, given.statement, each)


def _contested(found: PeriodFigures, clashing: set[Number], fixed: Closed | None) -> tuple[Number, ...]:
    """The numbers in doubt: those that clash, and each backlog that comes from a number in doubt."""
    opening, closing = found.opening_backlog, found.closing_backlog
    doubtful = set(clashing)
    from_before = opening is not None and opening.stated is None
    if from_before and fixed and Number.CLOSING_BACKLOG in fixed.numbers.contested:
        doubtful.add(Number.OPENING_BACKLOG)
    if closing is not None and closing.derived and doubtful - {Number.CLOSING_BACKLOG}:
        doubtful.add(Number.CLOSING_BACKLOG)
    return tuple(number for number in Number if number in doubtful)


def _first_target(figures: Figures, period: Period, officials: Officials) -> int | None:
    """The net target as it was first published; what has no day comes after what has one."""
    told = [each for each in figures.statements(period) if each.net_target is not None and is_official(each, officials)]
    first = min(told, key=lambda each: (not each.reported_on.parts, rank(each)), default=None)
    return first.net_target if first else None


def _rests_on(found: PeriodFigures, fixed: Closed | None) -> tuple[int, ...]:
    figures = [figure for number in Number if (figure := found[number])]
    versions = {statement.version for figure in figures for statement in figure.rests_on}
    if fixed and found.opening_backlog and found.opening_backlog.stated is None:
        versions.add(fixed.version)
    return tuple(sorted(versions))
