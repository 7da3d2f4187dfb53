"""What ``trede status`` tells of figures that come in by themselves."""

from datetime import UTC, datetime
from pathlib import Path

from api.store import Store
from api.store.arrivals import Arrivals, Result, Told, Way
from domain.values import PartialDate
from tests.api.office import Office, days_ago
from tests.ledger.asking import asked
from tests.ledger.rows import imported, row


def test_the_status_tells_when_figures_came_and_raises_the_alarm_without_failing(
    fresh_office: Office, tmp_path: Path
) -> None:
    quiet = fresh_office.here("status")
    assert (quiet.code, "Er zijn nog geen cijfers ingelezen." in quiet.out) == (0, True)
    assert "Let op" not in quiet.out
    day = days_ago(40)
    request = asked(happened_on=PartialDate.of(day), today=day)
    imported(fresh_office.ledger, [row(1, day="2024-01-31", realised=3)], request=request)
    Arrivals(Store.open(fresh_office.ledger), fresh_office.ledger).add(
        Way.ADDRESS, Result.FAILED, at=datetime.now(UTC), told=Told(reason="Op het adres staat geen bestand.")
    )
    given = {"TREDE_FIGURES_FOLDER": str(tmp_path), "TREDE_FIGURES_URL": "https://cijfers.example/?sleutel=geheim"}
    ran = fresh_office.here("status", **given)
    assert ran.code == 0
    assert "Cijfers voor het laatst ingelezen op" in ran.out
    assert "Cijfers komen vanzelf binnen uit de map (elke minuut bekeken) en van cijfers.example" in ran.out
    assert "mislukt. Op het adres staat geen bestand." in ran.out
    assert "Let op: Er zijn al" in ran.out
    told = fresh_office.here("status", "--json", **given).json["figures"]
    assert (told["folder"], told["address"], told["times"]) == (str(tmp_path), "cijfers.example", ["07:00"])
    assert told["alarm"]["since"] == day.isoformat()
    assert "geheim" not in str(told) + ran.out


def test_a_setting_that_is_unsafe_is_told_without_what_was_given(fresh_office: Office) -> None:
    ran = fresh_office.here("status", TREDE_FIGURES_URL="http://cijfers.example/geheim")
    assert ran.code == 2
    assert ran.said.startswith("TREDE_FIGURES_URL: moet met https:// beginnen")
    assert "geheim" not in ran.said
