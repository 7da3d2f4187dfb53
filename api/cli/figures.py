"""``trede import figures``: read figure files, show what they change, record them."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress, TaskID

from api.cli.desk import NOBODY, Desk, desk, messages
from api.cli.figures_report import INTERRUPTED, FileReport, as_dict, exit_code, show
from api.cli.options import ActingFor, AsJson
from api.cli.output import as_json
from api.cli.progress import progress_bar
from api.intake.columns import Synonyms
from api.intake.figures_file import FiguresFile, open_figures
from api.intake.intake import Sorted
from api.intake.refusals import FileRefused
from api.intake.register import Register
from domain.events.base import Actor, Origin
from domain.ledger.importing import File, Report, import_figures, refuses_all
from domain.ledger.staging import StagedFigures, staged_figures
from domain.values import Nature, Period, Source, SourceKind

Files = Annotated[list[Path], typer.Argument(metavar="BESTAND...", help="CSV, XLSX of ODS met cijfers.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Laat zien wat er zou veranderen; leg niets vast.")]
OpenUnknown = Annotated[
    bool, typer.Option("--open-unknown", help="Begin het toezicht op gemeenten die nog niet in de administratie staan.")
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", metavar="PERIODE", help="Periode voor rijen zonder periode, zoals 2024-1.")
]
SourceOption = Annotated[str | None, typer.Option("--source", help="Bron voor rijen zonder bron, zoals COA.")]
KindOption = Annotated[SourceKind, typer.Option("--source-kind", help="Soort bron, bij --source.")]
NatureOption = Annotated[Nature | None, typer.Option("--nature", help="Aard van cijfers waarbij die niet staat.")]


@dataclass(frozen=True, slots=True)
class Unstated:
    """What holds for rows that do not state it themselves."""

    period: Period | None
    source: Source | None
    nature: Nature | None


def import_figure_files(
    files: Files,
    *,
    dry_run: DryRun = False,
    open_unknown: OpenUnknown = False,
    period: PeriodOption = None,
    source: SourceOption = None,
    source_kind: KindOption = SourceKind.OTHER,
    nature: NatureOption = None,
    acting_for: ActingFor = None,
    json: AsJson = False,
) -> None:
    """Lees bestanden met cijfers in. Wat al bekend is, wordt niet nog eens vastgelegd."""
    unstated = Unstated(_period(period), _source(source, source_kind), nature)
    try:
        with desk() as at, progress_bar(quiet=json) as progress:
            work = _Work(at, acting_for, progress, open_unknown=open_unknown, dry_run=dry_run)
            reports = [work.take(path, unstated) for path in files]
    except KeyboardInterrupt as interrupted:
        messages.print(
            "Afgebroken. Wat nog niet klaar was, is niet vastgelegd. Lees de bestanden gewoon opnieuw in:"
            " wat er al staat, komt niet dubbel."
        )
        raise SystemExit(INTERRUPTED) from interrupted
    if json:
        as_json(as_dict(reports))
    else:
        for report in reports:
            show(report, dry_run=dry_run)
    raise typer.Exit(exit_code(reports))


class _Work:
    """Imports one file after the other."""

    def __init__(
        self, at: Desk, acting_for: str | None, progress: Progress, *, open_unknown: bool, dry_run: bool
    ) -> None:
        self._at = at
        self._acting_for = acting_for
        self._progress = progress
        self._open_unknown = open_unknown
        self._dry_run = dry_run
        self._register = Register.load()
        self._synonyms = Synonyms.load(at.settings.columns)

    def take(self, path: Path, unstated: Unstated) -> FileReport:
        """One file: read, decided on, recorded; or refused whole, and then nothing of it is."""
        try:
            figures = open_figures(
                path,
                register=self._register,
                synonyms=self._synonyms,
                today=self._at.today,
                period=unstated.period,
                source=unstated.source,
                nature=unstated.nature,
            )
            return self._import(figures)
        except FileRefused as refused:
            return FileReport(name=path.name, refusal=refused)

    def _import(self, figures: FiguresFile) -> FileReport:
        task = self._progress.add_task(f"{figures.name}: lezen", total=None)
        rows = Sorted(figures, province=self._at.settings.province)

        with staged_figures(self._at.ledger) as staged:
            staged.take(self._progress.track(rows, task_id=task))
            file = File(
                name=figures.name,
                sha256=figures.sha256,
                columns=tuple(figures.columns.items()),
                outside=rows.outside,
                refused=rows.refused,
                skipped=sum(figures.skipped.values()),
                problems=rows.problems_of_record(),
            )
            report = self._record(staged, file, task)
        return FileReport(name=figures.name, figures=figures, rows=rows, report=report)

    def _record(self, staged: StagedFigures, file: File, task: TaskID) -> Report:
        request = self._at.request(Actor(person=NOBODY), self._at.today, origin=Origin.IMPORT)
        looks_only = self._dry_run or refuses_all(
            self._at.ledger, staged, file, request, open_unknown=self._open_unknown
        )

        def heard(what: str, done: int, total: int) -> None:
            self._progress.update(task, description=f"{file.name}: {what}", completed=done, total=total)

        return import_figures(
            self._at.ledger,
            staged,
            file,
            request if looks_only else replace(request, by=self._at.actor(self._acting_for)),
            open_unknown=self._open_unknown,
            dry_run=looks_only,
            progress=heard,
        )


def _period(given: str | None) -> Period | None:
    try:
        return Period.parse(given) if given else None
    except ValueError:
        raise typer.BadParameter(f"'{given}' is geen periode; schrijf 2024-1, 2024-2 of 2024.") from None


def _source(reference: str | None, kind: SourceKind) -> Source | None:
    if reference is None:
        return None
    known = {each.value.casefold(): each for each in SourceKind}
    return Source(kind=known.get(reference.casefold(), kind), reference=reference)
