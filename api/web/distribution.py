"""A chart of how municipalities are spread over the rungs, half year after half year: as recorded beside as supposed.

Rung 1 is left out: everybody who stands on no other rung stands there. The page puts all numbers in a table.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from api.web.charts import Size, tick
from api.web.drawing import length, line, picture, text
from domain.values import Period, Rung
from projections.dutch.words import number

WIDE = Size(760, 270, 14, 8, 46, 34)
NARROW = Size(340, 250, 14, 4, 46, 28)
BAR, GAP = 34.0, 2.0
"""The widest bar, and the room between the two of a half year."""
LETTER, DIGITS = 9.0, 13.0
"""The narrowest bar that bears a letter below it, and the least width and height of a piece that bears its number."""
NAME = 46.0
"""The room that the name of a half year takes."""


class Pair(NamedTuple):
    """How many municipalities stand on each rung after a half year, as recorded and as they would."""

    period: Period
    recorded: Mapping[Rung, int]
    simulated: Mapping[Rung, int]


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where half years and numbers of municipalities are in the picture."""

    size: Size
    many: int
    most: int

    @property
    def room(self) -> float:
        """From one half year to the next."""
        return (self.size.width - self.size.left - self.size.right) / self.many

    @property
    def bar(self) -> float:
        """How wide a bar is."""
        return min(self.room * 0.4, BAR)

    def x(self, place: int, beside: int) -> float:
        """The left side of one of the two bars of a half year."""
        middle = self.size.left + self.room * (place + 0.5)
        return middle + GAP / 2 if beside else middle - GAP / 2 - self.bar

    def y(self, municipalities: int) -> float:
        """From the top."""
        return self.bottom - municipalities / self.most * (self.bottom - self.size.top)

    @property
    def bottom(self) -> int:
        """Where there is nobody."""
        return self.size.height - self.size.bottom


def distribution(pairs: Sequence[Pair], title: str, described: str, *, size: Size = WIDE) -> Markup:
    """Two bars for each half year, of who stands on rung 2 or higher: recorded on the left, simulated on the right."""
    most = max((_above(counts) for pair in pairs for counts in pair[1:]), default=0)
    step = tick(most)
    plane = _Plane(size, max(len(pairs), 1), max(-(-most // step), 1) * step)
    drawn = [*_axes(plane, step)]
    for place, pair in enumerate(pairs):
        drawn += _bar(plane, pair.recorded, plane.x(place, 0), "v")
        drawn += _bar(plane, pair.simulated, plane.x(place, 1), "d")
        drawn += _named(plane, place, pair.period)
    kind = f"trede-chart trede-chart--{'wide' if size.width >= WIDE.width else 'narrow'}"
    return picture(size[:2], kind, title, described, drawn)


def _above(counts: Mapping[Rung, int]) -> int:
    return sum(count for rung, count in counts.items() if rung > Rung.SIGNAL)


def _axes(plane: _Plane, step: int) -> Iterator[Markup]:
    for municipalities in range(0, plane.most + 1, step):
        height = plane.y(municipalities)
        kind = "trede-chart__grid" if municipalities else "trede-chart__axis"
        yield line(kind, plane.size.left, height, plane.size.width - plane.size.right, height)
        said = number(municipalities)
        yield text("trede-chart__label trede-chart__label--end", said, plane.size.left - 6, height + 4)


def _bar(plane: _Plane, counts: Mapping[Rung, int], left: float, letter: str) -> Iterator[Markup]:
    """The rungs from 2 up, the highest on top, each with its number where there is room for it."""
    below = 0
    for rung in sorted(counts):
        if rung is Rung.SIGNAL or not counts[rung]:
            continue
        top, bottom = plane.y(below + counts[rung]), plane.y(below)
        yield Markup(
            '<rect class="trede-chart__rung trede-chart__rung--{}" x="{}" y="{}" width="{}" height="{}"/>'
        ).format(rung.value, length(left), length(top), length(plane.bar), length(bottom - top))
        if plane.bar >= DIGITS and bottom - top >= DIGITS:
            kind = f"trede-chart__rung-number trede-chart__rung-number--{rung.value}"
            yield text(kind, number(counts[rung]), left + plane.bar / 2, (top + bottom) / 2 + 4)
        below += counts[rung]
    if plane.bar >= LETTER:
        kind = "trede-chart__label trede-chart__label--middle"
        yield text(kind, letter, left + plane.bar / 2, plane.bottom + 15)


def _named(plane: _Plane, place: int, period: Period) -> Iterator[Markup]:
    """The name of a half year, of as many as have room for it, the last one always."""
    each = int(-(-NAME // plane.room))
    if (plane.many - 1 - place) % each == 0:
        middle = plane.size.left + plane.room * (place + 0.5)
        kind = "trede-chart__label trede-chart__label--middle"
        yield text(kind, str(period), min(middle, plane.size.width - NAME / 2), plane.size.height - 10)
