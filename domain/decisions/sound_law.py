"""What the facts of the law of rungs 4 to 6 say obeys, as they are decided and as they are corrected."""

from datetime import date

from domain.decisions.guards import require_not_before
from domain.events.law import (
    AppealEvent,
    CostsClaimed,
    CostsRecovered,
    DecisionEvent,
    InterimReliefDecided,
    InterventionAnnounced,
    LawEvent,
    OralViewsHeard,
    SubstitutionAmended,
    SubstitutionDecided,
    TermExtended,
    ViewsConsidered,
    ViewsReceived,
)
from domain.municipality import Municipality
from domain.refusals import NothingAmended, PeriodNotPast, TermMissing, TermNotLonger, require
from domain.values import Period


def require_sound_law(municipality: Municipality, fact: LawEvent, what: str, day: date) -> None:
    """What every fact of the law obeys; it happened on this day, which is called ``what``."""
    require_not_before(what, day, _day_of_subject(municipality, fact))
    match fact:
        case InterventionAnnounced():
            require(fact.term_ends > day, TermMissing("announcement", fact.term_ends))
            require_not_before("last day for views", fact.views_due, day)
        case SubstitutionDecided():
            require(fact.term_ends > day, TermMissing("decision", fact.term_ends))
            _require_past(fact.periods, day)
            require_not_before(what, day, fact.figures_day)
            require_not_before("day of the figures", fact.figures_day, min(fact.periods).first_day)
        case SubstitutionAmended():
            asked = (fact.periods, fact.persons, fact.term_ends, fact.scope)
            require(any(each is not None for each in asked), NothingAmended(fact.decision))
            require(fact.term_ends is None or fact.term_ends > day, TermMissing("amendment", fact.term_ends or day))
            _require_past(fact.periods or (), day)
        case TermExtended():
            require(fact.term_ends > day, TermNotLonger(day, fact.term_ends))
        case InterimReliefDecided():
            require_not_before("last day of the suspension", fact.suspended_until, day)
        case CostsClaimed():
            require_not_before("due day", fact.due, day)
        case _:
            pass


def _require_past(periods: tuple[Period, ...], day: date) -> None:
    for period in periods:
        require(period.last_day < day, PeriodNotPast(period, day))


def _day_of_subject(municipality: Municipality, fact: LawEvent) -> date:
    """The day of what a fact follows on; the first day there is of what begins something."""
    law = municipality.law
    match fact:
        case ViewsReceived() | OralViewsHeard() | ViewsConsidered() | TermExtended(announcement=str()):
            announced = law.announcements.get(fact.announcement) if fact.announcement else None
            return announced.announced_on if announced else date.min
        case DecisionEvent() | TermExtended():
            decided = law.decisions.get(fact.decision) if fact.decision else None
            return decided.decided_on if decided else date.min
        case AppealEvent():
            appeal = law.appeals.get(fact.appeal)
            return appeal.lodged_on if appeal else date.min
        case InterimReliefDecided():
            relief = law.reliefs.get(fact.relief)
            return relief.requested_on if relief else date.min
        case CostsRecovered():
            claim = law.claims.get(fact.claim)
            return claim.claimed_on if claim else date.min
        case _:
            return date.min
