"""Rung 6 in law: what a decision needs before it is carried out, what changes and ends it, and its costs."""

from datetime import date

import pytest

from domain.decisions.carrying_out import start_substitution
from domain.decisions.costs import claim_costs, record_recovery
from domain.decisions.ladder import lower_rung, raise_rung
from domain.decisions.substituting import (
    amend_substitution,
    end_substitution,
    notify_decision,
    withdraw_substitution,
)
from domain.events.ladder import RungLowered, RungRaised
from domain.events.law import (
    CostsClaimed,
    CostsRecovered,
    DecisionNotified,
    Ruling,
    Scope,
    SubstitutionAmended,
    SubstitutionEnded,
    SubstitutionStarted,
    SubstitutionWithdrawn,
)
from domain.municipality.law import Ending, Over
from domain.refusals import (
    AlreadyOnRecord,
    AlreadySettled,
    ChangedSince,
    DayNeeded,
    DecisionMissing,
    DecisionNotNotified,
    DecisionSuspended,
    DecisionTermRunning,
    NotCarriedOut,
    NothingAmended,
    NotInForce,
    NotOnRecord,
    PeriodNotPast,
    Refusal,
    RungTooLow,
    SubstitutionStands,
    SupervisionNotOpen,
    TermMissing,
    TooEarly,
)
from domain.values import ClaimId, DecisionId, DocumentId, LetterId, Period, Rung
from tests.domain.law_cases import NOTIFIED, ON_5, ON_6, by_gs
from tests.spec import (
    CLAIM,
    DECISION,
    DEPARTURE,
    RELIEF,
    Decision,
    Happened,
    Outcome,
    Question,
    appeal_decided,
    appeal_lodged,
    closed,
    costs_claimed,
    costs_recovered,
    decision_notified,
    given,
    plain,
    relief_decided,
    relief_requested,
    substitution_amended,
    substitution_decided,
    substitution_ended,
    substitution_lapsed,
    substitution_started,
    substitution_withdrawn,
    term_extended,
)

OTHER = DecisionId("decision-2")
AFTER_NOTIFIED = len(NOTIFIED) + 1
"""The entry after those of what was notified."""
URGENT = plain("winter is near")
SUSPENDED = (relief_requested(), relief_decided())
ENDINGS = (
    substitution_lapsed(),
    substitution_withdrawn(),
    substitution_ended("2025-09-01"),
)


def carry_out(*told: Happened, on: str = "2025-10-02", **more: object) -> Outcome:
    """What comes of placing on rung 6, decided by GS."""
    return given(*told).when(raise_rung, to_rung=Rung(6), **by_gs(on, **more))


# Carrying out


def test_the_province_begins_when_the_municipality_is_placed_on_rung_6() -> None:
    outcome = carry_out(*NOTIFIED)
    placed, begun = outcome.facts
    assert isinstance(placed, RungRaised)
    assert begun == SubstitutionStarted(decision=DECISION)
    assert outcome.case.law.decisions[DECISION].started_on == date(2025, 10, 2)


def test_there_is_a_decision_to_carry_out() -> None:
    carry_out(*ON_5[:-1]).refused(DecisionMissing, to_rung=Rung(6))
    for over in ENDINGS:
        carry_out(*NOTIFIED, over).refused(DecisionMissing)
    annulled = (appeal_lodged(), appeal_decided(Ruling.ANNULLED, "2025-10-01"))
    carry_out(*NOTIFIED, *annulled).refused(DecisionMissing)


@pytest.mark.parametrize("more", [{}, {"urgent": URGENT}, {"departure": DEPARTURE}])
def test_a_decision_has_no_effect_before_it_was_notified_however_urgent(more: Question) -> None:
    carry_out(*ON_5, **more).refused(DecisionNotNotified, decision=DECISION)
    carry_out(*ON_5, decision_notified("2025-10-03"), **more).refused(DecisionNotNotified)
    assert carry_out(*ON_5, decision_notified("2025-10-02"), **more).facts


