"""Figures as scripts read them: statements with their sources, what they come to, day by day, and on the ladder."""

from datetime import timedelta
from typing import Any

import pytest

from tests.api.rest.calling import Calling
from tests.api.rest.dossiers import OFFICIAL, Dossier, read

PRESS = {"kind": "press", "reference": "krant van 1 mei"}


@pytest.fixture(scope="module")
def told(shared: Calling) -> Dossier:
    """A municipality with two half years of figures; a newspaper says otherwise."""
    dossier = Dossier(shared, shared.another(2))
    target: dict[str, Any] = {"netTarget": 60, "openingBacklog": 12, "source": OFFICIAL}
    dossier.write("/statements", period="2023-2", reportedOn="2023-12-31", **target, realised=50)
    dossier.write("/statements", period="2024-1", reportedOn="2024-05-31", netTarget=57, realised=20, source=OFFICIAL)
    for day in range(1, 6):
        dossier.write("/statements", period="2024-1", reportedOn=f"2024-04-0{day}", realised=10 + day, source=OFFICIAL)
    dossier.write("/statements", period="2024-1", reportedOn="2024-05-31", realised=25, source=PRESS)
    exchange = {"partner": "GM0610", "persons": -6, "source": OFFICIAL, "happenedOn": "2024-03-01"}
    dossier.write("/target-exchanges", period="2024-1", **exchange)
    return dossier


def test_statements_are_told_with_their_source_and_where_they_disagree(told: Dossier) -> None:
    lines = told.items("/statements", period="2024-1")
    assert [line["realised"] for line in lines] == [11, 12, 13, 14, 15, 20, 25]
    official, press = lines[-2:]
    assert (official["source"], official["official"], official["nature"]) == (OFFICIAL, True, "measured")
    assert (press["source"], press["official"]) == (PRESS, False)
    assert (official["inForce"], official["inForceOfficially"]) == (["netTarget"], ["netTarget", "realised"])
    assert press["inForce"] == ["realised"]
    assert (official["contradicts"], press["contradicts"]) == ([press["entry"]], [official["entry"]])
    (whole,) = told.items("/statements", period="2023-2")
    assert (whole["correctedTarget"], whole["closingBacklog"]) == (72, 22)
    assert whole["derived"] == ["correctedTarget", "closingBacklog"]


def test_figures_are_told_per_period_by_official_sources_and_by_all(told: Dossier) -> None:
    over, running = told.items("/figures")
    assert (over["period"], over["over"], over["official"]["closingBacklog"]["value"]) == ("2023-2", True, 22)
    assert (running["period"], running["firstDay"], running["over"]) == ("2024-1", "2024-01-01", False)
    official, every = running["official"], running["all"]
    opening = official["openingBacklog"]
    assert (opening["value"], opening["derived"], opening["stated"], opening["restsOn"]) == (22, True, None, [3])
    assert (official["realised"]["value"], every["realised"]["value"]) == (20, 25)
    assert official["closingBacklog"] is None
    pace = official["pace"]
    assert (pace["measuredOn"], pace["sharePercentage"]) == ("2024-05-31", 83)
    # 5/6 of 79 is 65.8; 22 and 5/6 of 57, without 20, is 49.5
    assert (pace["expected"], pace["gap"], pace["runningBacklog"], pace["band"]) == (66, 46, 50, "behind")
    assert official["percentage"] == 25
    assert (official["forecast"], every["forecast"]) == (50, 55)  # one person a day, for thirty days more
    assert [each["persons"] for each in running["exchanges"]] == [-6]
    assert told.read("/figures/2024-1") == running


def test_the_series_of_a_period_is_told_day_by_day_with_what_should_have_been(told: Dossier) -> None:
    series = told.read("/figures/2024-1/series")
    assert [(point["day"], point["realised"]) for point in series["points"]][-2:] == [
        ("2024-04-05", 15),
        ("2024-05-31", 20),
    ]
    assert [bend["day"] for bend in series["expected"]][:2] == ["2023-12-31", "2024-01-31"]
    assert [bend["persons"] for bend in series["expected"]] == [0, 13, 26, 40, 53, 66, 79]
    assert told.read("/figures/2024-1/series", counting="all")["points"][-1]["realised"] == 25
    assert told.read("/figures/2019-1/series") == {"period": "2019-1", "points": [], "expected": []}


def test_figures_are_told_as_at_a_day(told: Dossier) -> None:
    (only,) = told.items("/figures", asAt="2024-01-31")
    assert only["period"] == "2023-2"
    assert told.read("/figures/2024-1", asAt="2024-04-03")["official"]["realised"]["value"] == 13
    assert told.ask("/figures/2024-1", asAt="2024-01-31").status_code == 404


@pytest.mark.parametrize("period", ["2024-3", "1989-1", "2201", "x", "2024-1-1"])
def test_what_is_no_period_is_not_found(told: Dossier, period: str) -> None:
    for path in (f"/figures/{period}", f"/figures/{period}/series"):
        assert told.ask(path).status_code == 404
    assert told.ask("/statements", period=period).status_code == 400
    assert told.ask("/causes", period=period).status_code == 400


@pytest.mark.parametrize("period", ["1990-1", "1990", "2200", "2200-2"])
def test_the_first_and_the_last_period_can_be_told(shared: Calling, period: str) -> None:
    dossier = Dossier(shared, shared.another())
    dossier.write("/statements", period=period, reportedOn=None, netTarget=57, source=OFFICIAL)
    assert [each["period"] for each in dossier.items("/figures")] == [period]
    assert dossier.read(f"/figures/{period}/series")["points"] == []


