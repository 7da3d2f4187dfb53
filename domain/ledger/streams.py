"""Looking into one stream without reading it: how far it was at a position, and which of its entries are about what."""

from collections.abc import Collection
from datetime import date
from typing import LiteralString, cast

from domain.events.figures import FiguresReported
from domain.ledger.recorder import Recorder
from domain.ledger.stored import RecordedEvent

BISECT: LiteralString = """
    WITH RECURSIVE asked (stream, position) AS (SELECT %s, %s::bigint),
    bisect (low, high) AS (  -- the answer lies in low .. high
        SELECT 0, coalesce((
            SELECT version FROM {events} WHERE stream = (SELECT stream FROM asked) ORDER BY version DESC LIMIT 1
        ), 0)
        UNION ALL
        SELECT CASE WHEN known THEN middle ELSE low END, CASE WHEN known THEN high ELSE middle - 1 END
        FROM (
            SELECT low, high, (low + high + 1) / 2 AS middle, (
                SELECT position <= (SELECT position FROM asked) FROM {events}
                WHERE stream = (SELECT stream FROM asked) AND version = (low + high + 1) / 2
            ) AS known
            FROM bisect WHERE low < high
        ) AS looked
    )
    SELECT low AS version FROM bisect WHERE low = high
"""
BESIDES_FIGURES: LiteralString = " AND topic <> 'municipality.figures-reported.v1'"
"""The condition of the index on everything else, for PostgreSQL to see that it can be used."""
HAPPENED_BY: LiteralString = """
    AND coalesce(convert_from(body, 'UTF8')::json #>> '{{about,happened_on,value}}', '') COLLATE "C" <= %s
"""
"""A month or a year stands before each of its days, as text too: so it counts from its first day."""


def version_at(recorder: Recorder, stream: str, position: int) -> int:
    """The last version that a stream had at a position; 0 when there was none."""
    (row,) = recorder.query(BISECT, stream, position)
    return cast("int", row["version"])


def versions(
    recorder: Recorder, stream: str, upto: int, *, topics: Collection[str] | None, happened_by: date | None
) -> list[int]:
    """The versions of a stream up to and including one, of these topics, that happened by a day or on a day unknown."""
    query: LiteralString = "SELECT version FROM {events} WHERE stream = %s AND version <= %s"
    asked: list[object] = [stream, upto]
    if topics is not None:
        query += " AND topic = ANY(%s)" + _index_for(topics)
        asked.append(list(topics))
    if happened_by is not None:
        query += HAPPENED_BY
        asked.append(happened_by.isoformat())
    return [row["version"] for row in recorder.query(query + " ORDER BY version", *asked)]


def part_of(recorder: Recorder, stream: str, first: int, upto: int, topics: Collection[str]) -> list[RecordedEvent]:
    """What is stored in a stream from a position up to and including another, of these topics.

    ``position + 0`` says that the index on positions is of no use: those of all streams would be gone through.
    """
    return recorder.select(
        "stream = %s AND position + 0 >= %s AND position + 0 <= %s AND topic = ANY(%s)"
        + _index_for(topics)
        + " ORDER BY version",
        stream,
        first,
        upto,
        list(topics),
    )


def part_of_all(
    recorder: Recorder, streams: Collection[str], upto: int, topics: Collection[str]
) -> list[RecordedEvent]:
    """What is stored in several streams up to and including a position, of these topics, stream by stream."""
    return recorder.select(
        "stream = ANY(%s) AND position + 0 <= %s AND topic = ANY(%s)"
        + _index_for(topics)
        + " ORDER BY stream, version",
        list(streams),
        upto,
        list(topics),
    )


def _index_for(topics: Collection[str]) -> LiteralString:
    return "" if FiguresReported.TOPIC in topics else BESIDES_FIGURES
