"""Raising and clearing risk signals: a rule decides, by the official figures of the day."""

from domain.decisions.occasion import Occasion
from domain.events.signals import ClearedBecause, RiskSignalCleared, RiskSignalRaised, SignalEvent, SignalKind
from domain.municipality import Municipality
from domain.policy.framework import Framework, Rule
from domain.policy.numbers import rounded
from domain.policy.officially import official_figures, official_numbers, official_series
from domain.policy.signals import Seen, seen
from domain.values import Period


def weigh_signals(municipality: Municipality, *, on: Occasion, framework: Framework) -> tuple[SignalEvent, ...]:
    """Raise the signal that the figures of today give rise to, and clear those they no longer do; mostly nothing.

    One signal of a kind is open at a time. A municipality that is not supervised has none.
    """
    if framework.rule is Rule.NONE or not municipality.case.is_open:
        return ()
    period, closed, officials = Period.half_year(on.today), municipality.judging.closed, framework.official
    figures = official_figures(municipality.figures, closed, period, officials, on.today)
    series = official_series(municipality.figures, period, officials, on.today)
    found = seen(figures, series, framework)
    kept = {kind for kind, (_, raised) in municipality.judging.signals.items() if _stays(kind, raised, found, period)}
    cleared = tuple(
        RiskSignalCleared(signal=kind, raised=version, because=_because(raised, found, period))
        for kind, (version, raised) in sorted(municipality.judging.signals.items())
        if kind not in kept
    )
    if found is None or found.kind in kept:
        return cleared
    numbers = official_numbers(municipality.figures, period, officials, on.today)
    rests_on = tuple(sorted({given.statement.version for given in numbers.values()}))
    return (*cleared, _raised(found, period, framework, rests_on))


def _stays(kind: SignalKind, raised: RiskSignalRaised, found: Seen | None, period: Period) -> bool:
    return raised.period == period and found is not None and found.kind is kind


def _because(raised: RiskSignalRaised, found: Seen | None, period: Period) -> ClearedBecause:
    if raised.period != period:
        return ClearedBecause.PERIOD_OVER
    return ClearedBecause.PASSED if found is None else ClearedBecause.OVERTAKEN


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
