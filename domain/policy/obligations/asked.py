"""What obligations are asked of: a municipality as it stood on a day, and the frameworks by which it is judged."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from domain.events.base import Entry, Fact
from domain.events.case import CaseEvent
from domain.events.contact import (
    AgreementChanged,
    AgreementKept,
    AgreementMade,
    AgreementNotKept,
    ConversationCancelled,
    ConversationHeld,
    ConversationPlanned,
    Side,
)
from domain.events.information import InformationEvent
from domain.events.judging import AssessmentDrawn, RungFrozen, RungUnfrozen
from domain.events.ladder import Placement
from domain.events.law import LawEvent
from domain.events.plan import PlanEvent
from domain.events.signals import SignalEvent
from domain.municipality import Municipality, standing
from domain.municipality.ladder import Step
from domain.policy.contact import OnRung
from domain.policy.framework import Framework
from domain.policy.obligations.due import ONE_DAY, framework_term
from domain.policy.obligations.obligation import SOON, Obligation, ObligationKind, ObligationState
from domain.policy.official import OFFICIAL_KINDS
from domain.policy.officially import Officials
from domain.policy.terms import DueDay
from domain.values import Period
from domain.values.days import FIRST_YEAR

InForce = Callable[[date], Framework | None]
"""The framework in force on a day; None when there is none."""

GROUNDS: frozenset[type[Fact]] = frozenset(
    {
        *(CaseEvent, Placement, LawEvent, PlanEvent, InformationEvent, SignalEvent),
        *(AssessmentDrawn, RungFrozen, RungUnfrozen),
        *(ConversationPlanned, ConversationHeld, ConversationCancelled),
        *(AgreementMade, AgreementChanged, AgreementKept, AgreementNotKept),
    }
)
"""The facts that obligations follow from; promises to house so many persons rest on the figures besides."""

FIRST_DAY = date(FIRST_YEAR, 1, 1)
"""Before this day there are no periods."""

CLOSED = "het toezicht is beëindigd"

Kind = TypeVar("Kind", bound=Fact)


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """By which entry something was fulfilled, and on which day as far as that is known."""

    on: date | None
    by: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A municipality of which supervision was opened, as it stood on a day.

    ``begins`` is the first day of supervision and ``ends`` the day on which it ended; None while it goes on. ``steps``
    are those that have taken effect by the day, of one day the last recorded.
    """

    municipality: Municipality
    day: date
    in_force: InForce
    begins: date
    ends: date | None
    steps: tuple[Step, ...]
    facts: Mapping[type[Fact], Sequence[Entry]]

    @classmethod
    def of(cls, municipality: Municipality, day: date, in_force: InForce) -> "Asked | None":
        """What is asked; None of a municipality that was never supervised."""
        case = municipality.case
        if case.opened is None:
            return None
        facts = defaultdict[type[Fact], list[Entry]](list)
        for entry in standing(municipality.entries, *GROUNDS):
            facts[type(entry.fact)].append(entry)
        begins = case.opened.first_day or _first_known(facts, day)
        ends = (case.closed.first_day or day) if case.closed else None
        until = min(day, ends) if ends else day
        steps = {step.effective_on: step for step in municipality.ladder.steps if step.effective_on <= until}
        return cls(municipality, day, in_force, max(begins, FIRST_DAY), ends, tuple(steps.values()), facts)

    @property
    def until(self) -> date:
        """The last day that matters: the day itself, or the one on which supervision ended."""
        return min(self.day, self.ends) if self.ends else self.day

    @property
    def officials(self) -> Officials:
        """The kinds of sources that are official on the day."""
        return officials_on(self.day, self.in_force)

    def told(self, *kinds: type[Kind]) -> Iterator[tuple[Entry, Kind]]:
        """The entries with these facts as they stand, in the order of recording."""
        found = [entry for kind in kinds for entry in self.facts.get(kind, ())]
        for entry in sorted(found, key=lambda each: each.version) if len(kinds) > 1 else found:
            if isinstance(entry.fact, kinds):
                yield entry, entry.fact

    def day_of(self, entry: Entry) -> date:
        """The first day on which it can have happened; that on which supervision began when nobody knows."""
        return entry.about.happened_on.first_day or self.begins

    def by(self, entry: Entry | None) -> Fulfilment | None:
        """That an entry fulfils something."""
        return Fulfilment(entry.about.happened_on.first_day, entry.version) if entry else None

    def stays(self) -> list[OnRung]:
        """The days on each rung up to the day; the last one lasts until supervision ended."""
        ends = [*(step.effective_on for step in self.steps[1:]), self.ends + ONE_DAY if self.ends else None]
        return [OnRung(step.effective_on, end, step.rung) for step, end in zip(self.steps, ends, strict=False)]

    def half_years(self) -> Iterator[Period]:
        """The half years from the one in which supervision began up to that of the day, or of its end."""
        period, last = Period.half_year(self.begins), Period.half_year(max(self.until, self.begins))
        while period <= last:
            yield period
            period = period.next

    def term(self, framework: Framework, name: str, *, event: str, after: date) -> DueDay | None:
        """The last day of a term of a framework; see :func:`framework_term`."""
        freezes = self.municipality.judging.freezes
        return framework_term(framework, name, event=event, after=after, freezes=freezes, day=self.day)

    def owed(
        self,
        kind: ObligationKind,
        subject: str,
        *,
        owed_by: Side,
        arises_on: date,
        due: DueDay | None,
        source: str,
        fulfilled: Fulfilment | None = None,
        lapsed: str | None = None,
    ) -> Obligation:
        """An obligation, with how it stands on the day; what stands open lapses when supervision ends."""
        because = None if fulfilled else lapsed or (CLOSED if self.ends else None)
        return Obligation(
            kind=kind,
            owed_by=owed_by,
            subject=subject,
            arises_on=arises_on,
            due=due,
            source=source,
            state=self._state(due, fulfilled, because),
            fulfilled_on=fulfilled.on if fulfilled else None,
            fulfilled_by=fulfilled.by if fulfilled else None,
            because=because,
        )

    def _state(self, due: DueDay | None, fulfilled: Fulfilment | None, because: str | None) -> ObligationState:
        if fulfilled:
            return ObligationState.FULFILLED
        if because:
            return ObligationState.LAPSED
        if due is None or due.day - self.day > SOON:
            return ObligationState.OPEN
        return ObligationState.OVERDUE if due.day < self.day else ObligationState.DUE_SOON


def cited(framework: Framework, *clauses: str) -> str:
    """Where the first of these clauses that a framework has comes from; else the framework itself."""
    found = next((framework.clauses[name] for name in clauses if name in framework.clauses), None)
    return found.source.rstrip(".") if found else f"{framework.title}, versie {framework.ref.version}"


def officials_on(day: date, in_force: InForce) -> Officials:
    """The kinds of sources that are official on a day; by default those that are so in general."""
    framework = in_force(day)
    return framework.official if framework else tuple(sorted(OFFICIAL_KINDS))


def _first_known(facts: Mapping[type[Fact], Sequence[Entry]], day: date) -> date:
    """The first day of which anything is known, for a supervision of which nobody knows when it began."""
    days = (entry.about.happened_on.first_day for entries in facts.values() for entry in entries)
    return min((each for each in days if each), default=day)
