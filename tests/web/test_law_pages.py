"""The road from announcement to substitution, walked through its pages: by who may, with what is missing and why."""

from datetime import date

import pytest
from playwright.sync_api import FilePayload, Page, expect

from domain.decisions.substituting import decide_substitution
from domain.events.base import Role
from domain.events.documents import DocumentFiled
from domain.events.judging import PlacementProposed
from domain.events.ladder import RungRaised
from domain.events.law import (
    AppealDecided,
    AppealLodged,
    CostsClaimed,
    CostsRecovered,
    Deciding,
    DecisionNotified,
    InterimReliefDecided,
    InterimReliefRequested,
    InterventionAnnounced,
    LawEvent,
    SubstitutionAmended,
    SubstitutionDecided,
    SubstitutionEnded,
    SubstitutionLapsed,
    TermExtended,
    ViewsConsidered,
    ViewsReceived,
)
from domain.values import DecisionId, Rung
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.judged import Judging
from tests.web.roads import PAST, Road

LETTER = FilePayload(
    name="zienswijze.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
)
SECRETARY, SUPERVISOR = Role.EXECUTIVE_SECRETARY, Role.SUPERVISOR


def law_of(road: Road) -> list[type[LawEvent]]:
    """The kinds of facts of law that are recorded, in order."""
    return [type(fact) for fact in road.site.facts(road.code) if isinstance(fact, LawEvent)]


def press(page: Page, name: str = "Vastleggen") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()


