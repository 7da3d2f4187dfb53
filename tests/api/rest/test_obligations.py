"""Obligations by the API: of one municipality and of all, by filter, in pages, as a table, as known and as at a day."""

import csv
from io import StringIO

import pytest

from tests.api.rest.calling import Calling
from tests.api.rest.dossiers import Dossier, read

TODAY = "2024-06-03"


@pytest.fixture(scope="module")
def told(shared: Calling) -> Dossier:
    """A municipality on rung 2, of which information was asked and with which somebody spoke in spring."""
    dossier = Dossier(shared, shared.another(rung=2))
    talk = {"happenedOn": "2024-03-04", "kind": "progress", "summary": "de voortgang"}
    dossier.write("/conversations", **talk)
    asked = {"happenedOn": "2024-05-01", "what": "welke woningen vrijkomen", "due": "2024-05-25"}  # a Saturday
    dossier.write("/information-requests", **asked)
    return dossier


def test_what_still_has_to_happen_is_told_with_its_day_and_what_that_rests_on(told: Dossier) -> None:
    found = told.items("/obligations", dueUntil="2024-06-30")
    (late,) = (each for each in found if each["kind"] == "information")
    others = [each for each in found if each != late]
    assert (late["kind"], late["state"], late["owedBy"]) == ("information", "overdue", "municipality")
    assert (late["municipality"], late["rung"], late["arisesOn"]) == (told.code, 2, "2024-05-01")
    due = late["due"]
    assert (due["day"], due["plainEnd"]) == ("2024-05-25", "2024-05-25")
    assert due["basis"] == "zaterdag 25 mei 2024, de dag genoemd in het verzoek om informatie van 1 mei 2024"
    assert due["warnings"] == ["zaterdag 25 mei 2024 is geen werkdag; de termijn verschuift niet"]
    assert all(each["state"] in {"overdue", "due-soon", "open"} for each in others)
    days = [each["due"]["day"] for each in others if each["state"] != "overdue"]
    assert days == sorted(days)


def test_obligations_are_found_by_kind_side_state_rung_and_day(told: Dossier) -> None:
    def kinds(**query: object) -> list[str]:
        return [each["kind"] for each in told.items("/obligations", **query)]

    assert kinds(kind="information") == ["information"]
    assert kinds(owedBy="municipality") == ["information"]
    (missed,) = told.items("/obligations", kind="supervisory-contact")
    assert (missed["subject"], missed["state"]) == ("2023-2", "overdue")
    (fulfilled,) = told.items("/obligations", kind="supervisory-contact", state="fulfilled")
    assert (fulfilled["subject"], fulfilled["fulfilledOn"], fulfilled["fulfilledBy"]) == ("2024-1", "2024-03-04", 3)
    assert kinds(state="overdue", dueUntil="2024-05-24", kind="information") == []
    assert kinds(rung=3) == []
    assert kinds(supervisor="person-nobody") == []
    assert len(kinds(state="all", limit=200)) > len(kinds(limit=200))
    assert told.ask("/obligations", state="late").status_code == 400
    assert told.ask("/obligations", kind="tea").status_code == 400


def test_they_are_told_as_known_and_as_at_a_day(told: Dossier) -> None:
    (asked,) = told.items("/obligations", kind="information", asAt="2024-05-02")
    assert asked["state"] == "open"
    assert told.items("/obligations", kind="information", asAt="2024-04-30") == []
    assert told.ask("/obligations", knownOn="2020-01-01").status_code == 404


def test_those_of_all_municipalities_come_in_pages_and_as_a_table(shared: Calling, told: Dossier) -> None:
    other = Dossier(shared, shared.another(rung=3))
    position = shared.ledger.head().position
    first = read(shared, "/obligations", position, limit=3).json()
    found, page = list(first["items"]), first
    while page["next"]:
        page = shared.get(page["next"].removeprefix("/v1")).json()
        found += page["items"]
    assert len(found) == first["total"]
    assert {each["municipality"] for each in found} >= {told.code, other.code}
    late = [each["state"] == "overdue" for each in found]
    assert late == sorted(late, reverse=True)
    headers = {"Accept": "text/csv", "X-Trede-Position": str(position)}
    answer = shared.get("/obligations", headers=headers)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["vary"] == "Accept"
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [(row["municipality"], row["kind"], row["subject"]) for row in rows] == [
        (each["municipality"], each["kind"], each["subject"]) for each in found
    ]


def test_nothing_is_told_of_a_municipality_that_is_not_there(shared: Calling) -> None:
    assert shared.get("/municipalities/GM8888/obligations").status_code == 404