def test_the_municipality_has_until_the_last_day_of_the_term_to_comply() -> None:
    carry_out(*NOTIFIED, on="2025-10-01").refused(
        DecisionTermRunning, term_ends=date(2025, 10, 1), day=date(2025, 10, 1)
    )
    carry_out(*NOTIFIED, on="2025-10-01", departure=DEPARTURE).refused(DecisionTermRunning)
    longer = term_extended("2025-11-01", "2025-09-20", decision=DECISION)
    carry_out(*NOTIFIED, longer).refused(DecisionTermRunning, term_ends=date(2025, 11, 1))
    shorter = substitution_amended(term_ends=date(2025, 9, 1))
    assert carry_out(*NOTIFIED, shorter, on="2025-09-02").facts


def test_urgency_lifts_the_term_of_the_decision() -> None:
    placed, begun = carry_out(*NOTIFIED, on="2025-08-01", urgent=URGENT).facts
    assert isinstance(placed, RungRaised)
    assert placed.urgent == URGENT
    assert begun == SubstitutionStarted(decision=DECISION, urgent=URGENT)


def test_an_urgent_decision_is_not_carried_out_before_its_term_without_new_grounds() -> None:
    told = (*ON_5[:-1], substitution_decided(urgent=URGENT), decision_notified())
    carry_out(*told, on="2025-08-01").refused(DecisionTermRunning)


@pytest.mark.parametrize("more", [{}, {"urgent": URGENT}, {"departure": DEPARTURE}])
def test_a_decision_that_the_court_suspended_is_not_carried_out(more: Question) -> None:
    carry_out(*NOTIFIED, *SUSPENDED, **more).refused(DecisionSuspended, decision=DECISION, relief=RELIEF)


@pytest.mark.parametrize(("effective_on", "refusal"), [("2025-10-01", DecisionTermRunning), ("2025-10-02", None)])
def test_rung_6_takes_effect_after_the_term_also_when_it_is_decided_later(
    effective_on: str, refusal: type[Refusal] | None
) -> None:
    outcome = carry_out(*NOTIFIED, on="2025-11-01", effective_on=effective_on)
    if refusal:
        outcome.refused(refusal)
    else:
        assert outcome.facts


def test_rung_6_is_decided_after_the_term_also_when_it_takes_effect_later() -> None:
    carry_out(*NOTIFIED, on="2025-09-15", effective_on="2025-11-01").refused(DecisionTermRunning)


def test_of_two_decisions_in_force_the_last_is_carried_out() -> None:
    told = (*NOTIFIED, substitution_decided("2025-08-01", decision=OTHER), decision_notified("2025-08-02", OTHER))
    _, begun = carry_out(*told).facts
    assert begun == SubstitutionStarted(decision=OTHER)


# One more decision on rung 6


SECOND = (
    *ON_6,
    substitution_decided("2025-10-10", decision=OTHER, term_ends="2025-11-10"),
    decision_notified("2025-10-11", OTHER),
)


def start(*told: Happened, on: str | None = "2025-11-11", **more: object) -> Outcome:
    question: Question = {"decision": OTHER, **more}
    return given(*told).when(start_substitution, on=on, **question)


def test_one_more_decision_about_who_stands_on_rung_6_is_carried_out_too() -> None:
    outcome = start(*SECOND)
    outcome.then(SubstitutionStarted(decision=OTHER))
    assert outcome.case.law.decisions[OTHER].started_on == date(2025, 11, 11)
    assert outcome.case.law.decisions[DECISION].started_on == date(2025, 10, 2)


