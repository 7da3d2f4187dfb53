"""Documents: what is in the file as at a day, what was taken out and why, with the proof of what was filed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.base import Entry
from domain.events.documents import DocumentFiled
from domain.ledger.application import Ledger
from domain.values import Classification, DocumentId, PartialDate, PlainText
from projections.documents import DOCUMENTS, DocumentLine, document_line, documents
from projections.reading import HIDDEN, Opened, Reader
from tests.domain.arbitrary import DAYS, histories
from tests.projections.asking import known, now, rows_as_at, state_as_at, tell
from tests.projections.laws import LAW, require_laws
from tests.spec import CODE, Happened, corrected, document_filed, document_withdrawn, happened, opened, withdrawn

OTHER = "GM0599"


@pytest.fixture
def reader(ledger: Ledger) -> Reader:
    return Reader(ledger)


def record(ledger: Ledger, *told: Happened, code: str = CODE) -> list[Entry]:
    return tell(ledger, *told, code=code, models=[DOCUMENTS])


def seen(reader: Reader, day: date | str = "2026-01-01", **asked: object) -> tuple[DocumentLine, ...]:
    return documents(reader, now(reader.reading, day), **asked).lines  # type: ignore[arg-type] # as the test says


def filed(title: str = "de brief", classification: Classification = Classification.INTERNAL) -> Happened:
    fact = DocumentFiled(
        document=DocumentId("d-1"),
        title=PlainText(text=title, classification=classification),
        kind="brief",
        sha256="cd" * 32,
        media_type="application/pdf",
        size=1234,
        file_name=PlainText(text="brief.pdf", classification=classification),
    )
    return happened(fact, "2025-11-01")


def test_a_document_is_told_with_the_proof_of_what_was_filed(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), filed())
    (line,) = seen(reader)
    assert (line.code, line.entry, line.title, line.file_name, line.kind) == (CODE, 2, "de brief", "brief.pdf", "brief")
    assert (line.media_type, line.size, line.sha256) == ("application/pdf", 1234, "cd" * 32)
    assert (line.filed_on, line.in_file, line.withdrawn_on) == (PartialDate.of("2025-11-01"), True, None)
    assert line.classification is Classification.INTERNAL


def test_a_document_is_in_the_file_until_the_day_it_was_taken_out(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), filed(), document_withdrawn("d-1", "2025-12-01"))
    assert [len(seen(reader, day, in_file=True)) for day in ("2025-10-31", "2025-11-01", "2025-12-01")] == [0, 1, 0]
    (line,) = seen(reader)
    assert (line.in_file, line.withdrawn_on, line.withdrawn_because) == (
        False,
        PartialDate.of("2025-12-01"),
        "of another municipality",
    )


def test_who_may_not_read_the_title_sees_neither_title_nor_file_name(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), filed(classification=Classification.SECRET))
    (line,) = seen(reader)
    assert (line.title, line.file_name, line.classification) == (HIDDEN, HIDDEN, Classification.SECRET)


def test_documents_are_told_the_latest_first_of_all_or_of_one_municipality(ledger: Ledger, reader: Reader) -> None:
    record(ledger, opened(), document_filed("d-1", "2025-11-01"), document_filed("d-2", "2025-12-01"))
    record(ledger, opened(), document_filed("d-3", "2025-11-15"), code=OTHER)
    assert [line.document for line in seen(reader)] == ["d-2", "d-3", "d-1"]
    assert [line.document for line in seen(reader, code=OTHER)] == ["d-3"]
    assert [line.document for line in seen(reader, document="d-1")] == ["d-1"]


def test_a_corrected_document_is_told_as_it_reads_and_a_withdrawn_entry_no_more(ledger: Ledger, reader: Reader) -> None:
    told = record(ledger, opened(), filed(), corrected(2, filed("de andere brief")))
    assert [line.title for line in seen(reader)] == ["de andere brief"]
    assert [line.title for line in documents(reader, known(told[1])).lines] == ["de brief"]
    record(ledger, withdrawn(2))
    assert seen(reader) == ()


def test_of_a_document_that_was_never_filed_there_is_no_line() -> None:
    with pytest.raises(LookupError, match="d-1"):
        document_line(CODE, "d-1", (), Opened({}, {}))


@LAW
@given(entries=histories(), day=DAYS | st.just(date(2026, 1, 1)))
def test_documents_as_at_a_day_are_those_that_a_municipality_remembers_of_what_happened_by_then(
    ledger: Ledger, entries: list[Entry], day: date
) -> None:
    recorded = require_laws(ledger, [DOCUMENTS], entries, at=0)
    remembered = state_as_at(recorded, day).documents
    found = rows_as_at(ledger, DOCUMENTS, recorded[-1], day)
    assert {row["document"]: row["in_file"] for row in found} == dict(remembered.items())
