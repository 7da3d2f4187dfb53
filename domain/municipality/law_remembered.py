"""How the law of rungs 4 to 6 is remembered, fact by fact."""

from dataclasses import replace
from datetime import date

from immutables import Map

from domain.events import law as events
from domain.events.base import Entry
from domain.events.law import Ruling
from domain.municipality.law import Announcement, Appeal, Claim, Ending, Law, Over, Relief, Substitution
from domain.values import ClaimId, DecisionId, LetterId, ReliefId


def remember_law(law: Law, fact: events.LawEvent, entry: Entry) -> Law:  # noqa: PLR0911 - one line per subject
    """The law after this fact; a follow-up to what no longer stands changes nothing."""
    match fact:
        case (
            events.InterventionAnnounced() | events.ViewsReceived() | events.OralViewsHeard() | events.ViewsConsidered()
        ):
            return replace(law, announcements=_announcements(law.announcements, fact, entry))
        case events.TermExtended():
            return _extended(law, fact, entry)
        case events.AppealLodged():
            appeal = Appeal(entry.version, fact.decision, _day(entry))
            return replace(law, appeals=law.appeals.set(fact.appeal, appeal))
        case events.AppealEvent():
            return _after_appeal(law, fact, entry)
        case events.InterimReliefRequested() | events.InterimReliefDecided():
            return replace(law, reliefs=_reliefs(law.reliefs, fact, entry))
        case events.CostsClaimed() | events.CostsRecovered():
            return replace(law, claims=_claims(law.claims, fact, entry))
        case events.SubstitutionDecided() | events.DecisionEvent():
            return replace(law, decisions=_decisions(law.decisions, fact, entry))
        case _:
            return law


def _announcements(
    known: Map[LetterId, Announcement], fact: events.LawEvent, entry: Entry
) -> Map[LetterId, Announcement]:
    match fact:
        case events.InterventionAnnounced():
            made = Announcement(
                version=entry.version,
                letter=fact.letter,
                announced_on=_day(entry),
                term_ends=fact.term_ends,
                views_due=fact.views_due,
                periods=fact.periods,
                persons=fact.persons,
            )
            return known.set(fact.letter, made)
        case events.ViewsReceived() | events.OralViewsHeard() if before := known.get(fact.announcement):
            return known.set(fact.announcement, replace(before, views=(*before.views, entry.version)))
        case events.ViewsConsidered() if before := known.get(fact.announcement):
            return known.set(fact.announcement, replace(before, considered=entry.version))
        case _:
            return known


def _extended(law: Law, fact: events.TermExtended, entry: Entry) -> Law:
    if fact.announcement and (announced := law.announcements.get(fact.announcement)):
        longer = replace(announced, term_ends=fact.term_ends, extended_by=(*announced.extended_by, entry.version))
        law = replace(law, announcements=law.announcements.set(fact.announcement, longer))
    if fact.decision and (decided := law.decisions.get(fact.decision)):
        changed = replace(decided, term_ends=fact.term_ends, changed_by=(*decided.changed_by, entry.version))
        law = replace(law, decisions=law.decisions.set(fact.decision, changed))
    return law


def _decisions(
    known: Map[DecisionId, Substitution], fact: events.SubstitutionDecided | events.DecisionEvent, entry: Entry
) -> Map[DecisionId, Substitution]:
    if isinstance(fact, events.SubstitutionDecided):
        return known.set(fact.decision, _decided(fact, entry))
    before = known.get(fact.decision)
    return known.set(fact.decision, _follow_up(before, fact, entry)) if before else known


def _decided(fact: events.SubstitutionDecided, entry: Entry) -> Substitution:
    return Substitution(
        version=entry.version,
        decision=fact.decision,
        decided_on=_day(entry),
        announcement=fact.announcement,
        periods=fact.periods,
        persons=fact.persons,
        figures_day=fact.figures_day,
        term_ends=fact.term_ends,
        scope=fact.scope,
        urgent=fact.urgent is not None,
    )


def _follow_up(  # noqa: PLR0911 - one line per fact
    decided: Substitution, fact: events.DecisionEvent, entry: Entry
) -> Substitution:
    match fact:
        case events.DecisionNotified():
            return replace(decided, notified_on=_day(entry))
        case events.SubstitutionAmended():
            return replace(
                decided,
                periods=fact.periods or decided.periods,
                persons=fact.persons or decided.persons,
                term_ends=fact.term_ends or decided.term_ends,
                scope=fact.scope or decided.scope,
                changed_by=(*decided.changed_by, entry.version),
            )
        case events.SubstitutionStarted():
            return replace(decided, started_on=_day(entry))
        case events.SubstitutionLapsed():
            return _over(decided, Ending.LAPSED, entry)
        case events.SubstitutionWithdrawn():
            return _over(decided, Ending.WITHDRAWN, entry)
        case events.SubstitutionEnded():
            return _over(decided, Ending.CARRIED_OUT, entry)
        case _:
            return decided


def _after_appeal(law: Law, fact: events.AppealEvent, entry: Entry) -> Law:
    before = law.appeals.get(fact.appeal)
    if before is None:
        return law
    ruling = fact.ruling if isinstance(fact, events.AppealDecided) else None
    appeal = replace(before, over_on=_day(entry), ruling=ruling)
    decided = law.decisions.get(before.decision)
    if decided and ruling is Ruling.ANNULLED:
        annulled = _over(decided, Ending.ANNULLED, entry)
        law = replace(law, decisions=law.decisions.set(before.decision, annulled))
    return replace(law, appeals=law.appeals.set(fact.appeal, appeal))


def _reliefs(
    known: Map[ReliefId, Relief], fact: events.InterimReliefRequested | events.InterimReliefDecided, entry: Entry
) -> Map[ReliefId, Relief]:
    match fact:
        case events.InterimReliefRequested():
            return known.set(fact.relief, Relief(entry.version, fact.relief, fact.decision, _day(entry)))
        case _ if before := known.get(fact.relief):
            decided = replace(
                before, decided_on=_day(entry), granted=fact.granted, suspended_until=fact.suspended_until
            )
            return known.set(fact.relief, decided)
        case _:
            return known


def _claims(
    known: Map[ClaimId, Claim], fact: events.CostsClaimed | events.CostsRecovered, entry: Entry
) -> Map[ClaimId, Claim]:
    match fact:
        case events.CostsClaimed():
            return known.set(fact.claim, Claim(entry.version, fact.decision, _day(entry), fact.cents, fact.due))
        case _ if before := known.get(fact.claim):
            return known.set(fact.claim, replace(before, recovered=before.recovered + fact.cents))
        case _:
            return known


def _over(decided: Substitution, ending: Ending, entry: Entry) -> Substitution:
    """The decision after it ended; what ended before stays so."""
    return decided if decided.over else replace(decided, over=Over(ending, _day(entry), entry.version))


def _day(entry: Entry) -> date:
    """The day of a fact of which the decision asks a day."""
    return entry.about.happened_on.first_day or date.min
