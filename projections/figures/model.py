"""The read model of figures: a row for every statement, for every choice of a person, for every exchange of a target.

A statement has the rank of its reporting day as it counts: the number 20240630 for a day, 20240600 for a month,
20240000 for a year and 0 for what is unknown. By rank and then by entry statements stand in the order of force; and as
at a day there is what has no higher rank than that day, so what can have been reported by then.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import LiteralString

from domain.events.base import Entry
from domain.events.figures import (
    FiguresEvent,
    FiguresReported,
    Number,
    StatementPreferred,
    TargetExchanged,
    TargetRevised,
    TargetSet,
)
from domain.municipality.figures import Statement
from domain.policy.statements import rank
from domain.values import Nature, PartialDate, Period, Source
from projections.engine.schema import EntryModel, Row, Table

OF_A_YEAR = 0
"""The half of a period that is a whole year."""

IN_ORDER: LiteralString = "(municipality, year, half, rank, entry)"
"""The order in which the statements of a period are in force."""

STATEMENTS = Table(
    "statements",
    columns=(
        ("entry", "int"),
        ("year", "smallint"),
        ("half", "smallint"),
        ("rank", "int"),
        ("reported_on", "text"),
        ("source_kind", "text"),
        ("source_reference", "text"),
        ("nature", "text"),
        ("net_target", "int"),
        ("opening_backlog", "int"),
        ("corrected_target", "int"),
        ("realised", "int"),
        ("closing_backlog", "int"),
    ),
    key=("entry",),
    indexes=(
        IN_ORDER,
        # What the latest statement does not give is looked for among those that give it: daily figures may give what is
        # realised and nothing else, and hardly any give the closing backlog.
        IN_ORDER + " WHERE net_target IS NOT NULL OR opening_backlog IS NOT NULL OR corrected_target IS NOT NULL",
        IN_ORDER + " WHERE closing_backlog IS NOT NULL",
    ),
)
PREFERENCES = Table(
    "preferences",
    columns=(
        ("entry", "int"),
        ("year", "smallint"),
        ("half", "smallint"),
        ("rank", "int"),
        ("number", "text"),
        ("statement", "int"),
    ),
    key=("entry",),
)
EXCHANGES = Table(
    "exchanges",
    columns=(
        ("entry", "int"),
        ("year", "smallint"),
        ("half", "smallint"),
        ("rank", "int"),
        ("happened_on", "text"),
        ("partner", "text"),
        ("persons", "int"),
        ("source_kind", "text"),
        ("source_reference", "text"),
        ("approval_system", "text"),
        ("approval_number", "text"),
    ),
    key=("entry",),
)


class FiguresModel(EntryModel):
    """Statements, choices and exchanges, each from its own entry."""

    name, version, tables, handles = "figures", 1, (STATEMENTS, PREFERENCES, EXCHANGES), frozenset({FiguresEvent})

    def rows(self, entry: Entry) -> Iterable[Row]:
        """The one row of an entry."""
        match entry.fact:
            case FiguresReported() as fact:
                return (_reported(entry, fact),)
            case TargetSet() | TargetRevised() as fact:
                return (_target(entry, fact),)
            case StatementPreferred() as fact:
                return (_preferred(entry, fact),)
            case TargetExchanged() as fact:
                return (_exchanged(entry, fact),)
            case fact:
                raise LookupError(f"{fact.TOPIC} is no fact about figures")


FIGURES = FiguresModel()


def until(day: date) -> int:
    """The highest rank of what there is as at a day."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_of_rank(rank: int) -> date:
    """The day that has this rank; raises ValueError for the rank of a month, a year or what is unknown."""
    return date(rank // 10_000, rank // 100 % 100, rank % 100)


@lru_cache(maxsize=20_000)  # a day of figures has hundreds of statements
def rank_of(reported_on: str | None, year: int, half: int) -> int:
    """The rank of a statement that was reported on this day, for this period."""
    statement = Statement(0, period_of(year, half), PartialDate.of(reported_on), Source())
    (year, month, day, _) = rank(statement)
    return year * 10_000 + month * 100 + day


@lru_cache(maxsize=1000)
def period_of(year: int, half: int) -> Period:
    """The period in the columns ``year`` and ``half``."""
    return Period(year, half or None)


def _reported(entry: Entry, fact: FiguresReported) -> Row:
    """The row of a statement: there are millions."""
    period, day, source = fact.period, fact.reported_on.value, fact.source
    year, half = period.year, period.half or OF_A_YEAR
    return Row(
        STATEMENTS,
        (
            entry.version,
            year,
            half,
            rank_of(day, year, half),
            day,
            source.kind.value,
            source.reference,
            fact.nature.value,
            fact.net_target,
            fact.opening_backlog,
            fact.corrected_target,
            fact.realised,
            fact.closing_backlog,
        ),
    )


def _target(entry: Entry, fact: TargetSet | TargetRevised) -> Row:
    """A target that was published or announced states one number, on that day."""
    year, half, day = fact.period.year, fact.period.half or OF_A_YEAR, entry.about.happened_on.value
    said = (day, fact.source.kind.value, fact.source.reference, Nature.MEASURED.value, fact.net_target)
    return Row(STATEMENTS, (entry.version, year, half, rank_of(day, year, half), *said, *[None] * (len(Number) - 1)))


def _preferred(entry: Entry, fact: StatementPreferred) -> Row:
    return PREFERENCES.row(
        entry=entry.version,
        year=fact.period.year,
        half=fact.period.half or OF_A_YEAR,
        rank=_rank_of_day(entry.about.happened_on),
        number=fact.number.value,
        statement=fact.statement,
    )


def _exchanged(entry: Entry, fact: TargetExchanged) -> Row:
    return EXCHANGES.row(
        entry=entry.version,
        year=fact.period.year,
        half=fact.period.half or OF_A_YEAR,
        rank=_rank_of_day(entry.about.happened_on),
        happened_on=entry.about.happened_on.value,
        partner=fact.partner,
        persons=fact.persons,
        source_kind=fact.source.kind.value,
        source_reference=fact.source.reference,
        approval_system=fact.approval and fact.approval.system,
        approval_number=fact.approval and fact.approval.number,
    )


def _rank_of_day(day: PartialDate) -> int:
    return sum(part * unit for part, unit in zip(day.parts, (10_000, 100, 1), strict=False))
