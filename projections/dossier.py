"""Where a municipality stands, since when and why; its figures per period with their sources; agreements and plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from domain.events.base import Entry
from domain.events.case import RungTakenOver, SupervisionOpened
from domain.events.contact import AgreementMade, ConversationHeld
from domain.events.figures import Number
from domain.events.ladder import Placement
from domain.municipality import Municipality, standing
from domain.municipality.contact import Agreement, Outcome
from domain.municipality.figures import Figures, Statement
from domain.municipality.plans import Plan
from domain.policy.numbers import Completed, completed
from domain.policy.statements import contradictions, in_force, inconsistent, rank
from domain.values import PartialDate, Period, Rung
from projections.reading import Opened


@dataclass(frozen=True, slots=True)
class Stand:
    """The rung of a day, since when, by which entry, and why in words; ``taken_over`` when the record began with it."""

    rung: Rung
    since: date
    entry: int
    why: str
    taken_over: bool


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement of figures: what it says, what follows from it, and how it relates to the other statements.

    ``in_force`` names the numbers for which this statement is in force; ``contradicts`` the entries that say otherwise.
    """

    statement: Statement
    numbers: Completed
    in_force: tuple[str, ...]
    contradicts: tuple[int, ...]
    inconsistent: tuple[str, ...]


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
    """What there is to tell of one municipality on a day."""

    code: str
    name: str
    province: str | None
    version: int
    opened: PartialDate | None
    closed: PartialDate | None
    supervisor: str | None
    stand: Stand | None
    figures: tuple[StatementLine, ...]
    conversations: tuple[ConversationLine, ...]
    agreements: tuple[AgreementLine, ...]
    plans: tuple[PlanLine, ...]


def dossier(municipality: Municipality, texts: Opened, *, day: date) -> Dossier:
    """The municipality as it stands on a day, by all that is recorded."""
    entries = {entry.version: entry for entry in standing(municipality.entries)}
    case = municipality.case
    return Dossier(
        code=municipality.code,
        name=case.name or municipality.code,
        province=case.province,
        version=municipality.version,
        opened=case.opened,
        closed=case.closed,
        supervisor=texts.name(case.supervisor) if case.supervisor else None,
        stand=_stand(municipality, entries, texts, day),
        figures=tuple(_statements(municipality.figures)),
        conversations=_conversations(entries, texts),
        agreements=_agreements(municipality, entries, texts),
        plans=tuple(PlanLine(plan, known) for plan, known in municipality.plans.items()),
    )


def _stand(municipality: Municipality, entries: dict[int, Entry], texts: Opened, day: date) -> Stand | None:
    now, first = municipality.ladder.step_on(day), municipality.ladder.since(day)
    if now is None or first is None:
        return None
    match entries[first.version].fact:
        case Placement() as placement:
            why, taken_over = texts.text(placement.grounds), False
        case RungTakenOver() as taken:
            why, taken_over = texts.text(taken.known_history), True
        case SupervisionOpened():
            why, taken_over = "het toezicht begon op deze trede", False
        case fact:
            raise LookupError(f"{fact.TOPIC} moves no rung")
    return Stand(now.rung, first.effective_on, first.version, why, taken_over)


def _statements(figures: Figures) -> Iterator[StatementLine]:
    for period in sorted(figures.periods):
        forces = _versions_in_force(figures, period)
        for statement in sorted(figures.statements(period), key=rank):
            against = {each.other_statement.version for each in contradictions(figures, statement)}
            yield StatementLine(
                statement=statement,
                numbers=completed(statement),
                in_force=tuple(number for number, version in forces.items() if version == statement.version),
                contradicts=tuple(sorted(against)),
                inconsistent=tuple(inconsistent(statement)),
            )


def _versions_in_force(figures: Figures, period: Period) -> dict[str, int]:
    found = {number: in_force(figures, period, number) for number in Number}
    return {number.value: value.statement.version for number, value in found.items() if value}


def _conversations(entries: dict[int, Entry], texts: Opened) -> tuple[ConversationLine, ...]:
    return tuple(
        ConversationLine(entry.about.happened_on, entry.fact, texts.text(entry.fact.summary))
        for entry in entries.values()
        if isinstance(entry.fact, ConversationHeld)
    )


def _agreements(municipality: Municipality, entries: dict[int, Entry], texts: Opened) -> tuple[AgreementLine, ...]:
    return tuple(
        AgreementLine(identity, texts.text(fact.what), agreement)
        for identity, agreement in municipality.contact.agreements.items()
        if isinstance(fact := entries[agreement.version].fact, AgreementMade)
    )
