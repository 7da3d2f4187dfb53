"""Reading without a ledger: sealed texts whose cipher is the text itself, and persons whose id is their name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from domain.events.base import Entry, Recorded
from domain.municipality import Municipality
from domain.values import Classification, KeyId, PersonId, SealedText
from projections.reading import Opened, opened
from tests.spec import Happened, recorded

ERASED_KEY = KeyId("key-destroyed")
ERASED_PERSON = PersonId("person-gone")
FIRST_RECORDED = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)


def sealed(text: str, classification: Classification = Classification.INTERNAL) -> SealedText:
    """A text as the record holds it."""
    return SealedText(key=KeyId("key-1"), classification=classification, cipher=text.encode())


def erased(text: str = "niet meer te lezen") -> SealedText:
    """A text of which the key was destroyed."""
    return SealedText(key=ERASED_KEY, classification=Classification.INTERNAL, cipher=text.encode())


def unseal(texts: Sequence[SealedText]) -> list[str | None]:
    return [None if text.key == ERASED_KEY else text.cipher.decode() for text in texts]


def names_of(persons: Iterable[PersonId]) -> dict[PersonId, str | None]:
    return {each: None if each == ERASED_PERSON else each.removeprefix("person-").capitalize() for each in persons}


def entries(*happened: Happened, since: datetime = FIRST_RECORDED) -> list[Entry]:
    """These facts as the record tells them, one an hour."""
    state = recorded(Municipality("GM0622"), happened)
    return [
        replace(
            entry,
            recorded=Recorded(
                position=100 + version,
                recorded_at=since + timedelta(hours=version - 1),
                command=f"command-{version}",
                digest=f"{version:064x}",
            ),
        )
        for version, entry in sorted(state.entries.items())
    ]


def read(told: Iterable[Entry]) -> Opened:
    """What a reader may see of these entries."""
    return opened(told, unseal, names_of)
