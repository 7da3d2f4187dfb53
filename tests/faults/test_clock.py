"""The clock of the database is set back: the record keeps its order, and no entry is recorded before another."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import chain, pairwise
from pathlib import Path
from typing import cast
from uuid import uuid4

import psycopg
import pytest

from domain.ledger.appending import Command
from domain.ledger.application import Ledger
from domain.ledger.embedded import find, start
from domain.ledger.server import HERE, SETTINGS
from domain.ledger.system_user import programs_for, server_user
from tests.faults.house import SHARED
from tests.ledger.asking import entry, opened, reported

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
"""Tells a program another time than it is."""
DAY = timedelta(days=1)


@pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not on this machine (Debian: the package faketime)")
def test_a_clock_that_is_set_back_changes_neither_order_nor_the_course_of_time(tmp_path: Path) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    with start(data):
        pass
    with (
        running_by(data / "postgres" / "clock", data),
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
    (data / "postgres" / "clock").write_text(by)


@contextmanager
def running_by(clock: Path, data: Path) -> Iterator[None]:
    """The server of a data folder, by the time that a file tells."""
    clock.write_text("+0d")
    clock.chmod(0o644)
    user = server_user(data, clock.parent)
    settings = chain.from_iterable(("-c", f"{name}={value}") for name, value in SETTINGS.items())
    faked = {"LD_PRELOAD": str(LIBRARY), "FAKETIME_TIMESTAMP_FILE": f"./{clock.name}", "FAKETIME_NO_CACHE": "1"}
    process = subprocess.Popen(
        [programs_for(user) / "postgres", "-D", HERE, *settings],
        cwd=clock.parent,
        env={"LC_ALL": "C", "DONT_FAKE_MONOTONIC": "1", "FAKETIME_DISABLE_SHM": "1", **faked},
        stderr=subprocess.DEVNULL,
        **user.identity,
    )
    with process:
        try:
            while (found := find(data)) is None:
                assert process.poll() is None
                time.sleep(0.02)
            found.stop()
            yield
        finally:
            process.send_signal(signal.SIGINT)
