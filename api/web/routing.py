"""Pages for who signed in and has the right; a form also shows that it came from our own page.

::

    pages = Pages("Ladder")

    @pages.get("/")
    def ladder(visit: Visiting) -> Response: …

    @pages.post("/gemeenten/{code}/gesprekken/nieuw", Right.RECORD_FACTS)
    def record(code: Code, visit: Visiting, form: Filled) -> Response: …
"""

import hmac
from collections.abc import Callable, Coroutine
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, ClassVar, TypeVar
from urllib.parse import quote, urlsplit

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.identity.sessions import Session
from api.kept import Question
from api.rest.routing import Entrance, Largest, limited
from api.running import Running
from api.store.standing import Standing
from api.web.forms import CSRF, Form
from api.web.headers import PAGE_HEADERS
from api.web.kept_forms import asked_to_sign_in
from api.web.visiting import Visit
from domain.values import MunicipalityCode

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

LARGEST = 2_000_000
"""Bytes of a form without files."""
FIELDS = 2_000
LEAVING = "/uitloggen"
SECURE_COOKIE, COOKIE = "__Host-trede", "trede_session"

Code = Annotated[MunicipalityCode, Path()]


class NotOursError(Exception):
    """A form that did not come from a page of ours, or from one of a session that is over."""


class Page(APIRoute):
    """A page for who signed in."""

    entrance: ClassVar[Entrance]
    kept: ClassVar[bool]

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Answer after it is known who is there, that they may be, and that a form is ours."""
        answer = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            visit, standing = await _visit_and_standing(request)
            if request.method == "POST":
                require_own_origin(request)
            if visit is None:
                return await _to_sign_in(request)
            visit.caller.require(self.entrance.right)
            if request.method == "POST":
                form = await received(request, self.entrance.most(request.app.state.running))
                request.state.form = form
                _require_token(form, visit)
            if not self.kept or standing is None or visit.session.told:  # what is said is said once
                return await answer(request)
            question = Question.of(
                request, standing, day=visit.running.today(), by=visit.session, form=visit.wants_fragment
            )
            return await visit.running.kept.answered(question, partial(answer, request))

        return guarded


class Pages:
    """The pages about one subject; ``router`` is what the application includes."""

    def __init__(self, tag: str) -> None:
        self.router = APIRouter(tags=[tag], redirect_slashes=False, include_in_schema=False)

    def get(self, path: str, right: Right = Right.READ, *, kept: bool = False) -> Callable[[Endpoint], Endpoint]:
        """A page to look at. It can be kept when it depends on nothing that ``api.kept`` does not know."""
        return self._page("GET", path, right, 0, kept=kept)

    def post(self, path: str, right: Right, *, largest: Largest = LARGEST) -> Callable[[Endpoint], Endpoint]:
        """What a form is sent to; ``largest`` is how many bytes it may have, its files included."""
        return self._page("POST", path, right, largest)

    def _page(
        self, method: str, path: str, right: Right, largest: Largest, *, kept: bool = False
    ) -> Callable[[Endpoint], Endpoint]:
        def add(endpoint: Endpoint) -> Endpoint:
            self.router.add_api_route(
                path,
                endpoint,
                methods=[method],
                response_model=None,
                route_class_override=type("PageFor", (Page,), {"entrance": Entrance(right, largest), "kept": kept}),
            )
            return endpoint

        return add


def visit_of(request: Request) -> Visit | None:
    """The visit of who shows a session that lasts; None for anybody else."""
    running: Running = request.app.state.running
    secret = shown(request)
    session = running.sessions.find(secret) if secret else None
    return _visit(request, session) if session else None


async def _visit_and_standing(request: Request) -> tuple[Visit | None, Standing | None]:
    """The same, and where everything stands."""
    running: Running = request.app.state.running
    secret = shown(request)
    found = await running.visitors.find(secret) if secret else None
    return (_visit(request, found[0]), found[1]) if found else (None, None)


def _visit(request: Request, session: Session) -> Visit:
    visit = Visit(request, request.app.state.running, request.app.state.site, session)
    request.state.actor, request.state.visit = session.caller.person, visit
    return visit


def shown(request: Request) -> str | None:
    """What the browser shows to be let in."""
    return request.cookies.get(cookie_name(request))


def cookie_name(request: Request) -> str:
    """How the cookie is called: with TLS a browser sees to it that nobody else can set it."""
    return SECURE_COOKIE if request.scope["scheme"] == "https" else COOKIE


def require_own_origin(request: Request) -> None:
    """Refuse a form of another site. A browser says where a form came from; where it does not, the token tells."""
    origin = request.headers.get("origin")
    elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}
    if elsewhere or (origin is not None and urlsplit(origin).netloc != request.headers.get("host")):
        raise NotOursError


async def received(request: Request, largest: int) -> Form:
    """The form that was sent, when it is not too large."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    sent = Request(request.scope, limited(request, largest))
    async with sent.form(max_files=100, max_fields=FIELDS, max_part_size=LARGEST) as data:
        return await run_in_threadpool(Form.sent, data)


def _require_token(form: Form, visit: Visit) -> None:
    if not hmac.compare_digest(form.one(CSRF).encode(), visit.csrf.encode()):
        raise NotOursError


async def _to_sign_in(request: Request) -> Response:
    if request.url.path == LEAVING:
        return RedirectResponse("/inloggen?uit=1", HTTPStatus.SEE_OTHER, PAGE_HEADERS)
    if request.method == "POST":
        return await run_in_threadpool(asked_to_sign_in, request, await _received_of_nobody(request))
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    there = "/inloggen" if address == "/" else f"/inloggen?naar={quote(address)}"
    if "hx-request" in request.headers:  # else the page to sign in would land in a corner of this one
        return Response(status_code=HTTPStatus.OK, headers={**PAGE_HEADERS, "HX-Redirect": there})
    return RedirectResponse(there, HTTPStatus.SEE_OTHER, PAGE_HEADERS)


async def _received_of_nobody(request: Request) -> Form | None:
    """What was sent by who is not known, as far as that is little; None when it was more."""
    try:
        return await received(request, LARGEST)
    except HTTPException:
        return None
