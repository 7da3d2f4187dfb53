"""Reads: which knowledge, as at which day, in pages, with the headers that every answer bears."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.app import create_app
from api.rest.headers import VERSION
from domain.decisions.causes import note_cause
from domain.events.base import Role
from domain.events.causes import CauseKind
from domain.ledger.application import Ledger
from domain.values import CauseId, Classification, PlainText
from projections.engine.bookkeeping import Bookkeeping
from projections.engine.bookkeeping import Role as Task
from projections.engine.runner import Projector
from projections.models import MODELS
from projections.reading import HIDDEN
from tests.api.rest.calling import LONG_AGO, Calling


def noted(api: Calling, code: str, *causes: str, **more: Any) -> int:  # noqa: ANN401 - as the decision takes it
    """Causes that went before; the position of the last one."""
    positions = [
        api.record(note_cause, code, cause=CauseId(f"cause-{cause}"), kind=CauseKind.OTHER, **more).position
        for cause in causes
    ]
    return positions[-1]


def causes(api: Calling, code: str, at: int, by: Role = Role.SUPERVISOR, **query: Any) -> Response:  # noqa: ANN401 - as httpx takes it
    """The answer about the causes of a municipality, once the read models are at a position."""
    path = f"/municipalities/{code}/causes"
    return api.get(path, by, params=query, headers={"X-Trede-Position": str(at)})


def ids(answer: Response) -> list[str]:
    """The ids of the causes in an answer."""
    return [each["cause"].removeprefix("cause-") for each in answer.json()["items"]]


def test_a_read_that_bears_the_position_of_a_write_shows_that_write(shared: Calling) -> None:
    code = shared.another()
    for _ in range(10):
        written = shared.post_in(code, "/causes", {"kind": "political"})
        answer = causes(shared, code, int(written.headers["X-Trede-Position"]))
        assert written.json()["cause"] in [each["cause"] for each in answer.json()["items"]]


def test_a_position_that_the_record_has_not_reached_is_told_at_once(shared: Calling) -> None:
    answer = causes(shared, shared.another(), 10**9)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["header"] == "X-Trede-Position"


@contextmanager
def held_up(ledger: Ledger) -> Iterator[None]:
    """Read models that another process was elected for, which does nothing."""
    Projector(ledger, MODELS).catch_up()
    with ledger.session() as session:
        books = Bookkeeping(session, ledger.names)
        assert all(books.elect(model.name, model.version, Task.KEEP_UP) for model in MODELS)
        yield


def test_a_read_that_would_wait_too_long_may_be_tried_again(ledger: Ledger, api: Calling) -> None:
    code = api.opened()
    app = create_app(ledger=ledger, today=lambda: api.today)
    api.client.__exit__(None, None, None)
    with held_up(ledger), TestClient(app) as client:
        behind = Calling(client, ledger, api.today, api.persons, api.tokens, api.everybody)
        begun = datetime.now(UTC)
        bears = {"X-Trede-Position": str(noted(behind, code, "1"))}
        answer = behind.call("GET", f"/municipalities/{code}/causes", Role.SUPERVISOR, headers=bears)
        assert datetime.now(UTC) - begun > timedelta(seconds=0.9)
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "1"
        assert causes(behind, code, 0).json()["total"] == 0
    api.client.__enter__()


def test_a_read_tells_what_was_known_at_a_moment(shared: Calling) -> None:
    code = shared.another()
    noted(shared, code, "a")
    between = shared.ledger.head().recorded_at + timedelta(microseconds=1)
    position = noted(shared, code, "b")
    assert ids(causes(shared, code, position)) == ["b", "a"]
    assert ids(causes(shared, code, position, knownOn=between.isoformat())) == ["a"]
    assert causes(shared, code, position, knownOn="2019-12-31").status_code == 404


def test_a_read_tells_what_was_true_on_a_day(shared: Calling) -> None:
    code = shared.another()
    position = noted(shared, code, "a", on=LONG_AGO + timedelta(days=9))
    assert ids(causes(shared, code, position, asAt="2020-01-10")) == ["a"]
    assert ids(causes(shared, code, position, asAt="2020-01-09")) == []


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("knownOn", "gisteren"),
        ("knownOn", "2024-06-01T12:00:00"),
        ("knownOn", "2024-6-1"),
        ("knownOn", "20240601"),
        ("knownOn", "2024-W22-6"),
        ("knownOn", "2024-06-31"),
        ("knownOn", "2024-06-01T12:00:00 02:00"),
        ("knownOn", "9999-12-31"),
        ("knownOn", "0001-01-01"),
        ("knownOn", "0001-01-01T00:00:00+14:00"),
        ("asAt", "2024-06"),
        ("asAt", "0"),
        ("asAt", "2024-06-01T00:00:00Z"),
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "x"),
        ("cursor", "x"),
        ("cursor", "bnVsbA"),
        ("cursor", "WzEsIjIwMjQtMDYtMDEiXQ"),
        ("kind", "x"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_told_by_its_name(shared: Calling, query: str, value: str) -> None:
    asked: dict[str, Any] = {query: value}
    answer = causes(shared, shared.another(), 0, **asked)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["query"] == query


def pages(api: Calling, code: str, position: int, **query: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as httpx takes it
    """All pages of the causes of a municipality, each found by the one before."""
    answer = causes(api, code, position, **query)
    while True:
        page: dict[str, Any] = answer.json()
        yield page
        if page["next"] is None:
            return
        answer = api.get(page["next"].removeprefix("/v1"))


def test_a_list_comes_in_pages_with_an_exact_total(shared: Calling) -> None:
    code = shared.another()
    position = noted(shared, code, *"abcdefg")
    found = list(pages(shared, code, position, limit=3))
    assert [len(page["items"]) for page in found] == [3, 3, 1]
    assert {page["total"] for page in found} == {7}
    assert [each["cause"][-1] for page in found for each in page["items"]] == list("gfedcba")


def test_the_next_pages_show_what_was_known_when_the_first_one_was(shared: Calling) -> None:
    code = shared.another()
    position = noted(shared, code, *"abcd")
    found = []
    for page in pages(shared, code, position, limit=2):
        found.append(page)
        noted(shared, code, f"later-{len(found)}")
    assert [each["cause"][-1] for page in found for each in page["items"]] == list("dcba")
    assert {page["total"] for page in found} == {4}


@pytest.mark.parametrize(
    "after", [["a"], ["a", "b", "c"], ["2024-06-01", "GM0622", 3], ["2024-06-01", "\0", "\0"], [[]]]
)
def test_a_cursor_of_another_list_is_told_as_such(shared: Calling, after: list[object]) -> None:
    code = shared.another()
    made = json.dumps([noted(shared, code, "a"), "2024-06-03", *after]).encode()
    answer = causes(shared, code, 0, cursor=base64.urlsafe_b64encode(made).decode())
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["query"] == "cursor"


def test_the_next_page_asks_the_same_question(shared: Calling) -> None:
    code = shared.another()
    shared.record(note_cause, code, cause=CauseId("cause-x"), kind=CauseKind.POLITICAL)
    position = noted(shared, code, *"abc")
    found = list(pages(shared, code, position, limit=1, kind="other"))
    assert [page["total"] for page in found] == [3, 3, 3]
    assert all(one["items"] != next_["items"] for one, next_ in pairwise(found))


def test_confidential_text_is_shown_to_those_who_may_read_it(shared: Calling) -> None:
    code = shared.another()
    note = PlainText(text="Het college is verdeeld.", classification=Classification.CONFIDENTIAL)
    position = noted(shared, code, "a", note=note)
    shown = {role: causes(shared, code, position, role).json()["items"][0]["note"] for role in Role}
    hidden_from = {role for role, told in shown.items() if told == HIDDEN}
    assert hidden_from == {Role.REPORTING, Role.ADMINISTRATOR}
    assert {told for role, told in shown.items() if role not in hidden_from} == {note.text}


def test_every_answer_bears_the_version_and_is_kept_by_nobody(shared: Calling) -> None:
    for path in ("/event-schemas", "/nowhere", "/openapi.json"):
        headers = shared.get(path).headers
        assert headers["API-Version"] == VERSION
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


def test_only_the_document_is_for_every_site_and_for_everybody(shared: Calling) -> None:
    document = shared.get("/openapi.json", by=None)
    assert document.status_code == 200
    assert document.headers["Access-Control-Allow-Origin"] == "*"
    assert document.json()["openapi"].startswith("3.1")
    assert "Access-Control-Allow-Origin" not in shared.get("/event-schemas").headers


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/v1/docs"])
def test_no_page_is_served_that_fetches_scripts_from_elsewhere(shared: Calling, path: str) -> None:
    assert shared.client.get(path).status_code == 404
