"""Handing over: giving many municipalities to another supervisor at once."""

from typing import Self

from pydantic import Field

from api.identity.rights import Right
from api.judging.parts import together
from api.rest.closing_schemas import RefusalTold
from api.rest.recording import Recorded, RecordedEntry, Writing
from api.rest.routing import Routes
from api.rest.schemas import Occurrence, PersonRef, Posted, Told, example
from api.worklist.assigning import Given, give
from domain.ledger.request import Answer
from domain.values import MunicipalityCode

routes = Routes("/handovers", tag="Municipalities")

MOST = 400
"""Municipalities of one request: more than there are."""


class HandoverSent(Occurrence):
    """To whom municipalities go, and which."""

    model_config = example(
        supervisor="person-4b0f9f0e-5d2c-4c56-9a0e-1d8f5a1c7b11", municipalities=["GM0622", "GM0599"]
    )

    supervisor: PersonRef = Field(description="who takes charge of them")
    municipalities: tuple[MunicipalityCode, ...] = Field(min_length=1, max_length=MOST)


class GivenTold(Told):
    """What became of giving one municipality: an entry, nothing when they had it already, or a refusal."""

    municipality: str
    entries: tuple[RecordedEntry, ...]
    refusal: RefusalTold | None

    @classmethod
    def of(cls, given: Given) -> Self:
        """The outcome."""
        entries = Recorded.of(given.answer).entries if given.answer else ()
        return cls(municipality=given.code, entries=entries, refusal=RefusalTold.of(given.refusal))


class HandoverRecorded(Recorded):
    """What was recorded, and what became of each municipality."""

    outcomes: tuple[GivenTold, ...]


@routes.write("", Right.MANAGE_CASES)
def hand_over(sent: Posted[HandoverSent], at: Writing) -> HandoverRecorded:
    """Put one supervisor in charge of many cases.

    Each municipality is handed over by itself, by a command that follows from the `Idempotency-Key`: one that is
    refused leaves the others.
    """
    at.require_persons(("supervisor", sent.supervisor))
    given = give(at.running.ledger, sent.municipalities, sent.supervisor, at.asked(sent))
    answers = [each.answer for each in given if each.answer]
    answer = at.told(together(*answers) if answers else Answer(at.running.ledger.head().position, ()))
    return HandoverRecorded.of(answer, outcomes=tuple(map(GivenTold.of, given)))
