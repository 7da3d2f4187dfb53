"""Deciding on many statements of one municipality at once, as an import does: each row as if it came alone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from domain.decisions.case import open_supervision
from domain.decisions.figures import weigh_figures
from domain.decisions.guards import require_past
from domain.decisions.occasion import Occasion
from domain.events.base import MunicipalityEvent
from domain.events.figures import FiguresReported, Number
from domain.municipality import Municipality
from domain.municipality.figures import Figures, Statement, statement_of
from domain.policy.statements import (
    Contradiction,
    contradictions,
    in_force,
    inconsistent,
    restates,
    same_statement,
)
from domain.refusals import Refusal, UnknownMunicipality
from domain.values import PartialDate, Period


@dataclass(frozen=True, slots=True)
class StatementRow:
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
    figures = municipality.figures
    for row in rows:
        figures = _take_row(municipality, figures, row, taken, on)
    if taken.opened and not taken.recorded:
        taken.facts.clear()
        taken.opened = False
    taken.changes = list(_changes(municipality.figures, figures, taken))
    return taken


def _take_row(municipality: Municipality, figures: Figures, row: StatementRow, taken: TakenIn, on: Occasion) -> Figures:
    try:
        require_past("reporting day", row.fact.reported_on, on)
        new = weigh_figures(figures, row.fact)
    except Refusal as refusal:
        _refuse(row, refusal, taken)
        return figures
    if not new:
        taken.unchanged += 1
        return figures
    taken.recorded += 1
    taken.facts.append((row.fact, row.fact.reported_on))
    statement = statement_of(row.fact, municipality.version + len(taken.facts))
    _note_contradictions(municipality, figures, row.row, statement, taken)
    return figures.stating(statement)


def _refuse(row: StatementRow, refusal: Refusal, taken: TakenIn) -> None:
    taken.refusals += 1
    taken.refused.append((row.row, refusal))


def _note_contradictions(
    municipality: Municipality, figures: Figures, row: int, statement: Statement, taken: TakenIn
) -> None:
    restated = restates(figures, statement)
    taken.restated += restated
    in_this_file = restated and any(
        known.version > municipality.version and same_statement(known, statement)
        for known in figures.of_day(statement.period, statement.reported_on)
    )
    against, arithmetic = contradictions(figures, statement), inconsistent(statement)
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


def _changes(before: Figures, after: Figures, taken: TakenIn) -> Iterator[Change]:
    touched = {fact.period for fact, _ in taken.facts if isinstance(fact, FiguresReported)}
    for period in sorted(touched):
        for number in Number:
            old, new = in_force(before, period, number), in_force(after, period, number)
            if (old and old.value) != (new and new.value):
                yield Change(period, number, old.value if old else None, new.value if new else None)
