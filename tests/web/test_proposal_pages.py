"""Proposing, for one municipality or a selection, and deciding by other eyes than those that proposed."""

from datetime import date

import pytest
from playwright.sync_api import FilePayload, Page, expect

from domain.events.base import Role
from domain.events.documents import DocumentFiled
from domain.events.judging import AssessmentDrawn, PlacementProposed, PlacementRejected, ProposedMove, RungFrozen
from domain.events.ladder import RungRaised
from domain.values import Rung
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import Dossier
from tests.web.judged import CLOSED, GROUNDS, Judging

DECREE = FilePayload(name="besluit.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
FORM = f"/beoordeling/{CLOSED}/voorstellen"


@pytest.fixture
def judging(site: Site) -> Judging:
    return Judging(site)


def proposing(browsing: Browsing, *codes: str, width: int = WIDE, javascript: bool = True) -> Page:
    page = browsing.signed_in(Role.SUPERVISOR, width, javascript=javascript)
    page.goto(FORM + "?" + "&".join(f"gemeente={code}" for code in codes))
    return page


def proposals(judging: Judging, code: str) -> list[PlacementProposed]:
    return [fact for fact in judging.site.facts(code) if isinstance(fact, PlacementProposed)]


def raised(judging: Judging, code: str) -> list[RungRaised]:
    return [fact for fact in judging.site.facts(code) if isinstance(fact, RungRaised)]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_advice_is_filled_in_and_needs_no_more_than_grounds(judging: Judging, browsing: Browsing) -> None:
    code = judging.closed("Aalst", 40, 55)
    page = proposing(browsing, code, width=NARROW, javascript=False)
    expect(page.get_by_label("Voorstel", exact=True)).to_have_value("raise-2")
    expect(page.get_by_label("Wijkt af van")).to_be_hidden()
    page.get_by_label("Gronden").fill(GROUNDS)
    press(page, "Leg het voorstel vast")
    expect(page.get_by_text("Vastgelegd: een voorstel voor Aalst.")).to_be_visible()
    (proposed,) = proposals(judging, code)
    assert (proposed.move, proposed.to_rung, proposed.advice, proposed.departure) == ("raise", Rung(2), Rung(2), None)
    assert proposed.assessment


def test_a_selection_gets_all_or_nothing_and_nothing_that_was_typed_is_lost(
    judging: Judging, browsing: Browsing
) -> None:
    rising, sinking = judging.closed("Berkel", 40, 55), judging.closed("Duindrecht", 20, 0, rung=3)
    page = proposing(browsing, rising, sinking)
    expect(page.get_by_role("group", name="Berkel")).to_contain_text("De achterstand liep op van 40 naar 55 personen")
    page.locator(f"#{rising}-besluit").select_option("hold")
    page.get_by_label("Gronden van Berkel").fill(GROUNDS)
    press(page, "Leg 2 voorstellen vast")
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_text(
        [
            "Grondslag, Berkel: maak een keuze.",
            "Omstandigheden, Berkel: vul dit in.",
            "Gronden, Duindrecht: vul dit in.",
        ]
    )
    assert proposals(judging, rising) == []
    expect(page.get_by_label("Gronden van Berkel")).to_have_value(GROUNDS)
    berkel = page.get_by_role("group", name="Berkel")
    expect(berkel.get_by_label("Wijkt af van")).to_have_value("advies: trede 2 (de achterstand groeit)")
    berkel.get_by_label("Grondslag").select_option("within-framework")
    berkel.get_by_label("Door welke omstandigheden?").fill("Twee complexen worden in juli opgeleverd.")
    page.get_by_label("Gronden die voor elke gemeente gelden").fill("Het halfjaar is beoordeeld.")
    press(page, "Leg 2 voorstellen vast")
    expect(page.get_by_text("Vastgelegd: 2 voorstellen, voor Berkel en Duindrecht.")).to_be_visible()
    (held,), (lowered,) = proposals(judging, rising), proposals(judging, sinking)
    assert held.departure
    assert (held.departure.departs_from, held.advice) == ("advies: trede 2 (de achterstand groeit)", Rung(2))
    assert (lowered.move, lowered.to_rung) == (ProposedMove.LOWER, Rung(1))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_form_in_each_state(
    judging: Judging, browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    codes = [judging.closed("Valkerlo", 40, 55), judging.closed("Tolhaven", 20, 20, rung=3)]
    page = proposing(browsing, *codes, width=width)
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    require_accessible(page)
    page.locator(f"#{codes[0]}-besluit").select_option("freeze")
    press(page, "Leg 2 voorstellen vast")
    expect(page.get_by_role("alert")).to_be_visible()
    require_accessible(page)


def test_while_a_proposal_waits_there_is_no_other_and_the_form_says_so(judging: Judging, browsing: Browsing) -> None:
    code = judging.closed("Elzenrade", 40, 55)
    version = judging.proposed(code, ProposedMove.RAISE, 2)
    page = proposing(browsing, code)
    expect(page.get_by_role("link", name="Bekijk het")).to_have_attribute("href", f"/voorstellen/{code}/{version}")
    expect(page.get_by_role("button", name="Leg het voorstel vast")).to_have_count(0)


def test_a_form_that_is_sent_twice_proposes_once(judging: Judging, browsing: Browsing) -> None:
    code = judging.closed("Fijnaart", 40, 55)
    page = proposing(browsing, code)
    hidden = ("csrf", "opdracht", "gemeente", f"{code}-gezien")
    sent: dict[str, str | float | bool] = {
        name: page.locator(f"input[name={name}]").last.input_value() for name in hidden
    }
    sent |= {"ingang": "2024-06-03", f"{code}-besluit": "raise-2", f"{code}-gronden": GROUNDS}
    assert [page.request.post(FORM, form=sent).status for _ in range(2)] == [200, 200]
    assert len(proposals(judging, code)) == 1


def test_what_is_frozen_until_a_day_is_adopted_by_another_and_shown_on_the_page(
    judging: Judging, browsing: Browsing
) -> None:
    code = judging.closed("Heiderwolde", 40, 40, rung=2)
    page = proposing(browsing, code)
    page.get_by_label("Voorstel", exact=True).select_option("freeze")
    page.get_by_label("Grondslag").select_option("within-framework")
    page.get_by_label("Door welke omstandigheden?").fill("De gemeente fuseert.")
    page.get_by_label("Gronden").fill("De herindeling gaat voor.")
    page.get_by_text("Einddatum of verschoonbaar").click()
    page.get_by_label("Tot en met").fill("2024-12-31")
    press(page, "Leg het voorstel vast")
    manager = browsing.signed_in(Role.MANAGER)
    manager.goto(f"/gemeenten/{code}")
    manager.get_by_role("link", name="Bekijk het voorstel").click()
    expect(manager.get_by_label("Besluit als document")).to_be_visible()
    expect(manager.get_by_label("Meegedeeld aan de gemeente op")).to_have_count(0)
    press(manager, "Bevriezen op trede 2: vaststellen")
    expect(manager.get_by_text("Het voorstel voor Heiderwolde is vastgesteld.")).to_be_visible()
    assert [fact.until for fact in judging.site.facts(code) if isinstance(fact, RungFrozen)] == [date(2024, 12, 31)]
    manager.goto(f"/gemeenten/{code}")
    expect(manager.get_by_text("bevroren t/m 31 december 2024")).to_be_visible()


def test_nobody_decides_on_their_own_proposal_nor_without_the_mandate_and_both_are_told_why(
    judging: Judging, browsing: Browsing
) -> None:
    own = judging.closed("Kraaienoord", 40, 55)
    version = judging.proposed(own, ProposedMove.RAISE, 2, by=Role.MANAGER)
    manager = browsing.signed_in(Role.MANAGER)
    manager.goto(f"/voorstellen/{own}/{version}")
    expect(manager.get_by_role("region", name="Besluit")).to_contain_text("ander")
    expect(manager.get_by_role("region", name="Besluit").get_by_role("button")).to_have_count(0)
    high = judging.closed("Merelbroek", 40, 55, rung=3)
    version = judging.proposed(high, ProposedMove.RAISE, 4)
    manager.goto(f"/voorstellen/{high}/{version}")
    told = "Over trede 4 (Vooraankondiging indeplaatsstelling) besluit een ander"
    expect(manager.get_by_role("region", name="Besluit")).to_contain_text(told)
    expect(manager.get_by_role("region", name="Besluit").get_by_role("button")).to_have_count(0)


def test_a_proposal_is_adopted_by_who_has_the_mandate(
    judging: Judging, browsing: Browsing, require_accessible: Accessible
) -> None:
    code = judging.closed("Ommen", 40, 55)
    version = judging.proposed(code, ProposedMove.RAISE, 2)
    for width in (NARROW, WIDE):
        page = browsing.signed_in(Role.MANAGER, width)
        page.goto(f"/voorstellen/{code}/{version}")
        expect(page.get_by_text("er is niets veranderd")).to_be_visible()
        require_accessible(page)
    page.get_by_label("Besluit als document").set_input_files([DECREE])
    page.get_by_label("Meegedeeld aan de gemeente op").fill("2024-06-03")
    press(page, "Opschalen naar trede 2: vaststellen")
    expect(page.get_by_text("Het voorstel voor Ommen is vastgesteld.")).to_be_visible()
    (placed,) = raised(judging, code)
    assert placed.proposal
    assert (placed.proposal.version, placed.informed_on) == (version, judging.site.today)
    assert [fact.document for fact in judging.site.facts(code) if isinstance(fact, DocumentFiled)] == [placed.document]
    page.goto(f"/voorstellen/{code}/{version}")
    expect(page.get_by_text("Hierover is besloten op 3 juni 2024, door Collega manager.")).to_be_visible()


def test_a_proposal_is_rejected_with_a_reason(judging: Judging, browsing: Browsing) -> None:
    code = judging.closed("Roggezand", 40, 55)
    version = judging.proposed(code, ProposedMove.RAISE, 2)
    page = browsing.signed_in(Role.MANAGER)
    page.goto(f"/voorstellen/{code}/{version}")
    press(page, "Voorstel afwijzen")
    expect(page.get_by_role("alert")).to_contain_text("Waarom wijst u dit af?: vul dit in.")
    page.get_by_label("Waarom wijst u dit af?").fill("Wacht het plan af.")
    press(page, "Voorstel afwijzen")
    expect(page.get_by_text("Het voorstel voor Roggezand is afgewezen.")).to_be_visible()
    assert [fact.proposal for fact in judging.site.facts(code) if isinstance(fact, PlacementRejected)] == [version]


def test_what_changed_since_the_proposal_is_told_and_a_stale_page_records_nothing(
    judging: Judging, browsing: Browsing, require_accessible: Accessible
) -> None:
    code = judging.closed("Steenmeer", 40, 55)
    version = judging.proposed(code, ProposedMove.RAISE, 2)
    page = browsing.signed_in(Role.MANAGER)
    page.goto(f"/voorstellen/{code}/{version}")
    judging.corrected(code, realised=3)
    press(page, "Opschalen naar trede 2: vaststellen")
    expect(page.get_by_role("alert")).to_contain_text("Een ander heeft dit intussen veranderd")
    changed = page.get_by_role("region", name="Veranderd sinds het voorstel")
    expect(changed).to_contain_text("beginstand en eindstand waren 40 en 55, en zijn nu 40 en 57")
    expect(page.get_by_role("region", name="Nu, opnieuw berekend")).to_contain_text("van 40 naar 57 personen (+17)")
    require_accessible(page)
    assert raised(judging, code) == []
    late = page.context.new_page()
    late.goto(f"/voorstellen/{code}/{version}")
    press(page, "Opschalen naar trede 2: vaststellen")
    expect(page.get_by_text("Het voorstel voor Steenmeer is vastgesteld.")).to_be_visible()
    press(late, "Opschalen naar trede 2: vaststellen")
    expect(late.get_by_role("alert")).to_be_visible()
    expect(late.get_by_text("Hierover is besloten op 3 juni 2024, door Collega manager.")).to_be_visible()
    assert len(raised(judging, code)) == 1


def test_on_rung_4_an_interim_verdict_is_looked_at_recorded_and_proposed_by(
    judging: Judging, browsing: Browsing, require_accessible: Accessible
) -> None:
    code = judging.closed("Waterveen", 40, 55, rung=3)
    told = Dossier(judging.site, code)
    told.placed(4, date(2024, 2, 1))
    told.reported(date(2024, 1, 31), 2, net_target=30)
    told.reported(date(2024, 5, 31), 4, net_target=30)
    page = browsing.signed_in(Role.SUPERVISOR)
    page.goto(f"/gemeenten/{code}")
    page.get_by_role("link", name="Tussentijds oordeel van vandaag").click()
    expect(page.get_by_text("Gerekend sinds 1 februari 2024, met de lopende achterstand.")).to_be_visible()
    require_accessible(page)
    before = judging.state(code).version
    page.get_by_role("link", name="Doe een voorstel op grond hiervan").click()
    expect(page.get_by_text("Groeiend tussentijds.")).to_be_visible()
    assert judging.state(code).version == before
    page.get_by_label("Voorstel", exact=True).select_option("hold")
    page.get_by_label("Grondslag").select_option("within-framework")
    page.get_by_label("Door welke omstandigheden?").fill("De zienswijze wordt nog gewogen.")
    page.get_by_label("Gronden").fill(GROUNDS)
    press(page, "Leg het voorstel vast")
    expect(page.get_by_text("Vastgelegd: een voorstel voor Waterveen.")).to_be_visible()
    (proposed,) = proposals(judging, code)
    assert proposed.assessment
    cited = judging.state(code).entries[proposed.assessment.version].fact
    assert isinstance(cited, AssessmentDrawn)
    assert cited.interim
    page.goto(f"/gemeenten/{code}")
    expect(page.get_by_text("Tussentijds, 3 juni 2024:")).to_be_visible()
