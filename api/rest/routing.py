"""Routes that let in who may come in, before anything of what was sent is read, and that tell of themselves.

::

    routes = Routes("/municipalities/{code}/causes", tag="Causes")

    @routes.write("", Right.RECORD_FACTS)
    def note_cause(code: Code, sent: CauseSent, at: Writing) -> CauseRecorded:
        '''Note a cause.

        What the caller has to know besides.
        '''
"""

import inspect
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, ClassVar, TypeVar, get_type_hints

from fastapi import APIRouter, Path, Request, Response
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Form, Query
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel
from starlette.exceptions import HTTPException
from starlette.types import Message

from api.identity.caller import Caller
from api.identity.rights import Right
from api.kept import Question
from api.rest.described import EVERYWHERE, GUARDED, READ, RECORDED, WRITE
from api.rest.headers import POSITION
from api.rest.problems import ProblemError
from api.running import Running
from api.store.standing import Standing
from domain.values import MunicipalityCode

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

LARGEST = 4_000_000
"""Bytes of a body that is not a file."""
SCHEME = "bearer"
LONGEST = 19
"""Digits of a position."""
ROOT = "/v1"

Largest = int | Callable[[Running], int]
"""The most bytes of a body, or how to find that out."""

Code = Annotated[MunicipalityCode, Path(description="the CBS code of the municipality", examples=["GM0622"])]


@dataclass(frozen=True, slots=True)
class Entrance:
    """What a route asks of who comes in: a right, and how large a body is at most."""

    right: Right
    largest: Largest

    def most(self, running: Running) -> int:
        """The most bytes of a body."""
        return self.largest(running) if callable(self.largest) else self.largest


class Route(APIRoute):
    """A route that asks for a right."""

    entrance: ClassVar[Entrance]
    kept: ClassVar[bool]

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Answer a request after its caller, its parameters and its kind of body were found to be in order."""
        answer = super().get_route_handler()
        known = {each.alias for each in get_flat_params(self.dependant) if isinstance(each.field_info, Query)}
        takes = None if self.body_field is None else _media_type(self.body_field.field_info)

        async def guarded(request: Request) -> Response:
            caller, standing = await _admitted(request)
            request.state.caller, request.state.actor = caller, caller.person
            caller.require(self.entrance.right)
            _require_known(request, known)
            if takes:
                _require_media_type(request, takes)
            running: Running = request.app.state.running
            make = partial(_answered, answer, request, self.entrance)
            if not self.kept or standing is None or not _is_shown(request, standing):
                return await make()
            question = Question.of(request, standing, day=running.today(), by=caller)
            accepts = request.headers.get("accept-encoding", "")
            return await running.kept.answered(question, make, accepts=accepts, packs=True)

        return guarded


class Routes(APIRouter):
    """The routes of one resource, below ``/v1``."""

    def __init__(self, prefix: str, *, tag: str) -> None:
        super().__init__(prefix=ROOT + prefix, tags=[tag], redirect_slashes=False)

    def read(
        self,
        path: str,
        right: Right = Right.READ,
        *,
        kept: bool = False,
        **more: Any,  # noqa: ANN401 - as the framework takes it
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that reads. Its answers can be kept when they depend on nothing that ``api.kept`` does not know."""
        return self._route("GET", path, right, {"responses": READ, **more}, kept=kept)

    def write(
        self,
        path: str,
        right: Right,
        *,
        guarded: bool = False,
        largest: Largest = LARGEST,
        **more: Any,  # noqa: ANN401 - as the framework takes it
    ) -> Callable[[Endpoint], Endpoint]:
        """A route that records; a guarded one asks for the version that the caller saw."""
        responses = RECORDED | WRITE | (GUARDED if guarded else {})
        more = {"status_code": HTTPStatus.CREATED, "responses": responses, **more}
        return self._route("POST", path, right, more, largest)

    def remove(self, path: str, right: Right, **more: Any) -> Callable[[Endpoint], Endpoint]:  # noqa: ANN401 - as the framework takes it
        """A route that drops what is no part of the record."""
        return self._route("DELETE", path, right, {"status_code": HTTPStatus.NO_CONTENT, **more})

    def _route(
        self,
        method: str,
        path: str,
        right: Right,
        more: dict[str, Any],
        largest: Largest = LARGEST,
        *,
        kept: bool = False,
    ) -> Callable[[Endpoint], Endpoint]:
        def add(endpoint: Endpoint) -> Endpoint:
            answers = get_type_hints(endpoint)["return"]
            told_of = EVERYWHERE | more["responses"]
            responses = {
                status: {**told, "model": answers} if status == HTTPStatus.OK and method == "POST" else told
                for status, told in told_of.items()
            }
            told = inspect.cleandoc(endpoint.__doc__ or "")
            self.add_api_route(
                path,
                endpoint,
                methods=[method],
                route_class_override=type("RouteFor", (Route,), {"entrance": Entrance(right, largest), "kept": kept}),
                operation_id=to_camel(endpoint.__name__),
                summary=told.partition("\n")[0].removesuffix("."),
                description=f"{told}\n\nAsks for the right to {right.value.replace('-', ' ')}.",
                openapi_extra={"security": [{SCHEME: []}], "x-right": right.value},
                **{**more, "responses": responses},
            )
            return endpoint

        return add


async def _admitted(request: Request) -> tuple[Caller, Standing | None]:
    """Who is let in by the token that was sent, and where everything stands."""
    running: Running = request.app.state.running
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    found = await running.callers.find(token.strip()) if scheme.lower() == SCHEME else None
    if found is None:
        raise ProblemError(HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": 'Bearer realm="trede"'})
    return found


async def _answered(
    answer: Callable[[Request], Coroutine[Any, Any, Response]], request: Request, entrance: Entrance
) -> Response:
    return await answer(Request(request.scope, limited(request, entrance.most(request.app.state.running))))


def _is_shown(request: Request, standing: Standing) -> bool:
    """Whether the read models show as much as the caller asks for; what cannot be read is for the question itself."""
    upto = request.headers.get(POSITION, "0")
    return len(upto) <= LONGEST and upto.isascii() and upto.isdigit() and int(upto) <= standing.position


def _require_known(request: Request, known: set[str]) -> None:
    """A parameter with a typing error in its name would otherwise be left out of the question without a word."""
    if not request.scope["query_string"]:
        return
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    twice = [name for name in known if len(request.query_params.getlist(name)) > 1]
    if unknown or twice:
        errors = [
            *({"query": name, "detail": f"{name}: wordt niet herkend."} for name in unknown),
            *({"query": name, "detail": f"{name}: mag één keer worden genoemd."} for name in twice),
        ]
        detail = " ".join(each["detail"] for each in errors)
        raise ProblemError(HTTPStatus.BAD_REQUEST, detail, more={"errors": errors})


def _media_type(body: object) -> str:
    return "multipart/form-data" if isinstance(body, Form) else "application/json"


def _require_media_type(request: Request, takes: str) -> None:
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if given != takes:
        raise ProblemError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Stuur de inhoud als {takes}.")


def limited(request: Request, largest: int) -> Callable[[], Coroutine[Any, Any, Message]]:
    """What comes in, until it is too much. Half a body is never read as a whole one."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        message = await request.receive()
        taken += len(message.get("body", b""))
        if taken > largest:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return receive
