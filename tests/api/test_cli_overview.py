"""The ladder and search from the command line: brought up to date by themselves, as known on a day and as at a day."""

import json
from datetime import date
from pathlib import Path

import pytest

from api.clock import today
from domain.decisions.figures import report_figures
from domain.values import Period, Source, SourceKind
from projections.engine.status import lowest
from projections.models import MODELS
from tests.api.office import Office, days_ago

COA = Source(kind=SourceKind.COA, reference="COA")
GS = ("--by", "GS", "--grounds", "de achterstand groeit")


@pytest.fixture(scope="module")
def ladder(office: Office) -> list[str]:
    """Three municipalities: on rung 1, on rung 2 by a placement of a hundred days ago, on rung 3 when it began."""
    first, second, third = office.opened(), office.opened(), office.opened(rung=3)
    office.here("place", "raise", second, "--to", 2, *GS, "--decided", days_ago(100))
    office.here("place", "raise", third, "--to", 4, *GS, "--effective", days_ago(-30))
    now = Period.half_year(today())
    for period, on in ((now.previous, now.previous.last_day), (now, today())):
        numbers = {"net_target": 60, "opening_backlog": 10, "realised": 0}
        office.record(report_figures, second, on, period=period, source=COA, **numbers)
    office.here(
        "conversation", second, "--kind", "progress", "--on", days_ago(10), "--summary", "Er komen woningen vrij."
    )
    return [first, second, third]


def test_a_script_gets_every_municipality_from_the_highest_rung_down(office: Office, ladder: list[str]) -> None:
    told = office.here("ladder", "--json").json
    first, second, third = ladder
    assert [line["code"] for line in told["municipalities"]] == [third, second, first]
    assert told["counts"] == {"1": 1, "2": 1, "3": 1, "4": 0, "5": 0, "6": 0}
    raised = int(Period.half_year(days_ago(100)) == Period.half_year(today()))
    assert (told["day"], told["raised"], told["lowered"]) == (str(today()), raised, 0)
    top, line, _ = told["municipalities"]
    assert (top["rung"], top["since"], top["takenOver"]) == (3, "2019", True)
    assert top["coming"] == [{"rung": 4, "from": str(days_ago(-30))}]
    assert (line["rung"], line["since"], line["days"]) == (2, str(days_ago(100)), 100)
    assert (line["closingBacklog"], line["closingBacklogOf"]) == (70, str(Period.half_year(today()).previous))
    assert line["runningBacklog"] >= 10
    assert line["band"] in {"behind", "somewhat-behind"}
    assert line["lastContact"] == str(days_ago(10))


def test_a_person_reads_the_rungs_from_6_to_1_with_backlog_days_and_pace_in_words(
    office: Office, ladder: list[str]
) -> None:
    lines = office.here("ladder").out.splitlines()
    rungs = [line for line in lines if line.startswith("Trede ")]
    assert rungs == [
        "Trede 3 (Afspraken over acties met termijn): 1 gemeente",
        "Trede 2 (Informatie opvragen en valideren): 1 gemeente",
        "Trede 1 (Signaleren): 1 gemeente",
    ]
    (row,) = [line for line in lines if ladder[1] in line]
    assert " 100 " in row
    assert " 70 " in row
    assert row.rstrip().endswith("achter op schema")
    (top,) = [line for line in lines if ladder[2] in line]
    assert "2019*" in top
    assert "trede 4 per " in top
    assert lines[-1].startswith("* overgenomen stand")


def test_the_ladder_is_told_as_it_was_known_and_as_at_a_day(office: Office, ladder: list[str]) -> None:
    before = office.here("ladder", "--known-on", days_ago(1))
    assert before.out.splitlines()[1] == "Er staat nog geen gemeente op de ladder. Begin met: trede open GEMEENTE"
    told = office.here("ladder", "--as-at", days_ago(101), "--json").json
    assert {line["code"]: line["rung"] for line in told["municipalities"]} == dict(zip(ladder, (1, 1, 3), strict=True))
    long_ago = office.here("ladder", "--as-at", date(1995, 1, 1), "--json").json
    assert long_ago["municipalities"] == []
    later = office.here("ladder", "--as-at", days_ago(-30), "--json").json
    assert later["municipalities"][0]["rung"] == 4


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (("--known-on", "gisteren"), "--known-on: 'gisteren' is geen dag; schrijf 2024-06-30."),
        (
            ("--known-on", "2024-06-30T25:00"),
            "--known-on: '2024-06-30T25:00' is geen moment; schrijf 2024-06-30T12:00.",
        ),
        (("--as-at", "2024"), "--as-at: '2024' is geen dag; schrijf 2024-06-30."),
        (("--as-at", "1066-10-14"), "--as-at: kies een dag van 1 januari 1995 t/m 31 december 2199."),
    ],
)
def test_a_day_that_is_none_is_named(office: Office, option: tuple[str, str], told: str) -> None:
    ran = office.here("ladder", *option)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)


def test_a_moment_without_a_zone_is_dutch_time(office: Office, ladder: list[str]) -> None:
    told = office.here("ladder", "--known-on", f"{days_ago(0)}T00:00")
    assert ladder[0] not in told.out
    assert ", zoals bekend vlak voor " in told.out.splitlines()[0]


def test_search_finds_what_was_recorded_a_moment_ago_and_forgives_a_typing_error(
    office: Office, ladder: list[str]
) -> None:
    (hit,) = office.here("search", "wonigen", "--municipality", ladder[1], "--json").json["hits"]
    assert (hit["municipality"], hit["likeness"]) == (ladder[1], "similar")
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["woningen"]
    code = office.opened()
    office.here("conversation", code, "--kind", "progress", "--summary", "De flexwoningen aan de Kade.")
    out = office.here("search", "flexwoningen", "kade").out
    assert f"{code}/2  " in out
    assert "De flexwoningen aan de Kade." in out
    assert out.endswith("1 vastlegging gevonden.\n")


def test_search_says_when_there_is_nothing_and_when_there_is_more(office: Office, ladder: list[str]) -> None:
    assert office.here("search", "zeppelin", "--municipality", ladder[0]).out == "Niets gevonden.\n"
    out = office.here("search", "toezicht", "--limit", 1).out
    assert out.splitlines()[-1].startswith("1 van ")
    assert out.splitlines()[-1].endswith(" getoond. Zie meer met --limit, of geef meer woorden.")


def test_search_tells_what_was_known_then(office: Office, ladder: list[str]) -> None:
    assert (
        office.here("search", "woningen", "--known-on", days_ago(1), "--municipality", ladder[1]).out
        == "Niets gevonden.\n"
    )


def test_a_read_brings_the_read_models_up_to_date_itself(office: Office) -> None:
    code = office.opened()
    assert lowest(office.ledger, MODELS) < office.position
    assert code in office.here("ladder").out
    assert lowest(office.ledger, MODELS) == office.position


def test_what_was_read_is_logged_without_the_words_that_were_searched_for(office: Office, tmp_path: Path) -> None:
    log = tmp_path / "trede.log"
    office("search", "zeppelin", TREDE_LOG=str(log))
    office("ladder", TREDE_LOG=str(log))
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["action"], line["object"]) for line in lines] == [("trede search", "all"), ("trede ladder", "all")]
    assert "zeppelin" not in log.read_text()