def test_one_more_decision_needs_what_the_first_needed() -> None:
    start(*SECOND[:-1]).refused(DecisionNotNotified, decision=OTHER)
    start(*SECOND, on="2025-11-10").refused(DecisionTermRunning)
    start(*SECOND, on="2025-11-10", urgent=URGENT).then(SubstitutionStarted(decision=OTHER, urgent=URGENT))
    suspended = (relief_requested("2025-10-12", decision=OTHER), relief_decided("2025-10-20"))
    start(*SECOND, *suspended).refused(DecisionSuspended, decision=OTHER)
    start(*SECOND, substitution_withdrawn("2025-11-01", OTHER)).refused(NotInForce, decision=OTHER)
    start(*SECOND, decision=DECISION).refused(AlreadySettled, id=DECISION)
    start(*ON_6).refused(NotOnRecord, what="decision", id=OTHER)
    start(*NOTIFIED, decision=DECISION).refused(RungTooLow, rung=Rung(5), least=Rung(6))
    start(*SECOND, closed()).refused(SupervisionNotOpen)
    start(*SECOND, on="2025-11").refused(DayNeeded, what="day it began")
    start(*SECOND, on="2025-10-09").refused(TooEarly, what="day it began", bound=date(2025, 10, 10))
    start(*SECOND, seen=10).refused(ChangedSince, what="law of the case", changed_by=11)


# Notifying


def test_the_day_of_notification_is_recorded_once() -> None:
    question: Question = {"decision": DECISION, "letter": LetterId("letter-6"), "document": DocumentId("document-1")}
    outcome = given(*ON_5).when(notify_decision, on="2025-07-03", **question)
    outcome.then(DecisionNotified(**question))
    assert outcome.case.law.decisions[DECISION].notified_on == date(2025, 7, 3)
    outcome.recorded.when(notify_decision, decision=DECISION).refused(
        AlreadySettled, what="notification of decision", id=DECISION
    )
    assert given(*ON_5).when(notify_decision, on="2025-07-01", decision=DECISION).facts
    given(*ON_5).when(notify_decision, on="2025-06-30", decision=DECISION).refused(TooEarly)
    given(*ON_5).when(notify_decision, on="2025-07", decision=DECISION).refused(DayNeeded, what="day of notification")


@pytest.mark.parametrize(
    ("decision", "more"),
    [
        (notify_decision, {}),
        (amend_substitution, {"reason": plain(), "persons": 30}),
        (withdraw_substitution, {"reason": plain()}),
        (end_substitution, {"summary": plain()}),
        (claim_costs, {"claim": CLAIM, "cents": 100}),
    ],
)
def test_what_follows_on_a_decision_cites_one_that_is_on_record(decision: Decision, more: Question) -> None:
    given(*ON_6).when(decision, **{"decision": OTHER, **more}).refused(NotOnRecord, what="decision", id=OTHER)


# Changing


def amend(*told: Happened, on: str = "2025-08-01", **more: object) -> Outcome:
    question: Question = {"decision": DECISION, "reason": plain("housed"), **more}
    return given(*told).when(amend_substitution, on=on, **question)


def test_only_what_changes_stands_in_the_amendment() -> None:
    outcome = amend(*NOTIFIED, persons=38, periods=(Period(2024, 1),), scope=Scope.BACKLOG)
    outcome.then(SubstitutionAmended(decision=DECISION, persons=38, reason=plain("housed")))
    found = outcome.case.law.decisions[DECISION]
    assert (found.persons, found.periods, found.term_ends) == (38, (Period(2024, 1),), date(2025, 10, 1))
    assert found.changed_by == (AFTER_NOTIFIED,)


def test_periods_term_and_scope_change_too() -> None:
    changed: Question = {
        "periods": (Period(2024, 2),),
        "term_ends": date(2025, 12, 1),
        "scope": Scope.WHOLE_TASK,
    }
    found = amend(*NOTIFIED, **changed).case.law.decisions[DECISION]
    assert {name: getattr(found, name) for name in changed} == changed
    assert found.persons == 42


def test_an_amendment_changes_something() -> None:
    amend(*NOTIFIED).refused(NothingAmended, decision=DECISION)
    same: Question = {
        "periods": (Period(2024, 1),),
        "persons": 42,
        "term_ends": date(2025, 10, 1),
        "scope": Scope.BACKLOG,
    }
    amend(*NOTIFIED, **same).refused(NothingAmended)


