"""What if, by the API: the question and its errors, and an answer that records nothing."""

from typing import Any

import pytest

from domain.decisions.figures import report_figures
from domain.events.base import Role
from domain.values import Period, Source, SourceKind
from tests.api.rest.calling import Calling
from tests.domain.frameworks import NEWEST, changed

COA = Source(kind=SourceKind.COA, reference="COA")
BEFORE, LAST = Period(2023, 1), Period(2023, 2)
"""The last half years that are over on the day of these tests."""
KNOWN = {"name": "zuid-holland", "version": "2024"}


@pytest.fixture(scope="module")
def province(shared: Calling) -> list[str]:
    """A municipality that grows, and one that goes down by 15 percent."""
    codes = [shared.another(), shared.another()]
    for code, backlogs in zip(codes, ((0, 10, 20), (100, 85, 72)), strict=True):
        for period, opening, closing in zip((BEFORE, LAST), backlogs, backlogs[1:], strict=False):
            numbers = {"opening_backlog": opening, "closing_backlog": closing}
            shared.record(report_figures, code, period.last_day, period=period, source=COA, **numbers)
    assert shared.running.projector.wait_for(shared.ledger.head().position, 60)
    return codes


def simulated(shared: Calling, query: str = "", by: Role = Role.REPORTING, **body: Any) -> Any:  # noqa: ANN401 - whatever JSON says
    answer = shared.post(f"/simulations{query}", {"framework": KNOWN, "from": str(BEFORE), **body}, by)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_it_answers_in_words_and_in_numbers(shared: Calling, province: list[str]) -> None:
    told = simulated(shared, set={"percent": 20})
    assert told["notice"] == "Doorrekening, geen besluit: er wordt niets vastgelegd."
    assert told["answer"] == (
        "Met een zichtbare daling van 20% in plaats van 10% zouden nu 2 gemeenten op een andere trede staan."
    )
    assert told["framework"] == {**KNOWN, "sha256": NEWEST.ref.sha256}
    before, last = told["periods"]
    assert (before["comparedOn"], last["comparedOn"]) == ("2023-08-11", "2024-06-03")
    assert last["counts"][0] == {"rung": 1, "recorded": 2, "simulated": 0}
    assert (last["differing"], last["undetermined"], last["decisions"], last["departures"]) == (2, 0, 0, 0)
    grows, goes_down = told["items"]
    assert ([grows["code"], goes_down["code"]], grows["byTheChange"], goes_down["byTheChange"]) == (
        province,
        False,
        True,
    )
    assert goes_down["stands"][0]["verdictSentence"].endswith("nodig was ten minste 20.")
    assert grows["differsSince"] == str(BEFORE)
    assert grows["stands"][1]["advice"]["rung"] == 3


def test_the_framework_can_be_the_text_of_a_file(shared: Calling, province: list[str]) -> None:
    assert province
    toml = changed(('name = "zuid-holland"', 'name = "eigen"'))
    told = simulated(shared, framework={"toml": toml})
    assert (told["framework"]["name"], told["changes"]) == ("eigen", [])
    assert told["items"][0]["byTheChange"] is None


def test_a_name_without_a_version_is_the_latest_of_it(shared: Calling) -> None:
    assert simulated(shared, framework={"name": "zuid-holland"})["framework"]["version"] == "2024"


def test_it_is_told_as_it_was_known_and_as_at_a_day(shared: Calling, province: list[str]) -> None:
    assert province
    assert [each["period"] for each in simulated(shared, "?asAt=2023-07-15")["periods"]] == [str(BEFORE)]
    assert simulated(shared, "?knownOn=2010-01-01T00:00:00Z&asAt=2024-01-01")["total"] == 0


def test_nothing_is_recorded(shared: Calling, province: list[str]) -> None:
    assert province
    before = shared.ledger.head()
    simulated(shared, set={"percent": 20})
    assert shared.ledger.head() == before


def test_whoever_reads_may_ask(shared: Calling) -> None:
    assert simulated(shared, by=Role.AUDITOR)["notice"]
    assert shared.post("/simulations", {"framework": KNOWN}, None).status_code == 401


@pytest.mark.parametrize(
    ("body", "pointer", "detail"),
    [
        ({"set": {"percent": 300}}, "#/set/percent", "percent: 300% kan niet. Kies 0 t/m 100%."),
        ({"set": {"a/b": 1}}, "#/set/a~1b", "'a/b' is geen parameter of termijn van zuid-holland 2024."),
        ({"framework": {"name": "x"}}, "#/framework", "'x' is geen bekend beleidskader."),
        ({"framework": {}}, "#/framework", "framework: noem een naam, of geef de tekst van een bestand"),
        ({"framework": {"name": "x", "toml": "y"}}, "#/framework", "framework: noem een naam, of geef de tekst"),
        ({"framework": {"toml": "name ="}}, "#/framework", "Dit bestand is geen beleidskader dat Trede kan gebruiken."),
        ({"framework": {**KNOWN, "version": "2012"}}, "#/framework", "zuid-holland 2012 geeft geen advies"),
        ({"from": "2030-1"}, "#/from", "2030-1 is nog niet voorbij."),
        ({"from": "2022"}, "#/from", "2022 is een heel jaar"),
        ({"from": "later"}, "#/from", "from: is geen periode"),
        ({"set": {"percent": "20"}}, "#/set/percent", "set.percent: moet een heel getal zijn"),
        ({"nog": 1}, "#/nog", "nog: wordt niet herkend"),
    ],
)
def test_what_cannot_be_simulated_is_told_with_its_place(
    shared: Calling, body: dict[str, Any], pointer: str, detail: str
) -> None:
    answer = shared.post("/simulations", {"framework": KNOWN, **body}, Role.REPORTING)
    assert answer.status_code == 422, answer.text
    (error,) = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert error["detail"].startswith(detail)
