"""Asking about judging: closes, assessments, signals, freezes and what stands on changed ground, of many at once.

Each takes what is known and the day: what had been closed, drawn or raised by then.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from domain.events.figures import Number
from domain.events.judging import Advice, AdviceKind, Split, Trend, TrendVerdict
from domain.events.periods import PeriodClosed, PeriodNumbers
from domain.events.signals import ClearedBecause, SignalCause, SignalKind
from domain.ledger.reading import Reading
from domain.values import FrameworkRef, Period, Rung
from projections.engine.known import Knowing, ask
from projections.judging.model import JUDGING

OF: LiteralString = " AND (%(codes)s::text[] IS NULL OR municipality = ANY(%(codes)s::text[]))"
IN: LiteralString = " AND (year, half) IN (SELECT * FROM unnest(%(years)s::smallint[], %(halves)s::smallint[]))"

CLOSED: LiteralString = (
    "SELECT DISTINCT ON (municipality, year, half) * FROM {closings} WHERE {known} AND closed_on <= %(day)s"  # noqa: S608 - only literals
    + OF
    + IN
    + " ORDER BY municipality, year, half, entry DESC"
)
DRAWN: LiteralString = (
    "SELECT * FROM {assessments} WHERE {known} AND drawn_on <= %(day)s AND interim = %(interim)s" + OF  # noqa: S608 - only literals
)
LAST_DRAWN: LiteralString = (
    "SELECT DISTINCT ON (municipality) * FROM ("  # noqa: S608 - only literals
    + DRAWN
    + ") AS drawn ORDER BY municipality, year DESC, half DESC, entry DESC"
)
LAST_DRAWN_IN: LiteralString = (
    "SELECT DISTINCT ON (municipality) * FROM ("  # noqa: S608 - only literals
    + DRAWN
    + IN
    + ") AS drawn ORDER BY municipality, year DESC, half DESC, entry DESC"
)
OPEN_SIGNALS: LiteralString = (
    "SELECT * FROM {signals} WHERE {known} AND raised_on <= %(day)s AND (cleared_on IS NULL OR cleared_on > %(day)s)"  # noqa: S608 - only literals
    + OF
    + " ORDER BY municipality, entry"
)
ALL_SIGNALS: LiteralString = (
    "SELECT * FROM {signals} WHERE {known} AND raised_on <= %(day)s" + OF + " ORDER BY municipality, entry DESC"  # noqa: S608 - only literals
)
FROZEN: LiteralString = (
    "SELECT DISTINCT ON (municipality, asked) *, asked FROM {freezes} JOIN unnest(%(days)s::date[]) AS asked"
    " ON first_day <= asked AND (last_day IS NULL OR last_day >= asked) WHERE {known}"
    " ORDER BY municipality, asked, entry DESC"
)
CHANGED: LiteralString = (
    "SELECT DISTINCT ON (municipality, entry) * FROM {shaken} WHERE {known} AND shaken_on <= %(day)s"  # noqa: S608 - only literals
    + OF
    + " ORDER BY municipality, entry, shaken_by"
)


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """The numbers that a period was closed with, by the entry that fixed them last, and the day of that."""

    entry: int
    closed_on: date
    corrects: bool
    numbers: PeriodNumbers


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """An assessment: the last one of its municipality, or of its period. ``advice`` is None where there is none."""

    code: str
    entry: int
    period: Period
    interim: bool
    drawn_on: date
    framework: FrameworkRef
    rung: Rung
    trend: Trend
    advice: Advice | None
    rests_on: tuple[int, ...]

    @property
    def verdict(self) -> TrendVerdict:
        """What the trend is."""
        return self.trend.verdict


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A risk signal with the numbers it was raised by; ``cleared_on`` is the first day that it was over."""

    code: str
    entry: int
    signal: SignalKind
    cause: SignalCause
    period: Period
    raised_on: date
    cleared_on: date | None
    because: ClearedBecause | None
    opening_backlog: int
    corrected_target: int
    realised: int
    forecast_realised: int | None
    forecast_backlog: int | None
    pace_gap: int | None


@dataclass(frozen=True, slots=True)
class FreezeRow:
    """The rung is frozen from a day on, until and including another; None when no end is set."""

    entry: int
    first_day: date
    last_day: date | None


def closings(
    reading: Reading, knowing: Knowing, codes: Collection[str] | None, periods: Collection[Period]
) -> dict[str, dict[Period, ClosingRow]]:
    """What these periods were closed with by the day, by municipality; of all municipalities when codes is None.

    Raises:
        NotBuiltError: the read model is not there yet.
    """
    found = defaultdict[str, dict[Period, ClosingRow]](dict)
    for row in ask(reading, JUDGING, CLOSED, knowing, codes=_listed(codes), **_in(periods)):
        period = _period(row)
        numbers = PeriodClosed(
            period=period,
            **{number.value: row[number.value] for number in Number},
            first_target=row["first_target"],
            exchanged=row["exchanged"],
            contested=tuple(row["contested"]),
            rests_on=tuple(row["rests_on"]),
        )
        found[row["municipality"]][period] = ClosingRow(row["entry"], row["closed_on"], row["corrects"], numbers)
    return dict(found)


