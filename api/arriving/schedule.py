"""When an address is asked for figures: at set times on working days, and again after a failure, with growing pauses.

No library for schedules: they know the days of a week and not the working days of the Algemene termijnenwet, and they
keep their state in one process. Here all that is known is what came of earlier tries, so that any process can go on.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.policy.days_off import is_day_off, next_working_day

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80, 120))
"""After the first failure since a set time, after the second, and so on; the last goes on until the next set time."""


def last_time(now: datetime, times: Sequence[time]) -> datetime | None:
    """The last of the set times that has come today; None on a day off, and before the first of them."""
    here = now.astimezone(AMSTERDAM)
    if is_day_off(here.date()):
        return None
    come = [each for each in _moments(here, times) if each <= now]
    return max(come, default=None)


def next_time(now: datetime, times: Sequence[time]) -> datetime:
    """The first of the set times that is still to come."""
    here = now.astimezone(AMSTERDAM)
    coming = [each for each in _moments(here, times) if each > now]
    if coming and not is_day_off(here.date()):
        return min(coming)
    day = next_working_day(here.date())
    return min(_moments(datetime.combine(day, time(), AMSTERDAM), times))


def is_due(now: datetime, times: Sequence[time], failures: Sequence[datetime], *, answered: bool) -> bool:
    """Whether an address is to be asked now.

    Args:
        now: the moment.
        times: the set times, in Dutch time.
        failures: when it was asked in vain since the last set time.
        answered: whether it was asked since then and gave an answer.
    """
    if answered or last_time(now, times) is None:
        return False
    if not failures:
        return True
    pause = PAUSES[min(len(failures), len(PAUSES)) - 1]
    return now >= max(failures) + pause


def _moments(day: datetime, times: Sequence[time]) -> list[datetime]:
    """The set times of a day. The clock is put forward and back on Sundays, when nothing is asked."""
    return [datetime.combine(day.date(), each, AMSTERDAM) for each in times]
