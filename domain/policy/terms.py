"""When a term ends, and why: the Algemene termijnenwet (Atw) and the counting around it.

The Atw stretches only terms that an act or an order in council sets (art. 1(1), art. 5). A term that the provincial
executive sets in a letter, or a parameter of the framework, ends on its plain day; a warning says when that is no
working day. Counting starts on the day after the event, so that a term of n weeks after day D ends on D + 7n; one of
n months ends on the day with the number of D, or else on the last day of its month (Hoge Raad 1 September 2017,
ECLI:NL:HR:2017:2225).

The moving feasts come from the package ``holidays``, which many eyes check; the list of holidays is the act's own,
because the package counts 5 May in every fifth year only and knows no royal decrees. Not modelled, as no term of this
program is one of them: terms on the entry into force of regulations and terms of custody (Atw art. 4 b and c), acts
that set the Atw aside, and appeals sent by post (Awb 6:9).
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache

import holidays

FIRST_YEAR, LAST_YEAR = 1983, 2100
"""From the first full year in which 5 May stood in the act, to the last year of the package's calendar."""

_MOST = 1_000
_WORKING_DAYS_NEEDED = 2
_NEW_KING = 2014
_NUMBERS = ("één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")
_WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_MONTHS = (
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
)


class Unit(StrEnum):
    """In what a term is expressed; the value is the Dutch word in the plural."""

    HOURS = "uur"
    DAYS = "dagen"
    WEEKS = "weken"
    MONTHS = "maanden"
    YEARS = "jaar"


_SINGULAR = {Unit.DAYS: "dag", Unit.WEEKS: "week", Unit.MONTHS: "maand"}
_LONGEST_EXTENDED = {Unit.HOURS: 0, Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3, Unit.YEARS: 0}


class SetBy(StrEnum):
    """Who set a term, which decides whether the Atw can stretch it."""

    STATUTE = "statute"
    """An act or an order in council; not a ministerial regulation or an ordinance."""
    LETTER = "letter"
    """The provincial executive, in a letter or a decision."""
    FRAMEWORK = "framework"
    """A parameter of the framework in force."""


class Rule(StrEnum):
    """What was applied to the plain end of a term; the value is the citation."""

    DAY_OFF = "Algemene termijnenwet art. 1 lid 1"
    COUNTED_BACK = "Algemene termijnenwet art. 1 lid 2"
    TWO_WORKING_DAYS = "Algemene termijnenwet art. 2"
    EXEMPT = "Algemene termijnenwet art. 4 onder a"
    NOT_STATUTORY = "Algemene termijnenwet art. 1 lid 1 en art. 5"


@dataclass(frozen=True, slots=True)
class Length:
    """A number, 1 to 1,000, of hours, days, weeks, months or years; ``ValueError`` for any other number."""

    number: int
    unit: Unit

    def __post_init__(self) -> None:
        if not 1 <= self.number <= _MOST:
            raise ValueError(f"a term lasts 1 to {_MOST} {self.unit.name.lower()}, not {self.number}")

    def __str__(self) -> str:
        word = _SINGULAR.get(self.unit, self.unit) if self.number == 1 else self.unit
        return f"{_NUMBERS[self.number - 1] if self.number <= len(_NUMBERS) else self.number} {word}"


def hours(number: int) -> Length:
    """A length in hours."""
    return Length(number, Unit.HOURS)


def days(number: int) -> Length:
    """A length in days."""
    return Length(number, Unit.DAYS)


def weeks(number: int) -> Length:
    """A length in weeks."""
    return Length(number, Unit.WEEKS)


def months(number: int) -> Length:
    """A length in months."""
    return Length(number, Unit.MONTHS)


def years(number: int) -> Length:
    """A length in years."""
    return Length(number, Unit.YEARS)


