"""Making a record a demo, which only an empty one can become, and setting the clock of a demo."""

from datetime import datetime

from domain.events.record import RECORD, DemoDeclared
from domain.ledger.application import Ledger
from domain.ledger.demo import is_demo
from domain.ledger.request import Request


class NoDemoError(Exception):
    """The record holds something already, or is no demo; what is meant for a demo is not done to it."""


def declare_demo(ledger: Ledger, province: str, *, request: Request, at: datetime | None = None) -> None:
    """Have the first entry of an empty record say that it is a demo, with this province; recorded ``at`` a moment.

    Raises:
        NoDemoError: the record is not empty, or somebody else was first.
    """
    if ledger.head().position:
        raise NoDemoError("the record is not empty, so it cannot become a demo")
    ledger.set_demo_clock(at)
    ledger.save_in(RECORD, [DemoDeclared(province=province)], request=request)
    if not is_demo(ledger):
        raise NoDemoError("somebody else recorded first, so the record did not become a demo")
