"""Entries of one stream packed small, byte for byte as they are stored: what a shelf and a snapshot hold.

Packed are rows after each other, compressed together. A row is::

    version            4 bytes (all numbers in network order)
    position           8 bytes
    recorded at        8 bytes: microseconds since 1970-01-01T00:00:00Z
    command id         16 bytes
    length of topic    2 bytes
    length of body     4 bytes
    topic              UTF-8
    body               as it is stored

The digest is left out: it is a hash of exactly these, and nothing is packed that does not have the digest it had when
it was recorded. What is unpacked gets it back.
"""

import zlib
from collections.abc import Iterable, Iterator
from datetime import timedelta
from struct import Struct
from uuid import UUID

from domain.ledger.digests import EPOCH, digest, require_intact
from domain.ledger.stored import RecordedEvent

ROW = Struct(">iqq16sHI")
MICROSECOND = timedelta(microseconds=1)
LEVEL = 6
"""Of compression: a higher one takes three times as long for a twentieth less."""


def packed(stored: Iterable[RecordedEvent]) -> bytes:
    """The entries, packed in this order; raises DamagedEntryError for one that is not as it was recorded."""
    return zlib.compress(b"".join(map(_row, stored)), LEVEL)


def unpacked(stream: str, pack: bytes) -> Iterator[RecordedEvent]:
    """The entries of this stream that were packed; raises zlib.error or struct.error for what was not packed here."""
    rows, at = zlib.decompress(pack), 0
    while at < len(rows):
        version, position, microseconds, command, of_topic, of_body = ROW.unpack_from(rows, at)
        topic = at + ROW.size
        body = topic + of_topic
        at = body + of_body
        parts = (
            *(stream, version, rows[topic:body].decode(), rows[body:at]),
            *(position, EPOCH + timedelta(microseconds=microseconds), UUID(bytes=command)),
        )
        yield RecordedEvent(*parts, digest=digest(RecordedEvent(*parts, digest=b"")))


def _row(stored: RecordedEvent) -> bytes:
    require_intact(stored)
    topic = stored.topic.encode()
    microseconds = (stored.recorded_at - EPOCH) // MICROSECOND
    head = ROW.pack(
        stored.originator_version, stored.id, microseconds, stored.command.bytes, len(topic), len(stored.state)
    )
    return head + topic + stored.state
