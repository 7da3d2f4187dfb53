"""The part of the ladder that ends in court: announcing a substitution, deciding on it, carrying it out, its costs.

These facts accompany the placement that moves the rung, or follow on it; they never move the rung themselves. Sources:
Gemeentewet art. 124 (substitution; art. 124(2): the term in which the municipality can comply still), Awb 3:40 and 3:41
(notification), 4:8 and 4:11 (views, and when they can be left out), 6:7 and 6:8 (appeal), 8:81 (interim relief).
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.events.base import MunicipalityEvent
from domain.events.periods import EntryVersion
from domain.values import (
    AppealId,
    ClaimId,
    DecisionId,
    DocumentId,
    EntryRef,
    Label,
    LetterId,
    Period,
    Persons,
    ReliefId,
    Sealed,
    Value,
)

SomePersons = Annotated[int, Field(ge=1, le=1_000_000)]
SomePeriods = Annotated[tuple[Period, ...], Field(min_length=1, max_length=40)]
Cents = Annotated[int, Field(ge=1, le=100_000_000_000)]
"""An amount of money in euro cents."""


class LawEvent(MunicipalityEvent):
    """A fact about substitution in law (indeplaatsstelling)."""


class Scope(StrEnum):
    """What the province takes over."""

    BACKLOG = "backlog"
    WHOLE_TASK = "whole-task"


class Announcing(Value):
    """What a letter of rung 4 announces.

    ``term_ends`` is the last day on which the municipality can still turn it, ``views_due`` the last day to give its
    views. ``periods`` and ``persons``: which part of the task was neglected, where the letter names it.
    """

    letter: LetterId
    term_ends: date
    views_due: date
    periods: tuple[Period, ...] = ()
    persons: Persons | None = None


class Deciding(Value):
    """What a decision of rung 5 says: to house so many persons of these past periods, by the last day of its term.

    ``figures_day`` is the day of the figures it rests on: who is housed after it counts towards the persons.
    """

    decision: DecisionId
    periods: SomePeriods
    persons: SomePersons
    figures_day: date
    term_ends: date
    scope: Scope = Scope.BACKLOG


class InterventionAnnounced(LawEvent):
    """GS announced that they mean to intervene (vooraankondiging), with a term and an invitation to give views.

    The fields are those of :class:`Announcing`; it was sent on ``happened_on``. ``proposal`` is the entry that another
    person adopted by it.
    """

    TOPIC = "municipality.intervention-announced.v1"
    letter: LetterId
    term_ends: date
    views_due: date
    periods: tuple[Period, ...] = ()
    persons: Persons | None = None
    proposal: EntryRef | None = None
    document: DocumentId | None = None


class TermExtended(LawEvent):
    """GS gave more time: the term of an announcement, or of a decision, ends later than it said."""

    TOPIC = "municipality.term-extended.v1"
    announcement: LetterId | None = None
    decision: DecisionId | None = None
    term_ends: date
    grounds: Sealed
    proposal: EntryRef | None = None
    document: DocumentId | None = None


class ViewsReceived(LawEvent):
    """The municipality gave its views (zienswijze) in writing; ``happened_on`` is the day they came in."""

    TOPIC = "municipality.views-received.v1"
    announcement: LetterId
    summary: Sealed
    document: DocumentId | None = None


class OralViewsHeard(LawEvent):
    """The municipality gave its views orally on ``happened_on``; ``document`` is the report of it."""

    TOPIC = "municipality.oral-views-heard.v1"
    announcement: LetterId
    summary: Sealed
    document: DocumentId | None = None


class ViewsConsidered(LawEvent):
    """GS weighed the views that were given; the considerations say what they make of them."""

    TOPIC = "municipality.views-considered.v1"
    announcement: LetterId
    considerations: Sealed
    document: DocumentId | None = None


class SubstitutionDecided(LawEvent):
    """GS decided to act in the place of the municipality (besluit tot indeplaatsstelling, rung 5).

    The fields are those of :class:`Deciding`. ``urgent`` says why views (Awb 4:11), or later the term (Gemeentewet art.
    124(2)), cannot be waited for.
    """

    TOPIC = "municipality.substitution-decided.v1"
    decision: DecisionId
    announcement: LetterId | None = None
    periods: SomePeriods
    persons: SomePersons
    figures_day: date
    term_ends: date
    scope: Scope = Scope.BACKLOG
    urgent: Sealed | None = None
    proposal: EntryRef | None = None
    document: DocumentId | None = None


class DecisionEvent(LawEvent):
    """A fact that follows on a substitution decision."""

    decision: DecisionId


class DecisionNotified(DecisionEvent):
    """The decision was sent or handed out to the municipality (Awb 3:41): the term for appeal starts the day after."""

    TOPIC = "municipality.decision-notified.v1"
    letter: LetterId | None = None
    document: DocumentId | None = None


class SubstitutionAmended(DecisionEvent):
    """GS changed a decision; what is None stays as it was."""

    TOPIC = "municipality.substitution-amended.v1"
    periods: SomePeriods | None = None
    persons: SomePersons | None = None
    term_ends: date | None = None
    scope: Scope | None = None
    reason: Sealed
    document: DocumentId | None = None


class SubstitutionWithdrawn(DecisionEvent):
    """GS withdrew a decision: it is over from ``happened_on``."""

    TOPIC = "municipality.substitution-withdrawn.v1"
    reason: Sealed
    document: DocumentId | None = None


class SubstitutionLapsed(DecisionEvent):
    """A person confirmed that a decision lapsed: those it names have been housed, as the figures tell.

    ``housed`` is how many were housed, at least, since the day of its figures; ``rests_on`` are the entries of this
    stream with the figures that tell it.
    """

    TOPIC = "municipality.substitution-lapsed.v1"
    housed: Persons
    rests_on: tuple[EntryVersion, ...] = ()
    note: Sealed | None = None
    document: DocumentId | None = None


class AppealLodged(DecisionEvent):
    """Somebody appealed against a decision; ``by`` is an office or a body, ``court`` where it was lodged."""

    TOPIC = "municipality.appeal-lodged.v1"
    appeal: AppealId
    by: Label = "college van burgemeester en wethouders"
    court: Label = "Afdeling bestuursrechtspraak van de Raad van State"
    grounds: Sealed | None = None
    document: DocumentId | None = None


class AppealEvent(LawEvent):
    """A fact that follows on an appeal."""

    appeal: AppealId


class AppealWithdrawn(AppealEvent):
    """Who appealed took it back."""

    TOPIC = "municipality.appeal-withdrawn.v1"
    note: Sealed | None = None


class Ruling(StrEnum):
    """What became of an appeal."""

    DISMISSED = "dismissed"
    INADMISSIBLE = "inadmissible"
    ANNULLED = "annulled"
    """The decision is annulled, and is over."""
    ANNULLED_EFFECTS_KEPT = "annulled-effects-kept"
    """The decision is annulled and its legal effects stay: it is in force as before."""


class AppealDecided(AppealEvent):
    """The court ruled on an appeal on ``happened_on``."""

    TOPIC = "municipality.appeal-decided.v1"
    ruling: Ruling
    summary: Sealed | None = None
    document: DocumentId | None = None


class InterimReliefRequested(DecisionEvent):
    """Somebody asked the court to suspend a decision meanwhile (Awb 8:81)."""

    TOPIC = "municipality.interim-relief-requested.v1"
    relief: ReliefId
    by: Label = "college van burgemeester en wethouders"
    document: DocumentId | None = None


class InterimReliefDecided(LawEvent):
    """The court decided on it. Granted: the decision is suspended, up to and including ``suspended_until`` if set.

    Without a last day it lasts until the court has ruled on the appeal.
    """

    TOPIC = "municipality.interim-relief-decided.v1"
    relief: ReliefId
    granted: bool
    suspended_until: date | None = None
    summary: Sealed | None = None
    document: DocumentId | None = None


class SubstitutionStarted(DecisionEvent):
    """The province began to do the task in the place of the municipality (rung 6)."""

    TOPIC = "municipality.substitution-started.v1"
    urgent: Sealed | None = None


class SubstitutionEnded(DecisionEvent):
    """The province stopped doing the task: what the decision asked is done, or the municipality does it again."""

    TOPIC = "municipality.substitution-ended.v1"
    summary: Sealed
    document: DocumentId | None = None


class CostsClaimed(DecisionEvent):
    """The province claimed its costs of the municipality, to be paid by ``due``, that day included."""

    TOPIC = "municipality.costs-claimed.v1"
    claim: ClaimId
    cents: Cents
    due: date | None = None
    specification: Sealed | None = None
    document: DocumentId | None = None


class CostsRecovered(LawEvent):
    """Money came in on a claim."""

    TOPIC = "municipality.costs-recovered.v1"
    claim: ClaimId
    cents: Cents
