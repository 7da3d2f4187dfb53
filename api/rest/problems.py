"""Everything that goes wrong, told as RFC 9457 asks: refusals by one table, failures by another.

``title`` is English and the same for every occurrence, ``detail`` is Dutch and about this one. A refusal also names its
``rule``, the ``source`` of that rule, and the ``data`` it was judged on.
"""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from http import HTTPStatus
from typing import Any

from eventsourcing.persistence import InterfaceError, InternalError, OperationalError
from fastapi import Request
from fastapi.responses import JSONResponse

from api.ailments import illness
from api.identity.caller import NotAllowedError
from api.intake.refusals import FileRefused
from api.refusals import in_dutch
from api.rest.headers import STANDARD
from domain import refusals
from domain.ledger.appending import OutcomeUnknownError
from domain.ledger.application import BusyError
from domain.ledger.digests import DamagedEntryError
from domain.refusals import Refusal
from domain.values import Period
from projections.engine.known import NotBuiltError
from projections.engine.runner import StaleError
from projections.paging import UnreadableCursorError

MEDIA_TYPE = "application/problem+json"
KIND = "urn:trede:problem:"
"""How the type of every problem begins; what follows is its title in kebab-case."""

REFUSALS: dict[type[Refusal], HTTPStatus] = {
    # What it is about is not there.
    refusals.UnknownMunicipality: HTTPStatus.NOT_FOUND,
    refusals.NotOnRecord: HTTPStatus.NOT_FOUND,
    # It is there, and stands in the way.
    refusals.SupervisionAlreadyOpen: HTTPStatus.CONFLICT,
    refusals.SupervisionNotOpen: HTTPStatus.CONFLICT,
    refusals.AlreadyOnRecord: HTTPStatus.CONFLICT,
    refusals.AlreadySettled: HTTPStatus.CONFLICT,
    refusals.CannotBeWithdrawn: HTTPStatus.CONFLICT,
    refusals.NothingToCorrect: HTTPStatus.CONFLICT,
    refusals.PeriodNotOver: HTTPStatus.CONFLICT,
    refusals.FiguresMissing: HTTPStatus.CONFLICT,
    refusals.FiguresTooEarly: HTTPStatus.CONFLICT,
    refusals.PeriodNotClosed: HTTPStatus.CONFLICT,
    refusals.CloseUnchanged: HTTPStatus.CONFLICT,
    refusals.FrameworkNotInForce: HTTPStatus.CONFLICT,
    refusals.FrameworkJudgesNot: HTTPStatus.CONFLICT,
    refusals.InterimTooLow: HTTPStatus.CONFLICT,
    refusals.InterimOutdated: HTTPStatus.CONFLICT,
    refusals.LaterPeriodClosed: HTTPStatus.CONFLICT,
    refusals.ProposalOvertaken: HTTPStatus.CONFLICT,
    refusals.BacklogUnknown: HTTPStatus.CONFLICT,
    refusals.AssessmentOutdated: HTTPStatus.CONFLICT,
    refusals.ProposalOpen: HTTPStatus.CONFLICT,
    refusals.AlreadyFrozen: HTTPStatus.CONFLICT,
    refusals.NotFrozen: HTTPStatus.CONFLICT,
    refusals.ComputedNotCorrected: HTTPStatus.CONFLICT,
    refusals.AnnouncementMissing: HTTPStatus.CONFLICT,
    refusals.AnnouncementTermRunning: HTTPStatus.CONFLICT,
    refusals.ViewsNotInvited: HTTPStatus.CONFLICT,
    refusals.ViewsTermRunning: HTTPStatus.CONFLICT,
    refusals.ViewsNotConsidered: HTTPStatus.CONFLICT,
    refusals.NoViewsGiven: HTTPStatus.CONFLICT,
    refusals.DecisionMissing: HTTPStatus.CONFLICT,
    refusals.DecisionNotNotified: HTTPStatus.CONFLICT,
    refusals.DecisionTermRunning: HTTPStatus.CONFLICT,
    refusals.DecisionSuspended: HTTPStatus.CONFLICT,
    refusals.SubstitutionStands: HTTPStatus.CONFLICT,
    refusals.NotInForce: HTTPStatus.CONFLICT,
    refusals.NotCarriedOut: HTTPStatus.CONFLICT,
    refusals.NotHousedYet: HTTPStatus.CONFLICT,
    refusals.RungTooLow: HTTPStatus.CONFLICT,
    # Somebody else has to do it.
    refusals.OwnProposal: HTTPStatus.FORBIDDEN,
    refusals.MandateLacking: HTTPStatus.FORBIDDEN,
    # Somebody else was first.
    refusals.ChangedSince: HTTPStatus.PRECONDITION_FAILED,
    # What was sent cannot be recorded as it is.
    refusals.NoNumbers: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.TooEarly: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.InTheFuture: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.DayNeeded: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.NotAMultiPartyMeeting: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.TooFewParties: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.ExchangeWithItself: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.NumberNotStated: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.GroundsMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.WrongDirection: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.RungSkipped: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.SubstitutionNeedsItsLaw: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.DecisionContentMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.TermMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.TermNotLonger: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.PeriodNotPast: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.NothingAmended: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.DecidedByGsOnly: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.MandateMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.DepartureMissing: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.HalfYearNeeded: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.NotWithThisMove: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.NotAsProposed: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.AnotherKindOfFact: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.AnotherSubject: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.RealMunicipality: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.FictionalMunicipality: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.CommandReused: HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""The status of each refusal."""

SILENT = "De database antwoordt nu niet. Probeer het zo weer."
FAILURES: dict[type[Exception], str] = {
    BusyError: "Anderen legden steeds eerder iets vast. Er is niets vastgelegd; probeer het opnieuw.",
    OutcomeUnknownError: (
        "De verbinding met de database viel weg. Stuur hetzelfde verzoek nog eens met dezelfde Idempotency-Key:"
        " was het al vastgelegd, dan krijgt u het eerste antwoord."
    ),
    NotBuiltError: "Dit overzicht wordt nog opgebouwd. Probeer het zo weer.",
    StaleError: "De overzichten zijn nog niet zo ver als u vroeg (X-Trede-Position). Probeer het zo weer.",
    OperationalError: SILENT,
    InterfaceError: SILENT,
    InternalError: "De database kon dit niet uitvoeren. Er is niets vastgelegd; probeer het zo weer.",
}
"""What fails below a request and passes by itself, unless the record or its database is ill (``illness``)."""
FAILING = (*FAILURES, DamagedEntryError)

log = logging.getLogger(__name__)

STATUSES: dict[int, tuple[str, str]] = {
    400: ("Bad request", "Het verzoek is niet te lezen."),
    401: ("Unauthorized", "Stuur een geldig token mee: Authorization: Bearer …"),
    403: ("Forbidden", "U hebt hiervoor niet het recht."),
    404: ("Not found", "Dit is er niet."),
    405: ("Method not allowed", "Dit kan niet op dit adres; wat wel kan, staat in Allow."),
    409: ("Conflict", "Dit gaat niet samen met wat al is vastgelegd."),
    410: ("Gone", "Dit is gewist."),
    412: ("Precondition failed", "Een ander heeft dit intussen veranderd. Kijk opnieuw en besluit dan."),
    413: ("Content too large", "De inhoud is te groot."),
    415: ("Unsupported media type", "Stuur de inhoud als {media_type}."),
    422: ("Invalid content", "De inhoud is niet goed."),
    428: ("Precondition required", 'Noem de versie die u zag: If-Match: "17" (de ETag van de gemeente).'),
    500: ("Internal error", "Er ging iets mis in Trede. Er is een melding van gemaakt."),
    503: ("Service unavailable", SILENT),
}
"""Title and detail of each status, where nothing more precise is known."""


@dataclass
class ProblemError(Exception):
    """Something that the API itself does not accept; ``more`` are members of the problem, by the name they get."""

    status: int
    detail: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


class ProblemResponse(JSONResponse):
    """A problem as JSON. What was sent and is no text, such as half a character, is told with a question mark."""

    media_type = MEDIA_TYPE

    def render(self, content: Any) -> bytes:  # noqa: ANN401 - as the class above has it
        """The problem in UTF-8."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def problem(
    status: int, *, title: str = "", detail: str = "", headers: Mapping[str, str] | None = None, **more: object
) -> ProblemResponse:
    """The answer that tells a problem."""
    own_title, own_detail = STATUSES.get(status, (HTTPStatus(status).phrase, HTTPStatus(status).phrase))
    titled = title or own_title
    content = {
        "type": KIND + titled.lower().replace(" ", "-"),
        "title": titled,
        "status": int(status),
        "detail": detail or own_detail,
        **more,
    }
    return ProblemResponse(content, status, {**STANDARD, **(headers or {})})


