"""Passwords: hashed with Argon2id, and checked with the same work whether or not there is anything to check against."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

SHORTEST, LONGEST = 12, 200
"""Characters of a password."""

AT_ONCE = BoundedSemaphore(4)
"""How many are hashed at a time: each takes 64 MB, and whoever asks is not known yet."""

_hasher = PasswordHasher()
_nobody = _hasher.hash("of nobody")


def hashed(password: str) -> str:
    """What is kept of a password, with the parameters by which it was hashed."""
    with AT_ONCE:
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether this is the password that was kept; for None it is not, after just as much work."""
    with AT_ONCE:
        try:
            return _hasher.verify(kept or _nobody, password) and kept is not None
        except VerificationError:
            return False


def outdated(kept: str) -> bool:
    """Whether a password was hashed with parameters that are no longer those of today."""
    return _hasher.check_needs_rehash(kept)
