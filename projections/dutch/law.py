"""The law of rungs 4 to 6 in Dutch: what was announced, said, decided, carried out, taken to court and claimed."""

from domain.events import law
from domain.events.law import LawEvent, Scope
from domain.values import Period
from projections.dutch.telling import Telling, ended
from projections.dutch.words import day, euros, listed, period, persons, word

DECISION = "Besluit tot indeplaatsstelling"


def legal(fact: LawEvent, telling: Telling) -> str:
    """A fact about substitution in law, in sentences."""
    match fact:
        case law.InterventionAnnounced() | law.SubstitutionDecided() | law.TermExtended():
            return _of_gs(fact, telling)
        case law.ViewsReceived() | law.OralViewsHeard() | law.ViewsConsidered():
            return _views(fact, telling)
        case law.AppealLodged() | law.AppealEvent() | law.InterimReliefRequested() | law.InterimReliefDecided():
            return _in_court(fact, telling)
        case law.CostsClaimed() | law.CostsRecovered():
            return _costs(fact, telling)
        case law.DecisionEvent():
            return _after_decision(fact, telling)
        case _:
            raise LookupError(fact.TOPIC)


def announced(content: law.Announcing | law.InterventionAnnounced) -> str:
    """What the letter of rung 4 says, after a colon."""
    told = f"de gemeente kan tot en met {day(content.term_ends)} alsnog voldoen"
    told += f", en tot en met {day(content.views_due)} haar zienswijze geven."
    about = [persons(content.persons)] if content.persons is not None else []
    about += [_of(content.periods)] if content.periods else []
    return f"{told} Het gaat om {' van '.join(about)}." if about else told


def decided(content: law.Deciding | law.SubstitutionDecided) -> str:
    """What the decision of rung 5 says, after a colon."""
    told = f"het gaat om {persons(content.persons)} van {_of(content.periods)}, volgens de cijfers van"
    told += f" {day(content.figures_day)}. De gemeente kan tot en met {day(content.term_ends)} alsnog voldoen."
    return (
        f"{told} Daarna neemt de provincie {word(content.scope)} over." if content.scope is Scope.WHOLE_TASK else told
    )


def _of_gs(fact: LawEvent, telling: Telling) -> str:
    match fact:
        case law.InterventionAnnounced():
            return f"Indeplaatsstelling vooraf aangekondigd: {announced(fact)}"
        case law.SubstitutionDecided():
            told = f"{DECISION} genomen: {decided(fact)}"
            return told if fact.urgent is None else ended(f"{told} Spoed: {telling.text(fact.urgent)}")
        case law.TermExtended():
            of = f"het besluit{telling.about(fact.decision)}" if fact.decision else "de vooraankondiging"
            told = f"Meer tijd gegeven: de termijn van {of} loopt nu tot en met {day(fact.term_ends)}."
            return ended(f"{told} Gronden: {telling.text(fact.grounds)}")
        case _:
            raise LookupError(fact.TOPIC)


def _views(fact: LawEvent, telling: Telling) -> str:
    match fact:
        case law.ViewsReceived():
            return ended(f"Zienswijze van de gemeente ontvangen{telling.said(fact.summary)}")
        case law.OralViewsHeard():
            return ended(f"De gemeente gaf haar zienswijze mondeling{telling.said(fact.summary)}")
        case law.ViewsConsidered():
            return ended(f"Gedeputeerde Staten wogen de zienswijze af{telling.said(fact.considerations)}")
        case _:
            raise LookupError(fact.TOPIC)


def _after_decision(fact: law.DecisionEvent, telling: Telling) -> str:
    which = telling.about(fact.decision)
    match fact:
        case law.DecisionNotified():
            return f"{DECISION} bekendgemaakt aan de gemeente{which}."
        case law.SubstitutionAmended():
            return ended(f"{DECISION} gewijzigd{which}: {_changed(fact)}. Reden: {telling.text(fact.reason)}")
        case law.SubstitutionWithdrawn():
            return ended(f"{DECISION} ingetrokken{which}{telling.said(fact.reason)}")
        case law.SubstitutionLapsed():
            told = f"{DECISION} vervallen{which}: {persons(fact.housed)} gehuisvest sinds de dag van de cijfers."
            return told if fact.note is None else ended(f"{told} {telling.text(fact.note)}")
        case law.SubstitutionStarted():
            told = f"Uitvoering van de indeplaatsstelling begonnen{which}."
            return told if fact.urgent is None else ended(f"{told} Spoed: {telling.text(fact.urgent)}")
        case law.SubstitutionEnded():
            return ended(f"Uitvoering van de indeplaatsstelling beëindigd{which}{telling.said(fact.summary)}")
        case _:
            raise LookupError(fact.TOPIC)


def _changed(fact: law.SubstitutionAmended) -> str:
    now = (
        f"nu {persons(fact.persons)}" if fact.persons is not None else "",
        f"nu over {_of(fact.periods)}" if fact.periods else "",
        f"nu met een termijn tot en met {day(fact.term_ends)}" if fact.term_ends else "",
        f"de provincie neemt nu {word(fact.scope)} over" if fact.scope else "",
    )
    return ", ".join(each for each in now if each)


def _in_court(fact: LawEvent, telling: Telling) -> str:
    match fact:
        case law.AppealLodged():
            told = f"Beroep ingesteld tegen het besluit tot indeplaatsstelling{telling.about(fact.decision)}."
            told = f"{told} Door: {fact.by}. Bij: {fact.court}."
            return told if fact.grounds is None else ended(f"{told} Gronden: {telling.text(fact.grounds)}")
        case law.AppealWithdrawn():
            return ended(f"Beroep ingetrokken{telling.said(fact.note)}")
        case law.AppealDecided():
            return ended(f"Uitspraak op het beroep: {word(fact.ruling)}{telling.said(fact.summary, '. ')}")
        case law.InterimReliefRequested():
            return ended(
                "Voorlopige voorziening gevraagd tegen het besluit tot indeplaatsstelling"
                f"{telling.about(fact.decision)}. Door: {fact.by}"
            )
        case law.InterimReliefDecided():
            return ended(f"Voorlopige voorziening {_relief(fact)}{telling.said(fact.summary, '. ')}")
        case _:
            raise LookupError(fact.TOPIC)


def _relief(fact: law.InterimReliefDecided) -> str:
    if not fact.granted:
        return "afgewezen"
    until = f"tot en met {day(fact.suspended_until)}" if fact.suspended_until else "tot de uitspraak op het beroep"
    return f"toegewezen: het besluit is geschorst {until}"


def _costs(fact: LawEvent, telling: Telling) -> str:
    match fact:
        case law.CostsClaimed():
            due = f", te betalen uiterlijk {day(fact.due)}" if fact.due else ""
            told = f"Kosten van de indeplaatsstelling{telling.about(fact.decision)} teruggevraagd van de gemeente"
            return ended(f"{told}: {euros(fact.cents)}{due}{telling.said(fact.specification, '. ')}")
        case law.CostsRecovered():
            return f"Van de gemeente ontvangen voor de kosten van de indeplaatsstelling: {euros(fact.cents)}."
        case _:
            raise LookupError(fact.TOPIC)


def _of(periods: tuple[Period, ...]) -> str:
    return listed([period(each) for each in periods])
