"""The first page: the province as a ladder, on any day, narrowed by what its address says."""

import re
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from playwright.sync_api import Page, expect

from api.web.routing import COOKIE
from domain.decisions.case import assign_supervisor
from domain.events.base import Role
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.dossiers import Dossier
from tests.web.visitor import words

ON_RUNG_1 = (
    "Aalst",
    "Berkel",
    "Duindrecht",
    "Elzenrade",
    "Fijnaart",
    "Heiderwolde",
    "Kraaienoord",
    "Merelbroek",
    "Ommen",
)


@pytest.fixture(scope="module")
def province(site: Site) -> dict[str, Dossier]:
    """Twelve municipalities: nine on rung 1, and one each on rungs 2, 3 and 4."""
    told = {name: Dossier(site, site.another(name=name)) for name in ON_RUNG_1}
    told |= {name: Dossier(site, site.another(rung, name)) for name, rung in (("Oosterwolde", 3), ("Veenhuizen", 4))}
    told["Waterveen"] = Dossier(site, site.another(name="Waterveen"))
    told["Waterveen"].placed(2, date(2024, 4, 1))
    told["Waterveen"].reported(date(2023, 12, 31), 40, "2023-2", net_target=60, opening_backlog=10)
    told["Waterveen"].reported(date(2024, 5, 31), 20, net_target=50, opening_backlog=30)
    told["Aalst"].reported(date(2024, 5, 31), 50, net_target=50, opening_backlog=-5)
    told["Aalst"].record(assign_supervisor, date(2023, 1, 2), supervisor=site.accounts[Role.SUPERVISOR].person)
    return told


@pytest.fixture
def asking(site: Site, province: dict[str, Dossier]) -> Iterator[httpx.Client]:
    """A supervisor without a browser, of this province."""
    assert province
    secret = site.running.sessions.begin(site.accounts[Role.SUPERVISOR])
    with httpx.Client(base_url=site.address, cookies={COOKIE: secret}) as client:
        yield client


def shown(page: httpx.Response) -> list[str]:
    """The municipalities on the page, from the top down."""
    return re.findall(r'class="trede-line__name" [^>]*>([^<]+)<', page.text)


def test_the_first_line_says_where_the_province_stands(asking: httpx.Client) -> None:
    said = words(asking.get("/"))
    assert (
        "Vandaag staan 12 gemeenten op de ladder; 2 onder actief toezicht (trede 3 en hoger), waarvan 1 op trede 4."
        in said
    )
    assert "Dit halfjaar (2024-1): 1 opgeschaald, 0 afgeschaald." in said


def test_the_rungs_stand_from_the_highest_down_and_who_is_on_them_by_name(asking: httpx.Client) -> None:
    assert shown(asking.get("/")) == ["Veenhuizen", "Oosterwolde", "Waterveen", *ON_RUNG_1]


def test_a_line_tells_the_last_closing_backlog_the_running_one_the_days_and_the_pace(asking: httpx.Client) -> None:
    said = words(asking.get("/?gemeente=waterveen"))
    assert "achterstand 30 (nu 52) 63 dagen achter op schema" in said
    assert "Eindstanden: 2023-2: achterstand van 30" in said


def test_who_stands_on_the_highest_rungs_past_the_guideline_is_marked(asking: httpx.Client) -> None:
    text = words(asking.get("/"))
    assert text.count(", voorbij het richtpunt") == 1
    assert text.index("Veenhuizen") < text.index(", voorbij het richtpunt") < text.index("Oosterwolde")


def test_a_crowded_lowest_rung_folds_but_not_when_something_is_asked(asking: httpx.Client) -> None:
    assert "<summary" in asking.get("/").text.split('id="ladder"')[1]
    assert "<summary" not in asking.get("/?tempo=on-schedule").text.split('id="ladder"')[1]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("gemeente=WOLDE", ["Oosterwolde", "Heiderwolde"]),
        ("tempo=behind", ["Waterveen"]),
        ("tempo=on-schedule", ["Aalst"]),
        ("tempo=anders&gemeente=aalst", ["Aalst"]),
        ("adviseur=niemand&gemeente=aalst", []),
        ("provincie=PV28", []),
    ],
)
def test_the_address_says_who_is_shown(asking: httpx.Client, query: str, names: list[str]) -> None:
    page = asking.get(f"/?{query}")
    assert shown(page) == names
    assert ("Geen gemeente die hieraan voldoet." in page.text) == (not names)


