"""An improvement plan in words: how far it is on its road, what it lacks, and the answer in one sentence."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.web.milestones import Milestones
from domain.events.plan import Horizon, Progress
from domain.values import PartialDate, Precision, Rung
from projections.dutch.telling import capital
from projections.dutch.words import day, partial, word
from projections.municipalities import MunicipalityNow
from projections.plans import MeasureLine, PlanLine, PlanVersion

ENDED = {Progress.DONE, Progress.DROPPED}
"""A measure of which nothing more is expected."""
ASKED = {
    "executable": "uitvoerbare maatregelen",
    "short_term": "maatregelen voor de korte termijn",
    "medium_term": "maatregelen voor de middellange termijn",
    "prevention": "maatregelen om herhaling te voorkomen",
}
"""What the policy asks of a plan, by the field of an assessment that says whether it is there."""
BY_HORIZON = {Horizon.SHORT_TERM: "short_term", Horizon.MEDIUM_TERM: "medium_term", Horizon.PREVENTION: "prevention"}


class State(StrEnum):
    """How it stands with a step of the road; the value is part of its class, ``word`` what is read aloud."""

    DONE = "done"
    NOW = "now"
    WRONG = "wrong"
    LATER = "later"

    @property
    def word(self) -> str:
        """The word for it."""
        return {"done": "gedaan", "now": "nu aan de beurt", "wrong": "niet in orde", "later": "komt daarna"}[self.value]


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the road of a plan, with what happened; ``checks`` are what was found there of what is asked."""

    name: str
    state: State
    said: str
    checks: tuple[tuple[str, bool], ...] = ()
    words: str | None = None
    document: str | None = None


def road(plan: PlanLine) -> tuple[Step, ...]:
    """The steps of a plan: asked for, submitted, assessed, adopted."""
    steps = [_requested(plan), _submitted(plan), _assessed(plan), _adopted(plan)]
    first = next((place for place, step in enumerate(steps) if step.state is not State.DONE), None)
    ended = plan.closed
    return tuple(
        step if step.state in {State.DONE, State.WRONG} or (place == first and not ended) else _later(step)
        for place, step in enumerate(steps)
    )


def missing(plan: PlanLine) -> tuple[str, ...]:
    """What has to happen before the plan is the one that the municipality must have: complete, good, and adopted."""
    latest = plan.latest
    if latest is None:
        return ("de gemeente dient het plan in",)
    told, nth = list[str](), f"versie {latest.number}"
    if plan.rejected:
        told.append(f"de gemeente dient een nieuwe versie in, want {nth} is afgewezen")
    elif plan.sufficient is False:
        told.append(f"de gemeente dient een nieuwe versie in, want {nth} is onvoldoende")
    told += [f"in het plan komen {what}" for what in _absent(latest)]
    if plan.adopted != latest.number or plan.rejected or plan.sufficient is False:
        version = "die versie" if told else nth
        told.append(f"het college of de gemeenteraad stelt {version} vast")
    return tuple(told)


def answer(plan: PlanLine, found: Milestones | None, today: date) -> str:
    """How it stands with a plan on a day, in a sentence."""
    latest = plan.latest
    if plan.closed_on is not None and plan.closed:
        return f"Het verbeterplan is {_on(plan.closed_on)} afgesloten: {_how(plan)}."
    if latest is None:
        return _awaited(plan)
    told = [f"{_stands(plan, latest)}"]
    if latest.measures and plan.adopted:
        told.append(_done(latest.measures, today))
    if found and found.last:
        told.append(found.last.said)
    return f"{'; '.join(told)}."


def none_yet(now: MunicipalityNow) -> str:
    """What is said of a municipality without a plan."""
    stands = now.stands
    if stands is None:
        return f"{now.name} heeft geen verbeterplan."
    if stands.rung < Rung.AGREEMENTS:
        return f"{now.name} heeft geen verbeterplan. Op trede {int(stands.rung)} hoeft dat ook niet."
    return f"{now.name} heeft nog geen verbeterplan, en moet er op trede {int(stands.rung)} een hebben."


def by_horizon(version: PlanVersion) -> Mapping[Horizon, list[MeasureLine]]:
    """The measures of a version by what they are for, in the order of the policy."""
    found = defaultdict[Horizon, list[MeasureLine]](list)
    for each in version.measures:
        found[each.measure.horizon].append(each)
    return {horizon: found[horizon] for horizon in Horizon}


def is_late(line: MeasureLine, today: date) -> bool:
    """Whether a measure should have been done by now."""
    due = line.measure.due
    return due is not None and due < today and line.progress not in ENDED


def _requested(plan: PlanLine) -> Step:
    if plan.requested_on is None:
        return Step("Gevraagd", State.DONE, "Niet gevraagd: de gemeente kwam zelf met een plan.")
    due = f", in te dienen uiterlijk {day(plan.due)}" if plan.due else ""
    return Step("Gevraagd", State.DONE, f"{capital(_on(plan.requested_on))}{due}.")


