"""The one function that appends: one order, no gaps, each command once."""

import threading
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql

from domain.ledger.appending import APPEND, Append, Appended, Command, Outcome, Token, append_parameters
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from domain.ledger.sealing import KeyKind, WrappedKey
from domain.ledger.stored import NewEvent
from domain.values import KeyId
from tests.ledger.asking import command, positions, record_of, table


def event(stream: str, version: int, *, key: str | None = None) -> NewEvent:
    keys = (WrappedKey(KeyId(key), KeyKind.TEXT, b"wrapped", "master"),) if key else ()
    return NewEvent(stream, version, "toy.v1", b"{}", keys=keys)


def append(ledger: Ledger, *events: NewEvent, as_: Command | None = None, tokens: tuple[Token, ...] = ()) -> Appended:
    (done,) = record_of(ledger).entry_recorder.append([Append(as_ or command(), events, tokens)])
    return done


def test_entries_get_the_positions_that_follow_the_head(ledger: Ledger) -> None:
    assert append(ledger, event("a", 1), event("b", 1)).position == 2
    done = append(ledger, event("a", 2), event("a", 3), event("b", 2))
    assert (done.outcome, done.first, done.position, done.size) == (Outcome.RECORDED, 3, 5, 3)
    assert ledger.head() == (5, done.recorded_at)


def test_positions_have_no_gap_after_conflicts_and_rollbacks(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    append(ledger, event("a", 1))
    assert append(ledger, event("b", 1), event("a", 1)).outcome is Outcome.CONFLICT
    with record_of(ledger).datastore.transaction(commit=False) as cursor:
        query = APPEND.format(append=table(names, "append"))
        rolled_back = cursor.execute(query, append_parameters([Append(command(), [event("a", 2)])])).fetchone()
    assert rolled_back
    assert rolled_back["outcome"] == "recorded"
    append(ledger, event("a", 2))
    assert positions(admin, names) == [1, 2]


def test_a_conflict_is_of_its_command_alone(ledger: Ledger) -> None:
    append(ledger, event("a", 1))
    done = record_of(ledger).entry_recorder.append(
        [
            Append(command(), [event("b", 1, key="k1")]),
            Append(command(), [event("a", 1, key="k2"), event("c", 1)]),
            Append(command()),
            Append(command(), [event("a", 2, key="k2"), event("b", 2)]),
        ]
    )
    assert [each.outcome for each in done] == ["recorded", "conflict", "unchanged", "recorded"]
    assert [each.position for each in done] == [2, 0, 2, 4]
    assert [len(each.digests) for each in done] == [1, 0, 0, 2]


def test_a_stream_goes_on_where_it_ended(ledger: Ledger) -> None:
    assert append(ledger, event("a", 2)).outcome is Outcome.CONFLICT
    assert append(ledger, event("a", 1), event("a", 3)).outcome is Outcome.CONFLICT
    assert append(ledger, event("a", 2), event("a", 1)).outcome is Outcome.CONFLICT
    assert append(ledger, event("a", 1), event("b", 1), event("a", 2)).outcome is Outcome.RECORDED
    assert append(ledger, event("a", 4)).outcome is Outcome.CONFLICT


def test_a_repeated_command_gets_its_first_answer_and_records_nothing(ledger: Ledger) -> None:
    first = command()
    append(ledger, event("a", 1), event("a", 2), as_=first)
    append(ledger, event("b", 1))
    again = append(ledger, event("a", 3), as_=first)
    assert (again.outcome, again.position, again.size) == (Outcome.REPEATED, 2, 2)
    assert ledger.head().position == 3


def test_a_command_with_nothing_to_add_is_remembered(ledger: Ledger) -> None:
    append(ledger, event("a", 1))
    nothing = command()
    done = append(ledger, as_=nothing)
    assert (done.outcome, done.position, done.size) == (Outcome.UNCHANGED, 1, 0)
    assert append(ledger, event("a", 2), as_=nothing).outcome is Outcome.REPEATED
    assert ledger.head().position == 1


@pytest.mark.parametrize("other", [{"actor": "person-bert"}, {"request": b"another question"}])
def test_the_same_id_for_something_else_is_refused(ledger: Ledger, other: dict[str, str]) -> None:
    first = command()
    append(ledger, event("a", 1), as_=first)
    second = Command(**{"id": first.id, "actor": first.actor, "request": first.request, **other})  # type: ignore[arg-type]  # a mixed dict
    assert append(ledger, event("a", 2), as_=second).outcome is Outcome.REUSED
    assert ledger.head().position == 1


def test_a_command_twice_in_one_append_is_carried_out_once(ledger: Ledger) -> None:
    first = command()
    done = record_of(ledger).entry_recorder.append([Append(first, [event("a", 1)]), Append(first, [event("a", 2)])])
    assert [(each.outcome, each.position) for each in done] == [("recorded", 1), ("repeated", 1)]


def test_a_key_or_token_that_exists_makes_a_conflict_and_adds_nothing(ledger: Ledger) -> None:
    append(ledger, event("a", 1, key="k"), tokens=(Token(b"t", "person-1"),))
    assert append(ledger, event("a", 2, key="k")).outcome is Outcome.CONFLICT
    assert append(ledger, event("a", 2), tokens=(Token(b"t", "person-2"),)).outcome is Outcome.CONFLICT
    assert append(ledger, event("a", 2)).position == 2


def test_recorded_at_never_runs_backwards(ledger: Ledger, admin: psycopg.Connection, names: Names) -> None:
    before = append(ledger, event("a", 1)).recorded_at
    assert before
    ahead = before + timedelta(days=2)  # as if the clock of the server had been two days ahead
    admin.execute(sql.SQL("UPDATE {} SET recorded_at = %s").format(table(names, "head")), [ahead])
    assert append(ledger, event("a", 2)).recorded_at == ahead
    assert ledger.head().recorded_at == ahead


def test_an_append_is_announced_with_the_position_of_the_head(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    admin.execute(sql.SQL("LISTEN {}").format(sql.Identifier(names.channel)))
    append(ledger, event("a", 1), event("a", 2))
    append(ledger)
    append(ledger, event("a", 3))
    assert [heard.payload for heard in admin.notifies(timeout=2, stop_after=2)] == ["2", "3"]


def test_eight_threads_with_fifty_appends_each_leave_one_order(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    def fifty(stream: str) -> None:
        for version in range(1, 51):
            assert append(ledger, event(stream, version)).outcome is Outcome.RECORDED

    threads = [threading.Thread(target=fifty, args=(f"s{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert positions(admin, names) == list(range(1, 401))
    times = admin.execute(
        sql.SQL(
            "SELECT bool_and(ordered) FROM (SELECT recorded_at >= lag(recorded_at, 1, recorded_at) "
            "OVER (ORDER BY position) AS ordered FROM {}) AS each"
        ).format(table(names, "events"))
    ).fetchone()
    assert times == (True,)


def test_who_reads_never_sees_a_position_before_all_earlier_ones(ledger: Ledger) -> None:
    done = threading.Event()
    seen: list[list[int]] = []

    def watch() -> None:
        while not done.is_set():
            seen.append([each.id for each in record_of(ledger).entry_recorder.select_notifications(1, 1000)])

    watcher = threading.Thread(target=watch)
    watcher.start()
    threads = [
        threading.Thread(target=lambda s=f"s{n}": [append(ledger, event(s, v)) for v in range(1, 26)]) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    watcher.join()
    assert all(each == list(range(1, len(each) + 1)) for each in seen)
