"""From rung 1 to rung 6 and back: at every step exactly the right obligations."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient
from psycopg import sql

from api.app import create_app
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster
from tests.api.rest.calling import Calling
from tests.story.by_api import ByApi, Clock
from tests.story.script import CODE, STORY

SETTLED = ("fulfilled", "lapsed")


@pytest.fixture
def told_by_api(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ByApi]:
    """The API on a record of its own, on the days of the story."""
    name, clock = f"story_{uuid4().hex[:12]}", Clock(STORY[0].date)
    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with (
            Ledger.open(server.conninfo(dbname=name), key_folder=tmp_path_factory.mktemp("keys")) as ledger,
            TestClient(create_app(ledger=ledger, today=clock), raise_server_exceptions=False) as client,
        ):
            yield ByApi(Calling.by_every_role(client, ledger, clock.day), clock)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_the_story_through_the_api_has_exactly_the_right_obligations_at_every_step(told_by_api: ByApi) -> None:
    before: Counter[str] = Counter()
    for day in STORY:
        told_by_api.clock.day = day.date
        day.act(told_by_api)
        found = told_by_api.obligations()
        owed = {owed_as_told(each) for each in found if each["state"] not in SETTLED}
        assert owed == day.owed, f"{day.day} {day.told}"
        settled = Counter(f"{each['kind']} {each['state']}" for each in found if each["state"] in SETTLED)
        assert settled - before == Counter(day.settled), f"{day.day} {day.told}"
        before = settled
        assert told_by_api.api.ledger.municipality(CODE).ladder.rung_on(day.date) == day.rung, day.day


def owed_as_told(told: dict[str, Any]) -> str:
    return f"{told['kind']} {told['due']['day']} {told['state']}"
