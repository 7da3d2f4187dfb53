"""Appeal against a decision and interim relief: what the court says, and what becomes of the decision by it."""

from datetime import date

import pytest

from domain.decisions.courts import (
    decide_appeal,
    decide_relief,
    lodge_appeal,
    request_relief,
    withdraw_appeal,
)
from domain.decisions.ladder import raise_rung
from domain.events.law import (
    AppealDecided,
    AppealLodged,
    AppealWithdrawn,
    InterimReliefDecided,
    InterimReliefRequested,
    Ruling,
)
from domain.municipality import Municipality
from domain.municipality.law import Ending, Over
from domain.refusals import AlreadyOnRecord, AlreadySettled, DayNeeded, DecisionSuspended, NotOnRecord, TooEarly
from domain.values import AppealId, DecisionId, DocumentId, ReliefId, Rung
from tests.domain.law_cases import NOTIFIED, ON_5, by_gs
from tests.spec import (
    APPEAL,
    DECISION,
    RELIEF,
    Decision,
    Question,
    appeal_decided,
    appeal_lodged,
    appeal_withdrawn,
    given,
    plain,
    relief_decided,
    relief_requested,
    substitution_decided,
    substitution_withdrawn,
)

OTHER = DecisionId("decision-2")
APPEALED = (*NOTIFIED, appeal_lodged())
ASKED = (*NOTIFIED, relief_requested())
LATER = date(2025, 12, 31)


# Appeal


def test_an_appeal_is_lodged_also_before_notification_and_late() -> None:
    question: Question = {"appeal": APPEAL, "decision": DECISION}
    (fact,) = given(*ON_5).when(lodge_appeal, on="2025-07-01", **question).facts
    assert fact == AppealLodged(appeal=APPEAL, decision=DECISION)
    assert given(*NOTIFIED).when(lodge_appeal, on="2025-12-30", **question).facts
    assert given(*NOTIFIED, substitution_withdrawn()).when(lodge_appeal, **question).facts


def test_who_appealed_and_where_can_be_named() -> None:
    said: Question = {
        "by": "residents",
        "court": "a court",
        "grounds": plain("no views"),
        "document": DocumentId("document-1"),
    }
    given(*NOTIFIED).when(lodge_appeal, appeal=APPEAL, decision=DECISION, **said).then(
        AppealLodged(appeal=APPEAL, decision=DECISION, **said)
    )


def test_an_appeal_is_against_a_decision_that_was_taken_by_then() -> None:
    told = given(*APPEALED)
    told.when(lodge_appeal, appeal=AppealId("appeal-2"), decision=OTHER).refused(NotOnRecord, what="decision")
    told.when(lodge_appeal, appeal=APPEAL, decision=DECISION).refused(AlreadyOnRecord, what="appeal", id=APPEAL)
    question: Question = {"appeal": AppealId("appeal-2"), "decision": DECISION}
    told.when(lodge_appeal, on="2025-06-30", **question).refused(TooEarly, what="day of the appeal")
    told.when(lodge_appeal, on="2025-07", **question).refused(DayNeeded, what="day of the appeal")


@pytest.mark.parametrize(
    ("ruling", "over"),
    [
        (Ruling.DISMISSED, False),
        (Ruling.INADMISSIBLE, False),
        (Ruling.ANNULLED, True),
        (Ruling.ANNULLED_EFFECTS_KEPT, False),
    ],
)
def test_only_a_decision_that_is_annulled_whole_is_over(ruling: Ruling, over: bool) -> None:  # noqa: FBT001 - the expectation
    question: Question = {"appeal": APPEAL, "ruling": ruling}
    more: Question = {"summary": plain("badly reasoned"), "document": DocumentId("document-1")}
    outcome = given(*APPEALED).when(decide_appeal, on="2025-11-01", **question, **more)
    outcome.then(AppealDecided(**question, **more))
    found = outcome.case.law.decisions[DECISION]
    assert found.over == (Over(Ending.ANNULLED, date(2025, 11, 1), len(APPEALED) + 1) if over else None)
    assert found.stands_on(date(2025, 10, 31))
    assert outcome.case.law.appeals[APPEAL].ruling is ruling


