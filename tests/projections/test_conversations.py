"""Conversations: what became of each by a day, which of them count, and the last contact of every municipality."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.contact import ConversationHeld, ConversationKind, Participant, Side
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.values import Classification, ConversationId, PartialDate, PlainText
from projections.conversations import (
    CONVERSATIONS,
    ConversationLine,
    ConversationState,
    conversation_line,
    conversations,
    last_contacts,
)
from projections.paging import UnreadableCursorError
from projections.reading import HIDDEN, Opened, Reader
from tests.domain.arbitrary import DAYS, histories
from tests.projections.asking import known, now, rows_as_at, state_as_at, tell
from tests.projections.laws import LAW, require_laws
from tests.spec import CODE, Happened, cancelled, corrected, happened, held, opened, plain, planned, withdrawn

OTHER = "GM0599"
CODES = (CODE, OTHER, "GM0001")
SUPERVISION = ConversationKind.OFFICIAL_SUPERVISION


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[CONVERSATIONS])


def seen(reader: Reader, day: date | str = "2026-01-01", **asked: object) -> tuple[ConversationLine, ...]:
    return conversations(reader, now(reader.reading, day), **asked).lines  # type: ignore[arg-type] # as the test says


def about(reader: Reader, day: date | str = "2026-01-01") -> list[tuple[str, ConversationState]]:
    return [(line.conversation, line.talk.state) for line in seen(reader, day)]


def spoke(summary: PlainText | None = None, *, reason: PlainText | None = None, person: str | None = None) -> Happened:
    fact = ConversationHeld(
        conversation=ConversationId("talk-1"),
        kind=ConversationKind.MULTI_PARTY if reason else ConversationKind.PROGRESS,
        participants=(Participant(side=Side.MUNICIPALITY, office="wethouder", person=person),) if person else (),
        summary=summary,
        counts_because=reason,
    )
    return happened(fact, "2025-11-01")


def test_the_latest_conversation_comes_first_and_the_one_of_which_nobody_knows_when_last(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, opened(), held("old", "2025-06-01"), held("undated", None), held("new", "2025-11-01"))
    assert [line.conversation for line in seen(reader)] == ["new", "old", "undated"]


def test_a_conversation_is_planned_until_the_day_on_which_it_was_held_or_cancelled(
    ledger: Ledger, reader: Reader
) -> None:
    record(
        ledger,
        opened(),
        planned("held", "2025-11-01", "2025-10-01"),
        planned("cancelled", "2025-10-20", "2025-10-02"),
        held("held", "2025-11-03"),
        cancelled("cancelled", "2025-10-15"),
    )
    assert about(reader, "2025-09-30") == []
    assert about(reader, "2025-10-01") == [("held", ConversationState.PLANNED)]
    assert about(reader, "2025-10-14") == [
        ("held", ConversationState.PLANNED),
        ("cancelled", ConversationState.PLANNED),
    ]
    assert about(reader, "2025-10-15")[1] == ("cancelled", ConversationState.CANCELLED)
    assert about(reader, "2025-11-02")[0] == ("held", ConversationState.PLANNED)
    assert about(reader, "2025-11-03")[0] == ("held", ConversationState.HELD)


def test_a_conversation_tells_what_was_said_with_whom_and_what_it_counts_for(ledger: Ledger, reader: Reader) -> None:
    anne = ledger.persons.find_or_register("A. Jansen", PersonKind.PARTICIPANT, today=date(2026, 1, 1))
    record(ledger, opened(), spoke(plain("Het loopt."), reason=plain("de opgave stond op tafel"), person=anne))
    (line,) = seen(reader)
    assert (line.code, line.summary, line.counts_because) == (CODE, "Het loopt.", "de opgave stond op tafel")
    assert [(each.name, each.participant.office) for each in line.participants] == [("A. Jansen", "wethouder")]
    assert (line.talk.held_on, line.talk.counts, line.talk.supervision) == (PartialDate.of("2025-11-01"), True, False)


def test_a_multi_party_meeting_without_a_reason_does_not_count(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), held("talk-1", kind=ConversationKind.MULTI_PARTY), held("talk-2", "2025-06", SUPERVISION))
    assert [line.conversation for line in seen(reader, counts=True)] == ["talk-2"]
    assert [line.talk.supervision for line in seen(reader)] == [False, True]


def test_a_cancelled_conversation_says_why_and_counts_for_nothing(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), planned("talk-1", "2025-11-01"), cancelled("talk-1", "2025-10-15"))
    (line,) = seen(reader, state=ConversationState.CANCELLED)
    assert (line.cancelled_because, line.talk.cancelled_on) == ("illness", PartialDate.of("2025-10-15"))
    assert not line.talk.counts


def test_a_confidential_summary_is_shown_to_those_who_may_read_it(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), spoke(PlainText(text="in vertrouwen", classification=Classification.CONFIDENTIAL)))
    assert [line.summary for line in seen(reader)] == [HIDDEN]
    lawyer = Reader(ledger, reader.readable | {Classification.CONFIDENTIAL})
    assert [line.summary for line in seen(lawyer)] == ["in vertrouwen"]


def test_a_corrected_conversation_is_told_as_it_reads_and_as_it_read(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), spoke(plain("Het loopt.")), corrected(2, spoke(plain("Het loopt niet."))))
    (line,) = seen(reader)
    assert (line.talk.entry, line.summary) == (2, "Het loopt niet.")
    assert [line.summary for line in conversations(reader, known(told[1])).lines] == ["Het loopt."]


def test_a_withdrawn_conversation_is_no_longer_told_and_was_known_before(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), held("talk-1"), withdrawn(2))
    assert seen(reader) == ()
    assert [line.conversation for line in conversations(reader, known(told[1])).lines] == ["talk-1"]


def test_conversations_are_asked_of_one_municipality_of_a_kind_and_between_days(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), held("talk-1", "2025-11-01"), held("talk-2", "2025-12-01", SUPERVISION))
    record(ledger, opened(), held("talk-3", "2025-11-15"), code=OTHER)
    assert [line.code for line in seen(reader)] == [CODE, OTHER, CODE]
    assert [line.conversation for line in seen(reader, code=OTHER)] == ["talk-3"]
    assert [line.conversation for line in seen(reader, kind=SUPERVISION)] == ["talk-2"]
    days = {"since": date(2025, 11, 1), "upto": date(2025, 11, 30)}
    assert [line.conversation for line in seen(reader, **days)] == ["talk-3", "talk-1"]
    assert [line.conversation for line in seen(reader, conversation="talk-1")] == ["talk-1"]


def test_pages_follow_each_other_whatever_is_recorded_between_them_and_tell_the_total(
    ledger: Ledger, reader: Reader
) -> None:
    record(ledger, opened(), *(held(f"talk-{number}", f"2025-0{number}-01") for number in range(1, 6)))
    first = conversations(reader, now(ledger), limit=2)
    assert ([line.conversation for line in first.lines], first.total) == (["talk-5", "talk-4"], 5)
    record(ledger, held("talk-6", "2025-11-01"))
    second = conversations(reader, now(ledger), limit=2, after=first.next)
    assert ([line.conversation for line in second.lines], second.total) == (["talk-3", "talk-2"], 6)
    third = conversations(reader, now(ledger), limit=2, after=second.next)
    assert ([line.conversation for line in third.lines], third.next) == (["talk-1"], None)


def test_of_a_page_without_lines_only_the_total_is_asked(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), held("talk-1"), held("talk-2"))
    page = conversations(reader, now(ledger), limit=0)
    assert (page.lines, page.total, page.next) == ((), 2, None)


def test_beyond_the_last_line_there_is_an_empty_page_that_knows_the_total(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), held("talk-1", None))
    page = conversations(reader, now(ledger), after=("0001-01-01", CODE, "talk-0"))
    assert (page.lines, page.total, page.next) == ((), 1, None)


@pytest.mark.parametrize(
    "cursor",
    [("x",), ("2025-02-30", CODE, "talk"), (1, CODE, "talk"), ("2025-01-01", CODE, 2), ("2025-01-01", "\0", "")],
)
def test_a_cursor_of_no_page_is_refused(ledger: Ledger, reader: Reader, cursor: tuple[str | int, ...]) -> None:
    record(ledger, opened())
    with pytest.raises(UnreadableCursorError):
        seen(reader, after=cursor)


def test_of_a_conversation_that_was_neither_planned_nor_held_there_is_no_line(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), cancelled("talk-1"))
    assert seen(reader) == ()
    with pytest.raises(LookupError, match="talk-1"):
        conversation_line(CODE, "talk-1", (), Opened({}, {}))


# The last contact


def test_the_last_contact_is_the_latest_conversation_that_counts_of_each_municipality(ledger: Ledger) -> None:
    record(
        ledger,
        opened(),
        held("talk-1", "2025-06-01", SUPERVISION),
        held("talk-2", "2025-09-01"),
        held("talk-3", "2025-12-01", ConversationKind.MULTI_PARTY),
        planned("talk-4", "2026-02-01"),
    )
    record(ledger, opened(), held("talk-5", "2025-10"), code=OTHER)
    record(ledger, opened(), code="GM0001")
    found = last_contacts(ledger, now(ledger), CODES)
    assert {code: (last.conversation, last.entry) for code, last in found.items()} == {
        CODE: ("talk-2", 3),
        OTHER: ("talk-5", 2),
    }
    assert found[OTHER].held_on == date(2025, 10, 1)
    assert found[CODE].kind is ConversationKind.PROGRESS
    assert last_contacts(ledger, now(ledger), CODES, supervision=True).keys() == {CODE}


def test_the_last_contact_as_at_a_day_is_not_later_than_that_day(ledger: Ledger) -> None:
    record(ledger, opened(), held("talk-1", "2025-06-01"), held("talk-2", "2025-09-01"))
    assert last_contacts(ledger, now(ledger, "2025-08-31"), CODES)[CODE].conversation == "talk-1"
    assert last_contacts(ledger, now(ledger, "2025-05-31"), CODES) == {}


def test_a_conversation_of_which_nobody_knows_when_is_a_contact_when_there_is_no_other(ledger: Ledger) -> None:
    record(ledger, opened(), held("talk-1", None))
    assert last_contacts(ledger, now(ledger), CODES)[CODE].held_on is None
    record(ledger, held("talk-2", "2025-01-01"))
    assert last_contacts(ledger, now(ledger), CODES)[CODE].conversation == "talk-2"


# Laws


@LAW
@given(entries=histories(), day=DAYS | st.just(date(2026, 1, 1)))
def test_conversations_as_at_a_day_are_those_that_a_municipality_remembers_of_what_happened_by_then(
    ledger: Ledger, entries: list[Entry], day: date
) -> None:
    recorded = require_laws(ledger, [CONVERSATIONS], entries, at=0)
    remembered = state_as_at(recorded, day).contact.conversations
    found = rows_as_at(ledger, CONVERSATIONS, recorded[-1], day)
    assert {row["conversation"]: (row["entry"], row["kind"], row["state"] == "cancelled") for row in found} == {
        identity: (known.version, known.kind, known.cancelled) for identity, known in remembered.items()
    }
