"""Whether tampering and damage are found."""

import hashlib
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import sql

from domain.ledger.application import Ledger
from domain.ledger.digests import digest
from domain.ledger.integrity import Finding, verify
from domain.ledger.schema import Names
from domain.ledger.stored import RecordedEvent
from tests.ledger.asking import opened, record_of, reported, table


@pytest.fixture
def tampering(ledger: Ledger, admin: psycopg.Connection, names: Names) -> psycopg.Connection:
    """Somebody with all rights, who switched the guards off, before a record of six entries."""
    for code in ("GM0622", "GM0606"):
        opened(ledger, code)
        for realised in (1, 2):
            reported(ledger, realised, code=code)
    for name in ("events", "head"):
        admin.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table(names, name)))
    return admin


def findings(ledger: Ledger, first: int = 1, last: int | None = None) -> list[Finding]:
    return list(verify(record_of(ledger).entry_recorder, first, last))


def tamper(admin: psycopg.Connection, names: Names, change: str) -> None:
    admin.execute(sql.SQL(change).format(events=table(names, "events"), head=table(names, "head")))


stored = st.builds(
    RecordedEvent,
    originator_id=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1, max_size=60),
    originator_version=st.integers(1, 2**31 - 1),
    topic=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=60),
    state=st.binary(max_size=200),
    id=st.integers(1, 2**63 - 1),
    recorded_at=st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - the timezone comes beside
    command=st.uuids(allow_nil=True),
    digest=st.just(b""),
)


@given(stored)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_python_and_sql_compute_the_same_digest(
    ledger: Ledger, admin: psycopg.Connection, names: Names, entry: RecordedEvent
) -> None:
    row = admin.execute(
        sql.SQL("SELECT {}(%s, %s, %s, %s, %s, %s, %s)").format(table(names, "digest_of")),
        [
            entry.id,
            entry.originator_id,
            entry.originator_version,
            entry.topic,
            entry.recorded_at,
            entry.command,
            entry.state,
        ],
    ).fetchone()
    assert ledger
    assert row == (digest(entry),)


def test_the_digest_is_that_of_the_documented_bytes() -> None:
    entry = RecordedEvent(
        originator_id="GM0622",
        originator_version=2,
        topic="t.v1",
        state=b"{}",
        id=3,
        recorded_at=datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC),
        command=UUID("00000000-0000-4000-8000-000000000001"),
        digest=b"",
    )
    leaf = bytes.fromhex(
        "00"
        "00000008 0000000000000003"
        "00000006 474d30363232"
        "00000004 00000002"
        "00000004 742e7631"
        "00000008 00000000000f4240"
        "00000010 00000000000040008000000000000001"
        "7b7d"
    )
    assert digest(entry) == hashlib.sha256(leaf).digest()


def test_a_sound_record_has_no_findings(ledger: Ledger, tampering: psycopg.Connection) -> None:
    assert tampering
    assert findings(ledger) == []
    assert findings(ledger, 3, 5) == []


def test_an_empty_record_has_no_findings(ledger: Ledger) -> None:
    assert findings(ledger) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE {events} SET body = body || ' ' WHERE position = 3",
        "UPDATE {events} SET topic = 'municipality.renamed.v1' WHERE position = 3",
        "UPDATE {events} SET command_id = gen_random_uuid() WHERE position = 3",
        "UPDATE {events} SET digest = '' WHERE position = 3",
    ],
)
def test_a_changed_entry_is_named(ledger: Ledger, tampering: psycopg.Connection, names: Names, change: str) -> None:
    tamper(tampering, names, change)
    assert findings(ledger) == [Finding(3, "GM0622", 3, "its digest is not that of what it says")]


def test_a_removed_entry_is_named(ledger: Ledger, tampering: psycopg.Connection, names: Names) -> None:
    tamper(tampering, names, "DELETE FROM {events} WHERE position IN (2, 3)")
    assert findings(ledger) == [Finding(4, "GM0606", 1, "positions 2 to 3 are not there")]


def test_a_hole_in_a_stream_is_named_also_when_the_walk_begins_after_it(
    ledger: Ledger, tampering: psycopg.Connection, names: Names
) -> None:
    tamper(tampering, names, "DELETE FROM {events} WHERE position = 2")
    assert findings(ledger, 3) == [
        Finding(3, "GM0622", 3, "version 2 of the stream is not where it should be"),
    ]


def test_entries_cut_off_at_the_end_are_noticed(ledger: Ledger, tampering: psycopg.Connection, names: Names) -> None:
    tamper(tampering, names, "DELETE FROM {events} WHERE position > 4")
    assert findings(ledger) == [Finding(5, "", 0, "positions 5 to 6 are not there")]


def test_an_entry_behind_the_head_is_noticed(ledger: Ledger, tampering: psycopg.Connection, names: Names) -> None:
    tamper(tampering, names, "UPDATE {head} SET position = 5")
    assert findings(ledger) == [Finding(6, "GM0606", 3, "it stands behind the head of the record")]


def test_time_that_runs_backwards_is_named(ledger: Ledger, tampering: psycopg.Connection, names: Names) -> None:
    tamper(tampering, names, "UPDATE {events} SET recorded_at = recorded_at - interval '1 day' WHERE position = 4")
    assert [finding.what for finding in findings(ledger)] == [
        "it was recorded before the entry that precedes it",
        "its digest is not that of what it says",
    ]
    assert {finding.position for finding in findings(ledger, 4)} == {4}
