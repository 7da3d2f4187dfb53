"""Which days are no working days, and why: weekends, and the holidays of art. 3 of the Algemene termijnenwet (Atw).

The moving feasts come from the package ``holidays``, which many eyes check; the list of holidays is the act's own,
because the package counts 5 May in every fifth year only and knows no royal decrees.
"""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

FIRST_YEAR, LAST_YEAR = 1983, 2100
"""From the first full year in which 5 May stood in the act, to the last year of the package's calendar."""

_NEW_KING = 2014
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


@dataclass(frozen=True, slots=True)
class DecreeDay:
    """A day that a royal decree puts on a par with a holiday (Atw art. 3(3)); the number once it is looked up."""

    day: date
    decree: str
    staatscourant: str | None = None


def _decreed(decree: str, *on: date) -> Iterator[DecreeDay]:
    return (DecreeDay(day, decree) for day in on)


DECREE_DAYS: tuple[DecreeDay, ...] = (
    *_decreed("Besluit van 20 september 2019", date(2020, 5, 22), date(2021, 5, 14), date(2022, 5, 27)),
    *_decreed(
        "Besluit gelijkstelling van 28 april 2023, 19 mei 2023, 10 mei 2024, 27 december 2024 en 30 mei 2025 met een "
        "algemeen erkende feestdag",
        *(date(2023, 4, 28), date(2023, 5, 19), date(2024, 5, 10), date(2024, 12, 27), date(2025, 5, 30)),
    ),
    *_decreed(
        "Besluit gelijkstelling van 2 januari 2026, 15 mei 2026, 7 mei 2027, 28 april 2028 en 26 mei 2028 met een "
        "algemeen erkende feestdag",
        *(date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26)),
    ),
)
"""The decrees for 2020 to 2028, from secondary sources: their Staatscourant numbers are still to be looked up."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day of Atw art. 3, its Dutch name and what makes it one."""

    day: date
    name: str
    source: str


def holidays_of(year: int, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> tuple[Holiday, ...]:
    """The holidays of a year in order, weekends included; two can share a day. ``ValueError`` outside 1983 to 2100."""
    decreed = (
        Holiday(each.day, "gelijkgesteld met een feestdag", f"art. 3 lid 3; {each.staatscourant or each.decree}")
        for each in decree_days
        if each.day.year == year
    )
    return tuple(sorted((*_holidays_of_the_act(year), *decreed), key=lambda holiday: holiday.day))


def is_day_off(day: date, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> bool:
    """Whether a day is a Saturday, a Sunday or a holiday; ``ValueError`` outside 1983 to 2100."""
    return day.weekday() >= calendar.SATURDAY or bool(_names(day, decree_days))


def next_working_day(day: date, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> date:
    """The first day after this one that is no Saturday, Sunday or holiday."""
    following = day + timedelta(days=1)
    while is_day_off(following, decree_days):
        following += timedelta(days=1)
    return following


def working_days(after: date, until: date, decree_days: tuple[DecreeDay, ...]) -> int:
    """The working days after one day up to and including another."""
    span = (until - after).days
    return sum(not is_day_off(after + timedelta(days=nth), decree_days) for nth in range(1, span + 1))


def undecreed(days: Iterable[date], decree_days: tuple[DecreeDay, ...]) -> tuple[str, ...]:
    """A warning (Dutch) for every year of these days that has no known decree."""
    known = {each.day.year for each in decree_days}
    return tuple(
        f"voor {year} is geen besluit bekend dat dagen met feestdagen gelijkstelt (Algemene termijnenwet art. 3 lid 3)"
        for year in sorted({day.year for day in days} - known)
    )


def worded(day: date, decree_days: tuple[DecreeDay, ...]) -> str:
    """A day as a Dutch reader writes it, with the holiday it is: 'maandag 6 mei 2024'."""
    names = _names(day, decree_days)
    holiday = f" ({' en '.join(names)})" if names else ""
    return f"{_WEEKDAYS[day.weekday()]} {dutch_day(day)}{holiday}"


def dutch_day(day: date) -> str:
    """A day as a Dutch reader writes it: '6 mei 2024'."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the calendar of holidays runs from {FIRST_YEAR} to {LAST_YEAR}, not to {year}")


@cache
def _holidays_of_the_act(year: int) -> tuple[Holiday, ...]:
    """Atw art. 3(1) and (2). Easter and Pentecost are Sundays, so the act does not name them."""
    _require_year(year)
    # The language is given because the package would otherwise ask the environment for it.
    (easter,) = holidays.country_holidays("NL", years=year, language="nl").get_named("Eerste paasdag", lookup="exact")
    sovereign = ("Koningsdag", date(year, 4, 27)) if year >= _NEW_KING else ("Koninginnedag", date(year, 4, 30))
    named = (
        ("Nieuwjaarsdag", date(year, 1, 1)),
        ("tweede paasdag", easter + timedelta(days=1)),
        (sovereign[0], sovereign[1] - timedelta(days=sovereign[1].weekday() == calendar.SUNDAY)),
        ("Bevrijdingsdag", date(year, 5, 5)),
        ("Hemelvaartsdag", easter + timedelta(days=39)),
        ("tweede pinksterdag", easter + timedelta(days=50)),
        ("eerste kerstdag", date(year, 12, 25)),
        ("tweede kerstdag", date(year, 12, 26)),
    )
    good_friday = Holiday(easter - timedelta(days=2), "Goede Vrijdag", "art. 3 lid 2")
    return (good_friday, *(Holiday(day, name, "art. 3 lid 1") for name, day in named))


def _names(day: date, decree_days: tuple[DecreeDay, ...]) -> list[str]:
    """The holidays a day is; by ordinal, since a moment (which is also a ``date``) never equals a day."""
    return [each.name for each in holidays_of(day.year, decree_days) if each.day.toordinal() == day.toordinal()]
