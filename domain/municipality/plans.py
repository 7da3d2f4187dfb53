"""What is remembered of improvement plans."""

from dataclasses import dataclass, replace
from datetime import date

from immutables import Map

from domain.events.base import Entry
from domain.events.plan import (
    MeasureProgressReported,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanContent,
    PlanEvent,
    PlanRejected,
    PlanRequested,
    Progress,
)
from domain.values import MeasureId, PlanId


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it now stands; ``content`` is its latest version, ``sufficient`` the verdict on that version."""

    version: int
    due: date | None = None
    content: PlanContent | None = None
    sufficient: bool | None = None
    rejected: bool = False
    adopted: int | None = None
    progress: Map[MeasureId, Progress] = Map()
    closed: bool = False

    @property
    def plan_version(self) -> int:
        """The number of the latest version submitted; 0 when there is none yet."""
        return self.content.plan_version if self.content else 0


Plans = Map[PlanId, Plan]


def remember_plan(plans: Plans, fact: PlanEvent, entry: Entry) -> Plans:
    """The plans after this fact; a follow-up to a plan that no longer stands changes nothing."""
    known = plans.get(fact.plan)
    match fact:
        case PlanRequested():
            return plans.set(fact.plan, Plan(entry.version, due=fact.due))
        case PlanContent():
            plan = known or Plan(entry.version)
            return plans.set(fact.plan, replace(plan, content=fact, sufficient=None, rejected=False))
        case _ if known is None:
            return plans
        case _:
            return plans.set(fact.plan, _follow_up(known, fact))


def _follow_up(plan: Plan, fact: PlanEvent) -> Plan:
    match fact:
        case PlanAssessed() if fact.plan_version == plan.plan_version:
            return replace(plan, sufficient=fact.sufficient)
        case PlanRejected() if fact.plan_version == plan.plan_version:
            return replace(plan, rejected=True)
        case PlanAdopted() if fact.plan_version == plan.plan_version:
            return replace(plan, adopted=fact.plan_version)
        case MeasureProgressReported():
            return replace(plan, progress=plan.progress.set(fact.measure, fact.progress))
        case PlanClosed():
            return replace(plan, closed=True)
        case _:
            return plan
