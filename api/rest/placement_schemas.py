"""What is told of placements: what was decided, with its grounds, and the rungs that were taken over."""

from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import Field

from api.rest.schemas import PartialDay, Told
from domain.events.ladder import (
    Basis,
    DecidedBy,
    LegalNature,
    Placement,
    RungHeld,
    RungLowered,
    RungRaised,
)
from domain.values import EntryRef, FrameworkRef, Rung, Source
from projections.ladder import PlacementLine

WORDED = ("departure", "excusable", "urgent")
"""What a decision says in free text."""


class Moved(StrEnum):
    """By what a municipality came, or stayed, on a rung."""

    RAISED = "raised"
    LOWERED = "lowered"
    HELD = "held"
    TAKEN_OVER = "taken-over"


MOVED: dict[type[Placement], Moved] = {
    RungRaised: Moved.RAISED,
    RungLowered: Moved.LOWERED,
    RungHeld: Moved.HELD,
}


class DepartureTold(Told):
    """From which advice or clause a placement departs, on which basis, and why."""

    departs_from: str
    basis: Basis
    circumstances: str | None
    consequences: str | None


class DecisionTold(Told):
    """What was decided."""

    from_rung: Rung
    decided_on: date
    until: date | None = Field(description="the last day it is meant to hold")
    decided_by: DecidedBy
    recorded_by: str = Field(description="the person, by id")
    legal_nature: LegalNature
    framework: FrameworkRef | None
    advice: Rung | None = Field(description="the rung that the framework advised")
    departure: DepartureTold | None
    excusable: str | None = Field(description="why a shortfall can be excused")
    urgent: str | None
    proposal: EntryRef | None
    assessment: EntryRef | None
    rests_on: tuple[EntryRef, ...]
    document: str | None
    informed_on: date | None = Field(description="the day on which the municipality was told")

    @classmethod
    def of(cls, placed: Placement, line: PlacementLine) -> Self:
        """The decision; its texts are those of the line."""
        departure = placed.departure and DepartureTold(
            departs_from=placed.departure.departs_from,
            basis=placed.departure.basis,
            circumstances=line.circumstances,
            consequences=line.consequences,
        )
        as_recorded = {name: getattr(placed, name) for name in cls.model_fields if name not in WORDED}
        return cls(**as_recorded, departure=departure, excusable=line.excusable, urgent=line.urgent)


class PlacementTold(Told):
    """A placement as it now reads, or a rung that was taken over when the record began."""

    entry: int
    moved: Moved
    rung: Rung = Field(description="on which the municipality stands by it")
    effective_on: PartialDay | None = Field(description="as precisely as it is known; null when nobody knows")
    coming: bool = Field(description="whether it takes effect after the day that is asked about")
    grounds: str | None = Field(description="why; of a rung that was taken over, its known history")
    decision: DecisionTold | None = Field(description="null for a rung that was taken over")
    source: Source | None = Field(description="of a rung that was taken over: who says so")

    @classmethod
    def of(cls, line: PlacementLine) -> Self:
        """The placement."""
        placed, taken_over = line.placement, line.taken_over
        stands = placed.to_rung if placed else taken_over and taken_over.rung
        return cls(
            entry=line.entry,
            moved=MOVED[type(placed)] if placed else Moved.TAKEN_OVER,
            rung=stands,
            effective_on=line.effective_on,
            coming=line.coming,
            grounds=line.grounds,
            decision=DecisionTold.of(placed, line) if placed else None,
            source=taken_over.source if taken_over else None,
        )
