"""The review of a half year: every municipality on one page, with its verdict, its advice and what was done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from api.identity.rights import Right
from api.judging.reviewing import WORST_FIRST, reviewed
from api.web import fields
from api.web.judged_period import HalfYear, latest_over, may_propose, named, stops
from api.web.review_filter import COLUMNS, MINE, NOBODY, VERDICT, YES, Asked, headers
from api.web.review_rows import Row, row_of
from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from domain.events.judging import AdviceKind, TrendVerdict
from domain.values import Rung
from projections.dutch.telling import counted
from projections.dutch.words import alphabetical, day, word
from projections.review import Review

PATH = "/beoordeling/{period}"
VERDICTS = {
    TrendVerdict.GROWING: "met groeiende achterstand",
    TrendVerdict.STAGNANT: "stagnerend",
    TrendVerdict.UNDETERMINED: "niet te bepalen",
    TrendVerdict.IMPROVING: "verbeterend",
    TrendVerdict.NO_BACKLOG: "zonder achterstand",
}
"""What the first line says of who has a verdict."""

pages = Pages("Beoordeling")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the first line, with the address of the municipalities that it counts."""

    text: str
    address: str


@pages.get("/beoordeling")
def latest_review(visit: Visiting) -> Response:
    """On to the latest half year that is over."""
    asked = Asked.of(visit.request.query_params)
    return visit.redirect(visit.link(PATH.format(period=latest_over(visit.knowing.day)), **asked.query))


@pages.get(PATH)
def show_review(period: HalfYear, visit: Visiting) -> Response:
    """The review; for a script that changes the filter, only what it changes."""
    asked, path = Asked.of(visit.request.query_params), PATH.format(period=period)
    told = reviewed(visit.reader, visit.running.frameworks, visit.knowing, period)
    framework = visit.running.frameworks.found_in_force(visit.knowing.day)
    proposes = may_propose(visit, period)
    rows = [row_of(visit, line, framework, may_propose=proposes) for line in told.lines]
    over = period.last_day < visit.knowing.day
    context: dict[str, Any] = {
        "period": period,
        "over": over,
        "asked": asked,
        "rows": asked.shown(rows),
        "columns": headers(asked, lambda query: visit.link(path, **query)),
        "total": len(rows),
        "may_propose": proposes,
    }
    if visit.wants_fragment:
        return visit.fragment("_review.html", **context)
    return visit.page(
        "review.html",
        title=named(period),
        verdicts=verdicts(visit, told),
        waiting=waiting(visit, told, rows),
        state=state(told, over=over),
        may_close=over and told.closed < len(rows) and visit.may(Right.CLOSE_PERIODS) and not visit.time_travel,
        choices={
            "oordeel": [(each.value, word(each).capitalize()) for each in WORST_FIRST],
            "advies": fields.options(AdviceKind),
            "trede": [(str(each.value), f"Trede {each.value}") for each in Rung],
            "adviseur": _supervisors(visit, told),
        },
        sorts=[(each.name, each.title) for each in COLUMNS],
        stops=stops(visit, period, asked.query),
        **context,
    )


def verdicts(visit: Visit, told: Review) -> list[Part]:
    """How many municipalities have each verdict, for the first line; who was not judged comes last."""
    path, found = PATH.format(period=told.period), told.verdicts
    present = [each for each in WORST_FIRST if found.get(each)]
    return [
        Part(
            f"{counted(found[each], 'gemeente', 'gemeenten') if each is present[0] else found[each]} {VERDICTS[each]}",
            visit.link(path, **{VERDICT: each.value}),
        )
        for each in present
    ]


def waiting(visit: Visit, told: Review, rows: Iterable[Row]) -> list[Part]:
    """How many proposals wait, and how many municipalities wait for the visitor."""
    path, mine = PATH.format(period=told.period), sum(row.mine for row in rows)
    found = []
    if told.waiting:
        verb = "wacht" if told.waiting == 1 else "wachten"
        text = f"{counted(told.waiting, 'voorstel', 'voorstellen')} {verb} op een besluit"
        found.append(Part(text, visit.link("/voorstellen")))
    if mine:
        found.append(
            Part(f"{counted(mine, 'gemeente wacht', 'gemeenten wachten')} op u", visit.link(path, **{MINE: YES}))
        )
    return found


def state(told: Review, *, over: bool) -> str:
    """Whether the half year is closed, in a sentence."""
    every = len(told.lines)
    if not over:
        return f"Dit halfjaar loopt tot en met {day(told.period.last_day)}."
    if not told.closed:
        return "Nog niet afgesloten: er zijn nog geen cijfers vastgesteld en geen adviezen."
    if told.closed == every:
        return f"Afgesloten voor alle {every} gemeenten."
    return f"Afgesloten voor {told.closed} van {every} gemeenten."


def _supervisors(visit: Visit, told: Review) -> list[tuple[str, str]]:
    """The supervisors of these municipalities, by name, and nobody where somebody has none."""
    every = {line.supervisor for line in told.lines}
    known = {each for each in every if each}
    names = visit.reader.reading.persons.names(known)
    found = [(str(each), names.get(each) or "gewiste persoon") for each in known]
    nobody = [(NOBODY, "geen adviseur")] if None in every and known else []
    return [*sorted(found, key=lambda one: alphabetical(one[1])), *nobody]
