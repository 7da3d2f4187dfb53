"""Decisions on entries themselves: correct one, withdraw one. Both leave what they are about where it is."""

from dataclasses import replace

from domain.decisions.case import require_sound_taking_over
from domain.decisions.contact import require_sound_contact
from domain.decisions.figures import require_sound_figures
from domain.decisions.guards import day_of, require_known, require_not_before, require_past, subject_of
from domain.decisions.ladder import require_competent, require_informed, require_sound_placement
from domain.decisions.occasion import Occasion
from domain.decisions.sound_law import require_sound_law
from domain.events.base import Entry, Fact
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.contact import ContactEvent
from domain.events.figures import FiguresEvent
from domain.events.judging import AssessmentDrawn, Freezing, PlacementProposed, PlacementRejected
from domain.events.ladder import Placement
from domain.events.law import InterventionAnnounced, LawEvent, SubstitutionDecided, SubstitutionLapsed, TermExtended
from domain.events.periods import PeriodNumbers
from domain.events.record_keeping import EntryCorrected, EntryWithdrawn, RecordKeepingEvent, Repair
from domain.events.signals import SignalEvent
from domain.municipality import Municipality, as_it_stands, recorded
from domain.refusals import (
    AlreadySettled,
    AnotherKindOfFact,
    AnotherSubject,
    CannotBeWithdrawn,
    ChangedSince,
    ComputedNotCorrected,
    NothingToCorrect,
    SubstitutionNeedsItsLaw,
    require,
)
from domain.values import PartialDate, PlainText, Rung

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
    "sha256",
    "media_type",
    "size",
    "announcement",
    "decision",
    "appeal",
    "relief",
    "claim",
)
"""The fields that say what a fact is about, where it must have them; a correction keeps these.

What a document holds does not change by correcting how it is called: another content is another document.

A field that a fact can do without only points elsewhere: the document of a letter can be corrected.
"""

COMPUTED = (PeriodNumbers, SignalEvent, AssessmentDrawn, PlacementProposed, PlacementRejected, SubstitutionLapsed)
"""What is computed, or rests on four eyes: nobody writes it otherwise by hand."""

ADOPTED_FIELDS = (
    "proposal",
    "from_rung",
    "to_rung",
    "rung",
    "effective_on",
    "until",
    "assessment",
    "framework",
    "advice",
    "announcing",
    "deciding",
    "urgent",
    "term_ends",
    "views_due",
    "periods",
    "persons",
    "figures_day",
    "scope",
)
"""What was proposed by one and adopted by another: one person does not write it otherwise."""

CORRECTED = "day of the corrected entry"

LAWLESS = tuple(rung for rung in Rung if rung < Rung.SUBSTITUTION_DECIDED)
"""The rungs that are reached without a substitution decision."""

DAYS_TO_COME = {"planned_for": "planned day", "due": "due day", "reply_due": "reply day"}
"""The fields that do not lie before the day of the fact."""


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
    by_hand = not isinstance(stands.fact, COMPUTED)
    require(by_hand, ComputedNotCorrected(entry, type(stands.fact).__name__))
    _require_untouched(municipality, entry, on)
    _require_same_kind(stands, replacement)
    _require_as_adopted(stands, replacement)
    _require_law_of_its_own(stands, replacement)
    require_past(CORRECTED, replacement_happened_on, on)
    same = stands.fact == replacement and stands.about.happened_on == replacement_happened_on
    require(not same, NothingToCorrect(entry))
    _require_sound(municipality, replacement, replacement_happened_on, on)
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
    known = municipality.entries.get(entry)
    fact = known.fact if known else None
    fixed = isinstance(fact, SupervisionOpened | EntryWithdrawn)
    require(not fixed, CannotBeWithdrawn(entry, type(fact).__name__))
    decided = municipality.judging.proposals.get(entry)
    require(decided is None or decided.settled_by is None, AlreadySettled("proposal", str(entry)))
    if not isinstance(fact, EntryCorrected):
        _standing(municipality, entry)
    else:
        withdrawals = (each.fact for each in recorded(municipality.entries, EntryWithdrawn))
        withdrawn = any(isinstance(each, EntryWithdrawn) and each.entry == entry for each in withdrawals)
        require(not withdrawn, CannotBeWithdrawn(entry, "correction that was withdrawn already"))
    _require_untouched(municipality, entry, on)
    return (EntryWithdrawn(entry=entry, reason=reason),)


def _standing(municipality: Municipality, version: int) -> Entry:
    stands = as_it_stands(municipality.entries, version)
    require_known("entry", str(version), stands)
    assert stands is not None  # noqa: S101 - require_known has just said so
    return stands


def _require_untouched(municipality: Municipality, entry: int, on: Occasion) -> None:
    if on.seen is None:
        return
    about = subject_of(municipality, municipality.entries[entry]).version
    for later in recorded(municipality.entries, RecordKeepingEvent, after=on.seen):
        touches = subject_of(municipality, later).version == about
        require(not touches, ChangedSince("entry", on.seen, later.version))


def _require_same_kind(stands: Entry, replacement: Fact) -> None:
    same = type(stands.fact) is type(replacement)
    require(same, AnotherKindOfFact(stands.version, type(stands.fact).__name__, type(replacement).__name__))
    fields = type(replacement).model_fields
    of_either = isinstance(replacement, TermExtended)
    for field in SUBJECT_FIELDS:
        if field in fields and (fields[field].is_required() or (of_either and field != "document")):
            kept = getattr(stands.fact, field) == getattr(replacement, field)
            require(kept, AnotherSubject(stands.version, field))


def _require_as_adopted(stands: Entry, replacement: Fact) -> None:
    """What rests on four eyes stays as it was adopted; a placement that was decided on elsewhere adopts nothing."""
    match stands.fact:
        case Placement() | InterventionAnnounced() | SubstitutionDecided() | TermExtended() if not stands.fact.proposal:
            fields: tuple[str, ...] = ("proposal",)
        case Placement() | Freezing() | InterventionAnnounced() | SubstitutionDecided() | TermExtended():
            fields = ADOPTED_FIELDS
        case _:
            return
    for field in fields:
        kept = getattr(stands.fact, field, None) == getattr(replacement, field, None)
        require(kept, AnotherSubject(stands.version, field))


def _require_law_of_its_own(stands: Entry, replacement: Fact) -> None:
    """Rungs 5 and 6 are reached by a decision with its law, so not by writing a placement otherwise."""
    if isinstance(stands.fact, Placement) and isinstance(replacement, Placement):
        kept = replacement.to_rung in {stands.fact.to_rung, *LAWLESS}
        require(kept, SubstitutionNeedsItsLaw(replacement.to_rung))


def _require_sound(municipality: Municipality, replacement: Fact, happened_on: PartialDate, on: Occasion) -> None:
    for field, what in DAYS_TO_COME.items():
        require_not_before(what, getattr(replacement, field, None), happened_on)
    match replacement:
        case FiguresEvent():
            require_sound_figures(municipality, replacement)
        case ContactEvent():
            require_sound_contact(replacement)
        case Placement():
            require_sound_placement(replacement)
            require_informed(replacement.informed_on, on)
        case Freezing():
            require_competent(replacement.decided_by, replacement.rung)
        case RungTakenOver():
            require_sound_taking_over(municipality, replacement, on)
        case LawEvent():
            day = day_of(CORRECTED, replace(on, happened_on=happened_on))
            require_sound_law(municipality, replacement, CORRECTED, day)
        case _:
            pass
