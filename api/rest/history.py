"""The history of a municipality: everything that was recorded about it, in sentences."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from fastapi import Query
from pydantic import Field

from api.rest.paging import Listed, Listing
from api.rest.routing import Code, Routes
from api.rest.schemas import PartialDay, Told
from domain.events.base import Origin
from projections.history import history
from projections.subjects import Subject

routes = Routes("/municipalities/{code}/history", tag="History")


class Order(StrEnum):
    """In which order entries are listed."""

    OLDEST_FIRST = "oldest-first"
    NEWEST_FIRST = "newest-first"


class LineTold(Told):
    """An entry as it was recorded, in a sentence, and what later entries did to it."""

    entry: int = Field(description="its version in the stream of the municipality")
    position: int = Field(description="where it stands in the whole record")
    topic: str = Field(description="what kind of fact it is: /v1/event-schemas")
    happened_on: PartialDay | None = Field(description="as it was recorded; null when nobody knew")
    recorded_at: datetime
    actor: str = Field(description="the name of who recorded it")
    acted_for: str | None = Field(description="the name of the person for whom that was done")
    origin: Origin
    sentence: str = Field(description="in Dutch, with the texts that you may read")
    struck: bool = Field(description="whether it no longer stands as it was recorded")
    struck_by: tuple[int, ...] = Field(description="the entries because of which it does not")
    amended_by: tuple[int, ...] = Field(description="every entry that ever corrected or withdrew it")
    amends: int | None = Field(description="the entry that this one corrects or withdraws")
    digest: str = Field(description="SHA-256 of the entry and where it stands, in hexadecimal")


@routes.read("")
def show_history(
    code: Code,
    at: Listing,
    subject: Annotated[Subject | None, Query(description="about this only")] = None,
    order: Annotated[Order, Query(description="of recording")] = Order.OLDEST_FIRST,
) -> Listed[LineTold]:
    """Tell everything that was recorded about a municipality, corrected and withdrawn entries included.

    As at a day it tells what had happened by then. A correction or withdrawal is told with the entry it is about.
    """
    newest_first, of_it = order is Order.NEWEST_FIRST, at.municipality(code)
    page = history(
        at.reader, at.knowing, of_it, subject=subject, newest_first=newest_first, after=at.after, limit=at.limit
    )
    return at.listed(page, LineTold.model_validate)
