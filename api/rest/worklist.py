"""The worklist: what there is to do, for the caller or of all municipalities."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from fastapi import Query
from pydantic import Field

from api.rest.obligations import DueTold
from api.rest.paging import Listed, Listing
from api.rest.persons import Names, PersonTold, named, names_of
from api.rest.routing import Routes
from api.rest.schemas import PersonRef, Told
from api.worklist.composing import Looking, worklist
from api.worklist.gathering import gathered
from api.worklist.items import Item, Subject, Urgency
from api.worklist.telling import Texts
from domain.events.contact import Side
from domain.values import Rung
from projections.paging import Order, page_among

routes = Routes("/worklist", tag="Worklist")

ORDER = Order((("nth", int),))


class Whose(StrEnum):
    """Whose work is meant."""

    ME = "me"
    """Of the municipalities of the caller and of those for whom they stand in, and what waits for them to decide."""
    ALL = "all"


class ItemTold(Told):
    """Something to do or to see to. Most are obligations; signals, proposals and lapses wait without a day."""

    kind: str = Field(description="that of an obligation, or risk-signal, proposal, lapse")
    about: Subject = Field(description="the kinds that belong together")
    urgency: Urgency
    municipality: str | None = Field(description="by its code; null for the province as a whole")
    name: str | None
    rung: Rung | None
    supervisor: PersonTold | None
    owed_by: Side
    what: str = Field(description="what has to be done (Dutch)")
    subject: str = Field(description="what it is about: an id, a period, a kind of signal, the entry of a proposal")
    since: date = Field(description="the first day on which it was to be done")
    due: DueTold | None = Field(description="null where no day is set")
    source: str = Field(description="what it comes from (Dutch)")
    waits_for_me: bool = Field(description="whether it is for the caller to decide or to do, whoever has the case")
    page: str = Field(description="the page of this site where it is done")

    @classmethod
    def of(cls, item: Item, names: Names) -> Self:
        """An item with the name of the supervisor."""
        return cls(
            kind=item.kind.value,
            about=item.about,
            urgency=item.urgency,
            municipality=item.code,
            name=item.name,
            rung=item.rung,
            supervisor=named(item.supervisor, names),
            owed_by=item.owed_by,
            what=item.what,
            subject=item.subject,
            since=item.since,
            due=DueTold.of(item.due),
            source=item.source,
            waits_for_me=item.waits_for_me,
            page=item.action.path,
        )


@routes.read("")
def list_work(
    at: Listing,
    *,
    whose: Annotated[Whose, Query(alias="for", description="whose work: of the caller, or of everybody")] = Whose.ME,
    about: Annotated[Subject | None, Query(description="about this only")] = None,
    urgency: Annotated[Urgency | None, Query(description="of this urgency only")] = None,
    owed_by: Annotated[Side | None, Query(alias="owedBy", description="owed by this side only")] = None,
    rung: Annotated[Rung | None, Query(description="of municipalities on this rung only")] = None,
    supervisor: Annotated[PersonRef | None, Query(description="of this supervisor only, by id")] = None,
) -> Listed[ItemTold]:
    """List what there is to do: what is overdue first, then what waits for a decision, then by the day it is due."""
    found = gathered(at.running, at.knowing)
    looking = Looking.on(at.running.store, at.caller, found)
    framework = at.running.frameworks.found_in_force(at.knowing.day)
    items = [
        item
        for item in worklist(found, looking, framework, Texts.of(at.reader, at.knowing))
        if (whose is Whose.ALL or looking.sees_to(item))
        and about in (None, item.about)
        and urgency in (None, item.urgency)
        and owed_by in (None, item.owed_by)
        and rung in (None, item.rung)
        and supervisor in (None, item.supervisor)
    ]
    rows = [{"nth": nth, "item": item} for nth, item in enumerate(items)]
    page = page_among(rows, ORDER, after=at.after, limit=at.limit)
    names = names_of(at, (row["item"].supervisor for row in page.lines))
    return at.listed(page.showing(row["item"] for row in page.lines), lambda item: ItemTold.of(item, names))
