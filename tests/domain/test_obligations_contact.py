"""Contact is owed once in every period, a supervision conversation from rung 2, and a contact after each signal."""

import pytest

from domain.events.contact import ConversationKind, Side
from domain.events.judging import TrendVerdict
from domain.events.signals import SignalKind
from domain.policy.obligations import ObligationKind, ObligationState
from tests.domain.owing import is_lapsed, of_kind, owed, stand, the
from tests.spec import (
    Happened,
    assessed,
    closed,
    corrected,
    frozen,
    held,
    information_asked,
    information_received,
    lowered,
    opened,
    raised,
    signal_cleared,
    signal_raised,
    unfrozen,
    withdrawn,
)

CONTACT, SUPERVISION = ObligationKind.SUPERVISORY_CONTACT, ObligationKind.SUPERVISION_CONVERSATION
SIGNAL, INFORMATION = ObligationKind.CONTACT_AFTER_SIGNAL, ObligationKind.INFORMATION
ASSESSMENT = ObligationKind.ASSESSMENT
OPENED = opened("2025-01-01")
OFFICIAL = ConversationKind.OFFICIAL_SUPERVISION


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2025-01-01", "open"),
        ("2025-06-15", "open"),
        ("2025-06-16", "due-soon"),
        ("2025-06-30", "due-soon"),
        ("2025-07-01", "overdue"),
        ("2025-12-31", "overdue"),
        ("2026-01-01", "lapsed"),
    ],
)
def test_contact_is_due_on_the_last_day_of_the_period_and_cannot_be_made_up_after_the_next(
    day: str, state: str
) -> None:
    assert stand(CONTACT, day, OPENED, subject="2025-1") == (state, "2025-06-30", None)


def test_a_conversation_is_the_contact_of_its_period_only() -> None:
    told = of_kind(CONTACT, "2025-07-05", OPENED, held("talk-1", "2025-07-02"))
    assert [(each.subject, each.state.value, each.fulfilled_by) for each in told] == [
        ("2025-1", "overdue", None),
        ("2025-2", "fulfilled", 2),
    ]
    assert all(each.owed_by is Side.PROVINCE and "Bestaand en nieuw beleid" in each.source for each in told)


def test_a_conversation_that_is_withdrawn_or_was_on_another_day_reopens_what_it_fulfilled() -> None:
    told = (OPENED, held("talk-1", "2025-05-01"))
    assert stand(CONTACT, "2025-06-01", *told) == ("fulfilled", "2025-06-30", 2)
    assert stand(CONTACT, "2025-06-20", *told, withdrawn(2)) == ("due-soon", "2025-06-30", None)
    later = corrected(2, held("talk-1", "2025-07-02"))
    assert stand(CONTACT, "2025-07-02", *told, later, subject="2025-1") == ("overdue", "2025-06-30", None)
    assert stand(CONTACT, "2025-07-02", *told, later, subject="2025-2") == ("fulfilled", "2025-12-31", 2)


def test_a_meeting_of_many_parties_is_no_contact() -> None:
    talk = held("talk-1", "2025-05-01", ConversationKind.MULTI_PARTY)
    assert stand(CONTACT, "2025-06-01", OPENED, talk) == ("open", "2025-06-30", None)


def test_who_reaches_rung_2_late_in_the_period_is_spoken_to_within_six_weeks() -> None:
    told = (OPENED, held("talk-1", "2025-03-01"), raised(1, 2, "2025-06-10"))
    assert stand(SUPERVISION, "2025-07-15", *told, subject="2025-1") == ("due-soon", "2025-07-22", None)
    assert "zes weken na het bereiken van trede 2" in _basis("2025-07-15", *told)
    talk = held("talk-2", "2025-07-10", OFFICIAL)
    assert stand(SUPERVISION, "2025-07-15", *told, talk, subject="2025-1") == ("fulfilled", "2025-07-22", 4)
    assert stand(CONTACT, "2025-07-15", *told, talk, subject="2025-2") == ("fulfilled", "2025-12-31", 4)


def test_who_stands_on_rung_1_owes_no_supervision_conversation() -> None:
    assert of_kind(SUPERVISION, "2025-06-30", OPENED) == []
    early = (OPENED, raised(1, 2, "2025-02-01"), lowered(2, 1, "2025-03-01"))
    assert stand(SUPERVISION, "2025-03-05", *early) == ("open", "2025-06-30", None)
    assert "de laatste dag van taakstellingsperiode 2025-1" in _basis("2025-03-05", *early)
    assert of_kind(SUPERVISION, "2025-01-31", *early) == []  # decided on later: not yet


def test_a_freeze_moves_the_six_weeks_and_never_the_end_of_a_period() -> None:
    late = (OPENED, raised(1, 2, "2025-06-10"), frozen(2, "2025-06-20", until="2025-06-29"))
    assert stand(SUPERVISION, "2025-07-01", *late, subject="2025-1")[1] == "2025-08-01"
    early = (OPENED, raised(1, 2, "2025-02-01"), frozen(2, "2025-06-20"))
    assert stand(SUPERVISION, "2025-07-01", *early, subject="2025-1")[1] == "2025-06-30"
    assert stand(CONTACT, "2025-07-01", *early, subject="2025-1")[1] == "2025-06-30"


def test_supervision_that_ended_leaves_nothing_open_and_asks_nothing_more() -> None:
    told = (OPENED, held("talk-1", "2025-03-01"), closed("2025-08-01"))
    found = of_kind(CONTACT, "2026-03-01", *told)
    assert [each.subject for each in found] == ["2025-1", "2025-2"]
    assert found[0].state is ObligationState.FULFILLED
    assert is_lapsed(found[1], "het toezicht is beëindigd")
    assert owed("2025-01-15", opened("2025-02-01")) == ()
    assert owed("2025-03-01", held("talk-1", "2025-02-01")) == ()


