"""Statements of figures: what a source said of a period, and which statement counts when sources disagree."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Self

from fastapi import Query
from pydantic import Field
from pydantic.alias_generators import to_camel, to_snake

from api.identity.rights import Right
from api.rest.figures_schemas import PERIOD
from api.rest.paging import Listed, Listing
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Command, EntryNumber, PartialDay, PeriodName, Posted, Told, Worded, Words, example
from domain.decisions import figures
from domain.events.figures import Number
from domain.values import UNKNOWN_DATE, Balance, Nature, PartialDate, Period, Persons, Source
from projections.figures import StatementLine, statements

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


class StatementTold(Told):
    """What a source stated of a period, with what follows from it and how it relates to the other statements.

    Numbers are persons; of a backlog, positive is behind and negative ahead. Null is what it neither says nor tells by
    arithmetic.
    """

    entry: int
    period: PeriodName
    reported_on: PartialDay | None = Field(description="the day of the numbers, as precisely as it is known")
    source: Source
    nature: Nature
    official: bool = Field(description="whether it is a measured statement of an official source")
    net_target: int | None
    opening_backlog: int | None
    corrected_target: int | None
    realised: int | None = Field(description="housed since the first day of the period")
    closing_backlog: int | None
    derived: tuple[NumberName, ...] = Field(description="the numbers that it does not state, and that follow from it")
    in_force: tuple[NumberName, ...] = Field(description="the numbers that it gives among all statements")
    in_force_officially: tuple[NumberName, ...] = Field(description="the numbers that it gives among official ones")
    contradicts: tuple[int, ...] = Field(description="entries of statements that say otherwise")
    inconsistent: tuple[str, ...] = Field(description="where it contradicts its own arithmetic, in Dutch")

    @classmethod
    def of(cls, line: StatementLine) -> Self:
        """The statement."""
        said, numbers = line.statement, line.numbers
        return cls(
            entry=said.version,
            period=said.period,
            reported_on=said.reported_on,
            source=said.source,
            nature=said.nature,
            official=line.official,
            net_target=numbers.net_target,
            opening_backlog=numbers.opening_backlog,
            corrected_target=numbers.corrected_target,
            realised=numbers.realised,
            closing_backlog=numbers.closing_backlog,
            derived=_named(numbers.derived),
            in_force=_named(line.in_force),
            in_force_officially=_named(line.in_force_officially),
            contradicts=line.contradicts,
            inconsistent=line.inconsistent,
        )


@routes.read("/statements")
def list_statements(
    code: Code,
    at: Listing,
    period: Annotated[str | None, Query(pattern=PERIOD, description="of this only", examples=["2024-1"])] = None,
) -> Listed[StatementTold]:
    """List the statements about a municipality, period by period, the latest statement last.

    Targets that were published or revised are among them, as statements of one number.
    """
    of_it, asked = at.municipality(code), Period.parse(period) if period else None
    page = statements(at.ledger, at.knowing, of_it, period=asked, after=at.after, limit=at.limit)
    return at.listed(page, StatementTold.of)


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


def _named(numbers: Iterable[str]) -> tuple[NumberName, ...]:
    return tuple(NumberName(to_camel(number)) for number in numbers)
