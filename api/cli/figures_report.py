"""What the command line tells of imports: counts, changes, contradictions and problems; for people and for scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from api.cli.output import JSON_NAMES, heading, say, table
from api.intake.figures_file import FiguresFile
from api.intake.intake import Sorted
from api.intake.refusals import FileRefused
from api.refusals import in_dutch
from domain.decisions.intake import RowContradiction
from domain.events.figures_import import ImportCounts
from domain.ledger.importing import Report
from domain.refusals import Refusal, UnknownMunicipality
from projections.dutch.sentences import source
from projections.dutch.words import arithmetic, number, partial, period, word

OK, SOME_REFUSED, NOTHING_DONE, INTERRUPTED = 0, 1, 2, 130
SHOWN = 20
"""The most lines of one kind that people get to see; JSON has them all."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: it was refused whole, or its rows came out as the report says."""

    name: str
    refusal: FileRefused | None = None
    figures: FiguresFile | None = None
    rows: Sorted | None = None
    report: Report | None = None

    @property
    def counts(self) -> ImportCounts:
        """How the rows came out."""
        return self.report.counts if self.report else ImportCounts()

    @property
    def nothing_done(self) -> bool:
        """Whether nothing of the file was taken in."""
        return self.counts.refused == self.counts.rows if self.report else True

    def contradictions(self) -> Iterator[dict[str, object]]:
        """The rows that contradict something, with what; in the order of the file."""
        found = self.report.contradictions if self.report else []
        for each in sorted(found, key=lambda each: each.row):
            yield {"file": self.name, "row": each.row, "municipality": each.code, "problem": told(each)}

    def refused(self) -> list[dict[str, object]]:
        """The rows that were refused, each with its first problem; ``others`` are the further ones of that row."""
        if self.refusal:
            return [{**self._problem(None, problem=str(self.refusal)), "others": []}]
        while_reading = (
            self._problem(each.row, each.column, each.value, each.problem, each.expected)
            for each in (self.rows.problems if self.rows else ())
        )
        by_decision = (self._of_rule(row, refusal) for row, refusal in (self.report.refused if self.report else ()))
        problems = sorted([*while_reading, *by_decision], key=itemgetter("row"))
        grouped = (list(of_row) for _, of_row in groupby(problems, key=itemgetter("row")))
        return [{**first, "others": others} for first, *others in grouped]

    def changes(self) -> Iterator[dict[str, object]]:
        """What the import does to the values in force, per municipality; of a dry run: what it would do."""
        for summary in self.report.municipalities.values() if self.report else ():
            for change in summary.changes:
                yield {
                    "file": self.name,
                    "municipality": summary.code,
                    "name": summary.name,
                    "period": str(change.period),
                    "number": JSON_NAMES[change.number],
                    "before": change.before,
                    "after": change.after,
                }

    def _of_rule(self, row: int, refusal: Refusal) -> dict[str, object]:
        if not isinstance(refusal, UnknownMunicipality):
            return self._problem(row, problem=in_dutch(refusal))
        columns = self.figures.columns if self.figures else {}
        return self._problem(
            row,
            columns.get("code", columns.get("name")),
            refusal.code,
            "Deze gemeente staat nog niet in de administratie.",
            "een gemeente onder toezicht; of begin het toezicht met --open-unknown",
        )

    def _problem(
        self,
        row: int | None,
        column: str | None = None,
        value: str | None = None,
        problem: str = "",
        expected: str | None = None,
    ) -> dict[str, object]:
        return {
            "file": self.name,
            "row": row,
            "column": column,
            "value": value,
            "problem": problem,
            "expected": expected,
        }


def exit_code(reports: list[FileReport]) -> int:
    """0: all went well; 1: some rows or files were refused; 2: nothing was done."""
    if all(report.nothing_done and (report.refusal or report.counts.rows) for report in reports):
        return NOTHING_DONE
    return SOME_REFUSED if any(report.refusal or report.counts.refused for report in reports) else OK


def as_dict(reports: list[FileReport]) -> dict[str, object]:
    """The reports as scripts get them: totals, and each file."""
    return {
        **_counts([report.counts for report in reports]),
        "opened": [code for report in reports if report.report for code in report.report.opened],
        "contradictions": [each for report in reports for each in report.contradictions()],
        "refused": [each for report in reports for each in report.refused()],
        "changes": [each for report in reports for each in report.changes()],
        "files": [
            {
                "file": report.name,
                "sha256": report.figures.sha256 if report.figures else None,
                "import": report.report.stream if report.report and report.report.position else None,
                "position": report.report.position if report.report else 0,
                "parts": list(report.report.parts) if report.report else [],
                "columns": report.figures.columns if report.figures else {},
                "ignoredColumns": list(report.figures.ignored_columns) if report.figures else [],
                "otherSheets": list(report.figures.other_sheets) if report.figures else [],
                **_counts([report.counts]),
            }
            for report in reports
        ],
    }


def _counts(counts: list[ImportCounts]) -> dict[str, int]:
    return {
        "rows": sum(each.rows for each in counts),
        "recorded": sum(each.recorded for each in counts),
        "unchanged": sum(each.unchanged for each in counts),
        "outside": sum(each.outside for each in counts),
        "refusedRows": sum(each.refused for each in counts),
        "restated": sum(each.restated for each in counts),
        "skipped": sum(each.skipped for each in counts),
    }


def told(contradiction: RowContradiction) -> str:
    """A contradiction in words."""
    stated = contradiction.statement
    parts = [
        f"{word(each.number)} {number(each.stated)}, maar {source(each.other_statement.source)}"
        f" ({partial(each.other_statement.reported_on)}) zegt {number(each.other)}"
        for each in contradiction.contradicts
    ]
    if contradiction.restates_row:
        parts.append("dezelfde bron geeft in dit bestand andere getallen voor dezelfde periode en dag")
    parts.extend(f"de rij klopt niet met zichzelf: {arithmetic(sum_)}" for sum_ in contradiction.arithmetic)
    return f"{contradiction.code}, {period(stated.period)}: {'; '.join(parts)}"


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