def test_what_is_amended_obeys_what_a_decision_obeys() -> None:
    amend(*NOTIFIED, term_ends=date(2025, 8, 1)).refused(TermMissing, what="amendment", term_ends=date(2025, 8, 1))
    amend(*NOTIFIED, periods=(Period(2025, 2),)).refused(PeriodNotPast, period=Period(2025, 2))
    amend(*NOTIFIED, on="2025-06-30", persons=30).refused(TooEarly, what="day of the amendment")
    amend(*NOTIFIED, seen=7, persons=30).refused(ChangedSince, changed_by=8)


# Ending


def test_a_decision_that_was_withdrawn_is_over_from_that_day() -> None:
    question: Question = {"decision": DECISION, "reason": plain("a new plan"), "document": DocumentId("document-1")}
    outcome = given(*NOTIFIED).when(withdraw_substitution, on="2025-09-01", **question)
    outcome.then(SubstitutionWithdrawn(**question))
    found = outcome.case.law.decisions[DECISION]
    assert found.over == Over(Ending.WITHDRAWN, date(2025, 9, 1), AFTER_NOTIFIED)
    assert (found.stands_on(date(2025, 8, 31)), found.stands_on(date(2025, 9, 1))) == (True, False)


def test_what_the_province_does_ends_with_what_was_done() -> None:
    question: Question = {"decision": DECISION, "summary": plain("all have a home")}
    outcome = given(*ON_6).when(end_substitution, on="2025-12-01", **question)
    outcome.then(SubstitutionEnded(**question))
    assert outcome.case.law.decisions[DECISION].over == Over(Ending.CARRIED_OUT, date(2025, 12, 1), AFTER_NOTIFIED + 2)
    given(*NOTIFIED).when(end_substitution, **question).refused(NotCarriedOut, decision=DECISION)
    given(*ON_6).when(end_substitution, on="2025-10-01", **question).refused(TooEarly, bound=date(2025, 10, 2))
    given(*ON_6).when(end_substitution, on="2025-12", **question).refused(DayNeeded, what="day it ended")
    given(*ON_6).when(end_substitution, seen=9, **question).refused(ChangedSince)


@pytest.mark.parametrize("over", ENDINGS, ids=lambda each: type(each.fact).__name__)
@pytest.mark.parametrize(
    ("decision", "more"),
    [
        (amend_substitution, {"reason": plain(), "persons": 30}),
        (withdraw_substitution, {"reason": plain()}),
        (end_substitution, {"summary": plain()}),
    ],
)
def test_what_is_over_is_not_changed_or_ended_again(over: Happened, decision: Decision, more: Question) -> None:
    given(*ON_6, over).when(decision, **{"decision": DECISION, **more}).refused(NotInForce, decision=DECISION)


def test_what_ended_first_ended_a_decision() -> None:
    case = given(*NOTIFIED, substitution_withdrawn("2025-09-01"), substitution_lapsed("2025-09-15")).case
    assert case.law.decisions[DECISION].over == Over(Ending.WITHDRAWN, date(2025, 9, 1), AFTER_NOTIFIED)


def test_a_decision_can_be_withdrawn_and_its_costs_claimed_after_supervision_was_closed() -> None:
    told = given(*ON_6, closed("2025-12-01"))
    assert told.when(withdraw_substitution, decision=DECISION, reason=plain()).facts
    assert told.when(claim_costs, claim=CLAIM, decision=DECISION, cents=100).facts


# Lowering


@pytest.mark.parametrize("told", [ON_5, NOTIFIED, ON_6])
@pytest.mark.parametrize("to_rung", [1, 3, 4])
def test_nobody_is_lowered_while_a_decision_is_in_force(told: tuple[Happened, ...], to_rung: int) -> None:
    asked = by_gs("2025-11-01", departure=DEPARTURE)
    given(*told).when(lower_rung, to_rung=Rung(to_rung), **asked).refused(SubstitutionStands, decision=DECISION)


