"""For the API: the application on the record of the test, on the fixed day, with a token for every role."""

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from domain.ledger.application import Ledger
from tests.api.rest.calling import Calling


@pytest.fixture
def api(ledger: Ledger, today: date) -> Iterator[Calling]:
    """The API as a script calls it."""
    with TestClient(create_app(ledger=ledger, today=lambda: today), raise_server_exceptions=False) as client:
        yield Calling.by_every_role(client, ledger, today)
