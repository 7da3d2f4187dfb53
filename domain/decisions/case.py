"""Decisions on the case itself."""

from datetime import date

from domain.decisions.guards import require_open, require_past
from domain.decisions.occasion import Occasion
from domain.events.case import (
    CaseEvent,
    MunicipalityRenamed,
    RungTakenOver,
    SupervisionClosed,
    SupervisionOpened,
    SupervisorAssigned,
)
from domain.municipality import Municipality
from domain.municipality.ladder import Way
from domain.refusals import AlreadyOnRecord, SupervisionAlreadyOpen, require
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
    taken_over = RungTakenOver(rung=rung, since=since, source=source, known_history=known_history)
    require_sound_taking_over(municipality, taken_over, on)
    return (taken_over,)


def open_on_rung(
    municipality: Municipality,
    *,
    on: Occasion,
    name: str,
    province: str | None = None,
    rung: Rung,
    since: PartialDate,
    source: Source,
    known_history: PlainText | None = None,
) -> tuple[CaseEvent, ...]:
    """Begin to supervise a municipality on the rung where it already stood; of one that is supervised, that rung only.

    So a municipality that an import opened gets its rung as well.
    """
    opened = () if municipality.case.is_open else open_supervision(municipality, on=on, name=name, province=province)
    taken_over = RungTakenOver(rung=rung, since=since, source=source, known_history=known_history)
    require_sound_taking_over(municipality, taken_over, on)
    known = next((step for step in municipality.ladder.steps if step.way is Way.TAKEN_OVER), None)
    if known and not opened:
        raise AlreadyOnRecord("rung taken over", str(known.version))
    return (*opened, taken_over)


def require_sound_taking_over(municipality: Municipality, fact: RungTakenOver, on: Occasion) -> None:
    """A rung is taken over from the time before the record decided on rungs itself."""
    require_past("since", fact.since, on)
    since = fact.since.first_day or date.min
    placed = [step for step in municipality.ladder.steps if step.way is Way.PLACED and step.effective_on <= since]
    if placed:
        raise AlreadyOnRecord("placement", str(placed[-1].version))


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
    renamed = MunicipalityRenamed(name=name)
    return () if municipality.case.name == renamed.name else (renamed,)


def close_supervision(
    municipality: Municipality, *, on: Occasion, reason: PlainText, successors: tuple[str, ...] = ()
) -> tuple[SupervisionClosed]:
    """End the supervision of a municipality."""
    require_open(municipality)
    return (SupervisionClosed(reason=reason, successors=successors),)
