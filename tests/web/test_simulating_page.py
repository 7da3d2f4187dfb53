"""What if: choose a framework and other values, and see who would stand elsewhere; the question is in the address."""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape

import httpx
import pytest
from playwright.sync_api import expect

from api.web.distribution import NARROW as NARROW_CHART
from api.web.distribution import WIDE as WIDE_CHART
from api.web.distribution import Pair, distribution
from api.web.routing import COOKIE
from domain.events.base import Role
from domain.values import Period, Rung
from tests.domain.frameworks import changed
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import Dossier
from tests.web.visitor import words

PERIODS = ("2022-2", "2023-1", "2023-2")
ENDS = (date(2022, 12, 31), date(2023, 6, 30), date(2023, 12, 31))
BACKLOGS = {"Waterveen": (0, 10, 20, 30), "Tolhaven": (100, 85, 72, 61), "Aalst": (0, 0, 0, 0)}
"""One that grows, one that goes down by 15 percent each half year, and one without a backlog."""
OWN = changed(('name = "zuid-holland"', 'name = "eigen"'))


@pytest.fixture(scope="module")
def province(site: Site) -> dict[str, Dossier]:
    """Four municipalities, three of them with figures over three half years."""
    told = {name: Dossier(site, site.another(name=name)) for name in (*BACKLOGS, "Zwanendrecht")}
    for name, (opening, *closings) in BACKLOGS.items():
        before = opening
        for period, end, closing in zip(PERIODS, ENDS, closings, strict=True):
            told[name].reported(end, 50 + before - closing, period, net_target=50, opening_backlog=before)
            before = closing
    return told


@pytest.fixture(scope="module")
def secret(site: Site) -> str:
    """The session of who reports: may read, and decides on nothing."""
    return site.running.sessions.begin(site.accounts[Role.REPORTING])


@pytest.fixture
def asking(site: Site, province: dict[str, Dossier], secret: str) -> Iterator[httpx.Client]:
    """Somebody without a browser."""
    assert province
    with httpx.Client(base_url=site.address, cookies={COOKIE: secret}) as client:
        yield client


def sent(asking: httpx.Client, site: Site, secret: str, **fields: str) -> httpx.Response:
    """A framework of one's own, as its form sends it."""
    session = site.running.sessions.find(secret)
    assert session
    return asking.post("/doorrekenen", data={"csrf": session.csrf, "van": "2022-2", **fields})


def elsewhere(page: httpx.Response) -> list[str]:
    """Who stands elsewhere on the page, from the top down."""
    return re.findall(r'class="nl-link trede-elsewhere__name" [^>]*>([^<]+)<', page.text)


def row(page: httpx.Response, period: str) -> str:
    """What the table tells of a half year."""
    (found,) = re.findall(rf'<tr>\s*<th scope="row">{period}</th>(.*?)</tr>', page.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(found)).split())


def test_the_answer_stands_on_top_and_that_it_is_no_decision(asking: httpx.Client) -> None:
    said = words(asking.get("/doorrekenen?kader=zuid-holland+2024&van=2022-2&p-percent=20"))
    answer = "Met een zichtbare daling van 20% in plaats van 10% zouden nu 2 gemeenten op een andere trede staan."
    assert "Doorrekening, geen besluit: er wordt niets vastgelegd." in said.split(answer)[0]
    assert "2 hoger dan is vastgelegd. Die wijziging maakt het verschil bij 1 gemeente;" in said
    assert "Bij 1 gemeente is het advies niet te bepalen." in said


def test_without_a_question_the_framework_in_force_is_gone_through(asking: httpx.Client) -> None:
    said = words(asking.get("/doorrekenen"))
    assert "Onder het beleidskader zuid-holland 2024 zou nu 1 gemeente op een andere trede staan." in said


def test_a_table_tells_recorded_and_simulated_of_every_half_year(asking: httpx.Client) -> None:
    page = asking.get("/doorrekenen?kader=zuid-holland+2024&van=2022-2")
    assert row(page, "2022-2").startswith("vastgelegd 4 → , doorgerekend 3 vastgelegd 0 → , doorgerekend 1 0 0 0 0 1")
    assert row(page, "2023-2").endswith("vastgelegd 0 → , doorgerekend 1 0 0 1 0 0")


