"""Where a municipality stands, since when and why; its figures per period with their sources; agreements and plan."""

from dataclasses import dataclass
from datetime import date

from domain.events.base import Entry, Fact
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.contact import AgreementChanged, AgreementMade, ConversationHeld
from domain.events.ladder import Placement
from domain.municipality import Municipality, standing
from domain.municipality.contact import Agreement, Outcome
from domain.municipality.ladder import Step
from domain.municipality.plans import Plan
from domain.values import PartialDate, Rung
from projections.dutch.telling import Text
from projections.figures import StatementLine, lines_of
from projections.reading import Opened


@dataclass(frozen=True, slots=True)
class Stand:
    """The rung of a day, since when, by which entry, and why in words; ``taken_over`` when the record began with it.

    ``since`` is as precise as it is known: of a rung that was taken over often only the month, the year, or nothing.
    """

    rung: Rung
    since: PartialDate
    entry: int
    why: str
    taken_over: bool


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An agreement with its text."""

    id: str
    what: str
    agreement: Agreement

    @property
    def is_open(self) -> bool:
        """Whether it still has to be kept."""
        return self.agreement.outcome is Outcome.OPEN


@dataclass(frozen=True, slots=True)
class PlanLine:
    """An improvement plan as it now stands."""

    id: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class ConversationLine:
    """A conversation that was held."""

    held_on: PartialDate
    fact: ConversationHeld
    summary: str


@dataclass(frozen=True, slots=True)
class Dossier:
    """What there is to tell of one municipality on a day.

    ``stand`` is where it stands on that day; when ``closed`` is not None, where it stood when supervision ended.
    ``coming`` are the placements that take effect later.
    """

    code: str
    name: str
    province: str | None
    version: int
    opened: PartialDate | None
    closed: PartialDate | None
    supervisor: str | None
    stand: Stand | None
    coming: tuple[Stand, ...]
    figures: tuple[StatementLine, ...]
    conversations: tuple[ConversationLine, ...]
    agreements: tuple[AgreementLine, ...]
    plans: tuple[PlanLine, ...]


def dossier(municipality: Municipality, texts: Opened, *, day: date) -> Dossier:
    """The municipality as it stands on a day, by all that is recorded."""
    entries = {entry.version: entry for entry in standing(municipality.entries)}
    case = municipality.case
    closed_on = case.closed.first_day if case.closed else None
    closed = case.closed if closed_on is None or closed_on <= day else None
    return Dossier(
        code=municipality.code,
        name=case.name or municipality.code,
        province=case.province,
        version=municipality.version,
        opened=case.opened,
        closed=closed,
        supervisor=texts.name(case.supervisor) if case.supervisor else None,
        stand=_stand(municipality, entries, texts, min(day, closed_on) if closed and closed_on else day),
        coming=() if closed else _coming(municipality, entries, texts, day),
        figures=tuple(lines_of(municipality.figures)),
        conversations=_conversations(entries, texts),
        agreements=_agreements(municipality, entries, texts),
        plans=tuple(
            PlanLine(plan, known)
            for plan, known in sorted(municipality.plans.items(), key=lambda item: item[1].version)
        ),
    )


def _stand(municipality: Municipality, entries: dict[int, Entry], texts: Opened, day: date) -> Stand | None:
    now, first = municipality.ladder.step_on(day), municipality.ladder.since(day)
    if now is None or first is None:
        return None
    return _told(first, entries[first.version], texts)


def _coming(municipality: Municipality, entries: dict[int, Entry], texts: Opened, day: date) -> tuple[Stand, ...]:
    later = {step.effective_on: step for step in municipality.ladder.steps if step.effective_on > day}
    return tuple(_told(step, entries[step.version], texts) for step in later.values())


def _told(step: Step, entry: Entry, texts: Opened) -> Stand:
    match entry.fact:
        case Placement() as placement:
            since, why = PartialDate.of(placement.effective_on), texts.text(placement.grounds)
        case RungTakenOver() as taken:
            since, why = taken.since, texts.text(taken.known_history)
        case SupervisionOpened():
            since, why = entry.about.happened_on, "het toezicht begon op deze trede"
        case fact:
            raise LookupError(f"{fact.TOPIC} moves no rung")
    return Stand(step.rung, since, step.version, why, taken_over=isinstance(entry.fact, RungTakenOver))


def _conversations(entries: dict[int, Entry], texts: Opened) -> tuple[ConversationLine, ...]:
    told = (
        ConversationLine(entry.about.happened_on, entry.fact, texts.text(entry.fact.summary))
        for entry in entries.values()
        if isinstance(entry.fact, ConversationHeld)
    )
    return tuple(sorted(told, key=lambda line: line.held_on.first_day or date.min))


def _agreements(municipality: Municipality, entries: dict[int, Entry], texts: Opened) -> tuple[AgreementLine, ...]:
    return tuple(
        AgreementLine(identity, texts.text(_reads_now(identity, agreement, entries)), agreement)
        for identity, agreement in sorted(municipality.contact.agreements.items(), key=lambda item: item[1].version)
    )


def _reads_now(identity: str, agreement: Agreement, entries: dict[int, Entry]) -> Text:
    """What was agreed, as both sides last put it."""
    told: Text = None
    for version, entry in entries.items():
        if version >= agreement.version:
            told = _agreed(entry.fact, identity) or told
    return told


def _agreed(fact: Fact, identity: str) -> Text:
    match fact:
        case AgreementMade() | AgreementChanged() if fact.agreement == identity:
            return fact.what
        case _:
            return None
