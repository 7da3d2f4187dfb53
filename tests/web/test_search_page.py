"""The page to search: what was found with where it stands, forgiving, narrowed by municipality and subject."""

import re
from collections.abc import Iterator

import pytest

from domain.events.base import Role
from domain.events.contact import ConversationHeld, ConversationKind
from domain.ledger.embedded import Cluster
from domain.values import Classification, ConversationId, PlainText
from tests.projections.asking import tell
from tests.spec import Happened, opened
from tests.spec import happened as at
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.visitor import Visitor, visited, words

HERE, THERE = "GM0622", "GM0599"


def spoke(summary: str, on: str, classification: Classification = Classification.INTERNAL) -> Happened:
    fact = ConversationHeld(
        conversation=ConversationId(f"conversation-{on}"),
        kind=ConversationKind.PROGRESS,
        summary=PlainText(text=summary, classification=classification),
    )
    return at(fact, on)


@pytest.fixture(scope="module")
def visitor(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with visited(server, tmp_path_factory.mktemp("keys"), Role.SUPERVISOR) as arrived:
        secret = spoke("Over de kandelaar in het geheim.", "2024-03-02", Classification.SECRET)
        told = [spoke(f"Nummer {number} van de reeks over leegstand.", "2024-02-01") for number in range(45)]
        wethouder = "De wethouder <b>zegt</b> toe dat er een verbeterplan komt."
        tell(arrived.ledger, opened(), spoke(wethouder, "2024-03-01"), secret, *told, code=HERE)
        tell(arrived.ledger, opened(name="Rotterdam"), spoke("De wethouder belde.", "2024-04-01"), code=THERE)
        yield arrived.caught_up()


def test_without_words_the_page_gives_examples(visitor: Visitor) -> None:
    page = visitor.get("/zoeken")
    assert page.status_code == 200
    assert 'href="/zoeken?q=leegstand"' in page.text


def test_what_was_found_has_its_words_marked_and_leads_to_the_dossier(visitor: Visitor) -> None:
    page = visitor.get("/zoeken?q=verbeterplan")
    said = words(page)
    assert "1 vastlegging gevonden" in said
    assert "Vlaardingen gesprekken 1 maart 2024" in said
    assert "<mark>verbeterplan</mark>" in page.text
    assert "&lt;b&gt;zegt&lt;/b&gt;" in page.text
    assert 'href="/gemeenten/GM0622?na=3#vermelding-2"' in page.text
    assert visitor.get("/gemeenten/GM0622/vastleggingen/2").status_code == 200


def test_a_typing_error_is_forgiven_and_told(visitor: Visitor) -> None:
    said = words(visitor.get("/zoeken?q=wethuoder"))
    assert "2 vastleggingen gevonden" in said
    assert "Precies deze woorden komen niet voor. Dit lijkt erop" in said


def test_it_can_be_asked_of_one_municipality_and_one_subject(visitor: Visitor) -> None:
    said = words(visitor.get(f"/zoeken?q=wethouder&gemeente={THERE}&onderwerp=conversations"))
    assert "1 vastlegging gevonden" in said
    nothing = visitor.get(f"/zoeken?q=wethouder&gemeente={THERE}&onderwerp=plan")
    assert "Niets gevonden" in words(nothing)
    assert 'href="/zoeken?q=wethouder">Zoek in alle gemeenten en onderwerpen' in nothing.text


def test_all_of_it_comes_in_pages_with_an_exact_total(visitor: Visitor) -> None:
    seen: list[str] = []
    address: str | None = "/zoeken?q=leegstand"
    while address:
        page = visitor.get(address)
        assert "45 vastleggingen gevonden" in words(page)
        seen += re.findall(r"/vastleggingen/(\d+)", page.text)
        following = re.search(r'href="([^"]+)">Volgende pagina', page.text)
        address = following[1].replace("&amp;", "&") if following else None
    assert len(seen) == len(set(seen)) == 45


def test_a_script_gets_only_what_was_found(visitor: Visitor) -> None:
    piece = visitor.get("/zoeken?q=verbeterplan", piece=True)
    assert piece.text.lstrip().startswith('<div class="trede-hits"')


def test_secret_text_is_not_found_by_who_may_read_it_either(visitor: Visitor) -> None:
    for role in (Role.SUPERVISOR, Role.LEGAL):
        assert "Niets gevonden" in words(visitor.another(role).get("/zoeken?q=kandelaar"))


@pytest.mark.parametrize(
    "query", ["q=%00", "q=' or 1=1", "q=%25%25", "q=a&gemeente=GM1&onderwerp=niets", "q=" + "x" * 900]
)
def test_whatever_is_asked_is_answered(visitor: Visitor, query: str) -> None:
    assert visitor.get(f"/zoeken?{query}").status_code == 200


def test_a_page_that_never_was_is_told_as_such(visitor: Visitor) -> None:
    assert visitor.get("/zoeken?q=leegstand&na=abc").status_code == 400


def test_one_entry_is_shown_with_its_proof_and_its_neighbours(visitor: Visitor) -> None:
    entry = visitor.ledger.entries(HERE)[1]
    assert entry.recorded
    said = words(visitor.get(f"/gemeenten/{HERE}/vastleggingen/2"))
    assert entry.recorded.digest in said
    assert "Gebeurd op1 maart 2024" in said.replace("op 1", "op1")
    assert "verbeterplan" in said
    assert visitor.get(f"/gemeenten/{HERE}/vastleggingen/999").status_code == 404
    assert visitor.get("/gemeenten/GM0001/vastleggingen/1").status_code == 404


# In a browser


@pytest.fixture
def told(site: Site) -> Site:
    """The site, with a conversation in its record."""
    code = site.another()
    said = spoke("De wethouder zegt toe dat er in de herfst een oplevering is.", "2024-03-01")
    tell(site.ledger, said, code=code)
    assert site.running.projector.wait_for(site.ledger.head().position, 30)
    return site


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_is_typed_is_looked_for_meanwhile(browsing: Browsing, require_accessible: Accessible, width: int) -> None:
    page = browsing.signed_in(width=width)
    page.goto("/zoeken")
    require_accessible(page)
    page.get_by_label("Woorden in gesprekken").press_sequentially("opleverign", delay=20)
    page.get_by_text("Precies deze woorden komen niet voor").wait_for()
    assert "q=opleverign" in page.url
    assert page.evaluate("document.activeElement.id") == "q"
    assert re.fullmatch(r"\d+ vastlegging(en)? gevonden", page.get_by_role("status").inner_text())
    require_accessible(page)
    page.get_by_label("Woorden in gesprekken").fill("iets dat er niet is")
    page.get_by_role("heading", name="Niets gevonden").wait_for()
    require_accessible(page)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_a_script_the_button_looks(browsing: Browsing, width: int) -> None:
    page = browsing.signed_in(width=width, javascript=False)
    page.goto("/zoeken")
    page.get_by_label("Woorden in gesprekken").fill("oplevering")
    page.get_by_label("Onderwerp").select_option("conversations")
    page.get_by_role("button", name="Zoeken").click()
    assert page.locator("mark").first.inner_text() == "oplevering"


@pytest.mark.usefixtures("told")
def test_by_keyboard_from_the_words_to_an_entry(browsing: Browsing, require_accessible: Accessible) -> None:
    page = browsing.signed_in()
    page.goto("/zoeken")
    page.get_by_label("Woorden in gesprekken").focus()
    page.keyboard.type("oplevering")
    page.keyboard.press("Enter")
    page.locator("mark").first.wait_for()
    page.get_by_role("link", name=re.compile("^Vastlegging")).first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile(r"Waterveen, vastlegging \d")).wait_for()
    require_accessible(page)
    page.get_by_role("link", name="In de tijdlijn").click()
    page.get_by_role("heading", name="Tijdlijn").wait_for()
    assert re.search(r"#vermelding-\d+$", page.url)
    assert page.locator(page.url[page.url.index("#") :]).is_visible()
