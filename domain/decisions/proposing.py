"""Proposing a placement: what to decide about the rung, on which grounds, and what it departs from."""

from dataclasses import dataclass
from datetime import date

from domain.decisions.assessing import assessed
from domain.decisions.four_eyes import require_in_force
from domain.decisions.guards import require_not_before, require_open, require_unchanged
from domain.decisions.ladder import require_sound_move, rung_to_start_from
from domain.decisions.occasion import Occasion
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.judging import Freezing, PlacementProposed, ProposedMove
from domain.events.ladder import Departure, Placement
from domain.municipality import Municipality
from domain.municipality.judging import Drawn, reference
from domain.policy.framework import TRANSITION, Framework
from domain.refusals import (
    AlreadyFrozen,
    AssessmentOutdated,
    DepartureMissing,
    GroundsMissing,
    NotFrozen,
    ProposalOpen,
    require,
)
from domain.values import DocumentId, Period, PlainText, Rung

MOVES = (Placement, RungTakenOver, SupervisionOpened, Freezing)
"""What a proposal builds on: whoever proposes has seen where the municipality stands."""

VERBS = {ProposedMove.RAISE: "raising", ProposedMove.LOWER: "lowering"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody proposes about the rung, besides the municipality and the framework.

    ``to_rung`` is needed to raise or lower. ``period``: the closed period that it is judged by, where there is one; its
    assessment has been drawn. ``until`` is the last day of a hold or a freeze.
    """

    move: ProposedMove
    effective_on: date
    grounds: PlainText | None
    to_rung: Rung | None = None
    until: date | None = None
    period: Period | None = None
    departure: Departure | None = None
    excusable: PlainText | None = None
    document: DocumentId | None = None


def propose_placement(
    municipality: Municipality, *, on: Occasion, proposed: Proposed, framework: Framework
) -> tuple[PlacementProposed]:
    """Propose what to decide about the rung; another person with the mandate decides on it."""
    require_open(municipality)
    require_unchanged(municipality, "place on the ladder", on, subject=MOVES)
    for waiting in municipality.judging.open_proposals:
        raise ProposalOpen(waiting.version)
    if proposed.grounds is None:
        raise GroundsMissing
    require_in_force(framework, on)
    from_rung = rung_to_start_from(municipality, proposed.effective_on)
    to_rung = proposed.to_rung or from_rung
    drawn = (
        newest_assessment(municipality, on, proposed.period, framework, departure=proposed.departure)
        if proposed.period
        else None
    )
    advice = drawn.assessment.advice if drawn else None
    advised = advice.rung if advice else None
    _require_sound(municipality, proposed, (from_rung, to_rung), advised)
    return (
        PlacementProposed(
            move=proposed.move,
            from_rung=from_rung,
            to_rung=to_rung,
            effective_on=proposed.effective_on,
            until=proposed.until,
            assessment=reference(municipality.entries[drawn.version]) if drawn else None,
            framework=framework.ref,
            advice=advised,
            departure=proposed.departure,
            excusable=proposed.excusable,
            grounds=proposed.grounds,
            document=proposed.document,
        ),
    )


def newest_assessment(
    municipality: Municipality, on: Occasion, period: Period, framework: Framework, *, departure: Departure | None
) -> Drawn:
    """The last assessment of a period, where it says what comes out on that day; else AssessmentOutdated.

    One made under the framework before will do when the departure cites the transition clause of this one.
    """
    last = municipality.judging.assessment(period)
    if last and last.assessment.framework != framework.ref and _cites_transition(departure, framework):
        return last
    fresh = assessed(municipality, on=on, period=period, framework=framework)
    if last is None or last.assessment != fresh:
        raise AssessmentOutdated(period)
    return last


def _cites_transition(departure: Departure | None, framework: Framework) -> bool:
    return departure is not None and departure.departs_from == TRANSITION and TRANSITION in framework.clauses


def require_freezable(municipality: Municipality, move: ProposedMove, day: date) -> None:
    """What is frozen is not frozen again, and what is not does not thaw."""
    frozen = municipality.judging.frozen_on(day) is not None
    require(move is not ProposedMove.FREEZE or not frozen, AlreadyFrozen(municipality.code, day))
    require(move is not ProposedMove.UNFREEZE or frozen, NotFrozen(municipality.code, day))


def _require_sound(
    municipality: Municipality, proposed: Proposed, rungs: tuple[Rung, Rung], advised: Rung | None
) -> None:
    require_not_before("last day", proposed.until, proposed.effective_on)
    require_freezable(municipality, proposed.move, proposed.effective_on)
    if proposed.move is ProposedMove.UNFREEZE:
        return  # it leaves the rung to the next judgement
    if proposed.move is ProposedMove.FREEZE:
        require(
            advised in (None, rungs[0]) or proposed.departure is not None,
            DepartureMissing(advised or rungs[0], rungs[0]),
        )
        return
    require_sound_move(VERBS.get(proposed.move, "holding"), rungs, advice=advised, departure=proposed.departure)
