"""Risk signals: a rule sees a backlog coming, and sees that it no longer does."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.events.base import MunicipalityEvent
from domain.events.periods import EntryVersion
from domain.values import Balance, FrameworkRef, Period, Persons


class SignalEvent(MunicipalityEvent):
    """A fact about risk signals; the actor is a rule, with the version in ``framework``."""


class SignalKind(StrEnum):
    """What is seen coming."""

    BACKLOG_THREATENS = "backlog-threatens"
    """There is no backlog yet (achterstand dreigt)."""
    BACKLOG_MAY_GROW = "backlog-may-grow"
    """There is one already (achterstand dreigt te groeien)."""


class SignalCause(StrEnum):
    """By which test the rule saw it."""

    FORECAST = "forecast"
    """At the present pace too few are housed by the end of the period."""
    PACE_GAP = "pace-gap"
    """For some days on end more persons behind the schedule than the framework allows."""


class RiskSignalRaised(SignalEvent):
    """A backlog threatens to arise or to grow, by the figures of ``happened_on`` (dreigende achterstand).

    ``forecast_realised`` and ``forecast_backlog`` are what would be realised and still be due at the end of the period;
    ``pace_gap`` is how far behind the schedule it is. All in persons, rounded half up. ``rests_on`` are the entries of
    this stream with the figures that were used.
    """

    TOPIC = "municipality.risk-signal-raised.v1"
    signal: SignalKind
    cause: SignalCause
    period: Period
    framework: FrameworkRef
    opening_backlog: Balance
    corrected_target: Balance
    realised: Persons
    forecast_realised: Persons | None = None
    forecast_backlog: Balance | None = None
    pace_gap: Balance | None = None
    rests_on: tuple[EntryVersion, ...] = ()


class ClearedBecause(StrEnum):
    """Why a signal is over."""

    PASSED = "passed"
    """The figures no longer give rise to it."""
    PERIOD_OVER = "period-over"
    """Its period is over: what was feared has come or has not."""
    OVERTAKEN = "overtaken"
    """The municipality has a backlog by now, or has none any more: the other signal is the one that applies."""
    SUPERVISION_CLOSED = "supervision-closed"
    """The municipality is not supervised any more."""


class RiskSignalCleared(SignalEvent):
    """A risk signal is over; ``raised`` is the entry that raised it."""

    TOPIC = "municipality.risk-signal-cleared.v1"
    signal: SignalKind
    raised: Annotated[int, Field(ge=1)]
    because: ClearedBecause
