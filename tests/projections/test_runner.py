"""Keeping up: batches, elections, waiting, unknown topics, streams that are parked, processes that are killed."""

import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from psycopg import sql

from domain.events.base import Entry, UnknownTopicError
from domain.ledger.appending import Append
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from domain.ledger.stored import NewEvent
from domain.values import PartialDate
from projections.engine import batches, runner
from projections.engine.batches import Batches
from projections.engine.bookkeeping import Bookkeeping, OvertakenError, Role
from projections.engine.runner import Projector, StaleError
from projections.engine.schema import ReadModel, Row
from projections.engine.status import status
from projections.engine.tables import Generation
from tests.ledger.asking import command, record_of, reported
from tests.ledger.asking import opened as open_case
from tests.program import ROOT
from tests.projections.toys import LINES, MODELS, NUMBERS, Lines, Numbers, append, known_at, replayed, rows
from tests.spec import entry, opened

ONLY = (Numbers(),)
POISON = 13


class Particular(Lines):
    """Cannot make anything of one number, in the way it is told."""

    how = "the program"
    name = "particular"

    def rows(self, entry: Entry) -> Iterable[Row]:
        realised = getattr(entry.fact, "realised", None)
        (row,) = super().rows(entry)
        if realised == POISON and self.how == "the program":
            raise RuntimeError("thirteen")
        if realised == POISON and self.how == "the database":
            yield Row(LINES, (entry.version, None, None, "a\0b"))
        elif realised == POISON and self.how == "a constraint":
            yield from (row, row)
        else:
            yield row


@contextmanager
def running(projector: Projector) -> Iterator[Event]:
    """A projector in a thread of its own."""
    stop = Event()
    thread = Thread(target=projector.run, args=[stop])
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join()


def realised(ledger: Ledger, model: ReadModel = ONLY[0]) -> list[int]:
    return [row["realised"] for row in rows(ledger, model)["numbers"]]


def recorded(ledger: Ledger, numbers: Iterable[int]) -> None:
    open_case(ledger)
    for number in numbers:
        reported(ledger, number)


def test_a_projector_sees_at_once_what_is_recorded(ledger: Ledger) -> None:
    projector = Projector(ledger, ONLY)
    projector.catch_up()
    with running(projector):
        recorded(ledger, [1])
        assert projector.wait_for(2, timeout=5)
        begun = time.monotonic()
        answer = reported(ledger, 2)
        assert projector.wait_for(answer.position, timeout=5)
        assert time.monotonic() - begun < runner.POLL / 2
    assert realised(ledger) == [1, 2]


def test_a_projector_that_is_told_to_stop_and_woken_does_not_wait_for_its_next_turn(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "POLL", 60.0)
    projector, stop = Projector(ledger, ONLY), Event()
    projector.catch_up()
    thread = Thread(target=projector.run, args=[stop], daemon=True)
    thread.start()
    recorded(ledger, [1])
    assert projector.wait_for(2, timeout=20)  # it is at work, and waits for more
    stop.set()
    while thread.is_alive():  # it may not listen yet
        projector.wake()
        thread.join(0.1)


def test_waiting_gives_up_in_time(ledger: Ledger) -> None:
    projector = Projector(ledger, ONLY)
    recorded(ledger, [])
    assert not projector.wait_for(1, timeout=0.02)
    projector.catch_up()
    assert projector.wait_for(1, timeout=0.0)


def test_a_projector_that_is_not_elected_waits_for_the_one_that_is(ledger: Ledger) -> None:
    recorded(ledger, [1])
    projector = Projector(ledger, ONLY)
    projector.catch_up()
    with ledger.session() as other:
        books = Bookkeeping(other, ledger.names)
        assert books.elect("numbers", 1, Role.KEEP_UP)
        reported(ledger, 2)
        with pytest.raises(StaleError, match="at position 2, not at 3"):
            projector.catch_up(timeout=0.1)
    assert projector.catch_up() == 3
    assert realised(ledger) == [1, 2]


def test_a_read_from_the_command_line_is_served_by_the_server_that_runs(ledger: Ledger) -> None:
    with running(Projector(ledger, ONLY)):
        recorded(ledger, [1])
        assert Projector(ledger, ONLY).catch_up() == 2


