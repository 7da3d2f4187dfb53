"""Decisions on information: asked for, received, checked."""

from datetime import date

from domain.decisions.guards import require_known, require_new, require_not_before
from domain.decisions.occasion import Occasion
from domain.events.information import InformationReceived, InformationRequested, InformationValidated
from domain.municipality import Municipality
from domain.refusals import NotOnRecord, require
from domain.values import DocumentId, LetterId, PlainText, RequestId


def request_information(
    municipality: Municipality,
    *,
    on: Occasion,
    request_id: RequestId,
    what: PlainText,
    due: date,
    letter: LetterId | None = None,
) -> tuple[InformationRequested]:
    """Record that the province asked for information, by ``due`` (included)."""
    require_new("request for information", request_id, municipality.requests.get(request_id))
    require_not_before("due day", due, on.happened_on)
    if letter is not None:
        require_known("letter", letter, municipality.contact.letters.get(letter))
    return (InformationRequested(request=request_id, what=what, due=due, letter=letter),)


def receive_information(
    municipality: Municipality,
    *,
    on: Occasion,
    request_id: RequestId,
    summary: PlainText | None = None,
    complete: bool = True,
    documents: tuple[DocumentId, ...] = (),
) -> tuple[InformationReceived]:
    """Record that information came in, in whole or in part."""
    require_known("request for information", request_id, municipality.requests.get(request_id))
    return (InformationReceived(request=request_id, summary=summary, complete=complete, documents=documents),)


def validate_information(
    municipality: Municipality, *, on: Occasion, request_id: RequestId, sound: bool, findings: PlainText
) -> tuple[InformationValidated]:
    """Record what checking the information brought to light; only what came in can be checked."""
    known = municipality.requests.get(request_id)
    require_known("request for information", request_id, known)
    require(known is not None and known.received, NotOnRecord("answer to the request for information", request_id))
    return (InformationValidated(request=request_id, sound=sound, findings=findings),)
