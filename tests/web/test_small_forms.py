"""The small forms: an agreement kept or not, an entry taken back, supervision begun."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from domain.decisions.case import open_supervision
from domain.decisions.contact import Promise, make_agreement
from domain.events.base import Origin, Role
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.contact import AgreementKept, AgreementMade, AgreementNotKept, Side
from domain.events.record_keeping import EntryWithdrawn
from domain.ledger.deciding import Decision
from domain.ledger.embedded import Cluster
from domain.ledger.request import Request
from domain.values import AgreementId, PartialDate, PlainText
from tests.web.browsing import NARROW, WIDE, Accessible, Browsing, Site
from tests.web.visitor import Visitor, hidden, visited, words

TODAY = date(2024, 6, 3)


@pytest.fixture(scope="module")
def visitor(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with visited(server, tmp_path_factory.mktemp("keys"), Role.MANAGER) as arrived:
        yield arrived


def record(visitor: Visitor, decision: Decision, code: str, **question: Any) -> None:  # noqa: ANN401 - the decision knows its question
    session = visitor.running.sessions.find(visitor.secret)
    assert session
    day = PartialDate.of(date(2024, 1, 15))
    by = session.caller.actor()
    asked = Request(command=uuid4(), by=by, origin=Origin.API, happened_on=day, today=TODAY)
    visitor.ledger.record(decision, municipality=code, request=asked, **question)
    visitor.caught_up()


def with_agreement(visitor: Visitor, code: str) -> str:
    """The page of an agreement in a municipality of its own."""
    record(visitor, open_supervision, code, name="Fictie")
    agreement = AgreementId(f"agreement-{code}")
    promise = Promise(agreement, Side.MUNICIPALITY, PlainText(text="twintig woningen aanwijzen"), date(2024, 5, 1), 20)
    record(visitor, make_agreement, code, promise=promise)
    return f"/gemeenten/{code}/afspraken/{agreement}"


def facts(visitor: Visitor, code: str) -> list[object]:
    return [entry.fact for entry in visitor.ledger.entries(code)]


@pytest.mark.parametrize(("outcome", "kind"), [("kept", AgreementKept), ("not-kept", AgreementNotKept)])
def test_what_came_of_an_agreement_is_recorded_once(visitor: Visitor, outcome: str, kind: type) -> None:
    code = "GM9201" if outcome == "kept" else "GM9202"
    path = with_agreement(visitor, code)
    assert f'href="{path}"' in visitor.get(f"/gemeenten/{code}").text
    page = visitor.get(path)
    assert "Te doen door de gemeente, uiterlijk 1 mei 2024, voor 20 personen." in words(page)
    sent = {"opdracht": hidden(page, "opdracht"), "uitkomst": outcome, "dag": "2024-06-03", "toelichting": "Geteld."}
    for _ in range(2):
        assert "Vastgelegd: afspraak" in words(visitor.send(path, sent))
    assert [type(fact) for fact in facts(visitor, code)] == [SupervisionOpened, AgreementMade, kind]
    later = visitor.send(path, {**sent, "opdracht": "0190a3c2-7b1d-7c3e-9f00-5d6c1f0a2b3c"})
    assert later.status_code == 409
    assert "al afgehandeld" in words(later)


def test_an_outcome_has_to_be_chosen(visitor: Visitor) -> None:
    path = with_agreement(visitor, "GM9203")
    for outcome in ("", "open"):
        answer = visitor.send(path, {"uitkomst": outcome, "dag": "2024-06-03", "toelichting": "Blijft staan"})
        assert answer.status_code == 422
        assert "Blijft staan" in answer.text
    assert visitor.get("/gemeenten/GM9203/afspraken/agreement-none").status_code == 404


def test_an_entry_is_taken_back_with_a_reason_and_stays_readable(visitor: Visitor) -> None:
    with_agreement(visitor, "GM9204")
    path = "/gemeenten/GM9204/vastleggingen/2/intrekken"
    assert path in visitor.get("/gemeenten/GM9204/vastleggingen/2").text
    page = visitor.get(path)
    assert "twintig woningen aanwijzen" in words(page)
    sent = {"opdracht": hidden(page, "opdracht"), "gezien": hidden(page, "gezien"), "reden": ""}
    assert "Reden: vul dit in." in words(visitor.send(path, sent))
    done = visitor.send(path, {**sent, "reden": "Was een andere gemeente."})
    assert "Vastlegging 2 is ingetrokken. Zij blijft leesbaar." in words(done)
    assert isinstance(facts(visitor, "GM9204")[-1], EntryWithdrawn)
    assert path not in visitor.get("/gemeenten/GM9204/vastleggingen/2").text
    assert visitor.get("/gemeenten/GM9204/vastleggingen/99/intrekken").status_code == 404


def test_the_beginning_of_supervision_is_not_taken_back(visitor: Visitor) -> None:
    with_agreement(visitor, "GM9205")
    answer = visitor.send("/gemeenten/GM9205/vastleggingen/1/intrekken", {"reden": "Verkeerde gemeente."})
    assert "Vastlegging 1 kan niet worden ingetrokken." in words(answer)
    assert "Verkeerde gemeente." in answer.text
    assert visitor.another(Role.SUPERVISOR).get("/gemeenten/GM9205/vastleggingen/1/intrekken").status_code == 403


def test_supervision_begins_by_name(visitor: Visitor) -> None:
    page = visitor.get("/gemeenten/nieuw")
    sent = {"opdracht": hidden(page, "opdracht"), "gemeente": "vlaardingen", "dag": "2024-06-01"}
    for _ in range(2):
        assert "Vastgelegd: het toezicht op Vlaardingen begint." in words(visitor.send("/gemeenten/nieuw", sent))
    (opened,) = facts(visitor, "GM0622")
    assert isinstance(opened, SupervisionOpened)
    assert (opened.name, opened.province) == ("Vlaardingen", "PV28")
    again = visitor.send("/gemeenten/nieuw", {"gemeente": "GM0622", "dag": "2024-06-01"})
    assert "Het toezicht op GM0622 is al begonnen." in words(again)


def test_supervision_begins_on_the_rung_where_it_already_was(visitor: Visitor) -> None:
    sent = {"gemeente": "0606", "dag": "2024-06-01", "trede": "3", "sinds": "2023", "bron": "besluitenlijst"}
    assert "het toezicht op Schiedam begint" in words(visitor.send("/gemeenten/nieuw", sent))
    opened, taken = facts(visitor, "GM0606")
    assert isinstance(opened, SupervisionOpened)
    assert isinstance(taken, RungTakenOver)
    assert (taken.rung, taken.since.value) == (3, "2023")


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"gemeente": "Nergenshuizen"}, "Gemeente: Trede kent 'Nergenshuizen' niet."),
        ({"gemeente": "GM9299"}, "Naam: Trede kent de naam bij deze code niet."),
        ({"gemeente": ""}, "Gemeente: vul dit in."),
        ({"gemeente": "Delft", "dag": "2024-06-04"}, "ligt na vandaag"),
        ({"gemeente": "Delft", "trede": "2"}, "Bron: vul in"),
        ({"gemeente": "Delft", "bron": "lijst"}, "Stond al op trede: maak een keuze"),
    ],
)
def test_what_is_wrong_is_told_and_stays(visitor: Visitor, sent: dict[str, str], told: str) -> None:
    answer = visitor.send("/gemeenten/nieuw", {"dag": "2024-06-01", **sent})
    assert told in words(answer)
    assert f'value="{sent["gemeente"]}"' in answer.text
    assert visitor.ledger.streams("GM0503") == []


def test_who_does_not_manage_cases_begins_none(visitor: Visitor) -> None:
    assert visitor.another(Role.SUPERVISOR).get("/gemeenten/nieuw").status_code == 403


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_everybody_can_use_the_small_forms(
    site: Site, browsing: Browsing, require_accessible: Accessible, width: int
) -> None:
    code, agreement = site.another(), AgreementId(f"agreement-{width}")
    promise = Promise(agreement, Side.MUNICIPALITY, PlainText(text="woningen aanwijzen"), date(2024, 9, 30))
    site.record(make_agreement, code, promise=promise)
    page = browsing.signed_in(Role.MANAGER, width)
    for path, button in (
        (f"/gemeenten/{code}/afspraken/{agreement}", "Vastleggen"),
        (f"/gemeenten/{code}/vastleggingen/2/intrekken", "Intrekken"),
        ("/gemeenten/nieuw", "Toezicht beginnen"),
    ):
        page.goto(path)
        page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true })")
        require_accessible(page)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
        require_accessible(page)
