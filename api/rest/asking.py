"""What a read works with: which knowledge, as at which day, for whose eyes, and how far the read models must be."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Header, Query, Request, Response

from api.identity.caller import Caller
from api.judging.promises import ByFigures
from api.rest.headers import POSITION
from api.rest.problems import ProblemError
from api.rest.recording import etag
from api.rest.schemas import Day
from api.running import Running
from domain.ledger.application import Ledger
from domain.refusals import UnknownMunicipality, require
from projections.engine.known import Knowing
from projections.engine.runner import StaleError
from projections.reading import Reader

MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2}))?", re.ASCII)
"""A day, or a moment with its zone, as RFC 3339 writes them."""
EARLIEST, LATEST = date(1995, 1, 1), date(2199, 12, 31)
"""The days that can be asked about: their periods, and those before them, are periods of the model."""
PATIENCE = 1.0
"""Seconds that a read waits for the read models to show the position that the caller asks for."""


@dataclass(frozen=True, slots=True)
class Asking:
    """One question that came in by the API."""

    running: Running
    caller: Caller
    knowing: Knowing
    response: Response

    @property
    def ledger(self) -> Ledger:
        """The record."""
        return self.running.ledger

    @property
    def reader(self) -> Reader:
        """The record with the texts that the caller may read."""
        return Reader(self.running.ledger, readable=self.caller.readable)

    def municipality(self, code: str) -> str:
        """The code of a municipality of which something was known; raises UnknownMunicipality."""
        require(self.ledger.version_at(code, self.knowing.position) > 0, UnknownMunicipality(code))
        return code

    def by_figures(self, code: str) -> ByFigures:
        """What the official figures say of promises of a municipality."""
        return ByFigures(self.ledger, self.running.frameworks, self.knowing, code)

    def tagged(self, code: str) -> int:
        """The version of the municipality that the answer shows, said as its ETag too: what a later If-Match names."""
        version = self.ledger.version_at(code, self.knowing.position)
        self.response.headers["ETag"] = etag(version)
        return version


Position = Annotated[
    int | None,
    Header(
        alias=POSITION,
        ge=0,
        le=2**62,
        description="show the record up to this position at least: what a write answered; 503 when that takes too long",
    ),
]
KnownOn = Annotated[
    str | None,
    Query(
        alias="knownOn",
        description="as it was known by the end of this day, or before this moment (RFC 3339, with its zone); now",
        examples=["2024-06-30", "2024-06-30T12:00:00+02:00"],
    ),
]
AsAt = Annotated[
    Day | None,
    Query(
        alias="asAt",
        ge=EARLIEST,
        le=LATEST,
        description="as at this day; today, or the day of knownOn",
        examples=["2024-06-30"],
    ),
]


def asking(
    request: Request, response: Response, known_on: KnownOn = None, as_at: AsAt = None, position: Position = None
) -> Asking:
    """A read of read models."""
    running: Running = request.app.state.running
    if position is not None:
        _wait(running, position)
    knowing = Knowing.asked(running.ledger, today=running.today(), known_on=_moment(known_on), as_at=as_at)
    return Asking(running, request.state.caller, knowing, response)


Reading = Annotated[Asking, Depends(asking)]


def _wait(running: Running, position: int) -> None:
    if position > running.ledger.head().position:
        detail = f"{POSITION}: zo ver is de administratie niet."
        raise ProblemError(HTTPStatus.BAD_REQUEST, detail, more={"errors": [{"header": POSITION, "detail": detail}]})
    if not running.projector.wait_for(position, PATIENCE):
        raise StaleError(f"the read models are not at {position} yet")


def _moment(given: str | None) -> date | datetime | None:
    if given is None:
        return None
    try:
        moment = datetime.fromisoformat(given) if MOMENT.fullmatch(given) else None
    except ValueError:
        moment = None
    if moment is None or not EARLIEST.year <= moment.year <= LATEST.year:
        detail = f"knownOn: '{given}' is geen dag of moment; schrijf 2024-06-30 of 2024-06-30T12:00:00+02:00."
        raise ProblemError(HTTPStatus.BAD_REQUEST, detail, more={"errors": [{"query": "knownOn", "detail": detail}]})
    return moment if moment.tzinfo else moment.date()
