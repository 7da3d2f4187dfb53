"""The review of a half year: who fell behind and what is advised, in words; each line with its reasons."""

import re
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from playwright.sync_api import Page, expect

from api.web.routing import COOKIE
from domain.decisions.case import assign_supervisor
from domain.events.base import Role
from domain.events.judging import ProposedMove
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import Dossier
from tests.web.judged import CLOSED, Judging
from tests.web.visitor import words

PAGE = f"/beoordeling/{CLOSED}"


@pytest.fixture(scope="module")
def province(site: Site) -> dict[str, str]:
    """Five municipalities: two that fell behind, one with a proposal, one that did well, one that is not closed yet."""
    judging = Judging(site)
    codes = {
        "Aalst": judging.closed("Aalst", 40, 55),
        "Berkel": judging.closed("Berkel", 20, 0, rung=3),
        "Duindrecht": judging.closed("Duindrecht", 30, 30, rung=2),
        "Elzenrade": judging.closed("Elzenrade", 10, 18),
        "Fijnaart": judging.with_figures("Fijnaart", 5, 8),
    }
    Dossier(site, codes["Berkel"]).held(date(2023, 9, 4), "De voortgang is besproken.")
    mine = {"supervisor": site.accounts[Role.SUPERVISOR].person}
    site.record(assign_supervisor, codes["Aalst"], date(2023, 1, 2), **mine)
    judging.proposed(codes["Duindrecht"], ProposedMove.RAISE, 3)
    return codes


@pytest.fixture
def asking(site: Site, province: dict[str, str]) -> Iterator[httpx.Client]:
    """A supervisor without a browser."""
    assert province
    yield from _asking(site, Role.SUPERVISOR)


@pytest.fixture
def managing(site: Site, province: dict[str, str]) -> Iterator[httpx.Client]:
    """A manager without a browser."""
    assert province
    yield from _asking(site, Role.MANAGER)


def _asking(site: Site, role: Role) -> Iterator[httpx.Client]:
    secret = site.running.sessions.begin(site.accounts[role])
    with httpx.Client(base_url=site.address, cookies={COOKIE: secret}, follow_redirects=True) as client:
        yield client


def shown(page: httpx.Response) -> list[str]:
    """The municipalities on the page, from the top down."""
    return re.findall(r'class="trede-review__link" [^>]*>([^<]+)<', page.text)


def line(page: httpx.Response, name: str) -> str:
    """The line of a municipality, in words."""
    (found,) = [each for each in page.text.split('<tr class="trede-review__line">') if f">{name}</a>" in each]
    return words(httpx.Response(200, text=found))


def test_the_menu_leads_to_the_latest_half_year_that_is_over_and_its_first_line_is_the_answer(
    asking: httpx.Client,
) -> None:
    page = asking.get("/beoordeling")
    assert page.url.path == PAGE
    said = words(page)
    assert "Beoordeling tweede halfjaar 2023" in said
    assert "2 gemeenten met groeiende achterstand, 1 stagnerend, 1 zonder achterstand" in said
    assert "1 voorstel wacht op een besluit, 1 gemeente wacht op u." in said
    assert "Afgesloten voor 4 van 5 gemeenten. Sluit de periode af" in said


def test_a_line_tells_rung_backlog_verdict_advice_contact_and_what_was_proposed(asking: httpx.Client) -> None:
    page = asking.get(PAGE)
    assert "trede 1 Aalst" in line(page, "Aalst")
    assert "40 →naar 55 groeiend: waarom, Aalst advies opschalen trede 2 moet" in line(page, "Aalst")
    assert "contact 0 van 1 (toezichtcontact ontbreekt)" in line(page, "Aalst")
    assert "geen achterstand: waarom, Berkel advies afschalen trede 1 contact 2 van 2 plan geen plan" in line(
        page, "Berkel"
    )
    assert "voorstel: opschalen naar 3" in line(page, "Duindrecht")
    assert "8* nog niet vastgesteld niet afgesloten: waarom, Fijnaart" in line(page, "Fijnaart")


