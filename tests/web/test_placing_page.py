"""Placing a municipality: by decision, with grounds, by who may, never over what another decided meanwhile."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from domain.decisions.ladder import Terms, hold_rung, raise_rung
from domain.events.base import Role
from domain.events.documents import DocumentFiled
from domain.events.ladder import DecidedBy, DecidingBody, Placement, RungHeld, RungLowered, RungRaised
from domain.values import PlainText, Rung
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site

GROUNDS = "De achterstand loopt op."
DECREE = FilePayload(name="besluit.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


def form_of(code: str) -> str:
    return f"/gemeenten/{code}/plaatsen"


def press(page: Page, name: str = "Besluit vastleggen") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def placements(site: Site, code: str) -> list[Placement]:
    return [fact for fact in site.facts(code) if isinstance(fact, Placement)]


def decide(page: Page, move: str, rung: int | None = None) -> None:
    """Fill in what every decision needs."""
    page.get_by_label(move).check()
    if rung:
        page.get_by_label("Nieuwe trede").select_option(str(rung))
    page.get_by_label("Gedeputeerde Staten").check()
    page.get_by_label("Gronden").fill(GROUNDS)


def theirs(site: Site) -> Terms:
    """What somebody else decides meanwhile."""
    return Terms(
        effective_on=site.today, decided_by=DecidedBy(body=DecidingBody.GS), grounds=PlainText(text="Zij waren eerder.")
    )


def typed(page: Page, rung: int) -> dict[str, Any]:
    """What the form on a page would send to raise a municipality."""
    hidden = {name: page.locator(f"input[name={name}]").last.input_value() for name in ("csrf", "opdracht", "gezien")}
    decided = {"besluit": "raise", "trede": str(rung), "besloten-op": "2024-06-03", "door": "GS", "gronden": GROUNDS}
    return {**hidden, **decided}


@pytest.fixture(params=[(WIDE, True), (NARROW, False)], ids=str)
def anyhow(request: pytest.FixtureRequest, browsing: Browsing) -> Callable[[str], Page]:
    width, javascript = request.param

    def opened(code: str) -> Page:
        page = browsing.signed_in(Role.EXECUTIVE_SECRETARY, width, javascript=javascript)
        page.goto(form_of(code))
        return page

    return opened


def test_a_municipality_is_raised_with_its_grounds_and_its_document(site: Site, anyhow: Callable[[str], Page]) -> None:
    code = site.another()
    page = anyhow(code)
    expect(page.get_by_text("Waterveen staat sinds 1 januari 2020 op")).to_be_visible()
    decide(page, "Opschalen", 2)
    page.get_by_label("Gaat in op").fill("2024-07-01")
    page.get_by_text("Einddatum, mededeling").click()
    page.get_by_label("Tot en met").fill("2024-12-31")
    page.get_by_label("Besluit als document").set_input_files([DECREE])
    press(page)
    said = "Vastgelegd: opgeschaald naar trede 2 (Informatie opvragen en valideren), met ingang van 1 juli 2024."
    expect(page.get_by_text(said)).to_be_visible()
    (placed,) = placements(site, code)
    assert isinstance(placed, RungRaised)
    assert (placed.to_rung, placed.effective_on, placed.until) == (2, date(2024, 7, 1), date(2024, 12, 31))
    (filed,) = [fact for fact in site.facts(code) if isinstance(fact, DocumentFiled)]
    assert placed.document == filed.document


def test_a_municipality_is_lowered_under_a_mandate_and_held(site: Site, anyhow: Callable[[str], Page]) -> None:
    code = site.another(rung=3)
    page = anyhow(code)
    decide(page, "Afschalen", 2)
    page.get_by_label("Een gemandateerde").check()
    page.get_by_label("Mandaat", exact=True).fill("Mandaatbesluit 2024")
    press(page)
    expect(page).to_have_url(f"{site.address}/gemeenten/{code}")
    page.goto(form_of(code))
    decide(page, "Handhaven")
    press(page)
    expect(page.get_by_text("Vastgelegd: gehandhaafd op trede 2")).to_be_visible()
    lowered, held = placements(site, code)
    assert isinstance(lowered, RungLowered)
    assert lowered.decided_by == DecidedBy(body=DecidingBody.MANDATED, mandate="Mandaatbesluit 2024")
    assert isinstance(held, RungHeld)


def test_what_is_wrong_is_told_beside_the_field_and_everything_stays(site: Site, anyhow: Callable[[str], Page]) -> None:
    code = site.another()
    page = anyhow(code)
    page.get_by_label("Opschalen").check()
    page.get_by_label("Nieuwe trede").select_option("3")
    page.get_by_label("Gedeputeerde Staten").check()
    press(page)
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("listitem")).to_have_text(
        ["Gronden: vul dit in.", "Na trede 1 komt één trede hoger. Slaat u een trede over, vul dan de afwijking in."]
    )
    expect(page.get_by_label("Nieuwe trede")).to_have_value("3")
    page.get_by_label("Gronden").fill(GROUNDS)
    page.get_by_label("Wijkt af van").fill("één trede tegelijk")
    page.get_by_label("Door welke omstandigheden?").fill("De gemeente weigert alle contact.")
    press(page)
    expect(page).to_have_url(f"{site.address}/gemeenten/{code}")
    (placed,) = placements(site, code)
    assert placed.departure
    assert placed.departure.departs_from == "één trede tegelijk"


def test_what_somebody_else_decided_meanwhile_is_shown_and_nothing_typed_is_lost(
    site: Site, anyhow: Callable[[str], Page]
) -> None:
    code = site.another()
    page = anyhow(code)
    decide(page, "Opschalen", 2)
    site.record(raise_rung, code, on=site.today, to_rung=Rung(2), terms=theirs(site))
    press(page)
    meanwhile = page.get_by_role("region", name="Dit is intussen vastgelegd")
    expect(meanwhile).to_contain_text("Zij waren eerder.")
    expect(meanwhile).to_contain_text("Collega supervisor")
    expect(page.get_by_role("alert")).to_contain_text("Een ander heeft dit intussen veranderd")
    expect(page.get_by_label("Gronden")).to_have_value(GROUNDS)
    assert len(placements(site, code)) == 1
    page.get_by_label("Nieuwe trede").select_option("3")
    press(page)
    expect(page.get_by_text("Vastgelegd: opgeschaald naar trede 3")).to_be_visible()
    assert [placed.to_rung for placed in placements(site, code)] == [2, 3]


def test_a_decision_that_is_sent_twice_is_recorded_once(site: Site, browsing: Browsing) -> None:
    code = site.another()
    page = browsing.signed_in(Role.MANAGER)
    page.goto(form_of(code))
    sent = typed(page, 2)
    first, again = (page.request.post(form_of(code), multipart=sent) for _ in range(2))
    assert first.ok
    assert again.ok
    assert len(placements(site, code)) == 1


def test_who_prepares_placements_decides_on_none_and_who_has_the_mandate_not_on_rung_4(
    site: Site, browsing: Browsing
) -> None:
    code = site.another(rung=3)
    answer = browsing.signed_in(Role.SUPERVISOR).goto(form_of(code))
    assert answer
    assert answer.status == 403
    page = browsing.signed_in(Role.MANAGER)
    page.goto(form_of(code))
    assert page.locator("#trede option").evaluate_all("all => all.map(each => each.value)") == ["", "1", "2", "3"]
    assert page.request.post(form_of(code), multipart=typed(page, 4)).status == 403
    assert placements(site, code) == []


def test_everything_goes_by_keyboard(site: Site, browsing: Browsing) -> None:
    code = site.another(rung=2)
    page = browsing.signed_in(Role.MANAGER)
    page.goto(form_of(code))
    page.locator("#besluit").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.locator("#door").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "gronden"
    page.keyboard.type(GROUNDS)
    page.locator("#besloten-op").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Vastgelegd: gehandhaafd op trede 2")).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_form_in_each_state(
    site: Site, browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    code = site.another(rung=3)
    page = browsing.signed_in(Role.EXECUTIVE_SECRETARY, width)
    page.goto(form_of(code))
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    require_accessible(page)
    page.get_by_label("Een gemandateerde").check()
    press(page)
    expect(page.get_by_role("alert")).to_be_visible()
    require_accessible(page)
    decide(page, "Handhaven")
    site.record(hold_rung, code, on=site.today, terms=theirs(site))
    press(page)
    expect(page.get_by_role("region", name="Dit is intussen vastgelegd")).to_be_visible()
    require_accessible(page)
