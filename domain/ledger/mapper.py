"""Between entries and what is stored of them: a topic and a JSON body, ``{"about": …, "fact": …}``."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from pydantic_core import PydanticSerializationError, from_json, to_json

from domain.events.base import UPCASTS, About, Entry, Fact, Recorded, body_type, known, upcast
from domain.ledger.digests import require_intact
from domain.ledger.sealing import Keyring, Sealing
from domain.ledger.stored import NewEvent, RecordedEvent

Read = Callable[[bytes], Any]
"""Reads a fact of one topic."""

BEGIN, BETWEEN, END = b'{"about":', b',"fact":', b"}"
"""What is around the two parts of a body as it is written here. No text inside them holds a bare quotation mark."""

ABOUTS = 10_000
"""Of how many abouts it is remembered, within a command, how they are written."""


class EntryMapper(Mapper[str]):
    """Seals what is plain on the way in. On the way out texts stay sealed, and old shapes become today's."""

    def __init__(self, keyring: Keyring) -> None:
        super().__init__(JSONTranscoder())  # the base class asks for one; ours is pydantic
        self._keyring = keyring
        self._read: dict[str, Read] = {}

    def to_stored_events(self, entries: Iterable[Entry]) -> list[NewEvent]:
        """The entries of one command: texts about one new person share that person's new key."""
        bodies = Bodies(self._keyring.sealing())
        return [stored_event(entry, bodies) for entry in entries]

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> NewEvent:
        """One entry by itself, as the library asks for it."""
        return stored_event(cast("Entry", domain_event), Bodies(self._keyring.sealing()))

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        """The entry.

        Raises:
            DamagedEntryError: it does not read as it was recorded.
            UnknownTopicError: only a newer program knows such a fact.
        """
        recorded = None
        if isinstance(stored_event, RecordedEvent):
            require_intact(stored_event)
            recorded = _recorded(stored_event)
        about, fact = self._parts(stored_event.topic, stored_event.state)
        return Entry(str(stored_event.originator_id), stored_event.originator_version, fact, about, recorded)

    def _parts(self, topic: str, state: bytes) -> tuple[About, Fact]:
        """The two parts of a body; the entries of one command share the first, which is read once for all of them."""
        between = state.find(BETWEEN)
        if topic in UPCASTS or between < 0 or not (state.startswith(BEGIN) and state.endswith(END)):
            return _whole(topic, state)
        read = self._read.get(topic)
        if read is None:
            read = self._read[topic] = known(topic).__pydantic_validator__.validate_json
        return _about(state[len(BEGIN) : between]), cast("Fact", read(state[between + len(BETWEEN) : -len(END)]))


@lru_cache(maxsize=10_000)
def _about(part: bytes) -> About:
    return About.model_validate_json(part)


class Bodies:
    """Writes the bodies of the entries of one command; the keys that are new for them gather in the sealing.

    What entries are about is written once for all that share it, as those of a day in an import do.
    """

    def __init__(self, sealing: Sealing) -> None:
        self.sealing = sealing
        self._context = {"seal": sealing.seal}
        self._abouts: dict[int, tuple[About, bytes]] = {}

    def of(self, entry: Entry) -> bytes:
        """The body of an entry as it is stored, its plain texts sealed."""
        fact = entry.fact
        try:
            told = fact.__pydantic_serializer__.to_json(fact, exclude_none=True, context=self._context)
        except PydanticSerializationError as error:
            raise self.sealing.failed or error from None
        return b"".join((BEGIN, self._about(entry.about), BETWEEN, told, END))

    def _about(self, about: About) -> bytes:
        known = self._abouts.get(id(about))  # kept with what was written of it, so that no other gets its id
        if known is None:
            if len(self._abouts) >= ABOUTS:
                self._abouts.clear()
            written = about.__pydantic_serializer__.to_json(about, exclude_none=True)
            known = self._abouts[id(about)] = (about, written)
        return known[1]


def stored_event(entry: Entry, bodies: Bodies) -> NewEvent:
    """An entry as it is stored, with the keys that are new for it."""
    had = len(bodies.sealing.new_keys)
    state = bodies.of(entry)
    return NewEvent(entry.stream, entry.version, entry.fact.TOPIC, state, keys=tuple(bodies.sealing.new_keys[had:]))


def _recorded(stored: RecordedEvent) -> Recorded:
    return Recorded(stored.id, stored.recorded_at, _command(stored.command.int), stored.digest.hex())


@lru_cache(maxsize=10_000)
def _command(number: int) -> str:
    """How a command id is written; the entries of one command share it."""
    return str(UUID(int=number))


def _whole(topic: str, state: bytes) -> tuple[About, Fact]:
    """The slow way, for old topics and for bodies that were written otherwise."""
    if topic in UPCASTS:
        shape: dict[str, Any] = from_json(state)
        kind, shape["fact"] = upcast(topic, shape["fact"])
        state = to_json(shape)  # through JSON again: there, bytes and days are texts
    else:
        kind = known(topic)
    body = body_type(kind).model_validate_json(state)
    return body.about, body.fact
