"""What is recorded of an improvement plan: asked for, assessed, rejected, adopted, progress, and its end."""

from dataclasses import dataclass
from typing import Any

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.web import fields
from api.web.acts import NO, YES, Act, letter_of, yes
from api.web.attaching import Attached, ask_again, largest
from api.web.forms import Filled, Form, Problems
from api.web.plan import PATH
from api.web.plan_due import plan_due
from api.web.plan_form import plan_of
from api.web.plan_told import ASKED
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.plan import adopt_plan, assess_plan, close_plan, reject_plan, report_progress, request_plan
from domain.events.plan import Adopter, Progress
from domain.refusals import InTheFuture, TooEarly
from domain.values import MeasureId, PlanId
from projections.dutch.telling import capital
from projections.dutch.words import day, word
from projections.plans import MeasureLine, PlanLine, plans

ASKING, ASSESSING = PATH + "/vragen", PATH + "/{plan}/beoordelen"
REJECTING, ADOPTING = PATH + "/{plan}/afwijzen", PATH + "/{plan}/vaststellen"
PROGRESS, CLOSING = PATH + "/{plan}/voortgang/{measure}", PATH + "/{plan}/afsluiten"
ADOPTION = "vaststelling van verbeterplan"
"""What kind of document is filed with an adoption."""

pages = Pages("Verbeterplan")


@dataclass(frozen=True, slots=True)
class Desk:
    """A form about one plan."""

    act: Act
    plan: PlanLine

    @classmethod
    def of(cls, visit: Visit, code: str, plan: str) -> "Desk":
        """With the plan as it stands; a page that is not there when there is no such plan."""
        act = Act.of(visit, code, back=f"{PATH.format(code=code)}/{plan}")
        for line in plans(visit.reader, visit.knowing, code=code, plan=plan).lines:
            return cls(act, line)
        raise HTTPException(404)

    @property
    def id(self) -> PlanId:
        """The id of the plan."""
        return PlanId(self.plan.plan)

    def page(self, template: str, form: Form, problems: Problems, **context: Any) -> Response:  # noqa: ANN401 - the template knows what it needs
        """The form."""
        return self.act.page(template, form, problems, plan=self.plan, **context)


@pages.get(ASKING, Right.RECORD_FACTS)
def asking_form(code: Code, visit: Visiting) -> Response:
    """Ask for a plan, by the day that the framework gives."""
    act = Act.of(visit, code, back=PATH.format(code=code))
    due = plan_due(visit, code)
    return _asking(act, act.blank(uiterlijk=due.day.isoformat() if due.day else ""), Problems())


