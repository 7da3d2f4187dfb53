"""A PostgreSQL that a test starts itself, with the programs and the account of the embedded one."""

import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import psycopg

from domain.ledger.server import HERE, SETTINGS
from domain.ledger.system_user import programs_for, server_user


def run(program: str, *arguments: str, cluster: Path) -> None:
    """Run one of PostgreSQL's programs in the folder of a cluster."""
    user = server_user(cluster.parent, cluster)
    subprocess.run([programs_for(user) / program, *arguments], cwd=cluster, check=True, **user.identity)


@contextmanager
def server(
    cluster: Path, environment: Mapping[str, str] | None = None, **settings: str
) -> Iterator[subprocess.Popen[bytes]]:
    """A server on a cluster, as soon as it answers; stopped at the end."""
    user = server_user(cluster.parent, cluster)
    told = chain.from_iterable(("-c", f"{name}={value}") for name, value in (SETTINGS | settings).items())
    process = subprocess.Popen(
        [programs_for(user) / "postgres", "-D", HERE, *told],
        cwd=cluster,
        env={"LC_ALL": "C", **(environment or {})},
        stderr=subprocess.DEVNULL,
        **user.identity,
    )
    with process:
        try:
            until_it_answers(cluster, process)
            yield process
        finally:
            process.send_signal(signal.SIGINT)


def until_it_answers(cluster: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server lets somebody in."""
    while True:
        try:
            psycopg.connect(conninfo(cluster)).close()
        except psycopg.OperationalError:
            assert process.poll() is None, "the server has ended"
            time.sleep(0.02)
        else:
            return


def conninfo(*clusters: Path) -> str:
    """How to reach the server of a cluster, or whichever of several takes writes."""
    hosts, ports = ",".join(map(str, clusters)), ",".join("5432" for _ in clusters)
    return f"host={hosts} port={ports} user=trede dbname=trede"
