"""What a framework advises: which rung fits these figures. Never binding; people decide, with grounds.

Precedence: who is frozen is held; while a substitution decision is in force nobody is lowered; rung 6 is the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from domain.events.judging import Advice, AdviceKind, Trend, TrendVerdict
from domain.events.periods import PeriodNumbers
from domain.policy.advice_told import REASONS, told
from domain.policy.framework import Framework, Rule
from domain.values import Rung


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a municipality stands when it is judged.

    ``term_running``: the term of an announcement or a substitution decision has not passed. ``substitution``: a
    substitution decision is in force.
    """

    rung: Rung
    frozen: bool = False
    term_running: bool = False
    substitution: bool = False


def advise(
    framework: Framework,
    standing: Standing,
    trend: Trend,
    *,
    before: Sequence[TrendVerdict] = (),
    numbers: PeriodNumbers | None = None,
) -> Advice | None:
    """The advice for these figures; None where the framework gives none, or the trend cannot be determined.

    Args:
        framework: the one that is in force on the day of the decision.
        standing: where the municipality stands.
        trend: the verdict on the period, or since the rung took effect.
        before: the verdicts on the periods before it, the latest last.
        numbers: the numbers of the period; the size-based rule asks for nothing else.
    """
    if framework.rule is Rule.NONE or trend.verdict is TrendVerdict.UNDETERMINED:
        return None
    advised = _AdviceOf(framework, standing)
    if standing.frozen:
        return advised.hold("frozen")
    match framework.rule:
        case Rule.SIZE:
            found = _by_size(advised, numbers)
        case Rule.DUTY:
            found = _by_duty(advised, trend)
        case _:
            found = _by_trend(advised, trend, before)
    if found and standing.substitution and found.rung < standing.rung:
        return advised.hold("substitution-in-force")
    return found


def _by_trend(advised: "_AdviceOf", trend: Trend, before: Sequence[TrendVerdict]) -> Advice:
    if trend.verdict is TrendVerdict.NO_BACKLOG:
        return advised.lower_to(Rung.SIGNAL, "no-backlog")
    if advised.standing.term_running:
        return advised.hold("term-running")
    if trend.verdict is TrendVerdict.IMPROVING:
        in_a_row = advised.framework.parameter("lower_after")
        last = (*before, trend.verdict)[-in_a_row:]
        if len(last) == in_a_row and set(last) == {TrendVerdict.IMPROVING}:
            return advised.lower_to(Rung(max(advised.standing.rung - 1, Rung.SIGNAL)), "improving-on")
        return advised.hold("improving")
    growing = trend.verdict is TrendVerdict.GROWING
    if advised.standing.rung in {Rung.ANNOUNCEMENT, Rung.SUBSTITUTION_DECIDED}:
        return advised.one_up("term-passed", must=growing, weigh=not growing)
    return advised.one_up(trend.verdict.value, must=growing, weigh=not growing)


def _by_duty(advised: "_AdviceOf", trend: Trend) -> Advice:
    if trend.verdict is TrendVerdict.NO_BACKLOG:
        return advised.lower_to(Rung.SIGNAL, "no-backlog")
    if advised.standing.term_running:
        return advised.hold("term-running")
    return advised.one_up("duty", must=True)


def _by_size(advised: "_AdviceOf", numbers: PeriodNumbers | None) -> Advice | None:
    """From closing backlog ÷ net target alone; where nobody was to be housed, any backlog is the largest."""
    if numbers is None or numbers.net_target is None:
        return None
    backlog, steps = max(numbers.closing_backlog, 0), advised.framework.size
    if numbers.net_target:
        percent = Fraction(100 * backlog, numbers.net_target)
        reached = [step.rung for step in steps if percent > step.above_percent]
    else:
        reached = [steps[-1].rung] if backlog else []
    fitting = max(reached, default=Rung.SIGNAL)
    if fitting > advised.standing.rung:
        return advised.one_up("size")
    return advised.lower_to(fitting, "size")


@dataclass(frozen=True, slots=True)
class _AdviceOf:
    """Puts advice into words, for one municipality under one framework."""

    framework: Framework
    standing: Standing

    def hold(self, clause: str) -> Advice:
        return self._of(AdviceKind.HOLD, self.standing.rung, clause)

    def one_up(self, clause: str, *, must: bool = False, weigh: bool = False) -> Advice:
        if self.standing.rung is Rung.SUBSTITUTION_CARRIED_OUT:
            return self.hold("top")
        return self._of(AdviceKind.RAISE, Rung(self.standing.rung + 1), clause, must=must, weigh=weigh)

    def lower_to(self, rung: Rung, clause: str) -> Advice:
        """Lower to a rung; who stands on it already is held."""
        kind = AdviceKind.LOWER if rung < self.standing.rung else AdviceKind.HOLD
        return self._of(kind, rung, clause)

    def _of(self, kind: AdviceKind, rung: Rung, clause: str, *, must: bool = False, weigh: bool = False) -> Advice:
        sentence = told(kind, rung, REASONS[clause], must=must, weigh=weigh)
        return Advice(kind=kind, rung=rung, clause=clause, must=must, weigh=weigh, sentence=sentence)
