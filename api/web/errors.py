"""What a person reads when something goes wrong: what it is, in plain Dutch, and how to go on."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from api.identity.caller import NotAllowedError
from api.intake.refusals import FileRefused
from api.refusals import in_dutch
from api.rest.problems import FAILURES, REFUSALS, failure
from api.web.routing import NotOursError, visit_of
from api.web.site import Site
from api.web.visiting import UnreadableAddressError, Visit
from domain.ledger.appending import OutcomeUnknownError
from domain.refusals import ChangedSince, Refusal
from projections.engine.known import NotBuiltError
from projections.paging import UnreadableCursorError


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is told: in a few words, in a sentence or two, and whether trying again can help."""

    status: int
    title: str
    told: str
    again: bool = False


NOT_FOUND = Trouble(
    404, "Deze pagina is er niet", "Misschien klopt het adres niet, of is wat u zoekt nooit vastgelegd. Zoek het op:"
)
NOT_READABLE = Trouble(400, "Dit adres is niet te lezen", "Er staat iets in het adres dat Trede niet kent.")
NOT_ALLOWED = Trouble(
    403, "Dit mag u niet zien of doen", "Uw rol geeft hiervoor niet het recht. Hebt u het nodig, vraag uw beheerder."
)
NOT_OURS = Trouble(
    403,
    "Dit formulier is niet meer geldig",
    "Er is niets vastgelegd. Ga terug, laad de pagina opnieuw en verstuur het formulier dan nog eens.",
)
TOO_LARGE = Trouble(413, "Dit is te groot", "Wat u verstuurde is te groot. Er is niets vastgelegd.")
CHANGED = "Een ander was u voor"
REFUSED = "Dit kan niet"
BROKEN = Trouble(
    500,
    "Er ging iets mis",
    "Er ging iets mis in Trede. Er is een melding van gemaakt. Probeer het straks weer.",
    again=True,
)
LATER = "Het lukt nu even niet"
FAILED: dict[type[Exception], str] = FAILURES | {
    OutcomeUnknownError: (
        "De verbinding met de database viel weg. Laad de pagina opnieuw: was het al vastgelegd, dan gebeurt dat niet"
        " nog eens."
    ),
    NotBuiltError: "Dit overzicht wordt nog opgebouwd. Probeer het zo weer.",
}
"""What fails below a page and passes by itself; in other words where those for programs do not suit a person."""

PLAIN: dict[type[Exception], Trouble] = {
    NotAllowedError: NOT_ALLOWED,
    NotOursError: NOT_OURS,
    UnreadableCursorError: NOT_READABLE,
    RequestValidationError: NOT_READABLE,
}
"""What is told in the same words whatever it was about."""

STATUSES = {
    404: NOT_FOUND,
    405: Trouble(405, "Dit kan hier niet", "Op dit adres kan wat u vroeg niet. Begin opnieuw bij de ladder."),
    413: TOO_LARGE,
    415: Trouble(415, "Dit formulier is niet te lezen", "Het formulier kwam niet goed aan. Er is niets vastgelegd."),
    400: NOT_READABLE,
}


def page_of_error(request: Request, error: Exception) -> HTMLResponse:
    """The page that tells of an error."""
    trouble, site = _trouble(error), request.app.state.site
    visit = _visit(request)
    context: dict[str, object] = {"visit": visit, "said": None, "path": request.url.path, "trouble": trouble}
    answer = _rendered(site, trouble, context)
    if trouble.status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer.headers["Retry-After"] = "5"
    return answer


def _rendered(site: Site, trouble: Trouble, context: dict[str, object]) -> HTMLResponse:
    """The page; without the name and menu of the visitor when even those cannot be had now."""
    try:
        return site.render("error.html", trouble.status, context)
    except Exception:  # noqa: BLE001 - whatever it was, the first trouble has to be told
        return site.render("error.html", trouble.status, context | {"visit": None})


def _visit(request: Request) -> Visit | None:
    """Who is there, as far as that can be told now."""
    known: Visit | None = getattr(request.state, "visit", None)
    try:
        return known or visit_of(request)
    except Exception:  # noqa: BLE001 - a database that does not answer, for one: the trouble has to be told anyhow
        return None


def _trouble(error: Exception) -> Trouble:
    match error:
        case Refusal():
            title = CHANGED if isinstance(error, ChangedSince) else REFUSED
            return Trouble(REFUSALS[type(error)], title, in_dutch(error))
        case UnreadableAddressError():
            return Trouble(HTTPStatus.BAD_REQUEST, NOT_READABLE.title, str(error))
        case FileRefused():
            status = TOO_LARGE.status if error.kind == "too-large" else HTTPStatus.UNPROCESSABLE_ENTITY
            return Trouble(status, "Dit bestand kan niet", str(error))
        case RequestValidationError() if all(each["loc"][0] == "path" for each in error.errors()):
            return NOT_FOUND
        case HTTPException():
            return STATUSES.get(error.status_code, NOT_READABLE)
        case _:
            return next((told for kind, told in PLAIN.items() if isinstance(error, kind)), None) or _failure(error)


def _failure(error: Exception) -> Trouble:
    told = failure(error, FAILED)
    if told is None:
        return BROKEN
    passes = told[0] == HTTPStatus.SERVICE_UNAVAILABLE
    return Trouble(told[0], LATER if passes else BROKEN.title, told[1], again=passes)
