"""Closing a period: what that would fix, doing it for one municipality or for many, and correcting what was fixed.

Each municipality is closed by itself, so that what one lacks holds up no other.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from api.frameworks import Frameworks
from api.judging.parts import day_of, part, together, trying
from api.judging.promises import Promise, promises
from domain.decisions import closing as decisions
from domain.decisions.assessing import draw_assessment
from domain.events.periods import PeriodClosed
from domain.ledger.application import Ledger
from domain.ledger.deciding import decide
from domain.ledger.request import Answer, Request
from domain.municipality.judging import Closed
from domain.policy.closing import Closable, closable
from domain.policy.framework import Framework
from domain.refusals import FiguresMissing, FiguresTooEarly, Refusal, SupervisionNotOpen
from domain.values import Period, PlainText
from projections.dutch.words import alphabetical


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing a period would do to a municipality.

    ``closable``: the numbers with their gaps and contradictions, where there is something to look at; of a period that
    is closed, what a correction would make of it. ``closed``: what is fixed already. ``refusal``: why it cannot be
    closed. ``promises``: what was promised to be housed by a day of it, by the figures.
    """

    code: str
    name: str
    closable: Closable | None = None
    closed: Closed | None = None
    refusal: Refusal | None = None
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of closing a municipality: an answer, a refusal, or both when it was closed and cannot be judged."""

    code: str
    answer: Answer | None
    refusal: Refusal | None


def preview(
    ledger: Ledger, frameworks: Frameworks, codes: Collection[str], period: Period, *, today: date
) -> tuple[Preview, ...]:
    """What closing would do to these municipalities, in their order; it records nothing. Raises FrameworkNotInForce."""
    framework = frameworks.in_force(today)
    return tuple(_preview(ledger, framework, code, period, today) for code in codes)


def preview_all(ledger: Ledger, frameworks: Frameworks, period: Period, *, today: date) -> tuple[Preview, ...]:
    """The same for every municipality that was supervised in the period, in alphabetical order."""
    told = preview(ledger, frameworks, ledger.streams("GM"), period, today=today)
    supervised = (each for each in told if not isinstance(each.refusal, SupervisionNotOpen))
    return tuple(sorted(supervised, key=lambda each: (alphabetical(each.name), each.code)))


def close(
    ledger: Ledger, frameworks: Frameworks, codes: Collection[str], period: Period, request: Request
) -> tuple[Outcome, ...]:
    """Close a period of these municipalities and draw the assessment of each; a refusal of one leaves the others.

    Of what is closed already only an assessment is drawn, where there is none. Raises FrameworkNotInForce.
    """
    framework = frameworks.in_force(day_of(request))
    frameworks.adopt(ledger, framework, request)
    return tuple(_close(ledger, framework, code, period, request) for code in codes)


def correct_close(  # noqa: PLR0917 - called as every road of judging: record, frameworks, of what, what, by whom
    ledger: Ledger, frameworks: Frameworks, code: str, period: Period, reason: PlainText, request: Request
) -> Answer:
    """Replace what was fixed of a period by what the official figures give now, and draw its assessment anew.

    Raises:
        Refusal: what correcting a close refuses; what only the assessment is refused leaves the correction.
        FrameworkNotInForce: no framework is in force that day.
    """
    framework = frameworks.in_force(day_of(request))
    question: dict[str, Any] = {"period": period, "framework": framework, "reason": reason}
    corrected = ledger.record(decisions.correct_close, municipality=code, request=request, **question)
    frameworks.adopt(ledger, framework, request)
    drawn, _ = _drawn(ledger, framework, code, period, request)
    return together(corrected, drawn)


def _preview(ledger: Ledger, framework: Framework, code: str, period: Period, today: date) -> Preview:
    try:
        municipality = ledger.municipality(code)
    except Refusal as refusal:
        return Preview(code, code, refusal=refusal)
    closed = municipality.judging.closed
    told = Preview(code, municipality.case.name or code, closed=closed.get(period))
    try:
        decide(decisions.close_period, municipality, trying(today), {"period": period, "framework": framework})
    except (FiguresMissing, FiguresTooEarly) as refusal:
        told = replace(told, refusal=refusal)
    except Refusal as refusal:
        return replace(told, refusal=refusal)
    return replace(
        told,
        closable=closable(municipality.figures, closed, period, framework.official),
        promises=promises(municipality, period, framework.official),
    )


def _close(ledger: Ledger, framework: Framework, code: str, period: Period, request: Request) -> Outcome:
    asked = part(request, "close", code, period)
    question: dict[str, Any] = {"period": period, "framework": framework}
    try:
        closed = ledger.record(decisions.close_period, municipality=code, request=asked, **question)
    except Refusal as refusal:
        return Outcome(code, None, refusal)
    fixed = any(isinstance(entry.fact, PeriodClosed) for entry in ledger.entries_of(asked.command))
    if not fixed and ledger.municipality(code).judging.assessment(period):
        return Outcome(code, closed, None)
    drawn, why_none = _drawn(ledger, framework, code, period, request)
    return Outcome(code, together(closed, drawn), why_none)


def _drawn(
    ledger: Ledger, framework: Framework, code: str, period: Period, request: Request
) -> tuple[Answer | None, Refusal | None]:
    """The assessment that follows a close; or why there is none, which undoes nothing of the close."""
    asked = part(request, "assess", code, period)
    question: dict[str, Any] = {"period": period, "framework": framework}
    try:
        return ledger.record(draw_assessment, municipality=code, request=asked, **question), None
    except Refusal as refusal:
        return None, refusal
