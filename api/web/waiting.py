"""What waits for the visitor: proposals that they may decide on, by right, by mandate, and as other eyes."""

from collections.abc import Collection

from api.web.visiting import Visit
from api.worklist import composing
from domain.policy.framework import Framework
from domain.values import PersonId, Rung


def waits_for(visit: Visit, framework: Framework | None, rungs: tuple[Rung, Rung], by: Collection[PersonId]) -> bool:
    """Whether a proposal waits for the visitor; see :func:`api.worklist.composing.waits_for`."""
    return composing.waits_for(visit.caller, framework, rungs, by)
