"""Accounts: by which name and password a colleague signs in, and in which roles."""

import hashlib
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from api.identity.passwords import hashed, matches, outdated
from api.store import Store
from domain.events.base import Role
from domain.values import PersonId

FREE_TRIES = 5
"""How often somebody may be wrong before they have to wait."""
LONGEST_WAIT = 900
"""Seconds. The wait doubles with every further failure, from 15 seconds on: a day of guessing is a hundred guesses."""
FIRST_WAIT = 15
FORGOTTEN_AFTER = "1 day"


class NameTakenError(Exception):
    """Somebody else signs in by this name."""


class TooManyTriesError(Exception):
    """So many tries failed that this name has to wait, right or wrong; ``seconds`` more."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, until it is ended."""

    id: UUID
    user_name: str
    person: PersonId
    roles: tuple[Role, ...]
    created_on: date
    ended_on: date | None


class Accounts:
    """The accounts of one installation."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(
        self, user_name: str, person: PersonId, roles: Collection[Role], *, password: str | None, today: date
    ) -> Account:
        """A new account for a person in these roles, one at least. Without a password it signs in some other way.

        Raises:
            NameTakenError: there is an account of this name.
        """
        rows = self._store.rows(
            "INSERT INTO {accounts} (id, user_name, person, roles, password, created_on) VALUES"
            " (%(id)s, %(user_name)s, %(person)s, %(roles)s, %(password)s, %(today)s)"
            " ON CONFLICT (user_name) WHERE ended_on IS NULL DO NOTHING RETURNING *",
            id=uuid4(),
            user_name=same(user_name),
            person=person,
            roles=[role.value for role in roles],
            password=None if password is None else hashed(password),
            today=today,
        )
        if not rows:
            raise NameTakenError(user_name)
        return _account(rows[0])

    def all(self) -> list[Account]:
        """Every account there ever was, by name."""
        return [_account(row) for row in self._store.rows("SELECT * FROM {accounts} ORDER BY user_name, created_on")]

    def find(self, user_name: str) -> Account | None:
        """The account of this name, when it was not ended."""
        row = self._find(user_name)
        return _account(row) if row else None

    def end(self, user_name: str, *, today: date) -> bool:
        """End an account and every session of it; False when there is none of this name."""
        ended = self._store.rows(
            "WITH ended AS (UPDATE {accounts} SET ended_on = %(today)s"
            "  WHERE user_name = %(user_name)s AND ended_on IS NULL RETURNING id),"
            " left_out AS (UPDATE {sessions} SET ended_at = now()"
            "  WHERE account IN (SELECT id FROM ended) AND ended_at IS NULL)"
            " SELECT id FROM ended",
            user_name=same(user_name),
            today=today,
        )
        return bool(ended)

    def admitted(self, user_name: str, password: str) -> Account | None:
        """The account that is signed in to by a name and a password; None when they do not belong together.

        Raises:
            TooManyTriesError: this name was tried too often; the password is not looked at.
        """
        self._require_patience(user_name)
        row = self._find(user_name)
        if not matches(row["password"] if row else None, password) or row is None:
            self._failed(user_name)
            return None
        self._store.rows("DELETE FROM {attempts} WHERE name = %(name)s", name=_digest(user_name))
        if outdated(row["password"]):
            self._store.rows(
                "UPDATE {accounts} SET password = %(password)s WHERE id = %(id)s",
                id=row["id"],
                password=hashed(password),
            )
        return _account(row)

    def _find(self, user_name: str) -> dict[str, Any] | None:
        rows = self._store.rows(
            "SELECT * FROM {accounts} WHERE user_name = %(user_name)s AND ended_on IS NULL", user_name=same(user_name)
        )
        return rows[0] if rows else None

    def _require_patience(self, user_name: str) -> None:
        rows = self._store.rows(
            "SELECT failed, extract(epoch FROM now() - failed_at) AS ago FROM {attempts} WHERE name = %(name)s",
            name=_digest(user_name),
        )
        if rows and (more := _wait(rows[0]["failed"]) - float(rows[0]["ago"])) > 0:
            raise TooManyTriesError(int(more) + 1)

    def _failed(self, user_name: str) -> None:
        self._store.rows("DELETE FROM {attempts} WHERE failed_at < now() - %(old)s::interval", old=FORGOTTEN_AFTER)
        self._store.rows(
            "INSERT INTO {attempts} AS known (name, failed) VALUES (%(name)s, 1) ON CONFLICT (name)"
            " DO UPDATE SET failed = known.failed + 1, failed_at = now()",
            name=_digest(user_name),
        )


def same(user_name: str) -> str:
    """A name as far as it tells accounts apart: not by capitals, nor by spaces around it."""
    return unicodedata.normalize("NFKC", user_name).casefold().strip()


def _wait(failed: int) -> int:
    """The seconds to wait after so many failures in a row."""
    beyond = failed - FREE_TRIES
    return 0 if beyond < 0 else min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(beyond, 10))


def _digest(user_name: str) -> bytes:
    return hashlib.sha256(same(user_name).encode(errors="replace")).digest()


def _account(row: dict[str, Any]) -> Account:
    told = {name: row[name] for name in ("id", "user_name", "created_on", "ended_on")}
    return Account(person=PersonId(row["person"]), roles=tuple(Role(role) for role in row["roles"]), **told)
