"""One embedded PostgreSQL per test run, a fresh record per test, a fixed day."""

import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest
from argon2 import PasswordHasher
from psycopg import sql

from api.identity import passwords
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster, start
from domain.ledger.schema import Names
from domain.ledger.server import SETTINGS

os.environ["COLUMNS"] = "200"  # a table is as wide in every test, whichever came first
HURRIED = dict.fromkeys(("fsync", "full_page_writes", "synchronous_commit", "archive_mode"), "off")
"""The record of a test does not survive a power cut, so it need not wait for the disk, and nobody restores it; those of
killed programs do."""
signal.signal(signal.SIGINT, signal.default_int_handler)  # workers ignore it, and what they start would as well


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Cluster]:
    """The server of this run; the workers of pytest-xdist share it."""
    folder = tmp_path_factory.getbasetemp()
    with patch.dict(SETTINGS, HURRIED):
        cluster = start((folder if worker_id == "master" else folder.parent) / "postgres")
    with cluster:
        yield cluster


@pytest.fixture(scope="session", autouse=True)
def light_passwords() -> Iterator[None]:
    """Passwords hashed with little work: there is an account for every role in most modules, and all sign in."""
    light = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    with patch.multiple(passwords, _hasher=light, _nobody=light.hash("of nobody")):
        yield


@pytest.fixture(scope="session")
def conninfo(server: Cluster) -> str:
    """How to reach the server, as its administrator."""
    return server.conninfo()


@pytest.fixture
def admin(conninfo: str) -> Iterator[psycopg.Connection]:
    """A connection that may do everything: what a person with root can do to a record."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        yield connection


@pytest.fixture
def names(conninfo: str) -> Iterator[Names]:
    """Schemas that no other test uses, gone afterwards."""
    fresh = Names.suffixed(uuid4().hex[:12])
    yield fresh
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for schema in (fresh.record, fresh.keys, fresh.read, fresh.app):
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


@pytest.fixture
def key_folder(tmp_path: Path) -> Path:
    """Where the master key of this test's record is."""
    return tmp_path / "keys"


@pytest.fixture
def ledger(conninfo: str, names: Names, key_folder: Path) -> Iterator[Ledger]:
    """A ledger on an empty record."""
    with Ledger.open(conninfo, names, key_folder=key_folder) as opened:
        yield opened


@pytest.fixture
def today() -> date:
    """The day it is in every test: a Monday."""
    return date(2024, 6, 3)
