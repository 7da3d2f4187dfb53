"""How fast the record is projected and asked: daily figures of all municipalities, their placements and conversations.

    python -m tests.bench.reading [--years N] [--runs N] [--figures MAKE_FIGURES] [--keep FOLDER]

Prints a table; nothing here is a test. The figures come from a script that invents them at real scale; where it is not
beside this project, ``--figures`` says where it is. A record that is kept is used again: to make one of 20 years takes
far longer than to measure on it.
"""

import argparse
import gc
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, TextIO
from uuid import uuid4

from psycopg import sql
from rich.console import Console
from rich.table import Table

from api.intake.columns import Synonyms
from api.intake.figures_file import open_figures
from api.intake.intake import Sorted
from api.intake.register import Register
from domain.decisions.contact import hold_conversation
from domain.decisions.ladder import hold_rung, raise_rung
from domain.events.base import Origin
from domain.events.contact import ConversationKind
from domain.ledger.application import Ledger
from domain.ledger.embedded import start
from domain.ledger.importing import File, import_figures
from domain.ledger.staging import staged_figures
from domain.values import ConversationId, PartialDate, Period, PlainText, Rung, Source, SourceKind
from projections.engine import batches
from projections.engine.known import Knowing
from projections.engine.parts import Part
from projections.engine.rebuilding import rebuild
from projections.figures import FIGURES, periods, series, statements
from projections.history import history
from projections.ladder import ladder, rung_history
from projections.models import MODELS
from projections.reading import Reader
from tests.ledger.asking import asked
from tests.spec import MANDATED, terms

LAST_DAY = date(2024, 12, 31)
COA = Source(kind=SourceKind.COA, reference="COA, dagelijkse lijst")
BIG = "GM0518"
PLACED = 0.3
"""How often a municipality is placed in a half year."""
ROUNDS = 3
"""How often the whole record is gone through."""
MADE = "made"
"""Says in a folder that is kept that its record is complete."""


