"""The improvement plan of a municipality: how far it is, what it lacks, its measures, and the figures against it."""

from fastapi import Response
from starlette.exceptions import HTTPException

from api.identity.rights import READING, Right
from api.web.milestones import milestones
from api.web.municipality import found
from api.web.plan_due import owed
from api.web.plan_told import answer, by_horizon, is_late, missing, none_yet, road
from api.web.routing import Code, Pages
from api.web.visiting import Visit, Visiting
from domain.policy.obligations import ObligationKind
from projections.documents import DocumentLine, documents
from projections.municipalities import MunicipalityNow
from projections.plans import PlanLine, plans

PATH = "/gemeenten/{code}/plan"
Offer = tuple[str, str]
"""What can be done here, with its address."""

pages = Pages("Verbeterplan")


@pages.get(PATH)
def show_current(code: Code, visit: Visiting) -> Response:
    """The plan that runs, else the last one; what to do where there is none."""
    now, every = found(visit, code), _plans(visit, code)
    return _page(visit, now, next((each for each in every if not each.closed), next(iter(every), None)), every)


@pages.get(PATH + "/{plan}")
def show_plan(code: Code, plan: str, visit: Visiting) -> Response:
    """One plan."""
    now, every = found(visit, code), _plans(visit, code)
    shown = next((each for each in every if each.plan == plan), None)
    if shown is None:
        raise HTTPException(404)
    return _page(visit, now, shown, every)


def _page(visit: Visit, now: MunicipalityNow, shown: PlanLine | None, every: tuple[PlanLine, ...]) -> Response:
    latest = shown.latest if shown else None
    measured = milestones(visit, now.code, latest) if latest and latest.milestones else None
    due = owed(visit, now.code)
    return visit.page(
        "plan.html",
        now=now,
        code=now.code,
        plan=shown,
        others=[each for each in every if each is not shown],
        answer=answer(shown, measured, visit.knowing.day) if shown else none_yet(now),
        road=road(shown) if shown else (),
        missing=missing(shown) if shown and not shown.closed else (),
        owed=due,
        urgent=ObligationKind.PLAN_REQUESTED in due and due[ObligationKind.PLAN_REQUESTED].stands,
        Owed=ObligationKind,
        horizons=by_horizon(latest) if latest else {},
        milestones=measured,
        offers=offers(visit, now, shown),
        documents=_documents(visit, now.code),
        late=lambda line: is_late(line, visit.knowing.day),
    )


def offers(visit: Visit, now: MunicipalityNow, plan: PlanLine | None) -> list[Offer]:
    """What the visitor can record here, what is its turn first; nothing in a page that shows another moment."""
    if visit.time_travel or now.closed or not visit.may(Right.RECORD_FACTS):
        return []
    path = PATH.format(code=now.code)
    if plan is None or plan.closed:
        return [("Vraag een plan", f"{path}/vragen"), ("Leg een ingediend plan vast", f"{path}/indienen")]
    here, latest = f"{path}/{plan.plan}", plan.latest
    if latest is None:
        return [("Leg het ingediende plan vast", f"{here}/versie"), ("Sluit het plan af", f"{here}/afsluiten")]
    every = [
        (latest.assessment is None and not plan.rejected, "Beoordeel het plan", f"{here}/beoordelen"),
        (plan.adopted != latest.number, "Leg de vaststelling vast", f"{here}/vaststellen"),
        (True, "Leg een nieuwe versie vast", f"{here}/versie"),
        (latest.assessment is not None, "Beoordeel opnieuw", f"{here}/beoordelen"),
        (not plan.rejected, "Wijs het plan af", f"{here}/afwijzen"),
        (True, "Sluit het plan af", f"{here}/afsluiten"),
    ]
    if plan.rejected or plan.sufficient is False:  # then a next version is what has to come first
        every.sort(key=lambda each: not each[2].endswith("/versie"))
    return [(name, address) for offered, name, address in every if offered]


def _plans(visit: Visit, code: str) -> tuple[PlanLine, ...]:
    return tuple(plans(visit.reader, visit.knowing, code=code).lines)


def _documents(visit: Visit, code: str) -> dict[str, DocumentLine]:
    """The documents that the visitor may open, by their ids."""
    every = documents(visit.reader, visit.knowing, code=code).lines
    return {each.document: each for each in every if each.in_file and visit.may(READING[each.classification])}
