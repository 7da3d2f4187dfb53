"""Sessions: a colleague who signed in, until they leave, are away too long, or the working day is over.

A browser holds 256 random bits in a cookie; only their SHA-256 is kept. The token by which a form shows that it came
from our own page is made of those bits too, so that it needs no table.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, LiteralString
from uuid import UUID

from api.identity.accounts import Account
from api.identity.caller import Caller
from api.store import Store
from api.store.standing import Standing, with_standing
from domain.events.base import Role
from domain.ledger.reading import Reading
from domain.values import PersonId

IDLE: LiteralString = "60 minutes"
LONGEST: LiteralString = "10 hours"
LONGEST_SECONDS = 10 * 60 * 60
"""How long somebody may be away, and how long a session lasts at most: a working day."""
SEEN_EVERY: LiteralString = "1 minute"
"""So often is remembered that somebody was there: not every page is a write."""
KEPT = "7 days"
BYTES = 32
SHOWN: LiteralString = (
    "digest, account, user_name, person, roles, said IS NOT NULL AS told,"
    f" seen_at < now() - interval '{SEEN_EVERY}' AS unseen"
)
THESE: LiteralString = (
    "FROM {sessions} JOIN {accounts} ON id = account"
    " WHERE digest = ANY(%(digests)s) AND ended_at IS NULL AND ended_on IS NULL"
    f" AND seen_at > now() - interval '{IDLE}' AND begun_at > now() - interval '{LONGEST}'"
)
"""Sessions that are not over, of accounts that are not either."""


@dataclass(frozen=True, slots=True)
class Session:
    """One colleague in one browser. ``told`` says whether something waits to be said on the next page."""

    secret: str = field(repr=False)
    account: UUID
    user_name: str
    caller: Caller
    told: bool

    @property
    def csrf(self) -> str:
        """What a form of this session bears."""
        return hmac.new(self.secret.encode(), b"form", hashlib.sha256).hexdigest()


class Sessions:
    """The sessions of one installation; what waits to be said in them is sealed by the master key of the record."""

    def __init__(self, store: Store, reading: Reading) -> None:
        self._store = store
        self._reading = reading

    def begin(self, account: Account) -> str:
        """A new session: what the browser has to show from now on."""
        self._store.rows("DELETE FROM {sessions} WHERE begun_at < now() - %(kept)s::interval", kept=KEPT)
        secret = secrets.token_urlsafe(BYTES)
        self._store.rows(
            "INSERT INTO {sessions} (digest, account) VALUES (%(digest)s, %(account)s)",
            digest=_digest(secret),
            account=account.id,
        )
        return secret

    def find(self, secret: str) -> Session | None:
        """The session of who shows this; None when it is over, or the account is."""
        found = self.found([secret]).get(secret)
        return found[0] if found else None

    def found(self, secrets: Collection[str]) -> dict[str, tuple[Session, Standing | None]]:
        """The sessions of who show these, and where everything stands then; without those that are over."""
        by_digest = {_digest(secret): secret for secret in secrets}
        rows = with_standing(self._store, SHOWN, THESE, digests=list(by_digest))
        return {
            by_digest[row["digest"]]: (self._seen(by_digest[row["digest"]], row), standing) for row, standing in rows
        }

    def _seen(self, secret: str, row: dict[str, Any]) -> Session:
        if row["unseen"]:
            self._store.rows("UPDATE {sessions} SET seen_at = now() WHERE digest = %(digest)s", digest=_digest(secret))
        return _session(secret, row)

    def whose(self, secret: str) -> PersonId | None:
        """Whose session this is, or was before it was over."""
        rows = self._store.rows(
            "SELECT person FROM {sessions} JOIN {accounts} ON id = account WHERE digest = %(digest)s",
            digest=_digest(secret),
        )
        return PersonId(rows[0]["person"]) if rows else None

    def end(self, secret: str) -> None:
        """Leave: nobody comes in by this any more."""
        self._store.rows(
            "UPDATE {sessions} SET ended_at = now(), said = NULL WHERE digest = %(digest)s AND ended_at IS NULL",
            digest=_digest(secret),
        )

    def say(self, session: Session, told: str) -> None:
        """Have something said on the next page; it takes the place of what waited."""
        self._store.rows(
            "UPDATE {sessions} SET said = %(said)b WHERE digest = %(digest)s",
            digest=_digest(session.secret),
            said=self._reading.seal_aside(_name(session), told.encode()),
        )

    def said(self, session: Session) -> str | None:
        """What waited to be said, once."""
        if not session.told:
            return None
        rows = self._store.rows(
            "WITH before AS (SELECT digest, said FROM {sessions} WHERE digest = %(digest)s FOR UPDATE)"
            " UPDATE {sessions} AS now SET said = NULL FROM before WHERE now.digest = before.digest"
            " RETURNING before.said",
            digest=_digest(session.secret),
        )
        sealed = rows[0]["said"] if rows else None
        return None if sealed is None else self._reading.open_aside(_name(session), sealed).decode()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def _name(session: Session) -> str:
    return f"session {_digest(session.secret).hex()}"


def _session(secret: str, row: dict[str, Any]) -> Session:
    caller = Caller(PersonId(row["person"]), tuple(Role(role) for role in row["roles"]))
    return Session(secret, row["account"], row["user_name"], caller, row["told"])
