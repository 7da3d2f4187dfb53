"""Servers as they are really run: ours, as ``trede serve`` with its workers, and the bare one beside it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.bench.machine import ROOT
from tests.program import Program
from tests.serving import Server, serving

WORKERS = len(os.sched_getaffinity(0))
"""As many as there are processors, as ``trede serve --help`` advises."""
PATIENCE = 900.0
"""Seconds within which a server is ready: it may have read models to build first, of millions of entries."""


@dataclass(frozen=True, slots=True)
class Ours:
    """Our server: where it is, what lets a program in, and its process."""

    url: str
    token: str
    server: Server

    @property
    def headers(self) -> dict[str, str]:
        """What a program sends along."""
        return {"Authorization": f"Bearer {self.token}"}


@contextmanager
def ours(
    data: Path, keys: Path, *, workers: int = WORKERS, role: str = "supervisor", **settings: str
) -> Iterator[Ours]:
    """Our server on a record, ready to answer; its log goes to a file, and it ends as an administrator ends it."""
    given = {"TREDE_DATA": str(data), "TREDE_KEY_FOLDER": str(keys), "TREDE_LOG": str(data.parent / "trede.log")}
    trede = Program(given | settings)
    made = trede("token", "create", "--as", "Bench", "--role", role, "--label", "bench", "--json")
    assert made.code == 0, made.said
    with serving(trede, "--workers", workers) as server:
        server.until_ready(within=PATIENCE)
        yield Ours(str(server.client.base_url), made.json["token"], server)
        server.stop()


@contextmanager
def bare(
    *, workers: int = WORKERS, conninfo: str = "", folder: Path | None = None, kind: str = "application/json"
) -> Iterator[str]:
    """FastAPI and uvicorn by themselves (``bare.py``), without a log, behind a door like ours; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"BARE_CONNINFO": conninfo, "BARE_BYTES": str(folder or ""), "BARE_TYPE": kind}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bare", str(port), str(workers)], cwd=ROOT, env=os.environ | settings
    )
    try:
        url = f"http://127.0.0.1:{port}"
        until_answered(url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=60)


def until_answered(url: str) -> None:
    """Wait until a server answers, whatever it says."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.get(url, timeout=PATIENCE)
        except httpx.TransportError:
            assert time.monotonic() < give_up, "nobody answers"
            time.sleep(0.05)
        else:
            return
