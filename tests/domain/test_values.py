"""Small values: each refuses what it cannot mean, and is written in one way only."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.values import MunicipalityCode, PartialDate, Period, PlainText, Precision, ProvinceCode
from tests.spec import sealed

PERIODS = st.builds(Period, st.integers(1990, 2200), st.sampled_from([1, 2, None]))
HALF_YEARS = st.builds(Period, st.integers(1991, 2199), st.sampled_from([1, 2]))


@given(PERIODS)
def test_a_period_is_read_as_it_is_written(period: Period) -> None:
    assert Period.parse(str(period)) == period
    assert TypeAdapter(Period).validate_json(TypeAdapter(Period).dump_json(period)) == period


@given(HALF_YEARS)
def test_half_years_follow_each_other_without_a_gap(period: Period) -> None:
    assert period.next.first_day == period.last_day + timedelta(days=1)
    assert period.next.previous == period.previous.next == period
    assert period.previous < period < period.next


@given(PERIODS)
def test_only_the_first_period_has_none_before_it(period: Period) -> None:
    if period.is_first:
        with pytest.raises(ValueError, match="1989"):
            assert period.previous
    else:
        assert period.previous < period


@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)))
def test_every_day_lies_in_its_half_year(day: date) -> None:
    assert day in Period.half_year(day)
    assert Period.half_year(day).half is not None


@given(st.integers(1990, 2200))
def test_a_year_comes_after_its_halves(year: int) -> None:
    assert Period(year, 1) < Period(year, 2) < Period(year)
    assert Period(year).first_day == Period(year, 1).first_day
    assert Period(year).last_day == Period(year, 2).last_day


@given(HALF_YEARS, st.integers(0, 400))
def test_a_day_belongs_to_a_period_from_its_first_to_its_last_day(period: Period, days: int) -> None:
    day = period.first_day + timedelta(days=days)
    assert (day in period) == (day <= period.last_day)


@pytest.mark.parametrize("text", ["", "2024-3", "2024-", "24-1", "2024-1\n", " 2024", "1989", "2201-1", "2024-01"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a period is a half year such as 2024-1"):
        Period.parse(text)


@pytest.mark.parametrize("given_", [2024, None, ["2024"]])
def test_a_period_of_another_type_is_a_validation_error_too(given_: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Period).validate_python(given_)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_day_is_known_to_the_day_and_lies_in_its_month_and_year(day: date) -> None:
    known, month, year = (PartialDate.of(text) for text in (day, str(day)[:7], str(day)[:4]))
    assert known == PartialDate.of(str(day))
    assert known.first_day == known.last_day == day
    assert month.first_day
    assert month.last_day
    assert year.first_day
    assert year.last_day
    assert year.first_day <= month.first_day <= day <= month.last_day <= year.last_day


def test_nothing_may_be_known_of_a_day() -> None:
    assert PartialDate.of(None).first_day is PartialDate.of(None).last_day is None


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2024-6-1", "day"),
        ("2024-06-1", "day"),
        ("2024-06-31", "day"),
        ("2023-02-29", "day"),
        ("2024-06-01T00", "day"),
        ("2024-06", "day"),
        ("2024-6", "month"),
        ("2024-13", "month"),
        (" 2024", "year"),
        ("2_24", "year"),
        ("+024", "year"),
        ("0000", "year"),
        ("\u0662\u0660\u0662\u0664", "year"),
        ("99999", "year"),
        ("", "unknown"),
        ("2024", "unknown"),
        (None, "year"),
    ],
)
def test_a_day_is_written_in_one_way_only(value: str | None, precision: str) -> None:
    with pytest.raises(ValidationError):
        PartialDate(value=value, precision=Precision(precision))


@pytest.mark.parametrize("text", ["", "24", "2024-6", "2024-6-1", "01-06-2024", "2024/06", "juni"])
def test_a_text_that_is_no_day_month_or_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a|invalid literal|out of range"):
        PartialDate.of(text)


@pytest.mark.parametrize("code", ["GM622", "GM06222", "gm0622", "GM0622\n", "GM\u0660\u0666\u0662\u0662", "0622", ""])
def test_a_municipality_has_the_code_of_statistics_netherlands(code: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(MunicipalityCode).validate_python(code)


@pytest.mark.parametrize("code", ["PV2", "PV288", "PV\u0662\u0668"])
def test_a_province_has_the_code_of_statistics_netherlands(code: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(ProvinceCode).validate_python(code)


def test_free_text_says_something() -> None:
    with pytest.raises(ValidationError):
        PlainText(text="  \n")


@given(st.binary())
def test_the_cipher_of_a_sealed_text_survives_json(cipher: bytes) -> None:
    text = sealed(PlainText(text="a text")).model_copy(update={"cipher": cipher})
    assert type(text).model_validate_json(text.model_dump_json()) == text
