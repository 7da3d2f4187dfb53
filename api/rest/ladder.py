"""The ladder: every municipality under supervision on its rung, with its official figures."""

from datetime import date
from typing import Annotated, Self

from fastapi import Query
from pydantic import Field

from api.rest.asking import Reading
from api.rest.figures_schemas import ClosingTold, FigureTold, NumbersTold, PaceTold
from api.rest.persons import PersonTold, named, names_of
from api.rest.routing import Routes
from api.rest.schemas import PartialDay, PeriodName, Told
from domain.events.contact import ConversationKind
from domain.values import ProvinceCode, Rung
from projections.ladder import Closing, LadderLine, ladder

routes = Routes("/ladder", tag="Ladder")

Province = Annotated[ProvinceCode | None, Query(description="in this province only, by its code", examples=["PV28"])]


class ComingTold(Told):
    """A step that was decided on and takes effect later."""

    rung: Rung
    effective_on: date
    entry: int


class ContactTold(Told):
    """The last conversation that counts as supervisory contact."""

    conversation: str
    entry: int
    kind: ConversationKind
    held_on: date | None = Field(description="the first day that it can have been; null when nobody knows")


class StandTold(Told):
    """Where a municipality stands on a day, since when, and how it goes. Figures are official ones, in persons."""

    rung: Rung
    since: PartialDay | None = Field(description="the first day of the unbroken stay on the rung; null when unknown")
    days: int | None = Field(description="how many days ago that was; null when it is unknown")
    entry: int = Field(description="the entry that began the stay")
    last_entry: int = Field(description="the last entry about this rung: a hold, say")
    taken_over: bool = Field(description="whether it already stood there when the record began")
    coming: tuple[ComingTold, ...] = Field(description="steps that take effect later, the first one first")
    figures: NumbersTold = Field(description="of the half year of the day")
    pace: PaceTold | None = Field(description="of the half year of the day")
    closings: tuple[ClosingTold, ...] = Field(description="of the last half years that are over, the oldest first")
    last_closing: ClosingTold | None = Field(description="the last closing backlog that is known")
    last_contact: ContactTold | None

    @classmethod
    def of(cls, line: LadderLine, **more: object) -> Self:
        """Where the municipality of a line stands; ``more`` is what else is told of it."""
        return cls(
            rung=line.rung,
            since=line.since,
            days=line.days,
            entry=line.entry,
            last_entry=line.last_entry,
            taken_over=line.taken_over,
            coming=tuple(map(ComingTold.model_validate, line.coming)),
            figures=NumbersTold.of(line.figures),
            pace=PaceTold.of(line.pace),
            closings=tuple(map(_closing, line.closings)),
            last_closing=_closing(line.last_closing) if line.last_closing else None,
            last_contact=ContactTold.model_validate(line.last_contact) if line.last_contact else None,
            **more,
        )


class LadderLineTold(StandTold):
    """A municipality on the ladder."""

    code: str
    name: str
    province: str | None
    supervisor: PersonTold | None


class RungCount(Told):
    """How many municipalities stand on a rung."""

    rung: Rung
    municipalities: int


class LadderTold(Told):
    """The ladder on a day."""

    day: date
    period: PeriodName = Field(description="the half year of the day")
    counts: tuple[RungCount, ...] = Field(description="for each rung, from the lowest up")
    raised: int = Field(description="placements on a higher rung that took effect in the half year, up to the day")
    lowered: int = Field(description="placements on a lower rung, likewise")
    total: int
    items: tuple[LadderLineTold, ...] = Field(description="in alphabetical order")


@routes.read("", kept=True)
def show_ladder(at: Reading, province: Province = None) -> LadderTold:
    """Show the ladder: every municipality under supervision with its rung, its figures and the last contact."""
    counting = at.running.frameworks.counting(at.knowing.day)
    told = ladder(at.ledger, at.knowing, province=province, **counting)
    names = names_of(at, (line.supervisor for line in told.lines))
    return LadderTold(
        day=told.day,
        period=told.period,
        counts=tuple(RungCount(rung=rung, municipalities=count) for rung, count in told.counts.items()),
        raised=told.raised,
        lowered=told.lowered,
        total=len(told.lines),
        items=tuple(
            LadderLineTold.of(
                line,
                code=line.code,
                name=line.name,
                province=line.province,
                supervisor=named(line.supervisor, names),
            )
            for line in told.lines
        ),
    )


def _closing(closing: Closing) -> ClosingTold:
    return ClosingTold(period=closing.period, backlog=FigureTold.of(closing.backlog))
