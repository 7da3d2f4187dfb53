"""Letters: of the province to the municipality, and back."""

from datetime import date
from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from api.identity.rights import Right
from api.rest.asking import Reading
from api.rest.paging import Listed, Listing
from api.rest.problems import ProblemError
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Day, DocumentRef, LetterRef, Name, PartialDay, Posted, Told, Worded, Words, example
from domain.decisions import contact
from projections.letters import letters

routes = Routes("/municipalities/{code}", tag="Letters")

Letter = Annotated[LetterRef, Path(description="the id of the letter", examples=["letter-2024.17"])]


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


class ReplyTold(Told):
    """A letter that answers another one."""

    letter: str
    entry: int
    on: PartialDay | None


class LetterTold(Told):
    """A letter as it stands on the day."""

    letter: str
    entry: int
    sent: bool = Field(description="by the province; else it was received from the municipality")
    on: PartialDay | None = Field(description="the day it was sent, or came in; null when nobody knows")
    kind: str
    subject: str
    document: str | None
    reply_due: date | None = Field(description="an answer was asked for by this day, that day included")
    reply_to: str | None = Field(description="the letter that it answers")
    replies: tuple[ReplyTold, ...]
    overdue: bool = Field(description="whether the day for an answer has passed, and none has come")


@routes.read("/letters")
def list_letters(
    code: Code,
    at: Listing,
    sent: Annotated[bool | None, Query(description="sent by the province, or received by it")] = None,
    awaited: Annotated[
        bool | None, Query(description="whether an answer was asked for by a day, and none has come")
    ] = None,
) -> Listed[LetterTold]:
    """List the letters to and from a municipality, the latest first."""
    of_it = at.municipality(code)
    page = letters(at.reader, at.knowing, code=of_it, sent=sent, awaited=awaited, after=at.after, limit=at.limit)
    return at.listed(page, LetterTold.model_validate)


@routes.read("/letters/{letter}")
def show_letter(code: Code, letter: Letter, at: Reading) -> LetterTold:
    """Tell of one letter."""
    for line in letters(at.reader, at.knowing, code=at.municipality(code), letter=letter).lines:
        return LetterTold.model_validate(line)
    raise ProblemError(404)


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
