"""Runs the application for who asks over HTTP: in this process, or in several that share the port and the database.

The server ends in order when it is told to (Ctrl-C, SIGTERM): nothing new is let in, what is under way is answered.
"""

import gc
import logging
import multiprocessing
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from types import FrameType

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import Multiprocess

from api.app import create_app
from api.frameworks import Frameworks
from api.logging import configure
from api.opening import opened_ledger
from api.settings import Settings
from domain.ledger.embedded import EmbeddedPostgresError, start

PATIENCE = 30
"""Seconds that requests under way get to end when the server stops."""
SIGN_OF_LIFE = 30
"""Seconds in which a worker has to give a sign of life, or it is replaced. On a busy machine starting alone takes more
than the five that are usual, and it was replaced again and again."""
WAITING = 2048
"""How many callers may stand at the door."""
LOOK = 3.0
"""Seconds between two looks whether the embedded database is still there."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)

log = logging.getLogger(__name__)
_marks: list[socket.socket] = []
"""What says that the processor of this worker is taken, for as long as it lives."""


def application() -> FastAPI:
    """The application as a process of its own runs it, by the settings of the environment.

    What it is made of stays for ever: the search for cycles in memory need not go through it each time, which would
    hold up everybody for some tenths of a second.
    """
    settings = Settings()
    configure(settings.log)
    _end_with_parent()
    _keep_to_one_processor()
    app = create_app(settings)
    gc.collect()
    gc.freeze()
    return app


def listen(host: str, port: int) -> socket.socket:
    """Open the door: whoever comes now waits until the server has started. Port 0 takes one that is free.

    What is said goes out at once. Otherwise the body of a small answer waits until the caller confirms that its headers
    came, which takes 40 ms (Nagle's algorithm and delayed acknowledgements): asyncio sees to that itself for sockets
    that name TCP as their protocol, and those of uvicorn and ours do not.

    Raises:
        OSError: the port is taken, or not for this account.
    """
    door = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # who comes in inherits it: see below
        door.bind((host, port))
        door.listen(WAITING)
    except OSError:
        door.close()
        raise
    return door


def serve(settings: Settings, door: socket.socket, *, workers: int, on_wait: Callable[[str], None]) -> bool:
    """Serve at this door until told to stop; whether it could start.

    The record is opened first, here, and the frameworks are read: what is wrong with them is raised once, as
    ``opened_ledger`` and ``Frameworks.of`` do. The embedded database is then kept running for all workers, also while
    one is replaced.
    """
    configure(settings.log)
    config = uvicorn.Config(
        "api.serving:application",
        factory=True,
        workers=workers,
        log_config=None,  # ours
        access_log=False,  # ours too: it would log what people search for
        server_header=False,
        proxy_headers=False,
        ws="none",
        lifespan="on",
        backlog=WAITING,
        timeout_graceful_shutdown=PATIENCE,
        timeout_worker_healthcheck=SIGN_OF_LIFE,
    )
    with opened_ledger(settings, on_wait=on_wait) as ledger, _database_kept(settings), _stopping_in_order():
        Frameworks.of(settings, ledger)
        if workers > 1:
            return _supervise(config, door)
        server = uvicorn.Server(config)
        server.run(sockets=[door])
        return server.started


def _supervise(config: uvicorn.Config, door: socket.socket) -> bool:
    supervisor = Multiprocess(config, sockets=[door])
    supervisor.run()
    return all(process.exitcode != uvicorn.config.STARTUP_FAILURE for process in supervisor.processes)


@contextmanager
def _database_kept(settings: Settings) -> Iterator[None]:
    """See to it that an embedded database that was killed is started again."""
    stop = Event()

    def look() -> None:
        while not stop.wait(LOOK):
            try:
                start(settings.data, archive=settings.archive).stop()
            except EmbeddedPostgresError as error:
                log.warning("the embedded database: %s", type(error).__name__)

    if settings.database_url is not None:
        yield
        return
    watch = Thread(target=look, name="watching the database", daemon=True)
    watch.start()
    try:
        yield
    finally:
        stop.set()
        watch.join(PATIENCE)  # else it could start again what we stop


@contextmanager
def _stopping_in_order() -> Iterator[None]:
    """The server raises the signal that stopped it once more, at its end: that must not end us before our own end."""

    def heard(_number: int, _frame: FrameType | None) -> None:
        pass

    before = {number: signal.signal(number, heard) for number in SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _keep_to_one_processor() -> None:
    """A worker among others takes a processor that none of them has, where there is one.

    Its threads take turns anyway; passing those turns between processors takes up to half of its time. Which ones are
    taken is told by names of sockets, which the system frees with the process.
    """
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    for processor in sorted(os.sched_getaffinity(0)):
        mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            mark.bind(f"\0trede {parent.pid} {processor}")
            os.sched_setaffinity(0, {processor})
        except OSError:  # taken, or not allowed here
            mark.close()
        else:
            _marks.append(mark)
            return


def _end_with_parent() -> None:
    """A worker whose supervisor was killed would serve on, and nobody would replace or stop it."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def watch() -> None:
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

        Thread(target=watch, name="watching the supervisor", daemon=True).start()
