"""One sentence in plain Dutch for every fact that the record can hold."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from domain.events import case, contact, documents, figures, information, ladder, plan, record_keeping
from domain.events.base import Fact
from domain.events.causes import CauseNoted
from domain.events.figures import Number
from domain.municipality.figures import Statement, statement_of
from domain.policy.statements import inconsistent
from domain.values import Nature, PersonId, PlainText, SealedText, Source, SourceKind
from projections.dutch.words import balance, day, listed, number, partial, period, persons, rung_name, word

Text = PlainText | SealedText | None


@dataclass(frozen=True, slots=True)
class Telling:
    """What a sentence needs besides its fact: sealed text as the reader may see it, and the names of persons."""

    text: Callable[[Text], str]
    name: Callable[[PersonId], str]


def sentence(fact: Fact, telling: Telling) -> str:
    """The fact as one Dutch sentence, without its day."""
    for subject, tell in SUBJECTS:
        if isinstance(fact, subject):
            return tell(fact, telling)
    raise LookupError(f"no sentence for {fact.TOPIC}")


def said(telling: Telling, text: Text, before: str = ": ") -> str:
    """A text with what leads to it, or nothing when there is none."""
    return "" if text is None else f"{before}{telling.text(text)}"


def source(given: Source) -> str:
    """A source with its kind: ``COA``, ``pers, https://…``, ``niet vermeld``."""
    if not given.reference:
        return "niet vermeld" if given.kind is SourceKind.OTHER else word(given.kind)
    says_itself = given.kind is SourceKind.OTHER or given.reference.startswith(given.kind.value)
    return given.reference if says_itself else f"{word(given.kind)}, {given.reference}"


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
            history = said(telling, fact.known_history, " Bekende voorgeschiedenis: ")
            return (
                f"Overgenomen stand: {rung_name(fact.rung)} sinds {partial(fact.since)}"
                f" (bron: {source(fact.source)}).{history}"
            )
        case case.SupervisorAssigned():
            return f"{telling.name(fact.supervisor)} is de IBT-adviseur van deze gemeente."
        case case.MunicipalityRenamed():
            return f"De gemeente heet voortaan {fact.name}."
        case case.SupervisionClosed():
            follow = f" Opvolger: {listed(list(fact.successors))}." if fact.successors else ""
            return f"Toezicht beëindigd{said(telling, fact.reason)}.{follow}"
        case _:
            raise LookupError(fact.TOPIC)


def _figures(fact: Fact, telling: Telling) -> str:
    match fact:
        case figures.FiguresReported():
            stated = statement_of(fact, version=0)
            odd = (
                f" De bron klopt niet met zichzelf: {'; '.join(inconsistent(stated))}." if inconsistent(stated) else ""
            )
            nature = "" if fact.nature is Nature.MEASURED else f" ({word(fact.nature)})"
            as_of = f"stand per {partial(fact.reported_on)}" if fact.reported_on.value else "zonder peildatum"
            return (
                f"Cijfers over {period(fact.period)}, {as_of}{nature}: {numbers(stated)}."
                f" Bron: {source(fact.source)}.{odd}"
            )
        case figures.TargetSet():
            return f"Taakstelling voor {period(fact.period)}: {persons(fact.net_target)}. Bron: {source(fact.source)}."
        case figures.TargetRevised():
            back = ", met terugwerkende kracht" if fact.retroactive else ""
            return (
                f"Taakstelling voor {period(fact.period)} gewijzigd in {persons(fact.net_target)},"
                f" vanaf {partial(fact.effective_from)}{back}. Bron: {source(fact.source)}."
            )
        case figures.TargetExchanged():
            way = "overgenomen van" if fact.persons > 0 else "overgedragen aan"
            return (
                f"Taakstelling voor {period(fact.period)}: {persons(abs(fact.persons))} {way} {fact.partner}."
                f" Bron: {source(fact.source)}."
            )
        case figures.StatementPreferred():
            return (
                f"Voor {word(fact.number)} over {period(fact.period)} geldt vastlegging {fact.statement}"
                f"{said(telling, fact.grounds)}."
            )
        case _:
            raise LookupError(fact.TOPIC)


