"""Recording a conversation: with and without JavaScript, by keyboard, on a phone, and when something is in the way."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from api.store.drafts import Drafts, Place
from domain.events.base import Role
from domain.events.causes import CauseKind, CauseNoted
from domain.events.contact import AgreementMade, Channel, ConversationHeld, ConversationKind, Side
from domain.events.documents import DocumentFiled
from domain.values import Rung
from tests.web.browsing import NARROW, PASSWORD, WIDE, Accessible, Browsing, Site

MEETS = "Het gesprek van deze periode is hiermee gevoerd."
ATTACHMENT = FilePayload(name="verslag.txt", mimeType="text/plain", buffer=b"Zo ging het.")


def form_of(code: str) -> str:
    return f"/gemeenten/{code}/gesprekken/nieuw"


def opened(browsing: Browsing, code: str, **more: Any) -> Page:  # noqa: ANN401 - as signed_in takes it
    page = browsing.signed_in(**more)
    page.goto(form_of(code))
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def of_kind(site: Site, code: str, kind: type) -> list[Any]:
    return [fact for fact in site.facts(code) if isinstance(fact, kind)]


def draft_of(site: Site, code: str) -> Mapping[str, Sequence[str]] | None:
    drafts = Drafts(site.running.store, site.ledger)
    found = drafts.find(Place(site.accounts[Role.SUPERVISOR].person, code, "conversation"))
    return found.fields if found else None


WAYS = [(WIDE, True), (WIDE, False), (NARROW, True), (NARROW, False)]


@pytest.fixture(params=[WAYS[0], WAYS[-1]], ids=str)
def anyhow(request: pytest.FixtureRequest, browsing: Browsing) -> Callable[[str], Page]:
    width, javascript = request.param
    return lambda code: opened(browsing, code, width=width, javascript=javascript)


@pytest.mark.parametrize(("width", "javascript"), WAYS)
def test_a_conversation_with_everything_is_recorded_and_says_what_it_fulfilled(
    site: Site,
    browsing: Browsing,
    width: int,
    javascript: bool,  # noqa: FBT001 - with or without it
) -> None:
    code = site.another()
    page = opened(browsing, code, width=width, javascript=javascript)
    expect(page.get_by_label("Soort gesprek")).to_have_value("progress")
    expect(page.get_by_label("Dag van het gesprek")).to_have_value("2024-06-03")
    page.get_by_label("Functie").first.fill("wethouder")
    page.get_by_label("Naam").first.fill("A. Jansen")
    page.get_by_label("Het gesprek in uw woorden").fill("De bouw loopt uit.")
    page.locator("#afspraak-1-wat").fill("twintig woningen aanwijzen")
    page.locator("#afspraak-1-dag").fill("2024-09-30")
    page.locator("#afspraak-1-personen").fill("20")
    press(page, "Nog een afspraak")
    page.locator("#afspraak-2-wat").fill("meedenken")
    page.locator("#afspraak-2-wie").select_option("province")
    page.locator("#afspraak-2-dag").fill("2024-06-30")
    page.get_by_label("Vertraagde bouw").check()
    page.get_by_label("Bijlagen").set_input_files([ATTACHMENT])
    press(page, "Gesprek vastleggen")
    expect(page).to_have_url(f"{site.address}/gemeenten/{code}")
    said = page.get_by_role("status").first
    expect(said).to_contain_text(
        "Vastgelegd: voortgangsgesprek van 3 juni 2024, met 2 afspraken, 1 oorzaak en 1 bijlage"
    )
    expect(said).to_contain_text(MEETS)
    (held,) = of_kind(site, code, ConversationHeld)
    assert [(each.side, each.office) for each in held.participants] == [(Side.MUNICIPALITY, "wethouder")]
    assert list(site.ledger.persons.names([held.participants[0].person]).values()) == ["A. Jansen"]
    agreements = of_kind(site, code, AgreementMade)
    assert [(each.owed_by, each.due, each.persons) for each in agreements] == [
        (Side.MUNICIPALITY, date(2024, 9, 30), 20),
        (Side.PROVINCE, date(2024, 6, 30), None),
    ]
    (cause,) = of_kind(site, code, CauseNoted)
    assert (cause.kind, cause.conversation) == (CauseKind.DELAYED_BUILDING, held.conversation)
    (filed,) = of_kind(site, code, DocumentFiled)
    assert held.documents == (filed.document,)
    assert site.ledger.content(code, filed.document) == b"Zo ging het."


def test_who_took_part_before_is_one_tap_away(site: Site, browsing: Browsing) -> None:
    code = site.another()
    page = opened(browsing, code, width=NARROW)
    page.get_by_label("Functie").first.fill("wethouder")
    page.get_by_label("Naam").first.fill("A. Jansen")
    press(page, "Gesprek vastleggen")
    page.goto(form_of(code))
    page.get_by_label("A. Jansen, wethouder").check()
    press(page, "Gesprek vastleggen")
    expect(page.get_by_role("status").first).to_contain_text("Vastgelegd")
    first, second = of_kind(site, code, ConversationHeld)
    assert first.participants == second.participants


def test_the_kind_that_the_rung_asks_for_is_suggested_and_another_one_falls_short(
    site: Site, browsing: Browsing
) -> None:
    code = site.another(rung=3)
    page = opened(browsing, code)
    expect(page.get_by_label("Soort gesprek")).to_have_value("official-supervision")
    page.get_by_label("Soort gesprek").select_option("progress")
    press(page, "Gesprek vastleggen")
    said = page.get_by_role("status").first
    expect(said).to_contain_text("stond die dag op trede 3")
    expect(said).not_to_contain_text(MEETS)


def test_a_reason_is_asked_for_of_a_ketenoverleg_only(site: Site, browsing: Browsing) -> None:
    code = site.another()
    page = opened(browsing, code)
    reason = page.get_by_label("Waarom dit ketenoverleg mede toezichtcontact is")
    expect(reason).to_be_hidden()
    page.get_by_label("Soort gesprek").select_option("multi-party")
    expect(reason).to_be_visible()
    reason.fill("Over deze gemeente is apart gesproken.")
    press(page, "Gesprek vastleggen")
    expect(page.get_by_role("status").first).to_contain_text(MEETS)
    (held,) = of_kind(site, code, ConversationHeld)
    assert held.kind is ConversationKind.MULTI_PARTY
    assert held.counts_because


def test_what_is_wrong_is_told_beside_the_field_and_everything_stays(site: Site, anyhow: Callable[[str], Page]) -> None:
    code = site.another()
    page = anyhow(code)
    page.get_by_label("Dag van het gesprek").fill("2024-06-04")
    page.get_by_label("Het gesprek in uw woorden").fill("De bouw loopt uit.")
    page.locator("#afspraak-1-wat").fill("bouwen")
    page.get_by_label("Te weinig woningen").check()
    press(page, "Gesprek vastleggen")
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("listitem")).to_have_count(2)
    expect(page.get_by_label("Dag van het gesprek")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#afspraak-1-dag")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Het gesprek in uw woorden")).to_have_value("De bouw loopt uit.")
    expect(page.get_by_label("Te weinig woningen")).to_be_checked()
    assert page.title().startswith("Fout: ")
    summary.get_by_role("link", name="uiterlijk op").click()
    page.locator("#afspraak-1-dag").fill("2024-09-30")
    page.get_by_label("Dag van het gesprek").fill("2024-06-03")
    press(page, "Gesprek vastleggen")
    expect(page.get_by_role("status").first).to_contain_text("met 1 afspraak en 1 oorzaak")


def test_a_file_that_is_not_kept_is_told_beside_its_field_and_nothing_is_recorded(
    site: Site, browsing: Browsing
) -> None:
    code = site.another()
    page = opened(browsing, code)
    page.get_by_label("Bijlagen").set_input_files(
        [FilePayload(name="verslag.exe", mimeType="application/octet-stream", buffer=b"MZ\x90")]
    )
    press(page, "Gesprek vastleggen")
    expect(page.get_by_role("alert")).to_contain_text("Bijlage verslag.exe: Bestanden die op .exe eindigen")
    assert of_kind(site, code, ConversationHeld) == []


def test_a_form_that_is_sent_twice_is_recorded_once(site: Site, browsing: Browsing) -> None:
    code = site.another()
    page = opened(browsing, code)
    sent: dict[str, Any] = {
        "csrf": page.locator("input[name=csrf]").last.input_value(),
        "opdracht": page.locator("input[name=opdracht]").input_value(),
        "soort": "progress",
        "dag": "2024-06-03",
        "ander-1-naam": "A. Jansen",
        "oorzaak": "housing-stock",
        "afspraak-1-wat": "bouwen",
        "afspraak-1-dag": "2024-09-30",
        "bijlage": ATTACHMENT,
    }
    first, again = (page.request.post(form_of(code), multipart=sent) for _ in range(2))
    assert first.ok
    assert again.ok
    assert again.url == f"{site.address}/gemeenten/{code}"
    kinds = [type(fact).__name__ for fact in site.facts(code)]
    assert kinds == ["SupervisionOpened", "ConversationHeld", "AgreementMade", "CauseNoted", "DocumentFiled"]


def test_everything_goes_by_keyboard(site: Site, browsing: Browsing) -> None:
    code = site.another()
    page = opened(browsing, code)
    page.locator("#soort").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "dag"
    page.locator("#ander-1-functie").focus()
    page.keyboard.type("wethouder")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Nog iemand"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "ander-2-functie"
    page.keyboard.type("hoofd wonen")
    page.keyboard.press("Enter")  # in a field: it records
    expect(page.get_by_role("status").first).to_contain_text("Vastgelegd")
    (held,) = of_kind(site, code, ConversationHeld)
    assert [each.office for each in held.participants] == ["wethouder", "hoofd wonen"]


def test_without_javascript_a_button_makes_one_more_row_and_keeps_what_was_typed(
    site: Site, browsing: Browsing
) -> None:
    code = site.another()
    page = opened(browsing, code, javascript=False)
    expect(page.get_by_role("group", name="Afspraak", exact=False)).to_have_count(3)
    page.locator("#afspraak-3-wat").fill("bouwen")
    press(page, "Nog een afspraak")
    expect(page.get_by_role("group", name="Afspraak", exact=False)).to_have_count(4)
    expect(page.get_by_role("group", name="Afspraak 4")).to_be_focused()
    expect(page.locator("#afspraak-3-wat")).to_have_value("bouwen")
    assert of_kind(site, code, ConversationHeld) == []


def test_a_draft_is_kept_offered_again_and_gone_when_it_is_recorded(site: Site, anyhow: Callable[[str], Page]) -> None:
    code = site.another()
    page = anyhow(code)
    page.get_by_label("Het gesprek in uw woorden").fill("Half verslag")
    press(page, "Concept bewaren")
    expect(page.get_by_role("status").first).to_contain_text("Het concept is bewaard.")
    page.goto(form_of(code))
    expect(page.get_by_text("Hieronder staat uw concept van")).to_be_visible()
    expect(page.get_by_label("Het gesprek in uw woorden")).to_have_value("Half verslag")
    press(page, "Gesprek vastleggen")
    expect(page.get_by_role("status").first).to_contain_text("Vastgelegd")
    assert draft_of(site, code) is None
    page.goto(form_of(code))
    expect(page.get_by_label("Het gesprek in uw woorden")).to_have_value("")


def test_a_draft_can_be_thrown_away(site: Site, browsing: Browsing) -> None:
    code = site.another()
    page = opened(browsing, code, javascript=False)
    page.get_by_label("Het gesprek in uw woorden").fill("Half verslag")
    press(page, "Concept bewaren")
    page.goto(form_of(code))
    press(page, "Concept weggooien")
    expect(page.get_by_text("Het concept is weggegooid.")).to_be_visible()
    expect(page.get_by_label("Het gesprek in uw woorden")).to_have_value("")
    assert draft_of(site, code) is None


def test_what_is_typed_is_kept_by_itself(site: Site, browsing: Browsing) -> None:
    code = site.another()
    page = opened(browsing, code)
    page.get_by_label("Het gesprek in uw woorden").fill("Nog niet klaar")
    expect(page.get_by_text("Concept bewaard om")).to_be_visible(timeout=9_000)
    kept = draft_of(site, code)
    assert kept
    assert kept["gezegd"] == ["Nog niet klaar"]
    assert "csrf" not in kept


@pytest.mark.parametrize("javascript", [True, False])
def test_a_session_that_was_lost_in_the_form_costs_nothing_that_was_typed(
    site: Site,
    browsing: Browsing,
    javascript: bool,  # noqa: FBT001 - with or without it
) -> None:
    code = site.another()
    page = opened(browsing, code, javascript=javascript)
    page.get_by_label("Het gesprek in uw woorden").fill("Een heel verslag.\nMet twee regels.")
    page.get_by_label("Te weinig woningen").check()
    page.locator("#afspraak-1-wat").fill("bouwen")
    page.locator("#afspraak-1-dag").fill("2024-09-30")
    site.running.store.rows("UPDATE {sessions} SET seen_at = now() - interval '2 hours'")
    press(page, "Gesprek vastleggen")
    expect(page.get_by_text("Wat u typte blijft bewaard")).to_be_visible()
    page.get_by_label("Gebruikersnaam").fill(Role.SUPERVISOR.value)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, "Inloggen")
    press(page, "Alsnog versturen")
    expect(page.get_by_role("status").first).to_contain_text("met 1 afspraak en 1 oorzaak")
    (held,) = of_kind(site, code, ConversationHeld)
    (entry,) = [entry for entry in site.ledger.entries(code) if entry.fact == held]
    assert held.summary
    assert site.ledger.unseal([held.summary]) == ["Een heel verslag.\nMet twee regels."]
    assert entry.about.actor.person == site.accounts[Role.SUPERVISOR].person


def test_an_old_conversation_is_of_its_own_period(site: Site, browsing: Browsing) -> None:
    code = site.another()
    page = opened(browsing, code)
    page.get_by_label("Dag van het gesprek").fill("2023-11-02")
    page.get_by_text("Hoe, waarover en wie dit mag lezen").click()
    page.get_by_label("Via beeldbellen").check()
    press(page, "Gesprek vastleggen")
    said = page.get_by_role("status").first
    expect(said).to_contain_text("Het gesprek van de tweede helft van 2023 is hiermee gevoerd.")
    (held,) = of_kind(site, code, ConversationHeld)
    assert held.channel is Channel.VIDEO


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_form_in_each_state(
    site: Site, browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    code = site.another(rung=Rung.AGREEMENTS)
    page = opened(browsing, code, width=width)
    page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
    require_accessible(page)
    page.locator("#afspraak-1-wat").fill("bouwen")
    page.get_by_label("Dag van het gesprek").fill("")
    press(page, "Gesprek vastleggen")
    expect(page.get_by_role("alert")).to_be_visible()
    require_accessible(page)
    press(page, "Concept bewaren")
    page.goto(form_of(code))
    require_accessible(page)


def test_who_may_not_record_is_not_let_in(site: Site, browsing: Browsing) -> None:
    page = browsing.signed_in(Role.AUDITOR)
    answer = page.goto(form_of(site.another()))
    assert answer
    assert answer.status == 403
    answer = browsing.signed_in().goto(form_of("GM0001"))
    assert answer
    assert answer.status == 404
