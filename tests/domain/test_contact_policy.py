"""What a conversation counts for, by the annex 'Bestaand en nieuw beleid' of the policy."""

import pytest

from domain.events.contact import ConversationHeld, ConversationKind
from domain.policy.contact import counts_as_contact, falls_short, is_supervision_conversation
from domain.values import ConversationId, PlainText, Rung

SUPERVISION = (ConversationKind.OFFICIAL_SUPERVISION, ConversationKind.ADMINISTRATIVE_SUPERVISION)
OTHERS = tuple(kind for kind in ConversationKind if kind not in SUPERVISION)


def conversation(kind: ConversationKind, because: str | None = None) -> ConversationHeld:
    reason = PlainText(text=because) if because else None
    return ConversationHeld(conversation=ConversationId("talk-1"), kind=kind, counts_because=reason)


@pytest.mark.parametrize("kind", [kind for kind in ConversationKind if kind is not ConversationKind.MULTI_PARTY])
def test_every_conversation_with_the_municipality_alone_counts_as_supervisory_contact(kind: ConversationKind) -> None:
    assert counts_as_contact(conversation(kind))


def test_a_multi_party_meeting_does_not_count_as_supervisory_contact() -> None:
    assert not counts_as_contact(conversation(ConversationKind.MULTI_PARTY))


def test_a_multi_party_meeting_counts_when_it_is_marked_with_a_reason() -> None:
    assert counts_as_contact(conversation(ConversationKind.MULTI_PARTY, because="the backlog was discussed apart"))


@pytest.mark.parametrize("kind", SUPERVISION)
def test_an_official_or_administrative_supervision_conversation_is_one(kind: ConversationKind) -> None:
    assert is_supervision_conversation(kind)


@pytest.mark.parametrize("kind", OTHERS)
def test_no_other_conversation_is_a_supervision_conversation(kind: ConversationKind) -> None:
    assert not is_supervision_conversation(kind)


@pytest.mark.parametrize("rung", [rung for rung in Rung if rung >= Rung.INFORMATION])
@pytest.mark.parametrize("kind", OTHERS)
def test_from_rung_two_another_conversation_falls_short(kind: ConversationKind, rung: Rung) -> None:
    assert falls_short(kind, rung)


@pytest.mark.parametrize("rung", Rung)
@pytest.mark.parametrize("kind", SUPERVISION)
def test_a_supervision_conversation_never_falls_short(kind: ConversationKind, rung: Rung) -> None:
    assert not falls_short(kind, rung)


@pytest.mark.parametrize("rung", [Rung.SIGNAL, None])
@pytest.mark.parametrize("kind", ConversationKind)
def test_on_rung_one_or_before_supervision_nothing_falls_short(kind: ConversationKind, rung: Rung | None) -> None:
    assert not falls_short(kind, rung)
