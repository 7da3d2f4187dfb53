"""The pages of the frameworks: which is in force, and what stands in one with where it comes from."""

from collections.abc import Iterator

import pytest

from domain.events.base import Role
from domain.ledger.embedded import Cluster
from tests.domain.frameworks import NEWEST
from tests.ledger.asking import asked
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing
from tests.web.visitor import Visitor, visited, words


@pytest.fixture(scope="module")
def visitor(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with visited(server, tmp_path_factory.mktemp("keys"), Role.REPORTING) as arrived:
        yield arrived


def test_the_first_sentence_says_which_framework_is_in_force(visitor: Visitor) -> None:
    said = words(visitor.get("/beleidskaders"))
    assert "Vandaag is het kader zuid-holland 2024 van kracht, vanaf 1 januari 2024 (nog niet bevestigd)." in said
    assert said.index("zuid-holland – het kader van deze provincie") < said.index("beginselplicht")


def test_every_page_leads_to_the_frameworks(visitor: Visitor) -> None:
    assert 'href="/beleidskaders"' in visitor.get("/zoeken").text


def test_a_framework_tells_its_rules_numbers_and_mandates_with_their_sources(visitor: Visitor) -> None:
    said = words(visitor.get("/beleidskaders/zuid-holland/2024"))
    assert "Dit kader is vandaag van kracht, vanaf 1 januari 2024. Advies: naar de verbetertrend." in said
    assert "De dagen zijn nog niet bevestigd." in said
    assert "Groeit de achterstand, dan gaat de gemeente een trede omhoog." in said
    assert "Door de provincie ingevuld, niet gepubliceerd · 0 t/m 100 · percent" in said
    assert "Richtpunt voor trede 4, 5 en 6 6 maanden" in said
    assert "4, 5 en 6 Gedeputeerde Staten provinciesecretaris" in said
    assert "nog niet; zodra er iets onder dit kader is vastgelegd, ligt de inhoud vast" in said
    visitor.running.frameworks.adopt(visitor.ledger, NEWEST, asked())
    assert "sinds 3 juni 2024; sindsdien ligt de inhoud vast" in words(visitor.get("/beleidskaders/zuid-holland/2024"))


def test_one_of_the_past_says_so_and_shows_its_steps(visitor: Visitor) -> None:
    said = words(visitor.get("/beleidskaders/zuid-holland/2020"))
    assert "Vandaag is dit kader niet van kracht. Het geldt van 1 januari 2020 tot en met 31 december 2023." in said
    assert "meer dan 25% 3" in said


def test_one_that_is_not_the_provinces_says_so(visitor: Visitor) -> None:
    said = words(visitor.get("/beleidskaders/beginselplicht/2024"))
    assert "Dit is niet het kader van deze provincie." in said


@pytest.mark.parametrize("path", ["/beleidskaders/zuid-holland/1999", "/beleidskaders/Zuid/2024"])
def test_one_that_is_not_there_is_not_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


# In a browser


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_read_them(browsing: Browsing, require_accessible: Accessible, width: int) -> None:
    page = browsing.signed_in(Role.AUDITOR, width)
    page.goto("/beleidskaders")
    require_accessible(page)
    page.get_by_role("link", name="zuid-holland 2024").last.press("Enter")
    page.get_by_role("heading", name="Aanvullend beleidskader").wait_for()
    page.get_by_text("Het bestand zelf").press("Enter")
    require_accessible(page)
