"""Which keys were destroyed, kept apart from every backup: a way back to before an erasure erases again.

Destroying a key empties it in the database. A backup from before still has it, and so has the archive, until both are
gone by their own terms; whoever restores them must not bring the text back. The list has ids and moments, no texts. It
is kept beside the backups and in the archive, and is as new as the last backup or restore.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg import sql
from pydantic import BaseModel, ConfigDict, TypeAdapter

from domain.ledger.archive import write_whole
from domain.ledger.schema import DEFAULT_NAMES, Names
from domain.ledger.system_user import SystemUser


class ErasedKey(BaseModel):
    """A key that was destroyed: of a text, of a person, or of what a document holds."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    erased_at: datetime


_LIST = TypeAdapter(list[ErasedKey])


def list_file(folder: Path, record: UUID) -> Path:
    """The list of one record in a folder."""
    return folder / f"erased-keys-{record}.json"


def erased_in(connection: psycopg.Connection, names: Names = DEFAULT_NAMES) -> list[ErasedKey]:
    """The keys that were destroyed in a record, as its administrator sees them."""
    rows = connection.execute(
        sql.SQL("SELECT key_id, kind, destroyed_at FROM {} WHERE wrapped IS NULL ORDER BY key_id").format(
            sql.Identifier(names.keys, "keys")
        )
    ).fetchall()
    return [ErasedKey(id=key, kind=kind, erased_at=at) for key, kind, at in rows]


def listed(folder: Path, record: UUID) -> list[ErasedKey]:
    """The keys that a list in this folder says were destroyed; none where there is no list."""
    try:
        return _LIST.validate_json(list_file(folder, record).read_bytes())
    except FileNotFoundError:
        return []


def keep_listed(folder: Path, record: UUID, erased: Iterable[ErasedKey], user: SystemUser) -> None:
    """Add to the list in a folder, as a file of this account; nothing ever leaves it."""
    every = {each.id: each for each in (*erased, *listed(folder, record))}
    content = _LIST.dump_json(sorted(every.values(), key=lambda key: key.id), indent=1)
    write_whole(list_file(folder, record), content, user)


def erase_again(connection: psycopg.Connection, erased: Iterable[ErasedKey], names: Names = DEFAULT_NAMES) -> int:
    """Destroy these keys where a restored record has them; how many it had.

    What the read models took from them goes too: all read models, which are made anew from the record.
    """
    destroy = sql.SQL(
        "UPDATE {} SET wrapped = NULL, destroyed_at = %s WHERE key_id = %s AND wrapped IS NOT NULL"
    ).format(sql.Identifier(names.keys, "keys"))
    with connection.transaction():
        count = sum(connection.execute(destroy, [each.erased_at, each.id]).rowcount for each in erased)
        if count:
            connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(names.read)))
    return count
