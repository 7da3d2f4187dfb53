"""The statements of a municipality as people read them: completed, which are in force, and where they disagree."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import LiteralString

from domain.events.figures import Number
from domain.ledger.reading import Reading
from domain.municipality.figures import Figures, Statement
from domain.policy.numbers import Completed, completed
from domain.policy.official import OFFICIAL_KINDS, is_official
from domain.policy.statements import contradictions, in_force_among, inconsistent, rank
from domain.values import Period, SourceKind
from projections.dutch.words import arithmetic
from projections.engine.known import Knowing
from projections.figures.model import FIGURES, OF_A_YEAR, STATEMENTS, period_of, until
from projections.figures.stated import figures_known
from projections.paging import Cursor, Order, Page, page_of

ORDER = Order((("year", int), ("half", int), ("rank", int), ("entry", int)))
"""Period by period, the latest statement last; whole years before the half years in them."""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement of figures: what it says, what follows from it, and how it relates to the other statements.

    ``in_force`` names the numbers for which it is in force among all statements, ``in_force_officially`` among the
    official ones; ``contradicts`` the entries that say otherwise.
    """

    statement: Statement
    numbers: Completed
    official: bool
    in_force: tuple[str, ...]
    in_force_officially: tuple[str, ...]
    contradicts: tuple[int, ...]
    inconsistent: tuple[str, ...]


def statements(
    reading: Reading,
    knowing: Knowing,
    code: str,
    *,
    period: Period | None = None,
    kinds: Collection[SourceKind] = OFFICIAL_KINDS,
    after: Cursor | None = None,
    limit: int | None = None,
) -> Page[StatementLine]:
    """The statements of a municipality, of one period or of all, as known and as at a day.

    Args:
        reading: the record.
        knowing: the knowledge and the day.
        code: the municipality.
        period: the only period that is meant, if any.
        kinds: the kinds of sources that are official.
        after: where the page before this one ended.
        limit: the most lines on a page; all of them when there is none.

    Raises:
        NotBuiltError: the read model is not there yet.
        UnreadableCursorError: ``after`` is not where a page of statements ended.
    """
    asked: dict[LiteralString, object] = {
        "municipality = %(code)s": code,
        "rank <= %(until)s": until(knowing.day),
        "year = %(year)s": period.year if period else None,
        "half = %(half)s": (period.half or OF_A_YEAR) if period else None,
    }
    page = page_of(reading, FIGURES, STATEMENTS, knowing, asked, order=ORDER, after=after, limit=limit)
    shown = [row["entry"] for row in page.lines]
    figures = figures_known(reading, knowing, code, {period_of(row["year"], row["half"]) for row in page.lines})
    lines = {line.statement.version: line for line in lines_of(figures, kinds, only=set(shown))}
    return page.showing(lines[entry] for entry in shown)


def lines_of(
    figures: Figures, kinds: Collection[SourceKind] = OFFICIAL_KINDS, *, only: Collection[int] | None = None
) -> Iterator[StatementLine]:
    """The lines of all statements, or only of those with these versions; period by period, the latest last."""
    for period in sorted(figures.periods):
        every = _versions_in_force(figures, period, lambda _: True)
        official = _versions_in_force(figures, period, lambda each: is_official(each, kinds))
        for statement in sorted(figures.statements(period), key=rank):
            if only is None or statement.version in only:
                yield StatementLine(
                    statement=statement,
                    numbers=completed(statement),
                    official=is_official(statement, kinds),
                    in_force=_of(statement, every),
                    in_force_officially=_of(statement, official),
                    contradicts=tuple(
                        sorted({each.other_statement.version for each in contradictions(figures, statement)})
                    ),
                    inconsistent=tuple(arithmetic(told) for told in inconsistent(statement)),
                )


def _of(statement: Statement, versions: dict[str, int]) -> tuple[str, ...]:
    return tuple(number for number, version in versions.items() if version == statement.version)


def _versions_in_force(figures: Figures, period: Period, admits: Callable[[Statement], bool]) -> dict[str, int]:
    found = {number: in_force_among(figures, period, number, admits) for number in Number}
    return {number.value: value.statement.version for number, value in found.items() if value}
