"""The digest of an entry: proof that it reads as it was recorded. Whoever reads an entry compares it, each time."""

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from struct import Struct

from domain.ledger.stored import RecordedEvent

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
POSITION, VERSION, REST = Struct(">Biq"), Struct(">ii"), Struct(">iqi")


class DamagedEntryError(Exception):
    """An entry does not read as it was recorded: a fault of the disk, or somebody changed it. It is not to be used."""

    def __init__(self, stream: str, version: int, position: int) -> None:
        super().__init__(f"entry {stream}/{version} at position {position} does not read as it was recorded")
        self.stream, self.version, self.position = stream, version, position


def require_intact(stored: RecordedEvent) -> None:
    """Refuse an entry that does not read as it was recorded; raises DamagedEntryError."""
    if digest(stored) != stored.digest:
        raise DamagedEntryError(str(stored.originator_id), stored.originator_version, stored.id)


def digest(stored: RecordedEvent) -> bytes:
    """The digest that an entry has as it reads now; record.sql describes the envelope byte by byte.

    Takes two microseconds, a third of it for the hash of a usual body: it is asked of every entry that is read.
    """
    since = stored.recorded_at - EPOCH
    microseconds = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    return sha256(
        POSITION.pack(0, 8, stored.id)
        + _counted(str(stored.originator_id))
        + VERSION.pack(4, stored.originator_version)
        + _counted(stored.topic)
        + REST.pack(8, microseconds, 16)
        + stored.command.bytes
        + stored.state
    ).digest()


@lru_cache(maxsize=10_000)
def _counted(text: str) -> bytes:
    """A text after its length; streams and topics come again and again."""
    encoded = text.encode()
    return len(encoded).to_bytes(4, "big") + encoded
