"""The guideline for the highest rungs: half a year in total, counted over the unbroken stay on all three."""

from datetime import date

import pytest

from domain.values import PartialDate, Rung
from projections.ladder import Applied, RungHistory
from projections.ladder.guideline import past_guideline

CODE = "GM9901"


def stood(*rungs: tuple[int, str | None]) -> RungHistory:
    """A municipality that came to stand on these rungs, each since a day."""
    ends = [PartialDate.of(since).first_day for _, since in rungs[1:]]
    applied = zip(rungs, [*ends, None], strict=True)
    told = (Applied(Rung(rung), PartialDate.of(since), ended, 1, taken_over=False) for (rung, since), ended in applied)
    return RungHistory(CODE, "Waterveen", None, tuple(told))


@pytest.mark.parametrize(
    ("day", "past"), [(date(2024, 7, 15), False), (date(2024, 7, 16), True), (date(2024, 3, 1), False)]
)
def test_half_a_year_on_one_of_the_highest_rungs_is_the_guideline(day: date, past: bool) -> None:  # noqa: FBT001 - a table
    assert (CODE in past_guideline([stood((3, "2023-01-01"), (4, "2024-01-15"))], day)) is past


def test_the_highest_rungs_count_together() -> None:
    assert past_guideline([stood((3, "2023-01-01"), (4, "2024-01-15"), (5, "2024-06-01"))], date(2024, 8, 1))


def test_an_earlier_stay_that_ended_does_not_count() -> None:
    assert not past_guideline([stood((4, "2023-01-01"), (3, "2024-01-15"), (4, "2024-06-01"))], date(2024, 8, 1))


def test_who_left_the_highest_rungs_is_not_past_it() -> None:
    assert not past_guideline([stood((4, "2023-01-01"), (3, "2024-01-15"))], date(2024, 8, 1))


def test_of_whom_nobody_knows_since_when_it_is_not_said() -> None:
    assert not past_guideline([stood((4, None))], date(2024, 8, 1))


def test_half_a_year_after_the_last_of_a_long_month_ends_in_a_short_one() -> None:
    since_august = stood((3, "2023-01-01"), (4, "2023-08-31"))
    assert not past_guideline([since_august], date(2024, 3, 1))
    assert past_guideline([since_august], date(2024, 3, 2))
