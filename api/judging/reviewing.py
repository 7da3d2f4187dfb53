"""The review of a period by the framework of the day, and the order in which it is read."""

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum
from typing import Any

from api.frameworks import Frameworks
from domain.events.judging import AdviceKind, TrendVerdict
from domain.values import Period
from projections.dutch.words import alphabetical
from projections.engine.known import Knowing
from projections.reading import Reader
from projections.review import Review, ReviewLine, review

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


def in_order(lines: tuple[ReviewLine, ...], order: ReviewOrder, *, reverse: bool = False) -> tuple[ReviewLine, ...]:
    """The lines in an order, alphabetical where that is equal; what is not known comes last, either way."""
    by_name = sorted(lines, key=lambda line: (alphabetical(line.name), line.code))
    found = sorted(by_name, key=KEYS[order], reverse=reverse) if order in KEYS else by_name[:: -1 if reverse else 1]
    known = KNOWN.get(order, _always)
    return (*(line for line in found if known(line)), *(line for line in by_name if not known(line)))


def change(line: ReviewLine) -> int | None:
    """How many persons more are behind at the end than at the beginning; None where one of the two is unknown."""
    return None if line.opening is None or line.closing is None else line.closing - line.opening


def _advice(line: ReviewLine) -> tuple[int, int]:
    return (STRICTEST_FIRST.index(line.advice.kind), -line.advice.rung) if line.advice else (0, 0)


KEYS: dict[ReviewOrder, Callable[[ReviewLine], Any]] = {
    ReviewOrder.RUNG: lambda line: -line.rung,
    ReviewOrder.BACKLOG: lambda line: -(line.closing or 0),
    ReviewOrder.CHANGE: lambda line: -(change(line) or 0),
    ReviewOrder.VERDICT: lambda line: WORST_FIRST.index(line.verdict) if line.verdict else 0,
    ReviewOrder.ADVICE: _advice,
    ReviewOrder.CONTACT: lambda line: line.contact.complete,
}
KNOWN: dict[ReviewOrder, Callable[[ReviewLine], bool]] = {
    ReviewOrder.BACKLOG: lambda line: line.closing is not None,
    ReviewOrder.CHANGE: lambda line: change(line) is not None,
    ReviewOrder.VERDICT: lambda line: line.verdict is not None,
    ReviewOrder.ADVICE: lambda line: line.advice is not None,
}


def _always(_: ReviewLine) -> bool:
    return True