@dataclass(frozen=True, slots=True)
class Term:
    """A term without dates: how long, from or towards which event, who set it and where that is written (Dutch)."""

    length: Length
    set_by: SetBy
    event: str
    source: str

    @property
    def extendable(self) -> bool:
        """Whether the Atw applies: set by statute and short enough (art. 4 a)."""
        return self.set_by is SetBy.STATUTE and self.length.number <= _LONGEST_EXTENDED[self.length.unit]

    @property
    def needs_two_working_days(self) -> bool:
        """Whether art. 2 applies: the Atw does, and the term is at least three days."""
        return self.extendable and self.length not in (days(1), days(2))


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
"""The decrees for 2020 to 2028, from secondary sources: their numbers in the Staatscourant are still to be looked up."""


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


@dataclass(frozen=True, slots=True)
class Basis:
    """Why a due day is what it is.

    ``source`` says where the term is set, ``plain_end`` is the day by counting alone, ``rules`` what was applied to
    it, in order, and ``sentence`` tells all that in Dutch.
    """

    source: str
    plain_end: date
    rules: tuple[Rule, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of a term, inclusive ('t/m'), with its basis and what a person should look at (Dutch sentences)."""

    day: date
    basis: Basis
    warnings: tuple[str, ...] = ()


APPEAL = Term(weeks(6), SetBy.STATUTE, event="bekendmaking", source="Awb 6:7 en 6:8 lid 1")
"""Objection or appeal against a decision: six weeks from the day after its notification."""


def appeal_term(notified_on: date, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> DueDay:
    """The last day to appeal against a decision notified on a day (Awb 3:41, 6:7, 6:8)."""
    return due_day(APPEAL, after=notified_on, decree_days=decree_days)


def due_day(term: Term, *, after: date, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> DueDay:
    """The last day of a term that starts on the day after an event.

    A term in hours runs from a moment: ``after`` is then a ``datetime`` with a time zone, else a day. ``ValueError``
    where it is the other, and outside 1983 to 2100.
    """
    plain_end = _counted(after, term.length, 1)
    told = f"{term.length} na {term.event} op {_told(after, decree_days)} ({term.source}); "
    told += f"eindigt op {_told(plain_end, decree_days)}"
    if not term.extendable:
        return _unmoved(term, plain_end, told, decree_days)
    end, rules = plain_end, list[Rule]()
    if is_day_off(end, decree_days):
        end = next_working_day(end, decree_days)
        rules.append(Rule.DAY_OFF)
        told += f", dus verlengd tot en met {_told(end, decree_days)} ({Rule.DAY_OFF})"
    if term.needs_two_working_days and (missing := _WORKING_DAYS_NEEDED - _working_days(after, end, decree_days)) > 0:
        for _ in range(missing):
            end = next_working_day(end, decree_days)
        rules.append(Rule.TWO_WORKING_DAYS)
        told += f"; bevat dan nog geen twee werkdagen, dus verlengd tot en met {_told(end, decree_days)} "
        told += f"({Rule.TWO_WORKING_DAYS})"
    warnings = _undecreed(plain_end, end, decree_days)
    return DueDay(end, Basis(term.source, plain_end, tuple(rules), told), warnings)


def counted_back(term: Term, *, before: date, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> DueDay:
    """The day a term before an event comes out on; it never moves (Atw art. 1(2)). Arguments as for ``due_day``.

    The act excludes only art. 1(1) here; whether art. 2 can lengthen such a term is left to a person, by a warning.
    """
    plain_end = _counted(before, term.length, -1)
    told = f"{term.length} vóór {term.event} op {_told(before, decree_days)} ({term.source}); "
    told += f"komt uit op {_told(plain_end, decree_days)}"
    if not term.extendable:
        return _unmoved(term, plain_end, told, decree_days)
    told += f", teruggerekend en dus niet verschoven ({Rule.COUNTED_BACK})"
    warnings = _falls_on_day_off(plain_end, decree_days)
    one_day = timedelta(days=1)
    within = _working_days(plain_end - one_day, before - one_day, decree_days)
    if term.needs_two_working_days and within < _WORKING_DAYS_NEEDED:
        warnings += (f"de termijn bevat geen twee werkdagen: ga na of {Rule.TWO_WORKING_DAYS} ook teruggerekend geldt",)
    return DueDay(plain_end, Basis(term.source, plain_end, (Rule.COUNTED_BACK,), told), warnings)


def day_set(day: date, *, source: str, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> DueDay:
    """A day named in a letter or a decision: never moved, with a warning when it is a day off."""
    basis = Basis(source, day, (Rule.NOT_STATUTORY,), f"{_told(day, decree_days)}, de dag genoemd in {source}")
    return DueDay(day, basis, _falls_on_day_off(day, decree_days))


def _unmoved(term: Term, day: date, told: str, decree_days: tuple[DecreeDay, ...]) -> DueDay:
    if term.set_by is SetBy.STATUTE:
        rule, why = Rule.EXEMPT, "een termijn in uren of jaren, of van meer dan 90 dagen, twaalf weken of drie maanden"
    else:
        rule, why = Rule.NOT_STATUTORY, "geen termijn uit een wet of algemene maatregel van bestuur"
    basis = Basis(term.source, day, (rule,), f"{told}, niet verlengd: {why} ({rule})")
    return DueDay(day, basis, _falls_on_day_off(day, decree_days))


def _falls_on_day_off(day: date, decree_days: tuple[DecreeDay, ...]) -> tuple[str, ...]:
    if not is_day_off(day, decree_days):
        return ()
    return (f"{_told(day, decree_days)} is geen werkdag; de termijn verschuift niet",)


def _undecreed(plain_end: date, end: date, decree_days: tuple[DecreeDay, ...]) -> tuple[str, ...]:
    known = {each.day.year for each in decree_days}
    return tuple(
        f"voor {year} is geen besluit bekend dat dagen met een feestdag gelijkstelt (Algemene termijnenwet art. 3 lid 3)"
        for year in sorted({plain_end.year, end.year} - known)
    )


def _working_days(after: date, until: date, decree_days: tuple[DecreeDay, ...]) -> int:
    """The working days after one day up to and including another."""
    span = (until - after).days
    return sum(not is_day_off(after + timedelta(days=nth), decree_days) for nth in range(1, span + 1))


def _counted(start: date, length: Length, direction: int) -> date:
    """The day a length after (1) or before (-1) a start, without any extension."""
    _require_year(start.year)
    number = direction * length.number
    if isinstance(start, datetime):
        if length.unit is not Unit.HOURS or start.tzinfo is None:
            raise ValueError("only a term in hours counts from a moment, and that has a time zone; others from a day")
        return (start.astimezone(UTC) + timedelta(hours=number)).astimezone(start.tzinfo).date()
    match length.unit:
        case Unit.HOURS:
            raise ValueError("a term in hours counts from a moment (a datetime with a time zone), not from a day")
        case Unit.DAYS | Unit.WEEKS:
            return start + timedelta(days=number if length.unit is Unit.DAYS else 7 * number)
        case Unit.MONTHS | Unit.YEARS:
            return _months_on(start, number if length.unit is Unit.MONTHS else 12 * number)


def _months_on(day: date, number: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _holidays_of_the_act(year: int) -> tuple[Holiday, ...]:
    """Atw art. 3(1) and (2). Easter Sunday and Whit Sunday are Sundays, so the act does not name them."""
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


def _require_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"the calendar of holidays runs from {FIRST_YEAR} to {LAST_YEAR}, not to {year}")


def _told(day: date, decree_days: tuple[DecreeDay, ...]) -> str:
    """A day as a Dutch reader writes it, with the holiday it is: 'maandag 6 mei 2024'."""
    names = _names(day, decree_days)
    holiday = f" ({' en '.join(names)})" if names else ""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}{holiday}"
