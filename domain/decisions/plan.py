"""Decisions on improvement plans. Facts are recorded as they are: a poor plan can be submitted, even adopted."""

from datetime import date

from domain.decisions.guards import require_known, require_new, require_not_before, require_unchanged
from domain.decisions.occasion import Occasion
from domain.events.plan import (
    Adopter,
    Measure,
    MeasureProgressReported,
    Milestone,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanEvent,
    PlanRejected,
    PlanRequested,
    PlanRevised,
    PlanSubmitted,
    Progress,
)
from domain.municipality import Municipality
from domain.municipality.plans import Plan
from domain.refusals import AlreadySettled, NotOnRecord, require
from domain.values import DocumentId, LetterId, MeasureId, PlainText, PlanId


def request_plan(
    municipality: Municipality,
    *,
    on: Occasion,
    plan: PlanId,
    due: date | None = None,
    letter: LetterId | None = None,
) -> tuple[PlanRequested]:
    """Record that the province asked for an improvement plan."""
    require_new("plan", plan, municipality.plans.get(plan))
    require_not_before("due day", due, on.happened_on)
    if letter is not None:
        require_known("letter", letter, municipality.contact.letters.get(letter))
    return (PlanRequested(plan=plan, due=due, letter=letter),)


def submit_plan(
    municipality: Municipality,
    *,
    on: Occasion,
    plan: PlanId,
    measures: tuple[Measure, ...] = (),
    milestones: tuple[Milestone, ...] = (),
    backlog_cleared_by: date | None = None,
    document: DocumentId | None = None,
) -> tuple[PlanSubmitted | PlanRevised]:
    """Record a version of a plan: the first one is submitted, each next one revises it."""
    known = municipality.plans.get(plan)
    require(known is None or not known.closed, AlreadySettled("plan", plan))
    _require_unchanged(municipality, plan, on)
    kind = PlanRevised if known and known.content else PlanSubmitted
    return (
        kind(
            plan=plan,
            plan_version=known.plan_version + 1 if known else 1,
            measures=measures,
            milestones=tuple(sorted(milestones, key=lambda milestone: milestone.day)),
            backlog_cleared_by=backlog_cleared_by,
            document=document,
        ),
    )


def assess_plan(
    municipality: Municipality,
    *,
    on: Occasion,
    plan: PlanId,
    sufficient: bool,
    executable: bool,
    short_term: bool,
    medium_term: bool,
    prevention: bool,
    findings: PlainText,
) -> tuple[PlanAssessed]:
    """Record the verdict of the province on the latest version of a plan."""
    known = _submitted(municipality, plan)
    _require_unchanged(municipality, plan, on)
    return (
        PlanAssessed(
            plan=plan,
            plan_version=known.plan_version,
            sufficient=sufficient,
            executable=executable,
            short_term=short_term,
            medium_term=medium_term,
            prevention=prevention,
            findings=findings,
        ),
    )


def reject_plan(municipality: Municipality, *, on: Occasion, plan: PlanId, grounds: PlainText) -> tuple[PlanRejected]:
    """Record that the province rejected the latest version of a plan."""
    known = _submitted(municipality, plan)
    require(not known.rejected, AlreadySettled("plan", plan))
    _require_unchanged(municipality, plan, on)
    return (PlanRejected(plan=plan, plan_version=known.plan_version, grounds=grounds),)


def adopt_plan(
    municipality: Municipality, *, on: Occasion, plan: PlanId, by: Adopter, document: DocumentId | None = None
) -> tuple[PlanAdopted]:
    """Record that the municipality adopted the latest version of its plan, good or poor."""
    known = _submitted(municipality, plan)
    require(known.adopted != known.plan_version, AlreadySettled("plan", plan))
    _require_unchanged(municipality, plan, on)
    return (PlanAdopted(plan=plan, plan_version=known.plan_version, by=by, document=document),)


def report_progress(
    municipality: Municipality,
    *,
    on: Occasion,
    plan: PlanId,
    measure: MeasureId,
    progress: Progress,
    persons: int | None = None,
    note: PlainText | None = None,
) -> tuple[MeasureProgressReported]:
    """Record how far a measure of the latest version of a plan is."""
    known = _submitted(municipality, plan)
    named = known.content is not None and any(each.measure == measure for each in known.content.measures)
    require(named, NotOnRecord("measure", measure))
    return (MeasureProgressReported(plan=plan, measure=measure, progress=progress, persons=persons, note=note),)


def close_plan(
    municipality: Municipality, *, on: Occasion, plan: PlanId, carried_out: bool, note: PlainText | None = None
) -> tuple[PlanClosed]:
    """Record that a plan ended."""
    known = municipality.plans.get(plan)
    require_known("plan", plan, known)
    require(known is not None and not known.closed, AlreadySettled("plan", plan))
    _require_unchanged(municipality, plan, on)
    return (PlanClosed(plan=plan, carried_out=carried_out, note=note),)


def _submitted(municipality: Municipality, plan: PlanId) -> Plan:
    known = municipality.plans.get(plan)
    if known is None or known.content is None:
        raise NotOnRecord("submitted plan", plan)
    require(not known.closed, AlreadySettled("plan", plan))
    return known


def _require_unchanged(municipality: Municipality, plan: PlanId, on: Occasion) -> None:
    require_unchanged(municipality, "plan", on, subject=PlanEvent, id_field="plan", identity=plan)