@pytest.mark.parametrize("over", ENDINGS, ids=lambda each: type(each.fact).__name__)
def test_who_is_lowered_has_no_decision_in_force_any_more(over: Happened) -> None:
    asked = by_gs("2025-11-01", effective_on="2025-09-01")
    (fact,) = given(*NOTIFIED, over).when(lower_rung, to_rung=Rung(1), **asked).facts
    assert isinstance(fact, RungLowered)
    early = by_gs("2025-11-01", effective_on="2025-08-31")
    given(*NOTIFIED, over).when(lower_rung, to_rung=Rung(1), **early).refused(SubstitutionStands)


def test_one_of_two_decisions_still_stands() -> None:
    told = (*NOTIFIED, substitution_decided("2025-08-01", decision=OTHER), substitution_lapsed("2025-09-01"))
    given(*told).when(lower_rung, to_rung=Rung(1), **by_gs("2025-11-01")).refused(SubstitutionStands, decision=OTHER)


def test_who_is_lowered_from_rung_4_was_not_decided_about() -> None:
    told = given(*ON_5[:-2])
    assert told.when(lower_rung, to_rung=Rung(1), **by_gs("2025-11-01")).facts


# Costs


def claim(*told: Happened, on: str | None = "2025-12-10", **more: object) -> Outcome:
    question: Question = {"claim": CLAIM, "decision": DECISION, "cents": 1_250_000, **more}
    return given(*told).when(claim_costs, on=on, **question)


def test_the_costs_of_what_was_carried_out_are_claimed_and_come_in_in_parts() -> None:
    more: Question = {"due": date(2026, 3, 1), "specification": plain("rent"), "document": DocumentId("document-1")}
    outcome = claim(*ON_6, **more)
    outcome.then(CostsClaimed(claim=CLAIM, decision=DECISION, cents=1_250_000, **more))
    paid = outcome.recorded.given(costs_recovered(cents=1_000_000)).when(record_recovery, claim=CLAIM, cents=250_000)
    paid.then(CostsRecovered(claim=CLAIM, cents=250_000))
    found = paid.case.law.claims[CLAIM]
    assert (found.cents, found.recovered, found.due, found.claimed_on) == (
        1_250_000,
        1_250_000,
        date(2026, 3, 1),
        date(2025, 12, 10),
    )


def test_costs_are_claimed_of_what_was_carried_out_since_it_began() -> None:
    claim(*NOTIFIED).refused(NotCarriedOut, decision=DECISION)
    claim(*ON_6, on="2025-10-01").refused(TooEarly, what="day of the claim", bound=date(2025, 10, 2))
    claim(*ON_6, on="2025-12").refused(DayNeeded, what="day of the claim")
    claim(*ON_6, due=date(2025, 12, 9)).refused(TooEarly, what="due day", bound=date(2025, 12, 10))
    claim(*ON_6, costs_claimed()).refused(AlreadyOnRecord, what="claim", id=CLAIM)
    assert claim(*ON_6, substitution_ended()).facts


def test_money_comes_in_on_a_claim_that_was_made() -> None:
    told = given(*ON_6, costs_claimed())
    told.when(record_recovery, claim=ClaimId("claim-2"), cents=1).refused(NotOnRecord, what="claim", id="claim-2")
    told.when(record_recovery, on="2025-12-09", claim=CLAIM, cents=1).refused(TooEarly, what="day of the payment")
    told.when(record_recovery, on="2025-12", claim=CLAIM, cents=1).refused(DayNeeded)
    assert told.when(record_recovery, on="2025-12-10", claim=CLAIM, cents=2_000_000).facts


def test_what_follows_on_a_decision_or_claim_that_is_not_known_changes_nothing() -> None:
    told = given(*ON_5[:-1])
    late = (
        decision_notified(),
        substitution_amended(persons=1),
        substitution_started(),
        substitution_ended(),
        costs_recovered(),
    )
    assert told.given(*late).case.law == told.case.law
