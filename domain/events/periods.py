"""Closing a period: its numbers are fixed, and later figures change them no more."""

from typing import Annotated

from pydantic import Field

from domain.events.base import MunicipalityEvent
from domain.events.figures import Number
from domain.values import Balance, Period, Persons, Sealed

EntryVersion = Annotated[int, Field(ge=1)]


class PeriodNumbers(MunicipalityEvent):
    """The numbers of a period as they are fixed, from the official measured statements in force.

    Backlogs are in persons: positive is behind. ``first_target`` is the net target as it was first published, and
    ``exchanged`` the persons that came by exchange with other municipalities (negative: that went); both are part of
    ``net_target``. ``contested`` names the numbers that official sources contradict each other about without anybody
    having chosen. ``rests_on`` are the entries of this stream that the numbers come from.
    """

    period: Period
    opening_backlog: Balance | None = None
    first_target: Persons | None = None
    net_target: Persons | None = None
    exchanged: Balance = 0
    corrected_target: Balance | None = None
    realised: Persons | None = None
    closing_backlog: Balance
    contested: tuple[Number, ...] = ()
    rests_on: tuple[EntryVersion, ...] = ()


class PeriodClosed(PeriodNumbers):
    """The numbers of a period were fixed; ``happened_on`` is the day on which that was done."""

    TOPIC = "municipality.period-closed.v1"


class PeriodCloseCorrected(PeriodNumbers):
    """The fixed numbers of a period were replaced, with a reason: nothing else changes a period's close."""

    TOPIC = "municipality.period-close-corrected.v1"
    reason: Sealed
