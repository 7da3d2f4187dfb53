"""What the official measured statements come to as at a day: numbers, series, running backlog."""

from datetime import date
from fractions import Fraction

import pytest

from domain.events.figures import Number
from domain.municipality import Municipality
from domain.policy.officially import (
    official_figures,
    official_numbers,
    official_series,
    running_backlog_on,
    running_backlog_rests_on,
)
from domain.values import Nature, Period, Source, SourceKind
from tests.spec import PRESS, Happened, given, happened, opened, period_closed, reported, target_set

OFFICIALS = (SourceKind.COA, SourceKind.MINISTRY)
SPRING, AUTUMN = Period(2025, 1), Period(2025, 2)
MINISTRY = Source(kind=SourceKind.MINISTRY, reference="a letter")


def case(*told: Happened) -> Municipality:
    return given(opened(), *told).case


def value(told: Municipality, period: Period, number: Number, day: date | None = None) -> int | None:
    figure = official_figures(told.figures, told.judging.closed, period, OFFICIALS, day)[number]
    return figure.value if figure else None


def test_the_press_is_not_official_and_neither_is_an_estimate() -> None:
    estimate = reported("2025-1", "2025-06-30", realised=99).fact.model_copy(update={"nature": Nature.ESTIMATE})
    told = case(
        reported("2025-1", "2025-05-31", realised=40),
        reported("2025-1", "2025-06-30", PRESS, realised=90),
        happened(estimate, "2025-06-30"),
    )
    assert value(told, SPRING, Number.REALISED) == 40
    assert official_series(told.figures, SPRING, OFFICIALS, date(2025, 6, 30)) == [(date(2025, 5, 31), 40)]


def test_as_at_a_day_later_statements_do_not_count() -> None:
    told = case(reported("2025-1", "2025-03-31", realised=20), reported("2025-1", "2025-04-30", realised=30))
    by_day = [official_numbers(told.figures, SPRING, OFFICIALS, date(2025, 4, day)) for day in (29, 30)]
    assert [each[Number.REALISED].value for each in by_day] == [20, 30]
    assert official_numbers(told.figures, SPRING, OFFICIALS, date(2025, 3, 30)) == {}


def test_without_a_day_all_that_is_stated_counts() -> None:
    told = case(reported("2025-1", "2025-08-15", realised=41), reported("2025-1", "2025-06-30", realised=40))
    assert value(told, SPRING, Number.REALISED) == 41


def test_a_closed_period_holds_against_what_was_stated_later() -> None:
    told = case(
        reported("2025-1", "2025-06-30", opening_backlog=5, net_target=40, realised=35),
        period_closed("2025-1", 5, 40, 35),
        reported("2025-1", "2025-08-15", realised=30),
        target_set("2025-2", 50, "2025-04-01"),
    )
    assert value(told, AUTUMN, Number.OPENING_BACKLOG) == 10
    assert value(told, AUTUMN, Number.CORRECTED_TARGET) == 60


def test_the_opening_backlog_follows_along_periods_that_are_not_closed() -> None:
    told = case(
        reported("2024-2", "2024-12-31", opening_backlog=5, net_target=20, realised=15),
        reported("2025-1", "2025-06-30", net_target=40, realised=35),
        target_set("2025-2", 50, "2025-04-01"),
    )
    assert value(told, AUTUMN, Number.OPENING_BACKLOG) == 15
    assert value(told, AUTUMN, Number.OPENING_BACKLOG, date(2025, 12, 31)) == 15
    assert value(told, AUTUMN, Number.OPENING_BACKLOG, date(2025, 6, 29)) is None, "the period before is not over"


def test_after_a_period_of_which_nothing_is_told_nothing_follows() -> None:
    told = case(
        reported("2024-2", "2024-12-31", opening_backlog=5, net_target=20, realised=15),
        target_set("2025-2", 50, "2025-04-01"),
    )
    assert value(told, AUTUMN, Number.OPENING_BACKLOG) is None


def test_the_first_of_all_periods_has_none_before_it() -> None:
    told = case(reported("1990-1", "1990-06-30", net_target=20, realised=15))
    assert value(told, Period(1990, 1), Number.OPENING_BACKLOG) is None


def test_the_series_has_one_number_a_day_the_last_that_was_recorded() -> None:
    told = case(
        reported("2025-1", "2025-03-31", realised=20),
        reported("2025-1", "2025-03-31", MINISTRY, realised=21),
        reported("2025-1", "2025-02-28", realised=12),
        reported("2025-1", "2025-04", realised=30),  # of a month nobody knows the day
        reported("2025-1", "2025-04-15", net_target=50),
        reported("2025-1", "2025-07-01", realised=44),  # counts as the last day
    )
    series = official_series(told.figures, SPRING, OFFICIALS, date(2025, 12, 31))
    assert series == [(date(2025, 2, 28), 12), (date(2025, 3, 31), 21), (date(2025, 6, 30), 44)]
    assert official_series(told.figures, SPRING, OFFICIALS, date(2025, 3, 31)) == series[:2]


