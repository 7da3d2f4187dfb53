"""What the command line tells: the dossier, the history, the status and the schemas; on any terminal."""

import json
import subprocess
from datetime import date
from typing import Any

import pytest

from domain.decisions.case import assign_supervisor, close_supervision
from domain.decisions.figures import report_figures
from domain.decisions.plan import adopt_plan, close_plan, reject_plan, request_plan, submit_plan
from domain.events.base import FACTS
from domain.events.person import PersonKind
from domain.events.plan import Adopter
from domain.ledger.deciding import Decision
from domain.values import Period, PlainText, PlanId, Source, SourceKind
from projections.dutch.words import day
from tests.api.office import Office, days_ago
from tests.program import TREDE

COA = Source(kind=SourceKind.COA, reference="COA")
PAPER = Source(kind=SourceKind.PRESS, reference="https://krant.example/artikel")
ASKED_OF_FIGURES = {
    "period",
    "netTarget",
    "openingBacklog",
    "correctedTarget",
    "realised",
    "closingBacklog",
    "asOf",
    "source",
    "derived",
}
"""What issue 2 promises to scripts."""


@pytest.fixture(scope="module")
def told(office: Office) -> str:
    """A municipality with two sources that disagree, a conversation with 'é', and a placement."""
    code, day, period = office.opened(), date(2024, 6, 30), Period(2024, 1)
    office.record(
        report_figures, code, day, period=period, source=COA, net_target=1377, opening_backlog=-12, realised=1300
    )
    office.record(report_figures, code, day, period=period, source=PAPER, closing_backlog=70)
    office.here("conversation", code, "--kind", "progress", "--summary", "Eén coördinator – méér niet.")
    office.here("place", "raise", code, "--to", 2, "--by", "GS", "--grounds", "te weinig woningen")
    return code


def test_a_script_gets_the_dossier_with_the_keys_that_were_promised(office: Office, told: str) -> None:
    answer = office("municipality", told, "--json").json
    assert {"code", "name", "rung", "since", "figures"} <= set(answer)
    assert all(set(line) >= ASKED_OF_FIGURES for line in answer["figures"])
    first, second = answer["figures"]
    assert {name: first[name] for name in ASKED_OF_FIGURES} == {
        "period": "2024-1",
        "netTarget": 1377,
        "openingBacklog": -12,
        "correctedTarget": 1365,
        "realised": 1300,
        "closingBacklog": 65,
        "asOf": "2024-06-30",
        "source": "COA",
        "derived": ["correctedTarget", "closingBacklog"],
    }
    assert (second["closingBacklog"], second["sourceKind"], second["inForce"]) == (70, "press", ["closingBacklog"])


def test_a_person_reads_where_it_stands_first_and_every_number_with_its_source(office: Office, told: str) -> None:
    lines = office("municipality", told).out.splitlines()
    assert lines[0].startswith(f"Fictie ({told}) staat sinds ")
    assert lines[0].endswith(" op trede 2 (Informatie opvragen en valideren).")
    assert lines[1] == "Waarom: te weinig woningen."
    figures = "\n".join(lines)
    assert "1.377    -12   1.365*" in figures
    assert "* volgt uit de andere getallen van dezelfde bron" in figures
    assert "[1] COA\n[2] pers, https://krant.example/artikel" in figures


def test_the_history_tells_every_entry_with_both_times(office: Office, told: str) -> None:
    out = office("history", told).out
    assert "   1  1 januari 2020\n      Toezicht begonnen op de gemeente Fictie.\n      tests, vastgelegd " in out
    lines = office.here("history", told, "--json").json
    assert [line["entry"] for line in lines] == [1, 2, 3, 4, 5]
    assert {line["origin"] for line in lines} == {"api", "command-line"}
    assert [line["position"] for line in lines] == sorted(line["position"] for line in lines)


def test_after_supervision_has_ended_there_is_no_rung_any_more(office: Office) -> None:
    code = office.opened(rung=2)
    office.record(close_supervision, code, date(2024, 1, 1), reason=PlainText(text="samengevoegd"))
    lines = office.here("municipality", code).out.splitlines()
    assert lines[:2] == [
        f"Het toezicht op Fictie ({code}) is beëindigd op 1 januari 2024.",
        "De gemeente stond toen op trede 2 (Informatie opvragen en valideren).",
    ]
    answer = office.told(code)
    assert (answer["rung"], answer["since"], answer["closed"]) == (None, None, "2024-01-01")


def test_the_plan_and_the_supervisor_are_told(office: Office) -> None:
    code, plan = office.opened(), PlanId("plan-1")
    anne = office.ledger.persons.find_or_register("Anne", PersonKind.COLLEAGUE, today=date(2024, 1, 1))
    office.record(assign_supervisor, code, supervisor=anne)
    office.record(request_plan, code, plan=plan, due=date(2024, 9, 1))
    assert "IBT-adviseur: Anne." in office.here("municipality", code).out
    steps: tuple[tuple[Decision | None, dict[str, Any], str], ...] = (
        (None, {}, "Gevraagd, in te dienen uiterlijk 1 september 2024, nog niet ingediend."),
        (submit_plan, {}, "Versie 1, nog niet beoordeeld, nog niet vastgesteld."),
        (reject_plan, {"grounds": PlainText(text="te vaag")}, "Versie 1, afgewezen, nog niet vastgesteld."),
        (adopt_plan, {"by": Adopter.COLLEGE}, "Versie 1, afgewezen, versie 1 vastgesteld."),
        (close_plan, {"carried_out": True}, "Versie 1, afgewezen, versie 1 vastgesteld, beëindigd."),
    )
    for decision, question, told in steps:
        if decision is not None:
            office.record(decision, code, plan=plan, **question)
        assert office.here("municipality", code).out.splitlines()[-1] == told


