from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.policy.days_off import FIRST_YEAR, LAST_YEAR, is_day_off
from domain.policy.terms import (
    APPEAL,
    Length,
    Rule,
    SetBy,
    Term,
    Unit,
    appeal_term,
    counted_back,
    day_set,
    days,
    due_day,
    hours,
    months,
    weeks,
    years,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

EXTENDABLE_LENGTHS = st.one_of(
    st.integers(1, 90).map(days), st.integers(1, 12).map(weeks), st.integers(1, 3).map(months)
)
LONGER_LENGTHS = st.one_of(
    st.integers(91, 400).map(days), st.integers(13, 60).map(weeks), st.integers(4, 30).map(months), st.just(years(1))
)
ANY_DAY = st.dates(date(1990, 1, 1), date(2090, 12, 31))
NO_DEADLINE = settings(deadline=None)  # the first look at a year loads the package's calendar


def statutory(length: Length) -> Term:
    return Term(length, SetBy.STATUTE, event="ontvangst", source="een wet")


def in_a_letter(length: Length) -> Term:
    return Term(length, SetBy.LETTER, event="verzending", source="brief van GS")


def in_the_framework(length: Length) -> Term:
    return Term(length, SetBy.FRAMEWORK, event="het bereiken van trede 3", source="beleidskader")


def working_days(first: date, last: date) -> int:
    return sum(not is_day_off(first + timedelta(days=n)) for n in range((last - first).days + 1))


@pytest.mark.parametrize(
    ("notified_on", "last_day", "why"),
    [
        ("2024-03-22", "2024-05-03", "a plain Friday"),
        ("2024-03-23", "2024-05-06", "a Saturday, and the fifth of May a Sunday"),
        ("2026-03-24", "2026-05-06", "the fifth of May, in a year that is no multiple of five"),
        ("2026-04-02", "2026-05-18", "Ascension Day, then a day by decree, then a weekend"),
        ("2026-02-20", "2026-04-07", "Good Friday, Easter and Easter Monday"),
        ("2025-03-15", "2025-04-28", "King's Day on a Saturday"),
        ("2026-11-13", "2026-12-28", "Christmas before a weekend"),
        ("2025-11-20", "2026-01-05", "New Year's Day, then a day by decree, then a weekend"),
        ("2024-11-13", "2024-12-30", "Christmas, then a day by decree, then a weekend"),
    ],
)
def test_an_appeal_is_due_six_weeks_from_the_day_after_notification(notified_on: str, last_day: str, why: str) -> None:
    assert appeal_term(date.fromisoformat(notified_on)).day == date.fromisoformat(last_day), why


def test_without_the_decree_the_appeal_would_be_due_on_the_friday_after_ascension_day() -> None:
    assert appeal_term(date(2026, 4, 2), ()).day == date(2026, 5, 15)


def test_a_due_day_says_where_the_term_is_set_and_why_it_was_extended() -> None:
    due = appeal_term(date(2024, 3, 23))
    assert due.basis.source == "Awb 6:7 en 6:8 lid 1"
    assert due.basis.plain_end == date(2024, 5, 4)
    assert due.basis.rules == (Rule.DAY_OFF,)
    assert due.basis.sentence == (
        "zes weken na bekendmaking op zaterdag 23 maart 2024 (Awb 6:7 en 6:8 lid 1); eindigt op zaterdag 4 mei 2024, "
        "dus verlengd tot en met maandag 6 mei 2024 (Algemene termijnenwet art. 1 lid 1)"
    )
    assert due.warnings == ()


def test_a_term_that_ends_on_a_working_day_simply_ends() -> None:
    due = appeal_term(date(2024, 3, 22))
    assert due.basis.rules == ()
    assert due.basis.sentence == (
        "zes weken na bekendmaking op vrijdag 22 maart 2024 (Awb 6:7 en 6:8 lid 1); eindigt op vrijdag 3 mei 2024"
    )


def test_the_basis_names_the_holiday_the_term_ended_on() -> None:
    assert "eindigt op vrijdag 3 april 2026 (Goede Vrijdag)" in appeal_term(date(2026, 2, 20)).basis.sentence


def test_a_statutory_term_in_a_year_without_a_known_decree_asks_to_look_it_up() -> None:
    (warning,) = appeal_term(date(2029, 3, 29)).warnings
    assert warning.startswith("voor 2029 is geen besluit bekend")
    assert appeal_term(date(2028, 3, 29)).warnings == ()


def test_a_term_of_three_days_over_easter_gets_two_working_days() -> None:
    due = due_day(statutory(days(3)), after=date(2024, 3, 28))
    assert due.day == date(2024, 4, 3)
    assert due.basis.plain_end == date(2024, 3, 31)
    assert due.basis.rules == (Rule.DAY_OFF, Rule.TWO_WORKING_DAYS)
    assert due.basis.sentence.endswith(
        "nog geen twee werkdagen, dus verlengd tot en met woensdag 3 april 2024 (Algemene termijnenwet art. 2)"
    )


def test_a_term_of_two_days_over_easter_gets_only_the_next_working_day() -> None:
    assert due_day(statutory(days(2)), after=date(2024, 3, 28)).day == date(2024, 4, 2)


def test_three_days_from_the_wednesday_before_christmas_2017_last_until_the_wednesday_after() -> None:
    assert due_day(statutory(days(3)), after=date(2017, 12, 19)).day == date(2017, 12, 22)
    assert due_day(statutory(days(3)), after=date(2017, 12, 20)).day == date(2017, 12, 27)


def test_three_months_from_29_february_2016_end_on_29_may_and_so_on_monday_30_may() -> None:
    due = due_day(statutory(months(3)), after=date(2016, 2, 29))
    assert (due.basis.plain_end, due.day) == (date(2016, 5, 29), date(2016, 5, 30))


@pytest.mark.parametrize(
    ("length", "after", "plain_end"),
    [
        (days(14), "2024-02-20", "2024-03-05"),
        (weeks(12), "2024-01-01", "2024-03-25"),
        (months(1), "2024-01-31", "2024-02-29"),
        (months(1), "2023-01-31", "2023-02-28"),
        (months(1), "2023-02-28", "2023-03-28"),
        (months(3), "2023-11-30", "2024-02-29"),
        (months(2), "2024-11-15", "2025-01-15"),
        (years(1), "2024-02-29", "2025-02-28"),
        (years(4), "2024-02-29", "2028-02-29"),
    ],
)
def test_a_term_is_counted_from_the_day_after_the_event(length: Length, after: str, plain_end: str) -> None:
    due = due_day(in_a_letter(length), after=date.fromisoformat(after))
    assert due.day == date.fromisoformat(plain_end)


@pytest.mark.parametrize(
    ("at_most", "more"), [(days(90), days(91)), (weeks(12), weeks(13)), (months(3), months(4)), (None, years(1))]
)
def test_the_act_leaves_alone_what_is_longer_than_ninety_days_twelve_weeks_or_three_months(
    at_most: Length | None, more: Length
) -> None:
    assert at_most is None or statutory(at_most).extendable
    assert not statutory(more).extendable


def test_a_statutory_term_too_long_to_be_extended_says_so_and_warns_on_a_day_off() -> None:
    due = due_day(statutory(weeks(13)), after=date(2024, 6, 1))
    assert due.day == date(2024, 8, 31)
    assert due.basis.rules == (Rule.EXEMPT,)
    assert "niet verlengd: een termijn in uren of jaren" in due.basis.sentence
    assert due.warnings == ("zaterdag 31 augustus 2024 is geen werkdag; de termijn verschuift niet",)


def test_a_term_in_a_letter_is_not_extended_and_a_day_off_is_warned_of() -> None:
    due = due_day(in_a_letter(weeks(4)), after=date(2024, 4, 6))
    assert due.day == date(2024, 5, 4)
    assert due.basis.rules == (Rule.NOT_STATUTORY,)
    assert "geen termijn uit een wet of algemene maatregel van bestuur" in due.basis.sentence
    assert due.warnings == ("zaterdag 4 mei 2024 is geen werkdag; de termijn verschuift niet",)


def test_a_day_named_in_a_letter_stays_that_day_and_a_day_off_is_warned_of() -> None:
    due = day_set(date(2026, 5, 5), source="de vooraankondiging")
    assert due.day == date(2026, 5, 5)
    assert due.basis.sentence == "dinsdag 5 mei 2026 (Bevrijdingsdag), de dag genoemd in de vooraankondiging"
    assert due.warnings == ("dinsdag 5 mei 2026 (Bevrijdingsdag) is geen werkdag; de termijn verschuift niet",)
    assert day_set(date(2026, 5, 6), source="de vooraankondiging").warnings == ()


def test_a_term_counted_back_stays_where_it_comes_out() -> None:
    due = counted_back(statutory(days(10)), before=date(2024, 5, 14))
    assert due.day == date(2024, 5, 4)
    assert due.basis.rules == (Rule.COUNTED_BACK,)
    assert "komt uit op zaterdag 4 mei 2024, teruggerekend en dus niet verschoven" in due.basis.sentence
    assert due.warnings == ("zaterdag 4 mei 2024 is geen werkdag; de termijn verschuift niet",)


def test_a_term_counted_back_over_easter_asks_a_person_about_article_2() -> None:
    warnings = counted_back(statutory(days(3)), before=date(2024, 4, 2)).warnings
    assert "de termijn bevat geen twee werkdagen" in warnings[-1]


def test_a_term_in_hours_ends_on_the_day_of_its_last_hour_and_is_not_extended() -> None:
    due = due_day(statutory(hours(48)), after=datetime(2024, 5, 2, 23, 30, tzinfo=AMSTERDAM))
    assert due.day == date(2024, 5, 4)
    assert due.basis.rules == (Rule.EXEMPT,)


def test_hours_are_counted_as_they_pass_when_the_clock_goes_forward() -> None:
    before_summer_time = datetime(2024, 3, 30, 23, 30, tzinfo=AMSTERDAM)
    assert due_day(in_a_letter(hours(24)), after=before_summer_time).day == date(2024, 4, 1)


@pytest.mark.parametrize("number", [-42, -1, 0, 1_001])
@pytest.mark.parametrize("unit", Unit)
def test_a_term_of_no_length_or_of_a_senseless_one_is_refused(number: int, unit: Unit) -> None:
    with pytest.raises(ValueError, match=f"a term lasts 1 to 1000 .*, not {number}"):
        Length(number, unit)


def test_hours_need_a_moment_and_days_need_a_day() -> None:
    with pytest.raises(ValueError, match="a term in hours counts from a moment"):
        due_day(in_a_letter(hours(48)), after=date(2024, 5, 2))
    with pytest.raises(ValueError, match="others from a day"):
        due_day(APPEAL, after=datetime(2024, 5, 2, tzinfo=AMSTERDAM))
    with pytest.raises(ValueError, match="has a time zone"):
        due_day(in_a_letter(hours(48)), after=datetime(2024, 5, 2))  # noqa: DTZ001 - the lack of a zone is the point


@pytest.mark.parametrize("year", [FIRST_YEAR - 1, LAST_YEAR + 1])
def test_a_term_from_a_year_beyond_the_calendar_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match=f"from 1983 to 2100, not to {year}"):
        appeal_term(date(year, 6, 3))