def test_annulment_does_not_end_what_had_ended() -> None:
    told = (*APPEALED, substitution_withdrawn("2025-09-01"), appeal_decided(Ruling.ANNULLED, "2025-11-01"))
    found = given(*told).case.law.decisions[DECISION]
    assert found.over
    assert (found.over.ending, found.over.on) == (Ending.WITHDRAWN, date(2025, 9, 1))


def test_annulment_ends_the_decision_that_was_appealed_against_only() -> None:
    told = (*NOTIFIED, substitution_decided("2025-08-01", decision=OTHER), appeal_lodged("2025-08-02", decision=OTHER))
    law = given(*told, appeal_decided(Ruling.ANNULLED)).case.law
    assert [each.decision for each in law.standing_on(LATER)] == [DECISION]


def test_an_appeal_is_withdrawn_and_the_decision_stands() -> None:
    question: Question = {"appeal": APPEAL, "note": plain("the parties agreed")}
    outcome = given(*APPEALED).when(withdraw_appeal, on="2025-08-15", **question)
    outcome.then(AppealWithdrawn(**question))
    appeal = outcome.case.law.appeals[APPEAL]
    assert (appeal.over_on, appeal.ruling) == (date(2025, 8, 15), None)
    assert outcome.case.law.decisions[DECISION].stands_on(LATER)


@pytest.mark.parametrize(("decision", "more"), [(withdraw_appeal, {}), (decide_appeal, {"ruling": Ruling.DISMISSED})])
def test_an_appeal_is_settled_once_and_not_before_it_was_lodged(decision: Decision, more: Question) -> None:
    what = "day of the withdrawal" if decision is withdraw_appeal else "day of the ruling"
    given(*NOTIFIED).when(decision, appeal=APPEAL, **more).refused(NotOnRecord, what="appeal", id=APPEAL)
    for settled in (appeal_withdrawn(), appeal_decided(Ruling.DISMISSED)):
        given(*APPEALED, settled).when(decision, appeal=APPEAL, **more).refused(AlreadySettled, what="appeal")
    given(*APPEALED).when(decision, on="2025-07-31", appeal=APPEAL, **more).refused(TooEarly, what=what)
    given(*APPEALED).when(decision, on="2025-08", appeal=APPEAL, **more).refused(DayNeeded, what=what)


# Interim relief


def test_interim_relief_is_asked_for() -> None:
    question: Question = {"relief": RELIEF, "decision": DECISION, "document": DocumentId("document-1")}
    outcome = given(*NOTIFIED).when(request_relief, on="2025-08-02", **question, by="residents")
    outcome.then(InterimReliefRequested(**question, by="residents"))
    assert outcome.case.law.reliefs[RELIEF].granted is None
    assert not suspended(outcome.case, "2025-12-31")


def test_interim_relief_is_asked_for_about_a_decision_that_was_taken_by_then() -> None:
    told, other = given(*ASKED), ReliefId("relief-2")
    told.when(request_relief, relief=other, decision=OTHER).refused(NotOnRecord, what="decision")
    told.when(request_relief, relief=RELIEF, decision=DECISION).refused(
        AlreadyOnRecord, what="request for interim relief", id=RELIEF
    )
    told.when(request_relief, on="2025-06-30", relief=other, decision=DECISION).refused(TooEarly)
    told.when(request_relief, on="2025-08", relief=other, decision=DECISION).refused(
        DayNeeded, what="day of the request"
    )


def test_the_court_decides_once_on_a_request() -> None:
    question: Question = {"relief": RELIEF, "granted": True, "suspended_until": date(2025, 9, 30)}
    more: Question = {"summary": plain("it weighs more"), "document": DocumentId("document-1")}
    outcome = given(*ASKED).when(decide_relief, on="2025-08-20", **question, **more)
    outcome.then(InterimReliefDecided(**question, **more))
    for granted in (True, False):
        settled = given(*ASKED, relief_decided(granted=granted))
        settled.when(decide_relief, **question).refused(AlreadySettled, what="request for interim relief", id=RELIEF)
    given(*NOTIFIED).when(decide_relief, **question).refused(NotOnRecord, what="request for interim relief")
    given(*ASKED).when(decide_relief, on="2025-08-01", **question).refused(TooEarly, what="day of the ruling")
    given(*ASKED).when(decide_relief, on="2025-10-01", **question).refused(TooEarly, what="last day of the suspension")
    given(*ASKED).when(decide_relief, on="2025-09", **question).refused(DayNeeded, what="day of the ruling")
    assert given(*ASKED).when(decide_relief, on="2025-09-30", **question).facts


