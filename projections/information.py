"""Information that was asked for: by when, what came in, and whether it is sound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from domain.events.information import InformationReceived, InformationRequested, InformationValidated
from domain.municipality.information import InformationRequest
from domain.values import PartialDate
from projections.engine.known import Knowing
from projections.engine.schema import Row, Table
from projections.engine.told import Told
from projections.paging import Cursor, Order, Page
from projections.reading import Opened, Reader
from projections.standing import SPAN, Span, Things, each_of, last_of, page_told, remembered

REQUESTS = Table(
    "requests",
    columns=(
        ("request", "text"),
        *SPAN,
        ("entry", "int"),  # that asked
        ("due", "date"),
        ("complete", "boolean"),  # all of it came in
        ("sound", "boolean"),  # NULL as long as it was not checked
    ),
    key=("request", "valid_from"),
    indexes=("(due, municipality, request)",),
)
ORDER = Order((("due", date), ("municipality", str), ("request", str)))


class Information(Things):
    """A row for each span in the life of each request for information."""

    name, version, tables, handles = (
        "information",
        1,
        (REQUESTS,),
        frozenset({InformationRequested, InformationReceived, InformationValidated}),
    )

    def about(self, fact: InformationRequested | InformationReceived | InformationValidated) -> tuple[str]:
        """The request that a fact is about."""
        return (fact.request,)

    def row(self, span: Span) -> Row | None:
        """The row of a span."""
        request = _standing(span.told)
        if request is None:
            return None
        return REQUESTS.row(
            request=span.subject,
            **span.columns,
            entry=request.version,
            due=request.due,
            complete=request.complete,
            sound=request.sound,
        )


INFORMATION = Information()


@dataclass(frozen=True, slots=True)
class InformationIn:
    """Information as it came in: all of what was asked, or part."""

    entry: int
    on: PartialDate
    complete: bool
    summary: str | None
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What checking the information brought to light."""

    entry: int
    on: PartialDate
    sound: bool
    findings: str


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request for information as it stands on a day.

    ``sound`` is the verdict on what came in last, None as long as that was not checked. ``overdue`` says that not all
    came in although the day it was due has passed.
    """

    code: str
    request: str
    entry: int
    requested_on: PartialDate
    what: str
    due: date
    letter: str | None
    received: tuple[InformationIn, ...]
    complete: bool
    checks: tuple[Check, ...]
    sound: bool | None
    overdue: bool


def requests(
    reader: Reader,
    knowing: Knowing,
    *,
    code: str | None = None,
    request: str | None = None,
    complete: bool | None = None,
    due_before: date | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[RequestLine]:
    """Requests for information as they stand on the day, the first that is due first.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: of this municipality; of all when None.
        request: this one.
        complete: whether all of it came in.
        due_before: due before this day.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "request = %(request)s": request,
        "complete = %(complete)s": complete,
        "due < %(due_before)s": due_before,
    }

    def line(code: str, request: str, told: Sequence[Told], texts: Opened) -> RequestLine:
        return request_line(code, request, told, texts, day=knowing.day)

    return page_told(reader, INFORMATION, knowing, asked, line, order=ORDER, after=after, limit=limit)


def request_line(code: str, request: str, told: Sequence[Told], texts: Opened, *, day: date) -> RequestLine:
    """What a reader sees of one request, by the facts about it that happened by a day."""
    stands, asked = _standing(told), last_of(told, InformationRequested)
    if stands is None or asked is None:
        raise LookupError(f"{code}: nothing was asked by request {request}")
    since = [each for each in told if each.entry.version > stands.version]
    return RequestLine(
        code=code,
        request=request,
        entry=stands.version,
        requested_on=asked[0].on,
        what=texts.text(asked[1].what),
        due=stands.due,
        letter=asked[1].letter,
        received=tuple(
            InformationIn(each.entry.version, each.on, fact.complete, texts.said(fact.summary), fact.documents)
            for each, fact in each_of(since, InformationReceived)
        ),
        complete=stands.complete,
        checks=tuple(
            Check(each.entry.version, each.on, fact.sound, texts.text(fact.findings))
            for each, fact in each_of(since, InformationValidated)
        ),
        sound=stands.sound,
        overdue=not stands.complete and stands.due < day,
    )


def _standing(told: Sequence[Told]) -> InformationRequest | None:
    """The request as a municipality remembers it; nothing when nobody asked."""
    return next(iter(remembered(told).requests.values()), None)