@pytest.mark.parametrize(
    ("length", "written"),
    [
        (days(1), "één dag"),
        (weeks(1), "één week"),
        (weeks(6), "zes weken"),
        (months(12), "twaalf maanden"),
        (days(14), "14 dagen"),
        (hours(1), "één uur"),
        (hours(48), "48 uur"),
        (years(2), "twee jaar"),
    ],
)
def test_a_length_is_written_as_a_letter_would(length: Length, written: str) -> None:
    assert str(length) == written


@given(after=ANY_DAY, length=EXTENDABLE_LENGTHS)
@NO_DEADLINE
def test_a_statutory_term_never_ends_on_a_day_off(after: date, length: Length) -> None:
    assert not is_day_off(due_day(statutory(length), after=after).day)


@given(after=ANY_DAY, length=EXTENDABLE_LENGTHS)
@NO_DEADLINE
def test_a_statutory_term_never_ends_before_its_plain_end_nor_ten_days_after_it(after: date, length: Length) -> None:
    due = due_day(statutory(length), after=after)
    assert timedelta() <= due.day - due.basis.plain_end < timedelta(days=10)


@given(after=ANY_DAY, length=EXTENDABLE_LENGTHS)
@NO_DEADLINE
def test_an_extension_is_always_explained_and_nothing_else_is(after: date, length: Length) -> None:
    due = due_day(statutory(length), after=after)
    assert bool(due.basis.rules) == (due.day != due.basis.plain_end)
    assert all(f"({rule})" in due.basis.sentence for rule in due.basis.rules)


