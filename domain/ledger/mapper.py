"""Between entries and what is stored of them: a topic and a JSON body, ``{"about": …, "fact": …}``."""

from collections.abc import Callable, Iterable
from typing import Any, cast

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from pydantic_core import PydanticSerializationError, from_json, to_json

from domain.events.base import UPCASTS, Body, Entry, Recorded, body_type, known, upcast
from domain.ledger.sealing import Keyring, Sealing
from domain.ledger.stored import NewEvent, RecordedEvent

Read = Callable[[bytes], Any]
"""Reads a body of one topic."""


class EntryMapper(Mapper[str]):
    """Seals what is plain on the way in. On the way out texts stay sealed, and old shapes become today's."""

    def __init__(self, keyring: Keyring) -> None:
        super().__init__(JSONTranscoder())  # the base class asks for one; ours is pydantic
        self._keyring = keyring
        self._read: dict[str, Read] = {}

    def to_stored_events(self, entries: Iterable[Entry]) -> list[NewEvent]:
        """The entries of one command: texts about one new person share that person's new key."""
        sealing = self._keyring.sealing()
        return [stored_event(entry, sealing) for entry in entries]

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> NewEvent:
        """One entry by itself, as the library asks for it."""
        return stored_event(cast("Entry", domain_event), self._keyring.sealing())

    def to_domain_event(self, stored_event: StoredEvent) -> Entry:
        """The entry; raises UnknownTopicError for a fact that only a newer program knows."""
        body = self._body(stored_event.topic, stored_event.state)
        return Entry(
            stream=str(stored_event.originator_id),
            version=stored_event.originator_version,
            fact=body.fact,
            about=body.about,
            recorded=_recorded(stored_event) if isinstance(stored_event, RecordedEvent) else None,
        )

    def _body(self, topic: str, state: bytes) -> Body:
        if topic in UPCASTS:
            return _upcast(topic, state)
        read = self._read.get(topic)
        if read is None:
            read = self._read[topic] = body_type(known(topic)).__pydantic_validator__.validate_json
        return cast("Body", read(state))


def stored_event(entry: Entry, sealing: Sealing) -> NewEvent:
    """An entry as it is stored, its plain texts sealed, with the keys that are new for it."""
    had = len(sealing.new_keys)
    body = body_type(type(entry.fact)).model_construct(about=entry.about, fact=entry.fact)
    try:
        state = body.model_dump_json(exclude_none=True, context={"seal": sealing.seal}).encode()
    except PydanticSerializationError as error:
        raise sealing.failed or error from None
    return NewEvent(entry.stream, entry.version, entry.fact.TOPIC, state, keys=tuple(sealing.new_keys[had:]))


def _recorded(stored: RecordedEvent) -> Recorded:
    return Recorded(stored.id, stored.recorded_at, str(stored.command), stored.digest.hex())


def _upcast(topic: str, state: bytes) -> Body:
    """The slow way, for old topics only. Through JSON again: there, bytes and days are texts."""
    body: dict[str, Any] = from_json(state)
    kind, body["fact"] = upcast(topic, body["fact"])
    return cast("Body", body_type(kind).__pydantic_validator__.validate_json(to_json(body)))
