"""What many municipalities had come to by a day, of all that obligations rest on: in two questions to the database.

What was folded is remembered by the entries it was folded from. Entries never change, so it is remembered for good; a
new entry, a correction or another day is another set of entries.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import LiteralString
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

Key = tuple[UUID, str, tuple[int, ...]]
"""A record, a municipality, and the entries in which reads what is known of it."""


class _Remembered:
    """Folded states by what they were folded from, those longest unused forgotten first. Safe to use from threads."""

    MOST = 2_000

    def __init__(self) -> None:
        self._states: OrderedDict[Key, Municipality] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Municipality | None:
        with self._lock:
            found = self._states.get(key)
            if found is not None:
                self._states.move_to_end(key)
            return found

    def put(self, key: Key, state: Municipality) -> None:
        with self._lock:
            self._states[key] = state
            while len(self._states) > self.MOST:
                self._states.popitem(last=False)


_REMEMBERED = _Remembered()


def states(
    reading: Reading, knowing: Knowing, officials: Officials, codes: Collection[str] | None = None
) -> dict[str, Municipality]:
    """What each of these municipalities, or each of all, had come to by the day, by its code; raises NotBuiltError.

    Of the figures only what official sources (``officials``) tell of promises to house so many persons.
    """
    asked = None if codes is None else list(codes)
    rows = ask(reading, OBLIGATIONS, KNOWN, knowing, codes=asked)
    keys = {row["municipality"]: (reading.record_id, row["municipality"], tuple(row["told"])) for row in rows}
    found = {code: _REMEMBERED.get(key) for code, key in keys.items()}
    missing = [row for row in rows if found[row["municipality"]] is None]
    for row, told in zip(missing, fetched(reading, missing) if missing else (), strict=True):
        code = row["municipality"]
        found[code] = state = fold(None, [each.entry for each in told])
        if state is not None:
            _REMEMBERED.put(keys[code], state)
    return _with_figures(
        reading, knowing, officials, {code: state for code, state in found.items() if state is not None}
    )


def _with_figures(
    reading: Reading, knowing: Knowing, officials: Officials, found: dict[str, Municipality]
) -> dict[str, Municipality]:
    """The same with what figures tell of the promises that they judge."""
    wanted = [(code, *cut) for code, state in found.items() for cut in counted(state, knowing.day)]
    for code, figures in _housed(reading, knowing, officials, wanted).items():
        found[code] = replace(found[code], figures=figures)
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