def test_the_ladder_tells_every_municipality_with_its_figures(told: Dossier) -> None:
    ladder = read(told.api, "/ladder", told.position).json()
    line = next(each for each in ladder["items"] if each["code"] == told.code)
    assert (line["name"], line["rung"], line["since"], line["takenOver"]) == ("Vlaardingen", 2, "2019", True)
    assert (line["figures"]["realised"]["value"], line["pace"]["runningBacklog"]) == (20, 50)
    assert [each["period"] for each in line["closings"]][-2:] == ["2023-1", "2023-2"]
    assert (line["lastClosing"]["period"], line["lastClosing"]["backlog"]["value"]) == ("2023-2", 22)
    assert (ladder["day"], ladder["period"], ladder["total"]) == ("2024-06-03", "2024-1", len(ladder["items"]))
    assert sum(count["municipalities"] for count in ladder["counts"]) == ladder["total"]
    assert [count["rung"] for count in ladder["counts"]] == [1, 2, 3, 4, 5, 6]
    assert told.read("")["stands"] == {
        name: value for name, value in line.items() if name not in {"code", "name", "province", "supervisor"}
    }


def test_the_ladder_tells_who_is_in_charge_and_of_one_province_only(shared: Calling) -> None:
    dossier = Dossier(shared, "GM0344")
    opened = shared.post(
        "/municipalities", {"code": "GM0344", "happenedOn": "2024-01-01"}, None, headers=shared.as_everybody
    )
    assert opened.status_code == 201
    person = shared.post("/persons", {"name": "B. de Vries", "kind": "colleague"}).json()["person"]
    dossier.write("/supervisors", supervisor=person, happenedOn="2024-01-02")
    for path in ("/ladder", "/municipalities"):
        (line,) = read(shared, path, dossier.position, province="PV26").json()["items"]
        assert (line["name"], line["supervisor"]["name"]) == ("Utrecht", "B. de Vries")
        assert read(shared, path, dossier.position, province="PV20").json()["total"] == 0


@pytest.fixture(scope="module")
def placed(shared: Calling) -> Dossier:
    """A municipality that was raised, and closed."""
    dossier = Dossier(shared, shared.another())
    decided = {"decidedBy": {"body": "mandated", "mandate": "besluit"}, "grounds": "De achterstand loopt op."}
    dossier.write("/placements", move="raise", toRung=2, happenedOn="2024-03-01", **decided)
    dossier.write("/closings", reason="Opgegaan in een ander.", happenedOn="2024-05-01")
    return dossier


def test_the_history_of_rungs_tells_each_rung_and_the_moment_it_was_applied(placed: Dossier) -> None:
    told = read(placed.api, "/rung-history", placed.position)
    assert (told.headers["Vary"], told.headers["Content-Type"]) == ("Accept", "application/json")
    (history,) = [each for each in told.json()["items"] if each["code"] == placed.code]
    assert [(each["rung"], each["since"], each["endedOn"]) for each in history["rungs"]] == [
        (1, "2020-01-01", "2024-03-01"),
        (2, "2024-03-01", "2024-05-01"),
    ]
    before = read(placed.api, "/rung-history", placed.position, asAt="2019-12-31").json()["items"]
    assert placed.code not in [each["code"] for each in before]


@pytest.mark.parametrize(
    ("accept", "csv"),
    [
        ("text/csv", True),
        ("text/csv, */*;q=0.1", True),
        ("text/*", True),
        ("application/json;q=0.5, text/csv", True),
        ("*/*", False),
        ("text/csv, application/json", False),
        ("text/csv;q=x", False),
        ("image/png", False),
        ("", False),
    ],
)
def test_it_comes_as_a_table_for_who_asks_for_one(placed: Dossier, accept: str, csv: bool) -> None:  # noqa: FBT001 - a case
    answer = placed.api.get("/rung-history", headers={"Accept": accept, "X-Trede-Position": str(placed.position)})
    assert answer.headers["Content-Type"].startswith("text/csv; charset=utf-8") is csv
    if csv:
        header, *lines = answer.text.split("\r\n")
        assert header == "code,name,province,rung,since,endedOn,takenOver,entry"
        assert f"{placed.code},Vlaardingen,,2,2024-03-01,2024-05-01,false,2" in lines


def test_a_municipality_that_is_no_longer_supervised_stands_nowhere_and_stays_readable(placed: Dossier) -> None:
    now = placed.read("")
    assert (now["closed"], now["closedOn"], now["stands"], now["grounds"]) == (True, "2024-05-01", None, None)
    assert placed.read("", asAt="2024-04-30")["stands"]["rung"] == 2
    listed = read(placed.api, "/municipalities", placed.position, limit=200).json()["items"]
    assert placed.code not in [each["code"] for each in listed]


def test_what_was_known_of_the_figures_before_stays_known(shared: Calling) -> None:
    dossier = Dossier(shared, shared.another())
    dossier.write("/statements", period="2024-1", reportedOn="2024-05-31", realised=20, source=OFFICIAL)
    before: dict[str, Any] = {"knownOn": (shared.ledger.head().recorded_at + timedelta(microseconds=1)).isoformat()}
    dossier.write("/statements", period="2024-1", reportedOn="2024-06-01", realised=30, source=OFFICIAL)
    assert dossier.read("/figures/2024-1")["official"]["realised"]["value"] == 30
    assert dossier.read("/figures/2024-1", **before)["official"]["realised"]["value"] == 20
    for known, realised in ((dict[str, Any](), 30), (before, 20)):
        lines = read(shared, "/ladder", dossier.position, **known).json()["items"]
        told = {line["code"]: line["figures"]["realised"] for line in lines}
        assert told[dossier.code]["value"] == realised
