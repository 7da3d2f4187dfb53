"""Where a municipality stands on the road of rungs 4 to 6, in Dutch: one sentence or two."""

from datetime import date

from domain.municipality.law import Announcement, Ending, Substitution
from domain.policy.lapse import HousedFor
from domain.policy.law_path import LawPath
from domain.values import Period, Rung
from projections.dutch.words import day, listed, persons

ENDED = {
    Ending.LAPSED: "is vervallen",
    Ending.WITHDRAWN: "is ingetrokken",
    Ending.ANNULLED: "is vernietigd door de rechter",
    Ending.CARRIED_OUT: "is uitgevoerd",
}


def lead(path: LawPath, name: str) -> str:
    """Where it stands, in a sentence or two."""
    trail = path.trail
    if trail.decision:
        return _lead_of_decision(path, trail.decision)
    if not path.is_high:
        where = f"staat op trede {int(path.rung)}" if path.rung else "staat niet onder toezicht"
        return f"{name} {where}. De weg naar indeplaatsstelling begint bij trede 4, met een vooraankondiging."
    if trail.announcement is None:
        return f"{name} staat op trede {int(path.rung or 0)}, maar er is nog geen {_first(path)} vastgelegd."
    return _lead_of_announcement(trail.announcement, path.day)


def substance(periods: tuple[Period, ...], number: int | None) -> str:
    """What it is about: ``42 personen van 2023-1``."""
    of = f"van {listed([str(each) for each in periods])}" if periods else ""
    return " ".join(part for part in (persons(number) if number is not None else "", of) if part)


def _first(path: LawPath) -> str:
    return "brief met de vooraankondiging" if path.rung is Rung.ANNOUNCEMENT else "besluit"


def _lead_of_announcement(announced: Announcement, on: date) -> str:
    until, term = day(announced.term_ends), "De termijn van de vooraankondiging"
    weighs = "" if announced.views_considered else " De zienswijze moet nog worden afgewogen."
    if announced.term_ends >= on:
        return f"{term} loopt t/m {until}; daarna kunnen Gedeputeerde Staten besluiten.{weighs}"
    if not announced.views and announced.views_due >= on:
        return f"{term} liep t/m {until}, maar een zienswijze kan nog t/m {day(announced.views_due)}."
    return f"{term} liep t/m {until}.{weighs or ' Gedeputeerde Staten kunnen nu besluiten.'}"


def _lead_of_decision(path: LawPath, decision: Substitution) -> str:
    of = f"Het besluit van {day(decision.decided_on)}"
    if decision.over:
        return f"{of} {ENDED[decision.over.ending]} op {day(decision.over.on)}."
    if decision.notified_on is None:
        return f"{of} is nog niet bekendgemaakt, en werkt dus nog niet."
    if path.housed and path.housed.met:
        return met(decision)
    return suspended(path) if path.suspension else _lead_of_term(path, decision)


def _lead_of_term(path: LawPath, decision: Substitution) -> str:
    until, so_far = day(decision.term_ends), housed(path.housed, decision)
    if decision.started_on:
        return f"De provincie voert het besluit uit sinds {day(decision.started_on)}. {so_far}"
    if decision.term_ends >= path.day:
        return f"De gemeente kan nog t/m {until} zelf aan het besluit voldoen. {so_far}"
    return f"De termijn van het besluit liep t/m {until}. {so_far} Trede 6, de uitvoering, kan nu."


def met(decision: Substitution) -> str:
    """What the figures say of who was to be housed, and what that asks of a person."""
    about, are = substance(decision.periods, decision.persons), "is" if decision.persons == 1 else "zijn"
    asks = "beëindig de uitvoering" if decision.started_on else "bevestig dat het besluit is vervallen"
    return f"De cijfers zeggen dat {about} {are} gehuisvest; {asks}."


def suspended(path: LawPath) -> str:
    """Until when the court suspended a decision."""
    until = path.suspension.suspended_until if path.suspension else None
    ends = f"t/m {day(until)}" if until else "tot de uitspraak op het beroep"
    return f"De rechter schorste het besluit {ends}. Zolang kan het niet worden uitgevoerd."


def housed(found: HousedFor | None, decision: Substitution) -> str:
    """How many were housed for a decision so far; nothing for one that is over."""
    since = day(decision.figures_day)
    if found is None:
        return ""
    if found.statement is None:
        return f"Nog geen officiële cijfers tellen wie er sinds {since} is gehuisvest."
    are = "is" if found.housed == 1 else "zijn"
    return f"Van de {persons(found.persons)} {are} er {found.housed or 'nog geen'} gehuisvest sinds {since}."
