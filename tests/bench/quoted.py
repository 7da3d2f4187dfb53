"""The figures that the README quotes: written into it from ``bench/*.json``, between marks that nobody sees.

    python -m tests.bench.quoted

A test holds the README against the files, so that no figure stands there that nobody measured.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.machine import ROOT
from tests.bench.report import figure

README = ROOT / "README.md"
FOLDER = ROOT / "bench"
Told = Mapping[str, Any]


def quoted(readme: str, folder: Path = FOLDER) -> str:
    """The README with what stands in the files between its marks."""
    for name, lines in QUOTES.items():
        begin, end = f"<!-- {name}.json -->\n", f"<!-- end of {name}.json -->"
        before, _, rest = readme.partition(begin)
        _, _, after = rest.partition(end)
        told = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        text = "".join(f"{each}\n" for each in lines(told))
        readme = f"{before}{begin}{text}{end}{after}"
    return readme


def measured(told: Told) -> Iterator[str]:
    """The table of the bench, in the order in which it was measured, and the machine."""
    yield "| what | ours | beside it | | ratio | aim | |"
    yield "|---|---|---|---|---|---|---|"
    for row in told["rows"].values():
        if row["aim"] is None:
            continue
        ours, theirs = (
            figure(row["ours"], row["unit"]),
            "–" if row["theirs"] is None else figure(row["theirs"], row["unit"]),
        )
        ratio = "–" if row["ratio"] is None else f"{row['ratio']:.2f}"
        met = "met" if row["met"] else "**missed**"
        yield f"| {row['what']} | {ours} | {row['against'] or '–'} | {theirs} | {ratio} | {row['aim']} | {met} |"
    yield ""
    yield f"{machine(told['machine'])}, {told['at'][:10]}; load {told['load'][0]:.1f} at the beginning."


def broken(told: Told) -> Iterator[str]:
    """What was killed, what became of the commands, and how long it took."""
    yield "| what was killed with -9 | times | works again after: median, longest |"
    yield "|---|---|---|"
    for what, times in told["kills"].items():
        took = told["recovery_seconds"].get(what)
        yield (
            f"| {what} | {times} | {took['median']:.2f} s, {took['longest']:.2f} s |"
            if took
            else f"| {what} | {times} | |"
        )
    yield ""
    yield f"Commands: {', '.join(f'{name} {count:,}' for name, count in told['commands'].items())}."
    yield f"{machine(told['machine'])}, {told['at'][:10]}."


def machine(told: Told) -> str:
    """A machine in a few words."""
    return (
        f"{told['cpu']}, {told['cores']} cores, {told['memory_gib']:.0f} GiB, Linux {told['kernel']},"
        f" Python {told['python']}, PostgreSQL {told['postgresql']}, fsync {told['fsync_ms']:.2f} ms"
    )


QUOTES: Mapping[str, Callable[[Told], Iterator[str]]] = {"results": measured, "faults": broken}
"""What is quoted of each file."""


if __name__ == "__main__":
    README.write_text(quoted(README.read_text(encoding="utf-8")), encoding="utf-8")
