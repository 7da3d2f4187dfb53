"""Clients that hammer the API, and keep for themselves what they sent and what they heard of it.

A client behaves as one should: each command has an id, and one of which nothing was heard is sent again with it. Half
of those that go wrong half-way it leaves, as a client that dies would; whoever judges looks for them in the record.
"""

import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Event, Thread
from typing import Any
from uuid import UUID, uuid4

import httpx

PAUSE = 0.03
"""Seconds before a client tries again."""
PATIENCE = 90.0
"""Seconds in which a client hears something, or a connection that breaks."""
SETTLED = (HTTPStatus.OK, HTTPStatus.CREATED)
Place = tuple[str, int, int]
"""Where an entry stands: stream, version, position."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer that settles what became of a command."""

    status: int
    told: dict[str, Any]
    repeated: bool

    @property
    def places(self) -> list[Place]:
        """Where its entries stand."""
        return [(each["stream"], each["version"], each["position"]) for each in self.told["entries"]]


@dataclass(slots=True)
class Sent:
    """A command as a client sent it, with the number of entries that it comes to, and what was heard of it at first."""

    path: str
    body: dict[str, Any]
    size: int
    seen: int | None = None
    key: UUID = field(default_factory=uuid4)
    heard: Heard | None = None

    @property
    def code(self) -> str:
        """The municipality that it is about."""
        return self.path.split("/")[0]


