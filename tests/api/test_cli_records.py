"""``trede open``, ``correct``, ``withdraw``: begin, say how it should have read, take back."""

import json
from datetime import date
from uuid import uuid4

import pytest

from api.clock import today
from domain.decisions.figures import report_figures, set_target
from domain.values import Period, Source, SourceKind
from tests.api.office import Office

COA = Source(kind=SourceKind.COA, reference="COA")


def targeted(office: Office) -> str:
    """A municipality with a target of 162 for 2023-2, as entry 2."""
    code = office.opened()
    office.record(set_target, code, date(2023, 5, 1), period=Period(2023, 2), net_target=162, source=COA)
    return code


def correction(office: Office, code: str, entry: int, changes: object, **more: str) -> tuple[int, str, str]:
    asked = ("correct", code, entry, "--file", "-", "--reason", "tikfout", "--repairs", more.pop("repairs", "error"))
    ran = office.here(*asked, given=json.dumps(changes))
    return ran.code, ran.out, ran.said


# Opening


def test_supervision_begins_by_code_or_by_name(office: Office) -> None:
    ran = office("open", "Den Haag", "--on", "2024-01-01", "--as", "M. de Vries")
    assert ran.out.splitlines() == [
        "Vastgelegd als GM0518/1, 1 januari 2024:",
        "  Toezicht begonnen op de gemeente 's-Gravenhage.",
    ]
    told = office.told("0518")
    assert (told["code"], told["province"], told["rung"], told["since"]) == ("GM0518", "PV28", 1, "2024-01-01")


def test_supervision_begins_on_the_rung_where_the_municipality_already_stood(office: Office) -> None:
    more = ("--rung", 3, "--since", "2023-07", "--source", "brief van GS", "--history", "Eerst op trede 2.")
    ran = office("open", "GM0503", *more, "--json")
    assert [entry["entry"] for entry in ran.json["entries"]] == [1, 2]
    told = office.told("GM0503")
    assert (told["rung"], told["since"], told["takenOver"], told["why"]) == (3, "2023-07", True, "Eerst op trede 2.")
    told_back = office.here("municipality", "GM0503").out
    assert told_back.startswith(
        "Delft (GM0503) staat sinds juli 2023 op trede 3 (Afspraken over acties met termijn)."
        " Dit is een overgenomen stand"
    )


def test_since_when_can_be_unknown(office: Office) -> None:
    assert office.here("open", "GM0599", "--rung", 2).code == 0
    assert office.told("GM0599")["since"] is None
    assert (
        "(Informatie opvragen en valideren), sinds wanneer is niet bekend." in office.here("municipality", "GM0599").out
    )


def test_a_municipality_under_supervision_gets_the_rung_it_stood_on(office: Office) -> None:
    code = office.opened()
    ran = office.here("open", code, "--rung", 2, "--since", "2019")
    assert ran.code == 0, ran.said
    assert office.told(code)["rung"] == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("GM0014", "--rung", 3, "--since", str(today().year + 1)), "De begindag (1 januari"),
        (("GM0014", "--since", "2024"), "--since, --source en --history horen bij --rung."),
        (("GM0014", "--rung", 3, "--since", "vorig jaar"), "--since: 'vorig jaar' is geen dag, maand of jaar;"),
        (("GM0014", "--rung", 3, "--since", "2024-13"), "--since: '2024-13' is geen dag, maand of jaar;"),
        (("GM0014", "--on", "2024-02-30"), "--on: '2024-02-30' is geen dag;"),
        (("GM8001",), "GM8001 staat niet in het register van Trede. Geef de naam met --name."),
        (("Nergenshuizen",), "'Nergenshuizen' is geen gemeente die Trede kent."),
        (("Bergen",), "Er zijn meer gemeenten 'Bergen': GM0373 (Noord-Holland), GM0893 (Limburg). Geef de code."),
    ],
)
def test_what_cannot_be_opened_is_refused_whole(office: Office, arguments: tuple[object, ...], told: str) -> None:
    position = office.position
    ran = office.here("open", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)
    assert office.position == position


def test_the_same_opening_sent_again_is_recorded_once(office: Office) -> None:
    asked = ("open", "GM0637", "--rung", 2, "--since", "2024", "--command", uuid4(), "--json")
    first, position = office.here(*asked), office.position
    assert office.here(*asked).json == {**first.json, "repeated": True}
    assert office.position == position


def test_supervision_that_is_open_is_not_opened_again(office: Office) -> None:
    code = office.opened()
    ran = office.here("open", code, "--name", "Fictie")
    assert (ran.code, ran.said.splitlines()[0]) == (2, f"Het toezicht op {code} is al begonnen.")


# Correcting


def test_a_correction_names_only_what_changes(office: Office) -> None:
    code = targeted(office)
    ran = office(
        *("correct", code, 2, "--file", "-", "--reason", "de herziening was later", "--repairs", "later-change"),
        given='{"happenedOn": "2023-10", "fact": {"net_target": 104}}',
    )
    assert ran.code == 0, ran.said
    assert ran.out.splitlines()[1] == (
        "  Vastlegging 2 gecorrigeerd (later gewijzigd): de herziening was later. Nu (oktober 2023):"
        " Taakstelling voor de tweede helft van 2023: 104 personen. Bron: COA."
    )
    (told,) = office.told(code)["figures"]
    assert (told["netTarget"], told["asOf"], told["entry"]) == (104, "2023-10", 2)
    struck = office.here("history", code, "--json").json[1]
    assert (struck["struck"], struck["struckBy"]) == (True, [3])


