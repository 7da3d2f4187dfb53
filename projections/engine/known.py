"""What a question is about: which knowledge, and which day.

``known_on`` asks for what the record had learned by then; ``as_at`` for the day of which it is true. Every query on a
read model takes a :class:`Knowing`, and says ``{known}`` where it chooses rows.
"""

import re
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from string import Formatter
from typing import Any, LiteralString, Self
from zoneinfo import ZoneInfo

from eventsourcing.persistence import ProgrammingError
from psycopg import errors, sql

from domain.ledger.reading import Reading
from domain.ledger.schema import Names
from projections.engine.schema import KNOWN_FROM, KNOWN_TO, ReadModel
from projections.engine.tables import view

HERE = ZoneInfo("Europe/Amsterdam")
"""Where a day begins and ends."""
CONDITION = re.compile("known(?:_([a-z]+))?")


class NotBuiltError(Exception):
    """The read model is not built yet in this version: ``trede upgrade`` builds it, and so does a server."""


@dataclass(frozen=True, slots=True)
class Knowing:
    """Everything that was recorded up to a position, looked at as at a day."""

    position: int
    day: date

    @classmethod
    def asked(
        cls, reading: Reading, *, today: date, known_on: date | datetime | None = None, as_at: date | None = None
    ) -> Self:
        """The knowledge and the day that a question means.

        Args:
            reading: the record.
            today: the day it is.
            known_on: by the end of this day in Amsterdam, or before this moment (with its zone); by default now.
            as_at: the day; by default today, or the day of ``known_on`` when that is earlier.

        Raises:
            ValueError: the moment has no zone.
        """
        if known_on is None:
            return cls(reading.head().position, as_at or today)
        moment, day = _moment(known_on)
        return cls(reading.position_before(moment), as_at or min(day, today))

    @property
    def parameters(self) -> Mapping[str, Any]:
        """``%(position)s`` and ``%(day)s`` of a query."""
        return {"position": self.position, "day": self.day}


def ask(
    reading: Reading,
    model: ReadModel,
    query: LiteralString,
    knowing: Knowing,
    settings: Mapping[str, str] | None = None,
    /,
    **parameters: object,
) -> list[dict[str, Any]]:
    """The rows that a query on one read model answers, by the names of their columns.

    The query names the tables of the model in braces. ``{known}`` is the condition that a row was known; of a table by
    the alias ``s`` it is ``{known_s}``::

        ask(reading, FIGURES, "SELECT * FROM {statements} WHERE year = %(year)s AND {known}", knowing, year=2024)

    ``settings`` of PostgreSQL hold for this query only.

    Raises:
        NotBuiltError: the read model is not there yet.
    """
    told = _told(model, query, reading.names)
    try:
        with reading.connection() as connection, connection.transaction() if settings else nullcontext():
            for name, value in (settings or {}).items():
                connection.execute("SELECT set_config(%s, %s, true)", [name, value])
            return connection.execute(told, {**knowing.parameters, **parameters}).fetchall()
    except ProgrammingError as error:
        if isinstance(error.__cause__, errors.UndefinedTable):
            raise NotBuiltError(f"the read model {model.called} is not built") from error
        raise


@lru_cache(maxsize=1_000)
def _told(model: ReadModel, query: LiteralString, names: Names) -> bytes:
    """A query in full, as the database is told it: made once, for it takes as long as a small query itself."""
    parts: dict[str, sql.Composable] = {table.name: view(model, table, names) for table in model.tables}
    for _, name, *_ in Formatter().parse(query):
        if name and (found := CONDITION.fullmatch(name)):
            parts[name] = _known(found[1] or "")
    return sql.SQL(query).format(**parts).as_bytes()


def _known(alias: str) -> sql.Composed:
    """The condition that a row was known; of the table under an alias, or of the only one."""
    known_from, known_to = (sql.Identifier(*([alias, name] if alias else [name])) for name in (KNOWN_FROM, KNOWN_TO))
    return sql.SQL("({} <= %(position)s AND ({} IS NULL OR {} > %(position)s))").format(known_from, known_to, known_to)


def _moment(known_on: date | datetime) -> tuple[datetime, date]:
    """The moment before which it was recorded, and the last day that had begun by then."""
    if isinstance(known_on, datetime):
        if known_on.tzinfo is None:
            raise ValueError(f"{known_on} has no zone")
        return known_on, (known_on - timedelta(microseconds=1)).astimezone(HERE).date()
    return datetime.combine(known_on + timedelta(days=1), time(), HERE), known_on
