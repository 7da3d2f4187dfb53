"""Closing a period: what it would fix first, then for all municipalities or for some; and correcting what was fixed."""

from typing import Annotated

from fastapi import Depends, Request
from pydantic import Field

from api.identity.rights import Right
from api.judging.closing import Outcome, close, correct_close, preview_all
from api.judging.parts import together
from api.rest.closing_schemas import HalfYear, PreviewsTold, PreviewTold, RefusalTold
from api.rest.recording import Guarded, Recorded, RecordedEntry, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Occurrence, Posted, Told, Worded, Words, example
from api.running import Running
from domain.ledger.request import Answer
from domain.values import MunicipalityCode, Period

routes = Routes("/periods/{period}/closings", tag="Judging")
corrections = Routes("/municipalities/{code}/closings/{period}/corrections", tag="Judging")

MOST = 400
"""Municipalities of one request: more than there are."""


class ClosingsSent(Occurrence):
    """Of which municipalities the period is closed; of all when none are named."""

    model_config = example(codes=["GM0622"])

    codes: tuple[MunicipalityCode, ...] | None = Field(default=None, min_length=1, max_length=MOST)


class CloseCorrectionSent(Worded):
    """Why the numbers of a period are fixed anew."""

    model_config = example(reason="Het COA heeft de realisatie van december gecorrigeerd.")

    reason: Words


class OutcomeTold(Told):
    """What became of closing a municipality; both entries and a refusal when it was closed and cannot be judged."""

    code: str
    entries: tuple[RecordedEntry, ...] = Field(
        description="of the close and of its assessment; none when nothing is new"
    )
    refusal: RefusalTold | None

    @classmethod
    def of(cls, outcome: Outcome) -> "OutcomeTold":
        """The outcome."""
        entries = Recorded.of(outcome.answer).entries if outcome.answer else ()
        return cls(code=outcome.code, entries=entries, refusal=RefusalTold.of(outcome.refusal))


class ClosingsRecorded(Recorded):
    """What was recorded, and what became of each municipality."""

    outcomes: tuple[OutcomeTold, ...]


def running_of(request: Request) -> Running:
    """What a question that is only about now works with."""
    running: Running = request.app.state.running
    return running


Now = Annotated[Running, Depends(running_of)]


@routes.read("")
def preview_closings(period: HalfYear, now: Now) -> PreviewsTold:
    """Tell what closing a period would fix, by what is recorded now: its gaps and contradictions, and its promises.

    Of every municipality that was supervised in it, in alphabetical order; there is one page. Nothing is recorded.
    """
    told = preview_all(now.ledger, now.frameworks, Period.parse(period), today=now.today())
    return PreviewsTold(
        period=period,
        total=len(told),
        closed=sum(each.closed is not None for each in told),
        refused=sum(each.refusal is not None for each in told),
        items=tuple(map(PreviewTold.of, told)),
    )


@routes.write("", Right.CLOSE_PERIODS)
def close_periods(period: HalfYear, sent: Posted[ClosingsSent], at: Writing) -> ClosingsRecorded:
    """Close a half year that is over: fix its numbers, judge the promises with a count, and draw each assessment.

    Each municipality is closed by itself: one that is refused leaves the others. What was closed before stays as it is.
    """
    running, asked = at.running, Period.parse(period)
    request = at.asked(sent)
    codes = sent.codes or [
        each.code for each in preview_all(running.ledger, running.frameworks, asked, today=request.today)
    ]
    outcomes = close(running.ledger, running.frameworks, codes, asked, request)
    answers = [each.answer for each in outcomes if each.answer]
    answer = at.told(together(*answers) if answers else Answer(running.ledger.head().position, ()))
    return ClosingsRecorded.of(answer, outcomes=tuple(map(OutcomeTold.of, outcomes)))


@corrections.write("", Right.CLOSE_PERIODS, guarded=True)
def correct_closing(code: Code, period: HalfYear, sent: Posted[CloseCorrectionSent], at: Guarded) -> Recorded:
    """Fix the numbers of a closed period anew, by what the official statements give now, and draw its assessment anew.

    Nothing else changes a period that is closed.
    """
    running, reason = at.running, sent.sealed(sent.reason)
    asked, request = Period.parse(period), at.asked(sent, code)
    answer = correct_close(running.ledger, running.frameworks, code, asked, reason, request)
    return Recorded.of(at.told(answer))
