"""An office with a record of its own: commands run as real processes, what went before is recorded directly."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest

from api.cli import main
from api.clock import today
from domain.decisions.case import open_on_rung, open_supervision
from domain.events.base import Actor, Origin
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from domain.ledger.deciding import Decision
from domain.ledger.request import Answer, Request
from domain.values import PartialDate, Rung, Source
from tests.program import ROOT, TREDE, Ran

LONG_AGO = date(2020, 1, 1)
_CODES: Iterator[int] = count(9000)


def days_ago(days: int) -> date:
    """A day before today."""
    return today() - timedelta(days=days)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    stream.seek(0)
    return stream.read()


@dataclass(frozen=True)
class Office:
    """``trede`` on a record that only the tests of one module use."""

    conninfo: str
    keys: Path
    ledger: Ledger

    def __call__(self, *arguments: object, given: str | bytes = b"", **more: str) -> Ran:
        """Run one command to its end; ``given`` comes in by standard input, ``more`` is its environment."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TREDE_")}
        own = {"TREDE_DATABASE_URL": self.conninfo, "TREDE_KEY_FOLDER": str(self.keys), "COLUMNS": "200"}
        done = subprocess.run(
            [TREDE, *(each if isinstance(each, bytes) else str(each) for each in arguments)],
            cwd=ROOT,
            env=inherited | own | more,
            input=given.encode() if isinstance(given, str) else given,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    def here(self, *arguments: object, given: str | bytes = b"", **more: str) -> Ran:
        """Run one command in this process: the same road, without the second it takes to start Python."""
        typed = given.encode() if isinstance(given, str) else given
        out, said = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        own = {"TREDE_DATABASE_URL": self.conninfo, "TREDE_KEY_FOLDER": str(self.keys), "COLUMNS": "200"}
        argv = ["trede", *(os.fsdecode(each) if isinstance(each, bytes) else str(each) for each in arguments)]
        with (
            patch.dict(os.environ, own | more),
            patch.object(sys, "argv", argv),
            patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed))),
            patch.object(sys, "stdout", out),
            patch.object(sys, "stderr", said),
            pytest.raises(SystemExit) as ended,
        ):
            main()
        return Ran(int(ended.value.code or 0), _written(out), _written(said))

    @property
    def position(self) -> int:
        """How far the record has come."""
        return self.ledger.head().position

    def told(self, code: str) -> Any:  # noqa: ANN401 - whatever JSON says
        """The dossier of a municipality, as scripts get it."""
        return self.here("municipality", code, "--json").json

    def record(self, decision: Decision, /, code: str, on: date = LONG_AGO, **question: Any) -> Answer:  # noqa: ANN401 - the decision knows its question
        """Record what went before."""
        by = Actor(person=self.ledger.persons.find_or_register("tests", PersonKind.SYSTEM_USER, today=today()))
        request = Request(command=uuid4(), by=by, origin=Origin.API, happened_on=PartialDate.of(on), today=today())
        return self.ledger.record(decision, municipality=code, request=request, **question)

    def opened(self, rung: int = 1) -> str:
        """The code of a municipality that no other test uses, on this rung since long ago."""
        code = f"GM{next(_CODES)}"
        if rung == 1:
            self.record(open_supervision, code, name="Fictie")
        else:
            since, source = PartialDate.of("2019"), Source(reference="de oude lijst")
            self.record(open_on_rung, code, name="Fictie", rung=Rung(rung), since=since, source=source)
        return code
