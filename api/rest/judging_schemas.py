"""What is told of judging: verdict and advice with what they rest on, in persons, and in Dutch sentences."""

from datetime import date
from typing import Any, Self

from pydantic import Field

from api.rest.schemas import PeriodName, Told
from domain.events.judging import Advice, AdviceKind, AssessmentDrawn, Split, Trend, TrendVerdict
from domain.values import FrameworkRef, Rung
from projections.judging import AssessmentRow


class SplitTold(Told):
    """By what a backlog changed, in persons; negative lowers it, and the four together are the whole change."""

    housing: int
    revision: int = Field(description="the target was changed")
    exchange: int = Field(description="part of the target came from or went to another municipality")
    correction: int = Field(description="a source stated otherwise than the sum gives")

    @classmethod
    def of(cls, split: Split | None) -> Self | None:
        """The split; None where what it takes is not known."""
        return None if split is None else cls.model_validate(split)


class TrendTold(Told):
    """The verdict on a period, with the backlogs it rests on; null where they are not known."""

    verdict: TrendVerdict
    opening_backlog: int | None
    closing_backlog: int | None
    split: SplitTold | None
    sentence: str = Field(description="in Dutch")

    @classmethod
    def of(cls, trend: Trend) -> Self:
        """The verdict."""
        return cls(
            verdict=trend.verdict,
            opening_backlog=trend.opening_backlog,
            closing_backlog=trend.closing_backlog,
            split=SplitTold.of(trend.split),
            sentence=trend.sentence,
        )


class AdviceTold(Told):
    """What the framework advises; never binding."""

    kind: AdviceKind
    rung: Rung
    clause: str = Field(description="of the framework: what gives this advice")
    must: bool = Field(description="whether the policy says that it must be so")
    weigh: bool = Field(description="whether effort and feasibility are to be weighed first")
    sentence: str = Field(description="in Dutch")

    @classmethod
    def of(cls, advice: Advice | None) -> Self | None:
        """The advice; None where the framework gives none."""
        return None if advice is None else cls.model_validate(advice)


class VerdictTold(Told):
    """What comes out for a period on a day: verdict and advice by a framework, of a municipality on a rung."""

    period: PeriodName
    interim: bool = Field(description="whether it is a verdict within the period, on rungs 4 to 6")
    framework: FrameworkRef
    rung: Rung = Field(description="on which it stood")
    trend: TrendTold
    advice: AdviceTold | None = Field(description="null where the framework gives none")
    rests_on: tuple[int, ...] = Field(description="the entries that it rests on")

    @classmethod
    def of(cls, drawn: AssessmentDrawn) -> Self:
        """The verdict."""
        return cls(**said_of(drawn))


class DrawnTold(VerdictTold):
    """An assessment as it was drawn."""

    entry: int
    drawn_on: date = Field(description="the day that it is of")

    @classmethod
    def of_row(cls, row: AssessmentRow, **more: object) -> Self:
        """The assessment; ``more`` is what else is told of it."""
        return cls(entry=row.entry, drawn_on=row.drawn_on, **said_of(row), **more)


def said_of(drawn: AssessmentDrawn | AssessmentRow) -> dict[str, Any]:
    """The fields of a verdict, by name."""
    return {
        "period": drawn.period,
        "interim": drawn.interim,
        "framework": drawn.framework,
        "rung": drawn.rung,
        "trend": TrendTold.of(drawn.trend),
        "advice": AdviceTold.of(drawn.advice),
        "rests_on": drawn.rests_on,
    }
