"""The ladder: on which rung every municipality stands on a day, as one picture of the province."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from fastapi import Response

from api.arriving.alarm import stayed_away
from api.web.attention import attention
from api.web.charts import sparkline
from api.web.ladder_filter import NOBODY, Filter, steps
from api.web.routing import Pages
from api.web.visiting import Visit, Visiting
from api.web.walking import walk
from domain.policy.numbers import Band, rounded
from domain.values import PersonId, Rung
from projections.dutch.telling import counted
from projections.dutch.words import alphabetical, balance, day, listed
from projections.imports import imports
from projections.ladder import Ladder, LadderLine, ladder, rung_history
from projections.ladder.guideline import past_guideline

pages = Pages("Ladder")


@pages.get("/", kept=True)
def show_ladder(visit: Visiting) -> Response:
    """The ladder as at a day; for a script that changes the filter, only what it changes."""
    asked = Filter.of(visit.request.query_params)
    frameworks, on = visit.running.frameworks, visit.knowing.day
    told = ladder(visit.reader.reading, visit.knowing, **frameworks.counting(on))
    shown = [line for line in told.lines if asked.admits(line)]
    context: dict[str, Any] = {
        "told": told,
        "asked": asked,
        "steps": steps(told.lines, asked),
        "shown": len(shown),
        "in_words": in_words(told, today=visit.running.today()),
        "past": past_guideline(
            rung_history(visit.reader.reading, visit.knowing), told.day, months=frameworks.guideline(on)
        ),
        "spark": spark,
        "judging": attention(visit, told),
        "rounded": rounded,
    }
    if visit.wants_fragment:
        return visit.fragment("_ladder.html", **context)
    return visit.page(
        "ladder.html",
        supervisors=_supervisors(visit, told.lines),
        provinces=sorted({line.province for line in told.lines if line.province}),
        bands=tuple(Band),
        walk=walk(visit, "/", asked.query),
        stayed_away=None if visit.time_travel else stayed_away(visit.running, visit.running.today()),
        imported=next(iter(imports(visit.reader, visit.knowing, limit=1).lines), None),
        **context,
    )


def in_words(told: Ladder, *, today: date) -> str:
    """Where the province stands, in one sentence."""
    when = "Vandaag" if told.day == today else f"Op {day(told.day)}"
    active = [line for line in told.lines if line.rung >= Rung.AGREEMENTS]
    verb = "staat" if len(told.lines) == 1 else "staan"
    said = f"{when} {verb} {counted(len(told.lines), 'gemeente', 'gemeenten')} op de ladder"
    if not active:
        return f"{said}, geen daarvan onder actief toezicht (trede 3 en hoger)."
    highest = max(line.rung for line in active)
    on_top = sum(line.rung == highest for line in active)
    top = f", waarvan {on_top} op trede {highest}" if on_top < len(active) else f", op trede {highest}"
    top = top if highest > Rung.AGREEMENTS else ""
    return f"{said}; {len(active)} onder actief toezicht (trede 3 en hoger){top}."


def spark(line: LadderLine) -> str:
    """The closing backlogs of a municipality in the size of a word."""
    told = [f"{each.period}: {balance(each.backlog.value)}" for each in line.closings if each.backlog]
    title = f"Eindstanden: {listed(told)}" if told else "Geen eindstanden bekend"
    return sparkline([each.backlog.value if each.backlog else None for each in line.closings], title)


def _supervisors(visit: Visit, lines: Iterable[LadderLine]) -> list[tuple[str, str]]:
    """The supervisors of these municipalities, by name, and nobody where somebody has none."""
    every = {line.supervisor for line in lines}
    known: set[PersonId] = {each for each in every if each}
    names = visit.reader.reading.persons.names(known)
    told = sorted(
        ((each, names.get(each) or "gewiste persoon") for each in known), key=lambda one: alphabetical(one[1])
    )
    return [*told, *([(NOBODY, "geen adviseur")] if None in every and known else [])]
