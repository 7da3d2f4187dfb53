"""Figures that come in by themselves: when they last came, whether they are missed, and what came of each arrival."""

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import Query
from pydantic import Field

from api import clock
from api.arriving.alarm import StayedAway
from api.arriving.standing import Standing
from api.rest.imports import Asked
from api.rest.routing import Routes
from api.rest.schemas import Told
from api.store.arrivals import Arrival, Result, Way

routes = Routes("/arrivals", tag="Imports")

MOST, USUAL = 200, 50


class Alarm(Told):
    """That figures stay away: for more working days than the province accepts."""

    since: date = Field(description="the day of the last import; of the first look when there was none yet")
    working_days: int = Field(description="that are over, without an import")
    never: bool = Field(description="whether nothing was ever imported")
    sentence: str = Field(description="the same in Dutch, with what is known of why")


class ArrivalTold(Told):
    """Something that came in, or did not come although it was asked for."""

    at: datetime
    way: Way
    result: Result
    file_name: str | None
    import_id: str | None = Field(description="the import that came of it")
    reason: str | None = Field(description="why there is none, in Dutch")

    @classmethod
    def of(cls, arrival: Arrival) -> Self:
        """An arrival as it is remembered."""
        told = arrival.told
        return cls(
            at=arrival.at,
            way=arrival.way,
            result=arrival.result,
            file_name=told.file_name,
            import_id=arrival.stream,
            reason=told.reason,
        )


class Arriving(Told):
    """How it stands with the figures that are to come in by themselves."""

    ways: tuple[Way, ...] = Field(description="how figures come in by themselves; empty when they do not")
    next_at: datetime | None = Field(description="when an address is asked again; null without one")
    last_imported_at: datetime | None = Field(description="by whatever way")
    alarm: Alarm | None
    arrivals: tuple[ArrivalTold, ...] = Field(description="the last ones, the newest first")


@routes.read("")
def show_arrivals(
    at: Asked, limit: Annotated[int, Query(ge=1, le=MOST, description="the most arrivals that are told")] = USUAL
) -> Arriving:
    """Tell when figures last came in, whether they are missed, and what came of each arrival."""
    stand = Standing.of(at.running, at.running.today(), clock.now(), shown=limit)
    ways = ((Way.FOLDER, stand.folder), (Way.ADDRESS, stand.host))
    return Arriving(
        ways=tuple(way for way, given in ways if given),
        next_at=stand.next_at,
        last_imported_at=stand.last.recorded_at if stand.last else None,
        alarm=_alarm(stand.alarm),
        arrivals=tuple(ArrivalTold.of(each) for each in stand.arrivals),
    )


def _alarm(missed: StayedAway | None) -> Alarm | None:
    return None if missed is None else Alarm.model_validate(missed)