def test_who_stands_elsewhere_is_told_with_why_and_how_it_came_there(asking: httpx.Client) -> None:
    page = asking.get("/doorrekenen?kader=zuid-holland+2024&van=2022-2")
    said = words(page)
    assert elsewhere(page) == ["Waterveen"]
    assert "De achterstand liep op van 20 naar 30 personen (+10). Er is geen zichtbare verbetertrend." in said
    assert "Opschalen naar trede 4: de achterstand groeit. Volgens het beleid moet dit." in said
    assert "anders sinds 2022-2" in said
    assert "Er ontstond een achterstand van 10 personen." in said.split("Hoe Waterveen daar komt")[1]


def test_each_leads_to_its_own_page_and_who_cannot_be_determined_is_named(
    asking: httpx.Client, province: dict[str, Dossier]
) -> None:
    page = asking.get("/doorrekenen?van=2022-2")
    assert f'href="/gemeenten/{province["Waterveen"].code}">Waterveen' in page.text
    unknown = page.text.split('id="onbekend"')[1]
    assert f'href="/gemeenten/{province["Zwanendrecht"].code}">Zwanendrecht' in unknown
    assert "er is geen officiële eindstand bekend" in unknown


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Waterveen", "Tolhaven"]),
        ("&verschil=wijziging", ["Tolhaven"]),
        ("&verschil=lager", []),
        ("&verschil=hoger&gemeente=water", ["Waterveen"]),
        ("&na=2022-2&gemeente=tolhaven", ["Tolhaven"]),
        ("&na=1066-1", ["Waterveen", "Tolhaven"]),
    ],
)
def test_the_list_is_narrowed_by_the_address(asking: httpx.Client, query: str, names: list[str]) -> None:
    page = asking.get(f"/doorrekenen?van=2022-2&p-percent=20{query}")
    assert sorted(elsewhere(page)) == sorted(names)


def test_a_form_leads_to_the_shortest_address_that_asks_it(asking: httpx.Client) -> None:
    filled = "kader=zuid-holland+2024&voor=zuid-holland+2024&p-percent=20&p-min_persons=1&na=&gemeente="
    answer = asking.get(f"/doorrekenen?{filled}&van=2023-1&p-lower_after=2&p-assessment=6")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/doorrekenen?kader=zuid-holland+2024&van=2023-1&p-percent=20"


def test_values_of_one_framework_are_not_taken_for_those_of_another(asking: httpx.Client) -> None:
    filled = "kader=zuid-holland+2020&voor=zuid-holland+2024&p-lower_after=4&p-assessment=8"
    answer = asking.get(f"/doorrekenen?{filled}")
    assert answer.headers["location"] == "/doorrekenen?kader=zuid-holland+2020"


def test_a_value_has_its_unit_its_bounds_and_where_it_comes_from(asking: httpx.Client) -> None:
    said = words(asking.get("/doorrekenen?kader=zuid-holland+2024"))
    assert "0 t/m 100%; in het kader 10%, door de provincie ingevuld, niet gepubliceerd." in said
    assert "p-tolerance" not in asking.get("/doorrekenen?kader=zuid-holland+2024").text
    assert "De andere getallen van dit kader hebben geen invloed" in words(
        asking.get("/doorrekenen?kader=beginselplicht")
    )


def test_a_value_that_makes_no_difference_is_said_to(asking: httpx.Client) -> None:
    said = words(asking.get("/doorrekenen?van=2022-2&p-tolerance=5"))
    assert "Die wijziging maakt het verschil bij geen enkele gemeente;" in said
    assert "'Speling bij groei' heeft geen invloed op de trede." in said


@pytest.mark.parametrize(
    ("query", "field", "told"),
    [
        ("p-percent=300", "p-percent", "Zichtbare daling, als deel: 300% kan niet. Kies 0 t/m 100%."),
        ("p-percent=veel", "p-percent", "Zichtbare daling, als deel: 'veel' is geen heel getal. Kies 0 t/m 100%."),
        ("kader=utrecht", "kader", "'utrecht' is geen bekend beleidskader."),
        ("kader=zuid-holland+2012", "kader", "zuid-holland 2012 geeft geen advies"),
        ("van=2030-1", "van", "2030-1 is nog niet voorbij."),
        ("van=ooit", "van", "'ooit' is geen halfjaar."),
    ],
)
def test_what_cannot_be_simulated_is_told_beside_its_field(
    asking: httpx.Client, query: str, field: str, told: str
) -> None:
    page = asking.get(f"/doorrekenen?{query}")
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert f'id="{field}"' in page.text
    assert told in words(page)


