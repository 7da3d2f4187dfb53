"""Persons: registered once, found again, named in batches."""

import multiprocessing
from datetime import date
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from domain.events.base import Actor, Role
from domain.events.person import PersonDetailsChanged, PersonKind, PersonRegistered
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from domain.ledger.sealing import key_of
from domain.values import PersonId, SealedText
from tests.ledger.asking import ANNA, TODAY, asked, text

COLLEAGUE, PARTICIPANT = PersonKind.COLLEAGUE, PersonKind.PARTICIPANT


def test_a_person_is_registered_once_and_found_again(ledger: Ledger) -> None:
    first = ledger.persons.find_or_register("Renée de Vries", COLLEAGUE, today=TODAY)
    position = ledger.head().position
    assert ledger.persons.find_or_register(" renée  de vries ", COLLEAGUE, today=TODAY) == first
    assert ledger.persons.find_or_register("Rene\u0301e de Vries", COLLEAGUE, today=TODAY) == first
    assert ledger.persons.find("Renée de Vries", COLLEAGUE) == first
    assert ledger.head().position == position


def test_another_kind_or_organisation_is_another_person(ledger: Ledger) -> None:
    register = ledger.persons.find_or_register
    found = {
        register("J. de Vries", COLLEAGUE, today=TODAY),
        register("J. de Vries", PARTICIPANT, today=TODAY),
        register("J. de Vries", PARTICIPANT, today=TODAY, organisation="GM0622"),
        register("J. de Vries", PARTICIPANT, today=TODAY, organisation="GM0606"),
    }
    assert len(found) == 4
    assert ledger.persons.find("J. de Vries", PersonKind.SYSTEM_USER) is None


def test_the_first_person_registers_themselves_and_later_ones_are_registered_by_somebody(ledger: Ledger) -> None:
    first = ledger.persons.find_or_register("root", PersonKind.SYSTEM_USER, today=TODAY)
    by = Actor(person=first, roles=(Role.ADMINISTRATOR,))
    second = ledger.persons.find_or_register("Anna", COLLEAGUE, today=TODAY, by=by)
    assert [ledger.entries(person)[0].about.actor.person for person in (first, second)] == [first, first]


def test_a_name_stands_once_and_sealed_under_the_key_of_the_person(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    person = ledger.persons.find_or_register("Anna Bijlsma", COLLEAGUE, today=TODAY)
    (entry,) = ledger.entries(person)
    assert isinstance(entry.fact, PersonRegistered)
    assert isinstance(entry.fact.name, SealedText)
    assert entry.fact.name.key == key_of(person)
    for table in ("record.events", "record.commands", "keys.person_index", "keys.keys"):
        schema, name = table.split(".")
        rows = admin.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(getattr(names, schema), name)))
        assert not any("Bijlsma" in row[0] or b"Bijlsma".hex() in row[0] for row in rows)


def test_names_are_read_together_and_as_they_read_now(ledger: Ledger) -> None:
    anna = ledger.persons.find_or_register("Anna Bijlsma", COLLEAGUE, today=TODAY)
    bert = ledger.persons.find_or_register("Bert Smit", PARTICIPANT, today=TODAY)
    changed = PersonDetailsChanged(name=text("Anna Visser", person=anna), contact=text("anna@example.org", person=anna))
    ledger.save_in(anna, [changed], request=asked())
    assert ledger.persons.names([bert, anna, bert, PersonId("person-nobody")]) == {
        anna: "Anna Visser",
        bert: "Bert Smit",
    }
    assert ledger.persons.names([]) == {}


def test_an_erased_person_has_no_name_any_more(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    anna = ledger.persons.find_or_register("Anna Bijlsma", COLLEAGUE, today=TODAY)
    admin.execute(
        sql.SQL("UPDATE {} SET wrapped = NULL, destroyed_at = now()").format(sql.Identifier(names.keys, "keys"))
    )
    assert ledger.persons.names([anna]) == {anna: None}


def register(conninfo: str, names: Names, key_folder: Path, name: str, today: date) -> str:
    with Ledger.open(conninfo, names, key_folder=key_folder) as ledger:
        return ledger.persons.find_or_register(name, PARTICIPANT, today=today, by=ANNA)


@pytest.mark.parametrize("already", [True, False])
def test_processes_that_register_the_same_person_at_once_end_with_one(
    ledger: Ledger, conninfo: str, names: Names, key_folder: Path, *, already: bool
) -> None:
    if already:
        ledger.persons.find_or_register("Bert", PARTICIPANT, today=TODAY)
    with multiprocessing.get_context("spawn").Pool(4) as processes:
        found = processes.starmap(register, [(conninfo, names, key_folder, "Bert", TODAY)] * 8)
    assert len(set(found)) == 1
    assert ledger.streams("person-") == found[:1]
