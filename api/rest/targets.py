"""Targets of a period: as they were published, revised within the period, and exchanged between municipalities."""

from pydantic import Field

from api.identity.rights import Right
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Occurrence, PartialDay, PeriodName, Posted, example
from domain.decisions import figures
from domain.values import UNKNOWN_DATE, Balance, MunicipalityCode, Persons, Reference, Source

routes = Routes("/municipalities/{code}", tag="Figures")

SOURCE = {"kind": "ministry", "reference": "Staatscourant 2023, 27851"}


class TargetSent(Occurrence):
    """The net target of a period; it happened on the day of its publication."""

    model_config = example(period="2024-1", net_target=57, source=SOURCE, happened_on="2023-10-06")

    period: PeriodName
    net_target: Persons
    source: Source


class RevisionSent(TargetSent):
    """The net target of a period after a change; it happened on the day on which that was announced."""

    model_config = example(period="2024-1", net_target=45, effective_from="2024-01-01", retroactive=True, source=SOURCE)

    effective_from: PartialDay | None = Field(description="null when nobody knows")
    retroactive: bool


class ExchangeSent(Occurrence):
    """Part of a target that went to another municipality, or came from it."""

    model_config = example(
        period="2024-1",
        partner="GM0610",
        persons=-6,
        source=SOURCE,
        approval={"system": "iDMS", "number": "PZH-2024-841"},
    )

    period: PeriodName
    partner: MunicipalityCode
    persons: Balance = Field(description="positive adds to the target of this municipality")
    source: Source
    approval: Reference | None = None


@routes.write("/targets", Right.IMPORT_FIGURES)
def set_target(code: Code, sent: Posted[TargetSent], at: Writing) -> Recorded:
    """Record the net target of a period as it was published."""
    return Recorded.of(at.record(figures.set_target, code, sent, **sent.said()))


@routes.write("/target-revisions", Right.IMPORT_FIGURES)
def revise_target(code: Code, sent: Posted[RevisionSent], at: Writing) -> Recorded:
    """Record that the net target of a period was changed."""
    question = sent.said() | {"effective_from": sent.effective_from or UNKNOWN_DATE}
    return Recorded.of(at.record(figures.revise_target, code, sent, **question))


@routes.write("/target-exchanges", Right.IMPORT_FIGURES)
def exchange_target(code: Code, sent: Posted[ExchangeSent], at: Writing) -> Recorded:
    """Record that two municipalities exchanged part of a target, as it changes the target of this one."""
    return Recorded.of(at.record(figures.exchange_target, code, sent, **sent.said()))
