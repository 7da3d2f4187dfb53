"""What keeps a session with who began it: its cookie, its end, its forms; and a form that outlives it."""

import re
from collections.abc import Iterator

import httpx
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.app import create_app
from api.web.routing import COOKIE, SECURE_COOKIE
from domain.events.base import Role
from domain.events.contact import ConversationHeld
from tests.web.browsing import PASSWORD, Browsing, Site

AWAY = "UPDATE {sessions} SET seen_at = seen_at - interval '61 minutes'"
OVER = "UPDATE {sessions} SET begun_at = begun_at - interval '10 hours 1 minute'"


@pytest.fixture
def client(site: Site) -> Iterator[httpx.Client]:
    """What asks as a browser does, and follows nothing."""
    with httpx.Client(base_url=site.address, headers={"Origin": site.address}) as client:
        yield client


def signed_in(client: httpx.Client, user: str = "supervisor") -> httpx.Response:
    """The answer to who signs in."""
    return client.post("/inloggen", data={"gebruikersnaam": user, "wachtwoord": PASSWORD})


def lasts(client: httpx.Client) -> bool:
    """Whether this browser is still let in."""
    return client.get("/nergens").status_code == 404 and client.get("/zoeken").status_code == 200


def test_the_cookie_is_for_this_server_only_and_no_script_can_read_it(client: httpx.Client) -> None:
    (cookie,) = signed_in(client).headers.get_list("set-cookie")
    assert re.fullmatch(rf"{COOKIE}=[\w-]{{43}}; HttpOnly; Max-Age=36000; Path=/; SameSite=lax", cookie)


def test_only_what_cannot_be_used_is_kept_of_a_session(client: httpx.Client, site: Site) -> None:
    signed_in(client)
    secret = client.cookies[COOKIE]
    assert site.running.sessions.find(secret)
    kept = site.running.store.rows("SELECT sessions::text AS told FROM {sessions} AS sessions")
    assert not any(secret in row["told"] for row in kept)


def test_who_signs_in_again_gets_another_session_and_the_first_is_over(client: httpx.Client, site: Site) -> None:
    signed_in(client)
    first = client.cookies[COOKIE]
    signed_in(client)
    assert client.cookies[COOKIE] != first
    assert site.running.sessions.find(first) is None


@pytest.mark.parametrize("passing", [AWAY, OVER])
def test_a_session_ends_after_an_hour_away_and_after_a_working_day(
    client: httpx.Client, site: Site, passing: str
) -> None:
    signed_in(client)
    assert lasts(client)
    site.running.store.rows(passing)
    assert client.get("/zoeken").headers["location"] == "/inloggen?naar=/zoeken"


def test_an_account_that_is_ended_is_out_at_once(client: httpx.Client, site: Site) -> None:
    person = site.accounts[Role.LEGAL].person
    site.running.accounts.add("tijdelijk", person, [Role.LEGAL], password=PASSWORD, today=site.today)
    signed_in(client, "tijdelijk")
    assert lasts(client)
    assert site.running.accounts.end("tijdelijk", today=site.today)
    assert client.get("/zoeken").status_code == 303
    assert signed_in(client, "tijdelijk").status_code == 422


def test_a_form_without_the_token_of_its_session_is_refused(client: httpx.Client) -> None:
    signed_in(client)
    for token in ({"ander": "veld"}, {"csrf": "0" * 64}, {"csrf": "é"}):
        answer = client.post("/uitloggen", data=token)
        assert answer.status_code == 403
        assert "niet meer geldig" in answer.text
    assert lasts(client)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused_also_with_the_token(
    client: httpx.Client, site: Site, headers: dict[str, str]
) -> None:
    signed_in(client)
    session = site.running.sessions.find(client.cookies[COOKIE])
    assert session
    assert client.post("/uitloggen", data={"csrf": session.csrf}, headers=headers).status_code == 403
    assert signed_in_from(client, headers).status_code == 403
    assert lasts(client)


def signed_in_from(client: httpx.Client, headers: dict[str, str]) -> httpx.Response:
    """The answer to who is made to sign in by another site."""
    data = {"gebruikersnaam": "auditor", "wachtwoord": PASSWORD}
    return client.post("/inloggen", data=data, headers=headers)


