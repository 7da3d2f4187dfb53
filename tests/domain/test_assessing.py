"""An assessment is the verdict and the advice of the framework in force, with everything that they rest on."""

from datetime import date

import pytest

from domain.decisions.assessing import draw_assessment, draw_interim
from domain.decisions.records import correct_entry, withdraw_entry
from domain.events.figures import Number
from domain.events.judging import AdviceKind, AssessmentDrawn, TrendVerdict
from domain.refusals import (
    BacklogUnknown,
    ComputedNotCorrected,
    DayNeeded,
    FrameworkJudgesNot,
    FrameworkNotInForce,
    InterimTooLow,
    PeriodNotClosed,
    SupervisionNotOpen,
    TooEarly,
)
from domain.values import PartialDate, Period, Rung
from tests.domain.frameworks import NEWEST, SHIPPED, version
from tests.spec import (
    PRESS,
    TODAY,
    Decision,
    Given,
    Happened,
    Outcome,
    Question,
    close_corrected,
    closed,
    frozen,
    given,
    held,
    held_on,
    lowered,
    opened,
    period_closed,
    plain,
    raised,
    reported,
    taken_over,
    unfrozen,
    withdrawn,
)

LAST = Period(2025, 2)
OF_LAST: Question = {"period": LAST, "framework": NEWEST}
NOW: Question = {"framework": NEWEST}
DUTY = SHIPPED["beginselplicht 2024"]


def judged(opening: int, target: int, realised: int, rung: int = 2, *more: Happened) -> Given:
    """A municipality on a rung (entry 2) of which the last period is closed with these numbers (entry 3)."""
    return given(
        opened(), taken_over(rung, since="2024-01-01"), period_closed("2025-2", opening, target, realised), *more
    )


def drawn(outcome: Outcome) -> AssessmentDrawn:
    """The assessment that was drawn."""
    assert outcome.refusal is None
    (fact,) = outcome.facts
    assert isinstance(fact, AssessmentDrawn)
    return fact


def advised(fact: AssessmentDrawn) -> tuple[AdviceKind, int, str]:
    """What the framework advises."""
    assert fact.advice
    return (fact.advice.kind, fact.advice.rung, fact.advice.clause)


# Of a closed period


def test_an_assessment_tells_verdict_and_advice_and_what_they_rest_on() -> None:
    fact = drawn(judged(10, 50, 40).when(draw_assessment, **OF_LAST))
    assert (fact.period, fact.interim, fact.rung, fact.framework) == (LAST, False, Rung(2), NEWEST.ref)
    assert fact.trend.verdict is TrendVerdict.GROWING
    assert (fact.trend.opening_backlog, fact.trend.closing_backlog) == (10, 20)
    assert "liep op van 10 naar 20 personen (+10)" in fact.trend.sentence
    assert advised(fact) == (AdviceKind.RAISE, 3, "growing")
    assert fact.advice
    assert fact.advice.must
    assert fact.rests_on == (2, 3)


@pytest.mark.parametrize(
    ("numbers", "verdict", "advice"),
    [
        ((10, 50, 60), TrendVerdict.NO_BACKLOG, (AdviceKind.LOWER, 1, "no-backlog")),
        ((10, 50, 55), TrendVerdict.IMPROVING, (AdviceKind.HOLD, 2, "improving")),
        ((10, 50, 50), TrendVerdict.STAGNANT, (AdviceKind.RAISE, 3, "stagnant")),
        ((10, 50, 49), TrendVerdict.GROWING, (AdviceKind.RAISE, 3, "growing")),
    ],
)
def test_the_trend_of_the_closing_numbers_decides(
    numbers: tuple[int, int, int], verdict: TrendVerdict, advice: tuple[AdviceKind, int, str]
) -> None:
    fact = drawn(judged(*numbers).when(draw_assessment, **OF_LAST))
    assert fact.trend.verdict is verdict
    assert advised(fact) == advice


def test_numbers_in_doubt_give_neither_verdict_nor_advice() -> None:
    doubt = period_closed("2025-2", 10, 50, 40, contested=(Number.CLOSING_BACKLOG,))
    fact = drawn(given(opened(), doubt).when(draw_assessment, **OF_LAST))
    assert fact.trend.verdict is TrendVerdict.UNDETERMINED
    assert fact.advice is None


