"""Decisions on entries themselves: correct one, withdraw one. Both leave what they are about where it is."""

from domain.decisions.figures import require_numbers
from domain.decisions.guards import require_known, require_past
from domain.decisions.ladder import require_sound_placement
from domain.decisions.occasion import Occasion
from domain.events.base import Entry, Fact
from domain.events.case import SupervisionOpened
from domain.events.figures import FiguresReported
from domain.events.ladder import Placement
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, RecordKeepingEvent, Repair
from domain.municipality import Municipality, standing
from domain.refusals import (
    AnotherKindOfFact,
    AnotherSubject,
    CannotBeWithdrawn,
    ChangedSince,
    NothingToCorrect,
    require,
)
from domain.values import PartialDate, PlainText

SUBJECT_FIELDS = (
    "conversation",
    "agreement",
    "letter",
    "request",
    "plan",
    "plan_version",
    "measure",
    "cause",
    "document",
)
"""The fields that say what a fact is about; a correction keeps them."""


def correct_entry(
    municipality: Municipality,
    *,
    on: Occasion,
    entry: int,
    replacement: Fact,
    replacement_happened_on: PartialDate,
    repairs: Repair,
    reason: PlainText,
) -> tuple[EntryCorrected]:
    """Record how an entry should have read. It stays what it is about; it obeys what every entry of its kind obeys."""
    stands = _standing(municipality, entry)
    _require_untouched(municipality, entry, on)
    _require_same_kind(stands, replacement)
    require_past("day of the corrected entry", replacement_happened_on, on)
    same = stands.fact == replacement and stands.about.happened_on == replacement_happened_on
    require(not same, NothingToCorrect(entry))
    match replacement:
        case FiguresReported():
            require_numbers(replacement)
        case Placement():
            require_sound_placement(replacement)
        case _:
            pass
    return (
        EntryCorrected(
            entry=entry,
            replacement=replacement,
            replacement_happened_on=replacement_happened_on,
            repairs=repairs,
            reason=reason,
        ),
    )


def withdraw_entry(municipality: Municipality, *, on: Occasion, entry: int, reason: PlainText) -> tuple[EntryWithdrawn]:
    """Record that an entry, or a correction of one, was made in error."""
    recorded = municipality.entries.get(entry)
    require_known("entry", str(entry), recorded)
    fact = recorded.fact if recorded else None
    fixed = isinstance(fact, SupervisionOpened | EntryWithdrawn)
    require(not fixed, CannotBeWithdrawn(entry, type(fact).__name__))
    if not isinstance(fact, EntryCorrected):
        _standing(municipality, entry)
    else:
        withdrawn = any(
            isinstance(each.fact, EntryWithdrawn) and each.fact.entry == entry for each in municipality.entries.values()
        )
        require(not withdrawn, CannotBeWithdrawn(entry, "correction that was withdrawn already"))
    _require_untouched(municipality, entry, on)
    return (EntryWithdrawn(entry=entry, reason=reason),)


def _standing(municipality: Municipality, version: int) -> Entry:
    stands = next((entry for entry in standing(municipality.entries) if entry.version == version), None)
    require_known("entry", str(version), stands)
    assert stands is not None  # noqa: S101 - require_known has just said so
    return stands


def _require_untouched(municipality: Municipality, entry: int, on: Occasion) -> None:
    if on.seen is not None:
        for version in range(on.seen + 1, municipality.version + 1):
            fact = municipality.entries[version].fact
            touches = isinstance(fact, RecordKeepingEvent) and fact.entry == entry
            require(not touches, ChangedSince("entry", on.seen, version))


def _require_same_kind(stands: Entry, replacement: Fact) -> None:
    same = type(stands.fact) is type(replacement)
    require(same, AnotherKindOfFact(stands.version, type(stands.fact).__name__, type(replacement).__name__))
    for field in SUBJECT_FIELDS:
        kept = getattr(stands.fact, field, None) == getattr(replacement, field, None)
        require(kept, AnotherSubject(stands.version, field))
