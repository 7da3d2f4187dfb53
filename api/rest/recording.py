"""What a write works with: the command, who gives it, and the version they saw."""

import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Any, Self
from uuid import UUID, uuid4, uuid5

from fastapi import Depends, Header, Request, Response
from fastapi.exceptions import RequestValidationError

from api.identity.caller import Caller
from api.identity.rights import Right
from api.rest.headers import IDEMPOTENCY_KEY, POSITION, REPLAYED
from api.rest.problems import ProblemError
from api.rest.schemas import Command, Told
from api.running import Running
from domain.events.base import Origin
from domain.ledger.deciding import Decision
from domain.ledger.request import Answer
from domain.ledger.request import Request as Asked
from domain.municipality import Municipality
from domain.values import PartialDate, PersonId

UNKNOWN_PERSON = "is geen persoon die Trede kent; meld die eerst aan: POST /v1/persons"


class RecordedEntry(Told):
    """Where an entry stands: in which stream, as which version, and at which position of the record."""

    stream: str
    version: int
    position: int


class Recorded(Told):
    """What was recorded; no entries when there was nothing new. Send the position with a read to see it."""

    position: int
    entries: tuple[RecordedEntry, ...]

    @classmethod
    def of(cls, answer: Answer, **ids: object) -> Self:
        """The answer of the ledger, with the ids of what is new."""
        entries = [RecordedEntry(stream=e.stream, version=e.version, position=e.position) for e in answer.entries]
        return cls(position=answer.position, entries=tuple(entries), **ids)


@dataclass(frozen=True, slots=True)
class Recording:
    """One command that came in by the API.

    ``seen`` is the version of the municipality that the caller saw; None where that does not matter.
    """

    running: Running
    caller: Caller
    command: UUID
    seen: int | None
    response: Response

    def day(self, sent: Command) -> PartialDate:
        """The day it happened: as was sent, else today, or the day it was when the same command came before."""
        if sent.day is not None:
            return sent.day
        earlier = self.running.ledger.entries_of(self.command)
        return earlier[0].about.happened_on if earlier else PartialDate.of(self.running.today())

    def new(self, kind: str, given: str | None, *, number: int = 0) -> Any:  # noqa: ANN401 - an id of whatever kind the decision asks
        """The id of something new: as the caller gave it, else one that the same command gets again."""
        return given or f"{kind}-{uuid5(self.command, f'{kind} {number}')}"

    def require(self, right: Right) -> None:
        """Refuse a caller without a right that the route itself does not ask of everybody."""
        self.caller.require(right)

    def state(self, code: str) -> Municipality:
        """What is recorded of a municipality by now."""
        return self.running.ledger.municipality(code)

    def require_persons(self, *places: tuple[str, PersonId | None]) -> None:
        """Refuse persons that are not in the record; each with its place in the body."""
        named = [(place, person) for place, person in places if person is not None]
        known = self.running.ledger.persons.names(person for _, person in named) if named else {}
        if unknown := [(place, person) for place, person in named if person not in known]:
            raise wrong(UNKNOWN_PERSON, *unknown)

    def record(self, decision: Decision, /, code: str, sent: Command, **question: Any) -> Answer:  # noqa: ANN401 - the decision knows its question
        """Ask the record for a decision about a municipality, and say in the headers what became of it.

        ``content`` in the question is what a document holds. Raises as ``Ledger.record`` does.
        """
        request = self.asked(sent, code)
        return self.told(self.running.ledger.record(decision, municipality=code, request=request, **question))

    def asked(self, sent: Command, code: str | None = None) -> Asked:
        """The request that was sent, about a municipality or about many, for a road of several decisions."""
        self.require_persons(("actingFor", sent.acting_for))
        if code is not None and self.seen is not None and self.seen > self.state(code).version:
            raise ProblemError(
                HTTPStatus.PRECONDITION_FAILED, "If-Match: deze versie van de gemeente is er nooit geweest."
            )
        return Asked(
            command=self.command,
            by=self.caller.actor(sent.acting_for),
            origin=Origin.API,
            happened_on=self.day(sent),
            today=self.running.today(),
            seen=self.seen,
        )

    def told(self, answer: Answer) -> Answer:
        """Say in the headers what became of it; the answer itself."""
        headers = self.response.headers
        headers[POSITION] = str(answer.position)
        if answer.repeated:
            headers[REPLAYED] = "true"
        if answer.entries:
            headers["Location"] = f"/v1/municipalities/{answer.entries[0].stream}/entries/{answer.entries[0].version}"
            if len({entry.stream for entry in answer.entries}) == 1:
                headers["ETag"] = etag(answer.entries[-1].version)
        else:
            self.response.status_code = HTTPStatus.OK
        return answer


def etag(version: int) -> str:
    """The version of a municipality as a strong ETag."""
    return f'"{version}"'


Key = Annotated[
    UUID | None,
    Header(
        alias=IDEMPOTENCY_KEY,
        description="names this command: sent again with the same body, it gets its first answer and records nothing",
        examples=["0190a3c2-7b1d-7c3e-9f00-5d6c1f0a2b3c"],
    ),
]
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="the version of the municipality that you saw, its ETag", examples=['"17"']),
]


def recording(request: Request, response: Response, key: Key = None) -> Recording:
    """A write that rests on nothing that the caller saw: recording a fact never conflicts with other facts."""
    return Recording(request.app.state.running, request.state.caller, key or uuid4(), None, response)


def guarded(at: Annotated[Recording, Depends(recording)], seen: IfMatch = None) -> Recording:
    """A write that changes what the caller saw, so that they have to say what that was."""
    if seen is None:
        raise ProblemError(HTTPStatus.PRECONDITION_REQUIRED)
    return replace(at, seen=_version(seen))


Writing = Annotated[Recording, Depends(recording)]
Guarded = Annotated[Recording, Depends(guarded)]


def _version(given: str) -> int:
    found = re.fullmatch(r'"([0-9]{1,9})"', given.strip())
    if found is None:
        detail = 'If-Match: is geen versie; schrijf "17", de ETag van de gemeente, met aanhalingstekens.'
        raise ProblemError(HTTPStatus.BAD_REQUEST, detail, more={"errors": [{"header": "If-Match", "detail": detail}]})
    return int(found[1])


def wrong(told: str, *places: tuple[str, object]) -> RequestValidationError:
    """What was sent is read well and yet cannot be: what is wrong, in Dutch, at these places with what they hold."""
    return RequestValidationError(
        [
            {"type": "in_dutch", "loc": ("body", *place.split(".")), "msg": told, "input": given}
            for place, given in places
        ]
    )
