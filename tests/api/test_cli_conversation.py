"""``trede conversation``: by flags, by JSON, once and again; and what the conversation counts for."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from api.clock import today
from domain.values import PersonId
from tests.api.office import Office, days_ago

SPOKEN = days_ago(10)
TALK: dict[str, Any] = {
    "kind": "administrative-supervision",
    "heldOn": SPOKEN.isoformat(),
    "purposes": ["progress"],
    "channel": "video",
    "provinceLevel": "administrative",
    "municipalityLevel": "administrative",
    "participants": [
        {"side": "municipality", "office": "wethouder", "name": "A. Jansen"},
        {"side": "province", "office": "gedeputeerde"},
    ],
    "summary": "De bouw van de flat loopt uit.",
    "agreements": [
        {"what": "Een nieuwe planning", "due": (today() + timedelta(days=30)).isoformat()},
        {"what": "Meedenken", "owedBy": "province", "due": (today() + timedelta(days=60)).isoformat(), "persons": 12},
    ],
}


def persons(office: Office) -> int:
    return len(office.ledger.streams("person-"))


def test_a_conversation_is_recorded_by_flags_and_told_back(office: Office) -> None:
    code = office.opened()
    due = today() + timedelta(days=30)
    ran = office(
        *("conversation", code, "--kind", "progress", "--on", SPOKEN, "--with", "wethouder", "--with", "hoofd wonen"),
        *("--purpose", "progress", "--summary", "Het loopt.", "--agreement", f"{due}: lijst van locaties"),
        *("--as", "M. de Vries"),
    )
    assert ran.code == 0, ran.said
    lines = ran.out.splitlines()
    assert lines[0].startswith(f"Vastgelegd als {code}/2, ")
    assert lines[1] == "  Voortgangsgesprek op locatie met wethouder en hoofd wonen over voortgang: Het loopt."
    assert lines[3].startswith("  Afspraak: lijst van locaties, door de gemeente, uiterlijk ")
    assert lines[4] == "Telt mee als toezichtcontact, niet als toezichtgesprek."
    (_, held, agreed) = office("history", code, "--json").json
    assert (held["happenedOn"], held["actedFor"], agreed["actedFor"]) == (str(SPOKEN), "M. de Vries", "M. de Vries")


def test_a_script_hands_in_a_conversation_as_json_and_names_are_registered_once(office: Office) -> None:
    code = office.opened()
    ran = office("conversation", code, "--file", "-", "--as", "P. Bakker", "--json", given=json.dumps(TALK))
    assert ran.code == 0, ran.said
    assert [entry["entry"] for entry in ran.json["entries"]] == [2, 3, 4]
    known = persons(office)
    again = office("conversation", code, "--file", "-", "--as", "P. Bakker", "--json", given=json.dumps(TALK))
    assert [entry["entry"] for entry in again.json["entries"]] == [5, 6, 7]
    assert persons(office) == known
    first, second = (office.ledger.municipality(code).entries[version].fact for version in (2, 5))
    assert first.participants[0].person == second.participants[0].person  # type: ignore[attr-defined]  # a conversation
    assert list(office.ledger.persons.names([PersonId(first.participants[0].person)]).values()) == ["A. Jansen"]  # type: ignore[attr-defined]  # a conversation
    agreements = office.told(code)["agreements"]
    assert [(each["owedBy"], each["persons"], each["outcome"]) for each in agreements[:2]] == [
        ("municipality", None, "open"),
        ("province", 12, "open"),
    ]


def test_the_same_command_twice_gives_the_same_answer_and_records_nothing(office: Office) -> None:
    code, command = office.opened(), uuid4()
    asked = ("conversation", code, "--file", "-", "--command", command, "--as", "M. de Vries", "--json")
    first = office(*asked, given=json.dumps(TALK))
    position = office.position
    second = office(*asked, given=json.dumps(TALK))
    assert (first.code, second.code) == (0, 0), first.said + second.said
    assert {**first.json, "repeated": True} == second.json
    assert office.position == position
    told = office.here(*asked[:-1], given=json.dumps(TALK))
    assert told.out.startswith("Deze opdracht was al uitgevoerd. Er is niets bij gekomen.")


def test_the_same_command_for_something_else_is_refused(office: Office) -> None:
    code, command = office.opened(), uuid4()
    office("conversation", code, "--kind", "progress", "--command", command)
    position = office.position
    ran = office("conversation", code, "--kind", "after-signal", "--command", command)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(f"Opdracht {command} is al voor iets anders gebruikt.")
    assert office.position == position


@pytest.mark.parametrize(
    ("rung", "asked", "counts_for", "warnings"),
    [
        (1, ("progress",), ["supervisory-contact"], 0),
        (1, ("multi-party",), [], 0),
        (1, ("multi-party", "--counts-because", "apart gesproken"), ["supervisory-contact"], 0),
        (2, ("official-supervision",), ["supervisory-contact", "supervision-conversation"], 0),
        (2, ("progress",), ["supervisory-contact"], 1),
    ],
)
def test_the_answer_says_what_the_conversation_counts_for(
    office: Office, rung: int, asked: tuple[str, ...], counts_for: list[str], warnings: int
) -> None:
    answer = office.here("conversation", office.opened(rung), "--json", "--kind", *asked).json
    assert answer["countsFor"] == counts_for
    assert len(answer["warnings"]) == warnings


def test_from_rung_two_a_progress_conversation_is_recorded_with_a_warning(office: Office) -> None:
    ran = office("conversation", office.opened(rung=3), "--kind", "progress")
    assert ran.code == 0
    assert "Telt mee als toezichtcontact, niet als toezichtgesprek." in ran.out
    assert ran.out.splitlines()[-1] == (
        "Let op: de gemeente stond die dag op trede 3. Vanaf trede 2 vraagt het beleid een ambtelijk of bestuurlijk"
        " toezichtgesprek. Dit gesprek is dat niet."
    )


def test_a_refused_conversation_records_nothing_and_no_names_either(office: Office) -> None:
    code, position = office.opened(), office.position
    unknown = {"side": "municipality", "name": f"Iemand {uuid4()}"}
    talk = {**TALK, "heldOn": str(today() + timedelta(days=1)), "participants": [unknown]}
    ran = office("conversation", code, "--file", "-", "--as", f"Collega {uuid4()}", given=json.dumps(talk))
    assert ran.code == 2
    assert "ligt na vandaag. Alleen wat gebeurd is, legt u vast." in ran.said
    assert office.position == position


def test_confidential_text_is_recorded_and_not_shown(office: Office) -> None:
    code = office.opened()
    ran = office("conversation", code, "--kind", "progress", "--summary", "een geheim", "--classification", "secret")
    assert "Voortgangsgesprek op locatie: [vertrouwelijke tekst]." in ran.out
    assert "een geheim" not in office.here("municipality", code).out


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("{", "De invoer: is geen geldige JSON (regel 1, teken 1)."),
        ("[]", "De invoer: moet een object zijn, met namen en waarden."),
        (b'{"kind": "\xff"}', "De invoer: is geen geldige JSON (regel 1, teken 11)."),
        (json.dumps({**TALK, "onzin": 1}), "onzin: wordt niet herkend (nu: '1')."),
        (
            json.dumps({**TALK, "channel": "rook"}),
            "channel: moet een van deze zijn: 'in-person', 'video', 'telephone' of",
        ),
        (json.dumps({**TALK, "heldOn": "30-6-2024"}), "heldOn: is geen dag; schrijf 2024-06-30 (nu: '30-6-2024')."),
        (json.dumps({**TALK, "summary": " "}), "summary: mag niet leeg zijn."),
        (json.dumps({**TALK, "summary": "x" * 100_001}), "summary: is te lang (hoogstens 100000 tekens) (nu: 'xxx"),
        (json.dumps({**TALK, "agreements": [{"what": "a"}]}), "agreements.0.due: ontbreekt."),
    ],
)
def test_json_that_cannot_be_read_is_answered_by_field(office: Office, given: str | bytes, told: str) -> None:
    code, position = office.opened(), office.position
    ran = office.here("conversation", code, "--file", "-", given=given)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)
    assert len(ran.said) < 400
    assert office.position == position


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Noem de soort met --kind, of geef een bestand met --file."),
        (("--kind", "praatje"), "--kind: 'praatje' kan niet; kies uit progress, official-supervision,"),
        (("--kind", "progress", "--on", "gisteren"), "--on: 'gisteren' is geen dag; schrijf 2024-06-30."),
        (("--kind", "progress", "--summary", ""), "--summary: mag niet leeg zijn."),
        (("--kind", "progress", "--with", "x" * 201), "--with: is te lang (hoogstens 200 tekens)"),
        (("--kind", "progress", "--agreement", "lijst"), "--agreement: 'lijst' is geen afspraak; schrijf '2027-01-31:"),
        (("--kind", "progress", "--as", " "), "--as: mag niet leeg zijn."),
        (("--kind", "progress", "--as", b"\xff"), "--as: bevat tekens die geen tekst zijn"),
        (("--kind", "progress", "--counts-because", "x"), "Alleen een ketenoverleg telt mede als toezichtcontact;"),
        (("--file", "/nergens.json"), "--file: het bestand '/nergens.json' bestaat niet."),
        (("--file", "-", "--kind", "progress"), "Bij --file staat het hele gesprek in het bestand"),
    ],
)
def test_flags_that_cannot_be_used_are_answered_by_name(
    office: Office, arguments: tuple[str | bytes, ...], told: str
) -> None:
    ran = office.here("conversation", "GM9001", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)
