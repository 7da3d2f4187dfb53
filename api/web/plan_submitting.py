"""A version of an improvement plan: its measures and milestones, row by row, with the document itself."""

from dataclasses import dataclass

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import Right
from api.web import fields
from api.web.acts import Act
from api.web.attaching import Attached, ask_again, largest
from api.web.forms import Filled, Form, Problems
from api.web.plan import PATH
from api.web.plan_form import (
    KIND,
    MEASURE,
    MILESTONE,
    Known,
    Submitted,
    plan_of,
    prefilled,
    read_version,
    rows,
)
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.decisions.plan import submit_plan
from domain.events.plan import Horizon, PlanContent
from domain.municipality import standing
from domain.refusals import InTheFuture
from domain.values import PlanId
from projections.dutch.telling import counted
from projections.plans import PlanLine, plans

SUBMITTING, REVISING = PATH + "/indienen", PATH + "/{plan}/versie"
DO = "doe"
"""The button that was pressed: none for recording."""

pages = Pages("Verbeterplan")


@dataclass(frozen=True, slots=True)
class Desk:
    """The form of a version, of a plan that is known, or of one that nobody asked for."""

    act: Act
    plan: PlanLine | None

    @classmethod
    def of(cls, visit: Visit, code: str, plan: str | None) -> "Desk":
        """With the plan as it stands; a page that is not there when there is no such plan."""
        back = PATH.format(code=code)
        if plan is None:
            return cls(Act.of(visit, code, back=back), None)
        for line in plans(visit.reader, visit.knowing, code=code, plan=plan).lines:
            return cls(Act.of(visit, code, back=f"{back}/{plan}"), line)
        raise HTTPException(404)

    def suggested(self) -> Form:
        """The form as nobody filled it in yet: empty, or with what the last version says."""
        latest = self.plan.latest if self.plan else None
        return self.act.blank(**(prefilled(latest) if latest else {}))

    def page(self, form: Form, problems: Problems) -> Response:
        """The form, with the rows it has and perhaps one more."""
        pressed = form.one(DO)
        return self.act.page(
            "plan_submitting.html",
            form,
            problems,
            plan=self.plan,
            horizons=fields.options(Horizon),
            measures=rows(form, MEASURE, one_more=pressed == MEASURE),
            milestones=rows(form, MILESTONE, one_more=pressed == MILESTONE),
        )

    def known(self, form: Form) -> dict[str, Known]:
        """The measures of the version that the visitor saw, with their words."""
        seen = self.act.as_seen(form)
        plan = seen.plans.get(PlanId(self.plan.plan)) if seen and self.plan else None
        if seen is None or plan is None or plan.content is None:
            return {}
        entry = next(each for each in standing(seen.entries, PlanContent) if each.fact == plan.content)
        texts = self.act.visit.reader.opened([entry])
        return {each.measure: Known(each.what, texts.text(each.what)) for each in plan.content.measures}


@pages.get(SUBMITTING, Right.RECORD_FACTS)
def submitting_form(code: Code, visit: Visiting) -> Response:
    """A plan that came in though nobody asked for it."""
    desk = Desk.of(visit, code, None)
    return desk.page(desk.suggested(), Problems())


@pages.post(SUBMITTING, Right.RECORD_FACTS, largest=largest)
def submit(code: Code, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    return _recorded(Desk.of(visit, code, None), form)


@pages.get(REVISING, Right.RECORD_FACTS)
def revising_form(code: Code, plan: str, visit: Visiting) -> Response:
    """A first version, or a next one with what the last one says."""
    desk = Desk.of(visit, code, plan)
    return desk.page(desk.suggested(), Problems())


@pages.post(REVISING, Right.RECORD_FACTS, largest=largest)
def revise(code: Code, plan: str, visit: Visiting, form: Filled) -> Response:
    """Record it."""
    return _recorded(Desk.of(visit, code, plan), form)


def _recorded(desk: Desk, form: Form) -> Response:
    act, problems = desk.act, Problems()
    if form.one(DO):
        return desk.page(form, problems)
    submitted = read_version(form, problems, today=act.today, known=desk.known(form))
    attached = Attached.of(act.visit, form, problems, "stuk", "Het plan zelf")
    if submitted and not problems:
        with problems.refusals(dag=InTheFuture):
            plan = PlanId(desk.plan.plan) if desk.plan else plan_of(fields.command(form))
            question = submitted.question | {"plan": plan, "document": attached.document}
            act.record(submit_plan, form, submitted.on, **question)
            attached.file(act.visit, act.code, on=submitted.on, kind=KIND)
            return act.done(_said(submitted))
    ask_again(form, problems, [("stuk", "Het plan zelf")])
    return desk.page(form, problems)


def _said(submitted: Submitted) -> str:
    measures = counted(len(submitted.measures), "maatregel", "maatregelen")
    milestones = counted(len(submitted.milestones), "mijlpaal", "mijlpalen")
    return f"Vastgelegd: het verbeterplan, met {measures} en {milestones}."