def test_the_dossier_is_told_as_at_a_day_and_as_it_was_known(office: Office) -> None:
    code = office.opened()
    gs = ("--by", "GS", "--grounds", "te weinig woningen")
    office.here("place", "raise", code, "--to", 2, *gs, "--decided", days_ago(100))
    office.here("conversation", code, "--kind", "progress", "--on", days_ago(50), "--summary", "Het gaat beter.")
    told = office.here("municipality", code, "--as-at", days_ago(60), "--json").json
    assert (told["rung"], told["conversations"]) == (2, [])
    assert office.here("municipality", code, "--as-at", days_ago(101), "--json").json["rung"] == 1
    first, second, *_ = office.here("municipality", code, "--as-at", days_ago(101)).out.splitlines()
    assert first == f"De stand op {day(days_ago(101))}."
    assert second.endswith(" op trede 1 (Signaleren).")
    yesterday = office.here("municipality", code, "--known-on", days_ago(1))
    assert (yesterday.code, yesterday.out) == (2, "")
    assert yesterday.said.startswith(f"Van {code} was op {day(days_ago(1))}, zoals bekend op {day(days_ago(1))},")


def test_the_history_is_told_as_at_a_day_and_as_it_was_known(office: Office) -> None:
    code = office.opened()
    office.here("conversation", code, "--kind", "progress", "--on", days_ago(50), "--summary", "Het gaat beter.")
    lines = office.here("history", code, "--as-at", days_ago(51), "--json").json
    assert [line["entry"] for line in lines] == [1]
    assert office.here("history", code, "--as-at", days_ago(50)).out.startswith(
        f"De geschiedenis op {day(days_ago(50))}."
    )
    before = office.here("history", code, "--known-on", days_ago(1)).out.splitlines()
    assert before[1:] == ["Er was nog niets vastgelegd."]


@pytest.mark.parametrize("command", ["municipality", "history"])
def test_of_a_municipality_that_is_not_in_the_record_nothing_is_told(office: Office, command: str) -> None:
    ran = office.here(command, "GM0622")
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith("GM0622 staat niet in de administratie. Begin eerst het toezicht: trede open GM0622.")


def test_the_status_tells_what_there_is_and_where(office: Office) -> None:
    office.opened()
    out = office("status").out
    assert out.startswith("De database draait (PostgreSQL ")
    assert "De hoofdsleutel van de teksten: " in out
    answer = office("status", "--json").json
    assert (answer["database"], answer["data"], answer["position"]) == ("external", None, office.position)
    assert set(answer) >= {"server", "record", "recordedAt", "municipalities", "province", "masterKey"}


def test_the_schemas_of_all_facts_are_told_or_that_of_one(office: Office) -> None:
    assert set(office("schema").json) == set(FACTS)
    (one,) = office.here("schema", "municipality.rung-raised.v1").json.items()
    assert one[1]["title"] == one[0] == "municipality.rung-raised.v1"
    unknown = office.here("schema", "municipality.onzin.v1")
    assert (unknown.code, unknown.said.splitlines()[0]) == (2, "'municipality.onzin.v1' is geen soort vastlegging.")


@pytest.mark.parametrize("columns", ["20", "40", "60", "80"])
def test_on_a_narrow_terminal_no_number_is_cut(office: Office, told: str, columns: str) -> None:
    out = office.here("municipality", told, COLUMNS=columns).out
    for number in ("1.377", "-12", "1.365*", "1.300", "65*", "[2]"):
        assert number in out


ASCII = {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("command", ["municipality", "history"])
def test_without_dutch_letters_a_question_mark_takes_their_place(office: Office, told: str, command: str) -> None:
    ran = office(command, told, **ASCII)
    assert ran.code == 0, ran.said
    assert "E?n co?rdinator ? m??r niet." in ran.out


def test_without_dutch_letters_json_still_says_everything(office: Office, told: str) -> None:
    ran = office("municipality", told, "--json", **ASCII)
    assert ran.out.isascii()
    assert json.loads(ran.out)["conversations"][0]["summary"] == "Eén coördinator – méér niet."


def test_help_and_refusals_survive_without_dutch_letters(office: Office) -> None:
    assert office("conversation", "--help", **ASCII).code == 0
    assert office("place", "raise", "GM8001", "--to", "é", "--by", "GS", **ASCII).code == 2


def test_no_colours_or_marks_go_into_a_pipe(office: Office, told: str) -> None:
    for more in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b" not in office.here("municipality", told, **more).out


def test_a_text_cannot_steer_the_terminal(office: Office) -> None:
    code = office.opened()
    office.here("conversation", code, "--kind", "progress", "--summary", "rood \x1b[31m en een bel \x07")
    assert "rood \N{REPLACEMENT CHARACTER}[31m" in office.here("history", code).out
    assert "\x1b" not in office.here("municipality", code).out


def test_a_reader_that_stops_reading_gets_no_traceback(office: Office) -> None:
    pipe = f"{TREDE} schema | head -1"
    own = {"TREDE_DATABASE_URL": office.conninfo, "TREDE_KEY_FOLDER": str(office.keys), "PATH": "/usr/bin:/bin"}
    ran = subprocess.run(["bash", "-c", pipe], env=own, capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout == "{\n"
    assert "Traceback" not in ran.stderr