def refused(_: Request, refusal: Refusal) -> ProblemResponse:
    """A decision that the domain refused."""
    kind = type(refusal)
    return problem(
        REFUSALS[kind],
        title=_in_words(kind.__name__),
        detail=in_dutch(refusal),
        rule=kind.__name__,
        source=kind.SOURCE,
        data={name: _plain(value) for name, value in refusal.data.items()},
    )


def file_refused(_: Request, refused: FileRefused) -> ProblemResponse:
    """A file that is not taken."""
    large = refused.kind == "too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if large else HTTPStatus.UNPROCESSABLE_ENTITY
    return problem(status, detail=str(refused), rule=refused.kind)


def unreadable_cursor(_: Request, __: UnreadableCursorError) -> ProblemResponse:
    """A cursor that no page of this list ended with."""
    detail = "cursor: komt niet uit een vorige bladzijde van deze lijst."
    return problem(HTTPStatus.BAD_REQUEST, detail=detail, errors=[{"query": "cursor", "detail": detail}])


def not_accepted(_: Request, error: ProblemError) -> ProblemResponse:
    """Something that the API itself does not accept."""
    return problem(error.status, detail=error.detail, headers=error.headers, **error.more)


def not_allowed(_: Request, error: NotAllowedError) -> ProblemResponse:
    """A caller without the right."""
    return problem(HTTPStatus.FORBIDDEN, detail=f"U hebt hiervoor niet het recht ({error.right}).", right=error.right)


def failed(_: Request, error: Exception) -> ProblemResponse:
    """Something that failed and passes by itself, or when somebody sees to it."""
    status, detail = failure(error) or (HTTPStatus.INTERNAL_SERVER_ERROR, "")
    headers = {"Retry-After": "1"} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    return problem(status, detail=detail, headers=headers)


def failure(error: Exception, words: Mapping[type[Exception], str] = FAILURES) -> tuple[int, str] | None:
    """The status of something that failed below a request, and what is told in these words; None for anything else.

    An illness of the record or its database is logged: somebody has to see to it.
    """
    if ill := illness(error):
        log.error("%s: %s", type(error).__name__, ill.sentence)
        return ill
    told = next((told for kind, told in words.items() if isinstance(error, kind)), None)
    return None if told is None else (HTTPStatus.SERVICE_UNAVAILABLE, told)


def broken(_: Request, __: Exception) -> ProblemResponse:
    """An error of the program: told without anything of what went wrong, which stands in the log."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR)


def _in_words(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).capitalize()


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case date() | Period():
            return str(value)
        case _:
            return value