@given(after=ANY_DAY, length=EXTENDABLE_LENGTHS.filter(lambda length: length not in (days(1), days(2))))
@NO_DEADLINE
def test_a_statutory_term_of_at_least_three_days_has_at_least_two_working_days(after: date, length: Length) -> None:
    assert working_days(after + timedelta(days=1), due_day(statutory(length), after=after).day) >= 2


@given(after=ANY_DAY, length=EXTENDABLE_LENGTHS)
@NO_DEADLINE
def test_a_statutory_term_is_no_longer_than_it_must_be(after: date, length: Length) -> None:
    due = due_day(statutory(length), after=after)
    day_before = due.day - timedelta(days=1)
    too_short = length not in (days(1), days(2)) and working_days(after + timedelta(days=1), day_before) < 2
    assert due.day == due.basis.plain_end or is_day_off(day_before) or too_short


@given(before=ANY_DAY, length=EXTENDABLE_LENGTHS | LONGER_LENGTHS, term=st.sampled_from([statutory, in_a_letter]))
@NO_DEADLINE
def test_a_term_counted_back_is_never_moved(before: date, length: Length, term: Callable[[Length], Term]) -> None:
    due = counted_back(term(length), before=before)
    assert due.day == due.basis.plain_end < before
    assert is_day_off(due.day) == any("is geen werkdag" in warning for warning in due.warnings)


