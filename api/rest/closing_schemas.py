"""What is told of closing a period: what it would fix or has fixed, with its gaps, contradictions and promises."""

from datetime import date
from typing import Annotated, Self

from fastapi import Path
from pydantic import Field

from api.judging.closing import Preview
from api.judging.promises import Promise, PromiseKind
from api.refusals import in_dutch
from api.rest.figures_schemas import JudgedTold, NumbersTold
from api.rest.schemas import PeriodName, Told
from domain.events.figures import Number, TargetExchanged
from domain.events.periods import PeriodNumbers
from domain.policy.closing import Clash, Closable
from domain.refusals import Refusal
from domain.values import Source

HALF_YEAR = r"^(199[0-9]|2[01][0-9]{2}|2200)-[12]$"
"""A half year in an address."""
HalfYear = Annotated[str, Path(pattern=HALF_YEAR, description="a half year", examples=["2023-2"])]


class RefusalTold(Told):
    """Why something is refused."""

    rule: str
    detail: str = Field(description="in Dutch")

    @classmethod
    def of(cls, refusal: Refusal | None) -> Self | None:
        """The refusal; None for none."""
        return None if refusal is None else cls(rule=type(refusal).__name__, detail=in_dutch(refusal))


class FixedTold(Told):
    """The numbers of a period as they are fixed, in persons; null where they were not known."""

    entry: int = Field(description="the entry that fixed them last")
    opening_backlog: int | None
    first_target: int | None = Field(description="the net target as it was first published")
    net_target: int | None
    exchanged: int = Field(description="persons that came by exchange with other municipalities; negative: that went")
    corrected_target: int | None
    realised: int | None
    closing_backlog: int
    contested: tuple[Number, ...] = Field(description="on which official sources contradict each other")
    rests_on: tuple[int, ...] = Field(description="the entries that the numbers come from")

    @classmethod
    def of(cls, entry: int, numbers: PeriodNumbers) -> Self:
        """The numbers that an entry fixed."""
        fixed = {name: getattr(numbers, name) for name in cls.model_fields if name != "entry"}
        return cls(entry=entry, **fixed)


class ClashTold(Told):
    """A number that two official statements give differently, while nobody chose between them."""

    number: Number
    value: int
    entry: int = Field(description="the statement in force")
    source: Source
    other: int
    other_entry: int
    other_source: Source

    @classmethod
    def of(cls, clash: Clash) -> Self:
        """The contradiction."""
        other = clash.contradiction
        return cls(
            number=clash.number,
            value=other.stated,
            entry=clash.statement.version,
            source=clash.statement.source,
            other=other.other,
            other_entry=other.other_statement.version,
            other_source=other.other_statement.source,
        )


class DifferenceTold(Told):
    """How much more a source states than the other numbers come to."""

    number: Number
    persons: int


class UncountedTold(Told):
    """An exchange that no official net target takes account of yet."""

    partner: str = Field(description="the code of the other municipality")
    persons: int

    @classmethod
    def of(cls, fact: TargetExchanged) -> Self:
        """The exchange."""
        return cls(partner=fact.partner, persons=fact.persons)


class ClosableTold(Told):
    """What the official statements give of a period."""

    figures: NumbersTold
    first_target: int | None = Field(description="the net target as it was first published")
    exchanged: int
    gaps: tuple[Number, ...] = Field(description="the numbers that nothing official gives")
    contested: tuple[Number, ...] = Field(description="in doubt by a contradiction")
    clashes: tuple[ClashTold, ...]
    differences: tuple[DifferenceTold, ...]
    uncounted_exchanges: tuple[UncountedTold, ...]

    @classmethod
    def of(cls, found: Closable | None) -> Self | None:
        """What would be fixed; None where there is nothing to look at."""
        if found is None:
            return None
        return cls(
            figures=NumbersTold.of(found.figures),
            first_target=found.first_target,
            exchanged=found.exchanged,
            gaps=found.gaps,
            contested=found.contested,
            clashes=tuple(map(ClashTold.of, found.clashes)),
            differences=tuple(DifferenceTold(number=each, persons=more) for each, more in found.differences.items()),
            uncounted_exchanges=tuple(map(UncountedTold.of, found.exchanges)),
        )


class PromiseTold(Told):
    """So many persons promised to be housed by a day, by the official figures."""

    kind: PromiseKind
    id: str = Field(description="of the agreement, or of the plan")
    due: date
    persons: int
    by_figures: JudgedTold | None = Field(
        description="whether the official figures met it; null where they do not tell"
    )

    @classmethod
    def of(cls, promise: Promise) -> Self:
        """The promise."""
        return cls(
            kind=promise.kind,
            id=promise.id,
            due=promise.due,
            persons=promise.persons,
            by_figures=JudgedTold.of(promise.found),
        )


class PreviewTold(Told):
    """What closing the period would do to a municipality."""

    code: str
    name: str
    closed: FixedTold | None = Field(description="what is fixed; null while it is not closed")
    closable: ClosableTold | None = Field(description="what closing would fix, or correcting what is closed")
    refusal: RefusalTold | None = Field(description="why it cannot be closed")
    promises: tuple[PromiseTold, ...]

    @classmethod
    def of(cls, told: Preview) -> Self:
        """The municipality."""
        return cls(
            code=told.code,
            name=told.name,
            closed=FixedTold.of(told.closed.version, told.closed.numbers) if told.closed else None,
            closable=ClosableTold.of(told.closable),
            refusal=RefusalTold.of(told.refusal),
            promises=tuple(map(PromiseTold.of, told.promises)),
        )


class PreviewsTold(Told):
    """What closing a period would do."""

    period: PeriodName
    total: int
    closed: int = Field(description="how many are closed already")
    refused: int = Field(description="how many cannot be closed")
    items: tuple[PreviewTold, ...] = Field(description="in alphabetical order")
