"""Obligations of one municipality, of some, of all: what must happen by when, by whom, because of what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from domain.events.contact import Side
from domain.ledger.reading import Reading
from domain.municipality import Municipality
from domain.policy.framework import Framework
from domain.policy.obligations import (
    STANDING,
    InForce,
    Obligation,
    ObligationKind,
    ObligationState,
    obligations,
    officials_on,
    urgency,
)
from domain.values import PersonId, Rung
from projections.engine.known import Knowing
from projections.obligations.remembering import Remembered
from projections.obligations.states import MOST, State, states
from projections.paging import Cursor, Order, Page, page_among

ORDER = Order((("calm", int), ("due", date), ("municipality", str), ("nth", int)))


@dataclass(frozen=True, slots=True)
class ObligationLine:
    """An obligation of a municipality; where that stands on the day, or stood when its supervision ended.

    ``nth`` tells it from the others of its municipality in one answer.
    """

    code: str
    name: str
    rung: Rung | None
    obligation: Obligation
    supervisor: PersonId | None = None
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Which:
    """Which obligations are meant: what is None is not asked. With ``due_until`` (inclusive) they have a day."""

    kind: ObligationKind | None = None
    owed_by: Side | None = None
    states: Collection[ObligationState] = STANDING
    rung: Rung | None = None
    supervisor: PersonId | None = None
    due_until: date | None = None

    def __contains__(self, line: ObligationLine) -> bool:
        owed = line.obligation
        return (
            self.kind in (None, owed.kind)
            and self.owed_by in (None, owed.owed_by)
            and owed.state in self.states
            and self.rung in (None, line.rung)
            and self.supervisor in (None, line.supervisor)
            and (self.due_until is None or (owed.due is not None and owed.due.day <= self.due_until))
        )


def obligations_of(
    reading: Reading, knowing: Knowing, in_force: InForce, *, codes: Collection[str] | None = None
) -> tuple[ObligationLine, ...]:
    """Everything that is or was owed: what is overdue first, then by the day it is due.

    Args:
        reading: the record.
        knowing: what was known, and the day.
        in_force: the framework in force on a day.
        codes: of these municipalities; of all when None.

    Raises:
        NotBuiltError: one of the read models is not there yet.
    """
    remembered = cache(in_force)
    officials = officials_on(knowing.day, remembered)
    found = states(reading, knowing, officials, codes)
    lines = (line for state in found for line in _lines(state, knowing.day, remembered))
    return tuple(sorted(lines, key=lambda line: (*urgency(line.obligation)[:2], line.code, line.nth)))


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found of a state on a day, and each framework that was asked for, by the day of which."""

    state: State
    frameworks: Mapping[date, Framework | None]
    lines: tuple[ObligationLine, ...]

    def holds(self, state: State, in_force: InForce) -> bool:
        """Whether it would be found again: from the same entries and figures, by the same frameworks."""
        same = self.state.told is state.told and self.state.figures == state.figures
        return same and all(in_force(day) is framework for day, framework in self.frameworks.items())


_ANSWERS = Remembered[tuple[str, date], _Answer](MOST)
"""By the municipality and the day: the last one, which keeps its state alive."""


def _lines(state: State, day: date, in_force: InForce) -> tuple[ObligationLine, ...]:
    key = state.told.code, day
    known = _ANSWERS.get(key)
    if known is not None and known.holds(state, in_force):
        return known.lines
    frameworks: dict[date, Framework | None] = {}

    def noted(on: date) -> Framework | None:
        frameworks[on] = in_force(on)
        return frameworks[on]

    lines = _told(state.whole, day, noted)
    _ANSWERS.put(key, _Answer(state, frameworks, lines))
    return lines


def _told(municipality: Municipality, day: date, in_force: InForce) -> tuple[ObligationLine, ...]:
    """The obligations of one municipality, by the state of what had happened by the day."""
    case = municipality.case
    ended = case.closed.first_day if case.closed else None
    rung = municipality.ladder.rung_on(min(day, ended) if ended else day)
    return tuple(
        ObligationLine(municipality.code, case.name or municipality.code, rung, each, case.supervisor, nth)
        for nth, each in enumerate(obligations(municipality, day, in_force))
    )


def page_owed(
    reading: Reading,
    knowing: Knowing,
    in_force: InForce,
    which: Which,
    *,
    codes: Collection[str] | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[ObligationLine]:
    """The obligations that are meant, in pages, in the order of ``obligations_of``.

    Raises:
        UnreadableCursorError: ``after`` is no cursor of this question.
        NotBuiltError: one of the read models is not there yet.
    """
    found = [line for line in obligations_of(reading, knowing, in_force, codes=codes) if line in which]
    page = page_among([_row(line) for line in found], ORDER, after=after, limit=limit)
    return page.showing(row["line"] for row in page.lines)


def _row(line: ObligationLine) -> dict[str, object]:
    late, due, *_ = urgency(line.obligation)
    return {"calm": int(late), "due": due, "municipality": line.code, "nth": line.nth, "line": line}
