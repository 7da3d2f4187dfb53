"""Beginning the supervision of a municipality, on rung 1 or on the rung where it already stood."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from fastapi import Response

from api.identity.rights import Right
from api.intake.register import Register, municipality_code
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.case import open_on_rung, open_supervision
from domain.ledger.deciding import Decision
from domain.refusals import InTheFuture, SupervisionAlreadyOpen
from domain.values import UNKNOWN_DATE, Rung, Source
from projections.dutch.words import word

PATH = "/gemeenten/nieuw"
UNKNOWN = "Gemeente: Trede kent '{given}' niet. Schrijf de naam of de code, zoals GM0622."
NO_NAME = "Naam: Trede kent de naam bij deze code niet. Vul die in."
NO_SOURCE = "Bron: vul in waaruit blijkt dat de gemeente op deze trede stond."

pages = Pages("Nieuwe gemeente")


@dataclass(frozen=True, slots=True)
class Meant:
    """The municipality that was filled in."""

    code: str
    name: str
    province: str | None


@pages.get(PATH, Right.MANAGE_CASES)
def new_case_form(visit: Visiting) -> Response:
    """The form."""
    return _page(visit, Form.of(dag=visit.running.today().isoformat(), opdracht=str(uuid4())), Problems())


@pages.post(PATH, Right.MANAGE_CASES)
def open_case(visit: Visiting, form: Filled) -> Response:
    """Record that supervision began."""
    problems = Problems()
    meant, on = _meant(form, problems), fields.day(form, problems, "dag", "Toezicht sinds")
    decision, standing = _standing(form, problems)
    if meant and on and not problems:
        question = {"name": meant.name, "province": meant.province, **standing}
        with problems.refusals(gemeente=SupervisionAlreadyOpen, dag=InTheFuture):
            visit.record(decision, meant.code, command=fields.command(form), happened_on=on, **question)
            return visit.redirect(f"/gemeenten/{meant.code}", said=f"Vastgelegd: het toezicht op {meant.name} begint.")
    return _page(visit, form, problems)


def _page(visit: Visit, form: Form, problems: Problems) -> Response:
    return visit.page(
        "new_case.html",
        problems.status if problems else 200,
        form=form,
        problems=problems,
        today=visit.running.today(),
        known=[] if visit.site.demo else [(each.code, each.name) for each in Register.load().codes.values()],
        rungs_to_choose=[(int(rung), f"{int(rung)} – {word(rung)}") for rung in Rung if rung <= Rung.ANNOUNCEMENT],
    )


def _meant(form: Form, problems: Problems) -> Meant | None:
    """The municipality, by its name or its code; of one that the register does not know, the name is needed too."""
    given = fields.line(form, problems, "gemeente", "Gemeente")
    name = fields.line(form, problems, "naam", "Naam", required=False)
    register = Register.load()
    code = municipality_code(given)
    known = register.by_code(code) if code else register.by_name(given)
    if known:
        return Meant(known.code, name or known.name, known.province)
    if code is None:
        if given:
            problems.add("gemeente", UNKNOWN.format(given=given[:40]))
        return None
    if not name:
        problems.add("naam", NO_NAME)
    return Meant(code, name, None)


def _standing(form: Form, problems: Problems) -> tuple[Decision, dict[str, Any]]:
    """On which rung it already stood, where that was filled in."""
    rung = fields.choice(form, problems, "trede", "Stond al op trede", Rung, required=False)
    since = fields.partial(form, problems, "sinds", "Sinds", required=False)
    source = fields.line(form, problems, "bron", "Bron", required=False)
    history = fields.text(form, problems, "voorgeschiedenis", "Voorgeschiedenis", required=False)
    if rung is None:
        if since or source or history:
            problems.add("trede", "Stond al op trede: maak een keuze, of maak de velden hieronder leeg.")
        return open_supervision, {}
    if not source:
        problems.add("bron", NO_SOURCE)
        return open_on_rung, {}
    standing = {"rung": rung, "since": since or UNKNOWN_DATE, "source": Source(reference=source)}
    return open_on_rung, {**standing, "known_history": history}
