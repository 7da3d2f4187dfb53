"""Backups from the command line: what they say, and what they say when they cannot."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from api.cli.backup_told import SENTENCES, in_sentences
from api.cli.restore import read_moment
from api.cli.usage import Unusable
from domain.ledger.application import Ledger
from domain.ledger.backup.refused import Refused, Why
from domain.ledger.embedded import start
from domain.ledger.server import SETTINGS
from tests.api.office import Office
from tests.ledger.asking import opened
from tests.program import Program


@pytest.fixture(scope="module")
def trede(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program on a record of its own, whose database runs."""
    data, keys = (tmp_path_factory.mktemp("province") / name for name in ("var", "keys"))
    with (
        patch.dict(SETTINGS, {"fsync": "off"}),
        start(data) as cluster,
        Ledger.open(cluster.conninfo(), key_folder=keys, connections=1) as ledger,
    ):
        opened(ledger)
        yield Program({"TREDE_DATA": str(data), "TREDE_KEY_FOLDER": str(keys)})


def test_a_backup_is_made_rehearsed_and_told_with_the_status(trede: Program, tmp_path: Path) -> None:
    assert "Er is nog geen reservekopie gemaakt. Maak er een met: trede backup MAP" in trede("status").out
    made = trede("backup", tmp_path)
    assert made.code == 0, made.said
    assert "en is gecontroleerd." in made.out
    assert f"De hoofdsleutel zit er NIET bij: {trede.settings['TREDE_KEY_FOLDER']}" in made.out
    told = trede("status", "--json").json
    assert (told["backups"]["well"], Path(told["backups"]["last"]).parent) == (True, tmp_path)
    drill = trede("restore", tmp_path, "--drill", "--json").json
    assert (drill["position"], drill["drill"], drill["findings"]) == (told["position"], True, [])
    refused = trede("restore", tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert "Met --replace gaat die opzij" in refused.said
    assert refused.said.endswith("Er is niets veranderd.\n")


def test_on_a_server_of_ones_own_it_says_what_to_do_there(office: Office, tmp_path: Path) -> None:
    for words in (("backup", tmp_path), ("restore", tmp_path)):
        ran = office.here(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "met pg_basebackup en een archief van de WAL" in ran.said


def test_every_refusal_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Why)
    refused = Refused(
        Why.LOG_MISSING, segment="0…5", last=datetime(2026, 11, 28, 14, tzinfo=ZoneInfo("Europe/Amsterdam"))
    )
    assert in_sentences(refused)[0].endswith("Tot 28-11-2026 14:00:00 gaat het wel: --to 2026-11-28T14:00:00+01:00")


def test_a_moment_is_one_in_the_netherlands_and_said_to_be_unclear_where_it_is() -> None:
    assert read_moment("2026-07-01T14:00").isoformat() == "2026-07-01T14:00:00+02:00"
    assert read_moment("2026-10-25T02:30+01:00").isoformat() == "2026-10-25T02:30:00+01:00"
    for unclear in ("2026-10-25T02:30", "2026-03-29T02:30"):
        with pytest.raises(Unusable, match="bij het verzetten van de klok"):
            read_moment(unclear)
    with pytest.raises(Unusable, match="is geen moment"):
        read_moment("gisteren")
