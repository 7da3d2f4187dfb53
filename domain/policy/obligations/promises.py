"""What a municipality promised, or the province: measures and milestones of a plan, and agreements.

A promise to house so many persons is judged by the official figures. A milestone that nobody can tell of is held to its
day all the same: it is for the municipality to show.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from domain.events.base import Entry
from domain.events.contact import AgreementKept, Side
from domain.events.plan import (
    Measure,
    MeasureProgressReported,
    Milestone,
    PlanContent,
    PlanRevised,
    PlanSubmitted,
    Progress,
)
from domain.municipality import Municipality, standing
from domain.municipality.contact import Agreement, Outcome
from domain.municipality.plans import Plan
from domain.policy.days_off import dutch_day
from domain.policy.obligations.asked import Asked, Fulfilment
from domain.policy.obligations.due import named_day
from domain.policy.obligations.obligation import Obligation, ObligationKind
from domain.policy.promises import judged
from domain.policy.statements import effective_day
from domain.values import AgreementId, MeasureId, Period, PlanId
from domain.values.days import FIRST_YEAR, LAST_YEAR

DROPPED = "de gemeente laat de maatregel vallen"
NO_LONGER = "staat niet meer in de laatste versie van het plan"
PLAN_CLOSED = "het plan is afgesloten"
NOT_KEPT = "niet nagekomen"


Contents = Sequence[tuple[Entry, PlanContent]]
"""The versions of a plan with their entries, in the order of recording."""


def promises(asked: Asked) -> Iterator[Obligation]:
    """Every measure and milestone of a plan, and every agreement that one of both sides owes."""
    for identity, plan in asked.municipality.plans.items():
        contents = [(entry, fact) for entry, fact in asked.told(PlanSubmitted, PlanRevised) if fact.plan == identity]
        yield from _measures(asked, identity, plan, contents)
        yield from _milestones(asked, identity, plan, contents)
    for agreement, stands in asked.municipality.contact.agreements.items():
        if stands.owed_by is not Side.OTHER:
            yield _agreement(asked, agreement, stands)


def counted(municipality: Municipality, day: date) -> frozenset[tuple[Period, date]]:
    """The days by which, and from which on, figures have to tell who was housed, for promises up to a day to be judged.

    Each with its half year: of the official statements that are known to the day the last until that day and the first
    since then are all that is looked at.
    """
    found: set[tuple[Period, date]] = set()
    for entry in standing(municipality.entries, PlanContent):
        if isinstance(entry.fact, PlanContent):
            days = (milestone.day for milestone in entry.fact.milestones if _has_figures(milestone.day))
            found |= {(Period.half_year(each), each) for each in days}
    for agreement in municipality.contact.agreements.values():
        since = agreement.made_on
        if _is_counted(agreement) and since is not None:
            found |= {(Period.half_year(each), each) for each in (since, agreement.due)}
            found |= {(period, period.last_day) for period in _between(since, min(agreement.due, day))}
    return frozenset(found)


def _between(first: date, last: date) -> Iterator[Period]:
    """The half years from that of one day until that of another, which is not among them."""
    period = Period.half_year(first)
    while period.last_day < last:
        yield period
        period = period.next


def _is_counted(agreement: Agreement) -> bool:
    """Whether the figures tell of it: of what the municipality promised with a number, and nobody has settled."""
    counts = agreement.persons is not None and agreement.owed_by is Side.MUNICIPALITY
    days = agreement.due, agreement.made_on or agreement.due
    return counts and agreement.outcome is Outcome.OPEN and all(map(_has_figures, days))


def _has_figures(day: date) -> bool:
    """Whether there are periods then."""
    return FIRST_YEAR <= day.year < LAST_YEAR


def _measures(asked: Asked, plan: PlanId, stands: Plan, contents: Contents) -> Iterator[Obligation]:
    """Each measure as the last version with it has it."""
    first: dict[MeasureId, Entry] = {}
    latest: dict[MeasureId, tuple[PlanContent, Measure]] = {}
    for entry, content in contents:
        for measure in content.measures:
            first.setdefault(measure.measure, entry)
            latest[measure.measure] = content, measure
    for identity, (content, measure) in latest.items():
        progress = stands.progress.get(identity)
        lapsed = DROPPED if progress is Progress.DROPPED else _left_out(stands, content)
        source = f"versie {content.plan_version} van het verbeterplan"
        yield asked.owed(
            ObligationKind.MEASURE,
            identity,
            owed_by=Side.MUNICIPALITY,
            arises_on=asked.day_of(first[identity]),
            due=named_day(measure.due, source) if measure.due else None,
            source=source,
            fulfilled=asked.by(_done(asked, plan, identity)) if progress is Progress.DONE else None,
            lapsed=lapsed,
        )


def _left_out(stands: Plan, content: PlanContent) -> str | None:
    """Why something in a version of a plan is not owed any more."""
    if stands.closed:
        return PLAN_CLOSED
    return NO_LONGER if content.plan_version < stands.plan_version else None


def _done(asked: Asked, plan: PlanId, measure: MeasureId) -> Entry | None:
    """The last report about a measure, which says that it is done."""
    reports = [
        entry for entry, fact in asked.told(MeasureProgressReported) if (fact.plan, fact.measure) == (plan, measure)
    ]
    return reports[-1] if reports else None


def _milestones(asked: Asked, plan: PlanId, stands: Plan, contents: Contents) -> Iterator[Obligation]:
    """Each milestone of any version: judged by the figures, whoever thinks what of it."""
    first: dict[Milestone, Entry] = {}
    latest: dict[Milestone, PlanContent] = {}
    for entry, content in contents:
        for milestone in content.milestones:
            first.setdefault(milestone, entry)
            latest[milestone] = content
    for milestone, content in latest.items():
        source = f"versie {content.plan_version} van het verbeterplan"
        yield asked.owed(
            ObligationKind.MILESTONE,
            plan,
            owed_by=Side.MUNICIPALITY,
            arises_on=asked.day_of(first[milestone]),
            due=named_day(milestone.day, source),
            source=source,
            fulfilled=_housed(asked, milestone.persons, milestone.day, None),
            lapsed=_left_out(stands, content),
        )


def _agreement(asked: Asked, identity: AgreementId, agreement: Agreement) -> Obligation:
    made_on = agreement.made_on or asked.begins
    source = f"de afspraak van {dutch_day(made_on)}"
    fulfilled = None
    if agreement.outcome is Outcome.KEPT:
        kept = [entry for entry, fact in asked.told(AgreementKept) if fact.agreement == identity]
        fulfilled = asked.by(kept[-1] if kept else None)
    elif _is_counted(agreement) and agreement.made_on:
        fulfilled = _housed(asked, agreement.persons or 0, agreement.due, agreement.made_on)
    return asked.owed(
        ObligationKind.AGREEMENT,
        identity,
        owed_by=agreement.owed_by,
        arises_on=made_on,
        due=named_day(agreement.due, source),
        source=source,
        fulfilled=fulfilled,
        lapsed=NOT_KEPT if agreement.outcome is Outcome.NOT_KEPT else None,
    )


def _housed(asked: Asked, persons: int, due: date, since: date | None) -> Fulfilment | None:
    """The statement by which so many were housed in time; None as long as official figures do not tell so."""
    if not _has_figures(due):
        return None
    figures = asked.municipality.figures
    found = judged(figures, promised=persons, due=due, officials=asked.officials, since=since)
    if found is None or not found.kept:
        return None
    statement = figures.find(Period.half_year(due), found.statement)
    return Fulfilment(effective_day(statement).first_day if statement else None, found.statement)
