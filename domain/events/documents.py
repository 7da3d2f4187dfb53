"""Documents of the case. An entry proves what was filed; what the document holds stands beside the entries, sealed."""

from typing import Annotated

from pydantic import Field, StringConstraints

from domain.events.base import MunicipalityEvent
from domain.values import DocumentId, Label, Sealed


class DocumentEvent(MunicipalityEvent):
    """A fact about a document."""

    document: DocumentId


class DocumentFiled(DocumentEvent):
    """A document was filed; ``sha256`` (hex) and ``size`` (bytes) are those of its content as it came in."""

    TOPIC = "municipality.document-filed.v1"
    title: Sealed
    kind: Label
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    media_type: Annotated[str, StringConstraints(pattern=r"^[a-z]+/[a-zA-Z0-9.+-]+$", max_length=150)]
    size: Annotated[int, Field(ge=1)]
    file_name: Sealed | None = None


class DocumentWithdrawn(DocumentEvent):
    """A document was taken out of the file, with the reason; the entry of its filing stays."""

    TOPIC = "municipality.document-withdrawn.v1"
    reason: Sealed
