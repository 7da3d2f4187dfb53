"""What the API tells of figures that come in by themselves."""

from datetime import UTC, date, datetime

from api.store.arrivals import Arrivals, Result, Told, Way
from domain.events.base import Role
from domain.values import PartialDate
from tests.api.rest.calling import Calling
from tests.ledger.asking import asked
from tests.ledger.rows import imported, row


def test_it_tells_when_figures_last_came_what_came_of_each_arrival_and_the_alarm(api: Calling) -> None:
    assert api.get("/arrivals").json() == {
        "ways": [],
        "nextAt": None,
        "lastImportedAt": None,
        "alarm": None,
        "arrivals": [],
    }
    day = date(2024, 5, 24)
    request = asked(happened_on=PartialDate.of(day), today=day)
    report = imported(api.ledger, [row(1, day="2024-01-31", realised=3)], request=request)
    arrivals, at = Arrivals(api.running.store, api.ledger), datetime(2024, 5, 24, 5, tzinfo=UTC)
    arrivals.begin(Way.FOLDER, at=at)
    arrivals.add(Way.FOLDER, Result.IMPORTED, at=at, told=Told(file_name="mei.csv"), stream=report.stream)
    arrivals.add(Way.FOLDER, Result.REFUSED, at=at, told=Told(file_name="x.csv", reason="Het bestand is leeg."))
    told = api.get("/arrivals", Role.REPORTING).json()
    assert told["lastImportedAt"]
    assert [(each["result"], each["importId"], each["reason"]) for each in told["arrivals"]] == [
        ("refused", None, "Het bestand is leeg."),
        ("imported", report.stream, None),
    ]
    alarm = told["alarm"]
    assert (alarm["since"], alarm["workingDays"], alarm["never"]) == ("2024-05-24", 5, False)
    assert alarm["sentence"].startswith("Er zijn al 5 werkdagen geen cijfers ingelezen")
    assert len(api.get("/arrivals?limit=1").json()["arrivals"]) == 1
    assert api.get("/arrivals?limit=0").status_code == 400
