"""The numbers that a framework sets: which there can be, in which unit, and between which bounds."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from domain.values import Value


class Unit(StrEnum):
    """In what a parameter or a term is expressed."""

    PERSONS = "persons"
    PERCENT = "percent"
    PERIODS = "periods"
    POINTS = "points"
    DAYS = "days"
    WORKING_DAYS = "working days"
    WEEKS = "weeks"
    MONTHS = "months"


class Standing(StrEnum):
    """Where a number comes from."""

    PUBLISHED = "published"
    PROVINCE = "set by the province, not published"


class Setting(Value):
    """A number of a framework: its value and unit, its bounds, where it comes from, and in Dutch what it is for."""

    value: int
    unit: Unit
    minimum: int
    maximum: int
    standing: Standing
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    source: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A number that the program knows: its unit, the widest bounds, and the rules (by value) that need it."""

    unit: Unit
    least: int
    most: int
    needed_by: frozenset[str]


_ALL = frozenset({"none", "size-based", "trend-based", "duty-in-principle"})
_ADVISING = _ALL - {"none"}
_TREND = frozenset({"trend-based"})

PARAMETERS: Mapping[str, Known] = {
    "tolerance": Known(Unit.PERSONS, 0, 10_000, _ADVISING),
    "min_persons": Known(Unit.PERSONS, 1, 10_000, _ADVISING),
    "percent": Known(Unit.PERCENT, 0, 100, _ADVISING),
    "lower_after": Known(Unit.PERIODS, 1, 20, _TREND),
    "schedule_border": Known(Unit.PERCENT, 0, 100, _ALL),
    "forecast_from_day": Known(Unit.DAYS, 1, 184, _ALL),
    "forecast_points": Known(Unit.POINTS, 2, 184, _ALL),
    "signal_pace_gap": Known(Unit.PERSONS, 0, 10_000, _ADVISING),
    "signal_days": Known(Unit.DAYS, 1, 184, _ADVISING),
}
"""Tolerance, least persons and percent judge the trend; the rest is in the names and in every file."""

TERMS: Mapping[str, Known] = {
    "supervision_conversation": Known(Unit.WEEKS, 1, 52, _ALL),
    "contact_after_signal": Known(Unit.DAYS, 1, 184, _ADVISING),
    "plan_requested": Known(Unit.WEEKS, 1, 52, _ADVISING),
    "plan_submitted": Known(Unit.WEEKS, 1, 52, _ADVISING),
    "plan_adopted": Known(Unit.WEEKS, 1, 104, _ADVISING),
    "assessment": Known(Unit.WEEKS, 1, 26, _ADVISING),
    "figures": Known(Unit.WORKING_DAYS, 1, 60, _ALL),
    "highest_rungs": Known(Unit.MONTHS, 1, 60, _TREND),
}
"""Terms of the framework: counted from the day of what they follow, never stretched by the Algemene termijnenwet."""
