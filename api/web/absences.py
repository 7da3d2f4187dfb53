"""Who is away, and who stands in meanwhile: entered by oneself, or by a manager for somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Path, Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.store.absences import Absence, Absences, NotAnAbsenceError
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from api.worklist.assigning import colleagues
from domain.values import PersonId
from projections.dutch.words import day, listed

PATH = "/afwezigheid"
WHO, FIRST, LAST, STANDS_IN = "wie", "eerste-dag", "laatste-dag", "waarnemer"
LABELS = {
    "last_day": (LAST, "Laatste dag"),
    "stands_in": (STANDS_IN, "Wie neemt waar"),
    "first_day": (FIRST, "Eerste dag"),
}
NOBODY = "{label}: kies een collega."

pages = Pages("Afwezigheid")


@dataclass(frozen=True, slots=True)
class Told:
    """An absence in words; ``now`` when it is today, ``mine`` when the visitor may take it back."""

    absence: Absence
    name: str
    stands_in: str
    now: bool
    mine: bool


@pages.get(PATH)
def show_absences(visit: Visiting) -> Response:
    """Who is away now and later, and the form."""
    return _page(visit, Form.of(opdracht=str(uuid4()), wie=visit.caller.person), Problems())


@pages.post(PATH, Right.READ)
def enter_absence(visit: Visiting, form: Filled) -> Response:
    """Keep that somebody is away: oneself, or whoever a manager names."""
    problems, known = Problems(), _colleagues(visit)
    person = _person(form, problems, WHO, "Wie is er niet", known) if visit.may(Right.MANAGE_CASES) else None
    first = fields.day(form, problems, FIRST, "Eerste dag")
    last = fields.day(form, problems, LAST, "Laatste dag")
    stands_in = _person(form, problems, STANDS_IN, "Wie neemt waar", known)
    if first and last and stands_in and not problems:
        of = person or visit.caller.person
        absence = _entered(visit, problems, fields.command(form), (of, stands_in), (first, last))
        if absence:
            return visit.redirect(PATH, said=_said(absence, known))
    return _page(visit, form, problems)


@pages.post(PATH + "/{absence}/intrekken", Right.READ)
def end_absence(absence: Annotated[UUID, Path()], visit: Visiting, form: Filled) -> Response:  # noqa: ARG001 - that there is one is what makes it ours
    """Take an absence back."""
    absences = Absences(visit.running.store)
    found = absences.find(absence)
    if found is None:
        raise HTTPException(404)
    if not _is_mine(visit, found):
        visit.require(Right.MANAGE_CASES)
    absences.end(absence, by=visit.caller.person)
    return visit.redirect(PATH, said="De afwezigheid is ingetrokken.")


def _page(visit: Visit, form: Form, problems: Problems) -> Response:
    today, known = visit.running.today(), _colleagues(visit)
    told = [_told(visit, each, known) for each in Absences(visit.running.store).from_day(today)]
    return visit.page(
        "absences.html",
        problems.status if problems else HTTPStatus.OK,
        form=form,
        problems=problems,
        told=told,
        in_words=in_words([each for each in told if each.now]),
        choices=list(known.items()),
        others=[(person, name) for person, name in known.items() if person != visit.caller.person],
        for_others=visit.may(Right.MANAGE_CASES),
    )


def _entered(
    visit: Visit, problems: Problems, command: UUID, persons: tuple[PersonId, PersonId], days: tuple[date, date]
) -> Absence | None:
    """The absence as it is kept now; None when these days or persons make none, which is then a problem."""
    try:
        absence = Absence(command, persons[0], *days, persons[1], visit.caller.person)
        Absences(visit.running.store).enter(absence)
    except NotAnAbsenceError as error:
        name, label = LABELS[error.field]
        problems.add(name, f"{label}: {error}")
        return None
    return absence


def in_words(away: list[Told]) -> str:
    """Who is not there today, in a sentence."""
    if not away:
        return "Vandaag is iedereen er."
    told = listed([f"{each.name} (tot en met {day(each.absence.last_day)})" for each in away])
    return f"Vandaag {'is' if len(away) == 1 else 'zijn'} er niet: {told}."


def _colleagues(visit: Visit) -> Mapping[PersonId, str]:
    """Everybody who can be away or stand in, by name; the visitor as well."""
    running = visit.running
    absences = Absences(running.store).from_day(running.today())
    named = {visit.caller.person, *(person for each in absences for person in (each.person, each.stands_in))}
    return colleagues(running.ledger, running.accounts, named)


def _told(visit: Visit, absence: Absence, known: Mapping[PersonId, str]) -> Told:
    now = absence.first_day <= visit.running.today()
    may = _is_mine(visit, absence) or visit.may(Right.MANAGE_CASES)
    return Told(absence, known[absence.person], known[absence.stands_in], now, may)


def _is_mine(visit: Visit, absence: Absence) -> bool:
    return absence.person == visit.caller.person


def _person(form: Form, problems: Problems, name: str, label: str, known: Mapping[PersonId, str]) -> PersonId | None:
    given = PersonId(form.one(name))
    if given in known:
        return given
    problems.add(name, NOBODY.format(label=label))
    return None


def _said(absence: Absence, known: Mapping[PersonId, str]) -> str:
    days = f"van {day(absence.first_day)} tot en met {day(absence.last_day)}"
    return f"{known[absence.person]} is er niet {days}; {known[absence.stands_in]} neemt waar."
