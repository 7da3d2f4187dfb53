"""Persons: registered once, so that everything else can speak of them by an id."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import Path
from pydantic import Field

from api.identity.rights import Right
from api.rest.asking import Asking, Reading
from api.rest.described import problems
from api.rest.problems import ProblemError
from api.rest.recording import Writing
from api.rest.routing import Routes
from api.rest.schemas import Name, PersonRef, Posted, Sent, Told, example
from domain.events.base import Origin
from domain.events.person import PersonKind
from domain.values import PersonId

routes = Routes("/persons", tag="Persons")

Person = Annotated[PersonRef, Path(description="the id of the person")]


class Kind(StrEnum):
    """What a person is to the record."""

    COLLEAGUE = "colleague"
    PARTICIPANT = "participant"


class PersonSent(Sent):
    """Somebody by name; the same name of another kind or organisation is another person."""

    model_config = example(name="A. Jansen", kind="participant", organisation="GM0622")

    name: Name
    kind: Kind = Kind.PARTICIPANT
    organisation: Name | None = Field(default=None, description="the side they speak for, when that is known")


class PersonFound(Told):
    """The id by which a person is known."""

    person: str


class PersonTold(Told):
    """A person; no name when it was erased."""

    person: str
    name: str | None
    erased: bool


Names = Mapping[PersonId, str | None]
"""Persons that the record knows, each with their name; None when it was erased."""


def names_of(at: Asking, persons: Iterable[PersonId | None]) -> Names:
    """The names of those persons who there are."""
    known = {person for person in persons if person}
    return at.ledger.persons.names(known) if known else {}


def named(person: PersonId | None, names: Names) -> PersonTold | None:
    """A person with their name; None for nobody."""
    if person is None:
        return None
    return PersonTold(person=person, name=names.get(person), erased=person in names and names[person] is None)


@routes.write(
    "",
    Right.REGISTER_PERSONS,
    responses={200: {"description": "Known already"}, **problems(400, 401, 403, 413, 415, 422, 503)},
)
def find_or_register_person(sent: Posted[PersonSent], at: Writing) -> PersonFound:
    """Find a person by name, or register them when they are not known yet.

    However often it is sent, one person comes of it: it needs no `Idempotency-Key`.
    """
    kind, persons = PersonKind(sent.kind), at.running.ledger.persons
    if known := persons.find(sent.name, kind, organisation=sent.organisation):
        at.response.status_code = HTTPStatus.OK
        return PersonFound(person=known)
    today, by = at.running.today(), at.caller.actor()
    person = persons.find_or_register(
        sent.name, kind, today=today, organisation=sent.organisation, by=by, origin=Origin.API
    )
    at.response.headers["Location"] = f"/v1/persons/{person}"
    return PersonFound(person=person)


@routes.read("/{person}")
def show_person(person: Person, at: Reading) -> PersonTold:
    """Tell who is meant by an id."""
    names = at.ledger.persons.names([person])
    if person not in names:
        raise ProblemError(HTTPStatus.NOT_FOUND)
    return PersonTold(person=person, name=names[person], erased=names[person] is None)