def test_what_is_no_form_is_not_read(client: httpx.Client) -> None:
    signed_in(client)
    assert client.post("/uitloggen", json={"csrf": "x"}).status_code == 415
    assert client.post("/uitloggen", data={"csrf": "x" * 3_000_000}).status_code == 413


def test_a_script_is_told_to_bring_who_is_no_longer_in_to_the_page_to_sign_in(client: httpx.Client) -> None:
    answer = client.get("/zoeken?q=a", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == "/inloggen?naar=/zoeken%3Fq%3Da"
    assert answer.text == ""


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_what_was_typed_when_the_session_was_lost_goes_along_through_signing_in(
    browsing: Browsing, *, javascript: bool
) -> None:
    site = browsing.site
    code = site.another()
    page = browsing.signed_in(Role.SUPERVISOR, javascript=javascript)
    page.goto(f"/gemeenten/{code}/gesprekken/nieuw")
    page.locator("#gezegd").fill("In het voorjaar komen\ntwintig woningen <vrij>.")
    site.running.store.rows(AWAY)
    page.get_by_role("button", name="Gesprek vastleggen").click()
    expect(page.get_by_role("status")).to_contain_text("Wat u typte blijft bewaard")
    page.get_by_label("Gebruikersnaam").fill("supervisor")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent weer ingelogd")
    kept = page.locator("form input[type=hidden]").evaluate_all("fields => fields.map(field => field.value)")
    assert any("twintig woningen <vrij>." in each for each in kept)
    page.get_by_role("button", name="Alsnog versturen").click()
    expect(page.locator(".trede-said")).to_contain_text("Vastgelegd")
    held = [fact for fact in site.facts(code) if isinstance(fact, ConversationHeld)]
    assert len(held) == 1


def test_another_person_does_not_get_what_was_typed(client: httpx.Client, site: Site) -> None:
    signed_in(client)
    site.running.store.rows(AWAY)
    lost = client.post("/gemeenten/GM9901/gesprekken/nieuw", data={"samenvatting": "van de adviseur"})
    assert lost.status_code == 401
    assert "van de adviseur" in lost.text
    kept = {"bewaard": '{"samenvatting": ["van de adviseur"]}', "naar": "/zoeken"}
    answer = client.post("/inloggen", data={"gebruikersnaam": "auditor", "wachtwoord": PASSWORD, **kept})
    assert (answer.status_code, answer.headers["location"]) == (303, "/zoeken")


def test_who_leaves_after_the_session_was_over_has_left(client: httpx.Client, site: Site) -> None:
    signed_in(client)
    site.running.store.rows(AWAY)
    assert client.post("/uitloggen", data={"csrf": "van toen"}).headers["location"] == "/inloggen?uit=1"


def test_a_file_of_who_is_not_in_is_not_kept_and_that_is_said(client: httpx.Client) -> None:
    path = "/gemeenten/GM9901/gesprekken/nieuw"
    small = client.post(path, data={"gezegd": "veel"}, files={"bijlage": ("brief.pdf", b"%PDF")})
    assert small.status_code == 401
    assert "Bestanden konden niet bewaard blijven" in small.text
    large = client.post(path, data={"gezegd": "veel"}, files={"bijlage": ("brief.pdf", b"%PDF" * 1_000_000)})
    assert large.status_code == 401
    assert "te veel om te bewaren" in large.text


def test_with_tls_the_cookie_is_one_that_no_other_site_can_set(site: Site) -> None:
    app = create_app(ledger=site.ledger, today=lambda: site.today)
    with TestClient(app, base_url="https://trede.example", follow_redirects=False) as client:
        answer = client.post("/inloggen", data={"gebruikersnaam": "auditor", "wachtwoord": PASSWORD})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"{SECURE_COOKIE}=")
        assert "Secure" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
        session = site.running.sessions.find(client.cookies[SECURE_COOKIE])
        assert session
        gone = client.post("/uitloggen", data={"csrf": session.csrf})
        assert "Max-Age=0" in gone.headers["set-cookie"]
        assert "Secure" in gone.headers["set-cookie"]
