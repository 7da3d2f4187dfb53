"""The ladder through time: the spans of a municipality, its placements with their grounds, every rung since when."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, LiteralString

from domain.events.case import RungTakenOver
from domain.events.ladder import Placement
from domain.ledger.reading import Reading
from domain.municipality.ladder import Way
from domain.values import PartialDate, Rung
from projections.dutch.words import alphabetical
from projections.engine.known import Knowing, ask
from projections.engine.told import Told
from projections.ladder.model import LADDER, since_of
from projections.reading import Opened, Reader
from projections.standing import fetched

SPANS: LiteralString = """
    SELECT s.*, CASE WHEN s.effective_to <= %(day)s THEN s.effective_to END AS ended_on, c.name, c.province
    FROM {spans} AS s JOIN {cases} AS c ON c.municipality = s.municipality
    WHERE {known_s} AND s.effective_from <= %(day)s
        AND {known_c} AND c.valid_from <= %(day)s AND (c.valid_to IS NULL OR c.valid_to > %(day)s)
        AND (%(code)s::text IS NULL OR s.municipality = %(code)s)
        AND (%(province)s::text IS NULL OR c.province = %(province)s)
    ORDER BY s.municipality, s.effective_from
"""
PLACEMENTS: LiteralString = """
    SELECT * FROM {steps} WHERE {known} AND municipality = %(code)s AND way <> 'opened' AND decided_on <= %(day)s
    ORDER BY effective_from, entry
"""


@dataclass(frozen=True, slots=True)
class RungSpan:
    """Days on a rung by one entry; ``ended_on`` is the first day that it was no longer so, None as long as it is.

    ``effective_on`` is as precise as it is known, and so is ``since``, the beginning of the unbroken stay by the entry
    ``since_entry``.
    """

    rung: Rung
    effective_on: PartialDate
    ended_on: date | None
    entry: int
    way: Way
    since: PartialDate
    since_entry: int


@dataclass(frozen=True, slots=True)
class PlacementLine:
    """A placement, or a rung that was taken over, as it now reads, with its texts; None for a text that there is not.

    ``grounds`` of a rung that was taken over is what is known of its history. ``coming`` says that it takes effect
    after the day. ``circumstances`` and ``consequences`` are those of a departure.
    """

    code: str
    entry: int
    effective_on: PartialDate
    coming: bool
    placement: Placement | None = None
    taken_over: RungTakenOver | None = None
    grounds: str | None = None
    circumstances: str | None = None
    consequences: str | None = None
    excusable: str | None = None
    urgent: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """An unbroken stay on a rung: the moment at which it was applied, until when, and the entry that applied it."""

    rung: Rung
    since: PartialDate
    ended_on: date | None
    entry: int
    taken_over: bool


@dataclass(frozen=True, slots=True)
class RungHistory:
    """Every rung of a municipality and the moment at which it was applied, the oldest first."""

    code: str
    name: str
    province: str | None
    rungs: tuple[Applied, ...]


def spans(reading: Reading, knowing: Knowing, code: str) -> tuple[RungSpan, ...]:
    """The days of a municipality on each rung, up to the day; days after it are not told. Raises NotBuiltError."""
    return tuple(
        RungSpan(
            rung=Rung(row["rung"]),
            effective_on=PartialDate.of(row["effective_on"]),
            ended_on=row["ended_on"],
            entry=row["entry"],
            way=Way(row["way"]),
            since=PartialDate.of(row["stay_since"]),
            since_entry=row["stay_entry"],
        )
        for row in ask(reading, LADDER, SPANS, knowing, code=code, province=None)
    )


def placements(reader: Reader, knowing: Knowing, code: str) -> tuple[PlacementLine, ...]:
    """Every placement and rung taken over that was decided on by the day, in the order in which they take effect.

    Raises:
        NotBuiltError: the read model is not there yet.
    """
    rows = ask(reader.reading, LADDER, PLACEMENTS, knowing, code=code)
    told: list[Told] = [each for (each,) in fetched(reader.reading, rows)]
    texts = reader.opened(each.entry for each in told)
    return tuple(_placement(row, each, texts, knowing.day) for row, each in zip(rows, told, strict=True))


def rung_history(reading: Reading, knowing: Knowing, *, province: str | None = None) -> tuple[RungHistory, ...]:
    """Of every municipality each rung and the moment at which it was applied, in alphabetical order, up to the day.

    Also of those whose supervision has ended by then. The question is that of parliament (October 2020).

    Raises:
        NotBuiltError: the read model is not there yet.
    """
    rows = ask(reading, LADDER, SPANS, knowing, code=None, province=province)
    told = [_history(code, list(of_one)) for code, of_one in groupby(rows, key=lambda row: str(row["municipality"]))]
    return tuple(sorted(told, key=lambda each: (alphabetical(each.name), each.code)))


def _history(code: str, rows: list[dict[str, Any]]) -> RungHistory:
    return RungHistory(code, rows[0]["name"], rows[0]["province"], tuple(_applied(rows)))


def _applied(rows: Iterable[Mapping[str, Any]]) -> Iterator[Applied]:
    """One stay on a rung may be several spans: a hold does not begin a new one, the end of supervision ends it."""
    told: Applied | None = None
    stay = 0
    for row in rows:
        if told and row["stay_entry"] == stay and row["effective_from"] == told.ended_on:
            told = replace(told, ended_on=row["ended_on"])
            continue
        if told:
            yield told
        told, stay = _began(row), row["stay_entry"]
    if told:
        yield told


def _began(row: Mapping[str, Any]) -> Applied:
    return Applied(
        rung=Rung(row["rung"]),
        since=PartialDate.of(row["effective_on"]),
        ended_on=row["ended_on"],
        entry=row["entry"],
        taken_over=row["way"] == Way.TAKEN_OVER,
    )


def _placement(row: Mapping[str, Any], told: Told, texts: Opened, day: date) -> PlacementLine:
    line = PlacementLine(
        code=row["municipality"],
        entry=row["entry"],
        effective_on=since_of(told.entry),
        coming=row["effective_from"] > day,
    )
    match told.fact:
        case RungTakenOver() as taken:
            return replace(line, taken_over=taken, grounds=texts.said(taken.known_history))
        case Placement() as placed:
            departure = placed.departure
            return replace(
                line,
                placement=placed,
                grounds=texts.said(placed.grounds),
                circumstances=texts.said(departure.circumstances) if departure else None,
                consequences=texts.said(departure.consequences) if departure else None,
                excusable=texts.said(placed.excusable),
                urgent=texts.said(placed.urgent),
            )
        case fact:
            raise LookupError(f"{line.code}/{line.entry}: {fact.TOPIC} is no placement")