def test_the_same_assessment_is_not_drawn_twice() -> None:
    once = judged(10, 50, 40).when(draw_assessment, **OF_LAST).recorded
    once.when(draw_assessment, **OF_LAST).then_nothing_new()
    once.given(held("talk-1"), reported("2025-2", "2025-12-31", realised=45)).when(
        draw_assessment, **OF_LAST
    ).then_nothing_new()


@pytest.mark.parametrize(
    "meanwhile",
    [
        close_corrected("2025-2", 10, 50, 44),
        raised(2, 3, "2025-12-31"),
        held_on(2, "2025-12-31"),
        frozen(2, "2026-01-01"),
        withdrawn(2),
    ],
)
def test_an_assessment_is_drawn_anew_when_the_close_or_the_rung_changed_or_it_was_frozen(meanwhile: Happened) -> None:
    once = judged(10, 50, 40).when(draw_assessment, **OF_LAST).recorded
    again = once.given(meanwhile)
    drawn(again.when(draw_assessment, **OF_LAST))


def test_an_assessment_is_drawn_anew_when_another_framework_is_in_force() -> None:
    old, new = version("old", "2024-01-01", "2025-12-31"), version("new", "2026-01-01")
    told = given(opened(), period_closed("2025-1", 10, 50, 40))
    once = told.when(draw_assessment, on="2025-08-01", period=Period(2025, 1), framework=old).recorded
    assert drawn(once.when(draw_assessment, period=Period(2025, 1), framework=new)).framework == new.ref


def test_the_last_assessment_of_a_period_is_the_one_that_counts() -> None:
    once = judged(10, 50, 40).when(draw_assessment, **OF_LAST).recorded
    again = once.given(close_corrected("2025-2", 10, 50, 60)).when(draw_assessment, **OF_LAST).case
    last = again.judging.assessment(LAST)
    assert last
    assert (last.version, last.assessment.trend.verdict) == (6, TrendVerdict.NO_BACKLOG)
    assert last.assessment.rests_on == (2, 5)


# Improving time after time


def improving(*before: Happened) -> Given:
    """A municipality on rung 3 that improved in the last period, which is closed last."""
    return given(opened(), taken_over(3, since="2024-01-01"), *before, period_closed("2025-2", 30, 50, 60))


def test_who_improves_twice_in_a_row_is_advised_one_rung_down_by_both_closes() -> None:
    fact = drawn(improving(period_closed("2025-1", 40, 50, 60)).when(draw_assessment, **OF_LAST))
    assert advised(fact) == (AdviceKind.LOWER, 2, "improving-on")
    assert fact.rests_on == (2, 3, 4)


def test_the_half_year_right_before_counts_and_not_the_one_before_that() -> None:
    before = (period_closed("2024-2", 30, 50, 40), period_closed("2025-1", 40, 50, 60))
    assert advised(drawn(improving(*before).when(draw_assessment, **OF_LAST))) == (AdviceKind.LOWER, 2, "improving-on")


def test_no_more_closes_are_named_than_the_advice_looks_at() -> None:
    thrice = improving(period_closed("2024-2", 50, 50, 60), period_closed("2025-1", 40, 50, 60))
    assert drawn(thrice.when(draw_assessment, **OF_LAST)).rests_on == (2, 4, 5)
    assert drawn(thrice.when(draw_assessment, period=LAST, framework=DUTY)).rests_on == (2, 5)
    stagnant = given(opened(), period_closed("2025-1", 40, 50, 60), period_closed("2025-2", 30, 50, 50))
    assert drawn(stagnant.when(draw_assessment, **OF_LAST)).rests_on == (1, 3)


@pytest.mark.parametrize("before", [[], [period_closed("2024-2", 50, 50, 60)], [period_closed("2025-1", 40, 50, 50)]])
def test_who_improves_for_the_first_time_is_held(before: list[Happened]) -> None:
    assert advised(drawn(improving(*before).when(draw_assessment, **OF_LAST))) == (AdviceKind.HOLD, 3, "improving")


