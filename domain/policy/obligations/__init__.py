"""Obligations: what must happen by when, by whom and because of what. Derived from what is recorded, never stored.

They follow from a municipality as it stood on a day, the frameworks, and the day: so a conversation that is withdrawn
reopens what it fulfilled, and a placement that is withdrawn takes away what it led to.
"""

from collections.abc import Callable, Iterator
from datetime import date

from domain.municipality import Municipality
from domain.policy.obligations.asked import GROUNDS, Asked, InForce, officials_on
from domain.policy.obligations.assessment import assessments
from domain.policy.obligations.contact import contacts
from domain.policy.obligations.information import information_asked_for
from domain.policy.obligations.law import terms_of_law
from domain.policy.obligations.obligation import (
    SOON,
    STANDING,
    Obligation,
    ObligationKind,
    ObligationState,
    urgency,
)
from domain.policy.obligations.plans import plans
from domain.policy.obligations.promises import counted, promises
from domain.policy.obligations.signals import contacts_after_signals

SUBJECTS: tuple[Callable[[Asked], Iterator[Obligation]], ...] = (
    contacts,
    contacts_after_signals,
    information_asked_for,
    plans,
    promises,
    assessments,
    terms_of_law,
)


def obligations(municipality: Municipality, day: date, in_force: InForce) -> tuple[Obligation, ...]:
    """Everything that is or was owed by a day: what is overdue first, then by the day it is due.

    Args:
        municipality: the state of what had happened by the day.
        day: as at which day.
        in_force: the framework in force on a day.
    """
    asked = Asked.of(municipality, day, in_force)
    if asked is None:
        return ()
    found = (each for subject in SUBJECTS for each in subject(asked) if each.arises_on <= asked.until)
    return tuple(sorted(found, key=urgency))


__all__ = [
    "GROUNDS",
    "SOON",
    "STANDING",
    "InForce",
    "Obligation",
    "ObligationKind",
    "ObligationState",
    "counted",
    "obligations",
    "officials_on",
    "urgency",
]
