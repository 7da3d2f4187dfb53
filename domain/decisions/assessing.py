"""Drawing an assessment: the verdict and the advice of the framework in force, with everything they rest on."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from domain.decisions.four_eyes import require_in_force
from domain.decisions.guards import day_of, require_not_before, require_open
from domain.decisions.occasion import Occasion
from domain.events.judging import AssessmentDrawn, Trend, TrendVerdict
from domain.municipality import Municipality
from domain.municipality.judging import Closed
from domain.municipality.ladder import Step
from domain.policy.advice import Standing, advise
from domain.policy.announced import announced_for
from domain.policy.framework import Framework, Rule
from domain.policy.officially import running_backlog_on, running_backlog_rests_on
from domain.policy.trend import Measure, interim_trend, trend
from domain.refusals import (
    BacklogUnknown,
    DayNeeded,
    FrameworkJudgesNot,
    InterimTooLow,
    PeriodNotClosed,
    TooEarly,
    require,
)
from domain.values import Period, Rung
from domain.values.days import FIRST_YEAR

DAY = "day of the assessment"


def draw_assessment(
    municipality: Municipality, *, on: Occasion, period: Period, framework: Framework
) -> tuple[AssessmentDrawn, ...]:
    """Draw the assessment of a closed period as on the day of the occasion; nothing when the last one says so."""
    fresh = assessed(municipality, on=on, period=period, framework=framework)
    last = municipality.judging.assessment(period)
    return () if last and last.assessment == fresh else (fresh,)


def draw_interim(municipality: Municipality, *, on: Occasion, framework: Framework) -> tuple[AssessmentDrawn, ...]:
    """Draw an interim verdict, on rungs 4 to 6: since the rung took effect, with the running backlogs.

    Nothing when the last one is of that day and says so.
    """
    day = _require_judgeable(municipality, on, framework)
    step = step_on(municipality, day)
    require(step.rung >= Rung.ANNOUNCEMENT, InterimTooLow(municipality.code, step.rung))
    since = municipality.ladder.since(day) or step
    require(since.effective_on > date.min, DayNeeded("day on which the rung took effect", "unknown"))
    days = (since.effective_on, day)
    before, now = (_running_backlog(municipality, each, framework) for each in days)
    found = interim_trend(before, now, Measure.of(framework), since=since.effective_on)
    drawn = _Judged(municipality, framework, step, day).interim(found, days)
    last = municipality.judging.assessment(drawn.period, interim=True)
    return () if last and last.on == day and last.assessment == drawn else (drawn,)


def assessed(municipality: Municipality, *, on: Occasion, period: Period, framework: Framework) -> AssessmentDrawn:
    """The assessment of a closed period as it comes out on the day of the occasion; refusals as for drawing it."""
    day = _require_judgeable(municipality, on, framework)
    closed = municipality.judging.closed.get(period)
    if closed is None:
        raise PeriodNotClosed(period)
    require_not_before(DAY, day, period.last_day + timedelta(days=1))
    return _Judged(municipality, framework, step_on(municipality, day), day).closed(closed)


def step_on(municipality: Municipality, day: date) -> Step:
    """The step that tells the rung on the day of a verdict; TooEarly before supervision began."""
    step = municipality.ladder.step_on(day)
    if step is None:
        raise TooEarly(DAY, day, min(municipality.ladder.steps).effective_on)
    return step


def law_rests_on(municipality: Municipality, rung: Rung, day: date) -> set[int]:
    """The entries that tell whether a term runs and which decisions are in force, on rung 4 and up."""
    law = municipality.law
    announced = announced_for(municipality, day) if rung is Rung.ANNOUNCEMENT else None
    of_term = {announced.version, *announced.extended_by} if announced else set()
    return of_term | {version for each in law.standing_on(day) for version in (each.version, *each.changed_by)}


@dataclass(frozen=True, slots=True)
class _Judged:
    """A municipality as it stands on a day, judged under a framework."""

    municipality: Municipality
    framework: Framework
    step: Step
    day: date

    def closed(self, closed: Closed) -> AssessmentDrawn:
        """The assessment of a closed period.

        It rests on the closes before it as well where the advice looks at these: whether it improves once more.
        """
        measure = Measure.of(self.framework)
        found = trend(closed.numbers, measure)
        before = self._before(closed.numbers.period) if found.verdict is TrendVerdict.IMPROVING else ()
        advice = advise(
            self.framework,
            self._standing,
            found,
            before=tuple(trend(each.numbers, measure).verdict for each in before),
            numbers=closed.numbers,
        )
        return AssessmentDrawn(
            period=closed.numbers.period,
            framework=self.framework.ref,
            rung=self.step.rung,
            trend=found,
            advice=advice,
            rests_on=self._rests_on(closed, *before),
        )

    def interim(self, found: Trend, days: tuple[date, date]) -> AssessmentDrawn:
        """The assessment within a half year, by the trend since the rung took effect: from one day to another."""
        figures, closed = self.municipality.figures, self.municipality.judging.closed
        of_figures = (running_backlog_rests_on(figures, closed, each, self.framework.official) for each in days)
        return AssessmentDrawn(
            period=Period.half_year(self.day),
            interim=True,
            framework=self.framework.ref,
            rung=self.step.rung,
            trend=found,
            advice=advise(self.framework, self._standing, found),
            rests_on=tuple(sorted({*self._rests_on(), *frozenset().union(*of_figures)})),
        )

    @property
    def _standing(self) -> Standing:
        """Where the municipality stands."""
        return Standing(
            rung=self.step.rung,
            frozen=self.municipality.judging.frozen_on(self.day) is not None,
            term_running=(ends := self._term_ends) is not None and self.day <= ends,
            substitution=bool(self.municipality.law.standing_on(self.day)),
        )

    @property
    def _term_ends(self) -> date | None:
        """The last day to comply still, on rungs 4 and 5: as the law says, else as the placement in force says."""
        law = self.municipality.law
        match self.step.rung:
            case Rung.ANNOUNCEMENT:
                announced = announced_for(self.municipality, self.day)
                return announced.term_ends if announced else self.step.until
            case Rung.SUBSTITUTION_DECIDED:
                decided = law.latest_on(self.day)
                return decided.term_ends if decided else self.step.until
            case _:
                return None

    def _rests_on(self, *closed: Closed) -> tuple[int, ...]:
        freeze = self.municipality.judging.frozen_on(self.day)
        versions = {self.step.version, *(each.version for each in closed)}
        versions |= law_rests_on(self.municipality, self.step.rung, self.day)
        return tuple(sorted(versions | {freeze.version} if freeze else versions))

    def _before(self, period: Period) -> tuple[Closed, ...]:
        """The closes right before a period, the latest last: so many as have to improve in a row with it."""
        closed, found = self.municipality.judging.closed, list[Closed]()
        wanted = self.framework.parameter("lower_after") - 1 if self.framework.rule is Rule.TREND else 0
        while len(found) < wanted and not period.is_first and period.previous in closed:
            period = period.previous
            found.insert(0, closed[period])
        return tuple(found)


def _require_judgeable(municipality: Municipality, on: Occasion, framework: Framework) -> date:
    """The day of the verdict: known to the day, with a framework in force that judges."""
    require_open(municipality)
    day = day_of(DAY, on)
    require_in_force(framework, day)
    require(framework.rule is not Rule.NONE, FrameworkJudgesNot(f"{framework.ref.name} {framework.ref.version}"))
    return day


def _running_backlog(municipality: Municipality, day: date, framework: Framework) -> Fraction:
    """The running backlog; the half year of a day long ago, of a rung that was taken over, can have no figures."""
    known = day.year >= FIRST_YEAR
    closed, officials = municipality.judging.closed, framework.official
    found = running_backlog_on(municipality.figures, closed, day, officials) if known else None
    if found is None:
        raise BacklogUnknown(day)
    return found
