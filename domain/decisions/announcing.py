"""Rung 4: announcing a substitution, the views of the municipality on it, and giving it more time.

Guards: Awb 4:8 (the municipality gets the chance to give its views), 3:2 (what it said is weighed).
"""

from datetime import date

from domain.decisions.guards import (
    day_of,
    require_known,
    require_new,
    require_not_before,
    require_open,
    require_unchanged,
)
from domain.decisions.occasion import Occasion
from domain.decisions.sound_law import require_sound_law
from domain.events.law import (
    Announcing,
    InterventionAnnounced,
    LawEvent,
    OralViewsHeard,
    TermExtended,
    ViewsConsidered,
    ViewsReceived,
)
from domain.municipality import Municipality
from domain.municipality.law import Announcement
from domain.policy.announced import announced_for
from domain.refusals import GroundsMissing, NotOnRecord, NoViewsGiven, RungTooLow, TermNotLonger, require
from domain.values import DecisionId, DocumentId, EntryRef, LetterId, PlainText, Rung, SealedText

ANNOUNCED_ON = "day of the announcement"
EXTENDED_ON = "day of the extension"
LAW = "law of the case"


def announce_intervention(
    municipality: Municipality,
    *,
    on: Occasion,
    announcing: Announcing,
    document: DocumentId | None = None,
) -> tuple[InterventionAnnounced]:
    """Record an announcement to who stands on rung 4 or higher already: sent later than decided, or once more."""
    require_open(municipality)
    require_law_unchanged(municipality, on)
    require_rung(municipality, "announcement", Rung.ANNOUNCEMENT, day_of(ANNOUNCED_ON, on))
    return (announced(municipality, on, announcing, document=document),)


def announced(
    municipality: Municipality,
    on: Occasion,
    announcing: Announcing,
    *,
    proposal: EntryRef | None = None,
    document: DocumentId | None = None,
) -> InterventionAnnounced:
    """The announcement, with a term that is still to run and time to give views."""
    day = day_of(ANNOUNCED_ON, on)
    require_new("announcement", announcing.letter, municipality.law.announcements.get(announcing.letter))
    fact = InterventionAnnounced(**dict(announcing), proposal=proposal, document=document)
    require_sound_law(municipality, fact, ANNOUNCED_ON, day)
    return fact


def receive_views(
    municipality: Municipality,
    *,
    on: Occasion,
    announcement: LetterId,
    summary: PlainText,
    document: DocumentId | None = None,
) -> tuple[ViewsReceived]:
    """Record views that came in in writing, late ones too."""
    _require_announced(municipality, announcement, "day of the views", on)
    return (ViewsReceived(announcement=announcement, summary=summary, document=document),)


def hear_views(
    municipality: Municipality,
    *,
    on: Occasion,
    announcement: LetterId,
    summary: PlainText,
    document: DocumentId | None = None,
) -> tuple[OralViewsHeard]:
    """Record views that were given orally."""
    _require_announced(municipality, announcement, "day of the views", on)
    return (OralViewsHeard(announcement=announcement, summary=summary, document=document),)


def consider_views(
    municipality: Municipality,
    *,
    on: Occasion,
    announcement: LetterId,
    considerations: PlainText,
    document: DocumentId | None = None,
) -> tuple[ViewsConsidered]:
    """Record what GS make of the views that were given since they last weighed them."""
    found = _require_announced(municipality, announcement, "day of the considerations", on)
    require(not found.views_considered, NoViewsGiven(announcement))
    return (ViewsConsidered(announcement=announcement, considerations=considerations, document=document),)


def extend_term(
    municipality: Municipality,
    *,
    on: Occasion,
    term_ends: date,
    grounds: PlainText | None,
    announcement: LetterId | None = None,
    decision: DecisionId | None = None,
    document: DocumentId | None = None,
) -> tuple[TermExtended]:
    """Record that GS give more time to who stands on rung 4 or 5, with grounds: of an announcement or a decision."""
    require_open(municipality)
    require_law_unchanged(municipality, on)
    if grounds is None:
        raise GroundsMissing
    day = day_of(EXTENDED_ON, on)
    runs_until = _term_of(municipality, announcement, decision, day)
    require(term_ends > runs_until, TermNotLonger(runs_until, term_ends))
    fact = TermExtended(
        announcement=announcement, decision=decision, term_ends=term_ends, grounds=grounds, document=document
    )
    require_sound_law(municipality, fact, EXTENDED_ON, day)
    return (fact,)


def extending(
    municipality: Municipality,
    rung: Rung,
    until: date | None,
    day: date,
    *,
    grounds: PlainText | SealedText,
    proposal: EntryRef | None,
) -> TermExtended | None:
    """More time, where who is held on rung 4 or 5 is held there until later than the term that was set; else None."""
    law = municipality.law
    announced_before = announced_for(municipality, day) if rung is Rung.ANNOUNCEMENT else None
    decided = law.latest_on(day) if rung is Rung.SUBSTITUTION_DECIDED else None
    found = announced_before or decided
    if found is None or until is None or until <= max(found.term_ends, day):
        return None
    return TermExtended(
        announcement=announced_before.letter if announced_before else None,
        decision=decided.decision if decided else None,
        term_ends=until,
        grounds=grounds,
        proposal=proposal,
    )


def require_rung(municipality: Municipality, what: str, least: Rung, day: date) -> None:
    """The municipality stands on a rung, or higher, on a day."""
    rung = municipality.ladder.rung_on(day) or Rung.SIGNAL
    require(rung >= least, RungTooLow(what, municipality.code, rung, least))


def require_law_unchanged(municipality: Municipality, on: Occasion) -> None:
    """Nobody recorded anything about the law of this case since the version that the person saw."""
    require_unchanged(municipality, LAW, on, subject=LawEvent)


def _require_announced(municipality: Municipality, letter: LetterId, what: str, on: Occasion) -> Announcement:
    found = municipality.law.announcements.get(letter)
    require_known("announcement", letter, found)
    assert found is not None  # noqa: S101 - require_known has just said so
    require_not_before(what, day_of(what, on), found.announced_on)
    return found


def _term_of(municipality: Municipality, announcement: LetterId | None, decision: DecisionId | None, day: date) -> date:
    """The last day of the term that is extended, of one of both."""
    if announcement and not decision:
        found = municipality.law.announcements.get(announcement)
        require_known("announcement", announcement, found)
        return found.term_ends if found else day
    decided = municipality.law.decisions.get(decision) if decision and not announcement else None
    if decided is None or not decided.stands_on(day):
        raise NotOnRecord("decision in force", str(decision))
    return decided.term_ends
