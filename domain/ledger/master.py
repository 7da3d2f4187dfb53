"""The master key of a record: it wraps the keys of texts and persons, and never is in the database or beside it.

Whoever has the database without this key has no text of it; whoever loses this key has lost every sealed text.
"""

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

LENGTH = 32  # bytes: AES-256
VARIABLE = "TREDE_MASTER_KEY"
OTHERS_MAY = stat.S_IRWXG | stat.S_IRWXO

Adopt = Callable[[str | None], str | None]
"""Offers a fingerprint to the record and answers the one it keeps to; offered None, it only answers."""


class MasterKeyError(Exception):
    """The master key is missing, damaged, open to others, or of another record; the text says what to do."""


@dataclass(frozen=True, slots=True)
class MasterKey:
    """32 secret bytes. Nothing is done with them themselves: each use has a key derived from them (HKDF, SHA-256)."""

    secret: bytes

    def __post_init__(self) -> None:
        if len(self.secret) != LENGTH:
            raise MasterKeyError(f"a master key is {LENGTH} bytes, not {len(self.secret)}")

    def __repr__(self) -> str:
        """The fingerprint: a key never reaches a log."""
        return f"MasterKey({self.fingerprint})"

    @classmethod
    def new(cls) -> Self:
        """A key that nobody knows yet."""
        return cls(secrets.token_bytes(LENGTH))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key written in base64; raises MasterKeyError."""
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except binascii.Error:
            raise MasterKeyError(f"a master key is {LENGTH} bytes in base64, 44 characters; this is not") from None

    @property
    def text(self) -> str:
        """The key in base64."""
        return base64.b64encode(self.secret).decode()

    @property
    def fingerprint(self) -> str:
        """Names the key without telling it: what each wrapped key says it is wrapped by."""
        return self.derived("fingerprint")[:8].hex()

    def derived(self, use: str) -> bytes:
        """The key of 32 bytes for one use."""
        return _derived(self.secret, use)

    def token(self, use: str, content: bytes) -> bytes:
        """A keyed digest: the same for the same content, and no way back or guess without the key."""
        return hmac.digest(self.derived(use), content, hashlib.sha256)


@lru_cache(maxsize=100)
def _derived(secret: bytes, use: str) -> bytes:
    return HKDFExpand(algorithm=SHA256(), length=LENGTH, info=b"trede " + use.encode()).derive(secret)


def folder_of_keys(environment: Mapping[str, str]) -> Path:
    """Where key files are: with the settings of this account, apart from the data and what a backup takes along."""
    settings = environment.get("XDG_CONFIG_HOME") or None
    return (Path(settings) if settings else Path.home() / ".config") / "trede"


def key_file(folder: Path, record: UUID) -> Path:
    """The file of one record, so that two records on one machine each have their own."""
    return folder / f"{record}.key"


def master_key(record: UUID, adopt: Adopt, *, given: str | None, folder: Path) -> MasterKey:
    """The master key of a record: the one given (``TREDE_MASTER_KEY``), else that of its file, made at first use.

    The file is made only when the record has no key yet: never a second key beside texts that need the first.

    Raises:
        MasterKeyError: with what is wrong and what to do.
    """
    path = key_file(folder, record)
    if given:
        key, where = MasterKey.parse(given), VARIABLE
    elif path.exists() or adopt(None) is None:
        key, where = _read_or_make(path, record), str(path)
    else:
        raise MasterKeyError(
            f"the texts of this record are sealed with master key {adopt(None)}, and {path} is not there: put the file "
            f"back, or set {VARIABLE}; without that key nobody can read them"
        )
    adopted = adopt(key.fingerprint)
    if adopted != key.fingerprint:
        raise MasterKeyError(
            f"the texts of this record are sealed with master key {adopted}; {where} holds {key.fingerprint}: "
            "use the key that this record began with"
        )
    return key


def _read_or_make(path: Path, record: UUID) -> MasterKey:
    if not path.exists():
        _make(path, record)
    return read_key_file(path, record)


def _make(path: Path, record: UUID) -> None:
    """Write a new key completely, then give it its name; of two processes that do so at once the first one's counts."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(
                "# Master key of a Trede record. Without it, no sealed text of that record can be read again.\n"
                "# Keep a copy, apart from the backups of the data.\n"
                f"record: {record}\nkey: {MasterKey.new().text}\n"
            )
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    """The name of a new file survives a power cut when its folder was written too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_key_file(path: Path, record: UUID) -> MasterKey:
    """The key in a file; raises MasterKeyError when others may read it, or when it is damaged or of another record."""
    try:
        with path.open(encoding="ascii") as file:
            rights = os.fstat(file.fileno()).st_mode
            lines = dict(line.split(": ", 1) for line in file.read().splitlines() if not line.startswith("#"))
    except (OSError, ValueError) as error:
        raise MasterKeyError(f"the master key in {path} cannot be read: {error}") from None
    if rights & OTHERS_MAY:
        raise MasterKeyError(f"others may read or change the master key in {path}: chmod 600 it")
    if lines.get("record") != str(record):
        raise MasterKeyError(f"{path} is the master key of record {lines.get('record')}, not of {record}")
    try:
        return MasterKey.parse(lines.get("key", ""))
    except MasterKeyError as error:
        raise MasterKeyError(f"the master key in {path} is damaged: {error}") from None
