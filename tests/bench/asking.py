"""Asking a server over HTTP from another process (``client.py``), and what came of it."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.bench.machine import ROOT


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked, again and again over connections that stay open; paths take turns.

    ``NUMBER`` in the body and ``UUID`` in a header are other ones each time.
    """

    paths: list[str]
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    connections: int = 8
    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers per second, and in how many seconds one came: the median, and 99 of a hundred."""

    per_second: float
    median: float
    p99: float
    statuses: dict[str, int]
    bytes: int
    last: str


def asked(url: str, what: Asked) -> Answered:
    """Ask a server; raises AssertionError when one answer was none of success."""
    where = urlsplit(url)
    given: dict[str, Any] = {"host": where.hostname, "port": where.port, "run": uuid4().hex[:8], **asdict(what)}
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.client"],
        cwd=ROOT,
        input=json.dumps(given),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    answered = Answered(**json.loads(told))
    assert all(status.startswith("2") for status in answered.statuses), answered
    return answered
