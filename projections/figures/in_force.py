"""The numbers in force of many municipalities and periods at once, each with the statement that gives it.

The latest statement of a period mostly gives all its numbers. What it does not give is looked for among the earlier
ones, number by number; what a person chose is in force instead, where it is there as at the day.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import LiteralString, NamedTuple

from domain.events.figures import Number
from domain.ledger.reading import Reading
from domain.municipality.figures import Statement
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.statements import InForce
from domain.values import Period, SourceKind
from projections.engine.known import Knowing, ask
from projections.figures.model import FIGURES, OF_A_YEAR, until
from projections.figures.stated import Row, statement_of

Kinds = Collection[SourceKind] | None
"""The kinds of sources whose measured statements count; None when all statements do, measured or not."""

Of = tuple[str, Period]
"""A municipality and a period."""

NUMBERS = tuple(Number)

COUNTS: LiteralString = (
    " AND (%(kinds)s::text[] IS NULL OR (s.source_kind = ANY(%(kinds)s::text[]) AND s.nature = 'measured'))"
)
"""The condition that a statement counts."""

ASKED: LiteralString = (
    "FROM unnest(%(codes)s::text[]) AS code"
    " CROSS JOIN unnest(%(years)s::smallint[], %(halves)s::smallint[]) AS period (year, half)"
)
LATEST: LiteralString = (
    "SELECT s.* " + ASKED + " CROSS JOIN LATERAL ("  # noqa: S608 - only literals
    'SELECT * FROM {statements} AS s WHERE s.municipality = code COLLATE "C"'
    " AND s.year = period.year AND s.half = period.half AND s.rank <= %(until)s AND {known_s}" + COUNTS
)
FIRST: LiteralString = " ORDER BY s.rank DESC, s.entry DESC LIMIT 1) AS s"
STATING: Mapping[Number, LiteralString] = {
    Number.NET_TARGET: " AND s.net_target IS NOT NULL",
    Number.OPENING_BACKLOG: " AND s.opening_backlog IS NOT NULL",
    Number.CORRECTED_TARGET: " AND s.corrected_target IS NOT NULL",
    Number.REALISED: " AND s.realised IS NOT NULL",
    Number.CLOSING_BACKLOG: " AND s.closing_backlog IS NOT NULL",
}
"""The condition that a statement gives a number."""

CHOSEN: LiteralString = (
    "SELECT s.*, chosen.number FROM ("  # noqa: S608 - only literals
    "SELECT DISTINCT ON (p.municipality, p.year, p.half, p.number) p.* "
    + ASKED
    + ' JOIN {preferences} AS p ON p.municipality = code COLLATE "C"'
    " AND p.year = period.year AND p.half = period.half AND p.rank <= %(until)s AND {known_p}"
    " ORDER BY p.municipality, p.year, p.half, p.number, p.entry DESC) AS chosen"
    " JOIN {statements} AS s ON s.municipality = chosen.municipality AND s.entry = chosen.statement"
    " AND s.year = chosen.year AND s.half = chosen.half AND s.rank <= %(until)s AND {known_s}" + COUNTS
)


def in_force_of(
    reading: Reading,
    knowing: Knowing,
    codes: Collection[str],
    periods: Collection[Period],
    *,
    kinds: Kinds = OFFICIAL_KINDS,
) -> dict[Of, dict[Number, InForce]]:
    """The numbers in force of each of these municipalities in each of these periods of which there is a statement.

    Raises:
        NotBuiltError: the read model is not there yet.
    """
    asked = _Asked(reading, knowing, kinds)
    latest = asked.statements(LATEST + FIRST, codes, periods)
    found = {(code, statement.period): _given_by(statement) for code, statement, _ in latest}
    for number, stating in STATING.items():
        missing = [of for of, numbers in found.items() if number not in numbers]
        of_these, in_these = {code for code, _ in missing}, {period for _, period in missing}
        for code, statement, _ in asked.statements(LATEST + stating + FIRST, of_these, in_these):
            found[code, statement.period][number] = _gives(statement, number)
    for code, statement, row in asked.statements(CHOSEN, codes, periods):
        number = Number(row["number"])
        if statement.number(number) is not None:
            found[code, statement.period][number] = _gives(statement, number)._replace(chosen=True)
    return found


def counting(kinds: Kinds) -> list[str] | None:
    """The parameter ``%(kinds)s`` of the condition that a statement counts."""
    return None if kinds is None else [kind.value for kind in kinds]


class _Asked(NamedTuple):
    """What is asked, and whose statements count."""

    reading: Reading
    knowing: Knowing
    kinds: Kinds

    def statements(
        self, query: LiteralString, codes: Collection[str], periods: Collection[Period]
    ) -> Iterator[tuple[str, Statement, Row]]:
        """The statements that a query answers, each with its municipality and its row."""
        if not codes or not periods:
            return
        rows = ask(
            self.reading,
            FIGURES,
            query,
            self.knowing,
            codes=list(codes),
            years=[period.year for period in periods],
            halves=[period.half or OF_A_YEAR for period in periods],
            until=until(self.knowing.day),
            kinds=counting(self.kinds),
        )
        yield from ((row["municipality"], statement_of(row), row) for row in rows)


def _given_by(statement: Statement) -> dict[Number, InForce]:
    numbers = zip(NUMBERS, statement.numbers, strict=True)
    return {number: InForce(value, statement) for number, value in numbers if value is not None}


def _gives(statement: Statement, number: Number) -> InForce:
    value = statement.number(number)
    if value is None:
        raise LookupError(f"statement {statement.version} does not give {number}")
    return InForce(value, statement)
