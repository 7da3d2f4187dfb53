"""The day on which something is due, and what that rests on: a term of the framework, a day that was set, a period.

A freeze moves terms of the framework by the days it lasts within the running term, and nothing else: no day that a
letter, a decision or an agreement names, no statutory term, no end of a period.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from domain.municipality.judging import Freeze
from domain.policy import settings
from domain.policy.days_off import DECREE_DAYS, FIRST_YEAR, LAST_YEAR, dutch_day, worded
from domain.policy.framework import Framework
from domain.policy.settings import Standing
from domain.policy.terms import (
    APPEAL,
    Basis,
    DueDay,
    Length,
    Rule,
    SetBy,
    Term,
    Unit,
    appeal_term,
    day_set,
    due_day,
)
from domain.values import Period

LENGTHS = {
    settings.Unit.DAYS: Unit.DAYS,
    settings.Unit.WEEKS: Unit.WEEKS,
    settings.Unit.MONTHS: Unit.MONTHS,
}
REMEMBERED = 10_000
"""How many days with what they rest on are remembered: municipalities share most of them."""
ONE_DAY = timedelta(days=1)
A_YEAR = timedelta(days=366)


def framework_term(
    framework: Framework, name: str, *, event: str, after: date, freezes: Iterable[Freeze], day: date
) -> DueDay | None:
    """The last day of a term of a framework that starts on the day after an event, moved by freezes up to a day.

    Args:
        framework: the one that sets it; None when it does not.
        name: of the term.
        event: what it starts with (Dutch, ``het ingaan van trede 3``).
        after: the day of the event.
        freezes: those of the municipality.
        day: as at which day: a freeze without an end is counted so far.
    """
    setting = framework.terms.get(name)
    if setting is None:
        return None
    length = Length(setting.value, LENGTHS[setting.unit])
    set_in = setting.source if setting.standing is Standing.PUBLISHED else None
    source = set_in or f"{framework.title}, versie {framework.ref.version}"
    plain = _counted(Term(length, SetBy.FRAMEWORK, event, source), after)
    return _moved(plain, moved(after, plain.day, freezes, day))


def moved(after: date, end: date, freezes: Iterable[Freeze], day: date) -> date:
    """The last day of a term that runs from the day after ``after``, when it stands still on frozen days.

    So many days as lay between the two lie there still that were not frozen. A freeze without an end counts up to and
    including ``day``.
    """
    covered = after
    for freeze in sorted(freezes, key=lambda each: each.first_day):
        last = freeze.last_day or day
        begin = max(freeze.first_day, covered + ONE_DAY)
        if begin > end:
            break
        if begin <= last:
            end = date.fromordinal(min(end.toordinal() + (last - begin).days + 1, date.max.toordinal()))
            covered = last
    return end


@lru_cache(maxsize=REMEMBERED)
def named_day(day: date, source: str) -> DueDay:
    """A day that a letter, a decision, a request or an agreement names: it never moves (``source`` in Dutch)."""
    if _in_calendar(day):
        return day_set(day, source=source)
    return DueDay(day, Basis(source, day, (Rule.NOT_STATUTORY,), f"{dutch_day(day)}, de dag genoemd in {source}"))


@lru_cache(maxsize=REMEMBERED)
def end_of_period(period: Period, source: str) -> DueDay:
    """The last day of a period, which nothing moves."""
    found = named_day(period.last_day, source)
    sentence = f"{_said(period.last_day)}, de laatste dag van taakstellingsperiode {period} ({source})"
    return replace(found, basis=replace(found.basis, sentence=sentence))


@lru_cache(maxsize=REMEMBERED)
def appeal_until(notified_on: date) -> DueDay:
    """The last day to appeal against a decision that was notified on a day."""
    if _in_calendar(notified_on, notified_on + A_YEAR):
        return appeal_term(notified_on)
    return _without_calendar(APPEAL, notified_on)


@lru_cache(maxsize=REMEMBERED)
def _counted(term: Term, after: date) -> DueDay:
    if _in_calendar(after, after + timedelta(days=term.length.number * 31)):
        return due_day(term, after=after)
    return _without_calendar(term, after)


def _without_calendar(term: Term, after: date) -> DueDay:
    """The end by counting alone, of days and weeks of which nobody knows the holidays."""
    end = after + timedelta(days=term.length.number * (7 if term.length.unit is Unit.WEEKS else 1))
    told = f"{term.length} na {term.event} op {dutch_day(after)} ({term.source}); eindigt op {dutch_day(end)}"
    return DueDay(end, Basis(term.source, end, (), told))


def _moved(plain: DueDay, day: date) -> DueDay:
    stood_still = (day - plain.day).days
    if not stood_still:
        return plain
    days = "één dag" if stood_still == 1 else f"{stood_still} dagen"
    sentence = (
        f"{plain.basis.sentence}; de termijn stond {days} stil omdat de trede was bevroren, tot en met {_said(day)}"
    )
    return DueDay(day, replace(plain.basis, sentence=sentence), named_day(day, plain.basis.source).warnings)


def _said(day: date) -> str:
    return worded(day, DECREE_DAYS) if _in_calendar(day) else dutch_day(day)


def _in_calendar(*days: date) -> bool:
    return all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days)
