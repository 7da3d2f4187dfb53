"""Risk signals: a rule looks at the official figures of each municipality, after an import and at the start of a day."""

import logging
from collections.abc import Collection
from datetime import date
from uuid import uuid4

from api.frameworks import Frameworks
from domain.decisions.signalling import weigh_signals
from domain.events.base import Actor, Origin
from domain.ledger.application import BusyError, Ledger
from domain.ledger.request import Request
from domain.policy.framework import Framework
from domain.refusals import Refusal
from domain.values import PartialDate, PersonId

RULE = Actor(person=PersonId("rule-signals"))

logger = logging.getLogger(__name__)


def weigh_after_import(ledger: Ledger, frameworks: Frameworks, codes: Collection[str], *, today: date) -> int:
    """Raise and clear the risk signals of these municipalities by the figures of today.

    Only what is new is recorded. What goes wrong with one municipality is logged and leaves the others.

    Returns:
        Of how many municipalities something was recorded.

    Raises:
        NoFrameworkError: no framework is in force today.
    """
    framework = frameworks.in_force(today)
    return sum(_weigh(ledger, frameworks, framework, code, today) for code in codes)


def _weigh(ledger: Ledger, frameworks: Frameworks, framework: Framework, code: str, today: date) -> bool:
    raise NotImplementedError
