"""The assessment that a proposal is judged by: the last one, and it says what comes out on that day."""

from datetime import date

from domain.decisions.assessing import assessed, draw_interim, law_rests_on, step_on
from domain.decisions.guards import day_of
from domain.decisions.occasion import Occasion
from domain.events.ladder import Departure
from domain.municipality import Municipality
from domain.municipality.judging import Drawn
from domain.policy.framework import TRANSITION, Framework, Rule
from domain.refusals import AssessmentOutdated, InterimOutdated, LaterPeriodClosed, PeriodNotClosed, require
from domain.values import Period


def judged_by(
    municipality: Municipality,
    on: Occasion,
    framework: Framework,
    *,
    known_on: date,
    period: Period | None,
    departure: Departure | None,
) -> Drawn | None:
    """The last assessment of the last period that was closed by a day, as it comes out on the day of the occasion.

    None where no period was closed yet, and under a framework that gives no verdict. ``period`` is the one that was
    looked at, if any. An assessment made under the version of the framework before will do where the departure cites
    the transition clause of this one, as long as nothing else has changed.
    """
    last_closed = _last_closed(municipality, known_on)
    period = period or last_closed
    if period is None or framework.rule is Rule.NONE:
        return None
    if last_closed is not None:
        require(period >= last_closed, LaterPeriodClosed(period, last_closed))
    last = municipality.judging.assessment(period)
    if last and cites_transition(departure) and _is_of_before(last, framework):
        require(_still_rests(municipality, last, day_of("day of the decision", on)), AssessmentOutdated(period))
        return last
    fresh = assessed(municipality, on=on, period=period, framework=framework)
    if last is None or last.assessment != fresh:
        raise AssessmentOutdated(period)
    return last


def judged_in_between(municipality: Municipality, on: Occasion, framework: Framework) -> Drawn:
    """The interim verdict of the day of the occasion, as it comes out; else InterimOutdated."""
    day = day_of("day of the decision", on)
    fresh = draw_interim(municipality, on=on, framework=framework)
    last = municipality.judging.assessment(Period.half_year(day), interim=True)
    if fresh or last is None:
        raise InterimOutdated(day)
    return last


def cites_transition(departure: Departure | None) -> bool:
    """Whether what it departs from is that the framework of the day counts: it cites the transition clause."""
    return departure is not None and departure.departs_from == TRANSITION


def _last_closed(municipality: Municipality, day: date) -> Period | None:
    """The last period that was closed by a day: a decision that is recorded later rests on what was closed then."""
    known = (
        period
        for period, fixed in municipality.judging.closed.items()
        if (municipality.entries[fixed.version].about.happened_on.first_day or day) <= day
    )
    return max(known, default=None)


def _is_of_before(last: Drawn, framework: Framework) -> bool:
    """Whether it was drawn under another version of a framework that says how one passes into the other."""
    drawn_under = last.assessment.framework
    same_family = drawn_under.name == framework.ref.name and drawn_under != framework.ref
    return same_family and TRANSITION in framework.clauses


def _still_rests(municipality: Municipality, last: Drawn, day: date) -> bool:
    """Whether the close, the rung and a freeze are still those that it rests on."""
    closed, freeze = municipality.judging.closed, municipality.judging.frozen_on(day)
    if last.assessment.period not in closed:
        raise PeriodNotClosed(last.assessment.period)
    step = step_on(municipality, day)
    needed = {step.version, closed[last.assessment.period].version} | law_rests_on(municipality, step.rung, day)
    needed |= {freeze.version} if freeze else set()
    rests_on = set(last.assessment.rests_on)
    return needed <= rests_on <= needed | {each.version for each in closed.values()}
