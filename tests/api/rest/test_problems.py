"""Everything that goes wrong is told as a problem: which rule, from which source, at which place, in Dutch."""

import json
from typing import Any

import pytest
from eventsourcing.persistence import InterfaceError, OperationalError
from httpx import Response

import domain.ledger.application  # every refusal that the program can give is known once this is imported
from api.rest.problems import FAILURES, MEDIA_TYPE, REFUSALS, STATUSES
from domain.events.base import Role
from domain.ledger.appending import OutcomeUnknownError
from domain.ledger.application import BusyError
from domain.refusals import POLICY, Refusal
from projections.engine.known import NotBuiltError
from projections.engine.runner import StaleError
from tests.api.failing import failing
from tests.api.rest.calling import Calling
from tests.api.rest.test_commands import PLACEMENT

CAUSES = "/municipalities/GM0622/causes"


def problem(answer: Response, status: int) -> dict[str, Any]:
    """The problem in an answer, which is one in every respect."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == MEDIA_TYPE
    assert answer.headers["Cache-Control"] == "no-store"
    told: dict[str, Any] = answer.json()
    assert told["status"] == status
    assert told["type"] == "urn:trede:problem:" + told["title"].lower().replace(" ", "-")
    assert told["detail"].endswith((".", "?", "…", ")"))
    return told


@pytest.mark.parametrize("kind", Refusal.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_status(kind: type[Refusal]) -> None:
    assert 400 <= REFUSALS[kind] < 500
    assert REFUSALS[kind] in STATUSES


def test_no_status_is_there_for_a_refusal_that_nobody_gives() -> None:
    assert domain.ledger.application
    assert set(REFUSALS) == set(Refusal.__subclasses__())


def test_a_refusal_tells_its_rule_the_source_of_it_and_what_it_was_judged_on(shared: Calling) -> None:
    code = shared.another()
    told = problem(shared.post_in(code, "/placements", PLACEMENT | {"toRung": 3}, Role.MANAGER, seen=1), 422)
    assert told["title"] == "Rung skipped"
    assert told["rule"] == "RungSkipped"
    assert told["source"] == POLICY
    assert told["data"] == {"from_rung": 1, "to_rung": 3}
    assert told["detail"].startswith("Na trede 1 komt één trede hoger, niet trede 3.")


def test_days_and_periods_in_a_refusal_are_written_as_bodies_write_them(shared: Calling) -> None:
    statement = {"period": "2024-1", "reportedOn": "2024-05-31", "source": {}}
    told = problem(shared.post_in(shared.another(), "/statements", statement), 422)
    assert told["data"] == {"period": "2024-1"}
    due = {"what": "iets", "due": "2024-06-01"}
    told = problem(shared.post_in(shared.another(), "/agreements", due), 422)
    assert told["data"] == {"what": "due day", "day": "2024-06-01", "bound": "2024-06-03"}


def test_an_unknown_municipality_is_not_found(shared: Calling) -> None:
    assert problem(shared.post_in("GM0001", "/causes", {"kind": "political"}), 404)["rule"] == "UnknownMunicipality"
    assert problem(shared.get("/municipalities/GM0001/causes"), 404)["rule"] == "UnknownMunicipality"


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({"kind": "x"}, "#/kind", "kind: moet een van deze zijn"),
        ({}, "#/kind", "kind: ontbreekt."),
        ({"kind": "political", "knd": 1}, "#/knd", "knd: wordt niet herkend (nu: '1')."),
        ({"kind": "political", "a/b~é": 1}, "#/a~1b~0%C3%A9", "a/b~é: wordt niet herkend"),
        ({"kind": "political", "period": "2024-3"}, "#/period", "period: is geen periode; schrijf 2024-1"),
        ({"kind": "political", "note": " "}, "#/note", "note: mag niet leeg zijn"),
        ({"kind": "political", "note": 1}, "#/note", "note: moet tekst zijn"),
        ({"kind": "political", "happenedOn": "1-6-2024"}, "#/happenedOn", "happenedOn: is geen dag, maand of jaar"),
        ({"kind": "political", "happenedOn": "0024-06-01"}, "#/happenedOn", "happenedOn: is geen dag, maand of jaar"),
        ([], "#", "De inhoud: moet een object zijn"),
        ("tekst", "#", "De inhoud: moet een object zijn"),
    ],
)
def test_what_is_wrong_in_a_body_is_told_with_its_place(
    shared: Calling, body: object, pointer: str, detail: str
) -> None:
    told = problem(shared.post(CAUSES, body), 422)
    assert told["errors"][0]["pointer"] == pointer
    assert told["errors"][0]["detail"].startswith(detail)
    assert told["errors"][0]["detail"] in told["detail"]


def test_the_place_of_something_in_a_list_has_its_number(shared: Calling) -> None:
    body = {"kind": "progress", "agreements": [{"what": "a", "due": "2024-07-01"}, {"what": "b"}]}
    told = problem(shared.post_in(shared.another(), "/conversations", body), 422)
    assert [error["pointer"] for error in told["errors"]] == ["#/agreements/1/due"]


def test_values_are_taken_for_what_they_are(shared: Calling) -> None:
    code = shared.another()
    for path, body in (
        ("/statements", {"period": "2024-1", "reportedOn": "2024-05-31", "source": {}, "realised": "20"}),
        ("/statements", {"period": "2024-1", "reportedOn": "2024-05-31", "source": {}, "realised": 20.5}),
        ("/statements", {"period": "2024-1", "reportedOn": "2024-05-31", "source": {}, "realised": True}),
        ("/agreements", {"what": "iets", "due": 1719792000}),
        ("/agreements", {"what": "iets", "due": "2024-07-01T00:00:00"}),
        ("/agreements", {"what": "iets", "due": "20240701"}),
        ("/agreements", {"what": "iets", "due": "9999-12-31"}),
        ("/party-connections", {"parties": "ministerie", "subject": "kantoren"}),
    ):
        problem(shared.post_in(code, path, body), 422)
    assert shared.version(code) == 1


@pytest.mark.parametrize("content", [b"{", b"", b"\xff", b'{"kind": "political", "note": "\\ud800"}', b"[" * 100_000])
def test_a_body_that_is_no_json_is_not_read(shared: Calling, content: bytes) -> None:
    answer = shared.post(CAUSES, content=content, headers={"Content-Type": "application/json"})
    assert answer.status_code in {400, 422}
    problem(answer, answer.status_code)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_a_body_of_another_kind_is_refused(shared: Calling, kind: str) -> None:
    answer = shared.post(CAUSES, content=b'{"kind": "political"}', headers={"Content-Type": kind})
    assert "application/json" in problem(answer, 415)["detail"]


def test_a_body_that_is_too_large_is_refused_however_it_comes(shared: Calling) -> None:
    large = b'"' + b"a" * 5_000_000 + b'"'
    headers = {"Content-Type": "application/json"}
    problem(shared.post(CAUSES, content=large, headers=headers), 413)
    problem(shared.post(CAUSES, content=iter([large[:3_000_000], large[3_000_000:]]), headers=headers), 413)


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/municipalities/GM0622/causes/",
        "/municipalities/GM06/causes",
        "/municipalities/gm0622/causes",
        "/persons/x",
        "/event-schemas/x",
        "/municipalities/GM0622/entries/0",
        "/municipalities/GM0622/entries/x",
        "/municipalities/GM0622/entries/99999999999",
    ],
)
def test_what_is_not_there_is_not_found(shared: Calling, path: str) -> None:
    problem(shared.get(path), 404)


def test_a_method_that_cannot_be_is_told_with_those_that_can(shared: Calling) -> None:
    answer = shared.call("PUT", CAUSES, Role.SUPERVISOR)
    problem(answer, 405)
    assert answer.headers["Allow"] == "GET, POST"


@pytest.mark.parametrize("query", ["knwonOn=2024-06-01", "knownOn=2024-06-01&knownOn=2024-06-02"])
def test_a_question_with_a_parameter_that_is_not_known_or_stands_twice_is_not_answered(
    shared: Calling, query: str
) -> None:
    told = problem(shared.get(f"{CAUSES}?{query}"), 400)
    assert told["errors"][0]["query"] in query


def test_what_was_sent_and_is_no_text_does_not_break_the_answer(shared: Calling) -> None:
    answer = shared.get(f"{CAUSES}?kind=%ED%A0%80")
    problem(answer, 400)


def test_a_person_that_is_not_known_is_told_with_its_place(shared: Calling) -> None:
    body = {"kind": "progress", "participants": [{}, {"person": "person-nobody"}]}
    told = problem(shared.post_in(shared.another(), "/conversations", body), 422)
    assert told["errors"][0]["pointer"] == "#/participants/1/person"


@pytest.mark.parametrize(
    "error",
    [
        BusyError("GM0622"),
        OutcomeUnknownError("x"),
        NotBuiltError("ladder"),
        StaleError("at 3"),
        OperationalError("no route to host db.example"),
        InterfaceError("closed"),
    ],
)
def test_what_passes_by_itself_may_be_tried_again(error: Exception) -> None:
    answer = failing(error)
    told = problem(answer, 503)
    assert answer.headers["Retry-After"] == "1"
    assert str(error) not in told["detail"] or len(str(error)) < 2
    assert type(error) in FAILURES


def test_an_error_of_the_program_tells_nothing_of_its_inside() -> None:
    answer = failing(RuntimeError("A. Jansen, wethouder"))
    told = problem(answer, 500)
    assert "Jansen" not in json.dumps(told)
    assert "RuntimeError" not in json.dumps(told)
    assert answer.headers["API-Version"]
