"""Rung 5: deciding on a substitution, notifying and changing the decision, and what ends it.

Guards: the framework (an announcement whose term has passed), Awb 4:8 (views), Gemeentewet art. 124(2) (a term in which
the municipality can comply still). ``urgent`` lifts views (Awb 4:11); a departure lifts what only the framework asks.
"""

from datetime import date

from domain.decisions.announcing import require_law_unchanged, require_rung
from domain.decisions.guards import day_of, require_known, require_new, require_not_before, require_open
from domain.decisions.occasion import Occasion
from domain.decisions.sound_law import require_sound_law
from domain.events.law import (
    Deciding,
    DecisionNotified,
    Scope,
    SubstitutionAmended,
    SubstitutionDecided,
    SubstitutionEnded,
    SubstitutionLapsed,
    SubstitutionWithdrawn,
)
from domain.municipality import Municipality
from domain.municipality.ladder import Way
from domain.municipality.law import Substitution
from domain.policy.announced import announced_for
from domain.policy.framework import Framework
from domain.policy.lapse import housed_for
from domain.refusals import (
    AlreadySettled,
    AnnouncementMissing,
    AnnouncementTermRunning,
    NotCarriedOut,
    NotHousedYet,
    NotInForce,
    ViewsNotConsidered,
    ViewsNotInvited,
    ViewsTermRunning,
    require,
)
from domain.values import DecisionId, DocumentId, EntryRef, LetterId, Period, PlainText, Rung, SealedText

Text = PlainText | SealedText
DECIDED_ON = "day of the decision"
AMENDED_ON = "day of the amendment"


def decide_substitution(
    municipality: Municipality,
    *,
    on: Occasion,
    deciding: Deciding,
    urgent: PlainText | None = None,
    document: DocumentId | None = None,
) -> tuple[SubstitutionDecided]:
    """Record one more decision about who stands on rung 5 or 6 already, as after a first one that lapsed.

    Of who was taken over on that rung, what came before the decision lies before the record began.
    """
    require_open(municipality)
    require_law_unchanged(municipality, on)
    if began_above(municipality, on.today):
        return (_decision(municipality, on, deciding, urgent=urgent, document=document),)
    require_rung(municipality, "decision", Rung.SUBSTITUTION_DECIDED, day_of(DECIDED_ON, on))
    return (decided(municipality, on, deciding, urgent=urgent, departs=False, document=document),)


def decided(
    municipality: Municipality,
    on: Occasion,
    deciding: Deciding,
    *,
    urgent: Text | None,
    departs: bool,
    proposal: EntryRef | None = None,
    document: DocumentId | None = None,
) -> SubstitutionDecided:
    """The decision of rung 5, after an announcement whose term has passed and views that were weighed."""
    day = day_of(DECIDED_ON, on)
    if not departs:
        _require_announcement_passed(municipality, day)
    if urgent is None:
        _require_views(municipality, day)
    return _decision(municipality, on, deciding, urgent=urgent, proposal=proposal, document=document)


def _decision(
    municipality: Municipality,
    on: Occasion,
    deciding: Deciding,
    *,
    urgent: Text | None,
    proposal: EntryRef | None = None,
    document: DocumentId | None = None,
) -> SubstitutionDecided:
    """The decision, of past periods, by figures that were there, with a term that is still to run."""
    day = day_of(DECIDED_ON, on)
    require_new("decision", deciding.decision, municipality.law.decisions.get(deciding.decision))
    announced = announced_for(municipality, day)
    fact = SubstitutionDecided(
        **dict(deciding),
        announcement=announced.letter if announced else None,
        urgent=urgent,
        proposal=proposal,
        document=document,
    )
    require_sound_law(municipality, fact, DECIDED_ON, day)
    return fact


def began_above(municipality: Municipality, day: date) -> bool:
    """Whether it was taken over on rung 5 or 6 when the record began, and has been there since."""
    first = municipality.ladder.since(day)
    return first is not None and first.way is Way.TAKEN_OVER and first.rung >= Rung.SUBSTITUTION_DECIDED


def notify_decision(
    municipality: Municipality,
    *,
    on: Occasion,
    decision: DecisionId,
    letter: LetterId | None = None,
    document: DocumentId | None = None,
) -> tuple[DecisionNotified]:
    """Record on which day the decision was sent or handed out: the term for appeal starts the day after."""
    found = require_decision(municipality, decision)
    require(found.notified_on is None, AlreadySettled("notification of decision", decision))
    require_not_before("day of notification", day_of("day of notification", on), found.decided_on)
    return (DecisionNotified(decision=decision, letter=letter, document=document),)


