"""Servers and rebuilds that are killed at random, while others record: every read model has every entry exactly once.

A few kills by default; ``TREDE_KILLS=200`` asks for more, ``TREDE_SEED`` for the same moments again.
"""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from api.cli.rebuild import BROKEN_OFF, INTERRUPTED
from domain.events.base import Entry
from domain.ledger.application import Ledger
from projections.engine.runner import Projector
from projections.engine.status import lowest, status
from projections.models import MODELS
from tests.domain.arbitrary import histories
from tests.faults.house import KILLS, SEED, SHARED, House, house_in, takes_long
from tests.faults.tally import Tally
from tests.projections.laws import require_rebuilt_alike, unsealed
from tests.projections.toys import Found, append, of_stream, rows
from tests.serving import Server, serving

REBUILDS = SERVERS = max(KILLS // 12, 1)
TAKE_OVER = 10.0
"""Seconds within which those who are left have all that was recorded."""
FILES = 3
"""Of four thousand rows each, recorded first: a rebuild then takes several batches."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_in(tmp_path_factory.mktemp("serving")) as built:
        for _ in range(FILES):
            built.completed(built.file())
        yield built


@pytest.fixture(scope="module")
def told() -> list[list[Entry]]:
    """Histories of municipalities, the same for the same seed."""
    made: list[list[Entry]] = []

    @seed(SEED)
    @settings(
        max_examples=60, database=None, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(entries=histories())
    def make(entries: list[Entry]) -> None:
        made.append([replace(entry, fact=unsealed(entry.fact)) for entry in entries])

    make()
    return made


class Street:
    """Two servers on one record: one of a single process, one with two workers. What is killed is replaced."""

    def __init__(self, house: House, stack: ExitStack) -> None:
        self._house = house
        self._stack = stack
        self.servers = [self._started(workers) for workers in (1, 2)]

    def _started(self, workers: int) -> Server:
        return self._stack.enter_context(serving(self._house.trede, "--workers", workers))

    def kill(self) -> str:
        """Kill a server or a worker; what was killed."""
        number = self._house.chance.randrange(3)
        if number == 2 and (workers := self.servers[1].workers()):
            os.kill(self._house.chance.choice(workers), signal.SIGKILL)
            return "a worker"
        at = number % 2
        self.servers[at].process.kill()
        self.servers[at] = self._started(at + 1)
        return "the server with workers" if at else "the single server"


@takes_long
def test_two_servers_of_which_one_is_killed_at_random_project_everything_exactly_once(
    house: House, told: list[list[Entry]], tally: Tally
) -> None:
    streams = (f"GM{number:04}" for number in count(1))
    with house.ledger() as ledger, ExitStack() as stack:
        street = Street(house, stack)
        for server in street.servers:
            server.until_ready()
        writers = [house.recording(code, pause=1.0) for code in SHARED]
        for number in range(SERVERS):
            record_some(ledger, house, streams, told)
            time.sleep(house.chance.uniform(0, 0.5))
            tally.killed(f"{(what := street.kill())} of two servers")
            record_some(ledger, house, streams, told)
            head, begun = ledger.head().position, time.monotonic()
            while lowest(ledger, MODELS) < head:
                assert time.monotonic() - begun < TAKE_OVER, f"after kill {number}, of {what}"
                time.sleep(0.02)
            print(f"kill {number}: {what}; caught up in {time.monotonic() - begun:.2f} s")  # noqa: T201 - with the seed
        assert [writer.poll() for writer in writers] == [None, None]
        for writer in writers:
            writer.kill()
        for server in street.servers:
            assert server.stop()[0] == 0
        require_rebuilt_alike(ledger, MODELS)
        assert [each.parked for each in status(ledger, MODELS)] == [()] * len(MODELS)


def record_some(ledger: Ledger, house: House, streams: Iterator[str], told: list[list[Entry]]) -> None:
    """A few histories of municipalities of their own, as one import would: each in two parts."""
    drawn = [of_stream(entries, next(streams)) for entries in house.chance.sample(told, 5)]
    append(ledger, [entry for entries in drawn for entry in entries[:4]])
    append(ledger, [entry for entries in drawn for entry in entries[4:]])


def every_row(ledger: Ledger) -> list[Found]:
    return [rows(ledger, model) for model in MODELS]


def test_a_rebuild_that_is_killed_at_random_goes_on_where_it_was(house: House, tally: Tally) -> None:
    with house.ledger() as ledger:
        Projector(ledger, MODELS).catch_up()
        before, head = every_row(ledger), ledger.head().position
        takes, done = house.trede("rebuild", "--json").json["seconds"], 0
        for number in range(REBUILDS):
            how = house.chance.choice((signal.SIGKILL, signal.SIGINT))
            process = house.trede.started("rebuild", "--json")
            moment = house.chance.uniform(0, 1) * takes
            until_begun(ledger, process)
            time.sleep(moment)
            process.send_signal(how)
            tally.killed("a rebuild")
            _, said = process.communicate(timeout=60)
            assert process.returncode in {-how, INTERRUPTED, 0}, said
            assert process.returncode != INTERRUPTED or said.startswith(BROKEN_OFF), said  # also while it lets go
            building = [each.building.position for each in status(ledger, MODELS) if each.building]
            now = min(building, default=0)
            assert now >= done or process.returncode == 0 or not building  # killed when all was done
            done = now
            print(f"rebuild {number}: {how.name} after {moment:.2f} of {takes:.2f} s, at {done} of {head}")  # noqa: T201 - with the seed
            assert [each.live.position for each in status(ledger, MODELS) if each.live] == [head] * len(MODELS)
        assert house.trede("rebuild", "--json").json["positions"] == head - done
        assert every_row(ledger) == before


def until_begun(ledger: Ledger, process: subprocess.Popen[str]) -> None:
    """Wait until a process was elected to build, or has ended."""
    elected = "SELECT FROM pg_locks WHERE locktype = 'advisory'"
    with ledger.connection() as connection:
        while process.poll() is None and not connection.execute(elected).rowcount:
            time.sleep(0.01)
