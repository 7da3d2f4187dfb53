"""Many entries together or not at all."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from eventsourcing.persistence import PersistenceError

from domain.events.base import Entry
from domain.events.case import SupervisionClosed
from domain.ledger.appending import Command, OutcomeUnknownError
from domain.ledger.application import Ledger
from domain.ledger.integrity import verify
from domain.ledger.schema import Names
from domain.refusals import CommandReused
from tests.ledger.asking import VLAARDINGEN, command, count, entry, opened, positions, record_of, reported, text


def streams(*names: str, first: int = 1, each: int = 2) -> list[Entry]:
    return [entry(name, version) for name in names for version in range(first, first + each)]


def record_together(ledger: Ledger, entries: Iterable[Entry], as_: Command, *, fail: bool = False) -> None:
    with ledger.bulk(as_) as bulk:
        bulk.stage(entries)
        bulk.append()
        if fail:
            raise ZeroDivisionError


def told(entries: Iterable[Entry]) -> list[tuple[str, int]]:
    return [(each.stream, each.version) for each in entries]


def test_many_entries_are_recorded_in_the_order_staged(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    opened(ledger)
    with ledger.bulk(command()) as bulk:
        bulk.stage(streams("GM0001", "GM0002"))
        bulk.stage(streams(VLAARDINGEN, first=2))
        assert bulk.append() == ()
    assert (bulk.position, bulk.size, bulk.repeated) == (7, 6, False)
    assert told(ledger.since(1)) == told([*streams("GM0001", "GM0002"), *streams(VLAARDINGEN, first=2)])
    assert positions(admin, names) == list(range(1, 8))
    assert count(admin, names, "staging") == 0
    assert list(verify(record_of(ledger).entry_recorder)) == []


def test_an_exception_undoes_everything(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    sent = command()
    with pytest.raises(ZeroDivisionError):
        record_together(ledger, streams("GM0001"), sent, fail=True)
    assert [count(admin, names, name) for name in ("staging", "events", "commands")] == [0, 0, 0]
    assert ledger.first_answer(sent) is None
    opened(ledger)
    assert positions(admin, names) == [1]


def test_leaving_without_an_append_records_nothing_and_says_so(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    def stage_only() -> None:
        with ledger.bulk(command()) as bulk:
            bulk.stage(streams("GM0001"))

    with pytest.raises(RuntimeError, match="nothing is recorded"):
        stage_only()
    assert [count(admin, names, name) for name in ("staging", "events")] == [0, 0]


def test_a_stream_that_moved_is_decided_again_alone(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    opened(ledger)
    with ledger.bulk(command()) as bulk:
        bulk.stage(streams(VLAARDINGEN, "GM0001", first=1))
        moved = bulk.append()
        assert moved == (VLAARDINGEN,)
        bulk.replace(moved, streams(VLAARDINGEN, first=2, each=1))
        assert bulk.append() == ()
    assert told(ledger.since(0)) == [(VLAARDINGEN, 1), ("GM0001", 1), ("GM0001", 2), (VLAARDINGEN, 2)]
    assert count(admin, names, "staging") == 0


def test_after_the_first_append_nobody_else_comes_between(ledger: Ledger) -> None:
    opened(ledger)
    late = threading.Thread(target=reported, args=(ledger, 30))
    with ledger.bulk(command()) as bulk:
        bulk.stage(streams(VLAARDINGEN, "GM0001"))
        moved = bulk.append()
        late.start()
        time.sleep(0.1)
        bulk.replace(moved, streams(VLAARDINGEN, first=2, each=1))
        assert bulk.append() == ()
    late.join()
    assert ledger.municipality(VLAARDINGEN).version == 3
    assert told(ledger.since(4)) == [(VLAARDINGEN, 3)]


def test_others_record_while_entries_are_staged(ledger: Ledger) -> None:
    with ledger.bulk(command()) as bulk:
        bulk.stage(streams("GM0001"))
        opened(ledger)
        assert bulk.append() == ()
    assert bulk.position == 3


def test_a_stream_that_is_taken_back_leaves_nothing(ledger: Ledger) -> None:
    with ledger.bulk(command()) as bulk:
        bulk.stage(streams("GM0001", "GM0002"))
        bulk.replace(["GM0001"], [])
        bulk.append()
    assert ledger.streams() == ["GM0002"]


def test_nothing_staged_is_remembered_as_a_command_with_nothing_new(ledger: Ledger) -> None:
    sent = command()
    with ledger.bulk(sent) as bulk:
        bulk.append()
    answer = ledger.first_answer(sent)
    assert answer
    assert (bulk.size, answer.entries) == (0, ())


def test_a_repeated_bulk_answers_as_the_first_time(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    sent = command()
    for repeated in (False, True):
        with ledger.bulk(sent) as bulk:
            bulk.stage(streams("GM0001"))
            assert bulk.append() == ()
        assert (bulk.position, bulk.size, bulk.repeated) == (2, 2, repeated)
    assert positions(admin, names) == [1, 2]
    assert count(admin, names, "staging") == 0


def test_a_bulk_under_the_id_of_another_command_is_refused(ledger: Ledger) -> None:
    sent = command()
    with ledger.bulk(sent) as bulk:
        bulk.append()
    with pytest.raises(CommandReused):
        record_together(ledger, streams("GM0001"), replace(sent, request=b"another file"))
    assert ledger.streams() == []


def test_texts_in_a_bulk_are_sealed_and_read_again(ledger: Ledger) -> None:
    with ledger.bulk(command()) as bulk:
        bulk.stage([entry("GM0001", 1, SupervisionClosed(reason=text("one")))])
        bulk.stage([entry("GM0002", 1, SupervisionClosed(reason=text("two", person="person-bert")))])
        bulk.stage([entry("GM0003", 1, SupervisionClosed(reason=text("three", person="person-bert")))])
        bulk.replace(["GM0001"], [entry("GM0001", 1, SupervisionClosed(reason=text("one again")))])
        bulk.append()
    facts = [each.fact for each in ledger.since(0)]
    assert ledger.unseal([fact.reason for fact in facts if isinstance(fact, SupervisionClosed)]) == [
        "two",
        "three",
        "one again",
    ]


def test_versions_that_do_not_follow_each_other_are_a_mistake_of_the_caller(ledger: Ledger) -> None:
    with pytest.raises(PersistenceError, match="do not follow each other"):
        record_together(ledger, [entry("GM0001", 1), entry("GM0001", 3)], command())
    assert ledger.head().position == 0


def test_twenty_thousand_entries_take_seconds(ledger: Ledger) -> None:
    entries = streams(*(f"GM{n:04}" for n in range(200)), each=100)
    begun = time.monotonic()
    with ledger.bulk(command()) as bulk:
        bulk.stage(entries)
        bulk.append()
    assert time.monotonic() - begun < 10
    assert ledger.head().position == 20_000


def die_before_the_commit(conninfo: str, names: Names, key_folder: Path) -> None:
    with Ledger.open(conninfo, names, key_folder=key_folder).bulk(command()) as bulk:
        bulk.stage(streams("GM0001", "GM0002"))
        bulk.append()
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_killed_leaves_nothing_and_holds_nobody_up(
    ledger: Ledger, conninfo: str, names: Names, key_folder: Path, admin: psycopg.Connection
) -> None:
    process = multiprocessing.get_context("spawn").Process(
        target=die_before_the_commit, args=(conninfo, names, key_folder)
    )
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert opened(ledger).position == 1
    assert [count(admin, names, name) for name in ("staging", "events", "commands")] == [0, 1, 1]


def test_a_connection_lost_in_the_middle_says_so_and_records_nothing(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    sent = command()

    def cut_off() -> None:
        with ledger.bulk(sent) as bulk:
            bulk.stage(streams("GM0001"))
            admin.execute("SELECT pg_terminate_backend(%s, 2000)", [bulk._cursor.connection.info.backend_pid])
            bulk.append()

    with pytest.raises(OutcomeUnknownError, match=str(sent.id)):
        cut_off()
    assert [count(admin, names, name) for name in ("staging", "events")] == [0, 0]
    record_together(ledger, streams("GM0001"), sent)
    assert ledger.streams() == ["GM0001"]
