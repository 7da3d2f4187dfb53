"""The case itself: which municipality is supervised, since when, by whom, and where it already stood."""

from domain.events.base import MunicipalityEvent
from domain.values import Label, MunicipalityCode, PartialDate, PersonId, ProvinceCode, Rung, Sealed, Source


class CaseEvent(MunicipalityEvent):
    """A fact about the case itself."""


class SupervisionOpened(CaseEvent):
    """The province began to supervise this municipality; ``happened_on`` is the first day of it."""

    TOPIC = "municipality.supervision-opened.v1"
    name: Label
    province: ProvinceCode | None = None


class RungTakenOver(CaseEvent):
    """The municipality already stood on a rung when the record began; shown as 'overgenomen stand'."""

    TOPIC = "municipality.rung-taken-over.v1"
    rung: Rung
    since: PartialDate
    source: Source
    known_history: Sealed | None = None


class SupervisorAssigned(CaseEvent):
    """A supervisor took charge of the case from ``happened_on``."""

    TOPIC = "municipality.supervisor-assigned.v1"
    supervisor: PersonId


class MunicipalityRenamed(CaseEvent):
    """The municipality bears another name from ``happened_on``; its code stays."""

    TOPIC = "municipality.renamed.v1"
    name: Label


class SupervisionClosed(CaseEvent):
    """Supervision ended: the municipality was merged away, say, or left the province."""

    TOPIC = "municipality.supervision-closed.v1"
    reason: Sealed
    successors: tuple[MunicipalityCode, ...] = ()
