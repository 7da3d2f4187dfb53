"""From a file with figures to what is recorded of it, or what would be."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from api.importing.report import FileReport
from api.intake.columns import Synonyms
from api.intake.figures_file import FiguresFile, open_figures
from api.intake.intake import Sorted
from api.intake.register import Register
from api.settings import Settings
from domain.events.base import Actor
from domain.ledger.application import Ledger
from domain.ledger.demo import is_demo
from domain.ledger.import_report import File
from domain.ledger.importing import Progress, import_figures, refuses_all
from domain.ledger.request import Request
from domain.ledger.staging import StatedRow, staged_figures
from domain.values import Nature, Period, ProvinceCode, Source, SourceKind

READING = "lezen"
"""What is going on while rows are read; of the rest the ledger says what it is."""
EVERY = 1_000
"""Rows after which somebody hears how many were read."""


@dataclass(frozen=True, slots=True)
class Unstated:
    """What holds for rows that do not state it themselves."""

    period: Period | None = None
    source: Source | None = None
    nature: Nature | None = None


def source_of(reference: str | None, kind: SourceKind) -> Source | None:
    """A source as somebody names it: by the name of a kind, such as COA, it is of that kind."""
    if reference is None:
        return None
    known = {each.value.casefold(): each for each in SourceKind}
    return Source(kind=known.get(reference.casefold(), kind), reference=reference)


@dataclass(frozen=True, slots=True)
class Importing:
    """What every import needs. ``opening`` is what the asker calls the option to open unknown municipalities."""

    ledger: Ledger
    register: Register
    synonyms: Synonyms
    province: ProvinceCode | None
    opening: str

    @classmethod
    def of(cls, ledger: Ledger, settings: Settings, *, opening: str) -> "Importing":
        """As the settings say; raises SynonymsRefused."""
        register = Register.load(fictional=is_demo(ledger))
        return cls(ledger, register, Synonyms.load(settings.columns), settings.province, opening)

    def opened(self, path: Path, unstated: Unstated, *, today: date, name: str | None = None) -> FiguresFile:
        """A file that can be imported, by the name it has for people; raises FileRefused before a row is read."""
        figures = open_figures(
            path,
            register=self.register,
            synonyms=self.synonyms,
            today=today,
            period=unstated.period,
            source=unstated.source,
            nature=unstated.nature,
        )
        figures.name = name or figures.name
        return figures

    def imported(
        self,
        figures: FiguresFile,
        request: Request,
        *,
        by: Callable[[], Actor],
        open_unknown: bool,
        dry_run: bool,
        stream: str | None = None,
        progress: Progress = lambda *_: None,
    ) -> FileReport:
        """A file read and recorded; decided on only, in a dry run or when every row is refused.

        ``by`` says who imports; it is asked when something is going to be recorded, and not before. ``stream`` is where
        the import itself is recorded, when that is not called after the command.

        Raises:
            FileRefused: the file turned out to be broken; nothing of it is recorded.
            CommandReused: the command id of the request was used for another file.
            OutcomeUnknownError: the connection was lost; importing the file again finishes the work.
        """
        rows = Sorted(figures, province=self.province)
        with staged_figures(self.ledger) as staged:
            staged.take(_heard(rows, progress))
            file = File(
                name=figures.name,
                sha256=figures.sha256,
                columns=tuple(figures.columns.items()),
                outside=rows.outside,
                refused=rows.refused,
                skipped=sum(figures.skipped.values()),
                problems=rows.problems_of_record(),
            )
            looks_only = dry_run or refuses_all(self.ledger, staged, file, request, open_unknown=open_unknown)
            report = import_figures(
                self.ledger,
                staged,
                file,
                request if looks_only else replace(request, by=by()),
                open_unknown=open_unknown,
                dry_run=looks_only,
                stream=stream,
                progress=progress,
            )
        return FileReport(name=figures.name, opening=self.opening, figures=figures, rows=rows, report=report)


def _heard(rows: Iterable[StatedRow], progress: Progress) -> Iterator[StatedRow]:
    progress(READING, 0, 0)
    for number, row in enumerate(rows, 1):
        yield row
        if number % EVERY == 0:
            progress(READING, number, 0)
