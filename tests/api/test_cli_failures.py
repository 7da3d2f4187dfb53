"""When the surroundings fail: a Dutch sentence that names the setting, exit code 2, never a traceback."""

import base64
from pathlib import Path

import pytest

from tests.api.office import Office

COMMANDS = (
    (),
    ("status",),
    ("open",),
    ("conversation",),
    ("place",),
    ("municipality",),
    ("ladder",),
    ("search",),
    ("history",),
    ("correct",),
    ("withdraw",),
    ("schema",),
    ("import",),
    ("import", "figures"),
    ("serve",),
    ("rebuild",),
    ("upgrade",),
    ("framework",),
    ("framework", "list"),
    ("framework", "show"),
    ("framework", "check"),
    ("token",),
    ("token", "create"),
    ("token", "list"),
    ("token", "revoke"),
)


def test_a_database_that_does_not_answer_is_named(office: Office) -> None:
    ran = office("status", TREDE_DATABASE_URL="postgresql://trede:geheim@127.0.0.1:1/trede")
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(
        "De database antwoordt niet, of weigert. Klopt TREDE_DATABASE_URL?\nTechnische melding: "
    )
    assert "geheim" not in ran.said
    assert "Traceback" not in ran.said


def test_a_data_folder_that_cannot_be_used_is_named(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "een bestand"
    file.touch()
    ran = office("status", TREDE_DATABASE_URL="", TREDE_DATA=str(file / "var"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith("De database kan niet werken in de datamap. Kies zo nodig een andere: TREDE_DATA.\n")
    assert "Traceback" not in ran.said


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ({"TREDE_MASTER_KEY": "hunter2"}, "TREDE_MASTER_KEY: moet 32 bytes in base64 zijn (44 tekens)."),
        ({"TREDE_MASTER_KEY": "wachtwoordé"}, "TREDE_MASTER_KEY: moet 32 bytes in base64 zijn (44 tekens)."),
        (
            {"TREDE_MASTER_KEY": base64.b64encode(bytes(32)).decode()},
            "De hoofdsleutel ontbreekt of past niet (TREDE_MASTER_KEY, TREDE_KEY_FOLDER).",
        ),
        (
            {"TREDE_KEY_FOLDER": "/proc/nergens"},
            "De hoofdsleutel ontbreekt of past niet (TREDE_MASTER_KEY, TREDE_KEY_FOLDER).",
        ),
        (
            {"TREDE_DATABASE_URL": "postgres//trede:geheim@hier"},
            "TREDE_DATABASE_URL: is geen adres van PostgreSQL; schrijf postgresql://naam@computer/database.",
        ),
        (
            {"TREDE_DATABASE_URL": "hots=hier dbname=trede"},
            "De database antwoordt niet, of weigert. Klopt TREDE_DATABASE_URL?",
        ),
        ({"TREDE_PROVINCE": "Zuid-Holland"}, "TREDE_PROVINCE: is geen code van een provincie, zoals PV28"),
        ({"TREDE_DOCUMENT_LIMIT": "1000"}, "TREDE_DOCUMENT_LIMIT: mag niet groter zijn dan 200"),
    ],
)
def test_a_setting_that_is_wrong_is_named_and_never_repeated_when_it_is_secret(
    office: Office, setting: dict[str, str], told: str
) -> None:
    ran = office.here("status", **setting)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)
    assert not any(secret in ran.said for secret in ("hunter2", "wachtwoord", "geheim"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("gemeente",), "De opdracht 'gemeente' bestaat niet."),
        (("schemaa",), "De opdracht 'schemaa' bestaat niet.\nBedoelt u schema?"),
        (("history",), "Geef ook GEMEENTE."),
        (("history", "GM0622", "--jsn"), "De optie --jsn bestaat niet.\nBedoelt u --json?"),
        (("history", "GM0622", "GM0503"), "Dit is te veel: GM0503."),
        (("history", "GM0622", "--json=ja"), "Bij --json hoort geen waarde."),
        (("withdraw", "GM0622", "2", "--reason"), "Geef een waarde bij --reason."),
        (("withdraw", "GM0622", "twee", "--reason", "x"), "NUMMER: moet een heel getal zijn (nu: 'twee')."),
    ],
)
def test_a_command_that_is_typed_wrong_is_answered_in_dutch(
    office: Office, arguments: tuple[str, ...], told: str
) -> None:
    ran = office.here(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)
    assert ran.said.splitlines()[-1].startswith("Uitleg: trede")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_is_dutch_and_fits_a_terminal_of_80_columns(office: Office, command: tuple[str, ...]) -> None:
    ran = office.here(*command, "--help", COLUMNS="80")
    assert ran.code == 0
    assert max(map(len, ran.out.splitlines())) <= 80
    assert "Toon deze uitleg." in ran.out
    assert [word for word in ("Options", "Arguments", "Show this", "required", "default:") if word in ran.out] == []


def test_without_a_command_the_help_is_shown(office: Office) -> None:
    shown = office()
    assert shown.code == 2
    assert "Begin met: trede open GEMEENTE" in shown.out + shown.said
    assert office.here("").said.startswith("De opdracht '' bestaat niet.")
