"""What is told of the law of rungs 4 to 6: announcements, decisions, appeals, relief, costs, and where the road is."""

from datetime import date
from typing import Self

from pydantic import Field

from api.rest.closing_schemas import RefusalTold
from api.rest.obligations import DueTold
from api.rest.schemas import PartialDay, PeriodName, Told
from domain.events.law import (
    AppealLodged,
    OralViewsHeard,
    Ruling,
    Scope,
    ViewsReceived,
)
from domain.municipality.law import Announcement, Appeal, Claim, Ending, Relief, Substitution
from domain.policy.days_off import dutch_day
from domain.policy.law_path import Act, Stage
from domain.policy.law_path import Standing as StepStanding
from domain.policy.obligations.due import appeal_until, named_day
from domain.values import Rung
from projections.law import LawNow


class ViewsTold(Told):
    """Views of the municipality on an announcement."""

    entry: int
    on: PartialDay | None
    oral: bool
    summary: str | None
    document: str | None


class AnnouncementTold(Told):
    """An announcement as it stands on the day."""

    letter: str
    entry: int
    announced_on: date
    term: DueTold | None = Field(description="until when the municipality can turn it; a letter's day never moves")
    extended_by: tuple[int, ...] = Field(description="the entries by which GS gave more time")
    views_due: date
    views: tuple[ViewsTold, ...]
    views_considered: bool = Field(description="whether all views were weighed; so too when none were given")
    considerations: str | None
    periods: tuple[PeriodName, ...]
    persons: int | None

    @classmethod
    def of(cls, found: Announcement, now: LawNow) -> Self:
        """The announcement."""
        due = named_day(found.term_ends, f"de vooraankondiging van {dutch_day(found.announced_on)}")
        considered = now.said(found.considered, "considerations") if found.considered else None
        return cls(
            letter=found.letter,
            entry=found.version,
            announced_on=found.announced_on,
            term=DueTold.of(due),
            extended_by=found.extended_by,
            views_due=found.views_due,
            views=tuple(_views(version, now) for version in found.views),
            views_considered=found.views_considered,
            considerations=considered,
            periods=found.periods,
            persons=found.persons,
        )


class OverTold(Told):
    """By what a decision is over."""

    ending: Ending
    on: date
    entry: int


class DecisionTold(Told):
    """A substitution decision as it stands on the day."""

    decision: str
    entry: int
    decided_on: date
    announcement: str | None
    periods: tuple[PeriodName, ...]
    persons: int
    figures_day: date
    term: DueTold | None = Field(description="until when the municipality can comply; a decision's day never moves")
    scope: Scope
    urgent: str | None = Field(description="why it could not wait")
    changed_by: tuple[int, ...] = Field(description="the entries that amended it or gave more time")
    notified_on: date | None
    appeal_until: DueTold | None = Field(description="six weeks from the day after; null while it is not notified")
    started_on: date | None
    in_force: bool
    suspended_by: str | None = Field(description="the request for interim relief by which the court suspended it")
    housed: int | None = Field(description="at least so many of its persons, by official figures; while it is in force")
    lapsed_by_figures: bool = Field(description="all are housed, and nobody has confirmed the lapse yet")
    over: OverTold | None

    @classmethod
    def of(cls, found: Substitution, now: LawNow) -> Self:
        """The decision."""
        due = named_day(found.term_ends, f"het besluit van {dutch_day(found.decided_on)}")
        suspension = now.law.suspension_of(found.decision, now.day)
        housed, over = now.housed.get(found.decision), found.over
        return cls(
            decision=found.decision,
            entry=found.version,
            decided_on=found.decided_on,
            announcement=found.announcement,
            periods=found.periods,
            persons=found.persons,
            figures_day=found.figures_day,
            term=DueTold.of(due),
            scope=found.scope,
            urgent=now.said(found.version, "urgent"),
            changed_by=found.changed_by,
            notified_on=found.notified_on,
            appeal_until=DueTold.of(appeal_until(found.notified_on)) if found.notified_on else None,
            started_on=found.started_on,
            in_force=found.stands_on(now.day),
            suspended_by=suspension.relief if suspension else None,
            housed=housed.housed if housed else None,
            lapsed_by_figures=housed.met if housed else False,
            over=OverTold(ending=over.ending, on=over.on, entry=over.version) if over else None,
        )


