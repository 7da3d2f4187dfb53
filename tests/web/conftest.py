"""For the pages: a server on a free port of this computer, and a real browser in front of it."""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql

from api.app import create_app
from api.running import Running
from api.serving import listen
from domain.events.base import Actor, Origin
from domain.ledger.application import Ledger
from domain.ledger.declaring import declare_demo
from domain.ledger.embedded import Cluster
from domain.ledger.request import Request
from domain.values import PartialDate, PersonId
from projections.engine.status import status
from projections.models import MODELS
from tests.web.browsing import CHROMIUM, FLAGS, Accessible, Browsing, Site
from tests.web.browsing import require_accessible as accessible

TODAY = date(2024, 6, 3)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, without a window; only for this folder, as until it ends an event loop runs in the thread of the tests.

    Each test has contexts of its own in it: as a browser that nobody used before.
    """
    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}; name another with TREDE_CHROMIUM")
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="module")
def site(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server on a record of its own, with an account for every role."""
    with a_record(server, tmp_path_factory.mktemp("keys")) as ledger, at_work(ledger) as site:
        yield site.with_accounts()


@pytest.fixture(scope="module")
def demo_site(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server on an empty record of examples."""
    with a_record(server, tmp_path_factory.mktemp("keys")) as ledger:
        by = Request(
            command=uuid4(),
            by=Actor(person=PersonId("person-1")),
            origin=Origin.COMMAND_LINE,
            happened_on=PartialDate.of(TODAY),
            today=TODAY,
        )
        declare_demo(ledger, "Voorbeeld", request=by)
        with at_work(ledger) as site:
            yield site


@pytest.fixture
def browsing(site: Site, browser: Browser) -> Iterator[Browsing]:
    """A browser on the site; at the end of the test it must have been calm."""
    yield from _browsing(site, browser)


@pytest.fixture
def demo_browsing(demo_site: Site, browser: Browser) -> Iterator[Browsing]:
    """A browser on the site of examples; calm as well."""
    yield from _browsing(demo_site, browser)


@pytest.fixture
def require_accessible() -> Accessible:
    """Judges whether everybody can use a page."""
    return accessible


def _browsing(site: Site, browser: Browser) -> Iterator[Browsing]:
    browsing = Browsing(site, browser)
    yield browsing
    browsing.close()
    browsing.require_calm()


@contextmanager
def a_record(server: Cluster, keys: Path) -> Iterator[Ledger]:
    """A record in a database of its own, gone afterwards."""
    name = f"web_{uuid4().hex[:12]}"
    with psycopg.connect(server.conninfo(), autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        with Ledger.open(server.conninfo(dbname=name), key_folder=keys) as ledger:
            yield ledger
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def at_work(ledger: Ledger, today: Callable[[], date] = lambda: TODAY) -> Iterator[Site]:
    """A real server on a free port, in a thread."""
    app = create_app(ledger=ledger, today=today)
    with listen("127.0.0.1", 0) as door:
        config = uvicorn.Config(app, log_config=None, access_log=False, ws="none", lifespan="on", server_header=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=[[door]], name="the site")
        thread.start()
        try:
            yield Site(_address(door), _running(app, server, thread))
        finally:
            server.should_exit = True
            thread.join()


def _address(door: socket.socket) -> str:
    return f"http://127.0.0.1:{door.getsockname()[1]}"


def _running(app: FastAPI, server: uvicorn.Server, thread: threading.Thread) -> Running:
    """What it works with, once it does."""
    give_up = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive()
        assert time.monotonic() < give_up
        time.sleep(0.02)
    running: Running = app.state.running
    while not all(each.live for each in status(running.ledger, MODELS)):  # an empty record takes a moment too
        assert time.monotonic() < give_up
        time.sleep(0.02)
    return running
