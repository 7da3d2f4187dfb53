"""Statements of figures: what a source said of a period, and which statement counts when sources disagree."""

from enum import StrEnum

from pydantic import Field
from pydantic.alias_generators import to_snake

from api.identity.rights import Right
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Command, EntryNumber, PartialDay, PeriodName, Posted, Worded, Words, example
from domain.decisions import figures
from domain.events.figures import Number
from domain.values import UNKNOWN_DATE, Balance, Nature, PartialDate, Persons, Source

routes = Routes("/municipalities/{code}", tag="Figures")


class NumberName(StrEnum):
    """The numbers that a statement can hold, as bodies name them."""

    NET_TARGET = "netTarget"
    OPENING_BACKLOG = "openingBacklog"
    CORRECTED_TARGET = "correctedTarget"
    REALISED = "realised"
    CLOSING_BACKLOG = "closingBacklog"


class StatementSent(Command):
    """What a source stated of a period, as it stood on a day: at least one of the numbers."""

    model_config = example(
        period="2024-1",
        reported_on="2024-05-31",
        source={"kind": "COA", "reference": "maandoverzicht mei 2024"},
        net_target=57,
        opening_backlog=12,
        realised=20,
    )

    period: PeriodName
    reported_on: PartialDay | None = Field(
        description="the day of the numbers, or its month or year; null when unknown"
    )
    source: Source
    nature: Nature = Nature.MEASURED
    net_target: Persons | None = None
    opening_backlog: Balance | None = Field(default=None, description="positive is behind, negative ahead")
    corrected_target: Balance | None = None
    realised: Persons | None = Field(default=None, description="housed since the first day of the period")
    closing_backlog: Balance | None = None

    @property
    def day(self) -> PartialDate:
        """A statement happens on the day of its numbers."""
        return self.reported_on or UNKNOWN_DATE


class PreferenceSent(Worded):
    """The statement that gives a number of a period, by choice of a person."""

    model_config = example(
        period="2024-1", number="openingBacklog", statement=3, grounds="COA herstelde deze beginstand op 3 mei."
    )

    period: PeriodName
    number: NumberName
    statement: EntryNumber
    grounds: Words


@routes.write("/statements", Right.IMPORT_FIGURES)
def report_figures(code: Code, sent: Posted[StatementSent], at: Writing) -> Recorded:
    """Report what a source stated of a period.

    The same statement with the same numbers again records nothing. Statements that contradict each other are all kept.
    """
    return Recorded.of(at.record(figures.report_figures, code, sent, **sent.said("reported_on")))


@routes.write("/statement-preferences", Right.IMPORT_FIGURES)
def prefer_statement(code: Code, sent: Posted[PreferenceSent], at: Writing) -> Recorded:
    """Choose which statement gives a number of a period, with grounds."""
    question = sent.said() | {"number": Number(to_snake(sent.number))}
    return Recorded.of(at.record(figures.prefer_statement, code, sent, **question))