def test_it_can_be_asked_whose_municipalities_are_shown(site: Site, asking: httpx.Client) -> None:
    person = site.accounts[Role.SUPERVISOR].person
    assert shown(asking.get(f"/?adviseur={person}")) == ["Aalst"]


def test_it_walks_through_the_half_years(asking: httpx.Client) -> None:
    page = asking.get("/?gemeente=waterveen")
    (before,) = re.findall(r'href="([^"]+)" rel="prev"', page.text)
    earlier = asking.get(before.replace("&amp;", "&"))
    assert before == "/?gemeente=waterveen&amp;stand-per=2023-12-31"
    assert "Op 31 december 2023 staan 12 gemeenten op de ladder" in words(earlier)
    (after,) = re.findall(r'href="([^"]+)" rel="next"', earlier.text)
    assert after == "/?gemeente=waterveen"
    assert 'rel="next"' not in page.text


def test_it_is_shown_as_at_a_day_and_as_it_was_known(asking: httpx.Client) -> None:
    earlier = asking.get("/?stand-per=2024-03-31&gemeente=waterveen")
    assert 'id="trede-1"' in earlier.text.split("Waterveen")[0]
    unknown = asking.get("/?bekend-op=2010-01-01")
    assert "Er staat op dit moment geen gemeente op de ladder" in words(unknown)


def test_a_script_that_changes_the_filter_gets_the_ladder_only(asking: httpx.Client) -> None:
    piece = asking.get("/?gemeente=aalst", headers={"hx-request": "true", "hx-request-type": "partial"}).text
    assert piece.lstrip().startswith('<div id="ladder"')
    assert "<html" not in piece


def test_an_empty_ladder_says_what_to_do(demo_site: Site, demo_browsing: Browsing) -> None:
    page = demo_browsing.page_at()
    page.goto("/inloggen")
    page.locator("button[value=supervisor]").click()
    assert demo_site.address in page.url
    expect(page.get_by_role("heading", name="Er staat nog geen gemeente op de ladder")).to_be_visible()
    expect(page.get_by_text("trede open GEMEENTE")).to_be_visible()


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("javascript", [True, False])
def test_everybody_can_read_it_at_every_width(
    province: dict[str, Dossier], browsing: Browsing, require_accessible: Accessible, width: int, *, javascript: bool
) -> None:
    page = browsing.signed_in(width=width, javascript=javascript)
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Interventieladder")
    page.locator("summary", has_text="9 gemeenten").click()
    expect(page.get_by_role("link", name="Aalst")).to_be_visible()
    if javascript:
        require_accessible(page)
    page.get_by_role("link", name="Waterveen").click()
    assert page.url.endswith(f"/gemeenten/{province['Waterveen'].code}")


def test_the_whole_province_fits_one_screen(province: dict[str, Dossier], browsing: Browsing) -> None:
    assert province
    page = browsing.signed_in()
    page.goto("/")
    assert page.evaluate("document.querySelector('#ladder').getBoundingClientRect().bottom") < 800


def ladder_of(page: Page) -> list[str]:
    """The municipalities that can be seen."""
    return page.locator(".trede-line__name").all_inner_texts()


def test_typing_a_name_narrows_the_ladder_at_once(province: dict[str, Dossier], browsing: Browsing) -> None:
    assert province
    page = browsing.signed_in()
    page.goto("/")
    page.get_by_label("Gemeente", exact=True).press_sequentially("water")
    expect(page.locator(".trede-line__name")).to_have_count(1)
    assert ladder_of(page) == ["Waterveen"]
    assert "gemeente=water" in page.url
    expect(page.get_by_label("Gemeente", exact=True)).to_be_focused()


def test_without_javascript_a_button_narrows_the_ladder(province: dict[str, Dossier], browsing: Browsing) -> None:
    assert province
    page = browsing.signed_in(javascript=False)
    page.goto("/?stand-per=2024-05-31")
    page.get_by_label("Tempo").select_option("behind")
    page.get_by_role("button", name="Filter").click()
    assert ladder_of(page) == ["Waterveen"]
    assert "stand-per=2024-05-31" in page.url


def test_everything_is_reached_by_keyboard(province: dict[str, Dossier], browsing: Browsing) -> None:
    assert province
    page = browsing.signed_in()
    page.goto("/?gemeente=oosterwolde")
    page.get_by_role("button", name="Filter").focus()
    reached = []
    for _ in range(12):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim()"))
    assert "Oosterwolde" in reached
    assert any("Vorig halfjaar" in each for each in reached)