def test_every_column_sorts_what_asks_most_attention_on_top_and_the_other_way_round(asking: httpx.Client) -> None:
    page = asking.get(f"{PAGE}?sorteer=oordeel")
    assert shown(page) == ["Aalst", "Elzenrade", "Duindrecht", "Berkel", "Fijnaart"]
    assert (
        'aria-sort="ascending"><a class="trede-review__sort" href="/beoordeling/2023-2?sorteer=-oordeel"' in page.text
    )
    assert shown(asking.get(f"{PAGE}?sorteer=-trede")) == ["Aalst", "Elzenrade", "Fijnaart", "Duindrecht", "Berkel"]
    assert shown(asking.get(f"{PAGE}?sorteer=achterstand"))[:2] == ["Aalst", "Duindrecht"]
    assert shown(asking.get(f"{PAGE}?sorteer=onzin")) == ["Aalst", "Berkel", "Duindrecht", "Elzenrade", "Fijnaart"]


def test_the_address_says_who_is_shown(site: Site, asking: httpx.Client) -> None:
    person = site.accounts[Role.SUPERVISOR].person
    asked = {
        "oordeel=growing": ["Aalst", "Elzenrade"],
        "advies=lower": ["Berkel"],
        "trede=2": ["Duindrecht"],
        f"adviseur={person}": ["Aalst"],
        "gemeente=elz": ["Elzenrade"],
        "wacht-op-mij=ja": ["Aalst"],
        "oordeel=improving": [],
    }
    assert {query: shown(asking.get(f"{PAGE}?{query}")) for query in asked} == asked
    assert shown(asking.get("/beoordeling?trede=2")) == ["Duindrecht"]
    assert "Geen gemeente die hieraan voldoet." in words(asking.get(f"{PAGE}?oordeel=improving"))


def test_a_proposal_of_another_waits_for_who_has_the_mandate(managing: httpx.Client) -> None:
    page = managing.get(f"{PAGE}?wacht-op-mij=ja")
    assert shown(page) == ["Duindrecht"]
    assert "wacht op u" in line(page, "Duindrecht")
    said = words(managing.get("/voorstellen"))
    assert "1 voorstel wacht op een besluit van u." in said
    assert "Wacht op u trede 2 Duindrecht: opschalen naar trede 3" in said


def test_another_moment_shows_what_was_known_then_and_nothing_can_be_recorded_from_it(asking: httpx.Client) -> None:
    page = asking.get(f"{PAGE}?stand-per=2024-02-01")
    said = words(page)
    assert "Nog niet afgesloten" in said
    assert "Doe een voorstel" not in said
    assert "Sluit de periode af" not in said
    assert 'type="checkbox" name="gemeente"' not in page.text
    assert "groeiend" not in line(page, "Aalst")
    assert "Doe een voorstel" not in words(asking.get("/beoordeling/2023-1"))
    assert "Er wacht geen voorstel op een besluit." in words(asking.get("/voorstellen?stand-per=2024-02-01"))


def test_the_reasons_have_numbers_sentences_the_clause_and_what_they_rest_on(
    asking: httpx.Client, province: dict[str, str]
) -> None:
    code = province["Aalst"]
    page = asking.get(f"{PAGE}/{code}")
    said = words(page)
    assert "Groeiend. De achterstand liep op van 40 naar 55 personen (+15). Er is geen zichtbare verbetertrend." in said
    assert "Advies: Opschalen naar trede 2: de achterstand groeit. Volgens het beleid moet dit." in said
    assert "Aanvullend beleidskader IBT huisvesting vergunninghouders, Zuid-Holland. Bron: " in said
    assert 'href="/beleidskaders/zuid-holland/2024#regel-growing"' in page.text
    assert "Beginstand 40 Taakstelling 20 Samen te huisvesten 60 Gehuisvest 5 Eindstand 55 door huisvesting+15" in said
    assert re.search(rf'href="/gemeenten/{code}/vastleggingen/\d+"', page.text)
    piece = asking.get(f"{PAGE}/{code}", headers={"hx-request": "true", "hx-request-type": "partial"})
    assert piece.text.lstrip().startswith(f'<tr class="trede-review__more" id="waarom-{code}">')


