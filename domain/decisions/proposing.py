"""Proposing a placement: what to decide about the rung, on which grounds, and what it departs from."""

from dataclasses import dataclass
from datetime import date

from domain.decisions.accompanying import require_law_of_rung
from domain.decisions.four_eyes import require_in_force, require_no_proposal
from domain.decisions.freezing import require_frozen, require_not_frozen
from domain.decisions.guards import day_of, require_not_before, require_open, require_unchanged
from domain.decisions.judged_by import judged_by, judged_in_between
from domain.decisions.ladder import require_departure, require_sound_move, rung_to_start_from
from domain.decisions.occasion import Occasion
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.judging import Freezing, PlacementProposed, ProposedMove
from domain.events.ladder import Departure, Placement
from domain.events.law import Announcing, Deciding
from domain.municipality import Municipality
from domain.municipality.judging import Drawn, reference
from domain.policy.framework import Framework
from domain.refusals import DecisionMissing, GroundsMissing, NotWithThisMove, WrongDirection, require
from domain.values import DocumentId, Period, PlainText, Rung

MOVES = (Placement, RungTakenOver, SupervisionOpened, Freezing)
"""What a proposal builds on: whoever proposes has seen where the municipality stands."""

VERBS = {
    ProposedMove.RAISE: "raising",
    ProposedMove.LOWER: "lowering",
    ProposedMove.HOLD: "holding",
    ProposedMove.FREEZE: "freezing",
    ProposedMove.UNFREEZE: "unfreezing",
}
FREEZING = (ProposedMove.FREEZE, ProposedMove.UNFREEZE)
"""The moves that leave the rung as it is, without holding it there by a placement."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody proposes about the rung, besides the municipality and the framework.

    ``to_rung`` is needed to raise or lower. It is judged by the last closed period: ``period`` is the one that was
    looked at, if any. With ``interim`` it is judged by the interim verdict of the day instead. ``until`` is the last
    day that a placement or a freeze is meant to hold. ``excusable`` says why a municipality that is held cannot help
    that it does not comply. ``announcing`` is what the letter of rung 4 would say, ``deciding`` what the decision of
    rung 5 would; ``urgent`` why views, or the term of rung 6, cannot be waited for.
    """

    move: ProposedMove
    effective_on: date
    grounds: PlainText | None
    to_rung: Rung | None = None
    until: date | None = None
    period: Period | None = None
    interim: bool = False
    departure: Departure | None = None
    excusable: PlainText | None = None
    urgent: PlainText | None = None
    announcing: Announcing | None = None
    deciding: Deciding | None = None
    document: DocumentId | None = None


def propose_placement(
    municipality: Municipality, *, on: Occasion, proposed: Proposed, framework: Framework
) -> tuple[PlacementProposed]:
    """Propose what to decide about the rung; another person with the mandate decides on it.

    It rests on an assessment that says what comes out on the day of the occasion: AssessmentOutdated, InterimOutdated
    when that is to be drawn first. Without a closed period there is none, and no advice.
    """
    require_open(municipality)
    require_unchanged(municipality, "place on the ladder", on, subject=MOVES)
    require_no_proposal(municipality)
    if proposed.grounds is None:
        raise GroundsMissing
    day = day_of("day of the proposal", on)
    require_in_force(framework, day)
    _require_fitting(proposed)
    require_not_before("last day", proposed.until, max(proposed.effective_on, day))
    from_rung = rung_to_start_from(municipality, proposed.effective_on)
    drawn = _judged(municipality, on, proposed, framework)
    advice = drawn.assessment.advice if drawn else None
    fact = PlacementProposed(
        move=proposed.move,
        from_rung=from_rung,
        to_rung=proposed.to_rung or from_rung,
        effective_on=proposed.effective_on,
        until=proposed.until,
        assessment=reference(municipality.entries[drawn.version]) if drawn else None,
        framework=framework.ref,
        advice=advice.rung if advice else None,
        departure=proposed.departure,
        excusable=proposed.excusable,
        urgent=proposed.urgent,
        announcing=proposed.announcing,
        deciding=proposed.deciding,
        grounds=proposed.grounds,
        document=proposed.document,
    )
    require_sound_proposal(municipality, fact, advice=fact.advice)
    return (fact,)


def require_sound_proposal(municipality: Municipality, proposed: PlacementProposed, *, advice: Rung | None) -> None:
    """What every proposal obeys, as it is made and as it is adopted, by the advice of that day."""
    rungs = (proposed.from_rung, proposed.to_rung)
    if proposed.move not in FREEZING:
        require_sound_move(VERBS[proposed.move], rungs, advice=advice, departure=proposed.departure)
        require_law_of_rung(rungs, announcing=proposed.announcing, deciding=proposed.deciding)
        _require_decision_to_carry_out(municipality, proposed)
        return
    require(rungs[0] == rungs[1], WrongDirection(VERBS[proposed.move], *rungs))
    if proposed.move is ProposedMove.UNFREEZE:  # it leaves the rung to the next judgement
        require_frozen(municipality, proposed.effective_on)
        return
    require_not_frozen(municipality, proposed.effective_on, proposed.until)
    require_departure(rungs[1], advice=advice, departure=proposed.departure)


def _require_decision_to_carry_out(municipality: Municipality, proposed: PlacementProposed) -> None:
    """Rung 6 is proposed when there is a decision to carry out; its term can still run meanwhile."""
    carries_out = proposed.from_rung < proposed.to_rung is Rung.SUBSTITUTION_CARRIED_OUT
    in_force = municipality.law.standing_on(proposed.effective_on)
    require(bool(in_force) or not carries_out, DecisionMissing(proposed.to_rung))


def _judged(municipality: Municipality, on: Occasion, proposed: Proposed, framework: Framework) -> Drawn | None:
    if proposed.interim:
        return judged_in_between(municipality, on, framework)
    period, departure = proposed.period, proposed.departure
    return judged_by(municipality, on, framework, known_on=on.today, period=period, departure=departure)


def _require_fitting(proposed: Proposed) -> None:
    """Each move has what belongs to it, so that nothing that somebody wrote is lost when it is adopted."""
    verb, hold = VERBS[proposed.move], proposed.move is ProposedMove.HOLD
    require(hold or proposed.excusable is None, NotWithThisMove(verb, "excusable"))
    up = proposed.move in {ProposedMove.RAISE, ProposedMove.HOLD}
    for what, given in (("announcement", proposed.announcing), ("decision", proposed.deciding)):
        require(up or given is None, NotWithThisMove(verb, what))
    hurries = proposed.move is ProposedMove.RAISE or proposed.deciding is not None
    require(hurries or proposed.urgent is None, NotWithThisMove(verb, "urgency"))
    lasts = proposed.move is not ProposedMove.UNFREEZE
    require(lasts or proposed.until is None, NotWithThisMove(verb, "last day"))
