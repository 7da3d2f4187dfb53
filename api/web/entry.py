"""One entry as it was recorded, in words, with all that the record has beside it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Path, Response
from starlette.exceptions import HTTPException

from api.web.routing import Code, Pages
from api.web.visiting import Visiting
from domain.events.base import Origin
from projections.dutch.words import word
from projections.history import history
from projections.municipalities import municipality
from projections.subjects import subject_of

pages = Pages("Vastlegging")

Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@pages.get("/gemeenten/{code}/vastleggingen/{entry}")
def show_entry(code: Code, entry: Number, visit: Visiting) -> Response:
    """The fact, who recorded it and when, what became of it, and the proof of it."""
    page = history(visit.reader, visit.knowing, code, after=(entry - 1,), limit=1)
    if not page.lines or page.lines[0].entry != entry:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    line = page.lines[0]
    (found,) = visit.running.ledger.entries_at([(code, entry)])
    known = municipality(visit.reader, visit.knowing, code)
    return visit.page(
        "entry.html",
        line=line,
        about=found.about,
        command=found.recorded.command if found.recorded else "",
        more=page.next is not None,
        name=known.name if known else code,
        code=code,
        subject=word(subject_of(line.topic)),
        origin=word(Origin(line.origin)),
    )
