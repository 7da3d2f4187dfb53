"""What if: the recorded history under another framework, and the laws that any such history obeys."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.frameworks import shipped
from domain.decisions.assessing import assessed
from domain.decisions.occasion import Occasion
from domain.events.figures import Number
from domain.events.judging import Advice, AdviceKind, TrendVerdict
from domain.events.periods import PeriodClosed, PeriodNumbers
from domain.municipality import Municipality
from domain.policy.framework import Framework, FrameworkError
from domain.policy.simulation import (
    NO_FIGURES,
    Count,
    Course,
    Stand,
    advises,
    bears_on,
    looks_back,
    moments,
    simulate,
)
from domain.values import PartialDate, Period, Rung
from tests.spec import ACTOR, CODE, Happened, closing, held_on, lowered, opened, period_closed, raised, recorded

FRAMEWORKS = {(each.ref.name, each.ref.version): each for each in shipped()}
STUB, SIZE, TREND = (FRAMEWORKS["zuid-holland", version] for version in ("2012", "2020", "2024"))
DUTY = FRAMEWORKS["beginselplicht", "2024"]
PERIODS = (Period(2024, 1), Period(2024, 2), Period(2025, 1), Period(2025, 2))
LATEST = date(2030, 1, 1)
TARGET = 50


def numbers(period: Period, before: int | None, after: int, **more: object) -> PeriodNumbers:
    """A half year in which a backlog went from one number to another."""
    return PeriodClosed(**closing(str(period), before, TARGET, None, **({"closing_backlog": after} | more)))


def course(
    backlogs: Sequence[int | None],
    rungs: Sequence[int | None],
    *frozen: Period,
    periods: Sequence[Period] = PERIODS,
) -> Course:
    """A municipality with these backlogs and recorded rungs, both from the eve of the first half year on."""
    told = {
        period: numbers(period, before, after)
        for period, (before, after) in zip(periods, pairwise(backlogs), strict=False)
        if after is not None
    }
    moments = (periods[0].previous, *periods)
    stood = {period: Rung(rung) for period, rung in zip(moments, rungs, strict=True) if rung}
    return Course(CODE, "Waterveen", told, stood, frozenset(frozen))


def stands(framework: Framework, told: Course, periods: Sequence[Period] = PERIODS) -> tuple[Stand, ...]:
    """How it would stand, half year after half year."""
    (simulated,) = simulate(framework, [told], periods).municipalities
    return simulated.stands


def rungs(framework: Framework, told: Course, periods: Sequence[Period] = PERIODS) -> list[int]:
    """On which rungs."""
    return [int(each.simulated) for each in stands(framework, told, periods)]


def test_a_backlog_that_grows_climbs_a_rung_each_half_year_when_all_advice_is_followed() -> None:
    assert rungs(TREND, course([0, 10, 20, 30, 40], [1, 1, 1, 1, 1])) == [2, 3, 4, 5]


def test_rungs_4_and_5_are_climbed_as_their_terms_are_supposed_to_have_passed_by_the_next_half_year() -> None:
    told = course([10, 20, 30, 40, 50], [4, 4, 4, 4, 4])
    assert rungs(TREND, told) == [5, 6, 6, 6]
    clauses = [each.advice.clause for each in stands(TREND, told) if each.advice]
    assert clauses == ["term-passed", "term-passed", "top", "top"]


def test_a_decision_of_rung_5_is_supposed_to_be_in_force_until_there_is_no_backlog_left() -> None:
    told = course([60, 50, 40, 30, 0], [5, 5, 5, 5, 5])
    assert rungs(TREND, told) == [5, 5, 5, 1]
    clauses = [each.advice.clause for each in stands(TREND, told) if each.advice]
    assert clauses == ["improving", "substitution-in-force", "substitution-in-force", "no-backlog"]


def test_it_begins_where_it_was_recorded_to_stand_and_goes_its_own_way_from_there() -> None:
    told = course([40, 50, 30, 20, 20], [2, 2, 3, 2, 2])
    assert rungs(TREND, told) == [3, 3, 2, 3]
    assert [each.differs for each in stands(TREND, told)] == [True, False, False, True]


def test_a_trend_that_lasts_counts_the_verdicts_before_the_first_half_year() -> None:
    told = course([60, 50, 40, 30], [3, 3, 3, 3, 3])
    without = replace(told, numbers={period: each for period, each in told.numbers.items() if period > PERIODS[0]})
    assert looks_back(TREND) == 1
    assert rungs(TREND, told, PERIODS[1:3]) == [2, 1]
    assert rungs(TREND, without, PERIODS[1:3]) == [3, 2]


def test_how_far_back_a_verdict_counts_is_set_by_the_framework() -> None:
    assert [looks_back(each) for each in (TREND.setting(lower_after=1), TREND.setting(lower_after=6))] == [0, 5]
    assert [looks_back(each) for each in (SIZE, DUTY)] == [0, 0]


def test_under_the_policy_before_the_size_of_the_backlog_decides() -> None:
    assert rungs(SIZE, course([60, 49, 30, 10, 0], [1, 1, 1, 1, 1])) == [2, 3, 2, 1]


def test_under_a_duty_in_principle_who_ends_with_a_backlog_rises() -> None:
    assert rungs(DUTY, course([60, 50, 40, 0, 1], [1, 1, 1, 1, 1])) == [2, 3, 1, 2]


def test_a_stub_of_a_policy_gives_no_advice_so_nothing_can_be_simulated_by_it() -> None:
    assert [advises(each) for each in (STUB, SIZE, TREND, DUTY)] == [False, True, True, True]


def test_who_was_frozen_is_held_as_long_and_goes_on_afterwards() -> None:
    told = course([10, 20, 30, 40, 50], [2, 2, 2, 2, 2], PERIODS[1], PERIODS[2])
    assert rungs(TREND, told) == [3, 3, 3, 4]
    assert [each.advice.clause for each in stands(TREND, told) if each.advice][1] == "frozen"


def test_without_a_closing_backlog_no_advice_can_be_determined_and_the_rung_stays() -> None:
    told = course([10, 20, None, 40, 50], [1, 1, 1, 1, 1])
    (_, second, third, _) = stands(TREND, told)
    assert rungs(TREND, told) == [2, 2, 2, 3]
    assert (second.undetermined, second.advice) == (True, None)
    assert second.trend is not None
    assert second.trend.sentence == NO_FIGURES
    assert third.undetermined  # its opening backlog is not known either
    assert third.trend is not None
    assert "beginachterstand" in third.trend.sentence


def test_contradicted_figures_give_no_advice_either() -> None:
    told = course([10, 20], [1, 1, 1, 1, 1])
    contested = numbers(PERIODS[0], 10, 20, contested=(Number.CLOSING_BACKLOG,))
    (first, *_) = stands(TREND, replace(told, numbers={PERIODS[0]: contested}))
    assert first.undetermined
    assert first.trend is not None
    assert first.trend.verdict is TrendVerdict.UNDETERMINED


def test_who_comes_under_supervision_later_is_compared_from_the_half_year_after() -> None:
    told = course([0, 10, 20, 30, 40], [None, None, 3, 3, 3])
    (began, next_, _) = stands(TREND, told)
    assert (began.period, began.simulated, began.trend, began.undetermined) == (PERIODS[1], Rung(3), None, False)
    assert next_.simulated is Rung.ANNOUNCEMENT


def test_who_is_no_longer_under_supervision_is_left_out_and_begins_anew_afterwards() -> None:
    told = course([0, 10, 20, 30, 40], [1, 1, None, 1, 1])
    assert [(str(each.period), int(each.simulated)) for each in stands(TREND, told)] == [
        ("2024-1", 2),
        ("2025-1", 1),
        ("2025-2", 2),
    ]


def test_it_counts_who_stands_on_each_rung_and_tells_who_differs() -> None:
    grows = course([0, 10, 20, 30, 40], [1, 1, 1, 1, 1])
    calm = replace(course([0, 0, 0, 0, 0], [1, 1, 1, 1, 1]), code="GM0606", name="Aalst")
    found = simulate(TREND, [calm, grows], PERIODS)
    assert found.counts(PERIODS[0])[Rung(1)] == Count(recorded=2, simulated=1)
    assert found.counts(PERIODS[3])[Rung(5)] == Count(recorded=0, simulated=1)
    ((who, stand),) = found.differing(PERIODS[3])
    assert (who.name, who.differs_since) == ("Waterveen", PERIODS[0])
    assert (stand.recorded, stand.simulated) == (Rung(1), Rung(5))
    assert stand.advice is not None
    assert stand.advice.kind is AdviceKind.RAISE
    assert found.municipalities[0].differs_since is None


def test_since_when_it_differs_is_told_of_the_last_unbroken_run() -> None:
    told = course([40, 50, 30, 20, 20], [2, 2, 3, 2, 2])
    (simulated,) = simulate(TREND, [told], PERIODS).municipalities
    assert simulated.differs_since == PERIODS[3]


def test_rungs_are_compared_at_the_end_of_the_term_for_an_assessment_and_after_the_last_half_year_now() -> None:
    now = date(2025, 3, 1)
    compared = moments(TREND, PERIODS[:2], now)
    assert compared == {Period(2023, 2): date(2024, 2, 11), PERIODS[0]: date(2024, 8, 11), PERIODS[1]: now}
    assert moments(TREND.setting(assessment=2), PERIODS[:2], now)[PERIODS[0]] == date(2024, 7, 14)


def test_no_rung_is_compared_on_a_day_that_is_still_to_come() -> None:
    assert set(moments(TREND, PERIODS[:1], date(2024, 2, 1)).values()) == {date(2024, 2, 1)}


def test_a_value_outside_the_bounds_is_refused_by_name() -> None:
    with pytest.raises(FrameworkError, match="percent: is 0 to 100 percent, not 101"):
        TREND.setting(percent=101)


def test_what_bears_on_the_outcome_depends_on_the_rule() -> None:
    assert bears_on(TREND) == ("percent", "min_persons", "lower_after", "assessment")
    assert bears_on(SIZE) == bears_on(DUTY) == ("assessment",)


def test_two_simulations_tell_who_would_stand_elsewhere_by_the_difference_between_them() -> None:
    told = course([40, 38, 36, 34, 32], [2, 2, 2, 2, 2])
    strict, milder = (simulate(TREND.setting(percent=percent), [told], PERIODS) for percent in (10, 5))
    assert strict.unlike(milder, PERIODS[0]) == {CODE}
    assert strict.unlike(strict, PERIODS[0]) == frozenset()


# Laws

BACKLOGS = st.lists(st.integers(-30, 120), min_size=5, max_size=5)
DELAYS = st.lists(st.integers(1, 42), min_size=4, max_size=4)
RUNGS = st.sampled_from(Rung)
TUNED = st.builds(
    TREND.setting,
    tolerance=st.integers(0, 20),
    percent=st.integers(0, 100),
    min_persons=st.integers(1, 20),
    lower_after=st.integers(1, 3),
)
MOVES = {AdviceKind.RAISE: raised, AdviceKind.LOWER: lowered}


def followed(framework: Framework, first: Period, backlogs: list[int], delays: list[int]) -> Course:
    """The record of a province that closed each half year, drew the assessment, and did as it was advised."""
    case, periods = recorded(Municipality(CODE), [opened("2019-01-01")]), [first]
    while len(periods) < len(delays):
        periods.append(periods[-1].next)
    for period, (before, after), delay in zip(periods, pairwise(backlogs), delays, strict=True):
        day = period.last_day + timedelta(days=delay)
        case = recorded(case, [period_closed(str(period), before, TARGET, None, on=day, closing_backlog=after)])
        occasion = Occasion(today=day, happened_on=PartialDate.of(day), by=ACTOR)
        drawn = assessed(case, on=occasion, period=period, framework=framework)
        assert drawn.advice
        case = recorded(case, [_as_advised(drawn.rung, drawn.advice, day)])
    compared = moments(framework, periods, LATEST)
    return Course(
        code=CODE,
        name="Waterveen",
        numbers={period: closed.numbers for period, closed in case.judging.closed.items()},
        recorded={period: rung for period, day in compared.items() if (rung := case.ladder.rung_on(day))},
    )


def _as_advised(rung: Rung, advice: Advice, day: date) -> Happened:
    if advice.kind is AdviceKind.HOLD:
        return held_on(rung, str(day))
    return MOVES[advice.kind](rung, advice.rung, str(day))


@given(st.sampled_from([(TREND, PERIODS[0]), (DUTY, PERIODS[0]), (SIZE, Period(2020, 1))]), BACKLOGS, DELAYS)
def test_where_all_advice_was_followed_the_same_framework_differs_nowhere(
    by: tuple[Framework, Period], backlogs: list[int], delays: list[int]
) -> None:
    framework, first = by
    told = followed(framework, first, backlogs, delays)
    found = stands(framework, told, sorted(told.numbers))
    assert [(each.recorded, each.simulated) for each in found if each.differs] == []
    assert len(found) == len(delays)


@given(TUNED, BACKLOGS, RUNGS, st.data())
def test_setting_a_parameter_to_its_own_value_changes_nothing(
    framework: Framework, backlogs: list[int], rung: Rung, data: st.DataObject
) -> None:
    settings = framework.parameters | framework.terms
    names = data.draw(st.lists(st.sampled_from(sorted(settings)), unique=True))
    again = framework.setting(**{name: settings[name].value for name in names})
    told = course(backlogs, [rung] * 5)
    assert stands(again, told) == stands(framework, told)


@given(st.sampled_from([TREND, DUTY, SIZE]), BACKLOGS, RUNGS, st.data())
def test_what_does_not_bear_on_the_outcome_can_be_set_to_anything(
    framework: Framework, backlogs: list[int], rung: Rung, data: st.DataObject
) -> None:
    others = {**framework.parameters, **framework.terms}
    others = {name: setting for name, setting in others.items() if name not in bears_on(framework)}
    name = data.draw(st.sampled_from(sorted(others)))
    value = data.draw(st.integers(others[name].minimum, others[name].maximum))
    told = course(backlogs, [rung] * 5)
    assert rungs(framework.setting(**{name: value}), told) == rungs(framework, told)


@given(TUNED, BACKLOGS, RUNGS, st.tuples(st.integers(0, 20), st.integers(0, 100), st.integers(0, 20)))
def test_a_more_tolerant_framework_never_puts_anybody_higher_in_any_half_year(
    strict: Framework, backlogs: list[int], rung: Rung, milder: tuple[int, int, int]
) -> None:
    tolerance, percent, persons = milder
    tolerant = strict.setting(
        tolerance=strict.parameter("tolerance") + tolerance,
        percent=max(strict.parameter("percent") - percent, 0),
        min_persons=max(strict.parameter("min_persons") - persons, 1),
    )
    told = course(backlogs, [rung] * 5)
    assert all(low <= high for low, high in zip(rungs(tolerant, told), rungs(strict, told), strict=True))


@given(st.sampled_from([TREND, DUTY, SIZE]), BACKLOGS, RUNGS)
def test_nobody_climbs_more_than_one_rung_in_a_half_year(framework: Framework, backlogs: list[int], rung: Rung) -> None:
    walked = [int(rung), *rungs(framework, course(backlogs, [rung] * 5))]
    assert all(after - before <= 1 for before, after in pairwise(walked))


@given(st.sampled_from([TREND, DUTY, SIZE]), BACKLOGS, RUNGS, RUNGS)
def test_what_was_decided_in_reality_after_the_beginning_has_no_part_in_where_it_would_stand(
    framework: Framework, backlogs: list[int], begin: Rung, decided: Rung
) -> None:
    assert rungs(framework, course(backlogs, [begin, *[decided] * 4])) == rungs(
        framework, course(backlogs, [begin, *[begin] * 4])
    )
