"""Answers that are given again: only while nothing moved that they are made from, and only to who may see them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.app import create_app
from domain.decisions.case import assign_supervisor, open_on_rung, rename_municipality
from domain.events.base import Role
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from domain.values import Classification, PartialDate, PlainText, Rung, Source
from projections.engine.rebuilding import rebuild
from projections.ladder import LADDER as LADDER_MODEL
from projections.models import MODELS
from projections.reading import HIDDEN
from tests.api.rest.calling import CODE, PATIENCE, Calling

LADDER, ONE = "/ladder", f"/municipalities/{CODE}"
WHY = "Vertrouwelijk besproken met de wethouder."


@pytest.fixture
def placed(api: Calling) -> Calling:
    """A municipality on a rung that was taken over, for a reason that not everybody may read, with a supervisor."""
    since, source = PartialDate.of("2019"), Source(reference="de oude lijst")
    history = PlainText(text=WHY, classification=Classification.CONFIDENTIAL)
    api.record(open_on_rung, name="Vlaardingen", rung=Rung(3), since=since, source=source, known_history=history)
    api.record(assign_supervisor, supervisor=api.persons[Role.SUPERVISOR])
    return caught_up(api)


def caught_up(api: Calling) -> Calling:
    """The same, when the read models show all that is recorded."""
    assert api.running.projector.wait_for(api.ledger.head().position, PATIENCE)
    return api


def tampered(admin: psycopg.Connection, names: Names, name: str) -> None:
    """Somebody changes a read model behind its back, so that it shows whether an answer was made anew."""
    view = psycopg.sql.Identifier(names.read, f"{LADDER_MODEL.called}_cases")
    admin.execute(psycopg.sql.SQL("UPDATE {} SET name = %s").format(view), [name])


def told(api: Calling, path: str = ONE, by: Role = Role.SUPERVISOR, **more: Any) -> Any:  # noqa: ANN401 - whatever JSON says
    answer = api.get(path, by, **more)
    assert answer.status_code == HTTPStatus.OK, answer.text
    return answer.json()


def name_of(api: Calling, **more: Any) -> str:  # noqa: ANN401 - as httpx takes it
    """The name of the municipality, as the ladder and its own answer tell alike."""
    (line,) = told(api, LADDER, **more)["items"]
    assert told(api, **more)["name"] == line["name"]
    return str(line["name"])


def test_an_answer_is_given_again_while_nothing_moves(placed: Calling, admin: psycopg.Connection, names: Names) -> None:
    first: list[Response] = [placed.get(path) for path in (LADDER, ONE)]
    tampered(admin, names, "Anders")
    again: list[Response] = [placed.get(path) for path in (LADDER, ONE)]
    assert [each.content for each in again] == [each.content for each in first]
    assert [each.headers for each in again] == [each.headers for each in first]
    assert again[1].headers["etag"] == '"3"'


def test_what_is_recorded_about_whomever_shows_in_the_next_answer(
    placed: Calling, admin: psycopg.Connection, names: Names
) -> None:
    assert name_of(placed) == "Vlaardingen"
    tampered(admin, names, "Anders")
    placed.another()
    assert {line["name"] for line in told(caught_up(placed), LADDER)["items"]} == {"Anders", "Vlaardingen"}


def test_a_read_that_bears_the_position_of_a_write_never_gets_an_older_answer(placed: Calling) -> None:
    for number in range(5):
        assert name_of(placed) == (f"Naam {number - 1}" if number else "Vlaardingen")
        written = placed.post(f"{ONE}/names", {"name": f"Naam {number}", "happenedOn": "2024-06-03"}, Role.MANAGER)
        assert written.status_code == HTTPStatus.CREATED, written.text
        position = {"X-Trede-Position": written.headers["X-Trede-Position"]}
        assert name_of(placed, headers=position) == f"Naam {number}"


def test_two_processes_show_what_either_recorded(
    placed: Calling, conninfo: str, names: Names, key_folder: Path
) -> None:
    with Ledger.open(conninfo, names, key_folder=key_folder) as ledger, serving(ledger, placed.today) as client:
        other = Calling(client, ledger, placed.today, placed.persons, placed.tokens, placed.everybody)
        for number in range(5):
            writer, reader = (placed, other) if number % 2 else (other, placed)
            assert name_of(reader) == name_of(writer)
            writer.record(rename_municipality, name=f"Naam {number}")
            caught_up(writer)
            assert name_of(reader) == name_of(writer) == f"Naam {number}"


def test_nobody_is_given_an_answer_that_was_made_for_other_rights(placed: Calling) -> None:
    expected = {Role.SUPERVISOR: WHY, Role.REPORTING: HIDDEN, Role.AUDITOR: WHY, Role.ADMINISTRATOR: HIDDEN}
    for _ in range(2):
        assert {role: told(placed, by=role)["grounds"] for role in expected} == expected


def test_who_is_let_in_no_more_gets_no_kept_answer_either(placed: Calling) -> None:
    assert name_of(placed) == "Vlaardingen"
    (token,) = (each for each in placed.running.tokens.all() if each.label == "tests of the supervisor")
    placed.running.tokens.revoke(token.id, today=placed.today)
    assert [placed.get(path).status_code for path in (LADDER, ONE)] == [HTTPStatus.UNAUTHORIZED] * 2
    assert placed.get(LADDER, None).status_code == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize("kind", ["text", "person"])
def test_what_was_erased_is_gone_from_the_next_answer(
    placed: Calling, admin: psycopg.Connection, names: Names, kind: str
) -> None:
    before = told(placed)
    assert (before["grounds"], before["supervisor"]["name"]) == (WHY, "de supervisor")
    erased = "UPDATE {} SET wrapped = NULL, destroyed_at = now() WHERE kind = %s"
    admin.execute(psycopg.sql.SQL(erased).format(psycopg.sql.Identifier(names.keys, "keys")), [kind])
    after = told(placed)
    assert WHY not in (after["grounds"] if kind == "text" else "")
    assert (after["supervisor"]["name"] == before["supervisor"]["name"]) == (kind == "text")


def test_a_new_day_is_a_new_ladder(ledger: Ledger, today: date) -> None:
    now = [today]
    with TestClient(create_app(ledger=ledger, today=lambda: now[0])) as client:
        api = Calling.by_every_role(client, ledger, today)
        api.opened()
        caught_up(api)
        days = told(api)["stands"]["days"]
        now[0] += timedelta(days=1)
        assert told(api)["day"] == told(api, LADDER)["day"] == now[0].isoformat()
        assert told(api)["stands"]["days"] == days + 1


def test_read_models_that_were_built_anew_are_shown(placed: Calling, admin: psycopg.Connection, names: Names) -> None:
    tampered(admin, names, "Anders")
    assert name_of(placed) == "Anders"
    rebuild(placed.ledger, MODELS)
    assert name_of(placed) == "Vlaardingen"


def test_another_question_gets_another_answer_and_a_refusal_is_not_kept(placed: Calling) -> None:
    assert len(told(placed, LADDER, params={"province": "PV99"})["items"]) == 0
    assert len(told(placed, LADDER)["items"]) == 1
    assert told(placed, params={"asAt": "2024-01-01"})["day"] == "2024-01-01"
    kept = placed.running.kept.size
    for path, params in ((LADDER, {"provnce": "PV28"}), ("/municipalities/GM9999", {}), (LADDER, {"asAt": "1"})):
        assert placed.get(path, params=params).status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
    for position in ("x", "999999", "9" * 5_000):
        assert placed.get(ONE, headers={"X-Trede-Position": position}).status_code == HTTPStatus.BAD_REQUEST
    assert placed.running.kept.size == kept


def test_who_takes_it_packed_gets_the_same_answer_packed(placed: Calling) -> None:
    for _ in range(3):
        placed.another()
    caught_up(placed)
    plain = placed.get(LADDER, headers={"Accept-Encoding": "identity"})
    assert plain.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in plain.headers
    for _ in range(2):
        packed = placed.get(LADDER, headers={"Accept-Encoding": "gzip, br"})
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "Accept-Encoding"
        assert packed.content == plain.content
        assert int(packed.headers["content-length"]) < len(plain.content)


@contextmanager
def serving(ledger: Ledger, today: date) -> Iterator[TestClient]:
    """Another process of the same record: an application of its own, with a record and answers of its own."""
    with TestClient(create_app(ledger=ledger, today=lambda: today), raise_server_exceptions=False) as client:
        yield client
