"""What was measured, as a table and as a file that the README can quote."""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from tests.bench.measure import Result

WIDTH = 160
"""Of a table that goes to a file or a log."""


def console(*, stderr: bool = False) -> Console:
    """A place to write to; wide and plain where nobody watches."""
    found = Console(stderr=stderr, highlight=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=WIDTH)


def table(results: Sequence[Result]) -> Table:
    """A line per row: both medians, the ratio with its spread, the aim, and whether it is met."""
    columns = ("row", "what", "ours", "against", "theirs", "ratio", "aim", "met")
    told = Table(*columns, title="Trede, measured", box=box.ROUNDED if Console().is_terminal else box.SIMPLE)
    for each in results:
        row = each.row
        told.add_row(
            row.name,
            row.what,
            figure(median(each.ours), row.unit),
            row.against,
            figure(median(each.theirs), row.unit) if each.theirs else "",
            f"{median(each.ratios):.2f} ({min(each.ratios):.2f}–{max(each.ratios):.2f})" if each.theirs else "",
            str(row.aim or ""),
            {True: "yes", False: "no", None: ""}[each.met],
        )
    return told


def line(result: Result) -> str:
    """A row in a few words, while the others are measured."""
    unit = result.row.unit
    beside = f" beside {figure(median(result.theirs), unit)}: {result.outcome:.2f}" if result.theirs else ""
    aim = f" (aim {result.row.aim}{'' if result.met else ', missed'})" if result.row.aim else ""
    return f"  {result.row.name}: {figure(median(result.ours), unit)}{beside}{aim}"


def figure(amount: float, unit: str) -> str:
    """An amount with its unit, in as many figures as say something."""
    return f"{amount:,.0f} {unit}" if abs(amount) >= 100 else f"{amount:.3g} {unit}"


def keep(path: Path, machine: Mapping[str, Any], moment: Mapping[str, Any], results: Sequence[Result]) -> None:
    """Write the file; rows that were not measured now stay, when they were measured on such a machine.

    ``load`` is how many processes wanted the machine at the beginning and at the end, ours among them.
    """
    rows = dict[str, Any]()
    if path.exists():
        known = json.loads(path.read_text(encoding="utf-8"))
        if same(known["machine"], machine):
            rows = known["rows"]
    rows |= {each.row.name: each.told() | {"at": moment["at"], "commit": moment["commit"]} for each in results}
    path.parent.mkdir(exist_ok=True)
    told = {"machine": dict(machine), **moment, "load": [moment["load"], os.getloadavg()[0]], "rows": rows}
    path.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two machines are alike; the disk of one is never twice as fast."""
    return {**one, "fsync_ms": None} == {**other, "fsync_ms": None}
