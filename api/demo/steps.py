"""A step of the history: one decision about one municipality, at a moment; nothing in it is known to the record yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from api.demo.days import working_day
from domain.events.base import Entry
from domain.ledger.deciding import Decision

DEMO = uuid5(NAMESPACE_URL, "trede:demo")

RULE = "rule"
"""Who records what nobody does by hand: the rule that weighs risk signals."""

Earlier = Callable[[str], Entry]
"""Gives the entry that a step made, by the name that the story gave that step."""

Completed = Callable[[Earlier], Mapping[str, Any]]
"""What a decision is asked besides, once it is known which entries the earlier steps made."""


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody records something: ``happened_on`` is the day it is about, ``recorded_on`` the one on which they do."""

    code: str
    decision: Decision
    question: Mapping[str, Any]
    happened_on: date
    recorded_on: date
    number: int
    by: str
    called: str = ""
    content: bytes | None = None
    later: Completed | None = field(default=None, compare=False)

    @property
    def order(self) -> tuple[date, str, int]:
        """Where it comes in the history: what a municipality has on one day stays in the order of its story."""
        return (self.recorded_on, self.code, self.number)

    @property
    def command(self) -> UUID:
        """The id of the command, the same each time."""
        return uuid5(DEMO, f"{self.code} {self.number}")


def same_id(kind: str, code: str, name: str) -> str:
    """The id of a thing in a story, the same each time."""
    return f"{kind}-{uuid5(DEMO, f'{kind} {code} {name}')}"


def days_later(day: date, days: int) -> date:
    """A working day some days after another."""
    return working_day(day + timedelta(days=days))
