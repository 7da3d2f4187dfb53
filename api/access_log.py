"""Logs every request: who did or read what, by which way, how it ended and how long it took."""

import re
import time
from collections.abc import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logging import log_access, told_of
from domain.events.base import Origin

ID = re.compile(
    r"""
      GM\d{4} | PV\d{2}                                             # a municipality, a province
    | \d{4}-[12] | \d{1,7}                                          # a period; a version, a year, a rung
    | ([a-z]{1,20}-){0,3}[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}  # anything with an id of its own
    | [a-z-]{1,40}\.[a-z-]{1,40}\.v\d{1,3}                          # a topic
    """,
    re.VERBOSE,
)
"""What may stand in a log: a number on a person has eight digits or more, and a name has no digits at all."""
UNKNOWN_ID, NOTHING = "?", "-"
QUIET = ("/health", "/static/")
"""Asked every few seconds by machines, and with every page by browsers: an answer that all is well is no news."""


class AccessLog:
    """Stands around the application and logs each request when it has been answered.

    Who asks is the person id in ``request.state.actor``, put there by whoever knows.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500
        failure: dict[str, str] = {}

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:
            failure = told_of(error)
            raise
        finally:
            if status >= 400 or not scope["path"].startswith(QUIET):  # noqa: PLR2004 - where errors begin
                _log(scope, status, time.perf_counter() - begun, failure)


def _log(scope: Scope, status: int, seconds: float, failure: Mapping[str, str]) -> None:
    log_access(
        action=f"{scope['method']} {_template(scope)}",
        object=",".join(map(_id, scope.get("path_params", {}).values())) or NOTHING,
        result=str(status),
        origin=Origin.API if scope["path"].startswith("/v") else Origin.SCREEN,
        actor=scope.get("state", {}).get("actor"),
        milliseconds=round(seconds * 1000, 1),
        **failure,
    )


def _template(scope: Scope) -> str:
    """The path as the program knows it, with names for what differs from request to request."""
    included = scope.get("fastapi", {}).get(
        "effective_route_context"
    )  # the route itself lacks the prefix of its router
    template = getattr(included or scope.get("route"), "path_format", None)
    return f"{scope.get('root_path', '')}{template}" if template else NOTHING


def _id(value: object) -> str:
    return str(value) if ID.fullmatch(str(value)) else UNKNOWN_ID
