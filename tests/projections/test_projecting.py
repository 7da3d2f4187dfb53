"""From entries to rows: whatever is recorded, corrected and withdrawn, what was known at a position stays known."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given

from domain.events.base import Entry, Fact
from domain.events.case import MunicipalityRenamed, SupervisionOpened
from domain.events.figures import FiguresReported
from domain.events.person import PersonDetailsChanged
from domain.ledger.application import Ledger
from domain.municipality import Municipality
from domain.values import UNKNOWN_DATE, PartialDate, Period, Source
from projections.engine.runner import Projector
from projections.engine.schema import EntryModel, Row, StateModel, Table
from tests.projections.laws import BATCHES, ENTRIES, LAW, PLACES, require_laws
from tests.projections.toys import LINES, MODELS, Cases, Lines, append, imported, rows
from tests.spec import Happened, corrected, entry, opened, plain, withdrawn


def said(realised: int) -> FiguresReported:
    return FiguresReported(
        period=Period(2024, 1), reported_on=PartialDate.of("2024"), source=Source(), realised=realised
    )


OF_ANOTHER_KIND = [
    entry(1, PersonDetailsChanged(name=plain())),
    entry(2, corrected(1, Happened(MunicipalityRenamed(name="one"), UNKNOWN_DATE)).fact),
]
"""A correction by which an entry becomes one that a model handles: no decision allows it."""


@LAW
@example(entries=OF_ANOTHER_KIND, batch=1, at=0)
@given(entries=ENTRIES, batch=BATCHES, at=PLACES)
def test_what_was_known_at_a_position_is_what_a_fresh_replay_up_to_it_shows(
    ledger: Ledger, entries: list[Entry], batch: int, at: int
) -> None:
    require_laws(ledger, MODELS, entries, at=at, batch=batch)


def correction(version: int, fact: Fact, on: str) -> Fact:
    return corrected(version, Happened(fact, PartialDate.of(on))).fact


def lines(ledger: Ledger) -> list[tuple[Any, ...]]:
    return [
        (row["entry"], row["happened_on"], row["known_from"], row["known_to"]) for row in rows(ledger, Lines())["lines"]
    ]


def projected(ledger: Ledger, facts: Iterable[Fact]) -> list[tuple[Any, ...]]:
    append(ledger, [entry(version, fact, "2025") for version, fact in enumerate(facts, start=1)])
    Projector(ledger, [Lines()]).catch_up()
    return lines(ledger)


def test_a_correction_ends_the_rows_of_its_entry_and_adds_those_of_how_it_stands(ledger: Ledger) -> None:
    assert projected(ledger, [opened().fact, said(1), correction(2, said(2), "2024")]) == [
        (1, "2025", 1, None),
        (2, "2025", 2, 3),
        (2, "2024", 3, None),
    ]


def test_a_withdrawal_ends_the_rows_of_its_entry(ledger: Ledger) -> None:
    assert projected(ledger, [opened().fact, said(1), withdrawn(2).fact]) == [(1, "2025", 1, None), (2, "2025", 2, 3)]


def test_a_withdrawn_correction_lets_the_entry_stand_as_it_stood_before(ledger: Ledger) -> None:
    facts = [opened().fact, correction(1, opened().fact, "2024"), correction(1, opened().fact, "2023")]
    assert projected(ledger, [*facts, withdrawn(3).fact, withdrawn(2).fact]) == [
        (1, "2025", 1, 2),
        (1, "2024", 2, 3),
        (1, "2023", 3, 4),
        (1, "2024", 4, 5),
        (1, "2025", 5, None),
    ]


def test_a_correction_of_what_a_read_model_does_not_handle_changes_nothing(ledger: Ledger) -> None:
    append(ledger, [entry(1, opened().fact), entry(2, said(1)), entry(3, correction(2, said(2), "2024"))])
    Projector(ledger, [Cases()]).catch_up()
    assert [row["known_to"] for table in rows(ledger, Cases()).values() for row in table] == [None, None]


def test_imports_have_rows_under_the_name_of_their_stream(ledger: Ledger) -> None:
    append(ledger, [replace(entry(1, imported()), stream="figures-import-1")])
    Projector(ledger, [Lines()]).catch_up()
    assert [row["municipality"] for row in rows(ledger, Lines())["lines"]] == ["figures-import-1"]


def test_a_row_is_made_by_the_names_of_its_columns() -> None:
    row = LINES.row(says="", entry=1, topic="a", happened_on=None)
    assert row == Row(LINES, (1, "a", None, ""))
    assert row.key == (1,)
    with pytest.raises(TypeError, match="has the columns"):
        LINES.row(entry=1)
    with pytest.raises(KeyError, match="topic"):
        LINES.row(entry=1, says="", title="a", happened_on=None)


@pytest.mark.parametrize(
    ("columns", "key", "what"),
    [
        ((("entry", "int"), ("entry", "text")), ("entry",), "one name"),
        ((("known_to", "int"),), ("known_to",), "one name"),
        ((("entry", "int"),), (), "key"),
        ((("entry", "int"),), ("version",), "key"),
    ],
)
def test_a_table_that_cannot_be_is_refused(columns: Any, key: tuple[str, ...], what: str) -> None:  # noqa: ANN401 - wrong on purpose
    with pytest.raises(ValueError, match=what):
        Table("wrong", columns, key)


def test_a_read_model_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="twenty"):
        Table("a_name_that_is_much_too_long", (("entry", "int"),), ("entry",))
    with pytest.raises(ValueError, match="begins with 'entry'"):
        type("Wrong", (EntryModel,), {"name": "wrong", "tables": (Table("t", (("a", "int"),), ("a",)),)})
    with pytest.raises(ValueError, match="two tables"):
        type("Wrong", (StateModel,), {"name": "wrong", "tables": (LINES, LINES)})


def test_a_read_model_tells_what_it_handles_and_what_it_skips() -> None:
    assert SupervisionOpened.TOPIC in Cases().topics
    assert FiguresReported.TOPIC in Cases().skipped
    assert Cases().topics.isdisjoint(Cases().skipped)


def test_a_state_model_never_heard_of_leaves_no_rows() -> None:
    assert list(Cases().rows(Municipality("GM0001"))) == []
