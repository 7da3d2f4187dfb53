"""For the command line: one record per module, on the server of the run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster
from tests.api.office import Office


@pytest.fixture(scope="module")
def office(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The program on a record of its own; take another municipality per test."""
    with an_office(server, tmp_path_factory.mktemp("keys")) as opened:
        yield opened


@pytest.fixture
def fresh_office(server: Cluster, tmp_path: Path) -> Iterator[Office]:
    """The program on a record that only this test uses, for what is about the whole record."""
    with an_office(server, tmp_path / "keys") as opened:
        yield opened


@contextmanager
def an_office(server: Cluster, keys: Path) -> Iterator[Office]:
    """An office in a database of its own, gone afterwards."""
    name = f"office_{uuid4().hex[:12]}"
    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with Ledger.open(server.conninfo(dbname=name), key_folder=keys) as ledger:
            yield Office(server.conninfo(dbname=name), keys, ledger)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
