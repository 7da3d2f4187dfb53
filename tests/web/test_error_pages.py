"""What a person reads when something goes wrong: plain Dutch, a way on, nothing of the inside."""

import httpx
import pytest
from playwright.sync_api import expect

from api.web import errors
from api.web.headers import PAGE_HEADERS
from domain.events.base import Role
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site

MAGNIFIED = 320
"""How wide a page is at 400%: WCAG 1.4.10."""


@pytest.mark.parametrize("width", [WIDE, NARROW, MAGNIFIED])
def test_a_page_that_is_not_there_helps_to_go_on(
    browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    page = browsing.signed_in(Role.SUPERVISOR, width)
    answer = page.goto("/gemeenten/waterveen/nergens")
    assert answer
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(errors.NOT_FOUND.title)
    require_accessible(page)
    page.get_by_label("Zoek in alle dossiers").fill("woningen")
    page.get_by_role("main").get_by_role("button", name="Zoeken").click()
    expect(page).to_have_url(f"{browsing.site.address}/zoeken?q=woningen")


def test_who_did_not_sign_in_is_told_no_more_than_that_it_is_not_there(browsing: Browsing) -> None:
    page = browsing.page_at()
    page.goto("/nergens")
    expect(page.get_by_role("main").get_by_role("link")).to_have_text("naar inloggen")
    expect(page.get_by_role("navigation")).to_have_count(0)


def test_a_moment_that_cannot_be_read_is_told(browsing: Browsing, require_accessible: Accessible) -> None:
    page = browsing.signed_in()
    answer = page.goto("/?bekend-op=gisteren")
    assert answer
    assert answer.status == 400
    expect(page.get_by_role("main")).to_contain_text("'gisteren' is geen dag.")
    require_accessible(page)


def test_an_error_of_the_program_is_told_without_its_inside(browsing: Browsing, site: Site) -> None:
    page = browsing.signed_in()
    kept = site.running.ledger.persons
    try:
        site.running.ledger.persons = None  # type: ignore[assignment] # broken on purpose
        answer = page.goto("/")
    finally:
        site.running.ledger.persons = kept
    assert answer
    assert answer.status == 500
    expect(page.get_by_role("heading", level=1)).to_have_text(errors.BROKEN.title)
    assert "NoneType" not in page.content()


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nergens", 404),
        ("DELETE", "/inloggen", 405),
        ("GET", "/static/nergens.css", 404),
        ("POST", "/inloggen", 415),
    ],
)
def test_every_page_of_an_error_bears_the_headers_of_a_page(site: Site, method: str, path: str, status: int) -> None:
    answer = httpx.request(method, site.address + path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in PAGE_HEADERS} == PAGE_HEADERS
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


def test_a_program_gets_a_problem_and_no_page(site: Site) -> None:
    answer = httpx.get(f"{site.address}/v1/nergens")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
