"""Each step of the road of rungs 4 to 6 in Dutch: what it is, and how it is with it."""

from dataclasses import dataclass
from datetime import date

from api.web.law_told import ENDED, housed, met, substance, suspended
from domain.municipality import Municipality
from domain.municipality.law import Announcement, Substitution
from domain.policy.law_path import LawPath, Stage, Standing
from domain.policy.terms import DueDay, appeal_term, day_set
from projections.dutch.telling import capital, counted
from projections.dutch.words import day, euros, word

TITLES = {
    Stage.ANNOUNCED: "Vooraankondiging",
    Stage.VIEWS: "Zienswijze",
    Stage.TERM: "Termijn van de vooraankondiging",
    Stage.DECIDED: "Besluit tot indeplaatsstelling",
    Stage.NOTIFIED: "Bekendmaking",
    Stage.COURT: "Beroep en voorlopige voorziening",
    Stage.COMPLIED: "Termijn van het besluit",
    Stage.STARTED: "Uitvoering door de provincie",
    Stage.ENDED: "Einde",
    Stage.COSTS: "Kosten",
}
MARKS = {
    Standing.DONE: "gedaan",
    Standing.NOW: "nu aan de beurt",
    Standing.RUNS: "loopt",
    Standing.LATER: "later",
    Standing.LEFT_OUT: "niet gedaan",
}
"""What the mark before a step says in words."""
LATER = {
    Stage.ANNOUNCED: "Bij trede 4: Gedeputeerde Staten kondigen aan dat zij willen ingrijpen, met een termijn.",
    Stage.VIEWS: "De gemeente kan dan haar zienswijze geven (Awb 4:8).",
    Stage.TERM: "Tot en met de laatste dag kan de gemeente het besluit nog voorkomen.",
    Stage.DECIDED: "Bij trede 5, na de termijn en nadat een zienswijze is afgewogen.",
    Stage.NOTIFIED: "Een besluit werkt pas als het is bekendgemaakt (Awb 3:40 en 3:41).",
    Stage.COURT: "Beroep kan tot zes weken na de bekendmaking (Awb 6:7 en 6:8).",
    Stage.COMPLIED: "In deze termijn kan de gemeente het nog zelf doen (Gemeentewet art. 124 lid 2).",
    Stage.STARTED: "Bij trede 6, na de termijn van het besluit.",
    Stage.ENDED: "Als de personen zijn gehuisvest, of als het besluit wordt ingetrokken.",
    Stage.COSTS: "Na de uitvoering: de kosten zijn voor de gemeente (Gemeentewet art. 124).",
}
"""What a step is that comes later."""
NEVER = {
    Stage.ANNOUNCED: "Er is geen vooraankondiging vastgelegd.",
    Stage.VIEWS: "Er is niet op een zienswijze gewacht.",
    Stage.TERM: "De termijn is niet afgewacht.",
    Stage.NOTIFIED: "Het besluit is niet bekendgemaakt.",
    Stage.COURT: "Er is geen beroep ingesteld.",
    Stage.STARTED: "De provincie heeft het niet uitgevoerd.",
    Stage.COSTS: "Er zijn geen kosten gemaakt.",
}
"""What a step is that was left out."""


@dataclass(frozen=True, slots=True)
class Told:
    """A step in words: its sentence, and notes such as why a day is what it is."""

    said: str
    notes: tuple[str, ...] = ()


def told(municipality: Municipality, path: LawPath, stage: Stage, standing: Standing) -> Told:
    """A step in words."""
    trail = path.trail
    if standing is Standing.LATER and (trail.decision is None or stage not in {Stage.ENDED, Stage.STARTED}):
        return Told(LATER[stage])
    if trail.announcement and stage in {Stage.ANNOUNCED, Stage.VIEWS, Stage.TERM}:
        return _of_announcement(trail.announcement, stage, standing, path.day)
    if standing is Standing.LEFT_OUT:
        return Told(NEVER[stage])
    if trail.decision is None:
        return Told(_to_do(stage))
    return _of_decision(municipality, path, trail.decision, stage)


def _to_do(stage: Stage) -> str:
    if stage is Stage.ANNOUNCED:
        return "De brief met de vooraankondiging is nog niet vastgelegd."
    return "Gedeputeerde Staten kunnen nu besluiten."


def _of_announcement(announced: Announcement, stage: Stage, standing: Standing, on: date) -> Told:
    match stage:
        case Stage.ANNOUNCED:
            about = substance(announced.periods, announced.persons)
            return Told(f"Verstuurd op {day(announced.announced_on)}{f', over {about}' if about else ''}.")
        case Stage.VIEWS:
            return Told(_views(announced, standing))
        case _:
            due = day_set(announced.term_ends, source="de brief")
            if standing is Standing.LEFT_OUT:
                return Told(f"De termijn tot en met {day(announced.term_ends)} is niet afgewacht.")
            return Told(_term(announced.term_ends, on), _warned(due, on))


