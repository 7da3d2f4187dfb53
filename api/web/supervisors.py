"""Who has which municipality; a manager gives one, several or all of them to another supervisor with one button."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from uuid import uuid4

from fastapi import Response

from api.identity.rights import Right
from api.refusals import in_dutch
from api.store.absences import Absences
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from api.worklist.assigning import Caseload, Given, caseloads, colleagues, give
from domain.refusals import InTheFuture
from domain.values import PersonId
from projections.dutch.telling import counted
from projections.dutch.words import day, listed

PATH = "/adviseurs"
TO, PICKED, SINCE = "aan", "gemeente", "vanaf"
NOBODY_PICKED = "Welke gemeenten: kies er ten minste één."
NO_SUPERVISOR = "Aan wie: kies een adviseur."

pages = Pages("Adviseurs")


@pages.get(PATH)
def show_supervisors(visit: Visiting) -> Response:
    """Who has which municipalities, who is away, and the form to hand over."""
    picked = [each for each in visit.request.query_params.getlist(PICKED) if each]
    today = visit.running.today().isoformat()
    return _page(visit, Form.of(opdracht=str(uuid4()), vanaf=today, gemeente=picked), Problems())


@pages.post(PATH, Right.MANAGE_CASES)
def hand_over(visit: Visiting, form: Filled) -> Response:
    """Give every municipality that was picked to one supervisor."""
    problems, ledger = Problems(), visit.running.ledger
    loads = _loads(visit)
    codes = _picked(form, problems, loads)
    since = fields.day(form, problems, SINCE, "Vanaf", required=False)
    to = _to(form, problems, known := _choices(visit, loads))
    if to and not problems:
        given = give(ledger, codes, to, visit.asked(fields.command(form), happened_on=since))
        visit.await_pages(*(each.answer for each in given))
        with problems.refusals(vanaf=InTheFuture):
            _require_any(given)
            return visit.redirect(PATH, said=_said(given, known[to], loads))
    return _page(visit, form, problems)


def in_words(loads: Sequence[Caseload]) -> str:
    """How the municipalities are divided, in a sentence."""
    have = [each for each in loads if each.person and each.lines]
    nobodys = sum(len(each.lines) for each in loads if each.person is None)
    given = sum(len(each.lines) for each in have)
    if not given:
        return "Nog geen gemeente heeft een adviseur." if nobodys else "Er staat nog geen gemeente onder toezicht."
    told = f"{counted(len(have), 'adviseur heeft', 'adviseurs hebben samen')} {counted(given, 'gemeente', 'gemeenten')}"
    if nobodys:
        told += f"; {counted(nobodys, 'gemeente heeft', 'gemeenten hebben')} nog geen adviseur"
    return f"{told}."


def _page(visit: Visit, form: Form, problems: Problems) -> Response:
    loads = _loads(visit)
    known = _choices(visit, loads)
    return visit.page(
        "supervisors.html",
        problems.status if problems else HTTPStatus.OK,
        form=form,
        problems=problems,
        loads=loads,
        in_words=in_words(loads),
        away=_away(visit),
        may_give=visit.may(Right.MANAGE_CASES) and not visit.time_travel and any(each.lines for each in loads),
        choices=list(known.items()),
        today=visit.running.today(),
    )


def _loads(visit: Visit) -> tuple[Caseload, ...]:
    return caseloads(visit.running.ledger, visit.running.accounts, visit.knowing)


def _choices(visit: Visit, loads: Iterable[Caseload]) -> Mapping[PersonId, str]:
    """To whom can be given, by name."""
    return colleagues(visit.running.ledger, visit.running.accounts, (each.person for each in loads))


def _away(visit: Visit) -> dict[PersonId, str]:
    """Who is away on the day, each with until when and who stands in."""
    absences = Absences(visit.running.store).on(visit.knowing.day)
    names = colleagues(visit.running.ledger, visit.running.accounts, (each.stands_in for each in absences))
    return {
        each.person: f"afwezig tot en met {day(each.last_day)}; {names[each.stands_in]} neemt waar" for each in absences
    }


def _picked(form: Form, problems: Problems, loads: Iterable[Caseload]) -> list[str]:
    """The codes that were picked, all of one supervisor in one box; what nobody can pick is left out."""
    known = {line.code for load in loads for line in load.lines}
    codes = [code for each in form[PICKED] for code in each.split() if code in known]
    if not codes:
        problems.add(PICKED, NOBODY_PICKED)
    return codes


def _to(form: Form, problems: Problems, known: Mapping[PersonId, str]) -> PersonId | None:
    given = PersonId(form.one(TO))
    if given in known:
        return given
    problems.add(TO, NO_SUPERVISOR)
    return None


def _require_any(given: Sequence[Given]) -> None:
    """Raise the first refusal when nothing was given at all."""
    refused = next((each.refusal for each in given if each.refusal), None)
    if refused and not any(each.answer for each in given):
        raise refused


def _said(given: Sequence[Given], name: str, loads: Iterable[Caseload]) -> str:
    names = {line.code: line.name for load in loads for line in load.lines}
    done = [names[each.code] for each in given if each.answer and each.answer.entries]
    told = f"Overgedragen aan {name}: {listed(done)}." if done else f"{name} had deze gemeenten al."
    if refused := [each for each in given if each.refusal]:
        why = dict.fromkeys(in_dutch(each.refusal) for each in refused if each.refusal)
        told += f" Niet overgedragen: {listed([names[each.code] for each in refused])}. {' '.join(why)}"
    return told
