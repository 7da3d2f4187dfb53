"""When a decision lapses: those it names were housed, the oldest period first; a person confirms what figures tell.

The pattern of the first spec was published (2025): a decision about 42 persons of 2023-1 lapsed when they were housed,
and one about 38 of 2023-2 followed. The municipality and the days here are fictional.
"""

from datetime import date

import pytest

from domain.decisions.ladder import lower_rung
from domain.decisions.substituting import confirm_lapse, decide_substitution
from domain.events.law import SubstitutionLapsed
from domain.municipality.law import Ending, Over
from domain.policy.framework import Framework
from domain.policy.lapse import HousedFor, housed_for
from domain.policy.official import OFFICIAL_KINDS
from domain.refusals import DayNeeded, NotHousedYet, NotInForce, NotOnRecord, SubstitutionStands, TooEarly
from domain.values import DecisionId, DocumentId, Period, Rung
from tests.domain.frameworks import NEWEST
from tests.domain.law_cases import NOTIFIED, ON_5, ON_6, by_gs
from tests.spec import (
    DECISION,
    PRESS,
    Happened,
    Outcome,
    Question,
    deciding,
    given,
    plain,
    reported,
    substitution_amended,
    substitution_decided,
    substitution_lapsed,
    substitution_withdrawn,
)

SECOND = DecisionId("decision-2")
OFFICIALS = tuple(sorted(OFFICIAL_KINDS))
SPRING = reported("2025-1", "2025-06-30", opening_backlog=80, net_target=60, realised=30)
"""The figures that the decision of these specs rests on."""


def housed(*told: Happened, on: str = "2025-12-31") -> dict[DecisionId, HousedFor]:
    return dict(housed_for(given(*told).case, date.fromisoformat(on), OFFICIALS))


def by_autumn(realised: int, on: str = "2025-09-01") -> Happened:
    return reported("2025-2", on, net_target=50, realised=realised)


def confirm(*told: Happened, on: str = "2025-09-02", framework: Framework = NEWEST, **more: object) -> Outcome:
    question: Question = {"decision": DECISION, "framework": framework, **more}
    return given(*told).when(confirm_lapse, on=on, **question)


# One decision after the other


def test_a_decision_lapses_when_those_it_names_are_housed_and_one_about_the_next_period_follows() -> None:
    told = given(*NOTIFIED[:-2], substitution_decided(persons=42, period="2023-1"), NOTIFIED[-1])
    lapsing = told.given(SPRING, by_autumn(42))
    outcome = lapsing.when(confirm_lapse, on="2025-09-02", decision=DECISION, framework=NEWEST)
    outcome.then(SubstitutionLapsed(decision=DECISION, housed=42, rests_on=(11,)))
    content = deciding("2025-12-01", 38, decision=SECOND, periods=(Period(2023, 2),), figures_day=date(2025, 9, 1))
    after = outcome.recorded.when(decide_substitution, on="2025-09-10", deciding=content)
    law = after.case.law
    assert [each.decision for each in law.standing_on(date(2025, 9, 10))] == [SECOND]
    assert law.decisions[DECISION].over == Over(Ending.LAPSED, date(2025, 9, 2), 12)
    asked = by_gs("2025-10-01")
    after.recorded.when(lower_rung, to_rung=Rung(1), **asked).refused(SubstitutionStands, decision=SECOND)
    then = after.recorded.given(by_autumn(79, "2025-11-01"))
    refused = then.when(confirm_lapse, on="2025-11-02", decision=SECOND, framework=NEWEST)
    refused.refused(NotHousedYet, persons=38, housed=37)
    assert (
        then.given(by_autumn(80, "2025-11-15"))
        .when(confirm_lapse, on="2025-11-16", decision=SECOND, framework=NEWEST)
        .facts
    )


