"""Walking through the half years: the addresses that show the same page as at the last day of another half year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from api.web.visiting import AS_AT, KNOWN_ON, Visit
from domain.values import Period

STOPS = 6
"""To how many half years that are over a page leads at once."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A moment to walk to: the last day of a half year, or today."""

    name: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Walk:
    """The last half years and today, and where one step back and forth leads; None where there is no such step."""

    before: str | None
    after: str | None
    stops: tuple[Stop, ...]


def walk(visit: Visit, path: str, query: Mapping[str, str]) -> Walk:
    """Where a page can be walked to from the day that it shows, with the rest of its query as it is."""
    here, today = visit.knowing.day, visit.running.today()
    over = [Period.half_year(today).previous]
    while len(over) < STOPS:
        over.insert(0, over[0].previous)

    def to(on: date | None) -> str:
        return address(visit, path, query, on)

    back, forth = _before(here), _after(here, today)
    ends = [Stop(str(each), to(each.last_day), here == each.last_day) for each in over]
    return Walk(
        before=to(back) if back else None,
        after=to(None if forth == today else forth) if forth else None,
        stops=(*ends, Stop("nu", to(None), here == today)),
    )


def address(visit: Visit, path: str, query: Mapping[str, str], on: date | None) -> str:
    """The address of a page as at a day, by what was known as it shows now; as at today for None."""
    moment = {KNOWN_ON: visit.known_on, AS_AT: on}
    told = {name: value for name, value in {**query, **moment}.items() if value}
    return f"{path}?{urlencode(told)}" if told else path


def _before(here: date) -> date | None:
    """The last day of a half year before a day."""
    period = Period.half_year(here)
    return None if period.is_first else period.previous.last_day


def _after(here: date, today: date) -> date | None:
    """The first last day of a half year after a day, or today where that is earlier."""
    if here >= today:
        return None
    period = Period.half_year(here)
    return min(period.next.last_day if here == period.last_day else period.last_day, today)
