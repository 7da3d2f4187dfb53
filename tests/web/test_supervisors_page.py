"""Who has which municipality: seen by everybody, handed over by a manager; who is away, and who stands in."""

import re
from collections.abc import Iterator
from datetime import date

import httpx
import pytest
from playwright.sync_api import expect

from api.store.absences import Absences
from api.web.routing import COOKIE
from domain.decisions.case import assign_supervisor, close_supervision
from domain.events.base import Role
from domain.events.case import SupervisorAssigned
from domain.events.person import PersonKind
from domain.values import PersonId, PlainText
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.visitor import hidden, words

PAGE, AWAY = "/adviseurs", "/afwezigheid"


@pytest.fixture(scope="module")
def second(site: Site) -> PersonId:
    """A second supervisor."""
    person = site.ledger.persons.find_or_register("Ada Tweede", PersonKind.COLLEAGUE, today=site.today)
    site.running.accounts.add("ada", person, [Role.SUPERVISOR], password=None, today=site.today)
    return person


@pytest.fixture
def managing(site: Site) -> Iterator[httpx.Client]:
    """A manager without a browser."""
    yield from _asking(site, Role.MANAGER)


@pytest.fixture
def supervising(site: Site) -> Iterator[httpx.Client]:
    """A supervisor without a browser."""
    yield from _asking(site, Role.SUPERVISOR)


def _asking(site: Site, role: Role) -> Iterator[httpx.Client]:
    secret = site.running.sessions.begin(site.accounts[role])
    with httpx.Client(base_url=site.address, cookies={COOKIE: secret}, follow_redirects=True) as client:
        yield client


def of_the_supervisor(site: Site, *names: str) -> list[str]:
    """Municipalities of the supervisor."""
    codes = [site.another(name=name) for name in names]
    for code in codes:
        site.record(assign_supervisor, code, date(2023, 1, 2), supervisor=site.accounts[Role.SUPERVISOR].person)
    return codes


def assigned(site: Site, code: str) -> list[PersonId]:
    """Who a municipality was given to, in order."""
    return [fact.supervisor for fact in site.facts(code) if isinstance(fact, SupervisorAssigned)]


def test_a_manager_sees_who_has_what_and_hands_over_all_of_one_supervisor_by_keyboard(
    site: Site, second: PersonId, browsing: Browsing, require_accessible: Accessible
) -> None:
    first = site.ledger.persons.find_or_register("Ada Eerste", PersonKind.COLLEAGUE, today=site.today)
    codes = [site.another(name=name) for name in ("Aalst", "Berkel")]
    for code in codes:
        site.record(assign_supervisor, code, date(2023, 1, 2), supervisor=first)
    alone = site.another(name="Zonderveld")
    for width in (NARROW, WIDE):
        page = browsing.signed_in(Role.MANAGER, width)
        page.goto(PAGE)
        expect(page.get_by_text(re.compile("1 gemeente heeft nog geen adviseur.$"))).to_be_visible()
        require_accessible(page)
    page.get_by_label("Alle 2 gemeenten van Ada Eerste").focus()
    page.keyboard.press("Space")
    page.get_by_label("Zonderveld").focus()
    page.keyboard.press("Space")
    page.get_by_label("Draag over aan").select_option(label="Ada Tweede")
    page.get_by_role("button", name="Draag de gekozen gemeenten over").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Overgedragen aan Ada Tweede: Zonderveld, Aalst en Berkel.")
    assert [assigned(site, code)[-1] for code in (*codes, alone)] == [second] * 3


def test_a_form_that_is_sent_twice_hands_over_once(site: Site, second: PersonId, managing: httpx.Client) -> None:
    (code,) = of_the_supervisor(site, "Duindrecht")
    page = managing.get(PAGE)
    sent = {name: hidden(page, name) for name in ("csrf", "opdracht")}
    sent |= {"gemeente": code, "aan": second, "vanaf": "2024-06-01"}
    for _ in range(2):
        assert "Overgedragen aan Ada Tweede: Duindrecht." in words(managing.post(PAGE, data=sent))
    assert assigned(site, code)[1:] == [second]


def test_what_is_missing_is_told_beside_its_field_and_nothing_is_handed_over(
    site: Site, managing: httpx.Client, second: PersonId
) -> None:
    (code,) = of_the_supervisor(site, "Elzenrade")
    csrf = hidden(managing.get(PAGE), "csrf")
    told = managing.post(PAGE, data={"csrf": csrf})
    assert told.status_code == 422
    assert "Welke gemeenten: kies er ten minste één." in words(told)
    assert "Aan wie: kies een adviseur." in words(told)
    late = managing.post(PAGE, data={"csrf": csrf, "gemeente": code, "aan": second, "vanaf": "2030-01-01"})
    assert late.status_code == 422
    assert len(assigned(site, code)) == 1