def test_the_framework_says_how_many_periods_in_a_row() -> None:
    thrice = NEWEST.setting(lower_after=3)
    twice = improving(period_closed("2025-1", 40, 50, 60))
    assert advised(drawn(twice.when(draw_assessment, period=LAST, framework=thrice)))[2] == "improving"
    before = (period_closed("2024-2", 50, 50, 60), period_closed("2025-1", 40, 50, 60))
    fact = drawn(improving(*before).when(draw_assessment, period=LAST, framework=thrice))
    assert advised(fact)[2] == "improving-on"
    assert fact.rests_on == (2, 3, 4, 5)


def test_an_assessment_that_rests_on_the_close_before_is_drawn_anew_when_that_is_corrected() -> None:
    once = improving(period_closed("2025-1", 40, 50, 60)).when(draw_assessment, **OF_LAST).recorded
    fact = drawn(once.given(close_corrected("2025-1", 40, 50, 50)).when(draw_assessment, **OF_LAST))
    assert advised(fact) == (AdviceKind.HOLD, 3, "improving")


def test_the_first_period_of_all_has_none_before_it() -> None:
    first = given(opened("1990-01-01"), period_closed("1990-1", 30, 50, 60), period_closed("1990-2", 20, 50, 60))
    assert drawn(first.when(draw_assessment, period=Period(1990, 1), framework=NEWEST)).rests_on == (1, 2)
    assert advised(drawn(first.when(draw_assessment, period=Period(1990, 2), framework=NEWEST)))[2] == "improving-on"


# Frozen, and the term of the highest rungs


def test_who_is_frozen_is_advised_to_be_held_and_the_freeze_is_named() -> None:
    fact = drawn(judged(10, 50, 40, 2, frozen(2, "2025-12-01")).when(draw_assessment, **OF_LAST))
    assert advised(fact) == (AdviceKind.HOLD, 2, "frozen")
    assert fact.rests_on == (2, 3, 4)


@pytest.mark.parametrize("until", ["2025-12-31", "2025-06-30"])
def test_a_freeze_that_is_over_holds_nobody(until: str) -> None:
    told = judged(10, 50, 40, 2, frozen(2, "2025-06-01", until=date.fromisoformat(until)))
    assert advised(drawn(told.when(draw_assessment, **OF_LAST)))[2] == "growing"
    ended = judged(10, 50, 40, 2, frozen(2, "2025-06-01"), unfrozen(2, "2026-01-01"))
    assert advised(drawn(ended.when(draw_assessment, **OF_LAST)))[2] == "growing"


@pytest.mark.parametrize(
    ("placed", "clause"),
    [
        (raised(3, 4, "2025-09-01", until=date(2026, 3, 1)), "term-running"),
        (held_on(4, "2025-09-01", until=date(2026, 1, 1)), "term-running"),
        (held_on(4, "2025-09-01", until=date(2025, 12, 31)), "term-passed"),
    ],
)
def test_on_rung_4_the_day_until_which_it_was_placed_there_is_waited_for(placed: Happened, clause: str) -> None:
    told = judged(10, 50, 40, 4 if "Held" in type(placed.fact).__name__ else 3, placed)
    assert advised(drawn(told.when(draw_assessment, **OF_LAST)))[2] == clause


def test_below_rung_4_a_placement_until_a_day_does_not_stop_the_ladder() -> None:
    told = judged(10, 50, 40, 2, held_on(2, "2025-09-01", until=date(2026, 6, 30)))
    assert advised(drawn(told.when(draw_assessment, **OF_LAST)))[2] == "growing"


# Other rules


def test_under_the_size_based_framework_the_size_alone_decides() -> None:
    size = SHIPPED["zuid-holland 2020"]
    told = given(opened(), period_closed("2023-1", 10, 50, 40))
    fact = drawn(told.when(draw_assessment, on="2023-07-10", period=Period(2023, 1), framework=size))
    assert fact.advice
    assert fact.advice.clause == "size"


def test_under_a_duty_in_principle_a_backlog_is_enough_to_rise() -> None:
    fact = drawn(judged(30, 50, 60).when(draw_assessment, period=LAST, framework=DUTY))
    assert advised(fact) == (AdviceKind.RAISE, 3, "duty")


# When none can be drawn


def test_only_a_closed_period_is_judged() -> None:
    given(opened()).when(draw_assessment, **OF_LAST).refused(PeriodNotClosed, period=LAST)
    judged(10, 50, 40, 2, withdrawn(3)).when(draw_assessment, **OF_LAST).refused(PeriodNotClosed)


