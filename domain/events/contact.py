"""Contact with the municipality: conversations and their agreements, letters, parties brought together."""

from datetime import date
from enum import StrEnum

from domain.events.base import MunicipalityEvent
from domain.values import (
    AgreementId,
    ConversationId,
    DocumentId,
    Label,
    LetterId,
    PersonId,
    Persons,
    Sealed,
    Value,
)


class ContactEvent(MunicipalityEvent):
    """A fact about contact with the municipality."""


class ConversationKind(StrEnum):
    """What kind of conversation it is; the kind says whether it counts as supervisory contact."""

    PROGRESS = "progress"
    OFFICIAL_SUPERVISION = "official-supervision"
    ADMINISTRATIVE_SUPERVISION = "administrative-supervision"
    AFTER_SIGNAL = "after-signal"
    INFORMATION_EXCHANGE = "information-exchange"
    MULTI_PARTY = "multi-party"


class Purpose(StrEnum):
    """What a conversation is for."""

    PROGRESS = "progress"
    INFORMATION = "information"
    DEVELOPMENTS = "developments"
    BEST_PRACTICES = "best-practices"


class Channel(StrEnum):
    """How people spoke."""

    IN_PERSON = "in-person"
    VIDEO = "video"
    TELEPHONE = "telephone"
    WRITTEN = "written"


class Level(StrEnum):
    """The level on which a side took part."""

    OFFICIAL = "official"
    ADMINISTRATIVE = "administrative"


class Side(StrEnum):
    """Whose side somebody is on, or who owes something."""

    PROVINCE = "province"
    MUNICIPALITY = "municipality"
    OTHER = "other"


class Participant(Value):
    """Somebody who took part, by office (wethouder, hoofd wonen) and, where it matters, by person."""

    side: Side
    office: Label | None = None
    person: PersonId | None = None


class ConversationPlanned(ContactEvent):
    """A conversation was planned; ``happened_on`` is the day on which that was done."""

    TOPIC = "municipality.conversation-planned.v1"
    conversation: ConversationId
    kind: ConversationKind
    planned_for: date


class ConversationHeld(ContactEvent):
    """A conversation took place on ``happened_on``.

    ``counts_because`` marks a multi-party meeting as supervisory contact too ('mede toezichtcontact'), with the reason.
    """

    TOPIC = "municipality.conversation-held.v1"
    conversation: ConversationId
    kind: ConversationKind
    purposes: tuple[Purpose, ...] = ()
    channel: Channel = Channel.IN_PERSON
    province_level: Level = Level.OFFICIAL
    municipality_level: Level = Level.OFFICIAL
    participants: tuple[Participant, ...] = ()
    summary: Sealed | None = None
    counts_because: Sealed | None = None
    documents: tuple[DocumentId, ...] = ()


class ConversationCancelled(ContactEvent):
    """A planned conversation will not take place."""

    TOPIC = "municipality.conversation-cancelled.v1"
    conversation: ConversationId
    reason: Sealed


class AgreementMade(ContactEvent):
    """One side promised something by a day, ``due`` included; ``persons`` when it is a number of persons to house."""

    TOPIC = "municipality.agreement-made.v1"
    agreement: AgreementId
    conversation: ConversationId | None = None
    owed_by: Side
    what: Sealed
    due: date
    persons: Persons | None = None


class AgreementChanged(ContactEvent):
    """Both sides changed an agreement; what is None stays as it was."""

    TOPIC = "municipality.agreement-changed.v1"
    agreement: AgreementId
    what: Sealed | None = None
    due: date | None = None
    persons: Persons | None = None
    reason: Sealed


class AgreementKept(ContactEvent):
    """An agreement was kept, as established on ``happened_on``."""

    TOPIC = "municipality.agreement-kept.v1"
    agreement: AgreementId
    note: Sealed | None = None


class AgreementNotKept(ContactEvent):
    """An agreement was not kept, as established on ``happened_on``."""

    TOPIC = "municipality.agreement-not-kept.v1"
    agreement: AgreementId
    note: Sealed | None = None


class LetterSent(ContactEvent):
    """The province sent the municipality a letter."""

    TOPIC = "municipality.letter-sent.v1"
    letter: LetterId
    kind: Label
    subject: Sealed
    document: DocumentId | None = None
    reply_due: date | None = None


class LetterReceived(ContactEvent):
    """The municipality sent the province a letter."""

    TOPIC = "municipality.letter-received.v1"
    letter: LetterId
    kind: Label
    subject: Sealed
    document: DocumentId | None = None
    reply_to: LetterId | None = None


class PartiesConnected(ContactEvent):
    """The province brought parties together, ministry and municipality say, to pass on knowledge."""

    TOPIC = "municipality.parties-connected.v1"
    parties: tuple[Label, ...]
    subject: Sealed
