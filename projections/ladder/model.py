"""The read model of the ladder: every step, the spans of days on a rung, and the case itself, day by day.

A step is what puts a municipality on a rung from a day on: a placement, a rung that was taken over, the opening of
supervision. A span is the days for which a step tells the rung; it ends where the next one begins, and where
supervision ends. Rows hold days to come as well, so 'as at' is a choice among them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from domain.events.base import Entry
from domain.events.case import CaseEvent, RungTakenOver
from domain.events.ladder import Placement
from domain.municipality import Municipality, reads_in, standing
from domain.municipality.case import Case, remember_case
from domain.municipality.ladder import Step, Way
from domain.values import PartialDate
from projections.engine.schema import Row, StateModel, Table

STEPS = Table(
    "steps",
    columns=(
        ("entry", "int"),
        ("told", "int[]"),  # the one entry in which it reads
        ("way", "text"),
        ("rung", "smallint"),
        ("effective_from", "date"),  # 0001-01-01 when nobody knows
        ("decided_on", "date"),  # from which day it was known to come: that of the decision
    ),
    key=("entry",),
    indexes=("(effective_from)",),
)
SPANS = Table(
    "spans",
    columns=(
        ("effective_from", "date"),  # 0001-01-01 when nobody knows
        ("effective_to", "date"),  # the first day that it is no longer so; NULL when nothing follows
        ("rung", "smallint"),
        ("entry", "int"),
        ("way", "text"),
        ("effective_on", "text"),  # as precise as it is known; NULL unknown
        ("moved_from", "smallint"),  # the rung of the day before, where a placement begins the span
        ("stay_entry", "int"),  # the first step of the unbroken stay on this rung
        ("stay_way", "text"),
        ("stay_since", "text"),  # as precise as it is known; NULL unknown
    ),
    key=("effective_from",),
    indexes=("(effective_from, municipality)",),
)
CASES = Table(
    "cases",
    columns=(
        ("valid_from", "date"),
        ("valid_to", "date"),
        ("name", "text"),
        ("province", "text"),
        ("opened", "text"),  # as precise as it is known; NULL unknown
        ("closed", "text"),
        ("is_closed", "boolean"),
        ("supervisor", "text"),
    ),
    key=("valid_from",),
)


_Days = tuple[date, date | None]
"""The first day, and the first day after; None when there is none."""


class LadderModel(StateModel):
    """Steps, spans and the case of every municipality that is or was supervised."""

    name, version, tables, handles = "ladder", 2, (STEPS, SPANS, CASES), frozenset({CaseEvent, Placement})

    def rows(self, municipality: Municipality) -> Iterable[Row]:
        """The rows of a municipality; none when its supervision was never opened."""
        entries = list(standing(municipality.entries))
        lives = list(_lives(entries))
        if lives:
            stands = {entry.version: entry for entry in entries}
            yield from _cases(lives)
            yield from _steps(municipality, stands)
            yield from _spans(municipality.ladder.steps, stands, _closed(lives))


LADDER = LadderModel()


def since_of(entry: Entry) -> PartialDate:
    """From which day an entry puts a municipality on a rung, as precisely as it is known."""
    match entry.fact:
        case Placement() as placement:
            return PartialDate.of(placement.effective_on)
        case RungTakenOver() as taken:
            return taken.since
        case _:
            return entry.about.happened_on


@dataclass(frozen=True, slots=True)
class _Life:
    """What a case is from one day until another."""

    valid_from: date
    valid_to: date | None
    case: Case


def _lives(entries: Iterable[Entry]) -> Iterator[_Life]:
    """The case day by day, by what has happened by then; from its first day on it is told also of the days before."""
    told = [(entry.about.happened_on.first_day or date.min, entry, entry.fact) for entry in entries]
    happened = [(day, entry, fact) for day, entry, fact in told if isinstance(fact, CaseEvent)]
    found: list[tuple[date, Case]] = []
    for day in sorted({day for day, _, _ in happened}):
        case = Case()
        for since, entry, fact in happened:
            case = remember_case(case, fact, entry) if since <= day else case
        if case.opened and (not found or found[-1][1] != case):
            found.append((day if found else date.min, case))
    for (day, case), following in zip_longest(found, [day for day, _ in found[1:]]):
        yield _Life(day, following, case)


def _cases(lives: Iterable[_Life]) -> Iterator[Row]:
    for life in lives:
        case = life.case
        yield CASES.row(
            valid_from=life.valid_from,
            valid_to=life.valid_to,
            name=case.name,
            province=case.province,
            opened=case.opened and case.opened.value,
            closed=case.closed and case.closed.value,
            is_closed=not case.is_open,
            supervisor=case.supervisor,
        )


def _steps(municipality: Municipality, stands: dict[int, Entry]) -> Iterator[Row]:
    corrected = reads_in(municipality.entries)
    for step in municipality.ladder.steps:
        fact = stands[step.version].fact
        yield STEPS.row(
            entry=step.version,
            told=[corrected.get(step.version, step.version)],
            way=step.way.value,
            rung=step.rung,
            effective_from=step.effective_on,
            decided_on=fact.decided_on if isinstance(fact, Placement) else step.effective_on,
        )


def _spans(steps: Iterable[Step], stands: dict[int, Entry], closed: Sequence[_Days]) -> Iterator[Row]:
    """The spans of the steps: of those that take effect on one day the last recorded one tells the rung."""
    reached = list({step.effective_on: step for step in steps}.values())
    before: Step | None = None
    stay: Step | None = None
    for step, following in zip_longest(reached, [step.effective_on for step in reached[1:]]):
        stay = step if stay is None or stay.rung != step.rung else stay
        for begin, end in _without((step.effective_on, following), closed):
            moved = before is not None and step.way is Way.PLACED and begin == step.effective_on
            yield SPANS.row(
                effective_from=begin,
                effective_to=end,
                rung=step.rung,
                entry=step.version,
                way=step.way.value,
                effective_on=since_of(stands[step.version]).value,
                moved_from=before.rung if before and moved else None,
                stay_entry=stay.version,
                stay_way=stay.way.value,
                stay_since=since_of(stands[stay.version]).value,
            )
        before = step


def _closed(lives: Iterable[_Life]) -> list[_Days]:
    return [(life.valid_from, life.valid_to) for life in lives if not life.case.is_open]


def _without(days: _Days, left_out: Iterable[_Days]) -> Iterator[_Days]:
    """Days but for those that are left out, which are in order."""
    begin, end = days
    for first, following in left_out:
        if end is not None and first >= end:
            break
        if begin < first:
            yield begin, first
        if following is None:
            return
        begin = max(begin, following)
    if end is None or begin < end:
        yield begin, end
