"""The worklist: what there is to do in its first line, what is too late on top, each with the button that does it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from uuid import uuid4

import httpx
import pytest
from fastapi.routing import iter_route_contexts
from playwright.sync_api import expect

from api.store.absences import Absence, Absences
from api.web.routing import COOKIE
from api.worklist.doing import ACTIONS, SUBMITTED_UNASKED
from domain.decisions.case import assign_supervisor
from domain.decisions.contact import Promise
from domain.decisions.information import request_information
from domain.events.base import Role
from domain.events.contact import Side
from domain.events.judging import ProposedMove
from domain.events.person import PersonKind
from domain.values import AgreementId, PersonId, RequestId
from tests.api.rest.test_openapi import APP
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import Dossier, promise, text
from tests.web.judged import Judging
from tests.web.roads import PAST, Road
from tests.web.visitor import words

PAGE = "/vandaag"


@pytest.fixture(scope="module")
def colleague(site: Site) -> PersonId:
    """Another supervisor."""
    person = site.ledger.persons.find_or_register("Ada Tweede", PersonKind.COLLEAGUE, today=site.today)
    site.running.accounts.add("ada", person, [Role.SUPERVISOR], password=None, today=site.today)
    return person


@pytest.fixture(scope="module")
def province(site: Site, colleague: PersonId) -> dict[str, str]:
    """Three municipalities: of the supervisor, of a colleague, and one with a proposal that nobody has."""
    judging, person = Judging(site), site.accounts[Role.SUPERVISOR].person
    codes = {
        "Aalst": judging.closed("Aalst", 20, 20),
        "Berkel": judging.closed("Berkel", 20, 20, rung=2),
        "Duindrecht": judging.closed("Duindrecht", 30, 40),
    }
    for code, supervisor in ((codes["Aalst"], person), (codes["Berkel"], colleague)):
        site.record(assign_supervisor, code, date(2023, 1, 2), supervisor=supervisor)
    for code in codes.values():
        Dossier(site, code).held(date(2023, 9, 4), "De voortgang is besproken.")
        Dossier(site, code).held(date(2024, 2, 5), "De voortgang is weer besproken.")
    mine = replace(promise("Een overzicht sturen", date(2024, 5, 27)), owed_by=Side.PROVINCE)
    theirs = promise("Twaalf woningen opleveren", date(2024, 5, 1))
    Dossier(site, codes["Aalst"]).held(date(2024, 3, 4), "Afspraken gemaakt.", mine, theirs, _soon())
    site.record(
        request_information,
        codes["Berkel"],
        date(2024, 4, 2),
        request_id=RequestId(f"request-{uuid4()}"),
        due=date(2024, 5, 6),
        what=text("De planning van de bouw."),
    )
    judging.proposed(codes["Duindrecht"], ProposedMove.RAISE, 2)
    return codes


def _soon() -> Promise:
    agreement = AgreementId(f"agreement-{uuid4()}")
    return Promise(
        agreement=agreement,
        owed_by=Side.MUNICIPALITY,
        what=text("De raad bijpraten"),
        due=date(2024, 6, 10),
        persons=None,
    )


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


@pytest.fixture
def auditing(site: Site, province: dict[str, str]) -> Iterator[httpx.Client]:
    """An auditor without a browser."""
    assert province
    yield from _asking(site, Role.AUDITOR)


@pytest.fixture
def secretary(site: Site) -> Iterator[httpx.Client]:
    """Who records what Gedeputeerde Staten decide, without a browser."""
    yield from _asking(site, Role.EXECUTIVE_SECRETARY)


def _asking(site: Site, role: Role) -> Iterator[httpx.Client]:
    secret = site.running.sessions.begin(site.accounts[role])
    with httpx.Client(base_url=site.address, cookies={COOKIE: secret}, follow_redirects=True) as client:
        yield client


def rows(page: httpx.Response) -> list[str]:
    """The lines on the page, in words, from the top down."""
    return [words(httpx.Response(200, text=each)) for each in page.text.split('<li class="trede-today__row')[1:]]


def shown(page: httpx.Response) -> list[str]:
    """What the lines on the page say that has to be done for the three municipalities, each with its name."""
    names = re.findall(r'class="trede-today__name"[^>]*>([^<]+)<', page.text)
    told = re.findall(r'class="trede-today__text">([^<]+?) ?<', page.text)
    every = zip(names, told, strict=True)
    return [f"{name}: {each}" for name, each in every if name in {"Aalst", "Berkel", "Duindrecht"}]


OVERVIEW, HOUSES, COUNCIL = (
    f"Aalst: Afspraak: {each}" for each in ("Een overzicht sturen", "Twaalf woningen opleveren", "De raad bijpraten")
)
INFORMATION, PROPOSAL = "Berkel: Gevraagde informatie", "Duindrecht: Voorstel: opschalen naar trede 2"


def test_the_first_line_says_what_there_is_to_do_and_what_is_too_late_comes_first(asking: httpx.Client) -> None:
    page = asking.get(PAGE)
    told = (
        "1 actie van ons is te laat, 1 termijn van een gemeente is verstreken en 1 komt eraan in de komende 14 dagen."
    )
    assert f"Wat moet ik vandaag doen? {told}" in words(page)
    assert shown(page) == [OVERVIEW, HOUSES, COUNCIL]
    late, _, soon = rows(page)
    assert "Maandag 27 mei 2024, de dag genoemd in de afspraak van 4 maart 2024." in late
    assert "t/m 27 mei 2024 7 dagen te laat Nagekomen of niet?" in late
    assert "t/m 10 juni 2024 over 7 dagen" in soon


def test_everybody_s_items_are_in_groups_with_who_has_to_act(asking: httpx.Client, province: dict[str, str]) -> None:
    page = asking.get(f"{PAGE}?van=alle")
    assert shown(page) == [OVERVIEW, PROPOSAL, HOUSES, INFORMATION, COUNCIL]
    titles = re.findall(r'trede-today__title" id="[^"]+">([^<]+?) <', page.text)
    assert titles[:4] == [
        "Wij zijn te laat",
        "Wacht op een besluit",
        "Termijn van de gemeente verstreken",
        "Komt eraan",
    ]
    assert "Bekijk het voorstel" in words(page)
    assert f'href="/gemeenten/{province["Berkel"]}/informatie"' in page.text


def test_the_address_says_what_is_shown(asking: httpx.Client, colleague: PersonId) -> None:
    asked = {
        "soort=agreement": [OVERVIEW, HOUSES, COUNCIL],
        "aan-zet=gemeente": [HOUSES, INFORMATION, COUNCIL],
        "aan-zet=wij&wanneer=te-laat": [OVERVIEW],
        "trede=2": [INFORMATION],
        f"adviseur={colleague}": [INFORMATION],
        "adviseur=niemand": [PROPOSAL],
        "wanneer=onzin": [OVERVIEW, PROPOSAL, HOUSES, INFORMATION, COUNCIL],
    }
    assert {query: shown(asking.get(f"{PAGE}?van=alle&{query}")) for query in asked} == asked
    nothing = asking.get(f"{PAGE}?van=alle&trede=6")
    assert "Niets dat hieraan voldoet. Toon alles" in words(nothing)


def test_a_script_gets_only_what_the_filter_changes(asking: httpx.Client) -> None:
    headers = {"hx-request": "true", "hx-request-type": "partial"}
    page = asking.get(f"{PAGE}?van=alle&trede=2", headers=headers)
    assert shown(page) == [INFORMATION]
    assert re.search(r"\b1 van \d+", words(page))
    assert "<html" not in page.text


def test_a_proposal_is_first_of_all_for_who_decides_on_it(managing: httpx.Client) -> None:
    page = managing.get(PAGE)
    assert shown(page) == [PROPOSAL]
    assert "1 zaak wacht op u." in words(page)
    assert "Vandaag 1 te laat of wacht op u" in words(page)
    assert "wacht op u Waarom? Duindrecht: Voorstel: opschalen naar trede 2 Het voorstel van Collega" in rows(page)[0]
    assert "Beoordeel het voorstel" in rows(page)[0]


def test_who_records_nothing_sees_everybody_s_items_without_a_button_to_do_them(auditing: httpx.Client) -> None:
    page = auditing.get(PAGE)
    assert shown(page) == [OVERVIEW, PROPOSAL, HOUSES, INFORMATION, COUNCIL]
    buttons = re.findall(r'trede-today__button" href="([^"]+)"', page.text)
    assert [each for each in buttons if each.endswith(("/informatie", "/plan")) or "/afspraken/" in each] == []
    assert any(each.startswith("/voorstellen/") for each in buttons)


def test_another_moment_has_what_there_was_to_do_then_and_no_buttons(asking: httpx.Client) -> None:
    then = asking.get(f"{PAGE}?soort=agreement&stand-per=2024-05-10")
    assert shown(then) == [HOUSES, OVERVIEW, COUNCIL]
    assert "9 dagen te laat" in rows(then)[0]
    assert "trede-today__button" not in then.text
    unknown = asking.get(f"{PAGE}?bekend-op=2020-01-01")
    assert "Er staat niets op uw naam op dit moment." in words(unknown)


def test_who_stands_in_sees_the_work_of_who_is_away(site: Site, colleague: PersonId, asking: httpx.Client) -> None:
    absences, person = Absences(site.running.store), site.accounts[Role.SUPERVISOR].person
    away = Absence(uuid4(), colleague, site.today, date(2024, 6, 14), person, person)
    absences.enter(away)
    page = asking.get(PAGE)
    assert "U neemt waar voor Ada Tweede, tot en met 14 juni 2024." in words(page)
    assert shown(page) == [OVERVIEW, HOUSES, INFORMATION, COUNCIL]
    assert "Vandaag 3 te laat" in words(page)
    absences.end(away.id, by=person)
    assert shown(asking.get(PAGE)) == [OVERVIEW, HOUSES, COUNCIL]


def test_the_ladder_and_the_page_of_a_municipality_lead_to_the_work(
    asking: httpx.Client, province: dict[str, str]
) -> None:
    ladder = asking.get("/")
    assert "1 voorstel wacht op een besluit." in words(ladder)
    assert re.search(r"\d acties? van ons te laat, \d termijnen van gemeenten verstreken\.", words(ladder))
    (address,) = re.findall(r'href="([^"]+)">\d acties? van ons te laat', ladder.text)
    assert shown(asking.get(address.replace("&amp;", "&"))) == [OVERVIEW]
    assert "te laat," not in words(asking.get("/?stand-per=2024-05-30"))
    said = words(asking.get(f"/gemeenten/{province['Aalst']}"))
    assert "Te doen 3 Afspraak: Een overzicht sturen 7 dagen te laat · wij, t/m 27 mei 2024 Nagekomen of niet?" in said
    assert "Te doen Er is niets te laat" not in said


def test_a_conversation_begins_with_the_kind_that_it_is_asked_for(
    asking: httpx.Client, province: dict[str, str]
) -> None:
    form = f"/gemeenten/{province['Aalst']}/gesprekken/nieuw"
    for query, kind in (("?soort=after-signal", "after-signal"), ("?soort=onzin", "progress"), ("", "progress")):
        of_kind = asking.get(form + query).text.split('id="soort"')[1].split("</select>")[0]
        (chosen,) = re.findall(r'value="([^"]+)" selected', of_kind)
        assert chosen == kind


ADDRESSES = {each.path for each in ACTIONS.values()} | {SUBMITTED_UNASKED.path}
FILLED = {"code": "GM9001", "subject": "2023-2"}


@pytest.mark.parametrize("address", sorted(ADDRESSES))
def test_every_button_leads_to_a_page_that_there_is(address: str) -> None:
    path = address.format(**FILLED)
    pages = [each for each in iter_route_contexts(APP.routes) if "GET" in (each.methods or ())]
    assert any(re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", each.path or ""), path) for each in pages)


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_everybody_can_use_the_worklist(
    width: int, province: dict[str, str], browsing: Browsing, require_accessible: Accessible
) -> None:
    assert province
    page = browsing.signed_in(Role.SUPERVISOR, width)
    page.goto(f"{PAGE}?van=alle")
    page.get_by_text("Waarom deze dag?").first.click()
    require_accessible(page)
    plain = browsing.signed_in(Role.SUPERVISOR, width, javascript=False)
    plain.goto(PAGE)
    plain.get_by_label("Aan zet").select_option("gemeente")
    plain.get_by_role("button", name="Filter").click()
    expect(plain.get_by_text("Afspraak: Twaalf woningen opleveren", exact=True)).to_be_visible()
    expect(plain.get_by_text("Afspraak: Een overzicht sturen", exact=True)).to_have_count(0)


def test_what_is_done_by_keyboard_from_the_list_is_gone_from_it(site: Site, browsing: Browsing) -> None:
    code, person = Judging(site).closed("Zonderveld", 20, 20), site.accounts[Role.LEGAL].person
    site.record(assign_supervisor, code, date(2023, 1, 2), supervisor=person)
    Dossier(site, code).held(date(2023, 9, 4), "De voortgang is besproken.")
    promises = [promise(each, date(2024, 5, 1)) for each in ("Een lijst sturen", "Een kaart sturen")]
    Dossier(site, code).held(date(2024, 3, 4), "Afspraken gemaakt.", *promises)
    page = browsing.signed_in(Role.LEGAL)
    page.goto(PAGE)
    expect(page.get_by_role("link", name="Vandaag 2 te laat of wacht op u")).to_be_visible()
    page.get_by_role("link", name="Nagekomen of niet? Zonderveld: Afspraak: Een lijst sturen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Nagekomen", exact=True).check()
    page.get_by_role("button", name="Vastleggen").click()
    page.goto(PAGE)
    expect(page.get_by_text("Afspraak: Een kaart sturen", exact=True)).to_be_visible()
    expect(page.get_by_text("Afspraak: Een lijst sturen", exact=True)).to_have_count(0)
    expect(page.get_by_role("link", name="Vandaag 1 te laat of wacht op u")).to_be_visible()
    assert site.facts(code)[-1].TOPIC == "municipality.agreement-kept.v1"


def test_a_period_that_is_to_be_judged_for_many_municipalities_is_one_line(site: Site, asking: httpx.Client) -> None:
    person = site.accounts[Role.REPORTING].person
    for name in ("Tolhaven", "Steenmeer"):
        site.record(assign_supervisor, site.another(name=name), date(2023, 1, 2), supervisor=person)
    page = asking.get(f"{PAGE}?van=alle&soort=assessment&adviseur={person}")
    last = [each for each in rows(page) if "Beoordeling van de tweede helft van 2023" in each]
    assert len(last) == 1
    assert "2 gemeenten Beoordeling van de tweede helft van 2023" in last[0]
    assert "Het gaat om Steenmeer en Tolhaven." in last[0]
    assert "/beoordeling/2023-2/afsluiten" in page.text


def test_a_decision_that_lapsed_by_the_figures_waits_for_who_confirms_it(site: Site, secretary: httpx.Client) -> None:
    road = Road.of(site, "Vossenhage").announced().viewed().decided()
    assert "het verval" not in words(secretary.get(f"{PAGE}?van=alle"))
    road.reported(PAST.next, date(2024, 5, 31), realised=44)
    (line,) = [each for each in rows(secretary.get(PAGE)) if "het verval" in each]
    assert "42 personen gehuisvest van de 42 in het besluit: het verval wacht op bevestiging wacht op u" in line
    assert road.path in secretary.get(PAGE).text


def test_a_term_of_the_municipality_that_passed_asks_for_what_comes_next(site: Site, secretary: httpx.Client) -> None:
    road = Road.of(site, "Roggezand").announced(term_ends=date(2024, 5, 3))
    page = secretary.get(f"{PAGE}?van=alle&soort=term&trede=4")
    (line,) = [each for each in rows(page) if "Roggezand" in each]
    assert "Termijn van de vooraankondiging is voorbij: beslis over het vervolg" in line
    assert "t/m 3 mei 2024 31 dagen voorbij Bekijk de weg" in line
    assert f'href="{road.path}"' in page.text
