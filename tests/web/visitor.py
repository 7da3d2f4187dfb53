"""Somebody who looks at pages without a browser: who signed in, in a role, and sends forms as they stand in a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from httpx import Response

from api.app import create_app
from api.identity.demo import account_of
from api.running import Running
from domain.events.base import Role
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster
from tests.web.conftest import TODAY, a_record


@dataclass(frozen=True)
class Visitor:
    """A person in a role, with the pages of one server."""

    client: TestClient
    ledger: Ledger
    running: Running
    role: Role
    csrf: str
    secret: str

    @classmethod
    def arriving(cls, client: TestClient, ledger: Ledger, role: Role) -> "Visitor":
        """Somebody who just signed in."""
        running: Running = client.app.state.running  # type: ignore[attr-defined] # httpx knows any ASGI application
        secret = running.sessions.begin(account_of(role, running.accounts, ledger, running.today()))
        session = running.sessions.find(secret)
        assert session
        return cls(client, ledger, running, role, session.csrf, secret)

    def another(self, role: Role) -> "Visitor":
        """A colleague in another role."""
        return Visitor.arriving(self.client, self.ledger, role)

    def get(self, path: str, *, piece: bool = False) -> Response:
        """A page; a piece of it as a script asks for that."""
        headers = {"hx-request": "true", "hx-request-type": "partial"} if piece else {}
        answer: Response = self.client.get(path, headers={**self._shown(), **headers}, follow_redirects=False)
        return answer

    def send(self, path: str, fields: dict[str, str] | None = None, **more: Any) -> Response:  # noqa: ANN401 - as httpx takes it
        """Send a form, and come where that leads."""
        data = {"csrf": self.csrf, **(fields or {})}
        answer = self.client.post(path, data=data, headers=self._shown(), follow_redirects=False, **more)
        return self.get(answer.headers["location"]) if answer.status_code == 303 else answer

    def caught_up(self) -> "Visitor":
        """The same, when the pages show all that is recorded."""
        assert self.running.projector.wait_for(self.ledger.head().position, 60)
        return replace(self)

    def _shown(self) -> dict[str, str]:
        return {"cookie": f"trede_session={self.secret}"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        self.words.append(data)


def words(answer: Response) -> str:
    """What a person reads on a page, on one line."""
    parser = _Words()
    parser.feed(answer.text)
    return re.sub(r"\s+", " ", "".join(parser.words)).strip()


def hidden(answer: Response, name: str) -> str:
    """What a hidden field of a page holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.text)
    assert found, f"no {name} in the page"
    return found[1]


@contextmanager
def visited(server: Cluster, folder: Path, role: Role) -> Iterator[Visitor]:
    """A visitor of a server of its own, on an empty record."""
    with (
        a_record(server, folder) as ledger,
        TestClient(create_app(ledger=ledger, today=lambda: TODAY), raise_server_exceptions=False) as client,
    ):
        yield Visitor.arriving(client, ledger, role).caught_up()
