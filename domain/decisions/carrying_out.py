"""Rung 6: the province begins to do the task in the place of the municipality, by a decision in force.

Guards: Awb 3:40 (no effect before notification), 8:81 (suspension), Gemeentewet art. 124(2) (the term in which the
municipality can comply still). ``urgent`` lifts that term, and nothing else.
"""

from datetime import date

from domain.decisions.announcing import require_law_unchanged, require_rung
from domain.decisions.guards import day_of, require_not_before, require_open
from domain.decisions.occasion import Occasion
from domain.decisions.substituting import require_decision
from domain.events.law import SubstitutionStarted
from domain.municipality import Municipality
from domain.municipality.law import Substitution
from domain.refusals import (
    AlreadySettled,
    DecisionMissing,
    DecisionNotNotified,
    DecisionSuspended,
    DecisionTermRunning,
    NotInForce,
    require,
)
from domain.values import DecisionId, PlainText, Rung, SealedText

STARTED_ON = "day it began"


def start_substitution(
    municipality: Municipality, *, on: Occasion, decision: DecisionId, urgent: PlainText | None = None
) -> tuple[SubstitutionStarted]:
    """Record that the province began to carry out one more decision about who stands on rung 6 already."""
    require_open(municipality)
    require_law_unchanged(municipality, on)
    found, day = require_decision(municipality, decision), day_of(STARTED_ON, on)
    require_rung(municipality, "carrying out", Rung.SUBSTITUTION_CARRIED_OUT, day)
    require_not_before(STARTED_ON, day, found.decided_on)
    require(found.over is None, NotInForce(decision, day))
    require(found.started_on is None, AlreadySettled("carrying out of decision", decision))
    return (_started(municipality, found, day, urgent),)


def started(municipality: Municipality, day: date, *, urgent: PlainText | SealedText | None) -> SubstitutionStarted:
    """Rung 6 carries out the decision in force on a day that was taken last."""
    found = municipality.law.latest_on(day)
    if found is None:
        raise DecisionMissing(Rung.SUBSTITUTION_CARRIED_OUT)
    return _started(municipality, found, day, urgent)


def _started(
    municipality: Municipality, found: Substitution, day: date, urgent: PlainText | SealedText | None
) -> SubstitutionStarted:
    """It was notified, it is not suspended, and its term has passed unless it is urgent."""
    notified = found.notified_on is not None and found.notified_on <= day
    require(notified, DecisionNotNotified(found.decision))
    suspension = municipality.law.suspension_of(found.decision, day)
    if suspension is not None:
        raise DecisionSuspended(found.decision, suspension.relief)
    require(urgent is not None or found.term_ends < day, DecisionTermRunning(found.term_ends, day))
    return SubstitutionStarted(decision=found.decision, urgent=urgent)
