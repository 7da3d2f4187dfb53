"""Texts that can be read with their key only: each under a key of its own, or under the key of the person it is about.

What documents hold is sealed likewise, under a key that bears the name of the entry by which the document was filed.

AES-256-GCM throughout. A cipher is a nonce of 12 bytes and the ciphertext with its tag. To the cipher of a text its key
id and classification are bound, to that of a content its key id, to a wrapped key its id and kind: nothing can be moved
to another place unnoticed.
Keys are random, wrapped by the master key (``domain.ledger.master``), and travel with the entries that need them.
"""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import sql

from domain.ledger.datastore import Datastore, reading
from domain.ledger.master import MasterKey
from domain.values import DocumentId, KeyId, PersonId, PlainText, SealedText

NONCE = 12  # bytes, random: a key seals one text, or the few of a person, so that no nonce comes twice
OVERHEAD = NONCE + 16  # bytes that a cipher is longer than what it seals: the nonce and the tag
KEY_BITS = 256
CONTENT_KEYS = "content-"
"""How the ids of the keys of contents begin."""


class SealBrokenError(Exception):
    """A text or a key is not what was sealed: changed, moved or lost. An erased text is no error; it reads as None."""


class PersonErasedError(Exception):
    """The key of this person was destroyed: nothing more can be sealed about them."""


class KeyKind(StrEnum):
    """What a key seals."""

    TEXT = "text"
    PERSON = "person"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A key as the record keeps it; ``master`` is the fingerprint of the master key that wraps it."""

    id: KeyId
    kind: KeyKind
    wrapped: bytes
    master: str


@dataclass(frozen=True, slots=True)
class SealedContent:
    """What a document holds, as the record keeps it; ``sha256`` and ``size`` are those of the content as it came in."""

    document: DocumentId
    key: KeyId
    sha256: bytes
    size: int
    cipher: bytes


class Keyring:
    """Opens texts with the keys of the record, and begins to seal new ones."""

    def __init__(self, datastore: Datastore, master: MasterKey) -> None:
        self._datastore = datastore
        self._wrapping = AESGCM(master.derived("wrap keys"))
        self._aside = AESGCM(master.derived("seal what waits beside the record"))
        self._master = master.fingerprint
        self._select = sql.SQL("SELECT key_id, kind, wrapped, master FROM {} WHERE key_id = ANY(%s)").format(
            datastore.key_table("keys")
        )

    def sealing(self) -> "Sealing":
        """Seals the texts of one command."""
        return Sealing(self)

    def unseal(self, texts: Sequence[PlainText | SealedText]) -> list[str | None]:
        """The texts in the order given, with one query; None for each whose key was destroyed.

        Who may read a classification is the question of the caller.

        Raises:
            SealBrokenError: a text or a key was tampered with, or a key is not in the record.
        """
        keys = self.keys({text.key for text in texts if isinstance(text, SealedText)})
        return [text.text if isinstance(text, PlainText) else _text(text, keys) for text in texts]

    def content(self, key: KeyId, cipher: bytes) -> bytes | None:
        """What a document holds; None when its key was destroyed. Raises SealBrokenError."""
        return _opened(self.keys([key]), key, cipher, _bound("content", key), "content")

    def seal_aside(self, name: str, data: bytes) -> bytes:
        """Something that waits beside the record for a while and has no key of its own; the name is bound to it."""
        return _encrypted(self._aside, data, _bound("aside", name))

    def open_aside(self, name: str, cipher: bytes) -> bytes:
        """What was sealed under this name. Raises SealBrokenError."""
        try:
            return _decrypted(self._aside, cipher, _bound("aside", name))
        except InvalidTag:
            raise SealBrokenError(f"{name} is not what was sealed") from None

    @reading
    def keys(self, ids: Iterable[KeyId]) -> dict[KeyId, bytes | None]:
        """The unwrapped keys that the record has of these, None for a destroyed one."""
        wanted = sorted(ids)
        if not wanted:
            return {}
        with self._datastore.reading_keys() as cursor:
            rows = cursor.execute(self._select, [wanted]).fetchall()
        return {
            row["key_id"]: None
            if row["wrapped"] is None
            else self._unwrap(WrappedKey(row["key_id"], KeyKind(row["kind"]), row["wrapped"], row["master"]))
            for row in rows
        }

    def wrap(self, key: KeyId, kind: KeyKind, data_key: bytes) -> WrappedKey:
        """A new key as the record is to keep it."""
        return WrappedKey(key, kind, _encrypted(self._wrapping, data_key, _bound(kind, key)), self._master)

    def _unwrap(self, key: WrappedKey) -> bytes:
        if key.master != self._master:
            raise SealBrokenError(f"key {key.id} is wrapped by master key {key.master}, and this one is {self._master}")
        try:
            return _decrypted(self._wrapping, key.wrapped, _bound(key.kind, key.id))
        except InvalidTag:
            raise SealBrokenError(f"key {key.id} is not the key that was recorded") from None


class Sealing:
    """Seals the texts of one command. ``new_keys`` are appended with the entries, or neither is."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._of_persons: dict[KeyId, bytes] = {}
        self.new_keys: list[WrappedKey] = []
        self.failed: Exception | None = None

    def seal(self, text: PlainText) -> SealedText:
        """The text under a new key of its own, or under the key of its person: the one there is, or a new one.

        Called from within a serialiser, which hides what is raised; so ``failed`` keeps it too.

        Raises:
            PersonErasedError: the text is about a person whose key was destroyed.
        """
        try:
            return self._sealed(text)
        except Exception as error:
            self.failed = error
            raise

    def seal_content(self, stream: str, version: int, document: DocumentId, data: bytes) -> SealedContent:
        """The content that an entry files, under a new key of its own."""
        key = content_key(stream, version)
        cipher = _encrypted(AESGCM(self._new(key, KeyKind.CONTENT)), data, _bound("content", key))
        return SealedContent(document, key, hashlib.sha256(data).digest(), len(data), cipher)

    def _sealed(self, text: PlainText) -> SealedText:
        if text.person is None:
            key = KeyId(f"text-{uuid4()}")
            data_key = self._new(key, KeyKind.TEXT)
        else:
            key = key_of(text.person)
            data_key = self._of_person(key)
        bound = _bound("cipher", key, text.classification)
        cipher = _encrypted(AESGCM(data_key), text.text.encode(), bound)
        return SealedText(key=key, classification=text.classification, cipher=cipher)

    def _of_person(self, key: KeyId) -> bytes:
        if key not in self._of_persons:
            recorded = self._keyring.keys([key])
            data_key = recorded[key] if key in recorded else self._new(key, KeyKind.PERSON)
            if data_key is None:
                raise PersonErasedError(f"the key of {key} was destroyed: no text about this person can be recorded")
            self._of_persons[key] = data_key
        return self._of_persons[key]

    def _new(self, key: KeyId, kind: KeyKind) -> bytes:
        data_key = AESGCM.generate_key(KEY_BITS)
        self.new_keys.append(self._keyring.wrap(key, kind, data_key))
        return data_key


