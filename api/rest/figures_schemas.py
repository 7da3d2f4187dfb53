"""What is told of figures: numbers of a period with the statements they rest on, and how it goes.

Numbers are persons. Fractions are told rounded half up, as screens show them.
"""

from datetime import date
from fractions import Fraction
from typing import Self

from pydantic import Field

from api.rest.schemas import PeriodName, Told
from domain.policy.numbers import Band, rounded
from domain.policy.period import Figure, Pace, PeriodFigures
from domain.policy.promises import Judged

PERIOD = r"^(199[0-9]|2[01][0-9]{2}|2200)(-[12])?$"
"""A period in an address."""


def whole(number: Fraction | None) -> int | None:
    """A number rounded half up; None when it is unknown."""
    return None if number is None else rounded(number)


class JudgedTold(Told):
    """What the official figures say of a promise to house so many persons by a day; derived, not decided by anybody."""

    realised: int
    statement: int = Field(description="the entry of the figures that tell")
    kept: bool

    @classmethod
    def of(cls, found: Judged | None) -> Self | None:
        """What they say; None where they do not tell."""
        return None if found is None else cls.model_validate(found)


class FigureTold(Told):
    """One number of a period, in persons; of a backlog, positive is behind and negative ahead."""

    value: int = Field(description="persons")
    derived: bool = Field(description="whether it follows from other numbers; where it is stated too, they are later")
    stated: int | None = Field(description="persons, as the statement in force gives it; null when none does")
    statement: int | None = Field(description="the entry of that statement")
    chosen: bool = Field(description="whether a person chose that statement")
    difference: int | None = Field(description="how many persons more are stated than the arithmetic gives")
    rests_on: tuple[int, ...] = Field(description="the entries of the statements that the value comes from in the end")

    @classmethod
    def of(cls, figure: Figure | None) -> Self | None:
        """The number; None when nothing tells it."""
        if figure is None:
            return None
        return cls(
            value=figure.value,
            derived=figure.derived,
            stated=figure.stated.value if figure.stated else None,
            statement=figure.stated.statement.version if figure.stated else None,
            chosen=figure.stated is not None and figure.stated.chosen,
            difference=figure.difference,
            rests_on=tuple(sorted({each.version for each in figure.rests_on})),
        )


class NumbersTold(Told):
    """The numbers of a period as at the day; null for what neither a statement nor arithmetic tells."""

    net_target: FigureTold | None = Field(description="to house in the period, in persons")
    opening_backlog: FigureTold | None = Field(description="when the period began, in persons")
    corrected_target: FigureTold | None = Field(description="net target and opening backlog together, in persons")
    realised: FigureTold | None = Field(description="persons housed since the first day of the period")
    closing_backlog: FigureTold | None = Field(description="when the period ended, in persons; null while it runs")
    percentage: int | None = Field(
        description="realised as a percentage of the corrected target; null where that is zero or less"
    )

    @classmethod
    def of(cls, figures: PeriodFigures) -> Self:
        """The numbers of a period."""
        return cls(
            net_target=FigureTold.of(figures.net_target),
            opening_backlog=FigureTold.of(figures.opening_backlog),
            corrected_target=FigureTold.of(figures.corrected_target),
            realised=FigureTold.of(figures.realised),
            closing_backlog=FigureTold.of(figures.closing_backlog),
            percentage=whole(figures.percentage),
        )


class PaceTold(Told):
    """How a half year goes; null for what cannot be told."""

    measured_on: date = Field(description="the day of the realised number, else the day that is asked about")
    share_percentage: int = Field(description="how much of the half year has passed by then, in percent")
    expected: int | None = Field(description="persons that should be housed by then")
    gap: int | None = Field(description="persons behind that; negative is ahead")
    running_backlog: int | None = Field(
        description="persons behind: the opening backlog on the first day, the closing one on the last"
    )
    band: Band | None

    @classmethod
    def of(cls, pace: Pace | None) -> Self | None:
        """The pace; None for a whole year."""
        if pace is None:
            return None
        return cls(
            measured_on=pace.on,
            share_percentage=rounded(100 * pace.share),
            expected=whole(pace.expected),
            gap=whole(pace.gap),
            running_backlog=whole(pace.running_backlog),
            band=pace.band,
        )


class ClosingTold(Told):
    """The closing backlog of a half year that is over."""

    period: PeriodName
    backlog: FigureTold | None = Field(description="persons; null where nothing official tells it")
