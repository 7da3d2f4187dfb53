"""Proposing what to decide about a rung, and deciding on what another person proposed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from api.frameworks import Frameworks
from api.judging.parts import day_of, part
from domain.decisions import adopting as decisions
from domain.decisions.assessing import draw_assessment, draw_interim
from domain.decisions.proposing import Proposed, propose_placement
from domain.ledger.application import Ledger
from domain.ledger.deciding import Decision, decide
from domain.ledger.request import Answer, Request
from domain.refusals import AssessmentOutdated, ChangedSince, InterimOutdated
from domain.values import DocumentId, PlainText


def propose(ledger: Ledger, frameworks: Frameworks, code: str, proposed: Proposed, request: Request) -> Answer:
    """Propose what to decide about a rung, by the assessment as it comes out on the day of the request.

    It is that of the last closed period, or an interim verdict; one that is outdated is drawn anew first.

    Raises:
        Refusal: what proposing refuses; then nothing is recorded but an assessment that was outdated.
        FrameworkNotInForce: no framework is in force that day.
    """
    question: dict[str, Any] = {"proposed": proposed, "framework": frameworks.in_force(day_of(request))}
    _prepare(ledger, frameworks, code, request, decision=propose_placement, question=question)
    return ledger.record(propose_placement, municipality=code, request=request, **question)


def adopt(
    ledger: Ledger,
    frameworks: Frameworks,
    code: str,
    proposal: int,
    request: Request,
    *,
    document: DocumentId | None = None,
    informed_on: date | None = None,
) -> Answer:
    """Adopt what another person proposed, by the assessment as it comes out on the day of the request.

    Raises:
        Refusal: what adopting refuses. ChangedSince when the assessment was outdated: it is drawn anew, and whoever
            decides sees it first.
        FrameworkNotInForce: no framework is in force that day.
    """
    question: dict[str, Any] = {
        "proposal": proposal,
        "framework": frameworks.in_force(day_of(request)),
        "document": document,
        "informed_on": informed_on,
    }
    drawn = _prepare(ledger, frameworks, code, request, decision=decisions.adopt_placement, question=question)
    if drawn is not None:
        seen = drawn - 1 if request.seen is None else request.seen
        raise ChangedSince("assessment", seen, drawn)
    return ledger.record(decisions.adopt_placement, municipality=code, request=request, **question)


def reject(  # noqa: PLR0917 - called as every road of judging: record, frameworks, of what, what, by whom
    ledger: Ledger, frameworks: Frameworks, code: str, proposal: int, reason: PlainText, request: Request
) -> Answer:
    """Reject what another person proposed, with a reason. Raises as adopt does."""
    question: dict[str, Any] = {
        "proposal": proposal,
        "framework": frameworks.in_force(day_of(request)),
        "reason": reason,
    }
    return ledger.record(decisions.reject_placement, municipality=code, request=request, **question)


def _prepare(
    ledger: Ledger,
    frameworks: Frameworks,
    code: str,
    request: Request,
    *,
    decision: Decision,
    question: Mapping[str, Any],
) -> int | None:
    """Draw the assessment that a decision asks for when it is outdated: the entry, or None when nothing was drawn.

    The decision is tried first, so that what it refuses for another reason records nothing. A request that was carried
    out before needs nothing more.
    """
    if ledger.entries_of(request.command):
        return None
    framework = question["framework"]
    try:
        decide(decision, ledger.municipality(code), request.occasion, question)
    except AssessmentOutdated as outdated:
        drawing: tuple[Decision, dict[str, Any]] = (draw_assessment, {"period": outdated.period})
    except InterimOutdated:
        drawing = (draw_interim, {})
    else:
        frameworks.adopt(ledger, framework, request)
        return None
    frameworks.adopt(ledger, framework, request)
    how, of_what = drawing
    asked = part(request, "assess", code, *of_what.values())
    drawn = ledger.record(how, municipality=code, request=asked, framework=framework, **of_what)
    return drawn.entries[-1].version if drawn.entries else None
