"""Risk signals: a rule raises and clears them by the official figures of the day."""

from datetime import date

import pytest

from domain.decisions.records import correct_entry, withdraw_entry
from domain.decisions.signalling import weigh_signals
from domain.events.signals import ClearedBecause, RiskSignalCleared, RiskSignalRaised, SignalCause, SignalKind
from domain.refusals import ComputedNotCorrected, FrameworkNotInForce
from domain.values import PartialDate, Period
from tests.domain.frameworks import NEWEST, SHIPPED, version
from tests.spec import (
    PRESS,
    Given,
    Happened,
    Outcome,
    closed,
    given,
    opened,
    period_closed,
    plain,
    reported,
    signal_cleared,
    signal_raised,
    withdrawn,
)

THREATENS, MAY_GROW = SignalKind.BACKLOG_THREATENS, SignalKind.BACKLOG_MAY_GROW
DAYS = ("2025-07-10", "2025-07-20", "2025-08-01", "2025-08-10", "2025-08-20")
WEIGHED = "2025-08-20"


def told(opening: int, *realised: int, days: tuple[str, ...] = DAYS) -> tuple[Happened, ...]:
    """The figures of the second half of 2025, with 60 persons to house: on each day one more number realised."""
    first = reported("2025-2", "2025-07-01", opening_backlog=opening, net_target=60, realised=0)
    return (first, *(reported("2025-2", day, realised=count) for day, count in zip(days, realised, strict=True)))


SLOW = told(0, 2, 4, 6, 8, 10)
"""Entries 2 to 7: about a person each five days, far from 60 in half a year."""
FAST = told(0, 6, 10, 15, 19, 24)
SLOW_WITH_BACKLOG = told(10, 2, 4, 6, 8, 10)


def weigh(municipality: Given, on: str = WEIGHED) -> Outcome:
    """What the rule makes of a day."""
    return municipality.when(weigh_signals, on=on, today=date.fromisoformat(on), framework=NEWEST)


def raised_in(outcome: Outcome) -> RiskSignalRaised:
    """The one signal that was raised."""
    (fact,) = (fact for fact in outcome.facts if isinstance(fact, RiskSignalRaised))
    return fact


# Raising


def test_a_backlog_threatens_where_there_is_none_and_the_pace_is_too_slow() -> None:
    fact = raised_in(weigh(given(opened(), *SLOW)))
    assert (fact.signal, fact.cause, fact.period) == (THREATENS, SignalCause.FORECAST, Period(2025, 2))
    assert (fact.opening_backlog, fact.corrected_target, fact.realised) == (0, 60, 10)
    assert fact.forecast_realised is not None
    assert fact.forecast_realised < 60
    assert fact.forecast_backlog == 60 - fact.forecast_realised


def test_a_backlog_may_grow_where_there_is_one_and_more_will_be_due() -> None:
    fact = raised_in(weigh(given(opened(), *SLOW_WITH_BACKLOG)))
    assert (fact.signal, fact.opening_backlog, fact.corrected_target) == (MAY_GROW, 10, 70)
    assert fact.forecast_backlog
    assert fact.forecast_backlog > 10


def test_a_signal_names_the_version_of_the_rule_and_the_figures_it_used() -> None:
    fact = raised_in(weigh(given(opened(), *SLOW)))
    assert fact.framework == NEWEST.ref
    assert fact.rests_on == (2, 3, 4, 5, 6, 7)


def test_a_signal_rests_on_the_close_that_its_period_began_with() -> None:
    first, *others = SLOW_WITH_BACKLOG
    began = reported("2025-2", "2025-07-01", net_target=60, realised=0)
    fact = raised_in(weigh(given(opened(), period_closed("2025-1", 0, 40, 30), began, *others)))
    assert (fact.signal, fact.opening_backlog, fact.rests_on) == (MAY_GROW, 10, (2, 3, 4, 5, 6, 7, 8))
    assert first.fact != began.fact


