"""Bearer tokens: what a script shows to be let in as a person, in some of that person's roles.

A token is 256 random bits behind a word by which leaked ones are found. It is shown once; only its SHA-256 is kept, and
looked up as such, so that neither the table nor the time an answer takes tells anything about a token.
"""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString
from uuid import UUID, uuid4

from api.identity.caller import Caller
from api.store import Store
from api.store.standing import Standing, with_standing
from domain.events.base import Role
from domain.values import PersonId

PREFIX = "trede_"
BYTES = 32
SHOWN: LiteralString = "digest, id, person, roles, expires_on, last_used_on"
THESE: LiteralString = "FROM {tokens} WHERE digest = ANY(%(digests)s) AND revoked_on IS NULL"


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; the token itself is not. It works up to and including ``expires_on``."""

    id: UUID
    label: str
    person: PersonId
    roles: tuple[Role, ...]
    issued_on: date
    expires_on: date | None
    revoked_on: date | None
    last_used_on: date | None

    def works_on(self, day: date) -> bool:
        """Whether it lets anybody in on a day."""
        return self.revoked_on is None and (self.expires_on is None or day <= self.expires_on)


@dataclass(frozen=True, slots=True)
class Issued:
    """A new token, with what has to be shown to be let in: the only time that it can be seen."""

    token: Token
    secret: str


class Tokens:
    """The tokens of one installation."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def issue(
        self, person: PersonId, roles: Collection[Role], *, label: str, today: date, expires_on: date | None = None
    ) -> Issued:
        """A new token for a person in these roles, one at least; ``label`` says what uses it."""
        secret = PREFIX + secrets.token_urlsafe(BYTES)
        (row,) = self._store.rows(
            "INSERT INTO {tokens} (id, digest, label, person, roles, issued_on, expires_on) VALUES"
            " (%(id)s, %(digest)s, %(label)s, %(person)s, %(roles)s, %(today)s, %(expires_on)s) RETURNING *",
            id=uuid4(),
            digest=_digest(secret),
            label=label,
            person=person,
            roles=[role.value for role in Role if role in roles],
            today=today,
            expires_on=expires_on,
        )
        return Issued(_token(row), secret)

    def revoke(self, token: UUID, *, today: date) -> bool:
        """Let nobody in by it any more; whether there is such a token. Doing it again keeps the first day."""
        return bool(
            self._store.rows(
                "UPDATE {tokens} SET revoked_on = coalesce(revoked_on, %(today)s) WHERE id = %(id)s RETURNING id",
                id=token,
                today=today,
            )
        )

    def all(self) -> list[Token]:
        """Every token there ever was, the oldest first."""
        return [_token(row) for row in self._store.rows("SELECT * FROM {tokens} ORDER BY issued_on, label, id")]

    def caller(self, secret: str, *, today: date) -> Caller | None:
        """Who is let in by a token today; None for nobody. The day is remembered as that of its last use."""
        found = self.callers([secret], today=today).get(secret)
        return found[0] if found else None

    def callers(self, secrets: Collection[str], *, today: date) -> dict[str, tuple[Caller, Standing | None]]:
        """Who are let in by these tokens today, and where everything stands then; without those that let nobody in."""
        by_digest = {_digest(secret): secret for secret in secrets}
        rows = with_standing(self._store, SHOWN, THESE, digests=list(by_digest))
        return {
            by_digest[row["digest"]]: (self._let_in(row, today), standing)
            for row, standing in rows
            if row["expires_on"] is None or today <= row["expires_on"]
        }

    def _let_in(self, row: dict[str, Any], today: date) -> Caller:
        if row["last_used_on"] != today:
            self._store.rows(
                "UPDATE {tokens} SET last_used_on = %(today)s WHERE id = %(id)s", id=row["id"], today=today
            )
        return Caller(PersonId(row["person"]), tuple(map(Role, row["roles"])))


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def _token(row: dict[str, Any]) -> Token:
    told = {name: value for name, value in row.items() if name not in {"digest", "roles"}}
    return Token(roles=tuple(Role(role) for role in row["roles"]), **told)
