"""Files with figures that wait to be imported: each with how far it is, and with whoever works on it."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, LiteralString
from uuid import UUID

from eventsourcing.persistence import IntegrityError
from psycopg.types.json import Jsonb

from api.store.store import Store
from domain.events.base import Actor
from domain.ledger.reading import Reading
from domain.values import PersonId

STALE = 30.0
"""Seconds without a heartbeat after which a process is taken for dead."""
KEPT_UNCONFIRMED, KEPT_DONE = "1 day", "30 days"
"""How long a file waits for somebody to confirm it, and how long the account of an import can be asked for here."""

COLUMNS: LiteralString = (
    "id, state, uploaded_by, uploaded_at, about, outcome, command, actor, confirmed_on, position,"
    " attempts, phase, done, total, state IN ('uploaded', 'previewing', 'importing')"
    " AND (worker IS NULL OR heartbeat < now() - make_interval(secs => %(stale)s)) AS waits"
)
"""All but the content, which is long."""


class State(StrEnum):
    """How far a file is."""

    UPLOADED = "uploaded"
    PREVIEWING = "previewing"
    PREVIEWED = "previewed"
    IMPORTING = "importing"
    DONE = "done"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """By which command, by whom and on which day a file was to be imported: the same for whatever process does it."""

    command: UUID
    actor: Actor
    day: date


@dataclass(frozen=True, slots=True)
class Upload:
    """A file and how far it is.

    ``about`` tells of the file and how to read it, ``outcome`` what would come or came of it, both in JSON. ``waits``:
    there is work to do on it, and nobody does it. ``attempts`` counts how often that work began.
    """

    id: UUID
    state: State
    uploaded_by: PersonId
    uploaded_at: datetime
    about: bytes
    outcome: bytes | None
    confirmation: Confirmation | None
    position: int | None
    waits: bool
    attempts: int
    phase: str | None
    done: int
    total: int


class Uploads:
    """The files that wait beside one record, sealed by its master key."""

    def __init__(self, store: Store, reading: Reading) -> None:
        self._store = store
        self._reading = reading

    def add(self, upload: UUID, *, by: PersonId, about: bytes, content: bytes) -> bool:
        """Keep a file under an id; answers False when there is one under it already, and keeps that."""
        return bool(
            self._store.rows(
                "INSERT INTO {uploads} (id, uploaded_by, about, content)"
                " VALUES (%(id)s, %(by)s, %(about)b, %(content)b) ON CONFLICT (id) DO NOTHING RETURNING id",
                id=upload,
                by=by,
                about=self._sealed(upload, "about", about),
                content=self._sealed(upload, "content", content),
            )
        )

    def find(self, upload: UUID) -> Upload | None:
        """A file and how far it is now."""
        return self._one("SELECT " + COLUMNS + " FROM {uploads} WHERE id = %(id)s", id=upload)  # noqa: S608 - literals only

    def unfinished(self, by: PersonId) -> list[Upload]:
        """The files of a person of which nothing is recorded yet, the newest first; without those that were refused."""
        rows = self._store.rows(
            "SELECT " + COLUMNS + " FROM {uploads} WHERE uploaded_by = %(by)s AND state NOT IN ('done', 'refused')"  # noqa: S608 - literals only
            " ORDER BY uploaded_at DESC, id",
            by=by,
            stale=STALE,
        )
        return [self._upload(row) for row in rows]

    def content(self, upload: UUID) -> bytes | None:
        """What is in the file; None when it is kept no longer."""
        rows = self._store.rows("SELECT content FROM {uploads} WHERE id = %(id)s", id=upload)
        return self._opened(upload, "content", rows[0]["content"]) if rows else None

    def waiting(self) -> list[UUID]:
        """The files on which there is work that nobody does."""
        rows = self._store.rows("SELECT " + COLUMNS + " FROM {uploads} ORDER BY uploaded_at, id", stale=STALE)  # noqa: S608 - literals only
        return [row["id"] for row in rows if row["waits"]]

    def claim(self, upload: UUID, worker: UUID) -> Upload | None:
        """Begin to work on a file, or go on where another process died; None when there is nothing to do on it."""
        query: LiteralString = (
            "UPDATE {uploads} SET worker = %(worker)s, heartbeat = now(), attempts = attempts + 1,"
            " phase = NULL, done = 0, total = 0,"
            " state = CASE state WHEN 'uploaded' THEN 'previewing' ELSE state END"
            " WHERE id = %(id)s AND state IN ('uploaded', 'previewing', 'importing')"
            " AND (worker IS NULL OR heartbeat < now() - make_interval(secs => %(stale)s)) RETURNING "
        )
        return self._one(query + COLUMNS, id=upload, worker=worker)

    def beat(self, upload: UUID, worker: UUID) -> bool:
        """Show that the work goes on; False when the file was dropped, or taken over by another."""
        return self._changed("heartbeat = now()", upload, worker)

    def progress(self, upload: UUID, worker: UUID, phase: str, done: int, total: int) -> bool:
        """Tell how far the work is; False as for ``beat``."""
        return self._changed(
            "heartbeat = now(), phase = %(phase)s, done = %(done)s, total = %(total)s",
            upload,
            worker,
            phase=phase,
            done=done,
            total=total,
        )

    def finish(self, upload: UUID, worker: UUID, state: State, outcome: bytes, position: int | None = None) -> bool:
        """Tell what came of the work; False as for ``beat``. A file that was imported or refused is kept no longer."""
        return self._changed(
            "state = %(state)s, outcome = %(outcome)b, position = %(position)s, worker = NULL, attempts = 0,"
            " content = CASE WHEN %(state)s IN ('done', 'refused') THEN NULL ELSE content END",
            upload,
            worker,
            state=state.value,
            outcome=self._sealed(upload, "outcome", outcome),
            position=position,
        )

    def fail(self, upload: UUID, worker: UUID) -> bool:
        """Tell that the work cannot be done; False as for ``beat``."""
        return self._changed("state = 'failed', worker = NULL, attempts = 0", upload, worker)

    def release(self, upload: UUID, worker: UUID) -> bool:
        """Leave the work to another process; False as for ``beat``."""
        return self._changed("worker = NULL, attempts = attempts - 1", upload, worker)

    def confirm(self, upload: UUID, confirmation: Confirmation) -> bool:
        """Have a file imported that was looked at, or that failed under the same command; False for any other.

        Also False when the command is that of another file.
        """
        with suppress(IntegrityError):
            return bool(
                self._store.rows(
                    "UPDATE {uploads} SET state = 'importing', worker = NULL, phase = NULL, done = 0, total = 0,"
                    " command = %(command)s, actor = coalesce(actor, %(actor)s),"
                    " confirmed_on = coalesce(confirmed_on, %(day)s)"
                    " WHERE id = %(id)s AND (state = 'previewed' OR state = 'failed' AND command = %(command)s"
                    " AND actor->>'person' = %(person)s) RETURNING id",
                    id=upload,
                    command=confirmation.command,
                    actor=Jsonb(confirmation.actor.model_dump(mode="json")),
                    person=confirmation.actor.person,
                    day=confirmation.day,
                )
            )
        return False

    def drop(self, upload: UUID) -> bool:
        """Drop a file; False when it is being imported or was."""
        return bool(
            self._store.rows(
                "DELETE FROM {uploads} WHERE id = %(id)s AND state NOT IN ('importing', 'done') RETURNING id", id=upload
            )
        )

    def clean(self) -> None:
        """Drop what nobody confirmed in time, and accounts of long ago."""
        self._store.rows(
            "DELETE FROM {uploads} WHERE state NOT IN ('importing', 'done')"
            " AND uploaded_at < now() - %(unconfirmed)s::interval"
            " OR state = 'done' AND uploaded_at < now() - %(kept)s::interval",
            unconfirmed=KEPT_UNCONFIRMED,
            kept=KEPT_DONE,
        )

    def _changed(self, change: LiteralString, upload: UUID, worker: UUID, **parameters: object) -> bool:
        query: LiteralString = "UPDATE {uploads} SET " + change  # noqa: S608 - literals only
        query += " WHERE id = %(id)s AND worker = %(worker)s RETURNING id"
        return bool(self._store.rows(query, id=upload, worker=worker, **parameters))

    def _one(self, query: LiteralString, *, id: UUID, **parameters: object) -> Upload | None:  # noqa: A002 - the name of the column
        rows = self._store.rows(query, id=id, stale=STALE, **parameters)
        return self._upload(rows[0]) if rows else None

    def _upload(self, row: dict[str, Any]) -> Upload:
        told = {name: row[name] for name in ("position", "waits", "attempts", "phase", "done", "total")}
        confirmed = row["command"] is not None
        return Upload(
            id=row["id"],
            state=State(row["state"]),
            uploaded_by=PersonId(row["uploaded_by"]),
            uploaded_at=row["uploaded_at"],
            about=self._reading.open_aside(_name(row["id"], "about"), row["about"]),
            outcome=self._opened(row["id"], "outcome", row["outcome"]),
            confirmation=Confirmation(row["command"], Actor.model_validate(row["actor"]), row["confirmed_on"])
            if confirmed
            else None,
            **told,
        )

    def _sealed(self, upload: UUID, what: str, data: bytes) -> bytes:
        return self._reading.seal_aside(_name(upload, what), data)

    def _opened(self, upload: UUID, what: str, cipher: bytes | None) -> bytes | None:
        return None if cipher is None else self._reading.open_aside(_name(upload, what), cipher)


def _name(upload: UUID, what: str) -> str:
    return f"upload {upload} {what}"
