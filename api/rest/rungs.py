"""Rungs through time: the spans of one municipality, and of all the moment at which each rung was applied."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Annotated, Any

from fastapi import Header, Response
from pydantic import Field

from api.rest.asking import Reading
from api.rest.described import READ
from api.rest.ladder import Province
from api.rest.paging import Listed
from api.rest.routing import Code, Routes
from api.rest.schemas import PartialDay, Told
from domain.municipality.ladder import Way
from domain.values import Rung
from projections.ladder import RungHistory, rung_history, spans

routes = Routes("/municipalities/{code}/rungs", tag="Ladder")
everywhere = Routes("/rung-history", tag="Ladder")

JSON, CSV = "application/json", "text/csv"


class RungTold(Told):
    """Days on a rung, by one entry."""

    rung: Rung
    effective_on: PartialDay | None = Field(description="as precisely as it is known; null when nobody knows")
    ended_on: date | None = Field(description="the first day that it was no longer so; null as long as it is")
    entry: int = Field(description="the entry that says so")
    way: Way = Field(description="by the opening of supervision, taken over when the record began, or by a placement")
    since: PartialDay | None = Field(description="when the unbroken stay on the rung began")
    since_entry: int = Field(description="the entry that began it")


class AppliedTold(Told):
    """An unbroken stay on a rung."""

    rung: Rung
    since: PartialDay | None = Field(description="when it was applied; null when nobody knows")
    ended_on: date | None = Field(description="the first day that it was no longer so; null as long as it is")
    entry: int = Field(description="the entry that applied it")
    taken_over: bool = Field(description="whether the municipality already stood there when the record began")


class RungHistoryTold(Told):
    """Every rung of a municipality, the oldest first."""

    code: str
    name: str
    province: str | None
    rungs: tuple[AppliedTold, ...]


@routes.read("")
def list_rungs(code: Code, at: Reading) -> Listed[RungTold]:
    """List the days of a municipality on each rung, up to the day, the oldest first.

    There is one page.
    """
    told = spans(at.ledger, at.knowing, at.municipality(code))
    items = tuple(map(RungTold.model_validate, told))
    return Listed[RungTold](items=items, total=len(told), next=None)


Accept = Annotated[
    str, Header(description="`text/csv` for a table with a line for each rung; JSON otherwise", examples=[CSV])
]
TABLE: dict[str, Any] = {
    "description": "Every rung of every municipality",
    "content": {CSV: {"schema": {"type": "string", "description": "RFC 4180, in UTF-8, with a header"}}},
    "headers": {"Vary": {"schema": {"type": "string"}, "description": "Accept"}},
}


@everywhere.read("", response_model=Listed[RungHistoryTold], responses=READ | {200: TABLE})
def show_rung_history(
    at: Reading, province: Province = None, accept: Accept = JSON
) -> Listed[RungHistoryTold] | Response:
    """Tell of every municipality each rung and the moment at which it was applied, up to the day.

    The question is that of parliament (October 2020). Municipalities are in alphabetical order, also those of which the
    supervision has ended; there is one page. Ask for a table with `Accept: text/csv`.
    """
    told = rung_history(at.ledger, at.knowing, province=province)
    at.response.headers["Vary"] = "Accept"
    if prefers_csv(accept):
        headers = {"Vary": "Accept", "Content-Disposition": 'attachment; filename="rung-history.csv"'}
        return Response(_table(told), media_type=f"{CSV}; charset=utf-8; header=present", headers=headers)
    items = tuple(map(RungHistoryTold.model_validate, told))
    return Listed[RungHistoryTold](items=items, total=len(told), next=None)


def prefers_csv(accept: str) -> bool:
    """Whether an Accept header asks for CSV rather than for JSON; JSON when it is all the same."""
    wanted = dict(_wanted(accept))
    anything = wanted.get("*/*", 0.0)
    table = wanted.get(CSV, wanted.get("text/*", anything))
    return table > wanted.get(JSON, wanted.get("application/*", anything))


def _wanted(accept: str) -> Iterator[tuple[str, float]]:
    for each in accept.lower().split(","):
        kind, *parameters = (part.strip() for part in each.split(";"))
        weights = [part.removeprefix("q=") for part in parameters if part.startswith("q=")]
        try:
            yield kind, float(weights[0]) if weights else 1.0
        except ValueError:
            yield kind, 0.0


def _table(told: tuple[RungHistory, ...]) -> str:
    file = StringIO()
    table = csv.writer(file)
    table.writerow(["code", "name", "province", "rung", "since", "endedOn", "takenOver", "entry"])
    for each in told:
        for rung in each.rungs:
            stay = [rung.rung.value, rung.since.value, rung.ended_on, str(rung.taken_over).lower(), rung.entry]
            table.writerow([each.code, each.name, each.province, *stay])
    return file.getvalue()
