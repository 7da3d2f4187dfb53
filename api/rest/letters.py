"""Letters: of the province to the municipality, and back."""

from pydantic import Field

from api.identity.rights import Right
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Day, DocumentRef, LetterRef, Name, Posted, Worded, Words, example
from domain.decisions import contact

routes = Routes("/municipalities/{code}", tag="Letters")


class LetterSent(Worded):
    """A letter; it happened on the day it was sent, or came in."""

    letter: LetterRef | None = Field(default=None, description="its id, when you choose it")
    kind: Name
    subject: Words
    document: DocumentRef | None = None


class SentLetterSent(LetterSent):
    """A letter of the province."""

    model_config = example(kind="verzoek", subject="Verzoek om een verbeterplan", reply_due="2024-07-15")

    reply_due: Day | None = None


class ReceivedLetterSent(LetterSent):
    """A letter of the municipality."""

    model_config = example(kind="antwoord", subject="Ons verbeterplan", reply_to="letter-2024.17")

    reply_to: LetterRef | None = Field(default=None, description="the letter that it answers")


class LetterRecorded(Recorded):
    """A letter that was recorded."""

    letter: str


@routes.write("/sent-letters", Right.RECORD_FACTS)
def send_letter(code: Code, sent: Posted[SentLetterSent], at: Writing) -> LetterRecorded:
    """Record a letter that the province sent."""
    letter = at.new("letter", sent.letter)
    answer = at.record(contact.send_letter, code, sent, letter=letter, **sent.said("letter"))
    return LetterRecorded.of(answer, letter=letter)


@routes.write("/received-letters", Right.RECORD_FACTS)
def receive_letter(code: Code, sent: Posted[ReceivedLetterSent], at: Writing) -> LetterRecorded:
    """Record a letter that came from the municipality."""
    letter = at.new("letter", sent.letter)
    answer = at.record(contact.receive_letter, code, sent, letter=letter, **sent.said("letter"))
    return LetterRecorded.of(answer, letter=letter)
