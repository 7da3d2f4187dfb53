"""Searching what was recorded, by words."""

from enum import StrEnum
from typing import Annotated, Self

from fastapi import Query
from pydantic import Field

from api.rest.paging import Listed, Listing
from api.rest.routing import Routes
from api.rest.schemas import PartialDay, Told
from domain.values import MunicipalityCode
from projections.search import Hit, search
from projections.subjects import Subject

routes = Routes("/search", tag="Search")

Words = Annotated[
    str,
    Query(
        min_length=1, max_length=500, description="the words, all of them; the first twelve count", examples=["plan"]
    ),
]


class How(StrEnum):
    """How alike what was found is to what was looked for, in the word that is least alike."""

    EXACT = "exact"
    RELATED = "related"
    SIMILAR = "similar"


class MarkTold(Told):
    """A part of a snippet, in characters (Unicode code points); the end is not part of it."""

    start: int
    end: int


class HitTold(Told):
    """An entry that was found."""

    municipality: str = Field(description="by its code")
    entry: int
    topic: str
    happened_on: PartialDay | None
    likeness: How = Field(description="related: another form, or part of a longer word; similar: one typing error away")
    snippet: str = Field(description="the part of its sentence that shows what it was found by")
    marks: tuple[MarkTold, ...] = Field(description="where in the snippet that is")

    @classmethod
    def of(cls, hit: Hit) -> Self:
        """The entry that was found."""
        return cls(
            municipality=hit.code,
            entry=hit.entry,
            topic=hit.topic,
            happened_on=hit.happened_on,
            likeness=How[hit.likeness.name],
            snippet=hit.snippet,
            marks=tuple(map(MarkTold.model_validate, hit.marks)),
        )


@routes.read("")
def search_entries(
    at: Listing,
    q: Words,
    municipality: Annotated[
        MunicipalityCode | None, Query(description="in this dossier only", examples=["GM0622"])
    ] = None,
    subject: Annotated[Subject | None, Query(description="about this only")] = None,
) -> Listed[HitTold]:
    """Find the entries that have all of these words, in open and internal text.

    First those with the words as they are written, then those with related words, then those with words that are a
    typing error away; of each the newest first. What stands in confidential or secret text is not found.
    """
    page = search(at.reader, at.knowing, q, code=municipality, subject=subject, after=at.after, limit=at.limit)
    return at.listed(page, HitTold.of)
