"""The numbers of a period: laws that hold for all of them, and examples that a supervisor can check by hand."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from statistics import median

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.municipality.figures import Statement
from domain.policy.numbers import (
    Band,
    band,
    closing_backlog,
    completed,
    corrected_target,
    expected,
    forecast,
    pace_gap,
    percentage,
    rounded,
    running_backlog,
    share,
    theil_sen,
)
from domain.policy.statements import inconsistent
from domain.values import Nature, PartialDate, Period
from tests.spec import COA

FIRST, SECOND = Period(2024, 1), Period(2024, 2)
HALF_YEARS = st.builds(Period, st.integers(2012, 2030), st.sampled_from([1, 2]))
BACKLOGS = st.integers(-500, 2_000)
PERSONS = st.integers(0, 2_000)


@st.composite
def periods_with_a_day(draw: st.DrawFn) -> tuple[Period, date]:
    """A half year and a day in it, its first and last included."""
    period = draw(HALF_YEARS)
    return period, draw(st.dates(period.first_day, period.last_day))


# Share, expected, pace


@pytest.mark.parametrize(
    ("period", "day", "passed"),
    [
        (FIRST, date(2024, 1, 31), Fraction(1, 6)),
        (FIRST, date(2024, 2, 29), Fraction(2, 6)),
        (FIRST, date(2024, 3, 31), Fraction(3, 6)),
        (FIRST, date(2024, 4, 30), Fraction(4, 6)),
        (FIRST, date(2024, 5, 31), Fraction(5, 6)),
        (FIRST, date(2024, 6, 30), Fraction(1)),
        (SECOND, date(2024, 7, 31), Fraction(1, 6)),
        (SECOND, date(2024, 9, 30), Fraction(3, 6)),
        (SECOND, date(2024, 12, 31), Fraction(1)),
        (FIRST, date(2024, 1, 1), Fraction(1, 6 * 31)),
        (FIRST, date(2024, 2, 14), (1 + Fraction(14, 29)) / 6),
        (Period(2023, 1), date(2023, 2, 28), Fraction(2, 6)),
        (FIRST, date(2023, 12, 31), Fraction(0)),
        (FIRST, date(2024, 7, 1), Fraction(1)),
    ],
)
def test_after_k_months_k_sixths_have_passed(period: Period, day: date, passed: Fraction) -> None:
    assert share(period, day) == passed


@given(HALF_YEARS)
def test_the_share_rises_every_day_from_nought_before_to_one_on_the_last(period: Period) -> None:
    days = [period.first_day + timedelta(days=n) for n in range(-1, (period.last_day - period.first_day).days + 1)]
    shares = [share(period, day) for day in days]
    assert shares[0] == 0
    assert shares[-1] == 1
    assert all(earlier < later for earlier, later in pairwise(shares))


def test_for_a_whole_year_no_schedule_was_published() -> None:
    with pytest.raises(ValueError, match="defined for half years"):
        share(Period(2024), date(2024, 6, 30))


@given(periods_with_a_day(), BACKLOGS, PERSONS)
def test_what_is_expected_is_never_negative_and_the_gap_is_what_lacks(
    when: tuple[Period, date], corrected: int, realised: int
) -> None:
    due = expected(corrected, *when)
    assert 0 <= due <= max(corrected, 0)
    assert pace_gap(corrected, realised, *when) == due - realised


@given(HALF_YEARS, BACKLOGS)
def test_on_the_last_day_the_whole_corrected_target_is_expected(period: Period, corrected: int) -> None:
    assert expected(corrected, period, period.last_day) == max(corrected, 0)


# Backlogs


@given(BACKLOGS, PERSONS, PERSONS)
def test_the_closing_backlog_is_what_the_corrected_target_lacks(opening: int, net: int, realised: int) -> None:
    corrected = corrected_target(net, opening)
    assert closing_backlog(corrected, realised) == corrected - realised == opening + net - realised


@given(HALF_YEARS, BACKLOGS, PERSONS, PERSONS)
def test_the_running_backlog_goes_from_the_opening_to_the_closing_one(
    period: Period, opening: int, net: int, realised: int
) -> None:
    before = period.first_day - timedelta(days=1)
    assert running_backlog(opening, net, 0, period, before) == opening
    closing = closing_backlog(corrected_target(net, opening), realised)
    assert running_backlog(opening, net, realised, period, period.last_day) == closing


@given(periods_with_a_day(), BACKLOGS, PERSONS, PERSONS)
def test_housing_a_person_lowers_the_running_backlog_by_one(
    when: tuple[Period, date], opening: int, net: int, realised: int
) -> None:
    assert running_backlog(opening, net, realised + 1, *when) == running_backlog(opening, net, realised, *when) - 1


def test_halfway_a_lead_is_used_up_at_the_pace_of_the_target() -> None:
    assert running_backlog(-28, 60, 0, Period(2018, 1), date(2018, 3, 31)) == 2


# Bands and percentages


@pytest.mark.parametrize(
    ("gap", "verdict"),
    [
        (Fraction(-1), Band.ON_SCHEDULE),
        (Fraction(0), Band.ON_SCHEDULE),
        (Fraction(1, 186), Band.SOMEWHAT_BEHIND),
        (Fraction(10), Band.SOMEWHAT_BEHIND),
        (Fraction(10) + Fraction(1, 186), Band.BEHIND),
    ],
)
def test_the_border_between_somewhat_behind_and_behind_belongs_to_somewhat(gap: Fraction, verdict: Band) -> None:
    assert band(gap, corrected=100, border=Fraction(1, 10)) is verdict


@given(periods_with_a_day(), st.integers(-500, 0), PERSONS, st.fractions(0, 1))
def test_where_nothing_is_to_be_housed_nobody_is_behind(
    when: tuple[Period, date], corrected: int, realised: int, border: Fraction
) -> None:
    assert band(pace_gap(corrected, realised, *when), corrected, border) is Band.ON_SCHEDULE


@given(st.integers(-500, 0), PERSONS)
def test_there_is_no_percentage_of_nothing(corrected: int, realised: int) -> None:
    assert percentage(realised, corrected) is None


def test_a_percentage_is_exact_and_can_pass_a_hundred() -> None:
    assert percentage(1, 3) == Fraction(100, 3)
    assert percentage(54, 32) == Fraction(675, 4)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(Fraction(5, 2), 3), (Fraction(-5, 2), -2), (Fraction(7, 3), 2), (Fraction(-8, 3), -3), (4, 4)],
)
def test_a_half_is_rounded_up(number: Fraction | int, shown: int) -> None:
    assert rounded(number) == shown


@given(st.fractions(-1000, 1000))
def test_rounding_moves_by_half_a_person_at_most(number: Fraction) -> None:
    assert -Fraction(1, 2) < rounded(number) - number <= Fraction(1, 2)


# Forecast


def linear(period: Period, days: list[int], per_day: Fraction, start: int = 0) -> list[tuple[date, int]]:
    """Persons housed on some days (counted from 0) at a fixed pace; the pace gives whole persons."""
    return [(period.first_day + timedelta(days=day), start + int(day * per_day)) for day in days]


SERIES = st.lists(st.tuples(st.dates(date(2023, 12, 1), date(2024, 7, 31)), PERSONS), max_size=25)


@given(SERIES)
def test_a_forecast_is_never_below_what_is_housed_already(series: list[tuple[date, int]]) -> None:
    known = {day: realised for day, realised in series if day in FIRST}
    told = forecast(FIRST, series)
    if told is not None:
        assert len(known) >= 5
        assert max(known) >= date(2024, 1, 30)
        assert told >= known[max(known)] >= 0


@given(st.integers(0, 40), st.sets(st.integers(0, 181), min_size=5, max_size=20), PERSONS)
def test_a_steady_pace_is_forecast_exactly(per_day: int, days: set[int], start: int) -> None:
    assume(max(days) >= 29)
    series = linear(FIRST, sorted(days), Fraction(per_day), start)
    assert forecast(FIRST, series) == start + 181 * per_day


@given(st.sets(st.integers(0, 181), min_size=6, max_size=20), st.data())
def test_one_outlier_before_the_last_point_changes_nothing(days: set[int], data: st.DataObject) -> None:
    assume(max(days) >= 29)
    series = linear(FIRST, sorted(days), Fraction(2))
    at = data.draw(st.integers(0, len(series) - 2))
    series[at] = (series[at][0], data.draw(PERSONS))
    assert forecast(FIRST, series) == 362


@given(SERIES, st.permutations(range(25)))
def test_the_order_of_the_series_does_not_matter(series: list[tuple[date, int]], order: list[int]) -> None:
    once = list(dict(series).items())
    shuffled = [once[at] for at in order if at < len(once)]
    assert forecast(FIRST, shuffled) == forecast(FIRST, once)


@given(st.dictionaries(st.integers(730_000, 730_365), st.integers(0, 1_000_000), min_size=2, max_size=40))
def test_the_slope_is_exactly_the_median_of_the_slopes_of_all_pairs(points: dict[int, int]) -> None:
    pairs = combinations(sorted(points.items()), 2)
    slopes = [Fraction(realised - before, day - earlier) for (earlier, before), (day, realised) in pairs]
    assert theil_sen(sorted(points.items())) == median(slopes)


def test_there_is_no_forecast_before_day_30_or_with_fewer_than_5_days() -> None:
    assert forecast(FIRST, linear(FIRST, [0, 7, 14, 21, 28], Fraction(1))) is None
    assert forecast(FIRST, linear(FIRST, [0, 7, 14, 21, 29], Fraction(1))) == 181
    assert forecast(FIRST, linear(FIRST, [0, 30, 60, 90], Fraction(1))) is None
    assert forecast(FIRST, linear(FIRST, [0, 7, 14, 21, 29], Fraction(1)), from_day=31) is None
    assert forecast(FIRST, linear(FIRST, [0, 30], Fraction(1)), points=2) == 181


def test_one_day_told_twice_is_one_point_and_the_last_told_counts() -> None:
    series = linear(FIRST, [10, 20, 30, 40], Fraction(1))
    assert forecast(FIRST, [*series, series[0]]) is None
    twice = [(date(2024, 2, 20), 0), *series, (date(2024, 2, 20), 50)]
    assert forecast(FIRST, twice) == 181


def test_days_outside_the_period_do_not_count() -> None:
    series = linear(FIRST, [20, 30, 40, 50], Fraction(1))
    assert forecast(FIRST, [(date(2023, 12, 31), 400), *series, (date(2024, 7, 1), 900)]) is None


def test_figures_that_fall_forecast_no_fall() -> None:
    falling = [(date(2024, 1, 1) + timedelta(days=10 * n), 100 - n) for n in range(6)]
    assert forecast(FIRST, falling) == 95


def test_on_the_last_day_the_forecast_is_what_was_housed() -> None:
    series = [*linear(FIRST, [10, 20, 30, 40], Fraction(1)), (FIRST.last_day, 77)]
    assert forecast(FIRST, series) == 77


# What follows from what was stated


def stated(
    net: int | None = None,
    opening: int | None = None,
    corrected: int | None = None,
    realised: int | None = None,
    closing: int | None = None,
) -> Statement:
    return Statement(
        1, FIRST, PartialDate.of("2024-07-01"), COA, Nature.MEASURED, net, opening, corrected, realised, closing
    )


def numbers_of(statement: Statement) -> tuple[int | None, ...]:
    """The five numbers with those that follow, in the order of a statement."""
    told = completed(statement)
    return (told.net_target, told.opening_backlog, told.corrected_target, told.realised, told.closing_backlog)


MAYBE_PERSONS = st.none() | st.integers(0, 60)
MAYBE_BALANCE = st.none() | st.integers(-60, 60)
STATED = st.builds(stated, MAYBE_PERSONS, MAYBE_BALANCE, MAYBE_BALANCE, MAYBE_PERSONS, MAYBE_BALANCE)


@given(STATED)
def test_what_was_stated_stays_and_what_follows_is_marked(statement: Statement) -> None:
    told = completed(statement)
    for number, (was, now) in enumerate(zip(statement.numbers, numbers_of(statement), strict=True)):
        assert was is None or now == was
        name = ("net_target", "opening_backlog", "corrected_target", "realised", "closing_backlog")[number]
        assert (name in told.derived) == (was is None and now is not None)


@given(STATED)
def test_what_follows_never_contradicts_what_was_stated(statement: Statement) -> None:
    net, opening, corrected, realised, closing = numbers_of(statement)
    whole = Statement(1, FIRST, statement.reported_on, COA, Nature.MEASURED, net, opening, corrected, realised, closing)
    if not inconsistent(statement):
        assert inconsistent(whole) == []


@given(STATED)
def test_targets_and_persons_housed_that_follow_are_never_negative(statement: Statement) -> None:
    net, _, _, realised, _ = numbers_of(statement)
    assert net is None or net >= 0
    assert realised is None or realised >= 0


@given(PERSONS, BACKLOGS, PERSONS, st.sets(st.integers(0, 4), max_size=2))
def test_what_is_left_out_of_sound_figures_comes_back_or_stays_unknown(
    net: int, opening: int, realised: int, left_out: set[int]
) -> None:
    corrected = net + opening
    all_five = (net, opening, corrected, realised, corrected - realised)
    some = [None if at in left_out else number for at, number in enumerate(all_five)]
    if len(left_out) == 1:
        assert numbers_of(stated(*some)) == all_five
    assert all(told in (None, whole) for told, whole in zip(numbers_of(stated(*some)), all_five, strict=True))


@pytest.mark.parametrize(
    ("statement", "whole"),
    [
        (stated(net=60, opening=-28), (60, -28, 32, None, None)),
        (stated(corrected=417, realised=367), (None, None, 417, 367, 50)),
        (stated(net=132, realised=110, closing=22), (132, 0, 132, 110, 22)),
        (stated(corrected=57, closing=7), (None, None, 57, 50, 7)),
        (stated(opening=7, corrected=57), (50, 7, 57, None, None)),
        (stated(realised=93), (None, None, None, 93, None)),
        (stated(), (None, None, None, None, None)),
        (stated(opening=50, corrected=40), (None, 50, 40, None, None)),
        (stated(corrected=10, closing=20), (None, None, 10, None, 20)),
    ],
)
def test_what_follows_by_arithmetic(statement: Statement, whole: tuple[int | None, ...]) -> None:
    assert numbers_of(statement) == whole


def test_figures_that_cannot_all_be_true_tell_nothing_more() -> None:
    amsterdam = stated(net=1459, opening=276, realised=849, closing=610)
    assert completed(amsterdam).derived == ()
    assert completed(amsterdam).corrected_target is None


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (stated(50, 7, 57, 50, 7), []),
        (stated(50, 7, 58, 50, 8), ["50 + 7 = 57, not 58"]),
        (stated(50, 7, 57, 50, 8), ["57 - 50 = 7, not 8"]),
        (stated(50, 7, 58, 50, 7), ["50 + 7 = 57, not 58", "58 - 50 = 8, not 7"]),
        (stated(net=1459, opening=276, realised=849, closing=610), ["1459 + 276 - 849 = 886, not 610"]),
        (stated(net=1459, opening=276), []),
    ],
)
def test_a_statement_that_contradicts_its_own_arithmetic_says_where(statement: Statement, told: list[str]) -> None:
    assert inconsistent(statement) == told
