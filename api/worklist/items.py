"""One line of the worklist: what there is to do for whom, by when and because of what, and how it is done."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from api.identity.rights import Right
from domain.events.contact import Side
from domain.policy.obligations import ObligationKind, ObligationState
from domain.policy.terms import DueDay
from domain.values import PersonId, Rung


class Besides(StrEnum):
    """What asks attention and is no obligation: nothing says by which day."""

    RISK_SIGNAL = "risk-signal"
    """A signal that stays open after the contact that it asked for."""
    PROPOSAL = "proposal"
    """A proposal on which nobody decided yet."""
    LAPSE = "lapse"
    """A decision of which the figures tell that all it names have been housed, and nobody confirmed that it lapsed."""


Kind = ObligationKind | Besides


class Subject(StrEnum):
    """What an item is about, as people look for it: a few kinds together."""

    CONTACT = "contact"
    SIGNAL = "signal"
    INFORMATION = "information"
    PLAN = "plan"
    AGREEMENT = "agreement"
    ASSESSMENT = "assessment"
    TERM = "term"
    PROPOSAL = "proposal"
    FIGURES = "figures"


SUBJECTS: dict[Kind, Subject] = {
    ObligationKind.SUPERVISORY_CONTACT: Subject.CONTACT,
    ObligationKind.SUPERVISION_CONVERSATION: Subject.CONTACT,
    ObligationKind.CONTACT_AFTER_SIGNAL: Subject.SIGNAL,
    ObligationKind.INFORMATION: Subject.INFORMATION,
    ObligationKind.PLAN_REQUESTED: Subject.PLAN,
    ObligationKind.PLAN_SUBMITTED: Subject.PLAN,
    ObligationKind.PLAN_ADOPTED: Subject.PLAN,
    ObligationKind.MEASURE: Subject.PLAN,
    ObligationKind.MILESTONE: Subject.PLAN,
    ObligationKind.AGREEMENT: Subject.AGREEMENT,
    ObligationKind.ASSESSMENT: Subject.ASSESSMENT,
    ObligationKind.ANNOUNCEMENT_TERM: Subject.TERM,
    ObligationKind.DECISION_TERM: Subject.TERM,
    ObligationKind.APPEAL_TERM: Subject.TERM,
    ObligationKind.FIGURES: Subject.FIGURES,
    Besides.RISK_SIGNAL: Subject.SIGNAL,
    Besides.PROPOSAL: Subject.PROPOSAL,
    Besides.LAPSE: Subject.TERM,
}


class Urgency(StrEnum):
    """When an item asks attention, in the order in which people look at them."""

    OVERDUE = "overdue"
    WAITING = "waiting"
    """It waits for somebody to decide or to confirm; no day is set."""
    DUE_SOON = "due-soon"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Action:
    """How it is done: at which address of this site, what the button to it says (Dutch), and which right that asks."""

    label: str
    path: str
    right: Right


@dataclass(frozen=True, slots=True)
class Item:
    """Something to do, or to see to.

    Args:
        kind: what it is.
        urgency: when it asks attention.
        code: of which municipality; None for the province as a whole, and then so are ``name`` and ``rung``.
        name: how the municipality is called.
        rung: where it stands on the day.
        supervisor: whose municipality it is.
        owed_by: who has to do it.
        what: what has to be done (Dutch, a few words).
        subject: what it is about: an id, a period, a kind of signal, the entry of a proposal.
        since: the first day on which it was to be done.
        due: the last day, inclusive, with its basis; None where no day is set.
        source: what it comes from (Dutch).
        action: how it is done.
        waits_for_me: whether it is for the person who looks to decide or to do, whosever municipality it is.
        names: of the municipalities, where it is done for several at once.
    """

    kind: Kind
    urgency: Urgency
    code: str | None
    name: str | None
    rung: Rung | None
    supervisor: PersonId | None
    owed_by: Side
    what: str
    subject: str
    since: date
    due: DueDay | None
    source: str
    action: Action
    waits_for_me: bool = False
    names: tuple[str, ...] = ()

    @property
    def about(self) -> Subject:
        """What people look for it under."""
        return SUBJECTS[self.kind]


URGENCIES = {
    ObligationState.OVERDUE: Urgency.OVERDUE,
    ObligationState.DUE_SOON: Urgency.DUE_SOON,
    ObligationState.OPEN: Urgency.OPEN,
}
"""How the standing states of an obligation read on a worklist."""

_ORDER = tuple(Urgency)


def in_order(item: Item) -> tuple[int, bool, date, bool, str, str]:
    """The place of an item: what we are too late with first, then by the day it is due; what waits longest first."""
    return (
        _ORDER.index(item.urgency),
        item.urgency is Urgency.OVERDUE and item.owed_by is not Side.PROVINCE,
        item.due.day if item.due else date.max if item.urgency is not Urgency.WAITING else item.since,
        item.owed_by is not Side.PROVINCE,
        item.name or "",
        item.kind.value,
    )