def suspended(case: Municipality, day: str) -> bool:
    return case.law.suspension_of(DECISION, date.fromisoformat(day)) is not None


def test_a_suspension_lasts_until_its_last_day() -> None:
    case = given(*ASKED, relief_decided(until="2025-09-30")).case
    days = ["2025-08-19", "2025-08-20", "2025-09-30", "2025-10-01"]
    assert [suspended(case, day) for day in days] == [False, True, True, False]
    assert case.law.decisions[DECISION].stands_on(date(2025, 9, 1))


@pytest.mark.parametrize("ended", [appeal_withdrawn("2025-11-01"), appeal_decided(Ruling.DISMISSED, "2025-11-01")])
def test_a_suspension_without_a_last_day_lasts_until_the_court_has_done_with_the_appeal(ended: object) -> None:
    told = (*ASKED, appeal_lodged(), relief_decided())
    assert suspended(given(*told).case, "2030-01-01")
    case = given(*told, ended).case  # type: ignore[arg-type]  # a fact, parametrized
    assert [suspended(case, day) for day in ("2025-10-31", "2025-11-01")] == [True, False]


def test_what_became_of_another_appeal_or_of_an_earlier_one_ends_no_suspension() -> None:
    other = AppealId("appeal-2")
    about_another = (
        substitution_decided("2025-07-10", decision=OTHER),
        appeal_lodged("2025-07-11", other, OTHER),
        appeal_withdrawn("2025-11-01", other),
    )
    earlier = (appeal_lodged("2025-07-20", other), appeal_withdrawn("2025-08-19", other))
    for told in (about_another, earlier):
        assert suspended(given(*ASKED, *told, relief_decided()).case, "2025-12-31")
    on_the_day = (appeal_lodged("2025-07-20", other), appeal_withdrawn("2025-08-20", other))
    assert not suspended(given(*ASKED, *on_the_day, relief_decided()).case, "2025-12-31")


def test_what_is_refused_or_about_another_decision_suspends_nothing() -> None:
    assert not suspended(given(*ASKED, relief_decided(granted=False, until="2026-12-31")).case, "2025-10-01")
    told = (substitution_decided("2025-07-10", decision=OTHER), relief_requested(decision=OTHER), relief_decided())
    assert not suspended(given(*NOTIFIED, *told).case, "2025-10-01")


def test_once_the_suspension_is_over_the_decision_is_carried_out() -> None:
    told = given(*ASKED, relief_decided(until="2025-10-31"))
    told.when(raise_rung, to_rung=Rung(6), **by_gs("2025-10-31")).refused(DecisionSuspended, relief=RELIEF)
    assert told.when(raise_rung, to_rung=Rung(6), **by_gs("2025-11-01")).facts


def test_of_two_reliefs_one_that_still_suspends_is_enough() -> None:
    second = ReliefId("relief-2")
    told = (
        *ASKED,
        relief_decided(until="2025-09-30"),
        relief_requested("2025-09-25", second),
        relief_decided("2025-10-01", second),
    )
    found = given(*told).case.law.suspension_of(DECISION, LATER)
    assert found
    assert found.relief == second


def test_what_follows_on_what_is_not_known_changes_nothing() -> None:
    told = given(*NOTIFIED)
    late = (appeal_withdrawn(), appeal_decided(Ruling.ANNULLED), relief_decided())
    assert told.given(*late).case.law == told.case.law
    unknown = given(*ON_5[:-1], appeal_lodged(), appeal_decided(Ruling.ANNULLED)).case
    assert not unknown.law.decisions
