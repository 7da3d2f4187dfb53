"""Promises with a count of persons, judged by the figures: agreements and milestones of a plan.

A milestone counts who was housed since its half year began: '45 of 89 before 1 April'. An agreement counts who was
housed since it was made. What official figures do not tell for certain, nobody is held to.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.municipality.figures import Figures, Statement
from domain.policy.official import is_official
from domain.policy.officially import Officials
from domain.policy.statements import effective_day
from domain.values import Period, Precision


@dataclass(frozen=True, slots=True)
class Judged:
    """What the figures say of a promise: how many were housed, by which statement, and whether that is enough.

    ``realised`` are at least so many where it is kept, and at most so many where it is not.
    """

    promised: int
    realised: int
    statement: int
    kept: bool


def judged(
    figures: Figures, *, promised: int, due: date, officials: Officials, since: date | None = None
) -> Judged | None:
    """What the official figures say of a promise to house so many persons by a day, that day included.

    It is kept when figures of the due day or before tell of enough; it is not when figures of the due day or later tell
    of too few. Otherwise nobody can tell: None.

    Args:
        figures: every statement of the municipality.
        promised: how many persons.
        due: the last day.
        officials: the kinds of sources that are official.
        since: the day on which it was promised; without it who was housed since the half year of ``due`` began counts.
    """
    told = _Told(figures, officials)
    before, after = told.by(due), told.not_before(due)
    earlier = told.between(since, due) if since else (0, 0)
    if before and earlier and (housed := before.realised + earlier[0]) >= promised:
        return Judged(promised, housed, before.version, kept=True)
    if after and earlier and (housed := after.realised + earlier[1]) < promised:
        return Judged(promised, housed, after.version, kept=False)
    return None


@dataclass(frozen=True, slots=True)
class Housed:
    """How many were housed, at least, and the last statement that tells it."""

    persons: int
    statement: int


def housed_between(figures: Figures, since: date, until: date, officials: Officials) -> Housed | None:
    """How many were certainly housed after one day, by the end of another; None where figures do not tell."""
    told = _Told(figures, officials)
    while told.by(until) is None and (before := Period.half_year(until).first_day - timedelta(days=1)) >= since:
        until = before  # nothing is told of this half year yet
    last, earlier = told.by(until), told.between(since, until)
    return Housed(max(last.realised + earlier[0], 0), last.version) if last and earlier else None


@dataclass(frozen=True, slots=True)
class _Count:
    """How many were housed in a half year by the end of a day, by the statement with this version."""

    day: date
    realised: int
    version: int


@dataclass(frozen=True, slots=True)
class _Told:
    """What official statements tell of how many were housed, day by day."""

    figures: Figures
    officials: Officials

    def by(self, day: date) -> _Count | None:
        """The last count of a day or before, in its half year."""
        return max((each for each in self._of(Period.half_year(day)) if each.day <= day), key=_order, default=None)

    def not_before(self, day: date) -> _Count | None:
        """The first count of a day or later, in its half year."""
        later = [each for each in self._of(Period.half_year(day)) if each.day >= day]
        first = min((each.day for each in later), default=None)
        return max((each for each in later if each.day == first), key=_order, default=None)

    def between(self, since: date, due: date) -> tuple[int, int] | None:
        """What has to be added to the count of the half year of ``due`` to know who was housed after ``since``.

        The least and the most that it can be; None where that is not known.
        """
        if since > due:
            return None
        period, last = Period.half_year(since), Period.half_year(due)
        low, high = self.by(since), self.not_before(since)
        if since == period.first_day:
            least = most = 0
        elif high is None:
            return None
        else:
            least, most = -high.realised, -(low.realised if low else 0)
        while period < last:
            whole = self.by(period.last_day)
            if whole is None or whole.day != period.last_day:
                return None
            least, most = least + whole.realised, most + whole.realised
            period = period.next
        return least, most

    def _of(self, period: Period) -> list[_Count]:
        return [
            _Count(day, each.realised, each.version)
            for each in self.figures.statements(period)
            if each.realised is not None and is_official(each, self.officials) and (day := _day(each))
        ]


def _order(count: _Count) -> tuple[date, int]:
    return count.day, count.version


def _day(statement: Statement) -> date | None:
    """The day of a statement that is known to the day; what is known less precisely tells nothing of a day."""
    reported = effective_day(statement)
    return reported.first_day if reported.precision is Precision.DAY else None
