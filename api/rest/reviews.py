"""The review of a period: every municipality with all that it is judged by, in one answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query, Response

from api.judging.reviewing import ReviewOrder, in_order, reviewed
from api.rest.asking import Reading
from api.rest.closing_schemas import HalfYear
from api.rest.described import READ
from api.rest.ladder import Province
from api.rest.persons import names_of
from api.rest.review_schemas import AdviceCount, ReviewLineTold, ReviewTold, VerdictCount, table
from api.rest.routing import Routes
from api.rest.rungs import CSV, JSON, Accept, prefers_csv
from api.rest.schemas import PersonRef
from domain.events.judging import AdviceKind, TrendVerdict
from domain.values import Period, Rung
from projections.review import ReviewLine

routes = Routes("/reviews", tag="Judging")

TABLE: dict[str, Any] = {
    "description": "Every municipality in the review",
    "content": {CSV: {"schema": {"type": "string", "description": "RFC 4180, in UTF-8, with a header"}}},
    "headers": {"Vary": {"schema": {"type": "string"}, "description": "Accept"}},
}

Flag = bool | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which municipalities are asked for; None asks nothing."""

    rung: Rung | None
    verdict: TrendVerdict | None
    advice: AdviceKind | None
    supervisor: str | None
    flags: dict[str, Flag]

    def admits(self, line: ReviewLine) -> bool:
        """Whether a municipality is what is asked."""
        facts = {
            "closed": line.closed,
            "waiting": line.proposal is not None,
            "contact_complete": line.contact.complete,
            "signalled": bool(line.signals),
            "frozen": line.frozen is not None,
            "changed": line.changed,
        }
        return (
            self.rung in (None, line.rung)
            and self.verdict in (None, line.verdict)
            and self.advice in (None, line.advice.kind if line.advice else None)
            and self.supervisor in (None, line.supervisor)
            and all(asked in (None, facts[name]) for name, asked in self.flags.items())
        )


def asked(
    *,
    rung: Annotated[Rung | None, Query(description="on this rung only")] = None,
    verdict: Annotated[TrendVerdict | None, Query(description="with this verdict only")] = None,
    advice: Annotated[AdviceKind | None, Query(description="with this advice only")] = None,
    supervisor: Annotated[PersonRef | None, Query(description="of this supervisor only, by id")] = None,
    closed: Annotated[Flag, Query(description="whether the period is closed")] = None,
    waiting: Annotated[Flag, Query(description="whether a proposal waits for a decision")] = None,
    contact_complete: Annotated[
        Flag, Query(alias="contactComplete", description="whether all contact that is owed was held")
    ] = None,
    signalled: Annotated[Flag, Query(description="whether a risk signal is open")] = None,
    frozen: Annotated[Flag, Query(description="whether the rung is frozen")] = None,
    changed: Annotated[Flag, Query(description="whether what it rests on was changed afterwards")] = None,
) -> Filter:
    """Which municipalities are asked for."""
    flags = {
        "closed": closed,
        "waiting": waiting,
        "contact_complete": contact_complete,
        "signalled": signalled,
        "frozen": frozen,
        "changed": changed,
    }
    return Filter(rung, verdict, advice, supervisor, flags)


Asked = Annotated[Filter, Depends(asked)]
Sort = Annotated[ReviewOrder, Query(description="by what: what asks most attention first, then by name")]
Descending = Annotated[bool, Query(alias="reverse", description="the other way round")]


@routes.read("/{period}", response_model=ReviewTold, responses=READ | {200: TABLE})
def show_review(
    period: HalfYear,
    at: Reading,
    which: Asked,
    *,
    province: Province = None,
    sort: Sort = ReviewOrder.NAME,
    reverse: Descending = False,
    accept: Accept = JSON,
) -> ReviewTold | Response:
    """Show the review of a half year: every municipality under supervision with figures, verdict, advice and contact.

    Its backlogs are those it was closed with, or what official sources say as long as it is not. What else is told is
    of the day: the rung, the plan, agreements, signals, a proposal that waits. Ask for a table with `Accept: text/csv`.
    """
    told = reviewed(at.reader, at.running.frameworks, at.knowing, Period.parse(period), province=province)
    lines = in_order(tuple(filter(which.admits, told.lines)), sort, reverse=reverse)
    names = names_of(at, (line.supervisor for line in lines))
    at.response.headers["Vary"] = "Accept"
    if prefers_csv(accept):
        headers = {"Vary": "Accept", "Content-Disposition": f'attachment; filename="review-{period}.csv"'}
        return Response(table(lines, names), media_type=f"{CSV}; charset=utf-8; header=present", headers=headers)
    return ReviewTold(
        period=period,
        day=at.knowing.day,
        municipalities=len(told.lines),
        closed=told.closed,
        waiting=told.waiting,
        verdicts=tuple(VerdictCount(verdict=each, municipalities=count) for each, count in _counts(told.verdicts)),
        advices=tuple(AdviceCount(advice=each, municipalities=count) for each, count in _counts(told.advices)),
        total=len(lines),
        items=tuple(ReviewLineTold.of(line, names) for line in lines),
    )


def _counts(counted: Any) -> Iterator[tuple[Any, int]]:  # noqa: ANN401 - of verdicts, or of kinds of advice
    """What was counted, in alphabetical order, and last what there is none of."""
    yield from sorted(counted.items(), key=lambda each: (each[0] is None, each[0] or ""))
