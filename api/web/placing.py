"""Placing a municipality on the ladder: raised, lowered or held, by decision and with grounds."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4, uuid5

from fastapi import Response

from api.documents import KINDS, MEGABYTE, Recognised, recognise
from api.identity.caller import NotAllowedError
from api.identity.rights import Right, deciding_on
from api.intake.refusals import FileRefused
from api.moves import Move
from api.running import Running
from api.web import fields
from api.web.conversation_form import document_of
from api.web.forms import Filled as Sent
from api.web.forms import Form, Problems, SentFile
from api.web.law_refused import law_refusals
from api.web.law_sheet import LawSheet, law_sheet
from api.web.municipality import found
from api.web.placing_form import MOVES, Placed, read_placing
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.documents import file_document
from domain.events.ladder import Basis, DecidingBody
from domain.events.law import Scope
from domain.municipality import as_of
from domain.municipality.ladder import Ladder
from domain.refusals import (
    DecidedByGsOnly,
    DepartureMissing,
    GroundsMissing,
    InTheFuture,
    MandateMissing,
    PeriodNotPast,
    Refusal,
    TooEarly,
)
from domain.values import Classification, PlainText, Rung
from projections.dutch.words import day, rung_name, word
from projections.engine.known import Knowing
from projections.history import Line, history
from projections.municipalities import MunicipalityNow

PATH = "/gemeenten/{code}/plaatsen"
DECISION = "besluit over de trede"
"""What kind of document is filed with a placement."""
AROUND = 1_000_000
"""Bytes that the rest of the form may take."""
RIGHTS = {Right.DECIDE_PLACEMENTS, Right.DECIDE_SUBSTITUTION}

DECISION_LABEL = "Besluit als document"
"""What the field is called where a decision is sent along."""

pages = Pages("Plaatsen")


def largest(running: Running) -> int:
    """How many bytes a form with a document may have."""
    return running.settings.document_limit * MEGABYTE + AROUND


OPTIONS: dict[str, Any] = {
    "moves": [(move.value, told) for move, told in MOVES.items()],
    "bodies": fields.options(DecidingBody),
    "bases": fields.options(Basis),
    "scopes": fields.options(Scope),
    "classifications": fields.options(Classification),
    "accept": ",".join(extension for kind in KINDS for extension in kind.extensions),
}
"""What can be chosen, in Dutch."""

BESIDE: tuple[tuple[str, type[Refusal]], ...] = (
    ("ingang", TooEarly),
    ("gronden", GroundsMissing),
    ("door", DecidedByGsOnly),
    ("mandaat", MandateMissing),
    ("wijkt-af-van", DepartureMissing),
    ("meegedeeld-op", InTheFuture),
    ("besluit-periode", PeriodNotPast),
)
"""Beside which field each rule is told; what is decided in the future is told before it is asked."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The form of one municipality on one screen, with the version that is shown."""

    visit: Visit
    code: str
    now: MunicipalityNow
    version: int
    law: LawSheet

    @classmethod
    def of(cls, visit: Visit, code: str) -> "Desk":
        """With what is known of the municipality."""
        now = found(visit, code)
        municipality = visit.running.ledger.municipality(code)
        return cls(visit, code, now, municipality.version, law_sheet(visit, municipality))

    @property
    def today(self) -> date:
        """The day it is."""
        return self.visit.running.today()

    def as_seen(self, version: int) -> Ladder:
        """The ladder as it stood in the version that the visitor saw: a form that is sent again then reads the same."""
        return as_of(self.visit.running.ledger.municipality(self.code), version).ladder if version else Ladder()

    def rungs(self) -> list[tuple[int, str]]:
        """The rungs that the visitor may place on."""
        may = [rung for rung in Rung if self.visit.may(deciding_on(rung))]
        return [(int(rung), f"{int(rung)} – {word(rung)}") for rung in may]

    def suggested(self) -> Form:
        """The form as nobody filled it in yet; the page of the road says in the address which rung comes next."""
        given = self.visit.request.query_params.get("trede", "")
        high = {"besluit": [Move.RAISE.value], "trede": [given], "door": [DecidingBody.GS.value]}
        chosen = high if given in {"4", "5", "6"} else {}
        own = {"besloten-op": [self.today.isoformat()], "opdracht": [str(uuid4())]}
        return Form({**self.law.suggested, **own, **chosen})

    def page(self, form: Form, problems: Problems, *, meanwhile: tuple[Line, ...] = ()) -> Response:
        """The form with what is in it, what is wrong with it, and what others recorded meanwhile."""
        return self.visit.page(
            "placing.html",
            problems.status if problems else HTTPStatus.OK,
            form=form,
            problems=problems,
            code=self.code,
            now=self.now,
            version=self.version,
            today=self.today,
            rungs_to_choose=self.rungs(),
            law_sheet=self.law,
            meanwhile=meanwhile,
            waiting=self.visit.running.ledger.municipality(self.code).judging.open_proposals,
            **OPTIONS,
        )


