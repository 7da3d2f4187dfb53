"""What judging says of one municipality, on its own page: the advice, a signal, an open proposal, a freeze."""

from dataclasses import dataclass

from api.identity.rights import Right
from api.web.visiting import Visit
from domain.events.signals import SignalCause
from domain.policy.advice_told import REASONS
from domain.values import Rung
from projections.dutch.words import number, persons
from projections.figures import figures_of_many
from projections.judging import (
    AssessmentRow,
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
from projections.municipalities import MunicipalityNow


@dataclass(frozen=True, slots=True)
class Judged:
    """What judging says of a municipality on a day; None or empty for what there is not.

    ``drawn`` is the assessment of the last half year that was judged, with ``reason`` for its advice in a few words;
    ``interim`` an interim verdict that is later. ``changed``: the official figures now give that half year another
    closing backlog than was fixed. ``shaken_by`` is the entry that afterwards corrected or withdrew something that this
    assessment or the present rung rests on. ``may_interim``: the visitor can have an interim verdict made.
    """

    drawn: AssessmentRow | None
    interim: AssessmentRow | None
    reason: str | None
    signals: tuple[tuple[SignalRow, str], ...]
    waiting: tuple[ProposalLine, ...]
    freeze: FreezeRow | None
    changed: bool
    shaken_by: int | None
    may_interim: bool


def judged(visit: Visit, now: MunicipalityNow) -> Judged:
    """What judging says of a municipality as the page shows it; raises NotBuiltError."""
    reading, knowing, code = visit.reader.reading, visit.knowing, now.code
    drawn = assessments(reading, knowing, [code]).get(code)
    between = assessments(reading, knowing, [code], interim=True).get(code)
    return Judged(
        drawn=drawn,
        interim=between if between and (drawn is None or between.drawn_on >= drawn.drawn_on) else None,
        reason=REASONS.get(drawn.advice.clause) if drawn and drawn.advice else None,
        signals=tuple((each, seen(each)) for each in signals(reading, knowing, [code]).get(code, ())),
        waiting=proposals(visit.reader, knowing, code=code, open_only=True),
        freeze=freezes(reading, knowing).get(code),
        changed=drawn is not None and _changed(visit, drawn),
        shaken_by=_shaken_by(visit, now, drawn),
        may_interim=_may_interim(visit, now),
    )


def seen(signal: SignalRow) -> str:
    """The numbers that the rule for signals saw."""
    if signal.cause is SignalCause.PACE_GAP and signal.pace_gap is not None:
        return f"{persons(signal.pace_gap)} achter op schema, te lang achtereen"
    if signal.forecast_backlog is None:
        return ""
    return (
        f"met het tempo van toen zou {signal.period} eindigen met een achterstand van {number(signal.forecast_backlog)}"
    )


def _may_interim(visit: Visit, now: MunicipalityNow) -> bool:
    high = now.stands is not None and now.stands.rung >= Rung.ANNOUNCEMENT
    return high and visit.may(Right.PROPOSE_PLACEMENTS) and not visit.time_travel


def _shaken_by(visit: Visit, now: MunicipalityNow, drawn: AssessmentRow | None) -> int | None:
    resting = {drawn.entry if drawn else None, now.stands.last_entry if now.stands else None}
    found = shaken(visit.reader.reading, visit.knowing, [now.code]).get(now.code, {})
    return min((by for entry, by in found.items() if entry in resting), default=None)


def _changed(visit: Visit, drawn: AssessmentRow) -> bool:
    """Whether the figures below an assessment give another closing backlog now than was fixed."""
    reading, knowing, period = visit.reader.reading, visit.knowing, drawn.period
    kinds = visit.running.frameworks.counting(knowing.day)["kinds"]
    found = figures_of_many(reading, knowing, [drawn.code], [period], kinds=kinds)[drawn.code][period].closing_backlog
    fixed = closings(reading, knowing, [drawn.code], [period]).get(drawn.code, {}).get(period)
    return found is not None and fixed is not None and found.value != fixed.numbers.closing_backlog
