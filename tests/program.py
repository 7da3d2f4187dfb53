"""The program ``trede`` as scripts and people start it: a process with its own settings."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TREDE = Path(sys.executable).with_name("trede")


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of a command: its exit code, what it answered, and what it said beside that."""

    code: int
    out: str
    said: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command answers
        """The answer of a command that was asked for JSON."""
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Program:
    """``trede`` with settings; nothing of the environment of the test run comes through.

    ``inside`` is a command that runs it somewhere else: in another namespace, say.
    """

    settings: dict[str, str] = field(default_factory=dict)
    inside: tuple[str, ...] = ()

    def __call__(self, *arguments: object, **more: str) -> Ran:
        """Run one command to its end."""
        process = self.started(*arguments, **more)
        out, said = process.communicate(timeout=120)
        return Ran(process.returncode, out, said)

    def started(self, *arguments: object, **more: str) -> subprocess.Popen[str]:
        """One command, under way."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TREDE_")}
        return subprocess.Popen(
            [*self.inside, TREDE, *map(str, arguments)],
            cwd=ROOT,
            env=inherited | {"COLUMNS": "200"} | self.settings | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
