"""Placements in Dutch: where to, from when, decided by whom, and why."""

from domain.events.ladder import Departure, Placement, RungLowered, RungRaised
from projections.dutch.telling import Telling, ended
from projections.dutch.words import day, rung_name, word


def placement(fact: Placement, telling: Telling) -> str:
    """A placement in sentences."""
    until = f" tot en met {day(fact.until)}" if fact.until else ""
    mandate = f" ({fact.decided_by.mandate})" if fact.decided_by.mandate else ""
    advice = f"Het advies was trede {fact.advice}." if fact.advice else ""
    informed = f"De gemeente is op {day(fact.informed_on)} op de hoogte gesteld." if fact.informed_on else ""
    told = (
        f"{_moved(fact)}, met ingang van {day(fact.effective_on)}{until}.",
        f"Besloten op {day(fact.decided_on)} door {word(fact.decided_by.body)}{mandate}.",
        ended(f"Gronden: {telling.text(fact.grounds)}"),
        advice,
        departure(fact.departure, telling),
        ended(f"Verschoonbaar: {telling.text(fact.excusable)}") if fact.excusable else "",
        ended(f"Spoed: {telling.text(fact.urgent)}") if fact.urgent else "",
        informed,
    )
    return " ".join(part for part in told if part)


def _moved(fact: Placement) -> str:
    match fact:
        case RungRaised():
            return f"Opgeschaald van trede {fact.from_rung} naar {rung_name(fact.to_rung)}"
        case RungLowered():
            return f"Afgeschaald van trede {fact.from_rung} naar {rung_name(fact.to_rung)}"
        case _:
            return f"Gehandhaafd op {rung_name(fact.to_rung)}"


def departure(given: Departure | None, telling: Telling) -> str:
    """From what was departed, on which basis, and why; nothing where there is no departure."""
    if given is None:
        return ""
    departs = f"Wijkt af van: {given.departs_from} (grondslag: {word(given.basis)})"
    told = ended(f"{departs}. Reden: {telling.text(given.circumstances)}")
    after = given.consequences
    return told if after is None else ended(f"{told} Gevolgen: {telling.text(after)}")
