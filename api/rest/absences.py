"""Absences: who is away, and who stands in. They are no part of the record, and change in place."""

from http import HTTPStatus
from typing import Annotated, Self
from uuid import UUID

from fastapi import Path
from pydantic import Field

from api.identity.rights import Right
from api.rest.asking import Reading
from api.rest.described import problems
from api.rest.paging import Listed
from api.rest.persons import Names, PersonTold, named, names_of
from api.rest.problems import ProblemError
from api.rest.recording import Recording, Writing, wrong
from api.rest.routing import Routes
from api.rest.schemas import Day, PersonRef, Posted, Sent, Told, example
from api.store.absences import Absence, Absences, NotAnAbsenceError
from domain.refusals import CommandReused, require

routes = Routes("/absences", tag="Worklist")

KEPT = {201: {"description": "Kept"}, 200: {"description": "Kept before, with the same `Idempotency-Key`"}}
ENDED = {204: {"description": "Taken back"}}
FIELDS = {"first_day": "firstDay", "last_day": "lastDay", "stands_in": "standsIn"}

Ref = Annotated[UUID, Path(alias="absence", description="the id of the absence")]


class AbsenceSent(Sent):
    """From which day to which somebody is away, and who stands in; why is not asked."""

    model_config = example(
        first_day="2024-07-15", last_day="2024-08-02", stands_in="person-4b0f9f0e-5d2c-4c56-9a0e-1d8f5a1c7b11"
    )

    person: PersonRef | None = Field(default=None, description="who is away; the caller when left out")
    first_day: Day
    last_day: Day = Field(description="the last day that they are away")
    stands_in: PersonRef


class AbsenceTold(Told):
    """Somebody is away from the first day to the last, both included."""

    id: UUID
    person: PersonTold | None
    first_day: Day
    last_day: Day
    stands_in: PersonTold | None

    @classmethod
    def of(cls, absence: Absence, names: Names) -> Self:
        """An absence with the names in it."""
        return cls(
            id=absence.id,
            person=named(absence.person, names),
            first_day=absence.first_day,
            last_day=absence.last_day,
            stands_in=named(absence.stands_in, names),
        )


@routes.read("")
def list_absences(at: Reading) -> Listed[AbsenceTold]:
    """List who is away on the day or later, by when they go. There is one page.

    It is told as it is kept now: what was taken back is gone, whatever `knownOn` says.
    """
    found = Absences(at.running.store).from_day(at.knowing.day)
    names = names_of(at, (person for each in found for person in (each.person, each.stands_in)))
    return Listed[AbsenceTold](items=tuple(AbsenceTold.of(each, names) for each in found), total=len(found), next=None)


@routes.write("", Right.READ, responses=KEPT | problems(400, 401, 403, 413, 415, 422, 503))
def enter_absence(sent: Posted[AbsenceSent], at: Writing) -> AbsenceTold:
    """Keep that somebody is away.

    Everybody enters their own; that of another asks for the right to manage cases.
    """
    person = sent.person or at.caller.person
    if person != at.caller.person:
        at.require(Right.MANAGE_CASES)
    at.require_persons(("person", sent.person), ("standsIn", sent.stands_in))
    kept = _kept(at, sent)
    at.response.headers["Location"] = f"/v1/absences/{kept.id}"
    return AbsenceTold.of(kept, at.running.ledger.persons.names([kept.person, kept.stands_in]))


@routes.remove("/{absence}", Right.READ, responses=ENDED | problems(401, 403, 404, 422, 503))
def end_absence(absence: Ref, at: Writing) -> None:
    """Take an absence back: one's own, or with the right to manage cases that of another."""
    absences = Absences(at.running.store)
    found = absences.find(absence)
    if found is None:
        raise ProblemError(HTTPStatus.NOT_FOUND)
    if found.person != at.caller.person:
        at.require(Right.MANAGE_CASES)
    absences.end(absence, by=at.caller.person)


def _kept(at: Recording, sent: AbsenceSent) -> Absence:
    """The absence as it is kept now; says of what was sent that it makes none."""
    absences, person = Absences(at.running.store), sent.person or at.caller.person
    before = absences.find(at.command)
    try:
        absence = Absence(at.command, person, sent.first_day, sent.last_day, sent.stands_in, at.caller.person)
        kept = absences.enter(absence)
    except NotAnAbsenceError as error:
        place = FIELDS[error.field]
        raise wrong(str(error).rstrip("."), (place, str(getattr(sent, error.field)))) from error
    require(kept == absence, CommandReused(str(at.command)))
    if before:
        at.response.status_code = HTTPStatus.OK
    return kept
