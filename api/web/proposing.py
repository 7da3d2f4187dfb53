"""Proposing what to decide about the rung, for one municipality or a selection, each with its own grounds."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID, uuid4, uuid5

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.judging.parts import trying
from api.judging.proposing import propose
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.interim import interim_of
from api.web.judged_period import HalfYear, named
from api.web.law_refused import law_refusals
from api.web.law_sheet import LawSheet, law_sheet
from api.web.proposing_form import Asked, read_proposals
from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.assessing import assessed
from domain.decisions.proposing import Proposed, propose_placement
from domain.events.judging import AssessmentDrawn
from domain.events.ladder import Basis
from domain.events.law import Scope
from domain.ledger.deciding import decide
from domain.ledger.request import Request
from domain.municipality import Municipality
from domain.policy.advice_told import REASONS
from domain.refusals import AssessmentOutdated, DepartureMissing, InterimOutdated, Refusal, RungSkipped, TooEarly
from domain.values import Classification, Period
from projections.dutch.telling import counted
from projections.dutch.words import alphabetical, listed

PATH = "/beoordeling/{period}/voorstellen"
INTERIM = "tussentijds"
"""Says in an address and in a form that interim verdicts of today are what is proposed by."""
CHOICE = "besluit"
"""Names in an address what is chosen already."""
MOST = 60
"""Of how many municipalities a form can be: those of the largest province."""

CODE = re.compile(r"GM[0-9]{4}", re.ASCII)

pages = Pages("Voorstellen doen")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a form shows of one municipality: ``waiting`` is a proposal on which is not decided yet.

    ``law`` is what the fields of rungs 4 to 6 suggest; None for who is on a lower rung than can lead there.
    """

    asked: Asked
    assessment: AssessmentDrawn | None
    version: int
    waiting: int | None
    law: LawSheet | None


@pages.get(PATH, Right.PROPOSE_PLACEMENTS)
def proposing_form(period: HalfYear, visit: Visiting) -> Response:
    """The form for the municipalities in the address, with what the advice suggests."""
    codes = visit.request.query_params.getlist("gemeente")
    if not codes:
        return visit.redirect(f"/beoordeling/{period}", said="Kies eerst een of meer gemeenten in de lijst.")
    interim = visit.request.query_params.get(INTERIM) == "ja"
    sheets = _sheets(visit, codes, interim=interim)
    return _page(visit, period, sheets, (_suggested(visit, sheets), Problems()))


@pages.post(PATH, Right.PROPOSE_PLACEMENTS)
def make_proposals(period: HalfYear, visit: Visiting, form: Filled) -> Response:
    """Record them all, or nothing when something is wrong with one of them."""
    problems, command = Problems(), fields.command(form)
    sheets = _sheets(visit, form["gemeente"], interim=form.one(INTERIM) == "ja")
    requests = {sheet.asked.code: _request(visit, sheet, form, command) for sheet in sheets}
    already = {code for code, asked in requests.items() if visit.running.ledger.entries_of(asked.command)}
    open_sheets = [each for each in sheets if each.waiting is None or each.asked.code in already]
    read = read_proposals(form, problems, tuple(sheet.asked for sheet in open_sheets))
    asked = {sheet.asked.code: sheet.asked for sheet in sheets}
    for code in read.keys() - already:
        with _beside(problems, asked[code]):
            _try(visit, code, read[code], requests[code])
    done = list[str]()
    for code in {} if problems else read:
        with _beside(problems, asked[code]):
            _record(visit, code, read[code], requests[code])
            done.append(code)
    if not problems:
        return visit.redirect(f"/beoordeling/{period}", said=_said(sheets, done))
    recorded = [each.asked.name for each in sheets if each.asked.code in done]
    left = [each for each in sheets if each.asked.code not in done]
    return _page(visit, period, left, (form, problems), recorded=recorded)


def _page(
    visit: Visit,
    period: Period,
    sheets: list[Sheet],
    filled: tuple[Form, Problems],
    *,
    recorded: list[str] | None = None,
) -> Response:
    form, problems = filled
    return visit.page(
        "proposing.html",
        problems.status if problems else HTTPStatus.OK,
        form=form,
        problems=problems,
        period=period,
        title=named(period),
        every=sheets,
        interim=any(sheet.asked.interim for sheet in sheets),
        recorded=recorded or [],
        bases=fields.options(Basis),
        scopes=fields.options(Scope),
        classifications=fields.options(Classification),
    )


def _sheets(visit: Visit, codes: list[str], *, interim: bool) -> list[Sheet]:
    """What there is to know of each municipality, in alphabetical order; no page when one of them is not there."""
    if len(codes) > MOST:
        raise HTTPException(400)
    if not all(CODE.fullmatch(code) for code in codes):
        raise HTTPException(404)
    known = [visit.running.ledger.municipality(code) for code in dict.fromkeys(codes)]
    found = [sheet for each in known if (sheet := _sheet(visit, each, interim=interim))]
    if len(found) < len(known) or not found:
        raise HTTPException(404)
    return sorted(found, key=lambda each: alphabetical(each.asked.name))