@given(
    after=ANY_DAY,
    length=EXTENDABLE_LENGTHS | LONGER_LENGTHS,
    term=st.sampled_from([in_a_letter, in_the_framework]),
)
@NO_DEADLINE
def test_a_term_not_set_by_statute_is_never_moved(after: date, length: Length, term: Callable[[Length], Term]) -> None:
    due = due_day(term(length), after=after)
    assert due.day == due.basis.plain_end > after
    assert due.basis.rules == (Rule.NOT_STATUTORY,)
    assert bool(due.warnings) == is_day_off(due.day)


@given(after=ANY_DAY, length=LONGER_LENGTHS)
@NO_DEADLINE
def test_a_long_statutory_term_is_never_moved(after: date, length: Length) -> None:
    due = due_day(statutory(length), after=after)
    assert due.day == due.basis.plain_end
    assert due.basis.rules == (Rule.EXEMPT,)


@given(after=ANY_DAY, number=st.integers(1, 60))
@NO_DEADLINE
def test_n_weeks_after_a_day_end_on_the_same_weekday(after: date, number: int) -> None:
    assert due_day(in_a_letter(weeks(number)), after=after).day == after + timedelta(days=7 * number)


@given(after=ANY_DAY, number=st.integers(1, 30))
@NO_DEADLINE
def test_n_months_after_a_day_end_on_its_number_or_on_the_last_day_of_the_month(after: date, number: int) -> None:
    end = due_day(in_a_letter(months(number)), after=after).day
    assert end.day == after.day or (end.day < after.day and (end + timedelta(days=1)).day == 1)
    assert (12 * end.year + end.month) - (12 * after.year + after.month) == number
