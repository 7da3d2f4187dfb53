"""A simulation as it is asked and as it is told: the command line tells it in this shape too."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from api.rest.schemas import Name, PeriodName, Sent, Told, example
from api.simulating.asked import Question
from api.simulating.told import NO_DECISION, SUPPOSED, advice_of, answer, verdict_of
from domain.events.judging import Advice, TrendVerdict
from domain.policy.framework_file import LARGEST
from domain.policy.settings import Unit
from domain.policy.simulation import Simulated, Stand
from domain.values import FrameworkRef, Period, Rung
from projections.simulation import WhatIf

Toml = Annotated[str, StringConstraints(min_length=1, max_length=LARGEST)]


class FrameworkSent(Sent):
    """A framework: a known one by its name (and version, else the latest), or the text of a file."""

    name: Name | None = None
    version: Name | None = Field(default=None, description="the latest of that name when left out")
    toml: Toml | None = Field(default=None, description="the text of a file in TOML, instead of a name")


class SimulationSent(Sent):
    """Under which framework, with which values, and from which half year on."""

    model_config = example(framework={"name": "zuid-holland", "version": "2024"}, set={"percent": 20})

    framework: FrameworkSent
    values: dict[Name, int] = Field(
        default_factory=dict,
        alias="set",
        description="other values of parameters and terms, by their names in the framework",
    )
    first: PeriodName | None = Field(
        default=None, alias="from", description="the first half year; the last six that are over when left out"
    )


class ChangeTold(Told):
    """A parameter or term with another value than the framework gives it."""

    name: str
    unit: Unit
    framework_value: int
    value: int
    matters: bool = Field(description="whether rungs can depend on it")


class RungCountTold(Told):
    """How many municipalities stand on a rung."""

    rung: Rung
    recorded: int
    simulated: int


class SimulatedPeriodTold(Told):
    """How everybody stands after a half year; what was decided is what was really decided in the half year after it."""

    period: PeriodName
    compared_on: date = Field(description="the recorded rung is that of this day")
    municipalities: int
    closed: int = Field(description="of how many the half year is closed; of others it is judged by official figures")
    counts: tuple[RungCountTold, ...] = Field(description="for each rung, from the lowest up")
    differing: int
    undetermined: int = Field(description="of how many no advice can be determined; they keep their rung")
    decisions: int
    departures: int = Field(description="how many of these decisions departed from the advice of then")


class StandTold(Told):
    """Where a municipality stands after a half year, as recorded and as it would."""

    period: PeriodName
    recorded: Rung
    simulated: Rung
    verdict: TrendVerdict | None = Field(description="null where supervision began in the half year")
    verdict_sentence: str
    advice: Advice | None = Field(description="null where it cannot be determined")
    advice_sentence: str
    departed: bool = Field(description="whether a departure from the advice of then was decided in the half year after")

    @classmethod
    def of(cls, stand: Stand, *, departed: bool) -> Self:
        """Where it stands."""
        return cls(
            period=stand.period,
            recorded=stand.recorded,
            simulated=stand.simulated,
            verdict=stand.trend.verdict if stand.trend else None,
            verdict_sentence=verdict_of(stand),
            advice=stand.advice,
            advice_sentence=advice_of(stand),
            departed=departed,
        )


class SimulatedTold(Told):
    """A municipality that differs in some half year, or of which no advice can be determined in one."""

    code: str
    name: str
    differs_since: PeriodName | None = Field(
        description="the first half year of the last unbroken run in which it differs; null when in the end it does not"
    )
    by_the_change: bool | None = Field(
        description="whether in the end it stands elsewhere than under the framework without changes; null without any"
    )
    stands: tuple[StandTold, ...] = Field(description="half year after half year")


class SimulationTold(Told):
    """The recorded history under another framework. It is no decision: nothing is recorded."""

    notice: str = Field(description="that this is no decision, to be shown with it")
    framework: FrameworkRef
    title: str
    changes: tuple[ChangeTold, ...]
    answer: str = Field(description="what it comes to, in a Dutch sentence")
    further: tuple[str, ...] = Field(description="what qualifies the answer, in Dutch sentences")
    supposed: tuple[str, ...] = Field(description="what the answer rests on, in Dutch sentences")
    periods: tuple[SimulatedPeriodTold, ...] = Field(description="the earliest first")
    total: int = Field(description="how many municipalities were under supervision in some half year")
    items: tuple[SimulatedTold, ...] = Field(description="in alphabetical order")

    @classmethod
    def of(cls, question: Question, found: WhatIf, *, today: date) -> Self:
        """The answer to a question."""
        told, everybody = answer(question, found, today=today), found.simulation.municipalities
        return cls(
            notice=NO_DECISION,
            framework=question.framework.ref,
            title=question.framework.title,
            changes=_changes(question),
            answer=told.sentence,
            further=told.further,
            supposed=SUPPOSED,
            periods=tuple(_period(found, period) for period in found.simulation.periods),
            total=len(everybody),
            items=tuple(_simulated(found, each) for each in everybody if _matters(each)),
        )


def _changes(question: Question) -> tuple[ChangeTold, ...]:
    return tuple(
        ChangeTold(
            name=each.name,
            unit=each.before.unit,
            framework_value=each.before.value,
            value=each.after.value,
            matters=each.name not in question.idle,
        )
        for each in question.changes
    )


def _period(found: WhatIf, period: Period) -> SimulatedPeriodTold:
    stands = [stand for _, stand in found.simulation.after(period)]
    counts, decided = found.simulation.counts(period), found.decided[period]
    return SimulatedPeriodTold(
        period=period,
        compared_on=found.compared_on[period],
        municipalities=len(stands),
        closed=found.closed[period],
        counts=tuple(
            RungCountTold(rung=rung, recorded=count.recorded, simulated=count.simulated)
            for rung, count in counts.items()
        ),
        differing=sum(stand.differs for stand in stands),
        undetermined=sum(stand.undetermined for stand in stands),
        decisions=decided.decisions,
        departures=decided.departures,
    )


def _matters(simulated: Simulated) -> bool:
    return any(stand.differs or stand.undetermined for stand in simulated.stands)


def _simulated(found: WhatIf, simulated: Simulated) -> SimulatedTold:
    return SimulatedTold(
        code=simulated.code,
        name=simulated.name,
        differs_since=simulated.differs_since,
        by_the_change=None if found.by_change is None else simulated.code in found.by_change,
        stands=tuple(
            StandTold.of(stand, departed=simulated.code in found.decided[stand.period].departed)
            for stand in simulated.stands
        ),
    )
