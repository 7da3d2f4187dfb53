"""Decisions on contact: conversations, agreements, letters. What happened is recorded, whatever it fulfils."""

from dataclasses import dataclass
from datetime import date

from domain.decisions.guards import require_known, require_new, require_not_before
from domain.decisions.occasion import Occasion
from domain.events.contact import (
    AgreementChanged,
    AgreementKept,
    AgreementMade,
    AgreementNotKept,
    Channel,
    ContactEvent,
    ConversationCancelled,
    ConversationHeld,
    ConversationKind,
    ConversationPlanned,
    LetterReceived,
    LetterSent,
    Level,
    Participant,
    PartiesConnected,
    Purpose,
    Side,
)
from domain.municipality import Municipality
from domain.municipality.contact import Outcome
from domain.refusals import AlreadySettled, NotAMultiPartyMeeting, TooFewParties, require
from domain.values import AgreementId, ConversationId, DocumentId, LetterId, PlainText


@dataclass(frozen=True, slots=True)
class Promise:
    """An agreement as it is made: who owes what by which day (included), with a number of persons where it has one."""

    agreement: AgreementId
    owed_by: Side
    what: PlainText
    due: date
    persons: int | None = None


def plan_conversation(
    municipality: Municipality,
    *,
    on: Occasion,
    conversation: ConversationId,
    kind: ConversationKind,
    planned_for: date,
) -> tuple[ConversationPlanned]:
    """Record that a conversation was planned."""
    require_new("conversation", conversation, municipality.contact.conversations.get(conversation))
    require_not_before("planned day", planned_for, on.happened_on)
    return (ConversationPlanned(conversation=conversation, kind=kind, planned_for=planned_for),)


def hold_conversation(
    municipality: Municipality,
    *,
    on: Occasion,
    conversation: ConversationId,
    kind: ConversationKind,
    purposes: tuple[Purpose, ...] = (),
    channel: Channel = Channel.IN_PERSON,
    province_level: Level = Level.OFFICIAL,
    municipality_level: Level = Level.OFFICIAL,
    participants: tuple[Participant, ...] = (),
    summary: PlainText | None = None,
    counts_because: PlainText | None = None,
    agreements: tuple[Promise, ...] = (),
    documents: tuple[DocumentId, ...] = (),
) -> tuple[ContactEvent, ...]:
    """Record a conversation, planned or not, with the agreements made in it."""
    before = municipality.contact.conversations.get(conversation)
    require_new("conversation", conversation, before if before and before.held_on else None)
    held = ConversationHeld(
        conversation=conversation,
        kind=kind,
        purposes=purposes,
        channel=channel,
        province_level=province_level,
        municipality_level=municipality_level,
        participants=participants,
        summary=summary,
        counts_because=counts_because,
        documents=documents,
    )
    require_sound_contact(held)
    made = [_agreement(municipality, promise, on, conversation) for promise in agreements]
    for earlier, promise in enumerate(agreements):
        require_new("agreement", promise.agreement, _twice(agreements[:earlier], promise))
    return (held, *made)


def cancel_conversation(
    municipality: Municipality, *, on: Occasion, conversation: ConversationId, reason: PlainText
) -> tuple[ConversationCancelled]:
    """Record that a planned conversation will not take place."""
    known = municipality.contact.conversations.get(conversation)
    require_known("conversation", conversation, known)
    settled = known is not None and (known.held_on is not None or known.cancelled)
    require(not settled, AlreadySettled("conversation", conversation))
    return (ConversationCancelled(conversation=conversation, reason=reason),)


def make_agreement(
    municipality: Municipality, *, on: Occasion, promise: Promise, conversation: ConversationId | None = None
) -> tuple[AgreementMade]:
    """Record an agreement, made in a conversation or by letter."""
    if conversation is not None:
        require_known("conversation", conversation, municipality.contact.conversations.get(conversation))
    return (_agreement(municipality, promise, on, conversation),)


