"""Taking back an entry that was made in error: it stays readable, struck through, with the reason."""

from typing import Annotated
from uuid import uuid4

from fastapi import Path, Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right, recording
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.municipality import found
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.records import withdraw_entry
from projections.history import Line, history

PATH = "/gemeenten/{code}/vastleggingen/{entry}/intrekken"

pages = Pages("Intrekken")

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@pages.get(PATH, Right.CORRECT)
def withdrawing_form(code: Code, entry: Number, visit: Visiting) -> Response:
    """The entry, and why it was made in error."""
    _require(visit, code, entry)
    return _page(visit, code, entry, Form.of(opdracht=str(uuid4())), Problems())


@pages.post(PATH, Right.CORRECT)
def withdraw(code: Code, entry: Number, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    _require(visit, code, entry)
    problems = Problems()
    reason = fields.text(form, problems, "reden", "Reden")
    if reason:
        with problems.refusals():
            seen = fields.seen(form)
            visit.record(withdraw_entry, code, command=fields.command(form), seen=seen, entry=entry, reason=reason)
            return visit.redirect(
                f"/gemeenten/{code}", said=f"Vastlegging {entry} is ingetrokken. Zij blijft leesbaar."
            )
    return _page(visit, code, entry, form, problems)


def _page(visit: Visit, code: str, entry: int, form: Form, problems: Problems) -> Response:
    return visit.page(
        "withdrawing.html",
        problems.status if problems else 200,
        form=form,
        problems=problems,
        line=_line(visit, code, entry),
        now=found(visit, code),
        version=visit.running.ledger.municipality(code).version,
    )


def _line(visit: Visit, code: str, entry: int) -> Line:
    for line in history(visit.reader, visit.knowing, code, after=(entry - 1,), limit=1).lines:
        if line.entry == entry:
            return line
    raise HTTPException(404)


def _require(visit: Visit, code: str, entry: int) -> None:
    """It also asks for the right to record a fact of its kind."""
    recorded = visit.running.ledger.municipality(code).entries.get(entry)
    if recorded is None:
        raise HTTPException(404)
    visit.require(recording(recorded.fact))
