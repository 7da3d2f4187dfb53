"""What is remembered of contact: conversations, agreements, letters."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from immutables import Map

from domain.events.base import Entry
from domain.events.contact import (
    AgreementChanged,
    AgreementKept,
    AgreementMade,
    AgreementNotKept,
    ContactEvent,
    ConversationCancelled,
    ConversationHeld,
    ConversationKind,
    ConversationPlanned,
    LetterReceived,
    LetterSent,
    Side,
)
from domain.values import AgreementId, ConversationId, LetterId, PartialDate


class Outcome(StrEnum):
    """What came of an agreement."""

    OPEN = "open"
    KEPT = "kept"
    NOT_KEPT = "not-kept"


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement as it now stands; ``version`` is the entry that made it, ``made_on`` the first day that can be."""

    version: int
    owed_by: Side
    due: date
    persons: int | None
    made_on: date | None = None
    outcome: Outcome = Outcome.OPEN


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it now stands: planned for a day, held on a day, or cancelled."""

    version: int
    kind: ConversationKind
    planned_for: date | None = None
    held_on: PartialDate | None = None
    cancelled: bool = False
    counts_anyway: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Conversations, agreements and letters by their ids."""

    conversations: Map[ConversationId, Conversation] = Map()
    agreements: Map[AgreementId, Agreement] = Map()
    letters: Map[LetterId, bool] = Map()


def remember_contact(contact: Contact, fact: ContactEvent, entry: Entry) -> Contact:
    """The contact after this fact; what speaks of something that no longer stands changes nothing."""
    match fact:
        case ConversationPlanned() | ConversationHeld() | ConversationCancelled():
            return replace(contact, conversations=_conversations(contact.conversations, fact, entry))
        case AgreementMade() | AgreementChanged() | AgreementKept() | AgreementNotKept():
            return replace(contact, agreements=_agreements(contact.agreements, fact, entry))
        case LetterSent() | LetterReceived():
            return replace(contact, letters=contact.letters.set(fact.letter, isinstance(fact, LetterSent)))
        case _:
            return contact


def _conversations(
    known: Map[ConversationId, Conversation],
    fact: ConversationPlanned | ConversationHeld | ConversationCancelled,
    entry: Entry,
) -> Map[ConversationId, Conversation]:
    before = known.get(fact.conversation)
    match fact:
        case ConversationPlanned():
            return known.set(fact.conversation, Conversation(entry.version, fact.kind, planned_for=fact.planned_for))
        case ConversationHeld():
            held = Conversation(
                version=entry.version,
                kind=fact.kind,
                planned_for=before.planned_for if before else None,
                held_on=entry.about.happened_on,
                counts_anyway=fact.counts_because is not None,
            )
            return known.set(fact.conversation, held)
        case ConversationCancelled() if before is not None:
            return known.set(fact.conversation, replace(before, cancelled=True))
        case _:
            return known


def _agreements(
    known: Map[AgreementId, Agreement],
    fact: AgreementMade | AgreementChanged | AgreementKept | AgreementNotKept,
    entry: Entry,
) -> Map[AgreementId, Agreement]:
    before = known.get(fact.agreement)
    match fact:
        case AgreementMade():
            made_on = entry.about.happened_on.first_day
            return known.set(fact.agreement, Agreement(entry.version, fact.owed_by, fact.due, fact.persons, made_on))
        case _ if before is None:
            return known
        case AgreementChanged():
            persons = before.persons if fact.persons is None else fact.persons
            return known.set(fact.agreement, replace(before, due=fact.due or before.due, persons=persons))
        case AgreementKept():
            return known.set(fact.agreement, replace(before, outcome=Outcome.KEPT))
        case AgreementNotKept():
            return known.set(fact.agreement, replace(before, outcome=Outcome.NOT_KEPT))
