"""What many municipalities had come to by a day, of all that obligations rest on: in two questions to the database.

What was folded is remembered by the entries it was folded from. Entries never change, so it is remembered for good; a
new entry, a correction or another day is another set of entries.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import replace
from threading import Lock
from typing import LiteralString
from uuid import UUID

from domain.ledger.reading import Reading
from domain.municipality import Municipality, fold
from domain.municipality.figures import Figures
from domain.policy.obligations import counted
from domain.values import Period
from projections.engine.known import Knowing, ask
from projections.figures import FIGURES
from projections.figures.stated import statement_of
from projections.obligations.model import OBLIGATIONS
from projections.standing import fetched

KNOWN: LiteralString = """
    SELECT municipality, array_agg(told ORDER BY entry) AS told FROM {grounds}
    WHERE {known} AND happened_on <= %(day)s AND (%(codes)s::text[] IS NULL OR municipality = ANY(%(codes)s::text[]))
    GROUP BY municipality
"""
HOUSED: LiteralString = """
    SELECT s.* FROM unnest(%(codes)s::text[], %(years)s::smallint[], %(halves)s::smallint[]) AS asked (code, year, half)
    JOIN {statements} AS s ON s.municipality = code COLLATE "C" AND s.year = asked.year AND s.half = asked.half
    WHERE {known_s} AND s.realised IS NOT NULL AND coalesce(s.reported_on, '') COLLATE "C" <= %(until)s
    ORDER BY s.municipality, s.entry
"""
"""What was stated to be realised; a month or a year stands before each of its days, as text too."""

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


def states(reading: Reading, knowing: Knowing, codes: Collection[str] | None = None) -> dict[str, Municipality]:
    """What each of these municipalities, or each of all, had come to by the day, by its code; raises NotBuiltError.

    Of the figures only what tells of promises to house so many persons.
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
    return _with_figures(reading, knowing, {code: state for code, state in found.items() if state is not None})


def _with_figures(reading: Reading, knowing: Knowing, found: dict[str, Municipality]) -> dict[str, Municipality]:
    """The same with what figures tell of the promises that they judge."""
    wanted = [(code, period) for code, state in found.items() for period in counted(state, knowing.day)]
    for code, figures in _housed(reading, knowing, wanted).items():
        found[code] = replace(found[code], figures=figures)
    return found


def _housed(reading: Reading, knowing: Knowing, wanted: Collection[tuple[str, Period]]) -> Mapping[str, Figures]:
    if not wanted:
        return {}
    rows = ask(
        reading,
        FIGURES,
        HOUSED,
        knowing,
        codes=[code for code, _ in wanted],
        years=[period.year for _, period in wanted],
        halves=[period.half for _, period in wanted],
        until=knowing.day.isoformat(),
    )
    told: dict[str, Figures] = {}
    for row in rows:
        code = row["municipality"]
        told[code] = told.get(code, Figures()).stating(statement_of(row))
    return told
