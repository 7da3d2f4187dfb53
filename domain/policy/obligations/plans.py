"""The improvement plan from rung 3: the province asks for it, the municipality submits it and adopts it.

Each unbroken stay on rung 3 or higher asks for one anew, unless there is a plan that was not closed by then.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.events.base import Entry
from domain.events.contact import Side
from domain.events.plan import (
    Horizon,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanContent,
    PlanEvent,
    PlanRejected,
    PlanRequested,
    PlanRevised,
    PlanSubmitted,
)
from domain.municipality.ladder import Way
from domain.policy.days_off import dutch_day
from domain.policy.framework import Framework
from domain.policy.obligations.asked import Asked, cited
from domain.policy.obligations.due import named_day
from domain.policy.obligations.obligation import Obligation, ObligationKind
from domain.policy.terms import DueDay
from domain.values import PlanId, Rung

PLAN = "plan"
LOWERED = "afgeschaald tot onder trede 3"
REACHED, BEGAN = "het ingaan van trede 3 of hoger", "het begin van het toezicht"

Told = Sequence[tuple[Entry, PlanEvent]]
"""Facts about plans with their entries, in the order of recording."""


@dataclass(frozen=True, slots=True)
class Stay:
    """An unbroken stay on rung 3 or higher, as far as it fell under supervision; ``event`` is what began it (Dutch)."""

    begin: date
    ended_on: date | None
    event: str


def plans(asked: Asked) -> Iterator[Obligation]:
    """A plan requested, submitted and adopted for each stay on rung 3 or higher."""
    for stay in _stays(asked):
        framework = asked.in_force(stay.begin)
        if framework is not None and "plan_requested" in framework.terms:
            yield from _of_stay(asked, stay, framework)


def is_complete(content: PlanContent) -> bool:
    """Whether a plan has measures for the short term, for the medium term, and to prevent recurrence.

    The day on which the backlog will be gone is asked for in practice, not by the policy.
    """
    return {measure.horizon for measure in content.measures} == set(Horizon)


def _stays(asked: Asked) -> list[Stay]:
    found: list[Stay] = []
    began: tuple[date, str] | None = None
    for step in asked.steps:
        if step.rung >= Rung.AGREEMENTS and began is None:
            known = step.effective_on >= asked.begins and step.way is not Way.OPENED
            began = (max(step.effective_on, asked.begins), REACHED if known else BEGAN)
        elif step.rung < Rung.AGREEMENTS and began is not None:
            found.append(Stay(began[0], step.effective_on, began[1]))
            began = None
    return [*found, Stay(began[0], None, began[1])] if began else found


def _of_stay(asked: Asked, stay: Stay, framework: Framework) -> Iterator[Obligation]:
    told = _told_in(asked, stay)
    asking, contents = _entries(told, PlanRequested, PlanSubmitted, PlanRevised), _entries(told, PlanContent)
    owed = (
        (ObligationKind.PLAN_REQUESTED, "plan_requested", Side.PROVINCE, next(iter(asking), None)),
        (ObligationKind.PLAN_SUBMITTED, "plan_submitted", Side.MUNICIPALITY, next(iter(contents), None)),
        (ObligationKind.PLAN_ADOPTED, "plan_adopted", Side.MUNICIPALITY, _adopted(told)),
    )
    for kind, term, owed_by, entry in owed:
        due = asked.term(framework, term, event=stay.event, after=stay.begin)
        yield asked.owed(
            kind,
            _subject(told, entry),
            owed_by=owed_by,
            arises_on=stay.begin,
            due=(_requested_day(asked, stay, told) or due) if kind is ObligationKind.PLAN_SUBMITTED else due,
            source=cited(framework, PLAN),
            fulfilled=asked.by(entry),
            lapsed=LOWERED if stay.ended_on else None,
        )


def _told_in(asked: Asked, stay: Stay) -> Told:
    """What is told, before the stay ended, of the plans that were not closed when it began."""
    kinds = (PlanRequested, PlanSubmitted, PlanRevised, PlanAssessed, PlanRejected, PlanAdopted)
    closed = {fact.plan for entry, fact in asked.told(PlanClosed) if asked.day_of(entry) < stay.begin}
    return [
        (entry, fact)
        for entry, fact in asked.told(*kinds)
        if fact.plan not in closed and (stay.ended_on is None or asked.day_of(entry) < stay.ended_on)
    ]


def _entries(told: Told, *kinds: type[PlanEvent]) -> list[Entry]:
    return [entry for entry, fact in told if isinstance(fact, kinds)]


def _requested_day(asked: Asked, stay: Stay, told: Told) -> DueDay | None:
    """The day for submission in the last request that names one, if that was not over when the stay began."""
    named = [
        (entry, fact.due)
        for entry, fact in told
        if isinstance(fact, PlanRequested) and fact.due and fact.due >= stay.begin and _goes_on(asked, fact.plan)
    ]
    if not named:
        return None
    entry, due = named[-1]
    return named_day(due, f"het verzoek om een verbeterplan van {dutch_day(asked.day_of(entry))}")


def _goes_on(asked: Asked, plan: PlanId) -> bool:
    known = asked.municipality.plans.get(plan)
    return known is not None and not known.closed


def _adopted(told: Told) -> Entry | None:
    """The first adoption of a version that is complete, and that the province did not find wanting."""
    contents = {(fact.plan, fact.plan_version): fact for _, fact in told if isinstance(fact, PlanContent)}
    verdicts = {
        (fact.plan, fact.plan_version): isinstance(fact, PlanAssessed) and fact.sufficient
        for _, fact in told
        if isinstance(fact, PlanAssessed | PlanRejected)
    }
    for entry, fact in told:
        if isinstance(fact, PlanAdopted):
            content = contents.get((fact.plan, fact.plan_version))
            if content and is_complete(content) and verdicts.get((fact.plan, fact.plan_version), True):
                return entry
    return None


def _subject(told: Told, fulfilling: Entry | None) -> str:
    """The plan that fulfils it; else the last one; nothing when there is none."""
    plan = next((fact.plan for entry, fact in told if entry is fulfilling), None) or _last(fact for _, fact in told)
    return plan or ""


def _last(facts: Iterable[PlanEvent]) -> PlanId | None:
    *_, last = [None, *(fact.plan for fact in facts)]
    return last
