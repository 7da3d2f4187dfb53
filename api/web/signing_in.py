"""Signing in and out. In a record of examples anybody may come in, in any role, by one button."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from api.identity.accounts import Account, TooManyTriesError
from api.identity.demo import account_of
from api.identity.rights import Right
from api.identity.sessions import LONGEST_SECONDS
from api.running import Running
from api.web.forms import Form
from api.web.headers import PAGE_HEADERS
from api.web.kept_forms import KEPT, TO, KeptForm, kept_in, signing_in
from api.web.routing import LEAVING, SECURE_COOKIE, Pages, cookie_name, received, require_own_origin, shown, visit_of
from api.web.site import Site
from api.web.visiting import Visiting, inside
from domain.events.base import Role

LARGEST = 1_000_000
USER, PASSWORD, ROLE = "gebruikersnaam", "wachtwoord", "rol"
WRONG = "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar. Probeer het opnieuw."

routes = APIRouter(include_in_schema=False)
pages = Pages("Aanmelden")


@routes.get("/inloggen")
def sign_in_page(request: Request, naar: str = "/", uit: bool = False) -> Response:  # noqa: FBT001, FBT002 - as the address says it
    """Who signed in already goes on."""
    if visit_of(request):
        return RedirectResponse(inside(naar), HTTPStatus.SEE_OTHER, PAGE_HEADERS)
    return _asked(request, HTTPStatus.OK, naar=inside(naar), left=uit)


@routes.post("/inloggen")
async def sign_in(request: Request) -> Response:
    """Let somebody in, by name and password; or, among examples, by a role."""
    require_own_origin(request)
    form = await received(request, LARGEST)
    return await run_in_threadpool(_let_in, request, form)


@pages.post(LEAVING, Right.READ)
def sign_out(visit: Visiting) -> Response:
    """End the session, in the browser and here."""
    visit.sessions.end(visit.session.secret)
    answer = RedirectResponse("/inloggen?uit=1", HTTPStatus.SEE_OTHER, PAGE_HEADERS)
    name = cookie_name(visit.request)
    answer.delete_cookie(name, path="/", secure=name == SECURE_COOKIE, httponly=True, samesite="lax")
    return answer


def _let_in(request: Request, form: Form) -> Response:
    running: Running = request.app.state.running
    site: Site = request.app.state.site
    try:
        account = _demo_account(running, form) if site.demo and ROLE in form else _known(running, form)
    except TooManyTriesError as error:
        told = f"Het is te vaak misgegaan. Wacht {_duration(error.seconds)} en probeer het dan opnieuw."
        return _asked(request, HTTPStatus.TOO_MANY_REQUESTS, form, problem=told)
    if account is None:
        return _asked(request, HTTPStatus.UNPROCESSABLE_ENTITY, form, problem=WRONG)
    return _welcomed(request, account, form)


def _known(running: Running, form: Form) -> Account | None:
    return running.accounts.admitted(form.one(USER), form.one(PASSWORD))


def _demo_account(running: Running, form: Form) -> Account | None:
    role = next((role for role in Role if role.value == form.one(ROLE)), None)
    return account_of(role, running.accounts, running.ledger, running.today()) if role else None


def _asked(request: Request, status: int, form: Form | None = None, **context: object) -> Response:
    site: Site = request.app.state.site
    told = signing_in() | ({"form": form, "naar": inside(form.one(TO)), "kept": form.one(KEPT)} if form else {})
    return site.render("sign_in.html", status, told | context)


def _welcomed(request: Request, account: Account, form: Form) -> Response:
    """On, with a session of its own: one that somebody had before is over."""
    running: Running = request.app.state.running
    request.state.actor = account.person
    before, to = shown(request), inside(form.one(TO))
    kept = kept_in(form, to)
    if before:
        if running.sessions.whose(before) not in {None, account.person}:
            kept = None
        running.sessions.end(before)
    secret = running.sessions.begin(account)
    answer = _with_kept(request, secret, kept) if kept else RedirectResponse(to, HTTPStatus.SEE_OTHER, PAGE_HEADERS)
    name = cookie_name(request)
    secure = name == SECURE_COOKIE
    answer.set_cookie(name, secret, LONGEST_SECONDS, path="/", secure=secure, httponly=True, samesite="lax")
    return answer


def _with_kept(request: Request, secret: str, kept: KeptForm) -> Response:
    """The page that offers to send what was typed after all."""
    request.cookies[cookie_name(request)] = secret
    visit = visit_of(request)
    assert visit is not None  # noqa: S101 - it has just begun
    return visit.page("kept_form.html", kept=kept)


def _duration(seconds: int) -> str:
    minutes = round(seconds / 60)
    return f"{seconds} seconden" if minutes < 2 else f"{minutes} minuten"  # noqa: PLR2004 - from two on, minutes
