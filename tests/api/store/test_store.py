"""The lasting tables: made once, brought up to date by whoever is first, and left alone by an older program."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from eventsourcing.persistence import PersistenceError

from api.store import NewerStoreError, Store
from api.store.store import migrations
from domain.ledger.application import Ledger

NUMBERS = sorted(number for number, _ in migrations())


def changes(store: Store) -> list[int]:
    """The changes that were applied."""
    return [row["number"] for row in store.rows("SELECT number FROM {changes} ORDER BY number")]


def test_the_changes_are_numbered_without_a_gap() -> None:
    assert list(range(1, len(NUMBERS) + 1)) == NUMBERS


def test_opening_makes_the_tables_and_opening_again_leaves_them(ledger: Ledger) -> None:
    assert changes(Store.open(ledger)) == NUMBERS
    assert changes(Store.open(ledger)) == NUMBERS


def test_of_those_who_open_at_once_one_applies_each_change(ledger: Ledger) -> None:
    with ThreadPoolExecutor(6) as threads:
        stores = list(threads.map(lambda _: Store.open(ledger), range(6)))
    assert [changes(store) for store in stores] == [NUMBERS] * 6


def test_an_older_program_leaves_newer_tables_alone(ledger: Ledger) -> None:
    Store.open(ledger).rows("INSERT INTO {changes} VALUES (999)")
    with pytest.raises(NewerStoreError, match="use the newer version"):
        Store.open(ledger)


def test_a_change_that_fails_leaves_everything_as_it_was(ledger: Ledger) -> None:
    store = Store.open(ledger)
    store.rows("DELETE FROM {changes} WHERE number = 1")
    with pytest.raises(PersistenceError):  # its table is there already
        Store.open(ledger)
    assert changes(store) == NUMBERS[1:]


def test_the_tables_belong_to_the_app(ledger: Ledger, admin: psycopg.Connection) -> None:
    Store.open(ledger)
    owners = admin.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = %s", [ledger.names.app])
    assert owners.fetchall() == [("trede_app",)]


def test_what_only_reads_is_asked_again_when_the_server_ended_its_connection(
    ledger: Ledger, admin: psycopg.Connection
) -> None:
    store = Store.open(ledger)
    (row,) = store.rows("SELECT pg_backend_pid() AS pid")
    admin.execute("SELECT pg_terminate_backend(%s, 2000)", [row["pid"]])
    assert changes(store) == NUMBERS
