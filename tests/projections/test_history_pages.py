"""A page of a history: by subject, as known and as at, read from the record."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from immutables import Map

from domain.events.base import Entry
from domain.events.record_keeping import RecordKeepingEvent
from domain.ledger.application import Ledger
from domain.municipality import standing
from domain.refusals import UnknownMunicipality
from domain.values import Classification
from projections.engine.known import Knowing
from projections.history import history
from projections.paging import UnreadableCursorError
from projections.reading import HIDDEN, Reader
from projections.subjects import KINDS, Subject, subject_of, topics_about
from tests.domain.arbitrary import DAYS, histories
from tests.projections.asking import known, now, tell
from tests.projections.laws import LAW, STREAMS
from tests.projections.toys import append, of_stream
from tests.spec import (
    CODE,
    DECISION,
    agreed,
    assigned,
    corrected,
    decision_notified,
    document_filed,
    held,
    kept,
    letter_received,
    opened,
    plan_submitted,
    raised,
    reported,
    substitution_decided,
    term_extended,
    withdrawn,
)

LATER = date(2100, 1, 1)
"""A day by which everything was recorded that ever is."""


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def told(reader: Reader, day: date | str = LATER, **asked: object) -> list[int]:
    return [line.entry for line in history(reader, now(reader.reading, day), CODE, **asked).lines]  # type: ignore[arg-type] # as the test says


def pages(reader: Reader, knowing: Knowing, **asked: object) -> Iterator[list[int]]:
    """The pages of a question, one after the other, each with the same total."""
    page = history(reader, knowing, CODE, **asked)  # type: ignore[arg-type] # the same
    total = page.total
    yield [line.entry for line in page.lines]
    while page.next:
        page = history(reader, knowing, CODE, after=page.next, **asked)  # type: ignore[arg-type] # the same
        assert page.total == total
        yield [line.entry for line in page.lines]


def test_a_history_is_told_in_pages_the_oldest_or_the_newest_first(ledger: Ledger, reader: Reader) -> None:
    tell(ledger, opened(), *(held(f"talk-{number}") for number in range(4)))
    assert list(pages(reader, now(ledger), limit=2)) == [[1, 2], [3, 4], [5]]
    assert list(pages(reader, now(ledger), limit=2, newest_first=True)) == [[5, 4], [3, 2], [1]]
    assert list(pages(reader, now(ledger), limit=5)) == [[1, 2, 3, 4, 5]]
    assert list(pages(reader, now(ledger))) == [[1, 2, 3, 4, 5]]
    assert history(reader, now(ledger), CODE, limit=0).total == 5


def test_the_next_page_goes_on_where_the_last_one_ended_whatever_was_recorded_since(
    ledger: Ledger, reader: Reader
) -> None:
    tell(ledger, opened(), held("talk-1"), held("talk-2"))
    first = history(reader, now(ledger), CODE, newest_first=True, limit=2)
    tell(ledger, held("talk-3"))
    rest = history(reader, now(ledger), CODE, newest_first=True, limit=2, after=first.next)
    assert ([line.entry for line in rest.lines], rest.total, rest.next) == ([1], 4, None)


def test_a_cursor_of_no_page_is_refused(ledger: Ledger, reader: Reader) -> None:
    tell(ledger, opened())
    with pytest.raises(UnreadableCursorError):
        told(reader, after=("2",))


def test_what_was_not_known_yet_is_not_told_and_neither_is_what_amended_it_later(
    ledger: Ledger, reader: Reader
) -> None:
    entries = tell(ledger, opened(), held("talk-1"), corrected(2, held("talk-1", "2025-11-02")), withdrawn(3))
    lines = [history(reader, known(entry), CODE).lines for entry in entries]
    assert [[line.entry for line in page] for page in lines] == [[1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]
    assert [page[1].amended_by for page in lines[1:]] == [(), (3,), (3,)]
    assert [page[1].struck for page in lines[1:]] == [False, True, False]


def test_before_anything_was_known_there_is_an_empty_history(ledger: Ledger, reader: Reader) -> None:
    tell(ledger, opened())
    page = history(reader, Knowing(0, LATER), CODE)
    assert (page.lines, page.total, page.next) == ((), 0, None)


def test_a_municipality_that_was_never_heard_of_has_no_history(ledger: Ledger, reader: Reader) -> None:
    with pytest.raises(UnknownMunicipality):
        history(reader, now(ledger), CODE)


def test_as_at_a_day_only_what_had_happened_is_told_and_what_has_no_day(ledger: Ledger, reader: Reader) -> None:
    tell(ledger, opened("2020-01-01"), held("talk-1", "2025-11-01"), held("talk-2", None), held("talk-3", "2025-06"))
    assert told(reader, "2025-05-31") == [1, 3]
    assert told(reader, "2025-06-01") == [1, 3, 4]
    assert told(reader, "2025-11-01") == [1, 2, 3, 4]
    assert history(reader, now(ledger, "2025-06-01"), CODE, limit=1).total == 3


def test_an_entry_counts_from_the_day_it_now_has_and_its_corrections_with_it(ledger: Ledger, reader: Reader) -> None:
    moved = corrected(2, held("talk-1", "2025-11-01"), on="2025-12-01")
    entries = tell(ledger, opened("2020-01-01"), held("talk-1", "2025-06-01"), moved, withdrawn(3, "2025-12-02"))
    days = ("2025-05-31", "2025-06-01", "2025-10-31", "2025-11-01")

    def as_at(entry: Entry) -> list[list[int]]:
        return [
            [line.entry for line in history(reader, known(entry, date.fromisoformat(day)), CODE).lines] for day in days
        ]

    assert as_at(entries[1]) == [[1], [1, 2], [1, 2], [1, 2]]
    assert as_at(entries[2]) == [[1], [1], [1], [1, 2, 3]]
    assert as_at(entries[3]) == [[1], [1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]]


def test_a_withdrawn_entry_is_told_from_the_day_it_was_said_to_have_happened(ledger: Ledger, reader: Reader) -> None:
    tell(ledger, opened("2020-01-01"), held("talk-1", "2025-06-01"), withdrawn(2, "2025-12-01"))
    assert [told(reader, day) for day in ("2025-05-31", "2025-06-01")] == [[1], [1, 2, 3]]


def test_a_history_is_about_a_subject_with_what_amends_it(ledger: Ledger, reader: Reader) -> None:
    tell(
        ledger,
        opened(),
        reported("2025-1", "2025-06-30", realised=3),
        held("talk-1"),
        plan_submitted("p"),
        raised(1, 2, "2025-01-01"),
        document_filed("d-1"),
        letter_received("l-1"),
        assigned("person-anne"),
        corrected(2, reported("2025-1", "2025-06-30", realised=4)),
        corrected(3, held("talk-1", "2025-11-02")),
        withdrawn(10),
        withdrawn(7),
    )
    assert {subject: told(reader, subject=subject) for subject in Subject} == {
        Subject.FIGURES: [2, 9],
        Subject.CONVERSATIONS: [3, 10, 11],
        Subject.PLAN: [4],
        Subject.DECISIONS: [5],
        Subject.DOCUMENTS: [6, 7, 12],
        Subject.OTHER: [1, 8],
    }
    assert list(pages(reader, now(ledger), subject=Subject.CONVERSATIONS, limit=2)) == [[3, 10], [11]]
    assert told(reader, "2025-10-31", subject=Subject.CONVERSATIONS) == []


def test_every_topic_is_about_one_subject() -> None:
    about = [topic for subject in Subject for topic in topics_about(subject)]
    assert len(about) == len(set(about))
    assert {subject for _, subject in KINDS} == {*Subject} - {Subject.OTHER}


def test_an_entry_says_what_it_speaks_of_although_that_stands_on_another_page(ledger: Ledger, reader: Reader) -> None:
    tell(ledger, opened(), agreed("a-1"), kept("a-1"), held("talk-1"))
    page = history(reader, now(ledger), CODE, newest_first=True, limit=2)
    assert [line.sentence for line in page.lines][1] == "Afspraak nagekomen (house them)."
    tell(ledger, substitution_decided(), decision_notified(), term_extended("2025-12-01", decision=DECISION))
    decided = history(reader, now(ledger), CODE, newest_first=True, limit=2)
    assert all("(42 personen van 2024-1)" in line.sentence for line in decided.lines)


def test_texts_are_shown_to_those_who_may_read_them(ledger: Ledger) -> None:
    tell(ledger, opened(), agreed("a-1"))
    public = Reader(ledger, frozenset({Classification.OPEN}))
    assert HIDDEN in history(public, now(ledger), CODE).lines[1].sentence
    assert HIDDEN not in history(Reader(ledger), now(ledger), CODE).lines[1].sentence


# Laws


def expected(entries: list[Entry], day: date, subject: Subject | None) -> list[int]:
    """What a history tells, entry by entry: each with the entry it comes down to."""
    by_version = {entry.version: entry for entry in entries}
    now_reads = {entry.version: entry for entry in standing(Map(by_version))}
    found = []
    for entry in entries:
        root = entry
        while isinstance(root.fact, RecordKeepingEvent):
            root = by_version[root.fact.entry]
        first_day = now_reads.get(root.version, root).about.happened_on.first_day
        if (first_day is None or first_day <= day) and subject in (None, subject_of(root.fact.TOPIC)):
            found.append(entry.version)
    return found


ASKED = st.fixed_dictionaries(
    {
        "subject": st.none() | st.sampled_from(Subject),
        "newest_first": st.booleans(),
        "limit": st.integers(1, 7),
    }
)


@LAW
@given(entries=histories(), upto=st.integers(1, 30), day=DAYS | st.just(LATER), asked=ASKED)
def test_the_pages_of_a_history_are_what_was_known_had_happened_and_is_asked_for(
    ledger: Ledger, entries: list[Entry], upto: int, day: date, asked: dict[str, Any]
) -> None:
    recorded = append(ledger, of_stream(entries, next(STREAMS)))[:upto]
    nobody, knowing, code = Reader(ledger, frozenset()), known(recorded[-1], day), recorded[-1].stream
    page = history(nobody, knowing, code, **asked)
    found = [*page.lines]
    while page.next:
        page = history(nobody, knowing, code, after=page.next, **asked)
        found += page.lines
    wanted = expected(recorded, day, asked["subject"])
    assert [line.entry for line in found] == (wanted[::-1] if asked["newest_first"] else wanted)
    assert page.total == len(wanted)
