"""The history of a municipality: every entry of its stream in readable Dutch, corrected and withdrawn ones included."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.events.base import Entry
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, RecordKeepingEvent
from domain.values import PartialDate
from projections.dutch.sentences import sentence
from projections.reading import Opened


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as the history shows it.

    ``struck`` says that the entry no longer stands as it was recorded; ``amended_by`` names the entries that corrected
    or withdrew it, ``amends`` the entry that this one corrects or withdraws.
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
    struck: bool
    amended_by: tuple[int, ...]
    amends: int | None
    digest: str


def history(entries: Sequence[Entry], texts: Opened) -> tuple[Line, ...]:
    """The entries of one stream, oldest first. Every entry must come from the record."""
    amended: dict[int, tuple[int, ...]] = {}
    for entry in entries:
        if isinstance(entry.fact, RecordKeepingEvent):
            amended[entry.fact.entry] = (*amended.get(entry.fact.entry, ()), entry.version)
    withdrawn = {entry.fact.entry for entry in entries if isinstance(entry.fact, EntryWithdrawn)}
    corrected = {
        entry.fact.entry
        for entry in entries
        if isinstance(entry.fact, EntryCorrected) and entry.version not in withdrawn
    }
    return tuple(
        _line(entry, texts, struck=entry.version in withdrawn | corrected, amended_by=amended.get(entry.version, ()))
        for entry in entries
    )


def _line(entry: Entry, texts: Opened, *, struck: bool, amended_by: tuple[int, ...]) -> Line:
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
        sentence=sentence(entry.fact, texts.telling()),
        struck=struck,
        amended_by=amended_by,
        amends=entry.fact.entry if isinstance(entry.fact, RecordKeepingEvent) else None,
        digest=entry.recorded.digest,
    )