@pytest.mark.parametrize(("first", "second"), [("2025-07-01", "2025-06-30"), ("2025-06-30", "2025-07-01")])
def test_the_last_day_and_the_day_after_are_one_and_the_later_recorded_counts(first: str, second: str) -> None:
    told = case(reported("2025-1", first, realised=44), reported("2025-1", second, realised=45))
    assert official_series(told.figures, SPRING, OFFICIALS, date(2025, 12, 31)) == [(date(2025, 6, 30), 45)]


def test_a_statement_without_what_was_realised_hides_no_other_of_its_day() -> None:
    told = case(reported("2025-1", "2025-03-31", realised=20), reported("2025-1", "2025-03-31", net_target=50))
    assert official_series(told.figures, SPRING, OFFICIALS, date(2025, 12, 31)) == [(date(2025, 3, 31), 20)]


def test_the_province_says_which_sources_are_official() -> None:
    told = case(reported("2025-1", "2025-03-31", realised=20))
    assert official_series(told.figures, SPRING, (SourceKind.MUNICIPALITY,), date(2025, 12, 31)) == []


def test_as_at_a_day_the_half_years_before_are_told_as_of_that_day_too() -> None:
    told = case(
        reported("2024-2", "2024-12-31", opening_backlog=5, net_target=20, realised=15),
        reported("2024-2", "2025-08-01", realised=12),
        reported("2025-1", "2025-06-30", net_target=40, realised=35),
        reported("2025-1", "2025-09-01", realised=30),
        target_set("2025-2", 50, "2025-04-01"),
    )
    on = [value(told, AUTUMN, Number.OPENING_BACKLOG, date(2025, month, 15)) for month in (7, 8, 9)]
    assert on == [15, 18, 23]


def test_what_was_reported_after_the_period_is_no_part_of_its_series() -> None:
    told = case(reported("2025-1", "2025-07-15", realised=44), reported("2025-1", "2024-12-31", realised=0))
    assert official_series(told.figures, SPRING, OFFICIALS, date(2025, 12, 31)) == []


@pytest.mark.parametrize(
    ("day", "backlog"),
    [
        (date(2025, 1, 31), None),  # nothing is known of what was realised
        (date(2025, 3, 31), Fraction(10 + 30 - 20)),
        (date(2025, 4, 15), Fraction(10 + 30 - 20)),  # it is measured on the day of the last figures
        (date(2025, 6, 30), Fraction(10 + 60 - 55)),
    ],
)
def test_the_running_backlog_is_that_of_the_last_figures_by_then(day: date, backlog: Fraction | None) -> None:
    told = case(
        reported("2025-1", "2025-01-01", opening_backlog=10, net_target=60),
        reported("2025-1", "2025-03-31", realised=20),
        reported("2025-1", "2025-06-30", realised=55),
    )
    assert running_backlog_on(told.figures, told.judging.closed, day, OFFICIALS) == backlog


# What a running backlog rests on


def rests_on(told: Municipality, day: date) -> frozenset[int]:
    return running_backlog_rests_on(told.figures, told.judging.closed, day, OFFICIALS)


def test_a_running_backlog_rests_on_the_statements_of_its_day_and_none_that_came_later() -> None:
    told = case(
        reported("2025-1", "2025-01-01", opening_backlog=10, net_target=60),
        reported("2025-1", "2025-03-31", realised=20),
        reported("2025-1", "2025-06-30", realised=55),
    )
    assert rests_on(told, date(2025, 4, 15)) == {2, 3}


def test_a_running_backlog_rests_on_the_close_before_it_where_nobody_states_the_opening_backlog() -> None:
    closed, told = period_closed("2024-2", 0, 50, 45), reported("2025-1", "2025-03-31", net_target=60, realised=20)
    assert rests_on(case(closed, told), date(2025, 3, 31)) == {2, 3}
    stated = reported("2025-1", "2025-01-01", opening_backlog=10)
    assert rests_on(case(closed, told, stated), date(2025, 3, 31)) == {3, 4}


def test_a_running_backlog_rests_on_the_figures_of_the_half_year_before_while_that_is_not_closed() -> None:
    told = case(
        reported("2024-2", "2024-12-31", opening_backlog=5, net_target=20, realised=15),
        reported("2025-1", "2025-03-31", net_target=60, realised=20),
    )
    assert rests_on(told, date(2025, 3, 31)) == {2, 3}


def test_of_the_first_of_all_periods_nothing_before_it_is_needed_nor_known() -> None:
    told = case(reported("1990-1", "1990-03-31", net_target=20, realised=5))
    assert rests_on(told, date(1990, 3, 31)) == {2}
