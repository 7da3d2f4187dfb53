"""Whether the record still reads as it was recorded: each digest, position and version, and the course of time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString, TypeVar

from eventsourcing.persistence import InternalError

from domain.ledger.connecting import Ailment, ailment_in
from domain.ledger.digests import EPOCH, digest
from domain.ledger.recorder import Recorder
from domain.ledger.stored import RecordedEvent

BATCH = 2000
BEHIND: LiteralString = (
    "SELECT stream, version, e.position FROM {events} e, {head} h WHERE e.position > h.position ORDER BY e.position"
)
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded, and where."""

    position: int
    stream: str
    version: int
    what: str


Findings = Iterator[Finding]


def verify(recorder: Recorder, first: int = 1, last: int | None = None) -> Findings:
    """Walk the record from one position up to and including another (the head), and tell what is wrong, if anything.

    Takes some seconds per hundred thousand entries, and little memory: the last version of each stream.
    """
    end = recorder.head().position if last is None else last
    versions: dict[str, int] = {}
    position, recorded_at = first - 1, _recorded_before(recorder, first)
    while position < end:
        batch = _batch(recorder, position, end)
        if not batch:
            yield Finding(position + 1, "", 0, f"positions {position + 1} to {end} are not there")
            return
        for stored in batch:
            if isinstance(stored, Finding):
                yield stored
                position = stored.position
                continue
            stream = str(stored.originator_id)
            if stream not in versions:
                versions[stream] = _version_before(recorder, stream, stored.id)
            for what in _wrong(stored, position, versions[stream], recorded_at):
                yield Finding(stored.id, stream, stored.originator_version, what)
            position, recorded_at, versions[stream] = stored.id, stored.recorded_at, stored.originator_version
    if last is None:
        yield from _behind_the_head(recorder)


def _batch(recorder: Recorder, after: int, end: int) -> Sequence[RecordedEvent | Finding]:
    stored = _unless_damaged(lambda: recorder.select_notifications(after, BATCH, end, inclusive_of_start=False))
    return list(_readable(recorder, after, min(after + BATCH, end))) if stored is None else stored


def _readable(recorder: Recorder, after: int, upto: int) -> Iterator[RecordedEvent | Finding]:
    """What stands there, and which positions the disk has lost: found by halving."""
    stored = _unless_damaged(lambda: recorder.select("position > %s AND position <= %s ORDER BY 5", after, upto))
    if stored is not None:
        yield from stored
    elif upto == after + 1:
        yield Finding(upto, "", 0, "it cannot be read from the disk")
    else:
        middle = (after + upto) // 2
        yield from _readable(recorder, after, middle)
        yield from _readable(recorder, middle, upto)


def _unless_damaged(read: Callable[[], Read]) -> Read | None:
    """What is read; None where the database cannot read that part of its disk: the walk names what stands there."""
    try:
        return read()
    except InternalError as error:
        if ailment_in(error) is not Ailment.DAMAGED:
            raise
    return None


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
    for row in _unless_damaged(lambda: recorder.query(BEHIND)) or ():
        yield Finding(row["position"], row["stream"], row["version"], "it stands behind the head of the record")


def _recorded_before(recorder: Recorder, position: int) -> datetime:
    before = "position < %s ORDER BY position DESC LIMIT 1"
    stored = _unless_damaged(lambda: recorder.select(before, position))
    return stored[0].recorded_at if stored else EPOCH


def _version_before(recorder: Recorder, stream: str, position: int) -> int:
    last = "SELECT max(version) AS version FROM {events} WHERE stream = %s AND position < %s"
    rows = _unless_damaged(lambda: recorder.query(last, stream, position))
    return rows[0]["version"] or 0 if rows else 0