def test_two_persons_walk_from_the_announcement_to_a_decision_that_lapses(site: Site, browsing: Browsing) -> None:
    road = Road.of(site, "Waterveen").announced()
    supervisor = browsing.signed_in(SUPERVISOR)
    supervisor.goto(road.path)
    expect(supervisor.get_by_text("liep t/m 15 april 2024. Gedeputeerde Staten kunnen nu besluiten.")).to_be_visible()
    follow(supervisor, "Zienswijze vastleggen")
    expect(supervisor.get_by_text("Vooraankondiging van 15 januari 2024")).to_be_visible()
    supervisor.get_by_label("Ontvangen op").fill("2024-02-10")
    supervisor.get_by_label("Wat zegt de gemeente?").fill("Wij wachten op de flexwoningen.")
    supervisor.get_by_label("Document").set_input_files([LETTER])
    press(supervisor)
    expect(supervisor.get_by_text("Vastgelegd: de zienswijze.")).to_be_visible()
    missing = supervisor.get_by_role("region", name="Wat nog ontbreekt voor de volgende trede")
    expect(missing).to_contain_text("die is nog niet afgewogen")
    expect(missing).to_contain_text("Bron: Awb 3:2 en 4:8.")
    follow(supervisor, "Afweging van de zienswijze vastleggen")
    supervisor.get_by_label("Wat vinden Gedeputeerde Staten ervan?").fill("Wachten lost de achterstand niet op.")
    press(supervisor)
    follow(supervisor, "Stel een besluit op trede 5 voor")
    expect(supervisor.get_by_label("Voorstel", exact=True)).to_have_value("raise-5")
    expect(supervisor.get_by_role("checkbox", name="2023-2 (nog 56 personen)")).to_be_checked()
    expect(supervisor.locator(f"#{road.code}-besluit-personen")).to_have_value("56")
    supervisor.locator(f"#{road.code}-besluit-personen").fill("42")
    supervisor.locator(f"#{road.code}-besluit-termijn").fill("2024-09-01")
    supervisor.get_by_label("Gronden").fill("Er is geen verbetering.")
    press(supervisor, "Leg het voorstel vast")
    expect(supervisor.get_by_text("Vastgelegd: een voorstel voor Waterveen.")).to_be_visible()

    secretary = browsing.signed_in(SECRETARY)
    secretary.goto(road.path)
    follow(secretary, "Bekijk het voorstel dat op een besluit wacht")
    expect(secretary.get_by_text("42 personen, volgens de cijfers van 31 januari 2024")).to_be_visible()
    secretary.get_by_label("Meegedeeld aan de gemeente op").fill("2024-07-01")
    press(secretary, "Opschalen naar trede 5: vaststellen")
    expect(secretary.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#meegedeeld-op")
    secretary.get_by_label("Meegedeeld aan de gemeente op").fill("2024-06-03")
    press(secretary, "Opschalen naar trede 5: vaststellen")
    secretary.goto(road.path)
    expect(secretary.get_by_text("is nog niet bekendgemaakt, en werkt dus nog niet.")).to_be_visible()
    walked = [InterventionAnnounced, ViewsReceived, ViewsConsidered, SubstitutionDecided]
    assert law_of(road) == walked
    (filed,) = [fact for fact in site.facts(road.code) if isinstance(fact, DocumentFiled)]
    assert filed.document in [fact.document for fact in site.facts(road.code) if isinstance(fact, ViewsReceived)]


def test_a_decision_is_notified_and_lapses_when_a_person_confirms_what_the_figures_say(
    site: Site, browsing: Browsing
) -> None:
    road = Road.of(site, "Aalsterland").announced().viewed().decided(notified=False)
    page = browsing.signed_in(SECRETARY)
    page.goto(road.path)
    follow(page, "Bekendmaking vastleggen")
    page.get_by_label("Bekendgemaakt op").fill("2024-04-23")
    press(page)
    expect(page.get_by_text("Beroep kan t/m 4 juni 2024.")).to_be_visible()
    expect(page.get_by_text("Van de 42 personen zijn er nog geen gehuisvest sinds 31 januari 2024.")).to_have_count(2)
    road.reported(PAST.next, date(2024, 5, 31), realised=44)
    page.reload()
    told = "De cijfers zeggen dat 42 personen van 2023-2 zijn gehuisvest; bevestig dat het besluit is vervallen."
    expect(page.locator(".trede-answer__lead")).to_have_text(told)
    follow(page, "Bevestigen dat het besluit is vervallen")
    press(page)
    expect(page.locator(".trede-answer__lead")).to_have_text(
        "Het besluit van 20 april 2024 is vervallen op 3 juni 2024."
    )
    assert law_of(road)[-2:] == [DecisionNotified, SubstitutionLapsed]


def test_a_file_that_is_not_kept_is_told_by_the_name_of_its_field(site: Site, browsing: Browsing) -> None:
    road = Road.of(site, "Eikenhage").announced()
    page = browsing.signed_in(SUPERVISOR, NARROW)
    page.goto(f"{road.path}/zienswijze")
    page.get_by_label("Wat zegt de gemeente?").fill("Wij wachten op de flexwoningen.")
    page.get_by_label("Document").set_input_files(
        [FilePayload(name="leeg.pdf", mimeType="application/pdf", buffer=b"")]
    )
    press(page)
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_text(["Document: Het bestand is leeg."])
    assert law_of(road) == [InterventionAnnounced]


def test_rung_4_is_proposed_with_its_letter_and_without_a_script(site: Site, browsing: Browsing) -> None:
    code = Judging(site).closed("Berkel", 40, 55, rung=3)
    page = browsing.signed_in(SUPERVISOR, NARROW, javascript=False)
    page.goto(f"/beoordeling/{PAST}/voorstellen?gemeente={code}")
    expect(page.get_by_text("Bij trede 4: de brief met de vooraankondiging")).to_be_visible()
    expect(page.get_by_text("Bij trede 5: wat er in het besluit staat")).to_be_hidden()
    page.locator(f"#{code}-brief-termijn").fill("2024-09-01")
    page.get_by_label("Gronden").fill("De achterstand groeit.")
    press(page, "Leg het voorstel vast")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Laatste dag voor een zienswijze, Berkel: vul een dag in.")
    page.locator(f"#{code}-brief-zienswijze").fill("2024-07-01")
    press(page, "Leg het voorstel vast")
    expect(page.get_by_text("Vastgelegd: een voorstel voor Berkel.")).to_be_visible()
    (proposed,) = [fact for fact in site.facts(code) if isinstance(fact, PlacementProposed)]
    assert proposed.announcing
    assert (proposed.announcing.term_ends, proposed.announcing.views_due) == (date(2024, 9, 1), date(2024, 7, 1))


def test_what_the_law_refuses_is_told_with_its_source_and_leads_to_the_road(site: Site, browsing: Browsing) -> None:
    road = Road.of(site, "Cromvoirt").announced(term_ends=date(2024, 8, 1))
    page = browsing.signed_in(SECRETARY)
    page.goto(road.path)
    expect(page.get_by_text("loopt t/m 1 augustus 2024; daarna kunnen Gedeputeerde Staten besluiten.")).to_be_visible()
    page.goto(f"/gemeenten/{road.code}/plaatsen?trede=5")
    page.locator("#besluit-termijn").fill("2024-12-01")
    page.get_by_label("Gronden").fill("De achterstand groeit.")
    press(page, "Besluit vastleggen")
    refused = "De termijn van de vooraankondiging loopt nog tot en met 1 augustus 2024."
    expect(page.get_by_role("alert")).to_contain_text(refused)
    expect(page.get_by_role("alert")).to_contain_text("Bron: Aanvullend beleidskader IBT")
    follow(page, "Van vooraankondiging naar indeplaatsstelling: wat er ligt en wat volgt")
    expect(page).to_have_url(f"{site.address}{road.path}")
    assert law_of(road) == [InterventionAnnounced]


def test_a_decision_in_force_is_extended_amended_taken_to_court_and_carried_out(site: Site, browsing: Browsing) -> None:
    road = Road.of(site, "Duindrecht").announced().viewed().decided(term_ends=date(2024, 5, 20)).carried_out()
    page = browsing.signed_in(SECRETARY)

    def send(what: str, subject: str | None = None, **fields: str) -> None:
        page.goto(f"{road.path}/{what}" + (f"?van={subject}" if subject else ""))
        hidden = {
            name: page.locator(f"input[name={name}]").last.input_value() for name in ("csrf", "opdracht", "gezien")
        }
        van = page.locator("input[name=van]")
        about = {"van": van.input_value()} if van.count() else {}
        sent: dict[str, str | float | bool | bytes | FilePayload] = {**hidden, **about, **fields}
        answer = page.request.post(f"{road.path}/{what}", multipart=sent, max_redirects=0)
        assert answer.status == 303, f"{what}: {answer.text()}"

    send("wijziging", dag="2024-05-28", personen="40", reden="Twee personen zijn teruggekeerd.")
    send("meer-tijd", dag="2024-05-28", termijn="2024-08-01", gronden="De oplevering is uitgesteld.")
    send("beroep", dag="2024-05-28", door="college", bij="Raad van State")
    send("voorlopige-voorziening", dag="2024-05-28", door="college")
    send("voorlopige-voorziening-uitspraak", dag="2024-05-29", toegewezen="nee")
    send("uitspraak", dag="2024-05-30", uitspraak="dismissed")
    send("beeindiging", dag="2024-05-31", samenvatting="Alle personen zijn gehuisvest.")
    send("kosten", dag="2024-06-01", bedrag="12.500,50", **{"betalen-op": "2024-07-01"})
    send("betaling", dag="2024-06-03", bedrag="12.500,50")
    assert law_of(road)[-9:] == [
        SubstitutionAmended,
        TermExtended,
        AppealLodged,
        InterimReliefRequested,
        InterimReliefDecided,
        AppealDecided,
        SubstitutionEnded,
        CostsClaimed,
        CostsRecovered,
    ]
    page.goto(road.path)
    expect(page.locator("#costs")).to_contain_text("Ontvangen: € 12.500,50.")
    expect(page.locator("#costs")).to_contain_text("gedaan")


def test_a_decision_beside_the_last_one_is_shown_with_who_was_housed_for_it(site: Site, browsing: Browsing) -> None:
    road = Road.of(site, "Molenbeek").announced().viewed().decided(persons=5)
    road.reported(PAST.next, date(2024, 5, 31), realised=9)
    content = Deciding(
        decision=DecisionId(f"decision-of-{road.code}"),
        periods=(PAST,),
        persons=20,
        figures_day=date(2024, 5, 31),
        term_ends=date(2024, 9, 1),
    )
    road.record(decide_substitution, site.today, deciding=content)
    page = browsing.signed_in(SECRETARY)
    page.goto(road.path)
    expect(page.locator(".trede-answer__lead")).to_contain_text("Het besluit van 3 juni 2024 is nog niet bekendgemaakt")
    beside = page.locator("details", has_text="Besluit van 20 april 2024: 5 personen van 2023-2 (geldt nog)")
    expect(beside).to_contain_text("De cijfers zeggen dat 5 personen van 2023-2 zijn gehuisvest")
    beside.get_by_role("link", name="Bevestigen dat het besluit is vervallen").click()
    press(page)
    expect(page.get_by_text("Besluit van 20 april 2024: 5 personen van 2023-2", exact=True)).to_be_visible()
    assert law_of(road)[-1] is SubstitutionLapsed


def test_who_may_not_decide_is_offered_no_act_of_gs_and_cannot_do_it_by_its_address(
    site: Site, browsing: Browsing
) -> None:
    road = Road.of(site, "Elzenrade").announced().viewed().decided()
    page = browsing.signed_in(SUPERVISOR)
    page.goto(f"/gemeenten/{road.code}")
    road_link = page.locator("main").get_by_text("Indeplaatsstelling", exact=True)
    expect(road_link).to_have_attribute("href", road.path)
    page.goto(road.path)
    expect(page.get_by_role("link", name="Beroep vastleggen")).to_be_visible()
    expect(page.get_by_role("link", name="Besluit intrekken")).to_have_count(0)
    answer = page.goto(f"{road.path}/intrekking")
    assert answer
    assert answer.status == 403
    elsewhere = page.goto(f"{road.path}/bekendmaking?van=decision-van-een-ander")
    assert elsewhere
    assert elsewhere.status == 404


def test_as_at_an_earlier_day_the_road_is_as_it_was_and_offers_nothing(site: Site, browsing: Browsing) -> None:
    road = Road.of(site, "Fijnaart").announced().viewed().decided()
    page = browsing.signed_in(SECRETARY)
    page.goto(f"{road.path}?stand-per=2024-02-20")
    expect(page.locator(".trede-answer__lead")).to_contain_text("loopt t/m 15 april 2024")
    expect(page.locator("#views")).to_contain_text("nu aan de beurt")
    expect(page.locator("#decided")).to_contain_text("later")
    expect(page.locator("main a[href*='indeplaatsstelling/']")).to_have_count(0)


def test_the_form_goes_by_keyboard_and_keeps_what_was_typed(site: Site, browsing: Browsing) -> None:
    road = Road.of(site, "Goorle").announced()
    page = browsing.signed_in(SECRETARY)
    page.goto(f"{road.path}/meer-tijd")
    page.get_by_label("Nieuwe laatste dag van de termijn").fill("2024-04-01")
    page.locator("#gronden").focus()
    page.keyboard.type("De plannen zijn bijna klaar.")
    page.locator("#dag").focus()
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Meer tijd eindigt later dan dat, niet op 1 april 2024.")
    expect(alert.get_by_role("link")).to_have_attribute("href", "#termijn")
    expect(page.get_by_label("Gronden")).to_have_value("De plannen zijn bijna klaar.")
    page.get_by_label("Nieuwe laatste dag van de termijn").fill("2024-10-01")
    page.locator("#dag").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Loopt t/m 1 oktober 2024: nog 120 dagen.")).to_be_visible()
    assert law_of(road) == [InterventionAnnounced, TermExtended]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_road_and_its_forms(
    site: Site, browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    road = Road.of(site, "Heiderwolde").announced().viewed().decided()
    page = browsing.signed_in(SECRETARY, width)
    page.goto(road.path)
    require_accessible(page)
    page.goto(f"{road.path}/wijziging")
    press(page)
    expect(page.get_by_role("alert")).to_be_visible()
    require_accessible(page)
    page.goto(f"/gemeenten/{road.code}/plaatsen?trede=6")
    expect(page.get_by_label("Waarom is er spoed?")).to_be_visible()
    require_accessible(page)
    assert Rung(5) in [fact.to_rung for fact in site.facts(road.code) if isinstance(fact, RungRaised)]
