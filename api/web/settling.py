"""What came of an agreement: kept, or not."""

from uuid import uuid4

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.municipality import found
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.contact import break_agreement, keep_agreement
from domain.municipality.contact import Outcome
from domain.refusals import InTheFuture
from projections.agreements import AgreementLine, agreements
from projections.dutch.words import word

PATH = "/gemeenten/{code}/afspraken/{agreement}"
OUTCOMES = [Outcome.KEPT, Outcome.NOT_KEPT]

pages = Pages("Afspraken")


@pages.get(PATH, Right.RECORD_FACTS)
def settling_form(code: Code, agreement: str, visit: Visiting) -> Response:
    """The agreement, and what came of it."""
    form = Form.of(dag=visit.running.today().isoformat(), opdracht=str(uuid4()))
    return _page(visit, _line(visit, code, agreement), form, Problems())


@pages.post(PATH, Right.RECORD_FACTS)
def settle(code: Code, agreement: str, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    line, problems = _line(visit, code, agreement), Problems()
    outcome = fields.choice(form, problems, "uitkomst", "Is de afspraak nagekomen", Outcome)
    if outcome is Outcome.OPEN:
        problems.add("uitkomst", "Kies of de afspraak is nagekomen of niet.")
    on = fields.day(form, problems, "dag", "Vastgesteld op")
    note = fields.text(form, problems, "toelichting", "Toelichting", required=False)
    if outcome and on and not problems:
        decision = keep_agreement if outcome is Outcome.KEPT else break_agreement
        with problems.refusals(dag=InTheFuture):
            command = fields.command(form)
            visit.record(decision, code, command=command, happened_on=on, agreement=agreement, note=note)
            return visit.redirect(f"/gemeenten/{code}/afspraken", said=f"Vastgelegd: afspraak {word(outcome)}.")
    return _page(visit, line, form, problems)


def _page(visit: Visit, line: AgreementLine, form: Form, problems: Problems) -> Response:
    return visit.page(
        "settling.html",
        problems.status if problems else 200,
        form=form,
        problems=problems,
        line=line,
        now=found(visit, line.code),
        today=visit.running.today(),
        outcomes=fields.options(OUTCOMES),
    )


def _line(visit: Visit, code: str, agreement: str) -> AgreementLine:
    found(visit, code)
    for line in agreements(visit.reader, visit.knowing, code=code, agreement=agreement).lines:
        return line
    raise HTTPException(404)
