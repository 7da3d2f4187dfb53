"""What is remembered of information that was asked for."""

from dataclasses import dataclass, replace
from datetime import date

from immutables import Map

from domain.events.base import Entry
from domain.events.information import (
    InformationEvent,
    InformationReceived,
    InformationRequested,
    InformationValidated,
)
from domain.values import RequestId


@dataclass(frozen=True, slots=True)
class InformationRequest:
    """A request for information as it now stands."""

    version: int
    due: date
    received: bool = False
    complete: bool = False
    sound: bool | None = None


Requests = Map[RequestId, InformationRequest]


def remember_information(requests: Requests, fact: InformationEvent, entry: Entry) -> Requests:
    """The requests after this fact; an answer to a request that no longer stands changes nothing."""
    match fact:
        case InformationRequested():
            return requests.set(fact.request, InformationRequest(entry.version, fact.due))
        case InformationReceived() if known := requests.get(fact.request):
            return requests.set(fact.request, replace(known, received=True, complete=fact.complete, sound=None))
        case InformationValidated() if known := requests.get(fact.request):
            return requests.set(fact.request, replace(known, sound=fact.sound))
        case _:
            return requests
