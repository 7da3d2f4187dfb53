"""What is remembered of documents: which are filed, and whether they still are."""

from immutables import Map

from domain.events.documents import DocumentEvent, DocumentFiled
from domain.values import DocumentId


def remember_document(documents: Map[DocumentId, bool], fact: DocumentEvent) -> Map[DocumentId, bool]:
    """The documents after this fact; True while a document is in the file."""
    if isinstance(fact, DocumentFiled):
        return documents.set(fact.document, True)  # noqa: FBT003 - a map of document to whether it is filed
    return documents.set(fact.document, False) if fact.document in documents else documents  # noqa: FBT003 - the same