def _views(announced: Announcement, standing: Standing) -> str:
    invited = f"De gemeente is gevraagd om haar zienswijze, t/m {day(announced.views_due)}."
    if announced.views:
        return f"{invited} Die is gegeven{' en afgewogen' if announced.views_considered else '; nog niet afgewogen'}."
    if standing is Standing.DONE:
        return f"{invited} Zij gaf geen zienswijze."
    return f"{invited} {NEVER[Stage.VIEWS]}" if standing is Standing.LEFT_OUT else invited


def _of_decision(  # noqa: PLR0911 - one line per stage
    municipality: Municipality, path: LawPath, decision: Substitution, stage: Stage
) -> Told:
    match stage:
        case Stage.DECIDED:
            about, scope = substance(decision.periods, decision.persons), word(decision.scope)
            figures = f"volgens de cijfers van {day(decision.figures_day)}"
            return Told(f"Genomen op {day(decision.decided_on)}: {about}, {figures}. Over te nemen: {scope}.")
        case Stage.NOTIFIED if decision.notified_on:
            return Told(f"Bekendgemaakt op {day(decision.notified_on)}.")
        case Stage.NOTIFIED:
            return Told("Nog niet bekendgemaakt. Zonder bekendmaking werkt het besluit niet (Awb 3:40 en 3:41).")
        case Stage.COURT:
            return _court(municipality, path, decision)
        case Stage.COMPLIED:
            return _complied(path, decision)
        case Stage.STARTED if decision.started_on:
            return Told(f"Sinds {day(decision.started_on)} doet de provincie het in de plaats van de gemeente.")
        case Stage.STARTED:
            return Told("Bij trede 6, na de termijn van het besluit." if path.missing else "Kan nu, bij trede 6.")
        case Stage.ENDED if decision.over:
            return Told(f"Het besluit {ENDED[decision.over.ending]} op {day(decision.over.on)}.")
        case Stage.ENDED:
            return Told(f"Het besluit geldt nog. {LATER[Stage.ENDED]}")
        case _:
            return _costs(municipality, decision)


def _complied(path: LawPath, decision: Substitution) -> Told:
    """Once it is carried out or over, the term matters no more."""
    if decision.started_on or decision.over:
        return Told(f"Tot en met {day(decision.term_ends)}.")
    due = day_set(decision.term_ends, source="het besluit")
    so_far = met(decision) if path.housed and path.housed.met else housed(path.housed, decision)
    return Told(f"{_term(decision.term_ends, path.day)} {so_far}".strip(), _warned(due, path.day))


def _court(municipality: Municipality, path: LawPath, decision: Substitution) -> Told:
    law = municipality.law
    appeals = [each for each in law.appeals.values() if each.decision == decision.decision]
    due = appeal_term(decision.notified_on) if decision.notified_on else None
    said = f"Beroep {'kan' if due.day >= path.day else 'kon'} t/m {day(due.day)}." if due else LATER[Stage.COURT]
    if not appeals and due and due.day < path.day:
        said += " Er is geen beroep vastgelegd."
    open_appeals = sum(each.over_on is None for each in appeals)
    if open_appeals:
        said += f" {counted(open_appeals, 'beroep wacht', 'beroepen wachten')} op een uitspraak."
    if path.suspension:
        said += f" {suspended(path)}"
    return Told(said, (f"{capital(due.basis.sentence)}.", *_warned(due, path.day)) if due else ())


def _costs(municipality: Municipality, decision: Substitution) -> Told:
    claims = [each for each in municipality.law.claims.values() if each.decision == decision.decision]
    if not claims:
        return Told("De kosten zijn nog niet teruggevraagd.")
    asked, paid = sum(each.cents for each in claims), sum(each.recovered for each in claims)
    dues = [each.due for each in claims if each.due and each.recovered < each.cents]
    until = f", te betalen uiterlijk {day(min(dues))}" if dues else ""
    return Told(f"Teruggevraagd: {euros(asked)}{until}. Ontvangen: {euros(paid)}.")


def _term(last: date, on: date) -> str:
    left = (last - on).days
    days = counted(left, "dag", "dagen")
    if left < 0:
        return f"Liep t/m {day(last)}."
    return f"Loopt t/m {day(last)}: {f'nog {days}' if left else 'vandaag is de laatste dag'}."


def _warned(due: DueDay, on: date) -> tuple[str, ...]:
    """What a person should look at, while the term runs."""
    return tuple(f"Let op: {each}." for each in due.warnings) if due.day >= on else ()