def test_what_cannot_be_handed_over_holds_up_no_other(site: Site, managing: httpx.Client, second: PersonId) -> None:
    going, closed = of_the_supervisor(site, "Fijnaart", "Grootveen")
    csrf = hidden(managing.get(PAGE), "csrf")
    site.record(close_supervision, closed, date(2024, 6, 2), reason=PlainText(text="Opgegaan in een andere gemeente."))
    sent = {"csrf": csrf, "gemeente": f"{going} {closed}", "aan": second}
    assert "Overgedragen aan Ada Tweede: Fijnaart." in words(managing.post(PAGE, data=sent))
    assert assigned(site, going)[-1] == second


def test_who_may_not_divide_the_work_sees_it_without_a_form(site: Site, supervising: httpx.Client) -> None:
    of_the_supervisor(site, "Heiderwolde")
    page = supervising.get(PAGE)
    assert "Heiderwolde" in words(page)
    assert 'name="gemeente"' not in page.text
    csrf = hidden(supervising.get(AWAY), "csrf")
    assert supervising.post(PAGE, data={"csrf": csrf}).status_code == 403
    assert 'name="gemeente"' not in supervising.get(f"{PAGE}?stand-per=2024-01-01").text


def test_who_goes_on_leave_names_who_stands_in_and_takes_it_back(
    site: Site, second: PersonId, browsing: Browsing, require_accessible: Accessible
) -> None:
    for width in (NARROW, WIDE):
        page = browsing.signed_in(Role.SUPERVISOR, width)
        page.goto(AWAY)
        expect(page.get_by_text("Vandaag is iedereen er.")).to_be_visible()
        require_accessible(page)
    page.get_by_label("Eerste dag").fill("2024-06-03")
    page.get_by_label("Laatste dag").fill("2024-06-14")
    page.get_by_role("button", name="Afwezigheid invoeren").click()
    expect(page.get_by_role("alert")).to_contain_text("Wie neemt waar: kies een collega.")
    page.get_by_label("Wie neemt waar?").select_option(label="Ada Tweede")
    page.get_by_role("button", name="Afwezigheid invoeren").click()
    told = "Collega supervisor is er niet van 3 juni 2024 tot en met 14 juni 2024; Ada Tweede neemt waar."
    expect(page.get_by_role("status")).to_have_text(told)
    expect(page.get_by_text("Vandaag is er niet: Collega supervisor (tot en met 14 juni 2024).")).to_be_visible()
    require_accessible(page)
    (absence,) = Absences(site.running.store).on(site.today)
    assert (absence.person, absence.stands_in) == (site.accounts[Role.SUPERVISOR].person, second)
    page.goto(PAGE)
    expect(page.get_by_text("afwezig tot en met 14 juni 2024; Ada Tweede neemt waar")).to_be_visible()
    page.goto(AWAY)
    page.get_by_role("button", name="Trek in").click()
    expect(page.get_by_role("status")).to_have_text("De afwezigheid is ingetrokken.")
    assert Absences(site.running.store).on(site.today) == ()


def test_only_a_manager_enters_or_takes_back_the_absence_of_another(
    site: Site, second: PersonId, managing: httpx.Client, supervising: httpx.Client
) -> None:
    page = managing.get(AWAY)
    sent = {name: hidden(page, name) for name in ("csrf", "opdracht")}
    sent |= {"wie": second, "waarnemer": site.accounts[Role.SUPERVISOR].person}
    wrong = managing.post(AWAY, data={**sent, "eerste-dag": "2024-07-02", "laatste-dag": "2024-07-01"})
    assert "Laatste dag: de laatste dag ligt voor de eerste." in words(wrong)
    for _ in range(2):
        assert (
            managing.post(AWAY, data={**sent, "eerste-dag": "1-7-2024", "laatste-dag": "2-7-2024"}).status_code == 200
        )
    (absence,) = Absences(site.running.store).from_day(site.today)
    csrf = hidden(supervising.get(AWAY), "csrf")
    end = f"{AWAY}/{absence.id}/intrekken"
    assert supervising.post(end, data={"csrf": csrf}).status_code == 403
    again = supervising.post(
        AWAY,
        data={
            "csrf": csrf,
            "wie": second,
            "eerste-dag": "2024-08-01",
            "laatste-dag": "2024-08-02",
            "waarnemer": second,
        },
    )
    assert again.status_code == 200
    (own,) = Absences(site.running.store).from_day(date(2024, 8, 1))
    assert own.person == site.accounts[Role.SUPERVISOR].person
    assert supervising.post(f"{AWAY}/{own.id}/intrekken", data={"csrf": csrf}).status_code == 200
    assert managing.post(end, data={"csrf": sent["csrf"]}).status_code == 200
    assert managing.post(end, data={"csrf": sent["csrf"]}).status_code == 404
