"""``trede serve`` as a process of its own, on a free port of this computer; ended by its number."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import httpx

from tests.program import Program

DOOR = re.compile(r"Trede luistert op (http://\S+) \(stoppen: Ctrl-C\)\.\n")


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and how to ask it something."""

    process: subprocess.Popen[str]
    client: httpx.Client

    def until_ready(self, within: float = 120.0) -> None:
        """Wait until it says that it can answer."""
        give_up = monotonic() + within
        while self.client.get("/health").status_code != httpx.codes.OK:
            assert monotonic() < give_up, self.client.get("/health").text
            sleep(0.02)

    def workers(self) -> list[int]:
        """The processes of its workers, by number; the supervisor also has one that cleans up after them."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(each) for each in children if b"spawn_main" in Path(f"/proc/{each}/cmdline").read_bytes()]

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str, str]:
        """End it, in order when it can; its exit code and what it said on both ways."""
        self.client.close()
        self.process.send_signal(how)
        out, said = self.process.communicate(timeout=60)
        return self.process.returncode, out, said


@contextmanager
def serving(trede: Program, *arguments: object, **settings: str) -> Iterator[Server]:
    """A server at work; nothing of it is left afterwards."""
    process = trede.started("serve", "--port", 0, *arguments, **settings)
    try:
        assert process.stdout
        line = process.stdout.readline()
        door = DOOR.fullmatch(line)
        assert door, (line, process.communicate(timeout=60))
        with httpx.Client(base_url=door[1], timeout=60) as client:
            yield Server(process, client)
    finally:
        with process:
            process.kill()
