"""Which municipalities of the ladder a page shows, as its address says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from domain.policy.numbers import Band
from domain.values import Rung
from projections.dutch.words import alphabetical
from projections.ladder import LadderLine

NAME, SUPERVISOR, PROVINCE, BAND = "gemeente", "adviseur", "provincie", "tempo"
"""What the parts of the filter are called in an address."""
NOBODY = "niemand"
"""The supervisor of who has none."""
CROWDED = 8
"""From how many municipalities more the lowest rung folds."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked of municipalities: empty for everything that is not asked."""

    name: str = ""
    supervisor: str = ""
    province: str = ""
    band: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """The filter in the query of an address; what no municipality can be asked is left out."""
        band = asked.get(BAND, "")
        return cls(
            name=asked.get(NAME, "").strip(),
            supervisor=asked.get(SUPERVISOR, ""),
            province=asked.get(PROVINCE, ""),
            band=band if band in set(Band) else "",
        )

    @property
    def query(self) -> dict[str, str]:
        """The same, as it stands in an address."""
        told = {NAME: self.name, SUPERVISOR: self.supervisor, PROVINCE: self.province, BAND: self.band}
        return {name: value for name, value in told.items() if value}

    @property
    def asks(self) -> bool:
        """Whether anything is asked."""
        return any((self.name, self.supervisor, self.province, self.band))

    def admits(self, line: LadderLine) -> bool:
        """Whether a municipality is what is asked."""
        return (
            (alphabetical(self.name) in alphabetical(line.name) or self.name.upper() == line.code)
            and self.supervisor in ("", line.supervisor or NOBODY)
            and self.province in ("", line.province)
            and self.band in ("", line.pace.band if line.pace else None)
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A rung with the municipalities on it that are shown, and how many stand on it in all; ``folded`` when crowded."""

    rung: Rung
    lines: tuple[LadderLine, ...]
    total: int
    folded: bool


def steps(lines: Iterable[LadderLine], asked: Filter) -> tuple[Step, ...]:
    """The rungs from the highest down, each with the municipalities that are asked for."""
    every = tuple(lines)
    return tuple(_step(rung, [line for line in every if line.rung is rung], asked) for rung in reversed(Rung))


def _step(rung: Rung, lines: list[LadderLine], asked: Filter) -> Step:
    shown = tuple(filter(asked.admits, lines))
    folded = rung is Rung.SIGNAL and len(shown) > CROWDED and not asked.asks
    return Step(rung, shown, len(lines), folded)