@pages.get(PATH)
def placing_form(code: Code, visit: Visiting) -> Response:
    """The form, for who may place a municipality."""
    _require(visit)
    desk = Desk.of(visit, code)
    return desk.page(desk.suggested(), Problems())


@pages.post(PATH, Right.READ, largest=largest)
def place(code: Code, visit: Visiting, form: Sent) -> Response:
    """Record what was decided."""
    _require(visit)
    desk, problems = Desk.of(visit, code), Problems()
    command, seen = fields.command(form), fields.seen(form) or 0
    file = form.file("stuk")
    document = document_of(command, 1) if file else None
    placed = read_placing(form, problems, today=desk.today, rung_on=desk.as_seen(seen).rung_on, document=document)
    attached = recognised(visit, file, problems) if file else None
    if placed and not problems:
        from_rung = desk.as_seen(seen).rung_on(placed.terms.effective_on) or placed.to_rung
        visit.require(deciding_on(max(from_rung, placed.to_rung)))
        with law_refusals(problems, BESIDE):
            _record(desk, placed, attached, command, seen)
            return visit.redirect(f"/gemeenten/{code}", said=_said(placed))
    if file and not problems.of("stuk"):
        problems.add("stuk", f"{DECISION_LABEL}: kies het bestand opnieuw; een browser onthoudt het niet.")
    return desk.page(form, problems, meanwhile=_meanwhile(desk, seen) if problems.changed else ())


def _require(visit: Visit) -> None:
    """Somebody who prepares placements decides on none; from rung 4 on the right is another one."""
    if not any(visit.may(right) for right in RIGHTS):
        raise NotAllowedError(Right.DECIDE_PLACEMENTS)


def _record(desk: Desk, placed: Placed, attached: tuple[SentFile, Recognised] | None, command: UUID, seen: int) -> None:
    """The placement, and then the document that it names: each is a command of its own, so that it happens once."""
    visit, code = desk.visit, desk.code
    visit.record(placed.decision, code, command=command, happened_on=placed.decided_on, seen=seen, **placed.question)
    if attached is not None:
        file_decision(visit, code, attached, command, on=placed.decided_on, classification=placed.classification)


def file_decision(
    visit: Visit,
    code: str,
    attached: tuple[SentFile, Recognised],
    command: UUID,
    *,
    on: date,
    classification: Classification,
    kind: str = DECISION,
) -> None:
    """File the document of a decision under the id that ``document_of`` gives for the first one of its command."""
    file, known = attached
    title = PlainText(text=known.file_name or f"{kind.capitalize()}, {day(on)}", classification=classification)
    visit.record(
        file_document,
        code,
        command=uuid5(command, "document 1"),
        happened_on=on,
        document=document_of(command, 1),
        title=title,
        kind=kind,
        media_type=known.media_type,
        file_name=title if known.file_name else None,
        content=file.content,
    )


def recognised(
    visit: Visit, file: SentFile, problems: Problems, label: str = DECISION_LABEL
) -> tuple[SentFile, Recognised] | None:
    """The document that was sent along, when it is one that can be filed; ``label`` is what its field is called."""
    try:
        return file, recognise(file.content, file.name, limit=visit.running.settings.document_limit)
    except FileRefused as refused:
        problems.add("stuk", f"{label}: {refused}")
        return None


def _meanwhile(desk: Desk, seen: int) -> tuple[Line, ...]:
    """What was recorded after the version that the visitor had before them."""
    knowing = Knowing.asked(desk.visit.running.ledger, today=desk.today)
    return history(desk.visit.reader, knowing, desk.code, after=(seen,)).lines


def _said(placed: Placed) -> str:
    moved = {Move.RAISE: "opgeschaald naar", Move.LOWER: "afgeschaald naar", Move.HOLD: "gehandhaafd op"}[placed.move]
    return f"Vastgelegd: {moved} {rung_name(placed.to_rung)}, met ingang van {day(placed.terms.effective_on)}."
