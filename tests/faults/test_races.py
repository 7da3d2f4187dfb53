"""Two processes at once on one municipality, and writers while whoever projects is stuck."""

import os
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from statistics import median
from subprocess import Popen
from typing import Any
from uuid import uuid4

import pytest

from domain.ledger.embedded import start
from projections.engine.runner import Projector
from projections.engine.status import lowest
from projections.models import MODELS
from tests.faults.house import SHARED, House, house_in
from tests.faults.racing import Became, begun, finished, race
from tests.faults.recording import ENTRIES
from tests.ledger.asking import reported
from tests.serving import serving

Told = dict[str, Any]
"""A command as a process is told it."""
CODE = SHARED[0]
MANY = 40
HELD = "SELECT FROM read.progress FOR UPDATE"
"""Holds the place of every read model: nobody can project anything until it ends."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_in(tmp_path_factory.mktemp("races")) as built:
        yield built


@pytest.fixture(scope="module")
def racers(house: House) -> Iterator[list[Popen[str]]]:
    """Two processes that wait for commands."""
    with start(house.data) as cluster:
        processes = [begun(cluster.conninfo(), house.keys) for _ in range(2)]
        try:
            yield processes
        finally:
            for process in processes:
                with process:
                    process.kill()


def talks(number: int) -> list[Told]:
    return [{"code": CODE, "command": str(uuid4())} for _ in range(number)]


def raced(racers: list[Popen[str]], *commands: list[Told]) -> list[list[Became]]:
    """What became of the commands that two processes carried out at the same time."""
    for process, told in zip(racers, commands, strict=True):
        race(process, told)
    return [finished(process) for process in racers]


def test_two_processes_on_one_municipality_record_each_command_once_and_skip_no_version(
    house: House, racers: list[Popen[str]]
) -> None:
    ours, theirs = talks(MANY), talks(MANY)
    became = raced(racers, ours, theirs)
    with house.ledger() as ledger:
        entries = ledger.entries(CODE)
        assert [entry.version for entry in entries] == list(range(1, len(entries) + 1))
        assert list(ledger.verify()) == []
    there = Counter(entry.recorded.command for entry in entries if entry.recorded)
    assert {there[each["command"]] for each in [*ours, *theirs]} == {ENTRIES}
    assert not any(each.refused or each.repeated for each in [*became[0], *became[1]])
    positions = [[each.position or 0 for each in half] for half in became]
    assert all(before < after for half in positions for before, after in pairwise(half))


def test_a_command_that_two_processes_carry_out_at_once_is_recorded_once_and_answered_alike(
    house: House, racers: list[Popen[str]]
) -> None:
    with house.ledger() as ledger:
        before = ledger.head().position
        same = talks(MANY)
        ours, theirs = raced(racers, same, same)
        assert [each.position for each in ours] == [each.position for each in theirs]
        assert all(one.repeated != other.repeated for one, other in zip(ours, theirs, strict=True))
        assert ledger.head().position == before + MANY * ENTRIES


def test_of_two_who_change_what_both_saw_one_is_refused(house: House, racers: list[Popen[str]]) -> None:
    with house.ledger() as ledger:
        seen = [reported(ledger, 100 + each, code=CODE).entries[0].version for each in range(MANY // 2)]
        ours, theirs = raced(racers, *([corrects(entry, 200 + which) for entry in seen] for which in range(2)))
        for entry, one, other in zip(seen, ours, theirs, strict=True):
            assert {one.refused, other.refused} == {None, "ChangedSince"}, entry
        assert list(ledger.verify()) == []


def corrects(entry: int, realised: int) -> Told:
    return {"code": CODE, "command": str(uuid4()), "entry": entry, "realised": realised}


def test_a_projector_that_is_stuck_does_not_hold_up_who_records(house: House, racers: list[Popen[str]]) -> None:
    took: dict[str, float] = {}
    with serving(house.trede) as server, house.ledger() as ledger:
        server.until_ready()
        for what, held in {"free": free(), "locked": locked(house), "stopped": stopped(server.process.pid)}.items():
            shown = lowest(ledger, MODELS)
            with held:
                ours, theirs = raced(racers, talks(MANY // 2), talks(MANY // 2))
                if what != "free":
                    assert lowest(ledger, MODELS) < ledger.head().position - MANY
            assert not any(each.refused for each in [*ours, *theirs])
            took[what] = median(each.seconds for each in [*ours, *theirs])
            server.until_ready()
            assert Projector(ledger, MODELS).wait_for(ledger.head().position, 60)
            assert lowest(ledger, MODELS) > shown
    told = ", ".join(f"{what} {1000 * seconds:.1f} ms" for what, seconds in took.items())
    print(f"a command while the projector is: {told}")  # noqa: T201 - to be compared, not asserted


@contextmanager
def free() -> Iterator[None]:
    """Nothing is in its way."""
    yield


@contextmanager
def locked(house: House) -> Iterator[None]:
    """Somebody holds what it has to write."""
    with house.admin() as admin, admin.transaction():
        assert admin.execute(HELD).rowcount > 0
        yield


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """The process stands still, with its connections and its election."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
