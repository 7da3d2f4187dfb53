"""Importing a file of figures: decided per municipality, recorded together or not at all.

In one transaction each municipality's staged rows are decided on its newest state and the entries staged in turn; only
the last step, the append, holds the end of the record. When another import was first, the whole begins again: nobody
waits while thousands of rows are decided anew. A file of more than ``TOGETHER`` rows is recorded by calendar year: once
interrupted it is imported again, and what was recorded is unchanged. Of refused rows only, nothing is recorded at all.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import uuid5

from domain.decisions.intake import TakenIn, take_in
from domain.events.base import About, Entry
from domain.events.figures_import import LISTED_PROBLEMS, FiguresImported, ImportCounts, ImportProblem
from domain.ledger.application import Ledger
from domain.ledger.bulk import BulkAppend
from domain.ledger.demo import misplaced
from domain.ledger.import_report import File, Report, Summary
from domain.ledger.request import Request
from domain.ledger.staging import EVERY_YEAR, StagedFigures, Years
from domain.municipality import Municipality
from domain.values import PartialDate, PlainText

TOGETHER = 150_000
"""The most rows that are recorded in one transaction."""

MUNICIPALITIES = "GM"
"""How the streams of municipalities begin."""

LISTED = 10_000
"""The most contradictions, and refused rows, that a report lists one by one; beyond these it counts them."""

WHILE_OTHERS_WAIT = 5_000
"""The most rows that are decided again while nobody else can record: some tenths of a second."""

BEGINNINGS = 3
"""How often an import begins, when others were first with more rows than that; the last time they wait all the same."""

Progress = Callable[[str, int, int], None]
"""Hears what is going on, how much of it is done, and how much there is."""


def import_figures(
    ledger: Ledger,
    staged: StagedFigures,
    file: File,
    request: Request,
    *,
    open_unknown: bool,
    dry_run: bool,
    stream: str | None = None,
    progress: Progress = lambda *_: None,
) -> Report:
    """Decide on the staged rows of a file and record them, with the import itself; a dry run decides only.

    A file with refused rows only is as good as a dry run.

    Args:
        ledger: the record.
        staged: the rows that hold statements.
        file: the file, and what became of its other rows.
        request: who imports, under which command id. Each further calendar year has an id that follows from it.
        open_unknown: whether a municipality that is not in the record is opened, rather than its rows refused.
        dry_run: whether to record nothing.
        stream: where the import itself is recorded; when not said, a stream that is called after the command.
        progress: hears how far it is.

    Raises:
        CommandReused: the command id of the request was used for another file.
        OutcomeUnknownError: the connection was lost; importing the file again finishes the work.
    """
    parts = [(year, year) for year in staged.years()] if staged.rows > TOGETHER else [EVERY_YEAR]
    report = Report(stream=stream or f"figures-import-{request.command}", counts=ImportCounts())
    dry_run = dry_run or refuses_all(ledger, staged, file, request, open_unknown=open_unknown)
    for number, years in enumerate(parts):
        importing = _Part(
            ledger=ledger,
            staged=staged,
            file=file if number == 0 else replace(file, outside=0, refused=0, skipped=0, problems=()),
            request=replace(request, command=uuid5(request.command, str(years[0]))) if number else request,
            years=years,
            open_unknown=open_unknown,
            version=number + 1,
            stream=report.stream,
            progress=progress,
        )
        report.add(importing.rehearse() if dry_run else importing.record(), listed=LISTED)
    if len(parts) > 1:
        report.parts = tuple(str(year) for year, _ in parts)
    return report


def refuses_all(ledger: Ledger, staged: StagedFigures, file: File, request: Request, *, open_unknown: bool) -> bool:
    """Whether a file has rows and each of them is refused; looks no further than the first municipality that is not."""
    if file.outside or not (staged.rows or file.refused):
        return False
    taken = _taken_in(ledger, staged, EVERY_YEAR, staged.codes(EVERY_YEAR), request, open_unknown=open_unknown)
    return not any(each.recorded or each.unchanged for _, each in taken)


def _taken_in(
    ledger: Ledger, staged: StagedFigures, years: Years, codes: Iterable[str], request: Request, *, open_unknown: bool
) -> Iterator[tuple[Municipality, TakenIn]]:
    """The newest state of each municipality, and what is decided on its rows.

    Who has no stream yet is not looked up; a stream that begins meanwhile has moved when all is appended.
    """
    begun = frozenset(ledger.streams(MUNICIPALITIES))
    for code in codes:
        municipality = ledger.newest(code, remember=False) if code in begun else Municipality(code)
        opening = staged.opening(code) if open_unknown else None
        rows, on = staged.of(code, years), request.occasion
        yield municipality, take_in(municipality, rows, on=on, opening=opening, stranger=misplaced(ledger, code))


class _OvertakenError(Exception):
    """Others recorded about so many of the municipalities that they are decided again while nobody waits."""


@dataclass(slots=True)
class _Part:
    """What is recorded in one transaction: a whole file, or its rows about one calendar year."""

    ledger: Ledger
    staged: StagedFigures
    file: File
    request: Request
    years: Years
    open_unknown: bool
    version: int
    stream: str
    progress: Progress
    _about: dict[str | None, About] = field(default_factory=dict)
    _taken: dict[str, TakenIn] = field(default_factory=dict)
    _listed: int = 0
    _refused: int = 0

    def rehearse(self) -> Report:
        """Decide on everything and record nothing."""
        for _ in self._decide(self.staged.codes(self.years)):
            pass
        return self._report()

    def record(self) -> Report:
        """Record everything or nothing."""
        question = {"sha256": self.file.sha256, "years": self.years, "open unknown": self.open_unknown}
        command = self.ledger.command("import figures", self.stream, self.request, question)
        for beginning in range(1, BEGINNINGS + 1):
            with suppress(_OvertakenError), self.ledger.bulk(command) as bulk:
                bulk.stage(self._decide(self.staged.codes(self.years)))
                bulk.stage([self._import_entry()])
                self._append(bulk, most=WHILE_OTHERS_WAIT if beginning < BEGINNINGS else self.staged.rows)
                break
        report = self._report()
        report.position = bulk.position
        return report

    def _append(self, bulk: BulkAppend, *, most: int) -> None:
        """Append; up to ``most`` rows of whom others recorded something meanwhile are decided again while they wait."""
        self.progress("vastleggen", 0, 1)
        while moved := bulk.append():
            codes = [code for code in moved if code != self.stream]
            if sum(self._taken[code].rows for code in codes) > most:
                raise _OvertakenError
            bulk.replace([*moved, self.stream], self._decided_again(codes))
        self.progress("vastleggen", 1, 1)

    def _decided_again(self, codes: list[str]) -> Iterator[Entry]:
        yield from self._decide(codes)
        yield self._import_entry()

    def _decide(self, codes: list[str]) -> Iterator[Entry]:
        self.progress("besluiten", 0, len(codes))
        decided = _taken_in(self.ledger, self.staged, self.years, codes, self.request, open_unknown=self.open_unknown)
        for done, (municipality, taken) in enumerate(decided, 1):
            yield from self._entries(municipality, taken)
            self._keep(taken)
            self.progress("besluiten", done, len(codes))

    def _keep(self, taken: TakenIn) -> None:
        """Remember what was decided, but for the facts, which are staged: memory must not grow with the file."""
        again = self._taken.get(taken.code)
        taken.facts.clear()
        listed, refused = (len(again.contradictions), len(again.refused)) if again else (0, 0)
        self._listed = _cut(taken.contradictions, self._listed - listed)
        self._refused = _cut(taken.refused, self._refused - refused)
        self._taken[taken.code] = taken

    def _entries(self, municipality: Municipality, taken: TakenIn) -> Iterator[Entry]:
        for version, (fact, day) in enumerate(taken.facts, municipality.version + 1):
            yield Entry(municipality.code, version, fact, self._about_day(day))

    def _about_day(self, day: PartialDate) -> About:
        about = self._about.get(day.value)
        if about is None:
            told = {"happened_on": day, "correlation": self.stream}
            about = self._about[day.value] = self.request.about.model_copy(update=told)
        return about

    def _counts(self) -> ImportCounts:
        taken = self._taken.values()
        recorded, unchanged = sum(each.recorded for each in taken), sum(each.unchanged for each in taken)
        refused = self.file.refused + sum(each.refusals for each in taken)
        return ImportCounts(
            rows=recorded + unchanged + refused + self.file.outside,
            recorded=recorded,
            unchanged=unchanged,
            outside=self.file.outside,
            refused=refused,
            restated=sum(each.restated for each in taken),
            contradictions=sum(each.contradictory for each in taken),
            skipped=self.file.skipped,
        )

    def _import_entry(self) -> Entry:
        refused = (
            ImportProblem(row=row, column="", rule=type(refusal).__name__)
            for each in self._taken.values()
            for row, refusal in each.refused
        )
        fact = FiguresImported(
            file_name=PlainText(text=self.file.name),
            sha256=self.file.sha256,
            part=str(self.years[0]) if self.years[0] == self.years[1] else None,
            columns=self.file.columns,
            counts=self._counts(),
            opened=tuple(code for code, each in self._taken.items() if each.opened),
            problems=(*self.file.problems, *refused)[:LISTED_PROBLEMS],
        )
        return Entry(self.stream, self.version, fact, self._about_day(PartialDate.of(self.request.today)))

    def _report(self) -> Report:
        return Report(
            stream=self.stream,
            counts=self._counts(),
            municipalities={code: Summary.of(each) for code, each in self._taken.items()},
            contradictions=[each for taken in self._taken.values() for each in taken.contradictions],
            refused=[each for taken in self._taken.values() for each in taken.refused],
        )


def _cut(listed: list[Any], already: int) -> int:
    """Leave of a list what can be listed besides ``already`` so many; answers how many these are together."""
    del listed[max(0, LISTED - already) :]
    return already + len(listed)
