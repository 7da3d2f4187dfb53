"""What a conversation counts for: supervisory contact, and the supervision conversation asked for from rung 2.

Source: annex 'Bestaand en nieuw beleid' of the Aanvullend beleidskader IBT huisvesting vergunninghouders. A knowledge
session never counts: it is no conversation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from domain.events.contact import ConversationHeld, ConversationKind
from domain.values import Period, Rung

SUPERVISION_FROM = Rung.INFORMATION
"""The lowest rung on which the policy asks for a supervision conversation."""

SUPERVISION = {ConversationKind.OFFICIAL_SUPERVISION, ConversationKind.ADMINISTRATIVE_SUPERVISION}


def counts_as_contact(conversation: ConversationHeld) -> bool:
    """Whether it is the supervisory contact of its period: every kind but a multi-party meeting without a reason."""
    return conversation.kind is not ConversationKind.MULTI_PARTY or conversation.counts_because is not None


def is_supervision_conversation(kind: ConversationKind) -> bool:
    """Whether it is an official or administrative supervision conversation (ambtelijk, bestuurlijk)."""
    return kind in SUPERVISION


def falls_short(kind: ConversationKind, rung: Rung | None) -> bool:
    """Whether the rung of the day asked for a supervision conversation and this is none.

    It is recorded all the same; what the policy asks is an obligation, which it does not fulfil.
    """
    return rung is not None and rung >= SUPERVISION_FROM and not is_supervision_conversation(kind)


def suggested(rung: Rung | None) -> ConversationKind:
    """The kind of conversation that the policy asks for on a rung; the supervisor may choose another."""
    asks_for_supervision = rung is not None and rung >= SUPERVISION_FROM
    return ConversationKind.OFFICIAL_SUPERVISION if asks_for_supervision else ConversationKind.PROGRESS


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation that was held on a day: whether it is supervisory contact, and a supervision conversation."""

    day: date
    counts: bool
    supervision: bool


@dataclass(frozen=True, slots=True)
class OnRung:
    """Days on a rung: from the first until another, which is the first that it is no longer so; None while it is."""

    first_day: date
    ended_on: date | None
    rung: Rung

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class ContactOf:
    """The contact of a period: what is owed, until which day (included), and on which day it was first held.

    Supervision is owed by who stood on rung 2 or higher on any day of the period, ``supervision_since`` the first of
    these days; it and ``supervision_due`` are None else.
    """

    contact_due: date
    contact_held: date | None
    supervision_due: date | None
    supervision_held: date | None
    supervision_since: date | None = None

    @property
    def complete(self) -> bool:
        """Whether all that is owed was held."""
        return self.contact_held is not None and (self.supervision_due is None or self.supervision_held is not None)


def contact_of(period: Period, stays: Iterable[OnRung], held: Iterable[Held], *, grace: timedelta) -> ContactOf:
    """What contact a municipality is owed in a period, and what of it was held. One conversation may be both.

    A supervision conversation counts when it is held while on rung 2 or higher. Who reached that within the last
    ``grace`` of the period (six weeks, set by the framework) is owed it until so long after.
    """
    on_rungs, talks = list(stays), sorted(held, key=lambda each: each.day)
    contact = next((each.day for each in talks if each.counts and each.day in period), None)
    high = [each for each in on_rungs if each.rung >= SUPERVISION_FROM]
    reached = [max(each.first_day, period.first_day) for each in high if _shares_a_day(each, period)]
    if not reached:
        return ContactOf(period.last_day, contact, None, None)
    first = min(reached)
    due = max(period.last_day, first + grace)
    supervision = (each.day for each in talks if each.supervision and first <= each.day <= due)
    while_high = (day for day in supervision if any(day in each for each in high))
    return ContactOf(period.last_day, contact, due, next(while_high, None), first)


def _shares_a_day(stay: OnRung, period: Period) -> bool:
    return stay.first_day <= period.last_day and (stay.ended_on is None or stay.ended_on > period.first_day)