@pages.post(ASKING, Right.RECORD_FACTS)
def ask(code: Code, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    act, problems = Act.of(visit, code, back=PATH.format(code=code)), Problems()
    on = fields.day(form, problems, "dag", "Gevraagd op")
    due = fields.day(form, problems, "uiterlijk", "In te dienen uiterlijk", required=False)
    if on and not problems:
        with problems.refusals(dag=InTheFuture, uiterlijk=TooEarly):
            act.record(request_plan, form, on, plan=plan_of(fields.command(form)), due=due, letter=letter_of(form))
            until = f", in te dienen uiterlijk {day(due)}" if due else ""
            return act.done(f"Vastgelegd: het verbeterplan is gevraagd{until}.")
    return _asking(act, form, problems)


def _asking(act: Act, form: Form, problems: Problems) -> Response:
    due = plan_due(act.visit, act.code)
    return act.page("plan_asking.html", form, problems, letters=act.letters(), why=due.why)


@pages.get(ASSESSING, Right.RECORD_FACTS)
def assessing_form(code: Code, plan: str, visit: Visiting) -> Response:
    """The latest version, against what the policy asks of a plan."""
    desk = Desk.of(visit, code, plan)
    return _assessing(desk, desk.act.blank(), Problems())


@pages.post(ASSESSING, Right.RECORD_FACTS)
def assess(code: Code, plan: str, visit: Visiting, form: Filled) -> Response:
    """Record the verdict."""
    desk, problems = Desk.of(visit, code, plan), Problems()
    on = fields.day(form, problems, "dag", "Beoordeeld op")
    sufficient = yes(form, problems, "oordeel", "Oordeel")
    there = set(form["bevat"])
    findings = fields.text(form, problems, "bevindingen", "Bevindingen")
    if on and findings and sufficient is not None and not problems:
        found = {name: name in there for name in ASKED}
        with problems.refusals(dag=InTheFuture):
            desk.act.record(assess_plan, form, on, plan=desk.id, sufficient=sufficient, findings=findings, **found)
            verdict = "voldoende" if sufficient else "onvoldoende"
            return desk.act.done(f"Vastgelegd: het verbeterplan is {verdict}.")
    return _assessing(desk, form, problems)


def _assessing(desk: Desk, form: Form, problems: Problems) -> Response:
    asked = [(name, capital(what)) for name, what in ASKED.items()]
    verdicts = [(YES, "Voldoende"), (NO, "Onvoldoende")]
    return desk.page("plan_assessing.html", form, problems, asked=asked, verdicts=verdicts)


@pages.get(REJECTING, Right.RECORD_FACTS)
def rejecting_form(code: Code, plan: str, visit: Visiting) -> Response:
    """Why the province rejects the latest version."""
    desk = Desk.of(visit, code, plan)
    return desk.page("plan_rejecting.html", desk.act.blank(), Problems())


@pages.post(REJECTING, Right.RECORD_FACTS)
def reject(code: Code, plan: str, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    desk, problems = Desk.of(visit, code, plan), Problems()
    on = fields.day(form, problems, "dag", "Afgewezen op")
    grounds = fields.text(form, problems, "gronden", "Gronden")
    if on and grounds and not problems:
        with problems.refusals(dag=InTheFuture):
            desk.act.record(reject_plan, form, on, plan=desk.id, grounds=grounds)
            return desk.act.done("Vastgelegd: het verbeterplan is afgewezen.")
    return desk.page("plan_rejecting.html", form, problems)


@pages.get(ADOPTING, Right.RECORD_FACTS)
def adopting_form(code: Code, plan: str, visit: Visiting) -> Response:
    """Which body of the municipality adopted the latest version, and when."""
    desk = Desk.of(visit, code, plan)
    return _adopting(desk, desk.act.blank(), Problems())


@pages.post(ADOPTING, Right.RECORD_FACTS, largest=largest)
def adopt(code: Code, plan: str, visit: Visiting, form: Filled) -> Response:
    """Record it, with the decision of that body as a document."""
    desk, problems = Desk.of(visit, code, plan), Problems()
    on = fields.day(form, problems, "dag", "Vastgesteld op")
    by = fields.choice(form, problems, "door", "Vastgesteld door", Adopter)
    attached = Attached.of(visit, form, problems, "stuk", "Document")
    if on and by and not problems:
        with problems.refusals(dag=InTheFuture):
            desk.act.record(adopt_plan, form, on, plan=desk.id, by=by, document=attached.document)
            attached.file(visit, code, on=on, kind=ADOPTION)
            return desk.act.done(f"Vastgelegd: het verbeterplan is vastgesteld door {word(by)}.")
    ask_again(form, problems, [("stuk", "Document")])
    return _adopting(desk, form, problems)


def _adopting(desk: Desk, form: Form, problems: Problems) -> Response:
    return desk.page("plan_adopting.html", form, problems, adopters=fields.options(Adopter))


@pages.get(PROGRESS, Right.RECORD_FACTS)
def progress_form(code: Code, plan: str, measure: str, visit: Visiting) -> Response:
    """How far a measure is, as last reported."""
    desk = Desk.of(visit, code, plan)
    line = _measure(desk, measure)
    persons = "" if line.persons is None else str(line.persons)
    form = desk.act.blank(stand=line.progress.value if line.progress else "", personen=persons)
    return _progress(desk, line, form, Problems())


@pages.post(PROGRESS, Right.RECORD_FACTS)
def report(code: Code, plan: str, measure: str, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    desk, problems = Desk.of(visit, code, plan), Problems()
    line = _measure(desk, measure)
    on = fields.day(form, problems, "dag", "Gemeld op")
    progress = fields.choice(form, problems, "stand", "Hoe ver is het", Progress)
    persons = fields.whole(form, problems, "personen", "Gehuisvest tot nu toe", required=False)
    note = fields.text(form, problems, "toelichting", "Toelichting", required=False)
    if on and progress and not problems:
        told = {"measure": MeasureId(measure), "progress": progress, "persons": persons, "note": note}
        with problems.refusals(dag=InTheFuture):
            desk.act.record(report_progress, form, on, plan=desk.id, **told)
            return desk.act.done(f"Vastgelegd: de maatregel is {word(progress)}.")
    return _progress(desk, line, form, problems)


def _progress(desk: Desk, line: MeasureLine, form: Form, problems: Problems) -> Response:
    return desk.page("plan_progress.html", form, problems, line=line, stands=fields.options(Progress))


def _measure(desk: Desk, measure: str) -> MeasureLine:
    for line in desk.plan.latest.measures if desk.plan.latest else ():
        if line.measure.measure == measure:
            return line
    raise HTTPException(404)


@pages.get(CLOSING, Right.RECORD_FACTS)
def closing_form(code: Code, plan: str, visit: Visiting) -> Response:
    """How the plan ended."""
    desk = Desk.of(visit, code, plan)
    return _closing(desk, desk.act.blank(), Problems())


@pages.post(CLOSING, Right.RECORD_FACTS)
def close(code: Code, plan: str, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    desk, problems = Desk.of(visit, code, plan), Problems()
    on = fields.day(form, problems, "dag", "Afgesloten op")
    carried_out = yes(form, problems, "uitgevoerd", "Uitgevoerd")
    note = fields.text(form, problems, "toelichting", "Toelichting", required=False)
    if on and carried_out is not None and not problems:
        with problems.refusals(dag=InTheFuture):
            desk.act.record(close_plan, form, on, plan=desk.id, carried_out=carried_out, note=note)
            return desk.act.done("Vastgelegd: het verbeterplan is afgesloten.")
    return _closing(desk, form, problems)


def _closing(desk: Desk, form: Form, problems: Problems) -> Response:
    answers = [(YES, "Ja, het is uitgevoerd"), (NO, "Nee: ingehaald door een ander plan, of niet meer nodig")]
    return desk.page("plan_closing.html", form, problems, answers=answers)
