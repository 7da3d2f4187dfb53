"""The database as the record needs it: schemas, tables, functions and roles, made or brought up to date."""

from contextlib import suppress
from dataclasses import dataclass
from importlib.resources import files
from typing import LiteralString, cast
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from domain.ledger.connecting import completed

SHAPE = 4
"""The version of record.sql and append.sql; to be raised with every change of them that a record in use must get."""

OWNER = "trede_owner"
APP = "trede_app"
KEY_READER = "trede_key_reader"
ROLES = (OWNER, APP, KEY_READER)
"""Roles without a login, known to the whole server. The account of the connection is a member of all and takes the one
that fits what it does."""
SET_OPTION_SINCE = 160000
"""From this version of PostgreSQL on, who made a role is a member that still may not take it."""

SNAPSHOTS = "snapshots"
"""The table of snapshots, in the schema of the read models."""

CANNOT_EXTEND = (
    psycopg.errors.InsufficientPrivilege,
    psycopg.errors.UndefinedFile,  # the server came without its contributed extensions
    psycopg.errors.FeatureNotSupported,  # the same, in later versions
)


@dataclass(frozen=True, slots=True)
class Names:
    """The schemas of one record; several records live in one database under other names.

    The channel on which appends are announced bears the name of the record's schema: channels belong to a database.
    """

    record: str = "record"
    keys: str = "keys"
    read: str = "read"
    app: str = "app"

    @classmethod
    def suffixed(cls, suffix: str) -> "Names":
        """The names of another record in the same database."""
        return cls(f"record_{suffix}", f"keys_{suffix}", f"read_{suffix}", f"app_{suffix}")

    @property
    def channel(self) -> str:
        """The channel on which the position of the head is announced after each append."""
        return self.record


DEFAULT_NAMES = Names()


class NewerSchemaError(Exception):
    """The record has a shape that this version of the program does not know; a newer one made it."""


def prepare(conninfo: str, names: Names = DEFAULT_NAMES) -> UUID:
    """Make the schemas, or bring them up to date; safe to do twice, and by several processes at once.

    The schemas of the read models and of the app are no part of the shape of the record: both belong to the app. The
    first is disposable, and made anew when gone; what is in the second is the app's own to bring up to date.

    The account needs to be a superuser or to have CREATEROLE and CREATE on the database, unless an administrator made
    the roles, the schemas and the memberships before.

    Returns:
        The id of this record, which stays the same for ever.

    Raises:
        NewerSchemaError: a newer program already brought the record further.
    """
    with psycopg.connect(completed(conninfo), row_factory=tuple_row) as connection:
        shape = _shape(connection, names)
        if shape is None or shape < SHAPE:
            _make_roles(connection)
            _lock(connection, f"trede schema {names.record}")
            shape = _shape(connection, names)  # again: another process may have had its turn before us
            if shape is None or shape < SHAPE:
                _make_schemas(connection, names)
        if shape is not None and shape > SHAPE:
            raise NewerSchemaError(
                f"the record in schema {names.record!r} has shape {shape} and this program knows {SHAPE}: "
                "use the newer version of the program"
            )
        if not _has(connection, "SELECT FROM pg_namespace WHERE nspname = %s", names.read):
            _make_read_schema(connection, names)
        _make_snapshots(connection, names)
        if not _has(connection, "SELECT FROM pg_namespace WHERE nspname = %s", names.app):
            _lock(connection, f"trede schema {names.app}")
            _make_schema_of_the_app(connection, names.app)
        return _record_id(connection, names)


def template(name: str, names: Names) -> sql.Composed:
    """One of the SQL files of this package with the names filled in."""
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return sql.SQL(text).format(
        record=sql.Identifier(names.record), keys=sql.Identifier(names.keys), channel=sql.Literal(names.channel)
    )


def _shape(connection: psycopg.Connection[tuple[object, ...]], names: Names) -> int | None:
    """The shape the record has; None when there is no record yet."""
    about = sql.Identifier(names.record, "about")
    there = connection.execute("SELECT to_regclass(%s)", [about.as_string(connection)]).fetchone()
    if there is None or there[0] is None:
        return None
    row = connection.execute(sql.SQL("SELECT schema_version FROM {}").format(about)).fetchone()
    return None if row is None else cast("int", row[0])


