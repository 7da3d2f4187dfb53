"""An interim verdict: on rungs 4 to 6 a municipality is judged on any day, since its rung took effect."""

from http import HTTPStatus
from uuid import uuid4

from fastapi import Response

from api.identity.rights import Right
from api.judging.assessing import assess_interim
from api.judging.parts import trying
from api.web import fields
from api.web.forms import Filled, Form, Problems
from api.web.judged_period import latest_over
from api.web.municipality import found
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.assessing import draw_interim
from domain.events.judging import AssessmentDrawn
from domain.ledger.deciding import decide
from domain.municipality import Municipality

PATH = "/gemeenten/{code}/tussentijds"

pages = Pages("Tussentijds oordeel")


@pages.get(PATH, Right.PROPOSE_PLACEMENTS)
def show_interim(code: Code, visit: Visiting) -> Response:
    """The verdict and the advice that come out today; nothing is recorded by looking."""
    return _page(visit, code, Form.of(opdracht=str(uuid4())), Problems())


@pages.post(PATH, Right.PROPOSE_PLACEMENTS)
def record_interim(code: Code, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    problems, running = Problems(), visit.running
    with problems.refusals():
        request = visit.asked(fields.command(form))
        visit.await_pages(assess_interim(running.ledger, running.frameworks, code, request))
    if problems:
        return _page(visit, code, form, problems)
    return visit.redirect(f"/gemeenten/{code}", said="Vastgelegd: het tussentijdse oordeel van vandaag.")


def interim_of(visit: Visit, municipality: Municipality) -> AssessmentDrawn | None:
    """The interim verdict that comes out today: that of today when it is recorded. Raises as ``draw_interim``."""
    today = visit.running.today()
    framework = visit.running.frameworks.in_force(today)
    drawn = decide(draw_interim, municipality, trying(today), {"framework": framework})
    fresh = next((fact for fact in drawn if isinstance(fact, AssessmentDrawn)), None)
    if fresh is not None:
        return fresh
    kept = [each.assessment for each in municipality.judging.assessments if each.assessment.interim]
    return kept[-1] if kept else None


def _page(visit: Visit, code: str, form: Form, problems: Problems) -> Response:
    now, verdict = found(visit, code), None
    with problems.refusals():
        verdict = interim_of(visit, visit.running.ledger.municipality(code))
    return visit.page(
        "interim.html",
        problems.status if problems else HTTPStatus.OK,
        form=form,
        problems=problems,
        now=now,
        verdict=verdict,
        today=visit.running.today(),
        period=latest_over(visit.running.today()),
    )
