"""Of which past half years persons still have to be housed: whoever is housed counts for the oldest unmet period.

So what is still due of the past stands in its last periods: of each at most its target, and what is left of the period
before it. It helps who drafts a substitution decision, which names past periods and persons; a person decides on both.
"""

from dataclasses import dataclass
from datetime import date

from domain.events.figures import Number
from domain.municipality.figures import Figures
from domain.policy.officially import ClosedPeriods, Officials, official_days, official_figures
from domain.values import Period

LOOKED_BACK = 8
"""So many half years are looked back in for figures of what was realised."""


@dataclass(frozen=True, slots=True)
class Unmet:
    """So many persons of a past half year are still to be housed."""

    period: Period
    persons: int


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What is still due of past half years, the oldest first, by the last official figures of a day."""

    figures_day: date
    unmet: tuple[Unmet, ...]


def outstanding(figures: Figures, closed: ClosedPeriods, day: date, officials: Officials) -> Outstanding | None:
    """What is still due of the half years that are over on a day; None where official figures do not tell."""
    counted = _last_count(figures, day, officials)
    if counted is None:
        return None
    figures_day, realised = counted
    past = Period.half_year(day).previous
    backlog = _number(figures, closed, past, Number.CLOSING_BACKLOG, officials)
    if backlog is None:
        return None
    left = max(backlog - (realised if figures_day > past.last_day else 0), 0)
    return Outstanding(figures_day, tuple(reversed(_spread(figures, closed, past, left, officials))))


def _spread(figures: Figures, closed: ClosedPeriods, period: Period, left: int, officials: Officials) -> list[Unmet]:
    """What is left, over the periods, the last first; of a period without a known target that is all of it."""
    found = list[Unmet]()
    while left > 0:
        target = _number(figures, closed, period, Number.NET_TARGET, officials)
        share = left if target is None or period.is_first else min(left, max(target, 0))
        found += [Unmet(period, share)] if share else []
        left -= share
        period = period if period.is_first else period.previous
    return found


def _number(
    figures: Figures, closed: ClosedPeriods, period: Period, number: Number, officials: Officials
) -> int | None:
    """A number of a half year as it was fixed, or else as official figures give it."""
    if period in closed:
        fixed: int | None = getattr(closed[period].numbers, number.value)
        return fixed
    found = official_figures(figures, closed, period, officials)[number]
    return found.value if found else None


def _last_count(figures: Figures, day: date, officials: Officials) -> tuple[date, int] | None:
    """The last day of which official figures tell what was realised in its half year, and how many that were."""
    period = Period.half_year(day)
    for _ in range(LOOKED_BACK):
        told = official_days(figures, period, officials, day)
        if told:
            on, statement = told[-1]
            return on, statement.realised or 0
        period = period.previous
    return None
