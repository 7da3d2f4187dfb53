"""What is told of improvement plans: their versions, what was found of them, and how their measures come along."""

from datetime import date
from typing import Self

from pydantic import Field

from api.judging.promises import ByFigures
from api.rest.figures_schemas import JudgedTold
from api.rest.schemas import PartialDay, Told
from domain.events.plan import Adopter, Horizon, Progress
from projections.plans import MeasureLine, PlanAssessment, PlanLine, PlanVersion


class MeasureTold(Told):
    """A measure, with how far it is as last reported; null when nothing was reported."""

    measure: str
    horizon: Horizon
    what: str
    owner: str | None
    due: date | None = Field(description="by this day, that day included")
    expected_persons: int | None = Field(description="how many persons it should house")
    progress: Progress | None
    reported_on: PartialDay | None
    persons: int | None = Field(description="housed through it so far")
    note: str | None

    @classmethod
    def of(cls, line: MeasureLine) -> Self:
        """The measure."""
        measure = line.measure
        return cls(
            measure=measure.measure,
            horizon=measure.horizon,
            what=line.what,
            owner=measure.owner,
            due=measure.due,
            expected_persons=measure.expected_persons,
            progress=line.progress,
            reported_on=line.reported_on,
            persons=line.persons,
            note=line.note,
        )


class AssessmentTold(Told):
    """What the province found of a version of a plan."""

    entry: int
    on: PartialDay | None
    sufficient: bool
    executable: bool
    short_term: bool = Field(description="whether it has measures for the short term")
    medium_term: bool = Field(description="whether it has measures for the medium term")
    prevention: bool = Field(description="whether it has measures that prevent recurrence")
    findings: str

    @classmethod
    def of(cls, found: PlanAssessment) -> Self:
        """The assessment."""
        fact = found.assessed
        return cls(
            entry=found.entry,
            on=found.on,
            sufficient=fact.sufficient,
            executable=fact.executable,
            short_term=fact.short_term,
            medium_term=fact.medium_term,
            prevention=fact.prevention,
            findings=found.findings,
        )


class MilestoneTold(Told):
    """A number of persons housed by a day, that day included."""

    day: date
    persons: int
    by_figures: JudgedTold | None = Field(
        description="whether the official figures met it; null where they do not tell"
    )


class VersionTold(Told):
    """A version of a plan as it was submitted, and what was decided about it; null for what was not."""

    number: int
    entry: int
    submitted_on: PartialDay | None
    measures: tuple[MeasureTold, ...]
    milestones: tuple[MilestoneTold, ...]
    backlog_cleared_by: date | None
    document: str | None
    assessment: AssessmentTold | None
    rejected_on: PartialDay | None
    rejected_because: str | None = Field(description="null when it was not rejected")
    adopted_on: PartialDay | None
    adopted_by: Adopter | None = Field(description="the body of the municipality; null when it was not adopted")
    adoption: str | None = Field(description="the document by which it was adopted")

    @classmethod
    def of(cls, version: PlanVersion, judge: ByFigures) -> Self:
        """The version, with what the figures say of its milestones."""
        return cls(
            number=version.number,
            entry=version.entry,
            submitted_on=version.submitted_on,
            measures=tuple(map(MeasureTold.of, version.measures)),
            milestones=tuple(
                MilestoneTold(
                    day=each.day,
                    persons=each.persons,
                    by_figures=JudgedTold.of(judge.milestone(each.persons, each.day)),
                )
                for each in version.milestones
            ),
            backlog_cleared_by=version.backlog_cleared_by,
            document=version.document,
            assessment=AssessmentTold.of(version.assessment) if version.assessment else None,
            rejected_on=version.rejected_on,
            rejected_because=version.rejected_because,
            adopted_on=version.adopted_on,
            adopted_by=version.adopted_by,
            adoption=version.adoption,
        )


class PlanTold(Told):
    """A plan as it stands on the day, with every version of it, the latest last."""

    plan: str
    entry: int = Field(description="the entry that asked for it, else that submitted it")
    requested_on: PartialDay | None
    due: date | None = Field(description="to be submitted by this day, that day included")
    overdue: bool = Field(description="whether nothing was submitted although that day has passed")
    versions: tuple[VersionTold, ...]
    sufficient: bool | None = Field(description="the verdict on the latest version; null as long as there is none")
    rejected: bool = Field(description="whether the latest version was rejected")
    adopted: int | None = Field(description="the number of the version that was adopted")
    closed: bool
    closed_on: PartialDay | None
    carried_out: bool | None = Field(description="null until the plan is closed")
    note: str | None = Field(description="about how it ended")

    @classmethod
    def of(cls, line: PlanLine, judge: ByFigures) -> Self:
        """The plan, with what the figures say of its milestones."""
        return cls(
            plan=line.plan,
            entry=line.entry,
            requested_on=line.requested_on,
            due=line.due,
            overdue=line.overdue,
            versions=tuple(VersionTold.of(each, judge) for each in line.versions),
            sufficient=line.sufficient,
            rejected=line.rejected,
            adopted=line.adopted,
            closed=line.closed,
            closed_on=line.closed_on,
            carried_out=line.carried_out,
            note=line.note,
        )
