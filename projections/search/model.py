"""The read model of search: one row for each entry in which somebody wrote something, or that is worth finding.

Statements of figures and targets are left out: there are millions of them, and nobody wrote a word in them. Corrections
and withdrawals have no row of their own either: an entry is found by how it reads.

This is the only read model with text in it, open and internal text only. A person's name stands in it as it read when
the entry was taken in; a rebuild tells it as it reads then.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.events.base import FACTS, Entry, Fact, MunicipalityEvent
from domain.events.figures import FiguresReported, TargetExchanged, TargetRevised, TargetSet
from domain.events.record_keeping import RecordKeepingEvent
from domain.ledger.reading import Reading
from domain.values import Classification, PlainText, SealedText
from projections.dutch.sentences import sentence
from projections.dutch.telling import Telling, Text
from projections.engine.schema import EntryModel, Row, Table
from projections.reading import ERASED, ERASED_PERSON, HIDDEN, PERSON, READABLE, Opened, Reader, parts
from projections.search.words import errors_away, folded, words_in

NUMEROUS: tuple[type[Fact], ...] = (FiguresReported, TargetSet, TargetRevised, TargetExchanged)

LONGEST = 50_000
"""How many letters of an entry are searched: more would not go into a ``tsvector`` in every case."""

LINES = Table(
    "lines",
    columns=(
        ("entry", "int"),
        ("topic", "text"),
        ("happened_on", "text"),  # as written
        ("day", "date"),  # the first on which it can have happened, 0001-01-01 when nobody knows
        ("internal", "boolean"),  # whether not everybody may read it
        ("sentence", "text"),
        ("folded", "text"),
        ("near", "int[]"),  # what tells that a word is one error away from one of these
    ),
    key=("entry",),
    indexes=("USING gin (words)", "USING gin (near)"),
    derived=(
        # Words as they are written, of weight A, and their stems, of weight B, in one index.
        (
            "words",
            "tsvector",
            "setweight(to_tsvector('simple', folded), 'A') || setweight(to_tsvector('dutch', folded), 'B')",
        ),
    ),
    if_possible=("USING gin (folded gin_trgm_ops)",),  # without it, a part of a word is found by looking everywhere
)


@dataclass(frozen=True)
class Search(EntryModel):
    """A row for each entry that is worth finding, with its sentence as everybody in the house may read it."""

    name, version, tables = "search", 1, (LINES,)
    handles = frozenset(
        fact
        for fact in FACTS.values()
        if issubclass(fact, MunicipalityEvent) and not issubclass(fact, (*NUMEROUS, RecordKeepingEvent))
    )

    reader: Reader | None = None

    def with_texts_of(self, reading: Reading) -> "Search":
        """The same read model, which opens the texts of this record."""
        return Search(Reader(reading, READABLE))

    def rows(self, entry: Entry) -> Iterable[Row]:
        """The row of an entry."""
        ((*rows,),) = self.rows_of([entry])
        return rows

    def rows_of(self, entries: Sequence[Entry]) -> Iterable[Iterable[Row]]:
        """The row of each entry; the texts of all are opened together."""
        if self.reader is None:
            raise ValueError("search can only be projected with a record of which it may open the texts")
        texts = self.reader.opened(entries)
        return [(_row(entry, texts),) for entry in entries]


SEARCH = Search()


def _row(entry: Entry, texts: Opened) -> Row:
    told = _told(entry.fact, texts)
    searched = _searched(told)
    return LINES.row(
        entry=entry.version,
        topic=entry.fact.TOPIC,
        happened_on=entry.about.happened_on.value,
        day=entry.about.happened_on.first_day or date.min,
        internal=_is_internal(entry.fact),
        sentence=told,
        folded=searched,
        near=errors_away(words_in(searched)),
    )


def _told(fact: Fact, texts: Opened) -> str:
    """The sentence, and what the sentence leaves out of what was written. What stands in other entries is left out."""
    told = sentence(fact, Telling(text=texts.text, name=texts.name, subject=_nothing))
    written = [texts.text(part) for part in _texts(fact) if part.classification in READABLE]
    left_out = [text for text in dict.fromkeys(written) if text.rstrip(".") not in told]
    line = " – ".join([told, *left_out])
    return unicodedata.normalize("NFC", line).replace("\0", " ")


def _nothing(_: str) -> Text:
    """By which text an id is known stands in another entry, and that can change without this one."""
    return None


def _texts(fact: Fact) -> Iterator[SealedText | PlainText]:
    for part in parts(fact):
        if isinstance(part, SealedText | PlainText):
            yield part


def _searched(told: str) -> str:
    """The words to find it by: without what stands in the place of what nobody may read."""
    for mark in (HIDDEN, ERASED, ERASED_PERSON):
        told = told.replace(mark, " " * len(mark))
    return folded(told)[:LONGEST]


def _is_internal(fact: Fact) -> bool:
    """Whether it says something that is not open to everybody; who is meant by a person is not."""
    closed = any(text.classification is not Classification.OPEN for text in _texts(fact))
    return closed or any(isinstance(part, str) and part.startswith(PERSON) for part in parts(fact))