def test_a_period_is_not_judged_as_on_a_day_within_it() -> None:
    judged(10, 50, 40).when(draw_assessment, on="2025-12-31", **OF_LAST).refused(
        TooEarly, what="day of the assessment", bound=date(2026, 1, 1)
    )


@pytest.mark.parametrize("decision", [draw_assessment, draw_interim])
def test_the_framework_of_the_day_of_the_verdict_counts(decision: Decision) -> None:
    told = judged(10, 50, 40, 4)
    question: Question = {"period": LAST} if decision is draw_assessment else {}
    earlier = SHIPPED["zuid-holland 2020"]
    told.when(decision, framework=earlier, **question).refused(FrameworkNotInForce, day=TODAY)


def test_a_framework_without_rules_judges_nobody() -> None:
    told = given(opened("2015-01-01"), period_closed("2018-1", 10, 50, 40))
    stub = SHIPPED["zuid-holland 2012"]
    told.when(draw_assessment, on="2018-07-10", period=Period(2018, 1), framework=stub).refused(
        FrameworkJudgesNot, framework="zuid-holland 2012"
    )


@pytest.mark.parametrize("on", ["2026-01", "2026", None])
def test_the_day_of_a_verdict_is_known(on: str | None) -> None:
    judged(10, 50, 40, 4).when(draw_assessment, on=on, **OF_LAST).refused(DayNeeded, what="day of the assessment")
    judged(10, 50, 40, 4).when(draw_interim, on=on, **NOW).refused(DayNeeded, what="day of the assessment")


def test_only_a_supervised_municipality_is_judged() -> None:
    judged(10, 50, 40, 4, closed()).when(draw_assessment, **OF_LAST).refused(SupervisionNotOpen)
    judged(10, 50, 40, 4, closed()).when(draw_interim, **NOW).refused(SupervisionNotOpen)


def test_nobody_is_judged_as_on_a_day_before_supervision_began() -> None:
    told = given(opened("2025-12-01"), raised(1, 2, "2025-12-15"), period_closed("2025-1", 10, 50, 40))
    told.when(draw_assessment, on="2025-11-01", period=Period(2025, 1), framework=NEWEST).refused(
        TooEarly, what="day of the assessment", bound=date(2025, 12, 1)
    )


# In between, on the highest rungs


def announced(*more: Happened) -> Given:
    """A municipality on rung 4 since 1 September 2025 with figures of that day and of 30 November."""
    return given(
        opened(),
        taken_over(3, since="2024-01-01"),
        reported("2025-2", "2025-09-01", opening_backlog=30, net_target=60, realised=10),
        reported("2025-2", "2025-11-30", realised=45),
        raised(3, 4, "2025-09-01"),
        *more,
    )


def test_an_interim_verdict_compares_the_running_backlogs_of_now_and_of_the_day_the_rung_took_effect() -> None:
    fact = drawn(announced().when(draw_interim, on="2025-11-30", **NOW))
    assert (fact.interim, fact.period, fact.rung) == (True, LAST, Rung(4))
    # 30 + 60 / 6 * (2 + 1/30) - 10 = 40 1/3 on 1 September, and 30 + 60 / 6 * 5 - 45 = 35 on 30 November
    assert (fact.trend.opening_backlog, fact.trend.closing_backlog) == (40, 35)
    assert fact.trend.verdict is TrendVerdict.IMPROVING
    assert fact.trend.sentence.startswith("Gerekend sinds 1 september 2025, met de lopende achterstand.")
    assert advised(fact) == (AdviceKind.HOLD, 4, "improving")
    assert fact.rests_on == (3, 4, 5), "the statements of both days, and the placement"


def test_an_interim_verdict_rests_on_the_close_before_where_that_gives_the_opening_backlog() -> None:
    told = given(
        opened(),
        taken_over(3, since="2024-01-01"),
        period_closed("2025-1", 0, 60, 30),
        reported("2025-2", "2025-09-01", net_target=60, realised=10),
        reported("2025-2", "2025-11-30", realised=45),
        raised(3, 4, "2025-09-01"),
    )
    assert drawn(told.when(draw_interim, on="2025-11-30", **NOW)).rests_on == (3, 4, 5, 6)


