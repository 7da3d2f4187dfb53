"""The page of a municipality: where it stands and why, how it goes, and everything that was said and decided."""

import re
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from playwright.sync_api import Page, expect

from api.web.routing import COOKIE
from domain.events.base import Role
from domain.values import Classification
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import GROUNDS, PDF, Dossier, a_full_dossier, text
from tests.web.visitor import words


@pytest.fixture(scope="module")
def dossier(site: Site) -> Dossier:
    """A municipality with something of everything."""
    return a_full_dossier(site)


@pytest.fixture(scope="module")
def asking(site: Site) -> Iterator[httpx.Client]:
    """A supervisor without a browser."""
    secret = site.running.sessions.begin(site.accounts[Role.SUPERVISOR])
    with httpx.Client(base_url=site.address, cookies={COOKIE: secret}) as client:
        yield client


def part(page: Page, title: str) -> str:
    """What a section of the page says."""
    section = page.locator("section", has=page.get_by_role("heading", name=re.compile(rf"^{title}")))
    return section.last.inner_text()


def test_the_first_line_says_where_it_stands_since_when_and_why(dossier: Dossier, asking: httpx.Client) -> None:
    said = words(asking.get(f"/gemeenten/{dossier.code}"))
    stands = "Waterveen staat sinds 15 januari 2024 op trede 2 (Informatie opvragen en valideren), omdat:"
    assert f"{stands} {GROUNDS}" in said


def test_a_rung_that_was_taken_over_or_began_with_the_supervision_says_so(site: Site, asking: httpx.Client) -> None:
    taken = words(asking.get(f"/gemeenten/{site.another(3)}"))
    assert "sinds 2019 op trede 3 (Afspraken over acties met termijn): zo stond het toen het dossier begon." in taken
    begun = words(asking.get(f"/gemeenten/{site.another()}"))
    assert "op trede 1 (Signaleren): op die trede begon het toezicht." in begun


def test_a_placement_that_was_decided_on_is_told_before_it_takes_effect(site: Site, asking: httpx.Client) -> None:
    told = Dossier(site, site.another())
    told.placed(2, date(2024, 7, 1))
    said = words(asking.get(f"/gemeenten/{told.code}"))
    assert "Besloten: vanaf 1 juli 2024 op trede 2 (Informatie opvragen en valideren)." in said
    assert "Komt eraan" in said


def test_a_dossier_without_figures_says_what_to_do(site: Site, asking: httpx.Client) -> None:
    page = asking.get(f"/gemeenten/{site.another(name='Leegveld')}")
    assert "Van Leegveld zijn nog geen cijfers bekend. Lees een bestand met cijfers in" in words(page)
    assert "Geen open afspraken." in words(page)


def test_a_municipality_that_nobody_knows_is_not_there(asking: httpx.Client) -> None:
    assert asking.get("/gemeenten/GM0001").status_code == 404
    assert asking.get("/gemeenten/anders").status_code == 404


@pytest.mark.parametrize("query", ["onderwerp=weer", "na=x", "na=-1", "stand-per=gisteren"])
def test_an_address_that_cannot_be_read_says_so(dossier: Dossier, asking: httpx.Client, query: str) -> None:
    assert asking.get(f"/gemeenten/{dossier.code}?{query}").status_code == 400


def test_the_figures_of_the_half_year_are_told_with_what_follows_from_them(
    dossier: Dossier, asking: httpx.Client
) -> None:
    said = words(asking.get(f"/gemeenten/{dossier.code}"))
    assert "Gerealiseerd tot nu 25 van 80" in said
    assert "Tot en met 28 mei 2024 zijn 25 personen gehuisvest. De taakstelling met achterstand is 80." in said
    assert "2023-2 60 10 70* (afgeleid) 40 30* (afgeleid)" in said
    assert "28 mei 2024 25 65" in said


def test_a_correction_stands_under_what_it_corrects(dossier: Dossier, asking: httpx.Client) -> None:
    page = asking.get(f"/gemeenten/{dossier.code}?onderwerp=conversations").text
    struck = page.index("<s>Ambtelijk toezichtgesprek")
    under = page.index('class="trede-event__amendments"', struck)
    assert "Het was een telefoongesprek" in page[under : page.index("</ol>", under)]


def test_the_timeline_tells_both_days_and_who(dossier: Dossier, asking: httpx.Client) -> None:
    said = words(asking.get(f"/gemeenten/{dossier.code}?onderwerp=decisions"))
    assert "15 jan 2024 Opgeschaald van trede 1 naar trede 2" in said
    assert re.search(r"Collega supervisor, vastgelegd \d+ \w+ \d{4} \d\d:\d\d", said)


def test_a_script_that_chooses_a_subject_gets_the_timeline_only(dossier: Dossier, asking: httpx.Client) -> None:
    script = {"hx-request": "true", "hx-request-type": "partial"}
    piece = asking.get(f"/gemeenten/{dossier.code}?onderwerp=plan", headers=script).text
    assert piece.lstrip().startswith('<section class="trede-part" id="tijdlijn"')
    assert "<html" not in piece


def test_daily_figures_fold_in_the_timeline_but_not_among_figures(dossier: Dossier, asking: httpx.Client) -> None:
    assert "6 keer cijfers, van 31 dec 2023 tot en met 28 mei 2024" in words(asking.get(f"/gemeenten/{dossier.code}"))
    assert "keer cijfers" not in words(asking.get(f"/gemeenten/{dossier.code}?onderwerp=figures"))


