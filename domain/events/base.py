"""What every entry of the record has: the fact, who recorded it, and where it stands.

A stored body is JSON of two parts, ``{"about": …, "fact": …}``. Position, stream, version, topic, recorded-at, command
id and digest are columns of the record beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, create_model

from domain.values import PartialDate, PersonId, Reference, Value

TASK = "huisvesting-vergunninghouders"


class Role(StrEnum):
    """What a person may do."""

    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    EXECUTIVE_SECRETARY = "executive-secretary"
    LEGAL = "legal"
    REPORTING = "reporting"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Origin(StrEnum):
    """The way by which an entry came in."""

    SCREEN = "screen"
    API = "api"
    IMPORT = "import"
    COMMAND_LINE = "command-line"
    RULE = "rule"


class Actor(Value):
    """Who recorded an entry, in which roles, and for whom when it was done for another person."""

    person: PersonId
    roles: tuple[Role, ...] = ()
    acted_for: PersonId | None = None


class About(Value):
    """The envelope inside the body.

    ``happened_on`` is the day of the event itself, as precisely as it is known; the record adds when it was recorded.
    ``correlation`` groups the entries of one cause (an import, a form); ``causation`` is the entry that led to this,
    written ``stream/version``.
    """

    actor: Actor
    happened_on: PartialDate
    correlation: str
    causation: str | None = None
    origin: Origin
    task: str = TASK
    references: tuple[Reference, ...] = ()


class Fact(BaseModel):
    """Something that happened, named in the past tense and frozen for ever under its topic.

    ``TOPIC`` is what the record stores; no renaming of classes changes it. A new shape is a new topic, with an upcast
    from the old one (:func:`upcast`).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    TOPIC: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as it came
        super().__init_subclass__(**kwargs)
        if "TOPIC" in cls.__dict__:
            if cls.TOPIC in FACTS:
                raise TypeError(f"{cls.__name__} and {FACTS[cls.TOPIC].__name__} have one topic: {cls.TOPIC}")
            FACTS[cls.TOPIC] = cls


FACTS: dict[str, type[Fact]] = {}
"""Every fact that can be stored, by its topic."""

Json = dict[str, Any]
Upcast = Callable[[Json], tuple[str, Json]]

UPCASTS: dict[str, Upcast] = {}
"""From an old topic: its fact's JSON → the topic that follows it and the fact's JSON in that shape."""


class UnknownTopicError(LookupError):
    """The record holds a topic that this version of the program does not know: it was written by a newer one."""


class MunicipalityEvent(Fact):
    """A fact in the stream of a municipality."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where an entry stands in the record, and since when (UTC)."""

    position: int
    recorded_at: datetime
    command: str
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact as it stands in a stream. ``recorded`` is None until the record has it."""

    stream: str
    version: int
    fact: Fact
    about: About
    recorded: Recorded | None = None

    @property
    def originator_id(self) -> str:
        """The stream, by the name the eventsourcing library has for it."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version, by the name the eventsourcing library has for it."""
        return self.version


class Body(BaseModel):
    """The stored body of an entry; :func:`body_type` makes one per kind of fact."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    about: About
    fact: Any


_BODIES: dict[type[Fact], type[Body]] = {}


def body_type(fact: type[Fact]) -> type[Body]:
    """The body of entries with this kind of fact; made once."""
    if fact not in _BODIES:
        _BODIES[fact] = create_model(f"{fact.__name__}Body", __base__=Body, fact=(fact, ...))
    return _BODIES[fact]


def known(topic: str) -> type[Fact]:
    """The fact of a current topic; raises UnknownTopicError."""
    try:
        return FACTS[topic]
    except KeyError:
        raise UnknownTopicError(f"no fact is known as {topic!r}; a newer version of the program wrote it") from None


def upcast(topic: str, fact: Mapping[str, Any]) -> tuple[type[Fact], Json]:
    """Follow the upcasts from a stored topic to the fact it has become, with its JSON in today's shape."""
    shape = dict(fact)
    while topic in UPCASTS:
        topic, shape = UPCASTS[topic](shape)
    return known(topic), shape
