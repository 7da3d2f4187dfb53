"""How it is with each stage of the road: done, to be done now, running, later, or left out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.municipality.law import Announcement, Law, Substitution
from domain.policy.lapse import HousedFor
from domain.policy.law_path.trails import Stage, Trail, unsettled
from domain.policy.terms import appeal_term
from domain.values import Rung

ANNOUNCING = (Stage.ANNOUNCED, Stage.VIEWS, Stage.TERM)
"""What comes before the decision."""


class Standing(StrEnum):
    """How it is with a step."""

    DONE = "done"
    NOW = "now"
    """It is to be done."""
    RUNS = "runs"
    """A term runs, or something is waited for."""
    LATER = "later"
    LEFT_OUT = "left-out"
    """It was not done, and does not have to be any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the road: how it is with it, and the entries in which it stands, in order."""

    stage: Stage
    standing: Standing
    entries: tuple[int, ...] = ()


def steps(law: Law, trail: Trail, housed: HousedFor | None, rung: Rung | None, day: date) -> tuple[Step, ...]:
    """The road in its order, each step with its entries."""
    standings = {**_announcing(trail, rung, day), **_deciding(law, trail, housed, rung, day)}
    return tuple(Step(stage, standings[stage], trail.entries.get(stage, ())) for stage in Stage)


def _announcing(trail: Trail, rung: Rung | None, day: date) -> dict[Stage, Standing]:
    announced, decision = trail.announcement, trail.decision
    if announced is None:
        if decision is not None or (rung is not None and rung > Rung.ANNOUNCEMENT):
            return dict.fromkeys(ANNOUNCING, Standing.LEFT_OUT)
        begins = Standing.NOW if rung is Rung.ANNOUNCEMENT else Standing.LATER
        return {**dict.fromkeys(ANNOUNCING, Standing.LATER), Stage.ANNOUNCED: begins}
    until = decision.decided_on if decision else day
    not_over = Standing.LEFT_OUT if decision else Standing.RUNS
    return {
        Stage.ANNOUNCED: Standing.DONE,
        Stage.VIEWS: _views(announced, until, not_over),
        Stage.TERM: Standing.DONE if announced.term_ends < until else not_over,
    }


def _views(announced: Announcement, until: date, not_over: Standing) -> Standing:
    if announced.views:
        return Standing.DONE if announced.views_considered else Standing.NOW
    return Standing.DONE if announced.views_due < until else not_over


def _deciding(law: Law, trail: Trail, housed: HousedFor | None, rung: Rung | None, day: date) -> dict[Stage, Standing]:
    decision = trail.decision
    found = {stage: Standing.LATER for stage in Stage if stage not in ANNOUNCING}
    if decision is None:
        return found | {Stage.DECIDED: _to_decide(trail.announcement, rung, day)}
    return {
        Stage.DECIDED: Standing.DONE,
        Stage.NOTIFIED: _unless_over(decision, done=decision.notified_on is not None, otherwise=Standing.NOW),
        Stage.COURT: _court(law, decision, day),
        Stage.COMPLIED: _complied(decision, housed, day),
        Stage.STARTED: _started(decision, housed, day),
        Stage.ENDED: Standing.DONE if decision.over else Standing.LATER,
        Stage.COSTS: _costs(law, trail, decision),
    }


def _to_decide(announced: Announcement | None, rung: Rung | None, day: date) -> Standing:
    if rung is None or rung < Rung.ANNOUNCEMENT:
        return Standing.LATER
    if announced is None:
        return Standing.LATER if rung is Rung.ANNOUNCEMENT else Standing.NOW
    waits = announced.term_ends >= day or (not announced.views and announced.views_due >= day)
    return Standing.LATER if waits or not announced.views_considered else Standing.NOW


def _unless_over(decision: Substitution, *, done: bool, otherwise: Standing) -> Standing:
    if done:
        return Standing.DONE
    return Standing.LEFT_OUT if decision.over else otherwise


def _court(law: Law, decision: Substitution, day: date) -> Standing:
    appeals = [each for each in law.appeals.values() if each.decision == decision.decision]
    reliefs = [each for each in law.reliefs.values() if each.decision == decision.decision]
    if any(each.over_on is None for each in appeals) or any(each.granted is None for each in reliefs):
        return Standing.RUNS
    if decision.notified_on is None:
        return _unless_over(decision, done=bool(appeals or reliefs), otherwise=Standing.LATER)
    return Standing.RUNS if appeal_term(decision.notified_on).day >= day and not appeals else Standing.DONE


def _complied(decision: Substitution, housed: HousedFor | None, day: date) -> Standing:
    if decision.over or decision.started_on:
        return Standing.DONE
    if housed is not None and housed.met:
        return Standing.NOW
    return Standing.RUNS if decision.term_ends >= day else Standing.DONE


def _started(decision: Substitution, housed: HousedFor | None, day: date) -> Standing:
    met = housed is not None and housed.met
    ready = decision.notified_on is not None and decision.term_ends < day and not met
    otherwise = Standing.NOW if ready else Standing.LATER
    return _unless_over(decision, done=decision.started_on is not None, otherwise=otherwise)


def _costs(law: Law, trail: Trail, decision: Substitution) -> Standing:
    if decision.started_on is None:
        return Standing.LEFT_OUT if decision.over else Standing.LATER
    if not unsettled(law, trail):
        return Standing.DONE
    return Standing.NOW if decision.over else Standing.LATER
