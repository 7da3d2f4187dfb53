"""Imports of figures: what became of a file, and on which days the figures were looked at."""

from dataclasses import replace
from datetime import date

import pytest

from domain.events.base import Actor
from domain.events.figures_import import FiguresImported, ImportCounts, ImportProblem
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.values import Classification, PartialDate, PlainText
from projections.engine.runner import Projector
from projections.imports import IMPORTS, ImportLine, days_looked_at, imports
from projections.reading import HIDDEN, Reader
from tests.projections.asking import known, now
from tests.projections.laws import require_rebuilt_alike
from tests.projections.toys import append
from tests.spec import entry


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def imported(
    ledger: Ledger, name: str, on: str | None = "2026-01-01", by: Actor | None = None, sha256: str = "ab" * 32
) -> None:
    """An import of a file; the name of its stream is that of the file."""
    fact = FiguresImported(
        file_name=PlainText(text=name, classification=Classification.INTERNAL),
        sha256=sha256,
        part="2025",
        counts=ImportCounts(rows=3, recorded=1, unchanged=1, refused=1),
        opened=("GM0622",),
        problems=(ImportProblem(row=4, column="peildatum", rule="not a day"),),
    )
    told = replace(entry(1, fact, on), stream=f"figures-import-{name}")
    append(ledger, [replace(told, about=told.about.model_copy(update={"actor": by or told.about.actor}))])
    Projector(ledger, [IMPORTS]).catch_up()


def names(lines: tuple[ImportLine, ...]) -> list[str]:
    return [line.file_name for line in lines]


def test_an_import_says_which_file_came_in_by_whom_and_how_its_rows_came_out(ledger: Ledger, reader: Reader) -> None:
    today = date(2026, 1, 1)
    root = ledger.persons.find_or_register("root", PersonKind.SYSTEM_USER, today=today)
    anne = ledger.persons.find_or_register("Anne", PersonKind.COLLEAGUE, today=today)
    imported(ledger, "cijfers.csv", by=Actor(person=root, acted_for=anne))
    (line,) = imports(reader, now(ledger)).lines
    assert (line.stream, line.file_name, line.part) == ("figures-import-cijfers.csv", "cijfers.csv", "2025")
    assert (line.person, line.by, line.acted_for) == (root, "root", "Anne")
    assert (line.counts.rows, line.opened, line.sha256) == (3, ("GM0622",), "ab" * 32)
    assert [(each.row, each.column) for each in line.problems] == [(4, "peildatum")]
    (recorded,) = ledger.entries(line.stream)
    assert recorded.recorded
    assert (line.recorded_at, line.position) == (recorded.recorded.recorded_at, recorded.recorded.position)
    assert line.imported_on == PartialDate.of("2026-01-01")


def test_imports_are_told_the_newest_first_in_pages(ledger: Ledger, reader: Reader) -> None:
    for name in ("a", "b", "c"):
        imported(ledger, name)
    first = imports(reader, now(ledger), limit=2)
    assert (names(first.lines), first.total) == (["c", "b"], 3)
    imported(ledger, "d")
    rest = imports(reader, now(ledger), limit=2, after=first.next)
    assert (names(rest.lines), rest.total, rest.next) == (["a"], 4, None)


def test_imports_are_asked_by_content_by_day_and_by_stream(ledger: Ledger, reader: Reader) -> None:
    imported(ledger, "a", "2025-12-01", sha256="cd" * 32)
    imported(ledger, "b", "2025-12-02")
    assert names(imports(reader, now(ledger), sha256="cd" * 32).lines) == ["a"]
    assert names(imports(reader, now(ledger), since=date(2025, 12, 2)).lines) == ["b"]
    assert names(imports(reader, now(ledger, "2025-12-01")).lines) == ["a"]
    assert names(imports(reader, now(ledger), stream="figures-import-b").lines) == ["b"]


def test_an_import_that_was_not_known_yet_is_not_told(ledger: Ledger, reader: Reader) -> None:
    imported(ledger, "a")
    imported(ledger, "b")
    (first,) = ledger.since(0, limit=1)
    assert names(imports(reader, known(first)).lines) == ["a"]


def test_a_file_name_is_shown_to_those_who_may_read_it(ledger: Ledger) -> None:
    imported(ledger, "a")
    nobody = Reader(ledger, frozenset({Classification.OPEN}))
    assert names(imports(nobody, now(ledger)).lines) == [HIDDEN]


def test_the_days_on_which_figures_were_looked_at_are_those_of_imports(ledger: Ledger) -> None:
    for number, on in enumerate(("2025-12-01", "2025-12-03", "2025-12-03", "2025-12-08", None)):
        imported(ledger, str(number), on)
    asked = {"since": date(2025, 12, 1), "upto": date(2025, 12, 7)}
    assert days_looked_at(ledger, now(ledger), **asked) == (date(2025, 12, 1), date(2025, 12, 3))
    assert days_looked_at(ledger, now(ledger, "2025-12-02"), **asked) == (date(2025, 12, 1),)
    (first,) = ledger.since(0, limit=1)
    assert days_looked_at(ledger, known(first), **asked) == (date(2025, 12, 1),)


def test_a_rebuild_makes_the_rows_that_are_there(ledger: Ledger) -> None:
    imported(ledger, "a")
    require_rebuilt_alike(ledger, [IMPORTS])
