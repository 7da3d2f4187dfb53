"""Threads that append at the same time share a commit, and nothing else."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Timer
from time import sleep
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, InterfaceError, OperationalError
from psycopg import sql
from psycopg.conninfo import make_conninfo

from domain.ledger.appending import Append, Appended, Outcome
from domain.ledger.application import Ledger
from domain.ledger.datastore import Datastore
from domain.ledger.recorder import Recorder
from domain.ledger.schema import Names
from domain.ledger.stored import NewEvent
from tests.ledger.asking import command, positions, record_of, table

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE %s"


@pytest.fixture
def recorder(ledger: Ledger) -> Recorder:
    return record_of(ledger).entry_recorder


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=32) as threads:
        yield threads


def event(stream: str, version: int = 1) -> NewEvent:
    return NewEvent(stream, version, "toy.v1", b"{}")


@contextmanager
def held_up(admin: psycopg.Connection, names: Names) -> Iterator[Callable[[], None]]:
    """Nobody can append within; what is given waits until an append does."""

    def until_one_waits() -> None:
        while not admin.execute(WAITING, [f"%{names.record}%append%"]).fetchone()[0]:  # type: ignore[index]  # a count is one row
            sleep(0.005)

    with psycopg.connect(admin.info.dsn) as other:
        other.execute(sql.SQL("SELECT FROM {} FOR UPDATE").format(table(names, "head")))
        yield until_one_waits


def together(
    recorder: Recorder, pool: ThreadPoolExecutor, admin: psycopg.Connection, names: Names, *events: NewEvent
) -> list[Future[list[Appended]]]:
    """Append each event by a thread of its own: the first one goes, and all others wait while it cannot go on."""
    with held_up(admin, names) as until_one_waits:
        first = pool.submit(recorder.append, [Append(command(), [event("first")])])
        until_one_waits()
        sent = [pool.submit(recorder.append, [Append(command(), [each])]) for each in events]
        while recorder.waiting < len(events):
            sleep(0.005)
    first.result(timeout=30)
    return sent


def test_who_waits_at_the_same_time_shares_a_commit(
    recorder: Recorder, pool: ThreadPoolExecutor, admin: psycopg.Connection, names: Names
) -> None:
    sent = together(recorder, pool, admin, names, *(event(f"s{number}") for number in range(20)))
    moments = {done.recorded_at for each in sent for done in each.result(timeout=30)}
    assert len(moments) == 1
    assert positions(admin, names) == list(range(1, 22))


def test_a_conflict_fails_its_command_alone(
    recorder: Recorder, pool: ThreadPoolExecutor, admin: psycopg.Connection, names: Names
) -> None:
    sent = together(recorder, pool, admin, names, event("a"), event("b", 7), event("c"))
    outcomes = [each.result(timeout=30)[0].outcome for each in sent]
    assert outcomes == [Outcome.RECORDED, Outcome.CONFLICT, Outcome.RECORDED]
    assert positions(admin, names) == [1, 2, 3]


def test_what_the_database_refuses_fails_its_command_alone(
    recorder: Recorder, pool: ThreadPoolExecutor, admin: psycopg.Connection, names: Names
) -> None:
    sent = together(recorder, pool, admin, names, event("a"), event(""), event("c"))
    assert [each.result(timeout=30)[0].outcome for each in (sent[0], sent[2])] == [Outcome.RECORDED] * 2
    with pytest.raises(IntegrityError, match="violates check constraint"):
        sent[1].result(timeout=30)
    assert positions(admin, names) == [1, 2, 3]


def test_a_command_that_two_threads_send_is_carried_out_once(
    recorder: Recorder, pool: ThreadPoolExecutor, admin: psycopg.Connection, names: Names
) -> None:
    same = command()
    with held_up(admin, names) as until_one_waits:
        sent = [pool.submit(recorder.append, [Append(same, [event("a")])]) for _ in range(8)]
        until_one_waits()
    outcomes = sorted(each.result(timeout=30)[0].outcome for each in sent)
    assert outcomes == [Outcome.RECORDED, *[Outcome.REPEATED] * 7]
    assert positions(admin, names) == [1]


def test_what_waits_is_carried_out_before_the_record_is_closed(
    recorder: Recorder, pool: ThreadPoolExecutor, admin: psycopg.Connection, names: Names
) -> None:
    with held_up(admin, names) as until_one_waits:
        sent = [pool.submit(recorder.append, [Append(command(), [event(f"s{number}")])]) for number in range(8)]
        until_one_waits()
        closing = pool.submit(recorder.close)
    closing.result(timeout=30)
    assert [each.result(timeout=30)[0].outcome for each in sent] == [Outcome.RECORDED] * 8
    with pytest.raises(InterfaceError, match="the record is closed"):
        recorder.append([Append(command(), [event("late")])])


@pytest.fixture
def login(admin: psycopg.Connection, conninfo: str) -> Iterator[str]:
    """An account that may append, and that can be made to be read-only."""
    name = f"account_{uuid4().hex[:12]}"
    admin.execute(sql.SQL("CREATE ROLE {} LOGIN SUPERUSER").format(sql.Identifier(name)))
    yield make_conninfo(conninfo, user=name)
    admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(name)))


def set_read_only(admin: psycopg.Connection, login: str, setting: str) -> None:
    """As a server does that is no primary any more, or becomes one: new connections are told, old ones are cut."""
    name = psycopg.conninfo.conninfo_to_dict(login)["user"]
    admin.execute(
        sql.SQL("ALTER ROLE {} SET default_transaction_read_only = {}").format(sql.Identifier(str(name)), setting)
    )
    admin.execute("SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE usename = %s", [name])


def test_a_database_that_takes_no_writes_for_a_while_is_waited_for(
    ledger: Ledger, login: str, names: Names, admin: psycopg.Connection
) -> None:
    assert ledger
    datastore = Datastore(login, names, patience=20.0)
    recorder = Recorder(datastore)
    recorder.append([Append(command(), [event("a")])])
    set_read_only(admin, login, "on")
    with psycopg.connect(admin.info.dsn, autocommit=True) as other:
        timer = Timer(0.4, set_read_only, [other, login, "off"])
        timer.start()
        (done,) = recorder.append([Append(command(), [event("a", 2)])])
        timer.join()
    recorder.close()
    datastore.close()
    assert (done.outcome, done.position) == (Outcome.RECORDED, 2)


def test_a_database_that_takes_no_writes_for_longer_is_told_and_nothing_is_recorded(
    ledger: Ledger, login: str, names: Names, admin: psycopg.Connection
) -> None:
    datastore = Datastore(login, names, patience=0.2)
    recorder = Recorder(datastore)
    set_read_only(admin, login, "on")
    with pytest.raises(OperationalError, match=r"away for more than 0\.2 s; nothing is recorded"):
        recorder.append([Append(command(), [event("a")])])
    recorder.close()
    datastore.close()
    assert ledger.head().position == 0
