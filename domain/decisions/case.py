"""Decisions on the case itself."""

from domain.decisions.guards import require_open, require_past
from domain.decisions.occasion import Occasion
from domain.events.case import (
    MunicipalityRenamed,
    RungTakenOver,
    SupervisionClosed,
    SupervisionOpened,
    SupervisorAssigned,
)
from domain.municipality import Municipality
from domain.refusals import SubstitutionNeedsItsLaw, SupervisionAlreadyOpen, require
from domain.values import PartialDate, PersonId, PlainText, Rung, Source


def open_supervision(
    municipality: Municipality, *, on: Occasion, name: str, province: str | None = None
) -> tuple[SupervisionOpened]:
    """Begin to supervise a municipality, or begin again after it was closed."""
    require(not municipality.case.is_open, SupervisionAlreadyOpen(municipality.code))
    return (SupervisionOpened(name=name, province=province),)


def take_over_rung(
    municipality: Municipality,
    *,
    on: Occasion,
    rung: Rung,
    since: PartialDate,
    source: Source,
    known_history: PlainText | None = None,
) -> tuple[RungTakenOver]:
    """Record the rung on which a municipality already stood when the record began."""
    require_open(municipality)
    require_past("since", since, on)
    require(rung < Rung.SUBSTITUTION_DECIDED, SubstitutionNeedsItsLaw(rung))
    return (RungTakenOver(rung=rung, since=since, source=source, known_history=known_history),)


def assign_supervisor(
    municipality: Municipality, *, on: Occasion, supervisor: PersonId
) -> tuple[SupervisorAssigned, ...]:
    """Put a supervisor in charge; nothing to record when that person is."""
    require_open(municipality)
    if municipality.case.supervisor == supervisor:
        return ()
    return (SupervisorAssigned(supervisor=supervisor),)


def rename_municipality(municipality: Municipality, *, on: Occasion, name: str) -> tuple[MunicipalityRenamed, ...]:
    """Give the municipality its new name; nothing to record when it bears it."""
    require_open(municipality)
    if municipality.case.name == name:
        return ()
    return (MunicipalityRenamed(name=name),)


def close_supervision(
    municipality: Municipality, *, on: Occasion, reason: PlainText, successors: tuple[str, ...] = ()
) -> tuple[SupervisionClosed]:
    """End the supervision of a municipality."""
    require_open(municipality)
    return (SupervisionClosed(reason=reason, successors=successors),)
