"""Choosing which statement gives a number of a period, where sources say different things."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.web import fields
from api.web.closing import source_of
from api.web.forms import Filled, Form, Problems
from api.web.judged_period import HalfYear
from api.web.municipality import found
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.figures import prefer_statement
from domain.events.figures import Number
from domain.policy.statements import rank
from domain.values import Period
from projections.dutch.words import number, word

PATH = "/gemeenten/{code}/cijfers/{period}/kiezen"

pages = Pages("Cijfers kiezen")


@dataclass(frozen=True, slots=True)
class Option:
    """A statement with what it says of the number, and how that reads."""

    entry: int
    told: str


@pages.get(PATH, Right.IMPORT_FIGURES)
def preferring_form(code: Code, period: HalfYear, visit: Visiting) -> Response:
    """What each source says of the number."""
    asked = _asked(visit.request.query_params.get("getal", ""))
    return _page(visit, asked, (code, period), Form.of(opdracht=str(uuid4())), Problems())


@pages.post(PATH, Right.IMPORT_FIGURES)
def prefer(code: Code, period: HalfYear, visit: Visiting, form: Filled) -> Response:
    """Record the choice, with its grounds."""
    asked, problems = _asked(form.one("getal")), Problems()
    entries = {str(each.entry): each.entry for each in _options(visit, code, period, asked)}
    chosen = entries.get(form.one("bron"))
    if chosen is None:
        problems.add("bron", "Welk getal geldt: maak een keuze.")
    grounds = fields.text(form, problems, "gronden", "Gronden")
    if chosen and grounds:
        with problems.refusals():
            command = fields.command(form)
            visit.record(
                prefer_statement, code, command=command, period=period, number=asked, statement=chosen, grounds=grounds
            )
            return visit.redirect(f"/beoordeling/{period}/afsluiten", said="Vastgelegd welk getal geldt.")
    return _page(visit, asked, (code, period), form, problems)


def _page(visit: Visit, asked: Number, of: tuple[str, Period], form: Form, problems: Problems) -> Response:
    code, period = of
    return visit.page(
        "preferring.html",
        problems.status if problems else HTTPStatus.OK,
        form=form,
        problems=problems,
        now=found(visit, code),
        period=period,
        number=asked,
        options=[(each.entry, each.told) for each in _options(visit, code, period, asked)],
    )


def _options(visit: Visit, code: str, period: Period, asked: Number) -> list[Option]:
    """What every source says of it, the one that ranks first on top."""
    figures = visit.running.ledger.municipality(code).figures
    stating = [each for each in figures.statements(period) if each.number(asked) is not None]
    told = ((each, each.number(asked) or 0) for each in sorted(stating, key=rank, reverse=True))
    return [Option(each.version, f"{number(value)}: {source_of(each)}, {word(each.nature)}") for each, value in told]


def _asked(name: str) -> Number:
    for each in Number:
        if each.value == name:
            return each
    raise HTTPException(404)
