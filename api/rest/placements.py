"""Placements: what was decided about the rung, with its grounds; and the rungs that were taken over."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.identity.rights import Right, deciding_on
from api.moves import DECISIONS, Move
from api.rest.asking import Reading
from api.rest.law_schemas import AnnouncingSent, DecidingSent
from api.rest.paging import Listed
from api.rest.placement_schemas import PlacementTold
from api.rest.recording import Guarded, Recorded, Recording
from api.rest.routing import Code, Routes
from api.rest.schemas import Day, DocumentRef, Name, Posted, Sent, Worded, Words, example
from domain.decisions.ladder import Terms
from domain.events.ladder import Basis, DecidedBy, Departure
from domain.values import EntryRef, FrameworkRef, Rung
from projections.ladder import placements

routes = Routes("/municipalities/{code}/placements", tag="Placements")

TO_RUNG = "noem bij opschalen en afschalen de nieuwe trede (toRung), bij handhaven juist niet"


class DepartureSent(Sent):
    """From which advice or clause a placement departs, on which basis, and why."""

    departs_from: Name
    basis: Basis
    circumstances: Words
    consequences: Words | None = None

    def read(self, sent: Worded) -> Departure:
        """The departure as a decision takes it."""
        return Departure(
            departs_from=self.departs_from,
            basis=self.basis,
            circumstances=sent.sealed(self.circumstances),
            consequences=sent.sealed(self.consequences),
        )


class PlacementSent(Worded):
    """What was decided about the rung; it happened on the day of the decision."""

    model_config = example(
        move="raise",
        to_rung=2,
        decided_by={"body": "mandated", "mandate": "Mandaatbesluit 2024"},
        grounds="De achterstand loopt op en de oorzaak is niet duidelijk.",
    )

    move: Move
    to_rung: Rung | None = Field(default=None, description="the new rung; not when it is held")
    effective_on: Day | None = Field(default=None, description="the day of the decision when left out")
    until: Day | None = Field(default=None, description="the last day it is meant to hold")
    decided_by: DecidedBy
    grounds: Words | None = Field(default=None, description="why; without grounds the domain refuses")
    advice: Rung | None = Field(default=None, description="the rung that the framework advised")
    departure: DepartureSent | None = None
    excusable: Words | None = Field(default=None, description="why a shortfall can be excused")
    urgent: Words | None = Field(default=None, description="why views, or the term of rung 6, cannot be waited for")
    announcing: AnnouncingSent | None = Field(default=None, description="with rung 4: what the letter announces")
    deciding: DecidingSent | None = Field(default=None, description="with rung 5: what the decision says")
    framework: FrameworkRef | None = None
    proposal: EntryRef | None = None
    assessment: EntryRef | None = None
    rests_on: tuple[EntryRef, ...] = Field(default=(), max_length=200)
    document: DocumentRef | None = None
    informed_on: Day | None = Field(default=None, description="the day on which the municipality was told")

    @model_validator(mode="after")
    def _names_the_new_rung(self) -> Self:
        if (self.to_rung is None) != (self.move is Move.HOLD):
            raise PydanticCustomError("in_dutch", TO_RUNG)
        return self

    def terms(self, at: Recording, day: date) -> Terms:
        """What the placement says besides its rung."""
        read = {
            "departure": self.departure.read(self) if self.departure else None,
            "effective_on": self.effective_on or day,
            "announcing": self.announcing.read(at) if self.announcing else None,
            "deciding": self.deciding.read(at) if self.deciding else None,
        }
        return Terms(**self.said("move", "to_rung") | read)


@routes.read("")
def list_placements(code: Code, at: Reading) -> Listed[PlacementTold]:
    """List what was decided about the rung by the day, in the order in which it takes effect.

    Rungs that were taken over are among them. There is one page.
    """
    told = tuple(map(PlacementTold.of, placements(at.reader, at.knowing, at.municipality(code))))
    return Listed[PlacementTold](items=told, total=len(told), next=None)


@routes.write("", Right.DECIDE_PLACEMENTS, guarded=True)
def place_municipality(code: Code, sent: Posted[PlacementSent], at: Guarded) -> Recorded:
    """Record what was decided about the rung: raised, lowered or held.

    From rung 4 on, and off it, it asks for the right to decide substitution. What is announced or decided with it is
    recorded in the same command: an announcement, a substitution decision, more time, or that carrying out begins.
    """
    terms = sent.terms(at, at.day(sent).first_day or at.running.today())
    from_rung = at.state(code).ladder.rung_on(terms.effective_on) or Rung.SIGNAL
    at.require(deciding_on(max(from_rung, sent.to_rung or from_rung)))
    question = {"terms": terms} | ({"to_rung": sent.to_rung} if sent.to_rung else {})
    return Recorded.of(at.record(DECISIONS[sent.move], code, sent, **question))