def assessments(
    reading: Reading,
    knowing: Knowing,
    codes: Collection[str] | None = None,
    period: Period | None = None,
    *,
    interim: bool = False,
) -> dict[str, AssessmentRow]:
    """The last assessment of each municipality that was drawn by the day: of a period, or of the latest one.

    Raises:
        NotBuiltError: the read model is not there yet.
    """
    query, of = (LAST_DRAWN_IN, _in([period])) if period else (LAST_DRAWN, {})
    rows = ask(reading, JUDGING, query, knowing, codes=_listed(codes), interim=interim, **of)
    return {row["municipality"]: assessment_of(row) for row in rows}


def assessments_of(reading: Reading, knowing: Knowing, code: str) -> tuple[AssessmentRow, ...]:
    """Every assessment of a municipality that was drawn by the day, the last one first; raises NotBuiltError."""
    told: list[AssessmentRow] = []
    for interim in (False, True):
        told += map(assessment_of, ask(reading, JUDGING, DRAWN, knowing, codes=[code], interim=interim))
    return tuple(sorted(told, key=lambda each: -each.entry))


def signals(
    reading: Reading, knowing: Knowing, codes: Collection[str] | None = None
) -> dict[str, tuple[SignalRow, ...]]:
    """The risk signals that are open on the day, by municipality; raises NotBuiltError."""
    found = defaultdict[str, list[SignalRow]](list)
    for row in ask(reading, JUDGING, OPEN_SIGNALS, knowing, codes=_listed(codes)):
        found[row["municipality"]].append(_signal(row))
    return {code: tuple(rows) for code, rows in found.items()}


def signals_of(reading: Reading, knowing: Knowing, code: str) -> tuple[SignalRow, ...]:
    """Every risk signal of a municipality by the day, the last one first; raises NotBuiltError."""
    return tuple(map(_signal, ask(reading, JUDGING, ALL_SIGNALS, knowing, codes=[code])))


def freezes(reading: Reading, knowing: Knowing) -> dict[str, FreezeRow]:
    """The municipalities whose rung is frozen on the day; raises NotBuiltError."""
    rows = ask(reading, JUDGING, FROZEN, knowing, days=[knowing.day])
    return {row["municipality"]: FreezeRow(row["entry"], row["first_day"], row["last_day"]) for row in rows}


def frozen_on(reading: Reading, knowing: Knowing, days: Collection[date]) -> dict[date, frozenset[str]]:
    """On each of these days the municipalities whose rung is frozen; raises NotBuiltError."""
    found = {day: set[str]() for day in days}
    for row in ask(reading, JUDGING, FROZEN, knowing, days=list(days)):
        found[row["asked"]].add(row["municipality"])
    return {day: frozenset(codes) for day, codes in found.items()}


def shaken(reading: Reading, knowing: Knowing, codes: Collection[str] | None = None) -> dict[str, dict[int, int]]:
    """Entries that stand on changed ground, with the first that changed it, by municipality; raises NotBuiltError."""
    found = defaultdict[str, dict[int, int]](dict)
    for row in ask(reading, JUDGING, CHANGED, knowing, codes=_listed(codes)):
        found[row["municipality"]][row["entry"]] = row["shaken_by"]
    return dict(found)


def assessment_of(row: Mapping[str, Any]) -> AssessmentRow:
    """The assessment in a row of the read model."""
    parts = {name: row[name] for name in Split.model_fields}
    trend = Trend(
        verdict=row["verdict"],
        opening_backlog=row["opening_backlog"],
        closing_backlog=row["closing_backlog"],
        split=None if row["housing"] is None else Split(**parts),
        sentence=row["sentence"],
    )
    advice = row["advice"] and Advice(
        kind=AdviceKind(row["advice"]),
        rung=row["advised_rung"],
        clause=row["clause"],
        must=row["must"],
        weigh=row["weigh"],
        sentence=row["advice_sentence"],
    )
    return AssessmentRow(
        code=row["municipality"],
        entry=row["entry"],
        period=_period(row),
        interim=row["interim"],
        drawn_on=row["drawn_on"],
        framework=FrameworkRef(name=row["framework"], version=row["version"], sha256=row["sha256"]),
        rung=Rung(row["rung"]),
        trend=trend,
        advice=advice,
        rests_on=tuple(row["rests_on"]),
    )


def _signal(row: Mapping[str, Any]) -> SignalRow:
    told = {name: row[name] for name in SignalRow.__slots__ if name in row}
    return SignalRow(
        code=row["municipality"],
        period=_period(row),
        **{
            **told,
            "signal": SignalKind(row["signal"]),
            "cause": SignalCause(row["cause"]),
            "because": row["because"] and ClearedBecause(row["because"]),
        },
    )


def _period(row: Mapping[str, Any]) -> Period:
    return Period(row["year"], row["half"] or None)


def _in(periods: Collection[Period]) -> dict[str, list[int]]:
    return {"years": [each.year for each in periods], "halves": [each.half or 0 for each in periods]}


def _listed(codes: Collection[str] | None) -> list[str] | None:
    return None if codes is None else list(codes)
