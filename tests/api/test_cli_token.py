"""Tokens from the command line: shown once, for a person in some roles, and taken back."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api.clock import today
from api.identity.tokens import Tokens
from api.store import Store
from domain.events.base import Role
from domain.events.person import PersonKind
from tests.api.office import Office

ANNE = "Anne de Boer"


@pytest.fixture(scope="module")
def tokens(office: Office) -> Tokens:
    return Tokens(Store.open(office.ledger))


def created(office: Office, *arguments: object, **settings: str) -> Any:  # noqa: ANN401 - whatever JSON says
    return office.here("token", "create", "--as", ANNE, "--role", "supervisor", *arguments, "--json", **settings).json


def listed(office: Office, token: str) -> Any:  # noqa: ANN401 - the same
    (told,) = [each for each in office.here("token", "list", "--json").json if each["id"] == token]
    return told


def test_a_token_lets_in_a_colleague_in_the_roles_that_were_given(office: Office, tokens: Tokens) -> None:
    told = created(office, "--role", "legal")
    caller = tokens.caller(told["token"], today=today())
    assert caller
    assert caller.roles == (Role.SUPERVISOR, Role.LEGAL)
    assert caller.person == told["person"]
    assert caller.person == office.ledger.persons.find(ANNE, PersonKind.COLLEAGUE, organisation="provincie")
    assert told["expiresOn"] == (today() + timedelta(days=365)).isoformat()


def test_a_person_reads_the_token_once_with_how_to_use_and_to_revoke_it(office: Office) -> None:
    ran = office.here("token", "create", "--as", ANNE, "--role", "auditor", "--days", 1, "--label", "nachtcontrole")
    first, secret, use, revoke = ran.out.splitlines()
    assert first.startswith(f"Token voor {ANNE} (auditor), geldig t/m ")
    assert secret.startswith("trede_")
    assert use.endswith("Stuur het mee als: Authorization: Bearer TOKEN")
    shown = office.here("token", "list")
    assert secret not in shown.out
    row = next(line for line in shown.out.splitlines() if line.startswith(revoke.split()[-1]))
    assert "nachtcontrole" in row
    assert row.rstrip().endswith("werkt")


def test_a_revoked_token_lets_nobody_in(office: Office, tokens: Tokens) -> None:
    told = created(office)
    ran = office.here("token", "revoke", told["id"])
    assert ran.out == f"Token {told['id']} is ingetrokken.\n"
    assert tokens.caller(told["token"], today=today()) is None
    assert (listed(office, told["id"])["works"], listed(office, told["id"])["revokedOn"]) == (False, str(today()))
    assert "ingetrokken op" in office.here("token", "list").out


def test_a_token_that_is_not_there_cannot_be_revoked(office: Office) -> None:
    nothing = "00000000-0000-4000-8000-000000000000"
    ran = office.here("token", "revoke", nothing)
    assert (ran.code, ran.said.splitlines()[0]) == (2, f"Er is geen token {nothing}. Welke er zijn: trede token list")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--as", ANNE), "Geef ook --role."),
        (("--role", "legal"), "Geef ook --as."),
        (("--as", ANNE, "--role", "koning"), "--role: 'koning' kan niet; kies uit supervisor, manager,"),
        (("--as", ANNE, "--role", "legal", "--label", "x" * 201), "--label: is te lang (hoogstens 200 tekens)."),
    ],
)
def test_what_a_token_needs_is_said(office: Office, arguments: tuple[str, ...], told: str) -> None:
    ran = office.here("token", "create", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.said.startswith(told)


def test_giving_and_taking_tokens_is_logged_without_token_or_name(office: Office, tmp_path: Path) -> None:
    log = tmp_path / "trede.log"
    ran = office("token", "create", "--as", ANNE, "--role", "legal", "--json", TREDE_LOG=str(log))
    office("token", "revoke", ran.json["id"], TREDE_LOG=str(log))
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["action"], line["object"], line["result"]) for line in lines] == [
        ("trede token create", ran.json["id"], "done"),
        ("trede token revoke", ran.json["id"], "done"),
    ]
    assert not any(word in log.read_text() for word in (ran.json["token"], "Anne", "Boer"))
