"""Rung 2: information is asked for, comes in, and is checked."""

from datetime import date

from domain.events.base import MunicipalityEvent
from domain.values import DocumentId, LetterId, RequestId, Sealed


class InformationEvent(MunicipalityEvent):
    """A fact about information asked for."""


class InformationRequested(InformationEvent):
    """The province asked for information, to be given by ``due``, that day included."""

    TOPIC = "municipality.information-requested.v1"
    request: RequestId
    what: Sealed
    due: date
    letter: LetterId | None = None


class InformationReceived(InformationEvent):
    """Information came in, in whole or in part."""

    TOPIC = "municipality.information-received.v1"
    request: RequestId
    summary: Sealed | None = None
    complete: bool = True
    documents: tuple[DocumentId, ...] = ()


class InformationValidated(InformationEvent):
    """The information received was checked: sound or not, with the findings."""

    TOPIC = "municipality.information-validated.v1"
    request: RequestId
    sound: bool
    findings: Sealed
