"""Information that was asked for: owed until it has come in completely."""

from collections.abc import Iterator
from itertools import takewhile

from domain.events.base import Entry
from domain.events.contact import Side
from domain.events.information import InformationReceived, InformationRequested
from domain.policy.days_off import dutch_day
from domain.policy.obligations.asked import Asked
from domain.policy.obligations.due import named_day
from domain.policy.obligations.obligation import Obligation, ObligationKind
from domain.values import RequestId


def information_asked_for(asked: Asked) -> Iterator[Obligation]:
    """What was asked for, by the day in the request."""
    for entry, fact in asked.told(InformationRequested):
        request = asked.municipality.requests.get(fact.request)
        if request is None or request.version != entry.version:
            continue
        asked_on = asked.day_of(entry)
        source = f"het verzoek om informatie van {dutch_day(asked_on)}"
        yield asked.owed(
            ObligationKind.INFORMATION,
            fact.request,
            owed_by=Side.MUNICIPALITY,
            arises_on=asked_on,
            due=named_day(fact.due, source),
            source=source,
            fulfilled=asked.by(_complete(asked, fact.request, entry.version)) if request.complete else None,
        )


def _complete(asked: Asked, request: RequestId, after: int) -> Entry | None:
    """The entry since which it is complete."""
    received = [
        (entry, fact)
        for entry, fact in asked.told(InformationReceived)
        if fact.request == request and entry.version > after
    ]
    complete = [entry for entry, _ in takewhile(lambda each: each[1].complete, reversed(received))]
    return complete[-1] if complete else None
