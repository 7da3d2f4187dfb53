"""When an address is asked: at set times on working days, and again after a failure, ever later."""

from datetime import UTC, datetime, time, timedelta

import pytest

from api.arriving.schedule import AMSTERDAM, PAUSES, is_due, last_time, next_time

SEVEN = (time(7),)
TWICE = (time(7), time(12, 30))


def at(day: str, clock: str) -> datetime:
    """A moment in the Netherlands, as the server tells it."""
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=AMSTERDAM).astimezone(UTC)


MONDAY, SATURDAY, WHIT_MONDAY = "2024-06-03", "2024-06-01", "2024-05-20"


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (MONDAY, "06:59:59", None),
        (MONDAY, "07:00:00", "07:00"),
        (MONDAY, "12:29:59", "07:00"),
        (MONDAY, "23:59:59", "12:30"),
        (SATURDAY, "12:00:00", None),
        (WHIT_MONDAY, "12:00:00", None),
    ],
)
def test_the_last_set_time_is_one_of_today_on_a_working_day(day: str, clock: str, expected: str | None) -> None:
    assert last_time(at(day, clock), TWICE) == (at(day, expected) if expected else None)


def test_seven_is_seven_in_the_netherlands_in_summer_and_in_winter() -> None:
    assert last_time(datetime(2024, 6, 3, 5, 0, tzinfo=UTC), SEVEN) == datetime(2024, 6, 3, 5, tzinfo=UTC)
    assert last_time(datetime(2024, 12, 2, 5, 59, tzinfo=UTC), SEVEN) is None
    assert last_time(datetime(2024, 12, 2, 6, 0, tzinfo=UTC), SEVEN) == datetime(2024, 12, 2, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (MONDAY, "06:00", (MONDAY, "07:00")),
        (MONDAY, "07:00", (MONDAY, "12:30")),
        (MONDAY, "13:00", ("2024-06-04", "07:00")),
        ("2024-05-17", "13:00", ("2024-05-21", "07:00")),  # the Friday before Whitsun
        (SATURDAY, "06:00", (MONDAY, "07:00")),
    ],
)
def test_the_next_set_time_skips_days_off(day: str, clock: str, expected: tuple[str, str]) -> None:
    assert next_time(at(day, clock), TWICE) == at(*expected)


def due(clock: str, *failures: str, answered: bool = False, day: str = MONDAY) -> bool:
    """Whether the address is asked at this time, after these failures of today."""
    return is_due(at(day, clock), SEVEN, [at(day, each) for each in failures], answered=answered)


def test_an_address_is_asked_once_as_soon_as_it_is_time() -> None:
    assert not due("06:59")
    assert due("07:00")
    assert due("09:12")  # the server was down at seven
    assert not due("09:12", answered=True)


def test_nobody_asks_on_a_day_off_whatever_went_wrong_before() -> None:
    assert not due("12:00", day=SATURDAY)
    assert not due("12:00", "07:00", day=WHIT_MONDAY)


def test_after_a_failure_the_pause_grows_with_each_further_one() -> None:
    assert not due("07:04", "07:00")
    assert due("07:05", "07:00")
    assert not due("07:14", "07:00", "07:05")
    assert due("07:15", "07:05", "07:00")
    assert tuple(sorted(PAUSES)) == PAUSES


def test_the_longest_pause_goes_on_until_the_day_is_over() -> None:
    failures = [at(MONDAY, f"{hour:02}:00") for hour in range(7, 17)]
    assert not is_due(failures[-1] + PAUSES[-1] - timedelta(seconds=1), SEVEN, failures, answered=False)
    assert is_due(failures[-1] + PAUSES[-1], SEVEN, failures, answered=False)
    assert not is_due(at("2024-06-04", "00:30"), SEVEN, [], answered=False)
