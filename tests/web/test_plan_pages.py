"""The improvement plan: how far it is, what it lacks, its measures, and its milestones against the figures."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import FilePayload, expect

from domain.decisions.plan import adopt_plan, assess_plan, close_plan, reject_plan, report_progress, request_plan
from domain.events.base import Role
from domain.events.documents import DocumentFiled
from domain.events.plan import (
    Adopter,
    Horizon,
    MeasureProgressReported,
    Milestone,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanContent,
    PlanRejected,
    PlanRequested,
    Progress,
)
from domain.values import Classification, PlanId, SealedText
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import PDF, Dossier, text
from tests.web.promising import complete, facts, measure, submitted, visiting
from tests.web.visitor import Visitor, hidden, words

MARCH, JUNE = date(2024, 3, 20), date(2024, 6, 3)
ALL_THERE = {"executable": True, "short_term": True, "medium_term": True, "prevention": True}


@pytest.fixture(scope="module")
def visitor(site: Site) -> Iterator[Visitor]:
    with visiting(site) as arrived:
        yield arrived


def on_rung_3(site: Site) -> Dossier:
    told = Dossier(site, site.another())
    told.placed(2, date(2024, 1, 15))
    told.placed(3, date(2024, 5, 6))
    return told


def address(told: Dossier, *more: str) -> str:
    return "/".join([f"/gemeenten/{told.code}/plan", *more])


def said(visitor: Visitor, told: Dossier, query: str = "") -> str:
    return words(visitor.get(address(told) + query))


def test_where_a_plan_is_owed_but_not_there_it_says_until_when(site: Site, visitor: Visitor) -> None:
    told = on_rung_3(site)
    page = said(visitor, told)
    assert "Waterveen heeft nog geen verbeterplan, en moet er op trede 3 een hebben." in page
    assert "Te laat: de provincie moest er uiterlijk 20 mei 2024 om vragen." in page
    assert "De gemeente heeft tot en met 1 juli 2024 om een plan in te dienen." in page
    assert "Op trede 1 hoeft dat ook niet." in said(visitor, Dossier(site, site.another()))


def test_a_plan_is_asked_for_by_the_day_of_the_framework(site: Site, visitor: Visitor) -> None:
    told = on_rung_3(site)
    form = visitor.get(address(told, "vragen"))
    assert 'value="2024-07-01"' in form.text
    assert "Acht weken na het ingaan van trede 3" in words(form)
    sent = {"opdracht": hidden(form, "opdracht"), "gezien": hidden(form, "gezien"), "dag": "2024-06-03"}
    early = visitor.send(address(told, "vragen"), {**sent, "uiterlijk": "2024-06-01"})
    assert early.status_code == 422
    assert "De uiterste dag (1 juni 2024) ligt voor 3 juni 2024." in words(early)
    for _ in range(2):
        page = words(visitor.send(address(told, "vragen"), {**sent, "uiterlijk": "2024-07-01"}))
    assert "Vastgelegd: het verbeterplan is gevraagd, in te dienen uiterlijk 1 juli 2024." in page
    assert "Het verbeterplan is op 3 juni 2024 gevraagd, en is er nog niet." in page
    assert [fact.due for fact in facts(told, PlanRequested)] == [date(2024, 7, 1)]


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
        "Het verbeterplan is vastgesteld door het college; 1 van de 3 maatregelen is klaar;"
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


def test_a_version_is_recorded_row_by_row_and_stays_when_something_is_wrong(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    form = visitor.get(address(told, "indienen"))
    sent = {
        "opdracht": hidden(form, "opdracht"),
        "gezien": hidden(form, "gezien"),
        "dag": "2024-06-04",
        "maatregel-1-wat": "Flexwoningen plaatsen",
        "maatregel-1-personen": "veel",
        "maatregel-3-wat": "Elke maand bespreken",
        "maatregel-3-horizon": "prevention",
        "mijlpaal-2-dag": "2024-12-31",
    }
    wrong = visitor.send(address(told, "indienen"), sent)
    assert wrong.status_code == 422
    for complaint in (
        "Ingediend op: deze dag is nog niet geweest.",
        "Maatregel 1, waarvoor: maak een keuze.",
        "Maatregel 1, aantal personen: 'veel' is geen heel getal.",
        "Mijlpaal 2, aantal personen: vul een getal in.",
    ):
        assert complaint in words(wrong)
    assert "Elke maand bespreken" in wrong.text
    assert facts(told, PlanContent) == []
    right = {
        **sent,
        "dag": "2024-06-03",
        "maatregel-1-horizon": "short-term",
        "maatregel-1-personen": "1.200",
        "mijlpaal-2-personen": "40",
        "achterstand-weg": "2025-06-30",
    }
    files = {"stuk": ("plan.pdf", PDF, "application/pdf")}
    for _ in range(2):
        done = visitor.send(address(told, "indienen"), right, files=files)
    assert "Vastgelegd: het verbeterplan, met 2 maatregelen en 1 mijlpaal." in words(done)
    (content,) = facts(told, PlanContent)
    assert [(each.horizon, each.expected_persons) for each in content.measures] == [
        (Horizon.SHORT_TERM, 1200),
        (Horizon.PREVENTION, None),
    ]
    assert content.backlog_cleared_by == date(2025, 6, 30)
    (filed,) = facts(told, DocumentFiled)
    assert filed.document == content.document
    assert "plan.pdf" in said(visitor, told)


def test_a_next_version_begins_with_the_last_one_and_keeps_what_nobody_changed(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    secret = measure("Geheim").model_copy(update={"what": text("Geheim", Classification.SECRET)})
    plan = submitted(told, MARCH, measure("Blijft", owner="wonen"), secret, measure("Gaat weg"))
    before = facts(told, PlanContent)[0].measures
    form = visitor.get(address(told, plan, "versie"))
    assert "Geheim" not in form.text
    sent = {"opdracht": hidden(form, "opdracht"), "gezien": hidden(form, "gezien"), "dag": "2024-06-03"}
    for number, (kept, shown) in enumerate(zip(before, ("Blijft", "[vertrouwelijke tekst]", ""), strict=True), 1):
        at = f"maatregel-{number}"
        assert hidden(form, f"{at}-id") == kept.measure
        sent |= {f"{at}-id": kept.measure, f"{at}-wat": shown, f"{at}-horizon": "medium-term"}
    sent |= {"maatregel-4-wat": "Is nieuw", "maatregel-4-horizon": "prevention"}
    for _ in range(2):
        page = words(visitor.send(address(told, plan, "versie"), sent))
    assert "Versie 2 van het verbeterplan is ingediend en nog niet beoordeeld." in page
    assert "Versie 1, ingediend 20 mrt 2024" in page
    _, content = facts(told, PlanContent)
    stays, hidden_one, new = content.measures
    assert (stays.measure, stays.what) == (before[0].measure, before[0].what)
    assert (hidden_one.measure, hidden_one.what) == (before[1].measure, before[1].what)
    assert isinstance(hidden_one.what, SealedText)
    assert new.measure not in {each.measure for each in before}


def test_who_did_not_see_the_last_version_is_told_and_can_go_on(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    plan = submitted(told, MARCH)
    form = visitor.get(address(told, plan, "vaststellen"))
    told.record(reject_plan, MARCH, plan=plan, grounds=text("Te laat gelezen."))
    sent = {"opdracht": hidden(form, "opdracht"), "gezien": hidden(form, "gezien")}
    sent |= {"dag": "2024-06-03", "door": "council"}
    refused = visitor.send(address(told, plan, "vaststellen"), sent)
    assert refused.status_code == 412
    assert "Dit is intussen vastgelegd Verbeterplan, versie 1, afgewezen" in words(refused)
    again = {**sent, "opdracht": hidden(refused, "opdracht"), "gezien": hidden(refused, "gezien")}
    assert "vastgesteld door de gemeenteraad" in words(visitor.send(address(told, plan, "vaststellen"), again))
    assert len(facts(told, PlanAdopted)) == 1


def test_a_plan_is_assessed_rejected_adopted_reported_on_and_closed(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    plan = submitted(told, MARCH)
    first = facts(told, PlanContent)[0].measures[0].measure
    acts = (
        ("beoordelen", {"bevat": "executable", "oordeel": "nee", "bevindingen": "Mager."}, PlanAssessed),
        ("afwijzen", {"gronden": "Te mager."}, PlanRejected),
        ("vaststellen", {"door": "college"}, PlanAdopted),
        (f"voortgang/{first}", {"stand": "under-way", "personen": "3"}, MeasureProgressReported),
        ("afsluiten", {"uitgevoerd": "nee", "toelichting": "Ingehaald."}, PlanClosed),
    )
    for act, fields, kind in acts:
        path = address(told, plan, act)
        page = visitor.get(path)
        sent = {"opdracht": hidden(page, "opdracht"), "gezien": hidden(page, "gezien"), "dag": "2024-06-03"}
        assert visitor.send(path, {**sent, "dag": ""}).status_code == 422
        for _ in range(2):
            assert "Vastgelegd: " in words(visitor.send(path, {**sent, **fields}))
        assert len(facts(told, kind)) == 1
    (assessed,) = facts(told, PlanAssessed)
    assert (assessed.sufficient, assessed.executable, assessed.prevention) == (False, True, False)
    page = said(visitor, told)
    assert "Het verbeterplan is op 3 juni 2024 afgesloten: het is niet uitgevoerd." in page
    assert "Vraag een plan" in page
    assert visitor.get(address(told, "plan-none")).status_code == 404
    assert visitor.get(address(told, plan, "voortgang", "measure-none")).status_code == 404


def test_the_plan_that_runs_is_shown_and_the_one_before_stays_at_hand(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    old = submitted(told, MARCH)
    told.record(close_plan, date(2024, 4, 1), plan=old, carried_out=True)
    submitted(told, JUNE)
    assert "Ander plan, ingediend 20 maart 2024: uitgevoerd, afgesloten 1 april 2024." in said(visitor, told)
    assert "afgesloten: het is uitgevoerd." in words(visitor.get(address(told, old)))


def test_who_may_not_record_is_offered_nothing(site: Site) -> None:
    told = Dossier(site, site.another())
    plan = submitted(told, MARCH)
    with visiting(site, Role.AUDITOR) as auditor:
        page = auditor.get(address(told))
        assert "Meld voortgang" not in page.text
        assert "Beoordeel het plan" not in page.text
        assert auditor.get(address(told, plan, "versie")).status_code == 403


def test_rows_are_added_without_a_script_and_everything_typed_stays(site: Site, browsing: Browsing) -> None:
    told = Dossier(site, site.another())
    page = browsing.signed_in(width=NARROW, javascript=False)
    page.goto(address(told, "indienen"))
    page.locator("#maatregel-1-wat").fill("Flexwoningen plaatsen")
    page.get_by_role("button", name="Nog een maatregel").click()
    expect(page.locator("#maatregel-6-wat")).to_be_visible()
    expect(page.locator("#maatregel-1-wat")).to_have_value("Flexwoningen plaatsen")
    assert facts(told, PlanContent) == []


def test_everything_goes_by_keyboard(site: Site, browsing: Browsing) -> None:
    told = Dossier(site, site.another())
    page = browsing.signed_in()
    page.goto(address(told, "indienen"))
    page.locator("#stuk").set_input_files([FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=PDF)])
    page.locator("#maatregel-1-wat").focus()
    page.keyboard.type("Flexwoningen plaatsen")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="Nog een maatregel").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Elke maand bespreken")
    expect(page.locator("#maatregel-2-wat")).to_have_value("Elke maand bespreken")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.locator("#mijlpaal-1-dag").fill("2024-12-31")
    page.locator("#mijlpaal-1-personen").focus()
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("het verbeterplan, met 2 maatregelen en 1 mijlpaal")


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
    page.goto(address(told))
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    require_accessible(page)
    acts = ("vragen", f"{plan}/versie", f"{plan}/beoordelen", f"{plan}/vaststellen", f"{plan}/voortgang/{first}")
    for act in acts:
        page.goto(address(told, act))
        page.get_by_label(" op", exact=False).first.fill("")
        page.locator(".trede-submit button").click()
        expect(page.get_by_role("alert")).to_be_visible()
        require_accessible(page)
