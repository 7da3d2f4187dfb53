"""Answers that are kept in the memory of one process, to be given again while nothing moves that they are made from.

An answer belongs to a question: who asks (and with that their roles and their session), what they ask, on which day,
and where everything stands (``api.store.standing``), which was asked of the database with this very request. Nothing is
ever told to be out of date. Somebody who is let in no more asks no question; a role that was taken away, an entry, an
erasure, an absence, a new day make another question, which has no answer yet.

*What one wrote one reads.* A write is committed before it is answered, and a page waits until the read models show it.
Whoever asks after that, in any process, is told the new standing by the database, so no older answer is found. The
standing is asked before an answer is made: what moves meanwhile can make the answer newer than its question says, never
older; and that question is not asked again once anything has moved.

What answers are made from besides is read when a process starts and stays so: the frameworks, the settings, the
program.
"""

import zlib
from asyncio import Event
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from http import HTTPStatus

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from api.store.standing import Standing

MOST = 24 * 2**20
"""Bytes that are kept in all."""
ONE = MOST // 4
"""Bytes that one answer may have."""
BESIDES = 1_000
"""Bytes that an answer takes besides its own, about."""
WORTH = 1_400
"""Bytes from which an answer is worth packing: less goes in one packet anyway."""
EFFORT, GZIP = 5, 31
"""Of zlib."""

Make = Callable[[], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Question:
    """Everything that an answer depends on; ``by`` is who asks, ``form`` which form of the answer they want."""

    standing: Standing
    day: date
    by: Hashable
    path: str
    query: bytes
    form: Hashable = None

    @classmethod
    def of(cls, request: Request, standing: Standing, *, day: date, by: Hashable, form: Hashable = None) -> "Question":
        """What a request asks."""
        return cls(standing, day, by, request.scope["path"], request.scope["query_string"], form)


class Given(Response):
    """An answer that was made before, with its headers as they were."""

    def __init__(self, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
        self.status_code, self.body, self.raw_headers, self.background = HTTPStatus.OK, body, headers, None


@dataclass(slots=True)
class Answer:
    """What is given again: as it was made and, once somebody wanted it so, packed. ``packs``: whether it may be."""

    body: bytes
    headers: list[tuple[bytes, bytes]]
    packs: bool
    packed: bytes = field(default=b"")

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.body) + len(self.packed) + BESIDES

    def plain(self) -> Response:
        """As it was made."""
        return Given(self.body, self.headers)

    def small(self) -> Response:
        """Packed."""
        others = [(name, value) for name, value in self.headers if name != b"content-length"]
        length = (b"content-length", str(len(self.packed)).encode())
        return Given(self.packed, [*others, length, (b"content-encoding", b"gzip")])


class Kept:
    """The answers of one process. Only its event loop touches them, so they need no lock."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self._now: tuple[Standing, date] | None = None
        self._size = 0
        self._under_way: dict[Question, Event] = {}

    @property
    def size(self) -> int:
        """About how many bytes are kept."""
        return self._size

    async def answered(self, question: Question, make: Make, *, accepts: str = "", packs: bool = False) -> Response:
        """The answer to a question: the one that is kept, else the one that is made now.

        Who asks what is being made already waits for that.

        Args:
            question: what is asked.
            make: makes the answer; it is kept when it is one of success.
            accepts: the encodings that the caller takes, as their header says.
            packs: whether the answer may be packed. Not where it holds a secret beside words of the caller: how small
                it packs would tell the secret (BREACH).
        """
        if question not in self._answers and (other := self._under_way.get(question)):
            await other.wait()
        answer = self._found(question)
        if answer is None:
            made = await self._make(question, make)
            if (answer := self._keep(question, made, packs=packs)) is None:
                return made
        return await self._packed(question, answer) if answer.packs and "gzip" in accepts else answer.plain()

    async def _make(self, question: Question, make: Make) -> Response:
        done = self._under_way.setdefault(question, Event())
        try:
            return await make()
        finally:
            self._under_way.pop(question, None)
            done.set()

    async def _packed(self, question: Question, answer: Answer) -> Response:
        if not answer.packed:
            packed = await run_in_threadpool(packed_from, answer.body)
            if not answer.packed:
                answer.packed = packed
                if self._answers.get(question) is answer:
                    self._size += len(packed)
                    self._shrink()
        return answer.small()

    def _found(self, question: Question) -> Answer | None:
        answer = self._answers.get(question)
        if answer is not None:
            self._answers.move_to_end(question)
        return answer

    def _keep(self, question: Question, made: Response, *, packs: bool) -> Answer | None:
        """Keep what was made, in the place of what moved or was not asked for long; None when it is not to be kept."""
        body = getattr(made, "body", None)
        if made.status_code != HTTPStatus.OK or not isinstance(body, bytes) or len(body) > ONE:
            return None
        if any(name == b"set-cookie" for name, _ in made.raw_headers):
            return None
        if (now := (question.standing, question.day)) != self._now:
            self._answers.clear()
            self._now, self._size = now, 0
        packs = packs and len(body) > WORTH
        answer = Answer(body, [*made.raw_headers, *([(b"vary", b"Accept-Encoding")] if packs else [])], packs)
        if (before := self._answers.pop(question, None)) is not None:
            self._size -= before.size
        self._answers[question] = answer
        self._size += answer.size
        self._shrink()
        return answer

    def _shrink(self) -> None:
        while self._size > self._most:
            self._size -= self._answers.popitem(last=False)[1].size


def packed_from(body: bytes) -> bytes:
    """A body as gzip packs it."""
    packing = zlib.compressobj(EFFORT, wbits=GZIP)
    return packing.compress(body) + packing.flush()
