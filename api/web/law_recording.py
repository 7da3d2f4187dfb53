"""Recording a fact or an act about rungs 4 to 6, by the form of it: one page for all of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.web import fields
from api.web.conversation_form import document_of
from api.web.forms import Filled, Form, Problems
from api.web.law_form import About, Content, LawForm
from api.web.law_forms import BY_ADDRESS
from api.web.law_reading import DAY, FILE, SUBJECT, Reading, YesNo
from api.web.law_refused import law_refusals
from api.web.law_sheet import LawSheet, law_sheet, officials_of
from api.web.law_subjects import OF_LAW, subject_told
from api.web.municipality import found
from api.web.placing import OPTIONS, file_decision, largest, recognised
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.events.law import Scope
from domain.municipality import Municipality
from domain.policy.law_path import law_path
from domain.refusals import (
    GroundsMissing,
    InTheFuture,
    PeriodNotPast,
    Refusal,
    TermMissing,
    TermNotLonger,
    TooEarly,
)
from projections.municipalities import MunicipalityNow

PATH = "/gemeenten/{code}/indeplaatsstelling/{what}"
ROAD = "/gemeenten/{code}/indeplaatsstelling"
BESIDE: tuple[tuple[str, type[Refusal]], ...] = (
    ("dag", InTheFuture),
    ("dag", TooEarly),
    ("termijn", TermMissing),
    ("brief-termijn", TermMissing),
    ("besluit-termijn", TermMissing),
    ("termijn", TermNotLonger),
    ("gronden", GroundsMissing),
    ("periode", PeriodNotPast),
    ("besluit-periode", PeriodNotPast),
)
"""Beside which field each rule is told, in the forms that have that field."""
OF_CONTENT = {Content.LETTER: {"brief-termijn"}, Content.DECISION: {"besluit-termijn", "besluit-periode"}}

pages = Pages("Indeplaatsstelling")


@dataclass(frozen=True, slots=True)
class Desk:
    """A form about one municipality on one screen; ``subject`` is the id of what it is about, if anything."""

    visit: Visit
    law_form: LawForm
    municipality: Municipality
    now: MunicipalityNow
    sheet: LawSheet
    subject: str | None

    @classmethod
    def of(cls, visit: Visit, code: str, what: str, given: str) -> "Desk":
        """The form that the address names, for who has the right; a page that is not there for any other."""
        law_form, now = BY_ADDRESS.get(what), found(visit, code)
        if law_form is None:
            raise HTTPException(404)
        visit.require(law_form.right)
        municipality = visit.running.ledger.municipality(code)
        subject = _subject(visit, municipality, law_form.about, given)
        return cls(visit, law_form, municipality, now, law_sheet(visit, municipality), subject)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.visit.running.today()

    @property
    def road(self) -> str:
        """The page that it leads back to."""
        return ROAD.format(code=self.municipality.code)

    def suggested(self) -> Form:
        """The form as nobody filled it in yet."""
        own = {each.name: [each.filled] for each in self.law_form.inputs if each.filled}
        decides = self.law_form.content is Content.DECISION
        shared = {DAY: [self.today.isoformat()], fields.COMMAND: [str(uuid4())], SUBJECT: [self.subject or ""]}
        return Form({**(self.sheet.suggested if decides else {}), **own, **shared})

    def page(self, form: Form, problems: Problems) -> Response:
        """The form with what is in it, and what is wrong with it."""
        return self.visit.page(
            "law_form.html",
            problems.status if problems else 200,
            form=form,
            problems=problems,
            law_form=self.law_form,
            code=self.municipality.code,
            now=self.now,
            about=subject_told(self.municipality.law, self.subject),
            subject=self.subject,
            sheet=self.sheet,
            version=self.municipality.version,
            today=self.today,
            road=self.road,
            options={each.name: fields.options(each.options) for each in self.law_form.inputs if each.options},
            yes_no=[(each.value, each.value.capitalize()) for each in YesNo],
            scopes=fields.options(Scope),
            classifications=OPTIONS["classifications"],
            accept=OPTIONS["accept"],
        )


@pages.get(PATH)
def law_form(code: Code, what: str, visit: Visiting) -> Response:
    """The form, for who has the right that its decision asks."""
    desk = Desk.of(visit, code, what, visit.request.query_params.get(SUBJECT, ""))
    return desk.page(desk.suggested(), Problems())


@pages.post(PATH, Right.READ, largest=largest)
def record(code: Code, what: str, visit: Visiting, form: Filled) -> Response:
    """Record it, and go back to the road."""
    desk, problems = Desk.of(visit, code, what, form.one(SUBJECT)), Problems()
    law_form, reading = desk.law_form, Reading(form, problems, fields.command(form))
    on = fields.day(form, problems, DAY, law_form.day)
    question, readers = reading.question(law_form), reading.readers
    file = form.file(FILE) if law_form.document else None
    attached = recognised(visit, file, problems, "Document") if file else None
    if on and not problems:
        with law_refusals(problems, _beside(law_form)):
            _record(desk, question, reading.command, fields.seen(form), on, document=attached is not None)
            if attached and law_form.document:
                kind = law_form.document
                file_decision(visit, code, attached, reading.command, on=on, classification=readers, kind=kind)
            return visit.redirect(desk.road, said=f"Vastgelegd: {law_form.said}.")
    if file and not problems.of(FILE):
        problems.add(FILE, "Document: kies het bestand opnieuw; een browser onthoudt het niet.")
    return desk.page(form, problems)


def _record(desk: Desk, question: dict[str, Any], command: UUID, seen: int | None, on: date, *, document: bool) -> None:
    """Ask the record, with the subject and, where there is one, the document that is filed after it."""
    law_form, visit = desk.law_form, desk.visit
    asked = question | _about(desk)
    if document:
        asked["document"] = document_of(command, 1)
    if law_form.judges:
        asked["framework"] = visit.running.frameworks.in_force(on)
    visit.record(law_form.decision, desk.municipality.code, command=command, happened_on=on, seen=seen, **asked)


def _about(desk: Desk) -> dict[str, str]:
    if desk.subject is None:
        return {}
    about = desk.law_form.about
    if about is About.TERM:
        about = About.DECISION if desk.subject in desk.municipality.law.decisions else About.ANNOUNCEMENT
    return {about.value: desk.subject}


def _subject(visit: Visit, municipality: Municipality, about: About, given: str) -> str | None:
    """What the form is about: as the address says, else what the road is at; a page that is not there without it."""
    if about is About.NOTHING:
        return None
    known = OF_LAW[about](municipality.law)
    subject = (given if given in known else None) if given else _present(visit, municipality, about, known)
    if subject is None:
        raise HTTPException(404)
    return subject


def _present(visit: Visit, municipality: Municipality, about: About, known: frozenset[str]) -> str | None:
    today = visit.running.today()
    trail = law_path(municipality, today, officials_of(visit, today)).trail
    decision = trail.decision.decision if trail.decision else None
    letter = trail.announcement.letter if trail.announcement else None
    present = {About.ANNOUNCEMENT: letter, About.DECISION: decision, About.TERM: decision or letter}
    return present[about] if about in present else next(iter(known), None) if len(known) == 1 else None


def _beside(law_form: LawForm) -> list[tuple[str, type[Refusal]]]:
    """The fields beside which rules are told, of those that the form has."""
    names = {DAY} | law_form.names | (OF_CONTENT[law_form.content] if law_form.content else set())
    return [(name, rule) for name, rule in BESIDE if name in names]
