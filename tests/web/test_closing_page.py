"""Closing a half year: gaps and contradictions first, one button with the count, and a report of what is fixed."""

import pytest
from playwright.sync_api import expect

from domain.events.base import Role
from domain.events.figures import StatementPreferred
from domain.events.periods import PeriodCloseCorrected, PeriodClosed
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.judged import CLOSED, MINISTRY, Judging

PAGE = f"/beoordeling/{CLOSED}/afsluiten"


@pytest.fixture
def judging(site: Site) -> Judging:
    return Judging(site)


def closed(site: Site, code: str) -> list[PeriodClosed]:
    return [fact for fact in site.facts(code) if isinstance(fact, PeriodClosed)]


@pytest.mark.parametrize(("width", "javascript"), [(WIDE, True), (NARROW, False)])
def test_gaps_and_contradictions_come_first_and_one_button_closes_the_rest(
    judging: Judging, browsing: Browsing, require_accessible: Accessible, width: int, *, javascript: bool
) -> None:
    site = judging.site
    sound = judging.with_figures("Aalst", 40, 55)
    empty = site.another(name="Berkel")
    torn = judging.with_figures("Duindrecht", 10, 12)
    judging.reported(torn, source=MINISTRY, realised=25)
    page = browsing.signed_in(Role.SUPERVISOR, width, javascript=javascript)
    page.goto(PAGE)
    first = page.get_by_role("region", name="Eerst bekijken")
    expect(first.get_by_role("listitem").filter(has_text="Berkel").last).to_contain_text("blijft open")
    doubt = first.get_by_role("listitem").filter(has_text="Duindrecht").last
    expect(doubt).to_contain_text("Tegenstrijdig: gerealiseerd. ")
    expect(doubt).to_contain_text("COA, 31 dec 2023 (maandoverzicht): 18")
    expect(doubt).to_contain_text("ministerie, 31 dec 2023 (halfjaaroverzicht): 25")
    if javascript:
        require_accessible(page)
    button = page.get_by_role("button", name="Sluit de periode af voor")
    count = page.locator("form input[name=gemeente]").count()
    expect(button).to_have_text(f"Sluit de periode af voor {count} gemeenten")
    button.click()
    expect(page.get_by_role("status")).to_contain_text(f"is afgesloten voor {count} gemeenten.")
    expect(
        page.get_by_role("region", name="Vastgesteld").get_by_role("row").filter(has_text="Aalst").last
    ).to_be_visible()
    if javascript:
        require_accessible(page)
    assert [fact.closing_backlog for fact in closed(site, sound)] == [55]
    assert closed(site, torn)[0].contested
    assert closed(site, empty) == []


def test_a_contradiction_is_settled_by_choosing_what_counts_with_grounds(judging: Judging, browsing: Browsing) -> None:
    code = judging.with_figures("Elzenrade", 10, 12)
    judging.reported(code, source=MINISTRY, realised=25)
    page = browsing.signed_in(Role.SUPERVISOR)
    page.goto(PAGE)
    page.get_by_role("link", name="Kies welk getal geldt voor de gerealiseerd van Elzenrade").click()
    page.get_by_role("button", name="Leg de keuze vast").click()
    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_text(
        ["Welk getal geldt: maak een keuze.", "Gronden: vul dit in."]
    )
    page.get_by_label("25: ministerie").check()
    page.get_by_label("Waarom dit getal?").fill("Het ministerie telde de nagekomen afmeldingen mee.")
    page.get_by_role("button", name="Leg de keuze vast").click()
    expect(page).to_have_url(judging.site.address + PAGE)
    expect(page.get_by_text("Vastgelegd welk getal geldt.")).to_be_visible()
    assert any(isinstance(fact, StatementPreferred) for fact in judging.site.facts(code))
    expect(page.get_by_role("link", name="van Elzenrade")).to_have_count(0)


def test_what_was_fixed_is_corrected_with_a_reason_and_only_then_changes(
    judging: Judging, browsing: Browsing, require_accessible: Accessible
) -> None:
    code = judging.closed("Fijnaart", 40, 55)
    judging.reported(code, source=MINISTRY, realised=7)
    judging.reported(code, realised=9)
    page = browsing.signed_in(Role.SUPERVISOR)
    page.goto(f"/beoordeling/{CLOSED}/{code}")
    page.get_by_role("link", name="Corrigeer deze cijfers").click()
    expect(page.get_by_role("row").filter(has_text="Eindstand")).to_contain_text("55")
    page.get_by_role("button", name="Corrigeer de afsluiting").click()
    expect(page.get_by_role("alert")).to_contain_text("Reden: vul dit in.")
    require_accessible(page)
    page.get_by_label("Waarom wordt dit gecorrigeerd?").fill("COA meldde vier plaatsingen na.")
    page.get_by_role("button", name="Corrigeer de afsluiting").click()
    expect(page.get_by_text("Gecorrigeerd.")).to_be_visible()
    corrected = [fact for fact in judging.site.facts(code) if isinstance(fact, PeriodCloseCorrected)]
    assert [fact.closing_backlog for fact in corrected] == [51]


def test_a_half_year_that_runs_is_not_closed_and_who_may_not_gets_no_button(site: Site, browsing: Browsing) -> None:
    page = browsing.signed_in(Role.SUPERVISOR)
    page.goto("/beoordeling/2024-1/afsluiten")
    expect(page.get_by_text("Dit halfjaar loopt nog. Afsluiten kan na 30 juni 2024.")).to_be_visible()
    legal = browsing.signed_in(Role.LEGAL)
    legal.goto(PAGE)
    expect(legal.get_by_role("button", name="Sluit de periode")).to_have_count(0)
    csrf = legal.locator("input[name=csrf]").first.input_value()
    assert legal.request.post(site.address + PAGE, form={"csrf": csrf}).status == 403


def test_an_address_of_no_half_year_is_no_page(browsing: Browsing) -> None:
    page = browsing.signed_in(Role.SUPERVISOR)
    for address in ("/beoordeling/2024/afsluiten", "/beoordeling/volgend/afsluiten", "/beoordeling/2023-2/GM8999"):
        answer = page.goto(address)
        assert answer
        assert answer.status == 404
