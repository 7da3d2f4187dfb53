"""Toy read models, one of each kind, and what the tests ask about them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from itertools import chain, starmap
from typing import Any
from uuid import uuid4

from immutables import Map
from psycopg import sql

from domain.events.base import Entry, MunicipalityEvent
from domain.events.case import CaseEvent
from domain.events.contact import ContactEvent
from domain.events.figures import FiguresReported
from domain.events.figures_import import FiguresImported, ImportCounts
from domain.events.ladder import Placement
from domain.events.record_keeping import RecordKeepingEvent
from domain.ledger.appending import Command
from domain.ledger.application import Ledger
from domain.municipality import Municipality, fold, standing
from projections.engine.schema import EntryModel, ReadModel, Row, StateModel, Table, ThingModel
from projections.engine.tables import view
from projections.engine.told import by_thing
from tests.spec import plain

LINES = Table(
    "lines",
    columns=(("entry", "int"), ("topic", "text"), ("happened_on", "text"), ("says", "text")),
    key=("entry",),
    indexes=("(topic, municipality)",),
    derived=(("length", "int", "length(says)"),),
)
CASE = Table("cases", columns=(("name", "text"), ("opened", "text"), ("supervisor", "text")), key=("name",))
AGREEMENTS = Table(
    "agreements", columns=(("agreement", "text"), ("due", "date"), ("outcome", "text")), key=("agreement",)
)
STEPS = Table(
    "steps", columns=(("entry", "int"), ("effective_on", "date"), ("rung", "int")), key=("effective_on", "entry")
)
NUMBERS = Table(
    "numbers",
    columns=(("entry", "int"), ("period", "text"), ("reported_on", "text"), ("realised", "int")),
    key=("entry",),
    indexes=("(period, reported_on)",),
)
LATEST = Table("latest", columns=(("statements", "int"), ("realised", "int")), key=("statements",))


class Lines(EntryModel):
    """A row for everything that was said of a municipality, and of imports."""

    name, version, tables = "lines", 1, (LINES,)
    handles = frozenset({MunicipalityEvent, FiguresImported})

    def rows(self, entry: Entry) -> Iterable[Row]:
        yield LINES.row(
            entry=entry.version,
            topic=entry.fact.TOPIC,
            happened_on=entry.about.happened_on.value,
            says=repr(entry.fact),
        )


class Cases(StateModel):
    """A case, its agreements and its steps on the ladder."""

    name, version, tables = "cases", 3, (CASE, AGREEMENTS, STEPS)
    handles = frozenset({CaseEvent, ContactEvent, Placement})

    def rows(self, municipality: Municipality) -> Iterable[Row]:
        case = municipality.case
        if case.opened:
            yield CASE.row(name=case.name, opened=case.opened.value, supervisor=case.supervisor)
        for key, agreement in municipality.contact.agreements.items():
            yield AGREEMENTS.row(agreement=key, due=agreement.due, outcome=agreement.outcome)
        for step in municipality.ladder.steps:
            yield Row(STEPS, (step.version, step.effective_on, step.rung))


class Numbers(EntryModel):
    """A row per statement."""

    name, version, tables, handles = "numbers", 1, (NUMBERS,), frozenset({FiguresReported})

    def rows(self, entry: Entry) -> Iterable[Row]:
        fact = entry.fact
        assert isinstance(fact, FiguresReported)
        yield Row(NUMBERS, (entry.version, str(fact.period), fact.reported_on.value, fact.realised))


class Latest(StateModel):
    """The number of statements of a municipality: one row that every statement replaces."""

    name, version, tables, handles = "latest", 1, (LATEST,), frozenset({FiguresReported})

    def rows(self, municipality: Municipality) -> Iterable[Row]:
        yield Row(LATEST, (municipality.version, len(municipality.entries)))


MODELS: tuple[ReadModel, ...] = (Lines(), Cases())


def handled(model: ReadModel, entries: Iterable[Entry]) -> list[Entry]:
    """The entries that a read model hears of."""
    return [each for each in entries if each.fact.TOPIC in model.topics or isinstance(each.fact, RecordKeepingEvent)]


def append(ledger: Ledger, entries: Sequence[Entry]) -> list[Entry]:
    """Record entries as they are, whatever a decision would say; as they stand in the record."""
    before = ledger.head().position
    with ledger.bulk(Command(uuid4(), "person-anna", b"whatever")) as bulk:
        bulk.stage(entries)
        assert bulk.append() == ()
    return ledger.since(before, limit=len(entries))


def of_stream(entries: Iterable[Entry], stream: str) -> list[Entry]:
    """The same entries in another stream."""
    return [replace(each, stream=stream) for each in entries]


Told = dict[str, list[tuple[object, ...]]]
"""Values by table, as text sorts them."""
Found = dict[str, list[dict[str, Any]]]
"""Rows by table, as the database gives them."""


def rows(ledger: Ledger, model: ReadModel, stream: str = "") -> Found:
    """Every row of a read model (of one stream), known or not any more."""
    found = {}
    with ledger.connection() as connection:
        for table in model.tables:
            query = sql.SQL("SELECT * FROM {} WHERE %s IN (municipality, '') ORDER BY 1, known_from").format(
                view(model, table, ledger.names)
            )
            found[table.name] = connection.execute(query, [stream]).fetchall()
    return found


def known_at(found: Found, model: ReadModel, position: int) -> Told:
    """What was known at a position."""
    return {
        table.name: sorted(
            (
                tuple(row[name] for name in table.names)
                for row in found[table.name]
                if row["known_from"] <= position and (row["known_to"] is None or row["known_to"] > position)
            ),
            key=str,
        )
        for table in model.tables
    }


def replayed(model: ReadModel, entries: Iterable[Entry]) -> Told:
    """What a read model makes of the entries of one stream that were never shown to a projector."""
    told = list(entries)
    made: Iterable[Row]
    match model:
        case EntryModel():  # a correction may say that an entry is of a kind that is handled, or no longer
            stand = standing(Map({each.version: each for each in told}))
            made = chain.from_iterable(model.rows_of([each for each in stand if each.fact.TOPIC in model.topics]))
        case ThingModel():
            things = by_thing(model.things, {each.version: each for each in handled(model, told)})
            made = chain.from_iterable(starmap(model.rows_of, things.items()))
        case StateModel():
            state = fold(None, handled(model, told))
            made = model.rows(state) if state else ()
        case _:
            raise TypeError(model)
    values = [(row.table, tuple(each.value if isinstance(each, Enum) else each for each in row.values)) for row in made]
    return {table.name: sorted((each for known, each in values if known is table), key=str) for table in model.tables}


def imported() -> FiguresImported:
    """An import of nothing."""
    return FiguresImported(file_name=plain("figures.csv"), sha256="0" * 64, counts=ImportCounts())
