"""The forms of an improvement plan: each records once, keeps what was typed, and says what is wrong at the field."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import FilePayload, expect

from domain.decisions.plan import reject_plan
from domain.events.documents import DocumentFiled
from domain.events.plan import (
    Horizon,
    MeasureProgressReported,
    PlanAdopted,
    PlanAssessed,
    PlanClosed,
    PlanContent,
    PlanRejected,
    PlanRequested,
)
from domain.values import Classification, SealedText
from tests.web.browsing import NARROW, Browsing, Site
from tests.web.dossiers import PDF, Dossier, text
from tests.web.promising import as_sent, facts, measure, on_rung_3, plan_page, submitted, visiting
from tests.web.visitor import Visitor, hidden, words

MARCH = date(2024, 3, 20)


@pytest.fixture(scope="module")
def visitor(site: Site) -> Iterator[Visitor]:
    with visiting(site) as arrived:
        yield arrived


def said(visitor: Visitor, told: Dossier, query: str = "") -> str:
    return words(visitor.get(plan_page(told) + query))


def test_a_plan_is_asked_for_by_the_day_of_the_framework(site: Site, visitor: Visitor) -> None:
    told = on_rung_3(site)
    form = visitor.get(plan_page(told, "vragen"))
    assert 'value="2024-07-01"' in form.text
    assert "Acht weken na het ingaan van trede 3" in words(form)
    sent = as_sent(form)
    early = visitor.send(plan_page(told, "vragen"), {**sent, "uiterlijk": "2024-06-01"})
    assert early.status_code == 422
    assert "De uiterste dag (1 juni 2024) ligt voor 3 juni 2024." in words(early)
    for _ in range(2):
        page = words(visitor.send(plan_page(told, "vragen"), {**sent, "uiterlijk": "2024-07-01"}))
    assert "Vastgelegd: het verbeterplan is gevraagd, in te dienen uiterlijk 1 juli 2024." in page
    assert "Het verbeterplan is op 3 juni 2024 gevraagd, en is er nog niet." in page
    assert [fact.due for fact in facts(told, PlanRequested)] == [date(2024, 7, 1)]


def test_a_version_is_recorded_row_by_row_and_stays_when_something_is_wrong(site: Site, visitor: Visitor) -> None:
    told = Dossier(site, site.another())
    form = visitor.get(plan_page(told, "indienen"))
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
    wrong = visitor.send(plan_page(told, "indienen"), sent)
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
        done = visitor.send(plan_page(told, "indienen"), right, files=files)
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
    form = visitor.get(plan_page(told, plan, "versie"))
    assert "Geheim" not in form.text
    sent = as_sent(form)
    for number, (kept, shown) in enumerate(zip(before, ("Blijft", "[vertrouwelijke tekst]", ""), strict=True), 1):
        at = f"maatregel-{number}"
        assert hidden(form, f"{at}-id") == kept.measure
        sent |= {f"{at}-id": kept.measure, f"{at}-wat": shown, f"{at}-horizon": "medium-term"}
    sent |= {"maatregel-4-wat": "Is nieuw", "maatregel-4-horizon": "prevention"}
    for _ in range(2):
        page = words(visitor.send(plan_page(told, plan, "versie"), sent))
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
    form = visitor.get(plan_page(told, plan, "vaststellen"))
    told.record(reject_plan, MARCH, plan=plan, grounds=text("Te laat gelezen."))
    sent = as_sent(form, door="council")
    refused = visitor.send(plan_page(told, plan, "vaststellen"), sent)
    assert refused.status_code == 412
    assert "Dit is intussen vastgelegd Verbeterplan, versie 1, afgewezen" in words(refused)
    again = {**sent, "opdracht": hidden(refused, "opdracht"), "gezien": hidden(refused, "gezien")}
    assert "vastgesteld door de gemeenteraad" in words(visitor.send(plan_page(told, plan, "vaststellen"), again))
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
        path = plan_page(told, plan, act)
        page = visitor.get(path)
        sent = as_sent(page)
        assert visitor.send(path, {**sent, "dag": ""}).status_code == 422
        for _ in range(2):
            assert "Vastgelegd: " in words(visitor.send(path, {**sent, **fields}))
        assert len(facts(told, kind)) == 1
    (assessed,) = facts(told, PlanAssessed)
    assert (assessed.sufficient, assessed.executable, assessed.prevention) == (False, True, False)
    ended = said(visitor, told)
    assert "Het verbeterplan is op 3 juni 2024 afgesloten: het is niet uitgevoerd." in ended
    assert "Vraag een plan" in ended
    assert visitor.get(plan_page(told, "plan-none")).status_code == 404
    assert visitor.get(plan_page(told, plan, "voortgang", "measure-none")).status_code == 404


def test_rows_are_added_without_a_script_and_everything_typed_stays(site: Site, browsing: Browsing) -> None:
    told = Dossier(site, site.another())
    page = browsing.signed_in(width=NARROW, javascript=False)
    page.goto(plan_page(told, "indienen"))
    page.locator("#maatregel-1-wat").fill("Flexwoningen plaatsen")
    page.get_by_role("button", name="Nog een maatregel").click()
    expect(page.locator("#maatregel-6-wat")).to_be_visible()
    expect(page.locator("#maatregel-1-wat")).to_have_value("Flexwoningen plaatsen")
    assert facts(told, PlanContent) == []


def test_everything_goes_by_keyboard(site: Site, browsing: Browsing) -> None:
    told = Dossier(site, site.another())
    page = browsing.signed_in()
    page.goto(plan_page(told, "indienen"))
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
