"""Judging in the demo: every half year that is over is closed and assessed, and of the last one the review is going on.

Who is advised to move, or to be held while it goes badly, gets a proposal in the last days before today. What became of
it follows from the order of the municipalities: some are decided on, the others wait for somebody.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from api.demo.days import PERIODS, working_day
from api.demo.dossier import Dossier
from api.demo.episodes import add_correction, add_freeze
from api.demo.judging import colleague, framework_on, texts
from api.demo.steps import RULE, Earlier
from domain.decisions.adopting import adopt_placement, reject_placement
from domain.decisions.assessing import draw_assessment
from domain.decisions.closing import close_period
from domain.decisions.ladder import hold_rung, lower_rung, raise_rung
from domain.decisions.proposing import Proposed, propose_placement
from domain.decisions.signalling import weigh_signals
from domain.events.base import Role
from domain.events.judging import AdviceKind, AssessmentDrawn, ProposedMove
from domain.events.ladder import Basis, Departure
from domain.policy.framework import Rule
from domain.values import Period, Rung

CLOSED_AFTER, ASSESSED_AFTER = timedelta(days=16), timedelta(days=21)
"""How long after its last day a period is closed, and assessed."""
PROPOSED_BEFORE = timedelta(days=8)
"""How long before today the proposals of the review are made."""
WEIGHED_EVERY = timedelta(days=14)
"""How often the rule for risk signals looks at the figures."""
ASSESSMENT, PROPOSAL = "assessment", "proposal"


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of a proposal: after how many days it is decided on, and how; None while it waits."""

    after: int | None
    rejected: bool = False


COURSES = (Course(2), Course(None), None, Course(None), Course(3, rejected=True), None, Course(4))
"""What becomes of the proposals, one after the other; None where there is none yet."""


def add_reviews(dossier: Dossier, nth: int) -> None:
    """Add closes, assessments and risk signals to a dossier, and its part in the review; ``nth`` is its turn."""
    for half in range(1 - PERIODS, 0):
        period = dossier.days.period(half)
        _judge(dossier, period)
    _weigh(dossier)
    add_correction(dossier)
    add_freeze(dossier)
    _propose(dossier, dossier.days.period(-1), nth)


def _judge(dossier: Dossier, period: Period) -> None:
    closed, assessed = (working_day(period.last_day + after) for after in (CLOSED_AFTER, ASSESSED_AFTER))
    framework = framework_on(closed)
    dossier.step(close_period, closed, colleague=colleague(Role.MANAGER), period=period, framework=framework)
    framework = framework_on(assessed)
    if framework.rule is not Rule.NONE:
        dossier.step(draw_assessment, assessed, called=ASSESSMENT, period=period, framework=framework)


def _weigh(dossier: Dossier) -> None:
    """The rule looks at the figures of the half year that is under way, for the last time today."""
    first, last = dossier.days.period(0).first_day + WEIGHED_EVERY, dossier.days.working_days()[-1]
    span = range(0, (last - first).days, WEIGHED_EVERY.days)
    for on in (*(working_day(first + timedelta(days=nth)) for nth in span), last):
        dossier.step(weigh_signals, on, colleague=RULE, framework=framework_on(on))


def _propose(dossier: Dossier, period: Period, nth: int) -> None:
    """A proposal on the last period, where nothing was decided since it was over."""
    on = working_day(dossier.days.today - PROPOSED_BEFORE)
    course = COURSES[nth % len(COURSES)]
    if course is None or not _is_due(dossier, period) or on <= working_day(period.last_day + ASSESSED_AFTER):
        return
    framework = framework_on(on)
    dossier.step(draw_assessment, on, called=ASSESSMENT, period=period, framework=framework)
    dossier.step(
        propose_placement,
        on,
        called=PROPOSAL,
        later=lambda earlier: {"proposed": _proposed(dossier, _assessment(earlier), on)},
        framework=framework,
    )
    if course.after is not None:
        _decide(dossier, working_day(on + timedelta(days=course.after)), course)


def _is_due(dossier: Dossier, period: Period) -> bool:
    """Whether there is something to decide: it has a backlog, and fell behind or stands on a higher rung."""
    decisions = (raise_rung, lower_rung, hold_rung)
    decided = any(step.decision in decisions and step.happened_on > period.last_day for step in dossier.steps)
    before, after = dossier.course.opening(-1), dossier.course.opening(0)
    return not decided and after > 0 and (after > before or dossier.rung_on(dossier.days.today) > 1)


def _decide(dossier: Dossier, on: date, course: Course) -> None:
    """The manager decides; what only GS decide on waits."""
    if dossier.rung_on(on) >= Rung.AGREEMENTS:
        return
    decision = reject_placement if course.rejected else adopt_placement
    said: dict[str, Any] = {"reason": dossier.text(texts()["rejected"], on)} if course.rejected else {}
    dossier.step(
        decision,
        on,
        colleague=colleague(Role.MANAGER),
        later=lambda earlier: {"proposal": earlier(PROPOSAL).version},
        framework=framework_on(on),
        **said,
    )


def _assessment(earlier: Earlier) -> AssessmentDrawn:
    fact = earlier(ASSESSMENT).fact
    if not isinstance(fact, AssessmentDrawn):
        raise LookupError(f"{fact.TOPIC} is no assessment")  # noqa: TRY004 - not the type is wrong, but what was looked up
    return fact


def _proposed(dossier: Dossier, assessment: AssessmentDrawn, on: date) -> Proposed:
    """What the supervisor makes of the advice: mostly that, and once in a while something else."""
    advice, said = assessment.advice, texts()
    grounds = dossier.text(said["grounds"][assessment.trend.verdict.value], on)
    effective = working_day(on + timedelta(days=14))
    held = Proposed(ProposedMove.HOLD, effective, grounds, period=assessment.period)
    if advice is None or advice.kind is AdviceKind.HOLD:
        return held
    if advice.rung >= Rung.ANNOUNCEMENT or dossier.code in said["spared"]:
        told = said["spared"].get(dossier.code, said["departure"])
        departure = Departure(
            departs_from=f"advies: trede {advice.rung}",
            basis=Basis.WITHIN_FRAMEWORK,
            circumstances=dossier.text(told["circumstances"], on),
            consequences=dossier.text(told["consequences"], on),
        )
        excusable = dossier.text(told["excusable"], on) if "excusable" in told else None
        grounds = dossier.text(told["grounds"], on)
        return Proposed(
            ProposedMove.HOLD,
            effective,
            grounds,
            until=dossier.days.period(1).last_day,
            period=assessment.period,
            departure=departure,
            excusable=excusable,
        )
    move = ProposedMove.RAISE if advice.kind is AdviceKind.RAISE else ProposedMove.LOWER
    return Proposed(move, effective, grounds, to_rung=advice.rung, period=assessment.period)
