"""Letters: sent and received, and whether the answer that was asked for has come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.contact import LetterReceived, LetterSent
from domain.ledger.application import Ledger
from domain.values import DocumentId, LetterId, PartialDate
from projections.letters import LETTERS, LetterLine, letter_line, letters
from projections.reading import Opened, Reader
from tests.domain.arbitrary import DAYS, histories
from tests.projections.asking import known, now, rows_as_at, state_as_at, tell
from tests.projections.laws import LAW, require_laws
from tests.spec import CODE, Happened, corrected, happened, letter_received, letter_sent, opened, plain, withdrawn

OTHER = "GM0599"


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[LETTERS])


def seen(reader: Reader, day: date | str = "2026-01-01", **asked: object) -> tuple[LetterLine, ...]:
    return letters(reader, now(reader.reading, day), **asked).lines  # type: ignore[arg-type] # as the test says


def asking(letter: str = "l-1", due: str = "2025-11-20", subject: str = "de cijfers") -> Happened:
    fact = LetterSent(
        letter=LetterId(letter),
        kind="herinnering",
        subject=plain(subject),
        document=DocumentId("d-1"),
        reply_due=date.fromisoformat(due),
    )
    return happened(fact, "2025-11-01")


def answering(letter: str = "l-2", to: str = "l-1", on: str | None = "2025-11-25") -> Happened:
    fact = LetterReceived(letter=LetterId(letter), kind="antwoord", subject=plain("uw brief"), reply_to=LetterId(to))
    return happened(fact, on)


def test_a_letter_says_which_way_it_went_about_what(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), asking(), answering())
    received, sent = seen(reader)
    assert (sent.sent, sent.kind, sent.subject, sent.document) == (True, "herinnering", "de cijfers", "d-1")
    assert (sent.on, sent.entry, sent.reply_due) == (PartialDate.of("2025-11-01"), 2, date(2025, 11, 20))
    assert (received.sent, received.reply_to, received.document, received.reply_due) == (False, "l-1", None, None)


def test_an_answer_is_awaited_until_the_day_it_comes(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), asking(), answering())
    days = ("2025-11-20", "2025-11-21", "2025-11-25")
    assert [[line.letter for line in seen(reader, day, awaited=True)] for day in days] == [["l-1"], ["l-1"], []]
    assert [seen(reader, day, letter="l-1")[0].overdue for day in days] == [False, True, False]
    (reply,) = seen(reader, letter="l-1")[0].replies
    assert (reply.letter, reply.entry, reply.on) == ("l-2", 3, PartialDate.of("2025-11-25"))


def test_when_an_answer_is_withdrawn_it_is_awaited_again(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), asking(), answering(), withdrawn(3))
    assert [line.letter for line in seen(reader, awaited=True)] == ["l-1"]
    assert letters(reader, known(told[2]), awaited=True).lines == ()


def test_an_answer_to_a_letter_that_was_withdrawn_is_a_letter_by_itself(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), asking(), answering(), withdrawn(2))
    assert [line.letter for line in seen(reader)] == ["l-2"]


def test_a_letter_that_answers_itself_awaits_nothing_and_is_told_once(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), answering("l-1", "l-1"))
    assert [(line.letter, line.replies) for line in seen(reader)] == [("l-1", ())]


def test_the_letters_of_all_municipalities_are_told_the_latest_first(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), letter_sent("l-1", "2025-11-01"), letter_received("l-2", None))
    record(ledger, opened(), letter_sent("l-3", "2025-12"), code=OTHER)
    assert [(line.code, line.letter) for line in seen(reader)] == [(OTHER, "l-3"), (CODE, "l-1"), (CODE, "l-2")]
    assert [line.letter for line in seen(reader, sent=False)] == ["l-2"]
    assert [line.letter for line in seen(reader, code=OTHER)] == ["l-3"]


def test_a_corrected_letter_is_told_as_it_reads_and_as_it_read(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), asking(), corrected(2, asking(subject="het plan")))
    assert [line.subject for line in seen(reader)] == ["het plan"]
    assert [line.subject for line in letters(reader, known(told[1])).lines] == ["de cijfers"]


def test_of_a_letter_that_was_never_written_there_is_no_line() -> None:
    with pytest.raises(LookupError, match="l-1"):
        letter_line(CODE, "l-1", (), Opened({}, {}), day=date(2026, 1, 1))


@LAW
@given(entries=histories(), day=DAYS | st.just(date(2026, 1, 1)))
def test_letters_as_at_a_day_are_those_that_a_municipality_remembers_of_what_happened_by_then(
    ledger: Ledger, entries: list[Entry], day: date
) -> None:
    recorded = require_laws(ledger, [LETTERS], entries, at=0)
    remembered = state_as_at(recorded, day).contact.letters
    found = rows_as_at(ledger, LETTERS, recorded[-1], day)
    assert {row["letter"]: row["sent"] for row in found} == dict(remembered.items())
