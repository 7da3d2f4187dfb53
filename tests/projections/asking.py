"""Asking read models: facts recorded as they are, projected, and looked at as known and as at."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from immutables import Map
from psycopg import sql

from domain.events.base import Entry
from domain.ledger.application import Ledger
from domain.ledger.reading import Reading
from domain.municipality import Municipality, fold, standing
from projections.engine.known import Knowing
from projections.engine.runner import Projector
from projections.engine.schema import ReadModel
from projections.engine.tables import view
from projections.standing import VALID
from tests.projections.toys import append
from tests.spec import CODE, TODAY, Happened, entry


def tell(ledger: Ledger, *happened: Happened, code: str = CODE, models: Sequence[ReadModel] = ()) -> list[Entry]:
    """Record these facts after what is recorded of a municipality, and let these read models take them in."""
    after = len(ledger.entries(code))
    new = [
        replace(entry(after + at, each.fact, each.on, each.by), stream=code)
        for at, each in enumerate(happened, start=1)
    ]
    recorded = append(ledger, new)
    if models:
        Projector(ledger, models).catch_up()
    return recorded


def now(reading: Reading, day: date | str = TODAY) -> Knowing:
    """All that is known, as at a day."""
    return Knowing(reading.head().position, date.fromisoformat(day) if isinstance(day, str) else day)


def known(entry: Entry, day: date = TODAY) -> Knowing:
    """All that was known with this entry, as at a day."""
    assert entry.recorded
    return Knowing(entry.recorded.position, day)


def state_as_at(entries: Iterable[Entry], day: date) -> Municipality:
    """What a municipality remembers, as now known, of what happened by a day."""
    told = standing(Map({each.version: each for each in entries}))
    return fold(None, [each for each in told if (each.about.happened_on.first_day or date.min) <= day]) or Municipality(
        ""
    )


def rows_as_at(ledger: Ledger, model: ReadModel, entry: Entry, day: date) -> list[dict[str, Any]]:
    """The rows of a municipality that were known with this entry and are those of a day."""
    assert entry.recorded
    chosen = sql.SQL(
        "SELECT * FROM {} WHERE municipality = %(code)s AND known_from <= %(position)s"
        " AND (known_to IS NULL OR known_to > %(position)s) AND "
    ).format(view(model, model.tables[0], ledger.names))
    asked = {"code": entry.stream, "position": entry.recorded.position, "day": day}
    with ledger.connection() as connection:
        return connection.execute(chosen + sql.SQL(VALID), asked).fetchall()
