"""How a server is, for whoever watches over it: whether the process lives, and whether it can answer.

Asked without a token, so it tells nothing of what is recorded. Both answer while every worker thread waits for the
database: they do not use those threads.
"""

import asyncio
import logging
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from api.condition import trouble
from api.running import Running
from domain.ledger.backup.standing import BackupStanding
from projections.engine.status import ReadModelStatus, status
from projections.models import MODELS

PATIENCE = 3.0
"""Seconds after which a database that has not answered counts as one that does not."""

UNCACHED = {"Cache-Control": "no-store"}

log = logging.getLogger(__name__)
routes = APIRouter(prefix="/health", include_in_schema=False)


@routes.get("/live")
async def live() -> JSONResponse:
    """The process answers."""
    return JSONResponse({"status": "live"}, headers=UNCACHED)


@routes.get("")
@routes.get("/ready")
async def ready(request: Request) -> JSONResponse:
    """The database answers and every read model is built; also how far the read models are behind the record."""
    running: Running = request.app.state.running
    try:
        stand, archive = await asyncio.wait_for(asyncio.to_thread(_look, running), PATIENCE)
    except Exception as error:  # noqa: BLE001 - whatever it is, this server cannot answer
        log.warning("not ready: %s", type(error).__name__)
        return _answer(database=False, stand=[], archive=None)
    return _answer(database=True, stand=stand, archive=archive)


def _look(running: Running) -> tuple[list[ReadModelStatus], bool | None]:
    """How the read models stand, and whether the archive goes on; None where a server of one's own has that."""
    own = running.settings.database_url is not None
    return status(running.ledger, MODELS), None if own else BackupStanding.of(
        running.ledger, running.settings.data
    ).well


def _answer(*, database: bool, stand: list[ReadModelStatus], archive: bool | None) -> JSONResponse:
    well = database and all(each.live for each in stand)
    content = {
        "status": "ready" if well else "not-ready",
        "database": database,
        "archive": archive,
        "lag": max((each.lag for each in stand), default=None),
        "readModels": [_read_model(each) for each in stand],
    }
    return JSONResponse(content, HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE, UNCACHED)


def _read_model(each: ReadModelStatus) -> dict[str, Any]:
    return {
        "name": each.model,
        "version": each.version,
        "built": each.live is not None,
        "building": each.building is not None,
        "lag": each.lag,
        "parked": len(each.parked),
        "stopped": trouble(each) is not None,
    }