def test_fields_can_be_written_as_json_shows_them_and_parts_are_changed_one_by_one(office: Office) -> None:
    code = targeted(office)
    changes = {"fact": {"netTarget": 105, "source": {"reference": "COA, week 3"}}}
    assert correction(office, code, 2, changes)[0] == 0
    (told,) = office.told(code)["figures"]
    assert (told["netTarget"], told["source"], told["sourceKind"]) == (105, "COA, week 3", "COA")


def test_a_corrected_text_keeps_who_may_read_it(office: Office) -> None:
    code = office.opened()
    office.here("conversation", code, "--kind", "progress", "--summary", "oud", "--classification", "secret")
    assert correction(office, code, 2, {"fact": {"summary": "nieuw"}})[0] == 0
    assert office.told(code)["conversations"][0]["summary"] == "[vertrouwelijke tekst]"


def test_the_day_of_figures_is_the_day_on_which_they_were_reported(office: Office) -> None:
    code = office.opened()
    office.record(report_figures, code, date(2024, 6, 1), period=Period(2024, 1), source=COA, realised=12)
    assert correction(office, code, 2, {"happenedOn": "2024-06-03"})[0] == 0
    assert office.told(code)["figures"][0]["asOf"] == "2024-06-03"
    assert office.here("history", code, "--json").json[-1]["sentence"].startswith("Vastlegging 2 gecorrigeerd")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"fact": {"net_target": 162}}, "Vastlegging 2 luidt al precies zo."),
        ({"fact": {"net_target": -1}}, "net_target: mag niet kleiner zijn dan 0 (nu: '-1')."),
        ({"fact": {"taakstelling": 1}}, "taakstelling: wordt niet herkend (nu: '1')."),
        ({"fact": {"source": {"kind": "roddel"}}}, "source.kind: moet een van deze zijn:"),
        ({"fact": {"period": "2024-3"}}, "period: is geen periode; schrijf 2024-1, 2024-2 of 2024 (nu: '2024-3')."),
        ({"happenedOn": "gisteren"}, "happenedOn: 'gisteren' is geen dag, maand of jaar;"),
        ({"happenedOn": f"{today().year + 1}"}, "De dag van de gecorrigeerde vastlegging (1 januari"),
        ({}, "--file: er verandert niets;"),
        ({"feit": {}}, "feit: wordt niet herkend."),
        ([], "De invoer: moet een object zijn, met namen en waarden."),
    ],
)
def test_a_correction_that_cannot_be_is_refused(office: Office, changes: object, told: str) -> None:
    code = targeted(office)
    position = office.position
    code_of_exit, out, said = correction(office, code, 2, changes)
    assert (code_of_exit, out) == (2, "")
    assert said.startswith(told)
    assert office.position == position


def test_only_what_stands_is_corrected(office: Office) -> None:
    code = targeted(office)
    office.here("withdraw", code, 2, "--reason", "dubbel")
    for entry in (2, 3, 99):
        _, _, said = correction(office, code, entry, {"fact": {"net_target": 1}})
        assert said.startswith(f"Er is geen vastlegging met nummer {entry} (meer).")


def test_the_same_correction_sent_again_is_recorded_once(office: Office) -> None:
    code = targeted(office)
    asked = (
        "correct",
        code,
        2,
        "--file",
        "-",
        "--reason",
        "tikfout",
        "--repairs",
        "error",
        "--command",
        uuid4(),
        "--json",
    )
    first, position = office.here(*asked, given='{"fact": {"net_target": 104}}'), office.position
    assert office.here(*asked, given='{"fact": {"net_target": 104}}').json == {**first.json, "repeated": True}
    assert office.position == position


# Withdrawing


def test_a_withdrawn_entry_counts_no_more_and_stays_readable(office: Office) -> None:
    code = targeted(office)
    ran = office("withdraw", code, 2, "--reason", "van een andere gemeente", "--as", "M. de Vries")
    assert "Vastlegging 2 ingetrokken: van een andere gemeente." in ran.out
    assert office.told(code)["figures"] == []
    told = office("history", code).out
    assert "Taakstelling voor de tweede helft van 2023: 162 personen. Bron: COA." in told
    assert "Geldt niet meer zo: zie vastlegging 3." in told
    assert ", vastgelegd " in told


def test_withdrawing_a_correction_brings_back_what_stood(office: Office) -> None:
    code = targeted(office)
    correction(office, code, 2, {"fact": {"net_target": 104}})
    assert office.here("withdraw", code, 3, "--reason", "toch niet").code == 0
    assert office.told(code)["figures"][0]["netTarget"] == 162
    assert [line["struck"] for line in office.here("history", code, "--json").json] == [False, False, True, False]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((1, "--reason", "x"), "Vastlegging 1 kan niet worden ingetrokken."),
        ((7, "--reason", "x"), "Er is geen vastlegging met nummer 7 (meer)."),
        ((0, "--reason", "x"), "NUMMER: mag niet kleiner zijn dan 1 (nu: '0')."),
        ((2,), "Geef ook --reason."),
        ((2, "--reason", ""), "--reason: mag niet leeg zijn."),
        ((2, "--reason", "x", "extra"), "Dit is te veel: extra."),
    ],
)
def test_what_cannot_be_withdrawn_is_refused(office: Office, arguments: tuple[object, ...], told: str) -> None:
    ran = office.here("withdraw", office.opened(), *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)


def test_who_did_not_see_the_correction_decides_again(office: Office) -> None:
    code = targeted(office)
    correction(office, code, 2, {"fact": {"net_target": 104}})
    ran = office.here("withdraw", code, 2, "--reason", "x", "--seen", 2)
    assert ran.said.startswith("Een ander heeft dit intussen veranderd (vastlegging, vastlegging 3; u zag versie 2).")
