"""Carries out commands as fast as it can, those that it is told on standard input, and tells what became of each.

Started as a process of its own: ``python -m tests.faults.racing CONNINFO KEY_FOLDER``. Each line is JSON: the command's
id, the municipality, and for a correction the entry and the version that was seen; without these it is a conversation.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from domain.decisions.records import correct_entry
from domain.events.record_keeping import Repair
from domain.ledger.application import Ledger
from domain.ledger.request import Answer
from domain.refusals import Refusal
from domain.values import PlainText
from tests.faults.recording import converse
from tests.ledger.asking import asked, figures
from tests.program import ROOT


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a command: its position, or the rule that refused it; and the seconds that took."""

    position: int | None
    repeated: bool
    refused: str | None
    seconds: float


def correct(ledger: Ledger, code: str, command: UUID, entry: int, realised: int) -> Answer:
    """Correct a statement of figures, as whoever saw no more than that statement."""
    return ledger.record(
        correct_entry,
        municipality=code,
        request=asked(command, seen=entry),
        entry=entry,
        repairs=Repair.ERROR,
        reason=PlainText(text="read wrongly"),
        replacement=figures(realised),
        replacement_happened_on=asked().happened_on,
    )


def carried_out(ledger: Ledger, code: str, command: UUID, told: dict[str, Any]) -> Became:
    """Carry out one command."""
    begun = time.perf_counter()
    try:
        answer = correct(ledger, code, command, **told) if told else converse(ledger, code, command)
    except Refusal as refusal:
        return Became(None, repeated=False, refused=type(refusal).__name__, seconds=time.perf_counter() - begun)
    seconds = time.perf_counter() - begun
    return Became(answer.position, repeated=answer.repeated, refused=None, seconds=seconds)


def begun(conninfo: str, keys: Path) -> subprocess.Popen[str]:
    """A process that waits for commands."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.racing", conninfo, str(keys)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def race(process: subprocess.Popen[str], commands: Iterable[dict[str, Any]]) -> None:
    """Let it carry out these commands."""
    assert process.stdin
    process.stdin.write("".join(json.dumps(each) + "\n" for each in [*commands, {}]))
    process.stdin.flush()


def finished(process: subprocess.Popen[str]) -> list[Became]:
    """What became of them, in order."""
    assert process.stdout
    return [Became(**json.loads(line)) for line in iter(process.stdout.readline, "done\n")]


def main(conninfo: str, key_folder: str) -> None:
    """Go on until standard input ends."""
    with Ledger.open(conninfo, key_folder=Path(key_folder)) as ledger:
        print("ready", flush=True)  # noqa: T201 - what the test listens to
        for line in sys.stdin:
            told = json.loads(line)
            if not told:
                print("done", flush=True)  # noqa: T201 - the same
                continue
            became = carried_out(ledger, told.pop("code"), UUID(told.pop("command")), told)
            answer = {name: getattr(became, name) for name in Became.__slots__}
            print(json.dumps(answer), flush=True)  # noqa: T201 - the same


if __name__ == "__main__":
    main(*sys.argv[1:])
