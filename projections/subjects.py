"""What an entry is about, as people look for it in a history."""

from enum import StrEnum

from domain.events.base import FACTS, Fact
from domain.events.case import RungTakenOver
from domain.events.contact import ContactEvent, LetterReceived, LetterSent
from domain.events.documents import DocumentEvent
from domain.events.figures import FiguresEvent
from domain.events.judging import JudgingEvent
from domain.events.ladder import LadderEvent
from domain.events.law import LawEvent
from domain.events.periods import PeriodNumbers
from domain.events.plan import PlanEvent
from domain.events.record_keeping import RecordKeepingEvent
from domain.events.signals import SignalEvent


class Subject(StrEnum):
    """What an entry is about. A correction or withdrawal is about what its entry is about."""

    FIGURES = "figures"
    CONVERSATIONS = "conversations"
    PLAN = "plan"
    DECISIONS = "decisions"
    DOCUMENTS = "documents"
    OTHER = "other"


KINDS: tuple[tuple[type[Fact], Subject], ...] = (
    (FiguresEvent, Subject.FIGURES),
    (PeriodNumbers, Subject.FIGURES),
    (SignalEvent, Subject.FIGURES),
    (LetterSent, Subject.DOCUMENTS),
    (LetterReceived, Subject.DOCUMENTS),
    (DocumentEvent, Subject.DOCUMENTS),
    (ContactEvent, Subject.CONVERSATIONS),
    (PlanEvent, Subject.PLAN),
    (LadderEvent, Subject.DECISIONS),
    (JudgingEvent, Subject.DECISIONS),
    (LawEvent, Subject.DECISIONS),
    (RungTakenOver, Subject.DECISIONS),
)
"""The first that fits; what fits none is about something else."""


def subject_of(topic: str) -> Subject:
    """What facts of a topic are about."""
    fact = FACTS[topic]
    return next((subject for kind, subject in KINDS if issubclass(fact, kind)), Subject.OTHER)


def topics_about(subject: Subject) -> list[str]:
    """The topics about a subject, without those of corrections and withdrawals."""
    return [
        topic
        for topic, fact in FACTS.items()
        if not issubclass(fact, RecordKeepingEvent) and subject_of(topic) is subject
    ]
