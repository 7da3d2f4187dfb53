"""Where everything stands that an answer can be made from, in one value: asked along with who is asking.

An answer that was made may be given again for as long as this value is the same. It is made of

* the end of the record, position and moment: every entry moves it;
* the read models that queries see: which generation, up to which position, and when a row of it was last written (a
  stream that is tried again changes rows of old positions);
* how often keys were destroyed: an erased text or name is no entry (``erasures`` in record.sql);
* how often absences and arrivals changed (``moved`` in the migrations).

Each of these is written by the very transaction that writes what it is about. So who asks after that transaction was
committed, in whatever process, sees another value: there is no time in between, no message that can come late, and
nothing to be told of. What it costs is a part of a statement that is sent anyway.
"""

from dataclasses import dataclass
from typing import Any, LiteralString, Protocol

from eventsourcing.persistence import ProgrammingError
from psycopg import errors, sql

from domain.ledger.schema import Names

STANDING: LiteralString = """
    (SELECT concat_ws(' ', h.position, extract(epoch FROM h.recorded_at), e.number, m.number)
        FROM {head} AS h, {erasures} AS e, {moved} AS m) AS stands,
    (SELECT md5(string_agg(concat_ws(' ', model, version, generation, position, extract(epoch FROM updated_at)), ','))
        FROM {progress} WHERE state = 'live') AS shown,
    (SELECT min(position) FROM {progress} WHERE state = 'live') AS position
"""
"""What a query on the lasting tables asks along; each is worked out once, however many rows there are."""
NOWHERE: LiteralString = "NULL AS stands, NULL AS shown, 0 AS position"
"""The same while there are no read models at all, of a record that was never served."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where everything stands: good to be compared. Queries on all read models show the record up to ``position``."""

    stands: str
    shown: str
    position: int

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Standing | None":
        """The standing in a row; None while there is no read model that queries see."""
        return cls(row["stands"], row["shown"], row["position"]) if row["shown"] else None


class Asked(Protocol):
    """The lasting tables, as far as they are asked."""

    def rows(self, query: LiteralString, **parameters: object) -> list[dict[str, Any]]:
        """The rows that a query answers."""


def with_standing(
    store: Asked, shown: LiteralString, rest: LiteralString, **parameters: object
) -> list[tuple[dict[str, Any], Standing | None]]:
    """The rows that ``SELECT shown rest`` answers, each with where everything stands at that very moment."""
    try:
        found = store.rows(f"SELECT {shown}, {STANDING} {rest}", **parameters)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, errors.UndefinedTable):
            raise
        found = store.rows(f"SELECT {shown}, {NOWHERE} {rest}", **parameters)
    return [(row, Standing.of(row)) for row in found]


def beside(names: Names) -> dict[str, sql.Identifier]:
    """What else can be named in a query on the lasting tables: where the record and the read models stand."""
    return {
        "head": sql.Identifier(names.record, "head"),
        "erasures": sql.Identifier(names.record, "erasures"),
        "progress": sql.Identifier(names.read, "progress"),
    }
