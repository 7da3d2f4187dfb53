"""Holidays and terms for appeal over 2020 to 2030, written out: whoever doubts a due day looks here.

The holidays are those of art. 3 of the Algemene termijnenwet with the decrees that are known; each was checked against
the calendar of its year. No decree is known yet for 2029 and 2030.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.policy.days_off import DECREE_DAYS, DecreeDay, holidays_of, is_day_off, working_days
from domain.policy.terms import Rule, SetBy, Term, appeal_term, counted_back, day_set, days, due_day, months, weeks

HOLIDAYS = {
    2020: "01-01 04-10 04-13 04-27 05-05 05-21 05-22 06-01 12-25 12-26",
    2021: "01-01 04-02 04-05 04-27 05-05 05-13 05-14 05-24 12-25 12-26",
    2022: "01-01 04-15 04-18 04-27 05-05 05-26 05-27 06-06 12-25 12-26",
    2023: "01-01 04-07 04-10 04-27 04-28 05-05 05-18 05-19 05-29 12-25 12-26",
    2024: "01-01 03-29 04-01 04-27 05-05 05-09 05-10 05-20 12-25 12-26 12-27",
    2025: "01-01 04-18 04-21 04-26 05-05 05-29 05-30 06-09 12-25 12-26",
    2026: "01-01 01-02 04-03 04-06 04-27 05-05 05-14 05-15 05-25 12-25 12-26",
    2027: "01-01 03-26 03-29 04-27 05-05 05-06 05-07 05-17 12-25 12-26",
    2028: "01-01 04-14 04-17 04-27 04-28 05-05 05-25 05-26 06-05 12-25 12-26",
    2029: "01-01 03-30 04-02 04-27 05-05 05-10 05-21 12-25 12-26",
    2030: "01-01 04-19 04-22 04-27 05-05 05-30 06-10 12-25 12-26",
}
YEARS = sorted(HOLIDAYS)
DAYS_OFF = {date.fromisoformat(f"{year}-{day}") for year, told in HOLIDAYS.items() for day in told.split()}

APPEALS = {
    # New Year, Good Friday, King's Day, 5 May, Ascension Day, Whit Monday, Christmas Day: the plain end > the last day
    2020: "01-01>01-02 04-10>04-14 04-27>04-28 05-05>05-06 05-21>05-25 06-01>06-02 12-25>12-28",
    2021: "01-01>01-04 04-02>04-06 04-27>04-28 05-05>05-06 05-13>05-17 05-24>05-25 12-25>12-27",
    2022: "01-01>01-03 04-15>04-19 04-27>04-28 05-05>05-06 05-26>05-30 06-06>06-07 12-25>12-27",
    2023: "01-01>01-02 04-07>04-11 04-27>05-01 05-05>05-08 05-18>05-22 05-29>05-30 12-25>12-27",
    2024: "01-01>01-02 03-29>04-02 04-27>04-29 05-05>05-06 05-09>05-13 05-20>05-21 12-25>12-30",
    2025: "01-01>01-02 04-18>04-22 04-26>04-28 05-05>05-06 05-29>06-02 06-09>06-10 12-25>12-29",
    2026: "01-01>01-05 04-03>04-07 04-27>04-28 05-05>05-06 05-14>05-18 05-25>05-26 12-25>12-28",
    2027: "01-01>01-04 03-26>03-30 04-27>04-28 05-05>05-10 05-06>05-10 05-17>05-18 12-25>12-27",
    2028: "01-01>01-03 04-14>04-18 04-27>05-01 05-05>05-08 05-25>05-29 06-05>06-06 12-25>12-27",
    2029: "01-01>01-02 03-30>04-03 04-27>04-30 05-05>05-07 05-10>05-11 05-21>05-22 12-25>12-27",
    2030: "01-01>01-02 04-19>04-23 04-27>04-29 05-05>05-06 05-30>05-31 06-10>06-11 12-25>12-27",
}
NO_DECREE_KNOWN = (2029, 2030)


def every_day(year: int) -> Iterator[date]:
    """The days of a year."""
    first = date(year, 1, 1)
    return (first + timedelta(days=nth) for nth in range((date(year + 1, 1, 1) - first).days))


def off(day: date) -> bool:
    """Whether the table above, or the weekend, makes a day one that is off."""
    return day.isoweekday() > 5 or day in DAYS_OFF


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_of_a_year_are_these_and_no_others(year: int) -> None:
    assert " ".join(sorted({f"{each.day:%m-%d}" for each in holidays_of(year)})) == HOLIDAYS[year]
    assert {day for day in every_day(year) if is_day_off(day)} == {day for day in every_day(year) if off(day)}


@pytest.mark.parametrize("year", YEARS)
def test_an_appeal_term_that_would_end_on_a_holiday_ends_on_the_next_working_day(year: int) -> None:
    for pair in APPEALS[year].split():
        plain_end, last = (date.fromisoformat(f"{year}-{day}") for day in pair.split(">"))
        due = appeal_term(plain_end - timedelta(weeks=6))
        assert (due.basis.plain_end, due.day) == (plain_end, last), pair
        assert due.basis.rules == (Rule.DAY_OFF,)
        assert due.basis.sentence.endswith("(Algemene termijnenwet art. 1 lid 1)")
        assert bool(due.warnings) == (year in NO_DECREE_KNOWN)


@pytest.mark.parametrize("year", YEARS)
def test_from_every_day_of_notification_the_appeal_term_ends_on_the_first_working_day_after_six_weeks(
    year: int,
) -> None:
    for notified_on in every_day(year):
        due, last = appeal_term(notified_on), notified_on + timedelta(days=42)
        while off(last) and last.year in HOLIDAYS:
            last += timedelta(days=1)
        assert due.basis.plain_end == notified_on + timedelta(days=42)
        assert not is_day_off(due.day)
        if last.year in HOLIDAYS:
            assert due.day == last


@pytest.mark.parametrize("year", YEARS)
def test_every_due_day_shows_its_basis(year: int) -> None:
    letter = Term(weeks(4), SetBy.LETTER, event="verzending", source="de brief")
    for after in every_day(year):
        if after.day not in (1, 15):
            continue
        for due, source in (
            (appeal_term(after), "Awb 6:7 en 6:8 lid 1"),
            (due_day(letter, after=after), "de brief"),
            (counted_back(letter, before=after), "de brief"),
            (day_set(after, source="de brief"), "de brief"),
        ):
            assert due.basis.source == source
            assert source in due.basis.sentence
            assert str(due.day.year) in due.basis.sentence


# Working days


def day(of_june_2024: int) -> date:
    """A day of June 2024, which begins on a Saturday and has no holidays."""
    return date(2024, 6, of_june_2024)


@pytest.mark.parametrize(
    ("after", "until", "count"),
    [
        (6, 6, 0),  # nothing lies between a day and itself
        (6, 7, 1),  # the last day counts
        (7, 8, 0),  # the first does not
        (7, 9, 0),
        (7, 10, 1),
        (5, 10, 3),
        (3, 17, 10),
        (10, 6, 0),  # nor does what lies before
    ],
)
def test_working_days_are_counted_after_one_day_up_to_and_including_another(after: int, until: int, count: int) -> None:
    assert working_days(day(after), day(until), ()) == count


def test_a_decree_day_is_no_working_day_when_it_is_known() -> None:
    ascension, week_later = date(2026, 5, 13), date(2026, 5, 20)
    assert working_days(ascension, week_later, ()) == 4
    assert working_days(ascension, week_later, DECREE_DAYS) == 3
    assert working_days(day(6), day(7), (DecreeDay(day(7), "een besluit"),)) == 0


@given(st.dates(date(2020, 1, 1), date(2030, 11, 1)), st.integers(0, 30), st.integers(0, 30))
@settings(deadline=None)
def test_working_days_of_two_stretches_add_up(after: date, first: int, second: int) -> None:
    between, until = after + timedelta(days=first), after + timedelta(days=first + second)
    whole = working_days(after, until, DECREE_DAYS)
    assert whole == working_days(after, between, DECREE_DAYS) + working_days(between, until, DECREE_DAYS)
    assert 0 <= whole <= first + second


# Counted back


def back(length: int, before: date, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> tuple[date, int]:
    """Where so many days back come out, and how many warnings there are."""
    term = Term(days(length), SetBy.STATUTE, event="de zitting", source="een wet")
    due = counted_back(term, before=before, decree_days=decree_days)
    return due.day, len(due.warnings)


@pytest.mark.parametrize(
    ("length", "before", "out", "warnings"),
    [
        (3, day(12), day(9), 1),  # Sunday, Monday and Tuesday: two working days, and it comes out on a Sunday
        (3, day(11), day(8), 2),  # Saturday, Sunday and Monday: one working day
        (3, day(10), day(7), 1),  # Friday, Saturday and Sunday: one, on which it comes out
        (3, day(9), day(6), 0),  # Thursday, Friday and Saturday: two
        (3, day(13), day(10), 0),
        (2, day(10), day(8), 1),  # two days need no working days
        (1, day(10), day(9), 1),
        (4, day(11), day(7), 0),  # Friday to Monday: two
        (4, day(10), day(6), 0),
    ],
)
def test_a_term_counted_back_has_two_working_days_from_where_it_comes_out_to_the_day_before(
    length: int, before: date, out: date, warnings: int
) -> None:
    assert back(length, before) == (out, warnings)


def test_a_decree_day_counts_where_a_term_is_counted_back() -> None:
    assert back(3, date(2026, 5, 18)) == (date(2026, 5, 15), 2)
    assert back(3, date(2026, 5, 18), ()) == (date(2026, 5, 15), 1)
    assert back(3, date(2026, 5, 16)) == (date(2026, 5, 13), 1)
    assert back(3, date(2026, 5, 16), ()) == (date(2026, 5, 13), 0)


def test_only_a_term_of_an_act_asks_about_working_days() -> None:
    for term in (
        Term(days(3), SetBy.LETTER, event="de zitting", source="de brief"),
        Term(days(91), SetBy.STATUTE, event="de zitting", source="een wet"),
        Term(months(4), SetBy.STATUTE, event="de zitting", source="een wet"),
    ):
        due = counted_back(term, before=day(11))
        assert not any("twee werkdagen" in warning for warning in due.warnings)
        assert due.basis.rules != (Rule.COUNTED_BACK,)
