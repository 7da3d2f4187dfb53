"""Improvement plans: what was asked and submitted, judged and adopted, and how its measures come along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from domain.events.plan import (
    Adopter,
    Measure,
    MeasureProgressReported,
    Milestone,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanContent,
    PlanEvent,
    PlanRejected,
    PlanRequested,
    Progress,
)
from domain.municipality import Municipality
from domain.municipality.plans import Plan
from domain.values import PartialDate
from projections.engine.known import Knowing
from projections.engine.schema import Row, Table
from projections.engine.told import Told
from projections.paging import Cursor, Order, Page
from projections.reading import Opened, Reader
from projections.standing import SPAN, Span, Things, each_of, last_of, page_told, remembered

IMPROVING = Table(
    "plans",
    columns=(
        ("plan", "text"),
        *SPAN,
        ("entry", "int"),  # that asked for it, else that submitted it
        ("day", "date"),  # of that entry: the first day it can be, 0001-01-01 when nobody knows
        ("due", "date"),  # to be submitted by
        ("plan_version", "int"),  # the latest that was submitted; 0 when none was
        ("sufficient", "boolean"),  # the verdict on that version
        ("rejected", "boolean"),  # that version
        ("adopted", "int"),  # the version that was adopted
        ("cleared_by", "date"),  # on which the backlog is gone, by the latest version
        ("closed", "boolean"),
    ),
    key=("plan", "valid_from"),
    indexes=("(day, municipality, plan)",),
)
ORDER = Order((("day", date), ("municipality", str), ("plan", str)), descending=True)


class Plans(Things):
    """A row for each span in the life of each plan."""

    name, version, tables, handles = "plans", 1, (IMPROVING,), frozenset({PlanEvent})

    def about(self, fact: PlanEvent) -> tuple[str]:
        """The plan that a fact is about."""
        return (fact.plan,)

    def row(self, span: Span) -> Row | None:
        """The row of a span."""
        plan = _standing(span.told)
        if plan is None:
            return None
        return IMPROVING.row(
            plan=span.subject,
            **span.columns,
            entry=plan.version,
            day=next(each.day for each in span.told if each.entry.version == plan.version),
            due=plan.due,
            plan_version=plan.plan_version,
            sufficient=plan.sufficient,
            rejected=plan.rejected,
            adopted=plan.adopted,
            cleared_by=plan.content.backlog_cleared_by if plan.content else None,
            closed=plan.closed,
        )


PLANS = Plans()


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure of a version of a plan, with how far it is as last reported; None when nothing was reported."""

    measure: Measure
    what: str
    progress: Progress | None
    reported_on: PartialDate | None
    persons: int | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PlanAssessment:
    """What the province found of a version of a plan."""

    entry: int
    on: PartialDate
    assessed: PlanAssessed
    findings: str


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of a plan as it was submitted, and what was decided about it; None for what was not."""

    number: int
    entry: int
    submitted_on: PartialDate
    measures: tuple[MeasureLine, ...]
    milestones: tuple[Milestone, ...]
    backlog_cleared_by: date | None
    document: str | None
    assessment: PlanAssessment | None
    rejected_on: PartialDate | None
    rejected_because: str | None
    adopted_on: PartialDate | None
    adopted_by: Adopter | None
    adoption: str | None


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as it stands on a day, with every version of it, the latest last.

    ``sufficient`` is the verdict on the latest version, None as long as there is none, and ``rejected`` is about that
    version too; ``adopted`` is the number of the version that was. ``overdue`` says that nothing was submitted although
    the day it was due has passed. ``carried_out`` is None until the plan is closed.
    """

    code: str
    plan: str
    entry: int
    requested_on: PartialDate | None
    due: date | None
    overdue: bool
    versions: tuple[PlanVersion, ...]
    sufficient: bool | None
    rejected: bool
    adopted: int | None
    closed_on: PartialDate | None
    carried_out: bool | None
    note: str | None

    @property
    def latest(self) -> PlanVersion | None:
        """The version that was submitted last."""
        return self.versions[-1] if self.versions else None

    @property
    def plan_version(self) -> int:
        """The number of the version that was submitted last; 0 when there is none yet."""
        return self.latest.number if self.latest else 0

    @property
    def closed(self) -> bool:
        """Whether the plan ended."""
        return self.carried_out is not None


