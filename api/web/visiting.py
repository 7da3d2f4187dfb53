"""What a page works with: who is there, what they may do, what they ask about, and how something is recorded."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import URL

from api.identity.caller import Caller
from api.identity.rights import Right
from api.identity.sessions import Session, Sessions
from api.running import Running
from api.web.headers import PAGE_HEADERS
from api.web.site import MENU, Place, Site
from api.worklist.counting import waiting_for
from domain.events.base import Origin
from domain.ledger.deciding import Decision
from domain.ledger.request import Answer
from domain.ledger.request import Request as Asked
from domain.values import PartialDate, PersonId
from projections.engine.known import Knowing
from projections.reading import ERASED_PERSON, Reader

PATIENCE = 1.0
"""Seconds that a form waits for the read models to show what it recorded."""
KNOWN_ON, AS_AT = "bekend-op", "stand-per"
EARLIEST, LATEST = date(1995, 1, 1), date(2199, 12, 31)
"""The days that can be asked about, as for the API."""


class UnreadableAddressError(Exception):
    """Something in the address cannot be read; the message says what, in Dutch."""


@dataclass(frozen=True)
class Visit:
    """One page, asked for by somebody who signed in."""

    request: Request
    running: Running
    site: Site
    session: Session

    @property
    def caller(self) -> Caller:
        """Who is there, in the roles they have now."""
        return self.session.caller

    def may(self, right: Right) -> bool:
        """Whether they have this right: what somebody may not do is not offered."""
        return right in self.caller.rights

    def require(self, right: Right) -> None:
        """Refuse who lacks a right that the page itself does not ask of everybody."""
        self.caller.require(right)

    @cached_property
    def name(self) -> str:
        """How they are called."""
        return self.running.ledger.persons.names([self.caller.person]).get(self.caller.person) or ERASED_PERSON

    @property
    def csrf(self) -> str:
        """What every form on the page bears."""
        return self.session.csrf

    @property
    def menu(self) -> list[Place]:
        """Where they may go."""
        return [place for place in MENU if self.may(place.right)]

    @cached_property
    def to_do(self) -> int:
        """How much of the worklist is too late or waits for them, now."""
        now = Knowing.asked(self.running.ledger, today=self.running.today())
        return waiting_for(self.running, self.running.store, self.caller, now)

    @property
    def reader(self) -> Reader:
        """The record with the texts that they may read."""
        return Reader(self.running.ledger, readable=self.caller.readable)

    # Which knowledge, and which day

    @cached_property
    def known_on(self) -> date | None:
        """The day by the end of which it was known; None for now."""
        return self._day(KNOWN_ON)

    @cached_property
    def as_at(self) -> date | None:
        """The day of which it is true; None for today, or the day of ``known_on``."""
        return self._day(AS_AT)

    @cached_property
    def knowing(self) -> Knowing:
        """What the page asks about."""
        today = self.running.today()
        return Knowing.asked(self.running.ledger, today=today, known_on=self.known_on, as_at=self.as_at)

    @property
    def time_travel(self) -> bool:
        """Whether the page shows another moment than now, so that nothing can be recorded from it."""
        return self.known_on is not None or self.as_at is not None

    def link(self, path: str, **query: object) -> str:
        """An address on this site that shows the same moment; what is None in the query is left out."""
        moment = {KNOWN_ON: self.known_on, AS_AT: self.as_at}
        told = {name: value for name, value in {**query, **moment}.items() if value is not None}
        return f"{path}?{urlencode(told, doseq=True)}" if told else path

    # Answers

    def page(self, template: str, status: int = HTTPStatus.OK, **context: object) -> HTMLResponse:
        """A page with what its template needs; for a form that is not right yet the status says so."""
        frame = {"visit": self, "said": self.sessions.said(self.session), "path": self.request.url.path}
        return self.site.render(template, status, {**frame, **context})

    def fragment(self, template: str, **context: object) -> HTMLResponse:
        """A piece of a page, for who has the rest before them."""
        frame = {"visit": self, "path": self.request.url.path}
        return self.site.render(template, HTTPStatus.OK, {**frame, **context})

    @property
    def wants_fragment(self) -> bool:
        """Whether a script asks for a piece of the page only."""
        return self.request.headers.get("hx-request-type") == "partial"

    def redirect(self, path: str, *, said: str | None = None) -> RedirectResponse:
        """On to another page after a form, which says this on top."""
        if said is not None:
            self.sessions.say(self.session, said)
        return RedirectResponse(path, HTTPStatus.SEE_OTHER, PAGE_HEADERS)

    @property
    def sessions(self) -> Sessions:
        """The sessions of this installation."""
        return self.running.sessions

    # Recording

    def record(
        self,
        decision: Decision,
        /,
        code: str,
        *,
        command: UUID,
        happened_on: date | PartialDate | None = None,
        seen: int | None = None,
        acting_for: PersonId | None = None,
        **question: Any,  # noqa: ANN401 - the decision knows its question
    ) -> Answer:
        """Ask the record for a decision about a municipality, and wait until the pages show it.

        ``command`` comes from a hidden field of the form, so that a form that is sent twice is recorded once. The day
        is today when nothing is said, or the day it was when the same command came before. Raises as ``Ledger.record``.
        """
        request = self.asked(command, happened_on=happened_on, seen=seen, acting_for=acting_for)
        answer = self.running.ledger.record(decision, municipality=code, request=request, **question)
        self.await_pages(answer)
        return answer

    def asked(
        self,
        command: UUID,
        *,
        happened_on: date | PartialDate | None = None,
        seen: int | None = None,
        acting_for: PersonId | None = None,
    ) -> Asked:
        """The request in which a form asks something of the record; as for ``record``."""
        return Asked(
            command=command,
            by=self.caller.actor(acting_for),
            origin=Origin.SCREEN,
            happened_on=self._happened_on(happened_on, command),
            today=self.running.today(),
            seen=seen,
        )

    def await_pages(self, *answers: Answer | None) -> None:
        """Wait until the pages show what was recorded."""
        position = max((answer.position for answer in answers if answer), default=0)
        if position:
            self.running.projector.wait_for(position, PATIENCE)

    def _happened_on(self, given: date | PartialDate | None, command: UUID) -> PartialDate:
        if isinstance(given, PartialDate):
            return given
        earlier = self.running.ledger.entries_of(command) if given is None else []
        return earlier[0].about.happened_on if earlier else PartialDate.of(given or self.running.today())

    def _day(self, name: str) -> date | None:
        given = self.request.query_params.get(name, "")
        if not given:
            return None
        try:
            day = date.fromisoformat(given)
        except ValueError:
            day = None
        if day is None or not EARLIEST <= day <= LATEST:
            raise UnreadableAddressError(f"'{given}' is geen dag. Schrijf een dag als 2024-06-30.")
        return day


def visiting(request: Request) -> Visit:
    """The visit that ``routing`` let in."""
    visit: Visit = request.state.visit
    return visit


Visiting = Annotated[Visit, Depends(visiting)]


def inside(address: str) -> str:
    """An address of this site, as it was sent along; the first page for any other: nobody is led elsewhere."""
    url = URL(address)
    plain = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return address if plain and not url.scheme and not url.netloc else "/"
