"""Municipalities: which ones are under supervision on a day, and of one of them where it stands, why, and its case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from domain.events.case import RungTakenOver
from domain.events.ladder import Placement
from domain.ledger.reading import Reading
from domain.values import PartialDate, PersonId, Rung
from projections.dutch.words import alphabetical
from projections.engine.known import Knowing, ask
from projections.ladder import LADDER, LadderLine, ladder
from projections.ladder.overview import stand_of, standing_on
from projections.paging import Cursor, Order, Page, page_among
from projections.reading import Reader
from projections.standing import fetched

ORDER = Order((("place", str), ("municipality", str)))

CASE: LiteralString = """
    SELECT * FROM {cases}
    WHERE {known} AND municipality = %(code)s AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
"""
STEP: LiteralString = "SELECT * FROM {steps} WHERE {known} AND municipality = %(code)s AND entry = %(entry)s"


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    """A municipality under supervision, on its rung: the fields are those of a line of the ladder."""

    code: str
    name: str
    province: str | None
    supervisor: PersonId | None
    rung: Rung
    since: PartialDate
    days: int | None
    entry: int
    last_entry: int
    taken_over: bool


@dataclass(frozen=True, slots=True)
class MunicipalityNow:
    """What there is to tell of one municipality on a day.

    ``stands`` is its line of the ladder, and ``grounds`` are those of the stay on that rung: None where it began with
    the supervision itself. Both are None while it is not under supervision.
    """

    code: str
    name: str
    province: str | None
    supervisor: PersonId | None
    opened: PartialDate
    closed: bool
    closed_on: PartialDate | None
    stands: LadderLine | None
    grounds: str | None


def municipalities(
    reading: Reading,
    knowing: Knowing,
    *,
    rung: Rung | None = None,
    province: str | None = None,
    name: str | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[MunicipalityLine]:
    """The municipalities under supervision on the day, in alphabetical order.

    Args:
        reading: the record.
        knowing: what was known, and the day.
        rung: on this rung.
        province: in this province, by its code.
        name: with this in the name, whatever the capitals and accents.
        after: the end of the page before.
        limit: the most lines of a page.

    Raises:
        UnreadableCursorError: ``after`` is no cursor of this question.
        NotBuiltError: the read model is not there yet.
    """
    part = alphabetical(name or "")
    rows = [
        {**row, "place": alphabetical(row["name"])}
        for row in standing_on(reading, knowing, province=province)
        if (rung is None or row["rung"] == rung) and part in alphabetical(row["name"])
    ]
    page = page_among(rows, ORDER, after=after, limit=limit)
    return page.showing(MunicipalityLine(**stand_of(row, knowing.day)) for row in page.lines)


def municipality(reader: Reader, knowing: Knowing, code: str) -> MunicipalityNow | None:
    """One municipality on the day; None when it was never under supervision. Raises NotBuiltError."""
    for case in ask(reader.reading, LADDER, CASE, knowing, code=code):
        stands = next(iter(ladder(reader.reading, knowing, code=code).lines), None)
        return MunicipalityNow(
            code=code,
            name=case["name"],
            province=case["province"],
            supervisor=case["supervisor"],
            opened=PartialDate.of(case["opened"]),
            closed=case["is_closed"],
            closed_on=PartialDate.of(case["closed"]) if case["is_closed"] else None,
            stands=stands,
            grounds=_grounds(reader, ask(reader.reading, LADDER, STEP, knowing, code=code, entry=stands.entry))
            if stands
            else None,
        )
    return None


def _grounds(reader: Reader, step: Sequence[Mapping[str, Any]]) -> str | None:
    """Why a step was taken, as the entry of it now reads."""
    ((told,),) = fetched(reader.reading, step)
    texts = reader.opened([told.entry])
    match told.fact:
        case Placement() as placement:
            return texts.text(placement.grounds)
        case RungTakenOver() as taken:
            return texts.said(taken.known_history)
        case _:
            return None
