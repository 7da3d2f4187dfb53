"""Free text: plain while it is decided on, sealed as soon as it is in the record."""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

from pydantic import PlainSerializer, SerializationInfo, StringConstraints, WithJsonSchema

from domain.values.terms import KeyId, PersonId, Value


class Classification(StrEnum):
    """Who may read a text: open and internal may reach read models and search, the others may not."""

    OPEN = "open"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105 - a classification, not a password


class PlainText(Value):
    """Free text as a person wrote it, before the ledger seals it; it can never be stored as it is.

    ``person`` says whose key seals it; without it the text gets a key of its own.
    """

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100_000)]
    classification: Classification = Classification.INTERNAL
    person: PersonId | None = None


class SealedText(Value):
    """Free text that can be read with its key only, so that destroying the key erases the text and nothing else.

    ``cipher`` is the nonce and the AES-GCM ciphertext (base64url in JSON); key and classification are bound to it.
    """

    key: KeyId
    classification: Classification
    cipher: bytes


Seal = Callable[[PlainText], SealedText]
"""Seals a plain text under a new key, or under the key of its person."""


def _stored(text: PlainText | SealedText, info: SerializationInfo) -> SealedText:
    """What is stored of a text: sealed by the ``seal`` in the context when it still is plain."""
    if isinstance(text, SealedText):
        return text
    seal: Seal | None = (info.context or {}).get("seal")
    if seal is None:
        raise ValueError("a plain text is stored sealed only: serialise it with a seal in the context")
    return seal(text)


SEALED_TEXT_SCHEMA = {
    "type": "object",
    "title": "SealedText",
    "description": "Free text sealed with AES-GCM; readable with its key only.",
    "properties": {
        "key": {"type": "string"},
        "classification": {"enum": [each.value for each in Classification]},
        "cipher": {"type": "string", "contentEncoding": "base64url"},
    },
    "required": ["key", "classification", "cipher"],
    "additionalProperties": False,
}

Sealed = Annotated[
    PlainText | SealedText,
    PlainSerializer(_stored, return_type=SealedText),
    WithJsonSchema(SEALED_TEXT_SCHEMA),
]
"""Free text in a fact: plain in a decision's answer, sealed as soon as it is in the record."""
