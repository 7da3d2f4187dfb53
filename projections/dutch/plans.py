"""Improvement plans in Dutch: what was asked, submitted, judged, adopted and done."""

from domain.events.plan import (
    MeasureProgressReported,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanContent,
    PlanEvent,
    PlanRejected,
    PlanRequested,
    PlanSubmitted,
)
from projections.dutch.telling import Telling, counted, ended
from projections.dutch.words import day, listed, persons, word


def plan(fact: PlanEvent, telling: Telling) -> str:  # noqa: PLR0911 - one line per fact
    """A fact about a plan as a sentence."""
    match fact:
        case PlanRequested():
            due = f", uiterlijk {day(fact.due)}" if fact.due else ""
            return f"Verbeterplan gevraagd{due}."
        case PlanContent():
            return _content(fact)
        case PlanAssessed():
            return _assessed(fact, telling)
        case PlanRejected():
            return ended(f"Verbeterplan, versie {fact.plan_version}, afgewezen{telling.said(fact.grounds)}")
        case PlanAdopted():
            return f"Verbeterplan, versie {fact.plan_version}, vastgesteld door {word(fact.by)}."
        case MeasureProgressReported():
            count = f", {persons(fact.persons)} gehuisvest" if fact.persons is not None else ""
            told = f"Maatregel{telling.about(fact.measure) or f' {fact.measure}'}: {word(fact.progress)}{count}"
            return ended(f"{told}{telling.said(fact.note, '. ')}")
        case PlanClosed():
            how = "uitgevoerd" if fact.carried_out else "beëindigd zonder uitvoering"
            return ended(f"Verbeterplan {how}{telling.said(fact.note)}")
        case _:
            raise LookupError(fact.TOPIC)


def _content(fact: PlanContent) -> str:
    what = "ingediend" if isinstance(fact, PlanSubmitted) else "herzien"
    measures = counted(len(fact.measures), "maatregel", "maatregelen")
    milestones = counted(len(fact.milestones), "mijlpaal", "mijlpalen")
    told = f"Verbeterplan {what}, versie {fact.plan_version}: {measures} en {milestones}."
    cleared = fact.backlog_cleared_by
    return f"{told} Volgens het plan is de achterstand weg op {day(cleared)}." if cleared else told


def _assessed(fact: PlanAssessed, telling: Telling) -> str:
    asked = {
        "het plan is niet uitvoerbaar": fact.executable,
        "maatregelen voor de korte termijn ontbreken": fact.short_term,
        "maatregelen voor de middellange termijn ontbreken": fact.medium_term,
        "maatregelen om herhaling te voorkomen ontbreken": fact.prevention,
    }
    lacks = [what for what, there in asked.items() if not there]
    verdict = "voldoende" if fact.sufficient else "onvoldoende"
    because = f" ({listed(lacks)})" if lacks else ""
    told = f"Verbeterplan, versie {fact.plan_version}, beoordeeld als {verdict}{because}"
    return ended(f"{told}{telling.said(fact.findings)}")
