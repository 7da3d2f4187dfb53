"""The account of an import: which file it was, and what became of its rows."""

from dataclasses import dataclass, field
from typing import Self

from domain.decisions.intake import Change, RowContradiction, TakenIn
from domain.events.figures_import import ImportCounts, ImportProblem
from domain.refusals import Refusal


@dataclass(frozen=True, slots=True)
class File:
    """The file that is imported, and what became of the rows that hold no statement to record."""

    name: str
    sha256: str
    columns: tuple[tuple[str, str], ...] = ()
    outside: int = 0
    refused: int = 0
    skipped: int = 0
    problems: tuple[ImportProblem, ...] = ()


@dataclass(slots=True)
class Summary:
    """What an import means for one municipality."""

    code: str
    name: str
    opened: bool = False
    recorded: int = 0
    unchanged: int = 0
    restated: int = 0
    changes: list[Change] = field(default_factory=list)

    @classmethod
    def of(cls, taken: TakenIn) -> Self:
        """Of what was decided."""
        return cls(taken.code, taken.name, taken.opened, taken.recorded, taken.unchanged, taken.restated, taken.changes)


@dataclass(slots=True)
class Report:
    """What became of the rows of a file. ``position`` is 0 when nothing was recorded, as in a dry run.

    ``contradictions`` and ``refused`` list the first of them; ``counts`` has them all.
    """

    stream: str
    counts: ImportCounts
    municipalities: dict[str, Summary] = field(default_factory=dict)
    contradictions: list[RowContradiction] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    parts: tuple[str, ...] = ()
    position: int = 0

    @property
    def opened(self) -> list[str]:
        """The codes of the municipalities whose supervision the import opened."""
        return [code for code, summary in self.municipalities.items() if summary.opened]

    def add(self, part: "Report", *, listed: int) -> None:
        """Add what became of a part of the file; at most so many contradictions and refused rows are listed."""
        ours, theirs = self.counts.model_dump(), part.counts.model_dump()
        self.counts = ImportCounts(**{name: ours[name] + theirs[name] for name in ours})
        self.contradictions.extend(part.contradictions[: listed - len(self.contradictions)])
        self.refused.extend(part.refused[: listed - len(self.refused)])
        self.position = part.position or self.position
        for code, summary in part.municipalities.items():
            known = self.municipalities.setdefault(code, Summary(code, summary.name))
            known.opened = known.opened or summary.opened
            known.recorded += summary.recorded
            known.unchanged += summary.unchanged
            known.restated += summary.restated
            known.changes.extend(summary.changes)
