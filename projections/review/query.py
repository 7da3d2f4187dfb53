"""Asking for the review: one question to the database per kind of thing, however many municipalities there are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, LiteralString

from domain.events.base import Fact
from domain.events.ladder import Placement
from domain.municipality.ladder import Way
from domain.policy.contact import ContactOf, Held, OnRung, contact_of
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.period import PeriodFigures
from domain.values import Period, Rung
from projections.agreements import AGREEMENTS
from projections.conversations import CONVERSATIONS
from projections.engine.known import Knowing, ask
from projections.figures import Kinds, figures_of_many
from projections.judging import (
    AssessmentRow,
    ClosingRow,
    FreezeRow,
    ProposalLine,
    SignalRow,
    assessments,
    closings,
    freezes,
    proposals,
    shaken,
    signals,
)
from projections.ladder import LADDER
from projections.ladder.overview import SHOWN, stand_of, standing_on
from projections.plans import PLANS
from projections.reading import Reader
from projections.review.lines import Placed, PlanNow, PlanState, Proposed, Review, ReviewLine
from projections.standing import VALID, fetched

GRACE = timedelta(weeks=6)
"""How long a supervision conversation may come after rung 2 is reached at the end of a period; set by the province."""

STAYS: LiteralString = """
    SELECT municipality, effective_from, effective_to, rung FROM {spans}
    WHERE {known} AND effective_from <= %(last)s AND municipality = ANY(%(codes)s)
"""
TALKS: LiteralString = """
    SELECT municipality, day, counts, supervision FROM {conversations}
    WHERE {known} AND (counts OR supervision) AND day BETWEEN %(first)s AND least(%(last)s, %(day)s) AND
"""
UNDER_WAY: LiteralString = """
    SELECT DISTINCT ON (municipality) * FROM {plans} WHERE {known} AND NOT closed AND municipality = ANY(%(codes)s) AND
"""
PROMISED: LiteralString = """
    SELECT municipality, count(*) AS open, count(*) FILTER (WHERE due < %(day)s) AS overdue FROM {agreements}
    WHERE {known} AND outcome = 'open' AND owed_by = 'municipality' AND municipality = ANY(%(codes)s) AND
"""
PLACED: LiteralString = """
    SELECT DISTINCT ON (municipality) * FROM {steps}
    WHERE {known} AND way = %(placed)s AND decided_on > %(last)s AND decided_on <= %(day)s
        AND municipality = ANY(%(codes)s)
    ORDER BY municipality, entry DESC
"""


def review(
    reader: Reader,
    knowing: Knowing,
    period: Period,
    *,
    kinds: Kinds = OFFICIAL_KINDS,
    grace: timedelta = GRACE,
    code: str | None = None,
    province: str | None = None,
) -> Review:
    """Every municipality under supervision on the day, with what it is judged by over a half year.

    Args:
        reader: who reads.
        knowing: what was known, and the day.
        period: the half year.
        kinds: the kinds of sources that are official.
        grace: how long a supervision conversation may come after rung 2 is reached at the end of the period.
        code: the only municipality that is meant, if any.
        province: the code of the only province that is meant, if any.

    Raises:
        NotBuiltError: one of the read models is not there yet.
    """
    stands = standing_on(reader.reading, knowing, province=province, code=code)
    codes = [row["municipality"] for row in stands]
    found = _Found.of(reader, knowing, period, codes, kinds)
    contact = _contact(reader, knowing, period, codes, grace)
    lines = (_line(found, period, stand_of(row, knowing.day), contact) for row in stands)
    return Review(period, tuple(lines))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of all municipalities together, by code."""

    halves: Sequence[Period]
    closed: Mapping[str, Mapping[Period, ClosingRow]]
    figures: Mapping[str, Mapping[Period, PeriodFigures]]
    assessments: Mapping[str, AssessmentRow]
    signals: Mapping[str, tuple[SignalRow, ...]]
    proposals: Mapping[str, ProposalLine]
    freezes: Mapping[str, FreezeRow]
    shaken: Mapping[str, Mapping[int, int]]
    plans: Mapping[str, PlanNow]
    agreements: Mapping[str, tuple[int, int]]
    placed: Mapping[str, Placed]

    @classmethod
    def of(cls, reader: Reader, knowing: Knowing, period: Period, codes: Sequence[str], kinds: Kinds) -> "_Found":
        reading, halves = reader.reading, _halves(period)
        return cls(
            halves=halves,
            closed=closings(reading, knowing, codes, halves),
            figures=figures_of_many(reading, knowing, codes, halves, kinds=kinds),
            assessments=assessments(reading, knowing, codes, period),
            signals=signals(reading, knowing, codes),
            proposals={each.code: each for each in proposals(reader, knowing, open_only=True)},
            freezes=freezes(reading, knowing),
            shaken=shaken(reading, knowing, codes),
            plans=_plans(reader, knowing, codes),
            agreements=_agreements(reader, knowing, codes),
            placed=_placed(reader, knowing, period, codes),
        )


