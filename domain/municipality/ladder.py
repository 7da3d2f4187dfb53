"""What is remembered of the ladder: every placement that stands, in the order in which they take effect."""

from bisect import insort
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.events.base import Entry
from domain.events.case import CaseEvent, RungTakenOver, SupervisionOpened
from domain.events.ladder import Placement
from domain.values import Rung


class Way(StrEnum):
    """How a municipality came to stand on a rung."""

    OPENED = "opened"
    TAKEN_OVER = "taken-over"
    PLACED = "placed"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """A rung from a day on, by the entry with this version. A later entry wins where two take effect on one day.

    ``until`` is the last day that a placement is meant to hold, where it says one.
    """

    effective_on: date
    version: int
    rung: Rung
    way: Way
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The steps in the order of their effective days, days to come included."""

    steps: tuple[Step, ...] = ()

    def step_on(self, day: date) -> Step | None:
        """The step that tells the rung on a day: the last one that has taken effect; None before the first."""
        return max((step for step in self.steps if step.effective_on <= day), default=None)

    def rung_on(self, day: date) -> Rung | None:
        """The rung on a day; None before supervision began."""
        step = self.step_on(day)
        return step.rung if step else None

    def since(self, day: date) -> Step | None:
        """The first step of the unbroken stay on the rung of that day: a hold does not begin a new stay.

        What another step overrules on the very day it takes effect interrupts nothing.
        """
        reached = {step.effective_on: step for step in self.steps if step.effective_on <= day}
        first: Step | None = None
        for step in reversed(reached.values()):
            if first is not None and step.rung != first.rung:
                break
            first = step
        return first


def remember_placement(ladder: Ladder, fact: Placement, entry: Entry) -> Ladder:
    """The ladder after a placement."""
    return _with(ladder, Step(fact.effective_on, entry.version, fact.to_rung, Way.PLACED, fact.until))


def remember_taken_over(ladder: Ladder, fact: CaseEvent, entry: Entry) -> Ladder:
    """Supervision begins on rung 1, unless the municipality already stood on another when the record began.

    So a rung that was taken over stands in the place of an opening on its first day or later.
    """
    match fact:
        case SupervisionOpened():
            first_day = entry.about.happened_on.first_day or date.min
            return _with(ladder, Step(first_day, entry.version, Rung.SIGNAL, Way.OPENED))
        case RungTakenOver():
            since = fact.since.first_day or date.min
            kept = tuple(step for step in ladder.steps if step.way is not Way.OPENED or step.effective_on < since)
            return _with(Ladder(kept), Step(since, entry.version, fact.rung, Way.TAKEN_OVER))
        case _:
            return ladder


def _with(ladder: Ladder, step: Step) -> Ladder:
    steps = list(ladder.steps)
    insort(steps, step)
    return replace(ladder, steps=tuple(steps))
