"""Why a municipality is behind, as people noted it."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from api.identity.rights import Right
from api.rest.asking import Reading
from api.rest.figures_schemas import PERIOD
from api.rest.paging import Listed, Listing
from api.rest.problems import ProblemError
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import CauseRef, ConversationRef, PartialDay, PeriodName, Posted, Told, Worded, Words, example
from domain.decisions.causes import note_cause as decision
from domain.events.causes import CauseKind
from domain.values import Period
from projections.causes import causes

routes = Routes("/municipalities/{code}/causes", tag="Causes")

Cause = Annotated[CauseRef, Path(description="the id of the cause", examples=["cause-1"])]


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


class CauseTold(Told):
    """A cause as it was noted."""

    cause: str
    entry: int = Field(description="the entry that notes it")
    noted_on: PartialDay | None
    kind: CauseKind
    period: PeriodName | None = Field(description="of the backlog")
    conversation: str | None = Field(description="the conversation in which it was said")
    note: str | None


class CauseRecorded(Recorded):
    """A cause that was noted."""

    cause: str


@routes.read("")
def list_causes(
    code: Code,
    at: Listing,
    kind: Annotated[CauseKind | None, Query(description="of this kind only")] = None,
    period: Annotated[
        str | None, Query(pattern=PERIOD, description="of a backlog in this period only", examples=["2024-1"])
    ] = None,
) -> Listed[CauseTold]:
    """List the causes that were noted, the latest first; last those of which nobody knows when."""
    of_it, asked = at.municipality(code), Period.parse(period) if period else None
    page = causes(at.reader, at.knowing, code=of_it, kind=kind, period=asked, after=at.after, limit=at.limit)
    return at.listed(page, CauseTold.model_validate)


@routes.read("/{cause}")
def show_cause(code: Code, cause: Cause, at: Reading) -> CauseTold:
    """Tell of one cause."""
    for line in causes(at.reader, at.knowing, code=at.municipality(code), cause=cause).lines:
        return CauseTold.model_validate(line)
    raise ProblemError(404)


@routes.write("", Right.RECORD_FACTS)
def note_cause(code: Code, sent: Posted[CauseSent], at: Writing) -> CauseRecorded:
    """Note a cause of a backlog.

    A cause is what people say; the program never computes one.
    """
    cause = at.new("cause", sent.cause)
    answer = at.record(decision, code, sent, cause=cause, **sent.said("cause"))
    return CauseRecorded.of(answer, cause=cause)
