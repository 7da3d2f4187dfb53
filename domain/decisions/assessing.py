"""Drawing an assessment: the verdict and the advice of the framework in force, with everything they rest on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.decisions.four_eyes import require_in_force
from domain.decisions.guards import require_open
from domain.decisions.occasion import Occasion
from domain.events.judging import AssessmentDrawn, Trend, TrendVerdict
from domain.municipality import Municipality
from domain.municipality.ladder import Step
from domain.policy.advice import Standing, advise
from domain.policy.framework import Framework, Rule
from domain.policy.officially import running_backlog_on
from domain.policy.trend import Measure, interim_trend, trend
from domain.refusals import (
    BacklogUnknown,
    DayNeeded,
    FrameworkNotInForce,
    InterimTooLow,
    PeriodNotClosed,
    TooEarly,
    require,
)
from domain.values import Period, Precision, Rung


def draw_assessment(
    municipality: Municipality, *, on: Occasion, period: Period, framework: Framework
) -> tuple[AssessmentDrawn, ...]:
    """Draw the assessment of a closed period as on the day of the occasion; nothing when the last one says so."""
    fresh = assessed(municipality, on=on, period=period, framework=framework)
    last = municipality.judging.assessment(period)
    return () if last and last.assessment == fresh else (fresh,)


def draw_interim(municipality: Municipality, *, on: Occasion, framework: Framework) -> tuple[AssessmentDrawn, ...]:
    """Draw an interim verdict, on rungs 4 to 6: since the rung took effect, with the running backlogs."""
    day = _require_judgeable(municipality, on, framework)
    step = _step_on(municipality, day)
    require(step.rung >= Rung.ANNOUNCEMENT, InterimTooLow(municipality.code, step.rung))
    since = municipality.ladder.since(day) or step
    before, now = (_running_backlog(municipality, each, framework) for each in (since.effective_on, day))
    found = interim_trend(before, now, Measure.of(framework), since=since.effective_on)
    drawn = _Judged(municipality, framework, step, day).by(Period.half_year(day), found, interim=True)
    last = municipality.judging.assessment(drawn.period, interim=True)
    return () if last and last.on == day and last.assessment == drawn else (drawn,)


def assessed(municipality: Municipality, *, on: Occasion, period: Period, framework: Framework) -> AssessmentDrawn:
    """The assessment of a closed period as it comes out on the day of the occasion; refusals as for drawing it."""
    day = _require_judgeable(municipality, on, framework)
    closed = municipality.judging.closed.get(period)
    if closed is None:
        raise PeriodNotClosed(period)
    measure = Measure.of(framework)
    before = [*_verdicts_before(municipality, period, measure)]
    step = _step_on(municipality, day)
    judged = _Judged(municipality, framework, step, day)
    return judged.by(period, trend(closed.numbers, measure), before=before)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A municipality as it stands on a day, judged under a framework."""

    municipality: Municipality
    framework: Framework
    step: Step
    day: date

    def by(
        self, period: Period, found: Trend, *, before: Sequence[TrendVerdict] = (), interim: bool = False
    ) -> AssessmentDrawn:
        """The assessment by a trend of a period, after the verdicts before it."""
        freeze = self.municipality.judging.frozen_on(self.day)
        closed = None if interim else self.municipality.judging.closed.get(period)
        standing = Standing(rung=self.step.rung, frozen=freeze is not None)
        numbers = closed.numbers if closed else None
        rests_on = {self.step.version, *(each.version for each in (closed, freeze) if each)}
        return AssessmentDrawn(
            period=period,
            interim=interim,
            framework=self.framework.ref,
            rung=self.step.rung,
            trend=found,
            advice=advise(self.framework, standing, found, before=before, numbers=numbers),
            rests_on=tuple(sorted(rests_on)),
        )


def _require_judgeable(municipality: Municipality, on: Occasion, framework: Framework) -> date:
    """The day of the verdict: known to the day, with a framework in force that judges."""
    require_open(municipality)
    day = on.happened_on.first_day
    if day is None or on.happened_on.precision is not Precision.DAY:
        raise DayNeeded("day of the assessment", str(on.happened_on))
    require_in_force(framework, on)
    judges = framework.rule is not Rule.NONE
    require(judges, FrameworkNotInForce(f"{framework.ref.name} {framework.ref.version}", day))
    return day


def _step_on(municipality: Municipality, day: date) -> Step:
    step = municipality.ladder.step_on(day)
    if step is None:
        raise TooEarly("day of the assessment", day, min(municipality.ladder.steps).effective_on)
    return step


def _verdicts_before(municipality: Municipality, period: Period, measure: Measure) -> Iterator[TrendVerdict]:
    """The verdicts on the closed periods right before this one, the latest last, by the same measure."""
    closed, periods = municipality.judging.closed, list[Period]()
    while not period.is_first and period.previous in closed:
        period = period.previous
        periods.insert(0, period)
    return (trend(closed[each].numbers, measure).verdict for each in periods)


def _running_backlog(municipality: Municipality, day: date, framework: Framework) -> Fraction:
    found = running_backlog_on(municipality.figures, municipality.judging.closed, day, framework.official)
    if found is None:
        raise BacklogUnknown(day)
    return found