def _submitted(plan: PlanLine) -> Step:
    latest = plan.latest
    if latest is None:
        if plan.overdue and plan.due:
            return Step("Ingediend", State.WRONG, f"Te laat: het plan moest er uiterlijk {day(plan.due)} zijn.")
        due = f"De gemeente heeft tot en met {day(plan.due)}." if plan.due else "Nog niet."
        return Step("Ingediend", State.NOW, due)
    said = f"Versie {latest.number}, {_on(latest.submitted_on)}."
    return Step("Ingediend", State.DONE, said, document=latest.document)


def _assessed(plan: PlanLine) -> Step:
    latest, name = plan.latest, "Beoordeeld"
    if latest is None:
        return Step(name, State.LATER, "Nog niet.")
    found = latest.assessment
    checks = tuple((capital(what), getattr(found.assessed, field)) for field, what in ASKED.items()) if found else ()
    if latest.rejected_on:
        said = f"Versie {latest.number} is {_on(latest.rejected_on)} afgewezen."
        return Step(name, State.WRONG, said, checks, words=latest.rejected_because)
    if found is None:
        return Step(name, State.NOW, f"De provincie moet versie {latest.number} nog beoordelen.")
    verdict = "voldoende" if found.assessed.sufficient else "onvoldoende"
    state = State.DONE if found.assessed.sufficient else State.WRONG
    return Step(name, state, f"{capital(verdict)}, {_on(found.on)}.", checks, words=found.findings)


def _adopted(plan: PlanLine) -> Step:
    name = "Vastgesteld"
    version = next((each for each in reversed(plan.versions) if each.adopted_on), None)
    if version is None or version.adopted_on is None or version.adopted_by is None:
        return Step(name, State.NOW, "Nog niet." if plan.latest is None else "Nog niet door college of gemeenteraad.")
    by = f"door {word(version.adopted_by)}, {_on(version.adopted_on)}"
    if version is plan.latest:
        return Step(name, State.DONE, f"{capital(by)}.", document=version.adoption)
    return Step(
        name,
        State.NOW,
        f"Versie {version.number} is vastgesteld {by}; versie {plan.plan_version} nog niet.",
        document=version.adoption,
    )


def _later(step: Step) -> Step:
    return Step(step.name, State.LATER, step.said, step.checks, step.words, step.document)


def _absent(version: PlanVersion) -> list[str]:
    """The kinds of measures that are not there; of a version that was assessed also what the province did not find."""
    there = {each.measure.horizon for each in version.measures}
    lacks = {ASKED[field] for horizon, field in BY_HORIZON.items() if horizon not in there}
    found = version.assessment.assessed if version.assessment else None
    if found and not found.sufficient:
        lacks |= {what for field, what in ASKED.items() if not getattr(found, field)}
    return [what for what in ASKED.values() if what in lacks]


def _stands(plan: PlanLine, latest: PlanVersion) -> str:
    whole = "Het verbeterplan" if latest.number == 1 else f"Versie {latest.number} van het verbeterplan"
    if latest.adopted_on and latest.adopted_by:
        lacks = " maar is onvoldoende" if plan.sufficient is False or plan.rejected else ""
        return f"Het verbeterplan is vastgesteld door {word(latest.adopted_by)}{lacks}"
    if plan.rejected:
        state = "is afgewezen"
    elif plan.sufficient is None:
        state = "is ingediend en nog niet beoordeeld"
    else:
        state = f"is {'voldoende' if plan.sufficient else 'onvoldoende'} en nog niet vastgesteld"
    earlier = f"; versie {plan.adopted} is wel vastgesteld" if plan.adopted else ""
    return f"{whole} {state}{earlier}"


def _done(measures: Sequence[MeasureLine], today: date) -> str:
    done, of = sum(each.progress is Progress.DONE for each in measures), len(measures)
    late = sum(is_late(each, today) for each in measures)
    if of == 1:
        return f"de maatregel is {'klaar' if done else 'te laat' if late else 'nog niet klaar'}"
    told = f"{done or 'geen'} van de {of} maatregelen {'zijn' if done > 1 else 'is'} klaar"
    return f"{told}, {late} {'zijn' if late > 1 else 'is'} te laat" if late else told


def _awaited(plan: PlanLine) -> str:
    if plan.overdue and plan.due:
        return f"Het verbeterplan moest er uiterlijk {day(plan.due)} zijn, en is er nog niet."
    due = f" De gemeente heeft tot en met {day(plan.due)}." if plan.due else ""
    asked = f" {_on(plan.requested_on)}" if plan.requested_on else ""
    return f"Het verbeterplan is{asked} gevraagd, en is er nog niet.{due}"


def _how(plan: PlanLine) -> str:
    return "het is uitgevoerd" if plan.carried_out else "het is niet uitgevoerd"


def _on(given: PartialDate) -> str:
    """When something happened: ``op 1 januari 2026``, ``in januari 2026``, ``op een onbekende dag``."""
    if given.first_day is None:
        return "op een onbekende dag"
    return f"{'op' if given.precision is Precision.DAY else 'in'} {partial(given)}"
