"""The days of the demo: written relative to the day on which it is made, so that the history always ends there.

``h-3+45`` is the 45th day after the first of the third half year before the current one (``h0``), ``-20`` is twenty
days before today, ``+30`` thirty days after the step that says so. A day off stands for the working day after it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from domain.policy.days_off import is_day_off, next_working_day
from domain.values import Period

PERIODS = 7
"""The half years of the history; the last one is under way."""

BEFORE = 90
"""The days before the first of them from which the record tells."""

_WRITTEN = re.compile(r"h(-?\d)\+(\d+)|([+-]\d+)")


@cache
def off(day: date) -> bool:
    """Whether a day is no working day."""
    return is_day_off(day)


@dataclass(frozen=True, slots=True)
class Days:
    """The calendar of a history that ends on a day."""

    today: date

    @property
    def first(self) -> date:
        """The first day of the record: a working day."""
        return working_day(self.period(1 - PERIODS).first_day - timedelta(days=BEFORE))

    def period(self, half: int) -> Period:
        """A half year: 0 is the current one, -1 the one before, 1 the next."""
        period = Period.half_year(self.today)
        for _ in range(abs(half)):
            period = period.next if half > 0 else period.previous
        return period

    def half(self, day: date) -> int:
        """Which half year a day lies in, counted from the current one."""
        now = Period.half_year(self.today)
        return (day.year - now.year) * 2 + (Period.half_year(day).half or 1) - (now.half or 1)

    def day(self, written: str, *, after: date | None = None) -> date:
        """The working day that is meant; ``after`` is the day of the step that says it."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            raise ValueError(f"{written!r} is no day of a story")
        half, nth, shift = found.groups()
        if nth is not None:
            return working_day(self.period(int(half)).first_day + timedelta(days=int(nth)))
        start = after if shift.startswith("+") and after else self.today
        return working_day(start + timedelta(days=int(shift)))

    def working_days(self) -> list[date]:
        """The working days of the record, up to and including today."""
        span = (self.today - self.first).days + 1
        return [day for nth in range(span) if not off(day := self.first + timedelta(days=nth))]


def working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    return next_working_day(day) if off(day) else day
