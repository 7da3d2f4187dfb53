"""What if: a framework and other values are chosen, and the page tells where everybody would stand. No decision."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Response

from api.identity.rights import Right
from api.simulating.asked import (
    FRAMEWORK,
    FROM,
    MOST,
    NotSimulatedError,
    Question,
    called,
    framework_in,
    framework_named,
    half_years,
    last_over,
    value_of,
)
from api.simulating.told import NO_DECISION, SUPPOSED, answer
from api.web.forms import Filled, Form, Problems
from api.web.routing import Pages
from api.web.simulating_told import (
    Narrowed,
    charts,
    elsewhere,
    field_of,
    fields_of,
    rows,
    undetermined,
)
from api.web.visiting import Visit, Visiting
from domain.policy.framework import Framework
from domain.policy.framework_file import LARGEST
from domain.policy.simulation import advises
from domain.values import Period
from projections.dutch.frameworks import NAMES

pages = Pages("Doorrekenen")

ADDRESS = "/doorrekenen"
KNOWN, FIRST, OF = "kader", "van", "voor"
"""The fields of the framework, of the first half year, and of the framework that the values below it belong to."""
FILE, TEXT = "bestand", "tekst"
NARROWING = ("na", "gemeente", "verschil")
NOTHING_SENT = "Kies een bestand, of plak de tekst van een beleidskader."
PASTED = "geplakt.toml"
AROUND = 100_000
"""Bytes that the rest of the form may take."""


@pages.get(ADDRESS)
def show_simulation(visit: Visiting) -> Response:
    """The question as the address says it, with its answer; a form is led to the address that says it shortest."""
    asked = visit.request.query_params
    form = Form({name: asked.getlist(name) for name in asked})
    problems = Problems()
    framework = _known(visit, form, problems)
    question = _question(visit, form, framework, problems) if framework else None
    if question and OF in form:
        return visit.redirect(_address(visit, question, form))
    return _page(visit, form, problems, question, framework)


@pages.post(ADDRESS, Right.READ, largest=4 * LARGEST + AROUND)
def simulate_own(visit: Visiting, form: Filled) -> Response:
    """The answer for a framework in a file, which is not kept."""
    problems = Problems()
    framework = _sent(form, problems)
    question = _question(visit, form, framework, problems) if framework else None
    return _page(visit, form, problems, question, framework, own=True)


def _known(visit: Visit, form: Form, problems: Problems) -> Framework | None:
    """The framework that is chosen, or the one in force today."""
    frameworks = visit.running.frameworks
    name, _, version = form.one(KNOWN).partition(" ")
    if not name:
        return frameworks.in_force(visit.running.today())
    try:
        return framework_named(frameworks, name, version or None)
    except NotSimulatedError as error:
        problems.add(KNOWN, error.told)
        return None


def _sent(form: Form, problems: Problems) -> Framework | None:
    """The framework in the file that was sent, or in the text that was pasted."""
    file = form.file(FILE)
    content = file.content if file else form.one(TEXT).encode(errors="replace")
    if not content.strip():
        problems.add(FILE, NOTHING_SENT)
        return None
    try:
        return framework_in(file.name if file else PASTED, content)
    except NotSimulatedError as error:
        problems.add(FILE if file else TEXT, error.told)
        return None


def _question(visit: Visit, form: Form, framework: Framework, problems: Problems) -> Question | None:
    try:
        return Question.of(framework, _values(form, framework), _first(form), visit.knowing)
    except NotSimulatedError as error:
        fields = {FRAMEWORK: KNOWN, FROM: FIRST}
        told = error.told.replace(error.name, NAMES.get(error.name, error.name), 1) if error.name else error.told
        problems.add(fields.get(error.part, field_of(error.name)), told)
        return None


def _values(form: Form, framework: Framework) -> dict[str, int]:
    """The values that were filled in; none when they were those of another framework than is chosen now."""
    if form.one(OF, called(framework)) != called(framework):
        return {}
    given = {name: form.one(field_of(name)).strip() for name in (*framework.parameters, *framework.terms)}
    return {name: value_of(framework, name, written) for name, written in given.items() if written}


def _first(form: Form) -> Period | None:
    given = form.one(FIRST)
    if not given:
        return None
    try:
        return Period.parse(given)
    except ValueError:
        raise NotSimulatedError(FROM, f"'{given[:20]}' is geen halfjaar. Kies er een uit de lijst.") from None


def _address(visit: Visit, question: Question, form: Form) -> str:
    """The shortest address that asks this."""
    first = None if question.periods == half_years(None, visit.knowing) else question.periods[0]
    values = {field_of(each.name): each.after.value for each in question.changes}
    narrowing = {name: form.one(name) or None for name in NARROWING}
    return visit.link(ADDRESS, **{KNOWN: called(question.unchanged), FIRST: first, **values, **narrowing})


def _page(
    visit: Visit,
    form: Form,
    problems: Problems,
    question: Question | None,
    framework: Framework | None,
    *,
    own: bool = False,
) -> Response:
    usable = [each for each in visit.running.frameworks.all if advises(each)]
    last = last_over(visit.knowing)
    return visit.page(
        "simulating.html",
        problems.status if problems else HTTPStatus.OK,
        form=form,
        problems=problems,
        own=own and framework is not None,
        framework=framework,
        called=called(framework) if framework else "",
        known=[(called(each), called(each)) for each in usable],
        periods=_periods(last),
        usual=half_years(None, visit.knowing)[0],
        fields=fields_of(framework) if framework and advises(framework) else (),
        notice=NO_DECISION,
        supposed=SUPPOSED,
        **_answered(visit, form, question),
    )


def _answered(visit: Visit, form: Form, question: Question | None) -> Mapping[str, Any]:
    """The answer and what it rests on; nothing while the question is not right yet."""
    if question is None:
        return {"answer": None}
    found = question.answered(visit.reader.reading, visit.knowing)
    told, narrowed = rows(found), Narrowed.of({name: form.one(name) for name in NARROWING}, question.periods)
    differing = elsewhere(found, narrowed.period)
    return {
        "answer": answer(question, found, today=visit.running.today()),
        "question": question,
        "rows": told,
        "charts": charts(told),
        "narrowed": narrowed,
        "differing": differing,
        "shown": [each for each in differing if narrowed.admits(each)],
        "undetermined": undetermined(found, narrowed.period),
        "compared_on": found.compared_on[narrowed.period],
        "decided": found.decided[narrowed.period],
    }


def _periods(last: Period) -> list[tuple[str, str]]:
    """The half years that can be begun with, the latest first."""
    found = [last]
    while len(found) < MOST and not found[-1].is_first:
        found.append(found[-1].previous)
    return [(str(each), str(each)) for each in found]
