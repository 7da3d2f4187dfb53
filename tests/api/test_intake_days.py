"""Reporting days and periods are read as they were written, and never guessed."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.intake.days import read_day, read_period
from api.intake.refusals import NotUnderstood
from api.intake.tables import Cell
from domain.values import PartialDate, Period

MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()  # noqa: SIM905 - as one reads it


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2024-06-01", "2024-06-01"),
        ("2024/6/1", "2024-06-01"),
        ("2024-06-01 00:00:00", "2024-06-01"),
        ("2024-06-01T00:00:00", "2024-06-01"),
        ("1-6-2024", "2024-06-01"),
        ("01/06/2024", "2024-06-01"),
        ("1.6.2024", "2024-06-01"),
        ("1 juni 2024", "2024-06-01"),
        ("1 Jun 2024", "2024-06-01"),
        ("1 jun. 2024", "2024-06-01"),
        ("1-jun-2024", "2024-06-01"),
        ("2024-06", "2024-06"),
        ("juni 2024", "2024-06"),
        ("06-2024", "2024-06"),
        ("6/2024", "2024-06"),
        ("2024", "2024"),
        ("2024.0", "2024"),
        (2024, "2024"),
        (date(2024, 6, 1), "2024-06-01"),
        (datetime(2024, 6, 1, 13, 5), "2024-06-01"),  # noqa: DTZ001 - Excel knows no zone
    ],
)
def test_a_reporting_day_is_as_precise_as_it_was_written(cell: Cell, value: str) -> None:
    assert read_day(cell) == PartialDate.of(value)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("1-6-24", "two-digit-year"),
        ("24-06-01", "two-digit-year"),
        ("juni 24", "two-digit-year"),
        ("1 juni '24", "two-digit-year"),
        ("jan-24", "two-digit-year"),
        ("31-02-2024", "no-such-day"),
        ("06/13/2024", "no-such-day"),
        ("2024-13", "no-such-day"),
        ("2024-06-00", "no-such-day"),
        ("0024-06-01", "not-a-date"),
        (45444, "not-a-date"),
        ("vandaag", "not-a-date"),
        (12.5, "not-a-date"),
        (True, "not-a-date"),
    ],
)
def test_a_day_that_is_not_certain_is_refused(cell: Cell, kind: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_day(cell)
    assert refused.value.kind == kind
    assert "2024-06-01" in refused.value.expected


@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)))
def test_every_way_to_write_a_day_gives_the_day_back(day: date) -> None:
    d, m, y = day.day, day.month, day.year
    ways: list[Cell] = [
        day,
        f"{day}",
        f"{d}-{m}-{y}",
        f"{d:02}/{m:02}/{y}",
        f"{d} {MONTHS[m - 1]} {y}",
        f"{d}-{MONTHS[m - 1].upper()}-{y}",
    ]
    assert {read_day(way) for way in ways} == {PartialDate.of(day)}
    month = PartialDate.of(f"{y}-{m:02}")
    assert {read_day(way) for way in (f"{y}-{m:02}", f"{m:02}-{y}", f"{MONTHS[m - 1]} {y}")} == {month}


@pytest.mark.parametrize(
    ("cell", "period"),
    [
        ("2024-1", "2024-1"),
        ("2024-I", "2024-1"),
        ("2024-II", "2024-2"),
        ("2024 H1", "2024-1"),
        ("2024H2", "2024-2"),
        ("H1 2024", "2024-1"),
        ("1e halfjaar 2024", "2024-1"),
        ("2de half jaar 2024", "2024-2"),
        ("eerste halfjaar 2024", "2024-1"),
        ("Tweede halfjaar van 2024", "2024-2"),
        ("2024, 1e halfjaar", "2024-1"),
        ("2024 tweede helft", "2024-2"),
        ("halfjaar 2 2024", "2024-2"),
        ("2024/1", "2024-1"),
        ("2024\N{EN DASH}2", "2024-2"),
        ("2e helft 2023", "2023-2"),
        ("second half 2023", "2023-2"),
        ("2024.1", "2024-1"),
        (2024.2, "2024-2"),
        ("2024", "2024"),
        ("2024.0", "2024"),
        ("heel 2024", "2024"),
        (2024, "2024"),
    ],
)
def test_a_period_is_read_as_offices_write_it(cell: Cell, period: str) -> None:
    assert read_period(cell) == Period.parse(period)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2024-01", "period-or-month"),
        ("2024-02", "period-or-month"),
        ("2024-06", "period-or-month"),
        ("01-2024", "period-or-month"),
        ("1-2024", "period-or-month"),
        (202401, "period-or-month"),
        (date(2024, 1, 1), "period-is-date"),
        ("2024-01-01", "period-is-date"),
        ("jan-24", "period-is-date"),
        ("2024-3", "not-a-period"),
        ("2024-0", "not-a-period"),
        ("2023-2024", "not-a-period"),
        ("2024 Q1", "not-a-period"),
        ("1900", "not-a-period"),
        ("halfjaar", "not-a-period"),
        (1, "not-a-period"),
    ],
)
def test_a_period_that_may_be_a_month_or_a_date_is_refused_with_an_explanation(cell: Cell, kind: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read_period(cell)
    assert refused.value.kind == kind
    assert "2024-1" in refused.value.expected


@given(st.integers(1990, 2200), st.sampled_from([None, 1, 2]))
def test_every_way_to_write_a_period_gives_the_period_back(year: int, half: int | None) -> None:
    ways: list[Cell] = [f"{year}", year, f"{year}.0"]
    if half:
        ordinal, roman = ("eerste", "I") if half == 1 else ("tweede", "II")
        ways = [f"{year}-{half}", f"{year}-{roman}", f"{year} H{half}", f"h{half}-{year}"]
        ways += [f"{half}e halfjaar {year}", f"{ordinal} helft {year}", f"{year}/{half}"]
    assert {read_period(way) for way in ways} == {Period(year, half)}
