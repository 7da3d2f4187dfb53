"""Risk signals: what the official figures of a day give rise to, and what they do not."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from domain.events.signals import SignalCause, SignalKind
from domain.policy.period import Figure, PeriodFigures
from domain.policy.signals import Seen, Series, seen
from domain.values import Period
from tests.domain.frameworks import NEWEST

PERIOD = Period(2025, 1)
QUIET = NEWEST.setting(signal_pace_gap=5, signal_days=10)
"""Five persons behind the schedule for ten days is too much."""
THREATENS, GROW = SignalKind.BACKLOG_THREATENS, SignalKind.BACKLOG_MAY_GROW


def figures(opening: int | None, target: int | None) -> PeriodFigures:
    """The numbers of the half year; without a target the corrected one is unknown."""
    corrected = None if opening is None or target is None else Figure(opening + target, ())
    return PeriodFigures(PERIOD, None, Figure(opening, ()) if opening is not None else None, corrected, None, None)


def steady(per_day: Fraction, *, days: int = 59, points: int = 5) -> Series:
    """What was realised on the last days until a day of the period, at one pace."""
    last = PERIOD.first_day + timedelta(days=days)
    return [(day, int(per_day * ((day - PERIOD.first_day).days + 1))) for day in _before(last, points)]


def _before(last: date, points: int) -> list[date]:
    return [last - timedelta(days=nth) for nth in reversed(range(points))]


def at(opening: int, target: int, series: Series) -> Seen | None:
    return seen(figures(opening, target), series, QUIET)


# At the present pace


@pytest.mark.parametrize("opening", [0, -10])
def test_who_has_no_backlog_and_will_house_too_few_is_seen(opening: int) -> None:
    """On 1 March two a day were housed: 362 at the end of June."""
    found = at(opening, 363 - opening, steady(Fraction(2)))
    assert found
    assert (found.kind, found.cause) == (THREATENS, SignalCause.FORECAST)
    assert (found.forecast_realised, found.forecast_backlog) == (Fraction(362), Fraction(1))
    assert found.realised == 120
    assert (found.opening_backlog, found.corrected_target) == (opening, 363)


def test_who_will_house_just_enough_is_not() -> None:
    assert at(0, 362, steady(Fraction(2))) is None


def test_a_backlog_that_will_be_larger_is_seen() -> None:
    found = at(10, 363, steady(Fraction(2)))
    assert found
    assert (found.kind, found.cause) == (GROW, SignalCause.FORECAST)
    assert found.forecast_backlog == 11


def test_one_person_is_a_backlog() -> None:
    found = at(1, 363, steady(Fraction(2)))
    assert found
    assert found.kind is GROW


def test_a_backlog_that_will_stay_as_it_is_is_not() -> None:
    assert at(10, 362, steady(Fraction(2))) is None


def test_before_the_day_of_the_framework_there_is_no_forecast() -> None:
    early, late = steady(Fraction(1), days=28), steady(Fraction(1), days=29)
    assert at(50, 1000, early) is None
    assert at(50, 1000, late)


def test_of_too_few_points_there_is_no_forecast() -> None:
    assert at(50, 1000, steady(Fraction(1), points=4)) is None
    assert at(50, 1000, steady(Fraction(1), points=5))


def test_the_framework_sets_from_when_and_by_how_many_points() -> None:
    strict = NEWEST.setting(forecast_from_day=90, forecast_points=2)
    assert seen(figures(50, 1000), steady(Fraction(1), points=2, days=88), strict) is None
    assert seen(figures(50, 1000), steady(Fraction(1), points=2, days=89), strict)


# Behind the schedule


def behind(gaps: dict[date, int], target: int = 181) -> Series:
    """What was realised on some days: so many persons fewer than on schedule, rounded down."""
    share = {day: Fraction(0) for day in gaps}
    for day in gaps:
        month = date(day.year, day.month, 28) + timedelta(days=4)
        length = (month.replace(day=1) - timedelta(days=1)).day
        share[day] = (day.month - 1 + Fraction(day.day, length)) / 6
    return [(day, int(target * share[day]) - gap) for day, gap in gaps.items()]


def test_who_is_too_far_behind_for_so_many_days_on_end_is_seen() -> None:
    series = behind({date(2025, 1, 15): 6, date(2025, 1, 20): 7, date(2025, 1, 24): 6})
    found = at(0, 181, series)
    assert found
    assert (found.kind, found.cause, found.forecast_realised) == (THREATENS, SignalCause.PACE_GAP, None)
    assert 6 <= found.pace_gap < 7
    assert found.forecast_backlog is None


@pytest.mark.parametrize(
    "gaps",
    [
        {date(2025, 1, 16): 6, date(2025, 1, 24): 6},  # nine days
        {date(2025, 1, 10): 6, date(2025, 1, 20): 1, date(2025, 1, 24): 6},  # not on end
        {date(2025, 1, 10): 6, date(2025, 1, 24): 1},  # not any more
        {date(2025, 1, 10): 4, date(2025, 1, 24): 4},  # not far enough
    ],
)
def test_a_shorter_or_smaller_gap_is_not(gaps: dict[date, int]) -> None:
    assert at(0, 181, behind(gaps)) is None


def test_a_gap_of_exactly_what_is_allowed_is_allowed() -> None:
    """On the last of January a sixth of 180 is 30 persons."""
    days = [date(2025, 1, 31)]
    assert seen(figures(0, 180), [(days[0], 25)], NEWEST.setting(signal_pace_gap=5, signal_days=1)) is None
    assert seen(figures(0, 180), [(days[0], 24)], NEWEST.setting(signal_pace_gap=5, signal_days=1))


def test_who_has_a_backlog_already_is_not_warned_of_the_schedule() -> None:
    assert at(10, 181, behind({date(2025, 1, 10): 30, date(2025, 1, 24): 30})) is None


# Not known


@pytest.mark.parametrize("told", [figures(None, 50), figures(10, None)])
def test_without_opening_backlog_or_target_nothing_is_seen(told: PeriodFigures) -> None:
    assert seen(told, steady(Fraction(0)), QUIET) is None


def test_without_figures_of_the_period_nothing_is_seen() -> None:
    assert at(50, 1000, []) is None


def test_a_target_of_nobody_gives_no_signal() -> None:
    assert at(-30, 20, steady(Fraction(0))) is None
