"""What is remembered of the law of rungs 4 to 6: announcements, decisions, appeals, interim relief, claims."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from immutables import Map

from domain.events.law import Ruling, Scope
from domain.values import AppealId, ClaimId, DecisionId, LetterId, Period, ReliefId


@dataclass(frozen=True, slots=True)
class Announcement:
    """An announcement as it now stands; ``views`` are the entries with views, ``considered`` the last weighing."""

    version: int
    letter: LetterId
    announced_on: date
    term_ends: date
    views_due: date
    periods: tuple[Period, ...] = ()
    persons: int | None = None
    extended_by: tuple[int, ...] = ()
    views: tuple[int, ...] = ()
    considered: int | None = None

    @property
    def views_considered(self) -> bool:
        """Whether all views that were given have been weighed; so too when none were given."""
        return not self.views or (self.considered is not None and self.considered > max(self.views))


class Ending(StrEnum):
    """By what a decision is over."""

    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ANNULLED = "annulled"
    CARRIED_OUT = "carried-out"


@dataclass(frozen=True, slots=True)
class Over:
    """By what, from which day and by which entry a decision is over."""

    ending: Ending
    on: date
    version: int


@dataclass(frozen=True, slots=True)
class Substitution:
    """A substitution decision as it now stands."""

    version: int
    decision: DecisionId
    decided_on: date
    announcement: LetterId | None
    periods: tuple[Period, ...]
    persons: int
    figures_day: date
    term_ends: date
    scope: Scope
    urgent: bool
    changed_by: tuple[int, ...] = ()
    notified_on: date | None = None
    started_on: date | None = None
    over: Over | None = None

    def stands_on(self, day: date) -> bool:
        """Whether it is in force on a day; a suspension by the court does not end it."""
        return self.decided_on <= day and (self.over is None or day < self.over.on)


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against a decision; ``over_on`` is the day it was decided or withdrawn."""

    version: int
    decision: DecisionId
    lodged_on: date
    over_on: date | None = None
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Relief:
    """A request for interim relief; ``granted`` is None until the court decided on it."""

    version: int
    relief: ReliefId
    decision: DecisionId
    requested_on: date
    decided_on: date | None = None
    granted: bool | None = None
    suspended_until: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """Costs that were claimed, in euro cents, and what came in of them."""

    version: int
    decision: DecisionId
    claimed_on: date
    cents: int
    due: date | None
    recovered: int = 0


@dataclass(frozen=True, slots=True)
class Law:
    """Announcements, decisions, appeals, requests for relief and claims by their ids, in the order of recording."""

    announcements: Map[LetterId, Announcement] = Map()
    decisions: Map[DecisionId, Substitution] = Map()
    appeals: Map[AppealId, Appeal] = Map()
    reliefs: Map[ReliefId, Relief] = Map()
    claims: Map[ClaimId, Claim] = Map()

    def announced_by(self, day: date) -> Announcement | None:
        """The last announcement that was made by a day."""
        made = (each for each in self.announcements.values() if each.announced_on <= day)
        return max(made, key=lambda each: (each.announced_on, each.version), default=None)

    def standing_on(self, day: date) -> tuple[Substitution, ...]:
        """The decisions in force on a day, the one about the oldest period first."""
        found = (each for each in self.decisions.values() if each.stands_on(day))
        return tuple(sorted(found, key=lambda each: (min(each.periods), each.decided_on, each.version)))

    def latest_on(self, day: date) -> Substitution | None:
        """The decision in force on a day that was taken last."""
        return max(self.standing_on(day), key=lambda each: (each.decided_on, each.version), default=None)

    def suspension_of(self, decision: DecisionId, day: date) -> Relief | None:
        """The relief by which a decision is suspended on a day; None when it is not."""
        return next((each for each in self._granted(decision) if self._suspends(each, day)), None)

    def _granted(self, decision: DecisionId) -> Iterator[Relief]:
        return (each for each in self.reliefs.values() if each.decision == decision and each.granted)

    def _suspends(self, relief: Relief, day: date) -> bool:
        if relief.decided_on is None or day < relief.decided_on:
            return False
        if relief.suspended_until is not None:
            return day <= relief.suspended_until
        ruled = (each for each in self.appeals.values() if each.decision == relief.decision and each.over_on)
        return not any(each.over_on and relief.decided_on <= each.over_on <= day for each in ruled)
