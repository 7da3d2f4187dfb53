"""The read model of judging: closed periods, assessments, risk signals, proposals with what became of them, freezes.

Each row says from which day it counts, so that 'as at' is a choice among rows. What rests on entries that were
corrected or withdrawn afterwards is in ``shaken``: it is never changed, but told of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from domain.events.base import Entry, Fact
from domain.events.judging import AssessmentDrawn, JudgingEvent, PlacementProposed, PlacementRejected
from domain.events.ladder import Placement
from domain.events.periods import PeriodCloseCorrected, PeriodNumbers
from domain.events.signals import RiskSignalCleared, RiskSignalRaised, SignalEvent
from domain.municipality import Municipality, reads_in, standing
from domain.municipality.judging import Judging, remember_judging
from domain.values import Period
from projections.engine.schema import Row, StateModel, Table
from projections.judging.shaken import shaken

CLOSINGS = Table(
    "closings",
    columns=(
        ("entry", "int"),
        ("year", "smallint"),
        ("half", "smallint"),
        ("closed_on", "date"),
        ("corrects", "boolean"),
        ("opening_backlog", "int"),
        ("first_target", "int"),
        ("net_target", "int"),
        ("exchanged", "int"),
        ("corrected_target", "int"),
        ("realised", "int"),
        ("closing_backlog", "int"),
        ("contested", "text[]"),
        ("rests_on", "int[]"),
    ),
    key=("entry",),
    indexes=("(year, half, municipality)",),
)
ASSESSMENTS = Table(
    "assessments",
    columns=(
        ("entry", "int"),
        ("year", "smallint"),
        ("half", "smallint"),
        ("interim", "boolean"),
        ("drawn_on", "date"),
        ("framework", "text"),
        ("version", "text"),
        ("sha256", "text"),
        ("rung", "smallint"),
        ("verdict", "text"),
        ("opening_backlog", "int"),
        ("closing_backlog", "int"),
        ("housing", "int"),  # NULL, as the three after it, where the change was not told apart
        ("revision", "int"),
        ("exchange", "int"),
        ("correction", "int"),
        ("sentence", "text"),
        ("advice", "text"),  # NULL where the framework gives none
        ("advised_rung", "smallint"),
        ("clause", "text"),
        ("must", "boolean"),
        ("weigh", "boolean"),
        ("advice_sentence", "text"),
        ("rests_on", "int[]"),
    ),
    key=("entry",),
    indexes=("(year, half, municipality)",),
)
SIGNALS = Table(
    "signals",
    columns=(
        ("entry", "int"),
        ("signal", "text"),
        ("cause", "text"),
        ("year", "smallint"),
        ("half", "smallint"),
        ("raised_on", "date"),
        ("cleared_on", "date"),  # the first day that it was over; NULL while it is open
        ("cleared_by", "int"),
        ("because", "text"),
        ("opening_backlog", "int"),
        ("corrected_target", "int"),
        ("realised", "int"),
        ("forecast_realised", "int"),
        ("forecast_backlog", "int"),
        ("pace_gap", "int"),
    ),
    key=("entry",),
)
PROPOSALS = Table(
    "proposals",
    columns=(
        ("entry", "int"),
        ("told", "int[]"),  # the proposal and, once there is one, the decision on it, as they read
        ("proposed_on", "date"),
        ("year", "smallint"),  # of the period it was judged by; NULL where it was by none
        ("half", "smallint"),
        ("move", "text"),
        ("from_rung", "smallint"),
        ("to_rung", "smallint"),
        ("effective_on", "date"),
        ("advised_rung", "smallint"),
        ("outcome", "text"),  # adopted or rejected; NULL while it waits
        ("settled_on", "date"),
        ("settled_by", "int"),
    ),
    key=("entry",),
)
FREEZES = Table(
    "freezes",
    columns=(
        ("entry", "int"),
        ("first_day", "date"),
        ("last_day", "date"),  # NULL when no end is set
    ),
    key=("entry",),
)
SHAKEN = Table(
    "shaken",
    columns=(
        ("entry", "int"),  # an assessment, a proposal or a placement
        ("shaken_by", "int"),  # an entry afterwards that changed what it rests on
        ("shaken_on", "date"),  # from when that counts: another close from its day, what corrects the record always
    ),
    key=("entry", "shaken_by"),
)

Kind = TypeVar("Kind", bound=Fact)

ADOPTED, REJECTED = "adopted", "rejected"
"""What became of a proposal."""


class JudgingModel(StateModel):
    """What was closed, assessed, signalled, proposed and frozen, of every municipality."""

    name, version, tables = "judging", 1, (CLOSINGS, ASSESSMENTS, SIGNALS, PROPOSALS, FREEZES, SHAKEN)
    handles = frozenset({PeriodNumbers, SignalEvent, JudgingEvent, Placement})

    def rows(self, municipality: Municipality) -> Iterable[Row]:
        """The rows of a municipality as it stands."""
        entries = [entry for entry in standing(municipality.entries) if isinstance(entry.fact, tuple(self.handles))]
        yield from _closings(entries)
        yield from (_assessment(entry, fact) for entry, fact in _of(entries, AssessmentDrawn))
        yield from _signals(entries)
        yield from _proposals(municipality, entries)
        for freeze in municipality.judging.freezes:
            yield FREEZES.row(entry=freeze.version, first_day=freeze.first_day, last_day=freeze.last_day)
        for version, by in shaken(municipality):
            by_close = isinstance(municipality.entries[by].fact, PeriodNumbers)
            shaken_on = day_of(municipality.entries[by]) if by_close else date.min
            yield SHAKEN.row(entry=version, shaken_by=by, shaken_on=shaken_on)


JUDGING = JudgingModel()


def day_of(entry: Entry) -> date:
    """From which day an entry counts: the first that it can have happened on."""
    return entry.about.happened_on.first_day or date.min


def _closings(entries: Iterable[Entry]) -> Iterator[Row]:
    """What was closed, and each correction of a close that stands."""
    judging = Judging()
    for entry, fact in _of(entries, PeriodNumbers):
        before, judging = judging, remember_judging(judging, fact, entry)
        if judging is before:
            continue
        yield CLOSINGS.row(
            entry=entry.version,
            **_half_year(fact.period),
            closed_on=day_of(entry),
            corrects=isinstance(fact, PeriodCloseCorrected),
            opening_backlog=fact.opening_backlog,
            first_target=fact.first_target,
            net_target=fact.net_target,
            exchanged=fact.exchanged,
            corrected_target=fact.corrected_target,
            realised=fact.realised,
            closing_backlog=fact.closing_backlog,
            contested=[number.value for number in fact.contested],
            rests_on=list(fact.rests_on),
        )


def _assessment(entry: Entry, fact: AssessmentDrawn) -> Row:
    split, advice, trend = fact.trend.split, fact.advice, fact.trend
    return ASSESSMENTS.row(
        entry=entry.version,
        **_half_year(fact.period),
        interim=fact.interim,
        drawn_on=day_of(entry),
        framework=fact.framework.name,
        version=fact.framework.version,
        sha256=fact.framework.sha256,
        rung=fact.rung,
        verdict=trend.verdict.value,
        opening_backlog=trend.opening_backlog,
        closing_backlog=trend.closing_backlog,
        housing=split.housing if split else None,
        revision=split.revision if split else None,
        exchange=split.exchange if split else None,
        correction=split.correction if split else None,
        sentence=trend.sentence,
        advice=advice.kind.value if advice else None,
        advised_rung=advice.rung if advice else None,
        clause=advice.clause if advice else None,
        must=advice.must if advice else None,
        weigh=advice.weigh if advice else None,
        advice_sentence=advice.sentence if advice else None,
        rests_on=list(fact.rests_on),
    )


def _signals(entries: Sequence[Entry]) -> Iterator[Row]:
    """Each signal with its end: the first clearing that names it while it is the open one of its kind."""
    cleared = {fact.raised: (entry, fact) for entry, fact in reversed(list(_of(entries, RiskSignalCleared)))}
    raised = list(_of(entries, RiskSignalRaised))
    for nth, (entry, fact) in enumerate(raised):
        end, over = cleared.get(entry.version, (None, None))
        again = next((later for later, other in raised[nth + 1 :] if other.signal is fact.signal), None)
        if again and (end is None or again.version < end.version):
            end, over = again, None  # the same was seen once more: the later one stands for it
        yield SIGNALS.row(
            entry=entry.version,
            signal=fact.signal.value,
            cause=fact.cause.value,
            **_half_year(fact.period),
            raised_on=day_of(entry),
            cleared_on=day_of(end) if end else None,
            cleared_by=end.version if end else None,
            because=over.because.value if over else None,
            opening_backlog=fact.opening_backlog,
            corrected_target=fact.corrected_target,
            realised=fact.realised,
            forecast_realised=fact.forecast_realised,
            forecast_backlog=fact.forecast_backlog,
            pace_gap=fact.pace_gap,
        )


def _proposals(municipality: Municipality, entries: Sequence[Entry]) -> Iterator[Row]:
    stands = {entry.version: entry for entry in entries}
    reads = reads_in(municipality.entries)
    for version, proposal in municipality.judging.proposals.items():
        fact = proposal.proposed
        settled = stands.get(proposal.settled_by) if proposal.settled_by else None
        period = _period_of(stands, fact)
        half_year = _half_year(period) if period else {"year": None, "half": None}
        yield PROPOSALS.row(
            entry=version,
            told=[reads.get(each, each) for each in (version, proposal.settled_by) if each],
            proposed_on=day_of(stands[version]),
            **half_year,
            move=fact.move.value,
            from_rung=fact.from_rung,
            to_rung=fact.to_rung,
            effective_on=fact.effective_on,
            advised_rung=fact.advice,
            outcome=_outcome(settled) if settled else None,
            settled_on=day_of(settled) if settled else None,
            settled_by=proposal.settled_by,
        )


def _outcome(settled: Entry) -> str:
    return REJECTED if isinstance(settled.fact, PlacementRejected) else ADOPTED


def _period_of(stands: Mapping[int, Entry], proposed: PlacementProposed) -> Period | None:
    """The period by whose assessment it was proposed; None where there is none, or it no longer stands."""
    cited = stands.get(proposed.assessment.version) if proposed.assessment else None
    return cited.fact.period if cited and isinstance(cited.fact, AssessmentDrawn) else None


def _half_year(period: Period) -> dict[str, int]:
    """The columns of a period; a whole year has half 0, as in the figures."""
    return {"year": period.year, "half": period.half or 0}


def _of(entries: Iterable[Entry], kind: type[Kind]) -> Iterator[tuple[Entry, Kind]]:
    """The entries with facts of a kind."""
    for entry in entries:
        if isinstance(entry.fact, kind):
            yield entry, entry.fact
