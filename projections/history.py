"""The history of a municipality: every entry of its stream in readable Dutch, corrected and withdrawn ones included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.events.base import Entry
from domain.events.record_keeping import EntryWithdrawn, RecordKeepingEvent
from domain.values import PartialDate
from projections.dutch.sentences import sentence
from projections.dutch.telling import Telling
from projections.reading import Opened


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the history shows it.

    ``struck`` says that the entry no longer stands as it was recorded: by the entries in ``struck_by``. ``amended_by``
    names every entry that ever corrected or withdrew it; ``amends`` the entry that this one corrects or withdraws.
    """

    entry: int
    position: int
    topic: str
    happened_on: PartialDate
    recorded_at: datetime
    actor: str
    acted_for: str | None
    origin: str
    sentence: str
    struck_by: tuple[int, ...]
    amended_by: tuple[int, ...]
    amends: int | None
    digest: str

    @property
    def struck(self) -> bool:
        """Whether the entry no longer stands as it was recorded."""
        return bool(self.struck_by)


def history(entries: Sequence[Entry], texts: Opened) -> tuple[Line, ...]:
    """The entries of one stream, oldest first. Every entry must come from the record."""
    amended: dict[int, list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.fact, RecordKeepingEvent):
            amended.setdefault(entry.fact.entry, []).append(entry)
    telling = texts.telling()
    return tuple(_line(entry, texts, telling, amended) for entry in entries)


def _line(entry: Entry, texts: Opened, telling: Telling, amended: dict[int, list[Entry]]) -> Line:
    if entry.recorded is None:
        raise ValueError(f"entry {entry.stream}/{entry.version} is not in the record yet")
    actor = entry.about.actor
    return Line(
        entry=entry.version,
        position=entry.recorded.position,
        topic=entry.fact.TOPIC,
        happened_on=entry.about.happened_on,
        recorded_at=entry.recorded.recorded_at,
        actor=texts.name(actor.person),
        acted_for=texts.name(actor.acted_for) if actor.acted_for else None,
        origin=entry.about.origin.value,
        sentence=sentence(entry.fact, telling),
        struck_by=_struck_by(entry, amended),
        amended_by=tuple(each.version for each in amended.get(entry.version, ())),
        amends=entry.fact.entry if isinstance(entry.fact, RecordKeepingEvent) else None,
        digest=entry.recorded.digest,
    )


def _struck_by(entry: Entry, amended: dict[int, list[Entry]]) -> tuple[int, ...]:
    """What makes that an entry no longer stands: the amendment of it that counts, or the one that took its place."""
    if counts := _counting(entry.version, amended):
        return (counts.version,)
    if isinstance(entry.fact, RecordKeepingEvent):
        instead = _counting(entry.fact.entry, amended)
        return (instead.version,) if instead and instead.version != entry.version else ()
    return ()


def _counting(version: int, amended: dict[int, list[Entry]]) -> Entry | None:
    """The amendment of an entry that counts: its withdrawal, else the last correction that was not withdrawn."""
    amendments = amended.get(version, ())
    for each in amendments:
        if isinstance(each.fact, EntryWithdrawn):
            return each
    stand = [each for each in amendments if _counting(each.version, amended) is None]
    return stand[-1] if stand else None
