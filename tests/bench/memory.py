"""How much memory a worker of the real server takes: when nobody asks anything, and during the national import.

Nothing stands beside it. What is told is the largest worker: resident memory as the kernel counts it (VmRSS), and its
peak (VmHWM, set to what it is now before the import begins). A worker that has just started takes less than one that
works: each has shown pages and answered programs, on a record of all municipalities, before it is looked at.
"""

import time
from collections.abc import Generator
from pathlib import Path
from uuid import uuid4

import httpx

from api.web.routing import COOKIE
from tests.bench.answers import signed_in
from tests.bench.country import CODES
from tests.bench.importing import QUICK
from tests.bench.measure import Bench, Row, at_most
from tests.bench.national import national_year
from tests.bench.records import near
from tests.bench.serving import WORKERS, Ours, ours

IDLE, IMPORTING = 200.0, 350.0
MIB = 1024
"""The kernel counts in KiB."""
ASKED = ("/v1/ladder", "/v1/worklist", "/v1/agreements", "/", *(f"/gemeenten/{code}" for code in CODES[:10]))
TIMES = 8
"""How often each is asked, so that every worker has had some of them."""
ENTRIES = 100_000
"""About how large the record is."""
PATIENCE = 600.0


def rows(bench: Bench) -> Generator[Row]:
    """Two rows, of one server."""
    record = near(bench, ENTRIES).copied(bench.folder / "memory")
    path = record.folder / "national.csv"
    size = national_year(path, **({"days": QUICK} if bench.quick else {}))
    with record.opened() as ledger, ours(record.data, record.keys) as trede:
        headers = trede.headers | {"Cookie": f"{COOKIE}={signed_in(ledger)}"}
        for asked in ASKED * TIMES:
            answer = httpx.get(trede.url + asked, headers=headers, timeout=60)
            assert answer.status_code == httpx.codes.OK, (asked, answer.text)
        yield Row(
            name="memory-idle",
            what="memory of a worker that waits",
            unit="MiB",
            aim=at_most(IDLE),
            ours=lambda: largest(trede, "VmRSS"),
            facts={"workers": WORKERS, "entries": record.entries},
        )
        yield Row(
            name="memory-import",
            what=f"peak memory of the worker that imports national daily figures, {size:,} rows",
            unit="MiB",
            aim=at_most(IMPORTING),
            ours=lambda: during_import(trede, path),
            runs=1,
            rehearsals=0,
            facts={"entries": record.entries},
        )


def largest(trede: Ours, line: str) -> float:
    """The largest of all workers in MiB, by this line of their status."""
    found = []
    for worker in trede.server.workers():
        status = dict(each.split(":", 1) for each in Path(f"/proc/{worker}/status").read_text().splitlines())
        found.append(int(status[line].split()[0]) / MIB)
    return max(found)


def during_import(trede: Ours, path: Path) -> float:
    """The peak while a file is uploaded, looked at, confirmed and recorded."""
    for worker in trede.server.workers():
        Path(f"/proc/{worker}/clear_refs").write_text("5")  # sets the peak to what is used now
    with httpx.Client(base_url=trede.url, headers=trede.headers, timeout=120) as client:
        with path.open("rb") as file:
            sent = client.post("/v1/imports", data={"openUnknown": "true"}, files={"file": ("national.csv", file)})
        assert sent.status_code == httpx.codes.CREATED, sent.text
        place = f"/v1/imports/{sent.json()['id']}"
        until(client, place, "previewed")
        confirmed = client.post(f"{place}/confirmation", json={}, headers={"Idempotency-Key": str(uuid4())})
        assert confirmed.status_code == httpx.codes.ACCEPTED, confirmed.text
        until(client, place, "done")
    return largest(trede, "VmHWM")


def until(client: httpx.Client, place: str, state: str) -> None:
    """Wait until an import has come so far."""
    give_up = time.monotonic() + PATIENCE
    while (told := client.get(place).json())["state"] != state:
        assert told["state"] in {"uploaded", "previewing", "previewed", "importing"}, told
        assert time.monotonic() < give_up, told
        time.sleep(0.2)
