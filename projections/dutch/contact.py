"""Contact in Dutch: conversations, agreements, letters, parties brought together."""

from domain.events.contact import (
    AgreementChanged,
    AgreementKept,
    AgreementMade,
    AgreementNotKept,
    ContactEvent,
    ConversationCancelled,
    ConversationHeld,
    ConversationPlanned,
    LetterReceived,
    LetterSent,
    Participant,
    PartiesConnected,
    Side,
)
from projections.dutch.telling import Telling, capital, ended
from projections.dutch.words import day, listed, persons, word


def contact(fact: ContactEvent, telling: Telling) -> str:
    """A fact about contact as a sentence."""
    match fact:
        case ConversationPlanned():
            return f"{capital(word(fact.kind))} gepland op {day(fact.planned_for)}."
        case ConversationHeld():
            return _held(fact, telling)
        case ConversationCancelled():
            return ended(f"Het geplande gesprek gaat niet door{telling.said(fact.reason)}")
        case LetterSent() | LetterReceived():
            return _letter(fact, telling)
        case PartiesConnected():
            return ended(
                f"Partijen met elkaar verbonden: {listed(list(fact.parties))}, over {telling.text(fact.subject)}"
            )
        case _:
            return _agreement(fact, telling)


def _held(fact: ConversationHeld, telling: Telling) -> str:
    there = [_participant(each, telling) for each in fact.participants]
    with_whom = f" met {listed(there)}" if there else ""
    purposes = f" over {listed([word(each) for each in fact.purposes])}" if fact.purposes else ""
    told = ended(f"{capital(word(fact.kind))} {word(fact.channel)}{with_whom}{purposes}{telling.said(fact.summary)}")
    also = fact.counts_because
    return told if also is None else ended(f"{told} Telt mede als toezichtcontact: {telling.text(also)}")


def _participant(each: Participant, telling: Telling) -> str:
    named = " ".join(part for part in (each.office, telling.name(each.person) if each.person else None) if part)
    if not named:
        return "iemand van een andere partij" if each.side is Side.OTHER else f"iemand van {word(each.side)}"
    return named if each.side is Side.MUNICIPALITY else f"{named} ({word(each.side)})"


def _letter(fact: LetterSent | LetterReceived, telling: Telling) -> str:
    if isinstance(fact, LetterReceived):
        answers = f", antwoord op een brief van de provincie{telling.about(fact.reply_to)}" if fact.reply_to else ""
        return ended(f"Brief ontvangen ({fact.kind}{answers}){telling.said(fact.subject)}")
    told = ended(f"Brief verstuurd ({fact.kind}){telling.said(fact.subject)}")
    return f"{told} Antwoord gevraagd uiterlijk {day(fact.reply_due)}." if fact.reply_due else told


def _agreement(fact: ContactEvent, telling: Telling) -> str:
    match fact:
        case AgreementMade():
            count = f" ({persons(fact.persons)})" if fact.persons is not None else ""
            return f"Afspraak: {telling.amid(fact.what)}{count}, door {word(fact.owed_by)}, uiterlijk {day(fact.due)}."
        case AgreementChanged():
            return _changed(fact, telling)
        case AgreementKept():
            return ended(f"Afspraak nagekomen{telling.about(fact.agreement)}{telling.said(fact.note)}")
        case AgreementNotKept():
            return ended(f"Afspraak niet nagekomen{telling.about(fact.agreement)}{telling.said(fact.note)}")
        case _:
            raise LookupError(fact.TOPIC)


def _changed(fact: AgreementChanged, telling: Telling) -> str:
    now = [
        f"nu: {telling.amid(fact.what)}" if fact.what else "",
        f"nu {persons(fact.persons)}" if fact.persons is not None else "",
        f"nu uiterlijk {day(fact.due)}" if fact.due else "",
    ]
    about = "" if fact.what else telling.about(fact.agreement)
    changed = ", ".join([f"Afspraak gewijzigd{about}", *(each for each in now if each)])
    return ended(f"{changed}. Reden: {telling.text(fact.reason)}")
