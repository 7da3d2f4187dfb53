"""Improvement plans: asked for, submitted and revised, assessed, adopted, carried out."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from api.identity.rights import Right
from api.rest.asking import Reading
from api.rest.described import TAGGED
from api.rest.paging import Listed, Listing
from api.rest.plan_schemas import PlanTold
from api.rest.problems import ProblemError
from api.rest.recording import Guarded, Recorded, Recording, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import (
    Day,
    DocumentRef,
    LetterRef,
    MeasureRef,
    Name,
    Occurrence,
    PlanRef,
    Posted,
    Sent,
    Worded,
    Words,
    example,
)
from domain.decisions import plan as decisions
from domain.events.plan import Adopter, Horizon, Measure, Milestone, Progress
from domain.values import Persons
from projections.plans import plans

routes = Routes("/municipalities/{code}/plans", tag="Plans")

Plan = Annotated[PlanRef, Path(description="the id of the plan", examples=["plan-1"])]


class PlanSent(Occurrence):
    """A plan that the province asks for, by a day, that day included."""

    model_config = example(due="2024-08-01")

    plan: PlanRef | None = Field(default=None, description="its id, when you choose it")
    due: Day | None = None
    letter: LetterRef | None = Field(default=None, description="the letter that asks it")


class MeasureSent(Sent):
    """Something that the municipality will do; ``expectedPersons`` is how many persons that should house."""

    measure: MeasureRef | None = Field(default=None, description="its id, when you choose it")
    horizon: Horizon
    what: Words
    owner: Name | None = None
    due: Day | None = None
    expected_persons: Persons | None = None

    def read(self, sent: Worded, at: Recording, number: int) -> Measure:
        """The measure as a decision takes it."""
        return Measure(
            measure=at.new("measure", self.measure, number=number),
            horizon=self.horizon,
            what=sent.sealed(self.what),
            owner=self.owner,
            due=self.due,
            expected_persons=self.expected_persons,
        )


class VersionSent(Worded):
    """A version of a plan, as the municipality submitted it."""

    model_config = example(
        measures=[
            {
                "measure": "measure-flexwoningen",
                "horizon": "short-term",
                "what": "twintig flexwoningen plaatsen",
                "expectedPersons": 40,
            }
        ],
        milestones=[{"day": "2024-12-31", "persons": 45}],
        backlog_cleared_by="2025-06-30",
    )

    measures: tuple[MeasureSent, ...] = Field(default=(), max_length=200)
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=200)
    backlog_cleared_by: Day | None = None
    document: DocumentRef | None = None


class AssessmentSent(Worded):
    """The verdict of the province on the latest version of a plan."""

    model_config = example(
        sufficient=False,
        executable=True,
        short_term=True,
        medium_term=True,
        prevention=False,
        findings="Het plan zegt niet hoe een nieuwe achterstand wordt voorkomen.",
    )

    sufficient: bool
    executable: bool
    short_term: bool
    medium_term: bool
    prevention: bool
    findings: Words


class RejectionSent(Worded):
    """Why the province rejects the latest version of a plan."""

    model_config = example(grounds="Geen enkele maatregel heeft een termijn.")

    grounds: Words


class AdoptionSent(Occurrence):
    """By which body the municipality adopted the latest version of its plan."""

    model_config = example(by="college", happened_on="2024-06-03")

    by: Adopter
    document: DocumentRef | None = None


class ProgressSent(Worded):
    """How far a measure is."""

    model_config = example(measure="measure-flexwoningen", progress="under-way", persons=12)

    measure: MeasureRef
    progress: Progress
    persons: Persons | None = Field(default=None, description="housed through it so far")
    note: Words | None = None


class PlanClosingSent(Worded):
    """How a plan ended."""

    model_config = example(carried_out=True)

    carried_out: bool
    note: Words | None = None


class PlanRecorded(Recorded):
    """A plan that was asked for."""

    plan: str


class VersionRecorded(Recorded):
    """A version of a plan, with the ids of its measures, in their order."""

    measures: tuple[str, ...]


@routes.read("")
def list_plans(
    code: Code,
    at: Listing,
    closed: Annotated[bool | None, Query(description="whether it ended")] = None,
    sufficient: Annotated[bool | None, Query(description="by the verdict on its latest version")] = None,
    adopted: Annotated[bool | None, Query(description="whether its latest version was adopted")] = None,
) -> Listed[PlanTold]:
    """List the improvement plans of a municipality, the latest first; last those of which nobody knows when.

    Of each milestone it is told whether the official figures met it.
    """
    page = plans(
        at.reader,
        at.knowing,
        code=at.municipality(code),
        closed=closed,
        sufficient=sufficient,
        adopted=adopted,
        after=at.after,
        limit=at.limit,
    )
    judge = at.by_figures(code)
    return at.listed(page, lambda line: PlanTold.of(line, judge))


@routes.read("/{plan}", responses=TAGGED)
def show_plan(code: Code, plan: Plan, at: Reading) -> PlanTold:
    """Tell of one plan. Its ETag is the version of the municipality: what an If-Match about the plan names."""
    for line in plans(at.reader, at.knowing, code=at.municipality(code), plan=plan).lines:
        at.tagged(code)
        return PlanTold.of(line, at.by_figures(code))
    raise ProblemError(404)


@routes.write("", Right.RECORD_FACTS)
def request_plan(code: Code, sent: Posted[PlanSent], at: Writing) -> PlanRecorded:
    """Record that the province asked for an improvement plan."""
    plan = at.new("plan", sent.plan)
    return PlanRecorded.of(at.record(decisions.request_plan, code, sent, plan=plan, **sent.said("plan")), plan=plan)


@routes.write("/{plan}/versions", Right.RECORD_FACTS, guarded=True)
def submit_plan(code: Code, plan: Plan, sent: Posted[VersionSent], at: Guarded) -> VersionRecorded:
    """Record a version of a plan: the first one is submitted, each next one revises it."""
    measures = tuple(each.read(sent, at, number) for number, each in enumerate(sent.measures))
    question = sent.said("measures") | {"plan": plan, "measures": measures}
    answer = at.record(decisions.submit_plan, code, sent, **question)
    return VersionRecorded.of(answer, measures=tuple(each.measure for each in measures))


@routes.write("/{plan}/assessments", Right.RECORD_FACTS, guarded=True)
def assess_plan(code: Code, plan: Plan, sent: Posted[AssessmentSent], at: Guarded) -> Recorded:
    """Record the verdict of the province on the latest version of a plan."""
    return Recorded.of(at.record(decisions.assess_plan, code, sent, plan=plan, **sent.said()))


@routes.write("/{plan}/rejections", Right.RECORD_FACTS, guarded=True)
def reject_plan(code: Code, plan: Plan, sent: Posted[RejectionSent], at: Guarded) -> Recorded:
    """Record that the province rejected the latest version of a plan."""
    return Recorded.of(at.record(decisions.reject_plan, code, sent, plan=plan, **sent.said()))


@routes.write("/{plan}/adoptions", Right.RECORD_FACTS, guarded=True)
def adopt_plan(code: Code, plan: Plan, sent: Posted[AdoptionSent], at: Guarded) -> Recorded:
    """Record that the municipality adopted the latest version of its plan, good or poor."""
    return Recorded.of(at.record(decisions.adopt_plan, code, sent, plan=plan, **sent.said()))


@routes.write("/{plan}/progress-reports", Right.RECORD_FACTS)
def report_progress(code: Code, plan: Plan, sent: Posted[ProgressSent], at: Writing) -> Recorded:
    """Record how far a measure of a plan is."""
    return Recorded.of(at.record(decisions.report_progress, code, sent, plan=plan, **sent.said()))


@routes.write("/{plan}/closings", Right.RECORD_FACTS, guarded=True)
def close_plan(code: Code, plan: Plan, sent: Posted[PlanClosingSent], at: Guarded) -> Recorded:
    """Record that a plan ended: carried out, overtaken by another, or no longer needed."""
    return Recorded.of(at.record(decisions.close_plan, code, sent, plan=plan, **sent.said()))
