"""Deciding on many statements of one municipality at once, as an import does: each row as if it came alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from domain.decisions.case import open_supervision
from domain.decisions.figures import is_new
from domain.decisions.guards import require_past
from domain.decisions.occasion import Occasion
from domain.events.base import MunicipalityEvent
from domain.events.figures import FiguresReported, Number
from domain.municipality import Municipality
from domain.municipality.figures import Figures, Statement, statement_of
from domain.policy.statements import (
    Contradiction,
    all_in_force,
    contradictions,
    days_beside,
    inconsistent,
    restates,
    same_statement,
)
from domain.refusals import Refusal, UnknownMunicipality
from domain.values import PartialDate, Period


class StatementRow(NamedTuple):
    """A row of a file that states figures of this municipality."""

    row: int
    fact: FiguresReported


@dataclass(frozen=True, slots=True)
class Opening:
    """How supervision is opened when a file names a municipality that is not in the record."""

    name: str
    province: str | None


@dataclass(frozen=True, slots=True)
class RowContradiction:
    """A recorded row that contradicts another statement, an earlier row of the same file, or its own arithmetic."""

    code: str
    row: int
    statement: Statement
    contradicts: tuple[Contradiction, ...] = ()
    restates_row: bool = False
    arithmetic: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What an import does to the value in force of a number; None where there was none, or will be none."""

    period: Period
    number: Number
    before: int | None
    after: int | None


@dataclass(slots=True)
class TakenIn:
    """What taking in the rows of one municipality comes to. ``facts`` go with the day they are about.

    ``contradictory`` and ``refusals`` count what ``contradictions`` and ``refused`` list.
    """

    code: str
    name: str
    opened: bool = False
    facts: list[tuple[MunicipalityEvent, PartialDate]] = field(default_factory=list)
    recorded: int = 0
    unchanged: int = 0
    restated: int = 0
    contradictory: int = 0
    refusals: int = 0
    contradictions: list[RowContradiction] = field(default_factory=list)
    refused: list[tuple[int, Refusal]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows were decided on."""
        return self.recorded + self.unchanged + self.refusals


def take_in(
    municipality: Municipality,
    rows: Iterable[StatementRow],
    *,
    on: Occasion,
    opening: Opening | None,
    stranger: Refusal | None = None,
) -> TakenIn:
    """Decide on the rows of one municipality, in order, each on top of the ones before.

    An unknown municipality is opened when there is an ``opening`` and a row to record, else every row of it is refused;
    so is every row of a ``stranger``, that can never be opened in this record, with the reason why.
    A row that a decision refuses leaves the others as they are.
    """
    taken = TakenIn(municipality.code, municipality.case.name or (opening.name if opening else municipality.code))
    if municipality.case.opened is None:
        if opening is None or stranger:
            for row in rows:
                _refuse(row, stranger or UnknownMunicipality(municipality.code), taken)
            return taken
        (opened,) = open_supervision(municipality, on=on, name=opening.name, province=opening.province)
        taken.facts.append((opened, on.happened_on))
        taken.opened = True
    taking = Taking(municipality.figures)
    for row in rows:
        _take_row(municipality, taking, row, taken, on)
    if taken.opened and not taken.recorded:
        taken.facts.clear()
        taken.opened = False
    taken.changes = list(_changes(municipality.figures, taking))
    return taken


Days = dict[str | None, list[Statement]]
"""The statements of a period by reporting day as written, in the order of recording."""


class Taking:
    """The statements of a municipality while those of a file are added: as ``Figures``, only this one changes.

    What stood of a period is looked up once, when the first row of that period comes.
    """

    def __init__(self, figures: Figures) -> None:
        self.preferred: Mapping[tuple[Period, Number], int] = figures.preferred
        self.touched: set[Period] = set()
        self._before = figures
        self._days: dict[Period, Days] = {}
        self._last: tuple[Period | None, Days] = (None, {})

    def add(self, statement: Statement) -> None:
        """Add what a row states."""
        self.touched.add(statement.period)
        self._of(statement.period).setdefault(statement.reported_on.value, []).append(statement)

    def statements(self, period: Period) -> Iterator[Statement]:
        """Every statement of a period."""
        return chain.from_iterable(self._of(period).values())

    def of_day(self, period: Period, reported_on: PartialDate) -> Sequence[Statement]:
        """The statements of a period with this reporting day, as written."""
        return self._of(period).get(reported_on.value, ())

    def written(self, period: Period, day: str | None) -> Sequence[Statement]:
        """The statements of a period whose reporting day is written so, in the order of recording."""
        return self._of(period).get(day, ())

    def has_beside(self, statement: Statement) -> bool:
        """Whether there is a statement of a day that is neither before nor after this one's."""
        days, beside = self._of(statement.period), days_beside(statement.period, statement.reported_on.value)
        return bool(days) and (beside is None or not days.keys().isdisjoint(beside))

    def _of(self, period: Period) -> Days:
        """The statements of a period by day; asked again and again, and rows of one period follow each other."""
        last, days = self._last
        if period is not last:
            days = self._days.get(period) or self._days.setdefault(period, self._before_of(period))
            self._last = (period, days)
        return days

    def _before_of(self, period: Period) -> Days:
        days: Days = {}
        for statement in self._before.recorded(period):
            days.setdefault(statement.reported_on.value, []).append(statement)
        return days


def _take_row(municipality: Municipality, taking: Taking, row: StatementRow, taken: TakenIn, on: Occasion) -> None:
    fact = row.fact
    statement = statement_of(fact, municipality.version + len(taken.facts) + 1)
    try:
        require_past("reporting day", fact.reported_on, on)
        new = is_new(taking, statement)
    except Refusal as refusal:
        _refuse(row, refusal, taken)
        return
    if not new:
        taken.unchanged += 1
        return
    taken.recorded += 1
    taken.facts.append((fact, fact.reported_on))
    _note_contradictions(municipality, taking, row.row, statement, taken)
    taking.add(statement)


def _refuse(row: StatementRow, refusal: Refusal, taken: TakenIn) -> None:
    taken.refusals += 1
    taken.refused.append((row.row, refusal))


def _note_contradictions(
    municipality: Municipality, taking: Taking, row: int, statement: Statement, taken: TakenIn
) -> None:
    arithmetic = inconsistent(statement)
    if not arithmetic and not taking.has_beside(statement):
        return
    restated = restates(taking, statement)
    taken.restated += restated
    in_this_file = restated and any(
        known.version > municipality.version and same_statement(known, statement)
        for known in taking.of_day(statement.period, statement.reported_on)
    )
    against = contradictions(taking, statement)
    if against or arithmetic or in_this_file:
        taken.contradictory += 1
        taken.contradictions.append(
            RowContradiction(
                code=municipality.code,
                row=row,
                statement=statement,
                contradicts=tuple(against),
                restates_row=in_this_file,
                arithmetic=tuple(arithmetic),
            )
        )


def _changes(before: Figures, after: Taking) -> Iterator[Change]:
    for period in sorted(after.touched):
        old, new = all_in_force(before, period), all_in_force(after, period)
        for number in Number:
            if old.get(number) != new.get(number):
                yield Change(period, number, old.get(number), new.get(number))