def _line(found: _Found, period: Period, stand: Mapping[str, Any], contact: Mapping[str, ContactOf]) -> ReviewLine:
    code = stand["code"]
    closed, figures = found.closed.get(code, {}), found.figures[code]
    fixed, now = closed.get(period), figures[period]
    assessment, proposal = found.assessments.get(code), found.proposals.get(code)
    opening = fixed.numbers.opening_backlog if fixed else now.opening_backlog and now.opening_backlog.value
    open_agreements, overdue_agreements = found.agreements.get(code, (0, 0))
    resting = (assessment.entry if assessment else 0, stand["last_entry"])
    return ReviewLine(
        code=code,
        name=stand["name"],
        supervisor=stand["supervisor"],
        rung=stand["rung"],
        since=stand["since"],
        last_entry=stand["last_entry"],
        closed=fixed is not None,
        opening=opening,
        closing=_closing(period, closed, figures),
        closings=tuple((each, _closing(each, closed, figures)) for each in found.halves),
        assessment=assessment,
        contact=contact[code],
        plan=found.plans.get(code),
        open_agreements=open_agreements,
        overdue_agreements=overdue_agreements,
        signals=found.signals.get(code, ()),
        proposal=_proposed(proposal) if proposal else None,
        placed=found.placed.get(code),
        frozen=found.freezes.get(code),
        changed=any(entry in found.shaken.get(code, {}) for entry in resting),
    )


def _closing(
    period: Period, closed: Mapping[Period, ClosingRow], figures: Mapping[Period, PeriodFigures]
) -> int | None:
    """The closing backlog as it was fixed, else as official sources have it."""
    if period in closed:
        return closed[period].numbers.closing_backlog
    backlog = figures[period].closing_backlog
    return backlog.value if backlog else None


def _halves(period: Period) -> list[Period]:
    """Six half years up to this one, the oldest first."""
    found = [period]
    while len(found) < SHOWN and not found[0].is_first:
        found.insert(0, found[0].previous)
    return found


def _contact(
    reader: Reader, knowing: Knowing, period: Period, codes: Sequence[str], grace: timedelta
) -> dict[str, ContactOf]:
    """What contact each municipality is owed in the period, and what was held by the day."""
    last = period.last_day + grace
    stays, held = defaultdict[str, list[OnRung]](list), defaultdict[str, list[Held]](list)
    until = min(last, knowing.day)
    for row in ask(reader.reading, LADDER, STAYS, knowing, codes=codes, last=until):
        stays[row["municipality"]].append(OnRung(row["effective_from"], row["effective_to"], Rung(row["rung"])))
    for row in ask(reader.reading, CONVERSATIONS, TALKS + VALID, knowing, first=period.first_day, last=last):
        held[row["municipality"]].append(Held(row["day"], row["counts"], row["supervision"]))
    return {code: contact_of(period, stays[code], held[code], grace=grace) for code in codes}


def _plans(reader: Reader, knowing: Knowing, codes: Sequence[str]) -> dict[str, PlanNow]:
    """The plan that is under way in each municipality: the last one, where there are several."""
    query: LiteralString = UNDER_WAY + VALID + " ORDER BY municipality, entry DESC"
    rows = ask(reader.reading, PLANS, query, knowing, codes=codes)
    return {row["municipality"]: _plan(row, knowing.day) for row in rows}


def _plan(row: Mapping[str, Any], day: date) -> PlanNow:
    submitted: bool = row["plan_version"] > 0
    if not submitted:
        state = PlanState.REQUESTED
    elif row["adopted"] == row["plan_version"]:
        state = PlanState.ADOPTED
    elif row["rejected"] or row["sufficient"] is False:
        state = PlanState.INSUFFICIENT
    else:
        state = PlanState.SUFFICIENT if row["sufficient"] else PlanState.SUBMITTED
    due = row["due"]
    return PlanNow(state, due, overdue=not submitted and due is not None and due < day)


def _agreements(reader: Reader, knowing: Knowing, codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """How many agreements each municipality still has to keep, and how many of these are too late."""
    query: LiteralString = PROMISED + VALID + " GROUP BY municipality"
    rows = ask(reader.reading, AGREEMENTS, query, knowing, codes=codes)
    return {row["municipality"]: (row["open"], row["overdue"]) for row in rows}


def _placed(reader: Reader, knowing: Knowing, period: Period, codes: Sequence[str]) -> dict[str, Placed]:
    """The last decision about each municipality since the period ended."""
    asked = {"placed": Way.PLACED.value, "last": period.last_day, "codes": codes}
    rows = ask(reader.reading, LADDER, PLACED, knowing, **asked)
    told = zip(rows, fetched(reader.reading, rows), strict=True)
    return {row["municipality"]: _of(row["entry"], each.fact) for row, (each,) in told}


def _of(entry: int, fact: Fact) -> Placed:
    if not isinstance(fact, Placement):
        raise LookupError(f"{fact.TOPIC} is no placement")  # noqa: TRY004 - not the type is wrong, but what was looked up
    return Placed(entry, fact.from_rung, fact.to_rung, fact.effective_on, fact.decided_on)


def _proposed(line: ProposalLine) -> Proposed:
    by = frozenset(person for person in (line.by, line.acted_for) if person)
    return Proposed(line.entry, line.proposed.move, line.proposed.from_rung, line.proposed.to_rung, by)
