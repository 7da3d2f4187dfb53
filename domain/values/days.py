"""Periods, and days as far as they are known."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, total_ordering
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, model_validator
from pydantic_core import core_schema

from domain.values.terms import Value

FIRST_YEAR, LAST_YEAR = 1990, 2200


@total_ordering
@dataclass(frozen=True, slots=True)
class Period:
    """A half year (``2024-1``: January to June, ``2024-2``: July to December) or a whole year (``2024``)."""

    year: int
    half: int | None = None

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR or self.half not in (None, 1, 2):
            raise ValueError(f"a period is a half year such as 2024-1 or a year such as 2024, not {self}")

    @classmethod
    def parse(cls, text: str) -> Self:
        """The period written ``2024-1``, ``2024-2`` or ``2024``; raises ValueError for anything else."""
        found = re.fullmatch(r"([0-9]{4})(?:-([12]))?", text)
        if found is None:
            raise ValueError(f"a period is a half year such as 2024-1 or a year such as 2024, not {text!r}")
        return cls(int(found[1]), int(found[2]) if found[2] else None)

    @classmethod
    def half_year(cls, day: date) -> Self:
        """The half year in which a day lies. Of what period figures are is always stated, never inferred from a day."""
        return cls(day.year, 1 if day.month <= 6 else 2)  # noqa: PLR2004 - June

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, 7 if self.half == 2 else 1, 1)  # noqa: PLR2004 - the second half

    @property
    def last_day(self) -> date:
        """The last day of the period, which still belongs to it."""
        return date(self.year, 6, 30) if self.half == 1 else date(self.year, 12, 31)

    @property
    def is_first(self) -> bool:
        """Whether there is no period before it."""
        return self.year == FIRST_YEAR and self.half in (None, 1)

    @property
    def previous(self) -> "Period":
        """The half year before a half year, the year before a year; raises ValueError for the first."""
        if self.half is None:
            return Period(self.year - 1)
        return Period(self.year, 1) if self.half == 2 else Period(self.year - 1, 2)  # noqa: PLR2004 - the second half

    @property
    def next(self) -> "Period":
        """The half year after a half year, the year after a year."""
        if self.half is None:
            return Period(self.year + 1)
        return Period(self.year, 2) if self.half == 1 else Period(self.year + 1, 1)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __lt__(self, other: "Period") -> bool:
        return (self.year, self.half or 2, self.half is None) < (other.year, other.half or 2, other.half is None)

    def __str__(self) -> str:
        return f"{self.year}" if self.half is None else f"{self.year}-{self.half}"

    @classmethod
    def _read(cls, given: object) -> "Period":
        if isinstance(given, Period):
            return given
        if not isinstance(given, str):
            raise ValueError(f"a period is a text such as 2024-1, not {given!r}")  # noqa: TRY004 - pydantic tells ValueErrors only
        return _period(given)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401 - pydantic's signature
        return core_schema.no_info_plain_validator_function(
            cls._read,
            json_schema_input_schema=core_schema.str_schema(pattern=r"^[0-9]{4}(-[12])?$"),
            serialization=core_schema.to_string_ser_schema(),
        )


@lru_cache(maxsize=1_000)
def _period(text: str) -> Period:
    """A period as it is written in the record, millions of times."""
    return Period.parse(text)


class Precision(StrEnum):
    """How precisely a day is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class PartialDate(Value):
    """A day, a month, a year, or nothing known: published statements seldom name the day.

    ``value`` is ``2024-06-01``, ``2024-06``, ``2024`` or None, as ``precision`` says.
    """

    value: str | None = None
    precision: Precision = Precision.UNKNOWN

    @model_validator(mode="after")
    def _says_what_its_precision_says(self) -> Self:
        _require_written(self.value, self.precision)
        return self

    @classmethod
    def of(cls, given: date | str | None) -> "PartialDate":
        """The partial date of a day, or of a text such as ``2024-06``; raises ValueError when it is none."""
        if given is None:
            return UNKNOWN_DATE
        text = given.isoformat() if isinstance(given, date) else given
        precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}.get(len(text))
        if precision is None:
            raise ValueError(f"{text!r} is not a day (2024-06-01), a month (2024-06) or a year (2024)")
        return cls(value=text, precision=precision)

    @property
    def parts(self) -> tuple[int, ...]:
        """Year, month and day as far as they are known."""
        return () if self.value is None else _parts(self.value)

    @property
    def first_day(self) -> date | None:
        """The first day it can be; None when nothing is known."""
        return None if self.value is None else _first_day(self.value)

    @property
    def last_day(self) -> date | None:
        """The last day it can be; None when nothing is known."""
        match self.parts:
            case (year, month, day):
                return date(year, month, day)
            case (year, month):
                return date(year, month, calendar.monthrange(year, month)[1])
            case (year,):
                return date(year, 12, 31)
            case _:
                return None

    def __str__(self) -> str:
        return self.value or "unknown"


DAYS = 20_000
"""Of how many days it is remembered how they are written: the record says each of them thousands of times."""


@lru_cache(maxsize=DAYS)
def _parts(value: str) -> tuple[int, ...]:
    return tuple(int(part) for part in value.split("-"))


@lru_cache(maxsize=DAYS)
def _first_day(value: str) -> date:
    parts = _parts(value)
    return date(*parts, *[1] * (3 - len(parts)))


@lru_cache(maxsize=DAYS)
def _require_written(value: str | None, precision: Precision) -> None:
    parts = () if value is None else _parts(value)
    if len(parts) != {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1, Precision.UNKNOWN: 0}[precision]:
        raise ValueError(f"{value!r} is not a {precision.value}")
    first_day = None if value is None else _first_day(value)
    if first_day and not first_day.isoformat().startswith(str(value)):
        raise ValueError(f"{value!r} is written as in {first_day}")


UNKNOWN_DATE = PartialDate()
