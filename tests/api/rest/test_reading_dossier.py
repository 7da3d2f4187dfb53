"""A dossier told once by the write routes, and read back: where it stands, what was said, agreed, asked and decided."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.events.base import Role
from projections.reading import HIDDEN
from tests.api.rest.calling import Calling
from tests.api.rest.dossiers import Dossier

GROUNDS = "De achterstand loopt op en de oorzaak is niet duidelijk."
SECRET = "Het college overweegt af te treden."  # noqa: S105 - a text, not a password


@pytest.fixture(scope="module")
def told(shared: Calling) -> Dossier:
    """A municipality of which something of everything was recorded."""
    dossier = Dossier(shared, shared.another())
    someone = shared.post("/persons", {"name": "A. Jansen"}).json()["person"]
    dossier.write("/supervisors", supervisor=shared.persons[Role.SUPERVISOR], happenedOn="2024-01-02")
    dossier.write(
        "/conversations",
        conversation="conversation-1",
        happenedOn="2024-02-01",
        kind="official-supervision",
        purposes=["progress"],
        participants=[{"office": "wethouder", "person": someone}],
        summary="In het voorjaar komen 20 woningen vrij.",
        agreements=[{"agreement": "agreement-1", "what": "twintig woningen", "due": "2024-04-01", "persons": 20}],
    )
    dossier.write("/agreements/agreement-1/changes", happenedOn="2024-03-01", due="2024-05-01", reason="Uitstel.")
    dossier.write(
        "/agreements/agreement-1/outcomes", happenedOn="2024-05-02", outcome="not-kept", note="Er kwam niets."
    )
    dossier.write("/planned-conversations", conversation="conversation-2", kind="progress", plannedFor="2024-06-20")
    dossier.write("/planned-conversations/conversation-2/cancellations", reason="De wethouder is ziek.")
    letter = {"letter": "letter-1", "kind": "verzoek", "subject": "Verzoek om een plan"}
    dossier.write("/sent-letters", **letter, replyDue="2024-05-15", happenedOn="2024-05-01")
    answer = {"letter": "letter-2", "kind": "antwoord", "subject": "Ons plan", "replyTo": "letter-1"}
    dossier.write("/received-letters", **answer, happenedOn="2024-05-20")
    dossier.write(
        "/information-requests", request="request-1", what="Welke locaties?", due="2024-04-01", happenedOn="2024-03-01"
    )
    dossier.write("/information-requests/request-1/answers", summary="Zes.", complete=True, happenedOn="2024-04-02")
    dossier.write("/information-requests/request-1/validations", sound=False, findings="Oud.", happenedOn="2024-04-03")
    place(dossier, "raise", toRung=2, effectiveOn="2024-02-10")
    place(dossier, "raise", toRung=3, effectiveOn="2024-07-01", departure={**DEPARTS, "basis": "within-framework"})
    plan(dossier)
    dossier.write("/causes", cause="cause-1", kind="political", note=SECRET, classification="secret")
    return dossier


DEPARTS = {"departsFrom": "advies", "circumstances": "De oorzaak ligt buiten de gemeente."}


def place(dossier: Dossier, move: str, **more: Any) -> None:  # noqa: ANN401 - whatever a body holds
    decided = {"decidedBy": {"body": "mandated", "mandate": "Mandaatbesluit 2024"}, "grounds": GROUNDS}
    dossier.write("/placements", move=move, happenedOn="2024-02-05", **decided, **more)


def plan(dossier: Dossier) -> None:
    measure = {"measure": "measure-1", "horizon": "short-term", "what": "flexwoningen", "expectedPersons": 40}
    dossier.write("/plans", plan="plan-1", due="2024-05-01", happenedOn="2024-03-01")
    dossier.write(
        "/plans/plan-1/versions",
        measures=[measure],
        milestones=[{"day": "2024-12-31", "persons": 45}],
        backlogClearedBy="2025-06-30",
        happenedOn="2024-05-05",
    )
    judged = {"sufficient": True, "executable": True, "shortTerm": True, "mediumTerm": True, "prevention": False}
    dossier.write("/plans/plan-1/assessments", **judged, findings="Bijna goed.", happenedOn="2024-05-10")
    dossier.write("/plans/plan-1/adoptions", by="college", happenedOn="2024-05-20")
    dossier.write("/plans/plan-1/progress-reports", measure="measure-1", progress="under-way", persons=12)


def test_a_municipality_tells_where_it_stands_since_when_why_and_what_is_to_come(told: Dossier) -> None:
    answer = told.ask("")
    now = answer.json()
    assert (now["name"], now["opened"], now["closed"], now["day"]) == ("Vlaardingen", "2020-01-01", False, "2024-06-03")
    assert now["supervisor"] == {
        "person": told.api.persons[Role.SUPERVISOR],
        "name": "de supervisor",
        "erased": False,
    }
    stands = now["stands"]
    assert (stands["rung"], stands["since"], stands["days"]) == (2, "2024-02-10", 114)
    assert stands["coming"] == [{"rung": 3, "effectiveOn": "2024-07-01", "entry": stands["entry"] + 1}]
    assert now["grounds"] == GROUNDS
    assert stands["lastContact"]["conversation"] == "conversation-1"
    assert (answer.headers["ETag"], now["version"]) == (f'"{told.version}"', told.version)


def test_as_at_another_day_it_stands_where_it_stood_then(told: Dossier) -> None:
    before = told.read("", asAt="2024-02-09")
    assert (before["stands"]["rung"], before["stands"]["since"], before["grounds"]) == (1, "2020-01-01", None)
    assert [each["rung"] for each in before["stands"]["coming"]] == [2, 3]
    assert told.read("", asAt="2024-07-01")["stands"]["rung"] == 3
    assert told.read("", asAt="2019-12-31")["stands"] is None


def test_conversations_are_told_with_who_took_part_and_what_became_of_them(told: Dossier) -> None:
    planned, held = told.items("/conversations")
    assert (planned["state"], planned["cancelledBecause"]) == ("cancelled", "De wethouder is ziek.")
    assert (held["heldOn"], held["counts"], held["supervision"]) == ("2024-02-01", True, True)
    assert held["summary"] == "In het voorjaar komen 20 woningen vrij."
    (participant,) = held["participants"]
    assert (participant["office"], participant["name"]) == ("wethouder", "A. Jansen")
    assert told.read("/conversations/conversation-1") == held
    assert told.items("/conversations", state="held", counts=True) == [held]
    assert told.items("/conversations", since="2024-06-01") == [planned]


def test_an_agreement_is_told_as_both_sides_last_put_it_with_what_came_of_it(told: Dossier) -> None:
    (agreement,) = told.items("/agreements")
    assert (agreement["municipality"], agreement["conversation"]) == (told.code, "conversation-1")
    assert (agreement["due"], agreement["persons"], agreement["owedBy"]) == ("2024-05-01", 20, "municipality")
    assert (agreement["outcome"], agreement["settledOn"], agreement["note"]) == (
        "not-kept",
        "2024-05-02",
        "Er kwam niets.",
    )
    assert [each["reason"] for each in agreement["changes"]] == ["Uitstel."]
    assert told.read("/agreements/agreement-1") == agreement
    assert told.items("/agreements", conversation="conversation-1", outcome="not-kept") == [agreement]
    assert told.items("/agreements", outcome="open") == []


def test_an_agreement_is_open_as_at_a_day_before_it_was_settled_and_not_there_before_it_was_made(told: Dossier) -> None:
    (open_then,) = told.items("/agreements", asAt="2024-05-01")
    assert (open_then["outcome"], open_then["overdue"], open_then["due"]) == ("open", False, "2024-05-01")
    (first,) = told.items("/agreements", asAt="2024-02-29")
    assert (first["due"], first["changes"]) == ("2024-04-01", [])
    assert told.items("/agreements", asAt="2024-01-31") == []


def test_letters_are_told_with_their_answers(told: Dossier) -> None:
    received, sent = told.items("/letters")
    assert (received["sent"], received["replyTo"], received["subject"]) == (False, "letter-1", "Ons plan")
    assert (sent["sent"], sent["replyDue"], sent["overdue"]) == (True, "2024-05-15", False)
    assert sent["replies"] == [{"letter": "letter-2", "entry": received["entry"], "on": "2024-05-20"}]
    assert told.read("/letters/letter-2") == received
    assert [each["overdue"] for each in told.items("/letters", sent=True, asAt="2024-05-19")] == [True]
    assert told.items("/letters", awaited=True) == []


def test_a_request_for_information_is_told_with_what_came_in_and_whether_it_is_sound(told: Dossier) -> None:
    (request,) = told.items("/information-requests")
    assert (request["what"], request["complete"], request["sound"]) == ("Welke locaties?", True, False)
    assert [each["summary"] for each in request["received"]] == ["Zes."]
    assert [each["findings"] for each in request["checks"]] == ["Oud."]
    assert told.read("/information-requests/request-1") == request
    assert told.items("/information-requests", complete=False, dueBefore="2025-01-01") == []
    assert [each["overdue"] for each in told.items("/information-requests", asAt="2024-04-02")] == [False]


def test_a_plan_is_told_with_its_versions_what_was_found_and_how_its_measures_come_along(told: Dossier) -> None:
    answer = told.ask("/plans/plan-1")
    plan = answer.json()
    assert answer.headers["ETag"] == f'"{told.version}"'
    assert (plan["due"], plan["sufficient"], plan["adopted"], plan["closed"]) == ("2024-05-01", True, 1, False)
    (version,) = plan["versions"]
    assert (version["adoptedBy"], version["backlogClearedBy"]) == ("college", "2025-06-30")
    assert version["milestones"] == [{"day": "2024-12-31", "persons": 45, "byFigures": None}]
    assert (version["assessment"]["prevention"], version["assessment"]["findings"]) == (False, "Bijna goed.")
    (measure,) = version["measures"]
    assert (measure["what"], measure["expectedPersons"], measure["progress"]) == ("flexwoningen", 40, "under-way")
    assert told.items("/plans") == [plan]
    assert [each["overdue"] for each in told.items("/plans", asAt="2024-05-02")] == [True]
    assert told.items("/plans", closed=True) == []


def test_placements_are_told_with_everything_that_they_rest_on(told: Dossier) -> None:
    first, coming = told.items("/placements")
    assert (first["moved"], first["rung"], first["effectiveOn"]) == ("raised", 2, "2024-02-10")
    assert (first["coming"], coming["coming"]) == (False, True)
    assert first["grounds"] == GROUNDS
    assert first["decision"]["decidedBy"] == {"body": "mandated", "mandate": "Mandaatbesluit 2024"}
    assert (first["decision"]["fromRung"], first["decision"]["decidedOn"]) == (1, "2024-02-05")
    assert coming["decision"]["departure"] == {**DEPARTS, "basis": "within-framework", "consequences": None}


def test_rungs_are_told_in_spans_up_to_the_day(told: Dossier) -> None:
    first, second = told.items("/rungs")
    assert (first["rung"], first["way"], first["effectiveOn"], first["endedOn"]) == (
        1,
        "opened",
        "2020-01-01",
        "2024-02-10",
    )
    assert (second["rung"], second["way"], second["endedOn"]) == (2, "placed", None)
    assert len(told.items("/rungs", asAt="2024-07-01")) == 3


def test_a_rung_that_was_taken_over_is_told_with_its_source(shared: Calling) -> None:
    code = shared.another(3)
    taken = Dossier(shared, code, shared.ledger.head().position)
    (told,) = taken.items("/placements")
    assert (told["moved"], told["rung"], told["effectiveOn"], told["decision"]) == ("taken-over", 3, "2019", None)
    assert told["source"] == {"kind": "other", "reference": "de oude lijst"}
    assert taken.read("")["stands"]["takenOver"] is True


def test_the_history_tells_every_entry_in_a_sentence(told: Dossier) -> None:
    lines = told.items("/history")
    assert [line["entry"] for line in lines] == list(range(1, told.version + 1))
    assert "2024-02-01" in [line["happenedOn"] for line in lines]
    assert {line["actor"] for line in lines} == {"de supervisor", "de manager"}
    newest = told.items("/history", order="newest-first")
    assert newest == lines[::-1]
    assert {line["topic"].split(".")[1] for line in told.items("/history", subject="plan")} == {
        "plan-requested",
        "plan-submitted",
        "plan-assessed",
        "plan-adopted",
        "measure-progress-reported",
    }


def test_an_entry_is_told_with_all_its_fields(told: Dossier) -> None:
    answer = told.ask("/entries/3")
    entry = answer.json()
    assert (answer.headers["ETag"], entry["topic"]) == (f'"{told.version}"', "municipality.conversation-held.v1")
    assert entry["fact"]["municipalityLevel"] == "official"
    assert entry["fact"]["summary"] == {
        "text": "In het voorjaar komen 20 woningen vrij.",
        "classification": "internal",
        "hidden": False,
    }
    assert entry["person"] == told.api.persons[Role.MANAGER]
    assert set(entry["roles"]) == set(Role)
    assert entry["digest"] == read_entry(told, 3).digest
    assert datetime.fromisoformat(entry["recordedAt"]).astimezone(UTC).date() >= date(2024, 1, 1)


def read_entry(dossier: Dossier, version: int) -> Any:  # noqa: ANN401 - where it stands in the record
    (entry,) = dossier.api.ledger.entries_at([(dossier.code, version)])
    return entry.recorded


def test_texts_are_hidden_from_those_who_may_not_read_them(told: Dossier) -> None:
    for role in Role:
        note = told.read("/causes/cause-1", role)["note"]
        fact = told.read(f"/entries/{told.version}", role)["fact"]["note"]
        may = role in {Role.MANAGER, Role.EXECUTIVE_SECRETARY, Role.LEGAL, Role.AUDITOR}
        assert note == (SECRET if may else HIDDEN)
        assert (fact["text"], fact["hidden"]) == ((SECRET, False) if may else (None, True))
        assert (SECRET in told.ask("/history", role).text) is may


@pytest.fixture
def corrected(shared: Calling) -> Dossier:
    """A cause that turned out to be another one."""
    dossier = Dossier(shared, shared.another())
    dossier.write("/causes", cause="cause-1", kind="political", note="Verdeeldheid.")
    return dossier


def test_a_correction_is_told_with_its_entry_and_known_before_it_was_made_it_is_not(corrected: Dossier) -> None:
    between = corrected.api.ledger.head().recorded_at
    change = {"repairs": "error", "reason": "Verkeerd gehoord.", "fact": {"kind": "housing-stock"}}
    corrected.write("/entries/2/corrections", **change)
    known: dict[str, Any] = {"knownOn": datetime.fromtimestamp(between.timestamp() + 0.000001, UTC).isoformat()}
    struck, correction = corrected.items("/history")[1:]
    assert (struck["struck"], struck["struckBy"], struck["amendedBy"]) == (True, [3], [3])
    assert (correction["amends"], correction["struck"]) == (2, False)
    replacement = corrected.read("/entries/3")["fact"]["replacement"]
    assert (replacement["topic"], replacement["fact"]["kind"]) == ("municipality.cause-noted.v1", "housing-stock")
    assert corrected.read("/entries/2")["fact"]["kind"] == "political"
    assert [each["kind"] for each in corrected.items("/causes")] == ["housing-stock"]
    assert [each["kind"] for each in corrected.items("/causes", **known)] == ["political"]
    assert [line["struck"] for line in corrected.items("/history", **known)] == [False, False]
    assert corrected.ask("", **known).headers["ETag"] == '"2"'
    assert corrected.ask("/entries/3", **known).status_code == 404


def test_what_an_entry_tells_can_be_sent_back_to_correct_it(corrected: Dossier) -> None:
    fact = corrected.read("/entries/2")["fact"]
    note = {"text": "Verdeeldheid in de raad.", "classification": "open"}
    corrected.write("/entries/2/corrections", repairs="error", reason="Preciezer.", fact={**fact, "note": note})
    assert corrected.read("/causes/cause-1")["note"] == "Verdeeldheid in de raad."
