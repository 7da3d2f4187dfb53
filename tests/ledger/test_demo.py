"""A demo says so with its first entry; its clock can be set, and no real municipality gets into it."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from eventsourcing.persistence import PersistenceError
from psycopg import errors, sql

from domain.ledger.application import Ledger
from domain.ledger.declaring import NoDemoError, declare_demo
from domain.ledger.demo import is_demo
from domain.ledger.schema import APP, Names
from domain.refusals import FictionalMunicipality, RealMunicipality
from tests.ledger.asking import asked, opened, reported, table
from tests.ledger.rows import imported, row

LONG_AGO = datetime(2021, 3, 1, 8, 30, tzinfo=UTC)
FICTIONAL = "GM9901"


def declared(ledger: Ledger, at: datetime | None = None) -> None:
    declare_demo(ledger, "Provincie Voorbeeld", request=asked(), at=at)


def moments(ledger: Ledger) -> list[datetime]:
    return [entry.recorded.recorded_at for entry in ledger.since(0) if entry.recorded]


def test_the_first_entry_makes_a_demo_and_no_later_one(ledger: Ledger) -> None:
    assert not is_demo(ledger)
    declared(ledger)
    assert is_demo(ledger)
    assert [(entry.stream, entry.fact.TOPIC) for entry in ledger.since(0)] == [("record", "record.declared-demo.v1")]


def test_a_record_in_use_never_becomes_a_demo(ledger: Ledger) -> None:
    opened(ledger)
    with pytest.raises(NoDemoError):
        declared(ledger)
    assert not is_demo(ledger)
    assert ledger.head().position == 1


def test_a_demo_refuses_a_real_municipality(ledger: Ledger) -> None:
    declared(ledger)
    with pytest.raises(RealMunicipality):
        opened(ledger, "GM0622")
    opened(ledger, FICTIONAL)


def test_a_real_record_refuses_a_fictional_municipality(ledger: Ledger) -> None:
    with pytest.raises(FictionalMunicipality):
        opened(ledger, FICTIONAL)
    opened(ledger, "GM0622")


def test_rows_of_a_municipality_that_is_out_of_place_are_refused_and_the_others_recorded(ledger: Ledger) -> None:
    declared(ledger)
    rows = [row(2, "GM0622", realised=1), row(3, FICTIONAL, realised=2), row(4, "GM0622", realised=3)]
    report = imported(ledger, rows)
    assert [(number, type(refusal)) for number, refusal in report.refused] == [
        (2, RealMunicipality),
        (4, RealMunicipality),
    ]
    assert ledger.streams("GM") == [FICTIONAL]


def test_a_demo_records_at_the_moment_to_which_its_clock_is_set(ledger: Ledger) -> None:
    declared(ledger, LONG_AGO)
    ledger.set_demo_clock(LONG_AGO + timedelta(days=1))
    opened(ledger, FICTIONAL)
    reported(ledger, 1, code=FICTIONAL)
    ledger.set_demo_clock(None)
    reported(ledger, 2, code=FICTIONAL)
    told = moments(ledger)
    assert told[:3] == [LONG_AGO, LONG_AGO + timedelta(days=1), LONG_AGO + timedelta(days=1)]
    assert datetime.now(UTC) - told[3] < timedelta(minutes=1)
    assert ledger.position_before(LONG_AGO + timedelta(hours=1)) == 1
    assert list(ledger.verify()) == []


def test_the_clock_of_a_demo_never_runs_backwards(ledger: Ledger) -> None:
    declared(ledger, LONG_AGO)
    with pytest.raises(PersistenceError, match="cannot be set to"):
        ledger.set_demo_clock(LONG_AGO - timedelta(seconds=1))


def test_the_clock_of_a_real_record_cannot_be_set(ledger: Ledger) -> None:
    opened(ledger)
    with pytest.raises(PersistenceError, match="no demo"):
        ledger.set_demo_clock(LONG_AGO)
    with pytest.raises(PersistenceError, match="no demo"):
        ledger.set_demo_clock(None)


def test_a_clock_that_was_set_before_the_first_entry_is_taken_no_notice_of_where_that_is_no_demo(
    ledger: Ledger,
) -> None:
    ledger.set_demo_clock(LONG_AGO)
    opened(ledger)
    reported(ledger, 1)
    assert all(datetime.now(UTC) - moment < timedelta(minutes=1) for moment in moments(ledger))


def test_the_program_cannot_touch_the_clock_by_another_road(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    declared(ledger)
    admin.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(APP)))
    insert = sql.SQL("INSERT INTO {} (stands_at) VALUES (now())").format(table(names, "demo_clock"))
    with pytest.raises(errors.InsufficientPrivilege):
        admin.execute(insert)
