"""What a running server takes and gives, looked at every few seconds."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import fmean, linear_regression
from typing import Any

from tests.faults.prey import family
from tests.serving import Server

MIB = 2**20
WARM = 0.4
"""Which part of a run goes before memory is judged: caches fill, and a process keeps what it once needed."""
GROWS = 0.05
"""Which part of itself something may grow by over the judged part of a run and still be called flat."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: seconds since the begin, MiB of memory, milliseconds until a write was seen, answers per second."""

    at: float
    workers: list[float]
    supervisor: float
    database: float
    lag: float
    answers: float
    position: int

    @property
    def line(self) -> str:
        """As it is printed."""
        workers = " ".join(f"{each:6.1f}" for each in self.workers)
        return (
            f"{self.at:7.0f} s  {workers} {self.supervisor:6.1f} {self.database:7.1f} MiB"
            f" {self.lag:8.1f} ms {self.answers:7.1f}/s {self.position:9}"
        )


HEADING = "     after  workers       above  database         seen  answers  position"


@dataclass(slots=True)
class Samples:
    """All looks of a run."""

    taken: list[Sample] = field(default_factory=list)

    def slopes(self) -> dict[str, dict[str, Any]]:
        """How each figure went in the last part of the run: its mean, how much it grew, and whether that is flat."""
        warm = self.taken[int(len(self.taken) * WARM) :]
        if len(warm) < 3:
            return {}
        series = {
            "memory of the workers (MiB)": [sum(each.workers) for each in warm],
            "memory above the workers (MiB)": [each.supervisor for each in warm],
            "memory of the database (MiB)": [each.database for each in warm],
            "until a write is seen (ms)": [each.lag for each in warm],
        }
        return {what: trend([each.at for each in warm], values) for what, values in series.items()}

    def told(self) -> list[dict[str, Any]]:
        """For a file."""
        return [asdict(each) for each in self.taken]


def trend(at: Sequence[float], values: Sequence[float]) -> dict[str, Any]:
    """The mean of a series, by how much a line through it grows from begin to end, and whether that is flat."""
    slope, _ = linear_regression(at, values)
    mean, growth = fmean(values), slope * (at[-1] - at[0])
    return {"mean": round(mean, 1), "growth": round(growth, 1), "flat": growth <= GROWS * mean}


def memory_of(server: Server, postmaster: int) -> tuple[list[float], float, float]:
    """MiB of each worker, of the process above them, and of all of the database together."""
    workers = [taken(each) for each in server.workers()]
    return workers, taken(server.process.pid), sum(map(taken, family(postmaster)))


def taken(pid: int) -> float:
    """MiB that a process takes; of what it shares with others, its share. Nothing when it has just ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    (pss,) = [int(line.split()[1]) for line in lines if line.startswith("Pss:")]
    return round(pss * 1024 / MIB, 1)