def test_a_signal_rests_on_the_figures_of_the_period_before_where_that_is_not_closed() -> None:
    _, *others = SLOW_WITH_BACKLOG
    before = reported("2025-1", "2025-06-30", opening_backlog=0, net_target=40, realised=30)
    began = reported("2025-2", "2025-07-01", net_target=60, realised=0)
    fact = raised_in(weigh(given(opened(), before, began, *others)))
    assert (fact.opening_backlog, fact.rests_on) == (10, (2, 3, 4, 5, 6, 7, 8))


def test_a_signal_does_not_rest_on_a_close_where_a_source_states_another_backlog_to_begin_with() -> None:
    fact = raised_in(weigh(given(opened(), period_closed("2025-1", 0, 40, 35), *SLOW_WITH_BACKLOG)))
    assert (fact.opening_backlog, fact.rests_on) == (10, (3, 4, 5, 6, 7, 8))


def test_too_few_figures_for_a_forecast_still_show_who_is_behind_for_long() -> None:
    few = (
        reported("2025-2", "2025-07-15", opening_backlog=0, net_target=60, realised=0),
        reported("2025-2", "2025-07-20", realised=0),
        reported("2025-2", "2025-08-20", realised=0),
    )
    fact = raised_in(weigh(given(opened(), *few)))
    assert (fact.cause, fact.forecast_realised, fact.forecast_backlog) == (SignalCause.PACE_GAP, None, None)
    assert fact.pace_gap == 16  # 60 / 6 * (1 + 20/31) - 0, rounded half up


def test_who_is_fast_enough_raises_nothing() -> None:
    weigh(given(opened(), *FAST)).then_nothing_new()
    weigh(given(opened(), *told(10, 8, 14, 19, 23, 28))).then_nothing_new()


def test_figures_after_today_raise_nothing_yet() -> None:
    weigh(given(opened(), *SLOW), on="2025-07-25").then_nothing_new()


def test_unofficial_figures_raise_nothing() -> None:
    press = (reported("2025-2", each.on.value, PRESS, realised=1) for each in SLOW[1:])
    weigh(given(opened(), *press)).then_nothing_new()


def test_nothing_is_raised_without_figures() -> None:
    weigh(given(opened())).then_nothing_new()


def test_a_signal_is_raised_once_however_often_it_is_weighed() -> None:
    once = weigh(given(opened(), *SLOW)).recorded
    weigh(once).then_nothing_new()
    weigh(once, on="2025-09-15").then_nothing_new()
    weigh(once.given(reported("2025-2", "2025-09-01", realised=11)), on="2025-09-01").then_nothing_new()


def test_a_signal_that_was_cleared_can_be_raised_again() -> None:
    again = given(opened(), *SLOW, signal_raised("2025-2", "2025-08-10"), signal_cleared(8, "2025-08-15"))
    assert raised_in(weigh(again)).signal is THREATENS


# Clearing


def test_a_signal_is_cleared_when_the_figures_give_rise_to_it_no_more() -> None:
    open_one = given(opened(), *FAST, signal_raised("2025-2", "2025-08-10"))
    outcome = weigh(open_one)
    outcome.then(RiskSignalCleared(signal=THREATENS, raised=8, because=ClearedBecause.PASSED))
    assert dict(outcome.case.judging.signals) == {}


def test_a_signal_is_cleared_when_its_period_is_over() -> None:
    open_one = given(opened(), *SLOW, signal_raised("2025-2", "2025-08-10"))
    weigh(open_one, on="2026-01-01").then(
        RiskSignalCleared(signal=THREATENS, raised=8, because=ClearedBecause.PERIOD_OVER)
    )


def test_a_signal_of_the_period_before_makes_way_for_that_of_this_one() -> None:
    first, second = weigh(given(opened(), *SLOW, signal_raised("2025-1", "2025-05-01"))).facts
    assert first == RiskSignalCleared(signal=THREATENS, raised=8, because=ClearedBecause.PERIOD_OVER)
    assert isinstance(second, RiskSignalRaised)
    assert second.period == Period(2025, 2)


