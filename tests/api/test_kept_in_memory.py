"""The memory of answers: it is bounded, and who asks what is being made waits for that."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import date
from threading import Event

import pytest
from fastapi import Response

from api.identity.together import Together
from api.kept import Kept, Question
from api.store.standing import Standing

TODAY = date(2024, 6, 3)
HERE, LATER = (Standing("", each, 1) for each in ("here", "later"))


def question(path: str = "/", standing: Standing = HERE, by: str = "Anna") -> Question:
    return Question(standing, TODAY, by, path, b"")


def answering(body: str, times: list[str], status: int = 200) -> Callable[[], Awaitable[Response]]:
    """Makes an answer, and counts how often."""

    async def make() -> Response:
        times.append(body)
        await asyncio.sleep(0)
        return Response(body, status)

    return make


def test_the_memory_of_answers_is_bounded_and_what_was_not_asked_for_long_goes_first() -> None:
    kept, times = Kept(most=29_000), list[str]()

    async def ask(*paths: str) -> None:
        for path in paths:
            answer = await kept.answered(question(path), answering(path * 2_500, times))
            assert answer.body == path.encode() * 2_500

    asyncio.run(ask("ab", "cd", "ab", "ef", "gh", "ij", "ab", "cd"))
    assert [each[:2] for each in times] == ["ab", "cd", "ef", "gh", "ij", "cd"]
    assert kept.size <= 29_000


def test_an_answer_that_takes_too_much_room_is_given_and_not_kept() -> None:
    kept, times = Kept(), list[str]()
    asyncio.run(kept.answered(question(), answering("x" * 7_000_000, times)))
    assert kept.size == 0


def test_what_is_packed_counts_too() -> None:
    kept, times = Kept(), list[str]()
    asyncio.run(kept.answered(question(), answering("x" * 100_000, times), packs=True))
    before = kept.size
    asyncio.run(kept.answered(question(), answering("", times), packs=True, accepts="gzip"))
    assert before < kept.size < before + 1_000
    assert len(times) == 1


def test_what_stood_elsewhere_is_forgotten_as_soon_as_something_is_made_where_all_stands_now() -> None:
    kept, times = Kept(), list[str]()
    for standing in (HERE, HERE, LATER, HERE):
        asyncio.run(kept.answered(question(standing=standing), answering("x", times)))
    assert len(times) == 3
    assert kept.size < 2_000


@pytest.mark.parametrize(("status", "made"), [(200, 1), (404, 3), (303, 3)])
def test_who_asks_what_is_being_made_waits_for_that(status: int, made: int) -> None:
    kept, times = Kept(), list[str]()

    async def together() -> list[Response]:
        make = answering("x", times, status)
        return await asyncio.gather(*(kept.answered(question(), make) for _ in range(3)))

    assert [each.status_code for each in asyncio.run(together())] == [status] * 3
    assert len(times) == made


def test_an_answer_that_could_not_be_made_keeps_nobody_waiting() -> None:
    kept, times = Kept(), list[str]()

    async def broken() -> Response:
        await asyncio.sleep(0)
        raise OSError

    async def together() -> list[Response | BaseException]:
        makers = (broken, answering("x", times))
        return await asyncio.gather(*(kept.answered(question(), make) for make in makers), return_exceptions=True)

    first, second = asyncio.run(together())
    assert isinstance(first, OSError)
    assert isinstance(second, Response)


def test_an_answer_that_sets_a_cookie_is_of_one_browser() -> None:
    kept = Kept()

    async def make() -> Response:
        answer = Response("x")
        answer.set_cookie("name", "value")
        return answer

    asyncio.run(kept.answered(question(), make))
    assert kept.size == 0


def test_who_come_while_somebody_is_looked_up_are_looked_up_together_after_that() -> None:
    looks, begun, go_on = list[set[str]](), Event(), Event()

    def look(keys: Collection[str]) -> dict[str, str]:
        looks.append(set(keys))
        begun.set()
        assert go_on.wait(10)
        return {key: key.upper() for key in keys if key != "nobody"}

    async def come() -> list[str | None]:
        together = Together(look)
        first = asyncio.create_task(together.find("a"))
        await asyncio.to_thread(begun.wait, 10)
        others = [asyncio.create_task(together.find(key)) for key in ("b", "a", "nobody", "b")]
        await asyncio.sleep(0)
        go_on.set()
        return await asyncio.gather(first, *others)

    assert asyncio.run(come()) == ["A", "B", "A", None, "B"]
    assert looks == [{"a"}, {"a", "b", "nobody"}]


def test_a_look_that_fails_is_told_to_all_who_share_it_and_the_next_one_is_a_new_one() -> None:
    failing = [True]

    def look(keys: Collection[str]) -> dict[str, str]:
        if failing.pop():
            failing.append(False)
            raise OSError
        return dict.fromkeys(keys, "found")

    async def come() -> tuple[list[str | BaseException | None], str | None]:
        together = Together(look)
        both = await asyncio.gather(together.find("a"), together.find("b"), return_exceptions=True)
        return list(both), await together.find("a")

    both, after = asyncio.run(come())
    assert [type(each) for each in both] == [OSError, OSError]
    assert after == "found"


def test_who_gives_up_waiting_hinders_nobody() -> None:
    async def come() -> str | None:
        together = Together(lambda keys: dict.fromkeys(keys, "found"))
        gone = asyncio.create_task(together.find("a"))
        await asyncio.sleep(0)
        gone.cancel()
        return await together.find("b")

    assert asyncio.run(come()) == "found"
