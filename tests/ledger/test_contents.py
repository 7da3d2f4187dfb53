"""What documents hold: recorded with the entry that files them or not at all, sealed, erasable."""

import hashlib
import random
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql

from domain.decisions.documents import file_document, withdraw_document
from domain.decisions.occasion import Occasion
from domain.decisions.records import correct_entry, withdraw_entry
from domain.events.base import Fact
from domain.events.documents import DocumentFiled
from domain.events.figures import FiguresReported
from domain.events.record_keeping import Repair
from domain.ledger.appending import APPEND, Append, Outcome, append_parameters
from domain.ledger.application import Ledger
from domain.ledger.contents import ContentNotKeptError
from domain.ledger.integrity import Finding
from domain.ledger.request import Answer, Place, Request
from domain.ledger.schema import Names
from domain.ledger.sealing import KeyKind, SealBrokenError, SealedContent, WrappedKey, content_key
from domain.ledger.stored import NewEvent
from domain.municipality import Municipality
from domain.refusals import AlreadyOnRecord, AnotherSubject, CommandReused
from domain.values import DocumentId, PartialDate
from tests.ledger.asking import TODAY, VLAARDINGEN, asked, command, count, figures, opened, record_of, table, text

PLAN = DocumentId("document-plan")
WORDS = b"%PDF-1.7 the plan, which nobody else should read"


def filed(
    ledger: Ledger,
    content: bytes | None = WORDS,
    request: Request | None = None,
    *,
    document: DocumentId = PLAN,
    code: str = VLAARDINGEN,
    **given: Any,  # noqa: ANN401 - anything else that is said of a document
) -> Answer:
    """A document is filed, with its content or (content None) with the proof of it only."""
    question: dict[str, Any] = {"title": text("the plan"), "kind": "plan", "media_type": "application/pdf", **given}
    return ledger.record(
        file_document,
        municipality=code,
        request=request or asked(),
        document=document,
        content=content,
        **question,
    )


@pytest.fixture
def case(ledger: Ledger) -> Ledger:
    """A municipality under supervision."""
    opened(ledger)
    return ledger


def row(admin: psycopg.Connection, names: Names) -> tuple[Any, ...]:
    found = admin.execute(sql.SQL("SELECT * FROM {}").format(table(names, "contents"))).fetchone()
    assert found
    return found


# Filing


def test_a_document_is_filed_with_its_content_and_the_entry_proves_it(case: Ledger) -> None:
    answer = filed(case)
    assert answer.entries == (Place(VLAARDINGEN, 2, 2),)
    fact = case.entries(VLAARDINGEN)[-1].fact
    assert isinstance(fact, DocumentFiled)
    assert (fact.sha256, fact.size) == (hashlib.sha256(WORDS).hexdigest(), len(WORDS))
    assert case.content(VLAARDINGEN, PLAN) == WORDS
    assert list(case.verify()) == []


@pytest.mark.parametrize("size", [1, 2_000, 25_000_000])
def test_content_comes_back_to_the_byte_whatever_its_size(case: Ledger, size: int) -> None:
    content = random.Random(size).randbytes(size)  # noqa: S311 - the same bytes each time, no secret
    filed(case, content)
    assert case.content(VLAARDINGEN, PLAN) == content


def test_content_is_nowhere_in_the_open(case: Ledger, admin: psycopg.Connection, names: Names) -> None:
    filed(case)
    stream, version, document, key, digest, size, cipher = row(admin, names)
    assert (stream, version, document, key, size) == (VLAARDINGEN, 2, PLAN, content_key(VLAARDINGEN, 2), len(WORDS))
    assert digest == hashlib.sha256(WORDS).digest()
    assert not any(WORDS[n : n + 6] in cipher for n in range(len(WORDS) - 6))
    kinds = admin.execute(sql.SQL("SELECT kind FROM {} ORDER BY kind").format(sql.Identifier(names.keys, "keys")))
    assert kinds.fetchall() == [("content",), ("text",)]