def _contact(fact: Fact, telling: Telling) -> str:  # noqa: PLR0911 - one line per fact
    match fact:
        case contact.ConversationPlanned():
            return f"{_capital(word(fact.kind))} gepland op {day(fact.planned_for)}."
        case contact.ConversationHeld():
            return _conversation(fact, telling)
        case contact.ConversationCancelled():
            return f"Gesprek gaat niet door{said(telling, fact.reason)}."
        case contact.PartiesConnected():
            return f"Partijen verbonden: {listed(list(fact.parties))}{said(telling, fact.subject, ', over ')}."
        case contact.LetterSent():
            reply = f" Antwoord gevraagd uiterlijk {day(fact.reply_due)}." if fact.reply_due else ""
            return f"Brief verstuurd ({fact.kind}){said(telling, fact.subject)}.{reply}"
        case contact.LetterReceived():
            return f"Brief ontvangen ({fact.kind}){said(telling, fact.subject)}."
        case _:
            return _agreement(fact, telling)


def _conversation(fact: contact.ConversationHeld, telling: Telling) -> str:
    there = [
        " ".join(part for part in (each.office, telling.name(each.person) if each.person else None) if part)
        for each in fact.participants
    ]
    with_whom = f" met {listed([name for name in there if name])}" if any(there) else ""
    also = said(telling, fact.counts_because, " Mede toezichtcontact: ")
    return f"{_capital(word(fact.kind))} {word(fact.channel)}{with_whom}{said(telling, fact.summary)}.{also}"


def _agreement(fact: Fact, telling: Telling) -> str:
    match fact:
        case contact.AgreementMade():
            count = f" ({persons(fact.persons)})" if fact.persons is not None else ""
            return f"Afspraak: {telling.text(fact.what)}{count}, door {word(fact.owed_by)}, uiterlijk {day(fact.due)}."
        case contact.AgreementChanged():
            due = f", nu uiterlijk {day(fact.due)}" if fact.due else ""
            count = f", nu {persons(fact.persons)}" if fact.persons is not None else ""
            return f"Afspraak gewijzigd{said(telling, fact.what)}{due}{count}{said(telling, fact.reason, '. Reden: ')}."
        case contact.AgreementKept():
            return f"Afspraak nagekomen{said(telling, fact.note)}."
        case contact.AgreementNotKept():
            return f"Afspraak niet nagekomen{said(telling, fact.note)}."
        case _:
            raise LookupError(fact.TOPIC)


def _information(fact: Fact, telling: Telling) -> str:
    match fact:
        case information.InformationRequested():
            return f"Informatie gevraagd, uiterlijk {day(fact.due)}: {telling.text(fact.what)}."
        case information.InformationReceived():
            whole = "" if fact.complete else ", nog niet volledig"
            return f"Informatie ontvangen{whole}{said(telling, fact.summary)}."
        case information.InformationValidated():
            verdict = "klopt" if fact.sound else "klopt niet"
            return f"Informatie gecontroleerd: {verdict}{said(telling, fact.findings, '. ')}."
        case _:
            raise LookupError(fact.TOPIC)


