"""Lists in pages. A cursor holds the knowledge and the day of the first page, so that the next ones show the same."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from pydantic import Field

from api.rest.asking import Asking, asking
from api.rest.schemas import Told
from projections.engine.known import Knowing
from projections.paging import Cursor, Page, UnreadableCursorError

MOST, USUAL = 200, 50
MOMENT = 0.2
"""Seconds that a list waits for the read models."""

Line = TypeVar("Line")
Item = TypeVar("Item", bound=Told)


class Listed(Told, Generic[Item]):
    """A page of a list, the exact number of all there is, and where the next page is."""

    items: tuple[Item, ...]
    total: int = Field(description="how many there are on all pages together")
    next: str | None = Field(description="the address of the next page; null on the last one")


@dataclass(frozen=True, slots=True)
class AskingForPage(Asking):
    """A question that is answered in pages: ``limit`` lines, those ``after`` the cursor."""

    request: Request
    limit: int
    after: Cursor | None

    def listed(self, page: Page[Line], told: Callable[[Line], Item]) -> Listed[Item]:
        """A page of the answer, each line as it is told."""
        return Listed[Item](
            items=tuple(told(line) for line in page.lines),
            total=page.total,
            next=None if page.next is None else self._address(page.next),
        )

    def _address(self, after: Cursor) -> str:
        asked = dict(self.request.query_params) | {"cursor": written(self.knowing, after)}
        return f"{self.request.url.path}?{urlencode(asked)}"


Limit = Annotated[int, Query(ge=1, le=MOST, description="the most items of a page", examples=[USUAL])]
CursorGiven = Annotated[
    str | None, Query(alias="cursor", max_length=2000, description="where to go on: from the next of the page before")
]


def asking_for_page(
    request: Request, at: Annotated[Asking, Depends(asking)], limit: Limit = USUAL, cursor: CursorGiven = None
) -> AskingForPage:
    """A read of a list."""
    knowing, after = (_whole(at), None) if cursor is None else read_cursor(cursor)
    return AskingForPage(at.running, at.caller, knowing, at.response, request, limit, after)


Listing = Annotated[AskingForPage, Depends(asking_for_page)]


def _whole(at: Asking) -> Knowing:
    """As much of the knowledge as read models show: what they do not show yet would come into earlier pages later.

    They are some milliseconds behind; a list waits for them that long. One that is not built yet holds up no other.
    """
    projector, wanted = at.running.projector, at.knowing.position
    if not 0 < projector.reached() < wanted or projector.wait_for(wanted, MOMENT):
        return at.knowing
    return replace(at.knowing, position=min(wanted, projector.reached()))


def written(knowing: Knowing, after: Cursor) -> str:
    """A cursor as an address has it, with the knowledge of its first page."""
    told = json.dumps([knowing.position, knowing.day.isoformat(), *after], separators=(",", ":"))
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> tuple[Knowing, Cursor]:
    """The knowledge of the first page, and where that page ended; raises UnreadableCursorError."""
    try:
        told = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", validate=True))
        position, day, first, *others = told
        after = (first, *others)
        if all(isinstance(each, str | int) for each in after) and isinstance(position, int) and 0 <= position < 2**62:
            return Knowing(position, date.fromisoformat(day)), after
    except (binascii.Error, ValueError, TypeError):
        pass
    raise UnreadableCursorError(cursor)
