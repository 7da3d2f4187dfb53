"""What the pages tell of figures that come in by themselves: from where, what came of it, and when they are missed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from api.arriving.work import Arriving
from api.settings import Settings
from api.store.arrivals import Arrivals, Result, Told, Way
from api.web.routing import COOKIE
from domain.events.base import Role
from domain.values import PartialDate
from tests.api.yard import figures
from tests.ledger.asking import asked
from tests.ledger.rows import imported, row
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.visitor import words

MOMENT = datetime(2024, 6, 3, 6, 0, tzinfo=UTC)
ATTENTION = "Vraagt aandacht: Er zijn al 5 werkdagen geen cijfers ingelezen; voor het laatst op vrijdag 24 mei 2024."


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder in which the site looks, besides an address that it asks at no time of these tests."""
    path = tmp_path_factory.mktemp("cijfers")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TREDE_FIGURES_FOLDER", str(path))
        yield path


@pytest.fixture(scope="module")
def missed(site: Site) -> Site:
    """A site on which figures were imported ten days ago, and then something was refused and something went wrong."""
    site.another()
    day = date(2024, 5, 24)
    request = asked(happened_on=PartialDate.of(day), today=day)
    report = imported(site.ledger, [row(1, day="2024-01-31", realised=3)], request=request)
    assert site.running.projector.wait_for(report.position, 30)
    arrivals = Arrivals(site.running.store, site.ledger)
    reason = "Het adres laat Trede niet binnen (antwoord 401)."
    arrivals.add(Way.FOLDER, Result.REFUSED, at=MOMENT, told=Told(file_name="x.csv", reason="Het bestand is leeg."))
    arrivals.add(Way.ADDRESS, Result.FAILED, at=MOMENT + timedelta(hours=1), told=Told(reason=reason))
    return site


def page_of(site: Site, path: str, role: Role) -> str:
    """What somebody in a role reads on a page."""
    secret = site.running.sessions.begin(site.accounts[role])
    with httpx.Client(base_url=site.address, cookies={COOKIE: secret}) as client:
        return words(client.get(path))


def test_the_status_tells_from_where_what_came_and_what_is_missed(missed: Site, folder: Path) -> None:
    said = page_of(missed, "/status", Role.AUDITOR)
    assert "wat is vastgelegd. Maar er zijn te lang geen cijfers ingelezen." in said
    assert ATTENTION in said
    assert f"{folder}, elke minuut bekeken" in said
    assert "x.csv geweigerd: Het bestand is leeg." in said
    assert "3 juni 2024 09:00 adres – mislukt: Het adres laat Trede niet binnen (antwoord 401)." in said


@pytest.mark.parametrize(("path", "role"), [("/", Role.LEGAL), ("/import", Role.REPORTING)])
def test_whoever_works_with_figures_is_told_that_they_are_missed(missed: Site, path: str, role: Role) -> None:
    assert ATTENTION in page_of(missed, path, role)


def test_another_moment_has_no_alarm_of_now(missed: Site) -> None:
    assert "Vraagt aandacht" not in page_of(missed, "/?stand-per=2024-05-31", Role.LEGAL)


@pytest.mark.parametrize(("path", "width"), [("/", WIDE), ("/import", NARROW), ("/status", NARROW)])
def test_everybody_can_use_the_pages_with_the_alarm(
    missed: Site, browsing: Browsing, require_accessible: Accessible, path: str, width: int
) -> None:
    assert missed
    page = browsing.signed_in(Role.MANAGER, width)
    page.goto(path)
    expect(page.get_by_text("Vraagt aandacht")).to_be_visible()
    require_accessible(page)


def test_an_import_that_came_by_itself_is_found_back_with_who_recorded_it(missed: Site, folder: Path) -> None:
    code = missed.another(name="Fictie")
    running = missed.running
    arriving = Arriving(
        running.ledger,
        running.store,
        Settings(figures_folder=folder),
        running.imports,
        running.today,
        now=lambda: MOMENT + timedelta(hours=2),
    )
    (folder / "juni.csv").write_text(figures(code=code))
    looks = (arriving.look() for _ in range(50) if (folder / "juni.csv").exists())  # the site itself looks as well
    assert any(list(looks))
    assert running.projector.wait_for(missed.ledger.head().position, 30)
    said = page_of(missed, "/import", Role.REPORTING)
    assert "Vraagt aandacht" not in said
    assert "Cijfers komen vanzelf binnen uit de map" in said
    assert "juni.csv" in said
    assert "Trede (cijfers halen)" in said
    assert "3 juni 2024 10:00 map juni.csv ingelezen" in page_of(missed, "/status", Role.MANAGER)
    stream = Arrivals(running.store, running.ledger).last(1)[0].stream
    assert "Trede (cijfers halen)" in page_of(missed, f"/import/{stream}", Role.REPORTING)
