"""What came of the figures that came in by themselves, and of each time that they were asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, LiteralString
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from api.store.store import Store
from domain.ledger.reading import Reading

KEPT = timedelta(days=400)
"""How long this is kept: of each time of the year, how it went a year before."""


class Way(StrEnum):
    """How figures come in."""

    FOLDER = "folder"
    ADDRESS = "address"


class Result(StrEnum):
    """What came of it."""

    BEGUN = "begun"
    IMPORTED = "imported"
    NOTHING_NEW = "nothing-new"
    REFUSED = "refused"
    FAILED = "failed"


class Told(BaseModel):
    """What is kept sealed of an arrival. ``reason`` is Dutch.

    ``etag`` and ``modified`` are what an address said of the file, ``asked`` a digest of that address.
    """

    model_config = ConfigDict(frozen=True)

    file_name: str | None = None
    reason: str | None = None
    etag: str | None = None
    modified: str | None = None
    asked: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in, or did not although it was asked for; ``stream`` is the import that came of it."""

    at: datetime
    way: Way
    result: Result
    stream: str | None
    told: Told


class Arrivals:
    """The arrivals beside one record."""

    def __init__(self, store: Store, reading: Reading) -> None:
        self._store = store
        self._reading = reading

    def add(
        self, way: Way, result: Result, *, at: datetime, told: Told | None = None, stream: str | None = None
    ) -> None:
        """Remember what came of it."""
        arrival = uuid4()
        self._store.rows(
            "INSERT INTO {arrivals} (id, came_at, way, result, stream, told)"
            " VALUES (%(id)s, %(at)s, %(way)s, %(result)s, %(stream)s, %(told)b)",
            id=arrival,
            at=at,
            way=way.value,
            result=result.value,
            stream=stream,
            told=self._reading.seal_aside(f"arrival {arrival}", (told or Told()).model_dump_json().encode()),
        )

    def begin(self, way: Way, *, at: datetime) -> None:
        """Remember that somebody looks this way from now on, when nobody did."""
        if not self._rows("way = %(way)s", way=way.value, limit=1):
            self.add(way, Result.BEGUN, at=at)

    def last(self, limit: int = 20) -> list[Arrival]:
        """The last arrivals, the newest first; without that somebody began to look."""
        return self._rows("result <> 'begun'", limit=limit)

    def last_of(self, way: Way, *results: Result) -> Arrival | None:
        """The last arrival this way that ended so, or in whatever way."""
        asked = [each.value for each in results or Result]
        return next(iter(self._rows("way = %(way)s AND result = ANY(%(asked)s)", way=way.value, asked=asked)), None)

    def since(self, way: Way, moment: datetime) -> list[Arrival]:
        """The arrivals this way from a moment on, the newest first; without that somebody began to look."""
        asked: LiteralString = "way = %(way)s AND came_at >= %(moment)s AND result <> 'begun'"
        return self._rows(asked, way=way.value, moment=moment, limit=1_000)

    def watched_since(self, ways: Iterable[Way]) -> datetime | None:
        """From when on somebody looks these ways; None when nobody did."""
        (row,) = self._store.rows(
            "SELECT min(came_at) AS first FROM {arrivals} WHERE way = ANY(%(ways)s)",
            ways=[each.value for each in ways],
        )
        found: datetime | None = row["first"]
        return found

    def is_first_alarm(self, day: date) -> bool:
        """Whether nobody logged on this day that figures stay away; from now on somebody did."""
        return bool(
            self._store.rows(
                "INSERT INTO {alarms} (day) VALUES (%(day)s) ON CONFLICT (day) DO NOTHING RETURNING day", day=day
            )
        )

    def clean(self, *, at: datetime) -> None:
        """Drop what is older by now than is kept."""
        self._store.rows("DELETE FROM {arrivals} WHERE result <> 'begun' AND came_at < %(before)s", before=at - KEPT)

    def _rows(self, condition: LiteralString, *, limit: int = 1, **parameters: object) -> list[Arrival]:
        query: LiteralString = "SELECT * FROM {arrivals} WHERE " + condition  # noqa: S608 - literals only
        query += " ORDER BY number DESC LIMIT %(limit)s"
        return [self._arrival(row) for row in self._store.rows(query, limit=limit, **parameters)]

    def _arrival(self, row: dict[str, Any]) -> Arrival:
        told = self._reading.open_aside(f"arrival {row['id']}", row["told"])
        return Arrival(
            at=row["came_at"],
            way=Way(row["way"]),
            result=Result(row["result"]),
            stream=row["stream"],
            told=Told.model_validate_json(told),
        )