def _record_id(connection: psycopg.Connection[tuple[object, ...]], names: Names) -> UUID:
    about = sql.Identifier(names.record, "about")
    row = connection.execute(sql.SQL("SELECT record_id FROM {}").format(about)).fetchone()
    assert row is not None  # noqa: S101 - _make_schemas put it there
    return cast("UUID", row[0])


def _make_roles(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Make the roles that are absent, and the account of this connection a member of each.

    Another database of the same server may be doing the same, where no lock of ours is seen: who comes second is told
    that the role exists.
    """
    _lock(connection, "trede roles")
    may_take = "SET" if connection.info.server_version >= SET_OPTION_SINCE else "MEMBER"
    for role in ROLES:
        name = sql.Identifier(role)
        if not _has(connection, "SELECT FROM pg_roles WHERE rolname = %s", role):
            try:
                with connection.transaction():
                    connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(name))
            except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                pass
        if not _has(connection, "SELECT WHERE pg_has_role(session_user, %s, %s)", role, may_take):
            connection.execute(sql.SQL("GRANT {} TO SESSION_USER").format(name))


def _make_schemas(connection: psycopg.Connection[tuple[object, ...]], names: Names) -> None:
    for schema in (names.record, names.keys):
        connection.execute(
            sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(
                sql.Identifier(schema), sql.Identifier(OWNER)
            )
        )
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
    connection.execute(template("record.sql", names))
    connection.execute(template("append.sql", names))
    connection.execute(
        sql.SQL(
            "INSERT INTO {about} AS about (schema_version) VALUES ({shape}) "
            "ON CONFLICT (one) DO UPDATE SET schema_version = excluded.schema_version"
        ).format(about=sql.Identifier(names.record, "about"), shape=SHAPE)
    )
    connection.execute("RESET ROLE")


def _make_read_schema(connection: psycopg.Connection[tuple[object, ...]], names: Names) -> None:
    """An empty schema that belongs to the app. Search finds parts of words quickly by trigrams, where there are any.

    A database that cannot have the extension can have all else; a part of a word is then looked for everywhere.
    """
    _lock(connection, "trede read schema")  # for all records of this database: they share the extension
    _make_schema_of_the_app(connection, names.read)
    with suppress(*CANNOT_EXTEND), connection.transaction():
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def _make_snapshots(connection: psycopg.Connection[tuple[object, ...]], names: Names) -> None:
    """The table of the snapshots of long streams: beside the read models, and as disposable. See snapshots.py."""
    table = sql.Identifier(names.read, SNAPSHOTS)
    if _has(connection, "SELECT WHERE to_regclass(%s) IS NOT NULL", table.as_string(connection)):
        return
    _lock(connection, f"trede snapshots {names.read}")
    connection.execute(
        sql.SQL(
            "SET LOCAL ROLE {app};"
            'CREATE TABLE IF NOT EXISTS {table} (stream text COLLATE "C" PRIMARY KEY, shape text NOT NULL,'
            " version integer NOT NULL, sealed bytea NOT NULL);"
            "ALTER TABLE {table} ALTER COLUMN sealed SET STORAGE EXTERNAL;"  # a cipher cannot be compressed
            "RESET ROLE"
        ).format(app=sql.Identifier(APP), table=table)
    )


def _make_schema_of_the_app(connection: psycopg.Connection[tuple[object, ...]], schema: str) -> None:
    connection.execute(
        sql.SQL("CREATE SCHEMA IF NOT EXISTS {} AUTHORIZATION {}").format(sql.Identifier(schema), sql.Identifier(APP))
    )


def _has(connection: psycopg.Connection[tuple[object, ...]], query: LiteralString, *parameters: str) -> bool:
    return connection.execute(query, parameters).fetchone() is not None


def _lock(connection: psycopg.Connection[tuple[object, ...]], what: str) -> None:
    """Wait for our turn until the end of the transaction, among all processes that prepare this database."""
    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [what])
