"""What a form about rungs 4 to 6 follows on, in words: an announcement, a decision, an appeal, a request, a claim."""

from collections.abc import Callable

from api.web.law_form import About
from api.web.law_told import substance
from domain.municipality.law import Law
from domain.values import AppealId, ClaimId, DecisionId, LetterId, ReliefId
from projections.dutch.words import day, euros

OF_LAW: dict[About, Callable[[Law], frozenset[str]]] = {
    About.ANNOUNCEMENT: lambda law: frozenset(law.announcements),
    About.DECISION: lambda law: frozenset(law.decisions),
    About.TERM: lambda law: frozenset(law.announcements) | frozenset(law.decisions),
    About.APPEAL: lambda law: frozenset(law.appeals),
    About.RELIEF: lambda law: frozenset(law.reliefs),
    About.CLAIM: lambda law: frozenset(law.claims),
}
"""What is on record of what a form can be about."""


def subject_told(law: Law, subject: str | None) -> str:
    """What this id stands for; nothing where it stands for nothing."""
    if subject is None:
        return ""
    told = (_of_gs(law, subject), _in_court(law, subject), _claimed(law, subject))
    return next((each for each in told if each), "")


def _of_gs(law: Law, subject: str) -> str:
    if announced := law.announcements.get(LetterId(subject)):
        return f"Vooraankondiging van {day(announced.announced_on)}, met een termijn t/m {day(announced.term_ends)}."
    if decided := law.decisions.get(DecisionId(subject)):
        about = substance(decided.periods, decided.persons)
        return f"Besluit van {day(decided.decided_on)}: {about}, met een termijn t/m {day(decided.term_ends)}."
    return ""


def _in_court(law: Law, subject: str) -> str:
    if appeal := law.appeals.get(AppealId(subject)):
        return f"Beroep van {day(appeal.lodged_on)}."
    if relief := law.reliefs.get(ReliefId(subject)):
        return f"Verzoek om voorlopige voorziening van {day(relief.requested_on)}."
    return ""


def _claimed(law: Law, subject: str) -> str:
    claim = law.claims.get(ClaimId(subject))
    if claim is None:
        return ""
    return f"{euros(claim.cents)}, teruggevraagd op {day(claim.claimed_on)}; ontvangen {euros(claim.recovered)}."