def change_agreement(
    municipality: Municipality,
    *,
    on: Occasion,
    agreement: AgreementId,
    reason: PlainText,
    what: PlainText | None = None,
    due: date | None = None,
    persons: int | None = None,
) -> tuple[AgreementChanged]:
    """Record that both sides changed an open agreement."""
    _require_open_agreement(municipality, agreement)
    require_not_before("due day", due, on.happened_on)
    return (AgreementChanged(agreement=agreement, what=what, due=due, persons=persons, reason=reason),)


def keep_agreement(
    municipality: Municipality, *, on: Occasion, agreement: AgreementId, note: PlainText | None = None
) -> tuple[AgreementKept]:
    """Record that an agreement was kept."""
    _require_open_agreement(municipality, agreement)
    return (AgreementKept(agreement=agreement, note=note),)


def break_agreement(
    municipality: Municipality, *, on: Occasion, agreement: AgreementId, note: PlainText | None = None
) -> tuple[AgreementNotKept]:
    """Record that an agreement was not kept."""
    _require_open_agreement(municipality, agreement)
    return (AgreementNotKept(agreement=agreement, note=note),)


def send_letter(
    municipality: Municipality,
    *,
    on: Occasion,
    letter: LetterId,
    kind: str,
    subject: PlainText,
    document: DocumentId | None = None,
    reply_due: date | None = None,
) -> tuple[LetterSent]:
    """Record a letter of the province."""
    require_new("letter", letter, municipality.contact.letters.get(letter))
    require_not_before("reply day", reply_due, on.happened_on)
    return (LetterSent(letter=letter, kind=kind, subject=subject, document=document, reply_due=reply_due),)


def receive_letter(
    municipality: Municipality,
    *,
    on: Occasion,
    letter: LetterId,
    kind: str,
    subject: PlainText,
    document: DocumentId | None = None,
    reply_to: LetterId | None = None,
) -> tuple[LetterReceived]:
    """Record a letter of the municipality, a reply to one of the province or not."""
    require_new("letter", letter, municipality.contact.letters.get(letter))
    if reply_to is not None:
        sent = municipality.contact.letters.get(reply_to)
        require_known("letter", reply_to, sent or None)
    return (LetterReceived(letter=letter, kind=kind, subject=subject, document=document, reply_to=reply_to),)


def connect_parties(
    municipality: Municipality, *, on: Occasion, parties: tuple[str, ...], subject: PlainText
) -> tuple[PartiesConnected]:
    """Record that the province brought parties together."""
    connected = PartiesConnected(parties=parties, subject=subject)
    require_sound_contact(connected)
    return (connected,)


def require_sound_contact(fact: ContactEvent) -> None:
    """What contact obeys, as it is recorded and as it is corrected."""
    match fact:
        case ConversationHeld(kind=kind, counts_because=reason):
            counts_by_itself = kind is not ConversationKind.MULTI_PARTY
            require(reason is None or not counts_by_itself, NotAMultiPartyMeeting(kind.value))
        case PartiesConnected(parties=parties):
            require(len(set(parties)) > 1, TooFewParties(len(set(parties))))
        case _:
            pass


def _agreement(
    municipality: Municipality, promise: Promise, on: Occasion, conversation: ConversationId | None
) -> AgreementMade:
    require_new("agreement", promise.agreement, municipality.contact.agreements.get(promise.agreement))
    require_not_before("due day", promise.due, on.happened_on)
    return AgreementMade(
        agreement=promise.agreement,
        conversation=conversation,
        owed_by=promise.owed_by,
        what=promise.what,
        due=promise.due,
        persons=promise.persons,
    )


def _twice(earlier: tuple[Promise, ...], promise: Promise) -> Promise | None:
    return next((other for other in earlier if other.agreement == promise.agreement), None)


def _require_open_agreement(municipality: Municipality, agreement: AgreementId) -> None:
    known = municipality.contact.agreements.get(agreement)
    require_known("agreement", agreement, known)
    require(known is not None and known.outcome is Outcome.OPEN, AlreadySettled("agreement", agreement))
