"""Measure everything, or the rows that are named, and say where the aims are met.

    make bench [ARGS="commands-8 import --records FOLDER"]

A row is named in full, or by the beginning of its name. What each does and why that is fair stands in README.md beside
this file. Records are made in a temporary folder; with ``--records FOLDER`` they are left there, and used again the
next time. ``--quick`` takes minutes and small records: to see that everything works, not to believe the figures.
"""

import argparse
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import answers, commands, growth, importing, loading, memory, over_http, rebuilding, visible
from tests.bench.machine import ROOT, machine, moment
from tests.bench.measure import Bench, Result, Row, measured
from tests.bench.profiling import profiled
from tests.bench.report import console, keep, line, table

Story = Callable[[Bench], Generator[Row]]

STORIES: dict[str, Story] = {
    "commands": commands.rows,
    "loading": loading.rows,
    "http": over_http.rows,
    "answers": answers.rows,
    "growth": growth.rows,
    "rebuild": rebuilding.rows,
    "visible": visible.rows,
    "import": importing.rows,
    "memory": memory.rows,
}
"""Every story by its name, with which the names of its rows begin; they are measured in this order."""

SIZES = (10_000, 100_000, 1_000_000, 2_500_000)
QUICK = (10_000, 30_000)
RESULTS = ROOT / "bench" / "results.json"


def main() -> int:
    """Measure, print, keep; 1 when a row could not be measured."""
    given = arguments().parse_args()
    out, words = console(), console(stderr=True)
    with TemporaryDirectory(ignore_cleanup_errors=True) as temporary:  # a server that was interrupted still ends
        folder = Path(temporary)
        folder.chmod(0o755)  # so that the account of the database server reaches its own folder below
        bench = Bench(
            folder=folder,
            records=given.records or folder / "records",
            sizes=tuple(given.sizes or (QUICK if given.quick else SIZES)),
            runs=given.runs or (2 if given.quick else 5),
            seconds=0.5 if given.quick else 2.0,
            quick=given.quick,
            say=words.print,
        )
        here, now, results, failed = machine(folder), moment(), list[Result](), list[str]()
        out.print({**here, **now})
        kept_in = given.results or (None if given.quick else RESULTS)
        for result in measure(bench, given.rows, failed):
            results.append(result)
            words.print(line(result))
            if given.profile:
                words.print(profiled(result.row))
            if kept_in:
                keep(kept_in, here, now, results)
    out.print(table(results))
    for name in failed:
        out.print(f"{name} could not be measured")
    return 1 if failed else 0


def measure(bench: Bench, wanted: list[str], failed: list[str]) -> Iterator[Result]:
    """The results of the rows that are wanted. A story that ends in an error is named as failed, and others go on."""
    for name, story in STORIES.items():
        if wanted and not any(each.startswith(name) or name.startswith(each) for each in wanted):
            continue
        bench.say(f"{name} …")
        try:
            with closing(story(bench)) as told:
                for row in told:
                    if not wanted or any(row.name.startswith(each) for each in wanted):
                        yield measured(row, bench.runs)
        except Exception:  # noqa: BLE001 - whatever it was, it is told
            traceback.print_exc()
            failed.append(name)


def arguments() -> argparse.ArgumentParser:
    """What can be asked on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", help=f"rows, or the beginnings of their names: {', '.join(STORIES)}")
    parser.add_argument("--sizes", type=int, nargs="+", help="the sizes of the records, in entries")
    parser.add_argument("--runs", type=int, help="how many pairs of runs a row has")
    parser.add_argument("--records", type=Path, help="where records are left, and used again")
    parser.add_argument("--quick", action="store_true", help="some minutes, small records; keeps no results")
    parser.add_argument("--profile", action="store_true", help="then show where the processor time of ours goes")
    parser.add_argument("--results", type=Path, help=f"where the results go; {RESULTS.relative_to(ROOT)} if not said")
    return parser


if __name__ == "__main__":
    sys.exit(main())
