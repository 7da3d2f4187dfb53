"""Documents of the case: filed with what they hold, told of, read, taken out."""

from base64 import b64encode
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Form, Path, Query, Response, UploadFile
from pydantic import Field

from api.documents import KINDS, MEGABYTE, bare_name, recognise
from api.identity.rights import READING, Right
from api.rest.asking import Asking, Reading
from api.rest.described import READ, problems
from api.rest.paging import Listed, Listing
from api.rest.problems import ProblemError
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import DocumentRef, Name, PartialDay, Posted, Told, Worded, Words, example
from api.running import Running
from domain.decisions.documents import file_document as decide_to_file
from domain.decisions.documents import withdraw_document as decide_to_withdraw
from domain.values import Classification, DocumentId, PlainText
from projections.documents import DocumentLine, documents

routes = Routes("/municipalities/{code}/documents", tag="Documents")

AROUND = 100_000
"""Bytes that the rest of the form may take."""

Document = Annotated[DocumentRef, Path(description="the id of the document", examples=["document-1"])]


class DocumentSent(Worded):
    """A file with what it is. Its classification says who may read it."""

    document: DocumentRef | None = Field(default=None, description="its id, when you choose it")
    title: Words
    kind: Name = Field(description="what kind of document it is", examples=["verbeterplan"])
    file: UploadFile = Field(description=f"one of {', '.join(kind.name for kind in KINDS)}; known by its content")


Filed = Annotated[DocumentSent, Form(media_type="multipart/form-data")]


class WithdrawalSent(Worded):
    """Why a document is taken out of the file."""

    model_config = example(reason="Hoort bij een andere gemeente.")

    reason: Words


class DocumentTold(Told):
    """A document as it stands on the day, without what it holds; `sha256` and `size` (bytes) prove what was filed."""

    document: str
    entry: int
    classification: Classification
    title: str
    file_name: str | None
    kind: str
    media_type: str
    size: int
    sha256: str
    filed_on: PartialDay | None
    in_file: bool
    withdrawn_on: PartialDay | None
    withdrawn_because: str | None


class DocumentRecorded(Recorded):
    """A document that was filed."""

    document: str


def _largest(running: Running) -> int:
    return running.settings.document_limit * MEGABYTE + AROUND


@routes.write("", Right.RECORD_FACTS, largest=_largest)
def file_document(code: Code, sent: Filed, at: Writing) -> DocumentRecorded:
    """File a document: what it holds, and the entry that proves it.

    What can run, what a browser would carry out, archives, and files with a password are refused.
    """
    data, document = sent.file.file.read(), at.new("document", sent.document)
    known = recognise(data, sent.file.filename, limit=at.running.settings.document_limit)
    file_name = PlainText(text=known.file_name, classification=sent.classification) if known.file_name else None
    question = sent.said("document", "file") | {"media_type": known.media_type, "file_name": file_name}
    answer = at.record(decide_to_file, code, sent, content=data, document=document, **question)
    return DocumentRecorded.of(answer, document=document)


@routes.read("")
def list_documents(
    code: Code, at: Listing, in_file: Annotated[bool | None, Query(alias="inFile", description="still in it")] = None
) -> Listed[DocumentTold]:
    """List the documents of a municipality, the latest first."""
    page = documents(at.reader, at.knowing, code=at.municipality(code), in_file=in_file, after=at.after, limit=at.limit)
    return at.listed(page, DocumentTold.model_validate)


@routes.read("/{document}")
def show_document(code: Code, document: Document, at: Reading) -> DocumentTold:
    """Tell of one document, without what it holds."""
    return DocumentTold.model_validate(_line(at, code, document))


CONTENT: dict[str, Any] = {
    "description": "What the document holds",
    "content": {kind.media_type: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS},
    "headers": {
        name: {"schema": {"type": "string"}, "description": told}
        for name, told in (
            ("Content-Disposition", "always an attachment, with the name of the file"),
            ("Content-Digest", "the SHA-256 of the content (RFC 9530)"),
        )
    },
}


@routes.read("/{document}/content", responses=READ | problems(410) | {200: CONTENT}, response_class=Response)
def read_document(code: Code, document: Document, at: Reading) -> Response:
    """Read what a document holds, as a file to be saved.

    Who may not read its title may not read the document. What was taken out of the file can be read as at an earlier
    day.
    """
    line = _line(at, code, document)
    at.caller.require(READING[line.classification])
    if not line.in_file:
        raise ProblemError(404, "Dit document is uit het dossier gehaald.")
    data = at.ledger.content(code, document)
    if data is None:
        raise ProblemError(410, "Dit document is gewist.")
    name = bare_name(line.file_name) or document
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Digest": f"sha-256=:{b64encode(bytes.fromhex(line.sha256)).decode()}:",
    }
    return Response(data, media_type=line.media_type, headers=headers)


@routes.write("/{document}/withdrawals", Right.RECORD_FACTS)
def withdraw_document(code: Code, document: Document, sent: Posted[WithdrawalSent], at: Writing) -> Recorded:
    """Take a document out of the file. That it was filed stays readable."""
    return Recorded.of(at.record(decide_to_withdraw, code, sent, document=document, **sent.said()))


def _line(at: Asking, code: str, document: DocumentId) -> DocumentLine:
    found = documents(at.reader, at.knowing, code=at.municipality(code), document=document).lines
    if not found:
        raise ProblemError(404)
    return found[0]
