"""What there is to do for one municipality, as its page shows it."""

from api.web.visiting import Visit
from api.web.worklist import items_of
from api.web.worklist_rows import Row, row_of
from api.worklist.composing import Looking
from api.worklist.gathering import gathered
from projections.engine.known import NotBuiltError


def todo(visit: Visit, code: str) -> tuple[Row, ...] | None:
    """Its lines of the worklist, in order; None while the read models of those are not there yet."""
    try:
        found = gathered(visit.running, visit.knowing, code=code)
        looking = Looking.on(visit.running.store, visit.caller, found)
        return tuple(row_of(visit, item) for item in items_of(visit, found, looking, code))
    except NotBuiltError:
        return None
