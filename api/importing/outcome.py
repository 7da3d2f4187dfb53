"""A file with figures that was uploaded, and what would come or came of it: as kept, and as told to who asks."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Self

from pydantic import Field
from pydantic.alias_generators import to_camel

from api.importing.file import Unstated, source_of
from api.importing.report import FileReport
from api.intake.refusals import FileRefused
from api.rest.schemas import PeriodName, Told
from domain.events.figures_import import FiguresImported, ImportCounts
from domain.ledger.import_report import Summary
from domain.values import Nature, SourceKind

LISTED = 1_000
"""The most problems, and contradictions, that are told one by one; the counts are of all."""
LISTED_CHANGES = 10_000
"""The most changes that are told one by one."""


class UploadedFile(Told):
    """What is known of an uploaded file, and how it is to be read."""

    file_name: str
    sha256: str = Field(description="of the file as it was sent, in hex")
    size: int = Field(description="in bytes")
    open_unknown: bool
    period: PeriodName | None
    source: str | None
    source_kind: SourceKind
    nature: Nature | None

    @property
    def unstated(self) -> Unstated:
        """What holds for rows that do not state it themselves."""
        return Unstated(self.period, source_of(self.source, self.source_kind), self.nature)


class FoundColumn(Told):
    """A column of the file, and what it was taken for."""

    header: str
    field: str = Field(examples=["reportedOn"])


class Change(Told):
    """A value in force that changes; null where there is none."""

    period: PeriodName
    number: str = Field(examples=["realised"])
    before: int | None
    after: int | None


class OfMunicipality(Told):
    """What the file means for one municipality; `opened` when its supervision begins with it."""

    code: str = Field(examples=["GM0622"])
    name: str
    opened: bool
    recorded: int
    unchanged: int
    restated: int
    changes: tuple[Change, ...]


class RowProblem(Told):
    """Why a row is not recorded."""

    row: int
    column: str | None
    value: str | None
    problem: str
    expected: str | None


class Contradiction(Told):
    """A row that is recorded although it contradicts another source, or itself."""

    row: int
    municipality: str
    problem: str


class Counts(Told):
    """How the rows came out: `rows` = `recorded` + `unchanged` + `outside` + `refused`."""

    rows: int = 0
    recorded: int = 0
    unchanged: int = 0
    outside: int = Field(default=0, description="of municipalities of other provinces")
    refused: int = 0
    restated: int = Field(default=0, description="of the recorded: the same source said otherwise before")
    contradictions: int = Field(default=0, description="of the recorded: another source says otherwise")
    skipped: int = Field(default=0, description="lines that are no rows, such as totals")

    @classmethod
    def of(cls, counts: Iterable[ImportCounts]) -> Self:
        """The sum of the counts of the parts of a file."""
        parts = [each.model_dump() for each in counts]
        return cls(**{name: sum(part[name] for part in parts) for name in ImportCounts.model_fields})


class Refused(Told):
    """Why the file as a whole is not recorded."""

    rule: str = Field(examples=["personal-data"])
    detail: str


class Outcome(Told):
    """What would come of the file, or came of it once it was imported.

    At most 1,000 problems and contradictions and 10,000 changes are listed; the counts are exact.
    """

    refused: Refused | None = None
    counts: Counts = Counts()
    changed: int = Field(default=0, description="how many values in force change")
    columns: tuple[FoundColumn, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    other_sheets: tuple[str, ...] = ()
    municipalities: tuple[OfMunicipality, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def recorded_of(self) -> list[str]:
        """The codes of the municipalities of which figures are recorded by it."""
        return [each.code for each in self.municipalities if each.recorded]

    @classmethod
    def of_refusal(cls, refused: FileRefused) -> Self:
        """Of a file that is not read at all, or turned out to be broken."""
        return cls(refused=Refused(rule=refused.kind, detail=str(refused)))

    @classmethod
    def of(cls, report: FileReport) -> Self:
        """Of a file that was read to its end."""
        figures, counted = report.figures, report.report
        assert figures is not None  # noqa: S101 - a report of a file that was read has both
        assert counted is not None  # noqa: S101 - the same
        return cls(
            refused=NOTHING if report.nothing_done and report.counts.rows else None,
            counts=Counts.of([report.counts]),
            changed=sum(len(each.changes) for each in counted.municipalities.values()),
            columns=_columns(figures.columns.items()),
            ignored_columns=figures.ignored_columns,
            other_sheets=figures.other_sheets,
            municipalities=tuple(_municipalities(counted.municipalities.values())),
            problems=tuple(RowProblem.model_validate(each) for each in islice(report.problems(), LISTED)),
            contradictions=tuple(
                Contradiction.model_validate(each) for each in islice(report.contradictions(), LISTED)
            ),
        )

    @classmethod
    def of_record(cls, facts: Sequence[FiguresImported]) -> Self:
        """Of an import as it was recorded, without the values of cells."""
        return cls(
            counts=Counts.of(fact.counts for fact in facts),
            columns=_columns(facts[0].columns),
            problems=tuple(
                RowProblem(row=each.row, column=each.column or None, value=None, problem=each.rule, expected=None)
                for fact in facts
                for each in fact.problems
            ),
        )


NOTHING = Refused(rule="every-row-refused", detail="Van dit bestand kan geen enkele rij worden vastgelegd.")


def _columns(columns: Iterable[tuple[str, str]]) -> tuple[FoundColumn, ...]:
    return tuple(FoundColumn(header=header, field=to_camel(field)) for field, header in columns)


def _municipalities(summaries: Iterable[Summary]) -> Iterator[OfMunicipality]:
    left = LISTED_CHANGES
    for each in summaries:
        changes = each.changes[:left]
        left -= len(changes)
        yield OfMunicipality(
            code=each.code,
            name=each.name,
            opened=each.opened,
            recorded=each.recorded,
            unchanged=each.unchanged,
            restated=each.restated,
            changes=tuple(
                Change(period=change.period, number=to_camel(change.number), before=change.before, after=change.after)
                for change in changes
            ),
        )
