"""The headers that every answer of the API bears."""

from collections.abc import Mapping
from importlib.metadata import version
from typing import ClassVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

VERSION = version("trede")
"""The version of the API is that of the program: what breaks callers gets another path than ``/v1``."""

POSITION = "X-Trede-Position"
"""How far the record was after a write; a read that bears it waits until it shows that write."""
IDEMPOTENCY_KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"

STANDARD = {
    "API-Version": VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class StandardHeaders:
    """Stands around the application and adds to its answers below ``/v1`` what they do not say themselves."""

    HEADERS: ClassVar[Mapping[str, str]] = STANDARD

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in self.HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with the headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = message["headers"]
                names = {name for name, _ in said}  # in small letters, as ASGI has them
                message["headers"] = [*said, *(each for each in self._headers if each[0] not in names)]
            await send(message)

        ours = scope["type"] == "http" and self.concerns(scope["path"])
        await self._app(scope, receive, sending if ours else send)

    def concerns(self, path: str) -> bool:
        """Whether the answers at this address bear them."""
        return path.startswith("/v1")
