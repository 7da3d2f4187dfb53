"""Entries as bytes, before and after they are in the record: what the mapper hands to the recorder and gets back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent

from domain.ledger.sealing import WrappedKey


@dataclass(frozen=True)
class NewEvent(StoredEvent):
    """An entry on its way into the record, with the keys of the texts that were sealed in it."""

    keys: tuple[WrappedKey, ...] = ()


@dataclass(frozen=True)
class RecordedEvent(Notification):
    """An entry as the record has it; ``id`` is its position."""

    recorded_at: datetime
    command: UUID
    digest: bytes
