"""Letters to and from a municipality, with the answers that were asked for and came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from domain.events.contact import LetterReceived, LetterSent
from domain.values import PartialDate
from projections.engine.known import Knowing
from projections.engine.schema import Row, Table
from projections.engine.told import Told
from projections.paging import Cursor, Order, Page
from projections.reading import Opened, Reader
from projections.standing import SPAN, Span, Things, page_told

POST = Table(
    "letters",
    columns=(
        ("letter", "text"),
        *SPAN,
        ("entry", "int"),
        ("day", "date"),  # of the letter: the first day it can be, 0001-01-01 when nobody knows
        ("sent", "boolean"),  # by the province; else received by it
        ("reply_due", "date"),
        ("answered", "boolean"),
    ),
    key=("letter", "valid_from"),
    indexes=("(day, municipality, letter)",),
)
ORDER = Order((("day", date), ("municipality", str), ("letter", str)), descending=True)


class Letters(Things):
    """A row for each span in the life of each letter: until it is answered, and after."""

    name, version, tables, handles = "letters", 1, (POST,), frozenset((LetterSent, LetterReceived))

    def about(self, fact: LetterSent | LetterReceived) -> tuple[str, ...]:
        """The letter itself, and the one it answers."""
        if isinstance(fact, LetterReceived) and fact.reply_to not in (None, fact.letter):
            return (fact.letter, str(fact.reply_to))
        return (fact.letter,)

    def row(self, span: Span) -> Row | None:
        """The row of a span."""
        written = _written(span.subject, span.told)
        if written is None:
            return None
        told, fact = written
        return POST.row(
            letter=span.subject,
            **span.columns,
            entry=told.entry.version,
            day=told.day,
            sent=isinstance(fact, LetterSent),
            reply_due=fact.reply_due if isinstance(fact, LetterSent) else None,
            answered=any(_answers(span.subject, span.told)),
        )


LETTERS = Letters()


@dataclass(frozen=True, slots=True)
class Reply:
    """A letter that answers another one."""

    letter: str
    entry: int
    on: PartialDate


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter as it stands on a day: ``sent`` by the province, else received by it.

    ``overdue`` says that an answer was asked for by a day that has passed, and none has come.
    """

    code: str
    letter: str
    entry: int
    sent: bool
    on: PartialDate
    kind: str
    subject: str
    document: str | None
    reply_due: date | None
    reply_to: str | None
    replies: tuple[Reply, ...]
    overdue: bool


def letters(
    reader: Reader,
    knowing: Knowing,
    *,
    code: str | None = None,
    letter: str | None = None,
    sent: bool | None = None,
    awaited: bool | None = None,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[LetterLine]:
    """Letters as they stand on the day, the latest first; last those of which nobody knows when.

    Args:
        reader: who reads the texts.
        knowing: what was known, and the day.
        code: of this municipality; of all when None.
        letter: this one.
        sent: sent by the province, or received by it.
        awaited: whether an answer was asked for by a day, and none has come yet.
        after: the end of the page before.
        limit: the most lines of a page.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "letter = %(letter)s": letter,
        "sent = %(sent)s": sent,
        "(reply_due IS NOT NULL AND NOT answered) = %(awaited)s": awaited,
    }

    def line(code: str, letter: str, told: Sequence[Told], texts: Opened) -> LetterLine:
        return letter_line(code, letter, told, texts, day=knowing.day)

    return page_told(reader, LETTERS, knowing, asked, line, order=ORDER, after=after, limit=limit)


def letter_line(code: str, letter: str, told: Sequence[Told], texts: Opened, *, day: date) -> LetterLine:
    """What a reader sees of one letter, by the facts about it that happened by a day."""
    written = _written(letter, told)
    if written is None:
        raise LookupError(f"{code}: letter {letter} was never written")
    itself, fact = written
    replies = tuple(_answers(letter, told))
    reply_due = fact.reply_due if isinstance(fact, LetterSent) else None
    return LetterLine(
        code=code,
        letter=letter,
        entry=itself.entry.version,
        sent=isinstance(fact, LetterSent),
        on=itself.on,
        kind=fact.kind,
        subject=texts.text(fact.subject),
        document=fact.document,
        reply_due=reply_due,
        reply_to=fact.reply_to if isinstance(fact, LetterReceived) else None,
        replies=replies,
        overdue=reply_due is not None and not replies and reply_due < day,
    )


def _written(letter: str, told: Sequence[Told]) -> tuple[Told, LetterSent | LetterReceived] | None:
    """The letter itself, as it was last told."""
    for each in reversed(told):
        if isinstance(each.fact, LetterSent | LetterReceived) and each.fact.letter == letter:
            return each, each.fact
    return None


def _answers(letter: str, told: Sequence[Told]) -> Iterable[Reply]:
    for each in told:
        if isinstance(each.fact, LetterReceived) and each.fact.reply_to == letter != each.fact.letter:
            yield Reply(each.fact.letter, each.entry.version, each.on)