def test_a_framework_of_ones_own_can_be_pasted_and_tried_with_other_values(
    asking: httpx.Client, site: Site, secret: str
) -> None:
    before = site.ledger.head()
    page = sent(asking, site, secret, tekst=OWN)
    assert "Onder het beleidskader eigen 2024 zou nu 1 gemeente op een andere trede staan." in words(page)
    again = sent(asking, site, secret, tekst=OWN, **{"p-percent": "20", "verschil": "wijziging"})
    assert elsewhere(again) == ["Tolhaven"]
    assert "name = &#34;eigen&#34;" in again.text
    assert site.ledger.head() == before


def test_what_is_no_framework_is_told_and_nothing_is_no_file(asking: httpx.Client, site: Site, secret: str) -> None:
    page = sent(asking, site, secret, tekst=changed(('rule = "trend-based"', 'rule = "coin"')))
    assert page.status_code == 422
    assert "Dit bestand is geen beleidskader dat Trede kan gebruiken." in words(page)
    assert "Kies een bestand, of plak de tekst van een beleidskader." in words(sent(asking, site, secret))


def test_it_is_asked_at_another_moment_too(asking: httpx.Client) -> None:
    page = asking.get("/doorrekenen?van=2022-2&stand-per=2023-07-15")
    assert "zou op 15 juli 2023 1 gemeente op een andere trede staan." in words(page)
    assert 'name="stand-per" value="2023-07-15"' in page.text
    unknown = asking.get("/doorrekenen?bekend-op=2010-01-01")
    assert "In deze halfjaren stond geen gemeente onder toezicht." in words(unknown)


def test_the_chart_tells_its_numbers_in_words_and_leaves_nothing_out_when_it_is_narrow() -> None:
    periods = [Period(2020, 1)]
    while len(periods) < 10:
        periods.append(periods[-1].next)
    pairs = [Pair(each, {Rung(1): 9, Rung(3): 1}, {Rung(1): 7, Rung(2): 3}) for each in periods]
    wide, narrow = (distribution(pairs, "Treden", "In woorden.", size=size) for size in (WIDE_CHART, NARROW_CHART))
    assert wide.count("<rect") == narrow.count("<rect") == 20
    assert "2024-2" in narrow
    assert 'aria-label="Treden. In woorden."' in narrow


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_ask_it_at_every_width_also_without_javascript(
    province: dict[str, Dossier], browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    assert province
    page = browsing.signed_in(Role.REPORTING, width, javascript=width == WIDE)
    page.goto("/doorrekenen?van=2022-2")
    page.get_by_label("Zichtbare daling, als deel").fill("20")
    page.get_by_role("button", name="Reken door").click()
    expect(page.get_by_text("zouden nu 2 gemeenten op een andere trede staan")).to_be_visible()
    assert page.url.endswith("/doorrekenen?kader=zuid-holland+2024&van=2022-2&p-percent=20")
    page.get_by_label("Verschil").select_option("wijziging")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("link", name="Tolhaven")).to_be_visible()
    expect(page.get_by_role("link", name="Waterveen")).to_have_count(0)
    if width == WIDE:  # axe is a script itself
        require_accessible(page)


def test_a_file_is_chosen_and_gone_through_on_a_phone(
    province: dict[str, Dossier], browsing: Browsing, require_accessible: Accessible
) -> None:
    assert province
    page = browsing.signed_in(Role.REPORTING, NARROW)
    page.goto("/doorrekenen")
    page.get_by_text("Een eigen kader doorrekenen").click()
    page.get_by_label("Bestand").set_input_files(
        {"name": "eigen.toml", "mimeType": "application/toml", "buffer": OWN.encode()}
    )
    page.get_by_role("button", name="Reken dit kader door").click()
    expect(page.get_by_text("Onder het beleidskader eigen 2024")).to_be_visible()
    page.get_by_label("Zichtbare daling, als deel").fill("20")
    page.get_by_role("button", name="Reken door").click()
    expect(page.get_by_text("zouden nu 2 gemeenten op een andere trede staan")).to_be_visible()
    require_accessible(page)
