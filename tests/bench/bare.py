"""What stands beside our server: FastAPI and uvicorn with a route that does the least it can.

``POST /rows`` inserts one row over a pool of its own. ``GET /bytes/{name}`` gives the bytes of a file that was read
when it started. The environment says where: BARE_CONNINFO, BARE_BYTES (a folder), BARE_TYPE (of all those bytes).
"""

import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import uvicorn
from fastapi import FastAPI, Response
from psycopg_pool import ConnectionPool
from pydantic import BaseModel, StringConstraints
from uvicorn.supervisors import Multiprocess

WAITING = 2048
INSERT = "INSERT INTO plain (stream, version, topic, body) VALUES (%s, 1, %s, %s) RETURNING id"


class Conversation(BaseModel):
    """A conversation as our API takes it, as far as it is sent."""

    conversation: str
    kind: str
    happenedOn: str  # noqa: N815 - as it is written in JSON
    summary: Annotated[str, StringConstraints(max_length=100_000)]


class Inserted(BaseModel):
    """What became of it."""

    id: int
    conversation: str


def application() -> FastAPI:
    """The application, in each worker."""
    conninfo, folder = os.environ.get("BARE_CONNINFO"), os.environ.get("BARE_BYTES")
    kept = {path.name: path.read_bytes() for path in Path(folder).iterdir()} if folder else {}
    kind = os.environ.get("BARE_TYPE", "application/json")
    pool = ConnectionPool(conninfo or "", kwargs={"autocommit": True}, min_size=1, max_size=10, open=False)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if conninfo:
            pool.open()
        yield
        pool.close()

    app = FastAPI(lifespan=lifespan)

    @app.post("/rows/{code}", status_code=201)
    def insert(code: str, sent: Conversation) -> Inserted:
        with pool.connection() as connection:
            row = connection.execute(INSERT, [code, "held", sent.model_dump_json()]).fetchone()
        assert row
        return Inserted(id=row[0], conversation=sent.conversation)

    @app.get("/bytes/{name}")
    def bytes_of(name: str) -> Response:
        return Response(kept[name], media_type=kind)

    return app


def main() -> None:
    """Serve at a port, with so many workers. The door is as ours is, so that small answers go out at once here too."""
    port, workers = map(int, sys.argv[1:])
    door = socket.socket()
    door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    door.bind(("127.0.0.1", port))
    door.listen(WAITING)
    config = uvicorn.Config(
        "tests.bench.bare:application",
        factory=True,
        workers=workers,
        access_log=False,
        log_level="warning",
        timeout_worker_healthcheck=60,  # seconds: a busy machine starts a worker in more than the usual five
    )
    Multiprocess(config, sockets=[door]).run()


if __name__ == "__main__":
    main()
