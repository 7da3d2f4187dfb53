"""One sentence in plain Dutch for every fact that the record can hold."""

from collections.abc import Callable
from typing import Any

from domain.events import case, documents, figures, information, record_keeping
from domain.events.base import Fact
from domain.events.causes import CauseNoted
from domain.events.contact import ContactEvent
from domain.events.figures import Number
from domain.events.judging import JudgingEvent
from domain.events.ladder import Placement
from domain.events.law import LawEvent
from domain.events.periods import PeriodNumbers
from domain.events.plan import PlanEvent
from domain.events.signals import SignalEvent
from domain.municipality.figures import Statement, statement_of
from domain.policy.statements import inconsistent
from domain.values import Nature, Source, SourceKind
from projections.dutch.contact import contact
from projections.dutch.judging import closed, judged, signal
from projections.dutch.law import legal
from projections.dutch.placements import placement
from projections.dutch.plans import plan
from projections.dutch.telling import Telling, ended
from projections.dutch.words import arithmetic, balance, day, listed, number, partial, period, persons, rung_name, word


def sentence(fact: Fact, telling: Telling) -> str:
    """The fact as one Dutch sentence, without its day."""
    for subject, tell in SUBJECTS:
        if isinstance(fact, subject):
            return tell(fact, telling)
    raise LookupError(f"no sentence for {fact.TOPIC}")


def source(given: Source) -> str:
    """A source with its kind: ``COA``, ``pers, https://…``, ``niet vermeld``."""
    kind = word(given.kind)
    if not given.reference:
        return "niet vermeld" if given.kind is SourceKind.OTHER else kind
    says_itself = given.kind is SourceKind.OTHER or given.reference.casefold().startswith(kind.casefold())
    return given.reference if says_itself else f"{kind}, {given.reference}"


def numbers(statement: Statement) -> str:
    """The numbers of a statement in words."""
    told = []
    for each in Number:
        value = statement.number(each)
        if value is not None:
            backlog = each in {Number.OPENING_BACKLOG, Number.CLOSING_BACKLOG}
            told.append(f"{word(each)} {f'{number(value)} ({balance(value)})' if backlog else number(value)}")
    return listed(told)


def _case(fact: Fact, telling: Telling) -> str:
    match fact:
        case case.SupervisionOpened():
            return f"Toezicht begonnen op de gemeente {fact.name}."
        case case.RungTakenOver():
            since = f"sinds {partial(fact.since)}" if fact.since.value else "sinds wanneer is niet bekend"
            told = f"Overgenomen stand: {rung_name(fact.rung)}, {since}. {_source(fact.source)}"
            history = fact.known_history
            return told if history is None else ended(f"{told} Bekende voorgeschiedenis: {telling.text(history)}")
        case case.SupervisorAssigned():
            return f"{telling.name(fact.supervisor)} is de IBT-adviseur van deze gemeente."
        case case.MunicipalityRenamed():
            return f"De gemeente heet voortaan {fact.name}."
        case case.SupervisionClosed():
            told = ended(f"Toezicht beëindigd{telling.said(fact.reason)}")
            return f"{told} {_successors(fact.successors)}" if fact.successors else told
        case _:
            raise LookupError(fact.TOPIC)


def _successors(codes: tuple[str, ...]) -> str:
    return f"{'Opvolger' if len(codes) == 1 else 'Opvolgers'}: {listed(list(codes))}."