def main() -> None:
    """Make a record, or take one that was kept, and measure on it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--years", type=int, default=1)
    arguments.add_argument("--runs", type=int, default=11)
    arguments.add_argument("--figures", type=Path, default=Path("../shared/tools/make_figures.py"))
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    with TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        with start(folder / "data") as cluster, Ledger.open(cluster.conninfo(), key_folder=folder / "keys") as ledger:
            if not (folder / MADE).exists():
                make(ledger, folder, given.figures, given.years)
            measure(ledger, given.runs)


# The record


def make(ledger: Ledger, folder: Path, script: Path, years: int) -> None:
    """Record half year after half year, as it would have been."""
    if not script.exists():
        sys.exit(
            f"{script} is not there: it makes the figures. Name it with --figures, or measure a record with --keep."
        )
    first = date(LAST_DAY.year - years + 1, 1, 1)
    say(f"figures of {years} years, from {first}")
    gc.disable()  # a municipality is read anew for each file: nothing in it is a cycle
    asked_for = [
        "--province",
        "all",
        "--every",
        "day",
        "--from",
        first,
        "--to",
        LAST_DAY,
        "--one-file",
        "--out",
        folder,
    ]
    subprocess.run([sys.executable, script, *map(str, asked_for)], check=True)
    chance = random.Random(1)  # noqa: S311 - the same every time
    for path in by_period(folder / "figures.csv"):
        taken_in(ledger, path)
        for code in ledger.streams("GM"):
            happened_in(ledger, code, Period.parse(path.stem), chance)
        say(f"{path.stem}: {ledger.head().position:,} entries")
        path.unlink()
    gc.enable()
    (folder / MADE).touch()


def by_period(figures: Path) -> list[Path]:
    """The same in a file for each half year."""
    with ExitStack() as files, figures.open(encoding="utf-8") as source:
        heading, found = next(source), dict[str, TextIO]()
        for line in source:
            period = line.split(";")[3]
            if period not in found:
                path = figures.with_name(f"{period}.csv")
                found[period] = files.enter_context(path.open("w", encoding="utf-8"))
                found[period].write(heading)
            found[period].write(line)
    figures.unlink()
    return [figures.with_name(f"{period}.csv") for period in sorted(found)]


def taken_in(ledger: Ledger, path: Path) -> None:
    """Import a file, on the day after the half year."""
    period = Period.parse(path.stem)
    today = period.last_day + timedelta(days=1)
    register, synonyms = Register.load(), Synonyms.load()
    figures = open_figures(path, register=register, synonyms=synonyms, today=today, source=COA)
    request = asked(origin=Origin.IMPORT, today=today, happened_on=PartialDate.of(period.first_day))
    with staged_figures(ledger) as staged:
        staged.take(Sorted(figures, province=None))
        file = File(figures.name, figures.sha256)
        import_figures(ledger, staged, file, request, open_unknown=True, dry_run=False)


def happened_in(ledger: Ledger, code: str, period: Period, chance: random.Random) -> None:
    """A conversation, and now and then a placement."""
    day, today = period.first_day + timedelta(days=chance.randrange(150)), period.next.first_day
    ledger.record(
        hold_conversation,
        municipality=code,
        request=asked(happened_on=PartialDate.of(day), today=today),
        conversation=ConversationId(f"conversation-{uuid4()}"),
        kind=ConversationKind.PROGRESS,
        summary=PlainText(text=f"In {period} is gesproken over de voortgang en over de woningen die nog komen."),
    )
    rung = ledger.municipality(code).ladder.rung_on(day)
    if rung is None or chance.random() > PLACED:
        return
    request, placed = asked(happened_on=PartialDate.of(day), today=today), terms(day.isoformat(), MANDATED)
    if rung < Rung.AGREEMENTS:
        ledger.record(raise_rung, municipality=code, request=request, to_rung=Rung(rung + 1), terms=placed)
    else:
        ledger.record(hold_rung, municipality=code, request=request, terms=placed)


# The measures


def measure(ledger: Ledger, runs: int) -> None:
    """Print what it takes to project the record and to ask it."""
    head = ledger.head().position
    table = Table(
        "what", "entries/s", "per second of this process", title=f"A record of {head:,} entries, {ROUNDS} times"
    )
    for name, work in works(ledger, head):
        taken = [timed(work) for _ in range(ROUNDS)]
        speeds = (head / median(each.wall for each in taken), head / median(each.own for each in taken))
        table.add_row(name, *(f"{speed:,.0f}" for speed in speeds))
    Console().print(table)
    questions = Table("question", "median ms", "max ms", "of this process", "answers", title=f"{runs} times each")
    for name, ask, size in asked_of(ledger, head):
        answers, taken = ask(), [timed(ask) for _ in range(runs)]
        walls, own = [each.wall * 1000 for each in taken], median(each.own * 1000 for each in taken)
        questions.add_row(name, f"{median(walls):.1f}", f"{max(walls):.1f}", f"{own:.1f}", f"{size(answers):,}")
    Console().print(questions)
    say(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB of memory in this process")


def works(ledger: Ledger, head: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """The whole record as it is stored, as it is read, and as rows."""
    yield "plain SELECT, in batches", partial(through, head, partial(stored, ledger))
    yield "read and decoded", partial(through, head, partial(decoded, ledger))
    yield "rebuild of figures", partial(rebuild, ledger, [FIGURES])
    yield f"rebuild of all {len(MODELS)}", partial(rebuild, ledger, MODELS)


def through(head: int, take: Callable[[int, int], object]) -> None:
    """Take the record in part after part, as a projector does."""
    for after in range(0, head, batches.BATCH):
        with batches.collecting_later():
            take(after, min(after + batches.BATCH, head))


def stored(ledger: Ledger, after: int, upto: int) -> None:
    """A part of the record as the database has it."""
    query = sql.SQL("SELECT * FROM {} WHERE position > %s AND position <= %s ORDER BY position")
    with ledger.connection() as connection:
        connection.execute(query.format(sql.Identifier(ledger.names.record, "events")), [after, upto]).fetchall()


def decoded(ledger: Ledger, after: int, upto: int) -> None:
    """A part of the record as entries."""
    Part.of(ledger, ledger.part(after, upto), upto)


def asked_of(ledger: Ledger, head: int) -> Iterator[tuple[str, Callable[[], Any], Callable[[Any], int]]]:
    """Questions by name, and how many answers one has."""
    now = Knowing(head, LAST_DAY - timedelta(days=10))
    places = {ago: position_of(ledger, ago) for ago in (now.day - timedelta(days=days) for days in (365, 183))}
    ago = next(day for day, position in places.items() if position)  # a record of one year has no year ago
    before = Knowing(places[ago], ago)
    reader, half_year = Reader(ledger), Period.half_year(now.day)
    for name, knowing in ((f"live, {now.day}", now), (f"as at {ago}", Knowing(head, ago)), (f"known on {ago}", before)):
        yield f"ladder, {name}", partial(ladder, ledger, knowing), lambda told: len(told.lines)
    yield "every rung since when", partial(rung_history, ledger, now), len
    yield "history of one, first 100", partial(history, reader, now, BIG, limit=100), lambda page: len(page.lines)
    yield "history of one, all of it", partial(history, reader, now, BIG), lambda page: len(page.lines)
    yield "periods of one", partial(periods, ledger, now, BIG), len
    yield "series of one period", partial(series, ledger, now, BIG, half_year), lambda told: len(told.points)
    first_page = partial(statements, ledger, now, BIG, limit=100)
    yield "statements of one, first 100", first_page, lambda page: len(page.lines)
    yield (
        "statements of one period",
        partial(statements, ledger, now, BIG, period=half_year),
        lambda page: len(page.lines),
    )


def position_of(ledger: Ledger, day: date) -> int:
    """How far the record was on a day, had it been kept from day to day: all of it was recorded just now."""
    known = ledger.entries(BIG)
    recorded = [each.recorded for each in known if (each.about.happened_on.first_day or day) <= day]
    return max((each.position for each in recorded if each), default=0)


class Taken(NamedTuple):
    """How many seconds some work takes on the clock, and how many of this process alone: others may be busy too."""

    wall: float
    own: float


def timed(work: Callable[[], object]) -> Taken:
    """Do some work and tell how long it takes."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - own)


def say(what: str) -> None:
    """Tell how it goes."""
    Console(stderr=True).print(what, highlight=False)


if __name__ == "__main__":
    main()
