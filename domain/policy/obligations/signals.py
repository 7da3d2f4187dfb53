"""Contact after a risk signal: a municipality of which a backlog threatens is spoken to."""

from collections.abc import Iterator, Sequence

from domain.events.base import Entry
from domain.events.contact import Side
from domain.events.signals import RiskSignalCleared, RiskSignalRaised
from domain.policy.obligations.asked import Asked, Fulfilment, cited
from domain.policy.obligations.contact import Talk, talks
from domain.policy.obligations.obligation import Obligation, ObligationKind

MONITORING = "monitoring-daily"
TERM = "contact_after_signal"
CLEARED = "het signaal is ingetrokken voordat er contact was"


def contacts_after_signals(asked: Asked) -> Iterator[Obligation]:
    """Of each signal that was raised a contact, until one is held or the signal is cleared."""
    cleared = {fact.raised: entry for entry, fact in asked.told(RiskSignalCleared)}
    contacts = [talk for talk in talks(asked) if talk.held.counts]
    for entry, fact in asked.told(RiskSignalRaised):
        raised = asked.day_of(entry)
        framework = asked.in_force(raised)
        if framework is None or TERM not in framework.terms:
            continue
        ending = cleared.get(entry.version)
        yield asked.owed(
            ObligationKind.CONTACT_AFTER_SIGNAL,
            fact.signal.value,
            owed_by=Side.PROVINCE,
            arises_on=raised,
            due=asked.term(framework, TERM, event="het risicosignaal", after=raised),
            source=cited(framework, MONITORING),
            fulfilled=_contact(asked, contacts, entry, ending),
            lapsed=CLEARED if ending else None,
        )


def _contact(asked: Asked, contacts: Sequence[Talk], raised: Entry, cleared: Entry | None) -> Fulfilment | None:
    """The first supervisory contact since a signal was raised, unless it was cleared first."""
    first, last = asked.day_of(raised), asked.day_of(cleared) if cleared else asked.day
    found = (each for each in contacts if first <= each.held.day <= last)
    return next((Fulfilment(each.held.day, each.version) for each in found), None)
