"""What the frameworks advise: trend-based, size-based, by a duty in principle, or nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from domain.events.judging import Advice, AdviceKind, Trend, TrendVerdict
from domain.events.periods import PeriodClosed
from domain.policy.advice import Standing, advise
from domain.policy.framework import Framework
from domain.values import Rung
from tests.domain.frameworks import NEWEST, SHIPPED
from tests.spec import closing

SIZE, DUTY, STUB = (
    SHIPPED["zuid-holland 2020"],
    next(each for each in SHIPPED.values() if each.rule == "duty-in-principle"),
    SHIPPED["zuid-holland 2012"],
)
UNDETERMINED, NONE, GROWING, IMPROVING, STAGNANT = (
    TrendVerdict.UNDETERMINED,
    TrendVerdict.NO_BACKLOG,
    TrendVerdict.GROWING,
    TrendVerdict.IMPROVING,
    TrendVerdict.STAGNANT,
)
RAISE, HOLD, LOWER = AdviceKind.RAISE, AdviceKind.HOLD, AdviceKind.LOWER
Told = tuple[AdviceKind, int, str]


def advised(
    verdict: TrendVerdict, rung: int, *before: TrendVerdict, framework: Framework = NEWEST, **standing: bool
) -> Advice | None:
    trend = Trend(verdict=verdict, sentence="zo ging het")
    return advise(framework, Standing(rung=Rung(rung), **standing), trend, before=before)


def told(advice: Advice | None) -> Told:
    assert advice
    return advice.kind, int(advice.rung), advice.clause


def by_size(rung: int, backlog: int, target: int | None, **standing: bool) -> Advice | None:
    numbers: dict[str, Any] = closing("2025-1", backlog, target, target)
    fact = PeriodClosed(**{**numbers, "closing_backlog": backlog})
    trend = Trend(verdict=NONE if backlog <= 0 else STAGNANT, sentence="zo ging het")
    return advise(SIZE, Standing(rung=Rung(rung), **standing), trend, numbers=fact)


# By the trend (2024)


@pytest.mark.parametrize(("rung", "kind"), [(1, HOLD), (2, LOWER), (3, LOWER), (4, LOWER), (5, LOWER), (6, LOWER)])
def test_without_a_backlog_the_advice_is_rung_one(rung: int, kind: AdviceKind) -> None:
    assert told(advised(NONE, rung)) == (kind, 1, "no-backlog")


@pytest.mark.parametrize("rung", [1, 2, 3, 4, 5, 6])
def test_who_improves_is_held(rung: int) -> None:
    assert told(advised(IMPROVING, rung)) == (HOLD, rung, "improving")
    assert told(advised(IMPROVING, rung, STAGNANT)) == (HOLD, rung, "improving")


@pytest.mark.parametrize(("rung", "to", "kind"), [(1, 1, HOLD), (2, 1, LOWER), (3, 2, LOWER), (6, 5, LOWER)])
def test_after_two_improving_periods_in_a_row_the_advice_is_one_down(rung: int, to: int, kind: AdviceKind) -> None:
    assert told(advised(IMPROVING, rung, IMPROVING)) == (kind, to, "improving-on")
    assert told(advised(IMPROVING, rung, GROWING, IMPROVING)) == (kind, to, "improving-on")


def test_an_improving_period_longer_ago_does_not_count() -> None:
    assert told(advised(IMPROVING, 3, IMPROVING, GROWING)) == (HOLD, 3, "improving")


def test_a_province_can_ask_for_three_in_a_row_or_for_one() -> None:
    three, one = NEWEST.setting(lower_after=3), NEWEST.setting(lower_after=1)
    assert told(advised(IMPROVING, 3, IMPROVING, framework=three)) == (HOLD, 3, "improving")
    assert told(advised(IMPROVING, 3, IMPROVING, IMPROVING, framework=three)) == (LOWER, 2, "improving-on")
    assert told(advised(IMPROVING, 3, framework=one)) == (LOWER, 2, "improving-on")


@pytest.mark.parametrize("rung", [1, 2, 3])
def test_who_stagnates_goes_one_up_after_effort_and_feasibility_are_weighed(rung: int) -> None:
    advice = advised(STAGNANT, rung)
    assert told(advice) == (RAISE, rung + 1, "stagnant")
    assert advice
    assert (advice.weigh, advice.must) == (True, False)


@pytest.mark.parametrize("rung", [1, 2, 3])
def test_whose_backlog_grows_must_go_one_up(rung: int) -> None:
    advice = advised(GROWING, rung)
    assert told(advice) == (RAISE, rung + 1, "growing")
    assert advice
    assert (advice.weigh, advice.must) == (False, True)


@pytest.mark.parametrize("rung", [4, 5])
@pytest.mark.parametrize("verdict", [GROWING, STAGNANT, IMPROVING])
def test_while_the_term_on_rung_four_or_five_runs_the_advice_is_to_hold(rung: int, verdict: TrendVerdict) -> None:
    assert told(advised(verdict, rung, IMPROVING, term_running=True)) == (HOLD, rung, "term-running")


def test_a_backlog_that_is_gone_does_not_wait_for_a_term() -> None:
    assert told(advised(NONE, 4, term_running=True)) == (LOWER, 1, "no-backlog")


@pytest.mark.parametrize("rung", [4, 5])
def test_a_term_that_passed_without_improvement_leads_one_up(rung: int) -> None:
    growing, stagnant = advised(GROWING, rung), advised(STAGNANT, rung)
    assert told(growing) == told(stagnant) == (RAISE, rung + 1, "term-passed")
    assert growing
    assert stagnant
    assert (growing.must, growing.weigh, stagnant.must, stagnant.weigh) == (True, False, False, True)


@pytest.mark.parametrize("verdict", [GROWING, STAGNANT])
def test_rung_six_is_the_top(verdict: TrendVerdict) -> None:
    advice = advised(verdict, 6)
    assert told(advice) == (HOLD, 6, "top")
    assert advice
    assert (advice.must, advice.weigh) == (False, False)


def test_what_cannot_be_determined_gets_no_advice() -> None:
    for framework in (NEWEST, SIZE, DUTY):
        assert advised(UNDETERMINED, 3, framework=framework) is None
        assert advised(UNDETERMINED, 3, framework=framework, frozen=True) is None


# What goes before all else


@pytest.mark.parametrize("framework", [NEWEST, SIZE, DUTY])
@pytest.mark.parametrize("verdict", [NONE, GROWING, IMPROVING, STAGNANT])
def test_who_is_frozen_is_held_whatever_the_figures_say(framework: Framework, verdict: TrendVerdict) -> None:
    advice = advised(verdict, 3, IMPROVING, framework=framework, frozen=True, substitution=True, term_running=True)
    assert told(advice) == (HOLD, 3, "frozen")


@pytest.mark.parametrize("framework", [NEWEST, DUTY])
@pytest.mark.parametrize("rung", [5, 6])
def test_while_a_substitution_decision_is_in_force_nobody_is_lowered(framework: Framework, rung: int) -> None:
    assert told(advised(NONE, rung, framework=framework, substitution=True)) == (HOLD, rung, "substitution-in-force")


def test_improvement_does_not_lower_either_while_a_substitution_decision_is_in_force() -> None:
    assert told(advised(IMPROVING, 6, IMPROVING, substitution=True)) == (HOLD, 6, "substitution-in-force")
    assert told(advised(IMPROVING, 6, substitution=True)) == (HOLD, 6, "improving")


def test_a_substitution_decision_does_not_keep_anybody_from_rising() -> None:
    assert told(advised(GROWING, 5, substitution=True)) == (RAISE, 6, "term-passed")


# By the size (2020)


@pytest.mark.parametrize("step", SIZE.size)
def test_a_step_begins_just_above_its_percentage(step: Any) -> None:  # noqa: ANN401 - a step of the file
    at = step.above_percent
    below = max((each.rung for each in SIZE.size if each.above_percent < at), default=Rung(1))
    assert told(by_size(6, at, 100)) == (LOWER if below < 6 else HOLD, int(below), "size")
    reached = told(by_size(6, at + 1, 100))
    assert reached[1] == max(each.rung for each in SIZE.size if each.above_percent < at + 1)


def test_by_size_the_way_up_is_one_at_a_time_and_the_way_down_is_straight() -> None:
    top = max(each.rung for each in SIZE.size)
    assert top > 2
    advice = by_size(1, 1000, 100)
    assert told(advice) == (RAISE, 2, "size")
    assert advice
    assert (advice.must, advice.weigh) == (False, False)
    assert told(by_size(int(top), 1000, 100)) == (HOLD, int(top), "size")
    assert told(by_size(int(top), 0, 100)) == (LOWER, 1, "size")


def test_by_size_a_lead_is_no_backlog() -> None:
    assert told(by_size(3, -40, 100)) == (LOWER, 1, "size")


def test_where_nobody_was_to_be_housed_any_backlog_is_the_largest() -> None:
    top = max(each.rung for each in SIZE.size)
    assert told(by_size(int(top), 1, 0)) == (HOLD, int(top), "size")
    assert told(by_size(int(top), 0, 0)) == (LOWER, 1, "size")


def test_by_size_the_target_has_to_be_known() -> None:
    assert by_size(1, 10, None) is None
    assert advised(GROWING, 1, framework=SIZE) is None


def test_by_size_nobody_is_lowered_while_a_substitution_decision_is_in_force() -> None:
    assert told(by_size(5, 0, 100, substitution=True)) == (HOLD, 5, "substitution-in-force")


# By a duty in principle


@pytest.mark.parametrize("verdict", [GROWING, STAGNANT, IMPROVING])
@pytest.mark.parametrize("rung", [1, 3, 4, 5])
def test_by_a_duty_in_principle_who_has_a_backlog_must_rise(verdict: TrendVerdict, rung: int) -> None:
    advice = advised(verdict, rung, framework=DUTY)
    assert told(advice) == (RAISE, rung + 1, "duty")
    assert advice
    assert (advice.must, advice.weigh) == (True, False)


def test_by_a_duty_in_principle_the_rest_is_as_for_everybody() -> None:
    assert told(advised(NONE, 3, framework=DUTY)) == (LOWER, 1, "no-backlog")
    assert told(advised(GROWING, 4, framework=DUTY, term_running=True)) == (HOLD, 4, "term-running")
    assert told(advised(GROWING, 6, framework=DUTY)) == (HOLD, 6, "top")


# Nothing


@pytest.mark.parametrize("verdict", list(TrendVerdict))
def test_a_stub_of_a_policy_gives_no_advice(verdict: TrendVerdict) -> None:
    assert advised(verdict, 3, framework=STUB, frozen=True) is None


# In words


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda: advised(GROWING, 2), "Opschalen naar trede 3: de achterstand groeit. Volgens het beleid moet dit."),
        (
            lambda: advised(STAGNANT, 2),
            (
                "Opschalen naar trede 3: een zichtbare verbetertrend ontbreekt. Weeg eerst de inzet van de gemeente"
                " en de haalbaarheid."
            ),
        ),
        (lambda: advised(IMPROVING, 2), "Handhaven op trede 2: er is een zichtbare verbetertrend."),
        (lambda: advised(IMPROVING, 2, IMPROVING), "Afschalen naar trede 1: de zichtbare verbetertrend houdt aan."),
        (lambda: advised(NONE, 2), "Afschalen naar trede 1: er is geen achterstand."),
        (
            lambda: advised(GROWING, 4),
            (
                "Opschalen naar trede 5: er loopt geen termijn en een zichtbare verbetertrend ontbreekt. Volgens"
                " het beleid moet dit."
            ),
        ),
        (lambda: advised(GROWING, 4, term_running=True), "Handhaven op trede 4: de gestelde termijn loopt nog."),
        (lambda: advised(GROWING, 6), "Handhaven op trede 6: trede 6 is de hoogste trede."),
        (lambda: advised(GROWING, 3, frozen=True), "Handhaven op trede 3: de trede is bevroren."),
        (
            lambda: advised(NONE, 5, substitution=True),
            "Handhaven op trede 5: het besluit tot indeplaatsstelling is nog van kracht.",
        ),
        (
            lambda: advised(GROWING, 2, framework=DUTY),
            "Opschalen naar trede 3: de periode eindigde met een achterstand. Volgens het beleid moet dit.",
        ),
        (
            lambda: by_size(1, 90, 100),
            "Opschalen naar trede 2: dat hoort bij de achterstand ten opzichte van de taakstelling.",
        ),
    ],
)
def test_advice_is_told_in_a_sentence(ask: Callable[[], Advice | None], sentence: str) -> None:
    advice = ask()
    assert advice
    assert advice.sentence == sentence


@pytest.mark.parametrize("framework", [NEWEST, SIZE, DUTY])
def test_what_an_advice_cites_is_a_clause_of_its_framework(framework: Framework) -> None:
    for verdict in (NONE, GROWING, IMPROVING, STAGNANT):
        for rung in range(1, 7):
            for standing in ({}, {"frozen": True}, {"term_running": True}, {"substitution": True}):
                advice = advised(verdict, rung, IMPROVING, framework=framework, **standing)
                assert advice is None or advice.clause in framework.clauses
