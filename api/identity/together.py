"""Looks up for many at once who asks: those who come while a look is under way share the next one.

A look is begun after everybody came who shares it, so nobody is told what was so before they came: a token that was
revoked lets nobody in who comes after that. One request alone waits for nobody. With many at once a server of one
process asks the database as often as it can take the answers in, not once for each: passing a request to a thread and
waking up again costs more than the look itself.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar

from fastapi.concurrency import run_in_threadpool

Found = TypeVar("Found")


class Together(Generic[Found]):
    """Looks with a function that takes many keys and answers what it found by key; it runs in a thread of the pool.

    Only the event loop touches this, so it needs no lock.
    """

    def __init__(self, look: Callable[[Collection[str]], Mapping[str, Found]]) -> None:
        self._look = look
        self._waiting: list[tuple[str, asyncio.Future[Found | None]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def find(self, key: str) -> Found | None:
        """What belongs to a key as it is after this was asked; None for nothing. Raises what the look raises."""
        answer = asyncio.get_running_loop().create_future()
        self._waiting.append((key, answer))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._work())
        found: Found | None = await answer
        return found

    async def _work(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, []
                await self._answer(asked)
        finally:
            self._at_work = None

    async def _answer(self, asked: list[tuple[str, "asyncio.Future[Found | None]"]]) -> None:
        found: Mapping[str, Found] = {}
        failure: Exception | None = None
        try:
            found = await run_in_threadpool(self._look, {key for key, _ in asked})
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told to all who asked
            failure = error
        for key, answer in asked:
            if answer.done():  # who asked has gone
                continue
            if failure:
                answer.set_exception(failure)
            else:
                answer.set_result(found.get(key))
