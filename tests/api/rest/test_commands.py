"""Writes as commands: sent again they get their first answer; a change names the version that was seen."""

from datetime import date
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from api.app import create_app
from domain.events.base import Role
from domain.ledger.application import Ledger
from tests.api.rest.calling import Calling

PLACEMENT = {
    "move": "raise",
    "toRung": 2,
    "decidedBy": {"body": "mandated", "mandate": "Mandaatbesluit 2024"},
    "grounds": "De achterstand loopt op.",
}


def noted(api: Calling, code: str, key: object = None, **body: object) -> Response:
    """The answer to a cause that was noted under a key."""
    headers = {} if key is None else {"Idempotency-Key": str(key)}
    return api.post_in(code, "/causes", {"kind": "political"} | body, headers=headers)


def test_a_write_answers_where_its_entries_stand(shared: Calling) -> None:
    code = shared.another()
    answer = noted(shared, code)
    head = shared.ledger.head().position
    assert answer.status_code == 201
    assert answer.json()["position"] == head
    assert answer.json()["entries"] == [{"stream": code, "version": 2, "position": head}]
    assert answer.headers["X-Trede-Position"] == str(head)
    assert answer.headers["ETag"] == '"2"'
    assert "Idempotency-Replayed" not in answer.headers


def test_the_location_of_a_write_is_its_entry(shared: Calling) -> None:
    code = shared.another()
    place = noted(shared, code).headers["Location"].removeprefix("/v1")
    told = shared.get(place).json()
    assert (told["entry"], told["topic"], told["origin"]) == (2, "municipality.cause-noted.v1", "api")


def test_the_same_command_again_gets_its_first_answer_and_records_nothing(shared: Calling) -> None:
    code, key = shared.another(), uuid4()
    first, again = noted(shared, code, key), noted(shared, code, key)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["Idempotency-Replayed"] == "true"
    for header in ("Location", "ETag", "X-Trede-Position"):
        assert first.headers[header] == again.headers[header]
    assert shared.version(code) == 2


def test_ids_made_by_the_server_are_the_same_when_a_command_comes_again(shared: Calling) -> None:
    code, key = shared.another(), {"Idempotency-Key": str(uuid4())}
    body = {"kind": "progress", "agreements": [{"what": str(each), "due": "2024-07-01"} for each in range(2)]}
    first, again = (shared.post_in(code, "/conversations", body, headers=key).json() for _ in range(2))
    assert first == again
    assert len({first["conversation"], *first["agreements"]}) == 3


def test_without_a_key_each_request_is_another_command(shared: Calling) -> None:
    code = shared.another()
    assert noted(shared, code).json()["cause"] != noted(shared, code).json()["cause"]
    assert shared.version(code) == 3


def test_a_key_is_used_for_one_thing_only(shared: Calling) -> None:
    code, key = shared.another(), uuid4()
    noted(shared, code, key)
    other = noted(shared, code, key, kind="other")
    assert other.status_code == 422
    assert other.json()["rule"] == "CommandReused"


def test_a_key_of_somebody_else_is_refused(shared: Calling) -> None:
    code, key = shared.another(), uuid4()
    noted(shared, code, key)
    headers = {"Idempotency-Key": str(key)}
    assert shared.post_in(code, "/causes", {"kind": "political"}, Role.LEGAL, headers=headers).status_code == 422


def test_a_key_that_is_no_uuid_is_not_read(shared: Calling) -> None:
    answer = noted(shared, shared.another(), "een")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["header"] == "Idempotency-Key"


def test_a_command_that_comes_again_after_midnight_is_the_same_command(ledger: Ledger) -> None:
    key = uuid4()
    answers: list[Response] = []
    for day in (3, 4):
        today = date(2024, 6, day)
        with TestClient(create_app(ledger=ledger, today=lambda today=today: today)) as client:  # type: ignore[misc] # mypy does not follow the default of a lambda
            api = Calling.by_every_role(client, ledger, today)
            code = "GM0622" if answers else api.opened()
            answers.append(noted(api, code, key))
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    assert ledger.entries("GM0622")[-1].about.happened_on.value == "2024-06-03"


