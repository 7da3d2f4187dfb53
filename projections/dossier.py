"""Where a municipality stands, since when and why; its figures per period with their sources; agreements and plan."""

from dataclasses import dataclass, replace
from datetime import date

from domain.events.base import Entry
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.ladder import Placement
from domain.ledger.reading import Reading
from domain.municipality import Municipality, fold, standing
from domain.municipality.ladder import Step
from domain.refusals import UnknownMunicipality, require
from domain.values import PartialDate, Rung
from projections.agreements import AgreementLine, agreements_of
from projections.conversations import ConversationLine, held_by
from projections.engine.known import Knowing
from projections.figures import StatementLine, lines_of
from projections.plans import PlanLine, plans_of
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
class Dossier:
    """What there is to tell of one municipality on a day.

    ``stand`` is where it stands on that day; when ``closed`` is not None, where it stood when supervision ended.
    ``coming`` are the placements that take effect later. Conversations are those that were held, the latest last.
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


def known_then(reading: Reading, knowing: Knowing, code: str) -> Municipality | None:
    """What was known of a municipality, of all that had happened by the day; None when that was nothing.

    Raises:
        UnknownMunicipality: nothing was ever recorded about it.
    """
    upto = reading.version_at(code, knowing.position)
    if not upto:
        require(reading.version_at(code, reading.head().position) > 0, UnknownMunicipality(code))
        return None
    known = fold(None, reading.entries(code, upto=upto))
    return happened_by(known, knowing.day) if known else None


def happened_by(municipality: Municipality, day: date) -> Municipality | None:
    """The municipality with only what had happened by a day, as it now stands; what is undated counts."""
    stands = [entry for entry in standing(municipality.entries) if (entry.about.happened_on.first_day or day) <= day]
    told = fold(None, stands)
    return replace(told, version=municipality.version) if told else None


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
        conversations=held_by(municipality, texts, day=day),
        agreements=agreements_of(municipality, texts, day=day),
        plans=plans_of(municipality, texts, day=day),
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
