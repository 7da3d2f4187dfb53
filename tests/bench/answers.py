"""Answers over HTTP on the largest record, by all workers of a server as it is really run, over connections that stay.

What is asked is what people and programs ask again and again: the ladder and one municipality, as JSON and as a page,
the same until something is recorded. Beside it a route of FastAPI that answers the very same bytes, and nothing else:
it knows nobody, asks no database and logs nothing. Municipalities take turns, on both sides.
"""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from api.clock import today
from api.frameworks import Frameworks
from api.identity.accounts import Accounts
from api.identity.sessions import Sessions
from api.settings import Settings
from api.signalling import weigh_each_day
from api.store import Store
from api.web.routing import COOKIE
from domain.events.base import Role
from domain.ledger.application import Ledger
from projections.engine.runner import Projector
from projections.models import MODELS
from tests.bench.asking import Asked, asked
from tests.bench.country import ANNA, CODES
from tests.bench.measure import Bench, Row, at_least
from tests.bench.records import Record, largest
from tests.bench.serving import WORKERS, Ours, bare, ours

CONNECTIONS = 16
TIMES = 4 * WORKERS
"""How often each is asked before the runs."""
HTML = "text/html; charset=utf-8"
JSON, PAGE = 0.5, 0.25
SHOWN = CODES[:10]
"""The municipalities that take turns."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: its row, the paths that take turns, and how much of the speed of a bare route is asked of us."""

    name: str
    what: str
    paths: tuple[str, ...]
    aim: float
    kind: str


QUESTIONS = (
    Question("ladder", "the ladder", ("/v1/ladder",), JSON, "application/json"),
    Question(
        "municipality",
        "a municipality, JSON",
        tuple(f"/v1/municipalities/{each}" for each in SHOWN),
        JSON,
        "application/json",
    ),
    Question("ladder-page", "the ladder page", ("/",), PAGE, HTML),
    Question(
        "municipality-page",
        "the page of a municipality",
        tuple(f"/gemeenten/{each}" for each in SHOWN),
        PAGE,
        HTML,
    ),
)


def rows(bench: Bench) -> Generator[Row]:
    """A row for each question."""
    record = largest(bench).copied(bench.folder / "answers")
    with record.opened() as ledger:
        weighed(record, ledger)
        with ours(record.data, record.keys) as trede:
            yield from rows_of(bench, record, ledger, trede)


def weighed(record: Record, ledger: Ledger) -> None:
    """Do what a server does as the day begins: the signals of hundreds of municipalities would come in between."""
    weigh_each_day(ledger, Frameworks.of(Settings(data=record.data), ledger), today())
    Projector(ledger, MODELS).catch_up()


def rows_of(bench: Bench, record: Record, ledger: Ledger, trede: Ours) -> Generator[Row]:
    """A row for each question to a server."""
    headers = trede.headers | {"Cookie": f"{COOKIE}={signed_in(ledger)}"}
    for question in QUESTIONS:
        folder = bench.folder / f"answers-{question.name}"
        sizes = fetched(trede.url, question, headers, folder)
        with bare(folder=folder, kind=question.kind) as beside:
            copies = [f"/bytes/{number}" for number, _ in enumerate(question.paths)]
            yield Row(
                name=f"answers-{question.name}",
                what=f"{question.what}, {WORKERS} workers, {CONNECTIONS} connections",
                unit="/s",
                aim=at_least(question.aim),
                ours=partial(answered, trede.url, list(question.paths), headers, bench.seconds),
                against="a bare FastAPI route that answers the same bytes",
                theirs=partial(answered, beside, copies, {}, bench.seconds),
                facts={"entries": record.entries, "bytes": sum(sizes) // len(sizes)},
            )


def answered(url: str, paths: list[str], headers: dict[str, str], seconds: float) -> float:
    """Answers per second."""
    return asked(url, Asked(paths=paths, headers=headers, connections=CONNECTIONS, seconds=seconds)).per_second


def signed_in(ledger: Ledger) -> str:
    """A session of somebody who may read and record: what their browser shows."""
    store = Store.open(ledger)
    account = Accounts(store).add("bench", ANNA, [Role.SUPERVISOR], password=None, today=today())
    return Sessions(store, ledger).begin(account)


def fetched(url: str, question: Question, headers: dict[str, str], folder: Path) -> list[int]:
    """Leave in the folder what we answer, for the bare route to answer too; how many bytes each has.

    Each is asked over several connections, so that every worker has made it once before the runs begin.
    """
    folder.mkdir()
    for number, path in (each for each in enumerate(question.paths) for _ in range(TIMES)):
        answer = httpx.get(url + path, headers=headers, timeout=120)
        assert answer.status_code == httpx.codes.OK, answer.text
        assert answer.headers["content-type"] == question.kind, answer.headers
        (folder / str(number)).write_bytes(answer.content)
    return [each.stat().st_size for each in folder.iterdir()]