def test_it_is_shown_as_at_a_day_and_then_offers_nothing_to_record(dossier: Dossier, asking: httpx.Client) -> None:
    page = asking.get(f"/gemeenten/{dossier.code}?stand-per=2024-01-10")
    assert "op trede 1 (Signaleren)" in words(page)
    assert "Gesprek vastleggen" not in page.text
    assert "Flexwoningen" not in page.text


def test_it_is_shown_as_it_was_known(dossier: Dossier, asking: httpx.Client) -> None:
    page = asking.get(f"/gemeenten/{dossier.code}?bekend-op=2010-01-01")
    assert page.status_code == 404  # nothing was known yet


def test_what_somebody_may_not_do_is_not_offered(dossier: Dossier, browsing: Browsing) -> None:
    offered = {
        Role.SUPERVISOR: ["Gesprek vastleggen"],
        Role.MANAGER: ["Gesprek vastleggen", "Plaatsen op een trede"],
        Role.AUDITOR: [],
    }
    for role, names in offered.items():
        page = browsing.signed_in(role)
        page.goto(f"/gemeenten/{dossier.code}")
        assert page.locator(".trede-identity__action").all_inner_texts() == names


def test_a_document_is_saved_and_never_shown(dossier: Dossier, asking: httpx.Client) -> None:
    document = dossier.filed("Besluit")
    answer = asking.get(f"/gemeenten/{dossier.code}/documenten/{document}")
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''plan%20%C3%A9%C3%A9n.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_document_that_somebody_may_not_read_is_not_offered_and_refused(site: Site, browsing: Browsing) -> None:
    told = Dossier(site, site.another())
    document = told.filed("Geheim advies", Classification.SECRET)
    page = browsing.signed_in(Role.REPORTING)
    page.goto(f"/gemeenten/{told.code}")
    assert "Geheim advies" not in page.content()
    assert page.locator(f"a[href*='{document}']").count() == 0
    assert page.request.get(f"/gemeenten/{told.code}/documenten/{document}").status == 403


def test_a_document_that_is_not_there_is_not_found(dossier: Dossier, asking: httpx.Client) -> None:
    assert asking.get(f"/gemeenten/{dossier.code}/documenten/document-none").status_code == 404


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("javascript", [True, False])
def test_everybody_can_read_it_at_every_width(
    dossier: Dossier, browsing: Browsing, require_accessible: Accessible, width: int, *, javascript: bool
) -> None:
    page = browsing.signed_in(width=width, javascript=javascript)
    page.goto(f"/gemeenten/{dossier.code}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waterveen")
    expect(page.get_by_role("img", name=re.compile("Gerealiseerd in 2024-1"))).to_have_count(1)
    page.locator("details:not([open]) > summary").first.wait_for()
    if javascript:
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        require_accessible(page)


def test_agreements_that_are_late_come_first_and_say_so(dossier: Dossier, browsing: Browsing) -> None:
    page = browsing.signed_in()
    page.goto(f"/gemeenten/{dossier.code}")
    told = part(page, "Afspraken")
    assert "1 open" in told
    assert told.index("Twaalf woningen opleveren") < told.index("1 afgerond")
    assert "Te laat · de gemeente, uiterlijk 1 mei 2024 · 12 personen" in told


def test_the_plan_tells_its_measures_the_verdict_and_who_adopted_it(dossier: Dossier, browsing: Browsing) -> None:
    page = browsing.signed_in()
    page.goto(f"/gemeenten/{dossier.code}")
    told = part(page, "Verbeterplan")
    assert "Versie 1 is vastgesteld." in told
    for said in ("Flexwoningen plaatsen", "Voldoende (2 apr 2024): Uitvoerbaar", "door de gemeenteraad"):
        assert said in told


@pytest.mark.parametrize("javascript", [True, False])
def test_a_subject_of_the_timeline_is_chosen_by_a_link(
    dossier: Dossier, browsing: Browsing, *, javascript: bool
) -> None:
    page = browsing.signed_in(javascript=javascript)
    page.goto(f"/gemeenten/{dossier.code}")
    page.get_by_role("navigation", name="Onderwerpen van de tijdlijn").get_by_role("link", name="besluiten").click()
    expect(page.locator(".trede-timeline .trede-event")).to_have_count(1)
    assert "onderwerp=decisions" in page.url
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_the_table_under_the_chart_opens_by_keyboard(dossier: Dossier, browsing: Browsing) -> None:
    page = browsing.signed_in()
    page.goto(f"/gemeenten/{dossier.code}")
    table = page.get_by_role("table", name="Personen gehuisvest in 2024-1")
    expect(table).to_be_hidden()
    page.get_by_text("Toon de cijfers van 2024-1 in een tabel").focus()
    page.keyboard.press("Enter")
    expect(table).to_be_visible()


def test_a_confidential_ground_is_hidden_from_who_may_not_read_it(site: Site, browsing: Browsing) -> None:
    told = Dossier(site, site.another())
    told.held(date(2024, 3, 1), "Niets bijzonders.", counts_because=None)
    told.filed("Vertrouwelijk stuk", Classification.CONFIDENTIAL)
    page = browsing.signed_in(Role.REPORTING)
    page.goto(f"/gemeenten/{told.code}")
    assert text("Vertrouwelijk stuk").text not in page.content()
    assert "[vertrouwelijke tekst]" in page.content()