def test_nothing_new_is_answered_with_200_and_no_entries(shared: Calling) -> None:
    code = shared.another()
    answer = shared.post_in(code, "/names", {"name": "Vlaardingen"}, Role.MANAGER)
    assert answer.status_code == 200
    assert answer.json()["entries"] == []
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/placements",
        "/entries/1/corrections",
        "/entries/1/withdrawals",
        "/plans/plan-1/versions",
        "/plans/plan-1/assessments",
        "/plans/plan-1/rejections",
        "/plans/plan-1/adoptions",
        "/plans/plan-1/closings",
    ],
)
def test_what_changes_something_asks_for_the_version_that_was_seen(shared: Calling, path: str) -> None:
    answer = shared.post(f"/municipalities/GM0001{path}", {}, None, headers=shared.as_everybody)
    assert answer.status_code in {422, 428}
    told = shared.client.get("/v1/openapi.json").json()["paths"]
    (operation,) = [
        way["post"] for at, way in told.items() if at.endswith(path.replace("plan-1", "{plan}").replace("1", "{entry}"))
    ]
    assert "428" in operation["responses"]


def test_without_the_version_that_was_seen_nothing_is_decided(shared: Calling) -> None:
    code = shared.another()
    answer = shared.post_in(code, "/placements", PLACEMENT, Role.MANAGER)
    assert answer.status_code == 428
    assert shared.version(code) == 1


def test_what_somebody_else_changed_meanwhile_is_not_decided_unseen(shared: Calling) -> None:
    code = shared.another()
    assert shared.post_in(code, "/placements", PLACEMENT, Role.MANAGER, seen=1).status_code == 201
    stale = shared.post_in(code, "/placements", PLACEMENT | {"toRung": 3}, Role.MANAGER, seen=1)
    assert stale.status_code == 412
    assert stale.json()["data"] == {"what": "place on the ladder", "seen": 1, "changed_by": 2}
    assert shared.post_in(code, "/placements", PLACEMENT | {"toRung": 3}, Role.MANAGER, seen=2).status_code == 201


def test_facts_that_others_recorded_meanwhile_do_not_stand_in_the_way(shared: Calling) -> None:
    code = shared.another()
    noted(shared, code)
    assert shared.post_in(code, "/placements", PLACEMENT, Role.MANAGER, seen=1).status_code == 201


@pytest.mark.parametrize("seen", ["1", 'W/"1"', "*", '"1", "2"', '"een"', '""', '"-1"', '"12345678901"'])
def test_a_version_is_one_strong_etag(shared: Calling, seen: str) -> None:
    answer = shared.post_in(shared.another(), "/placements", PLACEMENT, Role.MANAGER, headers={"If-Match": seen})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["header"] == "If-Match"


def test_a_version_that_was_never_there_was_never_seen(shared: Calling) -> None:
    answer = shared.post_in(shared.another(), "/placements", PLACEMENT, Role.MANAGER, seen=99)
    assert answer.status_code == 412


@pytest.mark.parametrize(
    ("given", "told"), [({}, "2024-06-03"), ({"happenedOn": "2024-05"}, "2024-05"), ({"happenedOn": None}, None)]
)
def test_a_fact_happened_today_unless_something_else_is_said(
    shared: Calling, given: dict[str, object], told: str | None
) -> None:
    code = shared.another()
    noted(shared, code, **given)
    assert shared.ledger.entries(code)[-1].about.happened_on.value == told


def test_an_id_that_a_caller_chose_is_kept(shared: Calling) -> None:
    code = shared.another()
    assert noted(shared, code, cause="cause-2024.17_a").json()["cause"] == "cause-2024.17_a"
    assert noted(shared, code, cause="cause-2024.17_a").status_code == 409


@pytest.mark.parametrize("chosen", ["plan-1", "cause-", "cause-/", "cause-a\u0000", "cause-" + "a" * 101, ""])
def test_an_id_bears_the_name_of_its_kind_and_fits_in_an_address(shared: Calling, chosen: str) -> None:
    assert noted(shared, shared.another(), cause=chosen).status_code == 422


def test_a_command_is_grouped_by_its_key(shared: Calling) -> None:
    code, key = shared.another(), uuid4()
    noted(shared, code, key)
    assert UUID(shared.ledger.entries(code)[-1].about.correlation) == key