def test_a_signal_is_overtaken_when_by_now_there_is_a_backlog_to_grow() -> None:
    first, second = weigh(given(opened(), *SLOW_WITH_BACKLOG, signal_raised("2025-2", "2025-08-10"))).facts
    assert first == RiskSignalCleared(signal=THREATENS, raised=8, because=ClearedBecause.OVERTAKEN)
    assert isinstance(second, RiskSignalRaised)
    assert second.signal is MAY_GROW


def test_of_each_kind_one_signal_is_open_at_a_time() -> None:
    case = given(opened(), signal_raised("2025-2", "2025-08-10"), signal_raised("2025-2", "2025-08-11", MAY_GROW)).case
    assert {kind: version for kind, (version, _) in case.judging.signals.items()} == {THREATENS: 2, MAY_GROW: 3}
    after = weigh(Given(case)).facts
    assert {type(fact) for fact in after} == {RiskSignalCleared}
    assert len(after) == 2


# Who has none


@pytest.mark.parametrize("before", [(), (opened(), closed("2025-08-01"))])
def test_a_municipality_that_is_not_supervised_raises_nothing(before: tuple[Happened, ...]) -> None:
    weigh(given(*before, *SLOW)).then_nothing_new()


def test_what_is_open_when_supervision_ends_is_cleared() -> None:
    told = given(opened(), *SLOW, signal_raised("2025-2", "2025-08-10"), closed("2025-08-15"))
    outcome = weigh(told)
    outcome.then(RiskSignalCleared(signal=THREATENS, raised=8, because=ClearedBecause.SUPERVISION_CLOSED))
    weigh(outcome.recorded).then_nothing_new()


def test_a_framework_without_rules_raises_and_clears_nothing() -> None:
    told = given(opened(), *FAST, signal_raised("2025-2", "2025-08-10"))
    stub = SHIPPED["zuid-holland 2012"]
    told.when(weigh_signals, on=WEIGHED, today=date.fromisoformat(WEIGHED), framework=stub).then_nothing_new()


def test_the_framework_of_today_is_the_rule() -> None:
    old = version("old", "2024-01-01", "2025-06-30")
    given(opened(), *SLOW).when(weigh_signals, on=WEIGHED, today=date.fromisoformat(WEIGHED), framework=old).refused(
        FrameworkNotInForce, day=date.fromisoformat(WEIGHED)
    )


# The entries themselves


def test_a_signal_is_not_corrected_by_hand_but_it_can_be_withdrawn_and_is_weighed_again() -> None:
    told = weigh(given(opened(), *SLOW)).recorded
    told.when(
        correct_entry,
        entry=8,
        replacement=signal_raised("2025-2", WEIGHED, MAY_GROW).fact,
        replacement_happened_on=PartialDate.of(WEIGHED),
        repairs="error",
        reason=plain(),
    ).refused(ComputedNotCorrected, recorded="RiskSignalRaised")
    gone = told.when(withdraw_entry, entry=8, reason=plain()).recorded
    assert dict(gone.case.judging.signals) == {}
    assert raised_in(weigh(gone))


def test_a_signal_is_open_again_when_its_clearing_is_withdrawn() -> None:
    told = given(opened(), signal_raised("2025-2", "2025-08-10"), signal_cleared(2, "2025-08-12"), withdrawn(3))
    assert told.case.judging.signals[THREATENS][0] == 2


def test_a_clearing_clears_the_signal_that_it_names_only() -> None:
    told = given(
        opened(),
        signal_raised("2025-2", "2025-08-10"),
        withdrawn(2),
        signal_raised("2025-2", "2025-08-11"),
        signal_cleared(2, "2025-08-12"),
    )
    assert told.case.judging.signals[THREATENS][0] == 4
