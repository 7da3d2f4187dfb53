"""Information that was asked for: whether it came, in whole or in part, and whether it is sound."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.information import InformationReceived
from domain.ledger.application import Ledger
from domain.values import DocumentId, PartialDate, RequestId
from projections.information import INFORMATION, RequestLine, request_line, requests
from projections.reading import Opened, Reader
from tests.domain.arbitrary import DAYS, histories
from tests.projections.asking import known, now, rows_as_at, state_as_at, tell
from tests.projections.laws import LAW, require_laws
from tests.spec import (
    CODE,
    Happened,
    corrected,
    happened,
    information_asked,
    information_received,
    information_validated,
    opened,
    plain,
    withdrawn,
)

OTHER = "GM0599"


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[INFORMATION])


def seen(reader: Reader, day: date | str = "2026-01-01", **asked: object) -> tuple[RequestLine, ...]:
    return requests(reader, now(reader.reading, day), **asked).lines  # type: ignore[arg-type] # as the test says


def came_in(on: str, *, complete: bool) -> Happened:
    fact = InformationReceived(
        request=RequestId("r-1"), summary=plain("de lijst"), complete=complete, documents=(DocumentId("d-1"),)
    )
    return happened(fact, on)


def test_a_request_says_what_was_asked_and_by_when(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), information_asked("r-1", "2026-02-01"))
    (line,) = seen(reader)
    assert (line.code, line.entry, line.what, line.due) == (CODE, 2, "the plans", date(2026, 2, 1))
    assert (line.requested_on, line.received, line.checks) == (PartialDate.of("2025-12-01"), (), ())
    assert (line.complete, line.sound, line.overdue) == (False, None, False)


def test_information_comes_in_part_by_part_and_is_overdue_until_it_is_complete(ledger: Ledger, reader: Reader) -> None:
    record(
        ledger,
        opened(),
        information_asked("r-1", "2025-12-10", "2025-12-01"),
        came_in("2025-12-05", complete=False),
        came_in("2025-12-20", complete=True),
    )
    states = [(line.complete, line.overdue) for day in (4, 10, 11, 20) for line in seen(reader, date(2025, 12, day))]
    assert states == [(False, False), (False, False), (False, True), (True, False)]
    first, second = seen(reader)[0].received
    assert (first.complete, first.summary, first.documents) == (False, "de lijst", ("d-1",))
    assert (second.complete, second.on) == (True, PartialDate.of("2025-12-20"))


def test_what_came_in_is_sound_or_not_once_it_was_checked_until_more_comes_in(ledger: Ledger, reader: Reader) -> None:
    record(
        ledger,
        opened(),
        information_asked("r-1", on="2025-12-01"),
        information_received("r-1", "2025-12-05"),
        information_validated("r-1", sound=False, on="2025-12-06"),
        information_received("r-1", "2025-12-10"),
    )
    assert [seen(reader, f"2025-12-{day}")[0].sound for day in ("05", "06", "10")] == [None, False, None]
    (check,) = seen(reader)[0].checks
    assert (check.sound, check.findings) == (False, "checked")


def test_the_requests_to_all_municipalities_come_in_the_order_in_which_they_are_due(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, opened(), information_asked("r-1", "2026-03-01"), information_asked("r-2", "2026-02-01"))
    record(ledger, opened(), information_asked("r-3", "2026-01-15"), information_received("r-3"), code=OTHER)
    assert [line.request for line in seen(reader)] == ["r-3", "r-2", "r-1"]
    assert [line.request for line in seen(reader, complete=False, due_before=date(2026, 3, 1))] == ["r-2"]
    assert [line.request for line in seen(reader, code=OTHER)] == ["r-3"]
    assert [line.request for line in seen(reader, request="r-1")] == ["r-1"]


def test_a_corrected_request_is_told_as_it_reads_and_a_withdrawn_one_no_more(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), information_asked("r-1"), corrected(2, information_asked("r-1", "2026-05-01")))
    assert [line.due for line in seen(reader)] == [date(2026, 5, 1)]
    assert [line.due for line in requests(reader, known(told[1])).lines] == [date(2026, 2, 1)]
    record(ledger, withdrawn(2))
    assert seen(reader) == ()


def test_of_what_nobody_asked_there_is_no_line() -> None:
    with pytest.raises(LookupError, match="r-1"):
        request_line(CODE, "r-1", (), Opened({}, {}), day=date(2026, 1, 1))


@LAW
@given(entries=histories(), day=DAYS | st.just(date(2026, 1, 1)))
def test_requests_as_at_a_day_are_those_that_a_municipality_remembers_of_what_happened_by_then(
    ledger: Ledger, entries: list[Entry], day: date
) -> None:
    recorded = require_laws(ledger, [INFORMATION], entries, at=0)
    remembered = state_as_at(recorded, day).requests
    found = rows_as_at(ledger, INFORMATION, recorded[-1], day)
    assert {row["request"]: (row["entry"], row["due"], row["complete"], row["sound"]) for row in found} == {
        identity: (each.version, each.due, each.complete, each.sound) for identity, each in remembered.items()
    }