def key_of(person: PersonId) -> KeyId:
    """The key of a person bears the person's id: there is one, and all that is sealed under it goes at once."""
    return KeyId(person)


def content_key(stream: str, version: int) -> KeyId:
    """The key of the content that an entry files."""
    return KeyId(f"{CONTENT_KEYS}{stream}-{version}")


def entry_of(key: KeyId) -> tuple[str, int]:
    """The stream and version of the entry that files the content under this key."""
    stream, version = key.removeprefix(CONTENT_KEYS).rsplit("-", 1)
    return stream, int(version)


def _text(text: SealedText, keys: dict[KeyId, bytes | None]) -> str | None:
    opened = _opened(keys, text.key, text.cipher, _bound("cipher", text.key, text.classification), "text")
    return None if opened is None else opened.decode()


def _opened(keys: dict[KeyId, bytes | None], key: KeyId, cipher: bytes, bound: bytes, what: str) -> bytes | None:
    if key not in keys:
        raise SealBrokenError(f"key {key} is not in the record")
    data_key = keys[key]
    if data_key is None:
        return None
    try:
        return _decrypted(AESGCM(data_key), cipher, bound)
    except InvalidTag:
        raise SealBrokenError(f"the {what} under key {key} is not the {what} that was sealed") from None


def _encrypted(key: AESGCM, content: bytes, bound: bytes) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + key.encrypt(nonce, content, bound)


def _decrypted(key: AESGCM, cipher: bytes, bound: bytes) -> bytes:
    if len(cipher) < NONCE:
        raise InvalidTag
    return key.decrypt(cipher[:NONCE], cipher[NONCE:], bound)


def _bound(*parts: str) -> bytes:
    """What a cipher is bound to. No id or classification holds a line feed, so the parts cannot run into each other."""
    return "\n".join(("trede", *parts)).encode()
