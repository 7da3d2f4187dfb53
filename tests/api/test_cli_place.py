"""``trede place``: raise, lower and hold, with every rule that can refuse."""

from datetime import timedelta
from uuid import uuid4

import pytest

from api.clock import today
from tests.api.office import Office, days_ago

GS = ("--by", "GS", "--grounds", "de achterstand groeit")
MANDATED = ("--by", "mandated", "--mandate", "Mandaatbesluit 2024")


def test_a_municipality_is_raised_and_the_dossier_tells_since_when_and_why(office: Office) -> None:
    code = office.opened()
    ran = office("place", "raise", code, "--to", 2, *GS, "--as", "M. de Vries")
    assert ran.code == 0, ran.said
    assert "Opgeschaald van trede 1 naar trede 2 (Informatie opvragen en valideren), met ingang van" in ran.out
    assert "door Gedeputeerde Staten. Gronden: de achterstand groeit." in ran.out
    told = office.told(code)
    assert (told["rung"], told["since"], told["why"]) == (2, str(today()), "de achterstand groeit")


def test_holding_leaves_since_as_it_was_and_lowering_begins_a_new_stay(office: Office) -> None:
    code = office.opened()
    for move, day in (("raise", 300), ("hold", 200)):
        to = ("--to", 2) if move == "raise" else ()
        assert office.here("place", move, code, *to, *GS, "--decided", days_ago(day)).code == 0
    assert (office.told(code)["rung"], office.told(code)["since"]) == (2, str(days_ago(300)))
    assert office.here("place", "lower", code, "--to", 1, *GS, "--decided", days_ago(100)).code == 0
    assert (office.told(code)["rung"], office.told(code)["since"]) == (1, str(days_ago(100)))


def test_a_placement_that_takes_effect_later_is_told_as_such(office: Office) -> None:
    code, later = office.opened(), today() + timedelta(days=30)
    assert office.here("place", "raise", code, "--to", 2, *GS, "--effective", later).code == 0
    told = office.told(code)
    assert (told["rung"], told["coming"]) == (1, [{"rung": 2, "from": str(later), "why": "de achterstand groeit"}])
    assert (
        ": trede 2 (Informatie opvragen en valideren). Waarom: de achterstand groeit."
        in office.here("municipality", code).out
    )


def test_with_a_departure_a_rung_can_be_skipped(office: Office) -> None:
    code = office.opened()
    departs = ("--departs-from", "één trede tegelijk", "--departs-because", "de raad weigert elk plan")
    ran = office.here("place", "raise", code, "--to", 3, *GS, "--advice", 2, *departs)
    assert ran.code == 0, ran.said
    assert "Het advies was trede 2. Wijkt af van: één trede tegelijk" in ran.out


@pytest.mark.parametrize(
    ("rung", "arguments", "rule"),
    [
        (1, ("raise", "--to", 2, "--by", "GS"), "GroundsMissing"),
        (1, ("raise", "--to", 2, "--by", "GS", "--grounds", ""), "GroundsMissing"),
        (1, ("raise", "--to", 3, *GS), "RungSkipped"),
        (2, ("raise", "--to", 1, *GS), "WrongDirection"),
        (2, ("lower", "--to", 2, *GS), "WrongDirection"),
        (4, ("raise", "--to", 5, *GS), "DecisionContentMissing"),
        (3, ("raise", "--to", 4, *MANDATED, "--grounds", "x"), "DecidedByGsOnly"),
        (1, ("raise", "--to", 2, "--by", "mandated", "--grounds", "x"), "MandateMissing"),
        (1, ("raise", "--to", 2, *GS, "--advice", 1), "DepartureMissing"),
        (1, ("raise", "--to", 2, *GS, "--until", "2020-01-01"), "TooEarly"),
        (1, ("raise", "--to", 2, *GS, "--effective", "2001-01-01"), "TooEarly"),
        (1, ("hold", *GS, "--decided", str(today() + timedelta(days=1))), "InTheFuture"),
    ],
)
def test_a_rule_refuses_in_dutch_and_records_nothing(
    office: Office, rung: int, arguments: tuple[object, ...], rule: str
) -> None:
    code = office.opened(rung)
    position = office.position
    move, *rest = arguments
    ran = office.here("place", move, code, *rest)
    assert (ran.code, ran.out) == (2, "")
    sentence, source = ran.said.splitlines()
    assert sentence.endswith((".", "?"))
    assert source.startswith("Regel: ")
    assert source.endswith(f"[{rule}].")
    assert office.position == position


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("raise", *GS), "Noem de nieuwe trede met --to; bij handhaven (hold) juist niet."),
        (("hold", "--to", 2, *GS), "Noem de nieuwe trede met --to; bij handhaven (hold) juist niet."),
        (("raise", "--to", 7, *GS), "--to: mag niet groter zijn dan 6 (nu: '7')."),
        (("raise", "--to", "twee", *GS), "--to: moet een heel getal zijn (nu: 'twee')."),
        (("raise", "--to", 2, "--grounds", "x"), "Geef ook --by."),
        (("raise", "--to", 2, "--by", "raad"), "--by: 'raad' kan niet; kies uit GS, deputy, mandated."),
        (("raise", "--to", 2, "--by", "mandated", "--mandate", " "), "--mandate: mag niet leeg zijn."),
        (("raise", "--to", 2, *GS, "--departs-from", "x"), "Wie afwijkt, zegt waarvan (--departs-from) en waarom"),
        (("raise", "--to", 2, *GS, "--decided", "1-6-2024"), "--decided: '1-6-2024' is geen dag; schrijf 2024-06-30."),
        (
            ("raise", "--to", 2, "--by", "GS", "--grounds", "x" * 100_001),
            "--grounds: is te lang (hoogstens 100000 tekens)",
        ),
        (("raise", "--to", 2, *GS, "--command", "1"), "--command: is geen UUID, zoals 123e4567-"),
    ],
)
def test_what_cannot_be_used_is_answered_by_name(office: Office, arguments: tuple[object, ...], told: str) -> None:
    move, *rest = arguments
    ran = office.here("place", move, "GM9001", *rest)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)
    assert len(ran.said) < 300


def test_who_did_not_see_the_last_placement_decides_again(office: Office) -> None:
    code = office.opened()
    seen = office.told(code)["version"]
    assert office.here("place", "raise", code, "--to", 2, *GS, "--seen", seen).code == 0
    ran = office("place", "hold", code, *GS, "--seen", seen)
    assert ran.code == 2
    assert ran.said.startswith(
        "Een ander heeft dit intussen veranderd (plaats op de ladder, vastlegging 2; u zag versie 1)."
    )


def test_a_conversation_in_between_does_not_hinder_a_placement(office: Office) -> None:
    code = office.opened()
    seen = office.told(code)["version"]
    office.here("conversation", code, "--kind", "progress")
    assert office.here("place", "raise", code, "--to", 2, *GS, "--seen", seen).code == 0


def test_the_same_placement_sent_again_is_recorded_once(office: Office) -> None:
    code, command = office.opened(), uuid4()
    asked = ("place", "raise", code, "--to", 2, *GS, "--command", command, "--json")
    first, position = office.here(*asked), office.position
    second = office(*asked)
    assert second.json == {**first.json, "repeated": True}
    assert office.position == position


def test_a_municipality_that_is_not_under_supervision_is_not_placed(office: Office) -> None:
    ran = office.here("place", "raise", "GM8999", "--to", 2, *GS)
    assert ran.code == 2
    assert "GM8999" in ran.said
