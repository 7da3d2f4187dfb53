"""Risk signals: a rule looks at the official figures of the day and sees a backlog coming.

Source: the existing policy of the annex 'Bestaand en nieuw beleid': a municipality that threatens to build up a backlog
is contacted. It publishes no test for 'threatens'; the numbers are parameters of the framework.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from domain.events.signals import SignalCause, SignalKind
from domain.policy.framework import Framework
from domain.policy.numbers import forecast, pace_gap
from domain.policy.period import PeriodFigures
from domain.values import Period

Series = Sequence[tuple[date, int]]
"""How many persons were realised by the end of a day, by the official figures, in the order of the days."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rule saw: which backlog threatens, by which test, and the numbers of that test."""

    kind: SignalKind
    cause: SignalCause
    opening_backlog: int
    corrected_target: int
    realised: int
    forecast_realised: Fraction | None
    pace_gap: Fraction

    @property
    def forecast_backlog(self) -> Fraction | None:
        """What would still be due at the end of the period."""
        return None if self.forecast_realised is None else self.corrected_target - self.forecast_realised


def seen(figures: PeriodFigures, series: Series, framework: Framework) -> Seen | None:
    """The signal that the official figures of a half year give rise to; None when they give rise to none.

    Args:
        figures: the numbers of the half year as at the day.
        series: what was realised, day by day, within it.
        framework: the one in force; it sets when a forecast is made, and how large a gap for how long.
    """
    opening, corrected = figures.opening_backlog, figures.corrected_target
    if opening is None or corrected is None or not series:
        return None
    (last_day, realised) = series[-1]
    forecast_realised = forecast(
        figures.period,
        series,
        from_day=framework.parameter("forecast_from_day"),
        points=framework.parameter("forecast_points"),
    )
    found = Seen(
        kind=SignalKind.BACKLOG_MAY_GROW if opening.value > 0 else SignalKind.BACKLOG_THREATENS,
        cause=SignalCause.FORECAST,
        opening_backlog=opening.value,
        corrected_target=corrected.value,
        realised=realised,
        forecast_realised=forecast_realised,
        pace_gap=pace_gap(corrected.value, realised, figures.period, last_day),
    )
    return _tested(found, figures.period, series, framework)


def _tested(found: Seen, period: Period, series: Series, framework: Framework) -> Seen | None:
    still_due = found.forecast_backlog
    if found.kind is SignalKind.BACKLOG_MAY_GROW:
        return found if still_due is not None and still_due > found.opening_backlog else None
    if still_due is not None and still_due > 0:
        return found
    most, days = framework.parameter("signal_pace_gap"), framework.parameter("signal_days")
    if _days_behind(found.corrected_target, period, series, most) >= days:
        return replace(found, cause=SignalCause.PACE_GAP)
    return None


def _days_behind(corrected: int, period: Period, series: Series, most: int) -> int:
    """For how many days on end, the last one included, every figure is more than so many persons behind."""
    (last_day, _) = series[-1]
    since: date | None = None
    for day, realised in reversed(series):
        if pace_gap(corrected, realised, period, day) <= most:
            break
        since = day
    return 0 if since is None else (last_day - since).days + 1