def test_of_two_decisions_in_force_the_one_about_the_oldest_period_is_met_first() -> None:
    later_first = (
        *ON_5[:-1],
        SPRING,
        substitution_decided("2025-07-01", decision=SECOND, period="2023-2", persons=38),
        substitution_decided("2025-07-02", period="2023-1", persons=42),
    )
    assert housed(*later_first, by_autumn(41)) == {DECISION: HousedFor(42, 41, 11), SECOND: HousedFor(38, 0, 11)}
    assert housed(*later_first, by_autumn(60)) == {DECISION: HousedFor(42, 60, 11), SECOND: HousedFor(38, 18, 11)}
    assert not housed(*later_first, by_autumn(79))[SECOND].met
    assert housed(*later_first, by_autumn(80))[SECOND].met


def test_who_was_housed_for_the_older_decision_before_the_figures_of_the_younger_counts_for_the_older() -> None:
    told = (
        *ON_5[:-1],
        SPRING,
        substitution_decided("2025-07-01", period="2023-1", persons=42),
        by_autumn(30),
        substitution_decided("2025-09-02", decision=SECOND, period="2023-2", persons=38, figures_day=date(2025, 9, 1)),
    )
    more = by_autumn(60, "2025-10-01")
    assert housed(*told, more) == {DECISION: HousedFor(42, 60, 12), SECOND: HousedFor(38, 18, 12)}
    every = by_autumn(80, "2025-10-01")
    assert housed(*told, every)[SECOND] == HousedFor(38, 38, 12)


def test_who_was_housed_beyond_the_older_decision_before_the_figures_of_the_younger_counts_for_neither() -> None:
    told = (
        *ON_5[:-1],
        SPRING,
        substitution_decided("2025-07-01", period="2023-1", persons=42),
        by_autumn(50),
        substitution_decided("2025-09-02", decision=SECOND, period="2023-2", persons=38, figures_day=date(2025, 9, 1)),
        by_autumn(60, "2025-10-01"),
    )
    assert {name: each.housed for name, each in housed(*told).items()} == {DECISION: 60, SECOND: 10}


def test_a_decision_that_is_over_counts_nobody_any_more() -> None:
    both = (
        *ON_5[:-1],
        SPRING,
        substitution_decided("2025-07-01", decision=SECOND, period="2023-2", persons=38),
        substitution_decided("2025-07-02", period="2023-1", persons=42),
    )
    withdrawn = substitution_withdrawn("2025-08-01")
    assert housed(*both, withdrawn, by_autumn(38)) == {SECOND: HousedFor(38, 38, 12)}
    assert set(housed(*both, withdrawn, by_autumn(38), on="2025-07-31")) == {DECISION, SECOND}
    assert housed(*both, on="2025-07-01") == {SECOND: HousedFor(38, 0, 8)}


def test_three_decisions_are_met_in_the_order_of_their_periods() -> None:
    third = DecisionId("decision-3")
    told = (
        *ON_5[:-1],
        SPRING,
        substitution_decided("2025-07-01", decision=third, period="2024-1", persons=10),
        substitution_decided("2025-07-01", decision=SECOND, period="2023-2", persons=10),
        substitution_decided("2025-07-01", period="2023-1", persons=10),
        by_autumn(25),
    )
    assert {name: each.housed for name, each in housed(*told).items()} == {DECISION: 25, SECOND: 15, third: 5}


# What figures tell


def test_who_was_housed_since_the_day_of_the_figures_counts_over_half_years() -> None:
    told = (*ON_5[:-1], SPRING, substitution_decided(persons=42))
    assert housed(*told)[DECISION] == HousedFor(42, 0, 8)
    assert housed(*told, by_autumn(20), by_autumn(35, "2025-12-31"))[DECISION] == HousedFor(42, 35, 11)
    assert housed(*told, by_autumn(20), by_autumn(35, "2025-12-31"), on="2025-11-01")[DECISION].housed == 20
    next_year = (by_autumn(35, "2025-12-31"), reported("2026-1", "2026-02-01", net_target=50, realised=7))
    assert housed(*told, *next_year, on="2026-02-01")[DECISION] == HousedFor(42, 42, 11)


