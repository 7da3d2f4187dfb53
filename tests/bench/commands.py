"""Commands through the whole use case, from many threads of one process, beside what does less of the same.

Ours loads, decides, seals the text, and appends with its command id and a digest, durable when it answers. Beside it:
the library's own application, which saves one small event on its stock table, and PostgreSQL by itself, which inserts
one row of that size per transaction. All on one server, whose disk must have it before they go on.
"""

import re
import subprocess
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate
from psycopg.conninfo import conninfo_to_dict

from domain.decisions.case import open_supervision
from domain.decisions.contact import hold_conversation
from domain.events.base import Origin
from domain.events.contact import ConversationKind
from domain.ledger.application import Ledger
from domain.ledger.embedded import Cluster, start
from domain.ledger.request import Request
from domain.ledger.system_user import programs_for, server_user
from domain.values import ConversationId, PartialDate, PlainText
from tests.bench.country import CODES
from tests.bench.measure import Bench, Row, at_least
from tests.bench.records import DEMO
from tests.ledger.asking import TODAY

AIMS = {1: 1.0, 8: 3.0, 32: 8.0}
"""By how many threads, how many times faster than the bare library."""
PGBENCH = 0.35
CLIENTS = 32
PLAIN = "CREATE TABLE plain (id bigserial PRIMARY KEY, stream text, version int, topic text, body text)"
INSERT = "INSERT INTO plain (stream, version, topic, body) VALUES ('GM8001', 1, 'conversation-held', repeat('x', 500));"
SAID = "In het voorjaar komen twintig woningen vrij; de wethouder wijst ze aan voor het einde van het half jaar."

Work = Callable[[int], None]
"""Does one thing, in the thread with this number."""


def rows(bench: Bench) -> Generator[Row]:
    """Threads against the library, then against PostgreSQL."""
    with started(bench.folder / "commands") as house:
        for threads, aim in AIMS.items():
            yield Row(
                name=f"commands-{threads}",
                what=f"commands through the whole use case, {threads} threads",
                unit="/s",
                aim=at_least(aim),
                ours=partial(speed, house.ours, threads, bench.seconds),
                against="bare eventsourcing save, as many threads",
                theirs=partial(speed, house.bare(threads), threads, bench.seconds),
            )
        yield Row(
            name="commands-pgbench",
            what=f"commands through the whole use case, {CLIENTS} threads",
            unit="/s",
            aim=at_least(PGBENCH),
            ours=partial(speed, house.ours, CLIENTS, bench.seconds),
            against=f"pgbench, one-row INSERT, {CLIENTS} clients",
            theirs=partial(house.pgbench, bench.seconds),
        )


@dataclass(frozen=True, slots=True)
class House:
    """One server with a record, a database of the library and a plain table."""

    folder: Path
    cluster: Cluster
    ledger: Ledger

    def ours(self, thread: int) -> None:
        """Record a conversation; each thread has municipalities of its own, as persons have."""
        conversation = next(NUMBERS)
        codes = CODES[thread::CLIENTS]
        self.ledger.record(
            hold_conversation,
            municipality=codes[conversation % len(codes)],
            request=request(),
            conversation=ConversationId(f"conversation-{conversation}"),
            kind=ConversationKind.PROGRESS,
            summary=PlainText(text=SAID),
        )

    def bare(self, threads: int) -> Work:
        """Save an event of an aggregate that each thread has at hand: the library need not even load it."""
        application = Application[UUID](env=environment(self.cluster, threads))
        held = [Conversations() for _ in range(threads)]
        application.save(*held)

        def save(thread: int) -> None:
            held[thread].hold(f"conversation-{next(NUMBERS)}", SAID)
            application.save(held[thread])

        return save

    def pgbench(self, seconds: float) -> float:
        """How many rows PostgreSQL inserts per second, each in a transaction of its own, with statements prepared."""
        script = self.folder / "insert.sql"
        user = server_user(self.folder, self.folder / "postgres")
        reached = parts(self.cluster.conninfo())
        length = max(1, round(seconds))
        told = subprocess.run(
            [
                programs_for(user) / "pgbench",
                *("--host", reached["host"], "--port", reached["port"], "--username", reached["user"]),
                *("--client", str(CLIENTS), "--jobs", "2", "--time", str(length), "--protocol", "prepared"),
                *("--no-vacuum", "--file", script, reached["dbname"]),
            ],
            check=True,
            capture_output=True,
            text=True,
            cwd="/",
            **user.identity,
        ).stdout
        found = re.search(r"^tps = ([0-9.]+)", told, re.MULTILINE)
        assert found, told
        return float(found[1])


class Conversations(Aggregate):
    """An aggregate of the library as its manual writes them."""

    class Held(Aggregate.Event):
        """An event as large as ours."""

        conversation: str
        kind: str
        summary: str

        def apply(self, _: Any) -> None:  # noqa: ANN401 - as the library has it
            """Remember nothing: that costs the library least."""

    def hold(self, conversation: str, summary: str) -> None:
        """Hold a conversation."""
        self.trigger_event(self.Held, conversation=conversation, kind="progress", summary=summary)


@contextmanager
def started(folder: Path) -> Iterator[House]:
    """A server with all municipalities opened."""
    with start(folder) as cluster, Ledger.open(cluster.conninfo(), key_folder=folder / "keys") as ledger:
        for code in CODES:
            ledger.record(open_supervision, municipality=code, request=request(), name=f"Gemeente {code[2:]}")
        with psycopg.connect(cluster.conninfo(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE bare")
            admin.execute(PLAIN)
        script = folder / "insert.sql"
        script.write_text(INSERT, encoding="utf-8")
        script.chmod(0o644)
        yield House(folder, cluster, ledger)


def environment(cluster: Cluster, threads: int) -> dict[str, str]:
    """The settings of the library, on its stock table; every thread has a connection."""
    reached = parts(cluster.conninfo(dbname="bare"))
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": reached["dbname"],
        "POSTGRES_HOST": reached["host"],
        "POSTGRES_PORT": reached["port"],
        "POSTGRES_USER": reached["user"],
        "POSTGRES_PASSWORD": "none is asked",
        "POSTGRES_POOL_SIZE": str(threads),
        "POSTGRES_MAX_OVERFLOW": str(threads),
    }


def parts(conninfo: str) -> dict[str, str]:
    """The parts of a connection string."""
    return {name: str(value) for name, value in conninfo_to_dict(conninfo).items()}


def request() -> Request:
    """A command that nobody sent before."""
    return Request(command=uuid4(), by=DEMO, origin=Origin.API, happened_on=PartialDate.of(TODAY), today=TODAY)


def speed(work: Work, threads: int, seconds: float) -> float:
    """How often per second something is done by so many threads at once, for some seconds."""
    done = [0] * threads
    failed = list[BaseException]()
    together = Barrier(threads + 1)

    def go_on(thread: int) -> None:
        together.wait()
        try:
            while time.perf_counter() < end:
                work(thread)
                done[thread] += 1
        except Exception as error:  # noqa: BLE001 - told below, in the thread that asked
            failed.append(error)

    workers = [Thread(target=go_on, args=[thread]) for thread in range(threads)]
    for worker in workers:
        worker.start()
    begun = time.perf_counter()
    end = begun + seconds
    together.wait()
    for worker in workers:
        worker.join()
    if failed:
        raise failed[0]
    return sum(done) / (time.perf_counter() - begun)


NUMBERS = count(1)
