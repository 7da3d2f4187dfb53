"""An announcement with the decision that followed on it, and in which entries each stage of them stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.events import law as events
from domain.events.base import Entry
from domain.municipality import Municipality, standing
from domain.municipality.ladder import Step as Rise
from domain.municipality.law import Announcement, Law, Substitution
from domain.policy.announced import announced_for
from domain.values import Rung


class Stage(StrEnum):
    """The stages of the road from announcement to costs, in their order."""

    ANNOUNCED = "announced"
    VIEWS = "views"
    TERM = "term"
    """The term of the announcement."""
    DECIDED = "decided"
    NOTIFIED = "notified"
    COURT = "court"
    """Appeal and interim relief."""
    COMPLIED = "complied"
    """The term of the decision, in which the municipality can comply itself."""
    STARTED = "started"
    ENDED = "ended"
    COSTS = "costs"


@dataclass(frozen=True, slots=True)
class Trail:
    """An announcement, the decision that followed on it, and the entries of each stage; either can be None."""

    announcement: Announcement | None
    decision: Substitution | None
    entries: Mapping[Stage, tuple[int, ...]]

    @property
    def began_on(self) -> date | None:
        """The day of the decision, or else of the announcement."""
        if self.decision:
            return self.decision.decided_on
        return self.announcement.announced_on if self.announcement else None

    @property
    def version(self) -> int:
        """The entry of the decision, or else of the announcement; 0 where there is neither."""
        made = self.decision or self.announcement
        return made.version if made else 0


NO_TRAIL = Trail(None, None, {})


def trails(municipality: Municipality) -> tuple[Trail, ...]:
    """Every decision with its announcement, and every announcement without a decision, in the order of their days."""
    law = municipality.law
    told = list(standing(municipality.entries, events.LawEvent))
    named = {each.announcement for each in law.decisions.values()}
    pairs: list[tuple[Announcement | None, Substitution | None]] = [
        (law.announcements.get(each.announcement) if each.announcement else None, each)
        for each in law.decisions.values()
    ]
    pairs += [(each, None) for letter, each in law.announcements.items() if letter not in named]
    found = (Trail(announced, decision, _entries(law, told, announced, decision)) for announced, decision in pairs)
    return tuple(sorted(found, key=lambda each: (each.began_on or date.min, each.version)))


def present(municipality: Municipality, every: tuple[Trail, ...], day: date) -> Trail:
    """The trail that the municipality is on: of a decision in force, else the last one of its stay on rungs 4 to 6.

    A decision that was carried out and whose costs are not settled is the present one still after that stay.
    """
    stands = municipality.law.latest_on(day)
    if stands is not None:
        return next(each for each in every if each.decision == stands)
    last = every[-1] if every else NO_TRAIL
    present_still = _of_this_stay(municipality, last, day) or unsettled(municipality.law, last)
    return last if present_still else NO_TRAIL


def unsettled(law: Law, trail: Trail) -> bool:
    """Whether a decision was carried out and its costs were not claimed, or not paid, yet."""
    decision = trail.decision
    if decision is None or decision.started_on is None:
        return False
    claims = [each for each in law.claims.values() if each.decision == decision.decision]
    return not claims or any(each.recovered < each.cents for each in claims)


def began_high(municipality: Municipality, day: date) -> Rise | None:
    """The step that began the unbroken stay on rungs 4 to 6; None for who stands lower."""
    reached = {step.effective_on: step for step in municipality.ladder.steps if step.effective_on <= day}
    first: Rise | None = None
    for step in reversed(reached.values()):
        if step.rung < Rung.ANNOUNCEMENT:
            break
        first = step
    return first


def _of_this_stay(municipality: Municipality, trail: Trail, day: date) -> bool:
    """Whether it began in the present stay: on a day of it, or recorded after the placement that began it."""
    began = began_high(municipality, day)
    if began is None or trail.began_on is None:
        return False
    if trail.decision is None:
        return trail.announcement == announced_for(municipality, day)
    return trail.version > began.version or trail.began_on >= began.effective_on


def _entries(
    law: Law, told: Iterable[Entry], announced: Announcement | None, decision: Substitution | None
) -> Mapping[Stage, tuple[int, ...]]:
    """The entries of each stage, as they now stand, in the order of recording."""
    found: dict[Stage, tuple[int, ...]] = {}
    for entry in told:
        fact = entry.fact
        if isinstance(fact, events.LawEvent) and _is_of(law, fact, announced, decision):
            stage = _stage(fact)
            found[stage] = (*found.get(stage, ()), entry.version)
    return found


def _is_of(law: Law, fact: events.LawEvent, announced: Announcement | None, decision: Substitution | None) -> bool:
    """What is about a decision is of that one, even where it names an announcement too."""
    decided = _decision_of(law, fact)
    if decided is not None:
        return decision is not None and decided == decision.decision
    letter = getattr(fact, "letter" if isinstance(fact, events.InterventionAnnounced) else "announcement", None)
    return announced is not None and letter == announced.letter


def _decision_of(law: Law, fact: events.LawEvent) -> str | None:
    """The decision that a fact is about; None of what is about an announcement alone."""
    match fact:
        case events.AppealEvent():
            appeal = law.appeals.get(fact.appeal)
            return appeal.decision if appeal else None
        case events.InterimReliefDecided():
            relief = law.reliefs.get(fact.relief)
            return relief.decision if relief else None
        case events.CostsRecovered():
            claim = law.claims.get(fact.claim)
            return claim.decision if claim else None
        case _:
            found: str | None = getattr(fact, "decision", None)
            return found


def _stage(fact: events.LawEvent) -> Stage:  # noqa: PLR0911 - one line per stage
    match fact:
        case events.InterventionAnnounced():
            return Stage.ANNOUNCED
        case events.ViewsReceived() | events.OralViewsHeard() | events.ViewsConsidered():
            return Stage.VIEWS
        case events.TermExtended(announcement=letter):
            return Stage.TERM if letter else Stage.COMPLIED
        case events.SubstitutionDecided() | events.SubstitutionAmended():
            return Stage.DECIDED
        case events.DecisionNotified():
            return Stage.NOTIFIED
        case events.SubstitutionStarted():
            return Stage.STARTED
        case events.SubstitutionLapsed() | events.SubstitutionWithdrawn() | events.SubstitutionEnded():
            return Stage.ENDED
        case events.CostsClaimed() | events.CostsRecovered():
            return Stage.COSTS
        case _:
            return Stage.COURT
