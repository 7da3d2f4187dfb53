from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.policy.days_off import (
    DECREE_DAYS,
    FIRST_YEAR,
    LAST_YEAR,
    DecreeDay,
    holidays_of,
    is_day_off,
    next_working_day,
)

NO_DEADLINE = settings(deadline=None)  # the first look at a year loads the package's calendar


@pytest.mark.parametrize(
    ("good_friday", "easter_monday", "ascension", "whit_monday"),
    [
        ("2020-04-10", "2020-04-13", "2020-05-21", "2020-06-01"),
        ("2021-04-02", "2021-04-05", "2021-05-13", "2021-05-24"),
        ("2022-04-15", "2022-04-18", "2022-05-26", "2022-06-06"),
        ("2023-04-07", "2023-04-10", "2023-05-18", "2023-05-29"),
        ("2024-03-29", "2024-04-01", "2024-05-09", "2024-05-20"),
        ("2025-04-18", "2025-04-21", "2025-05-29", "2025-06-09"),
        ("2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25"),
        ("2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17"),
        ("2028-04-14", "2028-04-17", "2028-05-25", "2028-06-05"),
        ("2029-03-30", "2029-04-02", "2029-05-10", "2029-05-21"),
        ("2030-04-19", "2030-04-22", "2030-05-30", "2030-06-10"),
    ],
)
def test_the_moving_feasts_fall_where_the_calendar_of_the_year_says(
    good_friday: str, easter_monday: str, ascension: str, whit_monday: str
) -> None:
    found = {each.name: each.day.isoformat() for each in holidays_of(int(good_friday[:4]), ())}
    assert found["Goede Vrijdag"] == good_friday
    assert found["tweede paasdag"] == easter_monday
    assert found["Hemelvaartsdag"] == ascension
    assert found["tweede pinksterdag"] == whit_monday


@pytest.mark.parametrize("year", range(2020, 2031))
def test_the_fixed_holidays_are_holidays_every_year_and_so_is_the_fifth_of_may(year: int) -> None:
    found = {each.day for each in holidays_of(year, ())}
    assert {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)} < found
    assert len(holidays_of(year, ())) == 9


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Koningsdag", date(2014, 4, 26)),
        ("Koningsdag", date(2015, 4, 27)),
        ("Koningsdag", date(2024, 4, 27)),
        ("Koningsdag", date(2025, 4, 26)),
        ("Koninginnedag", date(2013, 4, 30)),
        ("Koninginnedag", date(2006, 4, 29)),
    ],
)
def test_the_birthday_of_the_king_is_celebrated_on_the_saturday_when_it_falls_on_a_sunday(name: str, day: date) -> None:
    assert [each.day for each in holidays_of(day.year, ()) if each.name == name] == [day]


def test_a_day_that_is_two_holidays_at_once_keeps_both_names() -> None:
    assert [each.name for each in holidays_of(2016, ()) if each.day == date(2016, 5, 5)] == [
        "Bevrijdingsdag",
        "Hemelvaartsdag",
    ]


def test_a_royal_decree_makes_a_working_day_a_day_off_and_says_which_decree() -> None:
    bridge = DecreeDay(date(2031, 5, 23), "Besluit van een dag", "Stcrt. een nummer")
    assert not is_day_off(bridge.day)
    assert is_day_off(bridge.day, (bridge,))
    assert "art. 3 lid 3; Stcrt. een nummer" in {each.source for each in holidays_of(2031, (bridge,))}


@pytest.mark.parametrize("decreed", DECREE_DAYS, ids=lambda decreed: decreed.day.isoformat())
def test_a_day_put_on_a_par_would_otherwise_be_a_working_day_next_to_a_holiday(decreed: DecreeDay) -> None:
    assert not is_day_off(decreed.day, ())
    assert is_day_off(decreed.day - timedelta(days=1), ())
    assert is_day_off(decreed.day + timedelta(days=1), ())


def test_every_year_with_decrees_has_the_friday_after_ascension_day() -> None:
    fridays = {
        each.day + timedelta(days=1)
        for year in range(2020, 2029)
        for each in holidays_of(year, ())
        if each.name == "Hemelvaartsdag"
    }
    assert fridays <= {each.day for each in DECREE_DAYS}


def test_a_moment_is_a_day_off_when_its_day_is() -> None:
    assert is_day_off(datetime(2024, 12, 25, 12, tzinfo=UTC))


def test_the_next_working_day_skips_the_weekend_and_the_holidays() -> None:
    assert next_working_day(date(2024, 3, 28)) == date(2024, 4, 2)
    assert next_working_day(date(2024, 12, 24)) == date(2024, 12, 30)
    assert next_working_day(date(2024, 12, 24), ()) == date(2024, 12, 27)
    assert next_working_day(date(2024, 6, 4)) == date(2024, 6, 5)


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_a_year_beyond_the_calendar_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=f"from 1983 to 2100, not to {year}"):
        holidays_of(year)


@given(year=st.integers(FIRST_YEAR, LAST_YEAR))
@NO_DEADLINE
def test_the_moving_feasts_keep_their_weekdays_and_distances_in_every_year(year: int) -> None:
    found = {each.name: each.day for each in holidays_of(year, ())}
    easter = found["tweede paasdag"] - timedelta(days=1)
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)
    assert easter.isoweekday() == 7
    assert found["Goede Vrijdag"].isoweekday() == 5
    assert found["Hemelvaartsdag"].isoweekday() == 4
    assert found["tweede pinksterdag"] - found["tweede paasdag"] == timedelta(weeks=7)
