"""What a conversation counts for, by the annex 'Bestaand en nieuw beleid' of the policy."""

from datetime import date, timedelta

import pytest

from domain.events.contact import ConversationHeld, ConversationKind
from domain.policy.contact import (
    ContactOf,
    Held,
    OnRung,
    contact_of,
    counts_as_contact,
    falls_short,
    is_supervision_conversation,
    suggested,
)
from domain.values import ConversationId, Period, PlainText, Rung

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


@pytest.mark.parametrize("rung", Rung)
def test_what_is_suggested_never_falls_short_of_what_the_rung_asks_for(rung: Rung) -> None:
    assert not falls_short(suggested(rung), rung)


@pytest.mark.parametrize("rung", [Rung.SIGNAL, None])
def test_on_rung_one_or_before_supervision_a_progress_conversation_is_suggested(rung: Rung | None) -> None:
    assert suggested(rung) is ConversationKind.PROGRESS


# What contact is owed in a half year, and what of it was held

HALF, GRACE = Period(2025, 1), timedelta(weeks=6)


def owed(*talks: tuple[str, bool, bool], high: tuple[tuple[str, str | None], ...] = (), rung: int = 2) -> ContactOf:
    """What is owed in the first half of 2025 by talks on days (contact, supervision) and stays on a higher rung."""
    stays = [OnRung(date.min, None, Rung(1))]
    stays += [
        OnRung(date.fromisoformat(begin), date.fromisoformat(end) if end else None, Rung(rung)) for begin, end in high
    ]
    held = [Held(date.fromisoformat(day), counts, supervision) for day, counts, supervision in talks]
    return contact_of(HALF, stays, held, grace=GRACE)


def test_every_municipality_is_owed_one_contact_in_each_half_year() -> None:
    assert owed() == ContactOf(date(2025, 6, 30), None, None, None)
    assert not owed().complete
    first = owed(("2025-05-01", True, False), ("2025-01-01", True, False), ("2024-12-31", True, False))
    assert first.contact_held == date(2025, 1, 1)
    assert first.complete
    assert owed(("2025-06-30", True, False)).complete


@pytest.mark.parametrize("day", ["2024-12-31", "2025-07-01"])
def test_contact_of_another_half_year_does_not_count(day: str) -> None:
    assert owed((day, True, False)).contact_held is None


def test_what_is_no_supervisory_contact_fulfils_nothing() -> None:
    assert owed(("2025-03-01", False, False)).contact_held is None


@pytest.mark.parametrize(
    ("stay", "owes"),
    [
        (("2024-01-01", None), True),
        (("2024-01-01", "2025-01-02"), True),  # the first day only
        (("2024-01-01", "2025-01-01"), False),
        (("2025-06-30", None), True),  # the last day only
        (("2025-07-01", None), False),
        (("2025-03-01", "2025-03-02"), True),
    ],
)
def test_who_stood_on_rung_two_on_any_day_is_owed_a_supervision_conversation(
    stay: tuple[str, str | None],
    owes: bool,  # noqa: FBT001 - a table
) -> None:
    assert (owed(high=(stay,)).supervision_due is not None) is owes


def test_one_conversation_may_be_both() -> None:
    found = owed(("2025-03-01", True, True), high=(("2024-01-01", None),))
    assert (found.contact_due, found.supervision_due) == (date(2025, 6, 30), date(2025, 6, 30))
    assert (found.contact_held, found.supervision_held) == (date(2025, 3, 1), date(2025, 3, 1))
    assert found.complete


def test_a_progress_conversation_is_contact_and_no_supervision() -> None:
    found = owed(("2025-03-01", True, False), high=(("2024-01-01", None),), rung=3)
    assert (found.contact_held, found.supervision_held, found.complete) == (date(2025, 3, 1), None, False)


@pytest.mark.parametrize(
    ("reached", "due"),
    [
        ("2025-01-01", "2025-06-30"),
        ("2025-05-19", "2025-06-30"),  # six weeks before the last day
        ("2025-05-20", "2025-07-01"),
        ("2025-06-30", "2025-08-11"),
    ],
)
def test_who_reached_rung_two_in_the_last_six_weeks_has_six_weeks(reached: str, due: str) -> None:
    assert owed(high=((reached, None),)).supervision_due == date.fromisoformat(due)


def test_who_stood_there_before_in_the_half_year_has_until_its_end() -> None:
    found = owed(high=(("2025-02-01", "2025-03-01"), ("2025-06-20", None)))
    assert found.supervision_due == date(2025, 6, 30)


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        ("2025-06-19", False),  # before it was reached
        ("2025-06-20", True),
        ("2025-08-01", True),  # six weeks later
        ("2025-08-02", False),
    ],
)
def test_a_supervision_conversation_counts_from_the_rung_until_it_is_due(day: str, counts: bool) -> None:  # noqa: FBT001 - a table
    found = owed((day, True, True), high=(("2025-06-20", None),))
    assert (found.supervision_held is not None) is counts


def test_a_supervision_conversation_counts_only_while_on_rung_two_or_higher() -> None:
    stays = (("2025-02-01", "2025-03-01"), ("2025-04-01", "2025-05-01"))
    assert owed(("2025-03-01", True, True), high=stays).supervision_held is None
    assert owed(("2025-03-15", True, True), ("2025-04-01", True, True), high=stays).supervision_held == date(2025, 4, 1)


def test_the_days_on_rung_one_ask_for_no_supervision() -> None:
    assert owed(high=(("2025-02-01", None),), rung=1).supervision_due is None
