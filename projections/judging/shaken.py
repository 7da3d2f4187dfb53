"""'Onderliggende gegevens gewijzigd': what rests on something that was corrected or withdrawn afterwards.

It is told of and never changed. What something rests on is followed to the end: a placement rests on an assessment,
that on a close, and that on the statements it took its numbers from.
"""

from collections.abc import Iterator, Mapping, Sequence

from domain.events.base import Entry
from domain.events.judging import AssessmentDrawn, PlacementProposed
from domain.events.ladder import Placement
from domain.events.periods import PeriodNumbers
from domain.events.record_keeping import RecordKeepingEvent
from domain.municipality import Municipality, standing
from domain.values import Period


def shaken(municipality: Municipality) -> Iterator[tuple[int, int]]:
    """The entries that stand on changed ground, each with every entry afterwards that changed it."""
    changes = _changes(municipality)
    if not changes:
        return
    rests_on = {entry.version: _rests_on(entry) for entry in municipality.entries.values()}
    for entry in standing(municipality.entries):
        if isinstance(entry.fact, AssessmentDrawn | PlacementProposed | Placement):
            below = _below(entry.version, rests_on)
            for by in sorted({by for of, by in changes if of in below and by > entry.version}):
                yield entry.version, by


def _changes(municipality: Municipality) -> list[tuple[int, int]]:
    """Which entries were changed by which: corrected, withdrawn, or a close that another close replaced."""
    found, closes = list[tuple[int, int]](), dict[Period, list[int]]()
    for version in sorted(municipality.entries):
        match municipality.entries[version].fact:
            case RecordKeepingEvent() as fact:
                found.append((fact.entry, version))
            case PeriodNumbers() as fact:
                found += [(earlier, version) for earlier in closes.get(fact.period, ())]
                closes.setdefault(fact.period, []).append(version)
            case _:
                pass
    return found


def _rests_on(entry: Entry) -> tuple[int, ...]:
    match entry.fact:
        case PeriodNumbers() | AssessmentDrawn() as fact:
            return fact.rests_on
        case PlacementProposed() as fact:
            return (fact.assessment.version,) if fact.assessment else ()
        case Placement() as fact:
            cited = (fact.assessment, *fact.rests_on)
            return tuple(each.version for each in cited if each and each.stream == entry.stream)
        case _:
            return ()


def _below(version: int, rests_on: Mapping[int, Sequence[int]]) -> set[int]:
    """Everything that an entry rests on, in the end."""
    found, asked = set[int](), list(rests_on.get(version, ()))
    while asked:
        each = asked.pop()
        if each not in found and each < version:
            found.add(each)
            asked += rests_on.get(each, ())
    return found
