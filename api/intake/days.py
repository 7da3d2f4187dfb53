"""Reporting days and periods as people write them in a cell."""

import re
from datetime import date, datetime
from typing import Final

from api.intake.cells import is_absent, plain
from api.intake.refusals import NotUnderstood
from api.intake.tables import Cell
from domain.values import UNKNOWN_DATE, PartialDate, Period

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2200

_MONTH_NAMES = (
    "januari january jan",
    "februari february feb",
    "maart march mrt mar",
    "april apr",
    "mei may",
    "juni june jun",
    "juli july jul",
    "augustus august aug",
    "september sept sep",
    "oktober october okt oct",
    "november nov",
    "december dec",
)
_MONTHS = {name: str(month) for month, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_CLOCK = r"(?:[t ][0-9]{1,2}:[0-9]{2}.*)?"
_DAYS = [
    re.compile(pattern)
    for pattern in (
        rf"(?P<y>[0-9]{{4}})[-/.](?P<m>[0-9]{{1,2}})[-/.](?P<d>[0-9]{{1,2}}){_CLOCK}",
        rf"(?P<d>[0-9]{{1,2}})[-/. ](?P<m>[0-9]{{1,2}})[-/. ](?P<y>[0-9]{{4}}){_CLOCK}",
        rf"(?P<d>[0-9]{{1,2}})[- ]?(?P<m>{_MONTH})\.?[- ]?(?P<y>[0-9]{{4}})",
        r"(?P<y>[0-9]{4})[-/](?P<m>[0-9]{1,2})",
        r"(?P<m>[0-9]{1,2})[-/](?P<y>[0-9]{4})",
        rf"(?P<m>{_MONTH})\.?[- ]?(?P<y>[0-9]{{4}})",
        r"(?P<y>[0-9]{4})(?:\.0)?",
    )
]
_SHORT_YEAR = re.compile(rf"(?:[0-9]{{1,2}}[-/. ])?(?:[0-9]{{1,2}}|{_MONTH})\.?[-/. ]'?[0-9]{{2}}")
_A_DAY = "een datum, zoals 2024-06-01, 1-6-2024, juni 2024 of 2024"

_HALVES = {1: "1 i 1e 1ste 1st eerste first h1", 2: "2 ii 2e 2de 2nd tweede second h2"}
_HALF_OF = {word: half for half, words in _HALVES.items() for word in words.split()}
_HALF = "|".join(sorted(_HALF_OF, key=len, reverse=True))
_HALF_YEAR = r"(?:half ?jaar|helft|half|half ?year)"
_PERIODS = [
    re.compile(pattern)
    for pattern in (
        rf"(?P<y>[0-9]{{4}})[-/., ]? ?(?P<h>{_HALF})(?: ?{_HALF_YEAR})?",
        rf"(?P<y>[0-9]{{4}})[-/ ]? ?{_HALF_YEAR} ?(?P<h>[12])",
        rf"(?P<h>{_HALF}) ?{_HALF_YEAR}[-/ ]?(?: ?van )?(?P<y>[0-9]{{4}})",
        rf"{_HALF_YEAR} ?(?P<h>[12])[-/ ]? ?(?P<y>[0-9]{{4}})",
        r"(?P<h>h[12]|ii?)[-/ ]? ?(?P<y>[0-9]{4})",
        r"(?:(?:heel|geheel|jaar) )?(?P<y>[0-9]{4})(?:\.0)?(?P<h>)",
    )
]
_MONTHLIKE = re.compile(r"[0-9]{4}[-/. ]?(?:0[0-9]|1[0-2])|[0-9]{1,2}[-/. ][0-9]{4}")
_A_PERIOD = "een halfjaar, zoals 2024-1 of 2024-2, of een jaar, zoals 2024"


def read_day(cell: Cell) -> PartialDate:
    """The day, month or year a cell names; unknown when it says nothing. Day before month, years with four digits."""
    if isinstance(cell, datetime):
        return PartialDate.of(cell.date())
    if isinstance(cell, date):
        return PartialDate.of(cell)
    if is_absent(cell):
        return UNKNOWN_DATE
    text = plain(cell).casefold()
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            return _day(found.groupdict())
    if _SHORT_YEAR.fullmatch(text):
        raise NotUnderstood(
            "two-digit-year", "Het jaar heeft twee cijfers; het is niet zeker welk jaar dat is.", _A_DAY
        )
    raise NotUnderstood("not-a-date", "Dit is geen datum.", _A_DAY)


def _day(parts: dict[str, str]) -> PartialDate:
    year = parts["y"]
    month = _MONTHS.get(parts.get("m", ""), parts.get("m"))
    written = [year, *(part.zfill(2) for part in (month, parts.get("d")) if part)]
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise NotUnderstood(
            "not-a-date", f"Dit jaar kan niet kloppen; het ligt niet tussen {FIRST_YEAR} en {LAST_YEAR}.", _A_DAY
        )
    try:
        return PartialDate.of("-".join(written))
    except ValueError as error:
        raise NotUnderstood("no-such-day", "Deze dag of maand bestaat niet.", _A_DAY) from error


def read_period(cell: Cell) -> Period | None:
    """The half year or year a cell names; None when it says nothing. What may be a month is refused, as is a date."""
    if is_absent(cell):
        return None
    text = plain(cell).casefold()
    if isinstance(cell, date) or any(pattern.fullmatch(text) for pattern in (*_DAYS[:3], _SHORT_YEAR)):
        raise NotUnderstood(
            "period-is-date", "Hier staat een datum; misschien maakte Excel die van de periode.", _A_PERIOD
        )
    for pattern in _PERIODS:
        if found := pattern.fullmatch(text):
            return _period(found["y"], found["h"])
    if _MONTHLIKE.fullmatch(text):
        raise NotUnderstood("period-or-month", "Dit kan een maand zijn in plaats van een halfjaar.", _A_PERIOD)
    raise NotUnderstood("not-a-period", "Dit is geen periode.", _A_PERIOD)


def _period(year: str, half: str) -> Period:
    try:
        return Period(int(year), _HALF_OF.get(half))
    except ValueError as error:
        raise NotUnderstood("not-a-period", "Dit jaar kan niet kloppen.", _A_PERIOD) from error
