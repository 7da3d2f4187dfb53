"""The half year that a page of judging is about: in its address, in words, and the way to the half years beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.web.visiting import Visit
from domain.values import Period

SHOWN = 6
"""To how many half years a page leads at once."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A half year to go to; ``here`` is the one that is shown."""

    name: str
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Stops:
    """The half years around the one that is shown; None where there is no step back or forth."""

    before: str | None
    after: str | None
    stops: tuple[Stop, ...]


def half_year(period: str) -> Period:
    """The half year in an address; a page that is not there for anything else."""
    try:
        found = Period.parse(period)
    except ValueError:
        raise HTTPException(404) from None
    if found.half is None:
        raise HTTPException(404)
    return found


HalfYear = Annotated[Period, Depends(half_year)]


def latest_over(day: date) -> Period:
    """The latest half year that is over on a day."""
    return Period.half_year(day).previous


def may_propose(visit: Visit, period: Period) -> bool:
    """Whether the visitor can propose on this half year: only on the last one, by which everybody is judged now."""
    latest = period == latest_over(visit.running.today())
    return latest and visit.may(Right.PROPOSE_PLACEMENTS) and not visit.time_travel


def named(period: Period) -> str:
    """A half year as a title begins: ``Tweede halfjaar 2025``."""
    return f"{('Eerste', 'Tweede')[(period.half or 1) - 1]} halfjaar {period.year}"


def stops(visit: Visit, shown: Period, query: Mapping[str, str]) -> Stops:
    """Where the review of another half year is, with the rest of its query as it is."""
    latest = max(latest_over(visit.knowing.day), shown)
    periods = [latest]
    while len(periods) < SHOWN or (shown not in periods and not periods[0].is_first):
        periods.insert(0, periods[0].previous)

    def to(period: Period) -> str:
        return visit.link(f"/beoordeling/{period}", **query)

    at = periods.index(shown)
    periods = periods[max(0, min(at - 2, len(periods) - SHOWN)) :][:SHOWN]
    return Stops(
        before=None if shown.is_first else to(shown.previous),
        after=to(shown.next) if shown < latest else None,
        stops=tuple(Stop(str(each), to(each), each == shown) for each in periods),
    )
