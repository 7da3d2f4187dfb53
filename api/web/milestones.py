"""Milestones of an improvement plan against the figures: in words, in a table, and as a picture.

A milestone counts who was housed since its half year began. Of one that is still to come, the figures so far are shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from markupsafe import Markup

from api.judging.promises import ByFigures
from api.web.charts import Size
from api.web.drawing import length, line, picture, text
from api.web.visiting import Visit
from domain.events.plan import Milestone
from domain.values import PartialDate, Period
from projections.dutch.words import day, number, persons
from projections.dutch.words import short_day as short
from projections.figures import figures_of_period
from projections.plans import PlanVersion

DRAWN = 8
"""So many milestones fit in a picture on a phone: the last ones that have passed, and those to come."""
PASSED = 4
"""So many of them have passed already, when there are more."""
WIDE, NARROW = Size(600, 200, 22, 4, 38, 4), Size(340, 190, 22, 4, 38, 4)
ROOM = 96
"""The most room that one of them takes."""
TITLE = "Gehuisvest tegen de mijlpalen"


class Standing(StrEnum):
    """How it stands with a milestone; the value is what is shown of it."""

    MET = "gehaald"
    NOT_MET = "niet gehaald"
    COMING = "komt nog"
    UNKNOWN = "zeggen de cijfers niet"


class Judgement(NamedTuple):
    """A milestone with what the figures say of it; ``realised`` is None where they say nothing."""

    day: date
    persons: int
    realised: int | None
    standing: Standing

    @property
    def said(self) -> str:
        """What is said of it in a sentence."""
        told = f"de mijlpaal van {persons(self.persons)} t/m {day(self.day)}"
        if self.standing is Standing.COMING:
            so_far = f" ({number(self.realised)} tot nu)" if self.realised is not None else ""
            return f"{told} komt nog{so_far}"
        if self.standing is Standing.UNKNOWN:
            return f"of {told} is gehaald, zeggen de cijfers niet"
        return f"{told} is {self.standing.value} ({number(self.realised or 0)} gehuisvest)"


@dataclass(frozen=True, slots=True)
class Milestones:
    """The milestones of a version of a plan, the earliest first, and the picture of them at two widths."""

    judged: tuple[Judgement, ...]
    charts: tuple[Markup, ...]
    in_words: str

    @property
    def last(self) -> Judgement | None:
        """The last one of which the figures say whether it was met."""
        told = [each for each in self.judged if each.standing in {Standing.MET, Standing.NOT_MET}]
        return told[-1] if told else None


def milestones(visit: Visit, code: str, version: PlanVersion) -> Milestones:
    """The milestones of a version, judged by the official figures as known and as at the day of the page."""
    judge = ByFigures(visit.reader.reading, visit.running.frameworks, visit.knowing, code)
    so_far = _so_far(visit, code)
    found = tuple(_judged(each, judge, visit.knowing.day, so_far) for each in version.milestones)
    drawn = _drawn(found, visit.knowing.day)
    told = " ".join(f"{each.said[:1].upper()}{each.said[1:]}." for each in drawn)
    charts = tuple(_picture(drawn, told, size) for size in (WIDE, NARROW)) if drawn else ()
    return Milestones(found, charts, told)


def _judged(milestone: Milestone, judge: ByFigures, today: date, so_far: int | None) -> Judgement:
    found = judge.milestone(milestone.persons, milestone.day)
    if found:
        standing = Standing.MET if found.kept else Standing.NOT_MET
        return Judgement(milestone.day, milestone.persons, found.realised, standing)
    if milestone.day < today:
        return Judgement(milestone.day, milestone.persons, None, Standing.UNKNOWN)
    running = Period.half_year(milestone.day) == Period.half_year(today)
    return Judgement(milestone.day, milestone.persons, so_far if running else None, Standing.COMING)


def _so_far(visit: Visit, code: str) -> int | None:
    """How many were housed in the half year that runs."""
    knowing, counting = visit.knowing, visit.running.frameworks.counting(visit.knowing.day)
    line = figures_of_period(visit.reader.reading, knowing, code, Period.half_year(knowing.day), **counting)
    return line.figures.realised.value if line and line.figures.realised else None


def _drawn(found: Sequence[Judgement], today: date) -> Sequence[Judgement]:
    passed = sum(each.day < today for each in found)
    first = max(min(passed - PASSED, len(found) - DRAWN), 0)
    return found[first : first + DRAWN]


def _picture(drawn: Sequence[Judgement], told: str, size: Size) -> Markup:
    """A bar for who was housed, with the number on it, and a line across it for who should have been."""
    most = max([1, *(each.persons for each in drawn), *(each.realised or 0 for each in drawn)])
    bottom, left = size.height - size.bottom, size.left
    room = min((size.width - left - size.right) / len(drawn), ROOM)
    width = min(room * 0.6, 56)

    def height(persons: int) -> float:
        return bottom - persons / most * (bottom - size.top)

    pieces = [line("trede-chart__axis", left, bottom, left + room * len(drawn), bottom)]
    for place, each in enumerate(drawn):
        middle = left + room * (place + 0.5)
        top = height(each.realised or 0)
        if each.realised is not None:
            pieces.append(_bar(middle - width / 2, top, width, max(bottom - top, 1.5), each.standing))
        goal = height(each.persons)
        across = (middle - width / 2 - 5, goal, middle + width / 2 + 5, goal)
        pieces += [line("trede-chart__halo", *across), line("trede-chart__target", *across)]
        said = "–" if each.realised is None else number(each.realised)
        pieces.append(text("trede-chart__value", f"{said}/{number(each.persons)}", middle, min(top, goal) - 7))
        for row, words in enumerate(_label(each.day)):
            kind = "trede-chart__label trede-chart__label--middle"
            pieces.append(text(kind, words, middle, bottom + 16 + 15 * row))
    kind = f"trede-chart trede-chart--{'wide' if size is WIDE else 'narrow'}"
    return picture(size[:2], kind, TITLE, told, pieces)


def _bar(x: float, y: float, width: float, height: float, standing: Standing) -> Markup:
    kind = {Standing.MET: "lead", Standing.NOT_MET: "missed"}.get(standing, "coming")
    return Markup('<rect class="trede-chart__bar trede-chart__bar--{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        kind, length(x), length(y), length(width), length(height)
    )


def _label(given: date) -> tuple[str, str]:
    told, year = short(PartialDate.of(given)).rsplit(" ", 1)
    return told, year
