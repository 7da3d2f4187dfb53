"""Figures that are fetched: at set times, by one process, once for what did not change; every outcome remembered."""

import itertools
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from api.store.arrivals import Result
from domain.ledger.application import Ledger
from domain.ledger.schema import Names
from tests.api.figures_server import Asked, Server, serving
from tests.api.yard import HEADER, MONDAY, Yard, a_yard, figures, looked


@pytest.fixture
def yard(ledger: Ledger, tmp_path: Path) -> Iterator[Yard]:
    with a_yard(ledger, tmp_path / "cijfers") as made:
        yield made


@pytest.fixture
def giver() -> Iterator[Server]:
    with serving() as started:
        yield started


def test_one_process_fetches_while_another_is_told_that_somebody_does(yard: Yard, giver: Server) -> None:
    asked, answer = threading.Event(), threading.Event()

    def slowly(request: Asked) -> None:
        asked.set()
        answer.wait(10)
        request.gives(figures().encode())

    giver.answers["/juni.csv"] = slowly
    with ThreadPoolExecutor(1) as thread:
        first = thread.submit(yard.arriving(giver.url()).look)
        assert asked.wait(10)
        assert not yard.arriving(giver.url()).look()
        answer.set()
        assert first.result()
    looked(yard.arriving(giver.url()))
    assert len(giver.asked) == 1
    assert (yard.results(), yard.realised()) == ([Result.IMPORTED], [30])


def test_an_address_is_asked_once_at_each_set_time_and_never_on_a_day_off(yard: Yard, giver: Server) -> None:
    giver.answers["/juni.csv"] = lambda request: request.gives(figures().encode(), ETag='"1"')
    for days, asked in ((-1, 0), (0, 1), (1, 2)):
        yard.now = MONDAY + timedelta(days=days)
        looked(yard.arriving(giver.url()))
        assert len(giver.asked) == asked


def test_what_the_server_says_is_unchanged_is_nothing_new(yard: Yard, giver: Server) -> None:
    def answer(request: Asked) -> None:
        request.gives(*((b"", 304) if request.headers.get("If-None-Match") else (figures().encode(), 200)), ETag='"1"')

    giver.answers |= {"/juni.csv": answer, "/juli.csv": answer}
    for days in range(3):
        yard.now = MONDAY + timedelta(days=days)
        looked(yard.arriving(giver.url()))
    assert yard.results() == [Result.IMPORTED, Result.NOTHING_NEW, Result.NOTHING_NEW]
    yard.now = MONDAY + timedelta(days=3)
    looked(yard.arriving(giver.url("/juli.csv")))
    assert "If-None-Match" not in giver.asked[-1], "another address knows nothing of the file of this one"


def test_after_a_failure_it_is_tried_again_and_each_outcome_is_remembered(yard: Yard, giver: Server) -> None:
    answers = itertools.chain([503, 404], itertools.repeat(200))
    giver.answers["/juni.csv"] = lambda request: request.gives(figures().encode(), next(answers))
    for minutes in (0, 1, 5, 6, 15, 16, 60):
        yard.now = MONDAY + timedelta(minutes=minutes)
        looked(yard.arriving(giver.url()), 1)
    assert yard.results() == [Result.FAILED, Result.FAILED, Result.IMPORTED]
    assert [each.at for each in reversed(yard.told())] == [MONDAY + timedelta(minutes=each) for each in (0, 5, 15)]
    assert "(antwoord 404)" in (yard.told()[1].told.reason or "")


def test_a_file_that_is_refused_is_not_asked_again_before_the_next_set_time(yard: Yard, giver: Server) -> None:
    giver.answers["/juni.csv"] = lambda request: request.gives(f"BSN;{HEADER}\n1;2\n".encode(), ETag='"1"')
    for minutes in (0, 30, 600, 24 * 60):
        yard.now = MONDAY + timedelta(minutes=minutes)
        looked(yard.arriving(giver.url()), 1)
    assert yard.results() == [Result.REFUSED, Result.REFUSED]
    assert "If-None-Match" not in giver.asked[-1], "what was refused is not known"
    assert yard.imports() == []


def test_what_comes_by_the_folder_and_by_the_address_is_imported_once(yard: Yard, giver: Server) -> None:
    giver.answers["/juni.csv"] = lambda request: request.gives(figures().encode())
    yard.put("juni.csv", figures())
    looked(yard.arriving(giver.url()))
    assert sorted(yard.results()) == [Result.IMPORTED, Result.NOTHING_NEW]
    assert len(yard.imports()) == 1


def test_no_secret_and_no_address_is_kept_or_logged(
    yard: Yard, giver: Server, caplog: pytest.LogCaptureFixture, admin: psycopg.Connection, names: Names
) -> None:
    giver.answers["/juni.csv"] = lambda request: request.gives(b"", 401)
    with caplog.at_level("DEBUG", logger="api"):
        looked(yard.arriving(giver.url("/juni.csv?sleutel=geheim"), figures_token="geheim"), 1)  # noqa: S106 - of a test
    assert giver.asked[0]["Authorization"] == "Bearer geheim"
    assert "geheim" not in caplog.text
    assert "geheim" not in str(yard.told())
    asked = sql.SQL("SELECT told FROM {} WHERE result = 'failed'").format(sql.Identifier(names.app, "arrivals"))
    (row,) = admin.execute(asked).fetchall()
    assert b"TREDE_FIGURES" not in bytes(row[0]), "what went wrong is sealed"


# The thread


def test_the_thread_looks_at_once_and_ends_at_once(yard: Yard, giver: Server) -> None:
    asked = threading.Event()

    def answer(request: Asked) -> None:
        asked.set()
        request.gives(figures().encode())

    giver.answers["/juni.csv"] = answer
    arriving = yard.arriving(giver.url())
    arriving.begin()
    assert asked.wait(10)
    begun = time.monotonic()
    arriving.close()
    assert time.monotonic() - begun < 5
