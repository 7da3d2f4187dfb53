"""Letters: suggested from the record, looked at first, filed as a document when they are recorded."""

import pytest
from playwright.sync_api import FilePayload, Page, expect

from domain.decisions.contact import send_letter
from domain.events.base import Role
from domain.events.contact import LetterReceived, LetterSent
from domain.events.documents import DocumentFiled
from domain.events.information import InformationRequested
from domain.events.plan import PlanRequested
from domain.values import LetterId, PlainText
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site

WHAT = "een overzicht van de locaties die worden onderzocht"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def written(page: Page, code: str, kind: str) -> None:
    page.goto(f"/gemeenten/{code}/brieven/nieuw?soort={kind}")
    text = page.get_by_label("Tekst van de brief")
    text.fill(text.input_value().replace("[vul in]", WHAT))


def filled_in(page: Page) -> dict[str, str | float | bool]:
    """The form as it would be sent."""
    names = ("csrf", "opdracht", "soort", "onderwerp", "dag", "uiterlijk", "tekst")
    return {name: page.locator(f"form.trede-form [name={name}]").input_value() for name in names}


def test_a_request_for_information_is_made_filed_and_waited_for(site: Site, browsing: Browsing) -> None:
    code = site.another(2, "Waterveen")
    page = browsing.signed_in(Role.SUPERVISOR)
    page.goto(f"/gemeenten/{code}/brieven")
    page.get_by_role("link", name="Verzoek om informatie").click()
    expect(page.get_by_label("Onderwerp")).to_have_value("Verzoek om informatie, Waterveen")
    expect(page.get_by_label("Antwoord uiterlijk op")).to_have_value("2024-06-24")
    press(page, "Leg de brief vast")
    expect(page.get_by_role("alert")).to_contain_text("er staat nog '[vul in]'")
    text = page.get_by_label("Tekst van de brief")
    text.fill(text.input_value().replace("[vul in]", WHAT))
    page.get_by_label("Antwoord uiterlijk op").fill("2024-07-01")
    press(page, "Leg de brief vast")
    expect(page.get_by_role("alert")).to_contain_text("de brief noemt 1 juli 2024 niet")
    text.fill(text.input_value().replace("24 juni 2024", "1 juli 2024"))
    press(page, "Leg de brief vast")
    expect(page.get_by_role("status").first).to_contain_text("Vastgelegd: verzoek om informatie.")
    expect(page.get_by_text("Op 1 brief wordt nog antwoord verwacht.")).to_be_visible()
    filed, sent, asked = site.facts(code)[-3:]
    assert isinstance(filed, DocumentFiled)
    assert isinstance(sent, LetterSent)
    assert isinstance(asked, InformationRequested)
    assert (sent.document, asked.letter, str(asked.due)) == (filed.document, sent.letter, "2024-07-01")
    assert (site.ledger.content(code, filed.document) or b"").startswith(b"%PDF")
    page.get_by_role("link", name="Verzoek om informatie, Waterveen").click()


def test_the_example_is_shown_and_nothing_is_recorded(site: Site, browsing: Browsing) -> None:
    code = site.another(3, "Aalst")
    before = len(site.facts(code))
    page = browsing.signed_in(Role.SUPERVISOR)
    written(page, code, "plan-request")
    answer = page.request.post(f"/gemeenten/{code}/brieven/voorbeeld", form=filled_in(page))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.body().startswith(b"%PDF")
    assert len(site.facts(code)) == before


def test_a_letter_that_is_sent_twice_is_recorded_once_and_asks_for_one_plan(site: Site, browsing: Browsing) -> None:
    code = site.another(3, "Berkel")
    page = browsing.signed_in(Role.SUPERVISOR)
    written(page, code, "plan-request")
    fields = filled_in(page)
    for _ in range(2):
        assert page.request.post(f"/gemeenten/{code}/brieven/nieuw", form=fields).status == 200
    facts = site.facts(code)
    for kind in (DocumentFiled, LetterSent, PlanRequested):
        assert sum(isinstance(each, kind) for each in facts) == 1, kind


def test_a_letter_that_came_in_answers_one_of_ours(site: Site, browsing: Browsing) -> None:
    code = site.another(2, "Elzenrade")
    subject = PlainText(text="Verzoek om informatie")
    site.record(send_letter, code, letter=LetterId("letter-1"), kind="verzoek", subject=subject)
    page = browsing.signed_in(Role.SUPERVISOR)
    page.goto(f"/gemeenten/{code}/brieven/ontvangen")
    page.get_by_label("Waar gaat de brief over?").fill("Ons antwoord")
    page.get_by_label("Antwoord op").select_option("letter-1")
    page.get_by_label("De brief zelf").set_input_files(
        [FilePayload(name="antwoord.txt", mimeType="text/plain", buffer=b"Geachte staten")]
    )
    press(page, "Vastleggen")
    expect(page.get_by_text("Vastgelegd: een brief van de gemeente.")).to_be_visible()
    (received,) = [fact for fact in site.facts(code) if isinstance(fact, LetterReceived)]
    assert (received.reply_to, received.document is not None) == ("letter-1", True)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_pages_of_letters(
    site: Site, browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    code = site.another(4, "Duindrecht")
    page = browsing.signed_in(Role.SUPERVISOR, width)
    for path in ("", "/nieuw?soort=announcement", "/nieuw?soort=decision", "/ontvangen"):
        page.goto(f"/gemeenten/{code}/brieven{path}")
        require_accessible(page)
        expect(page.get_by_text("De vooraankondiging staat nog niet in het dossier.")).to_be_visible(
            visible="announcement" in path
        )
    press(page, "Vastleggen")
    expect(page.get_by_role("alert")).to_be_visible()
    require_accessible(page)
