"""Improvement plans of a story."""

from datetime import date

from api.demo.dossier import Dossier, Told
from domain.decisions.plan import (
    adopt_plan,
    assess_plan,
    close_plan,
    reject_plan,
    report_progress,
    request_plan,
    submit_plan,
)
from domain.events.plan import Adopter, Horizon, Measure, Milestone, Progress

PLAN = "verbeterplan"
"""The plan that is meant when a story names none."""


def requested(dossier: Dossier, step: Told, on: date) -> None:
    """The province asked for a plan."""
    due = dossier.days.day(step["due"], after=on)
    dossier.step(request_plan, on, plan=dossier.id("plan", step.get("plan", PLAN)), due=due)


def submitted(dossier: Dossier, step: Told, on: date) -> None:
    """The municipality submitted a version of its plan."""
    day = dossier.days.day
    dossier.step(
        submit_plan,
        on,
        plan=dossier.id("plan", step.get("plan", PLAN)),
        measures=tuple(_measure(dossier, each, on) for each in step["measures"]),
        milestones=tuple(
            Milestone(day=day(each["day"], after=on), persons=each["persons"]) for each in step.get("milestones", ())
        ),
        backlog_cleared_by=day(step["cleared_by"], after=on) if "cleared_by" in step else None,
        document=dossier.id("document", step["document"]) if "document" in step else None,
    )


def _measure(dossier: Dossier, told: Told, on: date) -> Measure:
    return Measure(
        measure=dossier.id("measure", told["name"]),
        horizon=Horizon(told["horizon"]),
        what=dossier.text(told["what"], on),
        owner=told.get("owner"),
        due=dossier.days.day(told["due"], after=on) if "due" in told else None,
        expected_persons=told.get("persons"),
    )


def assessed(dossier: Dossier, step: Told, on: date) -> None:
    """The province assessed the plan; ``lacks`` names what it does not do."""
    lacks = step.get("lacks", ())
    dossier.step(
        assess_plan,
        on,
        plan=dossier.id("plan", step.get("plan", PLAN)),
        sufficient=not lacks,
        executable="executable" not in lacks,
        short_term="short-term" not in lacks,
        medium_term="medium-term" not in lacks,
        prevention="prevention" not in lacks,
        findings=dossier.text(step["findings"], on),
    )


def rejected(dossier: Dossier, step: Told, on: date) -> None:
    """The province rejected the plan."""
    plan = dossier.id("plan", step.get("plan", PLAN))
    dossier.step(reject_plan, on, plan=plan, grounds=dossier.text(step["grounds"], on))


def adopted(dossier: Dossier, step: Told, on: date) -> None:
    """The municipality adopted its plan."""
    dossier.step(adopt_plan, on, plan=dossier.id("plan", step.get("plan", PLAN)), by=Adopter(step.get("by", "college")))


def progressed(dossier: Dossier, step: Told, on: date) -> None:
    """The municipality told how far a measure is."""
    dossier.step(
        report_progress,
        on,
        plan=dossier.id("plan", step.get("plan", PLAN)),
        measure=dossier.id("measure", step["measure"]),
        progress=Progress(step["progress"]),
        persons=step.get("persons"),
        note=dossier.text(step["note"], on) if "note" in step else None,
    )


def closed(dossier: Dossier, step: Told, on: date) -> None:
    """The plan ended."""
    plan = dossier.id("plan", step.get("plan", PLAN))
    note = dossier.text(step["note"], on)
    dossier.step(close_plan, on, plan=plan, carried_out=step.get("carried_out", True), note=note)


TELLERS = {
    "plan-requested": requested,
    "plan-submitted": submitted,
    "plan-assessed": assessed,
    "plan-rejected": rejected,
    "plan-adopted": adopted,
    "progressed": progressed,
    "plan-closed": closed,
}
