"""What waits for the visitor: proposals that they may decide on, by right, by mandate, and as other eyes."""

from collections.abc import Collection

from api.identity.rights import deciding_on
from api.web.visiting import Visit
from domain.policy.framework import Framework
from domain.values import PersonId, Rung


def waits_for(visit: Visit, framework: Framework | None, rungs: tuple[Rung, Rung], by: Collection[PersonId]) -> bool:
    """Whether a proposal waits for the visitor.

    Args:
        visit: whose page it is.
        framework: the one in force, with the mandates; None when there is none, and then nobody decides.
        rungs: from where to where is proposed.
        by: who made it, and for whom.
    """
    highest = max(rungs)
    if framework is None or visit.caller.person in by or not visit.may(deciding_on(highest)):
        return False
    return framework.mandate(highest).role in visit.caller.roles
