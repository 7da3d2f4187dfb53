"""What was stated of one municipality, from rows to what the domain knows: statements, choices, exchanges."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, LiteralString

from immutables import Map

from domain.events.figures import Number, TargetExchanged
from domain.ledger.reading import Reading
from domain.municipality.figures import Figures, Statement, StatementsByDay
from domain.values import Nature, PartialDate, Period, Reference, Source, SourceKind
from projections.engine.known import Knowing, ask
from projections.figures.model import FIGURES, OF_A_YEAR, period_of, until

Row = Mapping[str, Any]

OF_ONE: LiteralString = (
    " WHERE municipality = %(code)s AND rank <= %(until)s AND {known}"
    " AND (%(years)s::smallint[] IS NULL OR (year, half) IN"
    " (SELECT * FROM unnest(%(years)s::smallint[], %(halves)s::smallint[])))"
    " ORDER BY entry"
)
"""What there is of one municipality as at the day, of the periods asked for or of all, in the order of recording."""

Exchanges = tuple[tuple[int, TargetExchanged], ...]
"""Exchanges of targets, each with the entry that tells of it."""


def figures_known(reading: Reading, knowing: Knowing, code: str, periods: Collection[Period] | None = None) -> Figures:
    """The statements, choices and exchanges of a municipality, of these periods or of all; raises NotBuiltError."""
    stated = _rows(reading, knowing, "SELECT * FROM {statements}", code, periods)
    chosen = _rows(reading, knowing, "SELECT * FROM {preferences}", code, periods)
    return Figures(
        loose=_by_period(map(statement_of, stated)),
        preferred=Map({(_period(row), Number(row["number"])): row["statement"] for row in chosen}),
        exchanges=exchanges_known(reading, knowing, code, periods),
    )


def exchanges_known(
    reading: Reading, knowing: Knowing, code: str, periods: Collection[Period] | None = None
) -> Map[Period, Exchanges]:
    """The exchanges of targets of a municipality, each with its entry; raises NotBuiltError."""
    found = defaultdict[Period, list[tuple[int, TargetExchanged]]](list)
    for row in _rows(reading, knowing, "SELECT * FROM {exchanges}", code, periods):
        found[_period(row)].append((row["entry"], _exchange_of(row)))
    return Map({period: tuple(each) for period, each in found.items()})


def statement_of(row: Row) -> Statement:
    """The statement in a row."""
    return Statement(
        version=row["entry"],
        period=_period(row),
        reported_on=day_of(row["reported_on"]),
        source=_source(row["source_kind"], row["source_reference"]),
        nature=Nature(row["nature"]),
        net_target=row["net_target"],
        opening_backlog=row["opening_backlog"],
        corrected_target=row["corrected_target"],
        realised=row["realised"],
        closing_backlog=row["closing_backlog"],
    )


@lru_cache(maxsize=20_000)
def day_of(value: str | None) -> PartialDate:
    """A day as it was written."""
    return PartialDate.of(value)


@lru_cache(maxsize=20_000)
def _source(kind: str, reference: str) -> Source:
    return Source(kind=SourceKind(kind), reference=reference)


def _rows(
    reading: Reading, knowing: Knowing, chosen: LiteralString, code: str, periods: Collection[Period] | None
) -> list[dict[str, Any]]:
    asked = {
        "code": code,
        "until": until(knowing.day),
        "years": None if periods is None else [period.year for period in periods],
        "halves": None if periods is None else [period.half or OF_A_YEAR for period in periods],
    }
    return ask(reading, FIGURES, chosen + OF_ONE, knowing, **asked)


def _period(row: Row) -> Period:
    return period_of(row["year"], row["half"])


def _by_period(statements: Iterable[Statement]) -> Map[Period, StatementsByDay]:
    found: dict[Period, dict[str | None, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for each in statements:
        found[each.period][each.reported_on.value].append(each)
    return Map({period: Map({day: tuple(told) for day, told in days.items()}) for period, days in found.items()})


def _exchange_of(row: Row) -> TargetExchanged:
    system, number = row["approval_system"], row["approval_number"]
    return TargetExchanged(
        period=_period(row),
        partner=row["partner"],
        persons=row["persons"],
        approval=Reference(system=system, number=number) if system else None,
        source=_source(row["source_kind"], row["source_reference"]),
    )
