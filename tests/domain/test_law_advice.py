"""What the law of rungs 4 to 6 means for the advice: a term that runs is waited for, and who is decided about stays."""

from datetime import date

import pytest

from domain.decisions.adopting import adopt_placement
from domain.decisions.assessing import draw_assessment, draw_interim
from domain.decisions.proposing import Proposed, propose_placement
from domain.events.judging import AdviceKind, AssessmentDrawn, ProposedMove
from domain.events.law import Ruling
from domain.refusals import AssessmentOutdated, SubstitutionStands
from domain.values import DecisionId, Period, Rung
from tests.domain.frameworks import NEWEST
from tests.domain.law_cases import BEFORE, NOTIFIED, ON_4, ON_5, ON_6
from tests.spec import (
    DECISION,
    SECRETARY,
    Given,
    Happened,
    Outcome,
    Question,
    announced,
    appeal_decided,
    appeal_lodged,
    given,
    held_on,
    lowered,
    opened,
    period_closed,
    plain,
    raised,
    reported,
    substitution_amended,
    substitution_decided,
    substitution_lapsed,
    substitution_withdrawn,
    taken_over,
    term_extended,
)

SPRING = Period(2025, 1)
GREW = period_closed("2025-1", 10, 50, 40, on="2025-07-01")
CLEARED = period_closed("2025-1", 10, 50, 60, on="2025-07-01")


def judged(*told: Happened, on: str, period: Period = SPRING) -> AssessmentDrawn:
    """The assessment of a closed half year as it is drawn on a day."""
    (fact,) = given(*told).when(draw_assessment, on=on, period=period, framework=NEWEST).facts
    assert isinstance(fact, AssessmentDrawn)
    return fact


def advice(*told: Happened, on: str) -> tuple[AdviceKind, int, str]:
    found = judged(*told, on=on).advice
    assert found
    return (found.kind, found.rung, found.clause)


WAIT_ON_4 = (AdviceKind.HOLD, 4, "term-running")
WAIT_ON_5 = (AdviceKind.HOLD, 5, "term-running")
TO_5 = (AdviceKind.RAISE, 5, "term-passed")
TO_6 = (AdviceKind.RAISE, 6, "term-passed")
STAY_ON_5 = (AdviceKind.HOLD, 5, "substitution-in-force")


@pytest.mark.parametrize(("on", "expected"), [("2025-07-10", WAIT_ON_4), ("2025-07-11", TO_5)])
def test_on_rung_4_the_term_of_the_announcement_is_waited_for_that_day_included(
    on: str, expected: tuple[AdviceKind, int, str]
) -> None:
    told = (*ON_4[:-1], announced(term_ends="2025-07-10"), GREW)
    assert advice(*told, on=on) == expected


def test_more_time_is_waited_for_too() -> None:
    assert advice(*ON_4, GREW, on="2025-07-02") == TO_5
    assert advice(*ON_4, term_extended("2025-08-01"), GREW, on="2025-08-01") == WAIT_ON_4
    assert advice(*ON_4, term_extended("2025-08-01"), GREW, on="2025-08-02") == TO_5


def test_without_a_letter_the_last_day_of_the_placement_is_the_term() -> None:
    until = {"until": date(2025, 8, 1)}
    silent = (*BEFORE, raised(3, 4, "2025-02-01", **until), GREW)
    assert advice(*silent, on="2025-08-01") == WAIT_ON_4
    assert advice(*silent, on="2025-08-02") == TO_5
    assert advice(*BEFORE, raised(3, 4, "2025-02-01"), GREW, on="2025-08-01") == TO_5
    assert advice(*silent, announced(term_ends="2025-07-15"), on="2025-07-20") == TO_5


def test_the_announcement_of_an_earlier_stay_sets_no_term() -> None:
    again = (*ON_4, lowered(4, 1, "2025-03-01"), raised(1, 4, "2025-05-01", until=date(2025, 8, 1)), GREW)
    assert advice(*again, on="2025-07-20") == WAIT_ON_4
    long_ago = (*ON_4[:-1], announced(term_ends="2026-12-31"), lowered(4, 1, "2025-03-01"), raised(1, 4, "2025-05-01"))
    assert advice(*long_ago, GREW, on="2025-07-20") == TO_5


def test_on_rung_5_the_term_of_the_decision_is_waited_for_that_day_included() -> None:
    assert advice(*NOTIFIED, GREW, on="2025-10-01") == WAIT_ON_5
    assert advice(*NOTIFIED, GREW, on="2025-10-02") == TO_6
    changed = substitution_amended(term_ends=date(2025, 11, 1))
    assert advice(*NOTIFIED, changed, GREW, on="2025-11-01") == WAIT_ON_5
    longer = term_extended("2025-12-01", "2025-09-01", decision=DECISION)
    assert advice(*NOTIFIED, longer, GREW, on="2025-12-01") == WAIT_ON_5


def test_of_two_decisions_the_term_of_the_last_is_waited_for() -> None:
    second = substitution_decided("2025-08-01", decision=DecisionId("decision-2"), term_ends="2025-12-01")
    assert advice(*NOTIFIED, second, GREW, on="2025-11-01") == WAIT_ON_5


