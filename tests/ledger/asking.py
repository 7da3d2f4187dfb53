"""What the tests of the ledger ask, in few words."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from domain.decisions.case import open_supervision
from domain.decisions.figures import report_figures
from domain.events.base import Actor, Entry, Fact, Origin
from domain.events.figures import FiguresReported
from domain.ledger.appending import Command
from domain.ledger.application import Ledger
from domain.ledger.record import Record
from domain.ledger.request import Answer, Request
from domain.ledger.schema import Names
from domain.values import PartialDate, Period, PersonId, PlainText, Source

TODAY = date(2024, 6, 3)
VLAARDINGEN = "GM0622"
ANNA = Actor(person=PersonId("person-anna"))
PERIOD = Period(2024, 1)


def asked(command: UUID | None = None, **given: Any) -> Request:  # noqa: ANN401 - any field of a request
    """A request of today, by Anna, unless said otherwise."""
    usual = {"by": ANNA, "origin": Origin.API, "happened_on": PartialDate.of(TODAY), "today": TODAY}
    return Request(command=command or uuid4(), **{**usual, **given})


def opened(ledger: Ledger, code: str = VLAARDINGEN) -> Answer:
    """Supervision of a municipality is opened."""
    return ledger.record(open_supervision, municipality=code, request=asked(), name=f"Municipality {code}")


def reported(ledger: Ledger, realised: int, request: Request | None = None, *, code: str = VLAARDINGEN) -> Answer:
    """A number of housed persons is reported."""
    return ledger.record(
        report_figures,
        municipality=code,
        request=request or asked(),
        period=PERIOD,
        source=Source(reference=f"letter {realised}"),
        realised=realised,
    )


def figures(realised: int = 1) -> FiguresReported:
    """A fact without texts."""
    return FiguresReported(period=PERIOD, reported_on=PartialDate.of(TODAY), source=Source(), realised=realised)


def entry(stream: str, version: int, fact: Fact | None = None) -> Entry:
    """An entry on its way into the record."""
    return Entry(stream, version, fact or figures(version), asked().about)


def command(actor: str = "person-anna", request: bytes = b"the question") -> Command:
    """A command that nobody sent yet."""
    return Command(uuid4(), actor, request)


def record_of(ledger: Ledger) -> Record:
    """The record behind a ledger."""
    return ledger._record


def text(words: str, **given: Any) -> PlainText:  # noqa: ANN401 - any field of a text
    """A text as a person wrote it."""
    return PlainText(text=words, **given)


def table(names: Names, name: str) -> sql.Identifier:
    """A table of the record."""
    return sql.Identifier(names.record, name)


def positions(admin: psycopg.Connection, names: Names) -> list[int]:
    """All positions there are."""
    rows = admin.execute(sql.SQL("SELECT position FROM {} ORDER BY position").format(table(names, "events")))
    return [row[0] for row in rows]


def count(admin: psycopg.Connection, names: Names, name: str) -> int:
    """The number of rows of a table of the record."""
    row = admin.execute(sql.SQL("SELECT count(*) FROM {}").format(table(names, name))).fetchone()
    assert row
    return int(row[0])
