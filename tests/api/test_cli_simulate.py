"""``trede simulate``: the recorded history under another framework, in words and for scripts. It records nothing."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.clock import today
from api.simulating.asked import MOST
from api.simulating.told import NO_DECISION
from domain.decisions.figures import report_figures
from domain.values import Period, Source, SourceKind
from tests.api.office import Office
from tests.domain.frameworks import NEWEST, changed

COA = Source(kind=SourceKind.COA, reference="COA")
LAST = Period.half_year(today()).previous
BEFORE = LAST.previous


def with_backlogs(office: Office, opening: int, middle: int, closing: int) -> str:
    """A municipality on rung 1 whose backlog went like this in the last two half years that are over."""
    code = office.opened()
    for period, begin, end in ((BEFORE, opening, middle), (LAST, middle, closing)):
        numbers = {"opening_backlog": begin, "closing_backlog": end}
        office.record(report_figures, code, period.last_day, period=period, source=COA, **numbers)
    return code


@pytest.fixture(scope="module")
def province(office: Office) -> list[str]:
    """One municipality that grows, one that goes down by 15 percent, and one without figures."""
    return [with_backlogs(office, 0, 10, 20), with_backlogs(office, 100, 85, 72), office.opened()]


def simulated(office: Office, *options: object) -> list[str]:
    ran = office.here("simulate", *options)
    assert ran.code == 0, ran.said
    return ran.out.splitlines()


def test_the_answer_comes_first_after_that_it_is_no_decision(office: Office, province: list[str]) -> None:
    assert province
    first, framework, _, answer, *_ = simulated(office, "--from", BEFORE, "--set", "percent=20")
    assert first == NO_DECISION
    assert framework.startswith("Beleidskader zuid-holland 2024, op ")
    assert answer == (
        "Met een zichtbare daling van 20% in plaats van 10% zouden nu 2 gemeenten op een andere trede staan."
        " 2 hoger dan is vastgelegd. Die wijziging maakt het verschil bij 1 gemeente;"
        " ook zonder die wijziging staat er 1 anders dan is vastgelegd. Bij 1 gemeente is het advies niet te bepalen."
    )


def test_each_half_year_counts_recorded_beside_simulated(office: Office, province: list[str]) -> None:
    assert province
    lines = simulated(office, "--from", BEFORE)
    (row,) = [line.split() for line in lines if line.startswith(f"{BEFORE} ")]
    assert row == [str(BEFORE), "3→2", "0→1", "0", "0", "0", "0", "1", "0", "0"]
    (row,) = [line.split() for line in lines if line.startswith(f"{LAST} ")]
    assert row == [str(LAST), "3→2", "0", "0→1", "0", "0", "0", "1", "0", "0"]


def test_who_stands_elsewhere_is_told_with_why_and_of_whom_it_cannot_be_determined(
    office: Office, province: list[str]
) -> None:
    text = "\n".join(simulated(office, "--from", BEFORE))
    grows, _, unknown = province
    assert f"Fictie ({grows}): vastgelegd trede 1, doorgerekend trede 3, anders sinds {BEFORE}." in text
    assert (
        f"  {LAST}: De achterstand liep op van 10 naar 20 personen (+10). Er is geen zichtbare verbetertrend." in text
    )
    assert "  Opschalen naar trede 3: de achterstand groeit. Volgens het beleid moet dit." in text
    assert f"Advies niet te bepalen na {LAST}" in text
    assert unknown not in text.split("Waar deze doorrekening van uitgaat")[1]


def test_a_script_gets_every_half_year_and_who_differs_in_any(office: Office, province: list[str]) -> None:
    told = office.here("simulate", "--from", BEFORE, "--set", "percent=20", "--json").json
    assert (told["notice"], told["framework"]["name"], told["total"]) == (NO_DECISION, "zuid-holland", 3)
    assert told["changes"] == [
        {"name": "percent", "unit": "percent", "frameworkValue": 10, "value": 20, "matters": True}
    ]
    assert [each["period"] for each in told["periods"]] == [str(BEFORE), str(LAST)]
    items = {each["code"]: each for each in told["items"]}
    assert set(items) == set(province)
    assert [each["simulated"] for each in items[province[1]]["stands"]] == [2, 3]
    assert [items[code]["byTheChange"] for code in province] == [False, True, False]
    assert [each["advice"] for each in items[province[2]]["stands"]] == [None, None]


def test_nothing_is_recorded(office: Office, province: list[str]) -> None:
    assert province
    before = office.position
    simulated(office, "--set", "percent=20")
    simulated(office, "--set", "percent=20", "--json")
    assert office.position == before


def test_the_framework_is_a_known_one_or_a_file(office: Office, province: list[str], tmp_path: Path) -> None:
    assert province
    (tmp_path / "eigen.toml").write_text(changed(('name = "zuid-holland"', 'name = "eigen"')), encoding="utf-8")
    assert "Beleidskader eigen 2024" in simulated(office, "--framework", tmp_path / "eigen.toml")[1]
    assert "Beleidskader zuid-holland 2020" in simulated(office, "--framework", "zuid-holland/2020")[1]
    assert "Beleidskader beginselplicht 2024" in simulated(office, "--framework", "beginselplicht")[1]


def test_a_value_that_makes_no_difference_is_said_to(office: Office, province: list[str]) -> None:
    assert province
    answer = simulated(office, "--set", "signal_days=20")[3]
    assert answer.startswith("Met 'Signaal: zoveel dagen achter elkaar' 20 dagen in plaats van 14 dagen ")
    assert answer.endswith("'Signaal: zoveel dagen achter elkaar' heeft geen invloed op de trede.")


def test_it_is_asked_as_at_a_day_and_as_it_was_known(office: Office, province: list[str]) -> None:
    assert province
    day = LAST.first_day + timedelta(days=30)
    told = office.here("simulate", "--as-at", day, "--from", BEFORE, "--json").json
    assert [each["period"] for each in told["periods"]] == [str(BEFORE)]
    assert office.here("simulate", "--known-on", "2010-01-01", "--json").json["total"] == 0


KNOWN = ", ".join(sorted([*NEWEST.parameters, *NEWEST.terms])[:-1])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--set", "percent=300"), "--set: percent: 300% kan niet. Kies 0 t/m 100%."),
        (("--set", "lower_after=0"), "--set: lower_after: 0 perioden kan niet. Kies 1 t/m 6 perioden."),
        (("--set", "percent=veel"), "--set: percent: 'veel' is geen heel getal. Kies 0 t/m 100%."),
        (("--set", "percent"), "--set: 'percent' is niet te lezen; schrijf naam=getal, zoals percent=20."),
        (
            ("--set", "procent=20"),
            f"--set: 'procent' is geen parameter of termijn van zuid-holland 2024. Er zijn: {KNOWN}",
        ),
        (("--framework", "utrecht/2024"), "--framework: 'utrecht 2024' is geen bekend beleidskader. Er zijn: "),
        (("--framework", "zuid-holland/2012"), "--framework: zuid-holland 2012 geeft geen advies, dus daarmee is "),
        (("--framework", "er-niet.toml"), "Een beleidskader is niet te gebruiken."),
        (("--from", "2022"), "--from: 2022 is een heel jaar; noem een halfjaar, zoals 2022-1."),
        (("--from", "morgen"), "--from: 'morgen' is geen halfjaar; schrijf 2022-1."),
        (
            ("--from", str(LAST.next)),
            f"--from: {LAST.next} is nog niet voorbij. Het laatste halfjaar dat voorbij is, is ",
        ),
        (("--from", "1990-1"), f"--from: 1990-1: reken hoogstens {MOST} halfjaren door, dus vanaf "),
    ],
)
def test_what_cannot_be_simulated_is_told_by_name_with_bounds_and_unit(
    office: Office, options: tuple[str, str], told: str
) -> None:
    ran = office.here("simulate", *options)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)


def test_a_file_that_is_no_framework_is_told_with_the_key(office: Office, tmp_path: Path) -> None:
    (tmp_path / "stuk.toml").write_text(changed(('rule = "trend-based"', 'rule = "coin"')), encoding="utf-8")
    ran = office.here("simulate", "--framework", tmp_path / "stuk.toml")
    assert ran.code == 2
    assert "Dit bestand is geen beleidskader dat Trede kan gebruiken." in ran.said
    assert "stuk.toml, rule: " in ran.said
