"""From committed to visible: how long what was recorded is not in the read models yet, while much is recorded.

A server runs as it is really run, on a record with a history; its projector keeps all read models up. This process
records conversations with what was agreed in them at a steady pace, each a command of its own, and notes when it hears
that one is durable. Another process looks how far queries see, about every millisecond.
"""

import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from domain.decisions.contact import Promise, hold_conversation
from domain.events.contact import ConversationKind, Side
from domain.ledger.application import Ledger
from domain.values import AgreementId, ConversationId, PlainText
from tests.bench.commands import NUMBERS, SAID, request
from tests.bench.country import CODES
from tests.bench.machine import ROOT
from tests.bench.measure import Bench, Row, at_most
from tests.bench.records import records
from tests.bench.serving import ours
from tests.ledger.asking import TODAY

PER_SECOND, ENTRIES = 500, 5
"""Entries, and how many of them are of one command: a conversation with what was agreed in it."""
AIM = 50.0
"""Milliseconds, for 99 of a hundred."""
THREADS = 32


def rows(bench: Bench) -> Generator[Row]:
    """One row, on a copy of a record: this writes."""
    size = bench.sizes[-1] if bench.quick else min(bench.sizes, key=lambda size: abs(size - 100_000))
    record = records(bench)[size].copied(bench.folder / "visible")
    folders = record.data, record.keys
    with record.opened() as ledger, ours(*folders), watched(*folders) as watch:
        for code in CODES:
            ledger.municipality(code)  # loading is measured elsewhere
        yield Row(
            name="visible",
            what=f"committed → visible at {PER_SECOND} entries/s, all read models kept up, p99",
            unit="ms",
            aim=at_most(AIM),
            ours=lambda: p99(ledger, watch, 2 * bench.seconds),
            rehearsals=2,
            facts={"entries before": record.entries, "threads": THREADS},
        )


@dataclass(slots=True)
class Watch:
    """Who says from when on which position was visible, in order."""

    process: subprocess.Popen[str]

    def until(self, position: int) -> list[tuple[int, float]]:
        """What it saw, from where it was read last until a position."""
        assert self.process.stdout
        seen = list[tuple[int, float]]()
        for line in self.process.stdout:
            shown, moment = line.split()
            seen.append((int(shown), float(moment)))
            if seen[-1][0] >= position:
                break
        return seen


@contextmanager
def watched(data: Path, keys: Path) -> Iterator[Watch]:
    """Somebody who watches."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.watching", data, keys],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Watch(process)
        assert process.stdin
        process.stdin.close()


def p99(ledger: Ledger, watch: Watch, seconds: float) -> float:
    """In how many milliseconds 99 of a hundred commands were visible after they were known to be durable."""
    committed = recorded(ledger, round(PER_SECOND / ENTRIES * seconds))
    return 1000 * sorted(waits(committed, watch.until(ledger.head().position)))[int(len(committed) * 0.99)]


def recorded(ledger: Ledger, commands: int) -> list[tuple[int, float]]:
    """Record conversations at a steady pace; the last position of each, and when it was known to be durable."""
    begun = time.monotonic()

    def record(nth: int) -> tuple[int, float]:
        time.sleep(max(0.0, begun + nth * ENTRIES / PER_SECOND - time.monotonic()))
        number = next(NUMBERS)
        done = ledger.record(
            hold_conversation,
            municipality=CODES[number * 7 % len(CODES)],
            request=request(),
            conversation=ConversationId(f"conversation-{number}-{begun}"),
            kind=ConversationKind.PROGRESS,
            summary=PlainText(text=SAID),
            agreements=tuple(
                Promise(AgreementId(f"agreement-{number}-{begun}-{nth}"), Side.PROVINCE, PlainText(text=SAID), TODAY)
                for nth in range(ENTRIES - 1)
            ),
        )
        return done.position, time.monotonic()

    with ThreadPoolExecutor(THREADS) as threads:
        committed = list(threads.map(record, range(commands)))
    pace = commands * ENTRIES / (time.monotonic() - begun)
    assert pace > 0.9 * PER_SECOND, f"only {pace:.0f} entries per second could be recorded"
    return committed


def waits(committed: list[tuple[int, float]], seen: list[tuple[int, float]]) -> list[float]:
    """How long each position was not yet visible; 0 when it was seen before its answer came."""
    watching, found = iter(seen), list[float]()
    shown, moment = next(watching)
    for position, since in sorted(committed):
        while shown < position:
            shown, moment = next(watching)
        found.append(max(0.0, moment - since))
    return found
