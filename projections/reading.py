"""Opens the sealed texts of entries for a reader, in one go: open and internal ones only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from domain.events.base import Entry
from domain.values import Classification, KeyId, PersonId, PlainText, SealedText
from projections.dutch.sentences import Telling, Text

READABLE = {Classification.OPEN, Classification.INTERNAL}
"""What may reach read models and search."""

Unseal = Callable[[Sequence[SealedText]], Sequence[str | None]]
"""Opens sealed texts, in their order; None for a text that was erased."""

NamesOf = Callable[[Iterable[PersonId]], dict[PersonId, str | None]]
"""The names of persons; None for a person who was erased."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader may see of the texts and persons in some entries."""

    texts: dict[tuple[KeyId, bytes], str | None]
    names: dict[PersonId, str | None]

    def telling(self) -> Telling:
        """How sentences show these texts and persons."""
        return Telling(text=self.text, name=self.name)

    def text(self, text: Text) -> str:
        """A text as it may be shown, without its closing full stop: the sentence has one."""
        match text:
            case None:
                return ""
            case PlainText():
                return text.text.rstrip(".")
            case SealedText() if text.classification not in READABLE:
                return "[vertrouwelijke tekst]"
            case SealedText():
                opened = self.texts[text.key, text.cipher]
                return "[gewist]" if opened is None else opened.rstrip(".")

    def name(self, person: PersonId) -> str:
        """The name of a person."""
        return self.names.get(person) or "[gewiste persoon]"


def opened(entries: Iterable[Entry], unseal: Unseal, names_of: NamesOf) -> Opened:
    """The readable texts and the persons of these entries, each opened once."""
    sealed: dict[tuple[KeyId, bytes], SealedText] = {}
    persons: set[PersonId] = set()
    for entry in entries:
        for part in (*parts(entry.fact), *parts(entry.about)):
            if isinstance(part, SealedText):
                if part.classification in READABLE:
                    sealed[part.key, part.cipher] = part
            elif isinstance(part, str) and part.startswith(PERSON):
                persons.add(PersonId(part))
    texts = dict(zip(sealed, unseal(list(sealed.values())), strict=True)) if sealed else {}
    return Opened(texts, names_of(persons) if persons else {})


PERSON = "person-"
"""How the id of a person begins; it is the name of that person's stream too."""


def parts(value: object) -> Iterator[object]:
    """Everything a fact is made of, at any depth; a sealed text is one part."""
    match value:
        case SealedText():
            yield value
        case BaseModel():
            for name in type(value).model_fields:
                yield from parts(getattr(value, name))
        case tuple():
            for each in value:
                yield from parts(each)
        case _:
            yield value
