"""Statements of figures side by side: which is known, which contradict each other, which is in force.

Nothing is overwritten. Per number the value in force is a person's explicit choice, else the most precise and latest
reported-on, then the latest recorded; undated ranks last.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from domain.events.figures import Number
from domain.municipality.figures import Figures, Statement
from domain.values import PartialDate, Period

CONSTANT = (Number.NET_TARGET, Number.OPENING_BACKLOG, Number.CORRECTED_TARGET)
"""Numbers that hold for the whole period; the others grow or shrink day by day."""


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


def is_known(figures: Figures, statement: Statement) -> bool:
    """Whether this statement with these numbers is recorded already."""
    return any(
        known.source == statement.source and known.numbers == statement.numbers and known.nature == statement.nature
        for known in figures.of_day(statement.period, statement.reported_on)
    )


def restates(figures: Figures, statement: Statement) -> bool:
    """Whether this source stated other numbers for this period and reporting day before."""
    return not is_known(figures, statement) and any(
        known.source == statement.source for known in figures.of_day(statement.period, statement.reported_on)
    )


def effective_day(statement: Statement) -> PartialDate:
    """The reporting day as it counts: the day after a period, stated for it, counts as its last day."""
    day = statement.reported_on
    if day.value == str(statement.period.last_day + timedelta(days=1)):
        return PartialDate.of(statement.period.last_day)
    return day


def rank(statement: Statement) -> tuple[int, int, int, int]:
    """The place of a statement in the order of force; the highest is in force.

    Year, month and day as far as they are known, what is unknown lowest: so a later day wins from an earlier one, and a
    day wins from the month or year that contains it. Then the latest recorded.
    """
    year, month, day = (*effective_day(statement).parts, 0, 0, 0)[:3]
    return (year, month, day, statement.version)


def in_force(figures: Figures, period: Period, number: Number) -> InForce | None:
    """The value in force of a number, with the statement that gives it; None when no statement does."""
    return in_force_among(figures, period, number, lambda _: True)


def in_force_among(
    figures: Figures, period: Period, number: Number, admits: Callable[[Statement], bool]
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


def contradictions(figures: Figures, statement: Statement) -> list[Contradiction]:
    """The numbers that statements already recorded give otherwise, although neither says it is later.

    Numbers of the whole period contradict when the reporting days overlap or one is unknown; numbers that move with the
    days only when the reporting days are the same. What one source says anew of the same day is a restatement. Of
    statements that give the same number, the first recorded is named.
    """
    found: dict[tuple[Number, int], Contradiction] = {}
    for other in sorted(_beside(figures, statement), key=lambda each: each.version):
        same_day = effective_day(other) == effective_day(statement)
        if same_day and other.source == statement.source:
            continue
        for number in Number:
            stated, known = statement.number(number), other.number(number)
            comparable = same_day or number in CONSTANT
            if comparable and stated is not None and known is not None and stated != known:
                found.setdefault((number, known), Contradiction(number, stated, known, other))
    return list(found.values())


def _beside(figures: Figures, statement: Statement) -> Iterable[Statement]:
    """The statements of the period whose reporting day is not before or after this one's."""
    period, day = statement.period, effective_day(statement)
    if len(day.parts) < 3:  # noqa: PLR2004 - a month, a year or nothing: other statements can lie within it
        return _overlapping(figures, statement)
    written = {statement.reported_on.value, day.value, day.value and day.value[:7], day.value and day.value[:4], None}
    if day == PartialDate.of(period.last_day):
        written.add(str(period.last_day + timedelta(days=1)))
    return (each for value in written for each in figures.written(period, value))


def _overlapping(figures: Figures, statement: Statement) -> Iterator[Statement]:
    parts = effective_day(statement).parts
    for other in figures.statements(statement.period):
        theirs = effective_day(other).parts
        shared = min(len(parts), len(theirs))
        if parts[:shared] == theirs[:shared]:
            yield other
