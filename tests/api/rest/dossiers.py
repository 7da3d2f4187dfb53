"""A dossier as scripts tell it by the write routes, and what is read of it."""

from dataclasses import dataclass
from typing import Any

from httpx import Response

from domain.events.base import Role
from tests.api.rest.calling import Calling

OFFICIAL = {"kind": "COA", "reference": "maandoverzicht"}


@dataclass
class Dossier:
    """One municipality, written and read by the API; ``position`` is that of the last write."""

    api: Calling
    code: str
    position: int = 0

    @property
    def version(self) -> int:
        """How many entries there are."""
        return self.api.version(self.code)

    def write(self, path: str, /, **body: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a body holds
        """Record something, in every role; the answer."""
        headers = self.api.as_everybody | {"If-Match": f'"{self.version}"'}
        answer = self.api.post_in(self.code, path, body, None, headers=headers)
        assert answer.status_code == 201, answer.text
        told: dict[str, Any] = answer.json()
        self.position = told["position"]
        return told

    def ask(self, path: str, by: Role = Role.SUPERVISOR, **query: object) -> Response:
        """The answer to a read, once the read models show what was written here."""
        return read(self.api, f"/municipalities/{self.code}{path}", self.position, by, **query)

    def read(self, path: str, by: Role = Role.SUPERVISOR, **query: object) -> Any:  # noqa: ANN401 - whatever JSON says
        """What a read tells."""
        answer = self.ask(path, by, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def items(self, path: str, **query: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - whatever is asked
        """The items of a list that has one page."""
        told = self.read(path, **query)
        assert (len(told["items"]), told["next"]) == (told["total"], None)
        items: list[dict[str, Any]] = told["items"]
        return items


def read(api: Calling, path: str, position: int = 0, by: Role = Role.SUPERVISOR, **query: object) -> Response:
    """The answer to a read, once the read models are at a position."""
    return api.get(path, by, params=query, headers={"X-Trede-Position": str(position)})
