"""Promises with a count of persons that fell due, by the figures: agreements, and milestones of improvement plans."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from api.frameworks import Frameworks
from domain.events.contact import Side
from domain.ledger.reading import Reading
from domain.municipality import Municipality
from domain.municipality.figures import Figures
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.officially import Officials
from domain.policy.promises import Judged, judged
from domain.values import PartialDate, Period
from projections.engine.known import Knowing
from projections.figures import figures_known


class PromiseKind(StrEnum):
    """By what so many persons were promised."""

    AGREEMENT = "agreement"
    MILESTONE = "milestone"


@dataclass(frozen=True, slots=True)
class Promise:
    """To house so many persons by a day: ``id`` is that of the agreement or the plan.

    ``found`` is what the official figures say of it; None where they do not tell.
    """

    kind: PromiseKind
    id: str
    due: date
    persons: int
    found: Judged | None


class ByFigures:
    """What the official figures say of promises of a municipality ('volgens de cijfers'), as was known, as at a day.

    Nobody has to have settled them: it is derived, and says nothing of effort or of what came in between.
    """

    def __init__(self, reading: Reading, frameworks: Frameworks, knowing: Knowing, code: str) -> None:
        self._reading, self._knowing, self._code = reading, knowing, code
        framework = frameworks.found_in_force(knowing.day)
        self._officials = framework.official if framework else tuple(sorted(OFFICIAL_KINDS))

    def milestone(self, persons: int, due: date) -> Judged | None:
        """What they say of so many persons by a day of a half year; None where they do not tell."""
        return judged(self._figures, promised=persons, due=due, officials=self._officials)

    def agreement(self, persons: int | None, due: date, made_on: PartialDate) -> Judged | None:
        """What they say of so many persons since an agreement was made; None where they do not tell."""
        since = made_on.first_day
        if persons is None or since is None:
            return None
        return judged(self._figures, promised=persons, due=due, officials=self._officials, since=since)

    @cached_property
    def _figures(self) -> Figures:
        return figures_known(self._reading, self._knowing, self._code)


def promises(municipality: Municipality, period: Period, officials: Officials) -> tuple[Promise, ...]:
    """What the municipality promised to have housed by a day of a half year, the earliest day first."""
    found = (
        Promise(
            kind,
            identity,
            due,
            persons,
            judged(municipality.figures, promised=persons, due=due, officials=officials, since=since),
        )
        for kind, identity, due, persons, since in (*_agreed(municipality), *_planned(municipality))
        if due in period
    )
    return tuple(sorted(found, key=lambda each: (each.due, each.kind, each.id)))


_Counted = tuple[PromiseKind, str, date, int, date | None]
"""What is promised, until when, how many persons, and since when they count; None since the half year began."""


def _agreed(municipality: Municipality) -> Iterator[_Counted]:
    for identity, agreement in municipality.contact.agreements.items():
        persons, since = agreement.persons, agreement.made_on
        if persons is not None and since is not None and agreement.owed_by is Side.MUNICIPALITY:
            yield PromiseKind.AGREEMENT, identity, agreement.due, persons, since


def _planned(municipality: Municipality) -> Iterator[_Counted]:
    for identity, plan in municipality.plans.items():
        for milestone in plan.content.milestones if plan.content else ():
            yield PromiseKind.MILESTONE, identity, milestone.day, milestone.persons, None
