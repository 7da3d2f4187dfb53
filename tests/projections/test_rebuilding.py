"""Building beside the live one: the same rows, resumable, in its place at once, with nothing left behind."""

import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg import sql

from domain.events.base import Entry, UnknownTopicError
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from projections.engine import batches, rebuilding
from projections.engine.bookkeeping import Bookkeeping, Role
from projections.engine.rebuilding import build_missing, drop_older, missing, rebuild
from projections.engine.runner import Projector
from projections.engine.status import status
from projections.engine.tables import Generation, view
from tests.domain.arbitrary import histories
from tests.ledger.asking import reported
from tests.program import ROOT
from tests.projections.laws import LAW, STREAMS, require_rebuilt_alike
from tests.projections.test_runner import newer, recorded, running
from tests.projections.toys import MODELS, NUMBERS, Numbers, append, of_stream, rows

ONLY = (Numbers(),)


class Renewed(Numbers):
    """The next version."""

    version = 2


def relations(admin: psycopg.Connection, names: Names) -> list[str]:
    found = admin.execute("SELECT relname FROM pg_class WHERE relnamespace = %s::regnamespace", [names.read])
    return sorted(name for (name,) in found if name.split("_")[0] in {"numbers", "lines", "cases"})


@LAW
@given(told=st.lists(histories(), min_size=1, max_size=3))
def test_a_rebuild_makes_the_rows_that_grew_entry_by_entry(ledger: Ledger, told: list[list[Entry]]) -> None:
    projector = Projector(ledger, MODELS)
    projector.catch_up()
    for entries in told:
        stream = next(STREAMS)
        for each in of_stream(entries, stream):
            append(ledger, [each])
            if each.version % 3 == 0:
                projector.catch_up()
    require_rebuilt_alike(ledger, MODELS)