def _sheet(visit: Visit, municipality: Municipality, *, interim: bool) -> Sheet | None:
    """Judged by the last half year that is closed, or by the verdict of today; None when it is not supervised."""
    today, judging = visit.running.today(), municipality.judging
    rung = municipality.ladder.rung_on(today)
    if rung is None or not municipality.case.is_open:
        return None
    period = None if interim else max(judging.closed, default=None)
    judged = _judged_today(visit, municipality, period) if period else None
    assessment = interim_of(visit, municipality) if interim else judged
    advice = assessment.advice if assessment else None
    asked = Asked(
        code=municipality.code,
        name=municipality.case.name or municipality.code,
        rung=rung,
        advised=advice.rung if advice else None,
        frozen=judging.frozen_on(today) is not None,
        period=period,
        interim=interim,
    )
    waiting = next((each.version for each in judging.open_proposals), None)
    law = law_sheet(visit, municipality) if any(choice.law for choice in asked.choices) else None
    return Sheet(asked, assessment, municipality.version, waiting, law)


def _judged_today(visit: Visit, municipality: Municipality, period: Period) -> AssessmentDrawn | None:
    """The assessment as it comes out today, which is drawn when somebody proposes; the last one where none does."""
    today, last = visit.running.today(), municipality.judging.assessment(period)
    framework = visit.running.frameworks.found_in_force(today)
    with suppress(Refusal):
        if framework:
            return assessed(municipality, on=trying(today), period=period, framework=framework)
    return last.assessment if last else None


def _suggested(visit: Visit, sheets: list[Sheet]) -> Form:
    """The form as the advice fills it in: also what a departure would be from."""
    values = {"opdracht": [str(uuid4())], "ingang": [visit.running.today().isoformat()]}
    for sheet in sheets:
        advice = sheet.assessment.advice if sheet.assessment else None
        values[sheet.asked.field("besluit")] = [_preselected(visit, sheets) or sheet.asked.suggested]
        suggested = sheet.law.suggested if sheet.law else {}
        values |= {sheet.asked.field(name): given for name, given in suggested.items()}
        if advice:
            reason = REASONS.get(advice.clause, advice.clause)
            values[sheet.asked.field("wijkt-af-van")] = [f"advies: trede {int(advice.rung)} ({reason})"]
    return Form(values)


def _preselected(visit: Visit, sheets: list[Sheet]) -> str:
    """The choice that the address asks for, as the page of the road does, where the form is of one municipality."""
    given = visit.request.query_params.get(CHOICE, "")
    known = {choice.value for sheet in sheets for choice in sheet.asked.choices}
    return given if len(sheets) == 1 and given in known else ""


def _request(visit: Visit, sheet: Sheet, form: Form, command: UUID) -> Request:
    """The request for one municipality of the form: the same form sent again is the same request."""
    given = form.one(sheet.asked.field("gezien"))
    seen = int(given) if given.isascii() and given.isdigit() else sheet.version
    return visit.asked(uuid5(command, sheet.asked.code), seen=seen)


def _try(visit: Visit, code: str, proposed: Proposed, request: Request) -> None:
    """Raise what the record would refuse, before anything is recorded of any of them."""
    running = visit.running
    question = {"proposed": proposed, "framework": running.frameworks.in_force(running.today())}
    with suppress(AssessmentOutdated, InterimOutdated):  # it is drawn anew when the proposal is recorded
        decide(propose_placement, running.ledger.municipality(code), request.occasion, question)


def _record(visit: Visit, code: str, proposed: Proposed, request: Request) -> None:
    visit.await_pages(propose(visit.running.ledger, visit.running.frameworks, code, proposed, request))


@contextmanager
def _beside(problems: Problems, asked: Asked) -> Iterator[None]:
    """What is refused of one municipality is told with its name, beside the field that it is about."""
    told_before = len(problems.found)
    own: list[tuple[str, type[Refusal]]] = [
        ("wijkt-af-van", DepartureMissing),
        ("omstandigheden", RungSkipped),
        ("besluit", Refusal),
    ]
    with law_refusals(problems, [("ingang", TooEarly), *((asked.field(name), rule) for name, rule in own)]):
        yield
    for at, (name, told) in enumerate(problems.found[told_before:], told_before):
        problems.found[at] = (name, f"{asked.name}: {told}")


def _said(sheets: list[Sheet], done: list[str]) -> str:
    names = [each.asked.name for each in sheets if each.asked.code in done]
    if len(names) == 1:
        return f"Vastgelegd: een voorstel voor {names[0]}. Een ander besluit erover."
    return (
        f"Vastgelegd: {counted(len(names), 'voorstel', 'voorstellen')}, voor {listed(names)}. Een ander besluit erover."
    )
