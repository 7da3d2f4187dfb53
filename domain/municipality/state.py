"""The state of one municipality, and how it follows from its entries."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from immutables import Map

from domain.events.base import Entry
from domain.events.case import CaseEvent
from domain.events.causes import CauseNoted
from domain.events.contact import ContactEvent
from domain.events.documents import DocumentEvent
from domain.events.figures import FiguresEvent
from domain.events.information import InformationEvent
from domain.events.judging import JudgingEvent
from domain.events.ladder import Placement
from domain.events.law import LawEvent
from domain.events.periods import PeriodNumbers
from domain.events.plan import PlanEvent
from domain.events.record_keeping import RecordKeepingEvent
from domain.events.signals import SignalEvent
from domain.municipality.case import Case, remember_case
from domain.municipality.contact import Contact, remember_contact
from domain.municipality.documents import remember_document
from domain.municipality.entries import Entries, standing
from domain.municipality.figures import Figures, remember_figures
from domain.municipality.information import Requests, remember_information
from domain.municipality.judging import Judging, remember_adoption, remember_judging
from domain.municipality.ladder import Ladder, remember_placement, remember_taken_over
from domain.municipality.law import Law
from domain.municipality.law_remembered import remember_law
from domain.municipality.plans import Plans, remember_plan
from domain.values import CauseId, DocumentId


@dataclass(frozen=True, slots=True)
class Municipality:
    """What the entries of one stream come down to.

    ``entries`` holds every entry as it was recorded, by version; the rest is what they mean as they now stand.
    """

    code: str
    version: int = 0
    entries: Entries = field(default_factory=Entries)
    case: Case = Case()
    figures: Figures = field(default_factory=Figures)
    contact: Contact = Contact()
    requests: Requests = Requests()
    plans: Plans = Plans()
    ladder: Ladder = Ladder()
    judging: Judging = Judging()
    law: Law = Law()
    causes: Map[CauseId, CauseNoted] = Map()
    documents: Map[DocumentId, bool] = Map()

    @property
    def id(self) -> str:
        """The name of the stream."""
        return self.code


def evolve(municipality: Municipality, entry: Entry) -> Municipality:
    """The state after one more entry. Never refuses: what is recorded has happened."""
    noted = _note(municipality, entry)
    if isinstance(entry.fact, RecordKeepingEvent):
        return _retell(noted)
    return _remember(noted, entry)


def fold(municipality: Municipality | None, entries: Iterable[Entry]) -> Municipality | None:
    """The state after these entries, from a state or from nothing; None when there are no entries at all.

    The same as evolving one by one, but however many corrections there are, the story is told again only once.
    """
    told = list(entries)
    if municipality is None:
        if not told:
            return None
        municipality = Municipality(code=told[0].stream)
    if any(isinstance(entry.fact, RecordKeepingEvent) for entry in told):
        for entry in told:
            municipality = _note(municipality, entry)
        return _retell(municipality)
    for entry in told:
        municipality = _remember(_note(municipality, entry), entry)
    return municipality


def restored(code: str, version: int, entries: Entries) -> Municipality:
    """The state at a version, of its entries wherever they lie: the same as the fold of all of them."""
    return _retell(Municipality(code=code, version=version, entries=entries))


def as_of(municipality: Municipality, version: int) -> Municipality:
    """The state as it was at a version, by the entries until then."""
    if version >= municipality.version:
        return municipality
    return restored(municipality.code, version, municipality.entries.upto(version))


def _note(municipality: Municipality, entry: Entry) -> Municipality:
    return replace(municipality, version=entry.version, entries=municipality.entries.with_one(entry))


def _retell(municipality: Municipality) -> Municipality:
    """The state of the same entries, told from the beginning. What lies on shelves of figures concerns these alone."""
    entries = municipality.entries
    figures = Figures().shelving(entries.shelves)
    told = Municipality(code=municipality.code, version=municipality.version, entries=entries, figures=figures)
    for entry in standing(entries.besides_shelved):
        told = _remember(told, entry)
    return told


def _remember(told: Municipality, entry: Entry) -> Municipality:  # noqa: C901, PLR0911 - one line per subject
    match entry.fact:
        case FiguresEvent() as fact:
            return replace(told, figures=remember_figures(told.figures, fact, entry))
        case ContactEvent() as fact:
            return replace(told, contact=remember_contact(told.contact, fact, entry))
        case Placement() as fact:
            judging = remember_adoption(told.judging, fact, entry)
            return replace(told, ladder=remember_placement(told.ladder, fact, entry), judging=judging)
        case PeriodNumbers() | SignalEvent() | JudgingEvent() as fact:
            return replace(told, judging=remember_judging(told.judging, fact, entry))
        case LawEvent() as fact:
            return replace(told, law=remember_law(told.law, fact, entry))
        case CaseEvent() as fact:
            ladder = remember_taken_over(told.ladder, fact, entry)
            return replace(told, case=remember_case(told.case, fact, entry), ladder=ladder)
        case InformationEvent() as fact:
            return replace(told, requests=remember_information(told.requests, fact, entry))
        case PlanEvent() as fact:
            return replace(told, plans=remember_plan(told.plans, fact, entry))
        case CauseNoted() as fact:
            return replace(told, causes=told.causes.set(fact.cause, fact))
        case DocumentEvent() as fact:
            return replace(told, documents=remember_document(told.documents, fact))
        case _:
            return told
