"""Letters that Trede makes: suggested from the record, drawn as PDF, filed, and recorded as sent."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import Path
from pydantic import Field

from api.identity.rights import Right
from api.letters.drawing import LetterTemplateError, UnprintableError
from api.letters.kinds import LetterKind
from api.letters.known import known_of
from api.letters.making import Desk, Made, Written
from api.letters.sender import SenderError
from api.letters.suggesting import OPEN, Suggestion, suggested
from api.province import province_of
from api.rest.asking import PATIENCE, Asking, Reading
from api.rest.problems import ProblemError
from api.rest.recording import Recorded, Recording, Writing, wrong
from api.rest.routing import Code, Routes
from api.rest.schemas import Day, Name, Posted, Told, Worded, Words, example
from domain.ledger.request import Request as Asked
from domain.refusals import UnknownMunicipality
from projections.dutch.words import day as dutch_day
from projections.engine.known import Knowing
from projections.engine.runner import StaleError
from projections.reading import Reader

routes = Routes("/municipalities/{code}", tag="Letters")

Kind = Annotated[LetterKind, Path(description="what the letter is for", examples=["plan-request"])]


class LetterSuggestionTold(Told):
    """What a letter would say, from what the record says; what it does not say stands there as [vul in]."""

    kind: LetterKind
    subject: str
    text: str = Field(description="blank lines separate paragraphs")
    due: date | None = Field(description="by which something is asked for")


class MadeLetterSent(Worded):
    """A letter to make; the record suggests its subject, its text and its day where they are left out."""

    model_config = example(kind="plan-request")

    kind: LetterKind
    subject: Name | None = None
    text: Words | None = Field(default=None, description="blank lines separate paragraphs; it names the day it asks by")
    due: Day | None = None


class LetterMade(Recorded):
    """A letter that was made, with its document; what it asks for is among the entries."""

    letter: str
    document: str


@routes.read("/letter-suggestions/{kind}")
def suggest_letter(code: Code, kind: Kind, at: Reading) -> LetterSuggestionTold:
    """Tell what a letter would say, as the record stands on the day."""
    found = _suggestion(at.reader, at, at.knowing, at.municipality(code), kind)
    return LetterSuggestionTold(kind=kind, subject=found.subject, text=found.text, due=found.due)


@routes.write("/made-letters", Right.RECORD_FACTS)
def make_letter(code: Code, sent: Posted[MadeLetterSent], at: Writing) -> LetterMade:
    """Make a letter, file it as PDF, and record that it was sent, with the request for information or a plan in it.

    Trede sends nothing: the province sends the letter its own way.
    """
    request = at.asked(sent, code)
    written = _written(code, sent, at, request)
    if written.unfinished:
        raise wrong(f"noemt nog '{OPEN}'; geef de tekst van de brief", ("text", sent.text))
    if written.due and written.hides_its_day:
        raise wrong(f"noemt {dutch_day(written.due)} niet", ("text", sent.text))
    made = _made(code, sent, at, written, request)
    return LetterMade.of(at.told(made.answer), letter=made.letter, document=made.document)


def _written(code: str, sent: MadeLetterSent, at: Recording, request: Asked) -> Written:
    """The letter as it was sent, with what the record suggests where something was left out."""
    running = at.running
    knowing = Knowing.asked(running.ledger, today=request.happened_on.first_day or request.today)
    if not running.projector.wait_for(knowing.position, PATIENCE):  # what it suggests is told by read models
        raise StaleError(f"the read models are not at {knowing.position} yet")
    found = _suggestion(Reader(running.ledger, readable=at.caller.readable), at, knowing, code, sent.kind)
    return Written(
        kind=sent.kind,
        name=at.state(code).case.name or code,
        subject=sent.subject or found.subject,
        text=sent.text or found.text,
        due=sent.due or found.due,
        classification=sent.classification,
    )


def _made(code: str, sent: MadeLetterSent, at: Recording, written: Written, request: Asked) -> Made:
    settings, ledger = at.running.settings, at.running.ledger
    try:
        return Desk(province_of(settings, ledger), settings.letters).make(ledger, code, written, request)
    except UnprintableError as error:
        raise wrong(f"'{error.signs}' kan niet worden afgedrukt", ("text", sent.text)) from None
    except (LetterTemplateError, SenderError) as error:
        detail = f"Het sjabloon van de provincie klopt niet: {error}."
        raise ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail) from None


def _suggestion(reader: Reader, at: Asking | Recording, knowing: Knowing, code: str, kind: LetterKind) -> Suggestion:
    known = known_of(reader, at.running.frameworks, knowing, code)
    if known is None:
        raise UnknownMunicipality(code)
    return suggested(kind, known)