def plans(
    reader: Reader,
    knowing: Knowing,
    *,
    code: str | None = None,
    plan: str | None = None,
    closed: bool | None = None,
    sufficient: bool | None = None,
    adopted: bool | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[PlanLine]:
    """Improvement plans as they stand on the day, the latest first; last those of which nobody knows when.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: of this municipality; of all when None.
        plan: this one.
        closed: whether it ended.
        sufficient: by the verdict on its latest version.
        adopted: whether its latest version was adopted.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "plan = %(plan)s": plan,
        "closed = %(closed)s": closed,
        "sufficient = %(sufficient)s": sufficient,
        "(adopted IS NOT DISTINCT FROM plan_version) = %(adopted)s": adopted,
    }

    def line(code: str, plan: str, told: Sequence[Told], texts: Opened) -> PlanLine:
        return plan_line(code, plan, told, texts, day=knowing.day)

    return page_told(reader, PLANS, knowing, asked, line, order=ORDER, after=after, limit=limit)


def plans_of(municipality: Municipality, texts: Opened, *, day: date) -> tuple[PlanLine, ...]:
    """The plans that a municipality remembers as at a day, in the order in which they were recorded."""
    found = (
        plan_line(municipality.code, span.subject, span.told, texts, day=day) for span in PLANS.as_at(municipality, day)
    )
    return tuple(sorted(found, key=lambda line: line.entry))


def plan_line(code: str, plan: str, told: Sequence[Told], texts: Opened, *, day: date) -> PlanLine:
    """What a reader sees of one plan, by the facts about it that happened by a day."""
    stands = _standing(told)
    if stands is None:
        raise LookupError(f"{code}: plan {plan} was neither asked for nor submitted")
    since = [each for each in told if each.entry.version >= stands.version]
    requested, closed = last_of(since, PlanRequested), last_of(since, PlanClosed)
    return PlanLine(
        code=code,
        plan=plan,
        entry=stands.version,
        requested_on=requested[0].on if requested else None,
        due=stands.due,
        overdue=stands.content is None and not stands.closed and stands.due is not None and stands.due < day,
        versions=tuple(_version(each, fact, since, texts) for each, fact in each_of(since, PlanContent)),
        sufficient=stands.sufficient,
        rejected=stands.rejected,
        adopted=stands.adopted,
        closed_on=closed[0].on if closed else None,
        carried_out=closed[1].carried_out if closed else None,
        note=texts.said(closed[1].note) if closed else None,
    )


def _standing(told: Sequence[Told]) -> Plan | None:
    """The plan as a municipality remembers it; nothing when nobody asked for it or submitted it."""
    return next(iter(remembered(told).plans.values()), None)


def _version(submitted: Told, content: PlanContent, told: Sequence[Told], texts: Opened) -> PlanVersion:
    later = [each for each in told if each.entry.version > submitted.entry.version]
    about_it = [each for each in later if getattr(each.fact, "plan_version", None) == content.plan_version]
    assessed, rejected = last_of(about_it, PlanAssessed), last_of(about_it, PlanRejected)
    adopted = last_of(about_it, PlanAdopted)
    return PlanVersion(
        number=content.plan_version,
        entry=submitted.entry.version,
        submitted_on=submitted.on,
        measures=tuple(_measure(each, told, texts) for each in content.measures),
        milestones=content.milestones,
        backlog_cleared_by=content.backlog_cleared_by,
        document=content.document,
        assessment=_assessment(*assessed, texts) if assessed else None,
        rejected_on=rejected[0].on if rejected else None,
        rejected_because=texts.text(rejected[1].grounds) if rejected else None,
        adopted_on=adopted[0].on if adopted else None,
        adopted_by=adopted[1].by if adopted else None,
        adoption=adopted[1].document if adopted else None,
    )


def _assessment(told: Told, assessed: PlanAssessed, texts: Opened) -> PlanAssessment:
    return PlanAssessment(told.entry.version, told.on, assessed, texts.text(assessed.findings))


def _measure(measure: Measure, told: Sequence[Told], texts: Opened) -> MeasureLine:
    reported = [each for each in each_of(told, MeasureProgressReported) if each[1].measure == measure.measure]
    last = reported[-1] if reported else None
    return MeasureLine(
        measure=measure,
        what=texts.text(measure.what),
        progress=last[1].progress if last else None,
        reported_on=last[0].on if last else None,
        persons=last[1].persons if last else None,
        note=texts.said(last[1].note) if last else None,
    )
