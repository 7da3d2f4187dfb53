"""For the API: the application on the record of a test, or on one of a module, with a token for every role."""

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql

from api.app import create_app
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster
from tests.api.rest.calling import Calling


@pytest.fixture
def api(ledger: Ledger, today: date) -> Iterator[Calling]:
    """The API as a script calls it."""
    with TestClient(create_app(ledger=ledger, today=lambda: today), raise_server_exceptions=False) as client:
        yield Calling.by_every_role(client, ledger, today)


@pytest.fixture(scope="module")
def shared(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Calling]:
    """The API on a record that all tests of a module use; take another municipality per test."""
    name, today = f"api_{uuid4().hex[:12]}", date(2024, 6, 3)
    conninfo = server.conninfo(dbname=name)
    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with (
            Ledger.open(conninfo, key_folder=tmp_path_factory.mktemp("keys")) as ledger,
            TestClient(create_app(ledger=ledger, today=lambda: today), raise_server_exceptions=False) as client,
        ):
            calling = Calling.by_every_role(client, ledger, today)
            assert calling.running.projector.wait_for(ledger.head().position, 60)
            yield calling
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
