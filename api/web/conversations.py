"""Recording a conversation: in a minute, on a phone, with everything else folded away."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from fastapi import Response

from api.documents import KINDS, MEGABYTE, Recognised, recognise
from api.identity.rights import Right
from api.intake.refusals import FileRefused
from api.running import Running
from api.store.drafts import Draft, Drafts
from api.store.drafts import Place as DraftPlace
from api.web import fields
from api.web.conversation_form import (
    AGREEMENT,
    MOST_ROWS,
    OTHER,
    OTHER_ROWS,
    ROWS,
    Present,
    filled_in,
    read_conversation,
)
from api.web.conversation_recording import record_conversation
from api.web.forms import CSRF, Form, Problems, SentFile
from api.web.forms import Filled as Sent
from api.web.municipality import found
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.events.causes import CauseKind
from domain.events.contact import Channel, ConversationKind, Level, Purpose, Side
from domain.policy.contact import suggested
from domain.refusals import InTheFuture, NotAMultiPartyMeeting
from domain.values import Classification
from projections.conversations import ConversationState, conversations
from projections.dutch.words import word
from projections.municipalities import MunicipalityNow

PATH = "/gemeenten/{code}/gesprekken/nieuw"
DO = "doe"
"""The button that was pressed: none for recording."""
DRAFT, DROP, ONE_MORE_AGREEMENT, ONE_MORE_PERSON = "concept", "weg", "afspraak", "persoon"
AROUND = 2_000_000
"""Bytes that the rest of the form may take."""
REMEMBERED = 20
"""So many conversations are looked back in for who took part."""
MOST_REMEMBERED = 12

pages = Pages("Gesprekken")


def _largest(running: Running) -> int:
    return running.settings.document_limit * MEGABYTE + AROUND


@dataclass(frozen=True, slots=True)
class Desk:
    """The form of one municipality on one screen."""

    visit: Visit
    code: str
    now: MunicipalityNow
    remembered: tuple[tuple[Present, str], ...]

    @classmethod
    def of(cls, visit: Visit, code: str) -> "Desk":
        """With what is known of the municipality."""
        return cls(visit, code, found(visit, code), tuple(_remembered(visit, code).items()))

    @property
    def today(self) -> date:
        """The day it is."""
        return self.visit.running.today()

    @property
    def drafts(self) -> Drafts:
        """Where drafts are kept."""
        return Drafts(self.visit.running.store, self.visit.running.ledger)

    @property
    def place(self) -> DraftPlace:
        """Where the draft of this form is."""
        return DraftPlace(self.visit.caller.person, self.code, "conversation")

    def suggested(self) -> Form:
        """The form as nobody filled it in yet."""
        rung = self.now.stands.rung if self.now.stands else None
        asked = self.visit.request.query_params.get("soort", "")
        kind = asked if asked in set(ConversationKind) else suggested(rung).value
        return Form.of(soort=kind, dag=self.today.isoformat(), opdracht=str(uuid4()))

    def page(self, form: Form, problems: Problems, *, draft: Draft | None = None) -> Response:
        """The form with what is in it, and what is wrong with it."""
        status = problems.status if problems else HTTPStatus.OK
        return self.visit.page(
            "conversation.html",
            status,
            form=form,
            problems=problems,
            code=self.code,
            now=self.now,
            today=self.today,
            draft=draft,
            remembered=[(present.token, told) for present, told in self.remembered],
            agreements=range(1, _rows(form, AGREEMENT, ROWS) + 1),
            others=range(1, _rows(form, OTHER, OTHER_ROWS) + 1),
            **OPTIONS,
        )

    def keep(self, form: Form) -> bool:
        """Keep what is filled in as a draft."""
        values = {name: form[name] for name in form if name not in {CSRF, DO}}
        return self.drafts.keep(self.place, fields.command(form), values)


OPTIONS: dict[str, Any] = {
    "kinds": fields.options(ConversationKind),
    "channels": fields.options(Channel),
    "levels": fields.options(Level),
    "purposes": fields.options(Purpose),
    "sides": fields.options([Side.MUNICIPALITY, Side.PROVINCE, Side.OTHER]),
    "classifications": fields.options(Classification),
    "cause_kinds": fields.options(CauseKind),
    "accept": ",".join(extension for kind in KINDS for extension in kind.extensions),
}
"""What can be chosen, in Dutch."""


@pages.get(PATH, Right.RECORD_FACTS)
def conversation_form(code: Code, visit: Visiting) -> Response:
    """The form; with what was typed in it before, when that was not recorded."""
    desk = Desk.of(visit, code)
    draft = desk.drafts.find(desk.place)
    form = Form({name: list(values) for name, values in draft.fields.items()}) if draft else desk.suggested()
    return desk.page(form, Problems(), draft=draft)


@pages.post(PATH, Right.RECORD_FACTS, largest=_largest)
def record(code: Code, visit: Visiting, form: Sent) -> Response:
    """Record what was filled in, or do what the other buttons say."""
    desk = Desk.of(visit, code)
    pressed = form.one(DO)
    if pressed == DROP:
        desk.drafts.drop(desk.place)
        return visit.redirect(PATH.format(code=code), said="Het concept is weggegooid.")
    if not pressed:
        return _recorded(desk, form)
    desk.keep(form)
    if pressed == DRAFT:
        return visit.redirect(f"/gemeenten/{code}", said="Het concept is bewaard. U kunt er 30 dagen mee verder.")
    return desk.page(form, Problems())


@pages.post(PATH + "/concept", Right.RECORD_FACTS)
def keep_draft(code: Code, visit: Visiting, form: Sent) -> Response:
    """Keep what is typed so far, as a script asks every few seconds."""
    kept = Desk.of(visit, code).keep(form)
    return Response(status_code=HTTPStatus.NO_CONTENT if kept else HTTPStatus.CONFLICT)


def _recorded(desk: Desk, form: Form) -> Response:
    problems = Problems()
    known = frozenset(present.person for present, _ in desk.remembered if present.person)
    filled = read_conversation(form, problems, today=desk.today, known=known)
    attached = _recognised(desk, form, problems)
    if filled and not problems:
        with problems.refusals(dag=InTheFuture, telt_omdat=NotAMultiPartyMeeting):
            said = record_conversation(desk.visit, desk.code, filled, attached, command=fields.command(form))
            desk.drafts.drop(desk.place)
            return desk.visit.redirect(f"/gemeenten/{desk.code}", said=said)
    if form.files and not problems.of("bijlage"):
        problems.add("bijlage", "Bijlagen: kies de bestanden opnieuw; een browser onthoudt ze niet.")
    return desk.page(form, problems)


def _recognised(desk: Desk, form: Form, problems: Problems) -> list[tuple[SentFile, Recognised]]:
    """The attachments, each of a kind that is kept."""
    attached = []
    for file in form.files.get("bijlage", ()):
        try:
            limit = desk.visit.running.settings.document_limit
            attached.append((file, recognise(file.content, file.name, limit=limit)))
        except FileRefused as refused:
            problems.add("bijlage", f"Bijlage {file.name}: {refused}")
    return attached


def _remembered(visit: Visit, code: str) -> dict[Present, str]:
    """Who took part in the last conversations, with how they are told, the last seen first."""
    found_there: dict[Present, str] = {}
    talks = conversations(visit.reader, visit.knowing, code=code, state=ConversationState.HELD, limit=REMEMBERED)
    for talk in talks.lines:
        for line in talk.participants:
            who = line.participant
            told = ", ".join(each for each in (line.name, who.office) if each)
            if told and (not who.person or line.name):
                suffix = "" if who.side is Side.MUNICIPALITY else f" ({word(who.side)})"
                found_there.setdefault(Present(who.side, who.office, who.person), told + suffix)
    return dict(list(found_there.items())[:MOST_REMEMBERED])


def _rows(form: Form, group: str, least: int) -> int:
    """How many rows of a group are shown: those that are filled in, and one more when that is asked for."""
    last = max([*filled_in(form, group), *(n for n in fields.numbered(form, group) if n <= MOST_ROWS), least])
    return min(last + (form.one(DO) == {AGREEMENT: ONE_MORE_AGREEMENT, OTHER: ONE_MORE_PERSON}[group]), MOST_ROWS)
