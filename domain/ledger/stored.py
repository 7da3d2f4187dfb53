"""Entries as bytes, before and after they are in the record: what the mapper hands to the recorder and gets back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from domain.ledger.sealing import SealedContent, WrappedKey


@dataclass(frozen=True)
class NewEvent(StoredEvent):
    """An entry on its way into the record, with the keys of what was sealed for it, and the content that it files."""

    keys: tuple[WrappedKey, ...] = ()
    content: SealedContent | None = None


@dataclass(frozen=True)
class RecordedEvent(Notification):
    """An entry as the record has it; ``id`` is its position."""

    recorded_at: datetime
    command: UUID
    digest: bytes
