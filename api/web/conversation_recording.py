"""Records a conversation from its form: with its agreements, its causes and its attachments.

Each is a command of its own; the ids of all follow from that of the form, so that a form that is sent twice, or again
after it was recorded in part, is recorded once and wholly.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from api.documents import Recognised
from api.web.conversation_form import Filled, cause_of, conversation_of, document_of
from api.web.forms import SentFile
from api.web.visiting import Visit
from api.weighing import weighed
from domain.decisions.causes import note_cause
from domain.decisions.contact import hold_conversation
from domain.decisions.documents import file_document
from domain.decisions.occasion import Occasion
from domain.events.base import Origin
from domain.events.contact import Side
from domain.events.person import PersonKind
from domain.ledger.deciding import decide
from domain.values import PartialDate, PersonId
from projections.dutch.words import day, listed, word

ATTACHMENT = "bijlage bij gesprek"
NOBODY = PersonId("person-")
"""Stands for somebody who is not known yet, while a decision is only tried."""

Attached = Sequence[tuple[SentFile, Recognised]]


def record_conversation(visit: Visit, code: str, filled: Filled, attached: Attached, *, command: UUID) -> str:
    """Record all of it; what to tell of that. Raises as ``Ledger.record`` does, and then nothing is recorded."""
    question = _question(visit, code, filled, command, len(attached))
    answer = visit.record(hold_conversation, code, command=command, happened_on=filled.held_on, **question)
    for kind in filled.causes:
        visit.record(
            note_cause,
            code,
            command=uuid5(command, f"cause {kind.value}"),
            happened_on=filled.held_on,
            cause=cause_of(command, kind),
            kind=kind,
            conversation=conversation_of(command),
        )
    for number, (file, known) in enumerate(attached, 1):
        name = filled.plain(known.file_name)
        visit.record(
            file_document,
            code,
            command=uuid5(command, f"document {number}"),
            happened_on=filled.held_on,
            document=document_of(command, number),
            title=name or filled.plain(f"Bijlage {number}"),
            kind=ATTACHMENT,
            media_type=known.media_type,
            file_name=name,
            content=file.content,
        )
    weighs = weighed(visit.running.ledger, answer, today=visit.running.today())
    fulfilled = weighs.fulfilled(visit.running.today())
    told = f"Vastgelegd: {word(filled.kind)} van {day(filled.held_on)}{_besides(filled, attached)}."
    return " ".join([told, fulfilled or weighs.counts, *weighs.warnings])


def _question(visit: Visit, code: str, filled: Filled, command: UUID, documents: int) -> dict[str, Any]:
    """What is asked. A refusal records nothing, so no name either: with a new name, the decision is tried first."""
    ledger, today = visit.running.ledger, visit.running.today()
    strangers = []

    def known(name: str, side: Side) -> PersonId:
        person = ledger.persons.find(name, PersonKind.PARTICIPANT, organisation=_organisation(code, side))
        if person is None:
            strangers.append(name)
        return person or NOBODY

    def registered(name: str, side: Side) -> PersonId:
        return ledger.persons.find_or_register(
            name,
            PersonKind.PARTICIPANT,
            today=today,
            organisation=_organisation(code, side),
            by=visit.caller.actor(),
            origin=Origin.SCREEN,
        )

    tried = filled.question(command, known, documents)
    if not strangers:
        return tried
    on = Occasion(today=today, happened_on=PartialDate.of(filled.held_on), by=visit.caller.actor())
    decide(hold_conversation, ledger.municipality(code), on, tried)
    return filled.question(command, registered, documents)


def _organisation(code: str, side: Side) -> str:
    return code if side is Side.MUNICIPALITY else side.value


def _besides(filled: Filled, attached: Attached) -> str:
    """What was recorded with it, in words."""
    counted = (
        (len(filled.agreements), "afspraak", "afspraken"),
        (len(filled.causes), "oorzaak", "oorzaken"),
        (len(attached), "bijlage", "bijlagen"),
    )
    told = [f"{number} {one if number == 1 else more}" for number, one, more in counted if number]
    return f", met {listed(told)}" if told else ""