def _figures(fact: Fact, telling: Telling) -> str:
    match fact:
        case figures.FiguresReported():
            return _reported(fact)
        case figures.TargetSet():
            return f"Taakstelling voor {period(fact.period)}: {persons(fact.net_target)}. {_source(fact.source)}"
        case figures.TargetRevised():
            start = f", vanaf {partial(fact.effective_from)}" if fact.effective_from.value else ""
            back = ", met terugwerkende kracht" if fact.retroactive else ""
            told = f"Taakstelling voor {period(fact.period)} gewijzigd in {persons(fact.net_target)}{start}{back}"
            return f"{told}. {_source(fact.source)}"
        case figures.TargetExchanged():
            way = "overgenomen van" if fact.persons > 0 else "overgedragen aan"
            told = f"Taakstelling voor {period(fact.period)}: {persons(abs(fact.persons))} {way} {fact.partner}"
            agreed = f" Goedgekeurd: {fact.approval.system}, {fact.approval.number}." if fact.approval else ""
            return f"{told}.{agreed} {_source(fact.source)}"
        case figures.StatementPreferred():
            which = "Het aantal gerealiseerd" if fact.number is Number.REALISED else f"De {word(fact.number)}"
            told = f"{which} over {period(fact.period)} komt uit vastlegging {fact.statement}"
            return ended(f"{told}. Gronden: {telling.text(fact.grounds)}")
        case _:
            raise LookupError(fact.TOPIC)


def _reported(fact: figures.FiguresReported) -> str:
    stated = statement_of(fact, version=0)
    sums = [arithmetic(each) for each in inconsistent(stated)]
    odd = f" De bron klopt niet met zichzelf: {'; '.join(sums)}." if sums else ""
    nature = "" if fact.nature is Nature.MEASURED else f" ({word(fact.nature)})"
    as_of = f"stand per {partial(fact.reported_on)}" if fact.reported_on.value else "zonder peildatum"
    return f"Cijfers over {period(fact.period)}, {as_of}{nature}: {numbers(stated)}. {_source(fact.source)}{odd}"


def _source(given: Source) -> str:
    return ended(f"Bron: {source(given)}")


def _information(fact: Fact, telling: Telling) -> str:
    match fact:
        case information.InformationRequested():
            return ended(f"Informatie gevraagd, uiterlijk {day(fact.due)}: {telling.text(fact.what)}")
        case information.InformationReceived():
            whole = "" if fact.complete else ", nog niet volledig"
            return ended(f"Informatie ontvangen{whole}{telling.said(fact.summary)}")
        case information.InformationValidated():
            verdict = "klopt" if fact.sound else "klopt niet"
            return ended(f"Informatie gecontroleerd: {verdict}{telling.said(fact.findings, '. ')}")
        case _:
            raise LookupError(fact.TOPIC)


def _cause(fact: CauseNoted, telling: Telling) -> str:
    about = f" (over {period(fact.period)})" if fact.period else ""
    return ended(f"Oorzaak genoteerd: {word(fact.kind)}{about}{telling.said(fact.note, '. ')}")


def _document(fact: Fact, telling: Telling) -> str:
    match fact:
        case documents.DocumentFiled():
            return ended(f"Document opgenomen ({fact.kind}): {telling.text(fact.title)}")
        case documents.DocumentWithdrawn():
            about = telling.about(fact.document)
            return ended(f"Document uit het dossier gehaald{about}{telling.said(fact.reason)}")
        case _:
            raise LookupError(fact.TOPIC)


def _record_keeping(fact: Fact, telling: Telling) -> str:
    match fact:
        case record_keeping.EntryCorrected():
            why = ended(f"Vastlegging {fact.entry} gecorrigeerd ({word(fact.repairs)}){telling.said(fact.reason)}")
            return f"{why} Nu ({partial(fact.replacement_happened_on)}): {sentence(fact.replacement, telling)}"
        case record_keeping.EntryWithdrawn():
            return ended(f"Vastlegging {fact.entry} ingetrokken{telling.said(fact.reason)}")
        case _:
            raise LookupError(fact.TOPIC)


SUBJECTS: tuple[tuple[type[Fact], Callable[[Any, Telling], str]], ...] = (
    (figures.FiguresEvent, _figures),
    (PeriodNumbers, closed),
    (SignalEvent, signal),
    (JudgingEvent, judged),
    (ContactEvent, contact),
    (Placement, placement),
    (LawEvent, legal),
    (PlanEvent, plan),
    (information.InformationEvent, _information),
    (case.CaseEvent, _case),
    (CauseNoted, _cause),
    (documents.DocumentEvent, _document),
    (record_keeping.RecordKeepingEvent, _record_keeping),
)
