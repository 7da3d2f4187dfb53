"""What the command line tells people of imports: problems first; scripts get it all as JSON."""

from api.cli.output import heading, say, table
from api.importing.report import FileReport
from domain.ledger.import_report import Report
from projections.dutch.words import number, word

OK, SOME_REFUSED, NOTHING_DONE, INTERRUPTED = 0, 1, 2, 130
SHOWN = 20
"""The most lines of one kind that people get to see; JSON has them all."""


def exit_code(reports: list[FileReport]) -> int:
    """0: all went well; 1: some rows or files were refused; 2: nothing was done."""
    if all(report.nothing_done and (report.refusal or report.counts.rows) for report in reports):
        return NOTHING_DONE
    return SOME_REFUSED if any(report.refusal or report.counts.refused for report in reports) else OK


def show(report: FileReport, *, dry_run: bool) -> None:
    """Tell a person what became of a file: problems first."""
    heading(report.name)
    if report.refusal:
        say(f"Niet ingelezen. {report.refusal}")
        return
    _lines(
        "Niet vastgelegd",
        [_refused_row(each) for each in report.refused()],
        report.counts.refused,
    )
    _lines("Tegenspraak", [f"rij {each['row']}: {each['problem']}" for each in report.contradictions()])
    if report.report and dry_run:
        _show_changes(report.report)
    _show_counts(report, dry_run=dry_run)


def _show_counts(report: FileReport, *, dry_run: bool) -> None:
    counts = report.counts
    done = "Zou vastleggen" if dry_run else "Vastgelegd"
    say(
        f"{done}: {number(counts.recorded)} van {number(counts.rows)} rijen."
        f" Al bekend: {number(counts.unchanged)}. Buiten de provincie: {number(counts.outside)}."
        f" Niet vastgelegd: {number(counts.refused)}."
    )
    if counts.restated:
        say(f"Herzien door dezelfde bron: {number(counts.restated)}.")
    if report.report and report.report.opened:
        begun = "Zou toezicht beginnen" if dry_run else "Toezicht begonnen"
        say(f"{begun} op gemeenten: {number(len(report.report.opened))}.")
    if report.report and report.report.parts:
        say(
            "Het bestand is groot en per kalenderjaar vastgelegd. Is de import afgebroken? Start hem gewoon opnieuw:"
            " wat er al staat, komt niet dubbel."
        )
    if report.figures and report.figures.ignored_columns:
        say(f"Niet gebruikte kolommen: {', '.join(report.figures.ignored_columns)}.")
    if report.figures and report.figures.other_sheets:
        say(f"Niet gelezen bladen met cijfers: {', '.join(report.figures.other_sheets)}.")
    if report.report and report.report.position:
        say(
            f"Bewijs van deze import: {report.report.stream}, sha256 {report.figures.sha256 if report.figures else ''}."
        )


def _show_changes(report: Report) -> None:
    rows = [
        (
            summary.name,
            str(change.period),
            word(change.number),
            "–" if change.before is None else number(change.before),
            "–" if change.after is None else number(change.after),
        )
        for summary in report.municipalities.values()
        for change in summary.changes
    ]
    if rows:
        table(("gemeente", "periode", "getal", "was", "wordt"), rows, right=frozenset({3, 4}))


def _refused_row(row: dict[str, object]) -> str:
    where = f"rij {row['row']}, {row['column']} '{row['value']}'" if row["column"] else f"rij {row['row']}"
    expected = f" Verwacht: {row['expected']}." if row["expected"] else ""
    return f"{where}: {row['problem']}{expected}"


def _lines(title: str, lines: list[str], total: int | None = None) -> None:
    if lines:
        say(f"{title} ({number(total or len(lines))}):")
        for line in lines[:SHOWN]:
            say(f"  {line}")
        if len(lines) > SHOWN:
            say(f"  … en nog {number(len(lines) - SHOWN)}; met --json ziet u ze allemaal.")
