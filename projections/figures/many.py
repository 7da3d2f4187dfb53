"""The figures of many municipalities over some half years, in few questions to the database."""

from collections import defaultdict
from collections.abc import Collection

from domain.events.figures import Number
from domain.ledger.reading import Reading
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.period import PeriodFigures, Stated, chain
from domain.values import Period
from projections.engine.known import Knowing
from projections.figures.in_force import Kinds, in_force_of

FURTHER_BACK = 6
"""How many half years further back is looked at a time, for who has an opening backlog that nobody states."""


def figures_of_many(
    reading: Reading,
    knowing: Knowing,
    codes: Collection[str],
    half_years: Collection[Period],
    *,
    kinds: Kinds = OFFICIAL_KINDS,
) -> dict[str, dict[Period, PeriodFigures]]:
    """The figures of these municipalities in each of these half years, as known and as at a day; raises NotBuiltError.

    They are those that ``periods`` tells: an opening backlog that follows from earlier half years does so here too.
    """
    stated = defaultdict[str, dict[Period, Stated]](dict)
    wanted, asked = list(codes), sorted(half_years)
    while wanted and asked:
        found = in_force_of(reading, knowing, wanted, asked, kinds=kinds)
        for (code, period), numbers in found.items():
            stated[code][period] = numbers
        wanted = [code for code in wanted if _rests_on_earlier(stated[code].get(asked[0]))]
        asked = _before(asked[0])
    nothing: Stated = {}
    return {
        code: {
            each.period: each
            for each in chain(dict.fromkeys(half_years, nothing) | stated[code], knowing.day)
            if each.period in half_years
        }
        for code in codes
    }


def _rests_on_earlier(stated: Stated | None) -> bool:
    """Whether the opening backlog of a half year follows from the one before it."""
    return bool(stated) and Number.OPENING_BACKLOG not in (stated or {})


def _before(period: Period) -> list[Period]:
    earlier: list[Period] = []
    while len(earlier) < FURTHER_BACK and not period.is_first:
        period = period.previous
        earlier.insert(0, period)
    return earlier
