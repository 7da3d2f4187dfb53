"""The primary dies for good and a standby takes over: nobody who was answered loses anything, and writers only wait."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg
import pytest

from domain.ledger.application import Ledger
from domain.ledger.server import SOCKET
from domain.ledger.system_user import server_user
from tests.faults import by_hand
from tests.faults.hammer import Hammer, talked
from tests.faults.house import SHARED, House, house_in, takes_long
from tests.faults.judge import Judge
from tests.faults.prey import family, secret_in
from tests.faults.tally import Tally
from tests.ledger.asking import opened
from tests.program import Program
from tests.serving import serving

WRITERS = 4
OWN = tuple(f"GM95{number:02}" for number in range(WRITERS))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder through which the account of the servers can go, from one to the other."""
    with TemporaryDirectory(prefix="trede-failover-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o711)
        yield Path(name)


@takes_long
def test_a_standby_that_takes_over_has_all_that_was_answered_and_writers_go_on_by_themselves(
    folder: Path, tally: Tally
) -> None:
    with house_in(folder) as house, standby_of(house, folder / "standby") as cluster:
        conninfo = by_hand.conninfo(house.data / "postgres", cluster)
        with Ledger.open(conninfo, key_folder=house.keys) as ledger:
            for code in OWN:
                opened(ledger, code)
            secret, judge = secret_in(ledger), Judge(ledger.head().position)
        trede = Program({"TREDE_DATABASE_URL": conninfo, "TREDE_KEY_FOLDER": str(house.keys)})
        log = str(folder / "server.log")
        with serving(trede, "--workers", 2, TREDE_LOG=log) as server, httpx.Client(timeout=60) as client:
            server.until_ready()
            hammer = Hammer(str(server.client.base_url), secret)
            with hammer.going(WRITERS, [*SHARED, *OWN], house.chance):
                time.sleep(house.chance.uniform(0.5, 1.5))
                begun = time.monotonic()
                kill_primary(house)
                promote(cluster)
                hammer.sent.append(probe := talked(SHARED[0], 1))
                probe.heard = hammer.insist(client, probe)
                hammer.until_visible(client, probe)
                recovery = time.monotonic() - begun
                time.sleep(0.5)
                hammer.pause()
                with Ledger.open(conninfo, key_folder=house.keys) as ledger:
                    counted = judge.judge(hammer, client, ledger)
            assert server.stop()[0] == 0
    tally.killed("the primary, for good", recovery)
    tally.commands.update(counted)
    print(f"failover: works again in {recovery:.2f} s; {dict(counted)}")  # noqa: T201 - the figures


def kill_primary(house: House) -> None:
    """Kill all of the primary."""
    for pid in family(house.postmaster()):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def promote(cluster: Path) -> None:
    """Make the standby the primary, and wait until it is."""
    with psycopg.connect(by_hand.conninfo(cluster), autocommit=True) as admin:
        assert admin.execute("SELECT pg_promote()").fetchone() == (True,)


@contextmanager
def standby_of(house: House, folder: Path) -> Iterator[Path]:
    """A standby of the server of a house; nothing is answered any more that it does not have on its disk."""
    primary, cluster = house.data / "postgres", folder / "postgres"
    folder.mkdir()
    user = server_user(folder, cluster)
    cluster.mkdir(mode=0o700)
    user.given(cluster)
    source = ["--dbname", by_hand.conninfo(primary), "--checkpoint=fast", "--write-recovery-conf"]
    by_hand.run("pg_basebackup", "--pgdata=.", *source, cluster=cluster)
    (cluster / f"{SOCKET}.lock").unlink()  # of the primary, which has its socket in its folder
    with by_hand.server(cluster, synchronous_standby_names="", archive_mode="off"), house.admin() as admin:
        admin.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        admin.execute("SELECT pg_reload_conf()")
        while not admin.execute("SELECT FROM pg_stat_replication WHERE sync_state = 'sync'").rowcount:
            time.sleep(0.02)
        yield cluster
