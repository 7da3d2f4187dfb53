"""Assessments: the verdict and the advice of a framework for a municipality, computed and drawn, never written."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Self

from fastapi import Query
from immutables import Map
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.identity.rights import Right
from api.judging.assessing import assess, assess_interim
from api.rest.asking import Asking, Reading
from api.rest.closing_schemas import HALF_YEAR
from api.rest.judging_schemas import VerdictTold, said_of
from api.rest.paging import Listed
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Occurrence, PeriodName, Posted, example
from domain.events.base import Entry
from domain.events.judging import AssessmentDrawn
from domain.municipality import standing

routes = Routes("/municipalities/{code}/assessments", tag="Judging")

OF_WHAT = "noem de periode (period), of vraag een tussentijds oordeel (interim: true), niet allebei"

OfPeriod = Annotated[str | None, Query(alias="period", pattern=HALF_YEAR, description="of this half year only")]


class AssessmentSent(Occurrence):
    """Of what the verdict is drawn: of a closed half year, or in between on rungs 4 to 6, as on the day it happens."""

    model_config = example(period="2023-2")

    period: PeriodName | None = Field(default=None, description="a half year that is closed")
    interim: bool = Field(default=False, description="since the rung took effect, with the running backlogs")

    @model_validator(mode="after")
    def _says_of_what(self) -> Self:
        if (self.period is None) is not self.interim:
            raise PydanticCustomError("in_dutch", OF_WHAT)
        return self


class AssessmentTold(VerdictTold):
    """An assessment as it was drawn."""

    entry: int
    drawn_on: date | None = Field(description="the day that it is of")

    @classmethod
    def of_entry(cls, entry: Entry, drawn: AssessmentDrawn) -> Self:
        """The assessment of an entry."""
        return cls(entry=entry.version, drawn_on=entry.about.happened_on.first_day, **said_of(drawn))


@routes.read("")
def list_assessments(code: Code, at: Reading, period: OfPeriod = None) -> Listed[AssessmentTold]:
    """List the assessments of a municipality up to the day, the latest first; withdrawn ones are left out.

    The first one of a period is the one that counts. There is one page.
    """
    told = [
        AssessmentTold.of_entry(entry, entry.fact)
        for entry in _standing(at, code)
        if isinstance(entry.fact, AssessmentDrawn) and (period is None or str(entry.fact.period) == period)
    ]
    return Listed[AssessmentTold](items=tuple(reversed(told)), total=len(told), next=None)


@routes.write("", Right.PROPOSE_PLACEMENTS)
def draw_assessment(code: Code, sent: Posted[AssessmentSent], at: Writing) -> Recorded:
    """Have the verdict and the advice drawn by the framework of the day; nothing new when the last one says so.

    Closing a period draws it as well, and so does a proposal that finds it outdated.
    """
    running, request = at.running, at.asked(sent, code)
    if sent.period is None:
        return Recorded.of(at.told(assess_interim(running.ledger, running.frameworks, code, request)))
    return Recorded.of(at.told(assess(running.ledger, running.frameworks, code, sent.period, request)))


def _standing(at: Asking, code: str) -> Iterator[Entry]:
    """The entries of a municipality that stood, as it was known, and that happened by the day."""
    version = at.ledger.version_at(at.municipality(code), at.knowing.position)
    entries = {entry.version: entry for entry in at.ledger.entries(code, upto=version)}
    for entry in standing(Map(entries)):
        if (entry.about.happened_on.first_day or date.min) <= at.knowing.day:
            yield entry
