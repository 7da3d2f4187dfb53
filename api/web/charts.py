"""Charts as SVG: a half year against its target, backlogs half year by half year, and backlogs as small as a word.

A chart is a picture with words: its title and description say what it shows to whoever does not see it, and the page
puts the numbers beside it in a table. Looks are classes, for the style sheet; there is no style in the picture itself,
and the same figures always give the same picture. Lengths are in pixels at the size the picture was drawn for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from babel.dates import format_date
from markupsafe import Markup

from api.web.drawing import length, line, path, picture, text
from domain.values import Period, Rung
from projections.dutch.words import number

TICKS = 5
"""The most parts into which an axis of persons is divided."""
BADGE = 22
"""The width of the mark of a rung; two of them do not overlap."""


class Size(NamedTuple):
    """How large a picture is drawn, and the room around it: for the badges above, for the words left and below."""

    width: int
    height: int
    top: int = 34
    right: int = 34
    bottom: int = 26
    left: int = 40


WIDE = Size(760, 300)
NARROW = Size(340, 260)
SMALL = Size(58, 18, 1, 1, 1, 1)
FLAT = Size(760, 190, 22, 12, 24, 12)
FLAT_NARROW = Size(340, 190, 22, 4, 24, 4)


class Forecast(NamedTuple):
    """Where a half year ends at the present pace, and at the slowest and the fastest pace it had for a month."""

    low: Fraction
    middle: Fraction
    high: Fraction


class Mark(NamedTuple):
    """A day on which a municipality came to stand on a rung."""

    day: date
    rung: Rung


@dataclass(frozen=True, slots=True)
class HalfYear:
    """What a chart of a half year shows: persons housed day by day, against what should have been.

    ``expected`` are the bends of the line of what should be realised, from the eve of the half year to its last day;
    ``target`` is the corrected target, None while it is unknown.
    """

    period: Period
    points: tuple[tuple[date, int], ...]
    expected: tuple[tuple[date, Fraction], ...] = ()
    target: int | None = None
    forecast: Forecast | None = None
    marks: tuple[Mark, ...] = ()

    @property
    def most(self) -> Fraction:
        """The most persons that it shows."""
        shown = [Fraction(persons) for _, persons in self.points] + [persons for _, persons in self.expected]
        shown += [Fraction(self.target)] if self.target else []
        shown += [self.forecast.high] if self.forecast else []
        return max([Fraction(0), *shown])


class Backlog(NamedTuple):
    """A half year and its backlog at the end: negative for a lead, None where it is unknown."""

    period: Period
    persons: int | None


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where days and persons are in a picture."""

    size: Size
    first: date
    last: date
    most: int

    def x(self, day: date) -> float:
        """From the left, at the end of a day: the eve of the first day is the axis."""
        whole = (self.last - self.first).days + 1
        part = min(max((day - self.first).days + 1, 0), whole) / whole
        return self.size.left + part * (self.size.width - self.size.left - self.size.right)

    def y(self, persons: Fraction | int) -> float:
        """From the top."""
        return self.bottom - float(persons) / self.most * (self.bottom - self.size.top)

    @property
    def bottom(self) -> int:
        """Where nobody is housed."""
        return self.size.height - self.size.bottom

    @property
    def right(self) -> int:
        """Where the last day ends."""
        return self.size.width - self.size.right

    def line(self, points: Sequence[tuple[date, Fraction | int]]) -> str:
        """A line through these points."""
        return "M" + " L".join(f"{length(self.x(day))} {length(self.y(persons))}" for day, persons in points)


