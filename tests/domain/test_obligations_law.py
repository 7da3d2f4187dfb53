"""The terms of an announcement, of a decision and for appeal: no freeze moves them, what overtakes them ends them."""

from datetime import date

import pytest

from domain.events.contact import Side
from domain.events.law import Ruling
from domain.policy.obligations import ObligationKind, ObligationState
from domain.values import LetterId
from tests.domain.owing import is_lapsed, of_kind, stand, the
from tests.spec import (
    DECISION,
    LETTER,
    Happened,
    announced,
    appeal_decided,
    appeal_lodged,
    appeal_withdrawn,
    decision_notified,
    frozen,
    lowered,
    opened,
    raised,
    substitution_amended,
    substitution_decided,
    substitution_ended,
    substitution_lapsed,
    substitution_started,
    substitution_withdrawn,
    term_extended,
    withdrawn,
)

ANNOUNCED, DECIDED, APPEAL = (
    ObligationKind.ANNOUNCEMENT_TERM,
    ObligationKind.DECISION_TERM,
    ObligationKind.APPEAL_TERM,
)
ON_RUNG_4 = (opened("2024-01-01"), raised(3, 4, "2025-02-01"), announced("2025-02-01"))
ON_RUNG_5 = (*ON_RUNG_4, raised(4, 5, "2025-07-01"), substitution_decided("2025-07-01"))
NOTIFIED = (*ON_RUNG_5, decision_notified("2025-07-03"))


def test_the_term_of_an_announcement_is_the_day_in_the_letter_also_when_it_is_a_sunday() -> None:
    found = the(ANNOUNCED, "2025-05-17", *ON_RUNG_4)
    assert (found.subject, found.owed_by, found.state) == (LETTER, Side.MUNICIPALITY, ObligationState.OPEN)
    assert found.due
    assert (found.due.day, len(found.due.warnings)) == (date(2025, 6, 1), 1)
    assert "de vooraankondiging van 1 februari 2025" in found.due.basis.sentence
    assert stand(ANNOUNCED, "2025-05-18", *ON_RUNG_4)[0] == "due-soon"
    assert stand(ANNOUNCED, "2025-06-02", *ON_RUNG_4)[0] == "overdue"
    assert stand(ANNOUNCED, "2025-06-02", *ON_RUNG_4, frozen(4, "2025-03-01")) == ("overdue", "2025-06-01", None)


def test_a_term_that_was_extended_ends_later() -> None:
    told = (*ON_RUNG_4, term_extended("2025-07-01"))
    assert stand(ANNOUNCED, "2025-06-02", *told) == ("open", "2025-07-01", None)
    assert stand(ANNOUNCED, "2025-05-19", *told)[1] == "2025-06-01"  # not extended yet
    assert stand(ANNOUNCED, "2025-06-02", *told, withdrawn(4)) == ("overdue", "2025-06-01", None)


def test_an_announcement_is_overtaken_by_a_decision_by_another_or_by_a_lower_rung() -> None:
    assert is_lapsed(the(ANNOUNCED, "2025-07-01", *ON_RUNG_5), "gevolgd door het besluit van 1 juli 2025")
    below = (*ON_RUNG_4, lowered(4, 3, "2025-04-01"))
    assert is_lapsed(the(ANNOUNCED, "2025-04-01", *below), "afgeschaald tot onder trede 4 op 1 april 2025")
    assert the(ANNOUNCED, "2025-03-31", *below).stands
    again = (*ON_RUNG_4, announced("2025-04-01", letter=LetterId("letter-5"), term_ends="2025-09-01"))
    first, second = of_kind(ANNOUNCED, "2025-04-02", *again)
    assert is_lapsed(first, "vervangen door de vooraankondiging van 1 april 2025")
    assert second.stands


def test_the_term_of_a_decision_is_its_day_as_amended() -> None:
    assert stand(DECIDED, "2025-07-02", *ON_RUNG_5) == ("open", "2025-10-01", None)
    assert the(DECIDED, "2025-07-02", *ON_RUNG_5).subject == DECISION
    assert "Gemeentewet art. 124" in the(DECIDED, "2025-07-02", *ON_RUNG_5).source
    amended = substitution_amended("2025-08-01", term_ends=date(2025, 11, 1))
    assert stand(DECIDED, "2025-10-02", *ON_RUNG_5) == ("overdue", "2025-10-01", None)
    assert stand(DECIDED, "2025-10-02", *ON_RUNG_5, amended)[1] == "2025-11-01"
    assert stand(DECIDED, "2025-10-02", *ON_RUNG_5, substitution_lapsed("2025-09-01")) == (
        "fulfilled",
        "2025-10-01",
        6,
    )


@pytest.mark.parametrize(
    ("because", "after"),
    [
        ("het besluit is ingetrokken", (substitution_withdrawn("2025-09-01"),)),
        ("de uitvoering is begonnen op 2 oktober 2025", (substitution_started("2025-10-02"),)),
        ("de uitvoering is begonnen op 2 oktober 2025", (substitution_started("2025-10-02"), substitution_ended())),
        (
            "de rechter heeft het besluit vernietigd",
            (appeal_lodged("2025-08-01"), appeal_decided(Ruling.ANNULLED, "2025-09-01")),
        ),
    ],
)
def test_the_term_of_a_decision_lapses_with_it_and_when_it_is_carried_out(
    because: str, after: tuple[Happened, ...]
) -> None:
    assert is_lapsed(the(DECIDED, "2025-12-31", *ON_RUNG_5, *after), because)


def test_appeal_is_open_six_weeks_from_the_day_after_notification_and_then_the_decision_is_final() -> None:
    assert of_kind(APPEAL, "2025-07-02", *NOTIFIED) == []
    assert stand(APPEAL, "2025-07-10", *NOTIFIED) == ("open", "2025-08-14", None)
    assert stand(APPEAL, "2025-08-14", *NOTIFIED) == ("due-soon", "2025-08-14", None)
    assert is_lapsed(the(APPEAL, "2025-08-15", *NOTIFIED), "onherroepelijk: geen beroep ingesteld")
    lodged = (*NOTIFIED, appeal_lodged("2025-08-01"))
    assert stand(APPEAL, "2025-08-15", *lodged) == ("fulfilled", "2025-08-14", 7)
    assert stand(APPEAL, "2025-08-16", *lodged, appeal_withdrawn("2025-08-15"))[0] == "fulfilled"
    assert stand(APPEAL, "2025-07-10", *NOTIFIED, frozen(5, "2025-07-05"))[1] == "2025-08-14"


def test_the_term_for_appeal_runs_on_to_a_working_day() -> None:
    told = (*ON_RUNG_5, decision_notified("2025-11-14"))
    found = the(APPEAL, "2025-11-20", *told).due
    assert found
    assert (found.day, found.basis.plain_end) == (date(2025, 12, 29), date(2025, 12, 26))  # Boxing Day, a Friday


def test_nobody_need_appeal_against_what_was_withdrawn() -> None:
    told = (*NOTIFIED, substitution_withdrawn("2025-07-20"))
    assert is_lapsed(the(APPEAL, "2025-07-21", *told), "het besluit is ingetrokken")
