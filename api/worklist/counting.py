"""How much there is to do, in numbers: for the menu of who looks, and for the province as a whole."""

from dataclasses import dataclass

from api.identity.caller import Caller
from api.store import Store
from api.worklist.composing import Looking, worklist
from api.worklist.gathering import Working, gathered
from api.worklist.items import Urgency
from api.worklist.joining import how_many, joined
from api.worklist.telling import Texts
from domain.events.contact import Side
from domain.policy.obligations import ObligationState
from projections.engine.known import Knowing, NotBuiltError


@dataclass(frozen=True, slots=True)
class Counts:
    """How many signals are open, and how many obligations of each side are overdue, of all municipalities."""

    signals: int
    ours: int
    theirs: int


def counted_now(running: Working, knowing: Knowing) -> Counts | None:
    """The numbers of the province; None while the read models are not there yet."""
    try:
        found = gathered(running, knowing)
    except NotBuiltError:
        return None
    late = [line.obligation for line in found.obligations if line.obligation.state is ObligationState.OVERDUE]
    return Counts(
        signals=sum(row.code in found.municipalities for row in found.signals),
        ours=how_many(each for each in late if each.owed_by is Side.PROVINCE),
        theirs=how_many(each for each in late if each.owed_by is not Side.PROVINCE),
    )


def waiting_for(running: Working, store: Store, caller: Caller, knowing: Knowing) -> int:
    """How many items of somebody are overdue or wait for them; none while the read models are not there yet."""
    try:
        found = gathered(running, knowing)
    except NotBuiltError:
        return 0
    looking = Looking.on(store, caller, found)
    items = worklist(found, looking, running.frameworks.found_in_force(knowing.day), Texts.none())
    mine = joined(item for item in items if looking.sees_to(item))
    return sum(item.urgency is Urgency.OVERDUE or item.waits_for_me for item in mine)
