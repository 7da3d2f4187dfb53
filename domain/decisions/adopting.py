"""Deciding on what another person proposed about the rung: adopt it, or reject it."""

from datetime import date

from domain.decisions.four_eyes import require_in_force, require_mandate, require_other_proposal
from domain.decisions.guards import require_open, require_unchanged
from domain.decisions.ladder import Terms, hold_rung, lower_rung, raise_rung
from domain.decisions.occasion import Occasion
from domain.decisions.proposing import MOVES, newest_assessment, require_freezable
from domain.events.base import MunicipalityEvent
from domain.events.judging import (
    AssessmentDrawn,
    Freezing,
    PlacementProposed,
    PlacementRejected,
    ProposedMove,
    RungFrozen,
    RungUnfrozen,
)
from domain.events.periods import PeriodNumbers
from domain.municipality import Municipality
from domain.municipality.judging import Drawn, Proposal, reference
from domain.policy.framework import Framework
from domain.refusals import DayNeeded, DepartureMissing
from domain.values import DocumentId, EntryRef, Period, PlainText, Precision, Rung

SEEN = (*MOVES, PeriodNumbers, AssessmentDrawn, PlacementProposed)
"""What a decision on a proposal builds on."""


def reject_placement(
    municipality: Municipality, *, on: Occasion, proposal: int, framework: Framework, reason: PlainText
) -> tuple[PlacementRejected]:
    """Reject what another person proposed, with a reason."""
    found = require_other_proposal(municipality, proposal, on)
    require_in_force(framework, on)
    require_mandate(framework, _highest(found.proposed), on)
    return (PlacementRejected(proposal=proposal, reason=reason),)


def adopt_placement(
    municipality: Municipality,
    *,
    on: Occasion,
    proposal: int,
    framework: Framework,
    document: DocumentId | None = None,
    informed_on: date | None = None,
) -> tuple[MunicipalityEvent, ...]:
    """Adopt what another person proposed, on the day of the occasion: the advice is that of today.

    Whoever adopts has seen the assessment as it now is; where the advice has changed so that the proposal departs from
    it without saying why, it is refused: propose anew.
    """
    require_open(municipality)
    found = require_other_proposal(municipality, proposal, on)
    require_unchanged(municipality, "proposal", on, subject=SEEN)
    require_in_force(framework, on)
    require_mandate(framework, _highest(found.proposed), on)
    period = _period(municipality, found.proposed)
    departure = found.proposed.departure
    drawn = newest_assessment(municipality, on, period, framework, departure=departure) if period else None
    if found.proposed.move in {ProposedMove.FREEZE, ProposedMove.UNFREEZE}:
        return (_freezing(municipality, on, found, framework, drawn=drawn, document=document),)
    terms = _terms(municipality, found, framework, drawn, document=document, informed_on=informed_on)
    match found.proposed.move:
        case ProposedMove.RAISE:
            return raise_rung(municipality, on=on, to_rung=found.proposed.to_rung, terms=terms)
        case ProposedMove.LOWER:
            return lower_rung(municipality, on=on, to_rung=found.proposed.to_rung, terms=terms)
        case _:
            return hold_rung(municipality, on=on, terms=terms)


def _terms(
    municipality: Municipality,
    found: Proposal,
    framework: Framework,
    drawn: Drawn | None,
    *,
    document: DocumentId | None,
    informed_on: date | None,
) -> Terms:
    proposed, advice = found.proposed, drawn.assessment.advice if drawn else None
    return Terms(
        effective_on=proposed.effective_on,
        decided_by=framework.decided_by(_highest(proposed)),
        grounds=proposed.grounds,
        until=proposed.until,
        framework=framework.ref,
        proposal=reference(municipality.entries[found.version]),
        assessment=reference(municipality.entries[drawn.version]) if drawn else None,
        advice=advice.rung if advice else None,
        departure=proposed.departure,
        excusable=proposed.excusable,
        rests_on=_rests_on(municipality, drawn),
        document=document or proposed.document,
        informed_on=informed_on,
    )


def _freezing(
    municipality: Municipality,
    on: Occasion,
    found: Proposal,
    framework: Framework,
    *,
    drawn: Drawn | None,
    document: DocumentId | None,
) -> Freezing:
    proposed = found.proposed
    decided_on = on.happened_on.first_day
    if decided_on is None or on.happened_on.precision is not Precision.DAY:
        raise DayNeeded("day of the decision", str(on.happened_on))
    require_freezable(municipality, proposed.move, proposed.effective_on)
    advice = drawn.assessment.advice if drawn else None
    departs = proposed.move is ProposedMove.FREEZE and advice is not None and advice.rung != proposed.from_rung
    if departs and proposed.departure is None and advice:
        raise DepartureMissing(advice.rung, proposed.from_rung)
    said = {
        "rung": proposed.from_rung,
        "decided_on": decided_on,
        "effective_on": proposed.effective_on,
        "decided_by": framework.decided_by(proposed.from_rung),
        "recorded_by": on.by.person,
        "proposal": reference(municipality.entries[found.version]),
        "framework": framework.ref,
        "grounds": proposed.grounds,
        "document": document or proposed.document,
    }
    if proposed.move is ProposedMove.UNFREEZE:
        return RungUnfrozen(**said)
    return RungFrozen(**said, until=proposed.until)


def _period(municipality: Municipality, proposed: PlacementProposed) -> Period | None:
    """The period by whose assessment it was proposed; None where it was proposed without one."""
    cited = municipality.entries.get(proposed.assessment.version) if proposed.assessment else None
    return cited.fact.period if cited and isinstance(cited.fact, AssessmentDrawn) else None


def _highest(proposed: PlacementProposed) -> Rung:
    """The higher of the rungs it is about: who may not decide on rung 4 does not take a municipality off it either."""
    return max(proposed.from_rung, proposed.to_rung)


def _rests_on(municipality: Municipality, drawn: Drawn | None) -> tuple[EntryRef, ...]:
    """The entries that the assessment rests on, with their digests."""
    versions = drawn.assessment.rests_on if drawn else ()
    cited = (reference(municipality.entries[version]) for version in versions)
    return tuple(ref for ref in cited if ref)
