"""The guideline for the highest rungs: half a year in total on rungs 4, 5 and 6. It is a guideline, not a term."""

from collections.abc import Iterable
from datetime import date

from domain.values import Rung
from projections.ladder.stays import RungHistory

MONTHS = 6
"""Richtpunt: in how many months the three highest rungs together are gone through. Published."""


def past_guideline(histories: Iterable[RungHistory], day: date, *, months: int | None = MONTHS) -> frozenset[str]:
    """The codes of who stands on the highest rungs on a day, and has for longer than the guideline.

    The days are those of the unbroken stay on rungs 4 to 6 together. Of whom it is unknown since when, it is not said.
    ``months`` is the guideline of the policy; None for a policy without one.
    """
    if months is None:
        return frozenset()
    return frozenset(each.code for each in histories if (since := _since(each)) and after_months(since, months) < day)


def _since(history: RungHistory) -> date | None:
    """The first day of the unbroken stay on the highest rungs; None when there is no such stay now."""
    since: date | None = None
    following: date | None = None
    for stay in reversed(history.rungs):
        if stay.rung < Rung.ANNOUNCEMENT or stay.ended_on != following:
            break
        since = following = stay.since.first_day
    return since


def after_months(since: date, months: int) -> date:
    """The same day of the month, after the months of the guideline; the first of the next where there is none."""
    month = since.month + months
    year, month = since.year + (month - 1) // 12, (month - 1) % 12 + 1
    try:
        return date(year, month, since.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)
