"""Statements of figures side by side: which is known, which contradict each other, which is in force.

Nothing is overwritten. Per number the value in force is a person's explicit choice, else the most precise and latest
reported-on, then the latest recorded; undated ranks last.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, Protocol

from domain.events.figures import Number
from domain.municipality.figures import Statement
from domain.values import PartialDate, Period

CONSTANT = (Number.NET_TARGET, Number.OPENING_BACKLOG, Number.CORRECTED_TARGET)
"""Numbers that hold for the whole period; the others grow or shrink day by day."""


DAYS = 20_000
"""Of how many days in periods it is remembered how they count: statements name the same ones again and again."""


class Stated(Protocol):
    """The statements of a municipality, by period and reporting day as written, and what persons preferred."""

    @property
    def preferred(self) -> Mapping[tuple[Period, Number], int]:
        """The version of the statement that a person chose for a number of a period."""

    def statements(self, period: Period) -> Iterable[Statement]:
        """Every statement of a period."""

    def of_day(self, period: Period, reported_on: PartialDate) -> Sequence[Statement]:
        """The statements of a period with this reporting day, in the order of recording."""

    def written(self, period: Period, day: str | None) -> Sequence[Statement]:
        """The statements of a period whose reporting day is written so, in the order of recording."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A number that two statements give differently although neither is later than the other."""

    number: Number
    stated: int
    other: int
    other_statement: Statement


class InForce(NamedTuple):
    """The value in force of a number, the statement that gives it, and whether a person chose that statement."""

    value: int
    statement: Statement
    chosen: bool = False


def same_statement(one: Statement, other: Statement) -> bool:
    """Whether two statements are one: same municipality (taken for granted), period, reporting day and source."""
    return one.period == other.period and one.reported_on == other.reported_on and one.source == other.source


def is_known(figures: Stated, statement: Statement) -> bool:
    """Whether this statement with these numbers is recorded already."""
    same_day = figures.of_day(statement.period, statement.reported_on)
    return bool(same_day) and any(
        known.numbers == statement.numbers and known.nature == statement.nature and known.source == statement.source
        for known in same_day
    )


def restates(figures: Stated, statement: Statement) -> bool:
    """Whether this source stated other numbers for this period and reporting day before."""
    return not is_known(figures, statement) and any(
        known.source == statement.source for known in figures.of_day(statement.period, statement.reported_on)
    )


def effective_day(statement: Statement) -> PartialDate:
    """The reporting day as it counts: the day after a period, stated for it, counts as its last day."""
    day = statement.reported_on
    return PartialDate.of(statement.period.last_day) if day.value == _day_after(statement.period) else day


def rank(statement: Statement) -> tuple[int, int, int, int]:
    """The place of a statement in the order of force; the highest is in force.

    Year, month and day as far as they are known, what is unknown lowest: so a later day wins from an earlier one, and a
    day wins from the month or year that contains it. Then the latest recorded.
    """
    year, month, day = _rank_of_day(statement.period, statement.reported_on.value)
    return (year, month, day, statement.version)


def in_force(figures: Stated, period: Period, number: Number) -> InForce | None:
    """The value in force of a number, with the statement that gives it; None when no statement does."""
    return in_force_among(figures, period, number, lambda _: True)


def all_in_force(figures: Stated, period: Period) -> dict[Number, int]:
    """The value in force of each number of a period that has one, with one look at each statement."""
    latest_first = sorted(figures.statements(period), key=rank, reverse=True)
    values: dict[Number, int] = {}
    for number in Number:
        chosen = figures.preferred.get((period, number))
        preferred = (each for each in latest_first if each.version == chosen) if chosen else ()
        stated = (value for each in chain(preferred, latest_first) if (value := each.number(number)) is not None)
        value = next(stated, None)
        if value is not None:
            values[number] = value
    return values


