"""Calls of the API, by a person in a role."""

import time
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from itertools import count
from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient
from httpx import Response

from api.running import Running
from domain.decisions.case import open_on_rung, open_supervision
from domain.events.base import Actor, Fact, Origin, Role
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.deciding import Decision
from domain.ledger.request import Answer, Request
from domain.values import PartialDate, PersonId, Rung, Source

LONG_AGO = date(2020, 1, 1)
PATIENCE = 30.0
"""Seconds that a test waits for the read models; a busy machine takes longer than a caller is made to wait."""
CODE = "GM0622"
_CODES = count(9000)


def running_of(client: TestClient) -> Running:
    """What the API behind a client works with."""
    running: Running = client.app.state.running  # type: ignore[attr-defined] # httpx knows any ASGI application
    return running


@dataclass(frozen=True)
class Calling:
    """The API, called by who has a role; ``tokens`` are what they show, ``everybody`` is that of who has all roles."""

    client: TestClient
    ledger: Ledger
    today: date
    persons: dict[Role, PersonId]
    tokens: dict[Role, str]
    everybody: str

    @classmethod
    def by_every_role(cls, client: TestClient, ledger: Ledger, today: date) -> "Calling":
        """With a person and a token for every role."""
        tokens = running_of(client).tokens
        persons = {
            role: ledger.persons.find_or_register(f"de {role}", PersonKind.COLLEAGUE, today=today) for role in Role
        }
        shown = {
            role: tokens.issue(person, [role], label=f"tests of the {role}", today=today).secret
            for role, person in persons.items()
        }
        everybody = tokens.issue(persons[Role.MANAGER], list(Role), label="tests of all", today=today).secret
        return cls(client, ledger, today, persons, shown, everybody)

    @property
    def running(self) -> Running:
        """What the API works with."""
        return running_of(self.client)

    @property
    def as_everybody(self) -> dict[str, str]:
        """The header of who has all roles."""
        return {"Authorization": f"Bearer {self.everybody}"}

    def get(self, path: str, by: Role | None = Role.SUPERVISOR, **more: Any) -> Response:  # noqa: ANN401 - as httpx takes it
        """Read something below ``/v1``; asked again, as the answer says, while the read models are not that far."""
        give_up = time.monotonic() + PATIENCE
        while True:
            answer = self.call("GET", path, by, **more)
            asks_for_position = "X-Trede-Position" in more.get("headers", {})
            if answer.status_code != HTTPStatus.SERVICE_UNAVAILABLE or not asks_for_position:
                return answer
            assert time.monotonic() < give_up, answer.text
            time.sleep(0.1)

    def post(self, path: str, body: object = None, by: Role | None = Role.SUPERVISOR, **more: Any) -> Response:  # noqa: ANN401 - as httpx takes it
        """Record something below ``/v1``."""
        if body is not None:
            more["json"] = body
        return self.call("POST", path, by, **more)

    def call(self, method: str, path: str, by: Role | None, *, seen: int | None = None, **more: Any) -> Response:  # noqa: ANN401 - as httpx takes it
        """Call something below ``/v1``; ``seen`` is the version that the caller saw."""
        headers = {} if by is None else {"Authorization": f"Bearer {self.tokens[by]}"}
        if seen is not None:
            headers["If-Match"] = f'"{seen}"'
        headers |= more.pop("headers", {})
        answer: Response = self.client.request(method, f"/v1{path}", headers=headers, **more)
        return answer

    def record(self, decision: Decision, /, code: str = CODE, on: date = LONG_AGO, **question: Any) -> Answer:  # noqa: ANN401 - the decision knows its question
        """Record what went before."""
        by = Actor(person=self.persons[Role.SUPERVISOR])
        request = Request(command=uuid4(), by=by, origin=Origin.API, happened_on=PartialDate.of(on), today=self.today)
        return self.ledger.record(decision, municipality=code, request=request, **question)

    def opened(self, rung: int = 1, code: str = CODE) -> str:
        """A municipality that is supervised since long ago, on this rung."""
        if rung == 1:
            self.record(open_supervision, code, name="Vlaardingen")
        else:
            since, source = PartialDate.of("2019"), Source(reference="de oude lijst")
            self.record(open_on_rung, code, name="Vlaardingen", rung=Rung(rung), since=since, source=source)
        return code

    def another(self, rung: int = 1) -> str:
        """A municipality that no other test of this record uses."""
        return self.opened(rung, f"GM{next(_CODES)}")

    def post_in(self, code: str, path: str, body: object, by: Role | None = Role.SUPERVISOR, **more: Any) -> Response:  # noqa: ANN401 - as httpx takes it
        """Record something of a municipality."""
        return self.post(f"/municipalities/{code}{path}", body, by, **more)

    def version(self, code: str) -> int:
        """How far a municipality has come."""
        return self.ledger.municipality(code).version

    def facts(self, code: str) -> list[Fact]:
        """What is recorded of a municipality, in order."""
        return [entry.fact for entry in self.ledger.entries(code)]
