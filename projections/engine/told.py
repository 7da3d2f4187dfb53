"""What is told of a thing: entries as they now stand, each with the entry in which it reads so."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from domain.events.base import Entry, Fact
from domain.municipality import reads_in, standing
from domain.values import PartialDate


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it stands, and the entry in which it reads so: itself, or the correction of it."""

    entry: Entry
    reads_in: int

    @property
    def fact(self) -> Fact:
        """What it says."""
        return self.entry.fact

    @property
    def on(self) -> PartialDate:
        """The day on which it happened, as far as it is known."""
        return self.entry.about.happened_on

    @property
    def day(self) -> date:
        """From which day it counts: the first that it can have happened on."""
        return self.on.first_day or date.min


Things = Callable[[Entry], Iterable[str]]
"""The things that an entry is about."""


def by_thing(things: Things, entries: Mapping[int, Entry]) -> dict[str, tuple[Told, ...]]:
    """What these entries tell of each thing, in the order of recording; they are as they were recorded, by version."""
    corrected, found = reads_in(entries), defaultdict[str, list[Told]](list)
    for entry in standing(entries):
        told = Told(entry, corrected.get(entry.version, entry.version))
        for thing in things(entry):
            found[thing].append(told)
    return {thing: tuple(told) for thing, told in found.items()}
