"""What is done for many municipalities at once is one item: nobody wants to read the same line for each of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from api.worklist.items import Item, Urgency
from domain.policy.obligations import Obligation, ObligationKind
from projections.dutch.words import alphabetical

AT_ONCE = frozenset({ObligationKind.ASSESSMENT})
"""A period is closed and judged for all municipalities by one button."""


def joined(items: Iterable[Item]) -> list[Item]:
    """The items in their order, those that are done at once in the place of the first."""
    told: dict[object, list[Item]] = defaultdict(list)
    for nth, item in enumerate(items):
        told[_together(item) if item.kind in AT_ONCE else nth].append(item)
    return [each[0] if len(each) == 1 else _one(each) for each in told.values()]


def how_many(owed: Iterable[Obligation]) -> int:
    """How many items so many obligations are."""
    every = list(owed)
    apart = [each for each in every if each.kind not in AT_ONCE]
    return len(apart) + len({(each.subject, each.due and each.due.day) for each in every if each.kind in AT_ONCE})


def _together(item: Item) -> tuple[str, str, date | None, Urgency]:
    return item.kind.value, item.subject, item.due.day if item.due else None, item.urgency


def _one(items: list[Item]) -> Item:
    names = sorted((item.name or "" for item in items), key=alphabetical)
    return replace(items[0], code=None, name=None, rung=None, supervisor=None, names=tuple(names))
