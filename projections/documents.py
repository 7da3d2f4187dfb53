"""Documents of the case: what is in the file, what was taken out, and the proof of what was filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from domain.events.documents import DocumentEvent, DocumentFiled, DocumentWithdrawn
from domain.values import Classification, PartialDate
from projections.engine.known import Knowing
from projections.engine.schema import Row, Table
from projections.engine.told import Told
from projections.paging import Cursor, Order, Page
from projections.reading import Opened, Reader
from projections.standing import SPAN, Span, Things, last_of, page_told, remembered

FILE = Table(
    "documents",
    columns=(
        ("document", "text"),
        *SPAN,
        ("entry", "int"),  # that filed it
        ("day", "date"),  # on which it was filed: the first day it can be, 0001-01-01 when nobody knows
        ("in_file", "boolean"),
    ),
    key=("document", "valid_from"),
    indexes=("(day, municipality, document)",),
)
ORDER = Order((("day", date), ("municipality", str), ("document", str)), descending=True)


class Documents(Things):
    """A row for each span in the life of each document: in the file, and taken out of it."""

    name, version, tables, handles = "documents", 1, (FILE,), frozenset({DocumentFiled, DocumentWithdrawn})

    def about(self, fact: DocumentEvent) -> tuple[str]:
        """The document that a fact is about."""
        return (fact.document,)

    def row(self, span: Span) -> Row | None:
        """The row of a span."""
        filed = last_of(span.told, DocumentFiled)
        if filed is None:
            return None
        return FILE.row(
            document=span.subject,
            **span.columns,
            entry=filed[0].entry.version,
            day=filed[0].day,
            in_file=_in_file(span.told),
        )


DOCUMENTS = Documents()


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document as it stands on a day, without its content; ``sha256`` and ``size`` (bytes) prove what was filed.

    ``classification`` is that of its title: who may not read the title may not read the document.
    """

    code: str
    document: str
    entry: int
    classification: Classification
    title: str
    file_name: str | None
    kind: str
    media_type: str
    size: int
    sha256: str
    filed_on: PartialDate
    in_file: bool
    withdrawn_on: PartialDate | None
    withdrawn_because: str | None


def documents(
    reader: Reader,
    knowing: Knowing,
    *,
    code: str | None = None,
    document: str | None = None,
    in_file: bool | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[DocumentLine]:
    """Documents as they stand on the day, the latest first; last those of which nobody knows when.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: of this municipality; of all when None.
        document: this one.
        in_file: whether it still is in the file, or was taken out.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "document = %(document)s": document,
        "in_file = %(in_file)s": in_file,
    }
    return page_told(reader, DOCUMENTS, knowing, asked, document_line, order=ORDER, after=after, limit=limit)


def document_line(code: str, document: str, told: Sequence[Told], texts: Opened) -> DocumentLine:
    """What a reader sees of one document, by the facts about it."""
    filed = last_of(told, DocumentFiled)
    if filed is None:
        raise LookupError(f"{code}: document {document} was never filed")
    itself, fact = filed
    in_file = _in_file(told)
    withdrawn = None if in_file else last_of(told, DocumentWithdrawn)
    return DocumentLine(
        code=code,
        document=document,
        entry=itself.entry.version,
        classification=fact.title.classification,
        title=texts.text(fact.title),
        file_name=texts.said(fact.file_name),
        kind=fact.kind,
        media_type=fact.media_type,
        size=fact.size,
        sha256=fact.sha256,
        filed_on=itself.on,
        in_file=in_file,
        withdrawn_on=withdrawn[0].on if withdrawn else None,
        withdrawn_because=texts.text(withdrawn[1].reason) if withdrawn else None,
    )


def _in_file(told: Sequence[Told]) -> bool:
    return any(remembered(told).documents.values())
