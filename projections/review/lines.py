"""What the review tells of each municipality, and what it counts over all of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.events.judging import Advice, AdviceKind, ProposedMove, TrendVerdict
from domain.policy.contact import ContactOf
from domain.values import PartialDate, Period, PersonId, Rung
from projections.judging import AssessmentRow, FreezeRow, SignalRow


class PlanState(StrEnum):
    """How far the improvement plan is, by its latest version."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"
    INSUFFICIENT = "insufficient"
    SUFFICIENT = "sufficient"
    ADOPTED = "adopted"


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The plan that is under way; ``overdue`` when nothing was submitted although the day it was due has passed."""

    state: PlanState
    due: date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that waits for a decision, and by whom (and for whom) it was made."""

    entry: int
    move: ProposedMove
    from_rung: Rung
    to_rung: Rung
    by: frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class Placed:
    """What was decided about the rung since the period ended."""

    entry: int
    from_rung: Rung
    to_rung: Rung
    effective_on: date
    decided_on: date


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A municipality in the review of a period. Backlogs are in persons, positive is behind.

    ``opening`` and ``closing`` are what the period was closed with, or as long as it is not, what official sources say
    by now. ``closings`` are the closing backlogs of six half years up to this one, the oldest first. ``assessment`` is
    the last one of the period, and ``changed`` says that what it, or the placement in force, rests on was changed
    afterwards. ``open_agreements`` are those that the municipality owes; ``overdue_agreements`` of these are too late.
    """

    code: str
    name: str
    supervisor: PersonId | None
    rung: Rung
    since: PartialDate
    last_entry: int
    closed: bool
    opening: int | None
    closing: int | None
    closings: tuple[tuple[Period, int | None], ...]
    assessment: AssessmentRow | None
    contact: ContactOf
    plan: PlanNow | None
    open_agreements: int
    overdue_agreements: int
    signals: tuple[SignalRow, ...]
    proposal: Proposed | None
    placed: Placed | None
    frozen: FreezeRow | None
    changed: bool

    @property
    def verdict(self) -> TrendVerdict | None:
        """What the trend is; None where the period was not judged."""
        return self.assessment.verdict if self.assessment else None

    @property
    def advice(self) -> Advice | None:
        """What the framework advises; None where it advises nothing, or the period was not judged."""
        return self.assessment.advice if self.assessment else None


@dataclass(frozen=True, slots=True)
class Review:
    """The review of a period, in alphabetical order of the municipalities."""

    period: Period
    lines: tuple[ReviewLine, ...]

    @property
    def verdicts(self) -> Mapping[TrendVerdict | None, int]:
        """How many municipalities have each verdict; None counts those without one."""
        return Counter(line.verdict for line in self.lines)

    @property
    def advices(self) -> Mapping[AdviceKind | None, int]:
        """How many municipalities are advised what; None counts those without an advice."""
        return Counter(line.advice.kind if line.advice else None for line in self.lines)

    @property
    def closed(self) -> int:
        """Of how many municipalities the period is closed."""
        return sum(line.closed for line in self.lines)

    @property
    def waiting(self) -> int:
        """How many proposals wait for a decision."""
        return sum(line.proposal is not None for line in self.lines)
