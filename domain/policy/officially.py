"""What the official measured statements come to: the numbers of a half year as at a day, and its series."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from domain.events.figures import Number
from domain.municipality.figures import Figures, Statement
from domain.municipality.judging import Closed
from domain.policy.official import is_official
from domain.policy.period import Figure, PeriodFigures, Stated, figures_of, pace
from domain.policy.statements import effective_day, in_force_among, rank
from domain.values import Period, Precision, SourceKind

Officials = tuple[SourceKind, ...]
"""The kinds of sources that are official in a framework."""

ClosedPeriods = Mapping[Period, Closed]
"""The periods that are closed: what they fixed holds against what was stated later."""


def official_figures(
    figures: Figures, closed: ClosedPeriods, period: Period, officials: Officials, day: date | None = None
) -> PeriodFigures:
    """The numbers of a half year as at a day (by all that is stated when none is given), by official sources alone.

    Its opening backlog follows from the period before it, as that was closed or else as its figures are.
    """
    day_or_end = day or period.last_day
    before = _before(figures, closed, period, officials, day)
    return figures_of(period, official_numbers(figures, period, officials, day), before, day_or_end)


def official_numbers(figures: Figures, period: Period, officials: Officials, day: date | None = None) -> Stated:
    """The numbers in force of a period that official measured statements give, as at a day."""
    until = (day.year, day.month, day.day) if day else None

    def counts(statement: Statement) -> bool:
        return is_official(statement, officials) and (until is None or rank(statement)[:3] <= until)

    found = {number: in_force_among(figures, period, number, counts) for number in Number}
    return {number: given for number, given in found.items() if given}


def official_series(figures: Figures, period: Period, officials: Officials, day: date) -> list[tuple[date, int]]:
    """What was realised by the end of each reported day of a half year until a day, in order."""
    told = official_days(figures, period, officials, day)
    return [(on, statement.realised) for on, statement in told if statement.realised is not None]


def official_days(figures: Figures, period: Period, officials: Officials, day: date) -> list[tuple[date, Statement]]:
    """The statement that tells what was realised by the end of each reported day, in order of the days."""
    told: dict[date, Statement] = {}
    for statement in figures.statements(period):
        reported = effective_day(statement)
        on = reported.first_day
        if statement.realised is None or on is None or reported.precision is not Precision.DAY or on > day:
            continue
        known = told.get(on)
        if on in period and is_official(statement, officials) and (known is None or known.version < statement.version):
            told[on] = statement
    return sorted(told.items(), key=lambda each: each[0])


def running_backlog_on(figures: Figures, closed: ClosedPeriods, day: date, officials: Officials) -> Fraction | None:
    """The running backlog of a municipality on a day, in persons; None where the figures of the half year are unknown.

    It is measured on the day of the last figures of what was realised, as everywhere.
    """
    found = pace(official_figures(figures, closed, Period.half_year(day), officials, day), day)
    return found.running_backlog if found else None


def running_backlog_rests_on(
    figures: Figures, closed: ClosedPeriods, day: date, officials: Officials
) -> frozenset[int]:
    """The entries that the running backlog of a day comes from: its statements, and the close before its half year."""
    period = Period.half_year(day)
    found = official_figures(figures, closed, period, officials, day)
    made_of = [each for each in (found.net_target, found.opening_backlog, found.realised) if each]
    versions = {statement.version for each in made_of for statement in each.rests_on}
    before = None if period.is_first else closed.get(period.previous)
    from_before = found.opening_backlog is not None and found.opening_backlog.stated is None
    return frozenset(versions | ({before.version} if before and from_before else set()))


def _before(
    figures: Figures, closed: ClosedPeriods, period: Period, officials: Officials, day: date | None
) -> PeriodFigures | None:
    """The period before: of it only the closing backlog matters."""
    if period.is_first:
        return None
    before = period.previous
    if before in closed:
        kept = Figure(closed[before].numbers.closing_backlog, ())
        return PeriodFigures(before, None, None, None, None, closing_backlog=kept)
    if before not in figures.periods:
        return None
    earlier = _before(figures, closed, before, officials, day)
    return figures_of(before, official_numbers(figures, before, officials, day), earlier, day or before.last_day)
