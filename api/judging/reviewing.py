"""The review of a period by the framework of the day, and the order in which it is read."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeVar

from api.frameworks import Frameworks
from domain.events.judging import AdviceKind, TrendVerdict
from domain.values import Period
from projections.dutch.words import alphabetical
from projections.engine.known import Knowing
from projections.reading import Reader
from projections.review import Review, ReviewLine, review

T = TypeVar("T")

WORST_FIRST = (
    TrendVerdict.GROWING,
    TrendVerdict.STAGNANT,
    TrendVerdict.UNDETERMINED,
    TrendVerdict.IMPROVING,
    TrendVerdict.NO_BACKLOG,
)
STRICTEST_FIRST = (AdviceKind.RAISE, AdviceKind.HOLD, AdviceKind.LOWER)


class ReviewOrder(StrEnum):
    """By what the lines of a review are put in order: what asks most attention first, then by name."""

    NAME = "name"
    RUNG = "rung"
    BACKLOG = "backlog"
    CHANGE = "change"
    VERDICT = "verdict"
    ADVICE = "advice"
    CONTACT = "contact"


def reviewed(
    reader: Reader,
    frameworks: Frameworks,
    knowing: Knowing,
    period: Period,
    *,
    code: str | None = None,
    province: str | None = None,
) -> Review:
    """The review of a half year, with the official sources and the terms of the framework of the day.

    ``code`` and ``province`` are the only municipality, and the only province, that are meant.

    Raises:
        NotBuiltError: one of the read models is not there yet.
    """
    framework = frameworks.found_in_force(knowing.day)
    settings: dict[str, Any] = {}
    if framework is not None:
        weeks = framework.term("supervision_conversation").value
        settings = {"kinds": framework.official, "grace": timedelta(weeks=weeks)}
    return review(reader, knowing, period, code=code, province=province, **settings)


def in_order(lines: Iterable[ReviewLine], order: ReviewOrder, *, reverse: bool = False) -> tuple[ReviewLine, ...]:
    """The lines in an order, alphabetical where that is equal; what is not known comes last, either way."""
    return tuple(by_key(lines, KEYS[order], lambda line: line, reverse=reverse))


def by_key(
    items: Iterable[T], key: Callable[[T], Any], line_of: Callable[[T], ReviewLine], *, reverse: bool = False
) -> list[T]:
    """Lines of a review, or what is told about them, by a key that is None where it is not known: in the same way."""
    found = sorted(items, key=lambda item: by_name(line_of(item)))
    known = [item for item in found if key(item) is not None]
    unknown = [item for item in found if key(item) is None]
    return [*sorted(known, key=key, reverse=reverse), *unknown]


def by_name(line: ReviewLine) -> tuple[object, str]:
    """By the name, and by the code where two have the same."""
    return alphabetical(line.name), line.code


def change(line: ReviewLine) -> int | None:
    """How many persons more are behind at the end than at the beginning; None where one of the two is unknown."""
    return None if line.opening is None or line.closing is None else line.closing - line.opening


def _worse(line: ReviewLine) -> int | None:
    more = change(line)
    return None if more is None else -more


def _advice(line: ReviewLine) -> tuple[int, int] | None:
    return (STRICTEST_FIRST.index(line.advice.kind), -line.advice.rung) if line.advice else None


KEYS: dict[ReviewOrder, Callable[[ReviewLine], Any]] = {
    ReviewOrder.NAME: by_name,
    ReviewOrder.RUNG: lambda line: -line.rung,
    ReviewOrder.BACKLOG: lambda line: None if line.closing is None else -line.closing,
    ReviewOrder.CHANGE: _worse,
    ReviewOrder.VERDICT: lambda line: WORST_FIRST.index(line.verdict) if line.verdict else None,
    ReviewOrder.ADVICE: _advice,
    ReviewOrder.CONTACT: lambda line: line.contact.complete,
}
"""What is compared for each order; None where that is not known."""
