"""Decisions on documents: what was filed, and what was taken out."""

from domain.decisions.guards import require_known, require_new
from domain.decisions.occasion import Occasion
from domain.events.documents import DocumentFiled, DocumentWithdrawn
from domain.municipality import Municipality
from domain.refusals import AlreadySettled, require
from domain.values import DocumentId, PlainText


def file_document(
    municipality: Municipality,
    *,
    on: Occasion,
    document: DocumentId,
    title: PlainText,
    kind: str,
    sha256: str,
    media_type: str,
    size: int,
    file_name: PlainText | None = None,
) -> tuple[DocumentFiled]:
    """Record that a document was filed, with the proof of its content."""
    require_new("document", document, municipality.documents.get(document))
    return (
        DocumentFiled(
            document=document,
            title=title,
            kind=kind,
            sha256=sha256,
            media_type=media_type,
            size=size,
            file_name=file_name,
        ),
    )


def withdraw_document(
    municipality: Municipality, *, on: Occasion, document: DocumentId, reason: PlainText
) -> tuple[DocumentWithdrawn]:
    """Record that a document was taken out of the file."""
    filed = municipality.documents.get(document)
    require_known("document", document, filed)
    require(filed is True, AlreadySettled("document", document))
    return (DocumentWithdrawn(document=document, reason=reason),)
