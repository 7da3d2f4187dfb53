"""The improvement plan: how far it is, what it lacks, its measures, and its milestones against the figures."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import expect

from domain.decisions.plan import adopt_plan, assess_plan, close_plan, reject_plan, report_progress, request_plan
from domain.events.base import Role
from domain.events.plan import (
    Adopter,
    Milestone,
    PlanContent,
    Progress,
)
from domain.values import PlanId
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import Dossier, text
from tests.web.promising import complete, facts, measure, on_rung_3, plan_page, submitted, visiting
from tests.web.visitor import Visitor, words

MARCH, JUNE = date(2024, 3, 20), date(2024, 6, 3)
ALL_THERE = {"executable": True, "short_term": True, "medium_term": True, "prevention": True}


@pytest.fixture(scope="module")
def visitor(site: Site) -> Iterator[Visitor]:
    with visiting(site) as arrived:
        yield arrived


def said(visitor: Visitor, told: Dossier, query: str = "") -> str:
    return words(visitor.get(plan_page(told) + query))


def test_where_a_plan_is_owed_but_not_there_it_says_until_when(site: Site, visitor: Visitor) -> None:
    told = on_rung_3(site)
    page = said(visitor, told)
    assert "Waterveen heeft nog geen verbeterplan, en moet er op trede 3 een hebben." in page
    assert "Te laat: de provincie moest er uiterlijk 20 mei 2024 om vragen." in page
    assert "De gemeente heeft tot en met 1 juli 2024 om een plan in te dienen." in page
    assert "Op trede 1 hoeft dat ook niet." in said(visitor, Dossier(site, site.another()))


def test_a_plan_that_is_late_says_so(site: Site, visitor: Visitor) -> None:
    told = on_rung_3(site)
    told.record(request_plan, date(2024, 5, 7), plan=PlanId(f"plan-{told.code}"), due=date(2024, 6, 2))
    assert "Het verbeterplan moest er uiterlijk 2 juni 2024 zijn, en is er nog niet." in said(visitor, told)


def test_the_road_of_a_plan_and_what_it_lacks(site: Site, visitor: Visitor) -> None:
    told = on_rung_3(site)
    plan = submitted(told, MARCH, measure("Alleen dit"))
    page = said(visitor, told)
    assert "Het verbeterplan is ingediend en nog niet beoordeeld." in page
    assert "in het plan komen maatregelen voor de middellange termijn" in page
    lacks = {**ALL_THERE, "prevention": False}
    told.record(assess_plan, MARCH, plan=plan, sufficient=False, findings=text("Mager."), **lacks)
    page = said(visitor, told)
    assert "Het verbeterplan is onvoldoende en nog niet vastgesteld." in page
    assert "Maatregelen om herhaling te voorkomen: niet voldoende" in page
    assert "de gemeente dient een nieuwe versie in, want versie 1 is onvoldoende" in page
    told.record(reject_plan, MARCH, plan=plan, grounds=text("Te mager."))
    page = said(visitor, told)
    assert "Het verbeterplan is afgewezen." in page
    assert "Te mager." in page
    assert "het college of de gemeenteraad stelt die versie vast" in page


def test_an_adopted_plan_is_told_with_its_measures_and_its_milestones_by_the_figures(
    site: Site, visitor: Visitor
) -> None:
    told = on_rung_3(site)
    for day, realised in ((date(2024, 3, 31), 47), (date(2024, 5, 31), 60)):
        told.reported(day, realised, net_target=89)
    promised = (Milestone(day=date(2024, 3, 31), persons=45), Milestone(day=date(2024, 6, 30), persons=89))
    owner, late = "wethouder wonen", date(2024, 6, 1)
    plan = submitted(told, MARCH, *complete(owner=owner, due=late, expected_persons=30), milestones=promised)
    told.record(assess_plan, MARCH, plan=plan, sufficient=True, findings=text("Goed."), **ALL_THERE)
    first = facts(told, PlanContent)[0].measures[0].measure
    done = {"measure": first, "progress": Progress.DONE, "persons": 12}
    told.record(report_progress, date(2024, 5, 2), plan=plan, **done)
    told.record(adopt_plan, date(2024, 5, 8), plan=plan, by=Adopter.COLLEGE)
    page = said(visitor, told)
    assert (
        "Het verbeterplan is vastgesteld door het college; 1 van de 3 maatregelen is klaar, 2 zijn te laat;"
        " de mijlpaal van 45 personen t/m 31 maart 2024 is gehaald (47 gehuisvest)." in page
    )
    assert "Hiermee heeft de gemeente een volledig plan vastgesteld" in page
    assert "Dit moet nog gebeuren" not in page
    assert "Te laat · wethouder wonen · uiterlijk 1 jun 2024 · voor 30 personen" in page
    assert "Klaar, 12 personen gehuisvest (2 mei 2024)" in page
    assert "31 mrt 2024 45 47 Gehaald" in page
    assert "30 jun 2024 89 60 Komt nog" in page
    then = said(visitor, told, "?stand-per=2024-04-01")
    assert "Het verbeterplan is voldoende en nog niet vastgesteld" in then
    assert "Leg" not in then


def test_the_plan_that_runs_is_shown_and_the_one_before_stays_at_hand(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    old = submitted(told, MARCH)
    told.record(close_plan, date(2024, 4, 1), plan=old, carried_out=True)
    submitted(told, JUNE)
    assert "Ander plan, ingediend 20 maart 2024: uitgevoerd, afgesloten 1 april 2024." in said(visitor, told)
    assert "afgesloten: het is uitgevoerd." in words(visitor.get(plan_page(told, old)))


def test_who_may_not_record_is_offered_nothing(site: Site) -> None:
    told = Dossier(site, site.another())
    plan = submitted(told, MARCH)
    with visiting(site, Role.AUDITOR) as auditor:
        page = auditor.get(plan_page(told))
        assert "Meld voortgang" not in page.text
        assert "Beoordeel het plan" not in page.text
        assert auditor.get(plan_page(told, plan, "versie")).status_code == 403


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_page_and_its_forms(
    site: Site, browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    told = on_rung_3(site)
    told.reported(date(2024, 3, 31), 47, net_target=89)
    promised = (Milestone(day=date(2024, 3, 31), persons=45), Milestone(day=date(2024, 6, 30), persons=89))
    plan = submitted(told, MARCH, measure("Flexwoningen plaatsen", due=date(2024, 6, 1)), milestones=promised)
    lacks = {**ALL_THERE, "prevention": False}
    told.record(assess_plan, MARCH, plan=plan, sufficient=False, findings=text("Mager."), **lacks)
    first = facts(told, PlanContent)[0].measures[0].measure
    page = browsing.signed_in(width=width)
    page.goto(plan_page(told))
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    require_accessible(page)
    small = ("vragen", f"{plan}/beoordelen", f"{plan}/vaststellen", f"{plan}/voortgang/{first}")
    for act in (f"{plan}/versie", *(small if width == NARROW else ())):
        page.goto(plan_page(told, act))
        page.get_by_label(" op", exact=False).first.fill("")
        page.locator(".trede-submit button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        require_accessible(page)
