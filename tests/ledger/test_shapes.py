"""Records that an earlier version of the program made are brought up to date, with all that is in them.

``shapes/1`` holds record.sql and append.sql as they were before documents were filed with their content.
"""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from domain.decisions.case import close_supervision
from domain.decisions.documents import file_document
from domain.events.case import SupervisionClosed
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.schema import OWNER, SHAPE, Names, prepare
from domain.values import DocumentId
from tests.ledger.asking import TODAY, VLAARDINGEN, asked, opened, reported, table, text

SHAPES = Path(__file__).parent / "shapes"
COPIED = ("events", "commands")
COPIED_KEYS = ("keys", "person_index", "master")


@pytest.fixture
def first_shape(ledger: Ledger, admin: psycopg.Connection, names: Names) -> Iterator[Names]:
    """A record of the first shape: supervision opened and closed, a number reported, a person registered."""
    opened(ledger)
    reported(ledger, 30)
    ledger.record(close_supervision, municipality=VLAARDINGEN, request=asked(), reason=text("it merged"))
    ledger.persons.find_or_register("Anna", PersonKind.COLLEAGUE, today=TODAY)
    earlier = Names.suffixed(f"{names.record}_1")
    schemas = (earlier.record, earlier.keys)
    for schema in schemas:
        admin.execute(
            sql.SQL("CREATE SCHEMA {} AUTHORIZATION {}").format(sql.Identifier(schema), sql.Identifier(OWNER))
        )
    with admin.transaction():
        admin.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        for name in ("record.sql", "append.sql"):
            run(admin, earlier, (SHAPES / "1" / name).read_text())
        run(admin, earlier, "INSERT INTO {record}.about (schema_version) VALUES (1)")
    for name in COPIED:
        copy(admin, table(names, name), table(earlier, name))
    for name in COPIED_KEYS:
        copy(admin, sql.Identifier(names.keys, name), sql.Identifier(earlier.keys, name))
    admin.execute(
        sql.SQL("UPDATE {} SET (position, recorded_at) = (SELECT position, recorded_at FROM {})").format(
            table(earlier, "head"), table(names, "head")
        )
    )
    admin.execute(
        sql.SQL("UPDATE {} SET record_id = (SELECT record_id FROM {})").format(
            table(earlier, "about"), table(names, "about")
        )
    )
    yield earlier
    for schema in (*schemas, earlier.read, earlier.app):
        admin.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))


def run(connection: psycopg.Connection, names: Names, template: str) -> None:
    connection.execute(
        sql.SQL(template).format(
            record=sql.Identifier(names.record), keys=sql.Identifier(names.keys), channel=sql.Literal(names.channel)
        )
    )


def copy(admin: psycopg.Connection, source: sql.Identifier, target: sql.Identifier) -> None:
    admin.execute(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(target, source))


def test_a_record_of_the_first_shape_knows_no_contents(admin: psycopg.Connection, first_shape: Names) -> None:
    with pytest.raises(errors.UndefinedTable):
        admin.execute(sql.SQL("SELECT FROM {}").format(table(first_shape, "contents")))


def test_a_record_of_the_first_shape_keeps_all_it_had_and_takes_documents_from_then_on(
    ledger: Ledger, conninfo: str, first_shape: Names, key_folder: Path
) -> None:
    with Ledger.open(conninfo, first_shape, key_folder=key_folder) as upgraded:
        assert upgraded.since(0) == ledger.since(0)
        assert upgraded.head() == ledger.head()
        (closing,) = (e.fact for e in upgraded.entries(VLAARDINGEN) if isinstance(e.fact, SupervisionClosed))
        assert upgraded.unseal([closing.reason]) == ["it merged"]
        assert upgraded.persons.find("Anna", PersonKind.COLLEAGUE)
        plan = DocumentId("document-plan")
        upgraded.record(
            file_document,
            municipality=VLAARDINGEN,
            request=asked(),
            document=plan,
            title=text("the plan"),
            kind="plan",
            media_type="application/pdf",
            content=b"%PDF-1.7",
        )
        assert upgraded.content(VLAARDINGEN, plan) == b"%PDF-1.7"
        assert list(upgraded.verify()) == []


def test_a_record_is_brought_up_to_date_once(conninfo: str, admin: psycopg.Connection, first_shape: Names) -> None:
    assert prepare(conninfo, first_shape) == prepare(conninfo, first_shape)
    shape = admin.execute(sql.SQL("SELECT schema_version FROM {}").format(table(first_shape, "about"))).fetchone()
    assert shape == (SHAPE,)
    appends = admin.execute(
        "SELECT count(*) FROM pg_proc WHERE proname = 'append' AND pronamespace = %s::regnamespace",
        [first_shape.record],
    ).fetchone()
    assert appends == (1,)
