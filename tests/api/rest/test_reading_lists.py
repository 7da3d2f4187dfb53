"""Lists over all municipalities, search, what is not there, and the log of who read what."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from api.logging import configure
from domain.decisions.case import open_supervision
from domain.decisions.causes import note_cause
from domain.events.base import Role
from domain.events.causes import CauseKind
from domain.values import CauseId
from tests.api.rest.calling import Calling
from tests.api.rest.dossiers import Dossier, read

NAMES = ("'s-Gravenhage", "Aalsmeer", "Élburg", "Zwolle", "aa en Hunze")


@pytest.fixture(scope="module")
def province(shared: Calling) -> int:
    """The municipalities of a province of their own; the position after they were opened."""
    for number, name in enumerate(NAMES):
        shared.record(open_supervision, f"GM010{number}", name=name, province="PV22")
    return shared.ledger.head().position


def listed(api: Calling, path: str, position: int, **query: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - whatever is asked
    """The items of all pages, each found by the one before."""
    page = read(api, path, position, **query).json()
    while True:
        yield from page["items"]
        if page["next"] is None:
            return
        page = api.get(page["next"].removeprefix("/v1")).json()


def test_municipalities_are_listed_in_alphabetical_order_in_pages(shared: Calling, province: int) -> None:
    first = read(shared, "/municipalities", province, province="PV22", limit=2).json()
    assert first["total"] == 5
    found = [each["name"] for each in listed(shared, "/municipalities", province, province="PV22", limit=2)]
    assert found == ["aa en Hunze", "Aalsmeer", "Élburg", "'s-Gravenhage", "Zwolle"]
    assert first["items"][0] == {
        "code": "GM0104",
        "name": "aa en Hunze",
        "province": "PV22",
        "supervisor": None,
        "rung": 1,
        "since": "2020-01-01",
        "days": 1615,
        "entry": 1,
        "lastEntry": 1,
        "takenOver": False,
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "elb"}, ["Élburg"]),
        ({"name": "S-GRAVEN"}, ["'s-Gravenhage"]),
        ({"name": "aa"}, ["aa en Hunze", "Aalsmeer"]),
        ({"name": "x"}, []),
        ({"rung": 2}, []),
        ({"rung": 1, "name": "zw"}, ["Zwolle"]),
        ({"asAt": "2019-12-31"}, []),
    ],
)
def test_municipalities_are_found_by_their_name_and_their_rung(
    shared: Calling, province: int, query: dict[str, Any], names: list[str]
) -> None:
    answer = read(shared, "/municipalities", province, province="PV22", **query).json()
    assert [each["name"] for each in answer["items"]] == names
    assert answer["total"] == len(names)


def test_agreements_and_conversations_of_all_municipalities_are_listed_together(shared: Calling) -> None:
    both = [Dossier(shared, shared.another()) for _ in range(2)]
    for dossier, due in zip(both, ("2023-05-02", "2023-05-01"), strict=True):
        promise = {"agreement": f"agreement-{dossier.code}", "what": "woningen", "due": due}
        dossier.write("/conversations", kind="after-signal", happenedOn="2023-04-01", agreements=[promise])
    position = both[-1].position
    asked: dict[str, Any] = {"outcome": "open", "dueBefore": "2023-05-03", "owedBy": "municipality"}
    found = list(listed(shared, "/agreements", position, limit=1, **asked))
    assert [each["municipality"] for each in found] == [both[1].code, both[0].code]
    assert [each["overdue"] for each in found] == [True, True]
    assert list(listed(shared, "/agreements", position, **asked | {"dueBefore": "2023-05-01"})) == []
    held = listed(shared, "/conversations", position, kind="after-signal", since="2023-04-01", upTo="2023-04-01")
    assert {each["municipality"] for each in held} == {each.code for each in both}
    assert list(listed(shared, "/conversations", position, kind="after-signal", upTo="2023-03-31")) == []


MOST = 300
"""Of how many causes is recorded while pages are turned: all rows of a municipality are told again after each."""


def test_pages_give_everything_exactly_once_while_others_record(shared: Calling) -> None:
    code, begun, stop = shared.another(), Event(), Event()

    def noting() -> None:
        for number in range(MOST):
            shared.record(note_cause, code, cause=CauseId(f"cause-{number}"), kind=CauseKind.OTHER)
            if number > 20:
                begun.set()
            if stop.is_set():
                return

    recording = Thread(target=noting)
    recording.start()
    try:
        assert begun.wait(10)
        for _ in range(5):
            path, seen, totals = f"/municipalities/{code}/causes?limit=8", [], set()
            while path:
                page = shared.get(path).json()
                seen += [each["cause"] for each in page["items"]]
                totals.add(page["total"])
                path = (page["next"] or "").removeprefix("/v1")
            assert Counter(seen) == Counter(f"cause-{number}" for number in range(len(seen)))
            assert totals == {len(seen)}
    finally:
        stop.set()
        recording.join()


def test_entries_are_found_by_the_words_in_them(shared: Calling) -> None:
    dossier = Dossier(shared, shared.another())
    dossier.write("/causes", kind="other", note="De flexwoningen aan de Dijkstraat vertragen.")
    dossier.write("/causes", kind="other", note="De flexwoningen blijven leeg.", classification="confidential")
    found = read(shared, "/search", dossier.position, q="flexwoning dijkstroat").json()
    (hit,) = found["items"]
    assert (hit["municipality"], hit["entry"], hit["likeness"], found["total"]) == (dossier.code, 2, "similar", 1)
    words = [hit["snippet"][mark["start"] : mark["end"]] for mark in hit["marks"]]
    assert words == ["flexwoningen", "Dijkstraat"]
    for query, total in (
        ({"municipality": dossier.code}, 1),
        ({"municipality": "GM0622"}, 0),
        ({"subject": "other"}, 1),
        ({"subject": "plan"}, 0),
        ({"asAt": "2024-06-02"}, 0),
    ):
        asked: dict[str, Any] = query
        assert read(shared, "/search", dossier.position, q="flexwoningen", **asked).json()["total"] == total
    assert shared.get("/search").status_code == 400
    assert shared.get("/search", params={"q": ""}).status_code == 400


READS = (
    "",
    "/history",
    "/entries/1",
    "/statements",
    "/figures",
    "/figures/2024-1",
    "/figures/2024-1/series",
    "/conversations",
    "/agreements",
    "/letters",
    "/information-requests",
    "/plans",
    "/placements",
    "/rungs",
    "/causes",
    "/documents",
)
ITEMS = (
    "/entries/999",
    "/figures/2024-1",
    "/conversations/conversation-x",
    "/agreements/agreement-x",
    "/letters/letter-x",
    "/information-requests/request-x",
    "/plans/plan-x",
    "/causes/cause-x",
    "/agreements/no-agreement",
)


@pytest.mark.parametrize("path", READS)
def test_a_municipality_of_which_nothing_was_known_is_not_found(shared: Calling, path: str) -> None:
    answers = [shared.get(f"/municipalities/{code}{path}") for code in ("GM9999", "GM99", "x")]
    code, before = shared.another(), datetime(2024, 1, 1, tzinfo=UTC) - timedelta(days=1)
    answers.append(shared.get(f"/municipalities/{code}{path}", params={"knownOn": before.isoformat()}))
    assert [answer.status_code for answer in answers] == [404, 404, 404, 404]
    assert answers[0].json()["rule"] == answers[3].json()["rule"] == "UnknownMunicipality"
    assert answers[0].headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ITEMS)
def test_what_is_not_there_is_not_found(shared: Calling, path: str) -> None:
    dossier = Dossier(shared, shared.another(), shared.ledger.head().position)
    assert dossier.ask(path).status_code == 404


@pytest.mark.parametrize("path", ["/ladder", "/rung-history", "/municipalities", "/agreements", "/search?q=plan"])
@pytest.mark.parametrize("day", ["1995-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_can_be_asked_about(shared: Calling, path: str, day: str) -> None:
    for name in ("asAt", "knownOn"):
        answer = shared.get(path, params={name: day} | ({"q": "plan"} if "?" in path else {}))
        assert answer.status_code == 200
    assert shared.get(path, params={"asAt": "1994-12-31"}).status_code == 400


def test_the_reading_of_a_dossier_is_logged_with_who_read_which_one(shared: Calling, tmp_path: Path) -> None:
    code, log = shared.another(), tmp_path / "log"
    configure(log)
    try:
        shared.get(f"/municipalities/{code}", Role.LEGAL)
        shared.get(f"/municipalities/{code}/history", Role.AUDITOR)
        shared.get("/search", params={"q": "geheim"})
    finally:
        configure(None)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["action"], line["object"], line["actor"]) for line in lines[:2]] == [
        ("GET /v1/municipalities/{code}", code, shared.persons[Role.LEGAL]),
        ("GET /v1/municipalities/{code}/history", code, shared.persons[Role.AUDITOR]),
    ]
    assert "geheim" not in log.read_text()
