"""What is told of a review: of each municipality all that it is judged by, and of all together how many."""

import csv
from datetime import date
from io import StringIO
from typing import Self

from pydantic import Field

from api.judging.reviewing import change
from api.rest.judging_schemas import DrawnTold
from api.rest.persons import Names, PersonTold, named
from api.rest.schemas import PartialDay, PeriodName, Told
from api.rest.signals import SignalTold
from domain.events.judging import AdviceKind, ProposedMove, TrendVerdict
from domain.values import Rung
from projections.review import PlanState, Proposed, ReviewLine


class ContactTold(Told):
    """The contact that is owed in the period, until which day, and when it was first held; null for what is not."""

    contact_due: date
    contact_held: date | None
    supervision_due: date | None = Field(description="of an official or administrative supervision conversation")
    supervision_held: date | None
    complete: bool


class PlanNowTold(Told):
    """The improvement plan that is under way, by its latest version."""

    state: PlanState
    due: date | None = Field(description="to be submitted by this day")
    overdue: bool


class WaitingTold(Told):
    """A proposal that waits for a decision."""

    entry: int
    move: ProposedMove
    from_rung: Rung
    to_rung: Rung
    by: tuple[str, ...] = Field(description="who made it, and for whom, by id: they do not decide on it")

    @classmethod
    def of(cls, proposed: Proposed | None) -> Self | None:
        """The proposal; None for none."""
        if proposed is None:
            return None
        told = {name: getattr(proposed, name) for name in ("entry", "move", "from_rung", "to_rung")}
        return cls(**told, by=tuple(sorted(proposed.by)))


class PlacedTold(Told):
    """What was decided about the rung since the period ended."""

    entry: int
    from_rung: Rung
    to_rung: Rung
    effective_on: date
    decided_on: date


class FreezeTold(Told):
    """That the rung is frozen, until and including a day; null when no end is set."""

    entry: int
    first_day: date
    last_day: date | None


class ClosedTold(Told):
    """The closing backlog of a half year, in persons; null where nothing official tells it."""

    period: PeriodName
    backlog: int | None


class ReviewLineTold(Told):
    """A municipality with all that it is judged by. Backlogs are in persons: positive is behind."""

    code: str
    name: str
    supervisor: PersonTold | None
    rung: Rung
    since: PartialDay | None = Field(description="the first day of the unbroken stay on the rung; null when unknown")
    last_entry: int = Field(description="the last entry about this rung: a hold, say")
    closed: bool = Field(
        description="whether the period is closed; else its backlogs are what official sources say now"
    )
    opening: int | None
    closing: int | None
    change: int | None = Field(description="closing less opening")
    closings: tuple[ClosedTold, ...] = Field(description="of six half years up to this one, the oldest first")
    assessment: DrawnTold | None = Field(description="the last one of the period")
    contact: ContactTold
    plan: PlanNowTold | None
    open_agreements: int = Field(description="that the municipality has to keep still")
    overdue_agreements: int = Field(description="of these, that are too late")
    signals: tuple[SignalTold, ...] = Field(description="that are open on the day")
    proposal: WaitingTold | None
    placed: PlacedTold | None
    frozen: FreezeTold | None
    changed: bool = Field(description="whether what the assessment or the placement rests on was changed afterwards")

    @classmethod
    def of(cls, line: ReviewLine, names: Names) -> Self:
        """The municipality."""
        alike = ("code", "name", "rung", "since", "last_entry", "closed", "opening", "closing", "contact", "plan")
        more = ("open_agreements", "overdue_agreements", "signals", "placed", "frozen", "changed")
        return cls(
            **{name: getattr(line, name) for name in (*alike, *more)},
            supervisor=named(line.supervisor, names),
            change=change(line),
            closings=tuple(ClosedTold(period=period, backlog=backlog) for period, backlog in line.closings),
            assessment=DrawnTold.of_row(line.assessment) if line.assessment else None,
            proposal=WaitingTold.of(line.proposal),
        )


class VerdictCount(Told):
    """How many municipalities have a verdict; null counts those without one."""

    verdict: TrendVerdict | None
    municipalities: int


class AdviceCount(Told):
    """How many municipalities are advised something; null counts those without an advice."""

    advice: AdviceKind | None
    municipalities: int


class ReviewTold(Told):
    """The review of a period, as on a day."""

    period: PeriodName
    day: date
    municipalities: int = Field(description="under supervision on the day, also those that the filter leaves out")
    closed: int = Field(description="of how many of these the period is closed")
    waiting: int = Field(description="how many proposals wait for a decision")
    verdicts: tuple[VerdictCount, ...]
    advices: tuple[AdviceCount, ...]
    total: int = Field(description="how many the filter admits")
    items: tuple[ReviewLineTold, ...]


HEADER = (
    *("code", "name", "supervisor", "rung", "since", "closed", "opening", "closing", "change", "verdict", "advice"),
    *("advisedRung", "clause", "contactDue", "contactHeld", "supervisionDue", "supervisionHeld", "plan"),
    *("openAgreements", "overdueAgreements", "signals", "proposal", "placedRung", "placedOn", "frozen", "changed"),
)


def table(lines: tuple[ReviewLine, ...], names: Names) -> str:
    """The review as CSV: a line for each municipality, with an empty field for what there is not."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    writer.writerows(_row(line, names) for line in lines)
    return file.getvalue()


def _row(line: ReviewLine, names: Names) -> tuple[object, ...]:
    advice, contact, proposal, placed = line.advice, line.contact, line.proposal, line.placed
    return (
        *(line.code, line.name, names.get(line.supervisor) if line.supervisor else None, line.rung.value),
        *(line.since.value, _yes(line.closed), line.opening, line.closing, change(line), line.verdict),
        *((advice.kind, advice.rung.value, advice.clause) if advice else (None, None, None)),
        *(contact.contact_due, contact.contact_held, contact.supervision_due, contact.supervision_held),
        line.plan.state if line.plan else None,
        *(line.open_agreements, line.overdue_agreements, " ".join(each.signal for each in line.signals)),
        f"{proposal.move} {proposal.to_rung}" if proposal else None,
        *((placed.to_rung.value, placed.decided_on) if placed else (None, None)),
        *(_yes(line.frozen is not None), _yes(line.changed)),
    )


def _yes(told: bool) -> str:  # noqa: FBT001 - a value to be written, not a way to do it
    return str(told).lower()
