"""Risk signals: a rule looks at the official figures of municipalities, after an import and when a day begins."""

import logging
from collections.abc import Collection
from datetime import date
from uuid import uuid4

from api.frameworks import Frameworks
from api.importing.afterwards import AfterImport
from domain.decisions.occasion import Occasion
from domain.decisions.signalling import weigh_signals
from domain.events.base import Actor, Origin
from domain.ledger.application import Ledger
from domain.ledger.deciding import decide
from domain.ledger.request import Request
from domain.policy.framework import Framework
from domain.refusals import Refusal
from domain.values import PartialDate
from projections.dutch.rules import SIGNALS

RULE = Actor(person=SIGNALS)

logger = logging.getLogger(__name__)


def weigh_after_import(ledger: Ledger, frameworks: Frameworks, codes: Collection[str], *, today: date) -> int:
    """Raise and clear the risk signals of these municipalities by the figures of today.

    Only what is new is recorded. What goes wrong with one municipality is logged, and holds up no other.

    Returns:
        Of how many municipalities something was recorded.

    Raises:
        FrameworkNotInForce: no framework is in force today.
    """
    framework = frameworks.in_force(today)
    return sum(_weighed(ledger, frameworks, framework, code, today) for code in codes)


def weigh_each_day(ledger: Ledger, frameworks: Frameworks, today: date) -> None:
    """Weigh every municipality: one falls behind without new figures; a new period clears signals."""
    try:
        weigh_after_import(ledger, frameworks, ledger.streams("GM"), today=today)
    except Refusal as refusal:
        logger.warning("risk signals are not weighed: %s", refusal)


def weighing(frameworks: Frameworks) -> AfterImport:
    """The weighing, as what follows an import."""

    def weigh(ledger: Ledger, codes: Collection[str], *, today: date) -> int:
        return weigh_after_import(ledger, frameworks, codes, today=today)

    return weigh


def _weighed(ledger: Ledger, frameworks: Frameworks, framework: Framework, code: str, today: date) -> bool:
    """Whether something was recorded. Mostly nothing is new: then the record is not even asked to write."""
    request = Request(command=uuid4(), by=RULE, origin=Origin.RULE, happened_on=PartialDate.of(today), today=today)
    try:
        if not _is_new(ledger, framework, code, request.occasion):
            return False
        frameworks.adopt(ledger, framework, request)
        answer = ledger.record(weigh_signals, municipality=code, request=request, framework=framework)
    except Exception:  # whatever it is: the others have to be weighed
        logger.exception("the risk signals of %s could not be weighed", code)
        return False
    return bool(answer.entries)


def _is_new(ledger: Ledger, framework: Framework, code: str, on: Occasion) -> bool:
    return bool(decide(weigh_signals, ledger.municipality(code), on, {"framework": framework}))