def test_whoever_waits_for_a_catch_up_hears_how_far_it_is(ledger: Ledger) -> None:
    recorded(ledger, [1])
    heard: list[tuple[int, int]] = []
    projector = Projector(ledger, ONLY)
    projector.catch_up(progress=lambda *positions: heard.append(positions))
    assert heard == [(0, 2), (2, 2)]
    reported(ledger, 2)
    projector.catch_up(progress=lambda *positions: heard.append(positions))
    assert heard[2:] == [(2, 3)]


def test_who_is_overtaken_writes_nothing(ledger: Ledger) -> None:
    recorded(ledger, [1])
    Projector(ledger, ONLY).catch_up()
    reported(ledger, 2)
    with ledger.session() as one, ledger.session() as other:
        first, second = Batches(one, ledger), Batches(other, ledger)
        generation = Generation(ONLY[0], 1, ledger.names)
        late = first.resume(generation, 2)
        assert second.advance([second.resume(generation, 2)], 3) == 3
        with pytest.raises(OvertakenError):
            first.advance([late], 3)
    assert realised(ledger) == [1, 2]


def test_small_batches_come_to_the_same_rows(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    recorded(ledger, range(1, 8))
    Projector(ledger, ONLY).catch_up()
    assert realised(ledger) == list(range(1, 8))


# What cannot be projected


def newer(ledger: Ledger) -> None:
    """A fact of a topic that only a newer program knows."""
    record_of(ledger).entry_recorder.append([Append(command(), [NewEvent("GM9999", 1, "from.tomorrow.v1", b"{}")])])


def test_an_unknown_topic_stops_the_projector_at_the_entry_before_it(ledger: Ledger) -> None:
    recorded(ledger, [1])
    projector = Projector(ledger, ONLY)
    projector.catch_up()
    reported(ledger, 2)
    newer(ledger)
    reported(ledger, 3)
    with pytest.raises(UnknownTopicError, match=r"stop at position 3.*from\.tomorrow\.v1"):
        projector.catch_up()
    assert realised(ledger) == [1, 2]
    (told,) = status(ledger, ONLY)
    assert (told.lag, told.live and told.live.position) == (2, 3)
    assert told.live
    assert "from.tomorrow.v1" in str(told.live.trouble)


def test_a_running_projector_tells_what_stopped_it_and_lets_another_have_its_turn(ledger: Ledger) -> None:
    projector = Projector(ledger, ONLY)
    projector.catch_up()
    with running(projector):
        recorded(ledger, [1])
        newer(ledger)
        while not projector.trouble:
            time.sleep(0.01)
        assert "from.tomorrow.v1" in projector.trouble
        with ledger.session() as other:
            while not Bookkeeping(other, ledger.names).elect("numbers", 1, Role.KEEP_UP):
                time.sleep(0.01)
    assert realised(ledger) == [1]


@pytest.mark.parametrize("how", ["the program", "the database", "a constraint"])
def test_an_entry_that_cannot_be_digested_parks_its_stream_and_no_other(ledger: Ledger, how: str) -> None:
    model = Particular()
    model.how = how
    projector = Projector(ledger, [model, *MODELS])
    projector.catch_up()
    recorded(ledger, [1, POISON, 2])
    open_case(ledger, "GM0001")
    projector.catch_up()
    reported(ledger, 3)
    assert projector.catch_up() == 6
    assert [(row["municipality"], row["entry"]) for row in rows(ledger, model)["lines"]] == [
        ("GM0622", 1),
        ("GM0001", 1),
        ("GM0622", 2),
    ]
    told = status(ledger, [model, *MODELS])
    assert [(each.lag, [(one.stream, one.position, one.tries) for one in each.parked]) for each in told] == [
        (0, [("GM0622", 3, 2)]),  # each start tries again
        (0, []),
        (0, []),
    ]
    assert len(rows(ledger, MODELS[0])["lines"]) == 6


@pytest.mark.parametrize("how", ["the program", "the database"])
def test_a_parked_stream_is_replayed_as_if_it_never_was_parked(ledger: Ledger, how: str) -> None:
    model = Particular()
    model.how = how
    projector = Projector(ledger, [model])
    projector.catch_up()
    recorded(ledger, [1, POISON])
    append(ledger, [entry(4, opened().fact, "2024")])
    projector.catch_up()
    assert status(ledger, [model])[0].parked
    model.how = "as it should"
    projector.catch_up()
    assert status(ledger, [model])[0].parked == ()
    entries = ledger.entries("GM0622")
    for each in entries:
        assert each.recorded
        at = each.recorded.position
        assert known_at(rows(ledger, model), model, at) == replayed(model, entries[:at])


def test_an_entry_that_does_not_read_as_its_topic_parks_its_stream(ledger: Ledger) -> None:
    open_case(ledger)
    broken = NewEvent("GM0622", 2, "municipality.figures-reported.v1", b'{"about": {}, "fact": {}}')
    record_of(ledger).entry_recorder.append([Append(command(), [broken])])
    append(ledger, [entry(3, opened().fact)])
    Projector(ledger, [*MODELS, *ONLY]).catch_up()
    parked = {each.model: [one.position for one in each.parked] for each in status(ledger, [*MODELS, *ONLY])}
    assert parked == {"lines": [2], "cases": [], "numbers": [2]}


def test_an_error_that_is_not_the_fault_of_an_entry_parks_nothing(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    recorded(ledger, [1])
    projector = Projector(ledger, ONLY)
    projector.catch_up()
    table = Generation(ONLY[0], 1, names).table(NUMBERS)
    admin.execute(sql.SQL("ALTER TABLE {} RENAME COLUMN realised TO gone").format(table))
    reported(ledger, 2)
    with pytest.raises(psycopg.errors.UndefinedColumn):
        projector.catch_up()
    assert status(ledger, ONLY)[0].lag == 1
    assert status(ledger, ONLY)[0].parked == ()


def test_a_lost_connection_is_made_again(ledger: Ledger, admin: psycopg.Connection) -> None:
    projector = Projector(ledger, ONLY)
    projector.catch_up()
    with running(projector):
        recorded(ledger, [1])
        assert projector.wait_for(2, timeout=5)
        killed = admin.execute(
            "SELECT pg_terminate_backend(a.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE l.locktype = 'advisory' AND a.datname = current_database()"
        ).rowcount
        assert killed
        reported(ledger, 2)
        assert projector.wait_for(3, timeout=10)
    assert realised(ledger) == [1, 2]


# Killed at random


def started(conninfo: str, names: Names, key_folder: Path) -> subprocess.Popen[bytes]:
    arguments = [conninfo, names.record.removeprefix("record_"), str(key_folder)]
    return subprocess.Popen([sys.executable, "-m", "tests.projections.keeping", *arguments], cwd=ROOT)


def test_two_projectors_of_which_one_is_killed_at_random_project_everything_once(
    ledger: Ledger, conninfo: str, names: Names, key_folder: Path
) -> None:
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}")  # noqa: T201 - to have the same moments again
    chance = random.Random(seed)  # noqa: S311 - moments, not keys
    processes = [started(conninfo, names, key_folder) for _ in range(2)]
    watching = Projector(ledger, [*MODELS, *ONLY])
    streams = {f"GM{number:04}": 0 for number in range(1, 41)}
    give_up = time.monotonic() + 12
    kills = 0
    try:
        while time.monotonic() < give_up:
            entries = []
            for stream in chance.sample(sorted(streams), 20):
                for _ in range(chance.randrange(1, 30)):
                    streams[stream] += 1
                    made = entry(streams[stream], opened(on=PartialDate.of("2024").first_day).fact)
                    entries.append(Entry(stream, made.version, made.fact, made.about))
            append(ledger, entries)
            time.sleep(chance.uniform(0, 0.3))
            if chance.random() < 0.3:
                victim = chance.randrange(2)
                processes[victim].kill()
                processes[victim].wait()
                kills += 1
                processes[victim] = started(conninfo, names, key_folder)
        head = ledger.head().position
        assert watching.wait_for(head, timeout=30)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert kills
    for model in (*MODELS, *ONLY):
        found = rows(ledger, model)
        for stream in streams:
            own = {name: [row for row in table if row["municipality"] == stream] for name, table in found.items()}
            assert known_at(own, model, head) == replayed(model, ledger.entries(stream))
    assert len(rows(ledger, MODELS[0])["lines"]) == head
