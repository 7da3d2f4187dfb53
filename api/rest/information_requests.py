"""Information that the province asked for: requested, come in, checked."""

from typing import Annotated

from fastapi import Path
from pydantic import Field

from api.identity.rights import Right
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Day, DocumentRef, InformationRequestRef, LetterRef, Posted, Worded, Words, example
from domain.decisions import information

routes = Routes("/municipalities/{code}/information-requests", tag="Information requests")

Request = Annotated[InformationRequestRef, Path(description="the id of the request", examples=["request-1"])]


class InformationRequestSent(Worded):
    """What the province wants to know, by a day, that day included."""

    model_config = example(what="Een overzicht van de locaties die worden onderzocht.", due="2024-07-01")

    request: InformationRequestRef | None = Field(default=None, description="its id, when you choose it")
    what: Words
    due: Day
    letter: LetterRef | None = Field(default=None, description="the letter that asks it")


class AnswerSent(Worded):
    """What came in."""

    model_config = example(summary="Zes locaties, waarvan twee haalbaar.", complete=True)

    summary: Words | None = None
    complete: bool = True
    documents: tuple[DocumentRef, ...] = Field(default=(), max_length=200)


class ValidationSent(Worded):
    """What checking the information brought to light."""

    model_config = example(sound=False, findings="Twee locaties staan al een jaar op de lijst.")

    sound: bool
    findings: Words


class InformationRequestRecorded(Recorded):
    """A request that was recorded."""

    request: str


@routes.write("", Right.RECORD_FACTS)
def request_information(code: Code, sent: Posted[InformationRequestSent], at: Writing) -> InformationRequestRecorded:
    """Record that the province asked for information."""
    request = at.new("request", sent.request)
    answer = at.record(information.request_information, code, sent, request_id=request, **sent.said("request"))
    return InformationRequestRecorded.of(answer, request=request)


@routes.write("/{request}/answers", Right.RECORD_FACTS)
def receive_information(code: Code, request: Request, sent: Posted[AnswerSent], at: Writing) -> Recorded:
    """Record that information came in, in whole or in part."""
    return Recorded.of(at.record(information.receive_information, code, sent, request_id=request, **sent.said()))


@routes.write("/{request}/validations", Right.RECORD_FACTS)
def validate_information(code: Code, request: Request, sent: Posted[ValidationSent], at: Writing) -> Recorded:
    """Record what checking the information brought to light."""
    return Recorded.of(at.record(information.validate_information, code, sent, request_id=request, **sent.said()))
