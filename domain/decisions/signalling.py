"""Raising and clearing risk signals: a rule decides, by the official figures of the day."""

from collections.abc import Iterator

from domain.decisions.four_eyes import require_in_force
from domain.decisions.occasion import Occasion
from domain.events.signals import ClearedBecause, RiskSignalCleared, RiskSignalRaised, SignalEvent, SignalKind
from domain.municipality import Municipality
from domain.policy.framework import Framework, Rule
from domain.policy.numbers import rounded
from domain.policy.officially import official_days, official_figures, official_series
from domain.policy.period import PeriodFigures
from domain.policy.signals import Seen, seen
from domain.values import Period


def weigh_signals(municipality: Municipality, *, on: Occasion, framework: Framework) -> tuple[SignalEvent, ...]:
    """Raise the signal that the figures of today give rise to, and clear those they no longer do; mostly nothing.

    One signal of a kind is open at a time. A municipality that is not supervised has none. A framework that gives no
    verdict has no rule for signals either: what is open stays so.
    """
    if framework.rule is Rule.NONE:
        return ()
    if not municipality.case.is_open:
        return tuple(_cleared(municipality, None, None))
    require_in_force(framework, on.today)
    period, closed, officials = Period.half_year(on.today), municipality.judging.closed, framework.official
    figures = official_figures(municipality.figures, closed, period, officials, on.today)
    found = seen(figures, official_series(municipality.figures, period, officials, on.today), framework)
    cleared = tuple(_cleared(municipality, found, period))
    if found is None or _is_open(municipality, found.kind, period):
        return cleared
    return (*cleared, _raised(found, period, framework, _rests_on(municipality, figures, framework, on)))


def _cleared(municipality: Municipality, found: Seen | None, period: Period | None) -> Iterator[RiskSignalCleared]:
    """The open signals that are over: all but that which is seen today, in this half year."""
    for kind, (version, raised) in sorted(municipality.judging.signals.items()):
        if raised.period != period or found is None or found.kind is not kind:
            yield RiskSignalCleared(signal=kind, raised=version, because=_because(raised, found, period))


def _because(raised: RiskSignalRaised, found: Seen | None, period: Period | None) -> ClearedBecause:
    if period is None:
        return ClearedBecause.SUPERVISION_CLOSED
    if raised.period != period:
        return ClearedBecause.PERIOD_OVER
    return ClearedBecause.PASSED if found is None else ClearedBecause.OVERTAKEN


def _is_open(municipality: Municipality, kind: SignalKind, period: Period) -> bool:
    found = municipality.judging.signals.get(kind)
    return found is not None and found[1].period == period


def _rests_on(
    municipality: Municipality, figures: PeriodFigures, framework: Framework, on: Occasion
) -> tuple[int, ...]:
    """The entries with the figures that were used: of the backlog it began with, of the target, of each day."""
    used = (figures.opening_backlog, figures.corrected_target)
    versions = {statement.version for figure in used if figure for statement in figure.rests_on}
    days = official_days(municipality.figures, figures.period, framework.official, on.today)
    versions |= {statement.version for _, statement in days}
    before = None if figures.period.is_first else municipality.judging.closed.get(figures.period.previous)
    if before and figures.opening_backlog and figures.opening_backlog.stated is None:
        versions.add(before.version)
    return tuple(sorted(versions))


def _raised(found: Seen, period: Period, framework: Framework, rests_on: tuple[int, ...]) -> RiskSignalRaised:
    realised, still_due = found.forecast_realised, found.forecast_backlog
    return RiskSignalRaised(
        signal=found.kind,
        cause=found.cause,
        period=period,
        framework=framework.ref,
        opening_backlog=found.opening_backlog,
        corrected_target=found.corrected_target,
        realised=found.realised,
        forecast_realised=None if realised is None else rounded(realised),
        forecast_backlog=None if still_due is None else rounded(still_due),
        pace_gap=rounded(found.pace_gap),
        rests_on=rests_on,
    )
