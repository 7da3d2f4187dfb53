"""Assessments: the verdict and the advice of a framework for a municipality, computed and drawn, never written."""

from typing import Annotated, Self

from fastapi import Query
from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.identity.rights import Right
from api.judging.assessing import assess, assess_interim
from api.rest.asking import Reading
from api.rest.closing_schemas import HALF_YEAR
from api.rest.judging_schemas import DrawnTold
from api.rest.paging import Listed
from api.rest.recording import Recorded, Writing
from api.rest.routing import Code, Routes
from api.rest.schemas import Occurrence, PeriodName, Posted, example
from projections.judging import assessments_of, shaken

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


class AssessmentTold(DrawnTold):
    """An assessment, and whether it stands on changed ground."""

    shaken_by: int | None = Field(description="the entry that changed what it rests on, afterwards; null when none did")


@routes.read("")
def list_assessments(code: Code, at: Reading, period: OfPeriod = None) -> Listed[AssessmentTold]:
    """List the assessments of a municipality up to the day, the latest first; withdrawn ones are left out.

    The first one of a period is the one that counts. There is one page.
    """
    rows = assessments_of(at.ledger, at.knowing, at.municipality(code))
    changed = shaken(at.ledger, at.knowing, [code]).get(code, {})
    told = [
        AssessmentTold.of_row(row, shaken_by=changed.get(row.entry))
        for row in rows
        if period is None or str(row.period) == period
    ]
    return Listed[AssessmentTold](items=tuple(told), total=len(told), next=None)


@routes.write("", Right.PROPOSE_PLACEMENTS)
def draw_assessment(code: Code, sent: Posted[AssessmentSent], at: Writing) -> Recorded:
    """Have the verdict and the advice drawn by the framework of the day; nothing new when the last one says so.

    Closing a period draws it as well, and so does a proposal that finds it outdated.
    """
    running, request = at.running, at.asked(sent, code)
    if sent.period is None:
        return Recorded.of(at.told(assess_interim(running.ledger, running.frameworks, code, request)))
    return Recorded.of(at.told(assess(running.ledger, running.frameworks, code, sent.period, request)))
