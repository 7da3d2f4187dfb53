"""What comes to the ledger with a question, and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import to_jsonable_python

from domain.decisions.occasion import Occasion
from domain.events.base import About, Actor, Origin
from domain.ledger.appending import Command
from domain.ledger.master import MasterKey
from domain.values import KeyId, PartialDate, PlainText, Reference, SealedText


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, when, and under which command id; the same for every question.

    ``command`` is chosen by the sender: sent again it gets its first answer. ``today`` comes from the edge. ``seen`` is
    the version of the municipality that the person had before them. ``correlation`` groups entries of one cause and is
    the command id when nothing is said; ``causation`` is the entry that led to this, ``stream/version``.
    """

    command: UUID
    by: Actor
    origin: Origin
    happened_on: PartialDate
    today: date
    correlation: str | None = None
    causation: str | None = None
    references: tuple[Reference, ...] = ()
    seen: int | None = None

    @property
    def occasion(self) -> Occasion:
        """What a decision is told of it."""
        return Occasion(today=self.today, happened_on=self.happened_on, by=self.by, seen=self.seen)

    @property
    def about(self) -> About:
        """What is stored of it with each fact."""
        return About(
            actor=self.by,
            happened_on=self.happened_on,
            correlation=self.correlation or str(self.command),
            causation=self.causation,
            origin=self.origin,
            references=self.references,
        )

    def asked(self, what: str, of: str, question: Mapping[str, Any], master: MasterKey) -> Command:
        """The command in which this asks something: the same question in the same words gives the same digest.

        Not part of the question are ``today``, the roles of the actor and the correlation: a form that is sent again
        after midnight, after a change of roles or by another worker is still the same form.
        """
        content = {
            "what": what,
            "of": of,
            "question": question,
            "acted for": self.by.acted_for,
            "origin": self.origin,
            "happened on": self.happened_on,
            "causation": self.causation,
            "references": self.references,
            "seen": self.seen,
        }
        canonical = json.dumps(_plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return Command(self.command, self.by.person, master.token("request", canonical.encode()))


class Place(NamedTuple):
    """Where an entry stands."""

    stream: str
    version: int
    position: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a command: ``position`` is how far a read model must have come to show it.

    ``entries`` is empty when there was nothing new to record. ``repeated``: this is the first answer, given again.
    """

    position: int
    entries: tuple[Place, ...]
    repeated: bool = False


def _plain(value: Any) -> Any:  # noqa: ANN401 - a question may hold anything that can be written as JSON
    """The value in JSON's terms, the same in every process; texts are open, since only a digest leaves."""
    return to_jsonable_python(_in_order(value), bytes_mode="base64", context={"seal": _open})


def _in_order(value: Any) -> Any:  # noqa: ANN401 - the same
    """The value with its sets sorted: their order is another one in each process."""
    match value:
        case dict():
            return {name: _in_order(each) for name, each in value.items()}
        case list() | tuple():
            return [_in_order(each) for each in value]
        case set() | frozenset():
            return sorted((_plain(each) for each in value), key=json.dumps)
        case _:
            return value


def _open(text: PlainText) -> SealedText:
    """Stands in for the seal, which never gives the same twice."""
    return SealedText(key=KeyId(text.person or ""), classification=text.classification, cipher=text.text.encode())
