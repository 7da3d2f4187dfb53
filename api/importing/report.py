"""What became of a file with figures: counts, changes, contradictions and problems, for whoever shows or sends them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from pydantic.alias_generators import to_camel

from api.intake.figures_file import FiguresFile
from api.intake.intake import Sorted
from api.intake.refusals import FileRefused
from api.refusals import in_dutch
from domain.decisions.intake import RowContradiction
from domain.events.figures_import import ImportCounts
from domain.ledger.import_report import Report
from domain.refusals import Refusal, UnknownMunicipality
from projections.dutch.sentences import source
from projections.dutch.words import arithmetic, number, partial, period, word


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file: it was refused whole, or its rows came out as the report says.

    ``opening`` is what the asker calls the option to begin the supervision of unknown municipalities.
    """

    name: str
    opening: str
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
        grouped = (list(of_row) for _, of_row in groupby(self.problems(), key=itemgetter("row")))
        return [{**first, "others": others} for first, *others in grouped]

    def problems(self) -> list[dict[str, object]]:
        """All that is wrong with rows that were refused, in the order of the file."""
        while_reading = (
            self._problem(each.row, each.column, each.value, each.problem, each.expected)
            for each in (self.rows.problems if self.rows else ())
        )
        by_decision = (self._of_rule(row, refusal) for row, refusal in (self.report.refused if self.report else ()))
        return sorted([*while_reading, *by_decision], key=itemgetter("row"))

    def changes(self) -> Iterator[dict[str, object]]:
        """What the import does to the values in force, per municipality; of a dry run: what it would do."""
        for summary in self.report.municipalities.values() if self.report else ():
            for change in summary.changes:
                yield {
                    "file": self.name,
                    "municipality": summary.code,
                    "name": summary.name,
                    "period": str(change.period),
                    "number": to_camel(change.number.value),
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
            f"een gemeente onder toezicht; of begin het toezicht met {self.opening}",
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
