"""Making a letter of the province: drawn, filed as a document of the case, and recorded as sent.

Trede sends nothing: whoever made the letter sends it the way the province sends its letters.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid5

from api.judging.parts import day_of, part, together
from api.letters.drawing import Letter, drawn, paragraphs_of
from api.letters.kinds import KINDS, LetterKind
from api.letters.sender import sender_of, template_of
from api.letters.suggesting import OPEN
from domain.decisions.contact import send_letter
from domain.decisions.documents import file_document
from domain.decisions.guards import require_not_before
from domain.decisions.information import request_information
from domain.decisions.plan import request_plan
from domain.events.contact import LetterSent
from domain.ledger.application import Ledger
from domain.ledger.request import Answer, Request
from domain.policy.announced import announced_for
from domain.values import Classification, DocumentId, LetterId, PlainText, PlanId, RequestId
from projections.dutch.words import day as dutch_day

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as somebody wrote it: ``due`` is the day by which it asks for something, ``what`` it asks in short."""

    kind: LetterKind
    name: str
    subject: str
    text: str
    due: date | None = None
    classification: Classification = Classification.INTERNAL

    @property
    def unfinished(self) -> bool:
        """Whether something stands in it that was still to be filled in."""
        return OPEN in self.text or OPEN in self.subject

    @property
    def hides_its_day(self) -> bool:
        """Whether the day by which it asks for something is not in its text, as when only one of both was changed."""
        return self.due is not None and dutch_day(self.due) not in self.text


@dataclass(frozen=True, slots=True)
class Made:
    """A letter that was recorded, with its document."""

    letter: LetterId
    document: DocumentId
    answer: Answer


@dataclass(frozen=True, slots=True)
class Desk:
    """Where letters of one province are made: ``folder`` holds its own sender and template, if any."""

    province: str
    folder: Path | None = None

    def drawn(self, written: Written, *, on: date, reference: str) -> bytes:
        """The letter as PDF.

        Raises:
            LetterTemplateError: the template of the province cannot be drawn.
            SenderError: its file about the sender cannot be used.
        """
        letter = Letter(
            sender=sender_of(self.folder, self.province),
            addressee=("Het college van burgemeester en wethouders", f"van de gemeente {written.name}"),
            day=on,
            reference=reference,
            subject=written.subject,
            paragraphs=paragraphs_of(written.text),
            until=written.due,
        )
        return drawn(letter, template_of(self.folder))

    def make(self, ledger: Ledger, code: str, written: Written, request: Request) -> Made:
        """File the letter and record that it was sent; a request for information or a plan is recorded with it.

        Each is a command of its own that follows from the request: what was recorded before is not recorded again, and
        what was broken off goes on. Raises as ``drawn``, and as ``Ledger.record``.
        """
        require_not_before("reply day", written.due, request.happened_on)  # else it would be filed before it is refused
        on, document = day_of(request), DocumentId(f"document-{uuid5(request.command, 'letter as document')}")
        letter = _letter_of(ledger, code, written.kind, request)
        subject = PlainText(text=written.subject, classification=written.classification)
        filed = ledger.record(
            file_document,
            municipality=code,
            request=part(request, "letter as document"),
            content=self.drawn(written, on=on, reference=letter.removeprefix("letter-")[:8]),
            document=document,
            title=subject,
            kind=KINDS[written.kind].name,
            media_type=PDF,
            file_name=PlainText(text=f"{written.kind.value}-{code}-{on}.pdf", classification=written.classification),
        )
        sent = ledger.record(
            send_letter,
            municipality=code,
            request=_sending(request),
            letter=letter,
            kind=KINDS[written.kind].name,
            subject=subject,
            document=document,
            reply_due=written.due,
        )
        return Made(letter, document, together(filed, sent, _asked(ledger, code, written, letter, request)))


def _letter_of(ledger: Ledger, code: str, kind: LetterKind, request: Request) -> LetterId:
    """The id of a letter: the letter of an announcement that was decided on before has one already."""
    for entry in ledger.entries_of(_sending(request).command):
        if isinstance(entry.fact, LetterSent):
            return entry.fact.letter
    municipality, own = ledger.municipality(code), LetterId(f"letter-{uuid5(request.command, 'letter')}")
    announced = announced_for(municipality, day_of(request)) if kind is LetterKind.ANNOUNCEMENT else None
    if announced is None or announced.letter in municipality.contact.letters:
        return own
    return announced.letter


def _sending(request: Request) -> Request:
    """The part of the request that records the letter as sent."""
    return part(request, "letter sent")


def _asked(ledger: Ledger, code: str, written: Written, letter: LetterId, request: Request) -> Answer | None:
    """What the letter asks for, so that it is waited for; an open plan is not asked for once more."""
    asking = part(request, "asked for")
    match written.kind:
        case LetterKind.INFORMATION_REQUEST if written.due:
            identity = RequestId(f"request-{uuid5(request.command, 'request')}")
            what = PlainText(text=written.subject, classification=written.classification)
            question: dict[str, Any] = {"request_id": identity, "what": what, "due": written.due, "letter": letter}
            return ledger.record(request_information, municipality=code, request=asking, **question)
        case LetterKind.PLAN_REQUEST if not _plan_asked(ledger, code, asking):
            plan = PlanId(f"plan-{uuid5(request.command, 'plan')}")
            return ledger.record(
                request_plan, municipality=code, request=asking, plan=plan, due=written.due, letter=letter
            )
        case _:
            return None


def _plan_asked(ledger: Ledger, code: str, asking: Request) -> bool:
    """Whether a plan was asked for already, other than by this very letter."""
    if ledger.entries_of(asking.command):
        return False
    return any(not plan.closed and plan.content is None for plan in ledger.municipality(code).plans.values())
