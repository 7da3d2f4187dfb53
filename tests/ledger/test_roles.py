"""Who can do what to the record: the app, the key reader, the owner, the administrator, an ordinary account."""

import multiprocessing
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.conninfo import make_conninfo

from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.schema import APP, KEY_READER, OWNER, SHAPE, Names, NewerSchemaError, prepare
from tests.ledger.asking import TODAY, opened, reported, table

OVERWRITING = [
    "UPDATE {events} SET body = ''",
    "DELETE FROM {events}",
    "TRUNCATE {events}",
    "DELETE FROM {events} WHERE false",
    "UPDATE {commands} SET actor = 'me'",
    "DELETE FROM {commands}",
    "TRUNCATE {commands}",
    "UPDATE {contents} SET cipher = ''",
    "DELETE FROM {contents}",
    "TRUNCATE {contents}",
    "DELETE FROM {head}",
    "TRUNCATE {head}",
]
ADDING = [
    "INSERT INTO {events} SELECT * FROM {events}",
    "INSERT INTO {commands} SELECT gen_random_uuid(), actor, request, outcome, position, size FROM {commands}",
    "INSERT INTO {contents} SELECT * FROM {contents}",
    "UPDATE {head} SET position = position",
    "UPDATE {about} SET schema_version = 0",
]
KEYS = [
    "SELECT * FROM {keys}",
    "SELECT * FROM {person_index}",
    "SELECT * FROM {master}",
    "DELETE FROM {keys}",
    "UPDATE {keys} SET wrapped = NULL",
]


@pytest.fixture
def filled(ledger: Ledger) -> None:
    """A record with two entries."""
    opened(ledger)
    reported(ledger, 1)


def run(connection: psycopg.Connection, names: Names, query: str) -> None:
    record = {name: table(names, name) for name in ("events", "commands", "contents", "head", "about", "staging")}
    keys = {name: sql.Identifier(names.keys, name) for name in ("keys", "person_index", "master")}
    connection.execute(sql.SQL(query).format(**record, **keys))


def acting_as(connection: psycopg.Connection, role: str) -> psycopg.Connection:
    connection.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(role)))
    return connection


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", [*OVERWRITING, *ADDING, *KEYS])
def test_the_app_can_neither_overwrite_nor_insert_nor_read_keys(
    admin: psycopg.Connection, names: Names, query: str
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        run(acting_as(admin, APP), names, query)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("role", [OWNER, "trede"])
@pytest.mark.parametrize("query", OVERWRITING)
def test_not_even_the_owner_or_the_administrator_can_overwrite(
    admin: psycopg.Connection, names: Names, query: str, role: str
) -> None:
    with pytest.raises(errors.RaiseException, match="the record is never overwritten"):
        run(acting_as(admin, role), names, query)


@pytest.mark.usefixtures("filled")
def test_a_session_that_plays_back_a_replica_is_stopped_too(admin: psycopg.Connection, names: Names) -> None:
    admin.execute("SET session_replication_role = replica")
    with pytest.raises(errors.RaiseException):
        run(admin, names, "DELETE FROM {events}")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "query",
    [
        "UPDATE {head} SET position = position + 1",
        "UPDATE {head} SET position = 1",
        "UPDATE {head} SET recorded_at = recorded_at - interval '1 second'",
    ],
)
def test_the_head_moves_to_the_end_of_the_record_and_nowhere_else(
    admin: psycopg.Connection, names: Names, query: str
) -> None:
    with pytest.raises(errors.RaiseException, match="cannot move"):
        run(acting_as(admin, OWNER), names, query)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", ["SELECT * FROM {keys}", "SELECT * FROM {person_index}"])
def test_the_key_reader_reads_keys(admin: psycopg.Connection, names: Names, query: str) -> None:
    run(acting_as(admin, KEY_READER), names, query)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", ["SELECT * FROM {events}", "SELECT * FROM {master}", *KEYS[3:]])
def test_the_key_reader_can_do_nothing_else(admin: psycopg.Connection, names: Names, query: str) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        run(acting_as(admin, KEY_READER), names, query)


@pytest.fixture
def account(admin: psycopg.Connection, names: Names, conninfo: str) -> Iterator[str]:
    """The connection string of an ordinary account that may make roles and schemas."""
    login = sql.Identifier(f"login_{names.record}")
    admin.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(login))
    admin.execute(sql.SQL("GRANT CREATE ON DATABASE trede TO {}").format(login))
    for role in (OWNER, APP, KEY_READER):
        admin.execute(sql.SQL("GRANT {} TO {} WITH ADMIN OPTION").format(sql.Identifier(role), login))
    yield make_conninfo(conninfo, user=f"login_{names.record}")
    for each in (names, Names.suffixed(f"{names.record}_2")):
        for schema in (each.record, each.keys):
            admin.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
    admin.execute(sql.SQL("DROP OWNED BY {}").format(login))
    admin.execute(sql.SQL("DROP ROLE {}").format(login))


def test_an_ordinary_account_prepares_and_uses_a_record(account: str, names: Names) -> None:
    with Ledger.open(account, names, master_key="A" * 43 + "=") as ledger:
        opened(ledger)
        reported(ledger, 1)
        assert ledger.municipality("GM0622").version == 2
        person = ledger.persons.find_or_register("Anna", PersonKind.COLLEAGUE, today=TODAY)
        assert ledger.persons.names([person]) == {person: "Anna"}


def test_preparing_twice_changes_nothing(conninfo: str, names: Names) -> None:
    assert prepare(conninfo, names) == prepare(conninfo, names)


def prepared(conninfo: str, names: Names) -> UUID:
    return prepare(conninfo, names)


def test_processes_that_prepare_at_once_make_one_record(conninfo: str, names: Names) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as processes:
        records = processes.starmap(prepared, [(conninfo, names)] * 8)
    assert len(set(records)) == 1


def test_an_older_shape_is_brought_up_to_date_with_its_entries(
    ledger: Ledger, conninfo: str, admin: psycopg.Connection, names: Names
) -> None:
    opened(ledger)
    run(admin, names, "UPDATE {about} SET schema_version = 0")
    assert prepare(conninfo, names) == ledger.record_id
    row = admin.execute(sql.SQL("SELECT schema_version FROM {}").format(table(names, "about"))).fetchone()
    assert row == (SHAPE,)
    reported(ledger, 1)
    assert ledger.head().position == 2


def test_an_older_program_refuses_a_newer_shape(
    ledger: Ledger, conninfo: str, admin: psycopg.Connection, names: Names
) -> None:
    run(admin, names, "UPDATE {about} SET schema_version = schema_version + 1")
    with pytest.raises(NewerSchemaError, match="use the newer version"):
        prepare(conninfo, names)
    assert ledger


def test_two_records_in_one_database_know_nothing_of_each_other(
    ledger: Ledger, account: str, names: Names, key_folder: Path
) -> None:
    second = Names.suffixed(f"{names.record}_2")
    with Ledger.open(account, second, key_folder=key_folder) as other:
        opened(ledger)
        opened(other)
        reported(other, 1)
        assert (ledger.head().position, other.head().position) == (1, 2)
        assert ledger.record_id != other.record_id
