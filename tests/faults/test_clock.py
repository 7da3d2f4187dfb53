"""The clock of the database is set back: the record keeps its order, and no entry is recorded before another."""

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import cast
from uuid import uuid4

import psycopg
import pytest

from domain.ledger.appending import Command
from domain.ledger.application import Ledger
from domain.ledger.embedded import start
from tests.faults import by_hand
from tests.faults.house import SHARED
from tests.ledger.asking import entry, opened, reported

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
"""Tells a program another time than it is."""
FAKED = {
    "LD_PRELOAD": str(LIBRARY),
    "FAKETIME_TIMESTAMP_FILE": "./clock",
    "FAKETIME_NO_CACHE": "1",
    "FAKETIME_DISABLE_SHM": "1",
    "DONT_FAKE_MONOTONIC": "1",
}
DAY = timedelta(days=1)


@pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not on this machine (Debian: the package faketime)")
def test_a_clock_that_is_set_back_changes_neither_order_nor_the_course_of_time(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    with start(data):
        pass
    set_clock(data, "+0d")
    with (
        by_hand.server(data / "postgres", FAKED),
        start(data) as cluster,
        psycopg.connect(cluster.conninfo(), autocommit=True) as admin,
        Ledger.open(cluster.conninfo(), key_folder=keys) as ledger,
    ):
        opened(ledger, SHARED[0])
        before = ledger.head()
        set_clock(data, "-2d")
        assert before.recorded_at - now(admin) > DAY
        reported(ledger, 1, code=SHARED[0])
        staged(ledger, SHARED[0])
        assert ledger.head().recorded_at == before.recorded_at
        set_clock(data, "+2d")
        reported(ledger, 2, code=SHARED[0])
        assert ledger.head().recorded_at - before.recorded_at > DAY
        moments = [each.recorded.recorded_at for each in ledger.since(0) if each.recorded]
        assert all(earlier <= later for earlier, later in pairwise(moments))
        assert [each.recorded.position for each in ledger.since(0) if each.recorded] == list(range(1, len(moments) + 1))
        assert list(ledger.verify()) == []
        assert ledger.position_before(before.recorded_at + DAY) == len(moments) - 1


def staged(ledger: Ledger, code: str) -> None:
    """An entry by the road of imports."""
    with ledger.bulk(Command(uuid4(), "person-anna", b"whatever")) as bulk:
        bulk.stage([entry(code, ledger.municipality(code).version + 1)])
        assert bulk.append() == ()


def now(admin: psycopg.Connection) -> datetime:
    """The time it is for the database."""
    ((found,),) = admin.execute("SELECT clock_timestamp()").fetchall()
    return cast("datetime", found)


def set_clock(data: Path, by: str) -> None:
    """Set the clock of the database so far from the real one."""
    (clock := data / "postgres" / "clock").write_text(by)
    clock.chmod(0o644)
