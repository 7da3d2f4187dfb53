"""Recording a conversation over HTTP, durable when it is answered, by all workers of a server as it is really run.

Ours lets a program in by its token, reads and checks the body, decides, seals, appends, and answers with what was
recorded; meanwhile the read models follow. Beside it a route of FastAPI that inserts one row, as large, and answers.
"""

import json
from collections.abc import Generator

import psycopg

from domain.decisions.case import open_supervision
from domain.ledger.application import Ledger
from domain.ledger.embedded import start
from tests.bench.asking import Asked, asked
from tests.bench.commands import PLAIN, SAID, request
from tests.bench.country import CODES
from tests.bench.measure import Bench, Row, at_least
from tests.bench.serving import WORKERS, bare, ours

CONNECTIONS = 32
AIM = 0.6


def rows(bench: Bench) -> Generator[Row]:
    """One row."""
    data, keys = bench.folder / "http" / "data", bench.folder / "http" / "keys"
    with start(data) as cluster:
        with Ledger.open(cluster.conninfo(), key_folder=keys) as ledger:
            for code in CODES:
                ledger.record(open_supervision, municipality=code, request=request(), name=f"Gemeente {code[2:]}")
        with psycopg.connect(cluster.conninfo(), autocommit=True) as admin:
            admin.execute("CREATE DATABASE bare")
        reached = cluster.conninfo(dbname="bare")
        with psycopg.connect(reached, autocommit=True) as admin:
            admin.execute(PLAIN)
        with ours(data, keys) as trede, bare(conninfo=reached) as beside:
            body = {
                "conversation": "conversation-NUMBER",
                "kind": "progress",
                "happenedOn": "2024-06-03",
                "summary": SAID,
            }

            def recorded(url: str, path: str, headers: dict[str, str]) -> float:
                paths = [path.format(code=code) for code in CODES]
                what = Asked(
                    paths=paths,
                    method="POST",
                    headers=headers | {"Idempotency-Key": "UUID"},
                    body=json.dumps(body),
                    connections=CONNECTIONS,
                    seconds=bench.seconds,
                )
                return asked(url, what).per_second

            yield Row(
                name="http-conversation",
                what=f"recording a conversation over HTTP, {WORKERS} workers, {CONNECTIONS} connections",
                unit="/s",
                aim=at_least(AIM),
                ours=lambda: recorded(trede.url, "/v1/municipalities/{code}/conversations", trede.headers),
                against=f"a bare FastAPI route that does one INSERT, {WORKERS} workers",
                theirs=lambda: recorded(beside, "/rows/{code}", {}),
            )
