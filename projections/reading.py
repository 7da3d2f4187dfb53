"""Opens the sealed texts of entries for a reader, in one go: those of the classifications that the reader may see."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from domain.events.base import Entry
from domain.events.contact import AgreementMade, LetterReceived, LetterSent
from domain.events.documents import DocumentFiled
from domain.events.law import SubstitutionDecided
from domain.events.plan import Measure
from domain.ledger.reading import Reading
from domain.values import Classification, KeyId, PersonId, PlainText, SealedText
from projections.dutch.rules import RULES
from projections.dutch.telling import Telling, Text

READABLE = frozenset({Classification.OPEN, Classification.INTERNAL})
"""What may reach read models and search, and what a reader may see who was given no more."""

HIDDEN = "[vertrouwelijke tekst]"
ERASED = "[gewiste tekst]"
ERASED_PERSON = "[gewiste persoon]"

Unseal = Callable[[Sequence[SealedText]], Sequence[str | None]]
"""Opens sealed texts, in their order; None for a text that was erased."""

NamesOf = Callable[[Iterable[PersonId]], dict[PersonId, str | None]]
"""The names of persons; None for a person who was erased."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a reader may see of the texts and persons in some entries; ``subjects`` are texts by the id they explain."""

    texts: dict[tuple[KeyId, bytes], str | None]
    names: dict[PersonId, str | None]
    subjects: dict[str, Text] = field(default_factory=dict)
    readable: frozenset[Classification] = READABLE

    def telling(self) -> Telling:
        """How sentences show these texts and persons."""
        return Telling(text=self.text, name=self.name, subject=self.subjects.get)

    def text(self, text: Text) -> str:
        """A text as it may be shown; nothing for no text."""
        if text is None:
            return ""
        if text.classification not in self.readable:
            return HIDDEN
        if isinstance(text, PlainText):
            return text.text
        opened = self.texts[text.key, text.cipher]
        return ERASED if opened is None else opened

    def said(self, text: Text) -> str | None:
        """A text as it may be shown; None for no text."""
        return None if text is None else self.text(text)

    def name(self, person: PersonId) -> str:
        """The name of a person, or of the rule that did what they would have done."""
        return RULES.get(person) or self.names.get(person) or ERASED_PERSON


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads a record, with the classifications of text that they may see."""

    reading: Reading
    readable: frozenset[Classification] = READABLE

    def opened(self, entries: Iterable[Entry]) -> Opened:
        """What this reader may see of the texts and persons in these entries, in one go."""
        return opened(entries, self.reading.unseal, self.reading.persons.names, self.readable)


def opened(
    entries: Iterable[Entry], unseal: Unseal, names_of: NamesOf, readable: frozenset[Classification] = READABLE
) -> Opened:
    """The readable texts and the persons of these entries, each opened once."""
    sealed: dict[tuple[KeyId, bytes], SealedText] = {}
    persons: set[PersonId] = set()
    subjects: dict[str, Text] = {}
    for entry in entries:
        for part in (*parts(entry.fact), *parts(entry.about)):
            if isinstance(part, SealedText):
                if part.classification in readable:
                    sealed[part.key, part.cipher] = part
            elif isinstance(part, BaseModel):
                subjects.update(_subject(part))
            elif isinstance(part, str) and part.startswith(PERSON):
                persons.add(PersonId(part))
    texts = dict(zip(sealed, unseal(list(sealed.values())), strict=True)) if sealed else {}
    return Opened(texts, names_of(persons) if persons else {}, subjects, readable)


PERSON = "person-"
"""How the id of a person begins; it is the name of that person's stream too."""


def parts(value: object) -> Iterator[object]:
    """Everything a fact is made of, at any depth, itself included; a sealed text is one part."""
    yield value
    match value:
        case SealedText():
            pass
        case BaseModel():
            for name in type(value).model_fields:
                yield from parts(getattr(value, name))
        case tuple():
            for each in value:
                yield from parts(each)
        case _:
            pass


def subjects_of(entry: Entry) -> dict[str, Text]:
    """The texts by which people know what this entry makes known, by id."""
    found: dict[str, Text] = {}
    for part in parts(entry.fact):
        if isinstance(part, BaseModel) and not isinstance(part, SealedText):
            found |= _subject(part)
    return found


def _subject(part: BaseModel) -> dict[str, Text]:
    """The text by which people know what has this id."""
    match part:
        case AgreementMade():
            return {part.agreement: part.what}
        case Measure():
            return {part.measure: part.what}
        case LetterSent() | LetterReceived():
            return {part.letter: part.subject}
        case DocumentFiled():
            return {part.document: part.title}
        case SubstitutionDecided():
            return {part.decision: _decision(part)}
        case _:
            return {}


def _decision(part: SubstitutionDecided) -> PlainText:
    """By what people know a decision: ``42 personen van 2023-1``."""
    counted = f"{part.persons} {'persoon' if part.persons == 1 else 'personen'}"
    return PlainText(text=f"{counted} van {', '.join(map(str, part.periods))}", classification=Classification.OPEN)
