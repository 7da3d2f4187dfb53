"""Signing in and out in a browser: with and without script, by keyboard only, in a record of examples."""

import pytest
from playwright.sync_api import Page, expect

from api.identity.demo import COLLEAGUES
from api.identity.rights import RIGHTS, Right
from api.web.routing import COOKIE
from domain.events.base import Role
from tests.web.browsing import NARROW, PASSWORD, WIDE, Accessible, Browsing

NOT_TOGETHER = "Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar."
EITHER = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])


def sign_in(page: Page, user: str = "supervisor", password: str = PASSWORD) -> None:
    """Fill in the form and send it."""
    page.get_by_label("Gebruikersnaam").fill(user)
    page.get_by_label("Wachtwoord").fill(password)
    page.get_by_role("button", name="Inloggen").click()


@EITHER
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_who_signs_in_comes_where_they_wanted_to_be_and_goes_out_again(
    browsing: Browsing, width: int, *, javascript: bool
) -> None:
    page = browsing.page_at(width, javascript=javascript)
    page.goto("/zoeken?q=woningen")
    expect(page).to_have_title("Inloggen – Trede")
    sign_in(page, "  Supervisor ")
    expect(page).to_have_url(f"{browsing.site.address}/zoeken?q=woningen")
    expect(page.get_by_text("Collega supervisor")).to_be_visible()
    expect(page.get_by_text("IBT-adviseur").first).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("status")).to_have_text("U bent uitgelogd.")
    page.goto("/zoeken")
    expect(page).to_have_title("Inloggen – Trede")


@pytest.mark.parametrize(("user", "password"), [("auditor", "iets anders, maar lang"), ("niemand", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(browsing: Browsing, user: str, password: str) -> None:
    page = browsing.page_at()
    page.goto("/inloggen")
    sign_in(page, user, password)
    expect(page.get_by_role("alert")).to_contain_text(NOT_TOGETHER)
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Gebruikersnaam")).to_have_value(user)
    expect(page.get_by_label("Wachtwoord")).to_have_value("")
    assert page.context.cookies() == []


def test_by_keyboard_only(browsing: Browsing) -> None:
    page = browsing.page_at()
    page.goto("/inloggen")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    expect(page.get_by_role("link", name="Naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("supervisor")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    leave = page.get_by_role("button", name="Uitloggen")
    expect(leave).to_be_visible()
    for _ in range(12):
        page.keyboard.press("Tab")
        if leave.evaluate("button => button === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page).to_have_title("Inloggen – Trede")


def test_who_signed_in_already_is_not_asked_again(browsing: Browsing) -> None:
    page = browsing.signed_in(Role.AUDITOR)
    page.goto("/inloggen?naar=/zoeken")
    expect(page).to_have_url(f"{browsing.site.address}/zoeken")


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_signing_in_leads_nobody_to_another_site(browsing: Browsing, elsewhere: str) -> None:
    page = browsing.page_at()
    page.goto("/inloggen")
    page.locator("[name=naar]").evaluate("(field, to) => { field.value = to }", elsewhere)
    sign_in(page)
    expect(page).to_have_url(f"{browsing.site.address}/")


@pytest.mark.parametrize("role", Role)
def test_the_menu_offers_what_a_role_may_do_and_no_more(browsing: Browsing, role: Role) -> None:
    page = browsing.signed_in(role)
    page.goto("/nergens")
    offered = page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link").all_inner_texts()
    assert ("Import" in offered) == (Right.IMPORT_FIGURES in RIGHTS[role])
    assert ("Status" in offered) == (Right.SEE_STATUS in RIGHTS[role])
    assert offered[:4] == ["Ladder", "Vandaag", "Beoordeling", "Zoeken"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LEGAL])
def test_what_a_role_may_not_do_is_refused_by_the_server_too(browsing: Browsing, role: Role) -> None:
    page = browsing.signed_in(role)
    answer = page.goto("/import")
    assert answer
    assert answer.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit mag u niet zien of doen")


@EITHER
def test_among_examples_one_button_lets_in_by_a_role(demo_browsing: Browsing, *, javascript: bool) -> None:
    page = demo_browsing.page_at(javascript=javascript)
    page.goto("/")
    expect(page.get_by_text("Voorbeeldgegevens.")).to_be_visible()
    assert page.get_by_role("main").get_by_role("button").count() == len(Role)
    page.get_by_role("button", name="Manager").click()
    expect(page.get_by_text(COLLEAGUES[Role.MANAGER]).first).to_be_visible()
    expect(page.get_by_text("Voorbeeldgegevens.")).to_be_visible()


def test_elsewhere_a_role_lets_nobody_in(browsing: Browsing) -> None:
    page = browsing.page_at()
    page.goto("/inloggen")
    assert page.get_by_role("main").get_by_role("button").all_inner_texts() == ["Inloggen"]
    answer = page.request.post("/inloggen", form={"rol": "manager"}, headers={"Origin": browsing.site.address})
    assert answer.status == 422
    assert COOKIE not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_pages_to_sign_in(
    browsing: Browsing, demo_browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    page = browsing.page_at(width)
    page.goto("/inloggen")
    require_accessible(page)
    sign_in(page, "niemand")
    require_accessible(page)
    examples = demo_browsing.page_at(width)
    examples.goto("/inloggen")
    require_accessible(examples)
