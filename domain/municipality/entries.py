"""The entries of a municipality: as they were recorded, and as they now stand.

Nearly all of them are daily figures: over twenty years 7,000, of which a decision asks for a half year or two. So most
statements of figures lie packed on shelves, by half year, and are unpacked when somebody asks for them. On such a shelf
lies only what stands as it was recorded: a correction or a withdrawal takes the whole shelf down.

What was recorded besides lies on a shelf of its own, corrections and withdrawals too: a municipality remembers what it
comes to, and hardly ever has to look at an entry again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from immutables import Map

from domain.events.base import Entry, Fact
from domain.events.figures import FiguresReported
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, RecordKeepingEvent
from domain.values import Period

SHELVED = FiguresReported
"""The one kind of fact that lies on shelves."""
UNPACKED = 16
"""Of how many shelves the entries stay unpacked for who asks again: half a megabyte for the days of a half year."""

Unpack = Callable[[bytes], Sequence[Entry]]
"""Reads what is packed; whoever packs it says how."""


@dataclass(frozen=True, slots=True, eq=False)  # one shelf is itself and no other: quick to find
class Shelf:
    """Packed entries in the order of recording: ``size`` of them, from the version ``first`` to ``last``.

    Between these there can be entries that lie elsewhere.
    """

    first: int
    last: int
    size: int
    packed: bytes
    unpack: Unpack

    @property
    def entries(self) -> Mapping[int, Entry]:
        """What lies on it, by version."""
        return _unpacked(self)

    def spans(self, version: int) -> bool:
        """Whether an entry can lie on it."""
        return self.first <= version <= self.last


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FiguresShelf(Shelf):
    """Statements of figures of one period."""

    period: Period


@lru_cache(maxsize=UNPACKED)
def _unpacked(shelf: Shelf) -> Mapping[int, Entry]:
    return {entry.version: entry for entry in shelf.unpack(shelf.packed)}


@dataclass(frozen=True, slots=True, eq=False)
class Entries(Mapping[int, Entry]):
    """Every entry as it was recorded, by version: loose ones at hand, figures on ``shelves``, and ``others`` on one.

    Two are equal when they hold the same entries, wherever these lie. To go through all of them unpacks every shelf:
    who looks for facts of some kinds says so to :func:`recorded` or :func:`standing`.
    """

    loose: Map[int, Entry] = Map()
    shelves: tuple[FiguresShelf, ...] = ()
    others: Shelf | None = None

    def __getitem__(self, version: int) -> Entry:
        entry = self.loose.get(version)
        if entry is None:
            on_shelves = (shelf.entries.get(version) for shelf in self._every_shelf() if shelf.spans(version))
            entry = next(filter(None, on_shelves), None)
        if entry is None:
            raise KeyError(version)
        return entry

    def __iter__(self) -> Iterator[int]:
        return (entry.version for entry in recorded(self))

    def __len__(self) -> int:
        return len(self.loose) + sum(shelf.size for shelf in self._every_shelf())

    @property
    def besides_shelved(self) -> "Entries":
        """All but the figures on shelves: in it is everything that was corrected or withdrawn, and by what."""
        return Entries(self.loose, (), self.others)

    def upto(self, version: int) -> "Entries":
        """These as they were at a version."""
        partly = (shelf for shelf in self._every_shelf() if shelf.first <= version < shelf.last)
        told = chain(self.loose.values(), *(shelf.entries.values() for shelf in partly))
        return Entries(
            Map({entry.version: entry for entry in told if entry.version <= version}),
            tuple(shelf for shelf in self.shelves if shelf.last <= version),
            self.others if self.others and self.others.last <= version else None,
        )

    def with_one(self, entry: Entry) -> "Entries":
        """These with one more. What it corrects or withdraws comes down from its shelf, and what lies beside that."""
        loose, shelves = self.loose, self.shelves
        if shelves and isinstance(entry.fact, RecordKeepingEvent):
            touched = [
                shelf for shelf in shelves if shelf.spans(entry.fact.entry) and entry.fact.entry in shelf.entries
            ]
            for shelf in touched:
                loose = loose.update(shelf.entries)
            shelves = tuple(shelf for shelf in shelves if shelf not in touched)
        return Entries(loose.set(entry.version, entry), shelves, self.others)

    def _every_shelf(self) -> Iterator[Shelf]:
        yield from self.shelves
        if self.others:
            yield self.others


def recorded(entries: Mapping[int, Entry], *kinds: type[Fact], after: int = 0) -> Iterator[Entry]:
    """The entries as they were recorded, in order: those with facts of these kinds, or all; after a version."""
    for entry in _in_order(entries, kinds, after):
        if entry.version > after and (not kinds or isinstance(entry.fact, kinds)):
            yield entry


def standing(entries: Mapping[int, Entry], *kinds: type[Fact]) -> Iterator[Entry]:
    """The entries as they now stand: corrected ones as they now read, withdrawn ones and amendments left out.

    Those with facts of these kinds, or all. An amendment can itself be withdrawn; then it never was. A withdrawal
    cannot: what it took back is recorded anew. What speaks of an entry that did not stand before it amends nothing.
    """
    told = _in_order(entries, kinds)
    withdrawn, reads_now = _amendments(told)
    for entry in told:
        if entry.version in withdrawn or isinstance(entry.fact, RecordKeepingEvent):
            continue
        stands = entry
        if correction := reads_now.get(entry.version):
            about = entry.about.model_copy(update={"happened_on": correction[1].replacement_happened_on})
            stands = replace(entry, fact=correction[1].replacement, about=about)
        if not kinds or isinstance(stands.fact, kinds):
            yield stands


def as_it_stands(entries: Entries, version: int) -> Entry | None:
    """One entry as it now stands; None when it does not."""
    possible = (shelf for shelf in entries.shelves if shelf.spans(version) and version not in entries.loose)
    on_a_shelf = next((shelf.entries[version] for shelf in possible if version in shelf.entries), None)
    return on_a_shelf or next((entry for entry in standing(entries.besides_shelved) if entry.version == version), None)


def reads_in(entries: Mapping[int, Entry]) -> dict[int, int]:
    """The entry in which each corrected entry now reads as it stands; the others read where they were recorded."""
    _, reads_now = _amendments(recorded(entries, RecordKeepingEvent))
    return {version: correction for version, (correction, _) in reads_now.items()}


def _in_order(entries: Mapping[int, Entry], kinds: tuple[type[Fact], ...], after: int = 0) -> list[Entry]:
    """All entries in order, but for those on shelves on which nothing of these kinds, or after a version, can lie."""
    found = entries
    if isinstance(entries, Entries):
        found = dict(entries.loose)
        shelves: list[Shelf] = [entries.others] if entries.others else []
        if not kinds or issubclass(SHELVED, kinds):
            shelves += entries.shelves
        for shelf in shelves:
            found |= shelf.entries if shelf.last > after else {}
    return [found[version] for version in sorted(found)]


def _amendments(told: Iterable[Entry]) -> tuple[set[int], dict[int, tuple[int, EntryCorrected]]]:
    """What was withdrawn, and the correction that counts of each entry that has one, with its version."""
    amendments = [
        (entry.version, entry.fact)
        for entry in told
        if isinstance(entry.fact, RecordKeepingEvent) and entry.fact.entry < entry.version
    ]
    withdrawn = {fact.entry for _, fact in amendments if isinstance(fact, EntryWithdrawn)}
    reads_now = {
        fact.entry: (version, fact)
        for version, fact in amendments
        if isinstance(fact, EntryCorrected) and version not in withdrawn
    }
    return withdrawn, reads_now
