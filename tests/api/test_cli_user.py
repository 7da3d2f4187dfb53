"""Who may sign in, said from the command line: added with a password, shown, and ended."""

import json
from pathlib import Path

import pytest

from api.clock import today
from api.identity.accounts import Accounts
from api.store import Store
from domain.events.base import Role
from domain.events.person import PersonKind
from tests.api.office import Office

ANNE = "Anne de Boer"
PASSWORD = "vier paarden in de wei"  # noqa: S105 - of a test


@pytest.fixture(scope="module")
def accounts(office: Office) -> Accounts:
    return Accounts(Store.open(office.ledger))


def test_a_colleague_who_was_added_can_sign_in(office: Office, accounts: Accounts) -> None:
    ran = office("user", "add", ANNE, "--role", "supervisor", "--role", "legal", given=f"{PASSWORD}\n")
    assert ran.out == "Anne de Boer kan nu inloggen als anne.de.boer (IBT-adviseur, jurist).\n"
    account = accounts.admitted("anne.de.boer", PASSWORD)
    assert account
    assert account.roles == (Role.SUPERVISOR, Role.LEGAL)
    assert account.person == office.ledger.persons.find(ANNE, PersonKind.COLLEAGUE, organisation="provincie")


def test_who_was_ended_cannot_and_stays_in_the_list(office: Office, accounts: Accounts) -> None:
    office("user", "add", "Bo Smit", "--role", "auditor", "--user", "bo", "--json", given=PASSWORD)
    assert office.here("user", "end", "Bo").out == "bo kan niet meer inloggen.\n"
    assert accounts.admitted("bo", PASSWORD) is None
    (told,) = [each for each in office.here("user", "list", "--json").json if each["userName"] == "bo"]
    assert (told["name"], told["roles"], told["endedOn"]) == ("Bo Smit", ["auditor"], today().isoformat())
    row = next(line for line in office.here("user", "list").out.splitlines() if line.startswith("bo "))
    assert "Bo Smit" in row


def test_an_office_where_nobody_signs_in_is_told_how_to_begin(fresh_office: Office) -> None:
    assert "trede user add" in fresh_office.here("user", "list").out


@pytest.mark.parametrize(
    ("arguments", "given", "told"),
    [
        (("Kim", "--role", "legal"), "kort\n", "Kies een wachtwoord van 12 tot 200 tekens"),
        (("Kim", "--role", "legal"), "", "Kies een wachtwoord van 12 tot 200 tekens"),
        (("Kim", "--role", "legal", "--user", "kim-van-den-berg"), "Kim-van-den-Berg", "anders dan de gebruikersnaam"),
        (("Kim", "--role", "legal", "--user", "kim van"), PASSWORD, "--user: schrijf één woord"),
        (("Kim",), PASSWORD, "Geef ook --role."),
    ],
)
def test_what_an_account_needs_is_said(
    office: Office, accounts: Accounts, arguments: tuple[str, ...], given: str, told: str
) -> None:
    ran = office("user", "add", *arguments, given=given)
    assert ran.code == 2
    assert told in ran.said
    assert accounts.find("kim") is None


def test_a_name_is_taken_once(office: Office) -> None:
    office("user", "add", "Jo", "--role", "legal", given=PASSWORD)
    ran = office("user", "add", "Jo", "--role", "auditor", given=PASSWORD)
    assert ran.said.startswith("Iemand anders logt al in als 'jo'.")


def test_who_is_not_there_cannot_be_ended(office: Office) -> None:
    assert office.here("user", "end", "niemand").said.startswith("Er is niemand die inlogt als 'niemand'.")


def test_letting_in_and_out_is_logged_without_name_or_password(office: Office, tmp_path: Path) -> None:
    log = tmp_path / "trede.log"
    ran = office("user", "add", "Piet", "--role", "legal", "--json", given=PASSWORD, TREDE_LOG=str(log))
    office("user", "end", "piet", TREDE_LOG=str(log))
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["action"], line["object"]) for line in lines] == [
        ("trede user add", ran.json["id"]),
        ("trede user end", ran.json["id"]),
    ]
    assert not any(word in log.read_text().casefold() for word in ("piet", PASSWORD))
