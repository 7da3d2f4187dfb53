"""Deciding on what another person proposed about the rung: adopt it, or reject it."""

from dataclasses import dataclass
from datetime import date

from domain.decisions.four_eyes import highest, require_in_force, require_mandate, require_other_proposal
from domain.decisions.guards import day_of, require_not_before, require_open, require_unchanged
from domain.decisions.judged_by import judged_by, judged_in_between
from domain.decisions.ladder import Terms, hold_rung, lower_rung, raise_rung, rung_to_start_from
from domain.decisions.occasion import Occasion
from domain.decisions.proposing import FREEZING, MOVES, require_sound_proposal
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
from domain.refusals import ProposalOvertaken, require
from domain.values import DocumentId, EntryRef, PlainText

DECIDED_ON = "day of the decision"
SEEN = (*MOVES, PeriodNumbers, AssessmentDrawn, PlacementProposed)
"""What a decision on a proposal builds on."""


def reject_placement(
    municipality: Municipality, *, on: Occasion, proposal: int, framework: Framework, reason: PlainText
) -> tuple[PlacementRejected]:
    """Reject what another person proposed, with a reason; also when the municipality is supervised no more."""
    found = require_other_proposal(municipality, proposal, on)
    day = _day(municipality, found, on)
    require_in_force(framework, day)
    require_mandate(framework, found.proposed, on)
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

    Whoever adopts has seen the assessment as it now is. It is refused, so that it is proposed anew, where the advice
    has changed so that the proposal departs from it without saying why, where the municipality stands on another rung
    by now, and where the last day of what is proposed has passed.
    """
    require_open(municipality)
    found = require_other_proposal(municipality, proposal, on)
    require_unchanged(municipality, "proposal", on, subject=SEEN)
    day = _day(municipality, found, on)
    require_in_force(framework, day)
    require_mandate(framework, found.proposed, on)
    rung = rung_to_start_from(municipality, found.proposed.effective_on)
    require(rung == found.proposed.from_rung, ProposalOvertaken(proposal, found.proposed.from_rung, rung))
    require_not_before("last day", found.proposed.until, day)
    drawn = _judged(municipality, on, found.proposed, framework, day)
    advice = drawn.assessment.advice if drawn else None
    require_sound_proposal(municipality, found.proposed, advice=advice.rung if advice else None)
    adopting = _Adopting(municipality, found, framework, drawn, document or found.proposed.document)
    if found.proposed.move in FREEZING:
        return (adopting.freezing(on, day),)
    return _placed(municipality, on, found.proposed, adopting.terms(informed_on))


@dataclass(frozen=True, slots=True)
class _Adopting:
    """A proposal that is adopted under a framework, by an assessment if there is one."""

    municipality: Municipality
    found: Proposal
    framework: Framework
    drawn: Drawn | None
    document: DocumentId | None

    def terms(self, informed_on: date | None) -> Terms:
        """What the placement says: what was proposed, with the advice of today."""
        proposed, advice = self.found.proposed, self.drawn.assessment.advice if self.drawn else None
        return Terms(
            effective_on=proposed.effective_on,
            decided_by=self.framework.decided_by(highest(proposed)),
            grounds=proposed.grounds,
            until=proposed.until,
            framework=self.framework.ref,
            proposal=self._cited(self.found.version),
            assessment=self._cited(self.drawn.version) if self.drawn else None,
            advice=advice.rung if advice else None,
            departure=proposed.departure,
            excusable=proposed.excusable,
            urgent=proposed.urgent,
            announcing=proposed.announcing,
            deciding=proposed.deciding,
            rests_on=self._rests_on(),
            document=self.document,
            informed_on=informed_on,
        )

    def freezing(self, on: Occasion, decided_on: date) -> Freezing:
        """The freeze, or its end, as it was proposed."""
        proposed = self.found.proposed
        said = {
            "rung": proposed.from_rung,
            "decided_on": decided_on,
            "effective_on": proposed.effective_on,
            "decided_by": self.framework.decided_by(highest(proposed)),
            "recorded_by": on.by.person,
            "proposal": self._cited(self.found.version),
            "framework": self.framework.ref,
            "grounds": proposed.grounds,
            "document": self.document,
        }
        if proposed.move is ProposedMove.UNFREEZE:
            return RungUnfrozen(**said)
        return RungFrozen(**said, until=proposed.until)

    def _rests_on(self) -> tuple[EntryRef, ...]:
        """The entries that the assessment rests on, with their digests."""
        versions = self.drawn.assessment.rests_on if self.drawn else ()
        return tuple(cited for cited in map(self._cited, versions) if cited)

    def _cited(self, version: int) -> EntryRef | None:
        return reference(self.municipality.entries[version])


def _placed(
    municipality: Municipality, on: Occasion, proposed: PlacementProposed, terms: Terms
) -> tuple[MunicipalityEvent, ...]:
    match proposed.move:
        case ProposedMove.RAISE:
            return raise_rung(municipality, on=on, to_rung=proposed.to_rung, terms=terms)
        case ProposedMove.LOWER:
            return lower_rung(municipality, on=on, to_rung=proposed.to_rung, terms=terms)
        case _:
            return hold_rung(municipality, on=on, terms=terms)


def _day(municipality: Municipality, found: Proposal, on: Occasion) -> date:
    """The day of the decision: that of the proposal, or later."""
    day = day_of(DECIDED_ON, on)
    require_not_before(DECIDED_ON, day, municipality.entries[found.version].about.happened_on)
    return day


def _judged(
    municipality: Municipality, on: Occasion, proposed: PlacementProposed, framework: Framework, day: date
) -> Drawn | None:
    """The assessment of the day of the decision, of the period or in between, as it was proposed by."""
    cited = municipality.entries.get(proposed.assessment.version) if proposed.assessment else None
    by = cited.fact if cited and isinstance(cited.fact, AssessmentDrawn) else None
    if by and by.interim:
        return judged_in_between(municipality, on, framework)
    period = by.period if by else None
    departure = proposed.departure
    return judged_by(municipality, on, framework, known_on=day, period=period, departure=departure)
