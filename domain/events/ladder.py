"""Placements: the decisions that move the rung, or hold it, with everything they rest on.

``RungRaised``, ``RungLowered`` and ``RungHeld`` have one shape. Only these move the rung.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.events.base import MunicipalityEvent
from domain.values import DocumentId, EntryRef, FrameworkRef, Label, PersonId, Rung, Sealed, Value


class LadderEvent(MunicipalityEvent):
    """A fact about the place on the ladder."""


class DecidingBody(StrEnum):
    """Who can decide on a placement."""

    GS = "GS"
    DEPUTY = "deputy"
    MANDATED = "mandated"


class DecidedBy(Value):
    """The body that decided; ``mandate`` names the mandate when it was used."""

    body: DecidingBody
    mandate: Label | None = None


class Basis(StrEnum):
    """What gives the room to depart."""

    WITHIN_FRAMEWORK = "within-framework"
    AWB_4_84 = "awb-4:84"
    OTHER = "other"


class Departure(Value):
    """A placement other than the advice or a clause of the framework: from what, on which basis, and why."""

    departs_from: Label
    basis: Basis
    circumstances: Sealed
    consequences: Sealed | None = None


class LegalNature(StrEnum):
    """What a placement is in law: below rung 5 normally no decision in the sense of the Awb."""

    PLACEMENT = "placement"
    AWB_DECISION = "awb-decision"


class Placement(LadderEvent):
    """A decision on the rung. The rung counts from ``effective_on``; ``until`` is the last day it is meant to hold."""

    from_rung: Rung
    to_rung: Rung
    decided_on: date
    effective_on: date
    until: date | None = None
    decided_by: DecidedBy
    recorded_by: PersonId
    proposal: EntryRef | None = None
    assessment: EntryRef | None = None
    framework: FrameworkRef | None = None
    advice: Annotated[Rung, Field(description="the rung the framework advised")] | None = None
    departure: Departure | None = None
    excusable: Sealed | None = None
    urgent: Sealed | None = None
    legal_nature: LegalNature = LegalNature.PLACEMENT
    grounds: Sealed
    rests_on: tuple[EntryRef, ...] = ()
    document: DocumentId | None = None
    informed_on: date | None = None


class RungRaised(Placement):
    """Opgeschaald: the municipality is placed on a higher rung."""

    TOPIC = "municipality.rung-raised.v1"


class RungLowered(Placement):
    """Afgeschaald: the municipality is placed on a lower rung."""

    TOPIC = "municipality.rung-lowered.v1"


class RungHeld(Placement):
    """Gehandhaafd: the municipality stays where it is, by decision."""

    TOPIC = "municipality.rung-held.v1"
