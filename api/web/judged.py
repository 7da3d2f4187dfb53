"""What judging says of one municipality, on its own page: the advice, a signal, an open proposal, a freeze."""

from dataclasses import dataclass

from api.identity.rights import Right
from api.web.reasons import known
from api.web.visiting import Visit
from domain.events.figures import Number
from domain.events.signals import RiskSignalRaised, SignalCause
from domain.municipality import Municipality
from domain.municipality.judging import Drawn, Freeze, Proposal
from domain.policy.advice_told import REASONS
from domain.policy.closing import closable
from domain.values import PartialDate, Rung
from projections.dutch.words import number, persons
from projections.judging import shaken


@dataclass(frozen=True, slots=True)
class Signal:
    """A risk signal that is open: its kind, since when, and by which numbers."""

    entry: int
    raised: RiskSignalRaised
    since: PartialDate

    @property
    def told(self) -> str:
        """The numbers that the rule saw."""
        seen = self.raised
        if seen.cause is SignalCause.PACE_GAP and seen.pace_gap is not None:
            return f"{persons(seen.pace_gap)} achter op schema, te lang achtereen"
        if seen.forecast_backlog is None:
            return ""
        return f"bij dit tempo eindigt {seen.period} met een achterstand van {number(seen.forecast_backlog)}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging says of a municipality on a day; None or empty for what there is not.

    ``drawn`` is the assessment of the last half year that was judged, with ``reason`` for its advice in a few words;
    ``interim`` an interim verdict that is later. ``may_interim``: the visitor can have one made.
    ``changed``: the official figures now give that half year another closing backlog than was fixed. ``shaken_by`` is
    the entry that afterwards corrected or withdrew something that this assessment or the present rung rests on.
    """

    drawn: Drawn | None
    interim: Drawn | None
    reason: str | None
    signals: tuple[Signal, ...]
    waiting: tuple[Proposal, ...]
    freeze: Freeze | None
    changed: bool
    shaken_by: int | None
    may_interim: bool


def judged(visit: Visit, code: str) -> Judged | None:
    """What judging says of a municipality as the page shows it; None when nothing was known of it."""
    municipality = known(visit, code)
    if municipality is None:
        return None
    judging = municipality.judging
    latest = max((each.assessment.period for each in judging.assessments if not each.assessment.interim), default=None)
    drawn = judging.assessment(latest) if latest else None
    advice = drawn.assessment.advice if drawn else None
    return Judged(
        drawn=drawn,
        interim=_interim(municipality, drawn),
        reason=REASONS.get(advice.clause) if advice else None,
        signals=tuple(
            Signal(version, raised, municipality.entries[version].about.happened_on)
            for _, (version, raised) in sorted(judging.signals.items())
        ),
        waiting=judging.open_proposals,
        freeze=judging.frozen_on(visit.knowing.day),
        changed=drawn is not None and _changed(visit, municipality, drawn),
        shaken_by=_shaken_by(visit, municipality, drawn),
        may_interim=_may_interim(visit, municipality),
    )


def _interim(municipality: Municipality, drawn: Drawn | None) -> Drawn | None:
    """The last interim verdict, when no later one on a whole half year took its place."""
    last = next((each for each in reversed(municipality.judging.assessments) if each.assessment.interim), None)
    return last if last and (drawn is None or last.on >= drawn.on) else None


def _may_interim(visit: Visit, municipality: Municipality) -> bool:
    rung = municipality.ladder.rung_on(visit.knowing.day)
    high = rung is not None and rung >= Rung.ANNOUNCEMENT and municipality.case.is_open
    return high and visit.may(Right.PROPOSE_PLACEMENTS) and not visit.time_travel


def _shaken_by(visit: Visit, municipality: Municipality, drawn: Drawn | None) -> int | None:
    step = municipality.ladder.step_on(visit.knowing.day)
    resting = {each.version for each in (drawn, step) if each}
    found = shaken(visit.reader.reading, visit.knowing, [municipality.code]).get(municipality.code, {})
    return min((by for entry, by in found.items() if entry in resting), default=None)


def _changed(visit: Visit, municipality: Municipality, drawn: Drawn) -> bool:
    """Whether the figures below an assessment give another closing backlog now than was fixed."""
    framework = visit.running.frameworks.cited(drawn.assessment.framework)
    closed = municipality.judging.closed.get(drawn.assessment.period)
    if framework is None or closed is None:
        return False
    closings, period = municipality.judging.closed, drawn.assessment.period
    now = closable(municipality.figures, closings, period, framework.official).value(Number.CLOSING_BACKLOG)
    return now != closed.numbers.closing_backlog
