"""One row of a figure file, read cell by cell into a statement of figures, or refused with all its problems."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, Final, NamedTuple, TypeVar

from api.intake.cells import is_absent, read_count, read_nature, read_number
from api.intake.columns import NUMBERS, Heading
from api.intake.days import read_day, read_period
from api.intake.identity import Identity, Unidentified, identify, is_area_code, is_total
from api.intake.refusals import NotUnderstood, shown
from api.intake.register import Register, RegisteredMunicipality, municipality_code
from api.intake.sources import read_source
from api.intake.tables import Cell
from domain.values import Nature, PartialDate, Period, Source

FURTHEST_AHEAD: Final = timedelta(days=731)
"""A period that begins later than two years from today is a slip of the pen."""

_REMEMBERED: Final = 8192
_COUNTS: Final = frozenset({"net_target", "realised"})
_NO_NUMBERS: Final = (None,) * len(NUMBERS)
_NOTE = re.compile(
    r"[*†]|[0-9]\)|\([0-9*]+\)|(?:bron|noot|note|source|toelichting|opmerking|let op|nb)\b", re.IGNORECASE
)

T = TypeVar("T")
_Cells = tuple[Cell, ...]


class FigureRow(NamedTuple):
    """A statement of figures as a file gives it: numbers are persons, None where the file says nothing.

    ``registered`` is None for a code the register does not know; ``name`` is as written.
    """

    row: int
    code: str
    name: str | None
    registered: RegisteredMunicipality | None
    period: Period
    reported_on: PartialDate
    source: Source
    nature: Nature
    net_target: int | None
    opening_backlog: int | None
    corrected_target: int | None
    realised: int | None
    closing_backlog: int | None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a cell: ``kind`` is a stable English word, ``problem`` and ``expected`` are Dutch."""

    row: int
    column: str
    value: str
    kind: str
    problem: str
    expected: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not read, with everything that is wrong with it."""

    row: int
    problems: tuple[RowProblem, ...]


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row without a statement; ``kind`` is empty, heading, total or note."""

    row: int
    kind: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for a row that does not say it itself; without a period every row must state its own."""

    period: Period | None
    source: Source
    nature: Nature


class RowReader:
    """Reads the rows below one heading. Cells that recur are read once; what is remembered is bounded."""

    def __init__(self, heading: Heading, register: Register, defaults: Defaults, today: date) -> None:
        remember = lru_cache(_REMEMBERED, typed=True)
        self._heading = heading
        self._register = register
        self._identify: Callable[[Cell, Cell], Identity | Unidentified] = remember(partial(identify, register))
        self._day: Callable[[Cell], PartialDate] = remember(partial(_past_day, today))
        self._period: Callable[[Cell], Period] = remember(partial(_near_period, today, defaults.period))
        self._source: Callable[[Cell], Source] = remember(partial(read_source, default=defaults.source))
        self._nature: Callable[[Cell], Nature] = remember(lambda cell: read_nature(cell) or defaults.nature)
        count, balance = remember(read_count), remember(read_number)
        self._numbers = [(field, count if field in _COUNTS else balance) for field in NUMBERS]
        self._stated = remember(self._statement)
        self._municipality_cells = _cells_of(heading, "code", "name")
        self._statement_cells = _cells_of(heading, "period", "reported_on", "source", "nature")
        self._number_cells = _cells_of(heading, *NUMBERS)
        self._count, self._balance = count, balance

    def read(self, row: int, cells: _Cells) -> FigureRow | RefusedRow | SkippedRow:
        """The statement of a row, or every reason why it is none."""
        return self._at_once(row, cells) or self._with_care(row, cells)

    def _at_once(self, row: int, cells: _Cells) -> FigureRow | None:
        """The statement of a row on which there is nothing to remark, as nearly all are; None for another."""
        if len(cells) != len(self._heading.cells):
            return None
        padded = (*cells, "")
        identity = self._identify(*self._municipality_cells(padded))
        if isinstance(identity, Unidentified):
            return None
        net, opening, corrected, realised, closing = self._number_cells(padded)
        count, balance = self._count, self._balance
        try:
            stated = self._stated(*self._statement_cells(padded))
            numbers = (count(net), balance(opening), balance(corrected), count(realised), balance(closing))
        except NotUnderstood:
            return None
        if numbers == _NO_NUMBERS:
            return None
        return FigureRow(row, identity.code, identity.name, identity.registered, *stated, *numbers)

    def _statement(
        self, period: Cell, day: Cell, source: Cell, nature: Cell
    ) -> tuple[Period, PartialDate, Source, Nature]:
        return self._period(period), self._day(day), self._source(source), self._nature(nature)

    def _with_care(self, row: int, cells: _Cells) -> FigureRow | RefusedRow | SkippedRow:
        it = _Reading(self._heading, row, cells)
        identity = self._identify(it.cell("code"), it.cell("name"))
        if isinstance(identity, Unidentified):
            skipped = self._reason_to_skip(it)
            if skipped:
                return SkippedRow(row, skipped)
            it.note(identity.field, identity.kind, identity.problem, identity.expected)
        period = it.value("period", self._period)
        day = it.value("reported_on", self._day)
        source = it.value("source", self._source)
        nature = it.value("nature", self._nature)
        numbers = [it.value(field, reader) for field, reader in self._numbers]
        it.require_whole(numbers)
        if it.problems or isinstance(identity, Unidentified) or not (period and day and source and nature):
            return RefusedRow(row, tuple(it.problems))
        return FigureRow(row, identity.code, identity.name, identity.registered, period, day, source, nature, *numbers)

    def _reason_to_skip(self, it: "_Reading") -> str | None:
        """Why a row without a municipality holds no statement; None when it might, and the user must look at it."""
        filled = [cell for cell in it.cells if not is_absent(cell)]
        code, name = it.cell("code"), it.cell("name")
        if not filled:
            return "empty"
        if it.cells == self._heading.cells:
            return "heading"
        if is_area_code(code):
            return "total"
        if municipality_code(code):
            return None
        if all(is_absent(it.cell(field)) for field in NUMBERS) and (len(filled) == 1 or _NOTE.match(str(filled[0]))):
            return "note"
        label = next(cell for cell in (name, code, *filled) if not is_absent(cell))
        named_once = is_absent(code) or is_absent(name)
        return "total" if named_once and is_total(self._register, str(label)) else None


class _Reading:
    """One row while it is read: its cells by field, and the problems found so far."""

    __slots__ = ("cells", "heading", "problems", "row")

    def __init__(self, heading: Heading, row: int, cells: tuple[Cell, ...]) -> None:
        self.heading = heading
        self.row = row
        self.cells = cells
        self.problems: list[RowProblem] = []

    def cell(self, field: str) -> Cell:
        """The cell of a field; empty when the file has no such column or the row ends before it."""
        place = self.heading.at.get(field)
        return "" if place is None or place >= len(self.cells) else self.cells[place]

    def value(self, field: str, reader: Callable[[Cell], T]) -> T | None:
        """What the cell of a field says; None when that is a problem, which is noted."""
        try:
            return reader(self.cell(field))
        except NotUnderstood as error:
            self.note(field, error.kind, error.problem, error.expected)
            return None

    def note(self, field: str, kind: str, problem: str, expected: str) -> None:
        """Note a problem with the cell of a field."""
        known = field if field in self.heading.at else "code"
        column, value = self.heading.header(known), shown(self.cell(known))
        self.problems.append(RowProblem(self.row, column, value, kind, problem, expected))

    def require_whole(self, numbers: list[int | None]) -> None:
        """Note a row without any number, and one with more cells than there are headers: its cells may have shifted."""
        columns = [self.heading.header(field) for field in NUMBERS if field in self.heading.at]
        unread = {problem.column for problem in self.problems}
        if all(number is None for number in numbers) and unread.isdisjoint(columns):
            self._note_row(
                ", ".join(columns), "", "no-number", "In deze rij staat geen enkel aantal.", "ten minste één aantal"
            )
        surplus = [cell for cell in self.cells[len(self.heading.cells) :] if str(cell).strip()]
        if surplus:
            self._note_row(
                "",
                shown(surplus[0]),
                "too-many-cells",
                "De rij heeft meer cellen dan de kopregel; misschien zijn cellen verschoven.",
                f"hoogstens {len(self.heading.cells)} cellen",
            )

    def _note_row(self, column: str, value: str, kind: str, problem: str, expected: str) -> None:
        self.problems.append(RowProblem(self.row, column, value, kind, problem, expected))


def _cells_of(heading: Heading, *fields: str) -> Callable[[_Cells], Any]:
    """Takes the cells of these fields, two or more, from a row as wide as the heading with an empty cell added."""
    return itemgetter(*(heading.at.get(field, len(heading.cells)) for field in fields))


def _past_day(today: date, cell: Cell) -> PartialDate:
    day = read_day(cell)
    if day.first_day and day.first_day > today:
        raise NotUnderstood("future-day", "Deze peildatum ligt in de toekomst.", f"uiterlijk {today.isoformat()}")
    return day


def _near_period(today: date, default: Period | None, cell: Cell) -> Period:
    period = read_period(cell) or default
    if period is None:
        raise NotUnderstood("missing-period", "In deze rij staat geen periode.", "een periode, zoals 2024-1 of 2024")
    if period.first_day > today + FURTHEST_AHEAD:
        raise NotUnderstood(
            "period-too-far", "Deze periode ligt te ver in de toekomst.", "een periode binnen twee jaar"
        )
    return period
