"""When a term ends, and why: the Algemene termijnenwet (Atw) and the counting around it.

The Atw stretches only terms that an act or an order in council sets (art. 1(1), art. 5). A term that the provincial
executive sets in a letter, or a parameter of the framework, ends on its plain day; a warning says when that is no
working day. Counting starts on the day after the event, so that a term of n weeks after day D ends on D + 7n; one of
n months ends on the day with the number of D, or else on the last day of its month (Hoge Raad 1 September 2017,
ECLI:NL:HR:2017:2225).

Which days are off is told in ``days_off``. Not modelled, as no term of this program is one of them: terms on the entry
into force of regulations and terms of custody (Atw art. 4 b and c), acts that set the Atw aside, and appeals sent by
post (Awb 6:9).
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from domain.policy.days_off import DECREE_DAYS, DecreeDay, is_day_off, next_working_day, undecreed, worded, working_days

_MOST = 1_000
_WORKING_DAYS_NEEDED = 2
_NUMBERS = ("één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf")


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
    told = f"{term.length} na {term.event} op {worded(after, decree_days)} ({term.source}); "
    plain_end = _counted(after, term.length, 1)
    told += f"eindigt op {worded(plain_end, decree_days)}"
    if not term.extendable:
        return _unmoved(term, plain_end, told, decree_days)
    end, rules = plain_end, list[Rule]()
    if is_day_off(end, decree_days):
        end = next_working_day(end, decree_days)
        rules.append(Rule.DAY_OFF)
        told += f", dus verlengd tot en met {worded(end, decree_days)} ({Rule.DAY_OFF})"
    if term.needs_two_working_days and (missing := _WORKING_DAYS_NEEDED - working_days(after, end, decree_days)) > 0:
        for _ in range(missing):
            end = next_working_day(end, decree_days)
        rules.append(Rule.TWO_WORKING_DAYS)
        told += f"; bevat dan nog geen twee werkdagen, dus verlengd tot en met {worded(end, decree_days)} "
        told += f"({Rule.TWO_WORKING_DAYS})"
    warnings = undecreed((plain_end, end), decree_days)
    return DueDay(end, Basis(term.source, plain_end, tuple(rules), told), warnings)


def counted_back(term: Term, *, before: date, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> DueDay:
    """The day a term before an event comes out on; it never moves (Atw art. 1(2)). Arguments as for ``due_day``.

    The act excludes only art. 1(1) here; whether art. 2 can lengthen such a term is left to a person, by a warning.
    """
    told = f"{term.length} vóór {term.event} op {worded(before, decree_days)} ({term.source}); "
    plain_end = _counted(before, term.length, -1)
    told += f"komt uit op {worded(plain_end, decree_days)}"
    if not term.extendable:
        return _unmoved(term, plain_end, told, decree_days)
    told += f", teruggerekend en dus niet verschoven ({Rule.COUNTED_BACK})"
    warnings = _falls_on_day_off(plain_end, decree_days)
    one_day = timedelta(days=1)
    within = working_days(plain_end - one_day, before - one_day, decree_days)
    if term.needs_two_working_days and within < _WORKING_DAYS_NEEDED:
        warnings += (f"de termijn bevat geen twee werkdagen: ga na of {Rule.TWO_WORKING_DAYS} ook teruggerekend geldt",)
    return DueDay(plain_end, Basis(term.source, plain_end, (Rule.COUNTED_BACK,), told), warnings)


def day_set(day: date, *, source: str, decree_days: tuple[DecreeDay, ...] = DECREE_DAYS) -> DueDay:
    """A day named in a letter or a decision: never moved, with a warning when it is a day off."""
    basis = Basis(source, day, (Rule.NOT_STATUTORY,), f"{worded(day, decree_days)}, de dag genoemd in {source}")
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
    return (f"{worded(day, decree_days)} is geen werkdag; de termijn verschuift niet",)


def _counted(start: date, length: Length, direction: int) -> date:
    """The day a length after (1) or before (-1) a start in the calendar of holidays, without any extension."""
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