def half_year(chart: HalfYear, title: str, described: str, *, size: Size = WIDE) -> Markup:
    """The chart of a half year: persons housed, the line of what should have been, the target and the forecast."""
    step = tick(chart.most)
    top = max(-(-chart.most // step), 1) * step
    plane = _Plane(size, chart.period.first_day, chart.period.last_day, int(top))
    drawn = (*_axes(plane, step), *_target(plane, chart), *_expected(plane, chart), *_forecast(plane, chart))
    return picture(size[:2], _kind(size), title, described, (*drawn, *_realised(plane, chart), *_marks(plane, chart)))


def backlogs(shown: Sequence[Backlog], title: str, described: str, *, size: Size = FLAT) -> Markup:
    """A bar for the backlog of each half year: upwards when behind, downwards when ahead, a dash when unknown."""
    bars = _Bars(size, [each.persons for each in shown])
    drawn = [line("trede-chart__axis", size.left, bars.zero, size.width - size.right, bars.zero)]
    for place, (period, persons) in enumerate(shown):
        middle = bars.x(place) + bars.width / 2
        said = "–" if persons is None else number(persons)
        drawn += bars.bar(place, "trede-chart__bar")
        drawn.append(text("trede-chart__value", said, middle, bars.above(persons)))
        drawn.append(text("trede-chart__label trede-chart__label--middle", str(period), middle, size.height - 6))
    return picture(size[:2], _kind(size), title, described, drawn)


def sparkline(shown: Sequence[int | None], title: str) -> Markup:
    """Backlogs in the size of a word: a bar each, the last one stressed, and room where one is unknown."""
    bars = _Bars(SMALL, shown)
    drawn = [line("trede-sparkline__zero", 0, bars.zero, SMALL.width, bars.zero)]
    for place in range(len(shown)):
        drawn += bars.bar(place, "trede-sparkline__bar", last=place == len(shown) - 1)
    return picture(SMALL[:2], "trede-sparkline", title, "", drawn)


def tick(most: Fraction | int) -> int:
    """How many persons there are from one line of an axis to the next: 1, 2 or 5, or ten or a hundred times that."""
    step = 1
    while step * TICKS < most:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return step


@dataclass(frozen=True, slots=True)
class _Bars:
    """Bars side by side, around the height of nothing."""

    size: Size
    persons: Sequence[int | None]

    @property
    def scale(self) -> float:
        """How high one person is."""
        known = [each for each in self.persons if each is not None]
        range_ = max([0, *known]) - min([0, *known])
        return (self.size.height - self.size.top - self.size.bottom) / max(range_, 1)

    @property
    def zero(self) -> float:
        """The height of nothing, from the top."""
        return self.size.top + max([0, *(each for each in self.persons if each is not None)]) * self.scale

    @property
    def room(self) -> float:
        """From one bar to the next."""
        return (self.size.width - self.size.left - self.size.right) / max(len(self.persons), 1)

    @property
    def width(self) -> float:
        """How wide a bar is."""
        return min(self.room * 0.72, 64)

    def x(self, place: int) -> float:
        """The left side of a bar."""
        return self.size.left + self.room * place + (self.room - self.width) / 2

    def above(self, persons: int | None) -> float:
        """Where the number of a bar stands."""
        return self.zero - max(persons or 0, 0) * self.scale - 6

    def bar(self, place: int, kind: str, *, last: bool = False) -> Iterator[Markup]:
        """A bar; a line where there is neither a backlog nor a lead, and nothing for what is unknown."""
        persons = self.persons[place]
        if persons is None:
            return
        height = max(abs(persons) * self.scale, 1.5)
        classes = kind + (f" {kind}--lead" if persons < 0 else "") + (f" {kind}--last" if last else "")
        top = self.zero if persons < 0 else self.zero - height
        yield Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
            classes, length(self.x(place)), length(top), length(self.width), length(height)
        )


def _axes(plane: _Plane, step: int) -> Iterator[Markup]:
    for persons in range(0, plane.most + 1, step):
        height = plane.y(persons)
        kind = "trede-chart__grid" if persons else "trede-chart__axis"
        yield line(kind, plane.size.left, height, plane.right, height)
        yield text("trede-chart__label trede-chart__label--end", number(persons), plane.size.left - 8, height + 4)
    for month in range(plane.first.month, plane.last.month + 1):
        begin = date(plane.first.year, month, 1)
        name = format_date(begin, "MMM", locale="nl").replace(".", "")
        end = date(begin.year + month // 12, month % 12 + 1, 1)
        left, right = plane.x(begin - timedelta(days=1)), plane.x(end - timedelta(days=1))
        yield line("trede-chart__tick", left, plane.bottom, left, plane.bottom + 5)
        yield text("trede-chart__label trede-chart__label--middle", name, (left + right) / 2, plane.bottom + 18)


def _target(plane: _Plane, chart: HalfYear) -> Iterator[Markup]:
    if chart.target and chart.target > 0:
        height = plane.y(chart.target)
        yield line("trede-chart__target", plane.size.left, height, plane.right, height)
        said = f"taakstelling met achterstand: {number(chart.target)}"
        yield text("trede-chart__said", said, plane.size.left + 6, height - 6)


def _expected(plane: _Plane, chart: HalfYear) -> Iterator[Markup]:
    if chart.expected:
        yield path("trede-chart__expected", plane.line(chart.expected))


def _forecast(plane: _Plane, chart: HalfYear) -> Iterator[Markup]:
    if chart.forecast is None or not chart.points:
        return
    begin, end = chart.points[-1], chart.period.last_day
    low, middle, high = chart.forecast
    yield path("trede-chart__band", plane.line([begin, (end, high), (end, low)]) + "Z")
    yield path("trede-chart__forecast", plane.line([begin, (end, middle)]))


def _realised(plane: _Plane, chart: HalfYear) -> Iterator[Markup]:
    """A line in steps: nobody knows of the days between two reports, so it stays where it was."""
    if not chart.points:
        return
    (first, begin), *others = chart.points
    drawn = f"M{length(plane.x(first))} {length(plane.y(begin))}"
    drawn += "".join(f"H{length(plane.x(day))}V{length(plane.y(persons))}" for day, persons in others)
    last_day, last = chart.points[-1]
    x, y = plane.x(last_day), plane.y(last)
    yield path("trede-chart__realised", drawn)
    yield Markup('<circle class="trede-chart__now" cx="{}" cy="{}" r="4"/>').format(length(x), length(y))
    yield text("trede-chart__value trede-chart__value--now", number(last), x - 4, y - 10)


def _marks(plane: _Plane, chart: HalfYear) -> Iterator[Markup]:
    """The mark of a rung above the day from which it counts, beside the one before it where they would overlap."""
    taken = float("-inf")
    for day, rung in chart.marks:
        x = plane.x(day - timedelta(days=1))
        left = taken = max(x - BADGE / 2, taken + BADGE + 2)
        yield line("trede-chart__mark", x, 26, x, plane.bottom)
        shape = f"M{length(left)} 24V12H{length(left + 7)}V4H{length(left + BADGE)}V24Z"
        yield path(f"trede-chart__rung trede-chart__rung--{rung.value}", shape)
        kind = f"trede-chart__rung-number trede-chart__rung-number--{rung.value}"
        yield text(kind, str(rung.value), left + 14, 18.5)


def _kind(size: Size) -> str:
    return f"trede-chart trede-chart--{'wide' if size.width >= WIDE.width else 'narrow'}"
