"""Filing a document with its content: what a decision is told of it, and how it goes into the record.

A content belongs to the entry that files its document: both are recorded, or neither is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.events.base import Entry
from domain.events.documents import DocumentFiled
from domain.ledger.sealing import Sealing
from domain.ledger.stored import NewEvent


@dataclass(frozen=True, slots=True)
class Content:
    """What a document holds, with what its entry proves of it."""

    data: bytes = field(repr=False)
    sha256: str
    size: int

    @classmethod
    def of(cls, data: bytes) -> "Content":
        """The content that these bytes are."""
        return cls(data, hashlib.sha256(data).hexdigest(), len(data))

    @property
    def proof(self) -> dict[str, Any]:
        """What a decision is told of it."""
        return {"sha256": self.sha256, "size": self.size}


def with_content(
    events: Sequence[NewEvent], entries: Sequence[Entry], content: Content, sealing: Sealing
) -> list[NewEvent]:
    """The events of these entries, with the content at the one that files it; raises ValueError when it is not one."""
    filing = [
        (number, entry, entry.fact)
        for number, entry in enumerate(entries)
        if isinstance(entry.fact, DocumentFiled) and entry.fact.sha256 == content.sha256
    ]
    if len(filing) != 1:
        raise ValueError(f"a content is recorded with the one entry that files its document, not with {len(filing)}")
    ((number, entry, fact),) = filing
    sealed = sealing.seal_content(entry.stream, entry.version, fact.document, content.data)
    event = replace(events[number], keys=(*events[number].keys, *sealing.new_keys), content=sealed)
    return [*events[:number], event, *events[number + 1 :]]