class AppealTold(Told):
    """An appeal against a decision."""

    appeal: str
    entry: int
    decision: str
    by: str | None
    court: str | None
    lodged_on: date
    grounds: str | None
    over_on: date | None = Field(description="the day it was decided or withdrawn")
    ruling: Ruling | None

    @classmethod
    def of(cls, appeal: str, found: Appeal, now: LawNow) -> Self:
        """The appeal."""
        entry = now.entries.get(found.version)
        lodged = entry.fact if entry and isinstance(entry.fact, AppealLodged) else None
        return cls(
            appeal=appeal,
            entry=found.version,
            decision=found.decision,
            by=lodged.by if lodged else None,
            court=lodged.court if lodged else None,
            lodged_on=found.lodged_on,
            grounds=now.said(found.version, "grounds"),
            over_on=found.over_on,
            ruling=found.ruling,
        )


class ReliefTold(Told):
    """A request to suspend a decision; what the court decided is null until it has."""

    relief: str
    entry: int
    decision: str
    requested_on: date
    decided_on: date | None
    granted: bool | None
    suspended_until: date | None

    @classmethod
    def of(cls, found: Relief) -> Self:
        """The request."""
        names = ("relief", "decision", "requested_on", "decided_on", "granted", "suspended_until")
        return cls(entry=found.version, **{name: getattr(found, name) for name in names})


class ClaimTold(Told):
    """Costs that were claimed, in euro cents, and what came in of them."""

    claim: str
    entry: int
    decision: str
    claimed_on: date
    cents: int
    due: date | None
    recovered: int

    @classmethod
    def of(cls, claim: str, found: Claim) -> Self:
        """The claim."""
        names = ("decision", "claimed_on", "cents", "due", "recovered")
        return cls(claim=claim, entry=found.version, **{name: getattr(found, name) for name in names})


class StepTold(Told):
    """A step of the road, and the entries in which it stands."""

    stage: Stage
    standing: StepStanding
    entries: tuple[int, ...]


class LawTold(Told):
    """Where a municipality stands on the road of rungs 4 to 6, and everything that was recorded of it in law."""

    municipality: str
    day: date
    rung: Rung | None
    high_since: date | None = Field(description="since when it stands on rungs 4 to 6; null when it does not")
    guideline_ends: date | None = Field(description="the guideline for the three highest rungs; it is no term")
    past_guideline: bool
    steps: tuple[StepTold, ...]
    missing: tuple[RefusalTold, ...] = Field(description="what the next rung would be refused for now")
    next: Act | None = Field(description="the one thing to do; null where only time helps")
    announcements: tuple[AnnouncementTold, ...] = Field(description="the last one first")
    decisions: tuple[DecisionTold, ...] = Field(description="the last one first")
    appeals: tuple[AppealTold, ...]
    relief_requests: tuple[ReliefTold, ...]
    claims: tuple[ClaimTold, ...]

    @classmethod
    def of(cls, now: LawNow) -> Self:
        """The law of a municipality."""
        law, path = now.law, now.path
        announcements = sorted(law.announcements.values(), key=lambda each: (each.announced_on, each.version))
        decisions = sorted(law.decisions.values(), key=lambda each: (each.decided_on, each.version))
        return cls(
            municipality=now.municipality.code,
            day=path.day,
            rung=path.rung,
            high_since=path.since,
            guideline_ends=now.guideline_ends,
            past_guideline=now.past_guideline,
            steps=tuple(
                StepTold(stage=each.stage, standing=each.standing, entries=each.entries) for each in path.steps
            ),
            missing=tuple(told for each in path.missing if (told := RefusalTold.of(each))),
            next=path.next,
            announcements=tuple(AnnouncementTold.of(each, now) for each in reversed(announcements)),
            decisions=tuple(DecisionTold.of(each, now) for each in reversed(decisions)),
            appeals=tuple(AppealTold.of(identity, each, now) for identity, each in law.appeals.items()),
            relief_requests=tuple(map(ReliefTold.of, law.reliefs.values())),
            claims=tuple(ClaimTold.of(identity, each) for identity, each in law.claims.items()),
        )


def _views(version: int, now: LawNow) -> ViewsTold:
    entry = now.entries[version]
    fact = entry.fact
    assert isinstance(fact, ViewsReceived | OralViewsHeard)  # noqa: S101 - the state says so
    return ViewsTold(
        entry=version,
        on=entry.about.happened_on,
        oral=isinstance(fact, OralViewsHeard),
        summary=now.texts.said(fact.summary),
        document=fact.document,
    )