class Hammer:
    """Several clients at work on one door, as who has all roles; they can be told to pause, or to take another door."""

    def __init__(self, door: str, secret: str) -> None:
        self.door = door
        self.sent: list[Sent] = []
        self.broken: list[str] = []
        self.put_off = 0  # answers that say: try again
        self._headers = {"Authorization": f"Bearer {secret}"}
        self._going, self._ended = Event(), Event()
        self._writers: list[Writer] = []

    @contextmanager
    def going(self, writers: int, codes: Sequence[str], chance: random.Random) -> Iterator[None]:
        """With so many clients at work, each on municipalities that all share and on one of its own, the last ones."""
        own = codes[-writers:]
        self._writers = [Writer(self, codes[:-writers], each, random.Random(chance.random())) for each in own]  # noqa: S311 - moments, not keys
        for writer in self._writers:
            writer.start()
        self._going.set()
        try:
            yield
        finally:
            self._ended.set()
            self._going.set()
            for writer in self._writers:
                writer.join()

    def pause(self) -> None:
        """Wait until nobody is sending anything."""
        self._going.clear()
        for writer in self._writers:
            assert writer.idle.wait(PATIENCE), "a client hears nothing"

    def resume(self) -> None:
        """Let all go on."""
        for writer in self._writers:
            writer.idle.clear()
        self._going.set()

    def stands_still(self, idle: Event) -> bool:
        """Wait here while there is a pause; whether this is the end."""
        if not self._going.is_set():
            idle.set()
            self._going.wait()
        return self._ended.is_set()

    @property
    def ended(self) -> bool:
        """Whether all is over."""
        return self._ended.is_set()

    def send(self, client: httpx.Client, sent: Sent) -> Heard | None:
        """Send a command; what was heard, when that settles it. Raises ConnectError when it cannot even be sent."""
        headers = self._headers | {"Idempotency-Key": str(sent.key)}
        if sent.seen is not None:
            headers["If-Match"] = f'"{sent.seen}"'
        try:
            answer = client.post(f"{self.door}/v1/municipalities/{sent.path}", json=sent.body, headers=headers)
        except httpx.ConnectError:
            raise
        except httpx.TransportError:
            return None
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            self.put_off += 1
            return None
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            self.broken.append(f"{answer.status_code} {sent.path} {answer.text}")
        return Heard(answer.status_code, answer.json(), "Idempotency-Replayed" in answer.headers)

    def insist(self, client: httpx.Client, sent: Sent) -> Heard:
        """Send a command until it is settled."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                if heard := self.send(client, sent):
                    return heard
            except httpx.ConnectError:
                pass
            time.sleep(PAUSE)
        raise AssertionError(f"nothing is heard of {sent}")

    def until_visible(self, client: httpx.Client, sent: Sent) -> None:
        """Wait until reading shows what a command recorded."""
        assert sent.heard
        headers = self._headers | {"X-Trede-Position": str(sent.heard.told["position"])}
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                url = f"{self.door}/v1/municipalities/{sent.code}/conversations?limit=1"
                if client.get(url, headers=headers).status_code == HTTPStatus.OK:
                    return
            except httpx.TransportError:
                pass
            time.sleep(PAUSE)
        raise AssertionError(f"{sent.code} is not shown at {sent.heard.told['position']}")


class Writer(Thread):
    """One client: conversations, figures and corrections of shared municipalities, placements of its own."""

    def __init__(self, hammer: Hammer, shared: Sequence[str], own: str, chance: random.Random) -> None:
        super().__init__(name=f"writer of {own}", daemon=True)
        self.idle = Event()
        self._hammer, self._shared, self._own, self._chance = hammer, shared, own, chance
        self._placed_at = 1
        self._statements: list[tuple[str, int]] = []

    def run(self) -> None:
        """Send one command after the other until the end."""
        with httpx.Client(timeout=PATIENCE) as client:
            while not self._hammer.stands_still(self.idle):
                sent = self._next()
                self._hammer.sent.append(sent)
                self._deliver(client, sent)
        self.idle.set()

    def _deliver(self, client: httpx.Client, sent: Sent) -> None:
        """Send it until it is settled; half of those that got lost on the way are left as they are."""
        while not self._hammer.ended:
            try:
                heard = self._hammer.send(client, sent)
            except httpx.ConnectError:
                time.sleep(PAUSE)
                continue
            if heard:
                sent.heard = heard
                self._learn(sent, heard)
                return
            if sent.seen is None and self._chance.random() < 0.5:
                return
            time.sleep(PAUSE)

    def _learn(self, sent: Sent, heard: Heard) -> None:
        if heard.status not in SETTLED:
            return
        version = heard.places[-1][1]
        if sent.path.endswith("/placements"):
            self._placed_at = version
        if sent.path.endswith("/statements"):
            self._statements.append((sent.code, version))

    def _next(self) -> Sent:
        number = self._chance.randrange(1000)
        code = self._chance.choice([*self._shared, self._own])
        match self._chance.randrange(10):
            case 0:
                return held(self._own, self._placed_at)
            case 1 | 2 if self._statements:
                return corrected(*self._statements.pop(), number)
            case 3 | 4 | 5:
                return stated(code, number)
            case _:
                return talked(code, number)


def talked(code: str, number: int) -> Sent:
    """A conversation with two agreements: three entries, or none."""
    promises = [{"what": f"woningen aanwijzen {each}", "due": "2030-01-01", "persons": number} for each in range(2)]
    body = {"kind": "progress", "summary": f"Gesprek {number}.", "agreements": promises}
    return Sent(f"{code}/conversations", body, 3)


def stated(code: str, number: int) -> Sent:
    """A statement of figures, unlike all others."""
    source = {"kind": "other", "reference": str(uuid4())}
    body = {"period": "2024-1", "reportedOn": "2024-05-31", "source": source, "realised": number}
    return Sent(f"{code}/statements", body, 1)


def corrected(code: str, entry: int, number: int) -> Sent:
    """A correction of a statement that nobody else corrects."""
    body = {"repairs": "error", "reason": "Verkeerd overgenomen.", "fact": {"realised": 1000 + number}}
    return Sent(f"{code}/entries/{entry}/corrections", body, 1, entry)


def held(code: str, seen: int) -> Sent:
    """A placement, on what was seen of the one before."""
    by = {"body": "mandated", "mandate": "Mandaatbesluit 2024"}
    return Sent(f"{code}/placements", {"move": "hold", "decidedBy": by, "grounds": "Geen verandering."}, 1, seen)
