"""Information that the province asked for: requested, come in, checked."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from api.identity.rights import Right
from api.rest.asking import Reading
from api.rest.paging import Listed, Listing
from api.rest.problems import ProblemError
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import (
    Day,
    DocumentRef,
    InformationRequestRef,
    LetterRef,
    PartialDay,
    Posted,
    Told,
    Worded,
    Words,
    example,
)
from domain.decisions import information
from projections.information import requests

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


class AnswerTold(Told):
    """Information as it came in: all of what was asked, or part."""

    entry: int
    on: PartialDay | None
    complete: bool
    summary: str | None
    documents: tuple[str, ...]


class CheckTold(Told):
    """What checking the information brought to light."""

    entry: int
    on: PartialDay | None
    sound: bool
    findings: str


class InformationRequestTold(Told):
    """A request for information as it stands on the day."""

    request: str
    entry: int
    requested_on: PartialDay | None
    what: str
    due: date = Field(description="by this day, that day included")
    letter: str | None = Field(description="the letter that asks it")
    received: tuple[AnswerTold, ...]
    complete: bool = Field(description="whether all of it came in")
    checks: tuple[CheckTold, ...]
    sound: bool | None = Field(description="the verdict on what came in last; null as long as there is none")
    overdue: bool = Field(description="whether not all came in although the day it was due has passed")


@routes.read("")
def list_information_requests(
    code: Code,
    at: Listing,
    complete: Annotated[bool | None, Query(description="whether all of it came in")] = None,
    due_before: Annotated[Day | None, Query(alias="dueBefore", description="due before this day only")] = None,
) -> Listed[InformationRequestTold]:
    """List the requests for information of a municipality, the first that is due first."""
    page = requests(
        at.reader,
        at.knowing,
        code=at.municipality(code),
        complete=complete,
        due_before=due_before,
        after=at.after,
        limit=at.limit,
    )
    return at.listed(page, InformationRequestTold.model_validate)


@routes.read("/{request}")
def show_information_request(code: Code, request: Request, at: Reading) -> InformationRequestTold:
    """Tell of one request for information."""
    for line in requests(at.reader, at.knowing, code=at.municipality(code), request=request).lines:
        return InformationRequestTold.model_validate(line)
    raise ProblemError(404)


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
