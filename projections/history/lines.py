"""An entry as a line of the history: one sentence, who, both times, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from domain.events.base import Entry
from domain.events.record_keeping import RecordKeepingEvent
from domain.values import PartialDate
from projections.dutch.sentences import sentence
from projections.history.amendments import Amendments
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


def lines(entries: Iterable[Entry], texts: Opened, amendments: Amendments) -> tuple[Line, ...]:
    """These entries of one stream in their order, each of which must come from the record."""
    telling = texts.telling()
    found = []
    for entry in entries:
        if entry.recorded is None:
            raise ValueError(f"entry {entry.stream}/{entry.version} is not in the record yet")
        actor = entry.about.actor
        line = Line(
            entry=entry.version,
            position=entry.recorded.position,
            topic=entry.fact.TOPIC,
            happened_on=entry.about.happened_on,
            recorded_at=entry.recorded.recorded_at,
            actor=texts.name(actor.person),
            acted_for=texts.name(actor.acted_for) if actor.acted_for else None,
            origin=entry.about.origin.value,
            sentence=sentence(entry.fact, telling),
            struck_by=amendments.struck_by(entry.version),
            amended_by=amendments.of(entry.version),
            amends=entry.fact.entry if isinstance(entry.fact, RecordKeepingEvent) else None,
            digest=entry.recorded.digest,
        )
        found.append(line)
    return tuple(found)
