"""A server under mixed load for a while: does it keep as much memory, and as little lag, as it had?

``python -m tests.faults.soak`` lasts ``SOAK`` seconds (600). Clients record by the API, read pages and read JSON, each
as fast as it is answered; now and then a file with figures is imported. Prints a line for each look, and at the end
what became of memory and lag; writes ``bench/soak.json``. Nothing may be lost or doubled by then.
"""

import json
import os
import random
import sys
import time
from collections import Counter
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import httpx

from api.identity.accounts import Accounts
from api.identity.sessions import Sessions
from api.store import Store
from api.web.routing import COOKIE
from domain.events.base import Role
from domain.events.person import PersonKind
from domain.ledger.application import Ledger
from projections.engine.status import lowest
from projections.models import MODELS
from tests.bench.machine import machine, moment
from tests.faults.hammer import Hammer, talked
from tests.faults.house import SHARED, House, house_in
from tests.faults.judge import Judge
from tests.faults.prey import Prey, secret_in
from tests.faults.sampling import HEADING, Sample, Samples, memory_of
from tests.ledger.asking import TODAY, opened

SECONDS = float(os.environ.get("SOAK", "600"))
LOOK = min(5.0, SECONDS / 20)
IMPORT = 60.0
"""Seconds between two imports."""
WRITERS = 2
OWN = tuple(f"GM95{number:02}" for number in range(WRITERS))
PAGES = ("/", "/vandaag", f"/gemeenten/{SHARED[0]}", "/zoeken?q=woningen")
JSON = ("/v1/ladder", f"/v1/municipalities/{SHARED[0]}", f"/v1/municipalities/{SHARED[1]}/history?limit=20")
RESULT = Path("bench/soak.json")


class Reader(Thread):
    """Somebody who reads one thing after the other; ``answers`` counts them by status."""

    def __init__(self, door: str, paths: tuple[str, ...], headers: dict[str, str], ended: Event) -> None:
        super().__init__(name=f"reader of {paths[0]}", daemon=True)
        self.answers: Counter[int] = Counter()
        self._door, self._paths, self._headers, self._ended = door, paths, headers, ended

    def run(self) -> None:
        """Read until the end."""
        with httpx.Client(base_url=self._door, headers=self._headers, timeout=60) as client:
            while not self._ended.is_set():
                for path in self._paths:
                    self.answers[client.get(path).status_code] += 1


def cookie_in(ledger: Ledger) -> str:
    """The cookie of somebody who signed in and may see everything."""
    store = Store.open(ledger)
    person = ledger.persons.find_or_register("de lezer", PersonKind.COLLEAGUE, today=TODAY)
    account = Accounts(store).add("lezer", person, list(Role), password=None, today=TODAY)
    return f"{COOKIE}={Sessions(store, ledger).begin(account)}"


def soak(house: House) -> dict[str, object]:
    """Load the server of a house for the time that is asked; everything that was seen."""
    with house.ledger() as ledger, ExitStack() as stack:
        for code in OWN:
            opened(ledger, code)
        secret, cookie = secret_in(ledger), cookie_in(ledger)
        judge = Judge(ledger.head().position)
        prey = Prey(house, stack)
        prey.server.until_ready()
        door, ended = str(prey.server.client.base_url), Event()
        hammer = Hammer(door, secret)
        readers = [
            Reader(door, PAGES, {"Cookie": cookie}, ended),
            Reader(door, JSON, {"Authorization": f"Bearer {secret}"}, ended),
        ]
        stack.callback(ended.set)
        for reader in readers:
            reader.start()
        stack.enter_context(hammer.going(WRITERS, [*SHARED, *OWN], house.chance))
        samples = watched(house, prey, ledger, hammer, readers)
        hammer.pause()
        ended.set()
        with httpx.Client(timeout=60) as client:
            counted = judge.compared(hammer, client, ledger, among_others=True)
        for reader in readers:
            reader.join()
        assert prey.server.stop()[0] == 0
    statuses = Counter[int]()
    for reader in readers:
        statuses.update(reader.answers)
    assert set(statuses) == {HTTPStatus.OK}, statuses
    return {"commands": dict(counted), "reads": statuses.total(), "trends": samples.slopes(), "samples": samples.told()}


def watched(house: House, prey: Prey, ledger: Ledger, hammer: Hammer, readers: list[Reader]) -> Samples:
    """Look every few seconds, and import now and then."""
    samples, begun, answered = Samples(), time.monotonic(), 0
    next_import = begun + IMPORT / 2
    say(HEADING)
    with httpx.Client(timeout=60) as client:
        while (now := time.monotonic()) < begun + SECONDS:
            if now > next_import:
                house.importing(house.file())
                next_import += IMPORT
            time.sleep(LOOK)
            lag = until_seen(hammer, client, ledger)
            total = len(hammer.sent) + sum(reader.answers.total() for reader in readers)
            taken = time.monotonic() - now
            workers, supervisor, database = memory_of(prey.server, house.postmaster())
            sample = Sample(
                at=round(time.monotonic() - begun, 1),
                workers=workers,
                supervisor=supervisor,
                database=round(database, 1),
                lag=round(1000 * lag, 1),
                answers=round((total - answered) / taken, 1),
                position=ledger.head().position,
            )
            answered = total
            samples.taken.append(sample)
            say(sample.line)
    for process in house.started:
        _, complained = process.communicate(timeout=120)
        assert (process.returncode, complained) == (0, "")
    return samples


def until_seen(hammer: Hammer, client: httpx.Client, ledger: Ledger) -> float:
    """The seconds from the answer to a command until all read models have it."""
    hammer.sent.append(probe := talked(SHARED[0], random.randrange(1000)))  # noqa: S311 - a number in a text
    probe.heard = hammer.insist(client, probe)
    begun, position = time.monotonic(), probe.heard.told["position"]
    while lowest(ledger, MODELS) < position:
        time.sleep(0.001)
    return time.monotonic() - begun


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Soak, and tell."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        begin, facts = moment(), machine(Path(folder))
        with house_in(Path(folder)) as house:
            found = soak(house)
    RESULT.parent.mkdir(exist_ok=True)
    content = {**begin, "machine": facts, "seconds": SECONDS, **found}
    RESULT.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    say(json.dumps({name: content[name] for name in ("commands", "reads", "trends")}, indent=2, ensure_ascii=False))


if __name__ == "__main__":
    main()
