"""What is told of proposals: what was proposed and why, what was decided on it, and what changed since."""

from datetime import date, datetime
from typing import Self

from pydantic import Field

from api.judging.since import Since
from api.rest.closing_schemas import RefusalTold
from api.rest.judging_schemas import VerdictTold
from api.rest.placement_schemas import DepartureTold
from api.rest.schemas import PeriodName, Told
from domain.events.judging import ProposedMove
from domain.events.law import Scope
from domain.values import EntryRef, FrameworkRef, Rung
from projections.judging import Outcome, ProposalLine, Settled


class SettledTold(Told):
    """The decision on a proposal."""

    entry: int = Field(description="the placement, the freeze or the rejection")
    on: date
    by: str = Field(description="the person, by id")
    by_name: str
    for_name: str | None = Field(description="the name of the person for whom that was recorded")
    reason: str | None = Field(description="why it was rejected")

    @classmethod
    def of(cls, settled: Settled | None) -> Self | None:
        """The decision; None while there is none."""
        return None if settled is None else cls.model_validate(settled)


class AnnouncingTold(Told):
    """What the letter of rung 4 would announce."""

    letter: str
    term_ends: date
    views_due: date
    periods: tuple[PeriodName, ...]
    persons: int | None


class DecidingTold(Told):
    """What the decision of rung 5 would say."""

    decision: str
    periods: tuple[PeriodName, ...]
    persons: int
    figures_day: date
    term_ends: date
    scope: Scope


class ProposalTold(Told):
    """A proposal as it was made, and what came of it by the day."""

    code: str
    name: str
    entry: int = Field(description="by which it is called")
    move: ProposedMove
    from_rung: Rung
    to_rung: Rung = Field(description="where the municipality would stand by it")
    effective_on: date
    until: date | None = Field(description="the last day that it is meant to hold")
    proposed_on: date
    recorded_at: datetime | None
    by: str = Field(description="the person who proposed it, by id")
    by_name: str
    acted_for: str | None = Field(description="the person for whom it was proposed, by id")
    for_name: str | None
    period: PeriodName | None = Field(description="by whose assessment it is proposed; null where there was none")
    assessment: EntryRef | None
    framework: FrameworkRef | None
    advice: Rung | None = Field(description="the rung that the framework advised then")
    departure: DepartureTold | None
    excusable: str | None = Field(description="why a shortfall can be excused")
    urgent: str | None = Field(description="why views or a term cannot be waited for")
    announcing: AnnouncingTold | None = Field(description="with rung 4: what the letter would announce")
    deciding: DecidingTold | None = Field(description="with rung 5: what the decision would say")
    grounds: str
    document: str | None
    outcome: Outcome
    settled: SettledTold | None = Field(description="null while nobody has decided on it")
    shaken_by: int | None = Field(description="the entry that changed what it rests on, afterwards; null when none did")

    @classmethod
    def of(cls, line: ProposalLine, shaken_by: int | None, **more: object) -> Self:
        """The proposal; ``more`` is what else is told of it."""
        as_proposed = ("move", "from_rung", "to_rung", "effective_on", "until", "assessment", "framework", "advice")
        as_listed = ("code", "name", "entry", "proposed_on", "recorded_at", "by", "by_name", "acted_for", "for_name")
        announcing, deciding, departs = line.proposed.announcing, line.proposed.deciding, line.proposed.departure
        departure = departs and DepartureTold(
            departs_from=departs.departs_from,
            basis=departs.basis,
            circumstances=line.circumstances,
            consequences=line.consequences,
        )
        return cls(
            **{name: getattr(line.proposed, name) for name in as_proposed},
            **{name: getattr(line, name) for name in as_listed},
            period=line.period,
            departure=departure,
            excusable=line.excusable,
            urgent=line.urgent,
            announcing=AnnouncingTold.model_validate(announcing) if announcing else None,
            deciding=DecidingTold.model_validate(deciding) if deciding else None,
            grounds=line.grounds,
            document=line.proposed.document,
            outcome=line.outcome,
            settled=SettledTold.of(line.settled),
            shaken_by=shaken_by,
            **more,
        )


class SinceTold(Told):
    """What changed since it was proposed, by what is recorded now, and whether you may adopt it."""

    then: VerdictTold | None = Field(description="by which it was proposed; null where there was none")
    now: VerdictTold | None = Field(description="that comes out today; null where none does")
    changed: tuple[str, ...] = Field(description="in Dutch; empty when nothing changed")
    may_adopt: bool
    why_not: RefusalTold | None

    @classmethod
    def of(cls, since: Since) -> Self:
        """What changed."""
        return cls(
            then=VerdictTold.of(since.then) if since.then else None,
            now=VerdictTold.of(since.now) if since.now else None,
            changed=since.changed,
            may_adopt=since.may_adopt,
            why_not=RefusalTold.of(since.why_not),
        )


class ProposalSinceTold(ProposalTold):
    """A proposal, with what changed since."""

    since: SinceTold | None = Field(description="null once it was decided on, and on a day without a framework")
