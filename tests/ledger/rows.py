"""Rows of a figure file, and importing them, in few words."""

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from domain.events.base import Entry, Origin
from domain.events.figures import FiguresReported
from domain.events.figures_import import FiguresImported
from domain.ledger.application import Ledger
from domain.ledger.import_report import File, Report
from domain.ledger.importing import import_figures
from domain.ledger.staging import StatedRow, staged_figures
from domain.values import Nature, PartialDate, Period, Source, SourceKind
from tests.ledger.asking import VLAARDINGEN, asked

COA = Source(kind=SourceKind.COA, reference="COA")
PRESS = Source(kind=SourceKind.PRESS, reference="de krant")
FILE = File(name="Cijfers juni.csv", sha256="5e" * 32)
SCHIEDAM = "GM0606"


def row(  # a row as the intake hands it over
    number: int,
    code: str = VLAARDINGEN,
    *,
    name: str | None = "Vlaardingen",
    period: str = "2024-1",
    day: str | None = "2024-06-01",
    source: Source = COA,
    nature: Nature = Nature.MEASURED,
    **numbers: int | None,
) -> StatedRow:
    """Row ``number`` of a file; the numbers by the names that events have for them."""
    usual = dict.fromkeys(("net_target", "opening_backlog", "corrected_target", "realised", "closing_backlog"))
    return StatedRow(
        row=number,
        code=code,
        name=name,
        province="PV28",
        period=Period.parse(period),
        reported_on=PartialDate.of(day),
        source=source,
        nature=nature,
        **{**usual, **numbers},
    )


def imported(
    ledger: Ledger,
    rows: Iterable[StatedRow],
    *,
    file: File = FILE,
    open_unknown: bool = True,
    dry_run: bool = False,
    **given: Any,  # noqa: ANN401 - a request, or who hears of progress
) -> Report:
    """The report of an import of these rows; who asks is Anna, today, unless said otherwise."""
    request = given.pop("request", None) or asked(origin=Origin.IMPORT)
    with staged_figures(ledger) as staged:
        staged.take(rows)
        return import_figures(ledger, staged, file, request, open_unknown=open_unknown, dry_run=dry_run, **given)


def facts(ledger: Ledger, code: str = VLAARDINGEN) -> list[FiguresReported]:
    """The statements in a stream, in order."""
    return [entry.fact for entry in ledger.entries(code) if isinstance(entry.fact, FiguresReported)]


def imports(ledger: Ledger) -> list[Entry]:
    """The entries of all imports, in the order of the record."""
    told = [entry for stream in ledger.streams("figures-import-") for entry in ledger.entries(stream)]
    assert all(isinstance(entry.fact, FiguresImported) for entry in told)
    return sorted(told, key=lambda entry: entry.recorded.position if entry.recorded else 0)


def proof(ledger: Ledger) -> FiguresImported:
    """The last import as it was recorded."""
    fact = imports(ledger)[-1].fact
    assert isinstance(fact, FiguresImported)
    return fact


def left_behind(ledger: Ledger) -> int:
    """How many of the connections that this ledger uses still have the table of a file."""
    with ExitStack() as stack:
        sessions = [stack.enter_context(ledger.session()) for _ in range(4)]
        found = [session.execute("SELECT to_regclass('pg_temp.stated_rows')").fetchone() for session in sessions]
        return sum(there is not None and there[0] is not None for there in found)
