"""Whatever is killed, at whatever moment: all or nothing of each command, and the next start works.

A few kills by default; ``TREDE_KILLS=200`` asks for more, ``TREDE_SEED`` for the same moments again.
"""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from domain.events.base import Entry
from domain.events.figures import FiguresReported
from domain.events.figures_import import FiguresImported
from domain.ledger.embedded import start
from tests.faults.house import KILLS, ROWS, SHARED, House, house_in, kill
from tests.faults.recording import ENTRIES, converse
from tests.faults.tally import Tally

IMPORTS = max(KILLS // 6, 1)
COMMANDS = SERVERS = max(KILLS // 12, 1)
STAGES = "stated_rows"
"""In what an import asks of the database while it reads a file."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house_in(tmp_path_factory.mktemp("kills")) as built:
        yield built


def source(path: Path) -> str:
    """The source that the rows of a file name."""
    return path.stem.replace("figures-", "brief ")


def require_never_changed(house: House) -> None:
    """All that was seen before is there as it was."""
    entries = house.require_sound()
    with house.ledger() as ledger:
        assert list(ledger.verify()) == []
        assert ledger.since(0, limit=10_000_000) == entries


def whole_files(entries: list[Entry]) -> Counter[str]:
    """Every file is recorded whole or not at all; how many statements came from each."""
    stated = Counter(each.fact.source.reference for each in entries if isinstance(each.fact, FiguresReported))
    assert set(stated.values()) <= {ROWS}
    imports = [each for each in entries if isinstance(each.fact, FiguresImported)]
    recorded = [each.fact.counts.recorded for each in imports if isinstance(each.fact, FiguresImported)]
    assert sum(recorded) == stated.total()
    return stated


def require_completes(house: House, path: Path, *, recorded: bool) -> None:
    """Importing a file again comes to the same, whatever became of it the first time."""
    counts = house.completed(path).counts
    assert (counts.rows, counts.refused) == (ROWS, 0)
    assert (counts.recorded, counts.unchanged) == ((0, ROWS) if recorded else (ROWS, 0))


def test_an_import_that_is_killed_is_recorded_whole_or_not_at_all(house: House, tally: Tally) -> None:
    process = house.importing(house.file())
    house.until(bool)
    begun = time.monotonic()
    _, complained = process.communicate(timeout=60)
    takes = time.monotonic() - begun
    assert (process.returncode, complained) == (0, "")
    for number in range(IMPORTS):
        path = house.file()
        moment = house.chance.uniform(0, 1.5) * takes
        process = house.importing(path)
        house.until(bool)
        time.sleep(moment)
        kill(process)
        tally.killed("an import")
        there = whole_files(house.require_sound())[source(path)] == ROWS
        print(f"import {number}: killed after {moment:.2f} of {takes:.2f} s: {'recorded' if there else 'nothing'}")  # noqa: T201 - with the seed
        require_completes(house, path, recorded=there)
    whole_files(house.require_sound())
    require_never_changed(house)


def test_commands_of_killed_processes_are_there_once_when_answered_and_whole_or_not_when_not(
    house: House, tally: Tally
) -> None:
    for _ in range(COMMANDS):
        processes = [house.recording(code) for code in (SHARED[0], *SHARED)]
        house.until(lambda clients: len(clients) >= 3)
        time.sleep(house.chance.uniform(0, 0.8))
        said = [line for process in house.chance.sample(processes, 3) for line in kill(process)]
        tally.killed("three processes that record")
        require_answered(house, house.require_sound(), said)
    require_never_changed(house)


def require_answered(house: House, entries: list[Entry], said: list[str]) -> None:
    """What was answered is there once, at its position; what was not is there whole or not, and can be sent again."""
    words = [line.split() for line in said]
    codes = {command: code for what, command, code in words if what == "asked"}
    answered = {command: int(position) for what, command, position in words if what == "answered"}
    there = Counter(each.recorded.command for each in entries if each.recorded)
    last = {each.recorded.command: each.recorded.position for each in entries if each.recorded}
    assert {command: last[command] for command in answered} == answered
    assert {there[command] for command in answered} <= {ENTRIES}
    assert {there[command] for command in codes} <= {0, ENTRIES}
    with house.ledger() as ledger:
        for command in codes.keys() - answered.keys():
            answer = converse(ledger, codes[command], UUID(command))
            assert (answer.repeated, len(answer.entries)) == (there[command] == ENTRIES, ENTRIES)


def test_a_server_that_is_killed_comes_back_with_all_that_was_answered(house: House, tally: Tally) -> None:
    for number in range(SERVERS):
        path = house.file()
        writers = [house.recording(code) for code in SHARED]
        process = house.importing(path)
        house.until(lambda clients: any(STAGES in query for query in clients))
        moment = house.chance.uniform(0, 1.0)
        time.sleep(moment)
        os.kill(house.postmaster(), signal.SIGKILL)
        tally.killed("the database under an import")
        with start(house.data):  # as whoever comes next does; the import would else wait for its patience to end
            out, complained = process.communicate(timeout=120)
        assert process.returncode in {0, 2}, complained
        assert "Traceback" not in complained
        said = [line for writer in writers for line in kill(writer)]
        entries = house.require_sound()
        there = whole_files(entries)[source(path)] == ROWS
        print(f"server {number}: killed after {moment:.2f} s: {process.returncode}, {complained!r}")  # noqa: T201 - with the seed
        assert there or process.returncode == 2, out
        require_answered(house, entries, said)
        require_completes(house, path, recorded=there)
    whole_files(house.require_sound())
    require_never_changed(house)
