"""Where a municipality stands on the road of rungs 4 to 6: the present trail, what is missing, what is next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.municipality import Municipality
from domain.municipality.law import Announcement, Law, Relief, Substitution
from domain.policy.lapse import HousedFor, housed_for
from domain.policy.law_path.steps import Step, steps
from domain.policy.law_path.trails import Trail, began_high, present, trails
from domain.policy.officially import Officials
from domain.refusals import (
    AnnouncementMissing,
    AnnouncementTermRunning,
    DecisionNotNotified,
    DecisionSuspended,
    DecisionTermRunning,
    Refusal,
    ViewsNotConsidered,
    ViewsTermRunning,
)
from domain.values import Rung


class Act(StrEnum):
    """What can be the next thing to do."""

    ANNOUNCE = "announce"
    RECEIVE_VIEWS = "receive-views"
    CONSIDER_VIEWS = "consider-views"
    DECIDE = "decide"
    """Rung 5, by a placement."""
    DECIDE_FURTHER = "decide-further"
    """One more decision, of who stands on rung 5 or 6."""
    NOTIFY = "notify"
    CONFIRM_LAPSE = "confirm-lapse"
    CARRY_OUT = "carry-out"
    """Rung 6, by a placement."""
    START = "start"
    """Carrying out one more decision, of who stands on rung 6 already."""
    END = "end"
    CLAIM = "claim"
    RECORD_PAYMENT = "record-payment"
    PLACE = "place"
    """What comes after a decision that is over: lower, hold, or decide once more."""


@dataclass(frozen=True, slots=True)
class LawPath:
    """Where a municipality stands on the road on a day.

    ``since`` is the first day of its unbroken stay on rungs 4 to 6; None when it stands lower, or when that is unknown.
    ``housed`` tells of the decision of the trail while it is in force. ``suspension`` is the relief that suspends it.
    ``missing``: what the next rung would be refused for, in the order in which that is looked at. ``others`` are the
    trails besides the present one, the last first; of some of them the decision can be in force still.
    """

    day: date
    rung: Rung | None
    since: date | None
    trail: Trail
    steps: tuple[Step, ...]
    housed: HousedFor | None
    suspension: Relief | None
    missing: tuple[Refusal, ...]
    next: Act | None
    others: tuple[Trail, ...]

    @property
    def is_high(self) -> bool:
        """Whether it stands on rung 4, 5 or 6."""
        return _is_high(self.rung)


def law_path(municipality: Municipality, day: date, officials: Officials) -> LawPath:
    """The road of a municipality as at a day, by all that its state holds; ``officials`` are whose figures count."""
    law, rung, every = municipality.law, municipality.ladder.rung_on(day), trails(municipality)
    trail = present(municipality, every, day)
    decision, began = trail.decision, began_high(municipality, day)
    in_force = decision if decision and decision.over is None else None
    housed = housed_for(municipality, day, officials).get(in_force.decision) if in_force else None
    suspension = law.suspension_of(in_force.decision, day) if in_force else None
    missing = tuple(_missing(trail, suspension, rung, day))
    return LawPath(
        day=day,
        rung=rung,
        since=began.effective_on if began and began.effective_on != date.min else None,
        trail=trail,
        steps=steps(law, trail, housed, rung, day),
        housed=housed,
        suspension=suspension,
        missing=missing,
        next=_next(law, trail, housed, missing, rung),
        others=tuple(each for each in reversed(every) if each != trail),
    )


def _is_high(rung: Rung | None) -> bool:
    return rung is not None and rung >= Rung.ANNOUNCEMENT


def _missing(trail: Trail, suspension: Relief | None, rung: Rung | None, day: date) -> Iterator[Refusal]:
    """What the next rung would be refused for, in the order in which the decision on it looks."""
    decision, announced = trail.decision, trail.announcement
    if not _is_high(rung):
        return
    if decision is not None:
        if decision.over is None and decision.started_on is None:
            yield from _before_rung_6(decision, suspension, day)
    elif announced is not None:
        yield from _before_rung_5(announced, day)
    elif rung is Rung.ANNOUNCEMENT:
        yield AnnouncementMissing(Rung.SUBSTITUTION_DECIDED)


def _before_rung_5(announced: Announcement, day: date) -> Iterator[Refusal]:
    if announced.term_ends >= day:
        yield AnnouncementTermRunning(announced.term_ends, day)
    if not announced.views and announced.views_due >= day:
        yield ViewsTermRunning(announced.views_due, day)
    if not announced.views_considered:
        yield ViewsNotConsidered(announced.letter)


def _before_rung_6(decision: Substitution, suspension: Relief | None, day: date) -> Iterator[Refusal]:
    if decision.notified_on is None or decision.notified_on > day:
        yield DecisionNotNotified(decision.decision)
    if suspension is not None:
        yield DecisionSuspended(decision.decision, suspension.relief)
    if decision.term_ends >= day:
        yield DecisionTermRunning(decision.term_ends, day)


def _next(
    law: Law, trail: Trail, housed: HousedFor | None, missing: tuple[Refusal, ...], rung: Rung | None
) -> Act | None:
    """The one thing to do now; None where only time helps, or nothing is to be done."""
    decision = trail.decision
    if decision is None:
        return _before_decision(trail.announcement, missing, rung) if _is_high(rung) else None
    if decision.over is not None:
        return _afterwards(law, decision, rung)
    if decision.notified_on is None:
        return Act.NOTIFY
    if housed is not None and housed.met:
        return Act.END if decision.started_on else Act.CONFIRM_LAPSE
    if decision.started_on or missing:
        return None
    return Act.START if rung is Rung.SUBSTITUTION_CARRIED_OUT else Act.CARRY_OUT


def _before_decision(announced: Announcement | None, missing: tuple[Refusal, ...], rung: Rung | None) -> Act | None:
    kinds = {type(each) for each in missing}
    if ViewsNotConsidered in kinds:
        return Act.CONSIDER_VIEWS
    if ViewsTermRunning in kinds:
        return Act.RECEIVE_VIEWS
    if rung is Rung.ANNOUNCEMENT:
        return Act.ANNOUNCE if announced is None else None if missing else Act.DECIDE
    return None if missing else Act.DECIDE_FURTHER


def _afterwards(law: Law, decision: Substitution, rung: Rung | None) -> Act | None:
    claims = [each for each in law.claims.values() if each.decision == decision.decision]
    if decision.started_on is not None and not claims:
        return Act.CLAIM
    if any(each.recovered < each.cents for each in claims):
        return Act.RECORD_PAYMENT
    return Act.PLACE if _is_high(rung) else None
