"""The improvement plan that a municipality draws up and adopts from rung 3, and how its measures come along."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.events.base import MunicipalityEvent
from domain.values import DocumentId, Label, LetterId, MeasureId, Persons, PlanId, Sealed, Value

PlanVersion = Annotated[int, Field(ge=1)]


class PlanEvent(MunicipalityEvent):
    """A fact about an improvement plan."""

    plan: PlanId


class Horizon(StrEnum):
    """What a measure is for."""

    SHORT_TERM = "short-term"
    MEDIUM_TERM = "medium-term"
    PREVENTION = "prevention"


class Measure(Value):
    """Something the municipality will do; ``expected_persons`` is how many persons it should house."""

    measure: MeasureId
    horizon: Horizon
    what: Sealed
    owner: Label | None = None
    due: date | None = None
    expected_persons: Persons | None = None


class Milestone(Value):
    """A number of persons housed by a day, that day included."""

    day: date
    persons: Persons


class PlanContent(PlanEvent):
    """What a version of a plan says."""

    plan_version: PlanVersion
    measures: tuple[Measure, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    backlog_cleared_by: date | None = None
    document: DocumentId | None = None


class PlanRequested(PlanEvent):
    """The province asked for an improvement plan, to be submitted by ``due``, that day included."""

    TOPIC = "municipality.plan-requested.v1"
    due: date | None = None
    letter: LetterId | None = None


class PlanSubmitted(PlanContent):
    """The municipality submitted the first version of a plan."""

    TOPIC = "municipality.plan-submitted.v1"


class PlanRevised(PlanContent):
    """The municipality submitted a next version of a plan."""

    TOPIC = "municipality.plan-revised.v1"


class PlanAssessed(PlanEvent):
    """The province assessed a version of a plan on what the policy asks of it."""

    TOPIC = "municipality.plan-assessed.v1"
    plan_version: PlanVersion
    sufficient: bool
    executable: bool
    short_term: bool
    medium_term: bool
    prevention: bool
    findings: Sealed


class PlanRejected(PlanEvent):
    """The province rejected a version of a plan, with grounds."""

    TOPIC = "municipality.plan-rejected.v1"
    plan_version: PlanVersion
    grounds: Sealed


class Adopter(StrEnum):
    """The body of the municipality that adopts a plan."""

    COLLEGE = "college"
    COUNCIL = "council"


class PlanAdopted(PlanEvent):
    """The municipality adopted a version of its plan on ``happened_on``."""

    TOPIC = "municipality.plan-adopted.v1"
    plan_version: PlanVersion
    by: Adopter
    document: DocumentId | None = None


class Progress(StrEnum):
    """How far a measure is."""

    NOT_STARTED = "not-started"
    UNDER_WAY = "under-way"
    DONE = "done"
    DROPPED = "dropped"


class MeasureProgressReported(PlanEvent):
    """The municipality reported how far a measure is; ``persons`` housed through it so far."""

    TOPIC = "municipality.measure-progress-reported.v1"
    measure: MeasureId
    progress: Progress
    persons: Persons | None = None
    note: Sealed | None = None


class PlanClosed(PlanEvent):
    """A plan ended: carried out, overtaken by another, or no longer needed."""

    TOPIC = "municipality.plan-closed.v1"
    carried_out: bool
    note: Sealed | None = None