def test_who_may_have_been_housed_before_the_day_of_the_figures_does_not_count_for_certain() -> None:
    mid = substitution_decided("2025-09-15", figures_day=date(2025, 9, 10), persons=10)
    told = (*ON_5[:-1], SPRING, by_autumn(20), by_autumn(24, "2025-09-20"), by_autumn(31, "2025-10-01"), mid)
    assert housed(*told)[DECISION] == HousedFor(10, 7, 11)


def test_where_official_figures_do_not_tell_nobody_was_housed_for_certain() -> None:
    told = (*ON_5[:-1], substitution_decided(persons=42))
    assert housed(*told) == {DECISION: HousedFor(42, 0, None)}
    press = reported("2025-2", "2025-09-01", source=PRESS, realised=50)
    assert housed(*told, SPRING, press)[DECISION].housed == 0
    assert not housed(*told, by_autumn(50))[DECISION].met


def test_what_an_amendment_asks_counts() -> None:
    told = (*ON_5[:-1], SPRING, substitution_decided(persons=42), by_autumn(38))
    assert not housed(*told)[DECISION].met
    assert housed(*told, substitution_amended("2025-09-02", persons=38))[DECISION] == HousedFor(38, 38, 10)


def test_without_a_decision_in_force_nothing_lapses() -> None:
    assert housed(*ON_5[:-1], SPRING, by_autumn(50)) == {}
    assert housed(*ON_5, SPRING, by_autumn(50), on="2025-06-30") == {}


# Confirming


LAPSING = (*NOTIFIED, SPRING, by_autumn(44))


def test_a_person_confirms_what_the_figures_tell() -> None:
    outcome = confirm(*LAPSING, note=plain("counted twice"), document=DocumentId("document-1"))
    outcome.then(
        SubstitutionLapsed(
            decision=DECISION,
            housed=44,
            rests_on=(len(LAPSING),),
            note=plain("counted twice"),
            document=DocumentId("document-1"),
        )
    )
    assert outcome.case.law.standing_on(date(2025, 9, 2)) == ()


@pytest.mark.parametrize("realised", [0, 41])
def test_a_decision_does_not_lapse_before_all_are_housed(realised: int) -> None:
    confirm(*NOTIFIED, SPRING, by_autumn(realised)).refused(
        NotHousedYet, decision=DECISION, persons=42, housed=realised
    )
    confirm(*NOTIFIED).refused(NotHousedYet, housed=0)


def test_what_was_housed_after_the_day_of_the_lapse_does_not_count() -> None:
    confirm(*LAPSING, on="2025-08-31").refused(NotHousedYet, housed=0)
    assert confirm(*LAPSING, on="2025-09-01").facts


def test_only_a_decision_in_force_lapses() -> None:
    confirm(*LAPSING, substitution_lapsed("2025-09-01")).refused(NotInForce, decision=DECISION)
    confirm(*LAPSING, substitution_withdrawn("2025-09-01")).refused(NotInForce)
    confirm(*LAPSING, decision=SECOND).refused(NotOnRecord, what="decision", id=SECOND)
    confirm(*LAPSING, on="2025-06-30").refused(TooEarly, what="day of the lapse", bound=date(2025, 7, 1))
    confirm(*LAPSING, on="2025-09").refused(DayNeeded, what="day of the lapse")


def test_a_decision_that_is_carried_out_lapses_too() -> None:
    late = by_autumn(50, "2025-11-01")
    assert confirm(*ON_6, SPRING, late, on="2025-11-02").facts


def test_who_is_lowered_after_the_lapse_is_lowered_from_that_day() -> None:
    outcome = confirm(*LAPSING)
    assert outcome.recorded.when(lower_rung, to_rung=Rung(1), **by_gs("2025-09-02")).facts
    outcome.recorded.when(lower_rung, to_rung=Rung(1), **by_gs("2025-09-01")).refused(SubstitutionStands)
