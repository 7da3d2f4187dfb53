"""Asking what was known by a moment, and for which day."""

from datetime import UTC, date, datetime, timedelta
from typing import LiteralString

import psycopg
import pytest
from psycopg import errors, sql

from domain.ledger.application import Ledger
from domain.ledger.schema import APP, KEY_READER, Names, prepare
from projections.engine.known import HERE, Knowing, NotBuiltError, ask
from projections.engine.runner import Projector
from projections.engine.status import status
from tests.ledger.asking import opened, record_of, reported
from tests.projections.toys import MODELS, Numbers, append
from tests.spec import Happened, corrected, entry
from tests.spec import opened as supervision_opened

TODAY = date(2024, 6, 3)
NUMBERS_MODEL = Numbers()


def recorded_at(ledger: Ledger, moments: list[datetime], admin: psycopg.Connection) -> None:
    """A record whose entries were recorded at these moments: what no program can do, an administrator does here."""
    for number, _ in enumerate(moments):
        opened(ledger, f"GM{number:04}")
    admin.execute("SET session_replication_role = replica")
    events = sql.Identifier(ledger.names.record, "events")
    admin.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER never_overwritten").format(events))
    for position, moment in enumerate(moments, start=1):
        admin.execute(sql.SQL("UPDATE {} SET recorded_at = %s WHERE position = %s").format(events), [moment, position])


def amsterdam(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=HERE)  # type: ignore[misc, arg-type]  # as many parts as the test says


MOMENTS = [
    amsterdam(2024, 3, 1, 9),
    amsterdam(2024, 3, 1, 23, 59),
    amsterdam(2024, 3, 2, 0, 0),
    amsterdam(2024, 3, 2, 0, 0),
    amsterdam(2024, 5, 1, 12),
]


@pytest.fixture
def dated(ledger: Ledger, admin: psycopg.Connection) -> Ledger:
    """A record over some months."""
    recorded_at(ledger, MOMENTS, admin)
    return ledger


@pytest.mark.parametrize(
    ("known_on", "position", "day"),
    [
        (None, 5, TODAY),
        (date(2024, 2, 28), 0, date(2024, 2, 28)),
        (date(2024, 3, 1), 2, date(2024, 3, 1)),
        (date(2024, 3, 2), 4, date(2024, 3, 2)),
        (date(2024, 4, 30), 4, date(2024, 4, 30)),
        (date(2024, 6, 3), 5, TODAY),
        (date(2025, 1, 1), 5, TODAY),
        (amsterdam(2024, 3, 2, 0, 0), 2, date(2024, 3, 1)),
        (datetime(2024, 3, 1, 22, 58, 30, tzinfo=UTC), 1, date(2024, 3, 1)),
        (datetime(2024, 3, 1, 23, 0, 0, 1, tzinfo=UTC), 4, date(2024, 3, 2)),
    ],
)
def test_known_on_a_day_is_all_that_was_recorded_before_its_midnight_in_amsterdam(
    dated: Ledger, known_on: date | datetime | None, position: int, day: date
) -> None:
    assert Knowing.asked(dated, today=TODAY, known_on=known_on) == Knowing(position, day)


def test_the_day_that_is_asked_for_counts_whatever_was_known(dated: Ledger) -> None:
    asked = Knowing.asked(dated, today=TODAY, known_on=date(2024, 3, 1), as_at=date(2024, 12, 31))
    assert asked == Knowing(2, date(2024, 12, 31))
    assert Knowing.asked(dated, today=TODAY, as_at=date(2023, 1, 1)) == Knowing(5, date(2023, 1, 1))


def test_a_moment_without_a_zone_means_nothing(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="no zone"):
        Knowing.asked(ledger, today=TODAY, known_on=datetime(2024, 1, 1))  # noqa: DTZ001 - wrong on purpose


def test_of_an_empty_record_nothing_is_known(ledger: Ledger) -> None:
    assert Knowing.asked(ledger, today=TODAY) == Knowing(0, TODAY)
    assert Knowing.asked(ledger, today=TODAY, known_on=TODAY).position == 0


def test_the_position_before_a_moment_is_found_among_any_number_of_entries(ledger: Ledger) -> None:
    version = 0
    for size in range(1, 12):
        append(ledger, [entry(version + each, supervision_opened().fact) for each in range(1, size + 1)])
        version += size
        moments = [each.recorded.recorded_at for each in ledger.since(0) if each.recorded]
        for moment in {*moments, *(moment + timedelta(microseconds=1) for moment in moments)}:
            assert ledger.position_before(moment) == sum(each < moment for each in moments)


def test_a_query_sees_what_was_known_at_its_position(ledger: Ledger) -> None:
    opened(ledger)
    reported(ledger, 1)
    wrong = ledger.entries("GM0622")[1].fact
    right = wrong.model_copy(update={"realised": 2})
    append(ledger, [entry(3, corrected(2, Happened(right, supervision_opened().on)).fact)])
    Projector(ledger, [NUMBERS_MODEL]).catch_up()
    told = {
        position: [
            row["realised"]
            for row in ask(
                ledger,
                NUMBERS_MODEL,
                "SELECT realised FROM {numbers} n WHERE entry = %(entry)s AND %(day)s > '2000-01-01' AND {known_n}",
                Knowing(position, TODAY),
                entry=2,
            )
        ]
        for position in (1, 2, 3, 4)
    }
    assert told == {1: [], 2: [1], 3: [2], 4: [2]}


def test_a_query_on_one_table_needs_no_alias(ledger: Ledger) -> None:
    opened(ledger)
    reported(ledger, 1)
    Projector(ledger, [NUMBERS_MODEL]).catch_up()
    query: LiteralString = "SELECT count(*) AS known FROM {numbers} WHERE {known}"
    assert [ask(ledger, NUMBERS_MODEL, query, Knowing(at, TODAY))[0]["known"] for at in (1, 2)] == [0, 1]


def test_a_read_model_that_is_not_built_says_so(ledger: Ledger) -> None:
    with pytest.raises(NotBuiltError, match="numbers_v1"):
        ask(ledger, NUMBERS_MODEL, "SELECT * FROM {numbers}", Knowing(0, TODAY))


def test_a_record_that_nobody_projects_has_a_status_too(ledger: Ledger) -> None:
    opened(ledger)
    assert [(each.model, each.lag, each.live, each.building) for each in status(ledger, MODELS)] == [
        ("lines", 1, None, None),
        ("cases", 1, None, None),
    ]


# The schema of the read models


def test_the_read_schema_belongs_to_the_app_and_the_key_reader_has_no_part_in_it(
    ledger: Ledger, admin: psycopg.Connection, names: Names
) -> None:
    opened(ledger)
    Projector(ledger, MODELS).catch_up()
    owner = admin.execute("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = %s", [names.read])
    assert owner.fetchone() == (APP,)
    admin.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(KEY_READER)))
    with pytest.raises(errors.InsufficientPrivilege):
        admin.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(names.read, "lines_v1_lines")))


def test_the_read_schema_is_made_anew_when_it_is_gone_and_everything_comes_back(
    ledger: Ledger, conninfo: str, admin: psycopg.Connection, names: Names
) -> None:
    opened(ledger)
    Projector(ledger, [NUMBERS_MODEL]).catch_up()
    admin.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(names.read)))
    assert prepare(conninfo, names) == record_of(ledger).id
    reported(ledger, 7)
    Projector(ledger, [NUMBERS_MODEL]).catch_up()
    (row,) = ask(ledger, NUMBERS_MODEL, "SELECT * FROM {numbers}", Knowing(2, TODAY))
    assert (row["realised"], row["known_from"]) == (7, 2)