def test_of_who_was_taken_over_on_rung_5_no_term_is_known() -> None:
    assert advice(opened(), taken_over(5, since="2025-03"), GREW, on="2025-08-01") == TO_6
    held = held_on(5, "2025-07-05", until=date(2025, 9, 1))
    assert advice(opened(), taken_over(5, since="2025-03"), held, GREW, on="2025-08-01") == WAIT_ON_5


@pytest.mark.parametrize("told", [NOTIFIED, ON_6], ids=["rung 5", "rung 6"])
def test_nobody_is_advised_down_while_a_decision_is_in_force(told: tuple[Happened, ...]) -> None:
    found = advice(*told, CLEARED, on="2025-10-02")
    assert (found[0], found[2]) == (AdviceKind.HOLD, "substitution-in-force")


@pytest.mark.parametrize(
    "over",
    [
        (substitution_lapsed(),),
        (substitution_withdrawn(),),
        (appeal_lodged(), appeal_decided(Ruling.ANNULLED, "2025-09-01")),
    ],
    ids=["lapsed", "withdrawn", "annulled"],
)
def test_once_the_decision_is_over_who_has_no_backlog_goes_down(over: tuple[Happened, ...]) -> None:
    assert advice(*NOTIFIED, *over, CLEARED, on="2025-08-31") == STAY_ON_5
    assert advice(*NOTIFIED, *over, CLEARED, on="2025-09-01") == (AdviceKind.LOWER, 1, "no-backlog")


def test_an_annulled_decision_whose_effects_are_kept_keeps_the_municipality_where_it_is() -> None:
    told = (*NOTIFIED, appeal_lodged(), appeal_decided(Ruling.ANNULLED_EFFECTS_KEPT, "2025-09-01"), CLEARED)
    assert advice(*told, on="2025-10-02") == STAY_ON_5


# What it rests on


def test_an_assessment_rests_on_the_announcement_with_its_extensions() -> None:
    told = (*ON_4, term_extended("2025-08-01"), GREW)
    assert judged(*told, on="2025-07-10").rests_on == (3, 4, 5, 6)


def test_an_assessment_rests_on_the_decisions_in_force_with_what_changed_them() -> None:
    told = (*NOTIFIED, substitution_amended("2025-07-05", persons=30), GREW)
    assert judged(*told, on="2025-07-10").rests_on == (7, 8, 10, 11)
    lapsed = (*told, substitution_lapsed("2025-07-08"))
    assert judged(*lapsed, on="2025-07-10").rests_on == (7, 11)


def test_an_interim_verdict_rests_on_them_too() -> None:
    figures = (
        reported("2025-1", "2025-02-01", opening_backlog=30, net_target=60, realised=10),
        reported("2025-1", "2025-05-01", realised=20),
    )
    told = given(*BEFORE, *figures, *ON_4[2:])
    (fact,) = told.when(draw_interim, on="2025-05-01", framework=NEWEST).facts
    assert isinstance(fact, AssessmentDrawn)
    assert {5, 6} <= set(fact.rests_on)
    assert fact.advice
    assert fact.advice.clause == "term-running"


def test_an_assessment_from_before_the_decision_lapsed_is_drawn_anew_before_anybody_is_lowered() -> None:
    told = given(*NOTIFIED, CLEARED)
    seen = told.when(draw_assessment, on="2025-07-20", period=SPRING, framework=NEWEST).recorded
    lapsed = seen.given(substitution_lapsed("2025-09-01"))
    propose(lapsed, ProposedMove.LOWER, 1).refused(AssessmentOutdated, period=SPRING)
    again = lapsed.when(draw_assessment, on="2025-09-02", period=SPRING, framework=NEWEST).recorded
    waiting = propose(again, ProposedMove.LOWER, 1).recorded
    version = waiting.case.version
    asked: Question = {"on": "2025-09-02", "actor": SECRETARY, "proposal": version, "framework": NEWEST}
    assert waiting.when(adopt_placement, **asked).facts
    second = substitution_decided("2025-09-02", decision=DecisionId("decision-2"))
    waiting.given(second).when(adopt_placement, **asked).refused(AssessmentOutdated)


def propose(told: Given, move: ProposedMove, to_rung: int) -> Outcome:
    asked = Proposed(move=move, to_rung=Rung(to_rung), effective_on=date(2025, 9, 2), grounds=plain("no backlog"))
    return told.when(propose_placement, on="2025-09-02", proposed=asked, framework=NEWEST)


def test_a_proposal_to_lower_who_is_decided_about_is_not_adopted() -> None:
    told = given(*ON_5, substitution_lapsed("2025-08-01"))
    waiting = propose(told, ProposedMove.LOWER, 1).recorded
    second = substitution_decided("2025-09-01", decision=DecisionId("decision-2"))
    waiting.given(second).when(
        adopt_placement, on="2025-09-02", actor=SECRETARY, proposal=waiting.case.version, framework=NEWEST
    ).refused(SubstitutionStands, decision="decision-2")