def test_the_page_of_a_municipality_tells_the_advice_and_leads_to_its_reasons(
    asking: httpx.Client, managing: httpx.Client, province: dict[str, str]
) -> None:
    page = asking.get(f"/gemeenten/{province['Aalst']}")
    assert "advies: trede 2 (de achterstand groeit)" in words(page)
    assert "Waarom: De achterstand liep op van 40 naar 55 personen" in words(page)
    assert f'href="{PAGE}/{province["Aalst"]}"' in page.text
    waiting = words(asking.get(f"/gemeenten/{province['Duindrecht']}"))
    assert "Opschalen naar trede 3 per 3 juni 2024 wacht op een besluit. Bekijk het voorstel" in waiting
    placing = f"/gemeenten/{province['Duindrecht']}/plaatsen"
    assert "Er ligt een voorstel dat op een besluit wacht." in words(managing.get(placing))
    before = words(asking.get(f"/gemeenten/{province['Aalst']}?stand-per=2024-02-01"))
    assert "advies:" not in before


def test_the_ladder_shows_where_the_advice_goes_and_counts_what_waits(asking: httpx.Client) -> None:
    said = words(asking.get("/"))
    assert "Aalst advies: opschalen naar trede 2" in said
    assert "Berkel advies: afschalen naar trede 1" in said
    assert "Vraagt aandacht: 1 voorstel wacht op een besluit." in said


def open_reasons(page: Page, name: str) -> None:
    page.get_by_role("link", name=f"waarom, {name}").press("Enter")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_review_and_fold_out_the_reasons(
    province: dict[str, str], browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    page = browsing.signed_in(Role.SUPERVISOR, width)
    page.goto(PAGE)
    require_accessible(page)
    open_reasons(page, "Aalst")
    reasons = page.locator(f"#waarom-{province['Aalst']}")
    expect(reasons).to_contain_text("De achterstand liep op van 40 naar 55 personen (+15).")
    expect(page.get_by_role("link", name="waarom, Aalst")).to_have_attribute("aria-expanded", "true")
    require_accessible(page)
    open_reasons(page, "Aalst")
    expect(reasons).to_be_hidden()
    page.get_by_label("Oordeel").select_option("no-backlog")
    expect(page.get_by_role("row").filter(has_text="Aalst")).to_have_count(0)
    expect(page).to_have_url(re.compile("oordeel=no-backlog"))


def test_without_a_script_a_selection_leads_to_the_form_and_a_line_to_its_reasons(
    province: dict[str, str], browsing: Browsing
) -> None:
    page = browsing.signed_in(Role.SUPERVISOR, NARROW, javascript=False)
    page.goto(PAGE)
    open_reasons(page, "Aalst")
    expect(page.get_by_role("heading", name="Waar dit op rust")).to_be_visible()
    page.goto(PAGE)
    page.get_by_role("button", name="Doe een voorstel voor de selectie").click()
    expect(page.get_by_text("Kies eerst een of meer gemeenten in de lijst.")).to_be_visible()
    page.get_by_label("Kies Aalst").check()
    page.get_by_label("Kies Elzenrade").check()
    expect(page.get_by_label("Kies Duindrecht")).to_have_count(0)
    page.get_by_role("button", name="Doe een voorstel voor de selectie").click()
    expect(page.get_by_role("heading", name="Voorstellen voor 2 gemeenten")).to_be_visible()
    assert province
