"""Figures: what the statements of a period come to, by official sources alone and by all of them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from fastapi import Path, Query
from pydantic import Field

from api.rest.asking import Asking, Reading
from api.rest.figures_schemas import PERIOD, NumbersTold, PaceTold, whole
from api.rest.paging import Listed
from api.rest.problems import ProblemError
from api.rest.routing import Code, Routes
from api.rest.schemas import PeriodName, Told
from domain.policy.period import is_over
from domain.values import Period, Reference, Source
from projections.figures import Exchange, Kinds, PeriodLine, figures_of_period, periods, series

routes = Routes("/municipalities/{code}/figures", tag="Figures")

PeriodGiven = Annotated[
    str, Path(pattern=PERIOD, description="a half year, or a whole year", examples=["2024-1", "2024"])
]


class Counting(StrEnum):
    """Which statements count."""

    OFFICIAL = "official"
    ALL = "all"

    def kinds(self, at: Asking) -> Kinds:
        """The kinds of sources whose measured statements count; None when all statements do."""
        return at.running.frameworks.counting(at.knowing.day)["kinds"] if self is Counting.OFFICIAL else None


class CountedTold(NumbersTold):
    """What the statements that count come to."""

    pace: PaceTold | None = Field(description="null for a whole year")
    forecast: int | None = Field(
        description="persons housed by the end at the present pace; only while the period runs, and never a ground"
    )

    @classmethod
    def told(cls, line: PeriodLine) -> Self:
        """What is told of a period."""
        numbers = NumbersTold.of(line.figures)
        return cls(**dict(numbers), pace=PaceTold.of(line.pace), forecast=whole(line.forecast))


class ExchangeTold(Told):
    """Part of a target that went to another municipality, or came from it."""

    entry: int
    partner: str = Field(description="the code of the other municipality")
    persons: int = Field(description="positive adds to the target of this municipality")
    source: Source
    approval: Reference | None

    @classmethod
    def of(cls, exchange: Exchange) -> Self:
        """The exchange."""
        fact = exchange.fact
        return cls(
            entry=exchange.entry,
            partner=fact.partner,
            persons=fact.persons,
            source=fact.source,
            approval=fact.approval,
        )


class PeriodTold(Told):
    """A period of which something is stated."""

    period: PeriodName
    first_day: date
    last_day: date
    over: bool = Field(description="whether it has ended by the day that is asked about")
    official: CountedTold = Field(description="by measured statements of official sources alone: what supervision uses")
    all: CountedTold = Field(description="by all statements, of whatever source and nature")
    exchanges: tuple[ExchangeTold, ...] = Field(description="exchanges of its target; sources count them in already")

    @classmethod
    def of(cls, official: PeriodLine, every: PeriodLine, day: date) -> Self:
        """A period, by official statements and by all of them."""
        period = official.period
        return cls(
            period=period,
            first_day=period.first_day,
            last_day=period.last_day,
            over=is_over(period, day),
            official=CountedTold.told(official),
            all=CountedTold.told(every),
            exchanges=tuple(map(ExchangeTold.of, official.exchanges)),
        )


class PointTold(Told):
    """What was realised by the end of a day."""

    day: date
    realised: int = Field(description="persons housed since the first day of the period")
    entry: int = Field(description="the statement that says so")


class ExpectedTold(Told):
    """A bend of the line of what should be realised."""

    day: date
    persons: int


class SeriesTold(Told):
    """What was realised in a period day by day, and the line of what should have been."""

    period: PeriodName
    points: tuple[PointTold, ...] = Field(description="one for each day of which something is stated, in order")
    expected: tuple[ExpectedTold, ...] = Field(
        description="from the eve of the half year to its last day; none where the corrected target is unknown"
    )


@routes.read("")
def list_figures(code: Code, at: Reading) -> Listed[PeriodTold]:
    """List what figures come to, period by period, the first one first.

    Periods of which nothing is stated by the day are left out. There is one page.
    """
    at.municipality(code)
    border = at.running.frameworks.counting(at.knowing.day)["border"]
    official, every = (
        periods(at.ledger, at.knowing, code, kinds=counting.kinds(at), border=border) for counting in Counting
    )
    told = [PeriodTold.of(one, other, at.knowing.day) for one, other in zip(official, every, strict=True)]
    return Listed[PeriodTold](items=tuple(told), total=len(told), next=None)


@routes.read("/{period}")
def show_figures(code: Code, period: PeriodGiven, at: Reading) -> PeriodTold:
    """Tell what the figures of one period come to."""
    at.municipality(code)
    asked, border = Period.parse(period), at.running.frameworks.counting(at.knowing.day)["border"]
    official, every = (
        figures_of_period(at.ledger, at.knowing, code, asked, kinds=counting.kinds(at), border=border)
        for counting in Counting
    )
    if official is None or every is None:
        raise ProblemError(404, f"Over {asked} zijn van deze gemeente geen cijfers bekend.")
    return PeriodTold.of(official, every, at.knowing.day)


@routes.read("/{period}/series")
def show_series(
    code: Code,
    period: PeriodGiven,
    at: Reading,
    counting: Annotated[Counting, Query(description="which statements count")] = Counting.OFFICIAL,
) -> SeriesTold:
    """Tell what was realised in a period, day by day, and what should have been.

    Of the statements of one day the one that a person chose counts, else the latest recorded.
    """
    found = series(at.ledger, at.knowing, at.municipality(code), Period.parse(period), kinds=counting.kinds(at))
    return SeriesTold(
        period=found.period,
        points=tuple(map(PointTold.model_validate, found.points)),
        expected=tuple(ExpectedTold(day=day, persons=whole(persons) or 0) for day, persons in found.expected),
    )
