"""Why a municipality is behind, as people noted it."""

from pydantic import Field

from api.identity.rights import Right
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import CauseRef, ConversationRef, PeriodName, Posted, Worded, Words, example
from domain.decisions.causes import note_cause as decision
from domain.events.causes import CauseKind

routes = Routes("/municipalities/{code}/causes", tag="Causes")


class CauseSent(Worded):
    """A cause of a backlog, as somebody says."""

    model_config = example(
        kind="housing-stock", period="2024-1", note="Er kwamen dit voorjaar geen sociale huurwoningen vrij."
    )

    cause: CauseRef | None = Field(default=None, description="its id, when you choose it")
    kind: CauseKind
    period: PeriodName | None = None
    conversation: ConversationRef | None = None
    note: Words | None = None


class CauseRecorded(Recorded):
    """A cause that was noted."""

    cause: str


@routes.write("", Right.RECORD_FACTS)
def note_cause(code: Code, sent: Posted[CauseSent], at: Writing) -> CauseRecorded:
    """Note a cause of a backlog.

    A cause is what people say; the program never computes one.
    """
    cause = at.new("cause", sent.cause)
    answer = at.record(decision, code, sent, cause=cause, **sent.said("cause"))
    return CauseRecorded.of(answer, cause=cause)
