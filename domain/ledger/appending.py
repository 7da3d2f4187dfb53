"""What is asked of the record and what it answers: the Python side of the functions in append.sql."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any, Self
from uuid import UUID

from psycopg import sql

from domain.ledger.sealing import SealedContent, WrappedKey
from domain.ledger.stored import NewEvent

APPEND = sql.SQL(
    "SELECT * FROM {append}("
    "%b::uuid[], %b::text[], %b::bytea[], %b::int[], "  # commands
    "%b::text[], %b::int[], %b::text[], %b::bytea[], "  # entries
    "%b::int[], %b::text[], %b::text[], %b::bytea[], %b::text[], "  # keys
    "%b::int[], %b::bytea[], %b::text[], "  # tokens
    "%b::int[], %b::int[], %b::text[], %b::text[], %b::bytea[], %b::int[], %b::bytea[])"  # contents
)
APPEND_STAGED = sql.SQL(
    "SELECT * FROM {append_staged}(%s, %s, %s, %s, %s::text[], %s::text[], %s::bytea[], %s::text[])"
)


class Outcome(StrEnum):
    """What became of a command; append.sql says when."""

    RECORDED = "recorded"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"
    REUSED = "reused"
    CONFLICT = "conflict"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Command:
    """Who asked what: ``request`` is a keyed digest of everything that was asked."""

    id: UUID
    actor: str
    request: bytes


class OutcomeUnknownError(Exception):
    """The connection was lost while appending and did not come back: the same command sent again tells the outcome."""

    @classmethod
    def of(cls, commands: Iterable[Command]) -> Self:
        """About these commands."""
        ids = ", ".join(str(command.id) for command in commands)
        return cls(f"the connection to the record was lost; send again to know what became of {ids}")


@dataclass(frozen=True, slots=True)
class Token:
    """Finds a person again; unique in the record."""

    token: bytes
    person: str


@dataclass(frozen=True, slots=True)
class Append:
    """One command with everything that it adds."""

    command: Command
    events: Sequence[NewEvent] = ()
    tokens: Sequence[Token] = ()

    @property
    def keys(self) -> list[WrappedKey]:
        """The new keys of all that is sealed in it."""
        return [key for event in self.events for key in event.keys]

    @property
    def contents(self) -> list[tuple[int, SealedContent]]:
        """The contents that it files, each with the number of its entry."""
        return [(number, event.content) for number, event in enumerate(self.events, 1) if event.content]


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of one command: its entries are the ``size`` positions up to and including ``position``.

    ``recorded_at`` is there when it was recorded now, with a digest per entry (not for a staged append). ``moved``
    names the streams of a staged append that went on meanwhile.
    """

    outcome: Outcome
    position: int = 0
    size: int = 0
    recorded_at: datetime | None = None
    digests: tuple[bytes, ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def first(self) -> int:
        """The position of its first entry, when it has any."""
        return self.position - self.size + 1

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Appended":
        """The answer in a row of append or append_staged."""
        return cls(
            outcome=Outcome(row["outcome"]),
            position=row["last_position"] or 0,
            size=row["size"] or 0,
            recorded_at=row["recorded_at"],
            digests=tuple(row.get("digests") or ()),
            moved=tuple(row.get("moved") or ()),
        )


def append_parameters(appends: Sequence[Append]) -> list[list[Any]]:
    """The parallel arrays of append: what all commands add, one after the other, with their sizes."""
    events = list(chain.from_iterable(each.events for each in appends))
    tokens = list(chain.from_iterable(each.tokens for each in appends))
    contents = list(chain.from_iterable(each.contents for each in appends))
    return [
        [each.command.id for each in appends],
        [each.command.actor for each in appends],
        [each.command.request for each in appends],
        [len(each.events) for each in appends],
        [event.originator_id for event in events],
        [event.originator_version for event in events],
        [event.topic for event in events],
        [event.state for event in events],
        [len(each.keys) for each in appends],
        *key_parameters(chain.from_iterable(each.keys for each in appends)),
        [len(each.tokens) for each in appends],
        [token.token for token in tokens],
        [token.person for token in tokens],
        [len(each.contents) for each in appends],
        [number for number, _ in contents],
        [content.document for _, content in contents],
        [content.key for _, content in contents],
        [content.sha256 for _, content in contents],
        [content.size for _, content in contents],
        [content.cipher for _, content in contents],
    ]


def key_parameters(keys: Iterable[WrappedKey]) -> list[list[Any]]:
    """The parallel arrays of new keys."""
    keys = list(keys)
    return [
        [key.id for key in keys],
        [key.kind.value for key in keys],
        [key.wrapped for key in keys],
        [key.master for key in keys],
    ]
