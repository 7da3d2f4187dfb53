"""What is sent about the law of rungs 4 to 6: what an announcement and a decision say, and what follows on them."""

from typing import Annotated

from pydantic import Field

from api.rest.recording import Recorded, Recording
from api.rest.schemas import (
    AppealRef,
    ClaimRef,
    Day,
    DecisionRef,
    DocumentRef,
    LetterRef,
    Name,
    Occurrence,
    PeriodName,
    ReliefRef,
    Sent,
    Worded,
    Words,
    example,
)
from domain.events.law import Announcing, Cents, Deciding, Ruling, Scope, SomePersons
from domain.values import Persons

MOST_PERIODS = 40
Periods = Annotated[tuple[PeriodName, ...], Field(max_length=MOST_PERIODS)]
SomePeriods = Annotated[tuple[PeriodName, ...], Field(min_length=1, max_length=MOST_PERIODS)]
Amount = Annotated[Cents, Field(description="in euro cents")]


class AnnouncingSent(Sent):
    """What the letter of rung 4 announces; each day is the last one, that day included."""

    letter: LetterRef | None = Field(default=None, description="the id of the letter, when you choose it")
    term_ends: Day = Field(description="until when the municipality can still turn it")
    views_due: Day = Field(description="until when it can give its views")
    periods: Periods = Field(default=(), description="of which the task was neglected")
    persons: Persons | None = Field(default=None, description="who were not housed")

    def read(self, at: Recording) -> Announcing:
        """The announcement as a decision takes it."""
        return Announcing(**dict(self) | {"letter": at.new("letter", self.letter)})


class DecidingSent(Sent):
    """What the decision of rung 5 says."""

    decision: DecisionRef | None = Field(default=None, description="its id, when you choose it")
    periods: SomePeriods = Field(description="past half years whose persons are to be housed")
    persons: SomePersons
    figures_day: Day = Field(description="the day of the figures it rests on: who is housed after it counts")
    term_ends: Day = Field(description="the last day on which the municipality can still comply")
    scope: Scope = Scope.BACKLOG

    def read(self, at: Recording) -> Deciding:
        """The decision as it is decided on."""
        return Deciding(**dict(self) | {"decision": at.new("decision", self.decision)})


class AnnouncementSent(Occurrence):
    """An announcement that was sent, of who stands on rung 4 or higher already."""

    model_config = example(announcing={"termEnds": "2024-09-01", "viewsDue": "2024-07-15"})

    announcing: AnnouncingSent
    document: DocumentRef | None = None


class ExtensionSent(Worded):
    """More time: the last day of the term becomes a later one."""

    model_config = example(term_ends="2024-12-01", grounds="De gemeente levert in november twee gebouwen op.")

    term_ends: Day
    grounds: Words | None = Field(default=None, description="why; without grounds the domain refuses")
    document: DocumentRef | None = None


class ViewsSent(Worded):
    """Views of the municipality on an announcement, in writing or given orally."""

    model_config = example(summary="De gemeente vraagt om meer tijd.", oral=False)

    summary: Words
    oral: bool = False
    document: DocumentRef | None = None


class ConsiderationsSent(Worded):
    """What GS make of the views that were given."""

    model_config = example(considerations="De nieuwe locatie is niet zeker; de termijn blijft.")

    considerations: Words
    document: DocumentRef | None = None


class DecisionSent(Worded):
    """A further decision, of who stands on rung 5 or 6 already."""

    model_config = example(
        deciding={"periods": ["2023-2"], "persons": 38, "figuresDay": "2024-06-01", "termEnds": "2024-09-01"}
    )

    deciding: DecidingSent
    urgent: Words | None = Field(default=None, description="why the views cannot be waited for (Awb 4:11)")
    document: DocumentRef | None = None


class NotificationSent(Occurrence):
    """That a decision was sent or handed out."""

    model_config = example(happened_on="2024-06-03")

    letter: LetterRef | None = None
    document: DocumentRef | None = None


class AmendmentSent(Worded):
    """What GS changed in a decision; what is left out stays as it was."""

    model_config = example(persons=30, reason="Acht personen waren al gehuisvest.")

    periods: SomePeriods | None = None
    persons: SomePersons | None = None
    term_ends: Day | None = None
    scope: Scope | None = None
    reason: Words
    document: DocumentRef | None = None


class DecisionWithdrawalSent(Worded):
    """Why GS withdrew a decision."""

    model_config = example(reason="De gemeente heeft het Rijk een gebouw aangeboden dat in juli opengaat.")

    reason: Words
    document: DocumentRef | None = None


class LapseSent(Worded):
    """That somebody confirms what the figures tell: those that a decision names have been housed."""

    model_config = example(happened_on="2024-06-03")

    note: Words | None = None
    document: DocumentRef | None = None


class StartSent(Worded):
    """That the province began to carry out one more decision, of who stands on rung 6 already."""

    model_config = example(happened_on="2024-06-03")

    urgent: Words | None = Field(default=None, description="why the term cannot be waited for (Gemeentewet 124 lid 2)")


class EndSent(Worded):
    """That the province stopped doing the task in the place of the municipality."""

    model_config = example(summary="Alle personen van het besluit wonen in de gemeente.")

    summary: Words
    document: DocumentRef | None = None


class AppealSent(Worded):
    """An appeal against a decision; by the college at the Raad van State when nothing else is said."""

    model_config = example(grounds="De termijn zou te kort zijn.")

    appeal: AppealRef | None = Field(default=None, description="its id, when you choose it")
    by: Name | None = None
    court: Name | None = None
    grounds: Words | None = None
    document: DocumentRef | None = None


class AppealWithdrawalSent(Worded):
    """That an appeal was taken back."""

    model_config = example(happened_on="2024-06-03")

    note: Words | None = None


class RulingSent(Worded):
    """What the court ruled on an appeal."""

    model_config = example(ruling="dismissed", summary="Het beroep is ongegrond.")

    ruling: Ruling
    summary: Words | None = None
    document: DocumentRef | None = None


class ReliefRequestSent(Occurrence):
    """A request to suspend a decision; by the college when nothing else is said."""

    model_config = example(happened_on="2024-06-03")

    relief: ReliefRef | None = Field(default=None, description="its id, when you choose it")
    by: Name | None = None
    document: DocumentRef | None = None


class ReliefRulingSent(Worded):
    """What the court decided on a request to suspend a decision."""

    model_config = example(granted=True, suspended_until="2024-08-01")

    granted: bool
    suspended_until: Day | None = Field(
        default=None, description="the last day; until the court has ruled on the appeal when left out"
    )
    summary: Words | None = None
    document: DocumentRef | None = None


class CostsClaimSent(Worded):
    """Costs that the province claims of the municipality."""

    model_config = example(cents=1250000, due="2024-09-01")

    claim: ClaimRef | None = Field(default=None, description="its id, when you choose it")
    cents: Amount
    due: Day | None = None
    specification: Words | None = None
    document: DocumentRef | None = None


class PaymentSent(Occurrence):
    """Money that came in on a claim."""

    model_config = example(cents=1250000)

    cents: Amount


class AnnouncementRecorded(Recorded):
    """An announcement that was recorded."""

    letter: str


class DecisionRecorded(Recorded):
    """A decision that was recorded."""

    decision: str


class AppealRecorded(Recorded):
    """An appeal that was recorded."""

    appeal: str


class ReliefRecorded(Recorded):
    """A request for interim relief that was recorded."""

    relief: str


class ClaimRecorded(Recorded):
    """A claim that was recorded."""

    claim: str
