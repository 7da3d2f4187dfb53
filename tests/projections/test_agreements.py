"""Agreements: as both sides last put them, open or overdue as at a day, and what came of them."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.contact import AgreementChanged, AgreementKept, AgreementMade, Side
from domain.ledger.application import Ledger
from domain.municipality.contact import Outcome
from domain.values import AgreementId, Classification, ConversationId, PartialDate, PlainText
from projections.agreements import AGREEMENTS, AgreementLine, agreement_line, agreements
from projections.reading import HIDDEN, Opened, Reader
from tests.domain.arbitrary import DAYS, histories
from tests.projections.asking import known, now, rows_as_at, state_as_at, tell
from tests.projections.laws import LAW, require_laws
from tests.spec import CODE, Happened, agreed, broken, corrected, happened, held, kept, opened, plain, withdrawn

OTHER = "GM0599"


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[AGREEMENTS])


def seen(reader: Reader, day: date | str = "2026-01-01", **asked: object) -> tuple[AgreementLine, ...]:
    return agreements(reader, now(reader.reading, day), **asked).lines  # type: ignore[arg-type] # as the test says


def promised(what: str, conversation: str | None = None, owed_by: Side = Side.MUNICIPALITY) -> Happened:
    fact = AgreementMade(
        agreement=AgreementId("a-1"),
        conversation=ConversationId(conversation) if conversation else None,
        owed_by=owed_by,
        what=plain(what),
        due=date(2026, 4, 1),
        persons=10,
    )
    return happened(fact, "2025-11-01")


def changed(what: str | None = None, due: date | None = None, persons: int | None = None) -> Happened:
    fact = AgreementChanged(
        agreement=AgreementId("a-1"),
        what=plain(what) if what else None,
        due=due,
        persons=persons,
        reason=plain("later gebouwd"),
    )
    return happened(fact, "2025-12-01")


def test_an_agreement_says_what_was_promised_by_whom_by_when_and_where(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), held("talk-1"), promised("tien woningen", "talk-1", Side.PROVINCE))
    (line,) = seen(reader)
    assert (line.code, line.entry, line.what, line.owed_by) == (CODE, 3, "tien woningen", Side.PROVINCE)
    assert (line.due, line.persons, line.made_on) == (date(2026, 4, 1), 10, PartialDate.of("2025-11-01"))
    assert (line.conversation, line.is_open, line.changes) == ("talk-1", True, ())
    assert [each.agreement for each in seen(reader, conversation="talk-1")] == ["a-1"]


def test_a_changed_agreement_is_told_as_both_sides_last_put_it_with_every_change(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, opened(), promised("tien woningen"), changed("elf woningen"), changed(due=date(2026, 6, 1)))
    (line,) = seen(reader)
    assert (line.what, line.due, line.persons) == ("elf woningen", date(2026, 6, 1), 10)
    assert [(each.what, each.due, each.reason) for each in line.changes] == [
        ("elf woningen", None, "later gebouwd"),
        (None, date(2026, 6, 1), "later gebouwd"),
    ]


def test_as_at_a_day_before_the_change_an_agreement_reads_as_it_was_made(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), promised("tien woningen"), changed("elf woningen", date(2026, 6, 1)))
    (line,) = seen(reader, "2025-11-30")
    assert (line.what, line.due, line.changes) == ("tien woningen", date(2026, 4, 1), ())


def test_an_agreement_is_not_there_as_at_a_day_before_it_was_made(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), agreed("a-1", on="2025-11-01"))
    assert [len(seen(reader, day)) for day in ("2025-10-31", "2025-11-01")] == [0, 1]


def test_an_agreement_of_which_nobody_knows_when_it_was_made_is_always_there(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), agreed("a-1", on=None))
    assert len(seen(reader, "1999-01-01")) == 1


def test_an_agreement_is_open_until_the_day_it_was_established_what_came_of_it(ledger: Ledger, reader: Reader) -> None:
    note = AgreementKept(agreement=AgreementId("a-1"), note=plain("alle tien"))
    record(ledger, opened(), agreed("a-1"), agreed("a-2"), happened(note, "2025-12-10"), broken("a-2", on="2025-12-20"))
    assert [line.outcome for line in seen(reader, "2025-12-09")] == [Outcome.OPEN, Outcome.OPEN]
    assert [line.outcome for line in seen(reader, "2025-12-10")] == [Outcome.KEPT, Outcome.OPEN]
    first, second = seen(reader)
    assert (first.settled_on, first.settled_in, first.note) == (PartialDate.of("2025-12-10"), 4, "alle tien")
    assert (second.outcome, second.settled_on, second.note) == (Outcome.NOT_KEPT, PartialDate.of("2025-12-20"), None)


def test_an_open_agreement_is_overdue_after_the_day_it_was_due(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), agreed("a-1", "2026-04-01"), kept("a-1", on="2026-05-01"))
    overdue = [seen(reader, day)[0].overdue for day in ("2026-04-01", "2026-04-02", "2026-05-01")]
    assert overdue == [False, True, False]


def test_confidential_promises_are_shown_to_those_who_may_read_them(ledger: Ledger, reader: Reader) -> None:
    secret = PlainText(text="onder ons", classification=Classification.SECRET)
    fact = AgreementMade(agreement=AgreementId("a-1"), owed_by=Side.OTHER, what=secret, due=date(2026, 4, 1))
    record(ledger, opened(), happened(fact))
    assert seen(reader)[0].what == HIDDEN
    assert seen(Reader(ledger, frozenset(Classification)))[0].what == "onder ons"


def test_a_corrected_agreement_is_told_as_it_reads_and_as_it_read(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), promised("tien woningen"), corrected(2, promised("tien kamers")))
    assert [(line.entry, line.what) for line in seen(reader)] == [(2, "tien kamers")]
    assert [line.what for line in agreements(reader, known(told[1])).lines] == ["tien woningen"]


def test_a_withdrawn_agreement_is_no_longer_told_and_neither_is_what_came_of_it(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), agreed("a-1"), kept("a-1"), withdrawn(2))
    assert seen(reader) == ()
    assert [line.outcome for line in agreements(reader, known(told[2])).lines] == [Outcome.KEPT]


def test_the_open_agreements_of_all_municipalities_come_in_the_order_in_which_they_are_due(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, opened(), agreed("a-1", "2026-03-01"), agreed("a-2", "2026-02-01"), agreed("a-3", "2026-01-15"))
    record(ledger, opened(), agreed("b-1", "2026-02-01"), agreed("b-2", "2026-02-02"), kept("b-2"), code=OTHER)
    asked: dict[str, Any] = {"outcome": Outcome.OPEN, "due_before": date(2026, 3, 1)}
    assert [(line.code, line.agreement) for line in seen(reader, **asked)] == [
        (CODE, "a-3"),
        (OTHER, "b-1"),
        (CODE, "a-2"),
    ]
    first = agreements(reader, now(ledger), outcome=Outcome.OPEN, due_before=date(2026, 3, 1), limit=2)
    assert (first.total, [line.agreement for line in first.lines]) == (3, ["a-3", "b-1"])
    rest = agreements(reader, now(ledger), outcome=Outcome.OPEN, due_before=date(2026, 3, 1), after=first.next)
    assert (rest.total, [line.agreement for line in rest.lines], rest.next) == (3, ["a-2"], None)


def test_agreements_are_asked_of_one_municipality_and_of_one_side(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), promised("tien woningen", owed_by=Side.PROVINCE), agreed("a-2"))
    record(ledger, opened(), agreed("b-1"), code=OTHER)
    assert [line.agreement for line in seen(reader, code=OTHER)] == ["b-1"]
    assert [line.agreement for line in seen(reader, owed_by=Side.PROVINCE)] == ["a-1"]
    assert [line.agreement for line in seen(reader, agreement="a-2")] == ["a-2"]


def test_of_what_was_never_promised_there_is_no_line() -> None:
    with pytest.raises(LookupError, match="a-1"):
        agreement_line(CODE, "a-1", (), Opened({}, {}), day=date(2026, 1, 1))


@LAW
@given(entries=histories(), day=DAYS | st.just(date(2026, 1, 1)))
def test_agreements_as_at_a_day_are_those_that_a_municipality_remembers_of_what_happened_by_then(
    ledger: Ledger, entries: list[Entry], day: date
) -> None:
    recorded = require_laws(ledger, [AGREEMENTS], entries, at=0)
    remembered = state_as_at(recorded, day).contact.agreements
    found = rows_as_at(ledger, AGREEMENTS, recorded[-1], day)
    assert {row["agreement"]: (row["entry"], row["owed_by"], row["due"], row["outcome"]) for row in found} == {
        identity: (each.version, each.owed_by, each.due, each.outcome) for identity, each in remembered.items()
    }
