"""Pages that are given again: each to the one session that they were made for, and only while nothing moves."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.store.absences import Absence, Absences
from domain.decisions.case import assign_supervisor, open_supervision
from domain.decisions.contact import Promise, make_agreement
from domain.events.base import Actor, Origin, Role
from domain.events.contact import Side
from domain.ledger.application import Ledger
from domain.ledger.deciding import Decision
from domain.ledger.embedded import Cluster
from domain.ledger.request import Request
from domain.values import AgreementId, PartialDate, PersonId, PlainText
from tests.web.conftest import TODAY
from tests.web.visitor import Visitor, hidden, visited, words

LADDER, ONE, OTHER = "/", "/gemeenten/GM9201", "GM9202"
TOO_LATE = "1 te laat of wacht op u"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def manager(server: Cluster, keys: Path) -> Iterator[Visitor]:
    """A manager, in a record in which a municipality has a supervisor who is too late with something."""
    with visited(server, keys, Role.MANAGER) as visitor:
        supervisor = visitor.another(Role.SUPERVISOR)
        record(visitor, open_supervision, name="Fictie")
        record(visitor, assign_supervisor, supervisor=person(supervisor))
        what = PlainText(text="een overzicht sturen")
        promise = Promise(AgreementId("agreement-1"), Side.PROVINCE, what, date(2024, 5, 1), None)
        record(visitor, make_agreement, promise=promise)
        yield visitor.caught_up()


def record(visitor: Visitor, decision: Decision, code: str = "GM9201", **question: Any) -> None:  # noqa: ANN401 - the decision knows its question
    by = Actor(person=person(visitor))
    day = PartialDate.of(date(2024, 1, 15))
    asked = Request(command=uuid4(), by=by, origin=Origin.API, happened_on=day, today=TODAY)
    visitor.ledger.record(decision, municipality=code, request=asked, **question)


def person(visitor: Visitor) -> PersonId:
    session = visitor.running.sessions.find(visitor.secret)
    assert session
    return session.caller.person


def test_a_page_is_given_again_to_its_own_session_and_to_no_other(manager: Visitor) -> None:
    colleagues = [manager, manager.another(Role.MANAGER), manager.another(Role.AUDITOR)]
    for path in (LADDER, ONE):
        first = [each.get(path) for each in colleagues]
        again = [each.get(path) for each in colleagues]
        assert [each.content for each in again] == [each.content for each in first]
        assert [hidden(each, "csrf") for each in again] == [each.csrf for each in colleagues]
        assert ["Import" in words(each) for each in again] == [True, True, False]


def test_a_piece_of_a_page_is_not_given_for_the_page(manager: Visitor) -> None:
    for _ in range(2):
        assert manager.get(LADDER).text.startswith("<!doctype html>")
        assert manager.get(LADDER, piece=True).text.lstrip().startswith('<div id="ladder"')


def test_who_left_or_whose_account_was_ended_is_shown_nothing_more(manager: Visitor) -> None:
    leaving, ended = (manager.another(role) for role in (Role.LEGAL, Role.REPORTING))
    assert [each.get(LADDER).status_code for each in (leaving, ended)] == [200, 200]
    leaving.send("/uitloggen")
    manager.running.accounts.end("voorbeeld-reporting", today=TODAY)
    assert [each.get(path).status_code for each in (leaving, ended) for path in (LADDER, ONE)] == [303] * 4


def test_a_role_that_was_given_or_taken_away_shows_at_once(manager: Visitor) -> None:
    auditor = manager.another(Role.AUDITOR)
    assert "Status" in words(auditor.get(LADDER))
    change = "UPDATE {accounts} SET roles = %(roles)s WHERE user_name = 'voorbeeld-auditor'"
    for roles, offered in ((["legal"], True), (["reporting"], False)):
        manager.running.store.rows(change, roles=roles)
        assert "Status" not in words(auditor.get(LADDER))
        assert ("Gesprek vastleggen" in words(auditor.get(ONE))) == offered
    manager.running.store.rows(change, roles=["auditor"])


def test_an_absence_shows_at_once_with_who_stands_in(manager: Visitor) -> None:
    standing_in = manager.another(Role.EXECUTIVE_SECRETARY)
    away = Absence(
        uuid4(),
        person(manager.another(Role.SUPERVISOR)),
        TODAY,
        TODAY,
        person(standing_in),
        entered_by=person(manager),
    )
    absences = Absences(manager.running.store)
    assert TOO_LATE not in words(standing_in.get(LADDER))
    absences.enter(away)
    assert TOO_LATE in words(standing_in.get(LADDER))
    absences.end(away.id, by=person(manager))
    assert TOO_LATE not in words(standing_in.get(LADDER))


def test_what_a_form_says_is_said_once(manager: Visitor) -> None:
    said = "Vastgelegd: het toezicht op Tweede begint."
    form = manager.get("/gemeenten/nieuw")
    fields = {"opdracht": hidden(form, "opdracht"), "gemeente": OTHER, "naam": "Tweede", "dag": "2024-06-03"}
    answer = manager.send("/gemeenten/nieuw", fields)
    assert said in words(answer), words(answer)
    assert said not in words(manager.get(f"/gemeenten/{OTHER}"))


def test_what_a_form_recorded_in_one_process_shows_in_the_next_page_of_another(
    manager: Visitor, server: Cluster, keys: Path
) -> None:
    conninfo = server.conninfo(dbname=database(manager))
    with (
        Ledger.open(conninfo, key_folder=keys) as ledger,
        TestClient(create_app(ledger=ledger, today=lambda: TODAY), raise_server_exceptions=False) as client,
    ):
        elsewhere = Visitor.arriving(client, ledger, Role.MANAGER)
        for number in range(4):
            name, code = f"Nieuw{number}", f"GM93{number:02}"
            writer, reader = (manager, elsewhere) if number % 2 else (elsewhere, manager)
            assert name not in words(reader.get(LADDER))
            assert reader.get(LADDER).content == reader.get(LADDER).content
            form = writer.get("/gemeenten/nieuw")
            fields = {"opdracht": hidden(form, "opdracht"), "gemeente": code, "naam": name, "dag": "2024-06-03"}
            writer.send("/gemeenten/nieuw", fields)
            assert name in words(reader.get(LADDER))
            assert name in words(writer.get(LADDER))


def database(visitor: Visitor) -> str:
    with visitor.ledger.connection() as connection:
        row = connection.execute("SELECT current_database() AS name").fetchone()
    assert row
    return str(row["name"])
