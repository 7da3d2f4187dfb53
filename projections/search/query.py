"""Asking search: which entries have these words, how they are alike, and where the words stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from domain.ledger.reading import Reading
from domain.values import Classification, PartialDate
from projections.engine.known import Knowing, ask
from projections.paging import Cursor, Order, Page
from projections.reading import Reader
from projections.search.marking import Mark, marked
from projections.search.model import SEARCH
from projections.search.question import WITHIN, Likeness, Question
from projections.search.words import errors_away, near, words_asked, words_in
from projections.subjects import Subject, topics_about

BY_INDEX = {"enable_seqscan": "off"}
"""PostgreSQL takes comparing a long text for cheap and would rather look at all of them: five times as slow."""
ORDER = Order((("likeness", int), ("day", date), ("known_from", int)), descending=True)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found. ``marks`` say where in ``snippet`` the words stand by which it was found."""

    code: str
    entry: int
    topic: str
    happened_on: PartialDate
    likeness: Likeness
    snippet: str
    marks: tuple[Mark, ...]


def search(
    reader: Reader,
    knowing: Knowing,
    words: str,
    *,
    code: str | None = None,
    subject: Subject | None = None,
    after: Cursor | None = None,
    limit: int = 20,
) -> Page[Hit]:
    """The entries that have all of these words, as they stood and had happened by the day.

    Those with the words as they are written come first, then those with related words, then those with words that are
    a typing error away; of each the newest first.

    Args:
        reader: who reads.
        knowing: what was known, and the day.
        words: what is looked for; only the first twelve words count.
        code: in this municipality.
        subject: about this.
        after: the end of the page before.
        limit: the most hits of a page.

    Raises:
        UnreadableCursorError: ``after`` is no cursor of this question.
        NotBuiltError: the read model is not there yet.
    """
    asked = words_asked(words)
    if not asked:
        return Page((), 0, None)
    question = Question.of(asked)
    topics = topics_about(subject) if subject else None
    others: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "topic = ANY(%(topics)s)": topics,
        "internal = %(internal)s": None if Classification.INTERNAL in reader.readable else False,
    }
    conditions = [condition for condition, value in others.items() if value is not None]
    chosen = "FROM {lines} WHERE " + " AND ".join(["{known}", "day <= %(day)s", *conditions, question.found])
    narrow = "SELECT municipality, entry, known_from, day, " + question.likeness + " AS likeness " + chosen
    values = {**question.parameters, "code": code, "topics": topics, "internal": False}
    beginning = ORDER.parameters(after) if after else {}
    rows = ask(reader.reading, SEARCH, _page(narrow, after), knowing, BY_INDEX, wanted=limit + 1, **values, **beginning)
    total = rows[0]["total"] if rows else 0
    if after and not rows:
        total = ask(reader.reading, SEARCH, "SELECT count(*) AS total " + chosen, knowing, BY_INDEX, **values)[0][
            "total"
        ]
    shown = rows[:limit]
    alike = _alike(reader.reading, asked, {word for row in shown for word in words_in(row["sentence"])})
    following = ORDER.cursor(shown[-1]) if len(rows) > len(shown) > 0 else None
    return Page(tuple(_hit(row, alike, asked) for row in shown), total, following)


def _page(narrow: LiteralString, after: Cursor | None) -> LiteralString:
    """The rows of a page and one more: first which they are, then what they say.

    Without ``OFFSET 0`` the texts of all that is found would be carried along until they are counted.
    """
    beyond = " WHERE " + ORDER.beyond if after else ""
    counted = "(SELECT *, count(*) OVER () AS total FROM (" + narrow + " OFFSET 0) AS found) AS counted"  # noqa: S608 - only literals
    page = "(SELECT * FROM " + counted + beyond + " ORDER BY " + ORDER.by + " LIMIT %(wanted)s) AS page"  # noqa: S608 - the same
    line = "JOIN {lines} AS line USING (municipality, entry, known_from)"
    by = "page.likeness DESC, page.day DESC, known_from DESC"
    return "SELECT page.*, line.topic, line.happened_on, line.sentence FROM " + page + " " + line + " ORDER BY " + by  # noqa: S608 - the same


def _hit(row: Mapping[str, Any], alike: Mapping[str, Likeness], asked: Sequence[str]) -> Hit:
    likeness = Likeness(row["likeness"])
    words = [word for word, how in alike.items() if how > Likeness.SIMILAR or likeness is Likeness.SIMILAR]
    snippet, marks = marked(row["sentence"], words, asked)
    return Hit(
        code=row["municipality"],
        entry=row["entry"],
        topic=row["topic"],
        happened_on=PartialDate.of(row["happened_on"]),
        likeness=likeness,
        snippet=snippet,
        marks=marks,
    )


STEMS: LiteralString = """
    SELECT word, coalesce(ts_lexize('dutch_stem', word), ARRAY[]::text[]) AS stems FROM unnest(%s::text[]) AS word
"""


def _alike(reading: Reading, asked: Sequence[str], words: set[str]) -> dict[str, Likeness]:
    """Those of these words by which something can have been found."""
    with reading.connection() as connection:
        rows = connection.execute(STEMS, [[*asked, *words]]).fetchall()
    stems = {row["word"]: set(row["stems"]) for row in rows}
    found: dict[str, Likeness] = {}
    for word in words:
        for wanted in asked:
            related = (
                word.startswith(wanted) or stems[word] & stems[wanted] or (len(wanted) >= WITHIN and wanted in word)
            )
            if related or near(wanted).intersection(errors_away([word])):
                found[word] = max(found.get(word, Likeness.SIMILAR), Likeness.RELATED if related else Likeness.SIMILAR)
    return found
