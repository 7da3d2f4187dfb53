"""Targets and figures: only what a source said. What follows from it is derived when it is read."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from domain.events.base import MunicipalityEvent
from domain.values import Balance, MunicipalityCode, Nature, PartialDate, Period, Persons, Reference, Sealed, Source


class FiguresEvent(MunicipalityEvent):
    """A fact about targets and figures."""


class Number(StrEnum):
    """The five numbers a statement can hold."""

    NET_TARGET = "net_target"
    OPENING_BACKLOG = "opening_backlog"
    CORRECTED_TARGET = "corrected_target"
    REALISED = "realised"
    CLOSING_BACKLOG = "closing_backlog"


class TargetSet(FiguresEvent):
    """The net target of a period was published; ``happened_on`` is the day of publication."""

    TOPIC = "municipality.target-set.v1"
    period: Period
    net_target: Persons
    source: Source


class TargetRevised(FiguresEvent):
    """The net target of a period was changed; ``happened_on`` is the day on which that was announced."""

    TOPIC = "municipality.target-revised.v1"
    period: Period
    net_target: Persons
    effective_from: PartialDate
    retroactive: bool
    source: Source


class TargetExchanged(FiguresEvent):
    """Two municipalities exchanged part of their target; ``persons`` > 0 adds to the target of this one."""

    TOPIC = "municipality.target-exchanged.v1"
    period: Period
    partner: MunicipalityCode
    persons: Balance
    approval: Reference | None = None
    source: Source


class FiguresReported(FiguresEvent):
    """A source stated some of the numbers of a period, as they stood on ``reported_on``.

    A statement is identified by municipality, period, reported-on and source. Backlogs are in persons: positive is
    behind, negative ahead; ``realised`` counts from the first day of the period up to and including ``reported_on``.
    """

    TOPIC = "municipality.figures-reported.v1"
    period: Period
    reported_on: PartialDate
    source: Source
    nature: Nature = Nature.MEASURED
    net_target: Persons | None = None
    opening_backlog: Balance | None = None
    corrected_target: Balance | None = None
    realised: Persons | None = None
    closing_backlog: Balance | None = None


class StatementPreferred(FiguresEvent):
    """A person chose which statement gives a number of a period, with grounds; ``statement`` is its version."""

    TOPIC = "municipality.statement-preferred.v1"
    period: Period
    number: Number
    statement: Annotated[int, Field(ge=1)]
    grounds: Sealed
