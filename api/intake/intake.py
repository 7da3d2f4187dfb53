"""Sorts the rows of a file as they are read: those to be recorded pass, the others are kept as problems or counted."""

from collections.abc import Iterator

from api.intake.figures_file import FiguresFile
from api.intake.rows import FigureRow, RefusedRow, RowProblem
from domain.events.figures_import import LISTED_PROBLEMS, ImportProblem
from domain.ledger.importing import LISTED
from domain.ledger.staging import StatedRow


class Sorted:
    """The rows of a file that can be recorded. ``outside`` and ``refused`` count the other rows once it is read.

    ``problems`` holds at most ``LISTED`` of them: memory does not grow with the file.
    """

    def __init__(self, figures: FiguresFile, *, province: str | None) -> None:
        self._figures = figures
        self._province = province
        self.outside = 0
        self.refused = 0
        self.problems: list[RowProblem] = []

    def __iter__(self) -> Iterator[StatedRow]:
        for row in self._figures:
            if isinstance(row, RefusedRow):
                self.refused += 1
                self.problems.extend(row.problems[: max(LISTED - len(self.problems), 0)])
            elif self._province and row.registered and row.registered.province != self._province:
                self.outside += 1
            else:
                yield _stated(row)

    def problems_of_record(self) -> tuple[ImportProblem, ...]:
        """The problems as the record keeps them: where and which, without the values."""
        return tuple(
            ImportProblem(row=problem.row, column=problem.column[:200], rule=problem.kind)
            for problem in self.problems[:LISTED_PROBLEMS]
        )


def _stated(row: FigureRow) -> StatedRow:
    registered = row.registered
    if registered is None:
        return StatedRow(row.row, row.code, row.name, None, *row[4:])
    return StatedRow(row.row, row.code, registered.name, registered.province, *row[4:])
