"""Documents: filed with the proof of their content, taken out with a reason."""

from domain.decisions.documents import file_document, withdraw_document
from domain.events.documents import DocumentFiled, DocumentWithdrawn
from domain.refusals import AlreadyOnRecord, AlreadySettled, NotOnRecord
from domain.values import DocumentId
from tests.spec import Question, document_filed, document_withdrawn, given, opened, plain

DOCUMENT = DocumentId("document-1")
QUESTION: Question = {
    "document": DOCUMENT,
    "title": plain("the plan"),
    "kind": "plan",
    "sha256": "ab" * 32,
    "media_type": "application/pdf",
    "size": 1024,
    "file_name": plain("plan.pdf"),
}


def test_a_document_is_filed_with_the_proof_of_its_content() -> None:
    outcome = given(opened()).when(file_document, **QUESTION)
    outcome.then(DocumentFiled.model_validate(QUESTION))
    assert outcome.case.documents[DOCUMENT]


def test_an_id_names_one_document_only_also_when_it_was_taken_out() -> None:
    given(opened(), document_filed("document-1")).when(file_document, **QUESTION).refused(
        AlreadyOnRecord, what="document", id=DOCUMENT
    )
    given(opened(), document_filed("document-1"), document_withdrawn("document-1")).when(
        file_document, **QUESTION
    ).refused(AlreadyOnRecord, what="document", id=DOCUMENT)


def test_a_document_is_taken_out_with_a_reason() -> None:
    outcome = given(opened(), document_filed("document-1")).when(
        withdraw_document, document=DOCUMENT, reason=plain("of another municipality")
    )
    outcome.then(DocumentWithdrawn(document=DOCUMENT, reason=plain("of another municipality")))
    assert outcome.case.documents[DOCUMENT] is False


def test_a_document_is_taken_out_once() -> None:
    given(opened(), document_filed("document-1"), document_withdrawn("document-1")).when(
        withdraw_document, document=DOCUMENT, reason=plain()
    ).refused(AlreadySettled, what="document", id=DOCUMENT)


def test_only_a_document_on_record_is_taken_out() -> None:
    given(opened()).when(withdraw_document, document=DOCUMENT, reason=plain()).refused(
        NotOnRecord, what="document", id=DOCUMENT
    )
