"""Promises with a count of persons, judged by the figures: agreements and milestones of a plan.

A promise to house so many persons by a day is kept when the official figures in force as at that day say that so many
were housed in its period.
"""

from dataclasses import dataclass
from datetime import date

from domain.municipality.figures import Figures, Statement
from domain.policy.official import is_official
from domain.policy.officially import Officials
from domain.policy.statements import effective_day, rank
from domain.values import Period, Precision


@dataclass(frozen=True, slots=True)
class Judged:
    """What the figures say of a promise: how many were housed, by which statement, and whether that is enough."""

    promised: int
    realised: int
    statement: int
    kept: bool


def judged(figures: Figures, *, promised: int, due: date, officials: Officials) -> Judged | None:
    """What the official figures say of a promise to house so many persons by a day, in the half year of that day.

    It is kept when a statement of the due day or before tells of enough; it is not when one of the due day or later
    tells of too few. Otherwise nobody can tell: None.
    """
    period = Period.half_year(due)
    told = [
        (day, each.realised, each)
        for each in figures.statements(period)
        if is_official(each, officials) and each.realised is not None and (day := _day(each))
    ]
    by_then = max((each for each in told if each[0] <= due), key=lambda each: rank(each[2]), default=None)
    if by_then and by_then[1] >= promised:
        return Judged(promised, by_then[1], by_then[2].version, kept=True)
    since = [each for each in told if each[0] >= due]
    first_day = min((day for day, _, _ in since), default=None)
    first = max((each for each in since if each[0] == first_day), key=lambda each: rank(each[2]), default=None)
    if first and first[1] < promised:
        return Judged(promised, first[1], first[2].version, kept=False)
    return None


def _day(statement: Statement) -> date | None:
    """The day of a statement that is known to the day; what is known less precisely tells nothing of a day."""
    reported = effective_day(statement)
    return reported.first_day if reported.precision is Precision.DAY else None
