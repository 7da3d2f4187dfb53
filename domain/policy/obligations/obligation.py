"""What must happen by when, by whom and because of what: one obligation, and how it stands on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.events.contact import Side
from domain.policy.terms import DueDay

SOON = timedelta(days=14)
"""How long before its day an obligation is due soon: about the time it takes to plan a conversation or a letter.

It only says where people look first. No policy sets it, so it is no parameter of a framework.
"""


class ObligationKind(StrEnum):
    """What is owed: the kinds of the policy, and no others."""

    SUPERVISORY_CONTACT = "supervisory-contact"
    SUPERVISION_CONVERSATION = "supervision-conversation"
    CONTACT_AFTER_SIGNAL = "contact-after-signal"
    INFORMATION = "information"
    PLAN_REQUESTED = "plan-requested"
    PLAN_SUBMITTED = "plan-submitted"
    PLAN_ADOPTED = "plan-adopted"
    MEASURE = "measure"
    MILESTONE = "milestone"
    AGREEMENT = "agreement"
    ASSESSMENT = "assessment"
    ANNOUNCEMENT_TERM = "announcement-term"
    DECISION_TERM = "decision-term"
    APPEAL_TERM = "appeal-term"
    FIGURES = "figures"
    """Of the province as a whole, by its imports; no single municipality has it."""


class ObligationState(StrEnum):
    """How an obligation stands on a day; in the order in which people look at them."""

    OVERDUE = "overdue"
    DUE_SOON = "due-soon"
    OPEN = "open"
    FULFILLED = "fulfilled"
    LAPSED = "lapsed"


STANDING = (ObligationState.OVERDUE, ObligationState.DUE_SOON, ObligationState.OPEN)
"""The states of what still has to happen."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """Something due by a day, derived from what is recorded; kind, subject, ``arises_on`` and day tell it from others.

    Args:
        kind: what is owed.
        owed_by: the province or the municipality.
        subject: the id of the plan, measure, agreement, letter, decision or request; the period (``2026-1``); the kind
            of signal. A milestone has the id of its plan.
        arises_on: the first day on which it is owed.
        due: its last day, inclusive, with what that rests on; None where no day is set.
        source: the clause of the framework, the article or the document that it comes from (Dutch).
        state: how it stands.
        fulfilled_on: the day on which it was fulfilled, as far as that is known.
        fulfilled_by: the entry (version) that fulfilled it.
        because: why it lapsed (Dutch).
    """

    kind: ObligationKind
    owed_by: Side
    subject: str
    arises_on: date
    due: DueDay | None
    source: str
    state: ObligationState
    fulfilled_on: date | None = None
    fulfilled_by: int | None = None
    because: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it still has to be fulfilled."""
        return self.state in STANDING


_STATES, _KINDS = tuple(ObligationState), tuple(ObligationKind)


def urgency(obligation: Obligation) -> tuple[bool, date, int, int, str, date]:
    """The place of an obligation among others: what is overdue first, then by the day it is due."""
    return (
        obligation.state is not ObligationState.OVERDUE,
        obligation.due.day if obligation.due else date.max,
        _STATES.index(obligation.state),
        _KINDS.index(obligation.kind),
        obligation.subject,
        obligation.arises_on,
    )
