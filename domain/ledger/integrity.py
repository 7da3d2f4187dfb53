"""Whether the record still reads as it was recorded: each digest, position and version, and the course of time."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import pack

from domain.ledger.recorder import Recorder
from domain.ledger.stored import RecordedEvent

BATCH = 2000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded, and where."""

    position: int
    stream: str
    version: int
    what: str


Findings = Iterator[Finding]


def digest(stored: RecordedEvent) -> bytes:
    """The digest that an entry has as it reads now; record.sql describes the envelope byte by byte."""
    stream, topic = str(stored.originator_id).encode(), stored.topic.encode()
    microseconds = (stored.recorded_at - EPOCH) // timedelta(microseconds=1)
    envelope = b"".join(
        (
            pack(">iq", 8, stored.id),
            pack(">i", len(stream)) + stream,
            pack(">ii", 4, stored.originator_version),
            pack(">i", len(topic)) + topic,
            pack(">iq", 8, microseconds),
            pack(">i", 16) + stored.command.bytes,
        )
    )
    return hashlib.sha256(b"\x00" + envelope + stored.state).digest()


def verify(recorder: Recorder, first: int = 1, last: int | None = None) -> Findings:
    """Walk the record from one position up to and including another (the head), and tell what is wrong, if anything.

    Takes some seconds per hundred thousand entries, and little memory: the last version of each stream.
    """
    end = recorder.head().position if last is None else last
    versions: dict[str, int] = {}
    before = recorder.select("position < %s ORDER BY position DESC LIMIT 1", first)
    position, recorded_at = first - 1, before[0].recorded_at if before else EPOCH
    while position < end:
        batch = recorder.select_notifications(position, BATCH, end, inclusive_of_start=False)
        if not batch:
            yield Finding(position + 1, "", 0, f"positions {position + 1} to {end} are not there")
            return
        for stored in batch:
            stream = str(stored.originator_id)
            if stream not in versions:
                versions[stream] = _version_before(recorder, stream, stored.id)
            for what in _wrong(stored, position, versions[stream], recorded_at):
                yield Finding(stored.id, stream, stored.originator_version, what)
            position, recorded_at, versions[stream] = stored.id, stored.recorded_at, stored.originator_version
    if last is None:
        yield from _behind_the_head(recorder)


def _wrong(stored: RecordedEvent, position: int, version: int, recorded_at: datetime) -> Iterator[str]:
    if stored.id != position + 1:
        yield f"positions {position + 1} to {stored.id - 1} are not there"
    if stored.originator_version != version + 1:
        yield f"version {version + 1} of the stream is not where it should be"
    if stored.recorded_at < recorded_at:
        yield "it was recorded before the entry that precedes it"
    if stored.digest != digest(stored):
        yield "its digest is not that of what it says"


def _behind_the_head(recorder: Recorder) -> Findings:
    """Compared in one query, that is at one moment: somebody may append while we walk."""
    rows = recorder.query(
        "SELECT stream, version, e.position FROM {events} e, {head} h WHERE e.position > h.position ORDER BY e.position"
    )
    for row in rows:
        yield Finding(row["position"], row["stream"], row["version"], "it stands behind the head of the record")


def _version_before(recorder: Recorder, stream: str, position: int) -> int:
    (row,) = recorder.query(
        "SELECT max(version) AS version FROM {events} WHERE stream = %s AND position < %s", stream, position
    )
    return row["version"] or 0
