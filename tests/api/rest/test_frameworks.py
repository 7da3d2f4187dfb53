"""What the API tells of frameworks."""

from datetime import date
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from domain.decisions.figures import report_figures
from domain.events.base import Role
from domain.ledger.application import Ledger
from domain.values import Period, Source, SourceKind
from tests.api.rest.calling import CODE, PATIENCE, Calling
from tests.domain.frameworks import NEWEST, changed
from tests.ledger.asking import asked


def test_it_lists_the_frameworks_with_the_one_that_is_in_force(shared: Calling) -> None:
    told = shared.get("/frameworks", Role.REPORTING).json()
    assert (told["total"], told["next"]) == (4, None)
    in_force = {f"{each['name']} {each['version']}": each["inForce"] for each in told["items"]}
    assert in_force == {
        "beginselplicht 2024": False,
        "zuid-holland 2012": False,
        "zuid-holland 2020": False,
        "zuid-holland 2024": True,
    }
    then = shared.get("/frameworks?asAt=2019-12-31").json()["items"]
    assert [each["version"] for each in then if each["inForce"]] == ["2012"]
    assert not any(each["inForce"] for each in shared.get("/frameworks?asAt=2011-12-31").json()["items"])


def test_it_tells_what_stands_in_a_framework_and_since_when_it_is_used(shared: Calling) -> None:
    told = shared.get("/frameworks/zuid-holland/2024").json()
    assert (told["validFrom"], told["validUntil"], told["verified"]) == ("2024-01-01", None, False)
    assert (told["whence"], told["usedSince"], told["rule"]) == ("shipped", None, "trend-based")
    percent = next(each for each in told["parameters"] if each["name"] == "percent")
    assert (percent["value"], percent["unit"], percent["standing"]) == (
        10,
        "percent",
        "set by the province, not published",
    )
    assert {each["name"] for each in told["clauses"]} == NEWEST.clauses.keys()
    assert told["mandates"][1] == {"rungs": [4, 5, 6], "body": "GS", "mandate": None, "role": "executive-secretary"}
    assert (told["content"], told["sha256"]) == (NEWEST.content, NEWEST.ref.sha256)
    shared.running.frameworks.adopt(shared.ledger, NEWEST, asked())
    assert shared.get("/frameworks/zuid-holland/2024").json()["usedSince"] == "2024-06-03"


def test_the_steps_of_the_size_based_rule_are_told(shared: Calling) -> None:
    steps = shared.get("/frameworks/zuid-holland/2020").json()["size"]
    assert [(each["abovePercent"], each["rung"]) for each in steps] == [(0, 2), (25, 3), (50, 4), (100, 5)]


def test_one_that_is_not_there_is_not_found(shared: Calling) -> None:
    answer = shared.get("/frameworks/zuid-holland/1999")
    assert (answer.status_code, answer.json()["detail"]) == (404, "Er is geen beleidskader 'zuid-holland 1999'.")
    assert shared.get("/frameworks/Zuid/2024").status_code == 404


def test_figures_are_read_as_the_framework_of_the_province_says(ledger: Ledger, today: date, tmp_path: Path) -> None:
    """On 3 June 85 of 100 are expected. COA says 99, the municipality 40: too few by 45, which is within the border."""
    ours = ('"zuid-holland"', '"ons-kader"'), ('["COA", "ministry"]', '["municipality"]'), ("value = 10", "value = 50")
    (tmp_path / "ons-kader.toml").write_text(changed(*ours))
    bands: list[str] = []
    for settings in (Settings(), Settings(frameworks=tmp_path, framework="ons-kader")):
        with TestClient(create_app(settings, ledger=ledger, today=lambda: today)) as client:
            calling = Calling.by_every_role(client, ledger, today)
            if not bands:
                calling.opened()
                told: dict[str, Any] = {"period": Period(2024, 1), "net_target": 100, "opening_backlog": 0}
                for kind, realised in ((SourceKind.COA, 99), (SourceKind.MUNICIPALITY, 40)):
                    source = Source(kind=kind, reference="lijst")
                    calling.record(report_figures, on=today, source=source, realised=realised, **told)
            assert calling.running.projector.wait_for(ledger.head().position, PATIENCE)
            figures = calling.get(f"/municipalities/{CODE}/figures/2024-1").json()["official"]
            (line,) = calling.get("/ladder").json()["items"]
            assert line["pace"]["band"] == figures["pace"]["band"]
            bands.append(figures["pace"]["band"])
    assert bands == ["on-schedule", "somewhat-behind"]
