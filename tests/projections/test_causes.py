"""Causes: why municipalities are behind, as people noted it by a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.causes import CauseKind, CauseNoted
from domain.ledger.application import Ledger
from domain.values import CauseId, ConversationId, PartialDate, Period
from projections.causes import CAUSES, CauseLine, cause_line, causes
from projections.reading import Opened, Reader
from tests.domain.arbitrary import DAYS, histories
from tests.projections.asking import known, now, rows_as_at, state_as_at, tell
from tests.projections.laws import LAW, require_laws
from tests.spec import CODE, Happened, cause_noted, corrected, happened, opened, plain, withdrawn

OTHER = "GM0599"


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[CAUSES])


def seen(reader: Reader, day: date | str = "2026-01-01", **asked: object) -> tuple[CauseLine, ...]:
    return causes(reader, now(reader.reading, day), **asked).lines  # type: ignore[arg-type] # as the test says


def noted(kind: CauseKind, note: str | None = None) -> Happened:
    fact = CauseNoted(
        cause=CauseId("c-1"),
        kind=kind,
        period=Period(2025, 1),
        conversation=ConversationId("talk-1"),
        note=plain(note) if note else None,
    )
    return happened(fact, "2025-06")


def test_a_cause_says_what_it_is_over_which_period_and_who_mentioned_it_where(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), noted(CauseKind.DELAYED_BUILDING, "de fundering"))
    (line,) = seen(reader)
    assert (line.code, line.entry, line.kind, line.note) == (CODE, 2, CauseKind.DELAYED_BUILDING, "de fundering")
    assert (line.period, line.conversation, line.noted_on) == (Period(2025, 1), "talk-1", PartialDate.of("2025-06"))


def test_a_cause_is_there_from_the_first_day_on_which_it_can_have_been_noted(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), noted(CauseKind.POLITICAL))
    assert [len(seen(reader, day)) for day in ("2025-05-31", "2025-06-01")] == [0, 1]


def test_causes_are_asked_by_kind_period_and_municipality_the_latest_first(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), noted(CauseKind.POLITICAL), cause_noted("c-2", "2025-12-01"), cause_noted("c-3", None))
    record(ledger, opened(), cause_noted("c-4", "2025-12-02"), code=OTHER)
    assert [line.cause for line in seen(reader)] == ["c-4", "c-2", "c-1", "c-3"]
    assert [line.cause for line in seen(reader, kind=CauseKind.POLITICAL)] == ["c-1"]
    assert [line.cause for line in seen(reader, period=Period(2025, 1))] == ["c-1"]
    assert [line.cause for line in seen(reader, code=OTHER)] == ["c-4"]
    assert [line.cause for line in seen(reader, cause="c-3")] == ["c-3"]


def test_a_corrected_cause_is_told_as_it_reads_and_a_withdrawn_one_no_more(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), noted(CauseKind.POLITICAL), corrected(2, noted(CauseKind.OTHER)))
    assert [line.kind for line in seen(reader)] == [CauseKind.OTHER]
    assert [line.kind for line in causes(reader, known(told[1])).lines] == [CauseKind.POLITICAL]
    record(ledger, withdrawn(2))
    assert seen(reader) == ()


def test_of_a_cause_that_nobody_noted_there_is_no_line() -> None:
    with pytest.raises(LookupError, match="c-1"):
        cause_line(CODE, "c-1", (), Opened({}, {}))


@LAW
@given(entries=histories(), day=DAYS | st.just(date(2026, 1, 1)))
def test_causes_as_at_a_day_are_those_that_a_municipality_remembers_of_what_happened_by_then(
    ledger: Ledger, entries: list[Entry], day: date
) -> None:
    recorded = require_laws(ledger, [CAUSES], entries, at=0)
    remembered = state_as_at(recorded, day).causes
    found = rows_as_at(ledger, CAUSES, recorded[-1], day)
    assert {row["cause"]: row["kind"] for row in found} == {cause: each.kind for cause, each in remembered.items()}
