"""Risk signals: a rule saw that a backlog threatens, and whether it still does."""

from datetime import date

from pydantic import Field

from api.rest.asking import Reading
from api.rest.paging import Listed
from api.rest.routing import Code, Routes
from api.rest.schemas import PeriodName, Told
from domain.events.signals import ClearedBecause, SignalCause, SignalKind
from projections.judging import signals_of

routes = Routes("/municipalities/{code}/signals", tag="Judging")


class SignalTold(Told):
    """A signal, with the official figures by which it was raised, in persons."""

    entry: int
    signal: SignalKind
    cause: SignalCause = Field(description="by which test the rule saw it")
    period: PeriodName
    raised_on: date
    cleared_on: date | None = Field(description="the first day that it was over; null while it is open")
    because: ClearedBecause | None = Field(description="why it is over")
    opening_backlog: int
    corrected_target: int
    realised: int
    forecast_realised: int | None = Field(description="housed by the end at the present pace")
    forecast_backlog: int | None = Field(description="still due at the end at the present pace")
    pace_gap: int | None = Field(description="how far behind the schedule it was")


@routes.read("")
def list_signals(code: Code, at: Reading) -> Listed[SignalTold]:
    """List the risk signals of a municipality up to the day, the latest first. There is one page.

    A rule raises and clears them after each import and when a day begins; nobody records them by hand.
    """
    told = tuple(map(SignalTold.model_validate, signals_of(at.ledger, at.knowing, at.municipality(code))))
    return Listed[SignalTold](items=told, total=len(told), next=None)
