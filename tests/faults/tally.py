"""What the kills come to: counted while the tests run, and written to the file that ``TREDE_FAULTS`` names."""

import json
import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from tests.bench.machine import machine, moment

WANTED = os.environ.get("TREDE_FAULTS")


@dataclass(slots=True)
class Tally:
    """Kills by what was killed, commands by what became of them, and how long it took to work again (seconds)."""

    kills: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)
    recoveries: dict[str, list[float]] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def killed(self, what: str, recovery: float | None = None) -> None:
        """Something was killed, and after so many seconds what is written could be read again."""
        self.kills[what] += 1
        if recovery is not None:
            self.recoveries.setdefault(what, []).append(recovery)

    def told(self) -> dict[str, Any]:
        """All figures."""
        return {
            "kills": {"all": self.kills.total(), **{str(what): count for what, count in sorted(self.kills.items())}},
            "commands": dict(self.commands),
            "recovery_seconds": {
                str(what): {"median": round(median(took), 2), "longest": round(max(took), 2)}
                for what, took in sorted(self.recoveries.items())
            },
            **self.more,
        }

    def write(self, folder: Path) -> None:
        """Write them, with the machine that they came from, where that is wanted."""
        if WANTED and self.kills:
            path = Path(WANTED)
            path.parent.mkdir(exist_ok=True)
            content = {**moment(), "machine": machine(folder), **self.told()}
            path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