def in_force_among(
    figures: Stated, period: Period, number: Number, admits: Callable[[Statement], bool]
) -> InForce | None:
    """The value in force when only some statements count, such as official measured ones."""
    stating = [each for each in figures.statements(period) if each.number(number) is not None and admits(each)]
    chosen = figures.preferred.get((period, number))
    preferred = next((statement for statement in stating if statement.version == chosen), None)
    statement = preferred or max(stating, key=rank, default=None)
    if statement is None:
        return None
    value = statement.number(number)
    assert value is not None  # noqa: S101 - only statements with the number are looked at
    return InForce(value, statement, chosen=preferred is not None)


def inconsistent(statement: Statement) -> list[str]:
    """Where a statement contradicts its own arithmetic; empty when it does not, or says too little to tell."""
    found = []
    net, opening, corrected, realised, closing = statement.numbers
    if net is not None and opening is not None and corrected is not None and net + opening != corrected:
        found.append(f"{net} + {opening} = {net + opening}, not {corrected}")
    if corrected is not None and realised is not None and closing is not None and corrected - realised != closing:
        found.append(f"{corrected} - {realised} = {corrected - realised}, not {closing}")
    if corrected is None and net is not None and opening is not None and realised is not None and closing is not None:
        told = net + opening - realised
        found += [f"{net} + {opening} - {realised} = {told}, not {closing}"] if told != closing else []
    return found


def contradictions(figures: Stated, statement: Statement) -> list[Contradiction]:
    """The numbers that statements already recorded give otherwise, although neither says it is later.

    Numbers of the whole period contradict when the reporting days overlap or one is unknown; numbers that move with the
    days only when the reporting days are the same. What one source says anew of the same day is a restatement. Of
    statements that give the same number, the first recorded is named.
    """
    found: dict[tuple[Number, int], Contradiction] = {}
    beside = _beside(figures, statement)
    for other in sorted(beside, key=_version) if beside else ():
        same_day = effective_day(other) == effective_day(statement)
        if same_day and other.source == statement.source:
            continue
        for number in Number:
            stated, known = statement.number(number), other.number(number)
            comparable = same_day or number in CONSTANT
            if comparable and stated is not None and known is not None and stated != known:
                found.setdefault((number, known), Contradiction(number, stated, known, other))
    return list(found.values())


def _beside(figures: Stated, statement: Statement) -> Sequence[Statement]:
    """The statements of the period whose reporting day is not before or after this one's."""
    days = days_beside(statement.period, statement.reported_on.value)
    if days is None:
        return list(_overlapping(figures, statement))
    return list(chain.from_iterable(figures.written(statement.period, day) for day in days))


@lru_cache(maxsize=DAYS)
def days_beside(period: Period, day: str | None) -> frozenset[str | None] | None:
    """How the reporting days are written that are not before or after this one; None when these are too many to tell.

    A month, a year and what is not known hold many days; a day has five that are not before or after it, as written.
    """
    if day is None or len(day) < len("2024-06-01"):
        return None
    last, after = str(period.last_day), _day_after(period)
    counts_as = last if day == after else day
    beside = frozenset((day, counts_as, counts_as[:7], counts_as[:4], None))
    return beside | {after} if counts_as == last else beside


def _overlapping(figures: Stated, statement: Statement) -> Iterator[Statement]:
    parts = effective_day(statement).parts
    for other in figures.statements(statement.period):
        theirs = effective_day(other).parts
        shared = min(len(parts), len(theirs))
        if parts[:shared] == theirs[:shared]:
            yield other


@lru_cache(maxsize=DAYS)
def _rank_of_day(period: Period, written: str | None) -> tuple[int, int, int]:
    day = PartialDate.of(period.last_day if written == _day_after(period) else written)
    year, month, number = (*day.parts, 0, 0, 0)[:3]
    return (year, month, number)


@lru_cache(maxsize=1_000)
def _day_after(period: Period) -> str:
    return str(period.last_day + timedelta(days=1))


def _version(statement: Statement) -> int:
    return statement.version
