"""Why municipalities are behind, as people noted it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from domain.events.causes import CauseKind, CauseNoted
from domain.values import PartialDate, Period
from projections.engine.known import Knowing
from projections.engine.schema import Row, Table
from projections.engine.told import Told
from projections.paging import Cursor, Order, Page
from projections.reading import Opened, Reader
from projections.standing import SPAN, Span, Things, last_of, page_told

NOTED = Table(
    "causes",
    columns=(
        ("cause", "text"),
        *SPAN,
        ("entry", "int"),
        ("day", "date"),  # on which it was noted: the first day it can be, 0001-01-01 when nobody knows
        ("kind", "text"),
        ("period", "text"),
    ),
    key=("cause", "valid_from"),
    indexes=("(day, municipality, cause)",),
)
ORDER = Order((("day", date), ("municipality", str), ("cause", str)), descending=True)


class Causes(Things):
    """A row for each cause, from the day on which it was noted."""

    name, version, tables, handles = "causes", 1, (NOTED,), frozenset({CauseNoted})

    def about(self, fact: CauseNoted) -> tuple[str]:
        """The cause that a fact is about."""
        return (fact.cause,)

    def row(self, span: Span) -> Row | None:
        """The row of a span."""
        noted = last_of(span.told, CauseNoted)
        if noted is None:
            return None
        told, fact = noted
        return NOTED.row(
            cause=span.subject,
            **span.columns,
            entry=told.entry.version,
            day=told.day,
            kind=fact.kind.value,
            period=str(fact.period) if fact.period else None,
        )


CAUSES = Causes()


@dataclass(frozen=True, slots=True)
class CauseLine:
    """A cause as it was noted."""

    code: str
    cause: str
    entry: int
    noted_on: PartialDate
    kind: CauseKind
    period: Period | None
    conversation: str | None
    note: str | None


def causes(
    reader: Reader,
    knowing: Knowing,
    *,
    code: str | None = None,
    cause: str | None = None,
    kind: CauseKind | None = None,
    period: Period | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[CauseLine]:
    """Causes that were noted by the day, the latest first; last those of which nobody knows when.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: of this municipality; of all when None.
        cause: this one.
        kind: of this kind.
        period: of a backlog in this period.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "cause = %(cause)s": cause,
        "kind = %(kind)s": kind,
        "period = %(period)s": str(period) if period else None,
    }
    return page_told(reader, CAUSES, knowing, asked, cause_line, order=ORDER, after=after, limit=limit)


def cause_line(code: str, cause: str, told: Sequence[Told], texts: Opened) -> CauseLine:
    """What a reader sees of one cause, by the facts about it."""
    noted = last_of(told, CauseNoted)
    if noted is None:
        raise LookupError(f"{code}: cause {cause} was never noted")
    itself, fact = noted
    return CauseLine(
        code=code,
        cause=cause,
        entry=itself.entry.version,
        noted_on=itself.on,
        kind=fact.kind,
        period=fact.period,
        conversation=fact.conversation,
        note=texts.said(fact.note),
    )
