"""``trede import figures``: read figure files, show what they change, record them."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from api.cli.desk import NOBODY, Desk, desk, messages
from api.cli.figures_report import INTERRUPTED, exit_code, show
from api.cli.options import ActingFor, AsJson
from api.cli.output import as_json
from api.cli.progress import progress_bar
from api.importing.afterwards import afterwards
from api.importing.file import Importing, Unstated, source_of
from api.importing.report import FileReport, as_dict
from api.intake.refusals import FileRefused
from api.signalling import weigh_after_import
from domain.events.base import Actor, Origin
from domain.ledger.application import Ledger
from domain.values import Nature, Period, SourceKind

OPENING = "--open-unknown"

Files = Annotated[list[Path], typer.Argument(metavar="BESTAND...", help="CSV, XLSX of ODS met cijfers.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Laat zien wat er zou veranderen; leg niets vast.")]
OpenUnknown = Annotated[
    bool, typer.Option(OPENING, help="Begin het toezicht op gemeenten die nog niet in de administratie staan.")
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", metavar="PERIODE", help="Periode voor rijen zonder periode, zoals 2024-1.")
]
SourceOption = Annotated[str | None, typer.Option("--source", help="Bron voor rijen zonder bron, zoals COA.")]
KindOption = Annotated[SourceKind, typer.Option("--source-kind", help="Soort bron, bij --source.")]
NatureOption = Annotated[Nature | None, typer.Option("--nature", help="Aard van cijfers waarbij die niet staat.")]


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
    unstated = Unstated(_period(period), source_of(source, source_kind), nature)
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
        self._importing = Importing.of(at.ledger, at.settings, opening=OPENING)

    def take(self, path: Path, unstated: Unstated) -> FileReport:
        """One file: read, decided on, recorded; or refused whole, and then nothing of it is."""
        task = self._progress.add_task(path.name, total=None)

        def heard(what: str, done: int, total: int) -> None:
            self._progress.update(task, description=f"{path.name}: {what}", completed=done, total=total or None)

        try:
            report = self._importing.imported(
                self._importing.opened(path, unstated, today=self._at.today),
                self._at.request(Actor(person=NOBODY), self._at.today, origin=Origin.IMPORT),
                by=lambda: self._at.actor(self._acting_for),
                open_unknown=self._open_unknown,
                dry_run=self._dry_run,
                progress=heard,
            )
        except FileRefused as refused:
            return FileReport(name=path.name, opening=OPENING, refusal=refused)
        if report.report and report.report.position:
            codes = [code for code, each in report.report.municipalities.items() if each.recorded]
            afterwards(self._at.ledger, codes, self._at.today, [self._weigh])
        return report

    def _weigh(self, ledger: Ledger, codes: Collection[str], *, today: date) -> int:
        """Weigh risk signals. Only now is a framework read: a file that cannot be used undoes no import."""
        return weigh_after_import(ledger, self._at.frameworks, codes, today=today)


def _period(given: str | None) -> Period | None:
    try:
        return Period.parse(given) if given else None
    except ValueError:
        raise typer.BadParameter(f"'{given}' is geen periode; schrijf 2024-1, 2024-2 of 2024.") from None