def _plan(fact: Fact, telling: Telling) -> str:  # noqa: PLR0911 - one line per fact
    match fact:
        case plan.PlanRequested():
            due = f", uiterlijk {day(fact.due)}" if fact.due else ""
            return f"Verbeterplan gevraagd{due}."
        case plan.PlanContent():
            cleared = f" Achterstand weg op {day(fact.backlog_cleared_by)}." if fact.backlog_cleared_by else ""
            what = "ingediend" if isinstance(fact, plan.PlanSubmitted) else "herzien"
            return (
                f"Verbeterplan {what} (versie {fact.plan_version}): {_count(len(fact.measures), 'maatregel', 'en')},"
                f" {_count(len(fact.milestones), 'mijlpaal', '', 'mijlpalen')}.{cleared}"
            )
        case plan.PlanAssessed():
            verdict = "voldoende" if fact.sufficient else "onvoldoende"
            return f"Verbeterplan versie {fact.plan_version} beoordeeld: {verdict}{said(telling, fact.findings, '. ')}."
        case plan.PlanRejected():
            return f"Verbeterplan versie {fact.plan_version} afgewezen{said(telling, fact.grounds)}."
        case plan.PlanAdopted():
            return f"Verbeterplan versie {fact.plan_version} vastgesteld door {word(fact.by)}."
        case plan.MeasureProgressReported():
            count = f", {persons(fact.persons)} gehuisvest" if fact.persons is not None else ""
            return f"Maatregel {fact.measure}: {word(fact.progress)}{count}{said(telling, fact.note)}."
        case plan.PlanClosed():
            how = "uitgevoerd" if fact.carried_out else "beëindigd zonder uitvoering"
            return f"Verbeterplan {how}{said(telling, fact.note)}."
        case _:
            raise LookupError(fact.TOPIC)


def _placement(fact: ladder.Placement, telling: Telling) -> str:
    match fact:
        case ladder.RungRaised():
            moved = f"Opgeschaald van trede {fact.from_rung} naar {rung_name(fact.to_rung)}"
        case ladder.RungLowered():
            moved = f"Afgeschaald van trede {fact.from_rung} naar {rung_name(fact.to_rung)}"
        case _:
            moved = f"Gehandhaafd op {rung_name(fact.to_rung)}"
    until = f" tot en met {day(fact.until)}" if fact.until else ""
    mandate = f" ({fact.decided_by.mandate})" if fact.decided_by.mandate else ""
    departs = ""
    if fact.departure:
        departs = (
            f" Wijkt af van {fact.departure.departs_from} op grond van {word(fact.departure.basis)}"
            f"{said(telling, fact.departure.circumstances)}."
        )
    return (
        f"{moved}, met ingang van {day(fact.effective_on)}{until}. Besloten op {day(fact.decided_on)}"
        f" door {word(fact.decided_by.body)}{mandate}. Gronden: {telling.text(fact.grounds)}.{departs}"
    )


def _cause(fact: CauseNoted, telling: Telling) -> str:
    about = f" (over {period(fact.period)})" if fact.period else ""
    return f"Oorzaak genoteerd: {word(fact.kind)}{about}{said(telling, fact.note, '. ')}."


def _document(fact: Fact, telling: Telling) -> str:
    match fact:
        case documents.DocumentFiled():
            return f"Document opgenomen ({fact.kind}): {telling.text(fact.title)}."
        case documents.DocumentWithdrawn():
            return f"Document uit het dossier gehaald{said(telling, fact.reason)}."
        case _:
            raise LookupError(fact.TOPIC)


def _record_keeping(fact: Fact, telling: Telling) -> str:
    match fact:
        case record_keeping.EntryCorrected():
            now = sentence(fact.replacement, telling)
            return (
                f"Vastlegging {fact.entry} gecorrigeerd ({word(fact.repairs)}){said(telling, fact.reason)}."
                f" Nu ({partial(fact.replacement_happened_on)}): {now}"
            )
        case record_keeping.EntryWithdrawn():
            return f"Vastlegging {fact.entry} ingetrokken{said(telling, fact.reason)}."
        case _:
            raise LookupError(fact.TOPIC)


SUBJECTS: tuple[tuple[type[Fact], Callable[[Any, Telling], str]], ...] = (
    (figures.FiguresEvent, _figures),
    (contact.ContactEvent, _contact),
    (ladder.Placement, _placement),
    (plan.PlanEvent, _plan),
    (information.InformationEvent, _information),
    (case.CaseEvent, _case),
    (CauseNoted, _cause),
    (documents.DocumentEvent, _document),
    (record_keeping.RecordKeepingEvent, _record_keeping),
)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(how_many: int, what: str, more: str, plural: str | None = None) -> str:
    return f"{how_many} {what if how_many == 1 else plural or what + more}"