def test_after_a_signal_there_is_a_contact_within_fourteen_days() -> None:
    told = (OPENED, held("talk-1", "2025-03-01"), signal_raised("2025-1", "2025-04-01"))
    assert stand(SIGNAL, "2025-04-15", *told) == ("due-soon", "2025-04-15", None)
    assert stand(SIGNAL, "2025-04-16", *told) == ("overdue", "2025-04-15", None)
    assert the(SIGNAL, "2025-04-16", *told).subject == SignalKind.BACKLOG_THREATENS
    talk = held("talk-2", "2025-04-01")
    assert stand(SIGNAL, "2025-04-16", *told, talk) == ("fulfilled", "2025-04-15", 4)


def test_a_signal_that_is_cleared_before_anybody_spoke_asks_for_nothing_any_more() -> None:
    told = (OPENED, signal_raised("2025-1", "2025-04-01"), signal_cleared(2, "2025-04-10"))
    assert is_lapsed(
        the(SIGNAL, "2025-04-20", *told, held("talk-1", "2025-04-12")),
        "het signaal is ingetrokken voordat er contact was",
    )
    assert stand(SIGNAL, "2025-04-20", *told, held("talk-1", "2025-04-08"))[0] == "fulfilled"
    again = signal_raised("2025-1", "2025-05-01")
    assert [each.state.value for each in of_kind(SIGNAL, "2025-05-02", *told, again)] == ["lapsed", "due-soon"]


def test_a_freeze_moves_the_contact_after_a_signal() -> None:
    told = (OPENED, signal_raised("2025-1", "2025-04-01"), frozen(1, "2025-04-10"))
    assert stand(SIGNAL, "2025-04-30", *told) == ("due-soon", "2025-05-06", None)
    ended = unfrozen(1, "2025-04-12")
    assert stand(SIGNAL, "2025-04-30", *told, ended) == ("overdue", "2025-04-17", None)


def test_information_is_owed_by_the_municipality_until_all_of_it_has_come() -> None:
    asked = information_asked("request-1", "2025-04-21", on="2025-04-01")  # Easter Monday
    assert stand(INFORMATION, "2025-04-02", OPENED, asked) == ("open", "2025-04-21", None)
    found = the(INFORMATION, "2025-04-22", OPENED, asked)
    assert (found.state, found.owed_by, found.subject) == (ObligationState.OVERDUE, Side.MUNICIPALITY, "request-1")
    assert found.due
    assert found.due.warnings
    received = information_received("request-1", "2025-04-20")
    assert stand(INFORMATION, "2025-04-22", OPENED, asked, received) == ("fulfilled", "2025-04-21", 3)
    assert of_kind(INFORMATION, "2025-04-22", OPENED, asked, received, withdrawn(2)) == []


def test_a_freeze_moves_no_day_that_a_letter_names() -> None:
    told = (OPENED, information_asked("request-1", "2025-04-15", on="2025-04-01"), frozen(1, "2025-04-05"))
    assert stand(INFORMATION, "2025-04-20", *told) == ("overdue", "2025-04-15", None)


def test_the_past_period_is_assessed_within_six_weeks() -> None:
    assert of_kind(ASSESSMENT, "2025-06-30", OPENED) == []
    assert stand(ASSESSMENT, "2025-07-01", OPENED) == ("open", "2025-08-11", None)
    assert stand(ASSESSMENT, "2025-08-12", OPENED) == ("overdue", "2025-08-11", None)
    drawn = assessed("2025-1", 1, TrendVerdict.GROWING, on="2025-07-20")
    assert stand(ASSESSMENT, "2025-08-12", OPENED, drawn) == ("fulfilled", "2025-08-11", 2)
    interim = assessed("2025-1", 1, TrendVerdict.GROWING, on="2025-07-20", interim=True)
    assert stand(ASSESSMENT, "2025-08-12", OPENED, interim)[0] == "overdue"


def test_a_period_is_not_assessed_any_more_once_a_later_one_is() -> None:
    drawn = assessed("2025-2", on="2026-01-20")
    found = of_kind(ASSESSMENT, "2026-02-01", OPENED, drawn)
    assert is_lapsed(found[0], "een latere periode is al beoordeeld")
    assert found[1].state is ObligationState.FULFILLED


def test_a_period_that_nobody_assessed_gives_way_when_the_next_one_is_over() -> None:
    assert [each.state for each in of_kind(ASSESSMENT, "2025-12-31", OPENED)] == ["overdue"]
    assert [each.state for each in of_kind(ASSESSMENT, "2026-01-01", OPENED)] == ["lapsed", "open"]


def test_a_freeze_moves_the_assessment() -> None:
    told = (OPENED, frozen(1, "2025-07-02", until="2025-07-08"))
    assert stand(ASSESSMENT, "2025-08-12", *told) == ("due-soon", "2025-08-18", None)


def test_no_obligation_follows_from_a_framework_that_sets_no_term() -> None:
    early = opened("2013-01-01")
    kinds = {each.kind for each in owed("2014-01-10", early, signal_raised("2013-2", "2013-10-01"))}
    assert kinds == {CONTACT}


def _basis(day: str, *told: Happened) -> str:
    found = the(SUPERVISION, day, *told, subject="2025-1")
    assert found.due
    return found.due.basis.sentence
