"""A server with two workers on a record of its own, and every part of it that can be killed."""

import os
import signal
from contextlib import ExitStack, suppress
from enum import StrEnum
from pathlib import Path

from api.identity.tokens import Tokens
from api.store import Store
from domain.events.base import Role
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from tests.faults.house import House
from tests.ledger.asking import TODAY
from tests.serving import Server, serving

WORKERS = 2
PROJECTOR = """
    SELECT split_part(application_name, ' ', 2)::int FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND application_name LIKE 'trede %' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1
"""
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'trede %'"


class Part(StrEnum):
    """What is killed."""

    WORKER = "a worker"
    PROJECTOR = "the worker that projects"
    SERVER = "the server above the workers"
    DATABASE = "the database"
    BACKEND = "a process of the database"
    ALL = "everything at once"


class Prey:
    """The server, started again when that was killed, as whoever watches over it does. Others restart by themselves."""

    def __init__(self, house: House, stack: ExitStack) -> None:
        self._house, self._stack = house, stack
        self.server = self._started()

    def _started(self) -> Server:
        log = self._house.data.parent / "server.log"
        return self._stack.enter_context(serving(self._house.trede, "--workers", WORKERS, TREDE_LOG=str(log)))

    def kill(self, part: Part) -> None:
        """Kill a part with a signal that nobody can catch, as a power cut would."""
        for pid in self._pids(part):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if part in {Part.SERVER, Part.ALL}:
            self.server = self._started()

    def _pids(self, part: Part) -> list[int]:
        chance = self._house.chance
        match part:
            case Part.WORKER:
                return [chance.choice(self.server.workers())]
            case Part.PROJECTOR:
                return self._asked(PROJECTOR)
            case Part.SERVER:
                return [self.server.process.pid]
            case Part.DATABASE:
                return [self._house.postmaster()]
            case Part.BACKEND:
                return [chance.choice(self._asked(BACKENDS))]
            case Part.ALL:
                return [*family(self.server.process.pid), *family(self._house.postmaster())]

    def _asked(self, query: str) -> list[int]:
        with self._house.admin() as admin:
            return [pid for (pid,) in admin.execute(query.encode()) if pid != os.getpid()]


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    with suppress(FileNotFoundError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *(each for child in children for each in family(int(child)))]
    return []


def secret_in(ledger: Ledger) -> str:
    """A token of somebody who has all roles."""
    person = ledger.persons.find_or_register("de hamer", PersonKind.SYSTEM_USER, today=TODAY)
    return Tokens(Store.open(ledger)).issue(person, list(Role), label="faults", today=TODAY).secret
