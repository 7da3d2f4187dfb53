"""The parts of a request: what it has recorded on the way, each as a command of its own."""

from dataclasses import replace
from datetime import date
from uuid import uuid5

from domain.decisions.occasion import Occasion
from domain.events.base import Actor
from domain.ledger.request import Answer, Request
from domain.values import PartialDate, PersonId

NOBODY = PersonId("person-")
"""Stands for whoever would ask, while a decision is only tried."""


def part(request: Request, *what: object) -> Request:
    """The request in which a part of this one is asked: the same part of the same request is the same command.

    What the person saw guards the request itself, not its parts.
    """
    command = uuid5(request.command, " ".join(map(str, what)))
    return replace(request, command=command, correlation=request.correlation or str(request.command), seen=None)


def together(*answers: Answer | None) -> Answer:
    """One answer for the parts of a request; LookupError when there is none."""
    told = [each for each in answers if each is not None]
    if not told:
        raise LookupError("no part of the request was answered")
    return Answer(
        position=max(each.position for each in told),
        entries=tuple(place for each in told for place in each.entries),
        repeated=all(each.repeated for each in told),
    )


def day_of(request: Request) -> date:
    """The day that a request is about: that of the verdict or the decision."""
    return request.happened_on.first_day or request.today


def trying(day: date, by: Actor | None = None) -> Occasion:
    """The circumstances in which a decision is only tried, to tell what would become of it."""
    return Occasion(today=day, happened_on=PartialDate.of(day), by=by or Actor(person=NOBODY))
