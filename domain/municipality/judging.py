"""What is remembered of judging: closed periods, risk signals, assessments, proposals, freezes."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from immutables import Map

from domain.events.base import Entry
from domain.events.judging import (
    AssessmentDrawn,
    Freezing,
    JudgingEvent,
    PlacementProposed,
    PlacementRejected,
    RungFrozen,
    RungUnfrozen,
)
from domain.events.ladder import Placement
from domain.events.periods import PeriodCloseCorrected, PeriodNumbers
from domain.events.signals import RiskSignalCleared, RiskSignalRaised, SignalEvent, SignalKind
from domain.values import EntryRef, Period, PersonId


class Closed(NamedTuple):
    """The numbers of a closed period, and the entry that fixed them last."""

    version: int
    numbers: PeriodNumbers


class Drawn(NamedTuple):
    """An assessment and its entry; ``on`` is the day it is of."""

    version: int
    on: date
    assessment: AssessmentDrawn


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal, by whom (and for whom) it was made, and the entry that adopted or rejected it, if any."""

    version: int
    proposed: PlacementProposed
    by: frozenset[PersonId]
    settled_by: int | None = None


@dataclass(frozen=True, slots=True)
class Freeze:
    """Days for which the rung is frozen, the last one included; None when no end is set."""

    version: int
    first_day: date
    last_day: date | None

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def shared(self, first_day: date, last_day: date | None) -> date | None:
        """The first day that it shares with other days, the last one included; None when they share none."""
        first = max(self.first_day, first_day)
        ends = [day for day in (self.last_day, last_day) if day is not None]
        return first if all(first <= end for end in ends) else None


@dataclass(frozen=True, slots=True)
class Judging:
    """Closed periods, open signals by kind with their raising, assessments, proposals by version, and freezes."""

    closed: Map[Period, Closed] = Map()
    signals: Map[SignalKind, tuple[int, RiskSignalRaised]] = Map()
    assessments: tuple[Drawn, ...] = ()
    proposals: Map[int, Proposal] = Map()
    freezes: tuple[Freeze, ...] = ()

    def frozen_on(self, day: date) -> Freeze | None:
        """The freeze that a day lies in; None when the rung is not frozen that day."""
        return next((freeze for freeze in reversed(self.freezes) if day in freeze), None)

    def assessment(self, period: Period, *, interim: bool = False) -> Drawn | None:
        """The last assessment that was drawn of a period."""
        of_it = (each for each in reversed(self.assessments) if each.assessment.period == period)
        return next((each for each in of_it if each.assessment.interim is interim), None)

    @property
    def open_proposals(self) -> tuple[Proposal, ...]:
        """The proposals that nobody decided on yet, the oldest first."""
        return tuple(each for _, each in sorted(self.proposals.items()) if each.settled_by is None)


def remember_judging(  # noqa: PLR0911 - one line per fact
    judging: Judging, fact: PeriodNumbers | SignalEvent | JudgingEvent, entry: Entry
) -> Judging:
    """What is remembered after a close, a signal, an assessment, a proposal, a rejection or a freeze."""
    match fact:
        case PeriodCloseCorrected() if fact.period not in judging.closed:
            return judging  # the close itself was withdrawn: there is nothing to correct
        case PeriodNumbers():
            return replace(judging, closed=judging.closed.set(fact.period, Closed(entry.version, fact)))
        case SignalEvent():
            return _with_signal(judging, fact, entry)
        case AssessmentDrawn():
            on = entry.about.happened_on.first_day or fact.period.last_day
            return replace(judging, assessments=(*judging.assessments, Drawn(entry.version, on, fact)))
        case PlacementProposed():
            actor = entry.about.actor
            by = frozenset(person for person in (actor.person, actor.acted_for) if person)
            return replace(judging, proposals=judging.proposals.set(entry.version, Proposal(entry.version, fact, by)))
        case PlacementRejected():
            return _settled(judging, fact.proposal, entry)
        case Freezing():
            return _settled(_with_freeze(judging, fact, entry), _version_of(fact.proposal), entry)
        case _:
            return judging


def remember_adoption(judging: Judging, fact: Placement, entry: Entry) -> Judging:
    """A placement settles the proposal that it adopts."""
    return _settled(judging, _version_of(fact.proposal), entry)


def reference(entry: Entry) -> EntryRef | None:
    """How a fact cites an entry of the record; None of one that is not recorded yet."""
    if entry.recorded is None:
        return None
    return EntryRef(stream=entry.stream, version=entry.version, digest=entry.recorded.digest)


def _with_signal(judging: Judging, fact: SignalEvent, entry: Entry) -> Judging:
    match fact:
        case RiskSignalRaised():
            return replace(judging, signals=judging.signals.set(fact.signal, (entry.version, fact)))
        case RiskSignalCleared() if _raised(judging, fact.signal) == fact.raised:
            return replace(judging, signals=judging.signals.delete(fact.signal))
        case _:
            return judging


def _raised(judging: Judging, kind: SignalKind) -> int | None:
    """The entry that raised the signal of a kind that is open."""
    found = judging.signals.get(kind)
    return found[0] if found else None


def _with_freeze(judging: Judging, fact: Freezing, entry: Entry) -> Judging:
    match fact:
        case RungFrozen():
            return replace(judging, freezes=(*judging.freezes, Freeze(entry.version, fact.effective_on, fact.until)))
        case RungUnfrozen():
            last_day = fact.effective_on - timedelta(days=1)
            ended = (
                replace(freeze, last_day=last_day) if fact.effective_on in freeze else freeze
                for freeze in judging.freezes
            )
            return replace(judging, freezes=tuple(ended))
        case _:
            return judging


def _settled(judging: Judging, version: int | None, entry: Entry) -> Judging:
    proposal = judging.proposals.get(version) if version else None
    if proposal is None:
        return judging
    settled = replace(proposal, settled_by=entry.version)
    return replace(judging, proposals=judging.proposals.set(proposal.version, settled))


def _version_of(proposal: EntryRef | None) -> int | None:
    return proposal.version if proposal else None
