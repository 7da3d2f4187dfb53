"""What is measured: rows, each with several runs of ours beside as many of theirs, one after the other in turn.

A story (a module beside this one) yields rows. While a row is measured the story waits, so what it has started stays
up; what it closes after the ``yield`` goes when the row is done::

    def rows(bench: Bench) -> Generator[Row]:
        with started(bench.folder) as server:
            yield Row(
                name="commands-8",  # begins with the name of the story in __main__.STORIES
                what="commands through the whole use case, 8 threads",
                unit="/s",
                aim=at_least(3),
                ours=lambda: commands_per_second(server, threads=8),
                against="bare eventsourcing save, 8 threads",
                theirs=lambda: saves_per_second(server, threads=8),
            )

Each side is a run: it does its work once, for about a second, and answers one figure in the unit of the row: a speed, a
time, an amount. Runs alternate (ours, theirs, ours, theirs…), so what else the machine does falls on both; each pair
gives a ratio, and the median of the ratios is held against the aim. Without ``theirs`` the median of ours is.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

Run = Callable[[], float]
"""Does the work once; answers one figure in the unit of its row."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a row should come to: at least, or at most, this ratio; or this figure where nothing is beside it."""

    sign: str
    bound: float

    def met_by(self, outcome: float) -> bool:
        """Whether it is so good."""
        return outcome >= self.bound if self.sign == "≥" else outcome <= self.bound

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}"


def at_least(bound: float) -> Aim:
    """The more the better: a speed beside a speed."""
    return Aim("≥", bound)


def at_most(bound: float) -> Aim:
    """The less the better: a time beside a time, or an amount by itself."""
    return Aim("≤", bound)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table.

    Args:
        name: by which it is chosen; begins with the name of its story.
        what: what is measured.
        unit: of the figures of both sides.
        aim: what the ratio ours ÷ theirs should be, or the figure where nothing is beside it; None only tells.
        ours: a run of ours.
        against: what is beside it.
        theirs: a run of that.
        runs: how many pairs, when not as many as the bench says.
        rehearsals: how many pairs go before that do not count: caches fill, connections open.
        facts: what else a reader must know (the size of the record, say).
    """

    name: str
    what: str
    unit: str
    aim: Aim | None
    ours: Run
    against: str = ""
    theirs: Run | None = None
    runs: int | None = None
    rehearsals: int = 1
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """A row that was measured: the figures of all runs that count, and how busy the machine was."""

    row: Row
    ours: list[float]
    theirs: list[float]
    load: tuple[float, float]

    @property
    def ratios(self) -> list[float]:
        """Ours ÷ theirs of each pair."""
        return [ours / theirs for ours, theirs in zip(self.ours, self.theirs, strict=True)] if self.theirs else []

    @property
    def outcome(self) -> float:
        """What is held against the aim: the median ratio, or the median of ours."""
        return median(self.ratios or self.ours)

    @property
    def met(self) -> bool | None:
        """Whether the aim is met; None where there is none."""
        return self.row.aim.met_by(self.outcome) if self.row.aim else None

    def told(self) -> dict[str, Any]:
        """As it stands in results.json."""
        row = self.row
        return {
            "what": row.what,
            "against": row.against,
            "unit": row.unit,
            "aim": str(row.aim) if row.aim else None,
            "ours": rounded(median(self.ours)),
            "theirs": rounded(median(self.theirs)) if self.theirs else None,
            "ratio": rounded(median(self.ratios)) if self.theirs else None,
            "met": self.met,
            "runs": {
                "ours": [rounded(each) for each in self.ours],
                "theirs": [rounded(each) for each in self.theirs],
            },
            "load": [rounded(each) for each in self.load],
            "facts": row.facts,
        }


@dataclass(frozen=True, slots=True)
class Bench:
    """What a story may use.

    Args:
        folder: a folder for what it makes; gone afterwards.
        records: where records are, or are made and left.
        sizes: the sizes of the records that are measured, in entries, from small to large.
        runs: how many pairs of runs a row has.
        seconds: how long a run should last that can last as long as one likes.
        quick: whether little time is given: enough to see that everything works, not to believe the figures.
        say: tells how it goes.
    """

    folder: Path
    records: Path
    sizes: tuple[int, ...]
    runs: int
    seconds: float
    quick: bool
    say: Callable[[object], None]


def measured(row: Row, runs: int) -> Result:
    """Run both sides in turn."""
    before = os.getloadavg()[0]
    ours, theirs = list[float](), list[float]()
    rehearsals, counted = row.rehearsals, row.runs or runs
    for _ in range(rehearsals + counted):
        ours.append(row.ours())
        if row.theirs:
            theirs.append(row.theirs())
    return Result(row, ours[rehearsals:], theirs[rehearsals:], (before, os.getloadavg()[0]))


def rounded(figure: float) -> float:
    """Three figures that say something: more would be noise."""
    return float(f"{figure:.3g}") if abs(figure) < 1000 else round(figure)
