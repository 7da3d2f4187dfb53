"""The terms of rungs 4 and 5: of an announcement, of a decision, and for appeal against it."""

from collections.abc import Iterator
from datetime import date

from domain.events.contact import Side
from domain.municipality.law import Announcement, Ending, Substitution
from domain.policy.days_off import dutch_day
from domain.policy.obligations.asked import Asked, Fulfilment
from domain.policy.obligations.due import appeal_until, named_day
from domain.policy.obligations.obligation import Obligation, ObligationKind
from domain.policy.terms import APPEAL
from domain.values import Rung

COMPLY = "Gemeentewet art. 124 lid 2"
FINAL = "onherroepelijk: geen beroep ingesteld"
OVER = {
    Ending.WITHDRAWN: "het besluit is ingetrokken",
    Ending.ANNULLED: "de rechter heeft het besluit vernietigd",
    Ending.CARRIED_OUT: "de indeplaatsstelling is uitgevoerd",
}


def terms_of_law(asked: Asked) -> Iterator[Obligation]:
    """The term of each announcement and of each decision, and the term for appeal once a decision was notified."""
    law = asked.municipality.law
    for announcement in law.announcements.values():
        yield _announcement(asked, announcement)
    for decision in law.decisions.values():
        yield _decision(asked, decision)
        if decision.notified_on is not None:
            yield _appeal(asked, decision, decision.notified_on)


def _announcement(asked: Asked, announced: Announcement) -> Obligation:
    source = f"de vooraankondiging van {dutch_day(announced.announced_on)}"
    named_in = f"{source}, zoals verlengd" if announced.extended_by else source
    return asked.owed(
        ObligationKind.ANNOUNCEMENT_TERM,
        announced.letter,
        owed_by=Side.MUNICIPALITY,
        arises_on=announced.announced_on,
        due=named_day(announced.term_ends, named_in),
        source=source,
        lapsed=_overtaken(asked, announced),
    )


def _overtaken(asked: Asked, announced: Announcement) -> str | None:
    """What came after an announcement, so that its term no longer matters."""
    law, since = asked.municipality.law, (announced.announced_on, announced.version)
    decisions = (each for each in law.decisions.values() if (each.decided_on, each.version) > since)
    decided = min((each.decided_on for each in decisions), default=None)
    if decided:
        return f"gevolgd door het besluit van {dutch_day(decided)}"
    others = (each for each in law.announcements.values() if (each.announced_on, each.version) > since)
    again = min((each.announced_on for each in others), default=None)
    if again:
        return f"vervangen door de vooraankondiging van {dutch_day(again)}"
    lowered = _lowered_since(asked, announced.announced_on)
    return f"afgeschaald tot onder trede 4 op {dutch_day(lowered)}" if lowered else None


def _lowered_since(asked: Asked, day: date) -> date | None:
    """The day on which it was lowered below rung 4, after it stood there on a day or later."""
    high = False
    for stay in asked.stays():
        if stay.ended_on is not None and stay.ended_on <= day:
            continue
        if stay.rung >= Rung.ANNOUNCEMENT:
            high = True
        elif high:
            return stay.first_day
    return None


def _decision(asked: Asked, decided: Substitution) -> Obligation:
    source = f"het besluit van {dutch_day(decided.decided_on)}"
    named_in = f"{source}, zoals gewijzigd" if decided.changed_by else source
    over, started = decided.over, decided.started_on
    fulfilled = lapsed = None
    if started and (over is None or started <= over.on):
        lapsed = f"de uitvoering is begonnen op {dutch_day(started)}"
    elif over and over.ending is Ending.LAPSED:
        fulfilled = Fulfilment(over.on, over.version)
    elif over:
        lapsed = OVER[over.ending]
    return asked.owed(
        ObligationKind.DECISION_TERM,
        decided.decision,
        owed_by=Side.MUNICIPALITY,
        arises_on=decided.decided_on,
        due=named_day(decided.term_ends, named_in),
        source=f"{COMPLY}; {source}",
        fulfilled=fulfilled,
        lapsed=lapsed,
    )


def _appeal(asked: Asked, decided: Substitution, notified_on: date) -> Obligation:
    """A right more than a duty: after its last day it is not overdue, but the decision is final."""
    due = appeal_until(notified_on)
    appeals = asked.municipality.law.appeals.values()
    lodged = min(
        ((each.lodged_on, each.version) for each in appeals if each.decision == decided.decision), default=None
    )
    withdrawn = decided.over is not None and decided.over.ending is Ending.WITHDRAWN and decided.over.on <= due.day
    return asked.owed(
        ObligationKind.APPEAL_TERM,
        decided.decision,
        owed_by=Side.MUNICIPALITY,
        arises_on=notified_on,
        due=due,
        source=APPEAL.source,
        fulfilled=Fulfilment(*lodged) if lodged else None,
        lapsed=OVER[Ending.WITHDRAWN] if withdrawn else FINAL if due.day < asked.day else None,
    )
