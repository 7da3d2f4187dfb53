"""Judging a municipality: what the framework makes of its figures, and what persons propose on it.

An assessment is computed and advises; a proposal is a person's, and another person adopts it (which is a placement or
a freeze) or rejects it.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.events.base import MunicipalityEvent
from domain.events.ladder import DecidedBy, Departure
from domain.events.law import Announcing, Deciding
from domain.events.periods import EntryVersion
from domain.values import Balance, DocumentId, EntryRef, FrameworkRef, Label, Period, PersonId, Rung, Sealed, Value


class JudgingEvent(MunicipalityEvent):
    """A fact about judging a municipality."""


class TrendVerdict(StrEnum):
    """The trend of a period (trendoordeel)."""

    UNDETERMINED = "undetermined"
    NO_BACKLOG = "no-backlog"
    GROWING = "growing"
    IMPROVING = "improving"
    STAGNANT = "stagnant"


class Split(Value):
    """By what a backlog changed, in persons; negative lowers it, and the four together are the whole change.

    ``housing``: first target less realised. ``revision``: the target was changed. ``exchange``: part of it came from or
    went to another municipality, or by a merger. ``correction``: a source stated otherwise than the sum gives.
    """

    housing: Balance
    revision: Balance = 0
    exchange: Balance = 0
    correction: Balance = 0


class Trend(Value):
    """The verdict with the numbers it rests on, in persons, and a Dutch sentence; numbers are None where unknown.

    ``opening_backlog`` and ``closing_backlog`` are b0 and b1 as they stand; of an interim verdict the running backlogs,
    rounded half up, on the day the rung took effect and on the day of the verdict.
    """

    verdict: TrendVerdict
    opening_backlog: Balance | None = None
    closing_backlog: Balance | None = None
    split: Split | None = None
    sentence: Annotated[str, Field(max_length=1000)]


class AdviceKind(StrEnum):
    """What the framework advises (advies)."""

    RAISE = "raise"
    HOLD = "hold"
    LOWER = "lower"


class Advice(Value):
    """What the framework gives for these figures; never binding.

    ``must``: the policy says that it must be so (growing backlogs rise). ``weigh``: effort and feasibility are to be
    weighed first. ``clause`` is the id of the clause of the framework that gives it; ``sentence`` tells it in Dutch.
    """

    kind: AdviceKind
    rung: Rung
    clause: Label
    must: bool = False
    weigh: bool = False
    sentence: Annotated[str, Field(max_length=1000)]


class AssessmentDrawn(JudgingEvent):
    """Verdict and advice were computed (beoordeling), with everything they rest on.

    ``interim`` for a verdict within the period, on rungs 4 to 6; it is of ``happened_on``. ``rung`` is where the
    municipality stood that day. ``advice`` is None where the framework gives none. ``rests_on`` are the entries of this
    stream it rests on: the period's close, those before it where improving once more counts, the placement in force, a
    freeze.
    """

    TOPIC = "municipality.assessment-drawn.v1"
    period: Period
    interim: bool = False
    framework: FrameworkRef
    rung: Rung
    trend: Trend
    advice: Advice | None = None
    rests_on: tuple[EntryVersion, ...] = ()


class ProposedMove(StrEnum):
    """What is proposed about the rung."""

    RAISE = "raise"
    LOWER = "lower"
    HOLD = "hold"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"


class PlacementProposed(JudgingEvent):
    """A person proposed what to decide about the rung.

    ``to_rung`` is where the municipality would stand by it: the rung it stands on for hold, freeze and unfreeze.
    ``advice`` is the rung of the assessment's advice, as it was then. ``announcing`` and ``deciding`` are what the
    letter of rung 4 and the decision of rung 5 would say; ``urgent`` why views or a term cannot be waited for.
    """

    TOPIC = "municipality.placement-proposed.v1"
    move: ProposedMove
    from_rung: Rung
    to_rung: Rung
    effective_on: date
    until: date | None = None
    assessment: EntryRef | None = None
    framework: FrameworkRef | None = None
    advice: Rung | None = None
    departure: Departure | None = None
    excusable: Sealed | None = None
    urgent: Sealed | None = None
    announcing: Announcing | None = None
    deciding: Deciding | None = None
    grounds: Sealed
    document: DocumentId | None = None


class PlacementRejected(JudgingEvent):
    """Another person with the mandate rejected a proposal, with a reason."""

    TOPIC = "municipality.placement-rejected.v1"
    proposal: EntryVersion
    reason: Sealed


class Freezing(JudgingEvent):
    """A decision to freeze a rung, or to end that: the rung stays what it is."""

    rung: Rung
    decided_on: date
    effective_on: date
    decided_by: DecidedBy
    recorded_by: PersonId
    proposal: EntryRef | None = None
    framework: FrameworkRef | None = None
    grounds: Sealed
    document: DocumentId | None = None


class RungFrozen(Freezing):
    """Bevroren: the framework's terms stand still from ``effective_on``; ``until`` is its last day, if one is set."""

    TOPIC = "municipality.rung-frozen.v1"
    until: date | None = None


class RungUnfrozen(Freezing):
    """The freeze ended: ``effective_on`` is the first day on which terms run again."""

    TOPIC = "municipality.rung-unfrozen.v1"