def amend_substitution(
    municipality: Municipality,
    *,
    on: Occasion,
    decision: DecisionId,
    reason: PlainText,
    periods: tuple[Period, ...] | None = None,
    persons: int | None = None,
    term_ends: date | None = None,
    scope: Scope | None = None,
    document: DocumentId | None = None,
) -> tuple[SubstitutionAmended]:
    """Record that GS changed a decision in force; what is None stays as it was."""
    found = _require_in_force(municipality, decision, AMENDED_ON, on)
    require_law_unchanged(municipality, on)
    asked = {"periods": periods, "persons": persons, "term_ends": term_ends, "scope": scope}
    changed = {name: each for name, each in asked.items() if each is not None and each != getattr(found, name)}
    fact = SubstitutionAmended(decision=decision, **changed, reason=reason, document=document)
    require_sound_law(municipality, fact, AMENDED_ON, day_of(AMENDED_ON, on))
    return (fact,)


def withdraw_substitution(
    municipality: Municipality,
    *,
    on: Occasion,
    decision: DecisionId,
    reason: PlainText,
    document: DocumentId | None = None,
) -> tuple[SubstitutionWithdrawn]:
    """Record that GS withdrew a decision in force."""
    _require_in_force(municipality, decision, "day of the withdrawal", on)
    require_law_unchanged(municipality, on)
    return (SubstitutionWithdrawn(decision=decision, reason=reason, document=document),)


def confirm_lapse(
    municipality: Municipality,
    *,
    on: Occasion,
    decision: DecisionId,
    framework: Framework,
    note: PlainText | None = None,
    document: DocumentId | None = None,
) -> tuple[SubstitutionLapsed]:
    """Confirm that a decision lapsed: the figures tell that those it names have been housed."""
    _require_in_force(municipality, decision, "day of the lapse", on)
    day = day_of("day of the lapse", on)
    housed = housed_for(municipality, day, framework.official)[decision]
    require(housed.met, NotHousedYet(decision, housed.persons, housed.housed))
    rests_on = (housed.statement,) if housed.statement else ()
    return (
        SubstitutionLapsed(decision=decision, housed=housed.housed, rests_on=rests_on, note=note, document=document),
    )


def end_substitution(
    municipality: Municipality,
    *,
    on: Occasion,
    decision: DecisionId,
    summary: PlainText,
    document: DocumentId | None = None,
) -> tuple[SubstitutionEnded]:
    """Record that the province stopped doing the task in the place of the municipality."""
    found = _require_in_force(municipality, decision, "day it ended", on)
    if found.started_on is None:
        raise NotCarriedOut(decision)
    require_law_unchanged(municipality, on)
    require_not_before("day it ended", day_of("day it ended", on), found.started_on)
    return (SubstitutionEnded(decision=decision, summary=summary, document=document),)


def require_decision(municipality: Municipality, decision: DecisionId) -> Substitution:
    """A decision that is on record."""
    found = municipality.law.decisions.get(decision)
    require_known("decision", decision, found)
    assert found is not None  # noqa: S101 - require_known has just said so
    return found


def _require_in_force(municipality: Municipality, decision: DecisionId, what: str, on: Occasion) -> Substitution:
    found, day = require_decision(municipality, decision), day_of(what, on)
    require_not_before(what, day, found.decided_on)
    require(found.over is None, NotInForce(decision, day))
    return found


def _require_announcement_passed(municipality: Municipality, day: date) -> None:
    announced = announced_for(municipality, day)
    if announced is None:
        raise AnnouncementMissing(Rung.SUBSTITUTION_DECIDED)
    require(announced.term_ends < day, AnnouncementTermRunning(announced.term_ends, day))


def _require_views(municipality: Municipality, day: date) -> None:
    """The municipality had its chance to give its views (Awb 4:8), and what it said has been weighed."""
    announced = announced_for(municipality, day)
    if announced is None:
        raise ViewsNotInvited
    require(bool(announced.views) or announced.views_due < day, ViewsTermRunning(announced.views_due, day))
    require(announced.views_considered, ViewsNotConsidered(announced.letter))
