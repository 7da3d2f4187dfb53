"""The trend verdict: is there a visible improvement trend, or is it absent?

Source: the new policy of the Aanvullend beleidskader IBT huisvesting vergunninghouders, which starts from a visible
improvement trend or its absence. It publishes no numbers for 'visible'; those are parameters of the framework.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.events.figures import Number
from domain.events.judging import Split, Trend, TrendVerdict
from domain.events.periods import PeriodNumbers
from domain.policy.framework import Framework
from domain.policy.numbers import rounded
from domain.policy.trend_told import told_between, told_interim, told_split, told_undetermined

Backlog = int | Fraction
"""Persons behind (positive) or ahead (negative)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What counts as growing and as improving.

    ``tolerance``: how many persons more are no growth yet. ``least``: the fewest persons less that can be seen.
    ``percent``: the part of the opening backlog that has to go at least.
    """

    tolerance: int
    least: int
    percent: int

    @classmethod
    def of(cls, framework: Framework) -> "Measure":
        """The measure of a framework; KeyError for one that gives no advice."""
        return cls(*map(framework.parameter, ("tolerance", "min_persons", "percent")))

    def visible(self, opening: Backlog) -> int:
        """How many persons a backlog has to go down for the improvement to be visible: whole ones, rounded up."""
        return max(self.least, int(-(-self.percent * opening // 100)))


def verdict(opening: Backlog, closing: Backlog, measure: Measure) -> TrendVerdict:
    """The verdict on two backlogs; a lead counts as none."""
    before, after = max(opening, 0), max(closing, 0)
    if after == 0:
        return TrendVerdict.NO_BACKLOG
    if after > before + measure.tolerance:
        return TrendVerdict.GROWING
    if before - after >= measure.visible(before):
        return TrendVerdict.IMPROVING
    return TrendVerdict.STAGNANT


def trend(numbers: PeriodNumbers, measure: Measure) -> Trend:
    """The trend of a period that is closed, with the sentence that tells it in Dutch."""
    opening, closing = numbers.opening_backlog, numbers.closing_backlog
    contested = [each for each in (Number.OPENING_BACKLOG, Number.CLOSING_BACKLOG) if each in numbers.contested]
    if opening is None or contested:
        return Trend(
            verdict=TrendVerdict.UNDETERMINED,
            opening_backlog=opening,
            closing_backlog=closing,
            sentence=told_undetermined(contested),
        )
    found, parts = verdict(opening, closing, measure), split(numbers)
    visible = measure.visible(max(opening, 0))
    sentence = told_between(found, opening, closing, tolerance=measure.tolerance, visible=visible)
    return Trend(
        verdict=found,
        opening_backlog=opening,
        closing_backlog=closing,
        split=parts,
        sentence=" ".join(filter(None, (sentence, told_split(found, parts)))),
    )


def interim_trend(opening: Backlog, closing: Backlog, measure: Measure, *, since: date) -> Trend:
    """The trend since the day on which a rung took effect, with the running backlogs of that day and of now."""
    found, shown = verdict(opening, closing, measure), (rounded(opening), rounded(closing))
    return Trend(
        verdict=found,
        opening_backlog=shown[0],
        closing_backlog=shown[1],
        sentence=told_interim(
            found, *shown, since=since, tolerance=measure.tolerance, visible=measure.visible(max(opening, 0))
        ),
    )


def split(numbers: PeriodNumbers) -> Split | None:
    """By what the backlog changed; None where what was to be housed, or what was, is not known."""
    opening, net, realised = numbers.opening_backlog, numbers.net_target, numbers.realised
    if opening is None or net is None or realised is None:
        return None
    first = net - numbers.exchanged if numbers.first_target is None else numbers.first_target
    return Split(
        housing=first - realised,
        revision=net - first - numbers.exchanged,
        exchange=numbers.exchanged,
        correction=numbers.closing_backlog - opening - (net - realised),
    )
