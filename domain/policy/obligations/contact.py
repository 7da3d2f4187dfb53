"""Contact: once in every period, and from rung 2 a supervision conversation besides; what was missed is not made up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.events.contact import ConversationKind, Side
from domain.policy.contact import Held, OnRung, contact_of, is_supervision_conversation
from domain.policy.obligations.asked import Asked, Fulfilment, cited
from domain.policy.obligations.due import end_of_period
from domain.policy.obligations.obligation import Obligation, ObligationKind
from domain.policy.terms import DueDay
from domain.values import Period

CONTACT = "contact-twice-a-year"
SUPERVISION = "supervision-conversations"
GRACE = "supervision_conversation"
TOO_LATE = "niet meer in te halen: ook de periode erna is voorbij"


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation that was held, by the entry with this version."""

    version: int
    held: Held


def talks(asked: Asked) -> list[Talk]:
    """The conversations that were held on a day that is known somewhat, in order."""
    found = []
    for each in asked.municipality.contact.conversations.values():
        day = each.held_on.first_day if each.held_on and not each.cancelled else None
        if day is not None:
            counts = each.kind is not ConversationKind.MULTI_PARTY or each.counts_anyway
            found.append(Talk(each.version, Held(day, counts, is_supervision_conversation(each.kind))))
    return sorted(found, key=lambda talk: (talk.held.day, talk.version))


def contacts(asked: Asked) -> Iterator[Obligation]:
    """The supervisory contact of every period, and the supervision conversation of those with rung 2 or higher."""
    held, stays = talks(asked), asked.stays()
    for period in asked.half_years():
        yield from _of_period(asked, period, stays, held)


def _of_period(asked: Asked, period: Period, stays: Sequence[OnRung], talks: Sequence[Talk]) -> Iterator[Obligation]:
    framework = asked.in_force(max(period.first_day, asked.begins))
    if framework is None:
        return
    held = [talk.held for talk in talks if talk.held.day >= period.first_day]
    found = contact_of(period, stays, held, grace=timedelta())
    too_late = TOO_LATE if period.next.last_day < asked.day else None
    source = cited(framework, CONTACT)
    yield asked.owed(
        ObligationKind.SUPERVISORY_CONTACT,
        str(period),
        owed_by=Side.PROVINCE,
        arises_on=max(period.first_day, asked.begins),
        due=end_of_period(period, source),
        source=source,
        fulfilled=_by(talks, found.contact_held, supervision=False),
        lapsed=too_late,
    )
    if found.supervision_since is None:
        return
    due = _supervision_due(asked, period, found.supervision_since)
    found = contact_of(period, stays, held, grace=due.day - found.supervision_since)
    yield asked.owed(
        ObligationKind.SUPERVISION_CONVERSATION,
        str(period),
        owed_by=Side.PROVINCE,
        arises_on=max(found.supervision_since or period.first_day, asked.begins),
        due=due,
        source=cited(framework, SUPERVISION),
        fulfilled=_by(talks, found.supervision_held, supervision=True),
        lapsed=too_late,
    )


def _supervision_due(asked: Asked, period: Period, since: date) -> DueDay:
    """The last day of the period; or later, for who reached rung 2 shortly before it."""
    framework = asked.in_force(since)
    later = asked.term(framework, GRACE, event="het bereiken van trede 2 of hoger", after=since) if framework else None
    if later and later.day > period.last_day:
        return later
    framework = framework or asked.in_force(asked.day)
    return end_of_period(period, cited(framework, SUPERVISION) if framework else "toezichtgesprekken vanaf trede 2")


def _by(talks: Sequence[Talk], day: date | None, *, supervision: bool) -> Fulfilment | None:
    """The first conversation of a day that is such a contact."""
    if day is None:
        return None
    on_it = (talk for talk in talks if talk.held.day == day)
    found = (talk for talk in on_it if (talk.held.supervision if supervision else talk.held.counts))
    return next((Fulfilment(day, talk.version) for talk in found), None)
