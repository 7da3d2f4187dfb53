"""The figures of a period: what is stated, what follows, and what of both holds."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.figures import Number
from domain.municipality.figures import Figures, Statement, statement_of
from domain.policy.numbers import Band
from domain.policy.period import Figure, PeriodFigures, Stated, chain, figures_of, is_over, measured_on, pace
from domain.policy.statements import in_force
from domain.values import PartialDate, Period
from tests.spec import COA, PRESS
from tests.spec import figures as reported

FIRST, SECOND, THIRD = Period(2024, 1), Period(2024, 2), Period(2025, 1)
HALF_YEARS = st.sampled_from([Period(2023, 2), FIRST, SECOND, THIRD])
DAYS = st.dates(date(2023, 6, 1), date(2025, 7, 31))
REPORTED = DAYS.map(PartialDate.of) | st.sampled_from([None, "2024", "2024-06"]).map(PartialDate.of)
AFTERWARDS = date(2026, 1, 1)


def said(period: Period, on: str | None, version: int = 1, **numbers: int) -> Statement:
    return statement_of(reported(str(period), on, COA, **numbers), version)


def stated(*statements: Statement) -> dict[Period, Stated]:
    """The numbers in force of each period, by all statements."""
    known = stating(*statements)
    return {period: numbers_in_force(known, period) for period in known.periods}


def stating(*statements: Statement) -> Figures:
    known = Figures()
    for each in statements:
        known = known.stating(each)
    return known


def numbers_in_force(known: Figures, period: Period) -> Stated:
    return {number: found for number in Number if (found := in_force(known, period, number))}


def told(*statements: Statement, day: date = AFTERWARDS) -> dict[Period, PeriodFigures]:
    return {each.period: each for each in chain(stated(*statements), day)}


def values(figures: PeriodFigures) -> dict[str, int | None]:
    return {number.value: figure.value if (figure := figures[number]) else None for number in Number}


# What follows


def test_what_is_not_stated_follows() -> None:
    figures = told(said(FIRST, "2024-06-30", net_target=57, opening_backlog=12, realised=50))[FIRST]
    assert values(figures) == {
        "net_target": 57,
        "opening_backlog": 12,
        "corrected_target": 69,
        "realised": 50,
        "closing_backlog": 19,
    }
    assert [number.value for number in Number if (found := figures[number]) and found.derived] == [
        "corrected_target",
        "closing_backlog",
    ]


def test_the_opening_backlog_is_the_previous_closing_backlog() -> None:
    first = said(FIRST, "2024-06-30", net_target=57, opening_backlog=12, realised=50)
    opening = told(first, said(SECOND, "2024-09-30", 2, net_target=40, realised=8))[SECOND].opening_backlog
    assert opening == Figure(19, (first,), derived=True)


def test_another_opening_backlog_that_is_stated_holds_with_the_difference() -> None:
    """COA corrected the opening backlog of Meierijstad: what the arithmetic gives is shown beside it."""
    opening = told(
        said(FIRST, "2024-06-30", net_target=57, opening_backlog=12, realised=50),
        said(SECOND, "2024-07-31", 2, net_target=40, opening_backlog=-28, realised=8),
    )[SECOND].opening_backlog
    assert opening
    assert (opening.value, opening.derived, opening.difference) == (-28, False, -28 - 19)


def test_an_opening_backlog_that_is_stated_holds_whatever_is_stated_of_the_period_before_it_later() -> None:
    opening = told(
        said(SECOND, "2024-07-31", opening_backlog=20),
        said(FIRST, "2024-08-15", 2, net_target=57, opening_backlog=12, realised=50),
    )[SECOND].opening_backlog
    assert opening
    assert (opening.value, opening.derived, opening.difference) == (20, False, 1)


def test_without_the_period_right_before_it_an_opening_backlog_is_unknown() -> None:
    figures = told(
        said(FIRST, "2024-06-30", net_target=57, opening_backlog=12, realised=50),
        said(THIRD, "2025-01-31", 2, net_target=40, realised=8),
    )[THIRD]
    assert values(figures) == {
        "net_target": 40,
        "opening_backlog": None,
        "corrected_target": None,
        "realised": 8,
        "closing_backlog": None,
    }


def test_until_the_last_day_there_is_no_closing_backlog_and_nothing_follows_from_it() -> None:
    statements = [
        said(FIRST, "2024-06-01", net_target=57, opening_backlog=12, realised=50, closing_backlog=19),
        said(SECOND, "2024-05-01", 2, net_target=40),
    ]
    before, on = told(*statements, day=date(2024, 6, 29)), told(*statements, day=date(2024, 6, 30))
    assert (before[FIRST].closing_backlog, before[SECOND].opening_backlog) == (None, None)
    assert (values(on[FIRST])["closing_backlog"], values(on[SECOND])["opening_backlog"]) == (19, 19)


def test_a_whole_year_follows_on_a_year() -> None:
    figures = told(
        said(Period(2017), None, net_target=100, opening_backlog=0, realised=80),
        said(FIRST, None, 2, net_target=1),
        said(Period(2018), None, 3, net_target=100, realised=90),
    )
    assert values(figures[Period(2018)])["closing_backlog"] == 30
    assert values(figures[FIRST])["opening_backlog"] is None
    assert pace(figures[Period(2018)], AFTERWARDS) is None
    assert figures[Period(2018)].percentage == 75


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ({"corrected_target": 69, "opening_backlog": 12}, {"net_target": 57}),
        ({"corrected_target": 69, "net_target": 57}, {"opening_backlog": 12}),
        ({"corrected_target": 69, "closing_backlog": 19}, {"realised": 50}),
        ({"corrected_target": 5, "opening_backlog": 12}, {"net_target": None}),
        ({"corrected_target": 5, "closing_backlog": 12}, {"realised": None, "closing_backlog": 12}),
        ({"closing_backlog": 19}, {"closing_backlog": 19, "realised": None}),
        ({"realised": 19}, {"closing_backlog": None}),
    ],
)
def test_what_the_other_numbers_leave_follows_too(numbers: dict[str, int], found: dict[str, int | None]) -> None:
    told_of = values(told(said(FIRST, "2024-06-30", **numbers))[FIRST])
    assert {name: told_of[name] for name in found} == found


# What is stated and follows too


def test_a_stated_number_holds_against_the_arithmetic_of_the_same_day() -> None:
    figures = told(
        said(FIRST, "2024-06-30", net_target=50, opening_backlog=7, corrected_target=58, realised=30),
        said(FIRST, "2024-07-01", 2, closing_backlog=27),
    )[FIRST]
    assert figures.corrected_target
    assert figures.closing_backlog
    assert (figures.corrected_target.value, figures.corrected_target.difference) == (58, 1)
    assert (figures.closing_backlog.value, figures.closing_backlog.difference) == (27, -1)


def test_a_target_that_was_revised_later_makes_a_stated_corrected_target_out_of_date() -> None:
    """Delft, 2023-2: 162 became 104."""
    before = said(SECOND, "2024-07-31", net_target=162, opening_backlog=10, corrected_target=172)
    corrected = told(before, said(SECOND, "2024-10-01", 2, net_target=104))[SECOND].corrected_target
    assert corrected
    assert (corrected.value, corrected.derived, corrected.difference) == (114, True, 58)
    assert corrected.stated
    assert corrected.stated.statement == before
    assert {each.version for each in corrected.rests_on} == {1, 2}


def test_figures_that_came_later_make_a_stated_closing_backlog_out_of_date_through_all_it_is_made_of() -> None:
    closed = said(FIRST, "2024-07-01", net_target=57, opening_backlog=12, realised=50, closing_backlog=19)
    later = said(FIRST, "2024-08-15", 2, net_target=60)
    assert values(told(closed, later)[FIRST])["closing_backlog"] == 22


def test_what_a_person_chose_holds_whatever_came_later() -> None:
    known = stating(
        said(SECOND, "2024-07-31", net_target=162, opening_backlog=10, corrected_target=172),
        said(SECOND, "2024-10-01", 2, net_target=104),
    )
    chosen = replace(known, preferred=known.preferred.set((SECOND, Number.CORRECTED_TARGET), 1))
    corrected = figures_of(SECOND, numbers_in_force(chosen, SECOND), None, AFTERWARDS).corrected_target
    assert corrected
    assert (corrected.value, corrected.difference) == (172, 58)


# Pace


def test_the_pace_is_measured_on_the_day_that_the_figures_are_of() -> None:
    figures = told(said(FIRST, "2024-04-30", net_target=50, opening_backlog=10, realised=38), day=date(2024, 5, 28))[
        FIRST
    ]
    found = pace(figures, date(2024, 5, 28))
    assert found
    assert found.on == date(2024, 4, 30)
    assert (found.share, found.expected, found.gap) == (Fraction(4, 6), Fraction(40), Fraction(2))
    assert found.running_backlog == 10 + Fraction(4 * 50, 6) - 38
    assert found.band is Band.SOMEWHAT_BEHIND
    narrow = pace(figures, date(2024, 5, 28), border=Fraction(1, 100))
    assert narrow
    assert narrow.band is Band.BEHIND


def test_figures_of_no_particular_day_are_measured_on_the_day_that_is_asked() -> None:
    figures = told(said(FIRST, "2024-04", net_target=60, opening_backlog=0, realised=38), day=date(2024, 5, 31))[FIRST]
    assert measured_on(figures, date(2024, 5, 31)) == date(2024, 5, 31)


def test_what_was_reported_before_the_period_is_measured_on_its_first_day() -> None:
    figures = told(said(SECOND, "2024-06-20", net_target=60, realised=0), day=date(2024, 8, 1))[SECOND]
    assert measured_on(figures, date(2024, 8, 1)) == date(2024, 7, 1)


def test_of_a_period_that_is_to_come_nothing_is_expected_yet() -> None:
    found = pace(told(said(SECOND, "2024-04-01", net_target=60))[SECOND], date(2024, 5, 1))
    assert found
    assert found.share == 0
    assert (found.expected, found.gap, found.running_backlog, found.band) == (None, None, None, None)


def test_with_a_corrected_target_below_nought_there_is_no_percentage_and_no_lagging_behind() -> None:
    figures = told(said(FIRST, "2024-06-30", net_target=10, opening_backlog=-12, realised=0))[FIRST]
    found = pace(figures, AFTERWARDS)
    assert found
    assert figures.percentage is None
    assert (found.expected, found.band) == (Fraction(0), Band.ON_SCHEDULE)


# Laws

NUMBERS = st.fixed_dictionaries(
    {},
    optional={
        "net_target": st.integers(0, 50),
        "opening_backlog": st.integers(-20, 20),
        "corrected_target": st.integers(-20, 60),
        "realised": st.integers(0, 50),
        "closing_backlog": st.integers(-20, 20),
    },
)


@st.composite
def statements(draw: st.DrawFn) -> list[Statement]:
    """Statements of some half years, as sources give them: partial, contradicting each other, on any day."""
    many = draw(st.lists(st.tuples(HALF_YEARS, REPORTED, st.sampled_from([COA, PRESS]), NUMBERS), max_size=10))
    return [
        statement_of(reported(str(period), on.value, source, **numbers), version)
        for version, (period, on, source, numbers) in enumerate(many, start=1)
    ]


@given(statements(), DAYS)
def test_every_number_is_stated_or_follows_by_its_formula(many: list[Statement], day: date) -> None:
    found = told(*many, day=day)
    given_numbers = stated(*many)
    for period, figures in found.items():
        previous = found.get(period.previous)
        made = {
            Number.OPENING_BACKLOG: previous and previous.closing_backlog and previous.closing_backlog.value,
            Number.CORRECTED_TARGET: sums(figures.net_target, figures.opening_backlog, 1),
            Number.CLOSING_BACKLOG: sums(figures.corrected_target, figures.realised, -1),
        }
        for number in Number:
            figure, says = figures[number], given_numbers[period].get(number)
            if figure is None:
                assert says is None or (number is Number.CLOSING_BACKLOG and not is_over(period, day))
                continue
            assert figure.stated == says
            assert figure.rests_on
            if not figure.derived:
                assert says
                assert (figure.value, figure.rests_on) == (says.value, (says.statement,))
            elif made.get(number) is not None:
                assert figure.value == made[number]
            if figure.difference is not None:
                assert says
                assert figure.difference == says.value - (made[number] or 0)


def sums(one: Figure | None, other: Figure | None, sign: int) -> int | None:
    return one.value + sign * other.value if one and other else None


@given(statements(), DAYS)
def test_a_period_has_a_closing_backlog_only_when_it_is_over(many: list[Statement], day: date) -> None:
    for figures in told(*many, day=day).values():
        assert figures.closing_backlog is None or is_over(figures.period, day)


@given(statements())
def test_once_a_period_is_over_the_running_backlog_is_what_net_target_and_opening_backlog_leave(
    many: list[Statement],
) -> None:
    for figures in told(*many).values():
        found = pace(figures, AFTERWARDS)
        assert found
        assert (found.on, found.share) == (figures.period.last_day, Fraction(1))
        if figures.net_target and figures.opening_backlog and figures.realised:
            left = figures.net_target.value + figures.opening_backlog.value - figures.realised.value
            assert found.running_backlog == left


@given(statements(), DAYS)
def test_the_pace_is_measured_in_the_period_and_never_after_the_day_that_is_asked(
    many: list[Statement], day: date
) -> None:
    for figures in told(*(each for each in many if (each.reported_on.first_day or day) <= day), day=day).values():
        found = pace(figures, day)
        assert found
        assert found.on <= max(day, figures.period.first_day)
        assert found.on >= min(day, figures.period.first_day)
        assert found.on <= figures.period.last_day or day < figures.period.first_day
        assert (found.gap is None) == (found.band is None)


@given(statements(), DAYS)
def test_without_anything_stated_twice_the_figures_are_those_of_the_one_statement(
    many: list[Statement], day: date
) -> None:
    one = {each.period: each for each in many}
    for period, figures in told(*one.values(), day=day + timedelta(days=900)).items():
        for number in Number:
            says = one[period].number(number)
            assert says is None or (figure := figures[number]) is None or figure.value == says or figure.derived
