"""Loading what a municipality has come to: from its snapshot and what was recorded since, or else from all entries.

Statements of figures on shelves are not folded, and not even read until a decision asks for them; so a municipality
with twenty years of daily figures loads like one with few. Whoever has more than ``MANY`` days of figures at hand puts
them on shelves, and makes the next snapshot.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import chain

from eventsourcing.persistence import PersistenceError
from immutables import Map
from pydantic_core import from_json

from domain.events.base import Entry
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, RecordKeepingEvent
from domain.ledger.digests import DamagedEntryError
from domain.ledger.packing import packed, unpacked
from domain.ledger.record import Record
from domain.ledger.snapshots import Snapshot, Snapshots
from domain.ledger.stored import RecordedEvent
from domain.municipality import Entries, FiguresShelf, Municipality, Shelf, fold, restored
from domain.municipality.entries import SHELVED, Unpack
from domain.values import Period

log = logging.getLogger(__name__)

MANY = 100
"""So many days of figures stay at hand before they go on shelves: two kilobytes each here, some tens of bytes there."""

AMENDING = (EntryCorrected.TOPIC, EntryWithdrawn.TOPIC)
NO_SNAPSHOT = Snapshot(0, b"", (), None)


class Loading:
    """Loads the municipalities of one record. Safe to use from many threads."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._snapshots = Snapshots(record)
        self._stay_loose: dict[str, int] = {}  # so many days, when all had been put away that can be

    def newest(self, code: str) -> Municipality:
        """The state after all that is recorded by now; of version 0 when that is nothing."""
        known, stored = self._last_known(code)
        if _are_many(stored):
            return self._put_away(code, stored, known.shelves, known.others)
        told = list(map(self._read, stored))
        at_once = 1 if known.version else 0  # the entry at which the snapshot stands
        loose = Map({each.version: each for each in told[:at_once]})
        state = restored(code, known.version, Entries(loose, known.shelves, known.others))
        self._stay_loose[code] = _loose_days(state)
        return fold(state, told[at_once:]) or state

    def caught_up(self, state: Municipality) -> Municipality:
        """A state with all that was recorded since.

        A standby that took over can have lost the end of the record: then what it came to is loaded again.
        """
        since = self._since(state.code, state.version - 1)
        known = state.entries[state.version].recorded
        goes_on = known and since and since[0].digest.hex() == known.digest
        if not goes_on or _are_many(since):
            return self.newest(state.code)
        return self.after(state, map(self._read, since[1:]))

    def after(self, state: Municipality, entries: Iterable[Entry]) -> Municipality:
        """A state with the entries that follow it, as they are stored."""
        state = fold(state, entries) or state
        loose = _loose_days(state)
        if loose - self._stay_loose.get(state.code, 0) <= MANY:
            return state
        self._stay_loose[state.code] = loose  # when it fails, nobody tries again at once
        try:
            return self._smaller(state)
        except (PersistenceError, DamagedEntryError) as error:  # what was asked for is there; it may weigh more
            log.warning("figures of %s stay at hand: %s", state.code, type(error).__name__)
            return state

    def _smaller(self, state: Municipality) -> Municipality:
        loose = state.entries.loose
        stored = self._record.entry_recorder.select(
            "stream = %s AND version = ANY(%s) ORDER BY version", state.code, list(loose)
        )
        complete = len(stored) == len(loose) and state.version in loose
        if not complete:
            return state
        return self._put_away(state.code, stored, state.entries.shelves, state.entries.others)

    def _last_known(self, code: str) -> tuple[Snapshot, Sequence[RecordedEvent]]:
        """The last snapshot, and what was recorded since, from the entry on at which it stands.

        That of a record that ran otherwise from there is none.
        """
        found = self._snapshots.find(code, self._unpack_of(code))
        if found:
            since = self._since(code, found.version - 1)
            if since and since[0].digest == found.digest:
                return found, since
            log.warning("snapshot of %s is not used: %s", code, "the record ran otherwise")
        return NO_SNAPSHOT, self._since(code, 0)

    def _put_away(
        self, code: str, stored: Sequence[RecordedEvent], shelves: Sequence[FiguresShelf], others: Shelf | None
    ) -> Municipality:
        """The state of these entries, the newest last, and of what lies on shelves: with all there but the newest.

        That stays at hand: by its digest is seen, each time, whether the record goes on from there.
        """
        *before, last = stored
        besides = [*before, *(unpacked(code, others.packed) if others else ())]
        amended = _amended(self._read(each) for each in [*besides, last] if each.topic in AMENDING)
        elsewhere = amended.difference(map(_version, besides))
        taken_down = [shelf for shelf in shelves if any(map(shelf.spans, elsewhere))]
        every = chain(besides, *(unpacked(code, each.packed) for each in taken_down))
        rest, figures = _sorted_out(every, amended)
        kept = (
            *(shelf for shelf in shelves if shelf not in taken_down),
            *(FiguresShelf(*self._pack(code, each), period=period) for period, each in sorted(figures.items())),
        )
        entries = Entries(
            Map({_version(last): self._read(last)}), kept, Shelf(*self._pack(code, rest)) if rest else None
        )
        self._snapshots.keep(code, Snapshot(_version(last), last.digest, entries.shelves, entries.others))
        state = restored(code, _version(last), entries)
        self._stay_loose[code] = _loose_days(state)
        return state

    def _pack(self, code: str, stored: list[RecordedEvent]) -> tuple[int, int, int, bytes, Unpack]:
        """What makes a shelf of these entries."""
        stored.sort(key=_version)
        return _version(stored[0]), _version(stored[-1]), len(stored), packed(stored), self._unpack_of(code)

    def _unpack_of(self, code: str) -> Unpack:
        return lambda pack: [self._read(each) for each in unpacked(code, pack)]

    def _since(self, code: str, version: int) -> list[RecordedEvent]:
        return self._record.entry_recorder.select_events(code, gt=version)

    def _read(self, stored: RecordedEvent) -> Entry:
        return self._record.entry_mapper.to_domain_event(stored)


def _are_many(stored: Iterable[RecordedEvent]) -> bool:
    return sum(each.topic == SHELVED.TOPIC for each in stored) > MANY


def _loose_days(state: Municipality) -> int:
    """Of how many days, period by period, there are statements at hand."""
    return sum(map(len, state.figures.loose.values()))


def _amended(amendments: Iterable[Entry]) -> set[int]:
    """What was corrected or withdrawn, or said to be: none of that lies on shelves."""
    return {each.fact.entry for each in amendments if isinstance(each.fact, RecordKeepingEvent)}


def _sorted_out(
    stored: Iterable[RecordedEvent], amended: Collection[int]
) -> tuple[list[RecordedEvent], dict[Period, list[RecordedEvent]]]:
    """What goes on a shelf of its own, and by period what goes on those of figures."""
    rest, figures = list[RecordedEvent](), defaultdict[Period, list[RecordedEvent]](list)
    for each in stored:
        if each.topic == SHELVED.TOPIC and _version(each) not in amended:
            figures[_period(from_json(each.state)["fact"]["period"])].append(each)
        else:
            rest.append(each)
    return rest, figures


@lru_cache(maxsize=1_000)
def _period(written: str) -> Period:
    return Period.parse(written)


def _version(stored: RecordedEvent) -> int:
    return stored.originator_version