def test_a_document_can_be_filed_by_its_proof_only(case: Ledger) -> None:
    filed(case, None, sha256="ab" * 32, size=7)
    with pytest.raises(ContentNotKeptError, match=PLAN):
        case.content(VLAARDINGEN, PLAN)
    assert list(case.verify()) == []


def test_two_municipalities_may_call_a_document_by_one_id(case: Ledger) -> None:
    opened(case, "GM0606")
    filed(case)
    filed(case, b"another", code="GM0606")
    assert (case.content(VLAARDINGEN, PLAN), case.content("GM0606", PLAN)) == (WORDS, b"another")


def test_a_content_that_no_entry_files_is_an_error_and_records_nothing(case: Ledger) -> None:
    def report(municipality: Municipality, *, on: Occasion, sha256: str, size: int) -> FiguresReported:
        assert municipality, on
        return figures(size + len(sha256))

    with pytest.raises(ValueError, match="the one entry that files its document, not with 0"):
        case.record(report, municipality=VLAARDINGEN, request=asked(), content=WORDS)
    assert case.head().position == 1


# The same command again, and others at the same time


def test_a_command_sent_again_gets_its_first_answer_and_stores_nothing_twice(
    case: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    request = asked()
    first = filed(case, request=request)
    again = filed(case, request=request)
    assert (again.entries, again.repeated) == (first.entries, True)
    assert count(admin, names, "contents") == 1
    assert case.head().position == 2


@pytest.mark.parametrize("other", [WORDS + b"!", None])
def test_the_same_command_with_another_content_is_refused(case: Ledger, other: bytes | None) -> None:
    request = asked()
    filed(case, request=request)
    proof: dict[str, Any] = {} if other else {"sha256": hashlib.sha256(WORDS).hexdigest(), "size": len(WORDS)}
    with pytest.raises(CommandReused):
        filed(case, other, request, **proof)
    assert case.content(VLAARDINGEN, PLAN) == WORDS


def test_a_refusal_stores_no_content(case: Ledger, admin: psycopg.Connection, names: Names) -> None:
    filed(case)
    with pytest.raises(AlreadyOnRecord):
        filed(case, b"another")
    assert count(admin, names, "contents") == 1
    assert case.content(VLAARDINGEN, PLAN) == WORDS


def test_who_was_overtaken_files_at_the_next_version(
    case: Ledger, conninfo: str, names: Names, key_folder: Path
) -> None:
    with Ledger.open(conninfo, names, key_folder=key_folder) as other:
        filed(other, b"first", document=DocumentId("document-first"))
        assert filed(case).entries == (Place(VLAARDINGEN, 3, 3),)
    assert case.content(VLAARDINGEN, PLAN) == WORDS
    assert list(case.verify()) == []


def test_documents_filed_at_once_are_all_there(case: Ledger) -> None:
    def several(thread: int) -> None:
        for n in range(5):
            name = f"document-{thread}-{n}"
            filed(case, name.encode(), document=DocumentId(name))

    threads = [threading.Thread(target=several, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in (f"document-{thread}-{n}" for thread in range(4) for n in range(5)):
        assert case.content(VLAARDINGEN, DocumentId(name)) == name.encode()


# Appending


def event(stream: str, version: int, content: bytes | None = None) -> NewEvent:
    key = content_key(stream, version)
    sealed = SealedContent(PLAN, key, hashlib.sha256(content).digest(), len(content), b"c" * 40) if content else None
    keys = (WrappedKey(key, KeyKind.CONTENT, b"wrapped", "master"),) if content else ()
    return NewEvent(stream, version, "toy.v1", b"{}", keys=keys, content=sealed)


def test_each_content_goes_with_its_own_entry(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    record_of(ledger).entry_recorder.append(
        [
            Append(command(), [event("a", 1), event("a", 2, b"second")]),
            Append(command()),
            Append(command(), [event("b", 1, b"first"), event("b", 2), event("c", 1, b"third")]),
        ]
    )
    rows = admin.execute(sql.SQL("SELECT stream, version FROM {} ORDER BY 1, 2").format(table(names, "contents")))
    assert rows.fetchall() == [("a", 2), ("b", 1), ("c", 1)]


def test_a_conflict_stores_nothing(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    recorder = record_of(ledger).entry_recorder
    recorder.append([Append(command(), [event("a", 1)])])
    done = recorder.append(
        [Append(command(), [event("a", 1, b"overtaken")]), Append(command(), [event("a", 2, b"next")])]
    )
    assert [each.outcome for each in done] == [Outcome.CONFLICT, Outcome.RECORDED]
    assert row(admin, names)[:5] == ("a", 2, PLAN, content_key("a", 2), hashlib.sha256(b"next").digest())
    assert count(admin, names, "contents") == 1


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_content_never_goes_with_an_entry_of_another_command(
    ledger: Ledger, admin: psycopg.Connection, names: Names, number: int
) -> None:
    parameters = append_parameters(
        [
            Append(command(), [event("a", 1)]),
            Append(command(), [event("b", 1, b"own"), event("b", 2)]),
            Append(command(), [event("c", 1)]),
        ]
    )
    assert parameters[-6] == [1]
    parameters[-6] = [number]
    query = APPEND.format(append=table(names, "append"))
    with (
        pytest.raises(errors.NotNullViolation),
        psycopg.connect(admin.info.dsn, password=admin.info.password) as connection,
    ):
        connection.execute(query, parameters)
    assert (count(admin, names, "contents"), ledger.head().position) == (0, 0)


# Correcting and withdrawing


def test_what_a_document_holds_cannot_be_corrected_its_title_can(case: Ledger) -> None:
    filed(case)
    (recorded,) = (each.fact for each in case.entries(VLAARDINGEN) if isinstance(each.fact, DocumentFiled))

    def corrected(replacement: Fact) -> None:
        case.record(
            correct_entry,
            municipality=VLAARDINGEN,
            request=asked(),
            entry=2,
            replacement=replacement,
            replacement_happened_on=PartialDate.of(TODAY),
            repairs=Repair.ERROR,
            reason=text("a typing error"),
        )

    for change in ({"sha256": "ab" * 32}, {"size": 1}, {"media_type": "text/plain"}):
        with pytest.raises(AnotherSubject):
            corrected(recorded.model_copy(update=change))
    corrected(recorded.model_copy(update={"title": text("the improvement plan")}))
    assert case.content(VLAARDINGEN, PLAN) == WORDS


def test_a_document_that_was_taken_out_still_reads_for_who_may(case: Ledger) -> None:
    filed(case)
    case.record(
        withdraw_document, municipality=VLAARDINGEN, request=asked(), document=PLAN, reason=text("of somebody else")
    )
    assert case.content(VLAARDINGEN, PLAN) == WORDS


def test_an_id_that_became_free_reads_as_it_was_last_filed(case: Ledger) -> None:
    filed(case)
    case.record(withdraw_entry, municipality=VLAARDINGEN, request=asked(), entry=2, reason=text("the wrong file"))
    filed(case, b"the right file")
    assert case.content(VLAARDINGEN, PLAN) == b"the right file"
    assert case.content(VLAARDINGEN, PLAN, entry=2) == WORDS
    with pytest.raises(ContentNotKeptError):
        case.content(VLAARDINGEN, PLAN, entry=3)


# Erasing, and what was tampered with


def guards_off(admin: psycopg.Connection, names: Names) -> None:
    admin.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table(names, "contents")))


def tamper(admin: psycopg.Connection, names: Names, change: str) -> None:
    guards_off(admin, names)
    keys = sql.Identifier(names.keys, "keys")
    admin.execute(sql.SQL(change).format(contents=table(names, "contents"), keys=keys))


ERASE = "UPDATE {keys} SET wrapped = NULL, destroyed_at = now() WHERE kind = 'content'"


def test_an_erased_content_reads_as_none_and_all_else_stays_valid(
    case: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    filed(case)
    tamper(admin, names, ERASE)
    assert case.content(VLAARDINGEN, PLAN) is None
    (fact,) = (each.fact for each in case.entries(VLAARDINGEN) if isinstance(each.fact, DocumentFiled))
    assert case.unseal([fact.title]) == ["the plan"]
    assert list(case.verify()) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ("UPDATE {contents} SET cipher = set_byte(cipher, 20, get_byte(cipher, 20) # 1)", "not the content"),
        ("UPDATE {contents} SET cipher = set_byte(cipher, 0, get_byte(cipher, 0) # 1)", "not the content"),
        ("UPDATE {contents} SET cipher = 'short'", "not the content"),
        ("UPDATE {keys} SET wrapped = 'short' WHERE kind = 'content'", "not the key"),
        ("DELETE FROM {keys} WHERE kind = 'content'", "not in the record"),
    ],
)
def test_a_content_that_was_tampered_with_is_never_handed_out(
    case: Ledger, admin: psycopg.Connection, names: Names, change: str, complaint: str
) -> None:
    filed(case)
    tamper(admin, names, change)
    with pytest.raises(SealBrokenError, match=complaint):
        case.content(VLAARDINGEN, PLAN)


def test_a_content_sealed_by_who_has_the_keys_is_still_not_what_was_filed(
    case: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    filed(case)
    forged = record_of(case).keyring.sealing()
    sealed = forged.seal_content(VLAARDINGEN, 2, PLAN, b"another plan")
    (key,) = forged.new_keys
    tamper(admin, names, "SELECT FROM {contents}")
    admin.execute(sql.SQL("UPDATE {} SET cipher = %s").format(table(names, "contents")), [sealed.cipher])
    admin.execute(
        sql.SQL("UPDATE {} SET wrapped = %s WHERE key_id = %s").format(sql.Identifier(names.keys, "keys")),
        [key.wrapped, key.id],
    )
    with pytest.raises(SealBrokenError, match=f"not what {VLAARDINGEN}/2 filed"):
        case.content(VLAARDINGEN, PLAN)


GONE, OTHER, KEYLESS, STRAY = (
    "its content is gone",
    "its content is not the one that it files",
    "its content has no key",
    "its content is there, and the entry is not",
)


@pytest.mark.parametrize(
    ("change", "findings"),
    [
        ("DELETE FROM {contents}", [Finding(2, VLAARDINGEN, 2, GONE)]),
        ("UPDATE {contents} SET cipher = substr(cipher, 2)", [Finding(2, VLAARDINGEN, 2, OTHER)]),
        ("UPDATE {contents} SET sha256 = sha256(sha256)", [Finding(2, VLAARDINGEN, 2, OTHER)]),
        ("UPDATE {contents} SET document = 'document-other'", [Finding(2, VLAARDINGEN, 2, OTHER)]),
        ("DELETE FROM {keys} WHERE kind = 'content'", [Finding(2, VLAARDINGEN, 2, KEYLESS)]),
        (
            "UPDATE {contents} SET version = 1",
            [Finding(1, VLAARDINGEN, 1, OTHER), Finding(2, VLAARDINGEN, 2, GONE)],
        ),
        (
            "UPDATE {contents} SET version = 9",
            [Finding(0, VLAARDINGEN, 9, STRAY), Finding(2, VLAARDINGEN, 2, GONE)],
        ),
    ],
)
def test_a_lost_or_exchanged_content_is_named(
    case: Ledger, admin: psycopg.Connection, names: Names, change: str, findings: Sequence[Finding]
) -> None:
    filed(case)
    tamper(admin, names, change)
    assert list(case.verify()) == findings


def test_what_lies_outside_the_positions_asked_for_is_left_alone(
    case: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    filed(case)
    filed(case, b"another", document=DocumentId("document-2"))
    tamper(admin, names, "DELETE FROM {contents} WHERE version = 2")
    assert list(case.verify(3)) == []
    assert list(case.verify(1, 1)) == []
    assert [finding.position for finding in case.verify(1, 2)] == [2]
