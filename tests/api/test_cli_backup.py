"""Backups from the command line: what they say, and what they say when they cannot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from api.cli.backup_told import SENTENCES, in_sentences
from api.cli.restore import read_moment
from api.cli.usage import Unusable
from api.clock import AMSTERDAM
from api.safekeeping import in_words, warning
from domain.ledger.application import Ledger
from domain.ledger.archive import Segment
from domain.ledger.backup.refused import Refused, Why
from domain.ledger.backup.standing import BackupStanding
from domain.ledger.embedded import start
from domain.ledger.server import SETTINGS
from tests.api.office import Office
from tests.ledger.asking import opened
from tests.program import Program

AT = datetime(2026, 11, 28, 14, tzinfo=AMSTERDAM)


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
    made = trede("backup", tmp_path)
    assert made.code == 0, made.said
    assert "en is gecontroleerd." in made.out
    assert f"De hoofdsleutel zit er NIET bij: {trede.settings['TREDE_KEY_FOLDER']}" in made.out
    told = trede("status", "--json").json
    (note,) = tmp_path.glob("*/LEESMIJ.txt")
    assert f'trede restore "{tmp_path}"' in note.read_text()
    assert (told["backups"]["well"], Path(told["backups"]["last"]).parent) == (True, tmp_path)
    drill = trede("restore", tmp_path, "--drill", "--json").json
    assert (drill["position"], drill["drill"], drill["findings"]) == (told["position"], True, [])


def test_what_is_wrong_with_the_archive_is_said_with_what_to_do() -> None:
    well = BackupStanding(folder=Path("var/postgres.archive"), size=0, last=None, failing_since=None, hole=None)
    assert in_words(well) == "Er is nog geen reservekopie gemaakt. Maak er een met: trede backup MAP"
    assert warning(well) is None
    assert "Het archief staat uit." in str(warning(replace(well, folder=None)))
    assert "lukt niet sinds 28 november 2026" in str(warning(replace(well, failing_since=AT)))
    assert "ontbreekt het stuk 000000010000000000000005" in str(warning(replace(well, hole=Segment(5, 1))))


def test_on_a_server_of_ones_own_it_says_what_to_do_there(office: Office, tmp_path: Path) -> None:
    for words in (("backup", tmp_path), ("restore", tmp_path)):
        ran = office.here(*words)
        assert (ran.code, ran.out) == (2, "")
        assert "met pg_basebackup en een archief van de WAL" in ran.said


def test_every_refusal_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Why)
    refused = Refused(Why.LOG_MISSING, segment="0…5", last=AT)
    assert in_sentences(refused)[0].endswith("Tot 28-11-2026 14:00:00 gaat het wel: --to 2026-11-28T14:00:00+01:00")


def test_a_moment_is_one_in_the_netherlands_and_said_to_be_unclear_where_it_is() -> None:
    assert read_moment("2026-07-01T14:00").isoformat() == "2026-07-01T14:00:00+02:00"
    assert read_moment("2026-10-25T02:30+01:00").isoformat() == "2026-10-25T02:30:00+01:00"
    for unclear in ("2026-10-25T02:30", "2026-03-29T02:30"):
        with pytest.raises(Unusable, match="bij het verzetten van de klok"):
            read_moment(unclear)
    with pytest.raises(Unusable, match="is geen moment"):
        read_moment("gisteren")
