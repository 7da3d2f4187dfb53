"""The library's recorder on our own table."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, OperationalError, ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import DictRow

from domain.events.person import PersonKind
from domain.ledger.appending import Append, Outcome, OutcomeUnknownError
from domain.ledger.application import Ledger
from domain.ledger.connecting import completed
from domain.ledger.datastore import Datastore
from domain.ledger.recorder import Recorder
from domain.ledger.schema import Names
from domain.ledger.stored import NewEvent, RecordedEvent
from tests.ledger.asking import TODAY, command, entry, record_of


@pytest.fixture
def recorder(ledger: Ledger) -> Recorder:
    return record_of(ledger).entry_recorder


def event(stream: str, version: int) -> NewEvent:
    return NewEvent(stream, version, f"toy.v{version}", f"{stream}{version}".encode())


def filled(recorder: Recorder) -> None:
    for version in (1, 2, 3):
        recorder.append([Append(command(), [event("a", version), event("b", version)])])


def told(events: list[RecordedEvent]) -> list[bytes]:
    return [each.state for each in events]


def test_an_entry_comes_back_with_its_place_time_command_and_digest(recorder: Recorder) -> None:
    sent = command()
    (done,) = recorder.append([Append(sent, [event("a", 1)])])
    (read,) = recorder.select_events("a")
    assert read == RecordedEvent("a", 1, "toy.v1", b"a1", 1, done.recorded_at, sent.id, done.digests[0])  # type: ignore[arg-type]  # recorded just now


def test_a_stream_is_read_in_order_and_in_part(recorder: Recorder) -> None:
    filled(recorder)
    assert told(recorder.select_events("a")) == [b"a1", b"a2", b"a3"]
    assert told(recorder.select_events("a", gt=1)) == [b"a2", b"a3"]
    assert told(recorder.select_events("a", gt=0, lte=2, desc=True, limit=1)) == [b"a2"]
    assert told(recorder.select_events("a", lte=0)) == []
    assert told(recorder.select_events("nobody")) == []


def test_the_whole_record_is_read_by_position_and_topic(recorder: Recorder) -> None:
    filled(recorder)
    assert told(recorder.select_notifications(None, 10)) == [b"a1", b"b1", b"a2", b"b2", b"a3", b"b3"]
    assert told(recorder.select_notifications(2, 2)) == [b"b1", b"a2"]
    assert told(recorder.select_notifications(2, 10, stop=4, inclusive_of_start=False)) == [b"a2", b"b2"]
    assert told(recorder.select_notifications(1, 10, topics=["toy.v3"])) == [b"a3", b"b3"]
    assert recorder.max_notification_id() == 6


def test_an_empty_record_has_no_last_position(recorder: Recorder) -> None:
    assert recorder.max_notification_id() is None


def test_the_library_saves_through_our_append(ledger: Ledger) -> None:
    record = record_of(ledger)
    sent = command()
    (saved,) = record.save(entry("a", 1), command=sent)
    assert saved.notification.id == 1
    assert record.save(entry("a", 1), command=sent) == []
    with pytest.raises(IntegrityError, match="conflict"):
        record.save(entry("a", 1), command=command())
    with pytest.raises(ProgrammingError, match="belongs to a command"):
        record.save(entry("a", 2))


def test_a_subscription_hears_of_what_is_appended(recorder: Recorder) -> None:
    recorder.append([Append(command(), [event("a", 1)])])
    with recorder.subscribe() as subscription:
        assert next(subscription).state == b"a1"
        recorder.append([Append(command(), [event("a", 2)])])
        assert next(subscription).state == b"a2"


class CutBehindTheCommit(Datastore):
    """Loses the connection a number of times just after the server carried out what was asked."""

    cuts = 1

    def cut(self, connection: psycopg.Connection) -> None:
        if self.cuts:
            self.cuts -= 1
            connection.pgconn.finish()
            raise psycopg.OperationalError("server closed the connection unexpectedly")


@pytest.fixture
def fragile(ledger: Ledger, conninfo: str, names: Names, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    """A recorder whose connection is cut once, after the append was committed and before its answer arrived."""
    datastore = CutBehindTheCommit(conninfo, names, patience=1.0)
    execute = psycopg.Connection.execute

    def execute_and_cut(self: psycopg.Connection, query: object, *args: object, **kwargs: object) -> object:
        cursor = execute(self, query, *args, **kwargs)  # type: ignore[call-overload]  # passed on as it came
        if isinstance(query, bytes) and b"append" in query:
            datastore.cut(self)
        return cursor

    monkeypatch.setattr(psycopg.Connection, "execute", execute_and_cut)
    assert ledger
    recorder = Recorder(datastore)
    yield recorder
    recorder.close()
    datastore.close()


def test_a_connection_lost_after_the_commit_is_settled_by_the_command_id(fragile: Recorder) -> None:
    (done,) = fragile.append([Append(command(), [event("a", 1)])])
    assert (done.outcome, done.position, done.size) == (Outcome.REPEATED, 1, 1)
    assert fragile.head().position == 1


def test_the_library_does_not_take_a_committed_append_for_a_conflict(fragile: Recorder) -> None:
    assert fragile.insert_events([event("a", 1)], command=command()) is None
    assert fragile.head().position == 1


def test_when_the_connection_does_not_come_back_the_outcome_is_said_to_be_unknown(fragile: Recorder) -> None:
    datastore = fragile.store
    assert isinstance(datastore, CutBehindTheCommit)
    datastore.cuts = 100
    sent = command()
    with pytest.raises(OutcomeUnknownError, match=str(sent.id)):
        fragile.append([Append(sent, [event("a", 1)])])
    datastore.cuts = 0
    assert fragile.append([Append(sent, [event("a", 1)])])[0].outcome is Outcome.REPEATED


def test_connections_that_the_server_ended_are_replaced(ledger: Ledger, admin: psycopg.Connection) -> None:
    recorder = record_of(ledger).entry_recorder
    filled(recorder)
    end_connection(recorder, admin)
    assert told(recorder.select_events("a", limit=1)) == [b"a1"]
    end_connection(recorder, admin)
    assert recorder.append([Append(command(), [event("c", 1)])])[0].outcome is Outcome.RECORDED
    end_connection(recorder, admin)
    person = ledger.persons.find_or_register("Anna", PersonKind.COLLEAGUE, today=TODAY)
    end_connection(recorder, admin)
    assert ledger.persons.names([person]) == {person: "Anna"}
    end_connection(recorder, admin)
    with ledger.bulk(command()) as bulk:
        bulk.append()


def end_connection(recorder: Recorder, admin: psycopg.Connection) -> None:
    with recorder.store.get_connection() as connection:
        pid = connection.info.backend_pid
    admin.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])


def test_no_connection_at_all_is_an_error_and_not_an_unknown_outcome(tmp_path: Path) -> None:
    datastore = Datastore(f"host={tmp_path} dbname=nowhere", Names(), patience=0.2)
    with pytest.raises(OperationalError):
        Recorder(datastore).append([Append(command(), [event("a", 1)])])
    datastore.close()


def test_a_reader_waits_for_an_absent_server_once_and_not_ten_times_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    datastore = Datastore(f"host={tmp_path} dbname=nowhere", Names(), patience=0.2)
    waited = 0
    get = datastore.pool.getconn

    def counted(timeout: float | None = None) -> psycopg.Connection[DictRow]:
        nonlocal waited
        waited += 1
        return get(timeout)

    monkeypatch.setattr(datastore.pool, "getconn", counted)
    with pytest.raises(OperationalError):
        Recorder(datastore).head()
    assert waited == 1
    datastore.close()


def test_a_connection_says_who_it_is_and_keeps_utc(ledger: Ledger) -> None:
    with record_of(ledger).datastore.get_connection() as connection:
        row = connection.execute(
            "SELECT current_user AS role, current_setting('timezone') AS zone,"
            " current_setting('application_name') AS name"
        ).fetchone()
    assert row == {"role": "trede_app", "zone": "UTC", "name": f"trede {os.getpid()}"}


def test_a_url_keeps_what_it_says() -> None:
    url = "postgresql://u:p%20w@one:5432,two:5433/db?sslmode=verify-full&application_name=import"
    told = conninfo_to_dict(completed(url))
    assert (told["host"], told["port"], told["password"]) == ("one,two", "5432,5433", "p w")
    assert (told["sslmode"], told["application_name"]) == ("verify-full", "import")
    assert told["target_session_attrs"] == "read-write"
