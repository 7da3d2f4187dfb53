"""Asking what is owed: what happened, the day, and the obligation that is meant."""

from datetime import date

from domain.policy.framework import Framework, in_force
from domain.policy.obligations import Obligation, ObligationKind, ObligationState, obligations
from projections.dossier import happened_by
from tests.domain.frameworks import SHIPPED
from tests.spec import Happened, given

Stand = tuple[str, str | None, int | None]
"""The state of an obligation, the day it is due, and the entry that fulfilled it."""


def framework(day: date) -> Framework | None:
    """The framework of the province on a day."""
    return in_force(SHIPPED.values(), "zuid-holland", day)


def owed(day: str, *happened: Happened) -> tuple[Obligation, ...]:
    """Everything that is or was owed by a day."""
    on = date.fromisoformat(day)
    state = happened_by(given(*happened).case, on)
    return obligations(state, on, framework) if state else ()


def of_kind(kind: ObligationKind, day: str, *happened: Happened) -> list[Obligation]:
    """What is owed of one kind, in the order in which it arose."""
    return sorted((each for each in owed(day, *happened) if each.kind is kind), key=lambda each: each.arises_on)


def the(kind: ObligationKind, day: str, *happened: Happened, subject: str | None = None) -> Obligation:
    """The only obligation of a kind, or the only one about a subject."""
    (found,) = (each for each in of_kind(kind, day, *happened) if subject in (None, each.subject))
    return found


def stand(kind: ObligationKind, day: str, *happened: Happened, subject: str | None = None) -> Stand:
    """How it stands."""
    found = the(kind, day, *happened, subject=subject)
    return found.state.value, found.due.day.isoformat() if found.due else None, found.fulfilled_by


def is_lapsed(obligation: Obligation, because: str) -> bool:
    """Whether it lapsed for this reason."""
    return obligation.state is ObligationState.LAPSED and obligation.because == because
