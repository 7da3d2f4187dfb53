"""What a conversation counts for: supervisory contact, and the supervision conversation asked for from rung 2.

Source: annex 'Bestaand en nieuw beleid' of the Aanvullend beleidskader IBT huisvesting vergunninghouders. A knowledge
session never counts: it is no conversation.
"""

from domain.events.contact import ConversationHeld, ConversationKind
from domain.values import Rung

SUPERVISION_FROM = Rung.INFORMATION
"""The lowest rung on which the policy asks for a supervision conversation."""

SUPERVISION = {ConversationKind.OFFICIAL_SUPERVISION, ConversationKind.ADMINISTRATIVE_SUPERVISION}


def counts_as_contact(conversation: ConversationHeld) -> bool:
    """Whether it is the supervisory contact of its period: every kind but a multi-party meeting without a reason."""
    return conversation.kind is not ConversationKind.MULTI_PARTY or conversation.counts_because is not None


def is_supervision_conversation(kind: ConversationKind) -> bool:
    """Whether it is an official or administrative supervision conversation (ambtelijk, bestuurlijk)."""
    return kind in SUPERVISION


def falls_short(kind: ConversationKind, rung: Rung | None) -> bool:
    """Whether the rung of the day asked for a supervision conversation and this is none.

    It is recorded all the same; what the policy asks is an obligation, which it does not fulfil.
    """
    return rung is not None and rung >= SUPERVISION_FROM and not is_supervision_conversation(kind)


def suggested(rung: Rung | None) -> ConversationKind:
    """The kind of conversation that the policy asks for on a rung; the supervisor may choose another."""
    asks_for_supervision = rung is not None and rung >= SUPERVISION_FROM
    return ConversationKind.OFFICIAL_SUPERVISION if asks_for_supervision else ConversationKind.PROGRESS
