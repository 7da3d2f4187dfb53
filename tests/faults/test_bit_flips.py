"""A bit flipped in what is stored: it is noticed by whoever reads it, named, and shown to nobody. Others go on."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import psycopg
import pytest
from fastapi.testclient import TestClient

from api.ailments import AILMENTS
from api.app import create_app
from domain.events.base import Role
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.connecting import Ailment
from domain.ledger.digests import DamagedEntryError
from domain.ledger.embedded import Cluster, start
from projections.engine.runner import Projector
from projections.engine.status import status
from projections.models import MODELS
from tests.api.conftest import an_office
from tests.api.office import Office
from tests.faults.house import SHARED
from tests.ledger.asking import TODAY, asked, opened, reported
from tests.program import Program

HURT, SOUND = SHARED
RENAMED = "GM9002"
"""A bit of a topic flipped here: nobody knows a fact of that name."""
TOLD = f"Vastlegging 3 van {HURT} (positie "


@pytest.fixture(scope="module")
def office(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A record in which somebody with all rights changed one entry: 3 persons housed became 2, a bit of difference."""
    with an_office(server, tmp_path_factory.mktemp("keys")) as office:
        for code in SHARED:
            opened(office.ledger, code)
            reported(office.ledger, 1, code=code)
        reported(office.ledger, 3, code=HURT)
        reported(office.ledger, 4, code=SOUND)
        with psycopg.connect(office.conninfo, autocommit=True) as admin:
            admin.execute("ALTER TABLE record.events DISABLE TRIGGER never_overwritten")
            flipped = b'"realised":3', b'"realised":2'
            change = "UPDATE record.events SET body = overlay(body PLACING %s FROM position(%s IN body))"
            done = admin.execute(change + " WHERE stream = %s AND version = 3", [flipped[1], flipped[0], HURT])
            assert done.rowcount == 1
            opened(office.ledger, RENAMED)
            change = "UPDATE record.events SET topic = 'municipality.supervision-Opened.v1' WHERE stream = %s"
            assert admin.execute(change, [RENAMED]).rowcount == 1
        yield office


@pytest.fixture(scope="module")
def api(office: Office) -> Iterator[TestClient]:
    """The API and the pages on it, asked by somebody who may read everything."""
    with TestClient(create_app(ledger=office.ledger), raise_server_exceptions=False) as client:
        running = client.app.state.running  # type: ignore[attr-defined] # httpx knows any ASGI application
        reader = office.ledger.persons.find_or_register("de lezer", PersonKind.COLLEAGUE, today=TODAY)
        secret = running.tokens.issue(reader, list(Role), label="tests", today=TODAY).secret
        client.headers["Authorization"] = f"Bearer {secret}"
        yield client


def test_an_entry_of_which_a_bit_flipped_is_read_by_nobody(office: Office) -> None:
    with Ledger.open(office.conninfo, key_folder=office.keys) as fresh:
        with pytest.raises(DamagedEntryError, match=f"entry {HURT}/3 at position 5 "):
            fresh.entries(HURT)
        with pytest.raises(DamagedEntryError):
            fresh.municipality(HURT)
        with pytest.raises(DamagedEntryError):
            fresh.since(0)


def test_nothing_is_built_on_it_and_others_go_on(office: Office) -> None:
    with Ledger.open(office.conninfo, key_folder=office.keys) as fresh:
        head = fresh.head().position
        with pytest.raises(DamagedEntryError):
            reported(fresh, 5, code=HURT)
        assert fresh.head().position == head
        assert reported(fresh, 5, asked(), code=SOUND).position == head + 1


def test_a_program_and_a_person_are_told_which_it_is(api: TestClient, office: Office) -> None:
    problem = api.get(f"/v1/municipalities/{HURT}/entries/3")
    assert problem.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert problem.json()["detail"].startswith(TOLD)
    ran = office.here("history", HURT)
    assert ran.code == 2
    assert ran.said.startswith(TOLD)
    assert api.get(f"/v1/municipalities/{SOUND}/history").status_code == HTTPStatus.OK


def test_read_models_park_its_stream_and_name_it_and_take_in_all_others(office: Office) -> None:
    Projector(office.ledger, MODELS).catch_up()
    parked = [each for model in status(office.ledger, MODELS) for each in model.parked]
    assert {(each.model, each.stream, each.position) for each in parked} == {
        (model.name, *place) for model in MODELS for place in ((HURT, 5), (RENAMED, 7))
    }
    assert all(f"entry {each.stream}/" in each.error for each in parked)
    assert {model.lag for model in status(office.ledger, MODELS)} == {0}
    assert "liggen sinds" in office.here("status").out


def test_verify_names_it(office: Office) -> None:
    ran = office.here("verify", "--json")
    assert ran.code == 1
    found = [(each["position"], each["stream"], each["version"]) for each in ran.json["findings"]]
    assert found == [(5, HURT, 3), (7, RENAMED, 1)]
    assert HURT in office.here("verify").out
    sound = office.here("verify", "--from", "8")
    assert (sound.code, sound.out.startswith("Alles staat er zoals het is vastgelegd")) == (0, True)


def test_a_bit_that_flipped_on_the_disk_is_noticed_by_the_database_and_told(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    with start(data) as cluster, psycopg.connect(cluster.conninfo(), autocommit=True) as admin:
        with Ledger.open(cluster.conninfo(), key_folder=keys) as ledger:
            opened(ledger, HURT)
            reported(ledger, 3, code=HURT)
        (file,) = admin.execute("SELECT pg_relation_filepath('record.events')").fetchone() or ("",)
    flip(data / "postgres" / file, b'"realised":3')
    with start(data) as cluster, Ledger.open(cluster.conninfo(), key_folder=keys) as ledger:
        found = list(ledger.verify())
        assert [each.position for each in found] == list(range(1, ledger.head().position + 1))
        assert {each.what for each in found} == {"it cannot be read from the disk"}
        ran = Program({"TREDE_DATA": str(data), "TREDE_KEY_FOLDER": str(keys)})("history", HURT)
        assert ran.code == 2
        assert ran.said.startswith(AILMENTS[Ailment.DAMAGED].sentence)


def flip(path: Path, text: bytes) -> None:
    """Change one bit of a file, after a text that stands in it once."""
    content = bytearray(path.read_bytes())
    (found,) = re.finditer(re.escape(text), content)
    content[found.end() - 1] ^= 1
    path.write_bytes(content)
