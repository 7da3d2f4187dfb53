"""What many municipalities had come to by a day, of all that obligations rest on: in two questions to the database.

What was folded is remembered, for each municipality the last of it, with the entries it was folded from. Entries never
change, so it holds for as long as these are asked for; a new entry, a correction or another day is another set.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, LiteralString, NamedTuple
from uuid import UUID

from domain.ledger.reading import Reading
from domain.municipality import Municipality, fold
from domain.municipality.figures import Figures
from domain.policy.obligations import counted
from domain.policy.officially import Officials
from domain.values import Period
from projections.engine.known import Knowing, ask
from projections.figures import FIGURES
from projections.figures.model import until
from projections.figures.stated import statement_of
from projections.obligations.model import OBLIGATIONS
from projections.obligations.remembering import Remembered
from projections.standing import fetched

KNOWN: LiteralString = """
    SELECT municipality, array_agg(told ORDER BY entry) AS told FROM {grounds}
    WHERE {known} AND happened_on <= %(day)s AND (%(codes)s::text[] IS NULL OR municipality = ANY(%(codes)s::text[]))
    GROUP BY municipality
"""
COUNTS: LiteralString = """
    SELECT * FROM {statements} AS s
    WHERE s.municipality = code COLLATE "C" AND s.year = asked.year AND s.half = asked.half
        AND s.rank %% 100 > 0 AND s.realised IS NOT NULL AND s.nature = 'measured' AND s.source_kind = ANY(%(kinds)s)
        AND {known_s} AND s.reported_on COLLATE "C" <= %(until)s
"""
"""The statements of a half year that count, and are known to the day: of these months and years end in 00."""
HOUSED: LiteralString = (
    "SELECT told.* FROM unnest(%(codes)s::text[], %(years)s::smallint[], %(halves)s::smallint[], %(ranks)s::int[])"  # noqa: S608 - only literals
    " AS asked (code, year, half, rank) CROSS JOIN LATERAL ("
    "(" + COUNTS + " AND s.rank <= asked.rank ORDER BY s.rank DESC, s.entry DESC LIMIT 1) UNION ALL "
    "(" + COUNTS + " AND s.rank >= asked.rank ORDER BY s.rank, s.entry DESC LIMIT 1)) AS told"
)
"""Around each day the last statement until then, and the first since then."""

NO_FIGURES = Figures()

Key = tuple[UUID, str]
"""A record and a municipality."""
Folded = tuple[tuple[int, ...], Municipality]
"""The entries in which reads what is known of a municipality, and what they come to."""


MOST = 2_000
"""Of how many the state is remembered: a province has 56 municipalities at most, the country 342."""

_REMEMBERED = Remembered[Key, Folded](MOST)


class State(NamedTuple):
    """What a municipality had come to, all but its figures, and of these what tells of promises that they judge."""

    told: Municipality
    figures: Figures

    @property
    def whole(self) -> Municipality:
        """Both together."""
        return replace(self.told, figures=self.figures)


def states(
    reading: Reading, knowing: Knowing, officials: Officials, codes: Collection[str] | None = None
) -> list[State]:
    """What each of these municipalities, or each of all, had come to by the day; raises NotBuiltError.

    Of the figures only what official sources (``officials``) tell of promises to house so many persons.
    """
    found = _folded(reading, knowing, codes)
    wanted = [(code, *cut) for code, told in found.items() for cut in counted(told, knowing.day)]
    figures = _housed(reading, knowing, officials, wanted)
    return [State(told, figures.get(code, NO_FIGURES)) for code, told in found.items()]


def _folded(reading: Reading, knowing: Knowing, codes: Collection[str] | None) -> dict[str, Municipality]:
    """The same object for the same entries, as long as it is remembered."""
    rows = ask(reading, OBLIGATIONS, KNOWN, knowing, codes=None if codes is None else list(codes))
    found, missing = dict[str, Municipality](), list[dict[str, Any]]()
    for row in rows:
        known = _REMEMBERED.get((reading.record_id, row["municipality"]))
        if known and known[0] == tuple(row["told"]):
            found[row["municipality"]] = known[1]
        else:
            missing.append(row)
    if missing:
        for row, each in zip(missing, fetched(reading, missing), strict=True):
            if told := fold(None, [one.entry for one in each]):
                found[row["municipality"]] = told
                _REMEMBERED.put((reading.record_id, row["municipality"]), (tuple(row["told"]), told))
    return found


def _housed(
    reading: Reading, knowing: Knowing, officials: Officials, wanted: Collection[tuple[str, Period, date]]
) -> Mapping[str, Figures]:
    if not wanted:
        return {}
    rows = ask(
        reading,
        FIGURES,
        HOUSED,
        knowing,
        codes=[code for code, _, _ in wanted],
        years=[period.year for _, period, _ in wanted],
        halves=[period.half for _, period, _ in wanted],
        ranks=[until(day) for _, _, day in wanted],
        kinds=[kind.value for kind in officials],
        until=knowing.day.isoformat(),
    )
    told: dict[str, Figures] = {}
    for row in {(row["municipality"], row["entry"]): row for row in rows}.values():
        code = row["municipality"]
        told[code] = told.get(code, Figures()).stating(statement_of(row))
    return told
