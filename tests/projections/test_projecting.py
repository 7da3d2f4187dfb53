"""From entries to rows: whatever is recorded, corrected and withdrawn, what was known at a position stays known."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.events.base import Entry, Fact
from domain.events.case import MunicipalityRenamed, SupervisionOpened
from domain.events.figures import FiguresReported
from domain.events.person import PersonDetailsChanged
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn
from domain.ledger.application import Ledger
from domain.municipality import Municipality
from domain.values import UNKNOWN_DATE, PartialDate, Period, Source
from projections.engine import batches
from projections.engine.runner import Projector
from projections.engine.schema import EntryModel, Row, StateModel, Table
from tests.domain.arbitrary import PARTIAL_DATES, any_fact, fact_of, histories
from tests.projections.toys import LINES, MODELS, Cases, Lines, append, imported, known_at, of_stream, replayed, rows
from tests.spec import Happened, corrected, entry, opened, plain, withdrawn

FACTS = any_fact() | fact_of(EntryCorrected) | fact_of(EntryWithdrawn)
RAW = st.lists(st.tuples(FACTS, PARTIAL_DATES), min_size=1, max_size=12).map(
    lambda told: [entry(version, fact, on) for version, (fact, on) in enumerate(told, start=1)]
)
"""Facts of every topic in any order: what no decision would allow too."""

STREAMS = (f"GM{number:04}" for number in count())
LAW = settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
"""Each example is a municipality of its own in one record, so it does not matter that the record stays."""


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
@given(entries=histories() | RAW, batch=st.sampled_from([1, 3, 5000]), at=st.integers(0, 20))
def test_what_was_known_at_a_position_is_what_a_fresh_replay_up_to_it_shows(
    ledger: Ledger, entries: list[Entry], batch: int, at: int
) -> None:
    stream = next(STREAMS)
    told = of_stream(entries, stream)
    projector = Projector(ledger, MODELS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches, "BATCH", batch)
        recorded = append(ledger, told[:at]) if told[:at] else []
        projector.catch_up()
        before = {model: rows(ledger, model, stream) for model in MODELS}
        recorded += append(ledger, told[at:]) if told[at:] else []
        projector.catch_up()
    for model in MODELS:
        found = rows(ledger, model, stream)
        for known in range(len(recorded)):
            position = place(recorded[known])
            expected = replayed(model, recorded[: known + 1])
            assert known_at(found, model, position) == expected
            if known < at:
                assert known_at(before[model], model, position) == expected
        live = {name: [row for row in table if row["known_to"] is None] for name, table in found.items()}
        assert known_at(live, model, place(recorded[-1])) == replayed(model, recorded)


def correction(version: int, fact: Fact, on: str) -> Fact:
    return corrected(version, Happened(fact, PartialDate.of(on))).fact


def place(recorded: Entry) -> int:
    assert recorded.recorded
    return recorded.recorded.position


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