def test_a_hold_on_the_rung_does_not_begin_the_count_anew() -> None:
    fact = drawn(announced(held_on(4, "2025-11-01")).when(draw_interim, on="2025-11-30", **NOW))
    assert fact.trend.opening_backlog == 40
    assert fact.trend.sentence.startswith("Gerekend sinds 1 september 2025")
    assert fact.rests_on == (3, 4, 6)


def test_the_rules_of_an_interim_verdict_are_those_of_a_period() -> None:
    grown = announced(reported("2025-2", "2025-12-20", realised=40))
    fact = drawn(grown.when(draw_interim, on="2025-12-20", **NOW))
    assert fact.trend.verdict is TrendVerdict.GROWING
    assert advised(fact) == (AdviceKind.RAISE, 5, "term-passed")


def test_while_its_term_runs_a_municipality_on_rung_4_is_held() -> None:
    running = announced(held_on(4, "2025-11-01", until=date(2026, 7, 1)), reported("2025-2", "2025-12-20", realised=40))
    assert advised(drawn(running.when(draw_interim, on="2025-12-20", **NOW))) == (AdviceKind.HOLD, 4, "term-running")


def test_an_interim_verdict_is_of_its_day() -> None:
    once = announced().when(draw_interim, on="2025-11-30", **NOW).recorded
    once.when(draw_interim, on="2025-11-30", **NOW).then_nothing_new()
    assert once.when(draw_interim, on="2025-12-15", **NOW).facts
    more = once.given(reported("2025-2", "2025-11-30", realised=50))
    assert drawn(more.when(draw_interim, on="2025-11-30", **NOW)).trend.closing_backlog == 30


def test_an_interim_verdict_is_not_the_assessment_of_the_period() -> None:
    case = announced().when(draw_interim, on="2025-11-30", **NOW).case
    assert case.judging.assessment(LAST) is None
    assert case.judging.assessment(LAST, interim=True)


@pytest.mark.parametrize("rung", [1, 2, 3])
def test_below_rung_4_there_is_no_interim_verdict(rung: int) -> None:
    judged(10, 50, 40, rung).when(draw_interim, **NOW).refused(InterimTooLow, rung=Rung(rung))


def test_who_fell_below_rung_4_has_no_interim_verdict_any_more() -> None:
    announced(lowered(4, 3, "2025-11-01")).when(draw_interim, on="2025-11-30", **NOW).refused(InterimTooLow)


def test_an_interim_verdict_is_not_drawn_without_figures_of_both_days() -> None:
    told = given(
        opened(),
        taken_over(3, since="2024-01-01"),
        reported("2025-2", "2025-11-30", opening_backlog=30, net_target=60, realised=45),
        raised(3, 4, "2025-09-01"),
    )
    told.when(draw_interim, on="2025-11-30", **NOW).refused(BacklogUnknown, day=date(2025, 9, 1))
    given(opened(), taken_over(4, since="2025-07-01")).when(draw_interim, **NOW).refused(BacklogUnknown)


def test_official_figures_alone_give_an_interim_verdict() -> None:
    told = announced(reported("2025-2", "2025-11-30", source=PRESS, realised=90))
    assert drawn(told.when(draw_interim, on="2025-11-30", **NOW)).trend.closing_backlog == 35


def test_a_rung_taken_over_from_who_knows_when_gives_no_day_to_count_from() -> None:
    given(opened(), taken_over(4, since=None)).when(draw_interim, **NOW).refused(
        DayNeeded, what="day on which the rung took effect"
    )
    given(opened("1980-01-01"), taken_over(4, since="1985")).when(draw_interim, **NOW).refused(BacklogUnknown)


# The entries themselves


def test_an_assessment_is_not_corrected_by_hand_but_it_can_be_withdrawn() -> None:
    told = judged(10, 50, 40).when(draw_assessment, **OF_LAST).recorded
    told.when(
        correct_entry,
        entry=4,
        replacement=told.case.entries[4].fact,
        replacement_happened_on=PartialDate.of("2026-01-01"),
        repairs="error",
        reason=plain(),
    ).refused(ComputedNotCorrected, recorded="AssessmentDrawn")
    gone = told.when(withdraw_entry, entry=4, reason=plain("drawn for a test")).recorded
    assert gone.case.judging.assessment(LAST) is None
    assert gone.when(draw_assessment, **OF_LAST).facts
