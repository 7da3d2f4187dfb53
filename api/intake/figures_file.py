"""A file with figures, opened, checked as a whole, and read row by row."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import islice, takewhile
from pathlib import Path

from api.intake.cells import is_absent
from api.intake.columns import (
    SEARCHED_ROWS,
    Heading,
    Synonyms,
    find_heading,
    personal_column,
    require_no_personal_column,
    require_one_column_each,
)
from api.intake.identity import is_total
from api.intake.refusals import FileRefused, shown
from api.intake.register import Register
from api.intake.rows import Defaults, FigureRow, RefusedRow, RowReader, SkippedRow
from api.intake.tables import Row, Sheet, Table, open_table
from domain.values import Nature, Period, Source

_TASTED_ROWS = 200


class FiguresFile:
    """The figures in one file. Iterating reads it anew, row by row, and counts in ``skipped`` what holds no statement.

    ``columns`` gives the header of each field found. ``ignored_columns`` are not read, nor are ``other_sheets``, which
    seem to have figures too.
    """

    def __init__(
        self, table: Table, sheet: Sheet, heading: Heading, reader: RowReader, other_sheets: tuple[str, ...]
    ) -> None:
        self.name = table.path.name
        self.sha256 = table.sha256
        self.sheet = sheet.name
        self.columns = {field: heading.header(field) for field in heading.at}
        self.ignored_columns = heading.ignored
        self.other_sheets = other_sheets
        self.skipped: Counter[str] = Counter()
        self._table = table
        self._rows = sheet.rows
        self._first = heading.row + 1
        self._reader = reader

    def __iter__(self) -> Iterator[FigureRow | RefusedRow]:
        """Every row below the heading, in file order; raises FileRefused when the file turns out to be broken."""
        self.skipped = Counter()
        for number, cells in islice(self._rows(), self._first - 1, None):
            read = self._reader.read(number, cells)
            if isinstance(read, SkippedRow):
                self.skipped[read.kind] += 1
            else:
                yield read
        self._table.require_unchanged()


def open_figures(
    path: Path,
    *,
    register: Register,
    synonyms: Synonyms,
    today: date,
    period: Period | None = None,
    source: Source | None = None,
    nature: Nature | None = None,
) -> FiguresFile:
    """Open a file with figures; raises FileRefused when it cannot be read or has data on persons: no row comes out.

    ``period``, ``source`` and ``nature`` hold for rows that do not state their own. Without them every row states its
    period, a source is unknown, and figures are taken as measured.
    """
    table = open_table(path)
    sheet, heading, others = _choose(table, synonyms)
    require_one_column_each(heading, synonyms)
    _require_municipalities(sheet, heading, register)
    if period is None and "period" not in heading.at:
        raise FileRefused(
            "no-period",
            "Er is geen kolom met de periode. Voeg een kolom 'periode' toe, of geef de periode op bij het inlezen.",
        )
    defaults = Defaults(period, source or Source(), nature or Nature.MEASURED)
    return FiguresFile(table, sheet, heading, RowReader(heading, register, defaults, today), others)


def _choose(table: Table, synonyms: Synonyms) -> tuple[Sheet, Heading, tuple[str, ...]]:
    """The first visible sheet with a heading, and the names of others; no sheet, hidden or not, has data on persons."""
    chosen: tuple[Sheet, Heading] | None = None
    others: list[str] = []
    seen: list[Row] = []
    for sheet in table.sheets():
        head = list(islice(sheet.rows(), SEARCHED_ROWS))
        heading = find_heading(head, synonyms)
        require_no_personal_column(head, heading, synonyms)
        seen = seen or head
        if heading and sheet.visible and chosen is None:
            chosen = sheet, heading
        elif heading:
            others.append(sheet.name)
    if chosen is None:
        raise _no_heading(seen)
    return (*chosen, tuple(others))


def _no_heading(head: list[Row]) -> FileRefused:
    """Shows title lines and the first row with more cells: what follows may be data, on persons even."""
    filled = [texts for _, cells in head if (texts := [shown(cell) for cell in cells if str(cell).strip()])]
    titles = list(takewhile(lambda texts: len(texts) == 1, filled))
    first = "; ".join(shown(" | ".join(texts)) for texts in filled[: len(titles) + 1][-3:])
    return FileRefused(
        "no-heading",
        f"In de eerste {SEARCHED_ROWS} rijen staat geen kopregel met een kolom voor de gemeente (bijvoorbeeld "
        "'gemeente' of 'gemeentecode') en een kolom met aantallen (bijvoorbeeld 'taakstelling' of 'gerealiseerd'). "
        f"Gevonden: {first or 'niets'}.",
    )


def _require_municipalities(sheet: Sheet, heading: Heading, register: Register) -> None:
    """Refuse a column 'naam' in which fewer than half of the names are those of municipalities: they may be persons."""
    below = [cells for _, cells in islice(sheet.rows(), heading.row, heading.row + _TASTED_ROWS)]
    for place in heading.doubtful:
        names = [str(cells[place]) for cells in below if place < len(cells) and not is_absent(cells[place])]
        known = [name for name in names if register.candidates(name) or is_total(register, name)]
        if 2 * len(known) < len(names):
            raise personal_column(heading.cells[place])