def test_a_rebuild_leaves_one_generation_with_its_indexes(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    recorded(ledger, [1])
    Projector(ledger, ONLY).catch_up()
    assert relations(admin, names) == [
        "numbers_v1_g1_numbers",
        "numbers_v1_g1_numbers_period_reported_on_idx",
        "numbers_v1_g1_numbers_pkey",
        "numbers_v1_numbers",
    ]
    seen: list[tuple[int, int]] = []
    rebuild(ledger, ONLY, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(0, 2), (2, 2)]
    assert relations(admin, names) == [
        "numbers_v1_g2_numbers",
        "numbers_v1_g2_numbers_period_reported_on_idx",
        "numbers_v1_g2_numbers_pkey",
        "numbers_v1_numbers",
    ]


def test_what_is_recorded_during_a_rebuild_is_in_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    recorded(ledger, [1, 2, 3, 4])
    projector = Projector(ledger, ONLY)
    projector.catch_up()
    more = iter(range(5, 9))

    def meanwhile(*_: int) -> None:
        if (number := next(more, None)) is not None:
            reported(ledger, number)
            projector.catch_up(timeout=0.5)

    rebuild(ledger, ONLY, progress=meanwhile)
    projector.catch_up()
    assert [row["realised"] for row in rows(ledger, ONLY[0])["numbers"]] == list(range(1, 9))
    assert status(ledger, ONLY)[0].lag == 0


def test_a_running_projector_goes_on_with_the_generation_that_took_over(ledger: Ledger) -> None:
    projector = Projector(ledger, ONLY)
    with running(projector):
        recorded(ledger, [1])
        assert projector.wait_for(2, timeout=5)
        assert rebuild(ledger, ONLY) == list(ONLY)
        assert projector.wait_for(reported(ledger, 2).position, timeout=5)
    assert [row["realised"] for row in rows(ledger, ONLY[0])["numbers"]] == [1, 2]
    (told,) = status(ledger, ONLY)
    assert (told.live and told.live.generation, told.building) == (2, None)


def test_a_rebuild_that_was_stopped_goes_on_where_it_was(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 2)
    recorded(ledger, range(1, 6))
    Projector(ledger, ONLY).catch_up()
    stop = Event()

    def stopped_at_four(done: int, _: int) -> None:
        if done >= 4:
            stop.set()

    assert rebuild(ledger, ONLY, stop=stop, progress=stopped_at_four) == []
    (told,) = status(ledger, ONLY)
    assert told.live
    assert told.building
    assert (told.live.generation, told.building.generation, told.building.position) == (1, 2, 6)
    assert missing(ledger, ONLY) == list(ONLY)
    reported(ledger, 6)
    seen: list[int] = []
    assert build_missing(ledger, ONLY, progress=lambda done, _: seen.append(done)) == list(ONLY)
    assert seen[0] == 6
    assert [row["realised"] for row in rows(ledger, ONLY[0])["numbers"]] == [1, 2, 3, 4, 5, 6]
    assert missing(ledger, ONLY) == []


REBUILDING = """
import sys
from pathlib import Path
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from projections.engine import batches
from projections.engine.rebuilding import rebuild
from tests.projections.toys import MODELS
batches.BATCH = 5
with Ledger.open(sys.argv[1], Names.suffixed(sys.argv[2]), key_folder=Path(sys.argv[3])) as ledger:
    rebuild(ledger, MODELS)
"""


def test_a_rebuild_that_is_killed_goes_on_where_it_was(
    ledger: Ledger, conninfo: str, names: Names, key_folder: Path
) -> None:
    recorded(ledger, range(1, 400))
    Projector(ledger, MODELS).catch_up()
    before = [rows(ledger, model) for model in MODELS]
    arguments = [conninfo, names.record.removeprefix("record_"), str(key_folder)]
    process = subprocess.Popen([sys.executable, "-c", REBUILDING, *arguments], cwd=ROOT)
    while not (found := status(ledger, MODELS)[0].building) or not found.position:
        assert process.poll() is None
        time.sleep(0.001)
    process.kill()
    process.wait()
    killed_at = status(ledger, MODELS)[0].building
    assert killed_at
    assert killed_at.position < 400
    seen: list[int] = []
    while not rebuild(ledger, MODELS, progress=lambda done, _: seen.append(done)):
        time.sleep(0.01)  # the server has yet to see that the process is gone
    assert seen[0] >= killed_at.position
    assert [rows(ledger, model) for model in MODELS] == before


def test_one_process_builds_at_a_time(ledger: Ledger) -> None:
    with ledger.session() as other:
        assert Bookkeeping(other, ledger.names).elect("numbers", 1, Role.BUILD)
        assert rebuild(ledger, ONLY) == []
    assert rebuild(ledger, ONLY) == list(ONLY)


def test_a_reader_that_lingers_holds_up_neither_the_others_nor_the_record(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    recorded(ledger, [1])
    Projector(ledger, ONLY).catch_up()
    with ledger.session() as reader:
        with reader.transaction():
            reader.execute(sql.SQL("SELECT * FROM {}").format(Generation(ONLY[0], 1, names).table(NUMBERS)))
            thread = Thread(target=rebuild, args=[ledger, ONLY])
            thread.start()
            while status(ledger, ONLY)[0].building or not (live := status(ledger, ONLY)[0].live) or live.generation < 2:
                time.sleep(0.01)
            assert [row["realised"] for row in rows(ledger, ONLY[0])["numbers"]] == [1]
        thread.join()
    assert relations(admin, names)[0] == "numbers_v1_g2_numbers"


def test_an_older_version_serves_until_its_last_program_is_gone(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    new = (Renewed(),)
    with running(Projector(ledger, ONLY)) as stop:
        recorded(ledger, [1])
        Projector(ledger, new).catch_up()
        assert drop_older(ledger, new) == []
        assert Projector(ledger, ONLY).wait_for(reported(ledger, 2).position, timeout=5)
        stop.set()
    Projector(ledger, new).catch_up()
    assert [row["realised"] for row in rows(ledger, new[0])["numbers"]] == [1, 2]
    assert [row["realised"] for row in rows(ledger, ONLY[0])["numbers"]] == [1, 2]
    assert drop_older(ledger, new) == ["numbers_v1"]
    assert all(name.startswith("numbers_v2") for name in relations(admin, names))
    assert missing(ledger, new) == []


def test_a_build_stops_at_an_unknown_topic_and_keeps_what_it_has(ledger: Ledger) -> None:
    recorded(ledger, [1])
    newer(ledger)
    with pytest.raises(UnknownTopicError):
        rebuild(ledger, ONLY)
    (told,) = status(ledger, ONLY)
    assert (told.live, told.building and told.building.position) == (None, 2)


def test_a_reader_of_the_view_that_lingers_makes_the_new_generation_wait_and_try_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    monkeypatch.setattr(rebuilding, "PATIENCE", "50ms")
    recorded(ledger, [1])
    projector = Projector(ledger, ONLY)
    projector.catch_up()
    with ledger.session() as reader:
        with reader.transaction():
            reader.execute(sql.SQL("SELECT * FROM {}").format(view(ONLY[0], NUMBERS, names)))
            thread = Thread(target=rebuild, args=[ledger, ONLY])
            thread.start()
            time.sleep(0.2)
            reported(ledger, 2)
            assert projector.catch_up() == 3
        thread.join()
    (told,) = status(ledger, ONLY)
    assert (told.live and told.live.generation, told.lag) == (2, 0)
    assert [row["realised"] for row in rows(ledger, ONLY[0])["numbers"]] == [1, 2]


def test_a_build_gives_up_when_readers_never_let_go_and_can_go_on_later(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, names: Names
) -> None:
    monkeypatch.setattr(rebuilding, "PATIENCE", "20ms")
    monkeypatch.setattr(rebuilding, "ATTEMPTS", 2)
    recorded(ledger, [1])
    Projector(ledger, ONLY).catch_up()
    with ledger.session() as reader, reader.transaction():
        reader.execute(sql.SQL("SELECT * FROM {}").format(view(ONLY[0], NUMBERS, names)))
        with pytest.raises(psycopg.errors.LockNotAvailable):
            rebuild(ledger, ONLY)
    assert build_missing(ledger, ONLY) == list(ONLY)
    assert [row["realised"] for row in rows(ledger, ONLY[0])["numbers"]] == [1]
