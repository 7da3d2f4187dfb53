"""What the record holds of documents: read with its key, and compared with the entry that filed it."""

from hashlib import sha256
from typing import Any

from psycopg import sql
from pydantic_core import from_json

from domain.events.documents import DocumentFiled
from domain.ledger.datastore import reading
from domain.ledger.integrity import Finding, Findings
from domain.ledger.record import Record
from domain.ledger.recorder import LAST_POSITION, Recorder
from domain.ledger.sealing import CONTENT_KEYS, OVERHEAD, KeyKind, SealBrokenError, entry_of
from domain.values import DocumentId, KeyId


class ContentNotKeptError(LookupError):
    """The record does not hold what this document holds: there is no such document, or only its proof was filed."""


def content_of(record: Record, municipality: str, document: DocumentId, entry: int | None) -> bytes | None:
    """What a document holds, as an entry filed it, or the last one under this id; None when its key was destroyed.

    Raises:
        ContentNotKeptError: the record has no content of it.
        SealBrokenError: it is not what was filed.
        DamagedEntryError: the entry that filed it is not what was recorded.
    """
    rows = record.entry_recorder.query(
        "SELECT version, key_id, cipher FROM {contents}"
        " WHERE stream = %s AND document = %s AND version = coalesce(%s::int, version) ORDER BY version DESC LIMIT 1",
        municipality,
        document,
        entry,
        binary=True,
    )
    if not rows:
        raise ContentNotKeptError(f"the record holds no content of document {document} of {municipality}")
    (row,) = rows
    data = record.keyring.content(row["key_id"], row["cipher"])
    if data is not None and sha256(data).hexdigest() != _proof(record, municipality, row["version"]):
        raise SealBrokenError(f"the content of document {document} is not what {municipality}/{row['version']} filed")
    return data


def _proof(record: Record, stream: str, version: int) -> str | None:
    """The sha256 that an entry proves; None when it files nothing."""
    for stored in record.entry_recorder.select_events(stream, gt=version - 1, lte=version):
        fact = record.entry_mapper.to_domain_event(stored).fact
        if isinstance(fact, DocumentFiled):
            return fact.sha256
    return None


def verify_contents(recorder: Recorder, first: int = 1, last: int | None = None) -> Findings:
    """Whether each content is there, whole and with its key, beside an entry from these positions that files it.

    The ciphers themselves are left alone: reading all documents takes hours, and who reads one is told when it is not
    what was filed.
    """
    between = (first, LAST_POSITION if last is None else last)
    rows = recorder.query(
        "SELECT position, stream, version, body, document, key_id, sha256, size, octet_length(cipher) AS length"
        " FROM {contents} LEFT JOIN {events} USING (stream, version)"
        " WHERE position IS NULL OR position BETWEEN %s AND %s ORDER BY position, stream, version",
        *between,
    )
    keys = _keys(recorder)
    for row in rows:
        if wrong := _wrong(row, keys):
            yield Finding(row["position"] or 0, row["stream"], row["version"], wrong)
    yield from _lost(recorder, keys, *between)


def _wrong(row: dict[str, Any], keys: set[KeyId]) -> str | None:
    if row["body"] is None:
        return "its content is there, and the entry is not"
    fact = from_json(row["body"])["fact"]
    filed = (fact.get("document"), fact.get("sha256"), fact.get("size"))
    if filed != (row["document"], row["sha256"].hex(), row["size"]) or row["length"] != row["size"] + OVERHEAD:
        return "its content is not the one that it files"
    return None if row["key_id"] in keys else "its content has no key"


@reading
def _keys(recorder: Recorder) -> set[KeyId]:
    """The keys of all contents, also the destroyed ones."""
    select = sql.SQL("SELECT key_id FROM {} WHERE starts_with(key_id, %s) AND kind = %s")
    with recorder.store.reading_keys() as cursor:
        rows = cursor.execute(select.format(recorder.store.key_table("keys")), [CONTENT_KEYS, KeyKind.CONTENT])
        return {row["key_id"] for row in rows}


def _lost(recorder: Recorder, keys: set[KeyId], first: int, last: int) -> Findings:
    """The entries from these positions that filed a content, as the keys tell, which is not there any more."""
    streams, versions = zip(*map(entry_of, keys), strict=True) if keys else ((), ())
    rows = recorder.query(
        "SELECT position, stream, version FROM {events} JOIN unnest(%s::text[], %s::int[]) AS keys (stream, version)"
        " USING (stream, version) LEFT JOIN {contents} USING (stream, version)"
        " WHERE cipher IS NULL AND position BETWEEN %s AND %s ORDER BY position",
        list(streams),
        list(versions),
        first,
        last,
    )
    for row in rows:
        yield Finding(row["position"], row["stream"], row["version"], "its content is gone")
