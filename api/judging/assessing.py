"""Having an assessment drawn: of a closed period, or in between on the highest rungs."""

from typing import Any

from api.frameworks import Frameworks
from api.judging.parts import day_of
from domain.decisions import assessing as decisions
from domain.ledger.application import Ledger
from domain.ledger.request import Answer, Request
from domain.values import Period


def assess(ledger: Ledger, frameworks: Frameworks, code: str, period: Period, request: Request) -> Answer:
    """Draw the assessment of a closed period by the framework of the day; nothing new when the last one says so.

    Raises:
        Refusal: what drawing it refuses.
        FrameworkNotInForce: no framework is in force that day.
    """
    framework = frameworks.in_force(day_of(request))
    frameworks.adopt(ledger, framework, request)
    question: dict[str, Any] = {"period": period, "framework": framework}
    return ledger.record(decisions.draw_assessment, municipality=code, request=request, **question)


def assess_interim(ledger: Ledger, frameworks: Frameworks, code: str, request: Request) -> Answer:
    """Draw an interim verdict on rungs 4 to 6, since the rung took effect, by running backlogs. Raises as assess."""
    framework = frameworks.in_force(day_of(request))
    frameworks.adopt(ledger, framework, request)
    return ledger.record(decisions.draw_interim, municipality=code, request=request, framework=framework)
