"""Decisions on the rung: raise, lower, hold. Here the province itself decides, so here are the guards."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.decisions.accompanying import accompanying
from domain.decisions.four_eyes import require_other_eyes
from domain.decisions.guards import day_of, require_not_before, require_open, require_past, require_unchanged
from domain.decisions.occasion import Occasion
from domain.events.base import MunicipalityEvent
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.ladder import (
    DecidedBy,
    DecidingBody,
    Departure,
    LegalNature,
    Placement,
    RungHeld,
    RungLowered,
    RungRaised,
)
from domain.events.law import Announcing, Deciding
from domain.municipality import Municipality
from domain.policy.framework import TRANSITION
from domain.refusals import (
    DecidedByGsOnly,
    DepartureMissing,
    GroundsMissing,
    MandateMissing,
    RungSkipped,
    TooEarly,
    WrongDirection,
    require,
)
from domain.values import DocumentId, EntryRef, FrameworkRef, PlainText, Rung, SealedText

P = TypeVar("P", bound=Placement)

Text = PlainText | SealedText
"""What a person wrote just now, or what stands in the proposal that is adopted."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a placement says besides its rung. It was decided on the day of the occasion.

    ``advice`` is the rung that the framework advised, where there was an advice. ``until`` is the last day the
    placement is meant to hold. ``announcing`` and ``deciding`` are what accompanies rungs 4 and 5 in law, in the same
    command; ``urgent`` says why views, or the term of rung 6, cannot be waited for.
    """

    effective_on: date
    decided_by: DecidedBy
    grounds: Text | None
    until: date | None = None
    framework: FrameworkRef | None = None
    proposal: EntryRef | None = None
    assessment: EntryRef | None = None
    advice: Rung | None = None
    departure: Departure | None = None
    excusable: Text | None = None
    urgent: Text | None = None
    announcing: Announcing | None = None
    deciding: Deciding | None = None
    rests_on: tuple[EntryRef, ...] = ()
    document: DocumentId | None = None
    informed_on: date | None = None


def raise_rung(
    municipality: Municipality, *, on: Occasion, to_rung: Rung, terms: Terms
) -> tuple[MunicipalityEvent, ...]:
    """Opschalen: place the municipality on a higher rung, one at a time unless a departure says why not."""
    from_rung = rung_to_start_from(municipality, terms.effective_on)
    return _place(RungRaised, municipality, on, (from_rung, to_rung), terms)


def lower_rung(
    municipality: Municipality, *, on: Occasion, to_rung: Rung, terms: Terms
) -> tuple[MunicipalityEvent, ...]:
    """Afschalen: place the municipality on a lower rung; not while a substitution decision is in force."""
    from_rung = rung_to_start_from(municipality, terms.effective_on)
    return _place(RungLowered, municipality, on, (from_rung, to_rung), terms)


def hold_rung(municipality: Municipality, *, on: Occasion, terms: Terms) -> tuple[MunicipalityEvent, ...]:
    """Handhaven: keep the municipality on its rung; on 4 and 5 until later than the term that was set extends that."""
    rung = rung_to_start_from(municipality, terms.effective_on)
    return _place(RungHeld, municipality, on, (rung, rung), terms)


def require_sound_placement(placement: Placement) -> None:
    """What every placement obeys, as it is decided and as it is corrected."""
    verb = {RungRaised: "raising", RungLowered: "lowering", RungHeld: "holding"}[type(placement)]
    require_sound_move(
        verb,
        (placement.from_rung, placement.to_rung),
        advice=placement.advice,
        departure=placement.departure,
    )
    require_competent(placement.decided_by, placement.to_rung)
    require_not_before("last day", placement.until, placement.effective_on)


def require_sound_move(
    verb: str, rungs: tuple[Rung, Rung], *, advice: Rung | None, departure: Departure | None
) -> None:
    """What every move obeys, as it is proposed and as it is decided; the verb is raising, lowering or holding."""
    from_rung, to_rung = rungs
    moved = to_rung - from_rung
    right = {"raising": moved > 0, "lowering": moved < 0, "holding": moved == 0}[verb]
    require(right, WrongDirection(verb, from_rung, to_rung))
    require(moved <= 1 or departs(departure), RungSkipped(from_rung, to_rung))
    require_departure(to_rung, advice=advice, departure=departure)


def require_departure(to_rung: Rung, *, advice: Rung | None, departure: Departure | None) -> None:
    """Who places a municipality on another rung than the framework advises says from what, on which basis, and why."""
    if advice is not None and advice != to_rung:
        require(departs(departure), DepartureMissing(advice, to_rung))


def departs(departure: Departure | None) -> bool:
    """Whether it departs from the advice; who cites the transition clause departs from its framework only."""
    return departure is not None and departure.departs_from != TRANSITION


def _place(
    kind: type[P], municipality: Municipality, on: Occasion, rungs: tuple[Rung, Rung], terms: Terms
) -> tuple[MunicipalityEvent, ...]:
    moves = (Placement, RungTakenOver, SupervisionOpened)
    require_unchanged(municipality, "place on the ladder", on, subject=moves)
    if terms.grounds is None:
        raise GroundsMissing
    require_informed(terms.informed_on, on)
    placement = kind(
        from_rung=rungs[0],
        to_rung=rungs[1],
        decided_on=day_of("day of the decision", on),
        effective_on=terms.effective_on,
        until=terms.until,
        decided_by=terms.decided_by,
        recorded_by=on.by.person,
        proposal=terms.proposal,
        assessment=terms.assessment,
        framework=terms.framework,
        advice=terms.advice,
        departure=terms.departure,
        excusable=terms.excusable,
        urgent=terms.urgent,
        legal_nature=_nature(rungs[1]),
        grounds=terms.grounds,
        rests_on=terms.rests_on,
        document=terms.document,
        informed_on=terms.informed_on,
    )
    require_other_eyes(municipality, placement, on)
    require_sound_placement(placement)
    law = accompanying(
        municipality,
        on,
        placement,
        announcing=terms.announcing,
        deciding=terms.deciding,
        departs=departs(terms.departure),
    )
    return (placement, *law)


def _nature(rung: Rung) -> LegalNature:
    """From rung 5 on it is a decision in the sense of the Awb."""
    return LegalNature.AWB_DECISION if rung >= Rung.SUBSTITUTION_DECIDED else LegalNature.PLACEMENT


def rung_to_start_from(municipality: Municipality, day: date) -> Rung:
    """The rung on the day on which a decision takes effect, of who is supervised; TooEarly before that began."""
    require_open(municipality)
    rung = municipality.ladder.rung_on(day)
    if rung is None:
        raise TooEarly("effective day", day, municipality.ladder.steps[0].effective_on)
    return rung


def require_informed(day: date | None, on: Occasion) -> None:
    """The municipality was told of it by today, where it is said when."""
    if day is not None:
        require_past("day the municipality was told", day, on)


def require_competent(decided_by: DecidedBy, rung: Rung) -> None:
    """GS decide on rung 4 and up; whoever else decides does so under a mandate that is named."""
    body = decided_by.body
    require(rung < Rung.ANNOUNCEMENT or body is DecidingBody.GS, DecidedByGsOnly(rung, body.value))
    require(body is not DecidingBody.MANDATED or decided_by.mandate is not None, MandateMissing())
